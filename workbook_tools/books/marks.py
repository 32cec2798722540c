"""Colours and notes at cells whose content stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from workbook_tools.books.model import parse_address
from workbook_tools.books.package import MAIN
from workbook_tools.books.sheetxml import SheetXml
from workbook_tools.books.stylesheet import Stylesheet
from workbook_tools.books.writes import MAX_TEXT
from workbook_tools.errors import InputError

_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class CellMark:
    """A colour (RRGGBB) and a note at one cell; its content stays. Either may be left empty."""

    sheet: str
    cell: str
    note: str = ""
    colour: str = ""

    @property
    def position(self) -> tuple[int, int]:
        """Row and column; InputError if `cell` is no cell."""
        try:
            return parse_address(self.cell)
        except ValueError as error:
            raise InputError("sel_tidak_sah", sheet=self.sheet, cell=self.cell) from error

    def check(self) -> None:
        """InputError if the cell is none or the colour is not six hexadecimal digits."""
        _ = self.position
        if self.colour and not _COLOUR.fullmatch(self.colour):
            raise InputError("warna_tidak_sah", sheet=self.sheet, cell=self.cell, colour=self.colour)


def colour_cells(sheet: SheetXml, styles: Stylesheet, marks: Sequence[CellMark]) -> int:
    """Fill the cells with the colours, the last one for a cell; how many cells are coloured."""
    colours = {sheet.shown_at(*mark.position): mark.colour.upper() for mark in marks if mark.colour}
    filled: dict[tuple[int, str], str] = {}
    for (row, col), colour in colours.items():
        cell = sheet.made(row, col)
        key = (int(cell.get("s", "0")), colour)
        if key not in filled:
            filled[key] = _filled(styles, *key)
        cell.set("s", filled[key])
    return len(colours)


def _filled(styles: Stylesheet, number: int, colour: str) -> str:
    """The number of a cell format like that one, with a solid fill of the colour."""
    fill = etree.Element(f"{{{MAIN}}}fill")
    pattern = etree.SubElement(fill, f"{{{MAIN}}}patternFill", {"patternType": "solid"})
    etree.SubElement(pattern, f"{{{MAIN}}}fgColor", {"rgb": f"FF{colour}"})
    etree.SubElement(pattern, f"{{{MAIN}}}bgColor", {"indexed": "64"})
    form = deepcopy(styles.cell_format(number))
    form.set("fillId", str(styles.add("fills", fill)))
    form.set("applyFill", "1")
    return str(styles.add("cellXfs", form))


def notes_of(sheet: SheetXml, marks: Sequence[CellMark]) -> dict[tuple[int, int], str]:
    """The notes by cell, several at one cell joined by blank lines, cut where Excel's limit is."""
    joined: dict[tuple[int, int], list[str]] = {}
    for mark in marks:
        if mark.note:
            joined.setdefault(sheet.shown_at(*mark.position), []).append(mark.note)
    return {at: cut("\n\n".join(dict.fromkeys(texts))) for at, texts in joined.items()}


def cut(text: str) -> str:
    """The text, shortened with … where it is longer than Excel holds; no character is halved."""
    raw = text.encode("utf-16-le", "surrogatepass")
    if len(raw) <= 2 * MAX_TEXT:
        return text
    return raw[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", "ignore") + _ELLIPSIS
