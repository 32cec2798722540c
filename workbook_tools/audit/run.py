"""`audit`: a copy of a workbook in which every finding stands at its cell, and in a list in front.

Nothing else in the file changes, and checking the copy gives the same findings as checking the original.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbook_tools.audit.marks import marks
from workbook_tools.audit.sheet import ROLE, findings_donor
from workbook_tools.books.asked import role_of
from workbook_tools.books.closed import read
from workbook_tools.books.patch import patch
from workbook_tools.process import Result, process
from workbook_tools.regulations.profile import Profil


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What was done: cells coloured, notes added, cells that got no note (threaded comments)."""

    result: Result
    coloured: int
    noted: int
    unnoted: int
    again: bool = False  # the source carries marks of an earlier audit, which stay


def audit(source: Path, target: Path, profil: Profil | None = None, *, in_words: bool = False) -> AuditResult:
    """Write a copy of `source` with its findings to `target`; `in_words` spells out by how much money is wrong.

    Raises FileError for a file that cannot be read or patched, InputError where target is the source or a stranger's
    sheet is called `Temuan`, and EnvironmentFault where the target cannot be written.
    """
    book = read(source)
    again = any(role_of(sheet) == ROLE for sheet in book)
    result = process(book, profil)
    report = patch(
        source,
        target,
        (),
        marks=marks(result, in_words=in_words),
        donor=findings_donor(result, source.name),
        beside=True,
    )
    return AuditResult(result, report.coloured, report.noted, report.unnoted, again)
