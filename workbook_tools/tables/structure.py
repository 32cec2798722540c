"""What stands above what: parents, children and groups, once every row's level is known."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.formats.spec import LEVELS
from workbook_tools.tables.model import Baris


def depth(level: str) -> int:
    """0 for sasaran; rows without a level stand below everything."""
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def link(rows: Sequence[Baris]) -> None:
    """Set `induk` and `anak` from the levels in printed order. A second indicator shares its first row's children."""
    above: list[Baris] = []
    first: Baris | None = None
    for row in rows:
        row.induk, row.anak = None, []
    for row in rows:
        if row.ke > 1 and first is not None and first.level == row.level:
            row.induk, row.anak = first.induk, first.anak
            continue
        while above and depth(above[-1].level) >= depth(row.level):
            above.pop()
        if above:
            row.induk = above[-1]
            above[-1].anak.append(row)
        above.append(row)
        first = row


def number_groups(rows: Sequence[Baris]) -> None:
    """Rows that follow a row with `ke` = 1 share its group."""
    group = 0
    for row in rows:
        group += row.ke == 1
        row.grup = group
