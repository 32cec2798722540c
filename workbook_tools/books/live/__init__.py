"""The book that is open in Excel, through xlwings.

reading   its sheets become cells, in blocks
blocks    contents as rectangles, in words that Excel takes for what they are
writing   blocks into cells: all or none
donating  whole sheets of a donor copied in
engine    where Windows and macOS differ, and what Excel says when it refuses
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import xlwings as xw

from workbook_tools.books import history
from workbook_tools.books.asked import by_sheet, donated, fresh_history, history_of, replaced
from workbook_tools.books.graft import Donor
from workbook_tools.books.live import engine
from workbook_tools.books.live.blocks import Typed, asked, blocks, typed
from workbook_tools.books.live.donating import bring
from workbook_tools.books.live.engine import excel_named
from workbook_tools.books.live.reading import read_book
from workbook_tools.books.live.writing import Done, all_or_nothing, area, fill, put, refuse
from workbook_tools.books.model import Book
from workbook_tools.books.patch import PatchReport
from workbook_tools.books.writes import CellWrite
from workbook_tools.errors import UnpatchableFile

__all__ = ["LiveBook", "excel_named"]


class LiveBook:
    """The open workbook. Nothing is saved: closing it without saving undoes all that was written."""

    def __init__(self, book: xw.Book, on_sheet: Callable[[str], None] = lambda title: None) -> None:
        self._book, self._on_sheet = book, on_sheet
        self._known: Book | None = None

    def read(self) -> Book:
        """All worksheets as they are now; EnvironmentFault where Excel is busy."""
        with excel_named():
            self._known = read_book(self._book, self._on_sheet)
        return self._known

    def write(self, writes: Sequence[CellWrite], donor: Donor | None = None) -> PatchReport:
        """Write into the cells and bring the donor's sheets; UnpatchableFile where a sheet is protected."""
        known = self._known or self.read()
        name = known.path
        found = by_sheet(known, writes, name)
        brought = donated(donor) if donor is not None else []
        gone = replaced(known, brought, name)
        with excel_named():
            contents = {title: {at: asked(write) for at, write in of.items()} for title, of in found.items()}
            refuse(self._book, known, contents)
            noted = [write for of in found.values() for write in of.values() if write.note]
            crowded = [write for write in noted if not self._has_room(write)]
            adds_sheet = len(gone) < len(brought) or (crowded and history_of(known) is None)
            if (adds_sheet or gone) and engine.structure_locked(self._book):
                raise UnpatchableFile("struktur_dikunci", path=name)
            self._known = None
            with all_or_nothing(self._book) as done:
                written = put(self._book, known, contents, done)
                full = [write for write in noted if write not in crowded and not self._noted(write, done)]
                old = [(write.sheet, write.cell, write.note) for write in (*crowded, *full)]
                logged = self._log(known, old)
            if donor is not None:
                bring(self._book, known, donor, brought, gone)
        return PatchReport(written, len(noted) - len(old), logged, grafted=len(brought))

    def _has_room(self, write: CellWrite) -> bool:
        """Whether the cell has no note, or this one already."""
        note = self._book.sheets[write.sheet].range(write.cell).note
        return note is None or str(note.text) == write.note

    def _noted(self, write: CellWrite, done: Done) -> bool:
        """Whether the cell has the note now; Excel refuses where people hold a conversation at the cell."""
        cell = self._book.sheets[write.sheet].range(write.cell)
        if cell.note is None:
            try:
                cell.add_note(write.note)
            except engine.refusals() as error:
                if engine.is_busy(error):
                    raise
                return False
            done.notes.append(cell)
        return True

    def _log(self, known: Book, rows: Sequence[tuple[str, str, str]]) -> int:
        """Old figures that had no room at their cells, on the history sheet."""
        found = history_of(known)
        fresh = fresh_history(found, rows)
        if not fresh:
            return 0
        sheets = self._book.sheets
        sheet = sheets[found.title] if found else sheets.add(history.TITLE, after=sheets[len(sheets) - 1])
        lines = fresh if found else [history.HEADINGS, *fresh]
        cells: dict[tuple[int, int], Typed] = {}
        for row, line in enumerate(lines, (found.max_row if found else 0) + 1):
            cells |= {(row, col): typed(said) for col, said in enumerate(line, 1)}
        for block in blocks(cells):
            fill(sheet, block)
        if not found:
            for right, width in enumerate(history.WIDTHS, 1):
                area(sheet, (1, right, 1, right)).column_width = width
        return len(fresh)
