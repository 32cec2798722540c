"""Sheets of a donor into an open workbook, through the open Excel.

Excel would stop at formulas that name sheets and tables which the donor does not have. So the donor is opened with
values in place of formulas, its sheets are copied over, and only there get their formulas back: none of them can point
at the donor's file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import xlwings as xw

from workbook_tools.books.closed import read_bytes
from workbook_tools.books.graft import Donor
from workbook_tools.books.live import engine
from workbook_tools.books.live.blocks import Typed, blocks, formula_typed
from workbook_tools.books.live.writing import fill, refuse
from workbook_tools.books.model import Book, Sheet, address
from workbook_tools.books.package import MAIN, parse_xml
from workbook_tools.books.parts import serialised
from workbook_tools.books.patch import patch
from workbook_tools.books.writes import CellWrite

FILE = "lkjip.xlsx"
_TABLES = "xl/tables/"
_OF_COLUMNS = (f"{{{MAIN}}}calculatedColumnFormula", f"{{{MAIN}}}totalsRowFormula")


def bring(book: xw.Book, known: Book, donor: Donor, sheets: Sequence[Sheet], replaced: Mapping[str, Sheet]) -> None:
    """Copy the sheets in: in the place of those that they replace, else before all others or behind them."""
    app = book.app
    pointing = _pointing(known, replaced)
    refuse(book, known, pointing)
    with TemporaryDirectory(dir=engine.scratch_folder(), ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"{Path(folder).name}.xlsx"  # Excel opens no two workbooks of one name
        path.write_bytes(_plain(donor, Path(folder)))
        opened = app.books.open(str(path), update_links=False, read_only=True, add_to_mru=False)
        try:
            for sheet in sheets:
                old = replaced.get(sheet.title.casefold())
                _copied(book, opened.sheets[sheet.title], old, first=donor.first)
        finally:
            engine.patiently(opened.close)
            engine.patiently(book.activate)
    for sheet in sheets:
        _formulas(book.sheets[sheet.title], sheet)
    for title, formulas in pointing.items():
        for block in blocks(formulas):
            fill(book.sheets[title], block)


def _copied(book: xw.Book, sheet: xw.Sheet, old: Sheet | None, *, first: bool) -> None:
    """One sheet, under the title that it has in the donor; an old one goes only once the new one is there."""
    if old is not None:
        before = book.sheets[old.title]
        copy = sheet.copy(before=before)
        try:
            before.delete()
        except engine.refusals():
            engine.patiently(copy.delete)
            raise
        engine.patiently(lambda: setattr(copy, "name", old.title))
    elif first:
        sheet.copy(before=book.sheets[0])
    else:
        sheet.copy(after=book.sheets[len(book.sheets) - 1])


def _formulas(target: xw.Sheet, sheet: Sheet) -> None:
    """The formulas of a donated sheet, in blocks."""
    found: dict[tuple[int, int], Typed] = {
        at: formula_typed(cell.formula) for at, cell in sheet.cells.items() if cell.formula is not None
    }
    for block in blocks(found):
        fill(target, block)


def _pointing(known: Book, replaced: Mapping[str, Sheet]) -> dict[str, dict[tuple[int, int], Typed]]:
    """Formulas of the user's that show a figure of a sheet which is replaced: with the old sheet Excel turns them into
    #REF!, so they are written again."""
    if not replaced:
        return {}
    titles = "|".join(re.escape(sheet.title.replace("'", "''")) for sheet in replaced.values())
    points = re.compile(rf"(?<![\w'])'?(?:{titles})'?!", re.IGNORECASE)
    found: dict[str, dict[tuple[int, int], Typed]] = {}
    for sheet in known:
        if sheet.title.casefold() in replaced or sheet.protected:
            continue
        for at, cell in sheet.cells.items():
            if cell.formula is not None and points.search(cell.formula):
                found.setdefault(sheet.title, {})[at] = formula_typed(cell.formula)
    return found


def _plain(donor: Donor, folder: Path) -> bytes:
    """The donor with values in place of formulas."""
    writes = [
        CellWrite(sheet.title, address(*at), value=cell.value if isinstance(cell.value, int | float | str) else None)
        for sheet in read_bytes(donor.data, FILE)
        for at, cell in sheet.cells.items()
        if cell.formula is not None
    ]
    source, target = folder / "asal.xlsx", folder / "nilai.xlsx"
    source.write_bytes(_without_column_formulas(donor.data))
    patch(source, target, writes)
    return target.read_bytes()


def _without_column_formulas(data: bytes) -> bytes:
    """The package with tables whose columns know no formula; Excel learns it again from the cells."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.startswith(_TABLES):
                root = parse_xml(content)
                for node in [node for tag in _OF_COLUMNS for node in root.iter(tag)]:
                    parent = node.getparent()
                    if parent is not None:
                        parent.remove(node)
                content = serialised(root)
            new.writestr(info, content)
    return out.getvalue()
