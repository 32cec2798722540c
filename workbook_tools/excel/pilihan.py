"""Words typed for `skala` and `metode`: an id, the name in words, or the beginning of an id where only one has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbook_tools.compute.efisiensi import efisiensi_pmk_214
from workbook_tools.compute.efisiensi_tabel import METODE, efisiensi_menurut, efisiensi_tabel
from workbook_tools.compute.rule import Rule
from workbook_tools.errors import InputError
from workbook_tools.regulations.bands import skala
from workbook_tools.regulations.choices import JENIS_TABEL_EFISIENSI
from workbook_tools.regulations.entries import ids
from workbook_tools.regulations.methods import metode
from workbook_tools.regulations.profile import Profil

#: Whose method the profile gives where none is typed: the table of capaian and efisiensi by sasaran (Tabel 3.3).
JENIS_BAWAAN = "capaian_sasaran"
BEBERAPA_KELUARAN = "pmk_214_2017"


def dengan_skala(profil: Profil, kata: str | None) -> Profil:
    """The profile with the scale that the word names, its own for a blank. InputError that lists the scales."""
    if kata is None:
        return profil
    dikenal = {id: skala(id).nama for id in ids("skala")}
    terpilih = _pilih(kata, dikenal)
    if terpilih is None:
        raise InputError("sel_skala_tidak_dikenal", skala=kata, dikenal=", ".join(dikenal))
    return replace(profil, skala=skala(terpilih))


def menurut_metode(kata: str | None) -> Rule:
    """The rule of efisiensi that the word names: a method, or a kind of table whose method the profile says.

    InputError that lists the methods.
    """
    if kata is None:
        return efisiensi_tabel(JENIS_BAWAAN)
    dikenal = {id: metode(id).nama for id in (*METODE, BEBERAPA_KELUARAN)}
    terpilih = _pilih(kata, dikenal | {jenis: jenis for jenis in JENIS_TABEL_EFISIENSI})
    if terpilih is None:
        raise InputError("sel_metode_tidak_dikenal", metode=kata, dikenal=", ".join(dikenal))
    if terpilih == BEBERAPA_KELUARAN:
        return efisiensi_pmk_214
    return efisiensi_tabel(terpilih) if terpilih in JENIS_TABEL_EFISIENSI else efisiensi_menurut(terpilih)


def _pilih(kata: str, dikenal: Mapping[str, str]) -> str | None:
    """The id that the word means; None where no id or several fit."""
    dicari = _baku(kata)
    tepat = [id for id, nama in dikenal.items() if dicari in (id, _baku(nama))]
    calon = tepat or [id for id in dikenal if id.startswith(dicari)]
    return calon[0] if len(calon) == 1 else None


def _baku(kata: str) -> str:
    """The word as ids are written: small letters, one underscore for every blank."""
    return "_".join(kata.casefold().replace("_", " ").split())
