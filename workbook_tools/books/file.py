"""`ClosedFile`: a workbook file whose copy is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbook_tools.books.closed import read
from workbook_tools.books.graft import Donor
from workbook_tools.books.model import Book
from workbook_tools.books.patch import PatchReport, patch
from workbook_tools.books.writes import CellWrite


class ClosedFile:
    """The file `source`, never changed; what is written goes to a copy at `target`, which is read from then on."""

    def __init__(self, source: Path, target: Path) -> None:
        self._source, self._target, self._written = source, target, False

    def read(self) -> Book:
        """The source, or the copy once there is one."""
        return read(self._target if self._written else self._source)

    def write(self, writes: Sequence[CellWrite], donor: Donor | None = None) -> PatchReport:
        """Patch the copy; made from the source at the first writing, from itself later."""
        if not self._written:
            report = patch(self._source, self._target, writes, donor=donor)
            self._written = True
            return report
        between = self._target.with_name(f"~{self._target.name}")
        try:
            report = patch(self._target, between, writes, donor=donor)
            between.replace(self._target)
        finally:
            between.unlink(missing_ok=True)
        return report
