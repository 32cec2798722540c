"""The functions typed into cells: `=CAPAIAN(B2;C2)`, `=KATEGORI(D2:D900)`. Nothing is computed here: each calls a rule.

Every argument is a cell or a range; a column in gives a column out. A function sees no number format: percent points
go in and come out. Where there is no number the cell shows the reason, the same words as the native formula.

`FUNGSI` lists them. On Windows xlwings reads the annotations: ranges arrive as rows, Excel errors as their text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeAlias, TypeVar

import xlwings as xw

from workbook_tools.compute import rules
from workbook_tools.compute.efisiensi import efisiensi_pmk_214
from workbook_tools.compute.kategori import mutu_ikm as rule_mutu_ikm
from workbook_tools.compute.kategori import predikat_sakip as rule_predikat_sakip
from workbook_tools.compute.rule import Hasil, Rule
from workbook_tools.errors import LkjipError
from workbook_tools.excel import profil
from workbook_tools.excel.cells import Isi, Operan, bilangan, kata, kata_tunggal, petakan, satukan
from workbook_tools.excel.fungsi import fungsi_dari, kalimat, pintu
from workbook_tools.excel.pilihan import dengan_skala, menurut_metode
from workbook_tools.excel.tulisan import dibaca, dieja, ya_tidak
from workbook_tools.regulations.profile import PROFIL_BAWAAN, load

KELOMPOK = "Kinerja"
"""The category in the function wizard."""

#: A cell or a range. `Any`, not a union: xlwings looks a converter up by this type.
Sel: TypeAlias = Annotated[Any, {"ndim": 2, "err_to_str": True}]
#: The calling cell, filled by xlwings. Not `xw.Range`: the converter of that type would make it None.
Pemanggil: TypeAlias = Any

T = TypeVar("T")


# --- capaian ---------------------------------------------------------------------------------------------------------


@xw.func(name="CAPAIAN", category=KELOMPOK, call_in_wizard=False)
@pintu
def capaian(realisasi: Sel, target: Sel, polaritas: Sel = None, caller: Pemanggil = None) -> Isi:
    """Capaian in percent points, by polaritas; a blank one is the profile's."""
    return petakan(_menurut_profil(rules.capaian, caller), _angka(realisasi), _angka(target), _kata(polaritas))


@xw.func(name="KATEGORI", category=KELOMPOK, call_in_wizard=False)
@pintu
def kategori(capaian_persen: Sel, skala: Sel = None, caller: Pemanggil = None) -> Isi:
    """The band of a capaian on the profile's scale, or on the one named."""
    return petakan(_menurut_skala(rules.kategori, caller), _angka(capaian_persen), _kata(skala))


@xw.func(name="AMBANG", category=KELOMPOK, call_in_wizard=False)
@pintu
def ambang(nama_kategori: Sel, skala: Sel = None, caller: Pemanggil = None) -> Isi:
    """The lower limit of a kategori on the profile's scale, or on the one named."""
    return petakan(_menurut_skala(rules.ambang, caller), _kata(nama_kategori), _kata(skala))


@xw.func(name="KEMAJUAN", category=KELOMPOK, call_in_wizard=False)
@pintu
def kemajuan(realisasi: Sel, target_akhir: Sel, polaritas: Sel = None, caller: Pemanggil = None) -> Isi:
    """Kemajuan toward the end of the Renstra in percent points, by polaritas."""
    rule = _menurut_profil(rules.kemajuan, caller)
    return petakan(rule, _angka(realisasi), _angka(target_akhir), _kata(polaritas))


@xw.func(name="PERTUMBUHAN", category=KELOMPOK, call_in_wizard=False)
@pintu
def pertumbuhan(baru: Sel, lama: Sel) -> Isi:
    """Growth over last year in percent points."""
    return petakan(_rule(rules.pertumbuhan), _angka(baru), _angka(lama))


@xw.func(name="RERATA_CAPAIAN", category=KELOMPOK, call_in_wizard=False)
@pintu
def rerata_capaian(daftar_capaian: Sel) -> Isi:
    """The mean of the numbers of a range; blanks and reasons do not count."""
    return satukan(_rule(rules.rerata), _angka(daftar_capaian))


# --- money -----------------------------------------------------------------------------------------------------------


@xw.func(name="SERAPAN", category=KELOMPOK, call_in_wizard=False)
@pintu
def serapan(realisasi_anggaran: Sel, pagu: Sel) -> Isi:
    """Serapan anggaran in percent points."""
    return petakan(_rule(rules.serapan), _angka(realisasi_anggaran), _angka(pagu))


@xw.func(name="SISA", category=KELOMPOK, call_in_wizard=False)
@pintu
def sisa(pagu: Sel, realisasi_anggaran: Sel) -> Isi:
    """Sisa anggaran in rupiah."""
    return petakan(_rule(rules.sisa), _angka(pagu), _angka(realisasi_anggaran))


@xw.func(name="EFISIENSI", category=KELOMPOK, call_in_wizard=False)
@pintu
def efisiensi(
    pagu: Sel, realisasi_anggaran: Sel, capaian_persen: Sel, metode: Sel = None, caller: Pemanggil = None
) -> Isi:
    """Efisiensi by the profile's method, or by the one named; PMK 214/2017 over several outputs gives one number."""
    aktif = profil.aktif(caller)
    menurut = _sekali(menurut_metode)
    operan = (_angka(pagu), _angka(realisasi_anggaran), _angka(capaian_persen))
    if menurut(kata_tunggal(metode)) is efisiensi_pmk_214:
        return satukan(partial(efisiensi_pmk_214, aktif), *operan)

    def hitung(p: float | None, r: float | None, c: float | None, kata_metode: str | None) -> Hasil:
        rule = menurut(kata_metode)
        return rule if isinstance(rule, str) else rule(aktif, p, r, c)

    return petakan(hitung, *operan, _kata(metode))


@xw.func(name="NILAI_EFISIENSI", category=KELOMPOK, call_in_wizard=False)
@pintu
def nilai_efisiensi(efisiensi_persen: Sel, caller: Pemanggil = None) -> Isi:
    """Nilai efisiensi (NE) in percent points, not limited to 0–100."""
    return petakan(_menurut_profil(rules.nilai_efisiensi, caller), _angka(efisiensi_persen))


@xw.func(name="KATEGORI_EFISIENSI", category=KELOMPOK, call_in_wizard=False)
@pintu
def kategori_efisiensi(ne: Sel, caller: Pemanggil = None) -> Isi:
    """The kategori of a nilai efisiensi."""
    return petakan(_menurut_profil(rules.kategori_efisiensi, caller), _angka(ne))


# --- SAKIP and IKM ---------------------------------------------------------------------------------------------------


@xw.func(name="PREDIKAT_SAKIP", category=KELOMPOK, call_in_wizard=False)
@pintu
def predikat_sakip(nilai_sakip: Sel) -> Isi:
    """The predikat of a nilai SAKIP."""
    return petakan(_rule(rule_predikat_sakip()), _angka(nilai_sakip))


@xw.func(name="NILAI_IKM", category=KELOMPOK, call_in_wizard=False)
@pintu
def nilai_ikm(nilai_unsur: Sel) -> Isi:
    """Nilai IKM from the indices of the elements."""
    return satukan(_rule(rules.nilai_ikm), _angka(nilai_unsur))


@xw.func(name="MUTU_IKM", category=KELOMPOK, call_in_wizard=False)
@pintu
def mutu_ikm(ikm: Sel) -> Isi:
    """The mutu of a nilai IKM."""
    return petakan(_rule(rule_mutu_ikm()), _angka(ikm))


# --- as typed --------------------------------------------------------------------------------------------------------


@xw.func(name="ANGKA", category=KELOMPOK, call_in_wizard=False)
@pintu
def angka(teks: Sel) -> Isi:
    """The number of a text as people type it."""
    return petakan(lambda terbaca: terbaca, Operan(teks, dibaca))


@xw.func(name="TERBILANG", category=KELOMPOK, call_in_wizard=False)
@pintu
def terbilang(nilai: Sel, rupiah: Sel = None) -> Isi:
    """A number in words."""
    return petakan(dieja, Operan(nilai, dibaca), Operan(rupiah, ya_tidak))


FUNGSI = tuple(
    fungsi_dari(f)
    for f in (
        capaian, kategori, ambang, kemajuan, pertumbuhan, rerata_capaian,
        serapan, sisa, efisiensi, nilai_efisiensi, kategori_efisiensi,
        predikat_sakip, nilai_ikm, mutu_ikm,
        angka, terbilang,
    )
)  # fmt: skip
"""What Excel knows of each function, in the order of the help."""


# --- how a rule meets its operands -----------------------------------------------------------------------------------


def _angka(nilai: object) -> Operan:
    return Operan(nilai, bilangan)


def _kata(nilai: object) -> Operan:
    return Operan(nilai, kata)


def _rule(rule: Rule) -> Callable[..., Hasil]:
    """A rule that no profile changes."""
    return partial(rule, load(PROFIL_BAWAAN))


def _menurut_profil(rule: Rule, caller: Pemanggil) -> Callable[..., Hasil]:
    """The rule under the profile in force."""
    return partial(rule, profil.aktif(caller))


def _menurut_skala(rule: Rule, caller: Pemanggil) -> Callable[..., Hasil]:
    """The rule on the scale that its second operand names."""
    menurut = _sekali(partial(dengan_skala, profil.aktif(caller)))

    def hitung(nilai: float | str | None, skala: str | None) -> Hasil:
        terpilih = menurut(skala)
        return terpilih if isinstance(terpilih, str) else rule(terpilih, nilai)

    return hitung


def _sekali(pilih: Callable[[str | None], T]) -> Callable[[str | None], T | str]:
    """The choice of every word once; for a word that is not known the sentence that says so."""
    dikenal: dict[str | None, T | str] = {}

    def terpilih(kata: str | None) -> T | str:
        if kata not in dikenal:
            try:
                dikenal[kata] = pilih(kata)
            except LkjipError as sebab:
                dikenal[kata] = kalimat(sebab)
        return dikenal[kata]

    return terpilih
