"""`MemoryBook`: a book that exists nowhere else, and can be written to like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbook_tools.books import history
from workbook_tools.books.asked import by_sheet, donated, fresh_history, history_of, replaced
from workbook_tools.books.graft import Donor
from workbook_tools.books.model import Book, RawCell, Sheet
from workbook_tools.books.patch import PatchReport
from workbook_tools.books.writes import CellWrite

NAME = "memori"


class MemoryBook:
    """Holds the model itself. `notes` are those at cells by sheet; a sheet without any yet takes new ones."""

    def __init__(self, book: Book, notes: dict[str, dict[tuple[int, int], str]] | None = None) -> None:
        self._book = book
        self.notes = notes or {}

    def read(self) -> Book:
        """The book as it is now."""
        return self._book

    def write(self, writes: Sequence[CellWrite], donor: Donor | None = None) -> PatchReport:
        """Put the contents into a new book that takes the place of the old one."""
        asked = by_sheet(self._book, writes, NAME)
        brought = donated(donor) if donor is not None else []
        gone = replaced(self._book, brought, NAME)
        sheets = [_written(sheet, list(asked.get(sheet.title, {}).values())) for sheet in self._book]
        fresh = [sheet for sheet in brought if sheet.title.casefold() not in gone]
        again = {sheet.title.casefold(): sheet for sheet in brought}
        sheets = [again.get(sheet.title.casefold(), sheet) for sheet in sheets]
        sheets = [*fresh, *sheets] if donor is not None and donor.first else [*sheets, *fresh]
        self._book = Book(self._book.path, tuple(sheets), self._book.defined_names)
        noted, old = self._note([write for of in asked.values() for write in of.values() if write.note])
        logged = self._log(old)
        return PatchReport(sum(map(len, asked.values())), noted, logged, grafted=len(brought))

    def _note(self, writes: Sequence[CellWrite]) -> tuple[int, list[tuple[str, str, str]]]:
        """Notes at the cells of sheets that have none; what goes to the history sheet instead."""
        crowded = {sheet for sheet, notes in self.notes.items() if notes}
        noted, old = 0, []
        for write in writes:
            if write.sheet not in crowded:
                self.notes.setdefault(write.sheet, {})[write.position] = write.note
                noted += 1
            elif self.notes[write.sheet].get(write.position) != write.note:
                old.append((write.sheet, write.cell, write.note))
        return noted, old

    def _log(self, rows: Sequence[tuple[str, str, str]]) -> int:
        found = history_of(self._book)
        fresh = fresh_history(found, rows)
        if not fresh:
            return 0
        sheet = found or Sheet(history.TITLE)
        lines = fresh if found else [history.HEADINGS, *fresh]
        cells = dict(sheet.cells)
        for row, line in enumerate(lines, sheet.max_row + 1):
            cells |= {(row, col): RawCell(said) for col, said in enumerate(line, 1)}
        longer = replace(sheet, cells=cells)
        others = [longer if other is found else other for other in self._book]
        self._book = replace(self._book, sheets=tuple(others if found else [*others, longer]))
        return len(fresh)


def _written(sheet: Sheet, writes: Sequence[CellWrite]) -> Sheet:
    """The sheet with the contents of the writes; number formats stay."""
    cells = dict(sheet.cells)
    for write in writes:
        formula = write.formula_text
        if formula is None and write.value is None:
            cells.pop(write.position, None)
            continue
        old = sheet.cell(*write.position)
        text = None if formula is None else f"={formula}"
        cells[write.position] = replace(old, value=write.value, formula=text, error=False)
    return replace(sheet, cells=cells)
