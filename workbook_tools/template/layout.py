"""Where things stand on a sheet: titles, printed heading, number row, key row, data; printed columns before helpers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from workbook_tools.formats.spec import Column, TableFormat

LINE = 13.5  # points of one line of text
KEY_ROW_HEIGHT = 5.0
WIDEST_FROZEN = 96.0  # characters that may stay in view while the rest scrolls, on a small laptop
LETTERS_PER_WIDTH = 1.18  # proportional letters in one unit of column width, on average
BOLD = 0.92  # bold letters are wider, so fewer fit
CAPITAL = 1.25  # width of a capital, in letters
TALLEST = 409.0  # Excel's own limit


@dataclass(frozen=True, slots=True)
class Block:
    """One cell of the printed heading, merged where it covers more than one; rows count from the heading's top."""

    top: int
    left: int
    bottom: int
    right: int
    text: str
    leaf: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows and columns of one table on its sheet, counted from 0."""

    format: TableFormat
    columns: tuple[Column, ...]
    rows: int

    @property
    def printed(self) -> tuple[Column, ...]:
        """The columns of the report."""
        return tuple(c for c in self.columns if not c.helper)

    @property
    def office_row(self) -> int:
        """The line that names the office, under caption and title; further titles are those of other reports."""
        return 2

    @property
    def hint_row(self) -> int:
        """One line for the reader, else blank."""
        return self.office_row + 1

    @property
    def head_row(self) -> int:
        """The first row of the printed heading."""
        return self.hint_row + 1

    @property
    def head_depth(self) -> int:
        """How many rows the printed heading has."""
        return max(len(c.head) for c in self.printed)

    @property
    def number_row(self) -> int | None:
        """The row 1 2 3 …, if the report prints one."""
        return self.head_row + self.head_depth if self.format.numbering else None

    @property
    def key_row(self) -> int:
        """The header row of the Excel table."""
        return self.head_row + self.head_depth + int(self.format.numbering)

    @property
    def first(self) -> int:
        """The first data row."""
        return self.key_row + 1

    @property
    def last(self) -> int:
        """The last data row."""
        return self.key_row + self.rows

    @property
    def last_printed(self) -> int:
        """The last column inside the print area."""
        return len(self.printed) - 1

    @property
    def last_column(self) -> int:
        """The last column of the Excel table."""
        return len(self.columns) - 1

    def at(self, key: str) -> int:
        """The sheet column of a key."""
        return next(n for n, c in enumerate(self.columns) if c.key == key)

    def blocks(self) -> tuple[Block, ...]:
        """The cells of the printed heading."""
        return tuple(_blocks(self.printed, 0, 0, self.head_depth))

    def frozen_columns(self) -> int:
        """How many columns stay in view: up to what names the row, as far as a small screen has room."""
        keys = [c.key for c in self.printed]
        named = [keys.index(k) + 1 for k in (self.format.name_column, self.format.indicator_column) if k in keys]
        fitting = [n for n in named if sum(c.width for c in self.printed[:n]) <= WIDEST_FROZEN]
        return max(fitting, default=min(named, default=1))

    def heading_heights(self) -> list[float]:
        """Heights of the heading rows that show their longest text."""
        heights = [LINE + 4] * self.head_depth
        for block in sorted(self.blocks(), key=lambda b: b.bottom - b.top):
            width = sum(c.width for c in self.printed[block.left : block.right + 1])
            missing = height_of([(block.text, width)], bold=True) - sum(heights[block.top : block.bottom + 1])
            heights[block.bottom] += max(0.0, missing)
        return heights


def _blocks(columns: Sequence[Column], left: int, level: int, depth: int) -> Iterator[Block]:
    """Equal neighbours merge across; a path that ends early merges down to the last heading row."""
    for (text, leaf), group in groupby(columns, key=lambda c: (c.head[: level + 1], len(c.head) == level + 1)):
        members = list(group)
        right = left + len(members) - 1
        yield Block(level, left, depth - 1 if leaf else level, right, text[level], leaf)
        if not leaf:
            yield from _blocks(members, left, level + 1, depth)
        left = right + 1


def height_of(texts: Sequence[tuple[str, float]], *, bold: bool = False) -> float:
    """Row height that shows wrapped texts in columns of these widths; Excel does not fit rows of formulas itself."""
    room = LETTERS_PER_WIDTH * (BOLD if bold else 1.0)
    lines = max((sum(_lines(part, width * room) for part in text.split("\n")) for text, width in texts), default=1)
    return min(TALLEST, lines * LINE + 4)


def _lines(text: str, room: float) -> int:
    """Lines of a text that breaks between words; a word longer than the line breaks inside."""
    lines, used = 1, 0.0
    for word in text.split():
        length = sum(CAPITAL if letter.isupper() else 1.0 for letter in word)
        if used > 0 and used + 1 + length > room:
            lines, used = lines + 1, 0.0
        lines += max(0, ceil(length / room) - 1)
        used += length + (used > 0)
    return lines
