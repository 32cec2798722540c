"""`graft`: worksheets that XlsxWriter made come into an existing workbook with their look, charts and links.

Everything of the workbook stays byte for byte, except the list of sheets, the list of parts and the styles, which
grow. A sheet that this project brought earlier (the name `lkjip_lembar` in it says so) is replaced in its place;
anybody else's sheet of that title is never touched. Names of the donor that belong to its whole workbook stay behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from workbook_tools.books.adapting import Adapter
from workbook_tools.books.copying import Copier, reachable
from workbook_tools.books.package import MAIN, Package, SheetEntry, damage_named
from workbook_tools.books.parts import Edits
from workbook_tools.books.sheetlist import NewSheet, local_names, place
from workbook_tools.errors import InputError, UnpatchableFile

ROLE_NAME = "lkjip_lembar"
"""The name, local to a sheet, that says that this project made the sheet, and as what."""
MAX_TITLE = 31

_RESERVED = "history"  # Excel keeps it for its own list of changes
_BAD_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")


@dataclass(frozen=True, slots=True)
class Donor:
    """Worksheets of a workbook made by XlsxWriter, to be brought into another one with their look and charts."""

    data: bytes
    sheets: tuple[str, ...]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Grafted:
    """How many sheets came, and whether formulas came or went with them."""

    sheets: int
    formulas: bool


def graft(edits: Edits, donor: Donor) -> Grafted:
    """Bring the donor's sheets into the package under change.

    InputError where a stranger's sheet has the title, UnpatchableFile where the workbook's structure is locked.
    """
    for title in donor.sheets:
        _check_title(title)
    name = Path("lkjip.xlsx")
    with damage_named(name):
        source = Package(name, donor.data)
        chosen = _chosen(source, donor)
        roles = {entry.title.casefold(): _role(source.workbook, number) for number, entry in chosen}
    replaced = _replaced(edits.package, roles)
    if len(replaced) < len(chosen):
        _refuse_locked(edits.package)
    formulas = any(_has_formulas(edits.package.root(entry.part)) for entry in replaced)
    _drop(edits, replaced)
    adapter = Adapter(edits, source)
    copier = Copier(edits, source, adapter.adapt)
    sheets = [
        NewSheet(entry.title, copier.copy(entry.part, entry.kind), entry.state, local_names(source.workbook, number))
        for number, entry in chosen
    ]
    place(edits, sheets, first=donor.first)
    formulas = formulas or any(_has_formulas(edits.root(sheet.part)) for sheet in sheets)
    return Grafted(len(sheets), formulas)


def _check_title(title: str) -> None:
    """InputError for a title that Excel would not take."""
    length = len(title.encode("utf-16-le", "surrogatepass")) // 2
    if not 0 < length <= MAX_TITLE or _BAD_TITLE.search(title) or title.casefold() == _RESERVED:
        raise InputError("judul_lembar_tidak_sah", title=title, limit=MAX_TITLE)


def _chosen(source: Package, donor: Donor) -> list[tuple[int, SheetEntry]]:
    """The sheets asked for with their places in the donor."""
    known = {entry.title.casefold(): (number, entry) for number, entry in enumerate(source.sheets)}
    chosen = []
    for key, title in {title.casefold(): title for title in donor.sheets}.items():
        if key not in known or known[key][1].kind != "worksheet":
            raise InputError("lembar_donor_tidak_ada", title=title)
        chosen.append(known[key])
    return chosen


def _role(workbook: etree._Element, number: int) -> str | None:
    """What this project made the sheet as; None for a sheet that it did not make."""
    for node in local_names(workbook, number):
        if str(node.get("name")).casefold() == ROLE_NAME:
            return (node.text or "").strip().strip('="')
    return None


def _replaced(package: Package, roles: dict[str, str | None]) -> list[SheetEntry]:
    """The sheets that have to go; InputError if one is not ours, or ours in another role."""
    found = []
    for number, entry in enumerate(package.sheets):
        title = entry.title.casefold()
        if title in roles:
            role = _role(package.workbook, number)
            if role is None or role != roles[title]:
                raise InputError("lembar_asing", title=entry.title, path=package.path)
            found.append(entry)
    return found


def _has_formulas(sheet: etree._Element) -> bool:
    return next(sheet.iter(f"{{{MAIN}}}f"), None) is not None


def _refuse_locked(package: Package) -> None:
    node = package.workbook.find(f"{{{MAIN}}}workbookProtection")
    if node is not None and node.get("lockStructure") in ("1", "true"):
        raise UnpatchableFile("struktur_dikunci", path=package.path)


def _drop(edits: Edits, replaced: Sequence[SheetEntry]) -> None:
    """Leave out the sheets with all that only they lead to; a picture that others show stays."""
    package = edits.package
    gone = {package.entry_name(entry.part) for entry in replaced}
    if not gone:
        return
    kept = reachable(package, "", without=gone)
    for relation in package.relations(package.workbook_part):
        if not relation.external and relation.target in package and package.entry_name(relation.target) in gone:
            edits.unrelate(package.workbook_part, relation.id)
    for part in sorted(set().union(*(reachable(package, name) for name in gone)) - kept):
        edits.drop_part(part)
