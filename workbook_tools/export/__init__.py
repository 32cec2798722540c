"""The tables for the report: a Word file, or a print view in Excel. Figures come from the rules, never from old caches.

    figures    one figure in Indonesian notation, or the reason why there is none
    reading    a table by the formulas of a working workbook, or as typed with the rules in force
    titles     number and title of a Tabel
    printed    rows in use, merged cells, levels, colours: a table ready for paper
    sentences  what the figures say, and what could not be computed
    fit        upright or wide, size of letters, widths, parts
    frame      title, office, warning, source line, notes
    ooxml, word, excel   the two files

The same workbook gives the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.books.atomic import replace_file, write_file
from workbook_tools.books.closed import read
from workbook_tools.books.model import Book
from workbook_tools.errors import FileError, InputError
from workbook_tools.export.excel import write_view
from workbook_tools.export.frame import LeftOut, report, view
from workbook_tools.export.printed import PrintedTable, printed_table
from workbook_tools.export.reading import readings
from workbook_tools.export.word import written
from workbook_tools.formats import get
from workbook_tools.messages import text
from workbook_tools.process import Result, process
from workbook_tools.regulations.profile import Profil

__all__ = ["Exported", "LeftOut", "export", "export_book", "printed_tables"]

WORD, EXCEL = ".docx", ".xlsx"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: captions of the tables in order, what was left out, how many cells have a reason instead of a
    number, and the run that the figures come from."""

    tables: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    not_computed: int
    result: Result


def export(source: Path, target: Path, *, formats: Sequence[str] = (), profil: Profil | None = None) -> Exported:
    """Write the tables of `source` to `target`, a .docx or .xlsx file; `formats` limits which. The source is only read.

    InputError for another kind of target, for a target that is the source, and for a format that is no Tabel of a
    report; FileError where no table holds anything.
    """
    _check(source, target, formats)
    return export_book(read(source), target, source, formats=formats, profil=profil)


def export_book(
    book: Book, target: Path, name: Path, *, formats: Sequence[str] = (), profil: Profil | None = None
) -> Exported:
    """The same for a book that was read, from a file or from the open Excel; `name` is what the report calls it."""
    result = process(book, profil)
    found = printed_tables(book, result, formats)
    tables = sorted((t for t in found if t.rows), key=lambda t: t.title.order)
    left_out = tuple(_left_out(found, formats))
    if not tables:
        reasons = "; ".join(f"{left.name}: {left.reason}" for left in left_out)
        raise FileError("ekspor_kosong", path=name, reasons=reasons or text("ekspor_tanpa_tabel"))
    if target.suffix.lower() == WORD:
        write_file(target, written(report(name, result, tables, left_out)))
    else:
        with replace_file(target) as path:
            write_view(view(name, result, tables), path)
    missing = sum(1 for table in tables for _ in table.missing())
    return Exported(tuple(t.title.caption or t.title.words for t in tables), left_out, missing, result)


def printed_tables(book: Book, result: Result, formats: Sequence[str] = ()) -> list[PrintedTable]:
    """The report's tables of a book that was processed, in the order of its sheets; those not in use have no rows."""
    sheets = {sheet.title: sheet for sheet in book}
    wanted = [r for r in readings(result, sheets) if not formats or r.tabel.format.id in formats]
    return [printed_table(r, sheets[r.tabel.sheet], result.tahun, result.profil.skala) for r in wanted]


def _check(source: Path, target: Path, formats: Sequence[str]) -> None:
    if target.suffix.lower() not in (WORD, EXCEL):
        raise InputError("ekspor_jenis_tujuan", path=target)
    for name in formats:
        if get(name).is_input:
            raise InputError("ekspor_bukan_tabel", format=name)
    if source.exists() and target.exists() and os.path.samefile(source, target):  # noqa: PTH121 - no shorter there
        raise InputError("tujuan_sama_dengan_sumber", path=target)


def _left_out(found: Sequence[PrintedTable], formats: Sequence[str]) -> list[LeftOut]:
    """Tables without a row in use, and formats asked for that the workbook does not have."""
    there = {table.format.id for table in found}
    asked = dict.fromkeys(formats)
    absent = [LeftOut(f"{get(name).caption} ({name})", "tidak_ada") for name in asked if name not in there]
    blank = [LeftOut(t.title.caption or t.title.words, "tanpa_isi") for t in found if not t.rows]
    return [*blank, *absent]
