"""Contents on their way into cells: neighbours together, in the words that Excel takes back as what they were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel

from workbook_tools.books.model import Range, RawCell
from workbook_tools.books.writes import CellWrite

#: What goes into a cell through `Range.formula`.
Typed = float | str | bool | None
Position = tuple[int, int]

_FILE_ONLY = re.compile(r"\b_xl(?:fn|ws)\.(?:_xlws\.)?")


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of contents: the box that it fills, and its rows."""

    box: Range
    rows: tuple[tuple[Typed, ...], ...]

    def items(self) -> Iterator[tuple[Position, Typed]]:
        """Every cell with its content."""
        for down, row in enumerate(self.rows):
            for right, content in enumerate(row):
                yield (self.box[0] + down, self.box[1] + right), content


def blocks(contents: Mapping[Position, Typed]) -> list[Block]:
    """The contents in rectangles: cells of a column that follow each other, then columns side by side that match."""
    columns: dict[int, list[int]] = {}
    for row, col in sorted(contents):
        columns.setdefault(col, []).append(row)
    open_: dict[tuple[int, int], Range] = {}
    done: list[Range] = []
    for col in sorted(columns):
        for first, last in _runs(columns[col]):
            before = open_.get((first, last))
            if before is not None and before[3] == col - 1:
                open_[first, last] = (*before[:3], col)
                continue
            done += [] if before is None else [before]
            open_[first, last] = (first, col, last, col)
    return [_filled(box, contents) for box in sorted([*done, *open_.values()])]


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


def _filled(box: Range, contents: Mapping[Position, Typed]) -> Block:
    rows, cols = range(box[0], box[2] + 1), range(box[1], box[3] + 1)
    return Block(box, tuple(tuple(contents[row, col] for col in cols) for row in rows))


def asked(write: CellWrite) -> Typed:
    """What a write puts into its cell."""
    formula = write.formula_text
    return formula_typed(formula) if formula is not None else typed(write.value)


def formula_typed(formula: str) -> str:
    """A formula as one types it: without the prefixes that only files have."""
    return "=" + _FILE_ONLY.sub("", formula.removeprefix("="))


def restored(cell: RawCell, *, from_1904: bool = False) -> Typed:
    """What gives a cell back what it held when it was read."""
    if cell.formula is not None:
        return formula_typed(cell.formula)
    if cell.error:
        return str(cell.value)
    return typed(cell.value, from_1904=from_1904)


def typed(value: object, *, from_1904: bool = False) -> Typed:
    """A constant; a text with the apostrophe that keeps Excel from taking it for a number, a date or a formula."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime | date | time | timedelta):
        return float(to_excel(value, MAC_EPOCH if from_1904 else WINDOWS_EPOCH))  # type: ignore[no-untyped-call]
    return f"'{value}" if value != "" else None
