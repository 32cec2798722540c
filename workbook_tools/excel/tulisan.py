"""A cell as typed: its number or why there is none; and a number in words."""

from __future__ import annotations

import math

from workbook_tools.compute.excel_text import ANGKA_PENTING
from workbook_tools.compute.rule import Alasan, Hasil
from workbook_tools.messages import indonesian
from workbook_tools.values import Nilai, State, read
from workbook_tools.values.terbilang import terbilang

_YA = frozenset(("ya", "y", "benar", "true", "rupiah", "rp"))
_TIDAK = frozenset(("tidak", "t", "salah", "false"))
_KEADAAN = {
    State.KOSONG: "nilai_kosong",
    State.NIHIL: "nihil",
    State.TANGGAL: "tanggal",
    State.LOGIKA: "logika",
}


def dibaca(sel: object) -> float | str:
    """The number of a cell, typed or not (percent in points, Indonesian notation first), or why there is none."""
    if type(sel) is float and math.isfinite(sel):
        return sel + 0.0
    nilai = read(sel)
    return _alasan(nilai) if nilai.angka is None else nilai.angka


def _alasan(nilai: Nilai) -> str:
    kode = _KEADAAN.get(nilai.state) or nilai.alasan
    alasan = Alasan(kode).teks
    return indonesian("sel_dengan_saran", alasan=alasan, saran=nilai.saran) if nilai.saran else alasan


def ya_tidak(sel: object) -> bool | None:
    """A cell as yes or no, a blank as no; None for what is neither."""
    nilai = read(sel)
    if nilai.state is State.KOSONG:
        return False
    if nilai.state is State.LOGIKA:
        return bool(sel)
    if nilai.angka is not None:
        return nilai.angka != 0
    kata = nilai.teks.strip().casefold()
    return True if kata in _YA else False if kata in _TIDAK else None


def dieja(nilai: float | str, rupiah: bool | None) -> Hasil:
    """The number in words, of the digits that Excel keeps; a reason stays one."""
    if isinstance(nilai, str):
        return nilai
    if rupiah is None:
        return Alasan("bukan_ya_tidak")
    return terbilang(float(f"{nilai:.{ANGKA_PENTING}g}"), rupiah)
