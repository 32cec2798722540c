"""Five ways to a figure, one figure: typed as a function with cells, with ranges, the ribbon's *Hitung*, `lkjip
compute`, and the native formula recalculated by LibreOffice. Over every row of every sample workbook.

The functions get what stands in the cells after `compute`, with the workbook open in the test Excel as the caller.
"""

from __future__ import annotations

import math
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.make_samples import ROOT, SAMPLES
from tests.ribbon_tools import hitung_langsung, opened
from tests.test_patch import convert
from workbook_tools.books.closed import read
from workbook_tools.books.model import Book, parse_address
from workbook_tools.compute.rule import Alasan
from workbook_tools.excel import profil as profil_sel
from workbook_tools.excel import udfs
from workbook_tools.formats import scopes as s
from workbook_tools.formats.spec import Column
from workbook_tools.process import Result, process
from workbook_tools.regulations.methods import metode
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.values.number_format import is_percent_format
from workbook_tools.writeback import compute

WORKBOOKS = sorted(SAMPLES.glob("*/*.xlsx"))
DIGITS = 1e-9

#: The function for a rule. The other rules (sums, differences, targets in force) have none and go three ways.
FUNGSI = {
    "capaian": udfs.capaian,
    "kemajuan": udfs.kemajuan,
    "kategori": udfs.kategori,
    "serapan": udfs.serapan,
    "efisiensi_tabel": udfs.efisiensi,
    "rerata": udfs.rerata_capaian,
}
#: The README's table: its rows, and its columns from the second on.
ROWS = {
    "`CAPAIAN`": "capaian",
    "`KEMAJUAN`": "kemajuan",
    "`KATEGORI`": "kategori",
    "`SERAPAN`": "serapan",
    "`EFISIENSI`": "efisiensi_tabel",
    "`RERATA_CAPAIAN`": "rerata",
    "kosong menurut bentuk tabelnya": "blank",
    "rumus lain, tanpa fungsi: tiga cara": "three ways",
}
COLUMNS = (
    ("magetan_2025", "isian"), ("magetan_2025", "terbit"), ("magetan_renja_2024", "isian"),
    ("magetan_renja_2024", "terbit"),
)  # fmt: skip
METODE = ("pagu_capaian", "sisa_serapan", "selisih_capaian_serapan", "capaian_ge_serapan")


@dataclass(frozen=True)
class Sel:
    """One computed cell: where, its rule, and the operands that its function takes."""

    sheet: str
    cell: str
    rule: str
    operands: tuple[Value, ...]
    words: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        return self.sheet, self.cell


def computed_cells(result: Result, book: Book) -> Iterator[Sel]:
    """Every cell that holds a formula of a rule, in the order of the sheets."""
    for tabel in result.tables:
        sheet = book.sheet(tabel.sheet)
        for row, column in rule_cells(tabel):
            place = row.sel[column.key].place
            if row.sel[column.key].raw.formula is not None and not sheet.is_chart:
                yield Sel(
                    tabel.sheet, place.cell, column.rule.nama, _operands(result, tabel, row, column),
                    _words(result, column),
                )  # fmt: skip


def rule_cells(tabel: Tabel) -> Iterator[tuple[Baris, Column]]:
    for row in (*tabel.rows, *tabel.penutup.values()):
        columns = [p.column for p in tabel.format.penutup] if row.urut >= len(tabel.rows) else tabel.columns
        yield from ((row, c) for c in columns if c.rule is not None and c.key in row.sel)


def _operands(result: Result, tabel: Tabel, row: Baris, column: Column) -> tuple[Value, ...]:
    """What the cells of the operands show: a number, a word, or the reason that stands there."""
    values = result.engine.operands(tabel, row, column)
    if any(isinstance(o, s.Whole) for o in column.operands):
        return values
    return tuple(v.teks if isinstance(v, Alasan) else v for v in values)


def _words(result: Result, column: Column) -> tuple[str, ...]:
    """The method that the column prints, named: a sheet may print two efisiensi."""
    if column.rule.nama != "efisiensi_tabel":
        return ()
    rumus = column.rumus_menurut(result.profil)
    return (next(id for id in METODE if metode(id).rumus == rumus),)


def called(sel: Sel, caller: Any) -> object:
    """The function with single cells."""
    fungsi = FUNGSI[sel.rule]
    if sel.rule == "rerata":
        return fungsi([[v] for v in sel.operands])
    extra = {"caller": caller} if sel.rule not in ("serapan",) else {}
    return fungsi(*sel.operands, *sel.words, **extra)


def called_once(cells: list[Sel], caller: Any) -> list[object]:
    """The function with columns: one call for all cells of a rule."""
    rule = cells[0].rule
    if rule == "rerata":
        return [FUNGSI[rule]([[v] for v in sel.operands]) for sel in cells]
    columns = [[[sel.operands[n]] for sel in cells] for n in range(len(cells[0].operands))]
    if cells[0].words:
        columns.append([[sel.words[0]] for sel in cells])
    extra = {"caller": caller} if rule not in ("serapan",) else {}
    found = FUNGSI[rule](*columns, **extra)
    return [row[0] for row in found] if isinstance(found, list) else [found]


def same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=DIGITS, abs_tol=DIGITS)
    return (one or "") == (other or "")


def _points(value: object, number_format: str) -> object:
    return value * 100 if isinstance(value, float | int) and is_percent_format(number_format) else value


@pytest.mark.lambat
@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed")
@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_five_ways_agree(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / path.name
    compute(path, target)
    ours = read(target)
    result = process(ours)
    monkeypatch.setenv(profil_sel.VARIABEL, result.profil.id)
    profil_sel.lupakan()
    live = hitung_langsung(path)
    recalculated = read(convert(target, "xlsx", tmp_path / "lo"))
    _, book = opened(target)
    caller = book.sheets[0].range("A1")

    cells = list(computed_cells(result, ours))
    counts: Counter[str] = Counter()
    for sel in cells:
        at = parse_address(sel.cell)
        stored = ours.sheet(sel.sheet).cell(*at)
        formula, shown = live[sel.place]
        assert formula.lstrip("=") == (stored.formula or "").lstrip("="), sel
        assert same(shown, stored.value), (sel, shown, stored.value)
        found = recalculated.sheet(sel.sheet).cell(*at)
        assert same(found.value, stored.value), (sel, found.value, stored.value)
        if sel.rule in FUNGSI:
            given = called(sel, caller)
            if stored.value in (None, ""):  # printed once for a group of rows, or a row not in use
                assert isinstance(given, str), (sel, given)
                counts["blank"] += 1
                continue
            value = _points(stored.value, stored.number_format)
            assert same(given, value), (sel, given, value)
            counts[sel.rule] += 1
        else:
            counts["three ways"] += 1
    for rule in FUNGSI:
        of_rule = [sel for sel in cells if sel.rule == rule]
        for sel, found in zip(of_rule, called_once(of_rule, caller) if of_rule else [], strict=True):
            stored = ours.sheet(sel.sheet).cell(*parse_address(sel.cell))
            if stored.value not in (None, ""):
                assert same(found, _points(stored.value, stored.number_format)), (sel, found)
    assert {rule: n for rule, n in told_in_readme(path).items() if n} == dict(counts)


def told_in_readme(path: Path) -> dict[str, int]:
    """The README's table of counts for one workbook."""
    column = 1 + COLUMNS.index((path.parent.name, path.stem))
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [[part.strip() for part in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {ROWS[row[0]]: int(row[column]) for row in rows if row[0] in ROWS}
