"""A cell as people type it → a number with unit and predicate, or the reason why there is none.

    nilai          what a cell is: State, Locale, Nilai
    rounding       numbers ↔ digits: rounding, truncating and printing as Excel does
    number_format  Excel's number formats: decimals, percent, unit and text that a format shows
    digits         the marks between digits: thousands or decimals
    typed          a text as people type it → Nilai
    cell           a raw Excel cell → Nilai
    terbilang      a number in words
    neighbours     two readings of one text: what the unit and the cells around it decide

Percent is in percent points from here on, whatever the cell held; the convention is applied nowhere else.
"""

from workbook_tools.values.cell import number, read
from workbook_tools.values.neighbours import settle
from workbook_tools.values.nilai import Locale, Nilai, State
from workbook_tools.values.number_format import displayed_decimals
from workbook_tools.values.rounding import format_number, round_half_away, truncate
from workbook_tools.values.typed import parse

__all__ = [
    "Locale",
    "Nilai",
    "State",
    "displayed_decimals",
    "format_number",
    "number",
    "parse",
    "read",
    "round_half_away",
    "settle",
    "truncate",
]
