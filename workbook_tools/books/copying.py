"""A part of another package and all it leads to, copied under free names: drawings, charts, pictures, tables, notes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Set

from lxml import etree

from workbook_tools.books.package import (
    CONTENT_TYPES,
    CONTENT_TYPES_PART,
    PACKAGE_RELS,
    Package,
    Relation,
    relations_part,
)
from workbook_tools.books.parts import Edits

_NAME = re.compile(r"(.*?)(\d*)(\.[^./]+)")
Adapt = Callable[[str, etree._Element], None]
"""What is changed in a copied part: told the kind of relationship that leads to it, and its tree."""


class Copier:
    """Copies parts of `donor` into the package under change; a part that several lead to is copied once."""

    def __init__(self, edits: Edits, donor: Package, adapt: Adapt) -> None:
        self._edits, self._donor, self._adapt = edits, donor, adapt
        self._names: dict[str, str] = {}
        types = donor.root(CONTENT_TYPES_PART)
        self._overrides = {
            str(node.get("PartName")).lstrip("/").lower(): str(node.get("ContentType"))
            for node in types.iterfind(f"{{{CONTENT_TYPES}}}Override")
        }
        self._defaults = {
            str(node.get("Extension")).lower(): str(node.get("ContentType"))
            for node in types.iterfind(f"{{{CONTENT_TYPES}}}Default")
        }

    def copy(self, part: str, kind: str) -> str:
        """The name under which the part, and all that it leads to, now stands in the target."""
        if part not in self._names:
            self._names[part] = name = self._free_name(part)
            self._put(part, name, kind)
            self._copy_relations(part, name)
        return self._names[part]

    def _free_name(self, part: str) -> str:
        match = _NAME.fullmatch(part)
        stem, ending = (match[1], match[3]) if match else (part, "")
        pattern = stem.replace("{", "{{").replace("}", "}}") + "{}" + ending
        return pattern.format(self._edits.free_number(pattern))

    def _put(self, part: str, name: str, kind: str) -> None:
        override = self._overrides.get(part.lower())
        content_type = override or self._defaults.get(part.rpartition(".")[2].lower(), "application/octet-stream")
        content: etree._Element | bytes = self._donor.read(part)
        if content_type.endswith("+xml"):
            content = self._donor.root(part)
            self._adapt(kind, content)
        if override:
            self._edits.add(name, content, content_type)
        else:
            self._edits.add_default(name, content, content_type)

    def _copy_relations(self, part: str, name: str) -> None:
        """The relationships of the part keep their ids; those inside the package lead to the copies."""
        relations = {relation.id: relation for relation in self._donor.relations(part)}
        if not relations:
            return
        root = self._donor.root(relations_part(part))
        for node in root.iterfind(f"{{{PACKAGE_RELS}}}Relationship"):
            relation = relations[str(node.get("Id"))]
            if self._is_part(relation):
                copied = self.copy(relation.target, relation.kind)
                node.set("Target", posixpath.relpath(copied, posixpath.dirname(name)))
        self._edits.add_relations(name, root)

    def _is_part(self, relation: Relation) -> bool:
        """Not the world outside, and not a place in the workbook (#Sheet!A1)."""
        return not relation.external and relation.target in self._donor


def reachable(package: Package, start: str, without: Set[str] = frozenset()) -> set[str]:
    """All parts that relationships lead to from `start` on, itself included, not going through `without`."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        part = waiting.pop()
        name = package.entry_name(part) if part in package else part
        if name in found or name in without:
            continue
        found.add(name)
        waiting += [r.target for r in package.relations(name) if not r.external and r.target in package]
    return found
