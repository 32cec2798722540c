"""The working workbook: every computed column of the project's own Excel tables gets its structured formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbook_tools.books.model import Sheet, address
from workbook_tools.books.writes import CellWrite
from workbook_tools.evaluate import Engine
from workbook_tools.findings import Place
from workbook_tools.formats import scopes as s
from workbook_tools.formats.spec import Column
from workbook_tools.formulas import Structured
from workbook_tools.messages import text
from workbook_tools.process import Result
from workbook_tools.tables.model import Tabel
from workbook_tools.tables.working import working_engine
from workbook_tools.writeback.content import content, note, same

NAMED_COLUMN = re.compile(r"(\w+)\[(?:\[#[^\]]+\],)?\[?(\w+)\]?\]")


def writes_for(result: Result, sheets: Mapping[str, Sheet], refused: list[tuple[Place, str]]) -> Iterator[CellWrite]:
    """Every derived cell of every row of the project's own Excel tables, spare rows included."""
    engine = working_engine(result.tables, sheets, result.profil)
    formulas = Structured(_Names({role: t.table_name for role, t in engine.tables.items()}), result.profil)
    columns = {ref.name: (t.sheet, set(ref.columns)) for t in engine.tables.values() for ref in sheets[t.sheet].tables}
    for tabel in engine.tables.values():
        for column in tabel.columns:
            if column.derived and column.key in tabel.header:
                formula = _formula(tabel, column, formulas, columns, refused)
                yield from _column(tabel, column, sheets[tabel.sheet], engine, formula) if formula else ()
        yield from _closing(tabel, engine, formulas)


def _closing(tabel: Tabel, engine: Engine, formulas: Structured) -> Iterator[CellWrite]:
    """The closing rows that the sheet has under its Excel table."""
    cells: dict[str, str] = {}
    for item in tabel.format.penutup:
        key = item.column.key
        cell = tabel.penutup[key].sel.get(key) if key in tabel.penutup else None
        if cell is None or any(isinstance(o, s.Closing) and o.key not in cells for o in item.column.operands):
            continue
        cells[key] = cell.place.cell
        value = content(engine.value(tabel, tabel.penutup[key], key))
        if cell.raw.formula is None or not same(cell.raw.value, value):
            formula = formulas.closing(tabel.format, item.column, cells)
            yield CellWrite(
                tabel.sheet, cell.place.cell, formula, value, note(tabel.penutup[key], item.column, cell.raw, value)
            )


class _Names(dict[str, str]):
    """Names of Excel tables by role; a role that the workbook lacks has no name."""

    def __missing__(self, role: str) -> str:
        raise _MissingTableError(role)


class _MissingTableError(Exception):
    """A formula needs a table that the workbook does not have."""


def _formula(
    tabel: Tabel,
    column: Column,
    formulas: Structured,
    columns: Mapping[str, tuple[str, set[str]]],
    refused: list[tuple[Place, str]],
) -> str:
    """The formula of a column; none, and a refusal, where it would name a table or column that the workbook lacks."""
    place = Place(tabel.sheet, address(tabel.header_row, tabel.header[column.key]))
    try:
        formula = formulas.formula(tabel.format, column)
    except _MissingTableError as missing:
        refused.append((place, text("tolak_tabel_tidak_ada", role=missing.args[0])))
        return ""
    for table, key in NAMED_COLUMN.findall(formula):
        sheet, known = columns.get(table, ("", {key}))
        if key not in known:
            refused.append((place, text("tolak_kolom_lain", column=key, sheet=sheet)))
            return ""
    return formula


def _column(tabel: Tabel, column: Column, sheet: Sheet, engine: Engine, formula: str) -> Iterator[CellWrite]:
    for row in tabel.rows:
        number, position = row.sheet_row, tabel.header[column.key]
        raw = sheet.cell(number, position)
        value = content(engine.value(tabel, row, column.key))
        if raw.formula is None or not same(raw.value, value):
            yield CellWrite(tabel.sheet, address(number, position), formula, value, note(row, column, raw, value))
