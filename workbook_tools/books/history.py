"""The sheet `Riwayat hitung`: old figures of cells whose sheet has comments that must not be touched."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from workbook_tools.books.cells import Budget, CellReader, shared_strings
from workbook_tools.books.model import address
from workbook_tools.books.package import DOC_RELS, MAIN, MAIN_AND_RELS, SheetEntry
from workbook_tools.books.parts import Edits, next_number
from workbook_tools.books.sheetxml import SheetXml
from workbook_tools.books.styles import Styles
from workbook_tools.books.writes import CellWrite

TITLE = "Riwayat hitung"
HEADINGS = ("Lembar", "Sel", "Isi lama")
WIDTHS = (30, 10, 60)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def log(edits: Edits, rows: Sequence[tuple[str, str, str]]) -> int:
    """Append (sheet, cell, old content) to the history sheet, made if missing; how many were not there yet."""
    entry, known = _find(edits)
    fresh = [row for row in dict.fromkeys(rows) if row not in known]
    if not fresh:
        return 0
    root = edits.root(entry.part) if entry else _new_sheet(edits)
    sheet = SheetXml(root)
    if entry is None:
        _append(sheet, HEADINGS)
    for row in fresh:
        _append(sheet, row)
    return len(fresh)


def _find(edits: Edits) -> tuple[SheetEntry | None, set[tuple[str, ...]]]:
    """The history sheet that an earlier patch made, and what it holds; no stranger's sheet of that name."""
    for entry in edits.package.sheets:
        if entry.title.startswith(TITLE) and entry.kind == "worksheet":
            rows = _rows(edits, entry)
            if rows and rows[0] == HEADINGS:
                return entry, set(rows)
    return None, set()


def _rows(edits: Edits, entry: SheetEntry) -> list[tuple[str, ...]]:
    """The first three columns of a sheet as text, by row."""
    reader = CellReader(shared_strings(edits.package), Styles(edits.package), Budget())
    with edits.package.open(entry.part) as stream:
        reader.parse(stream)
    numbers = sorted({row for row, _ in reader.cells})
    columns = range(1, len(HEADINGS) + 1)
    return [
        tuple(str(reader.cells[row, col].value) if (row, col) in reader.cells else "" for col in columns)
        for row in numbers
    ]


def _append(sheet: SheetXml, row: Sequence[str]) -> None:
    number = sheet.last_row + 1
    for col, text in enumerate(row, 1):
        sheet.write(CellWrite(TITLE, address(number, col), value=text))


def _new_sheet(edits: Edits) -> etree._Element:
    """An empty visible worksheet at the end of the workbook, so that no sheet changes its number."""
    package = edits.package
    part = f"xl/worksheets/sheet{edits.free_number('xl/worksheets/sheet{}.xml')}.xml"
    root = etree.Element(f"{{{MAIN}}}worksheet", nsmap=MAIN_AND_RELS)
    columns = etree.SubElement(root, f"{{{MAIN}}}cols")
    for number, width in enumerate(WIDTHS, 1):
        etree.SubElement(
            columns, f"{{{MAIN}}}col", {"min": str(number), "max": str(number), "width": str(width), "customWidth": "1"}
        )
    etree.SubElement(root, f"{{{MAIN}}}sheetData")
    edits.add(part, root, _SHEET_TYPE)
    relation = edits.relate(package.workbook_part, "worksheet", part)
    sheets = edits.root(package.workbook_part).find(f"{{{MAIN}}}sheets")
    if sheets is None:
        raise ValueError("sheets missing")
    number = next_number([str(node.get("sheetId")) for node in sheets])
    attributes = {"name": _title(package.sheets), "sheetId": str(number), f"{{{DOC_RELS}}}id": relation}
    etree.SubElement(sheets, f"{{{MAIN}}}sheet", attributes, nsmap={"r": DOC_RELS})
    return root


def _title(entries: Sequence[SheetEntry]) -> str:
    """`Riwayat hitung`, numbered if that name is taken."""
    taken = {entry.title.casefold() for entry in entries}
    title, number = TITLE, 1
    while title.casefold() in taken:
        number += 1
        title = f"{TITLE} {number}"
    return title
