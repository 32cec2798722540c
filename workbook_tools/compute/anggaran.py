"""Money: serapan, sisa, and pagu × capaian."""

from __future__ import annotations

from workbook_tools.compute.rule import PERSEN, Jaga, aturan_angka

JAGA_SERAPAN = (Jaga(1, "pagu_kosong", "pagu_nol"), Jaga(0, "realisasi_kosong"))

serapan = aturan_angka(
    nama="serapan",
    operands=("realisasi", "pagu"),
    satuan="poin persen",
    dasar="LKjIP Magetan 2025 Tabel 3.5; LKjIP Mojokerto 2025 Tabel 3.41; LKjIP Jember 2025 Tabel 3.14",
    rumus="realisasi anggaran / pagu × 100",
    jaga=JAGA_SERAPAN,
    hitung=lambda _, ra, p: ra / p * PERSEN,
    tulis=lambda _, ra, p: f"{ra}/{p}*100",
)
"""Serapan anggaran in percent points: realisasi / pagu · 100. Reasons: pagu_kosong, pagu_nol, realisasi_kosong.

Source: LKjIP Magetan 2025 Tabel 3.5, LKjIP Mojokerto 2025 Tabel 3.41, LKjIP Jember 2025 Tabel 3.14.
"""

sisa = aturan_angka(
    nama="sisa",
    operands=("pagu", "realisasi"),
    satuan="rupiah",
    dasar="LKjIP Kediri 2021 Tabel 3.2",
    rumus="pagu − realisasi anggaran",
    jaga=(Jaga(0, "pagu_kosong"), Jaga(1, "realisasi_kosong")),
    hitung=lambda _, p, ra: p - ra,
    tulis=lambda _, p, ra: f"{p}-{ra}",
)
"""Sisa anggaran (SiLPA) in rupiah: pagu − realisasi. Reasons: pagu_kosong, realisasi_kosong.

Source: LKjIP Kediri 2021 Tabel 3.2.
"""

persen_dari = aturan_angka(
    nama="persen_dari",
    operands=("pagu", "capaian"),
    satuan="rupiah",
    dasar="LKjIP Magetan 2025 Tabel 3.3 dan 3.4",
    rumus="pagu × capaian (capaian tidak dibulatkan)",
    jaga=(Jaga(0, "pagu_kosong"), Jaga(1, "capaian_tidak_ada")),
    hitung=lambda _, p, c: p * c / PERSEN,
    tulis=lambda _, p, c: f"{p}*{c}/100",
)
"""Pagu × capaian in rupiah, with the unrounded capaian in percent points. Reasons: pagu_kosong, capaian_tidak_ada.

Source: LKjIP Magetan 2025 Tabel 3.3 (70,63/70,54 = 100,1276 %, printed 100 %).
"""

kurang = aturan_angka(
    nama="kurang",
    operands=("a", "b"),
    satuan="seperti operannya",
    dasar="LKjIP Magetan 2025 Tabel 3.3 (selisih); LKjIP Jember 2025 Tabel 2.9 (bertambah/berkurang)",
    rumus="a − b",
    jaga=(Jaga(0, "nilai_kosong"), Jaga(1, "nilai_kosong")),
    hitung=lambda _, a, b: a - b,
    tulis=lambda _, a, b: f"{a}-{b}",
)
"""a − b in the unit of its operands. Reason: nilai_kosong.

Source: LKjIP Magetan 2025 Tabel 3.3 (selisih), LKjIP Jember 2025 Tabel 2.9 (pagu sesudah − sebelum).
"""
