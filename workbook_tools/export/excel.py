"""The print view: one sheet for each Tabel with values only, rows in use only, ready for the printer.

Cells hold every digit and show the printed ones, so that the view can be checked like any table typed by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from workbook_tools.export.fit import flows
from workbook_tools.export.printed import Cell, PrintedTable, Row
from workbook_tools.formats.spec import Column, Kind
from workbook_tools.messages import indonesian
from workbook_tools.template import styles as look
from workbook_tools.template.layout import height_of
from workbook_tools.template.sheets import FOOT, MARGIN, PAPER
from workbook_tools.template.styles import Styles

CREATED = datetime(2025, 1, 1)  # fixed, so that the same workbook gives the same bytes
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
SOURCE: look.Props = {"italic": True, "font_size": 8, "font_color": look.MUTED}
ROOM = 1.5  # characters beside a figure
TALLEST = 409.0
ROOMS = {"A4": 146.0, "F4": 163.0}  # characters that fit in full size on wide paper
LEAST_TEXT = 24.0


@dataclass(frozen=True, slots=True)
class PrintView:
    """What the workbook shows."""

    title: str
    office: str
    paper: str
    tables: tuple[PrintedTable, ...]
    sources: tuple[str, ...]


def write_view(view: PrintView, path: Path) -> None:
    """Write the workbook. The same view gives the same bytes."""
    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": view.title, "author": "workbook_tools", "created": CREATED})
        styles = Styles(book)
        names: set[str] = set()
        for table, source in zip(view.tables, view.sources, strict=True):
            name = _sheet_name(table, names)
            _Sheet(book.add_worksheet(name), styles, view, table).write(source)


def _sheet_name(table: PrintedTable, taken: set[str]) -> str:
    """The caption; numbered where two tables carry the same."""
    wanted = FORBIDDEN.sub(" ", table.title.caption or table.title.words).strip(" '")[:LONGEST_NAME] or "Tabel"
    name, n = wanted, 1
    while name.casefold() in taken:
        n += 1
        name = f"{wanted[: LONGEST_NAME - 5]} ({n})"
    taken.add(name.casefold())
    return name


class _Sheet:
    """Writes one table."""

    def __init__(self, sheet: Worksheet, styles: Styles, view: PrintView, table: PrintedTable) -> None:
        self.sheet, self.styles, self.view, self.table = sheet, styles, view, table
        self.layout = table.layout
        self.top = 2 + bool(view.office) + 1
        self.first = self.top + self.layout.head_depth + bool(table.numbers())

    def write(self, source: str) -> None:
        """Titles, heading, rows, source line, print set-up."""
        lines = [(self.table.title.caption, look.CAPTION), (self.table.title.words, look.TITLE)]
        lines += [(self.view.office, look.OFFICE)] if self.view.office else []
        for at, (words, props) in enumerate(lines):
            self.sheet.write_string(at, 0, words, self.styles.get(props))
        self._columns()
        self._heading()
        for n, row in enumerate(self.table.rows):
            self._row(n, row)
        self._heights()
        end = self.first + len(self.table.rows)
        self.sheet.write_string(end, 0, source, self.styles.get(SOURCE))
        self._print_setup(end)

    def _columns(self) -> None:
        self.widths = [self._width(n, column) for n, column in enumerate(self.table.columns)]
        self._narrow(max(0.0, sum(self.widths) - ROOMS[self.view.paper]))
        for n, width in enumerate(self.widths):
            self.sheet.set_column(n, n, width)

    def _narrow(self, excess: float) -> None:
        """Texts give way, so that the letters stay readable on one page width."""
        spare = {n: self.widths[n] - LEAST_TEXT for n, c in enumerate(self.table.columns) if flows(c)}
        spare = {n: width for n, width in spare.items() if width > 0}
        share = min(1.0, excess / sum(spare.values())) if spare else 0.0
        for n, width in spare.items():
            self.widths[n] -= width * share

    def _width(self, n: int, column: Column) -> float:
        """As declared, and never so narrow that a figure shows as ####."""
        figures = (row.cells[n] for row in self.table.rows if row.cells[n].figure.number is not None)
        return max([column.width, *(len(cell.figure.text) + ROOM for cell in figures)])

    def _heading(self) -> None:
        for block in self.table.blocks():
            style = self.styles.get(look.heading(self.table.columns[block.left], is_input=False))
            self._span(self.top + block.top, block.left, self.top + block.bottom, block.right, block.text, style)
        numbers = self.table.numbers()
        ends = {block.left: block.right for block in self.table.blocks() if block.leaf}
        for left, words in numbers.items():
            self._span(self.first - 1, left, self.first - 1, ends[left], words, self.styles.get(look.NUMBERS))

    def _row(self, n: int, row: Row) -> None:
        at = self.first + n
        for k, (column, cell) in enumerate(zip(self.table.columns, row.cells, strict=True)):
            if not cell.covered:
                style = self.styles.get(_props(column, row, cell))
                content = cell.figure.text if cell.figure.number is None else cell.figure.number
                self._span(at, k, at + cell.rows - 1, k + cell.columns - 1, content, style)

    def _span(self, top: int, left: int, bottom: int, right: int, content: float | str, style: Any) -> None:  # noqa: ANN401
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", style)
        if isinstance(content, float):
            self.sheet.write_number(top, left, content, style)
        elif content:
            self.sheet.write_string(top, left, content, style)
        else:
            self.sheet.write_blank(top, left, None, style)

    def _heights(self) -> None:
        """Room for wrapped texts: Excel does not fit merged cells itself."""
        for at, height in enumerate(self.layout.heading_heights(), start=self.top):
            self.sheet.set_row(at, height)
        heights = [self._height(row, 1) for row in self.table.rows]
        for n, row in enumerate(self.table.rows):
            for covered in {cell.rows for cell in row.cells if cell.rows > 1}:
                short = self._height(row, covered) - sum(heights[n : n + covered])
                heights[n + covered - 1] += max(0.0, short)
        for n, height in enumerate(heights):
            self.sheet.set_row(self.first + n, min(height, TALLEST))

    def _height(self, row: Row, rows: int) -> float:
        texts = [
            (cell.figure.text, self.widths[k])
            for k, cell in enumerate(row.cells)
            if cell.rows == rows and cell.columns == 1 and cell.figure.number is None
        ]
        return height_of(texts, bold=row.bold)

    def _print_setup(self, end: int) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(PAPER[self.view.paper])
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=FOOT, bottom=FOOT)
        sheet.set_footer(indonesian("kaki_halaman"))
        sheet.print_area(0, 0, end, len(self.table.columns) - 1)
        sheet.repeat_rows(self.top, self.first - 1)
        sheet.freeze_panes(self.first, 0)


def _props(column: Column, row: Row, cell: Cell) -> look.Props:
    figure = cell.figure
    props: look.Props = {"valign": "top", "border": 1, "border_color": look.LINE_CLEAR, "text_wrap": True}
    align = "right" if column.kind.is_number else "center" if column.kind in (Kind.URUT, Kind.PILIHAN) else "left"
    props |= {"align": "center" if row.total and cell.columns > 1 else align}
    if row.fill:
        props |= {"bg_color": row.fill}
    if row.bold:
        props |= {"bold": True}
    if figure.number is not None:
        props |= {"num_format": figure.number_format, "text_wrap": False}
    if figure.reason:
        props |= {"italic": True, "font_color": look.MUTED, "font_size": 8}
    if cell.colour is not None:
        props |= {"bg_color": cell.colour.isi, "font_color": cell.colour.huruf, "align": "center"}
    return props
