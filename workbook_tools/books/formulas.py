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
        self._group_of: dict[etree._Element, _Group] = {}
        current: dict[str, _Group] = {}
        orphans: list[etree._Element] = []
        for node in sheet_data.iter(_F):
            kind = node.get("t")
            if kind in ("array", "dataTable"):
                self.blocks.append((parse_range(str(node.get("ref") or _cell(node))), str(kind)))
            elif kind == "shared":
                if node.text:  # a number may be used again for a later group
                    current[str(node.get("si"))] = _Group(_cell(node), node.text)
                self._join(node, current.get(str(node.get("si"))), orphans)
        for node in orphans:  # cells that stand before the first cell of their group
            self._join(node, current.get(str(node.get("si"))), [])

    def _join(self, node: etree._Element, group: _Group | None, orphans: list[etree._Element]) -> None:
        if group is None:
            orphans.append(node)
            return
        group.members.append(node)
        self._group_of[node] = group

    def block_at(self, row: int, col: int) -> str | None:
        """`array` or `dataTable` if (row, col) belongs to such a block."""
        for (r1, c1, r2, c2), kind in self.blocks:
            if r1 <= row <= r2 and c1 <= col <= c2:
                return kind
        return None

    def text_of(self, node: etree._Element) -> str | None:
        """The formula of a cell, without `=`, also where it is shared; None where it cannot be told."""
        group = self._group_of.get(node)
        if group is None or node.text:
            return node.text
        try:
            return group.at(_cell(node))
        except UnmovableError:
            return None

    def leave(self, node: etree._Element) -> None:
        """`node` is about to go: if others read their formula from it, hand it on."""
        group = self._group_of.pop(node, None)
        if group is None:
            return
        group.members.remove(node)
        if node.text and group.members:
            self._rehome(group)

    def _rehome(self, group: _Group) -> None:
        """Make the next cell the first of its group, or, where the rest is no rectangle from there, end the group."""
        cells = [_cell(member) for member in group.members]
        texts = [member.text or group.at(cell) for member, cell in zip(group.members, cells, strict=True)]
        places = [parse_address(cell) for cell in cells]
        top, left = min(row for row, _ in places), min(col for _, col in places)
        bottom, right = max(row for row, _ in places), max(col for _, col in places)
        if len(cells) > 1 and places[0] == (top, left):
            group.origin, group.text = cells[0], texts[0]
            group.members[0].text = texts[0]
            group.members[0].set("ref", f"{cells[0]}:{address(bottom, right)}")
            return
        for member, text in zip(group.members, texts, strict=True):
            member.text = text
            del self._group_of[member]
            for name in ("t", "si", "ref"):
                member.attrib.pop(name, "")


def _cell(node: etree._Element) -> str:
    """The address of the cell that holds an `<f>`."""
    parent = node.getparent()
    return "" if parent is None else str(parent.get("r", ""))
