"""`read`: a closed .xlsx or .xlsm file becomes a book, with values, formulas and number formats in one pass.

openpyxl supplies dates, built-in formats and the translation of shared formulas. Its workbook reader is not used:
it would have to run twice (values, formulas), stops at damaged charts and styles that no figure depends on,
and builds an object for every cell of a merged range, however large.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from workbook_tools.books.cells import Budget, CellReader, TooLargeError, shared_strings, unescape
from workbook_tools.books.model import Book, Sheet, TableRef, parse_range
from workbook_tools.books.package import MAIN, Package, SheetEntry, damage_named
from workbook_tools.books.styles import Styles
from workbook_tools.errors import UnreadableFile
from workbook_tools.messages import text


def read(path: Path | str) -> Book:
    """The workbook in `path`; UnreadableFile with the reason if it cannot be read. The file is not changed."""
    path = Path(path)
    with damage_named(path):
        return _read(path, Package(path))


def read_bytes(data: bytes, name: str) -> Book:
    """The workbook in `data`, a file that is called so in messages."""
    path = Path(name)
    with damage_named(path):
        return _read(path, Package(path, data))


def _read(path: Path, package: Package) -> Book:
    entries = package.sheets
    strings, styles = shared_strings(package), Styles(package)
    names = _defined_names(package.workbook)
    sheets: list[Sheet] = []
    budget = Budget()
    for number, entry in enumerate(entries):
        try:
            sheet = _sheet(package, entry, strings, styles, budget)
            budget.take(cells=len(sheet.cells))
        except TooLargeError as error:
            raise UnreadableFile("berkas_terlalu_besar", path=path, reason=text(error.code)) from error
        sheet.defined_names = names.get(number, {})
        sheets.append(sheet)
    return Book(path, tuple(sheets), names.get(None, {}))


def _defined_names(workbook: etree._Element) -> dict[int | None, dict[str, str]]:
    """Names by the number of the sheet they belong to; None for those of the whole workbook."""
    names: dict[int | None, dict[str, str]] = {}
    for node in workbook.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"):
        scope = node.get("localSheetId")
        names.setdefault(None if scope is None else int(scope), {})[str(node.attrib["name"])] = node.text or ""
    return names


def _sheet(package: Package, entry: SheetEntry, strings: list[str], styles: Styles, budget: Budget) -> Sheet:
    if entry.kind != "worksheet":
        return Sheet(entry.title, entry.state, is_chart=True)
    reader = CellReader(strings, styles, budget)
    with package.open(entry.part) as stream:
        reader.parse(stream)
    return Sheet(
        entry.title, entry.state, reader.cells, tuple(reader.merges), _tables(package, entry.part),
        protected=reader.protected,
    )  # fmt: skip


def _tables(package: Package, part: str) -> tuple[TableRef, ...]:
    return tuple(
        _table(package.root(relation.target))
        for relation in package.relations(part)
        if relation.kind == "table" and relation.target in package
    )


def _table(root: etree._Element) -> TableRef:
    ref = str(root.attrib["ref"])
    parse_range(ref)
    columns = (
        unescape(str(node.get("name", ""))) for node in root.iterfind(f"{{{MAIN}}}tableColumns/{{{MAIN}}}tableColumn")
    )
    return TableRef(
        str(root.get("displayName") or root.get("name", "")),
        ref,
        tuple(columns),
        header_row=root.get("headerRowCount", "1") != "0",
        totals_row=root.get("totalsRowCount", "0") != "0",
    )
