"""Which of two Perjanjian Kinerja of one year gives the target that counts."""

from __future__ import annotations

from workbook_tools.compute.excel_text import jika, sama_teks
from workbook_tools.compute.rule import Alasan, Argumen, Hasil, Rule, bilangan, kata
from workbook_tools.regulations.profile import Profil

INDUK = "induk"


def _hitung(_profil: Profil, versi_pk: Argumen, induk: Argumen, perubahan: Argumen) -> Hasil:
    chosen = bilangan(induk if kata(versi_pk) == INDUK else perubahan)
    return Alasan("target_kosong") if chosen is None else chosen


def _tulis(_profil: Profil, versi_pk: str, induk: str, perubahan: str) -> str:
    kosong = Alasan("target_kosong").excel
    dari_induk, dari_perubahan = (jika(f"ISNUMBER({ref})", ref, kosong) for ref in (induk, perubahan))
    return jika(sama_teks(versi_pk, INDUK), dari_induk, dari_perubahan)


target_berlaku = Rule(
    nama="target_berlaku",
    operands=("versi_pk", "target_induk", "target_perubahan"),
    satuan="seperti operannya",
    dasar="LKjIP Magetan 2025 Tabel 2.11 dan 2.14 (dua Perjanjian Kinerja dalam satu tahun)",
    rumus="target PK yang berlaku menurut lembar Profil: PK induk atau PK perubahan",
    hitung=_hitung,
    tulis=_tulis,
)
"""The target of the PK in force, in the indicator's unit. Reason: target_kosong.

Source: LKjIP Magetan 2025 Tabel 2.11 and 2.14: both PK of a year are reported, capaian is measured on one.
"""
