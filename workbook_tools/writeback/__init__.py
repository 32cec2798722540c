"""`compute`: fill every computed cell of a copy with its formula and value; typed figures that differ stay as notes.

A working workbook gets its own structured formulas back; a table typed by hand gets plain formulas over its cells.
Nothing else in the file changes (`books/patch.py`), and doing it twice is doing it once.

    working   the project's own Excel tables: structured formulas
    printed   tables typed by hand: plain formulas over their cells
    content   what a cell then holds, and the note about what it held
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.books.closed import read
from workbook_tools.books.file import ClosedFile
from workbook_tools.books.graft import Donor
from workbook_tools.books.model import Book
from workbook_tools.books.protocol import Workbook
from workbook_tools.books.writes import CellWrite
from workbook_tools.findings import Place
from workbook_tools.process import Result, process
from workbook_tools.regulations.profile import Profil
from workbook_tools.writeback import printed, working


@dataclass(frozen=True, slots=True)
class ComputeResult:
    """What was done: cells filled, typed figures kept as notes or on the history sheet, cells refused and why."""

    written: int
    noted: int
    logged: int
    refused: tuple[tuple[Place, str], ...]
    result: Result

    @property
    def kept(self) -> int:
        """How many typed figures were replaced and kept beside the new one."""
        return self.noted + self.logged


def compute(
    source: Path, target: Path, profil: Profil | None = None, *, beside: Callable[[Result], Donor] | None = None
) -> ComputeResult:
    """Fill the computed cells of a copy of `source` at `target`. The source is never changed.

    `beside` makes sheets to be put into the same copy from what the run found.

    Raises FileError for a file that cannot be read or patched, InputError where target is the source, and
    EnvironmentFault where it cannot be written.
    """
    planned = plan(read(source), profil)
    return carry_out(planned, ClosedFile(source, target), None if beside is None else beside(planned.result))


@dataclass(frozen=True, slots=True)
class ComputePlan:
    """What is to be written into the computed cells of a book, the cells refused and why, and the run behind it."""

    writes: tuple[CellWrite, ...]
    refused: tuple[tuple[Place, str], ...]
    result: Result


def plan(book: Book, profil: Profil | None = None) -> ComputePlan:
    """What `compute` and the ribbon's *Hitung* write into this book; nothing is written here."""
    result = process(book, profil)
    sheets = {sheet.title: sheet for sheet in book}
    refused: list[tuple[Place, str]] = []
    writes = (*working.writes_for(result, sheets, refused), *printed.writes_for(result, sheets, refused))
    return ComputePlan(writes, tuple(refused), result)


def carry_out(planned: ComputePlan, workbook: Workbook, donor: Donor | None = None) -> ComputeResult:
    """Write what was planned into the workbook that it was planned for, closed or open."""
    report = workbook.write(planned.writes, donor)
    return ComputeResult(report.written, report.noted, report.logged, planned.refused, planned.result)
