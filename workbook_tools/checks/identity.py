"""Which finding is which: an id that stays the same for as long as the finding speaks of the same thing.

An id is made from what a finding is about: its code, the table, the row by what it is called, the column. Neither
addresses nor sheet names take part, so rows, columns and sheets may move and be renamed; nor does what was found, so a
figure that is wrong in another way keeps its id (an accepted exception remembers the figure beside the id). Rows of one
table that are called the same, and tables of one format, are numbered in reading order, whether or not anything was
found in them: a finding that goes never changes the id of another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from workbook_tools.books.model import parse_address
from workbook_tools.checks.context import Context
from workbook_tools.findings import Finding, Place
from workbook_tools.names import key as name_key
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values import State

#: Letters and digits that are not mistaken for each other when copied by hand.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 7
PREFIXED = re.compile(r"^\W*t\W+")
MISREAD = {"o": "0", "i": "1", "l": "1"}
PREFIX = "T-"

Subject = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell of a table is called without its address: table, row, column."""

    table: Subject
    row: Subject
    column: str


def identify(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """The findings in the same order, each with its id; no two of one workbook share one."""
    names = _Names(context, {found.place.sheet for found in findings})
    twins: Counter[Subject] = Counter()
    taken: set[str] = set()
    out = []
    for found in findings:
        subject = names.subject(found)
        twins[subject] += 1
        id = hashed((*subject, str(twins[subject])))
        while id in taken:  # two things with one hash: the later one is hashed again
            id = hashed((*subject, id))
        taken.add(id)
        out.append(replace(found, id=id))
    return out


def hashed(subject: Subject) -> str:
    """A short id of a subject."""
    number = int.from_bytes(blake2b("\x1f".join(subject).encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return PREFIX + "".join(ALPHABET[number >> 5 * n & 31] for n in range(LENGTH))


def normal_id(typed: str) -> str:
    """An id as findings carry it from one as people type it; empty where nothing of the kind was typed."""
    letters = [MISREAD.get(c, c) for c in PREFIXED.sub("", typed.casefold())]
    digits = "".join(c for c in letters if c in ALPHABET)
    body = digits[1:] if len(digits) == LENGTH + 1 and digits.startswith("t") else digits
    return PREFIX + body if len(body) == LENGTH else ""


class _Names:
    """The tables of one run, and the rows and cells of these sheets, by names that survive moving."""

    def __init__(self, context: Context, sheets: Container[str]) -> None:
        self._tables: dict[int, Subject] = {}
        self._cells: dict[Place, _Cell] = {}
        self._rows: dict[str, list[tuple[int, Subject]]] = {}
        alike: Counter[Subject] = Counter()
        for tabel in context.tables:
            of_another = (str(tabel.tahun or ""), tabel.versi_pk) if not context.in_force(tabel) else ("", "")
            subject = (tabel.format.id, *of_another)
            alike[subject] += 1
            self._tables[id(tabel)] = (*subject, str(alike[subject]))
            if tabel.sheet in sheets:
                self._read(tabel)
        self._on_sheet = {(t.sheet, t.format.id): self._tables[id(t)] for t in reversed(context.tables)}

    def _read(self, tabel: Tabel) -> None:
        table = self._tables[id(tabel)]
        for row, subject in _rows(tabel):
            self._rows.setdefault(tabel.sheet, []).append((row.sheet_row, subject))
            for key, cell in row.sel.items():
                self._cells[cell.place] = _Cell(table, subject, key)

    def subject(self, found: Finding) -> Subject:
        """What a finding is about."""
        cell = self._cells.get(found.place)
        if found.column and cell is not None:
            return (found.code, *cell.table, *cell.row, cell.column)
        table = self._on_sheet.get((found.place.sheet, found.format), (found.format,))
        if found.column:
            return (found.code, *table, name_key(found.row_label), found.column)
        return (found.code, *table, name_key(found.row_label), name_key(found.expected), *self._cut(found, cell))

    def _cut(self, found: Finding, cell: _Cell | None) -> Subject:
        """The rest of a row that was cut in two belongs to the row above it."""
        if cell is not None or not found.place.cell or found.row_label or found.expected:
            return ()
        number, _ = parse_address(found.place.cell)
        above = [named for named in self._rows.get(found.place.sheet, ()) if named[0] < number]
        return max(above)[1] if above else ()


def _rows(tabel: Tabel) -> Iterator[tuple[Baris, Subject]]:
    """Every row of the table, totals and further sources too, with what it is called."""
    alike: Counter[Subject] = Counter()
    for kind, rows in (("", tabel.rows), ("total", tabel.totals)):
        for row in rows:
            called = (kind, name_key(row.nama), name_key(row.indikator))
            if not any(called[1:]):
                called = (kind, "", _first_words(tabel, row))
            alike[called] += 1
            subject = (*called, str(alike[called]))
            yield row, subject
            for n, source in enumerate(row.sumber, start=1):
                yield source, (*subject, f"sumber {n}")


def _first_words(tabel: Tabel, row: Baris) -> str:
    """What stands first in a row without a name: its key or code."""
    for column in tabel.columns:
        cell = row.sel.get(column.key)
        if cell is not None and not column.kind.is_number and cell.nilai.state is not State.KOSONG:
            return name_key(cell.nilai.teks)
    return ""
