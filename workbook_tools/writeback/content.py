"""What a computed cell then holds, when that is what it held before, and the note about a figure it replaces."""

from __future__ import annotations

from workbook_tools.books.model import RawCell
from workbook_tools.compute.rule import Alasan
from workbook_tools.formats.spec import Column
from workbook_tools.messages import indonesian
from workbook_tools.tables.model import Baris, Value
from workbook_tools.values import State, round_half_away
from workbook_tools.values.number_format import is_percent_format

DUST = 1e-9
PERCENT = 100


def content(value: Value) -> float | str:
    """The value as a cell shows it: a reason as its words, nothing as an empty text."""
    if isinstance(value, Alasan):
        return value.teks
    return "" if value is None else value


def same(old: object, new: float | str) -> bool:
    """Whether a cell holds this already; figures up to the dust of floating point."""
    if isinstance(old, int | float) and not isinstance(old, bool) and isinstance(new, float):
        return abs(old - new) <= max(abs(new), 1.0) * DUST
    return old is not None and old == new  # a formula without a stored value has none, not an empty one


def note(row: Baris, column: Column, raw: RawCell, value: float | str) -> str:
    """The typed figure that the formula replaces, where the reader would see a difference."""
    cell = row.sel.get(column.key)
    if raw.formula is not None or cell is None or cell.nilai.state is State.KOSONG:
        return ""
    if isinstance(raw.value, int | float) and isinstance(value, float) and cell.nilai.desimal is not None:
        digits = cell.nilai.desimal + (2 if is_percent_format(raw.number_format) else 0)
        if round_half_away(float(raw.value), digits) == round_half_away(value, digits):
            return ""
    return "" if cell.nilai.teks == value else indonesian("catatan_angka_lama", found=cell.nilai.teks)
