"""The sheets of an open workbook become cells: whole blocks, never a cell at a time.

Contents come in two calls a block. What Excel tells of a whole range only if all of it agrees (number format, bold,
indent, merged) is asked of the smallest range around the cells that need it, and of its halves where it does not agree.
Number formats are asked of numbers alone, bold and indent of texts alone: nobody looks at them elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeVar

import xlwings as xw
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from workbook_tools.books.live import engine
from workbook_tools.books.model import Book, Range, RawCell, Sheet, TableRef, address, parse_range

CELLS_AT_ONCE = 200_000
#: How looks are alike in tables: number formats by column, bold letters by row.
ROWS, COLUMNS = 0, 1
EXACT = 10.0**15
"""Whole numbers below it are integers, as in a file."""

Position = tuple[int, int]
T = TypeVar("T")

_THIS_ROW = re.compile(r"(\w+)\[@(?:\[([^\[\]]+)\]|([^\[\]]+))\]")


def read_book(book: xw.Book, on_sheet: Callable[[str], None] = lambda title: None) -> Book:
    """All worksheets of the open workbook as they are now; `on_sheet` hears of each before it is read."""
    local, whole = _names(book)
    epoch = MAC_EPOCH if engine.from_1904(book) else WINDOWS_EPOCH
    sheets = []
    for sheet in book.sheets:
        title = sheet.name
        on_sheet(title)
        sheets.append(_Reader(sheet, title, epoch).sheet(local.get(title.casefold(), {})))
    return Book(engine.place(book), tuple(sheets), whole)


def read_sheet(sheet: xw.Sheet) -> Sheet:
    """One worksheet as it is now."""
    local, _ = _names(sheet.book)
    title = sheet.name
    return _Reader(sheet, title, WINDOWS_EPOCH).sheet(local.get(title.casefold(), {}))


def _names(book: xw.Book) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """The defined names of every sheet by its folded title, and those of the whole workbook, as a file spells them."""
    local: dict[str, dict[str, str]] = {}
    whole: dict[str, str] = {}
    for name in book.names:
        title, _, own = name.name.rpartition("!")
        target = str(name.refers_to).removeprefix("=")
        if title:
            local.setdefault(_unquoted(title).casefold(), {})[own] = target
        else:
            whole[own] = target
    return local, whole


def _unquoted(title: str) -> str:
    return title[1:-1].replace("''", "'") if title.startswith("'") and title.endswith("'") else title


class _Reader:
    """One worksheet."""

    def __init__(self, sheet: xw.Sheet, title: str, epoch: object) -> None:
        self._sheet, self._title, self._epoch = sheet, title, epoch

    def sheet(self, names: Mapping[str, str]) -> Sheet:
        """Everything that the project wants to know of it."""
        used = self._sheet.used_range
        (rows, cols), row, col = used.shape, used.row, used.column
        box = (row, col, row + rows - 1, col + cols - 1)
        cells = self._cells(box)
        return Sheet(
            self._title, engine.state(self._sheet), cells, tuple(self._merges(box, cells)), tuple(self._tables(cells)),
            dict(names), protected=engine.protected(self._sheet),
        )  # fmt: skip

    def _cells(self, box: Range) -> dict[Position, RawCell]:
        contents: dict[Position, tuple[object, str | None]] = {}
        for area in _bands(box):
            contents.update(self._contents(area))
        numbers = [at for at, (value, _) in contents.items() if isinstance(value, float)]
        texts = [at for at, (value, _) in contents.items() if isinstance(value, str) and value]
        formats = self._agreed(engine.number_format, numbers, COLUMNS)
        bold = self._agreed(engine.bold, texts, ROWS)
        indent = self._agreed(engine.indent, texts, COLUMNS)
        return {
            at: self._cell(value, formula, formats.get(at, "General"), bold.get(at, False), indent.get(at, 0))
            for at, (value, formula) in contents.items()
        }

    def _contents(self, area: Range) -> Iterator[tuple[Position, tuple[object, str | None]]]:
        """Value and formula of every cell of the area that holds something."""
        range_ = self._range(area)
        typed = engine.formulas(range_)
        if not any(said != "" for row in typed for said in row):
            return
        held = engine.values(range_)
        for down, (said, value) in enumerate(zip(typed, held, strict=True)):
            for right, pair in enumerate(zip(said, value, strict=True)):
                content = _content(*pair)
                if content is not None:
                    yield (area[0] + down, area[1] + right), content

    def _cell(self, value: object, formula: str | None, number_format: str, bold: bool, indent: int) -> RawCell:
        error = engine.error_of(value)
        if error is not None:
            return RawCell(error, formula, number_format, True)
        if isinstance(value, float):
            value = self._number(value, number_format)
        return RawCell(value, formula, number_format, bold=bold, indent=indent)

    def _number(self, value: float, number_format: str) -> object:
        """The number, or the date that its format shows; the number where no calendar reaches."""
        if is_date_format(number_format):
            try:
                return from_excel(value, self._epoch, timedelta=is_timedelta_format(number_format))
            except (ValueError, OverflowError):
                return value
        return int(value) if value.is_integer() and abs(value) < EXACT else value

    def _range(self, box: Range) -> xw.Range:
        first, last = address(box[0], box[1]), address(box[2], box[3])
        return self._sheet.range(first if first == last else f"{first}:{last}")

    # --- what Excel tells of a whole range ---

    def _agreed(self, ask: Callable[[xw.Range], T | None], needed: Sequence[Position], by: int) -> dict[Position, T]:
        """What Excel says of each of the cells, from as few ranges as it takes; cells `by` row or column are alike."""
        found: dict[Position, T] = {}
        waiting = [needed] if needed else []
        while waiting:
            cells = waiting.pop()
            said = ask(self._range(_around(cells)))
            if said is not None:
                found.update(dict.fromkeys(cells, said))
            elif len(cells) > 1:
                waiting += _halves(cells, by)
        return found

    def _merges(self, box: Range, held: Collection[Position]) -> list[Range]:
        """The merged ranges, in reading order. All cells of one but the first are empty: an area without empty cells
        is not asked about."""
        found: list[Range] = []
        waiting = [(box, list(held))]
        while waiting:
            area, full = waiting.pop()
            if len(full) == _size(area) or any(_inside(area, merge) for merge in found):
                continue
            said = engine.merged(self._range(area))
            if said is False:
                continue
            if said:
                merge = self._merge_at(area[0], area[1])
                if merge not in found:
                    found.append(merge)
            if area[:2] != area[2:]:
                waiting += [(part, [at for at in full if _inside((*at, *at), part)]) for part in _parts(area)]
        return sorted(found)

    def _merge_at(self, row: int, col: int) -> Range:
        area = self._range((row, col, row, col)).merge_area
        (rows, cols), row, col = area.shape, area.row, area.column
        return row, col, row + rows - 1, col + cols - 1

    def _tables(self, cells: Mapping[Position, RawCell]) -> Iterator[TableRef]:
        for table in self._sheet.tables:
            ref = table.range.address.replace("$", "")
            row, first, _, last = parse_range(ref)
            header = bool(table.show_headers)
            heads = (cells.get((row, col)) for col in range(first, last + 1)) if header else ()
            columns = tuple("" if cell is None else str(cell.value) for cell in heads)
            yield TableRef(table.display_name, ref, columns, header, bool(table.show_totals))


def _content(said: object, value: object) -> tuple[object, str | None] | None:
    """Value and formula of a cell; None where it is empty. A text that only looks like a formula equals its value."""
    formula = said if isinstance(said, str) and said.startswith("=") and said != value else None
    if formula is None and value in (None, ""):
        return None
    return value, None if formula is None else _THIS_ROW.sub(_long_form, formula)


def _long_form(match: re.Match[str]) -> str:
    """`tbl[@col]`, which Excel shows, as `tbl[[#This Row],[col]]`, which files hold."""
    return f"{match[1]}[[#This Row],[{match[2] or match[3]}]]"


def _bands(box: Range) -> Iterator[Range]:
    """The area in pieces of whole rows that Excel gives at once."""
    first, left, last, right = box
    step = max(1, CELLS_AT_ONCE // (right - left + 1))
    for row in range(first, last + 1, step):
        yield row, left, min(last, row + step - 1), right


def _around(cells: Sequence[Position]) -> Range:
    rows, cols = [row for row, _ in cells], [col for _, col in cells]
    return min(rows), min(cols), max(rows), max(cols)


def _halves(cells: Sequence[Position], by: int) -> list[list[Position]]:
    """The cells in two: `by` columns or rows while there are several, then across them."""
    by = by if len({cell[by] for cell in cells}) > 1 else 1 - by
    lines = sorted({cell[by] for cell in cells})
    middle = lines[len(lines) // 2]
    return [[cell for cell in cells if cell[by] < middle], [cell for cell in cells if cell[by] >= middle]]


def _parts(area: Range) -> list[Range]:
    """The area in two, across its longer side."""
    first, left, last, right = area
    if last - first >= right - left:
        middle = (first + last) // 2
        return [(first, left, middle, right), (middle + 1, left, last, right)]
    middle = (left + right) // 2
    return [(first, left, last, middle), (first, middle + 1, last, right)]


def _size(area: Range) -> int:
    return (area[2] - area[0] + 1) * (area[3] - area[1] + 1)


def _inside(area: Range, merge: Range) -> bool:
    return merge[0] <= area[0] and merge[1] <= area[1] and area[2] <= merge[2] and area[3] <= merge[3]
