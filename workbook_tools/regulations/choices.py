"""What a profile may say: the allowed keys of a profile file and the allowed values of each choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbook_tools.messages import text
from workbook_tools.regulations.entries import SUMBER, Kunci, angka_sah, benar_salah, bulat, daftar, pilihan, teks

TIDAK_ADA = "tidak ada"

POLARITAS = ("naik", "turun", "turun_rasio", "stabil")
CARA_AGREGASI = ("jumlah", "akhir", "maks", "rata")
CARA_UNTUK_PERSEN = ("akhir", "maks", "rata")  # percentages and indices are never summed
CAPAIAN_BERSAMA = ("pertama", "rata", "masing_masing")
VERSI_PK = ("induk", "perubahan")
JENIS_TABEL_EFISIENSI = ("capaian_sasaran", "rincian_program", "efisiensi_sasaran", "efisiensi_program")


def _daftar_teks(nilai: Any) -> bool:  # noqa: ANN401
    return isinstance(nilai, list) and all(isinstance(n, str) and n for n in nilai)


def _peta(kunci: tuple[str, ...]) -> Kunci:
    return Kunci(
        lambda n: isinstance(n, dict) and set(n) <= set(kunci) and all(isinstance(v, str) for v in n.values()),
        lambda: text("harapan_tabel_kunci", words=daftar(kunci)),
    )


def _atau_tidak_ada(dasar: Kunci) -> Kunci:
    return Kunci(
        lambda n: n == TIDAK_ADA or dasar.sah(n),
        lambda: text("sambung_atau", first=dasar.harapan(), second=f'"{TIDAK_ADA}"'),
    )


SENDIRI: Mapping[str, Kunci] = {
    **SUMBER,
    "nama": teks(),
    "keluarga": teks(),
    "induk": teks(wajib=False),
}
"""What each profile says for itself and never inherits."""

DIWARISI: Mapping[str, Kunci] = {
    "skala": Kunci(lambda n: isinstance(n, str | dict) and bool(n), lambda: text("harapan_id_skala")),
    "capaian_bersama": pilihan(*CAPAIAN_BERSAMA),
    "batas_atas_capaian": _atau_tidak_ada(
        Kunci(lambda n: angka_sah(n) and n > 0, lambda: text("harapan_angka_di_atas", least=0))
    ),
    "turun_nol_nol_100": benar_salah(),
    "bulatkan_dulu": _atau_tidak_ada(bulat(0)),
    "polaritas_bawaan": pilihan(*POLARITAS, TIDAK_ADA),
    "agregasi_bawaan": pilihan(*CARA_AGREGASI, TIDAK_ADA),
    "versi_pk": pilihan(*VERSI_PK),
    "toleransi_rupiah_per_suku": Kunci(lambda n: angka_sah(n) and n >= 0, lambda: text("harapan_angka_mulai", least=0)),
    "format": Kunci(_daftar_teks, lambda: text("harapan_daftar_format")),
    "kertas": pilihan("A4", "F4"),
    "tahun_seri": bulat(1),
    "nilai_efisiensi": teks(),
    "efisiensi": _peta(JENIS_TABEL_EFISIENSI),
    "predikat_capaian": Kunci(
        lambda n: isinstance(n, dict) and all(angka_sah(v) for v in n.values()),
        lambda: text("harapan_peta_predikat"),
    ),
}
"""The choices: each is inherited from `induk` unless the profile says otherwise."""

BERKAS_PROFIL: Mapping[str, Kunci] = {
    **SENDIRI,
    **{nama: replace(kunci, wajib=False) for nama, kunci in DIWARISI.items()},
}
"""All keys of a profile file."""
