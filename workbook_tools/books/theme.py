"""Colours that a workbook takes from its theme become plain colours, so that they look the same in another workbook."""

from __future__ import annotations

from lxml import etree

from workbook_tools.books.package import Package

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"

_SLOTS = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
"""The theme's colours in the order in which cells number them."""
_ALIASES = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
"""What drawings call four of them."""


class Theme:
    """The colours of a workbook's theme; without a theme nothing is resolved."""

    def __init__(self, package: Package) -> None:
        self._colours: dict[str, str] = {}
        for relation in package.relations(package.workbook_part):
            if relation.kind == "theme" and relation.target in package:
                self._colours = _colours(package.root(relation.target))

    def resolve(self, root: etree._Element) -> None:
        """Every theme colour below `root` becomes the colour that it stands for; tints and shades stay on it."""
        for node in root.iter(etree.Element):
            if "theme" in node.attrib:
                self._resolve_cell(node)
            elif node.tag == f"{{{DRAWING}}}schemeClr":
                self._resolve_drawing(node)

    def _resolve_cell(self, node: etree._Element) -> None:
        number = str(node.get("theme"))
        colour = self._colours.get(_SLOTS[int(number)]) if number.isdigit() and int(number) < len(_SLOTS) else None
        if colour:
            attributes = {"rgb" if name == "theme" else name: value for name, value in node.attrib.items()}
            node.attrib.clear()
            node.attrib.update(attributes | {"rgb": f"FF{colour}"})

    def _resolve_drawing(self, node: etree._Element) -> None:
        name = str(node.get("val"))
        colour = self._colours.get(_ALIASES.get(name, name))
        if colour:
            node.tag = f"{{{DRAWING}}}srgbClr"
            node.set("val", colour)


def _colours(root: etree._Element) -> dict[str, str]:
    """RRGGBB by slot."""
    found: dict[str, str] = {}
    for scheme in root.iter(f"{{{DRAWING}}}clrScheme"):
        for slot in scheme.iterchildren(etree.Element):
            for colour in slot.iterchildren(etree.Element):
                # a system colour says what it was where the file was made
                value = str(colour.get("lastClr") or colour.get("val"))
                if len(value) == len("RRGGBB"):
                    found[etree.QName(slot).localname] = value.upper()
    return found
