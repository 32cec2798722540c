"""Shared, array and table formulas met when a cell is overwritten: what must move, and what must not be touched."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from workbook_tools.books.model import Range, address, parse_address, parse_range
from workbook_tools.books.package import MAIN

_F = f"{{{MAIN}}}f"


class UnmovableError(Exception):
    """A shared formula that cannot be expressed for the next cell of its group."""


@dataclass
class _Group:
    """One shared formula: its text at its first cell, and the cells that use it in order of the file."""

    origin: str
    text: str
    members: list[etree._Element] = field(default_factory=list)

    def at(self, cell: str) -> str:
        """The formula as it reads in `cell`, without `=`."""
        try:
            return str(Translator(f"={self.text}", self.origin).translate_formula(cell)).removeprefix("=")
        except (TranslatorError, TokenizerError) as error:
            raise UnmovableError(cell) from error


class Formulas:
    """The formulas of one worksheet that span more than one cell."""

    def __init__(self, sheet_data: etree._Element) -> None:
        self.blocks: list[tuple[Range, str]] = []
        self._groups: dict[str, _Group] = {}
        for node in sheet_data.iter(_F):
            kind = node.get("t")
            if kind in ("array", "dataTable"):
                self.blocks.append((parse_range(str(node.get("ref") or _cell(node))), str(kind)))
            elif kind == "shared":
                self._share(node)

    def _share(self, node: etree._Element) -> None:
        number = str(node.get("si"))
        if number not in self._groups:
            if not node.text:
                return  # a cell whose group has no first cell: Excel shows its value only
            self._groups[number] = _Group(_cell(node), node.text)
        self._groups[number].members.append(node)

    def block_at(self, row: int, col: int) -> str | None:
        """`array` or `dataTable` if (row, col) belongs to such a block."""
        for (r1, c1, r2, c2), kind in self.blocks:
            if r1 <= row <= r2 and c1 <= col <= c2:
                return kind
        return None

    def text_of(self, node: etree._Element) -> str | None:
        """The formula of a cell, without `=`, also where it is shared."""
        group = self._groups.get(str(node.get("si"))) if node.get("t") == "shared" else None
        if group is None or node.text:
            return node.text
        return group.at(_cell(node))

    def leave(self, node: etree._Element) -> None:
        """`node` is about to go: if others read their formula from it, hand it on."""
        number = str(node.get("si"))
        group = self._groups.get(number) if node.get("t") == "shared" else None
        if group is None or node not in group.members:
            return
        was_first = group.members[0] is node
        group.members.remove(node)
        if was_first and group.members:
            self._rehome(number, group)

    def _rehome(self, number: str, group: _Group) -> None:
        """Make the next cell the first of its group, or, where the rest is no rectangle from there, end the group."""
        cells = [_cell(member) for member in group.members]
        texts = [member.text or group.at(cell) for member, cell in zip(group.members, cells, strict=True)]
        places = [parse_address(cell) for cell in cells]
        last = max(row for row, _ in places), max(col for _, col in places)
        if len(cells) > 1 and places[0] == (min(row for row, _ in places), min(col for _, col in places)):
            first = group.members[0]
            first.text = texts[0]
            first.set("ref", f"{cells[0]}:{address(*last)}")
            self._groups[number] = _Group(cells[0], texts[0], group.members)
            return
        for member, text in zip(group.members, texts, strict=True):
            member.text = text
            for name in ("t", "si", "ref"):
                member.attrib.pop(name, None)
        del self._groups[number]


def _cell(node: etree._Element) -> str:
    """The address of the cell that holds an `<f>`."""
    parent = node.getparent()
    return "" if parent is None else str(parent.get("r", ""))
