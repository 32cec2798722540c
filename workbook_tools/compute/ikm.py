"""Survei kepuasan masyarakat: the indices of the elements of a service → nilai IKM. Its mutu is a scale."""

from __future__ import annotations

from workbook_tools.compute.excel_text import angka, jika
from workbook_tools.compute.rule import Alasan, Argumen, Hasil, Rule, bilangan, rata_isi
from workbook_tools.regulations.parameters import rumusan
from workbook_tools.regulations.profile import Profil

_IKM = rumusan("nilai_ikm")


def _hitung(_profil: Profil, *unsur: Argumen) -> Hasil:
    nilai = [x for x in map(bilangan, rata_isi(unsur)) if x is not None]
    if not nilai:
        return Alasan("nilai_kosong")
    if min(nilai) < _IKM.angka("terendah") or max(nilai) > _IKM.angka("tertinggi"):
        return Alasan("unsur_di_luar_skala")
    return sum(nilai) / len(nilai) * _IKM.angka("faktor")


def _tulis(_profil: Profil, *refs: str) -> str:
    semua = ",".join(refs)
    terendah, tertinggi, faktor = (angka(_IKM.angka(nama)) for nama in ("terendah", "tertinggi", "faktor"))
    isi = jika(
        f"OR(MIN({semua})<{terendah},MAX({semua})>{tertinggi})",
        Alasan("unsur_di_luar_skala").excel,
        f"AVERAGE({semua})*{faktor}",
    )
    return jika(f"COUNT({semua})=0", Alasan("nilai_kosong").excel, isi)


nilai_ikm = Rule(
    nama="nilai_ikm",
    operands=("unsur",),
    satuan=_IKM.satuan,
    dasar=_IKM.sumber.dasar,
    rumus=_IKM.rumus,
    hitung=_hitung,
    tulis=_tulis,
    banyak=True,
)
"""Nilai IKM, 25 to 100: the mean of the elements' indices (nilai persepsi 1 to 4) · 25; blanks do not count.

Every element weighs the same. Reasons: nilai_kosong, unsur_di_luar_skala. Source: LKjIP Magetan 2025 Tabel 2.8;
Permenpan-RB 14/2017, whose text was not read.
"""
