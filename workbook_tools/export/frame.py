"""What stands around the tables: title, office, warning, source line, sentences, and what is said at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.export.excel import PrintView
from workbook_tools.export.fit import placed
from workbook_tools.export.printed import PrintedTable
from workbook_tools.export.sentences import not_computed, sentences, told_tables
from workbook_tools.export.word import Chapter, Report
from workbook_tools.messages import indonesian, text
from workbook_tools.process import Result
from workbook_tools.report import laporan

QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A Tabel that was not printed, and the code of the reason."""

    name: str
    code: str

    @property
    def reason(self) -> str:
        """In the language in use."""
        return text(f"ekspor_lewat_{self.code}")


def report(source: Path, result: Result, tables: Sequence[PrintedTable], left_out: Sequence[LeftOut]) -> Report:
    """The Word file's contents."""
    profil, line = result.profil, _source_line(source, result)
    told = told_tables(tables, result.tahun, _setting(result, "versi_pk").casefold())
    until = tuple(_until(result))
    chapters = []
    for table in tables:
        said = (*until, *sentences(table, profil, result.findings)) if table in told else ()
        chapters.append(Chapter(placed(table, profil.kertas), line, said))
    warning = indonesian("ekspor_perhatian", n=result.errors, name=source.name) if result.errors else ""
    missing = [line for table in tables for line in not_computed(table)]
    absent = [_absent(left) for left in left_out]
    notes = tuple(_notes(result, tables, missing=bool(missing)))
    return Report(
        _title(result), office(result), profil.kertas, warning, tuple(chapters), notes, tuple(missing), tuple(absent)
    )


def _until(result: Result) -> Iterator[str]:
    """In the course of a year: up to which quarter the figures go."""
    quarter = laporan(result).triwulan
    if quarter is not None and quarter < len(QUARTERS):
        yield indonesian("ringkas_sampai_triwulan", triwulan=QUARTERS[quarter - 1])


def view(source: Path, result: Result, tables: Sequence[PrintedTable]) -> PrintView:
    """The print view's contents."""
    line = _source_line(source, result)
    return PrintView(_title(result), office(result), result.profil.kertas, tuple(tables), tuple(line for _ in tables))


def office(result: Result) -> str:
    """The office as the Profil sheet names it; nothing where there is none."""
    return f"{_setting(result, 'perangkat_daerah')} {_setting(result, 'pemda')}".strip()


def _title(result: Result) -> str:
    return indonesian("ekspor_judul", tahun=result.tahun)


def _notes(result: Result, tables: Sequence[PrintedTable], *, missing: bool) -> Iterator[str]:
    if any(column.computed for table in tables for column in table.columns):
        yield indonesian("ekspor_cara_cetak", profil=result.profil.nama)
        yield indonesian("ekspor_kepala_tanpa_angka" if missing else "ekspor_semua_terhitung")


def _absent(left: LeftOut) -> str:
    reason = indonesian(f"ekspor_lewat_{left.code}")
    return indonesian("ekspor_tidak_dicetak", name=left.name, reason=reason)


def _setting(result: Result, key: str) -> str:
    value = result.engine.params.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _source_line(source: Path, result: Result) -> str:
    """Who the figures are from; the file where the workbook does not name its office."""
    who = office(result) or indonesian("ekspor_sumber_berkas", name=source.name)
    return indonesian("ekspor_sumber", office=who, tahun=result.tahun, profil=result.profil.nama)
