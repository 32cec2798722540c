"""`patch`: new figures into an existing workbook, everything else in the file kept byte for byte.

Only the XML of sheets that change is rewritten, and in it only the cells that change. Beside it, workbook.xml asks
Excel to recalculate on load, and calcChain (the order of calculation, which Excel rebuilds) goes. Charts, images,
macros, controls, comments and whatever this project has never heard of are copied as compressed bytes. Colours and
whole sheets brought in make the styles part grow, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from workbook_tools.books import history, notes
from workbook_tools.books.atomic import refuse_same, write_file
from workbook_tools.books.cells import unescape
from workbook_tools.books.graft import Donor, Grafted, graft
from workbook_tools.books.joining import join_notes
from workbook_tools.books.marks import CellMark, colour_cells, cut, notes_of
from workbook_tools.books.model import address, parse_range
from workbook_tools.books.package import MAIN, Package, SheetEntry, damage_named
from workbook_tools.books.parts import Edits
from workbook_tools.books.schema_order import WORKBOOK, insert_ordered
from workbook_tools.books.sheetxml import RefusedError, SheetXml
from workbook_tools.books.stylesheet import Stylesheet
from workbook_tools.books.writes import CellWrite
from workbook_tools.errors import InputError, UnpatchableFile

__all__ = ["CellMark", "CellWrite", "Donor", "PatchReport", "patch"]


@dataclass(frozen=True, slots=True)
class PatchReport:
    """What a patch did.

    Cells written, notes added, old figures added to the history sheet; cells coloured, notes of marks that could not
    be added because their sheet has comments of its own, sheets brought in.
    """

    written: int
    noted: int
    logged: int
    coloured: int = 0
    unnoted: int = 0
    grafted: int = 0


def patch(
    source: Path,
    target: Path,
    writes: Sequence[CellWrite],
    *,
    marks: Sequence[CellMark] = (),
    donor: Donor | None = None,
    beside: bool = False,
) -> PatchReport:
    """Write into a copy of `source` at `target`; the source is never changed, the target whole or not at all.

    `writes` change cells, `marks` colour and annotate them, `donor` brings whole sheets. Notes of marks stay away from
    a sheet with comments, unless they may stand `beside` those, at other cells. The same cell twice: the last write
    counts. Patching the result again with the same writes and the same donor changes nothing.
    """
    source, target = Path(source), Path(target)
    requests: list[CellWrite | CellMark] = [*writes, *marks]
    for request in requests:
        request.check()
    with damage_named(source):
        package = Package(source)
        refuse_same(source, target)
        data, report = _patched(package, _by_sheet(package, requests), donor, beside=beside)
    write_file(target, data)
    return report


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be done on one sheet: the last write for each cell, and the marks."""

    writes: dict[tuple[int, int], CellWrite] = field(default_factory=dict)
    marks: list[CellMark] = field(default_factory=list)

    @property
    def notes(self) -> bool:
        """Whether any of it has a note."""
        return any(write.note for write in self.writes.values()) or any(mark.note for mark in self.marks)

    def changes(self, existing: Mapping[str, str] | None) -> bool:
        """Whether the sheet itself changes; a note that finds other comments on its sheet leaves it as it is."""
        coloured = any(mark.colour for mark in self.marks)
        return bool(self.writes) or coloured or (self.notes and existing is None)


def _by_sheet(package: Package, requests: Sequence[CellWrite | CellMark]) -> dict[SheetEntry, _Task]:
    """What is to be done on each sheet; InputError for a sheet that does not exist."""
    sheets = {entry.title.casefold(): entry for entry in package.sheets}
    tasks: dict[SheetEntry, _Task] = defaultdict(_Task)
    for request in requests:
        entry = sheets.get(request.sheet.casefold())
        if entry is None:
            raise InputError("lembar_tidak_ada", sheet=request.sheet, path=package.path)
        if entry.kind != "worksheet":
            raise UnpatchableFile("lembar_bukan_lembar_kerja", sheet=request.sheet, path=package.path)
        if isinstance(request, CellWrite):
            tasks[entry].writes[request.position] = request
        else:
            tasks[entry].marks.append(request)
    return tasks


def _patched(
    package: Package, tasks: dict[SheetEntry, _Task], donor: Donor | None, *, beside: bool
) -> tuple[bytes, PatchReport]:
    """The bytes of the patched file and the report."""
    if not tasks and donor is None:
        return package.data, PatchReport(0, 0, 0)
    _refuse_signed(package)
    edits = Edits(package)
    styles = Stylesheet(edits)
    noted, coloured, unnoted, old = 0, 0, 0, []
    for entry, task in tasks.items():
        existing = notes.existing_notes(package, entry.part) if task.notes else None
        sheet = SheetXml(edits.root(entry.part) if task.changes(existing) else package.root(entry.part))
        _write_cells(edits, entry, sheet, list(task.writes.values()))
        coloured += colour_cells(sheet, styles, task.marks)
        added, rest, left = _note(edits, entry, sheet, task, existing, beside=beside)
        noted += added
        unnoted += left
        old += rest
    logged = history.log(edits, old) if old else 0
    written = sum(len(task.writes) for task in tasks.values())
    grafted = Grafted(0, False) if donor is None else graft(edits, styles, donor)
    if written or grafted.formulas:
        edits.drop(package.workbook_part, "calcChain")
    if written or grafted.sheets:
        _recalculate(edits.root(package.workbook_part))
    return edits.result(), PatchReport(written, noted, logged, coloured, unnoted, grafted.sheets)


def _refuse_signed(package: Package) -> None:
    if any(name.lower().startswith("_xmlsignatures/") for name in package.names()):
        raise UnpatchableFile("berkas_bertanda_tangan", path=package.path)


def _write_cells(edits: Edits, entry: SheetEntry, sheet: SheetXml, writes: Sequence[CellWrite]) -> None:
    headers = _table_headers(edits.package, entry.part) if writes else {}
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


def _note(
    edits: Edits, entry: SheetEntry, sheet: SheetXml, task: _Task, existing: Mapping[str, str] | None, *, beside: bool
) -> tuple[int, list[tuple[str, str, str]], int]:
    """Notes for the sheet: how many were added; old figures that must go to the history sheet; marks left without."""
    of_writes = {at: write.note for at, write in task.writes.items() if write.note}
    of_marks = notes_of(sheet, task.marks)
    if not of_writes and not of_marks:
        return 0, [], 0
    if existing is None:
        both = {at: [of[at] for of in (of_writes, of_marks) if at in of] for at in of_writes | of_marks}
        notes.add_notes(edits, entry.part, {at: cut("\n\n".join(texts)) for at, texts in both.items()})
        return len(both), [], 0
    rest = ((address(*at), note) for at, note in of_writes.items())
    old = [(entry.title, cell, note) for cell, note in rest if existing.get(cell) != note]
    left = {at: note for at, note in of_marks.items() if existing.get(address(*at)) != note}
    fresh = {at: note for at, note in left.items() if address(*at) not in existing}
    added = len(fresh) if beside and join_notes(edits, entry.part, fresh) else 0
    return added, old, len(left) - added


def _recalculate(workbook: etree._Element) -> None:
    """Ask Excel to recalculate everything when it opens the file."""
    node = workbook.find(f"{{{MAIN}}}calcPr")
    if node is None:
        node = etree.Element(f"{{{MAIN}}}calcPr")
        insert_ordered(workbook, node, WORKBOOK)
    node.set("fullCalcOnLoad", "1")
