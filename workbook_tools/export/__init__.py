"""The tables for the report: a Word file, or a print view in Excel. Figures come from the rules, never from old caches.

    figures    one figure in Indonesian notation, or the reason why there is none
    reading    a table by the formulas of a working workbook, or as typed with the rules in force
    titles     number and title of a Tabel
    printed    rows in use, merged cells, levels, colours: a table ready for paper
    sentences  what the figures say, and what could not be computed
    fit        upright or wide, size of letters, widths, parts
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
from workbook_tools.errors import FileError, InputError
from workbook_tools.export.excel import PrintView, write_view
from workbook_tools.export.fit import placed
from workbook_tools.export.printed import PrintedTable, printed_table
from workbook_tools.export.reading import readings
from workbook_tools.export.sentences import not_computed, sentences, told_tables
from workbook_tools.export.word import Chapter, Report, written
from workbook_tools.formats import get
from workbook_tools.messages import indonesian, text
from workbook_tools.process import Result, process
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Value

__all__ = ["Exported", "LeftOut", "export"]

WORD, EXCEL = ".docx", ".xlsx"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A Tabel that was not printed, and the code of the reason."""

    name: str
    code: str

    @property
    def reason(self) -> str:
        """In the language in use."""
        return text(f"ekspor_lewat_{self.code}")


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
    book = read(source)
    result = process(book, profil)
    sheets = {sheet.title: sheet for sheet in book}
    scale = result.profil.skala
    wanted = [r for r in readings(result, sheets) if not formats or r.tabel.format.id in formats]
    found = [printed_table(r, sheets[r.tabel.sheet], result.tahun, scale) for r in wanted]
    tables = sorted((t for t in found if t.rows), key=lambda t: t.title.order)
    left_out = tuple(_left_out(found, formats))
    if not tables:
        reasons = "; ".join(f"{left.name}: {left.reason}" for left in left_out)
        raise FileError("ekspor_kosong", path=source, reasons=reasons or text("ekspor_lewat_tidak_ada"))
    if target.suffix.lower() == WORD:
        write_file(target, written(_report(source, result, tables, left_out)))
    else:
        with replace_file(target) as path:
            write_view(_view(source, result, tables), path)
    missing = sum(1 for table in tables for _ in table.missing())
    return Exported(tuple(t.title.caption or t.title.words for t in tables), left_out, missing, result)


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
    absent = [LeftOut(f"{get(name).caption} ({name})", "tidak_ada") for name in formats if name not in there]
    blank = [LeftOut(t.title.caption or t.title.words, "tanpa_isi") for t in found if not t.rows]
    return [*blank, *absent]


def _report(source: Path, result: Result, tables: Sequence[PrintedTable], left_out: Sequence[LeftOut]) -> Report:
    profil = result.profil
    told = told_tables(tables)
    line = _source_line(source, result)
    chapters = tuple(
        Chapter(
            placed(table, profil.kertas), line,
            tuple(sentences(table, profil, result.findings)) if table in told else (),
        )
        for table in tables
    )  # fmt: skip
    missing = [line for table in tables for line in not_computed(table)]
    notes = [indonesian("ekspor_cara_cetak", profil=profil.nama)]
    notes.append(indonesian("ekspor_kepala_tanpa_angka" if missing else "ekspor_semua_terhitung"))
    absent = [
        indonesian("ekspor_tidak_dicetak", name=left.name, reason=indonesian(f"ekspor_lewat_{left.code}"))
        for left in left_out
    ]
    warning = indonesian("ekspor_perhatian", n=result.errors, name=source.name) if result.errors else ""
    title = indonesian("ekspor_judul", tahun=result.tahun)
    return Report(title, _office(result), profil.kertas, warning, chapters, tuple(notes), (*missing, *absent))


def _view(source: Path, result: Result, tables: Sequence[PrintedTable]) -> PrintView:
    line = _source_line(source, result)
    title = indonesian("ekspor_judul", tahun=result.tahun)
    return PrintView(title, _office(result), result.profil.kertas, tuple(tables), tuple(line for _ in tables))


def _setting(result: Result, key: str) -> str:
    value: Value = result.engine.params.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _office(result: Result) -> str:
    return f"{_setting(result, 'perangkat_daerah')} {_setting(result, 'pemda')}".strip()


def _source_line(source: Path, result: Result) -> str:
    """Who the figures are from; the file where the workbook does not name its office."""
    office = _office(result) or indonesian("ekspor_sumber_berkas", name=source.name)
    return indonesian("ekspor_sumber", office=office, tahun=result.tahun, profil=result.profil.nama)
