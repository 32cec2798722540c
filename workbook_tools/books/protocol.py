"""`Workbook`: what every place that cells come from and go to can do.

Three keep it: a closed file (`file.py`), a book in memory (`memory.py`), and the book that is open in Excel (`live/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from workbook_tools.books.graft import Donor
from workbook_tools.books.model import Book
from workbook_tools.books.patch import PatchReport
from workbook_tools.books.writes import CellWrite


class Workbook(Protocol):
    """Cells are read all at once and written all at once, or not at all."""

    def read(self) -> Book:
        """All sheets with what was written so far."""

    def write(self, writes: Sequence[CellWrite], donor: Donor | None = None) -> PatchReport:
        """Write the cells and bring the donor's sheets; what was done.

        A write with a formula leaves the formula in the cell. A note is kept at the cell, or on the history sheet where
        the cell or its sheet has comments already. InputError for a sheet that does not exist or a cell that is none,
        UnpatchableFile for a cell that cannot be written; then nothing is written.
        """
