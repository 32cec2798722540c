"""A workbook as the rest of the project sees it: sheets of sparse cells with value, formula and format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

MAX_ROW = 1_048_576
MAX_COL = 16_384
LETTERS = 26

_TALL = 200
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; 1-based, both ends included."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as the file holds it: nothing is interpreted beyond what Excel itself would show.

    `value` is None, str, int, float, bool, datetime, date, time or timedelta; an Excel error is its text
    (`#N/A`) with `error` set. A formula without a cached value has `formula` set and `value` None.
    """

    value: object | None
    formula: str | None = None
    number_format: str = "General"
    error: bool = False
    bold: bool = False
    indent: int = 0


EMPTY = RawCell(None)


@dataclass(frozen=True, slots=True)
class TableRef:
    """An Excel table (ListObject): its name, its range in A1 form and its column names in order."""

    name: str
    ref: str
    columns: tuple[str, ...]
    header_row: bool = True
    totals_row: bool = False


@dataclass
class Sheet:
    """One sheet. `cells` is keyed by (row, column), 1-based, and holds only cells with content."""

    title: str
    state: str = "visible"
    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merges: tuple[Range, ...] = ()
    tables: tuple[TableRef, ...] = ()
    defined_names: dict[str, str] = field(default_factory=dict)
    is_chart: bool = False
    protected: bool = False

    def cell(self, row: int, col: int) -> RawCell:
        """The cell at (row, col); an empty one where nothing is written."""
        return self.cells.get((row, col), EMPTY)

    @cached_property
    def max_row(self) -> int:
        """The last row with content; 0 for an empty sheet."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The numbers of the rows with content, in order: the way to walk a sheet with a cell far out."""
        return tuple(sorted({row for row, _ in self.cells}))

    @cached_property
    def _row_cells(self) -> dict[int, dict[int, RawCell]]:
        by_row: dict[int, dict[int, RawCell]] = {}
        for (row, col), cell in sorted(self.cells.items()):
            by_row.setdefault(row, {})[col] = cell
        return by_row

    def row_cells(self, row: int) -> dict[int, RawCell]:
        """The cells of one row by column number, in order, only those with content."""
        return self._row_cells.get(row, {})

    def merged_range(self, row: int, col: int) -> Range | None:
        """The merged range that covers (row, col), if any."""
        by_row, tall = self._merges_by_row
        for merge in by_row.get(row, []) + tall:
            if merge[0] <= row <= merge[2] and merge[1] <= col <= merge[3]:
                return merge
        return None

    @cached_property
    def _merges_by_row(self) -> tuple[dict[int, list[Range]], list[Range]]:
        """The merges that touch each row, and apart those over very many rows."""
        by_row: dict[int, list[Range]] = {}
        tall = [merge for merge in self.merges if merge[2] - merge[0] > _TALL]
        for merge in self.merges:
            for row in range(merge[0], merge[2] + 1) if merge[2] - merge[0] <= _TALL else ():
                by_row.setdefault(row, []).append(merge)
        return by_row, tall


@dataclass
class Book:
    """One workbook: its sheets in tab order and its workbook-wide names."""

    path: Path | None
    sheets: tuple[Sheet, ...]
    defined_names: dict[str, str] = field(default_factory=dict)

    def sheet(self, title: str) -> Sheet:
        """The sheet of this title, case ignored as Excel does; KeyError if there is none."""
        for sheet in self.sheets:
            if sheet.title.casefold() == title.casefold():
                return sheet
        raise KeyError(title)

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)


def column_letters(col: int) -> str:
    """1 → A, 28 → AB."""
    letters = ""
    while col > 0:
        col, rest = divmod(col - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """A → 1, AB → 28."""
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def address(row: int, col: int) -> str:
    """(3, 2) → B3; ValueError outside an Excel sheet."""
    if not (1 <= row <= MAX_ROW and 1 <= col <= MAX_COL):
        raise ValueError(f"no cell at row {row}, column {col}")
    return f"{column_letters(col)}{row}"


def parse_address(a: str) -> tuple[int, int]:
    """B3 or $B$3 → (3, 2); ValueError if it is no cell of an Excel sheet."""
    match = _ADDRESS.fullmatch(a)
    if not match:
        raise ValueError(f"not a cell address: {a!r}")
    row, col = int(match[2]), column_number(match[1])
    if not (1 <= row <= MAX_ROW and col <= MAX_COL):
        raise ValueError(f"outside an Excel sheet: {a!r}")
    return row, col


def parse_range(ref: str) -> Range:
    """B3:D7 → (3, 2, 7, 4), a single cell is a range of one; ValueError if it is no range of cells."""
    first, _, last = ref.partition(":")
    r1, c1 = parse_address(first)
    r2, c2 = parse_address(last or first)
    return min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)
