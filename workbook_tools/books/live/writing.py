"""Contents into an open workbook: checked before, in blocks, looked at afterwards, and taken back where one fails.

Where a filter hides rows, Excel puts the first cell of a block into every visible cell and leaves the hidden ones
(xlwings issues 679 and 747). There alone a block goes in cell by cell: the user's filter is not ours to remove.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import xlwings as xw

from workbook_tools.books.live import engine
from workbook_tools.books.live.blocks import Block, Position, Typed, blocks, restored
from workbook_tools.books.model import Book, Range, Sheet, address
from workbook_tools.errors import UnpatchableFile

GENERAL = "General"


def refuse(book: xw.Book, known: Book, contents: Mapping[str, Mapping[Position, Typed]]) -> None:
    """UnpatchableFile where one of the sheets is protected, or a cell is part of an array formula."""
    locked = [title for title in contents if known.sheet(title).protected]
    if locked:
        raise UnpatchableFile("lembar_dilindungi", sheets=", ".join(locked), path=known.path)
    for title, cells in contents.items():
        for block in blocks(cells):
            if engine.holds_array(area(book.sheets[title], block.box)):
                cell = address(block.box[0], block.box[1])
                raise UnpatchableFile("sel_rumus_larik", sheet=title, cell=cell, path=known.path)


def put(book: xw.Book, known: Book, contents: Mapping[str, Mapping[Position, Typed]]) -> int:
    """Write all of it, or leave every cell as `known` has it; how many cells were written."""
    from_1904 = engine.from_1904(book)
    written = 0
    with _taken_back(book, known, from_1904) as done:
        for title, cells in contents.items():
            sheet = book.sheets[title]
            for block in blocks(cells):
                done.append((known.sheet(title), block))
                fill(sheet, block)
                written += len(list(block.items()))
    return written


@contextmanager
def _taken_back(book: xw.Book, known: Book, from_1904: bool) -> Iterator[list[tuple[Sheet, Block]]]:
    """Notes what is written; where Excel refuses in the middle, all of it gets its old content."""
    done: list[tuple[Sheet, Block]] = []
    try:
        yield done
    except engine.refusals():
        for sheet, block in done:
            old = {at: restored(sheet.cell(*at), from_1904=from_1904) for at, _ in block.items()}
            for piece in blocks(old):
                _put_block(book.sheets[sheet.title], piece)
        raise


def fill(sheet: xw.Sheet, block: Block) -> None:
    """Put one block into its cells; a cell of format Text would keep a formula as text, so it becomes General."""
    target = _put_block(sheet, block)
    if not any(isinstance(content, str) and content.startswith("=") for _, content in block.items()):
        return
    held = engine.values(target)
    for (row, col), content in block.items():
        value = held[row - block.box[0]][col - block.box[1]]
        if isinstance(content, str) and content.startswith("=") and value == content:
            cell = area(sheet, (row, col, row, col))
            cell.number_format = GENERAL
            _put(cell, content)


def _put_block(sheet: xw.Sheet, block: Block) -> xw.Range:
    """All contents of the block; the range that it fills."""
    target = area(sheet, block.box)
    if block.box[:2] != block.box[2:] and engine.hides_rows(target):
        for (row, col), content in block.items():
            _put(area(sheet, (row, col, row, col)), _empty(content))
    else:
        _put(target, _rows(block))
    return target


def _put(target: xw.Range, rows: object) -> None:
    """Contents into cells, past the converters of xlwings: they are what Excel takes already."""
    target.impl.formula = rows


def area(sheet: xw.Sheet, box: Range) -> xw.Range:
    """The cells of a box."""
    first, last = address(box[0], box[1]), address(box[2], box[3])
    return sheet.range(first if first == last else f"{first}:{last}")


def _rows(block: Block) -> object:
    """The rows as Excel takes them; a single cell as itself."""
    if block.box[:2] == block.box[2:]:
        return _empty(block.rows[0][0])
    return [[_empty(content) for content in row] for row in block.rows]


def _empty(content: Typed) -> Typed:
    return "" if content is None else content
