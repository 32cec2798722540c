"""What stands above what: parents, children and groups, once every row's level is known.

Codes, where rows have them, decide before the order does: `2.17.06.2.01.0009` is no child of `2.17.02.2.01`. A table
with rows whose name and code are gone, or whose code has nothing above it, is part of a longer one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbook_tools.formats.spec import LEVELS
from workbook_tools.tables.model import Baris

BELOW_PROGRAM = ("kegiatan", "sub_kegiatan")


def depth(level: str) -> int:
    """0 for sasaran; rows without a level stand below everything."""
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def link(rows: Sequence[Baris]) -> None:
    """Set `induk` and `anak` from the levels in printed order. A second indicator shares its first row's children."""
    above: list[Baris] = []
    first: Baris | None = None
    coded = any(row.kode for row in rows)
    for row in rows:
        row.induk, row.anak, row.terpotong = None, [], False
    for row in rows:
        if coded and row.is_lost:
            first = row
            continue
        if row.ke > 1 and first is not None and first.level == row.level:
            row.induk, row.anak = first.induk, first.anak
            continue
        while above and (depth(above[-1].level) >= depth(row.level) or _elsewhere(row, above[-1])):
            above.pop()
        if above:
            row.induk = above[-1]
            above[-1].anak.append(row)
        above.append(row)
        first = row
    if coded:
        _mark_cut(rows)


def _elsewhere(row: Baris, above: Baris) -> bool:
    """Whether the codes of both say that the row does not belong below the other."""
    return bool(row.kode and above.kode) and not row.kode.startswith(f"{above.kode}.")


def _mark_cut(rows: Sequence[Baris]) -> None:
    """Mark the rows, and what stands above them, after which other rows of the same branch may be missing."""
    codes = {row.kode for row in rows if row.kode}
    gaps = [n for n, row in enumerate(rows) if row.is_lost or _without_parent(row, codes)]
    for gap in (*gaps, len(rows)) if gaps else ():
        for row in _and_above(rows[gap - 1] if gap else None):
            row.terpotong = True


def _without_parent(row: Baris, codes: set[str]) -> bool:
    """A row below a program, with a code that no program or kegiatan of the table stands above."""
    parts = row.kode.split(".")
    above = {".".join(parts[:n]) for n in range(1, len(parts))}
    return row.level in BELOW_PROGRAM and bool(row.kode) and not above & codes


def _and_above(row: Baris | None) -> Iterator[Baris]:
    while row is not None:
        yield row
        row = row.induk


def number_groups(rows: Sequence[Baris]) -> None:
    """Rows that follow a row with `ke` = 1 share its group."""
    group = 0
    for row in rows:
        group += row.ke == 1
        row.grup = group
