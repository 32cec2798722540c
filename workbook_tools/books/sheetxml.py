"""Cells written into the XML of one worksheet; everything else in it stays as it is."""

from __future__ import annotations

import re
from functools import cached_property

from lxml import etree

from workbook_tools.books.formulas import Formulas, UnmovableError
from workbook_tools.books.model import Range, address, parse_address, parse_range
from workbook_tools.books.package import MAIN
from workbook_tools.books.writes import CellWrite, fill

_ROW, _C, _F = f"{{{MAIN}}}row", f"{{{MAIN}}}c", f"{{{MAIN}}}f"
_CONTENT = (_F, f"{{{MAIN}}}v", f"{{{MAIN}}}is")
_SPANS = re.compile(r"(\d+):(\d+)")


class RefusedError(Exception):
    """A cell that cannot be written without breaking something else; the message code says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class SheetXml:
    """The worksheet part as a tree, with its rows and cells found by number."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        data = root.find(f"{{{MAIN}}}sheetData")
        if data is None:
            raise ValueError("sheetData missing")
        self._data = data
        self._rows = _numbered_rows(data)
        self._cells: dict[int, dict[int, etree._Element]] = {}
        self._merges_by_row: dict[int, list[Range]] = {}

    @cached_property
    def _formulas(self) -> Formulas:
        for row in self._rows:
            self._row_cells(row)  # gives every cell its address
        return Formulas(self._data)

    @cached_property
    def _merges(self) -> list[Range]:
        return [parse_range(str(node.get("ref"))) for node in self.root.iter(f"{{{MAIN}}}mergeCell")]

    @property
    def last_row(self) -> int:
        """The last row that the sheet holds; 0 if none."""
        return max(self._rows, default=0)

    def write(self, write: CellWrite) -> None:
        """Put the content into its cell; RefusedError with the reason if that would break something else."""
        row, col = write.position
        self._refuse(row, col)
        if write.formula is None and write.value is None and col not in self._existing(row):
            return
        cell = self._cell(row, col)
        self._replace(cell, write)

    def shown_at(self, row: int, col: int) -> tuple[int, int]:
        """Where Excel shows a cell: the first cell of the merged range that covers it, else the cell itself."""
        if row not in self._merges_by_row:
            self._merges_by_row[row] = [merge for merge in self._merges if merge[0] <= row <= merge[2]]
        for r1, c1, _, c2 in self._merges_by_row[row]:
            if c1 <= col <= c2:
                return r1, c1
        return row, col

    def made(self, row: int, col: int) -> etree._Element:
        """The `<c>` at a place, made empty if missing; its content is not to be touched."""
        return self._cell(row, col)

    def _refuse(self, row: int, col: int) -> None:
        block = self._formulas.block_at(row, col)
        if block:
            raise RefusedError("sel_rumus_larik" if block == "array" else "sel_tabel_data")
        if self.shown_at(row, col) != (row, col):
            raise RefusedError("sel_tergabung")

    def _replace(self, cell: etree._Element, write: CellWrite) -> None:
        """New content for a cell; style and unknown children stay, and so does a formula that is the same."""
        old = cell.find(_F)
        text = write.formula_text
        try:
            same = old is not None and text is not None and self._formulas.text_of(old) == text
            if old is not None and not same:
                self._formulas.leave(old)
        except UnmovableError as error:
            raise RefusedError("sel_rumus_bersama") from error
        for child in [child for child in cell if child.tag in _CONTENT]:
            cell.remove(child)
        # t tells the old type; cm and vm point at metadata of the old value
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, "")
        formula = old if same else None
        if formula is None and text is not None:
            formula = etree.Element(_F)
            formula.text = text
        if formula is not None:
            formula.tail = None
        fill(cell, write, formula)

    def _existing(self, row: int) -> dict[int, etree._Element]:
        return self._row_cells(row) if row in self._rows else {}

    def _row_cells(self, row: int) -> dict[int, etree._Element]:
        """The cells of a row by column; cells without an address get it written out."""
        if row not in self._cells:
            cells: dict[int, etree._Element] = {}
            col = 0
            for node in self._rows[row].iterfind(_C):
                reference = node.get("r")
                col = parse_address(str(reference))[1] if reference else col + 1
                if not reference:
                    node.set("r", address(row, col))
                cells[col] = node
            self._cells[row] = cells
        return self._cells[row]

    def _cell(self, row: int, col: int) -> etree._Element:
        """The `<c>` at a place, made in order if missing."""
        if row not in self._rows:
            self._add_row(row)
        cells = self._row_cells(row)
        if col in cells:
            return cells[col]
        node = etree.Element(_C, {"r": address(row, col)})
        style = self._inherited_style(self._rows[row], col)
        if style:
            node.set("s", style)
        following = min((other for other in cells if other > col), default=None)
        if following is None:
            before = cells[max(cells)] if cells else None
            self._rows[row].insert(0 if before is None else self._rows[row].index(before) + 1, node)
        else:
            cells[following].addprevious(node)
        cells[col] = node
        self._widen(row, col)
        return node

    def _add_row(self, row: int) -> None:
        node = etree.Element(_ROW, {"r": str(row)})
        following = min((other for other in self._rows if other > row), default=None)
        if following is None:
            self._data.append(node)
        else:
            self._rows[following].addprevious(node)
        self._rows[row] = node

    def _inherited_style(self, row: etree._Element, col: int) -> str | None:
        """The style a new cell shows in Excel: that of its row, else of its column."""
        if row.get("customFormat") in ("1", "true"):
            return row.get("s")
        for node in self.root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
            if int(node.get("min", "0")) <= col <= int(node.get("max", "0")):
                return node.get("style")
        return None

    def _widen(self, row: int, col: int) -> None:
        """Keep the hints about used columns and the used range true."""
        spans = _SPANS.fullmatch(self._rows[row].get("spans", ""))
        if spans:
            self._rows[row].set("spans", f"{min(int(spans[1]), col)}:{max(int(spans[2]), col)}")
        node = self.root.find(f"{{{MAIN}}}dimension")
        if node is not None and node.get("ref"):
            r1, c1, r2, c2 = parse_range(str(node.get("ref")))
            first, last = address(min(r1, row), min(c1, col)), address(max(r2, row), max(c2, col))
            node.set("ref", first if first == last else f"{first}:{last}")


def _numbered_rows(data: etree._Element) -> dict[int, etree._Element]:
    """The `<row>` elements by number; rows without a number get it written out."""
    rows: dict[int, etree._Element] = {}
    number = 0
    for node in data.iterfind(_ROW):
        reference = node.get("r")
        number = int(reference) if reference else number + 1
        if not reference:
            node.set("r", str(number))
        rows[number] = node
    return rows
