"""One figure as the report prints it: Indonesian notation, the column's decimals, a named reason where there is none.

Percent points carry their sign in the cell, as the published tables do (`100%`, `3,45%`), so that a figure can be read
alone; where the heading is nothing but `%` the sign stands there already.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbook_tools.compute.rule import Alasan
from workbook_tools.formats.spec import Column, Kind
from workbook_tools.messages import indonesian
from workbook_tools.names import words
from workbook_tools.tables.model import Sel, Value
from workbook_tools.template.styles import DECIMALS_OF_PERCENT
from workbook_tools.values import State, format_number
from workbook_tools.values.rounding import own_decimals

#: More decimals than anybody types: a quotient, shown with two.
MOST_TYPED = 4
OF_A_QUOTIENT = 2
NIL = "-"
#: Neither Word nor Excel takes these in a text.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell prints: a text, or a number with how it is written; `reason` is the code of why there is none."""

    text: str = ""
    number: float | None = None
    decimals: int = 0
    percent: bool = False
    unit: str = ""
    money: bool = False
    reason: str = ""

    @property
    def blank(self) -> bool:
        """Nothing is printed."""
        return not self.text

    @property
    def number_format(self) -> str:
        """How Excel shows the number the same way; the percent sign is a quoted text, the cell holds points."""
        shape = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        if self.money:
            return f'{shape};-{shape};"{NIL}"'
        after = ("%" if self.percent else "") + (f" {self.unit}" if self.unit else "")
        return f'{shape}"{after}"' if after else shape


BLANK = Figure()


def computed(column: Column, value: Value, *, percent: bool = False) -> Figure:
    """An exact value as the column prints it. `percent`: the row counts in percent and the column in its unit."""
    if isinstance(value, Alasan):
        return Figure(value.teks, reason=value.kode)
    if not isinstance(value, float):
        return Figure(lines(value or ""))
    match column.kind:
        case Kind.RUPIAH:
            decimals = column.decimals or 0
            text = NIL if value == 0 else format_number(value, decimals)
            return Figure(text, value, decimals, money=True)
        case Kind.PERSEN:
            decimals = DECIMALS_OF_PERCENT if column.decimals is None else column.decimals
            return _number(value, decimals, percent=not says_percent(column))
        case Kind.ANGKA:
            decimals = _decimals(value) if column.decimals is None else column.decimals
            return _number(value, decimals, percent=percent and not says_percent(column))
        case _:
            return Figure(format_number(value, own_decimals(value), ribuan=False))


def typed(column: Column, cell: Sel | None) -> Figure:
    """What was typed, as typed: same decimals, same sign and unit; foreign notation becomes Indonesian."""
    if cell is None:
        return BLANK
    nilai = cell.nilai
    if nilai.state is State.GALAT:
        return Figure(indonesian("ekspor_galat"), reason="galat")
    if nilai.state is State.NIHIL:
        return Figure(NIL)
    if nilai.state is not State.ANGKA or nilai.angka is None or nilai.ambigu or not column.kind.is_number:
        return Figure(lines(cell.raw.value if isinstance(cell.raw.value, str) else nilai.teks))
    decimals = _decimals(nilai.angka) if nilai.desimal is None else nilai.desimal
    if column.kind is Kind.RUPIAH:
        text = NIL if nilai.angka == 0 else format_number(nilai.angka, decimals)
        return Figure(text, nilai.angka, decimals, money=True)
    unit = f"({nilai.predikat})" if nilai.predikat else nilai.satuan
    return _number(nilai.angka, decimals, percent=nilai.persen, unit=unit)


def _number(value: float, decimals: int, *, percent: bool = False, unit: str = "") -> Figure:
    text = format_number(value, decimals, persen=percent)
    return Figure(f"{text} {unit}" if unit else text, value, decimals, percent, unit.replace('"', "”"))


def _decimals(value: float) -> int:
    """As many as the number has; a quotient without end gets two."""
    own = own_decimals(value)
    return own if own <= MOST_TYPED or abs(value) < 1 else OF_A_QUOTIENT


def says_percent(column: Column) -> bool:
    """A heading that is nothing but the percent sign."""
    return column.head[-1].strip() == "%"


def is_percent(unit: str) -> bool:
    """Whether a satuan says percent, in any spelling."""
    return unit.strip() == "%" or words(unit) == ("persentase",)


def lines(value: object) -> str:
    """A text with its line breaks (numbered lists), without blanks around them and without what no file can hold."""
    parts = (" ".join(part.split()) for part in _CONTROL.sub("", str(value)).splitlines())
    return "\n".join(part for part in parts if part)


def in_sentence(figure: Figure, unit: str) -> str:
    """The figure as a sentence says it: `70,54 %`, `3 Usaha Mikro`; a missing one by its reason."""
    if figure.number is None:
        return figure.text or indonesian("ekspor_belum_diisi")
    number = format_number(figure.number, figure.decimals)
    if figure.percent or is_percent(unit):
        return f"{number} %"
    return f"{number} {figure.unit or unit}".rstrip()
