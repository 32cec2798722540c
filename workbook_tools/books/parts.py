"""The parts that a patch changes, adds and drops, until they become a new zip."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from lxml import etree

from workbook_tools.books.package import (
    CONTENT_TYPES,
    CONTENT_TYPES_PART,
    DOC_RELS,
    PACKAGE_RELS,
    Package,
    relations_part,
)
from workbook_tools.books.rawzip import rewrite

_RELATIONSHIP = f"{{{PACKAGE_RELS}}}Relationship"
_OVERRIDE = f"{{{CONTENT_TYPES}}}Override"
_DEFAULT = f"{{{CONTENT_TYPES}}}Default"
_RELS_MAP: dict[Any, str] = {None: PACKAGE_RELS}  # lxml spells the default namespace None, its stubs do not
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Edits:
    """Changes to one package. A part asked for through `root` counts as changed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._roots: dict[str, etree._Element] = {}
        self._new: dict[str, etree._Element] = {}
        self._dropped: set[str] = set()

    def root(self, part: str) -> etree._Element:
        """The tree of a part, to be changed in place."""
        if part in self._new:
            return self._new[part]
        name = self.package.entry_name(part)
        if name not in self._roots:
            self._roots[name] = self.package.root(part)
        return self._roots[name]

    def add(self, part: str, root: etree._Element, content_type: str) -> None:
        """A new part, declared in the content types."""
        self._new[part] = root
        types = self.root(CONTENT_TYPES_PART)
        etree.SubElement(types, _OVERRIDE, {"PartName": f"/{part}", "ContentType": content_type})

    def add_default(self, part: str, root: etree._Element, content_type: str) -> None:
        """A new part, declared in the content types through its extension."""
        extension = part.rpartition(".")[2]
        types = self.root(CONTENT_TYPES_PART)
        declared = {str(node.get("Extension")).lower(): node.get("ContentType") for node in types.iterfind(_DEFAULT)}
        if extension not in declared:
            # before the overrides, where every program writes it
            types.insert(0, etree.Element(_DEFAULT, {"Extension": extension, "ContentType": content_type}))
        if declared.get(extension, content_type) != content_type:
            self.add(part, root, content_type)
        else:
            self._new[part] = root

    def relate(self, source: str, kind: str, target: str) -> str:
        """A new relationship from `source` to the part `target`; its id."""
        part = relations_part(source)
        if part not in self._new and part not in self.package:
            self._new[part] = etree.Element(f"{{{PACKAGE_RELS}}}Relationships", nsmap=_RELS_MAP)
        root = self.root(part)
        used = {node.get("Id") for node in root.iterfind(_RELATIONSHIP)}
        number = next(n for n in range(1, len(used) + 2) if f"rId{n}" not in used)
        path = posixpath.relpath(target, posixpath.dirname(source))
        attributes = {"Id": f"rId{number}", "Type": f"{DOC_RELS}/{kind}", "Target": path}
        etree.SubElement(root, _RELATIONSHIP, attributes)
        return f"rId{number}"

    def drop(self, source: str, kind: str) -> None:
        """Remove the parts of one kind that `source` leads to, with relationship and content type."""
        gone = [r for r in self.package.relations(source) if r.kind == kind and not r.external]
        for relation in gone:
            relations = self.root(relations_part(source))
            for node in relations.findall(_RELATIONSHIP):
                if node.get("Id") == relation.id:
                    relations.remove(node)
            if relation.target in self.package:
                self._dropped.add(self.package.entry_name(relation.target))
            types = self.root(CONTENT_TYPES_PART)
            for node in types.findall(_OVERRIDE):
                if str(node.get("PartName")).lstrip("/").lower() == relation.target.lower():
                    types.remove(node)

    def free_number(self, pattern: str) -> int:
        """The first number n for which no part `pattern.format(n)` exists, whatever its folder's capitals."""
        number = 1
        while pattern.format(number) in self.package or pattern.format(number) in self._new:
            number += 1
        return number

    def result(self) -> bytes:
        """The new zip: changed parts in place, all else byte for byte."""
        changed = {name: serialised(root) for name, root in self._roots.items()}
        added = {name: serialised(root) for name, root in self._new.items()}
        return rewrite(self.package.data, changed, added, self._dropped)


def serialised(root: etree._Element) -> bytes:
    """A part as bytes, with the declaration that Excel writes."""
    return _DECLARATION + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)


def next_number(values: list[str]) -> int:
    """One more than the greatest whole number among `values`."""
    return max((int(value) for value in values if re.fullmatch(r"\d+", value)), default=0) + 1
