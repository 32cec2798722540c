"""Which row of one version of a table is which row of the other: by key and name first, then by how alike names are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from workbook_tools.formats.spec import Entity
from workbook_tools.names import MAYBE, SAME, similarity
from workbook_tools.names import key as name_key
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values import State

KEYS = ("id", "id_indikator", "id_program", "kunci")
#: How many pairs of left over rows are compared by likeness; beyond, a table was replaced and not edited.
MOST_PAIRS = 40_000
NAME_BONUS = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row with what identifies it. `kind` tells data rows from totals and further sources of money."""

    baris: Baris
    kind: str
    key: str
    nama: str
    indikator: str
    above: str
    by_indicator: bool

    @property
    def label(self) -> str:
        """What a reader calls the row."""
        return self.baris.label or self.key

    @property
    def full_label(self) -> str:
        """Name and indicator, where the row has both."""
        return " – ".join(filter(None, dict.fromkeys((self.baris.nama, self.baris.indikator)))) or self.key

    @property
    def figures(self) -> tuple[float | None, ...]:
        """The numbers that it shows, to tell apart rows that are called the same."""
        return tuple(cell.nilai.angka for cell in self.baris.sel.values() if cell.nilai.state is State.ANGKA)


def rows_of(tabel: Tabel) -> list[Row]:
    """All rows of a table in reading order, totals and further sources too."""
    out = []
    for kind, rows in (("", tabel.rows), ("total", tabel.totals)):
        for baris in rows:
            out.append(_row(tabel, baris, kind, baris))
            out += [_row(tabel, source, "sumber", baris) for source in baris.sumber]
    return sorted(out, key=lambda row: row.baris.sheet_row)


def _row(tabel: Tabel, baris: Baris, kind: str, named: Baris) -> Row:
    keys = (str(baris.isi.get(key) or "") for key in KEYS)
    above = named.induk.label if named.induk is not None else ""
    by_indicator = tabel.format.entity is Entity.INDIKATOR or named.level == "sasaran" or named.ke > 1
    return Row(
        baris, kind, next(filter(None, keys), "").casefold(), name_key(named.nama), name_key(named.indikator),
        name_key(above), by_indicator,
    )  # fmt: skip


def paired(old: Sequence[Row], new: Sequence[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Rows of both versions that are the same row, rows that only the old one has, rows that only the new one has."""
    found = _Pairs(old, new)
    named: Callable[[Row], Hashable] = lambda row: (row.kind, row.nama, row.indikator)  # noqa: E731
    found.match(lambda row: (row.key, named(row)))
    found.match(lambda row: (row.above, named(row)))
    found.match(named)
    found.match(lambda row: row.key and (row.kind, row.key), likely=_maybe)
    found.match(lambda row: (named(row), row.figures), twins=True)
    found.match(named, twins=True)
    found.match_alike()
    found.match(lambda row: row.figures and (row.kind, row.figures), likely=_maybe)
    found.match(lambda row: row.key and (row.kind, row.key))
    return found.result()


class _Pairs:
    """The pairs found so far, and what is left of both versions."""

    def __init__(self, old: Sequence[Row], new: Sequence[Row]) -> None:
        self.old, self.new = list(old), list(new)
        self.pairs: list[tuple[Row, Row]] = []

    def match(
        self,
        key: Callable[[Row], Hashable],
        *,
        twins: bool = False,
        likely: Callable[[Row, Row], bool] = lambda a, b: True,
    ) -> None:
        """Pair rows with the same key where it is one row's alone, or one after the other where `twins` are allowed."""
        mine, theirs = _by(key, self.old), _by(key, self.new)
        for value, rows in mine.items():
            others = theirs.get(value, [])
            if not value or (not twins and not len(rows) == len(others) == 1):
                continue
            self._take((a, b) for a, b in zip(rows, others, strict=False) if likely(a, b))

    def match_alike(self) -> None:
        """Pair what is left by how alike the names are, the best pairs first."""
        if len(self.old) * len(self.new) > MOST_PAIRS:
            return
        scored = [
            (score, -n, -m, a, b)
            for n, a in enumerate(self.old)
            for m, b in enumerate(self.new)
            if (score := _alike(a, b)) >= SAME
        ]
        taken: set[int] = set()
        best = []
        for _, _, _, a, b in sorted(scored, key=lambda s: s[:3], reverse=True):
            if not {id(a), id(b)} & taken:
                taken |= {id(a), id(b)}
                best.append((a, b))
        self._take(iter(best))

    def _take(self, pairs: Iterator[tuple[Row, Row]]) -> None:
        fresh = list(pairs)
        self.pairs += fresh
        gone = {id(row) for pair in fresh for row in pair}
        if gone:
            self.old = [row for row in self.old if id(row) not in gone]
            self.new = [row for row in self.new if id(row) not in gone]

    def result(self) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
        """The pairs in the order of the new version, and what is left."""
        return sorted(self.pairs, key=lambda pair: pair[1].baris.sheet_row), self.old, self.new


def _by(key: Callable[[Row], Hashable], rows: Sequence[Row]) -> dict[Hashable, list[Row]]:
    found: dict[Hashable, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _maybe(a: Row, b: Row) -> bool:
    return not (a.nama or a.indikator) or max(similarity(a.nama, b.nama), similarity(a.indikator, b.indikator)) >= MAYBE


def _alike(a: Row, b: Row) -> float:
    """How alike two rows are called, by what names a row of their kind."""
    if a.kind != b.kind or a.by_indicator is not b.by_indicator:
        return 0.0
    mine, theirs = ((a.indikator, a.nama), (b.indikator, b.nama))
    if not a.by_indicator:
        mine, theirs = mine[::-1], theirs[::-1]
    if not mine[0] or not theirs[0]:
        return 0.0
    score = similarity(mine[0], theirs[0])
    return score + NAME_BONUS * similarity(mine[1], theirs[1]) if score >= SAME else 0.0
