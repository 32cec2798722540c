"""Our formulas that become values: those in computed columns of known tables, and no formula of anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbook_tools.books.model import MAX_COL, MAX_ROW, Book, Range, Sheet, column_number, parse_address, parse_range
from workbook_tools.books.writes import CellWrite
from workbook_tools.process import Result
from workbook_tools.tables.model import Sel, Tabel
from workbook_tools.tables.working import is_excel_table, whole_table


@dataclass(frozen=True, slots=True)
class Frozen:
    """What is to be written; how many formulas stay for want of a value; the selection, where it counts."""

    writes: tuple[CellWrite, ...]
    left: int
    where: str


def frozen(book: Book, result: Result, sheet: str, selected: str) -> Frozen:
    """The values of our formulas among the selected cells; on the whole sheet where a single cell is selected."""
    held = book.sheet(sheet)
    areas = [_area(part) for part in selected.replace("$", "").split(",") if part]
    one = len(areas) == 1 and areas[0][:2] == areas[0][2:]
    chosen = [] if one else areas
    writes, left = {}, 0
    for tabel in result.tables:
        for cell in _formulas(tabel, held) if tabel.sheet == sheet else ():
            if chosen and not any(_holds(area, cell.place.cell) for area in chosen):
                continue
            value = cell.raw.value
            if cell.raw.error or not isinstance(value, int | float | str):
                left += 1
                continue
            writes[cell.place] = CellWrite(sheet, cell.place.cell, None, value)
    return Frozen(tuple(writes.values()), left, f"{sheet}!{selected.replace('$', '')}" if chosen else "")


def _area(part: str) -> Range:
    """The cells of a part of the selection: also of whole columns (`D:F`) and whole rows (`3:8`)."""
    first, _, last = part.partition(":")
    if part.replace(":", "").isdigit():
        return int(first), 1, int(last or first), MAX_COL
    if part.replace(":", "").isalpha():
        return 1, column_number(first), MAX_ROW, column_number(last or first)
    return parse_range(part)


def _formulas(tabel: Tabel, sheet: Sheet) -> Iterator[Sel]:
    """The computed cells of a table that hold formulas, those of rows that wait for typing too."""
    columns = [c for c in tabel.columns if c.derived or c.rule is not None]
    rows = whole_table(tabel, sheet).rows if is_excel_table(tabel, sheet) else tabel.rows
    for row in rows:
        found = (row.sel.get(column.key) for column in columns)
        yield from (cell for cell in found if cell is not None and cell.raw.formula is not None)
    for key, row in tabel.penutup.items():
        cell = row.sel.get(key)
        if cell is not None and cell.raw.formula is not None:
            yield cell


def _holds(area: Range, cell: str) -> bool:
    row, col = parse_address(cell)
    return area[0] <= row <= area[2] and area[1] <= col <= area[3]
