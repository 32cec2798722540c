"""Accepted exceptions: the sheet `_pengecualian` silences a finding that somebody looked at and stands by.

A row counts when it names the finding by its id, says what stood in the cell, why that is right, and who says so. It
silences that finding alone: where the figure has changed since, or the figure beside which it was judged, the finding
is back and the row is told of. Rows may be typed by hand, so ids, figures and dates are read as people write them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workbook_tools.books.asked import role_of
from workbook_tools.books.model import Book, RawCell, Sheet, address
from workbook_tools.checks.identity import normal_id
from workbook_tools.findings import Accepted, Finding, Place, finding
from workbook_tools.messages import indonesian, text
from workbook_tools.names import key as name_key
from workbook_tools.values import State, parse, read

TITLE = "_pengecualian"
ROLE = "pengecualian"
#: The columns in order, by the last word of the catalogue code of their heading.
COLUMNS = ("id", "kode", "sel", "tertulis", "seharusnya", "mencakup", "alasan", "nama", "tanggal")
NEEDED = ("id", "tertulis", "alasan", "nama")
ALIASES = {
    "id": ("id",), "tertulis": ("tertulis",), "nama": ("nama penerima", "diterima oleh", "oleh"),
    "tanggal": ("tgl",), "sel": ("sel", "lembar dan sel", "lembar"), "kode": ("kode temuan",),
}  # fmt: skip
#: What is told of exceptions themselves; nobody can except that.
CODES = ("pengecualian_asing", "pengecualian_tidak_lengkap", "pengecualian_tidak_berlaku", "pengecualian_berubah")
HEAD_WITHIN = 20
JOINT = "; "
DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Pengecualian:
    """One row of the sheet: which finding, what stood there, and who accepts it for what reason."""

    place: Place
    typed: str
    cells: Mapping[str, RawCell]

    @property
    def id(self) -> str:
        """The id of the finding as findings carry it, however it was typed."""
        return normal_id(self.typed)

    def said(self, key: str) -> str:
        """What a cell of the row says, as one line."""
        return _said(self.cells.get(key))

    def missing(self, about: Finding | None) -> list[str]:
        """What the row must say and does not: headings, with the words that belong there where they are known."""
        lost = [heading(key) for key in ("id", "alasan", "nama") if not self.said(key)]
        known = {} if about is None else {"tertulis": about.found, "mencakup": JOINT.join(about.scope)}
        return lost + [f"{heading(key)} («{words}»)" for key, words in known.items() if words and not self.said(key)]

    def is_of(self, found: Finding) -> bool:
        """Whether the finding says what was accepted and covers no more; what it should be only where that is noted."""
        should = self.said("seharusnya")
        covered = {part.strip().casefold() for part in self.said("mencakup").split(JOINT.strip())}
        return (
            _same(self.cells.get("tertulis"), found.found)
            and (not should or _same(self.cells["seharusnya"], found.expected))
            and {part.casefold() for part in found.scope} <= covered | {""}
        )


def heading(key: str) -> str:
    """The heading of a column, as the sheet has it."""
    return indonesian(f"pengecualian_kolom_{key}")


def is_own(sheet: Sheet) -> bool:
    """Whether a sheet is the project's own or a list of exceptions: no table of the report stands on it."""
    return bool(role_of(sheet)) or is_list(sheet)


def is_list(sheet: Sheet) -> bool:
    """Whether the sheet claims to list exceptions: by its role, or by its title where people made it."""
    return role_of(sheet) == ROLE or sheet.title.strip().casefold() == TITLE


def columns_of(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the headings and the column of each; None where the sheet does not have those that are needed."""
    known = {name_key(name): key for key in COLUMNS for name in (heading(key), *ALIASES.get(key, ()))}
    for row in [n for n in sheet.rows if n <= HEAD_WITHIN]:
        found: dict[str, int] = {}
        for col, cell in sheet.row_cells(row).items():
            key = known.get(name_key(str(cell.value)))
            if key is not None:
                found.setdefault(key, col)
        if all(key in found for key in NEEDED):
            return row, found
    return None


def rows_of(sheet: Sheet) -> Iterator[Pengecualian]:
    """The rows of the sheet; a line of words alone, such as a remark below, is none."""
    head = columns_of(sheet)
    if head is None:
        return
    first, columns = head
    for row in (n for n in sheet.rows if n > first):
        cells = {key: cell for key, col in columns.items() if _said(cell := sheet.cell(row, col))}
        typed = _said(cells.get("id"))
        if len(cells) > 1 or (cells and normal_id(typed)):
            yield Pengecualian(Place(sheet.title, address(row, columns["id"])), typed, cells)


def apply(book: Book, findings: Sequence[Finding]) -> tuple[list[Finding], list[Accepted], list[Finding]]:
    """The findings that stay, those that are accepted, and what there is to tell about the exceptions themselves."""
    by_id = {f.id: f for f in findings}
    accepted: dict[str, Accepted] = {}
    told: list[Finding] = []
    changed: list[tuple[Pengecualian, Finding]] = []
    for sheet in filter(is_list, book):
        if sheet.cells and columns_of(sheet) is None:
            needed = ", ".join(heading(key) for key in NEEDED)
            told.append(finding("pengecualian_asing", Place(sheet.title), expected=needed))
        for row in rows_of(sheet):
            about = by_id.get(row.id)
            missing = row.missing(about)
            if missing:
                told.append(_told("pengecualian_tidak_lengkap", row, expected=", ".join(missing)))
            elif about is None:
                told.append(_told("pengecualian_tidak_berlaku", row))
            elif not row.is_of(about):
                changed.append((row, about))
            else:
                said = (row.said(key) for key in ("alasan", "nama", "tanggal"))
                accepted.setdefault(about.id, Accepted(about, *said))
    told += [_changed(row, about) for row, about in changed if about.id not in accepted]
    return [f for f in findings if f.id not in accepted], list(accepted.values()), told


def _told(code: str, row: Pengecualian, **facts: object) -> Finding:
    return finding(code, row.place, row_label=row.typed or row.said("sel"), column=heading("id"), **facts)  # type: ignore[arg-type]


def _changed(row: Pengecualian, about: Finding) -> Finding:
    """What was accepted, and what the finding says now."""
    before = _figures(row.said("tertulis"), row.said("seharusnya"), row.said("mencakup"))
    now = _figures(about.found, about.expected if row.said("seharusnya") else "", JOINT.join(about.scope))
    return _told(
        "pengecualian_berubah", row, found=row.said("tertulis"), expected=about.found, related=(about.place,),
        before=before, now=now,
    )  # fmt: skip


def _figures(found: str, expected: str, scope: str) -> str:
    parts = {"tertulis": found, "seharusnya": expected, "mencakup": scope}
    return JOINT.join(f"{text(f'pengecualian_kolom_{key}')} «{said}»" for key, said in parts.items() if said) or "«»"


def _said(cell: RawCell | None) -> str:
    """What a cell shows, on one line; dates the way that Indonesian forms have them."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return f"{cell.value:%d-%m-%Y}"
    if isinstance(cell.value, int | float):
        return read(cell.value, cell.number_format).teks
    return " ".join(str(cell.value).split())


def _same(cell: RawCell | None, told: str) -> bool:
    """Whether a cell says what the finding says: the same words, or the same figure in whatever notation."""
    if _said(cell).casefold() == " ".join(told.split()).casefold():
        return True
    if cell is None:
        return False
    mine, theirs = read(cell.value, cell.number_format, error=cell.error), parse(told)
    if mine.angka is None or theirs.state is not State.ANGKA or mine.persen is not theirs.persen:
        return False
    readings = (theirs.angka, *theirs.bacaan)
    return any(x is not None and abs(mine.angka - x) <= DUST * max(1.0, abs(x)) for x in readings)
