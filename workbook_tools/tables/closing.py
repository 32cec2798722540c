"""Closing rows under the data: the mean of a column, its predicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbook_tools.formats.spec import Kind, Penutup
from workbook_tools.headings import normal
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values import State


def closes(tabel: Tabel, row: Baris, beside: Sequence[str] = ()) -> Penutup | None:
    """Which closing row of its format this is: by its label, or by standing without one right below another.

    `beside` are words of the row outside the columns: the label often begins under the running number.
    """
    if not tabel.format.penutup or not (tabel.rows or tabel.working):
        return None
    blank = {k for k, c in row.sel.items() if c.nilai.state is State.KOSONG and c.raw.formula is None}
    filled = set(row.sel) - blank  # a formula that was never calculated shows nothing, but it is there
    labels = [normal(value) for k in filled if isinstance(value := row.isi.get(k), str)]
    labels += [normal(word) for word in beside]
    for item in tabel.format.penutup:
        if item.column.key in tabel.penutup or item.at not in filled:
            continue
        follows = bool(tabel.penutup) and row.sheet_row == max(b.sheet_row for b in tabel.penutup.values()) + 1
        if any(item.is_called(label) for label in labels) or (item.unlabelled and follows and filled == {item.at}):
            return item
    return None


def close(tabel: Tabel, row: Baris, item: Penutup) -> list[Baris]:
    """Keep a closing row: the cell under `at` is what it says; a predicate may stand beside it, under its heading."""
    kept = [(item, item.at)]
    for other in tabel.format.penutup:
        if other is not item and other.column.key not in tabel.penutup and other.column.kind is Kind.PILIHAN:
            kept += [(other, c.key) for c in tabel.columns if c.choices == other.column.choices and _says(row, c.key)]
    rows = []
    for which, at in kept[:2]:
        own = replace(row, urut=len(tabel.rows), nama=which.column.heading, sel={which.column.key: row.sel[at]}, isi={})
        tabel.penutup[which.column.key] = own
        rows.append(own)
    return rows


def _says(row: Baris, key: str) -> bool:
    return key in row.sel and row.sel[key].nilai.state is State.TEKS
