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
        self._new: dict[str, etree._Element | bytes] = {}
        self._dropped: set[str] = set()

    def __contains__(self, part: str) -> bool:
        """Whether the new zip will hold this part."""
        if part in self._new:
            return True
        return part in self.package and self.package.entry_name(part) not in self._dropped

    def root(self, part: str) -> etree._Element:
        """The tree of a part, to be changed in place."""
        added = self._new.get(part)
        if isinstance(added, etree._Element):
            return added
        name = self.package.entry_name(part)
        if name not in self._roots:
            self._roots[name] = self.package.root(part)
        return self._roots[name]

    def add(self, part: str, content: etree._Element | bytes, content_type: str) -> None:
        """A new part, declared in the content types."""
        self._new[part] = content
        types = self._undeclared(part)
        etree.SubElement(types, _OVERRIDE, {"PartName": f"/{part}", "ContentType": content_type})

    def add_default(self, part: str, content: etree._Element | bytes, content_type: str) -> None:
        """A new part, declared in the content types through its extension."""
        extension = part.rpartition(".")[2]
        types = self.root(CONTENT_TYPES_PART)
        declared = {str(node.get("Extension")).lower(): node.get("ContentType") for node in types.iterfind(_DEFAULT)}
        if extension not in declared:
            # before the overrides, where every program writes it
            types.insert(0, etree.Element(_DEFAULT, {"Extension": extension, "ContentType": content_type}))
        if declared.get(extension, content_type) != content_type:
            self.add(part, content, content_type)
        else:
            self._new[part] = content

    def add_relations(self, source: str, root: etree._Element) -> None:
        """The relationships of a new part; their content type is declared in every package."""
        self._new[relations_part(source)] = root

    def relate(self, source: str, kind: str, target: str) -> str:
        """A new relationship from `source` to the part `target`; its id."""
        part = relations_part(source)
        if part not in self:
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
        for relation in self.package.relations(source):
            if relation.kind == kind and not relation.external:
                self.unrelate(source, relation.id)
                self.drop_part(relation.target)

    def unrelate(self, source: str, relation: str) -> None:
        """Remove one relationship of a part by its id."""
        relations = self.root(relations_part(source))
        for node in relations.findall(_RELATIONSHIP):
            if node.get("Id") == relation:
                relations.remove(node)

    def drop_part(self, part: str) -> None:
        """Leave a part out, with its own relationships and its content type."""
        for name in (part, relations_part(part)):
            if name in self.package:
                self._dropped.add(self.package.entry_name(name))
        self._undeclared(part)

    def _undeclared(self, part: str) -> etree._Element:
        """The content types without a word about this part; some files declare parts that they do not hold."""
        types = self.root(CONTENT_TYPES_PART)
        for node in types.findall(_OVERRIDE):
            if str(node.get("PartName")).lstrip("/").lower() == part.lower():
                types.remove(node)
        return types

    def free_number(self, pattern: str) -> int:
        """The first number n for which no part `pattern.format(n)` exists, whatever its folder's capitals."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return number

    def result(self) -> bytes:
        """The new zip: changed parts in place, all else byte for byte."""
        changed = {name: serialised(root) for name, root in self._roots.items()}
        added = {
            name: content if isinstance(content, bytes) else serialised(content) for name, content in self._new.items()
        }
        return rewrite(self.package.data, changed, added, self._dropped)


def serialised(root: etree._Element) -> bytes:
    """A part as bytes, with the declaration that Excel writes."""
    return _DECLARATION + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)


def next_number(values: list[str]) -> int:
    """One more than the greatest whole number among `values`."""
    return max((int(value) for value in values if re.fullmatch(r"\d+", value)), default=0) + 1
