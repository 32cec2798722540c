"""A book written as text becomes a file, with the values that its formulas gave."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xlsxwriter.workbook import Workbook

from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import Book, RawCell, Sheet, parse_range


def file_of(text: str, path: Path) -> Path:
    """The book that the text describes, as an .xlsx file."""
    return saved(book_from_text(text), path)


def saved(book: Book, path: Path) -> Path:
    """The book as an .xlsx file."""
    with Workbook(str(path)) as out:
        for sheet in book:
            _sheet(out, sheet)
        for name, target in book.defined_names.items():
            out.define_name(name, f"={target}")
    return path


def _sheet(out: Workbook, sheet: Sheet) -> None:
    made = out.add_worksheet(sheet.title)
    if sheet.state == "hidden":
        made.hide()
    elif sheet.state == "veryHidden":
        made.very_hidden()
    for name, target in sheet.defined_names.items():
        out.define_name(f"'{sheet.title}'!{name}", f"={target}")
    for first_row, first_col, last_row, last_col in sheet.merges:
        made.merge_range(first_row - 1, first_col - 1, last_row - 1, last_col - 1, "")
    for table in sheet.tables:
        made.add_table(
            table.ref, {"name": table.name, "columns": [{"header": c} for c in table.columns], "autofilter": False}
        )
    for (row, col), cell in sheet.cells.items():
        if not any(row == head for table in sheet.tables for head in [parse_range(table.ref)[0]]):
            _cell(out, made, row - 1, col - 1, cell)


def _cell(out: Workbook, made: object, row: int, col: int, cell: RawCell) -> None:
    look = out.add_format({"bold": cell.bold, "indent": cell.indent, "num_format": cell.number_format})
    if cell.formula is not None:
        made.write_formula(row, col, cell.formula, look, "" if cell.value is None else cell.value)
    elif isinstance(cell.value, datetime):
        made.write_datetime(row, col, cell.value, look)
    elif isinstance(cell.value, str):
        made.write_string(row, col, cell.value, look)
    elif isinstance(cell.value, bool):
        made.write_boolean(row, col, cell.value, look)
    else:
        made.write_number(row, col, cell.value, look)
