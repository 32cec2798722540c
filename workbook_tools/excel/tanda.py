"""Marks at the cells of findings in the open workbook, and their way back.

A mark is a note and a colour. The last line of the note says which colour the cell had before and which it got, so that
exactly our marks can be removed, also after rows were moved, and by another computer. A cell that has a note or a
conversation of its own gets no mark: there would be no place to say what it looked like.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import xlwings as xw

from workbook_tools.books.live import engine
from workbook_tools.books.marks import CellMark, cut
from workbook_tools.books.model import Book
from workbook_tools.books.writes import MAX_TEXT
from workbook_tools.findings import Place

NONE = "-"
_STAMP = re.compile(r"\n\[lkjip (-|[0-9A-F]{6}) (-|[0-9A-F]{6})\]$")


@dataclass(slots=True)
class Marked:
    """How many cells are marked; those that are not, since they have notes of their own, and protected sheets."""

    cells: int = 0
    crowded: int = 0
    protected: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    notes: list[str] = field(default_factory=list)
    colour: str = ""


def put(book: xw.Book, known: Book, marks: Sequence[CellMark]) -> Marked:
    """Mark the cells, the first cell of a merged range for all of it."""
    done = Marked()
    for title, cells in _gathered(known, marks).items():
        if known.sheet(title).protected:
            done.protected.append(title)
            continue
        sheet = book.sheets[title]
        for (row, col), cell in cells.items():
            if _mark(sheet.range((row, col)), cell):
                done.cells += 1
            else:
                done.crowded += 1
    return done


def _gathered(known: Book, marks: Sequence[CellMark]) -> dict[str, dict[tuple[int, int], _Cell]]:
    """By sheet and cell: the notes of all marks, and the colour of the gravest."""
    found: dict[str, dict[tuple[int, int], _Cell]] = {}
    for mark in marks:
        merge = known.sheet(mark.sheet).merged_range(*mark.position)
        at = mark.position if merge is None else merge[:2]
        cell = found.setdefault(mark.sheet, {}).setdefault(at, _Cell())
        if mark.note and mark.note not in cell.notes:
            cell.notes.append(mark.note)
        cell.colour = cell.colour or mark.colour.upper()
    return found


def _mark(target: xw.Range, cell: _Cell) -> bool:
    if target.note is not None:
        return False
    before = _hex(target.color)
    stamp = f"\n[lkjip {before or NONE} {cell.colour or NONE}]"
    words = "\n\n".join(cell.notes)
    try:
        target.add_note(cut(words)[: MAX_TEXT - len(stamp)] + stamp)
    except engine.refusals():
        return False
    if cell.colour:
        target.color = _rgb(cell.colour)
    return True


def remove(book: xw.Book) -> tuple[int, list[str]]:
    """Take every mark of ours away; how many cells, and the protected sheets whose marks had to stay."""
    count, stayed = 0, []
    for sheet in book.sheets:
        ours = [(note, match) for note in sheet.notes if (match := _STAMP.search(str(note.text)))]
        if ours and engine.protected(sheet):
            stayed.append(sheet.name)
            continue
        for note, match in ours:
            cell = note.location
            note.delete()
            before, given = match[1], match[2]
            if given != NONE and _hex(cell.color) == given:  # else somebody has coloured it since
                cell.color = None if before == NONE else _rgb(before)
            count += 1
    return count, stayed


def places(book: xw.Book, ids: Collection[str]) -> dict[str, Place]:
    """Where the marked cells of these findings are now, also after rows were moved."""
    found: dict[str, Place] = {}
    for sheet in book.sheets:
        for note in sheet.notes:
            words = str(note.text)
            if _STAMP.search(words):
                named = [id for id in ids if id in words]
                found |= dict.fromkeys(named, Place(sheet.name, note.location.address.replace("$", "")))
    return found


def _hex(colour: tuple[int, int, int] | None) -> str:
    return "" if colour is None else "".join(f"{int(part):02X}" for part in colour)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
