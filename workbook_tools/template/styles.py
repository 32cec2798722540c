"""How cells look: one palette, number formats by kind, and a store of XlsxWriter formats without doubles."""

from __future__ import annotations

from typing import Any, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from workbook_tools.formats.spec import Column, Kind

Props: TypeAlias = dict[str, Any]

FONT = "Calibri"
SIZE = 10
TYPED = "#FFF8DC"  # pale yellow: staff type here
COMPUTED = "#F2F2F2"  # light grey: a formula
LINE_FAINT = "#D9D9D9"
LINE_CLEAR = "#8C8C8C"
HEAD = "#DCE6F1"
HEAD_TYPED = "#FFE699"
HEAD_COMPUTED = "#E4E4E4"
MUTED = "#7F7F7F"
OVERWRITTEN = "#FFC000"  # orange: a formula was typed over
LEVEL_FILL = {"tujuan": "#D3E3F3", "sasaran": "#D3E3F3", "program": "#E9F0F8"}
TAB_GUIDE, TAB_INPUT, TAB_VIEW = "#7F7F7F", "#FFC000", "#5B9BD5"

#: Targets and realisasi: 3 shows as 3 and 70.54 as 70,54 (`#,##0.##` would leave a dangling "3,"). And a clerk who
#: types 70,54% gets a percent cell, so that a reader can tell it from 0,7054; a number format would hide the sign.
DECIMAL = "General"
INTEGER = "#,##0"
RUPIAH = '#,##0;-#,##0;"-"'
TEXT = "@"
HIDDEN = ";;;"
DECIMALS_OF_PERCENT = 2


def number_format(column: Column) -> str:
    """The number format of a column's cells. Percent points carry no percent sign, so that 70,54 stays 70,54.

    Text format only where keys are typed: in Excel a formula edited in a text cell turns into text.
    """
    match column.kind:
        case Kind.RUPIAH:
            return RUPIAH
        case Kind.PERSEN:
            decimals = DECIMALS_OF_PERCENT if column.decimals is None else column.decimals
            return INTEGER + ("." + "0" * decimals if decimals else "")
        case Kind.ANGKA:
            return DECIMAL
        case Kind.KODE if not column.derived:
            return TEXT
        case _:
            return "General"


def cell(column: Column, *, is_input: bool) -> Props:
    """How a data cell of the column looks: typed pale yellow, computed light grey, carried over white."""
    if column.helper:
        return {"font_size": 8, "font_color": MUTED, "num_format": "General"}
    props: Props = {"num_format": number_format(column), "valign": "top", "border": 1, "border_color": LINE_FAINT}
    if not column.derived and is_input:
        props |= {"bg_color": TYPED, "border_color": LINE_CLEAR}
    elif column.computed or (column.derived and is_input):
        props |= {"bg_color": COMPUTED}
    return props | _alignment(column)


def _alignment(column: Column) -> Props:
    if column.kind.is_number:
        return {"align": "right", "shrink": column.derived}  # a reason such as "triwulan kosong" stays in its cell
    if column.kind in (Kind.URUT, Kind.PILIHAN) or (column.kind is Kind.KODE and column.derived):
        return {"align": "center", "text_wrap": column.kind is Kind.PILIHAN}
    return {"text_wrap": True, "align": "left"}


def heading(column: Column, *, is_input: bool) -> Props:
    """How the printed heading of a column looks; input sheets tell typed from computed already here."""
    fill = HEAD if not is_input else HEAD_COMPUTED if column.derived else HEAD_TYPED
    return {
        "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1,
        "border_color": LINE_CLEAR, "bg_color": fill,
    }  # fmt: skip


KEY: Props = {"num_format": HIDDEN, "font_size": 1, "font_color": LINE_FAINT, "bg_color": LINE_FAINT}
NUMBERS: Props = {
    "italic": True, "font_size": 8, "align": "center", "border": 1, "border_color": LINE_CLEAR, "bg_color": HEAD,
}  # fmt: skip
CLOSING: Props = {"bold": True, "border": 1, "border_color": LINE_CLEAR, "text_wrap": False, "shrink": True}
CLOSING_LABEL: Props = {
    "bold": True, "align": "right", "valign": "top", "border": 1, "border_color": LINE_CLEAR, "bg_color": COMPUTED,
}  # fmt: skip
CAPTION: Props = {"bold": True, "font_size": 12}
TITLE: Props = {"bold": True, "font_size": 12}
OFFICE: Props = {"font_size": 11}
HINT: Props = {"italic": True, "font_size": 9, "font_color": MUTED}


class Styles:
    """XlsxWriter formats by their properties; the same look is stored once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, props: Props) -> Format:
        """The cell format with these properties on the project's font."""
        return self._stored({"font_name": FONT, "font_size": SIZE, **props})

    def conditional(self, props: Props) -> Format:
        """A conditional format: only what it changes."""
        return self._stored(props)

    def _stored(self, props: Props) -> Format:
        key = tuple(sorted(props.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format(props)
        return self._known[key]
