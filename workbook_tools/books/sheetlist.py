"""The list of sheets in the workbook part: where new ones stand, and all that counts sheets by their place."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from workbook_tools.books.package import DOC_RELS, MAIN, Package
from workbook_tools.books.parts import Edits, next_number
from workbook_tools.books.schema_order import WORKBOOK, insert_ordered

_SHEET = f"{{{MAIN}}}sheet"
_NAME = f"{{{MAIN}}}definedName"
_VIEW = f"{{{MAIN}}}sheetView"
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet whose parts are in the package already: title, part, state, and the names local to it."""

    title: str
    part: str
    state: str
    names: tuple[etree._Element, ...]


def local_names(workbook: etree._Element, number: int) -> tuple[etree._Element, ...]:
    """The defined names that belong to the sheet at this place."""
    nodes = workbook.iterfind(f"{{{MAIN}}}definedNames/{_NAME}")
    return tuple(node for node in nodes if node.get("localSheetId") == str(number))


def place(edits: Edits, sheets: Sequence[NewSheet], *, first: bool) -> None:
    """Put the sheets into the list: in the place of one of the same title, else before all others or behind them.

    With `first` the first of them is the one that Excel shows. Names, the sheet shown and the first visible tab
    count sheets by their place, so they are counted anew.
    """
    workbook = edits.root(edits.package.workbook_part)
    listed = workbook.find(f"{{{MAIN}}}sheets")
    if listed is None:
        raise ValueError("sheets missing")
    seats = _seats(listed.findall(_SHEET), sheets, first=first)
    _rename(workbook, seats)
    shown = next(number for number, seat in enumerate(seats) if seat.sheet is sheets[0]) if first else None
    active = _count_views(workbook, seats, shown)
    _list(edits, listed, seats)
    if first:
        _unselect(edits, {sheet.title.casefold() for sheet in sheets})
    for number, seat in enumerate(seats):
        if seat.sheet:
            _select(edits.root(seat.sheet.part), selected=number == active)


@dataclass(frozen=True, slots=True)
class _Seat:
    """One place in the new list: the node that stood in the old one, where, and the sheet that is new here."""

    node: etree._Element | None
    old: int | None
    sheet: NewSheet | None


def _seats(nodes: Sequence[etree._Element], sheets: Sequence[NewSheet], *, first: bool) -> list[_Seat]:
    by_title = {sheet.title.casefold(): sheet for sheet in sheets}
    kept = [_Seat(node, old, by_title.pop(str(node.get("name")).casefold(), None)) for old, node in enumerate(nodes)]
    added = [_Seat(None, None, sheet) for sheet in by_title.values()]
    return [*added, *kept] if first else [*kept, *added]


def _rename(workbook: etree._Element, seats: Sequence[_Seat]) -> None:
    """Names stay with their sheets; those of replaced sheets go, those of new ones come."""
    moved = {str(seat.old): number for number, seat in enumerate(seats) if seat.old is not None}
    replaced = {str(seat.old) for seat in seats if seat.sheet}
    holder = workbook.find(f"{{{MAIN}}}definedNames")
    if holder is None:
        holder = etree.Element(f"{{{MAIN}}}definedNames")
        insert_ordered(workbook, holder, WORKBOOK)
    for node in holder.findall(_NAME):
        place_before = node.get("localSheetId")
        if place_before in replaced:
            holder.remove(node)
        elif place_before in moved:
            node.set("localSheetId", str(moved[place_before]))
    for number, seat in enumerate(seats):
        for node in seat.sheet.names if seat.sheet else ():
            copy = deepcopy(node)
            copy.tail = None
            copy.set("localSheetId", str(number))
            holder.append(copy)
    if len(holder) == 0:
        workbook.remove(holder)


def _count_views(workbook: etree._Element, seats: Sequence[_Seat], shown: int | None) -> int:
    """Each window shows the sheet it showed, the first one `shown` if given; the place that the first one shows."""
    moved = {str(seat.old): number for number, seat in enumerate(seats) if seat.old is not None}
    active = moved.get("0", 0) if shown is None else shown
    for position, view in enumerate(workbook.iterfind(f"{{{MAIN}}}bookViews/{{{MAIN}}}workbookView")):
        jump = shown is not None and position == 0
        for name in ("activeTab", "firstSheet"):
            old = view.get(name, "0")
            new = moved.get(old, 0)
            if jump:
                new = active if name == "activeTab" else 0
            if str(new) != old:
                view.set(name, str(new))
        if position == 0:
            active = int(view.get("activeTab", "0"))
    return active


def _list(edits: Edits, listed: etree._Element, seats: Sequence[_Seat]) -> None:
    """Write the new order; a replaced sheet keeps its number, a new one gets the next."""
    free = next_number([str(node.get("sheetId")) for node in listed.iterfind(_SHEET)])
    inserted = 0
    for number, seat in enumerate(seats):
        if seat.sheet is None:
            continue
        relation = edits.relate(edits.package.workbook_part, "worksheet", seat.sheet.part)
        number_of_sheet = str(free) if seat.node is None else str(seat.node.get("sheetId"))
        attributes = {"name": seat.sheet.title, "sheetId": number_of_sheet}
        if seat.sheet.state != "visible":
            attributes["state"] = seat.sheet.state
        attributes[f"{{{DOC_RELS}}}id"] = relation
        node = etree.Element(_SHEET, attributes, nsmap={"r": DOC_RELS})
        if seat.node is not None:
            listed.replace(seat.node, node)
            continue
        free += 1
        if number == inserted:
            listed.insert(number, node)
        else:
            listed.append(node)
        inserted += 1


def _unselect(edits: Edits, new: set[str]) -> None:
    """No other sheet is selected in the first window: Excel would edit all selected ones at once."""
    for entry in edits.package.sheets:
        if entry.title.casefold() not in new and _is_selected(edits.package, entry.part):
            _select(edits.root(entry.part), selected=False)


def _is_selected(package: Package, part: str) -> bool:
    """Whether a sheet, told by what stands before its cells, is selected in the first window."""
    with package.open(part) as stream:
        for _, node in etree.iterparse(stream, ("start",), resolve_entities=False, no_network=True, load_dtd=False):
            name = etree.QName(node).localname
            if name == "sheetData":
                break
            if name == "sheetView" and node.get("tabSelected") in _TRUE and node.get("workbookViewId", "0") == "0":
                return True
    return False


def _select(root: etree._Element, *, selected: bool) -> None:
    for view in root.iterfind(f"{{{MAIN}}}sheetViews/{_VIEW}"):
        if view.get("workbookViewId", "0") == "0":
            if selected:
                view.set("tabSelected", "1")
            else:
                view.attrib.pop("tabSelected", "")
