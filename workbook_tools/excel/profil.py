"""The profile in force for a cell: what the workbook's Profil sheet says, else the office's setting, else the neutral.

A name that is not known is told, never replaced by another profile. What a book says is remembered for a moment, so
that thousands of cells ask Excel once.
"""

from __future__ import annotations

import codecs
import csv
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from workbook_tools.books.live.engine import place
from workbook_tools.books.model import RawCell, Sheet
from workbook_tools.errors import InputError, LkjipError
from workbook_tools.formats.spec import Entity
from workbook_tools.recognise import recognise
from workbook_tools.regulations.entries import ids
from workbook_tools.regulations.profile import PROFIL_BAWAAN, Profil, load, load_file, named
from workbook_tools.tables.build import parameters
from workbook_tools.tables.typed import typed_table
from workbook_tools.values import State, read

#: The environment variable, and the key of kinerja.conf, that name the office's profile: an id or a TOML file.
VARIABEL = "LKJIP_PROFIL"
KUNCI = "PROFIL"
LEMBAR = "profil"
SEBENTAR = 2.0
"""Seconds that an answer is remembered: longer than one recalculation, shorter than a visit to the sheet."""
BARIS, KOLOM = 200, 12
"""How much of a sheet is read for its settings, from A1 on: in one call."""
BANYAK_BUKU = 32

_jawaban: dict[str, tuple[float, Profil | LkjipError]] = {}


def aktif(pemanggil: Any = None) -> Profil:  # noqa: ANN401  (an xlwings Range, or what stands in for one)
    """The profile in force where the calling cell stands; LkjipError where its name is not known."""
    buku = None if pemanggil is None else pemanggil.sheet.book
    kunci = "" if buku is None else str(buku.name)  # not `fullname`, which fails for files kept in the cloud
    sekarang = monotonic()
    diingat = _jawaban.get(kunci)
    if diingat is None or sekarang - diingat[0] > SEBENTAR:
        if len(_jawaban) >= BANYAK_BUKU:
            _jawaban.clear()
        diingat = _jawaban[kunci] = (sekarang, _tanya(buku))
    if isinstance(diingat[1], LkjipError):
        raise diingat[1].with_traceback(None)
    return diingat[1]


def lupakan() -> None:
    """Ask every book anew."""
    _jawaban.clear()


def _tanya(buku: Any) -> Profil | LkjipError:  # noqa: ANN401
    try:
        tertulis = "" if buku is None else di_buku(buku)
        if tertulis:
            return load(tertulis) if tertulis in ids("profil") else named(tertulis, place(buku))
        disetel = setelan()
        if disetel.casefold().endswith(".toml"):
            return load_file(disetel)
        return load(disetel or PROFIL_BAWAAN)
    except LkjipError as sebab:
        return sebab


# --- the workbook ----------------------------------------------------------------------------------------------------


def di_buku(buku: Any) -> str:  # noqa: ANN401
    """The profile that the open book names on its Profil sheet, found as a closed file's is; empty where none does."""
    lembar = sorted(buku.sheets, key=lambda sheet: str(sheet.name).strip().casefold() != LEMBAR)
    for sheet in lembar:
        isi = sheet.range((1, 1), (BARIS, KOLOM)).options(ndim=2, err_to_str=True).value
        tertulis = _tertulis(str(sheet.name), isi)
        if tertulis is not None:
            return tertulis
    return ""


def _tertulis(nama: str, isi: Sequence[Sequence[object]]) -> str | None:
    """What a block of a sheet says the profile is; None where it is no Profil sheet."""
    if not any("kunci" in kata and "isi" in kata for kata in map(_kata, isi)):
        return None
    for table in recognise(_lembar(nama, isi)):
        if table.heading.format.entity is Entity.PROFIL:
            return str(parameters(typed_table(table).rows).get("profil") or "").strip()
    return None


def _kata(baris: Sequence[object]) -> set[str]:
    return {sel.strip().casefold() for sel in baris if isinstance(sel, str)}


def _lembar(nama: str, isi: Sequence[Sequence[object]]) -> Sheet:
    """The block as a sheet of a book."""
    cells = {
        (baris, kolom): RawCell(sel, error=isinstance(sel, str) and read(sel).state is State.GALAT)
        for baris, deret in enumerate(isi, start=1)
        for kolom, sel in enumerate(deret, start=1)
        if sel not in (None, "")
    }
    return Sheet(nama, cells=cells)


# --- the setting -----------------------------------------------------------------------------------------------------


def setelan(berkas: Path | None = None) -> str:
    """The office's profile: the environment variable, else the key PROFIL of kinerja.conf; empty where neither says."""
    return os.environ.get(VARIABEL, "").strip() or _di_berkas(berkas or berkas_setelan())


def berkas_setelan(rumah: Path | None = None, platform: str = sys.platform) -> Path:
    """Where the add-in's kinerja.conf lies, as the VBA of the add-in looks for it: in the user's home folder."""
    rumah = rumah or Path.home()
    if platform == "darwin":
        return rumah / "Library/Containers/com.microsoft.Excel/Data/kinerja.conf"
    return rumah / ".kinerja" / "kinerja.conf"


def _di_berkas(berkas: Path) -> str:
    """The value of the key in lines of `"KEY","value"`; VBA asks for keys whatever their capitals."""
    try:
        baris = csv.reader(_teks(berkas.read_bytes()).splitlines(), skipinitialspace=True)
        return next((b[1].strip() for b in baris if len(b) > 1 and b[0].strip().upper() == KUNCI), "")
    except FileNotFoundError:
        return ""
    except OSError as sebab:
        raise InputError("setelan_tak_terbaca", berkas=berkas, sebab=sebab) from sebab


def _teks(isi: bytes) -> str:
    """The file's text: Notepad saves it in one of these encodings, VBA in that of Windows."""
    if isi.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return isi.decode("utf-16", errors="replace")
    try:
        return isi.decode("utf-8-sig")
    except UnicodeDecodeError:
        return isi.decode("cp1252", errors="replace")
