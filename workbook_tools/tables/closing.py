"""Closing rows under the data: the mean of a column, its predicate."""

from __future__ import annotations

from workbook_tools.formats.spec import Penutup
from workbook_tools.headings import normal
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values import State


def closes(tabel: Tabel, row: Baris) -> Penutup | None:
    """Which closing row of its format this is: by its label, or by standing without one right below another."""
    if not tabel.format.penutup or not (tabel.rows or tabel.working):
        return None
    blank = {k for k, c in row.sel.items() if c.nilai.state is State.KOSONG and c.raw.formula is None}
    filled = set(row.sel) - blank  # a formula that was never calculated shows nothing, but it is there
    labels = [normal(value) for k in filled if isinstance(value := row.isi.get(k), str)]
    for item in tabel.format.penutup:
        if item.column.key in tabel.penutup or item.at not in filled:
            continue
        follows = bool(tabel.penutup) and row.sheet_row == max(b.sheet_row for b in tabel.penutup.values()) + 1
        if any(item.is_called(label) for label in labels) or (item.unlabelled and follows and filled == {item.at}):
            return item
    return None


def close(tabel: Tabel, row: Baris, item: Penutup) -> None:
    """Keep a closing row: the cell under `at` is what it says."""
    row.urut, row.nama = len(tabel.rows), item.column.heading
    row.sel = {item.column.key: row.sel[item.at]}
    tabel.penutup[item.column.key] = row
