"""From one finding to the next: the list on the sheet `Temuan`, in reading order, from where the user is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import xlwings as xw

from workbook_tools.audit.sheet import ROLE, TITLE
from workbook_tools.books.asked import role_of
from workbook_tools.books.live import engine
from workbook_tools.books.live.reading import read_sheet
from workbook_tools.books.model import parse_address
from workbook_tools.excel import tanda
from workbook_tools.findings import Place

#: Columns of the sheet: number, id, cell, and what is wrong.
NUMBER, ID, CELL, FACT = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class Stop:
    """One finding: its id, where it is, and what is wrong there."""

    id: str
    place: Place
    fact: str


def stops(book: xw.Book) -> list[Stop] | None:
    """The findings with a cell on a sheet that can be seen, in reading order; None where nobody has checked yet."""
    visible = [sheet.name for sheet in book.sheets if engine.state(sheet) == "visible"]
    if TITLE not in visible:
        return None
    sheet = read_sheet(book.sheets[TITLE])
    if role_of(sheet) != ROLE:
        return None
    listed = {stop.id: stop for stop in _listed(sheet.rows, lambda row, col: sheet.cell(row, col).value)}
    moved = tanda.places(book, listed)
    found = [replace(stop, place=moved.get(stop.id, stop.place)) for stop in listed.values()]
    return sorted((stop for stop in found if stop.place.sheet in visible), key=lambda s: _order(visible, s.place))


def _listed(rows: Sequence[int], value: Callable[[int, int], object]) -> Iterator[Stop]:
    for row in rows:
        where = str(value(row, CELL) or "")
        title, _, cell = where.rpartition("!")
        if isinstance(value(row, NUMBER), int) and title and cell:
            yield Stop(str(value(row, ID)), Place(title, cell), str(value(row, FACT) or ""))


def beside(book: xw.Book, found: Sequence[Stop], here: Place, step: int) -> int:
    """Which finding comes after (`step` 1) or before (-1) the cell where the user is; after the last the first."""
    order = [sheet.name for sheet in book.sheets]
    at = _order(order, here)
    places = [_order(order, stop.place) for stop in found]
    if step > 0:
        return next((n for n, place in enumerate(places) if place > at), 0)
    return next((n for n in reversed(range(len(places))) if places[n] < at), len(found) - 1)


def _order(sheets: Sequence[str], place: Place) -> tuple[int, int, int]:
    number = sheets.index(place.sheet) if place.sheet in sheets else -1
    row, col = parse_address(place.cell.replace("$", "").partition(":")[0]) if place.cell else (0, 0)
    return number, row, col


def remove_list(book: xw.Book) -> str:
    """Delete the sheet of findings if it is ours; its title, or nothing."""
    for sheet in book.sheets:
        if sheet.name == TITLE and role_of(read_sheet(sheet)) == ROLE:
            sheet.delete()
            return TITLE
    return ""
