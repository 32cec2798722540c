"""Last year's workbook fills the comparison years of this one: the figures that `rollover` would carry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbook_tools.books.closed import read
from workbook_tools.books.model import Book
from workbook_tools.books.writes import CellWrite
from workbook_tools.errors import InputError
from workbook_tools.findings import Place
from workbook_tools.inputs import base_key, read_inputs, years_of
from workbook_tools.process import process
from workbook_tools.rollover import following_year
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values import State
from workbook_tools.values.number_format import is_percent_format

ROLE = "indikator"
KEYS = ("target", "realisasi")
PERCENT = 100
EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be written, into how many rows, of which year; cells that say something else and stay; indicators of
    last year that this year does not have."""

    writes: tuple[CellWrite, ...]
    rows: int
    tahun: int
    kept: tuple[Place, ...]
    unknown: tuple[str, ...]


def take(book: Book, name: Path, source: Path) -> Taken:
    """What the workbook `source` of the year before gives to this working workbook; nothing is written here.

    InputError where either is no working workbook, or `source` is not of the year before.
    """
    tahun = years_of(read_inputs(book), name)[-1]
    *_, isian, done = following_year(read(source), source, name)
    if done.tahun != tahun:
        raise InputError("terbuka_tahun_lain", path=source.name, found=done.tahun - 1, expected=tahun - 1)
    tabel = next(t for t in process(book).tables if t.role == ROLE and t.working)
    known = {_folded(row.isi.get("kunci")): row for row in tabel.rows}
    writes: list[CellWrite] = []
    kept: list[Place] = []
    unknown, rows = [], 0
    for given in isian[ROLE]:
        mine = known.get(_folded(given.get("kunci")))
        if mine is None:
            unknown.append(str(given.get("indikator") or given.get("kunci") or ""))
            continue
        before = len(writes)
        for key, value in given.items():
            if base_key(key) in KEYS and key != base_key(key) and isinstance(value, float):
                _fill(tabel, mine, key, value, writes, kept)
        rows += len(writes) > before
    return Taken(tuple(writes), rows, tahun - 1, tuple(kept), tuple(unknown))


def _fill(tabel: Tabel, row: Baris, key: str, value: float, writes: list[CellWrite], kept: list[Place]) -> None:
    """The figure into its cell if that is blank; what is typed there already stays."""
    cell = row.sel.get(key)
    if cell is None:
        return
    held = row.isi.get(key)
    if cell.nilai.state is State.KOSONG and cell.raw.formula is None:
        percent = is_percent_format(cell.raw.number_format)
        writes.append(CellWrite(tabel.sheet, cell.place.cell, None, value / PERCENT if percent else value))
    elif not isinstance(held, float) or abs(held - value) > EQUAL * max(1.0, abs(value)):
        kept.append(cell.place)


def _folded(value: object) -> str:
    return str(value or "").strip().casefold()
