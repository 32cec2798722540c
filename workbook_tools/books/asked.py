"""What is asked to be written into a book that was read: checked whole before anything changes."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.books import history
from workbook_tools.books.closed import read_bytes
from workbook_tools.books.graft import ROLE_NAME, Donor
from workbook_tools.books.model import Book, Sheet
from workbook_tools.books.writes import CellWrite
from workbook_tools.errors import InputError, UnpatchableFile

Position = tuple[int, int]


def by_sheet(book: Book, writes: Sequence[CellWrite], name: object) -> dict[str, dict[Position, CellWrite]]:
    """The last write for each cell by the title of its sheet; `name` is what messages call the book.

    InputError for a sheet that does not exist, UnpatchableFile for a chart sheet or a cell that a merged one covers.
    """
    sheets = {sheet.title.casefold(): sheet for sheet in book}
    found: dict[str, dict[Position, CellWrite]] = {}
    for write in writes:
        write.check()
        sheet = sheets.get(write.sheet.casefold())
        if sheet is None:
            raise InputError("lembar_tidak_ada", sheet=write.sheet, path=name)
        if sheet.is_chart:
            raise UnpatchableFile("lembar_bukan_lembar_kerja", sheet=write.sheet, path=name)
        merge = sheet.merged_range(*write.position)
        if merge is not None and merge[:2] != write.position:
            raise UnpatchableFile("sel_tergabung", sheet=write.sheet, cell=write.cell, path=name)
        found.setdefault(sheet.title, {})[write.position] = write
    return found


def donated(donor: Donor) -> list[Sheet]:
    """The sheets that a donor brings, as they are read."""
    book = read_bytes(donor.data, "lkjip.xlsx")
    return [book.sheet(title) for title in donor.sheets]


def replaced(book: Book, sheets: Sequence[Sheet], name: object) -> dict[str, Sheet]:
    """The sheets of the book that the donated ones replace, by folded title; InputError where one is not ours."""
    found = {}
    for sheet in sheets:
        mine = next((other for other in book if other.title.casefold() == sheet.title.casefold()), None)
        if mine is None:
            continue
        if not role_of(mine) or role_of(mine) != role_of(sheet):
            raise InputError("lembar_asing", title=mine.title, path=name)
        found[mine.title.casefold()] = mine
    return found


def role_of(sheet: Sheet) -> str:
    """The role of a sheet that this project made; empty for any other."""
    named = next((v for k, v in sheet.defined_names.items() if k.casefold() == ROLE_NAME), "")
    return named.strip().strip('="')


def history_of(book: Book) -> Sheet | None:
    """The history sheet that an earlier writing made; no stranger's sheet of that name."""
    for sheet in book:
        head = tuple(str(sheet.cell(1, col).value) for col in range(1, len(history.HEADINGS) + 1))
        if sheet.title.startswith(history.TITLE) and head == history.HEADINGS:
            return sheet
    return None


def fresh_history(sheet: Sheet | None, rows: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The rows that the history sheet does not hold yet, each once."""
    known = set()
    for number in sheet.rows if sheet is not None else ():
        cells = (sheet.cell(number, col).value if sheet else None for col in range(1, len(history.HEADINGS) + 1))
        known.add(tuple("" if value is None else str(value) for value in cells))
    return [row for row in dict.fromkeys(rows) if row not in known]
