"""How a table fits on paper: upright or wide, which size of letters, how wide each column, and into how many parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from workbook_tools.export.printed import PrintedTable
from workbook_tools.formats.spec import Column, Kind

#: Millimetres: short and long side.
PAPERS = {"A4": (210.0, 297.0), "F4": (215.0, 330.0)}
BINDING, MARGIN, SIDE = 25.0, 20.0, 15.0  # binding is at the left, of wide paper at the top
PADDING = 1.3  # on each side of a cell
SPARE = 0.8  # printers and word processors round
COMFORT, LEAST, TIGHT = 34.0, 26.0, 19.0  # a column of text that reads well, that still does, that must
SIZES = (9.0, 8.5, 8.0)  # points
HEADING_SMALLER = 0.5
HEADING_LINES = 5  # a heading taller than that pushes the table down the page
MM_PER_POINT = 0.3528
LONG_WORD = 20  # letters
#: Widths of letters in ems: Arial, and those fonts that are made to its measure.
WIDTH = {**dict.fromkeys("0123456789", 0.556), **dict.fromkeys(".,:;' -()/", 0.29), "%": 0.89}
CAPITAL, SMALL, BOLD = 0.70, 0.545, 1.09


@dataclass(frozen=True, slots=True)
class Page:
    """Paper with its margins, in millimetres."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def room(self) -> float:
        """What a table may take."""
        return self.width - self.left - self.right

    @property
    def wide(self) -> bool:
        """Landscape."""
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Fitted:
    """One part of a table with its letters and its columns in millimetres; `continued` after the first part."""

    table: PrintedTable
    size: float
    widths: tuple[float, ...]
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A table on its paper."""

    table: PrintedTable
    page: Page
    parts: tuple[Fitted, ...]


def page(paper: str, *, wide: bool) -> Page:
    """Upright with room for the binding, or wide."""
    short, long = PAPERS[paper]
    if wide:
        return Page(long, short, top=BINDING, right=SIDE, bottom=MARGIN, left=SIDE)
    return Page(short, long, top=MARGIN, right=MARGIN, bottom=MARGIN, left=BINDING)


def placed(table: PrintedTable, paper: str) -> Placed:
    """Upright where it reads well; else wide; else wide with smaller letters; else in parts by groups of columns."""
    needs = _Needs(table)
    upright, wide = page(paper, wide=False), page(paper, wide=True)
    everything = range(len(table.columns))
    if needs.total(everything, SIZES[0], COMFORT) <= upright.room:
        return Placed(table, upright, (_fitted(table, needs, everything, SIZES[0], upright),))
    for size, text in (*((size, LEAST) for size in SIZES), (SIZES[-1], TIGHT)):
        if needs.total(everything, size, text) <= wide.room:
            return Placed(table, wide, (_fitted(table, needs, everything, size, wide, text=text),))
    cuts = list(_cuts(table, needs, wide.room))
    fitting = (s for s in SIZES if all(needs.total(keep, s, LEAST) <= wide.room for keep in cuts))
    size = next(fitting, SIZES[-1])
    parts = [_fitted(table, needs, keep, size, wide, continued=n > 0) for n, keep in enumerate(cuts)]
    return Placed(table, wide, tuple(parts))


def _fitted(
    table: PrintedTable, needs: _Needs, keep: Sequence[int], size: float, page: Page, *,
    continued: bool = False, text: float = LEAST,
) -> Fitted:  # fmt: skip
    part = table if len(keep) == len(table.columns) else table.part(keep)
    return Fitted(part, size, tuple(needs.widths(keep, size, page.room, text)), continued)


def _cuts(table: PrintedTable, needs: _Needs, room: float) -> Iterator[list[int]]:
    """Columns of each part: those that name the row in every one, whole groups of the heading evenly over them."""
    names = _naming(table)
    groups = [
        [n for n, _ in members]
        for _, members in groupby(enumerate(table.columns), key=lambda pair: pair[1].head[0])
    ]  # fmt: skip
    rest = [kept for group in groups if (kept := [n for n in group if n not in names])]
    for count in range(1, len(rest) + 1):
        share = -(-len(rest) // count)
        parts = [sum(rest[at : at + share], list(names)) for at in range(0, len(rest), share)]
        if count == len(rest) or all(needs.total(part, SIZES[-1], LEAST) <= room for part in parts):
            yield from parts
            return


def _naming(table: PrintedTable) -> list[int]:
    keys = [c.key for c in table.columns]
    named = (table.format.name_column, table.format.indicator_column)
    last = max((keys.index(key) for key in named if key in keys), default=0)
    return [n for n in range(last + 1) if not table.columns[n].kind.is_number]


class _Needs:
    """What the columns of a table need at a size of letters."""

    def __init__(self, table: PrintedTable) -> None:
        self.table = table
        self._figures = [self._longest(n) for n in range(len(table.columns))]
        self._heading = [0.0] * len(table.columns)
        for block in table.blocks():
            covered = range(block.left, block.right + 1)
            longest = max((em(word, bold=True) for word in block.text.split()), default=0.0)
            need = max(longest, em(block.text, bold=True) / HEADING_LINES) / len(covered)
            for n in covered:
                self._heading[n] = max(self._heading[n], need)

    def _longest(self, n: int) -> tuple[float, float]:
        """Ems of the longest cell that must not break, and of the longest line."""
        unbroken = line = 0.0
        for row in self.table.rows:
            cell = row.cells[n]
            if cell.covered or cell.columns > 1:
                continue
            whole = max((em(part, bold=row.bold) for part in cell.figure.text.splitlines()), default=0.0)
            number = (cell.figure.number is not None and not cell.figure.unit) or self._is_short(n, whole)
            word = max((em(piece, bold=row.bold) for piece in pieces(cell.figure.text)), default=0.0)
            unbroken, line = max(unbroken, whole if number else word), max(line, whole)
        return unbroken, line

    def _is_short(self, n: int, whole: float) -> bool:
        """A code, an ordinal, a word of a scale: better not broken."""
        kept = (Kind.URUT, Kind.KODE, Kind.PILIHAN)
        return self.table.columns[n].kind in kept and whole * SIZES[0] * MM_PER_POINT <= COMFORT

    def least(self, n: int, size: float, text: float) -> float:
        """Figures and longest words whole; texts at least `text` wide, if they are that long."""
        unbroken, line = (length * size * MM_PER_POINT for length in self._figures[n])
        heading = self._heading[n] * (size - HEADING_SMALLER) * MM_PER_POINT
        wrapped = min(line, text - 2 * PADDING) if flows(self.table.columns[n]) else 0.0
        return max(unbroken, heading, wrapped) + 2 * PADDING + SPARE

    def total(self, keep: Sequence[int], size: float, text: float) -> float:
        """What the columns need together."""
        return sum(self.least(n, size, text) for n in keep)

    def widths(self, keep: Sequence[int], size: float, room: float, text: float) -> list[float]:
        """The whole room: figures what they need, texts the rest by their declared widths and never too little."""
        widths = {n: self.least(n, size, text) for n in keep}
        needed = sum(widths.values())
        if needed > room:
            return [width * room / needed for width in widths.values()]
        columns = self.table.columns
        sharing = [n for n in keep if flows(columns[n])] or list(keep)
        while sharing:
            left = room - sum(width for n, width in widths.items() if n not in sharing)
            each = left / sum(columns[n].width for n in sharing)
            tight = [n for n in sharing if columns[n].width * each < widths[n]]
            if not tight:
                widths |= {n: columns[n].width * each for n in sharing}
                break
            sharing = [n for n in sharing if n not in tight]
        return list(widths.values())


def flows(column: Column) -> bool:
    """Whether the column holds texts that may break over lines."""
    return column.kind is Kind.TEKS


def pieces(text: str) -> list[str]:
    """What a line cannot break: words, and of very long ones the parts between slashes."""
    return [p for word in text.split() for p in (word.split("/") if len(word) > LONG_WORD else [word])]


def em(text: str, *, bold: bool = False) -> float:
    """How long a text is, in the size of its letters."""
    length = sum(WIDTH.get(letter, CAPITAL if letter.isupper() else SMALL) for letter in text)
    return length * BOLD if bold else length
