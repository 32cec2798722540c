"""`accept`: findings that somebody stands by are written to the sheet `_pengecualian` of a copy of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook

from workbook_tools.books.closed import read
from workbook_tools.books.graft import Donor
from workbook_tools.books.model import Book, Sheet, address
from workbook_tools.books.patch import patch
from workbook_tools.books.writes import CellWrite
from workbook_tools.checks.exceptions import CODES, COLUMNS, JOINT, ROLE, TITLE, columns_of, heading, is_list
from workbook_tools.checks.identity import normal_id
from workbook_tools.errors import InputError
from workbook_tools.findings import Finding
from workbook_tools.messages import indonesian
from workbook_tools.process import process
from workbook_tools.regulations.profile import Profil
from workbook_tools.template.listing import ListColumn, Listing

TAB = "#7F7F7F"
_WIDTHS = {
    "id": 12,
    "kode": 22,
    "sel": 18,
    "tertulis": 22,
    "seharusnya": 22,
    "mencakup": 30,
    "alasan": 40,
    "nama": 24,
    "tanggal": 13,
}
_CENTRED = ("id", "tanggal")


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """The findings that were written as accepted, and those that were so already."""

    added: tuple[Finding, ...]
    already: tuple[Finding, ...]


def accept(
    source: Path,
    target: Path,
    ids: Sequence[str],
    *,
    alasan: str,
    nama: str,
    tanggal: date,
    profil: Profil | None = None,
) -> AcceptResult:
    """Accept the findings with these ids in a copy of `source` at `target`; rows that are there already stay.

    Raises InputError for an id that no finding has, for a reason or a name that says nothing, and where a sheet of
    somebody else is called `_pengecualian`.
    """
    for option, said in (("--alasan", alasan), ("--nama", nama)):
        if not said.strip():
            raise InputError("pengecualian_tanpa_isi", option=option)
    book = read(source)
    result = process(book, profil)
    known = {f.id: f for f in result.findings if f.code not in CODES}
    accepted = {a.finding.id: a.finding for a in result.accepted}
    wanted = {normal_id(typed) or typed: typed for typed in ids}
    unknown = [typed for id, typed in wanted.items() if id not in known and id not in accepted]
    if unknown:
        raise InputError("temuan_tidak_ada", ids=", ".join(unknown), path=source.name)
    added = [known[id] for id in wanted if id in known]
    rows = [_row(found, alasan.strip(), nama.strip(), tanggal) for found in added]
    _write(book, source, target, rows)
    return AcceptResult(tuple(added), tuple(accepted[id] for id in wanted if id in accepted))


def _row(found: Finding, alasan: str, nama: str, tanggal: date) -> dict[str, str]:
    return {
        "id": found.id, "kode": found.code, "sel": str(found.place), "tertulis": found.found,
        "seharusnya": found.expected, "mencakup": JOINT.join(found.scope), "alasan": alasan,
        "nama": nama, "tanggal": f"{tanggal:%d-%m-%Y}",
    }  # fmt: skip


def _write(book: Book, source: Path, target: Path, rows: Sequence[dict[str, str]]) -> None:
    lists = list(filter(is_list, book))
    ours = next((sheet for sheet in lists if columns_of(sheet) or not sheet.cells), None)
    if ours is not None:
        patch(source, target, list(_appended(ours, rows)))
    elif lists:
        raise InputError("lembar_asing", title=lists[0].title, path=source.name)
    else:
        patch(source, target, (), donor=_donor(rows) if rows else None)


def _appended(sheet: Sheet, rows: Sequence[dict[str, str]]) -> list[CellWrite]:
    """The rows below what the sheet holds, under its own headings; an empty sheet gets headings first."""
    head = columns_of(sheet)
    columns = head[1] if head else {key: n for n, key in enumerate(COLUMNS, start=1)}
    lines = rows if head else [{key: heading(key) for key in COLUMNS}, *rows]
    return [
        CellWrite(sheet.title, address(sheet.max_row + n, columns[key]), value=said)
        for n, line in enumerate(lines, start=1)
        for key, said in line.items()
        if key in columns and said
    ]


def _donor(rows: Sequence[dict[str, str]]) -> Donor:
    """The sheet with its first rows, as a workbook of its own."""
    data = BytesIO()
    with Workbook(data, {"in_memory": True}) as book:
        columns = [ListColumn(heading(key), _WIDTHS[key], key in _CENTRED) for key in COLUMNS]
        words = ("pengecualian_petunjuk_1", "pengecualian_petunjuk_2")
        listing = Listing(
            book, TITLE, columns, heading=indonesian("pengecualian_judul"), role=ROLE,
            lines=[indonesian(code) for code in words],
        )  # fmt: skip
        for row in rows:
            listing.add([row[key] for key in COLUMNS])
        listing.close(tab=TAB, kertas="A4", filtered=False)
    return Donor(data.getvalue(), (TITLE,))
