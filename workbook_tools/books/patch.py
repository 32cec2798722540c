"""`patch`: new figures into an existing workbook, everything else in the file kept byte for byte.

Only the XML of sheets that change is rewritten, and in it only the cells that change. Beside it, workbook.xml asks
Excel to recalculate on load, and calcChain (the order of calculation, which Excel rebuilds) goes. Charts, images,
macros, controls, comments and whatever this project has never heard of are copied as compressed bytes.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from workbook_tools.books import history, notes
from workbook_tools.books.atomic import write_file
from workbook_tools.books.cells import unescape
from workbook_tools.books.model import address, parse_range
from workbook_tools.books.package import MAIN, Package, SheetEntry, damage_named
from workbook_tools.books.parts import Edits
from workbook_tools.books.schema_order import WORKBOOK, insert_ordered
from workbook_tools.books.sheetxml import RefusedError, SheetXml
from workbook_tools.books.writes import CellWrite
from workbook_tools.errors import InputError, UnpatchableFile

__all__ = ["CellWrite", "PatchReport", "patch"]


@dataclass(frozen=True, slots=True)
class PatchReport:
    """What a patch did: cells written, notes added, old figures added to the history sheet."""

    written: int
    noted: int
    logged: int


def patch(source: Path, target: Path, writes: Sequence[CellWrite]) -> PatchReport:
    """Write `writes` into a copy of `source` at `target`; the source is never changed, the target whole or not at all.

    The same cell twice: the last one counts. Patching the result again with the same writes changes nothing.
    """
    source, target = Path(source), Path(target)
    for write in writes:
        write.check()
    with damage_named(source):
        package = Package(source)
        _refuse_same(source, target)
        data, report = _patched(package, _by_sheet(package, writes))
    write_file(target, data)
    return report


def _refuse_same(source: Path, target: Path) -> None:
    try:
        same = target.exists() and os.path.samefile(source, target)  # noqa: PTH121 - Path.samefile is no shorter
    except OSError:
        same = False  # a target that cannot even be looked at is refused where it is written
    if same:
        raise InputError("tujuan_sama_dengan_sumber", path=target)


def _by_sheet(package: Package, writes: Sequence[CellWrite]) -> dict[SheetEntry, list[CellWrite]]:
    """The writes of each sheet, the last one for a cell; InputError for a sheet that does not exist."""
    sheets = {entry.title.casefold(): entry for entry in package.sheets}
    chosen: dict[SheetEntry, dict[tuple[int, int], CellWrite]] = defaultdict(dict)
    for write in writes:
        entry = sheets.get(write.sheet.casefold())
        if entry is None:
            raise InputError("lembar_tidak_ada", sheet=write.sheet, path=package.path)
        if entry.kind != "worksheet":
            raise UnpatchableFile("lembar_bukan_lembar_kerja", sheet=write.sheet, path=package.path)
        chosen[entry][write.position] = write
    return {entry: list(cells.values()) for entry, cells in chosen.items()}


def _patched(package: Package, by_sheet: dict[SheetEntry, list[CellWrite]]) -> tuple[bytes, PatchReport]:
    """The bytes of the patched file and the report."""
    if not by_sheet:
        return package.data, PatchReport(0, 0, 0)
    _refuse_signed(package)
    edits = Edits(package)
    noted, old = 0, []
    for entry, writes in by_sheet.items():
        _write_cells(edits, entry, writes)
        added, rest = _note(edits, entry, [write for write in writes if write.note])
        noted += added
        old += rest
    logged = history.log(edits, old) if old else 0
    edits.drop(package.workbook_part, "calcChain")
    _recalculate(edits.root(package.workbook_part))
    return edits.result(), PatchReport(sum(map(len, by_sheet.values())), noted, logged)


def _refuse_signed(package: Package) -> None:
    if any(name.lower().startswith("_xmlsignatures/") for name in package.names()):
        raise UnpatchableFile("berkas_bertanda_tangan", path=package.path)


def _write_cells(edits: Edits, entry: SheetEntry, writes: Sequence[CellWrite]) -> None:
    sheet = SheetXml(edits.root(entry.part))
    headers = _table_headers(edits.package, entry.part)
    for write in writes:
        with _refusal_named(edits.package, write):
            if write.position in headers and headers[write.position] != write.value:
                raise RefusedError("sel_judul_tabel")
            sheet.write(write)


@contextmanager
def _refusal_named(package: Package, write: CellWrite) -> Iterator[None]:
    try:
        yield
    except RefusedError as error:
        raise UnpatchableFile(error.code, path=package.path, sheet=write.sheet, cell=write.cell) from error


def _table_headers(package: Package, part: str) -> dict[tuple[int, int], str]:
    """The header cells of Excel tables: Excel repairs a file whose header text differs from the table's column."""
    headers: dict[tuple[int, int], str] = {}
    for relation in package.relations(part):
        if relation.kind != "table" or relation.target not in package:
            continue
        root = package.root(relation.target)
        if root.get("headerRowCount") == "0":
            continue
        row, col, _, _ = parse_range(str(root.get("ref")))
        for offset, node in enumerate(root.iter(f"{{{MAIN}}}tableColumn")):
            headers[row, col + offset] = unescape(str(node.get("name", "")))
    return headers


def _note(edits: Edits, entry: SheetEntry, writes: Sequence[CellWrite]) -> tuple[int, list[tuple[str, str, str]]]:
    """Notes for the sheet: how many were added, and what must go to the history sheet instead."""
    if not writes:
        return 0, []
    existing = notes.existing_notes(edits.package, entry.part)
    if existing is None:
        notes.add_notes(edits, entry.part, writes)
        return len(writes), []
    rest = ((write, address(*write.position)) for write in writes)
    return 0, [(entry.title, cell, write.note) for write, cell in rest if existing.get(cell) != write.note]


def _recalculate(workbook: etree._Element) -> None:
    """Ask Excel to recalculate everything when it opens the file."""
    node = workbook.find(f"{{{MAIN}}}calcPr")
    if node is None:
        node = etree.Element(f"{{{MAIN}}}calcPr")
        insert_ordered(workbook, node, WORKBOOK)
    node.set("fullCalcOnLoad", "1")
