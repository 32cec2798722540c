"""Across years and governments: perbandingan and pertumbuhan. (Kemajuan toward the Renstra stands in `capaian`.)"""

from __future__ import annotations

from workbook_tools.compute.rule import PERSEN, Jaga, aturan_angka

perbandingan = aturan_angka(
    nama="perbandingan",
    operands=("realisasi", "pembanding"),
    satuan="poin persen",
    dasar="LKjIP Magetan 2025 Tabel 3.8",
    rumus="realisasi sendiri / realisasi pembanding × 100",
    jaga=(Jaga(1, "pembanding_kosong", "pembanding_nol"), Jaga(0, "realisasi_kosong")),
    hitung=lambda _, sendiri, lain: sendiri / lain * PERSEN,
    tulis=lambda _, sendiri, lain: f"{sendiri}/{lain}*100",
)
"""Own realisasi over another government's, percent points.

Reasons: pembanding_kosong, pembanding_nol, realisasi_kosong. Source: LKjIP Magetan 2025 Tabel 3.8.
"""

pertumbuhan = aturan_angka(
    nama="pertumbuhan",
    operands=("baru", "lama"),
    satuan="poin persen",
    dasar="LKjIP Mojokerto 2025 Tabel 3.21 dan lampiran B.1, B.2",
    rumus="(tahun n − tahun (n − 1)) / tahun (n − 1) × 100",
    jaga=(Jaga(1, "tahun_lalu_kosong", "tahun_lalu_nol"), Jaga(0, "realisasi_kosong")),
    hitung=lambda _, baru, lama: (baru - lama) / lama * PERSEN,
    tulis=lambda _, baru, lama: f"({baru}-{lama})/{lama}*100",
)
"""Growth over last year, percent points. Reasons: tahun_lalu_kosong, tahun_lalu_nol, realisasi_kosong.

Source: LKjIP Mojokerto 2025 Tabel 3.21.
"""
