"""How large the box of a note must be, and which cells it then covers: notes are anchored to columns and rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from workbook_tools.books.model import MAX_COL, MAX_ROW
from workbook_tools.books.package import MAIN

_WIDE, _WIDER = 300, 460
_LOW, _HIGH = 76, 560
"""Pixels: the usual width, that of long texts, the least and the greatest height."""
_CHARACTER, _LINE, _PADDING = 6.5, 17, 12
_OFFSET_X, _OFFSET_Y = 15, 10
_PIXELS_OF_WIDTH = 7
"""Pixels of one unit of column width, a digit in the usual font."""
_PIXELS_OF_POINT = 4 / 3
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 9.14, 15.0
_FAR = 40
"""Columns or rows that a box covers at most, hidden ones included; the sheet must not end before."""
_BESIDE = 4
"""Columns that a box goes to the left where it finds no room at the right."""
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class Box:
    """The size of a box in pixels, and its corners as Excel writes them: column, offset, row, offset, twice."""

    width: int
    height: int
    anchor: str


class NoteBoxes:
    """Boxes for the notes of one sheet, which knows the widths of its columns and the heights of its rows."""

    def __init__(self, sheet: etree._Element) -> None:
        form = sheet.find(f"{{{MAIN}}}sheetFormatPr")
        has: dict[str, str] = {} if form is None else {str(name): str(value) for name, value in form.attrib.items()}
        self._usual_width = float(has.get("defaultColWidth", _DEFAULT_WIDTH)) * _PIXELS_OF_WIDTH
        self._usual_height = float(has.get("defaultRowHeight", _DEFAULT_HEIGHT)) * _PIXELS_OF_POINT
        self._widths = [
            (int(node.get("min", "0")), int(node.get("max", "0")), self._pixels(node, "width", _PIXELS_OF_WIDTH))
            for node in sheet.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col")
        ]
        self._heights = {
            int(node.get("r", "0")): self._pixels(node, "ht", _PIXELS_OF_POINT)
            for node in sheet.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row")
            if node.get("ht") or node.get("hidden")
        }

    def box(self, row: int, col: int, text: str) -> Box:
        """The box beside a cell, large enough to read the text; the longest texts have to be drawn larger by hand."""
        width = _WIDE if _height(text, _WIDE) <= _HIGH else _WIDER
        height = max(_LOW, min(_HIGH, _height(text, width)))
        across, down = _OFFSET_X + width, _OFFSET_Y + height
        left = min(col, MAX_COL - _FAR)
        right, right_offset = _end(left, across, self._width)
        if right_offset > self._width(right):  # no room at the right, where all columns are hidden: over the cell
            left = max(col - 1 - _BESIDE, 0)
            right, right_offset = _end(left, across, self._width)
        top = min(max(row - 2, 0), MAX_ROW - _FAR)
        bottom, bottom_offset = _end(top, down, self._height)
        corners = (left, _OFFSET_X, top, _OFFSET_Y, right, right_offset, bottom, bottom_offset)
        return Box(width, height, ", ".join(map(str, corners)))

    def _pixels(self, node: etree._Element, name: str, unit: float) -> int | None:
        """The size that a column or row has; 0 if hidden, None if the usual one."""
        if node.get("hidden") in _TRUE:
            return 0
        return round(float(node.attrib[name]) * unit) if node.get(name) else None

    def _width(self, col: int) -> int:
        """Pixels of a column, counted from 0."""
        found = next((width for first, last, width in self._widths if first <= col + 1 <= last), None)
        return round(self._usual_width) if found is None else found

    def _height(self, row: int) -> int:
        """Pixels of a row, counted from 0."""
        found = self._heights.get(row + 1)
        return round(self._usual_height) if found is None else found


def _end(start: int, pixels: int, size: Callable[[int], int]) -> tuple[int, int]:
    """The column or row where so many pixels from the start of `start` end, and how far inside it."""
    end = start
    while end < start + _FAR - 1 and pixels > size(end):
        pixels -= size(end)
        end += 1
    return end, pixels


def _height(text: str, width: int) -> int:
    """Pixels that the text needs at this width."""
    room = (width - _PADDING) / _CHARACTER
    lines = sum(max(1, math.ceil(len(line) / room)) for line in text.split("\n"))
    return lines * _LINE + _PADDING
