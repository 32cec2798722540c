"""A donor's sheets, tables and drawings told in the numbers of the target: styles, strings, names of tables."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from workbook_tools.books.package import MAIN, Package
from workbook_tools.books.parts import Edits, next_number
from workbook_tools.books.styles import Styles, counts_from_1904
from workbook_tools.books.stylesheet import Stylesheet
from workbook_tools.books.theme import Theme

_C, _ROW, _COL, _F = (f"{{{MAIN}}}{name}" for name in ("c", "row", "col", "f"))
_FORMULAS = (_F, f"{{{MAIN}}}calculatedColumnFormula", f"{{{MAIN}}}totalsRowFormula")
_OF_A_FORMAT = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}
_DAYS_TO_1904 = 1462
_APPLIED = ("applyNumberFormat", "applyFont", "applyFill", "applyBorder")


class Adapter:
    """Changes the trees of a donor so that they mean the same in the target."""

    def __init__(self, edits: Edits, donor: Package) -> None:
        self._styles = Stylesheet(edits)
        self._theme = Theme(donor)
        self._donor_styles = _part_root(donor, "styles")
        self._looks = Styles(donor)
        self._days = _DAYS_TO_1904 * (counts_from_1904(donor.workbook) - counts_from_1904(edits.package.workbook))
        self._strings = _shared_strings(donor)
        self._formats: dict[int, str] = {}
        self._tables = _Tables(edits)
        self._rename = self._tables.renamed(donor)

    def adapt(self, kind: str, root: etree._Element) -> None:
        """Put the numbers of the target into a part; `kind` is that of the relationship that leads to it."""
        self._theme.resolve(root)
        for node in root.iter(f"{{{MAIN}}}*"):
            for name in node.attrib:
                if str(name).lower().endswith("dxfid"):
                    node.set(name, str(self._dxf(int(node.attrib[name]))))
            if node.tag in _FORMULAS and node.text:
                node.text = self._renamed(node.text)
        match kind:
            case "worksheet":
                self._sheet(root)
            case "table":
                self._tables.take(root, self._rename)

    def _sheet(self, root: etree._Element) -> None:
        for node in root.iter(_COL):
            if node.get("style"):
                node.set("style", self._format(int(node.attrib["style"])))
        for node in root.iter(_ROW):
            if node.get("s"):
                node.set("s", self._format(int(node.attrib["s"])))
        for cell in root.iter(_C):
            self._move_date(cell)
            # without a number a cell looks like the donor's default, which the target's need not be
            cell.set("s", self._format(int(cell.get("s", "0"))))
            if cell.get("t") == "s":
                self._inline(cell)
            for name in ("cm", "vm"):  # point at metadata of the donor
                cell.attrib.pop(name, "")
        for node in root.iter(f"{{{MAIN}}}sheetPr"):
            node.attrib.pop("codeName", "")

    def _move_date(self, cell: etree._Element) -> None:
        """The day stays the same where the target counts its days from another year."""
        value = cell.find(f"{{{MAIN}}}v")
        style = self._looks[int(cell.get("s", "0"))]
        if not self._days or value is None or not value.text or cell.get("t", "n") != "n":
            return
        if style.is_date and not style.is_duration:
            value.text = repr(float(value.text) + self._days)

    def _inline(self, cell: etree._Element) -> None:
        """The shared string stands in the cell itself, with its runs."""
        value = cell.find(f"{{{MAIN}}}v")
        if value is None:
            return
        holder = etree.Element(f"{{{MAIN}}}is")
        holder.extend(deepcopy(child) for child in self._strings[int(value.text or "0")])
        self._theme.resolve(holder)
        cell.replace(value, holder)
        cell.set("t", "inlineStr")

    def _format(self, number: int) -> str:
        """The target's number of a cell format of the donor, all that belongs to it brought along."""
        if number not in self._formats:
            formats = self._donor_styles.findall(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf")
            node = deepcopy(formats[number])
            node.tail = None
            for kind, name in _OF_A_FORMAT.items():
                node.set(name, str(self._styles.add(kind, self._look(kind, int(node.get(name, "0"))))))
            node.set("numFmtId", str(self._number_format(int(node.get("numFmtId", "0")))))
            for name in _APPLIED:
                node.set(name, "1")
            for extension in node.findall(f"{{{MAIN}}}extLst"):  # points at parts of the donor
                node.remove(extension)
            node.attrib.pop("xfId", "")
            if self._styles.normal is not None:
                node.set("xfId", self._styles.normal)
            self._formats[number] = str(self._styles.add("cellXfs", node))
        return self._formats[number]

    def _look(self, kind: str, number: int) -> etree._Element:
        """A font, fill or border of the donor with plain colours and, for a font, its own name."""
        node = deepcopy(self._donor_styles.findall(f"{{{MAIN}}}{kind}/*")[number])
        node.tail = None
        self._theme.resolve(node)
        for scheme in node.findall(f"{{{MAIN}}}scheme"):  # else the target's theme would choose the font
            node.remove(scheme)
        return node

    def _number_format(self, number: int) -> int:
        for node in self._donor_styles.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt"):
            if node.get("numFmtId") == str(number):
                return self._styles.number_format(number, node.get("formatCode", "General"))
        return number

    def _dxf(self, number: int) -> int:
        node = self._look("dxfs", number)
        for form in node.iterfind(f"{{{MAIN}}}numFmt"):
            code = form.get("formatCode", "General")
            form.set("numFmtId", str(self._styles.number_format(int(form.get("numFmtId", "0")), code)))
        return self._styles.add("dxfs", node)

    def _renamed(self, formula: str) -> str:
        for old, new in self._rename.items():
            if old != new:
                formula = re.sub(rf"\b{re.escape(old)}(?=\[)", new, formula)
        return formula


class _Tables:
    """Names and numbers of Excel tables, unique in a workbook."""

    def __init__(self, edits: Edits) -> None:
        package = edits.package
        present = [
            package.root(relation.target)
            for entry in package.sheets
            for relation in package.relations(entry.part)
            if relation.kind == "table" and relation.target in edits
        ]
        names = package.workbook.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName")
        self._names = {str(node.get("name")).casefold() for node in names}
        self._names |= {str(root.get(name)).casefold() for root in present for name in ("name", "displayName")}
        self._next = next_number([str(root.get("id")) for root in present])

    def renamed(self, donor: Package) -> dict[str, str]:
        """The donor's table names with those they get."""
        found: dict[str, str] = {}
        for entry in donor.sheets:
            for relation in donor.relations(entry.part):
                if relation.kind == "table":
                    name = str(donor.root(relation.target).get("displayName"))
                    found[name] = self._free(name)
        return found

    def take(self, root: etree._Element, names: dict[str, str]) -> None:
        """Give a table its number and name."""
        name = names[str(root.get("displayName"))]
        root.set("id", str(self._next))
        root.set("name", name)
        root.set("displayName", name)
        self._next += 1

    def _free(self, name: str) -> str:
        free, number = name, 1
        while free.casefold() in self._names:
            number += 1
            free = f"{name}_{number}"
        self._names.add(free.casefold())
        return free


def _part_root(package: Package, kind: str) -> etree._Element:
    for relation in package.relations(package.workbook_part):
        if relation.kind == kind and relation.target in package:
            return package.root(relation.target)
    raise KeyError(kind)


def _shared_strings(package: Package) -> list[etree._Element]:
    """The strings that cells point at; none where the workbook holds no text."""
    for relation in package.relations(package.workbook_part):
        if relation.kind == "sharedStrings" and relation.target in package:
            return package.root(relation.target).findall(f"{{{MAIN}}}si")
    return []
