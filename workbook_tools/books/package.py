"""Parts, relationships and content types inside the zip of a workbook (Open Packaging Conventions)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from defusedxml.common import DTDForbidden
from lxml import etree

from workbook_tools.books.container import MALFORMED, open_container
from workbook_tools.errors import UnreadableFile
from workbook_tools.messages import text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DOC_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

MAIN_AND_RELS: dict[Any, str] = {None: MAIN, "r": DOC_RELS}
"""The prefixes of a new part, as Excel writes them."""

MAX_TREE = 100 * 2**20
"""Bytes of a part that is held as a tree, which takes about ten times as much memory."""

CONTENT_TYPES_PART = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its id, the last word of its type (`worksheet`) and the part it leads to."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One `<sheet>` of the workbook part: title, state, and the part that holds it."""

    title: str
    state: str
    kind: str
    part: str


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part; a DTD is refused, since Office writes none and entity bombs need one."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise DTDForbidden("xml", None, None)
    return root


def relations_part(part: str) -> str:
    """xl/workbook.xml → xl/_rels/workbook.xml.rels."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class Package:
    """A workbook file, opened and checked, with its parts by name."""

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        """The workbook file `path`, or the bytes of one that is called so in messages."""
        self.path = path
        self.data, self.zip = open_container(path, data)
        # some programs write backslashes, a leading slash or other capitals than the relationship
        self._entries = {_key(info.filename): info for info in self.zip.infolist()}

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._entries

    def entry_name(self, part: str) -> str:
        """The name of the zip entry that holds `part`; KeyError if there is none."""
        return self._entries[_key(part)].filename

    def names(self) -> list[str]:
        """All zip entries in order."""
        return self.zip.namelist()

    def read(self, part: str) -> bytes:
        """The bytes of a part; KeyError if there is none."""
        return self.zip.read(self._entries[_key(part)])

    def open(self, part: str) -> IO[bytes]:
        """A part as a stream; KeyError if there is none."""
        return self.zip.open(self._entries[_key(part)])

    def root(self, part: str) -> etree._Element:
        """The parsed root of an XML part; UnreadableFile if it is too large to be held as a tree."""
        size = self._entries[_key(part)].file_size
        if size > MAX_TREE:
            reason = text("karena_bagian_besar", part=part, size=size // 2**20)
            raise UnreadableFile("berkas_terlalu_besar", path=self.path, reason=reason)
        return parse_xml(self.read(part))

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part (`""` for the package itself) in order."""
        source = relations_part(part)
        if source not in self:
            return []
        folder = posixpath.dirname(part)
        return [_relation(node, folder) for node in self.root(source).iter(f"{{{PACKAGE_RELS}}}Relationship")]

    @cached_property
    def workbook_part(self) -> str:
        """The name of the part with the list of sheets; UnreadableFile if there is none."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        if "xl/workbook.xml" in self:
            return "xl/workbook.xml"
        reason = text("karena_bagian_hilang", part="xl/workbook.xml")
        raise UnreadableFile("berkas_rusak", path=self.path, reason=reason)

    @cached_property
    def workbook(self) -> etree._Element:
        """The parsed workbook part; UnreadableFile with the reason if it is not that of a transitional .xlsx."""
        if self.workbook_part.lower().endswith(".bin"):
            raise UnreadableFile("berkas_xlsb", path=self.path)
        root = self.root(self.workbook_part)
        tag = etree.QName(root)
        if tag.namespace == STRICT_MAIN:
            raise UnreadableFile("berkas_strict", path=self.path)
        if tag.namespace != MAIN or tag.localname != "workbook":
            raise UnreadableFile("zip_bukan_excel", path=self.path)
        return root

    @cached_property
    def sheets(self) -> tuple[SheetEntry, ...]:
        """The sheets in tab order; UnreadableFile if there is none."""
        targets = {relation.id: relation for relation in self.relations(self.workbook_part)}
        entries = tuple(
            self._sheet(node, targets) for node in self.workbook.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")
        )
        if not entries:
            raise UnreadableFile("berkas_tanpa_lembar", path=self.path)
        return entries

    def _sheet(self, node: etree._Element, targets: dict[str, Relation]) -> SheetEntry:
        relation = targets.get(str(node.get(f"{{{DOC_RELS}}}id")))
        title = str(node.attrib["name"])
        if relation is None or relation.external or relation.target not in self:
            reason = text("karena_isi_lembar_hilang", sheet=title)
            raise UnreadableFile("berkas_rusak", path=self.path, reason=reason)
        return SheetEntry(title, node.get("state", "visible"), relation.kind, relation.target)


@contextmanager
def damage_named(path: Path) -> Iterator[None]:
    """Whatever a damaged file makes the parsers raise leaves this block as one UnreadableFile."""
    try:
        yield
    except MALFORMED as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnreadableFile("berkas_rusak", path=path, reason=reason) from error


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _relation(node: etree._Element, folder: str) -> Relation:
    """One `<Relationship>` with its target as a part name."""
    kind = node.get("Type", "").rpartition("/")[2]
    target = node.get("Target", "")
    if node.get("TargetMode") == "External":
        return Relation(node.get("Id", ""), kind, target, external=True)
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    joined = path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))
    return Relation(node.get("Id", ""), kind, joined)
