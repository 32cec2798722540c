"""The styles part of a workbook grows: what is new is appended, what is already there keeps its number.

Nothing is ever taken out or changed, so every style number in every sheet goes on meaning what it meant.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cached_property

from lxml import etree

from workbook_tools.books.package import MAIN, MAIN_AND_RELS
from workbook_tools.books.parts import Edits
from workbook_tools.books.schema_order import STYLESHEET, insert_ordered

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
FIRST_CUSTOM_FORMAT = 164
"""Numbers below are formats that every Excel has built in."""

Meaning = tuple[str, frozenset[tuple[str, str]], str, tuple["Meaning", ...]]

_X = f'xmlns="{MAIN}"'
_FONT = f'<font {_X}><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
_BORDER = f"<border {_X}><left/><right/><top/><bottom/><diagonal/></border>"
_NONE, _GRAY = (f'<fill {_X}><patternFill patternType="{kind}"/></fill>' for kind in ("none", "gray125"))
_XF = f'<xf {_X} numFmtId="0" fontId="0" fillId="0" borderId="0"/>'

_KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "numFmts": ("numFmt", ()),
    "fonts": ("font", (_FONT,)),
    "fills": ("fill", (_NONE, _GRAY)),
    "borders": ("border", (_BORDER,)),
    "cellXfs": ("xf", (_XF,)),
    "dxfs": ("dxf", ()),
}
"""What stands in each list, and what Excel takes for granted at its start whatever the file says."""


class Stylesheet:
    """The styles of a package under change; the part is touched only when something is asked for."""

    def __init__(self, edits: Edits) -> None:
        self._edits = edits
        self._known: dict[str, dict[Meaning, int]] = {}

    @cached_property
    def _root(self) -> etree._Element:
        package = self._edits.package
        for relation in package.relations(package.workbook_part):
            if relation.kind == "styles" and relation.target in package:
                return self._edits.root(relation.target)
        root = etree.Element(f"{{{MAIN}}}styleSheet", nsmap=MAIN_AND_RELS)
        part = "xl/styles.xml"
        if part in self._edits:
            part = f"xl/styles{self._edits.free_number('xl/styles{}.xml')}.xml"
        self._edits.add(part, root, STYLES_TYPE)
        self._edits.relate(package.workbook_part, "styles", part)
        return root

    def add(self, kind: str, node: etree._Element) -> int:
        """The number of a font, fill, border, cell format or dxf: that of an identical one, else of the new one."""
        known = self._numbers(kind)
        key = _meaning(node)
        if key not in known:
            known[key] = self._append(kind, node)
        return known[key]

    def number_format(self, number: int, code: str) -> int:
        """The number under which this workbook keeps a number format; `number` itself where Excel has it built in."""
        if number < FIRST_CUSTOM_FORMAT:
            return number
        nodes = self._list("numFmts").findall(f"{{{MAIN}}}numFmt")
        for node in nodes:
            if node.get("formatCode") == code and int(node.get("numFmtId", "0")) >= FIRST_CUSTOM_FORMAT:
                return int(node.get("numFmtId", "0"))
        free = max([FIRST_CUSTOM_FORMAT - 1, *(int(node.get("numFmtId", "0")) for node in nodes)]) + 1
        self._append("numFmts", etree.Element(f"{{{MAIN}}}numFmt", {"numFmtId": str(free), "formatCode": code}))
        return free

    def cell_format(self, number: int) -> etree._Element:
        """A copy of one cell format, to be changed and added; the default one for a number that does not exist."""
        formats = self._list("cellXfs").findall(f"{{{MAIN}}}xf")
        found = deepcopy(formats[number] if 0 <= number < len(formats) else formats[0])
        found.tail = None
        return found

    @cached_property
    def normal(self) -> str | None:
        """The number of the style `Normal` among the named styles; None where the workbook has none."""
        for node in self._root.iterfind(f"{{{MAIN}}}cellStyles/{{{MAIN}}}cellStyle"):
            if node.get("builtinId") == "0":
                return node.get("xfId", "0")
        return None if self._root.find(f"{{{MAIN}}}cellStyleXfs/{{{MAIN}}}xf") is None else "0"

    def _numbers(self, kind: str) -> dict[Meaning, int]:
        if kind not in self._known:
            known: dict[Meaning, int] = {}
            for number, node in enumerate(self._list(kind).iterfind(f"{{{MAIN}}}{_KINDS[kind][0]}")):
                known.setdefault(_meaning(node), number)
            self._known[kind] = known
        return self._known[kind]

    def _list(self, kind: str) -> etree._Element:
        """The list of one kind, made where it is missing, with what must stand at its start."""
        found = self._root.find(f"{{{MAIN}}}{kind}")
        if found is None:
            found = etree.Element(f"{{{MAIN}}}{kind}")
            insert_ordered(self._root, found, STYLESHEET)
        name, first = _KINDS[kind]
        have = len(found.findall(f"{{{MAIN}}}{name}"))
        for text in first[have:]:
            found.append(etree.fromstring(text))
            found.set("count", str(len(found)))
        return found

    def _append(self, kind: str, node: etree._Element) -> int:
        parent = self._list(kind)
        number = len(parent.findall(f"{{{MAIN}}}{_KINDS[kind][0]}"))
        parent.append(node)
        parent.set("count", str(number + 1))
        return number


def _meaning(node: etree._Element) -> Meaning:
    """What makes two entries the same: elements, attributes and text, whatever the prefixes and spaces between."""
    attributes = frozenset((str(name), str(value)) for name, value in node.attrib.items())
    inner = tuple(_meaning(child) for child in node.iterchildren(etree.Element))
    return str(node.tag), attributes, (node.text or "").strip(), inner
