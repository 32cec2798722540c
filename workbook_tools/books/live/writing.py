"""Contents into an open workbook: checked before, in blocks, looked at afterwards, and taken back where one fails.

Where a filter hides rows, Excel puts the first cell of a block into every visible cell and leaves the hidden ones
(xlwings issues 679 and 747). There alone a block goes in cell by cell: the user's filter is not ours to remove.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

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


@dataclass(slots=True)
class Done:
    """What has changed so far: blocks with the sheets that know their old contents, and cells that got notes."""

    blocks: list[tuple[Sheet, Block]] = field(default_factory=list)
    notes: list[xw.Range] = field(default_factory=list)


def put(book: xw.Book, known: Book, contents: Mapping[str, Mapping[Position, Typed]], done: Done) -> int:
    """Write all of it; how many cells were written."""
    written = 0
    for title, cells in contents.items():
        sheet = book.sheets[title]
        for block in blocks(cells):
            done.blocks.append((known.sheet(title), block))
            fill(sheet, block)
            written += len(list(block.items()))
    return written


@contextmanager
def all_or_nothing(book: xw.Book) -> Iterator[Done]:
    """Notes what is done inside; where anything fails in it, cells get their old contents back and lose our notes."""
    from_1904 = engine.from_1904(book)
    done = Done()
    try:
        yield done
    except Exception:  # whatever it was, half-written is worse; it goes on as it came, a bug stays a bug
        for sheet, block in done.blocks:
            old = {at: restored(sheet.cell(*at), from_1904=from_1904) for at, _ in block.items()}
            for piece in blocks(old):
                engine.patiently(partial(_restore, book, sheet.title, piece))
        for cell in done.notes:
            engine.patiently(partial(_without_note, cell))
        raise


def _restore(book: xw.Book, title: str, block: Block) -> None:
    _put_block(book.sheets[title], block)


def _without_note(cell: xw.Range) -> None:
    note = cell.note
    if note is not None:
        note.delete()


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
