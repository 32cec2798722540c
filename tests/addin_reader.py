"""An independent reader of the add-in: strict to the byte, shares no code with the writer.

`faults(data, macros)` says the first thing in the bytes of a .xlam that is not as the specifications and the sources in
`macros/` have it. Decompression is olevba's; the compound file is read here from [MS-CFB] and by olefile too.
"""

from __future__ import annotations

import importlib.metadata
import io
import re
import struct
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import olefile

with warnings.catch_warnings():  # oletools calls pyparsing by names that are going away
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream

from workbook_tools.messages import catalogue

__all__ = ["FAULTS", "UI", "VBA", "Fault", "VBA_Parser", "compound", "faults", "project", "revealed", "unpacked"]

VBA = "xl/vbaProject.bin"
UI = "customUI/customUI14.xml"
END, FREE, FATSECT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_PK = "{http://schemas.openxmlformats.org/package/2006/%s}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_DC = "{http://purl.org/dc/elements/1.1/}"

#: [ECMA-376] part 1, 12.3 and [MS-OFFMACRO2]: what every part is.
TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "/xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
#: The least that a style sheet holds, [ECMA-376] part 1, 18.8.39.
STYLES = [
    "styleSheet", "fonts", "font", "sz", "name", "fills", "fill", "patternFill", "fill", "patternFill", "borders", "border",
    "left", "right", "top", "bottom", "diagonal", "cellStyleXfs", "xf", "cellXfs", "xf", "cellStyles", "cellStyle",
]  # fmt: skip
ROOT = {
    f"{_REL}/officeDocument": "xl/workbook.xml",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties": "docProps/core.xml",
    f"{_REL}/extended-properties": "docProps/app.xml",
    "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility": UI,
}
WORKBOOK = {
    f"{_REL}/worksheet": "worksheets/sheet1.xml",
    f"{_REL}/styles": "styles.xml",
    "http://schemas.microsoft.com/office/2006/relationships/vbaProject": "vbaProject.bin",
}


class Fault(Exception):
    """What is wrong."""


#: How damage shows: besides Fault, as what the readers of zip, XML, olefile and struct raise, or a table points nowhere.
FAULTS = (
    Fault, ElementTree.ParseError, zipfile.BadZipFile, struct.error, ValueError, OSError, IndexError, KeyError,
)  # fmt: skip


def must(holds: bool, what: object) -> None:
    if not holds:
        raise Fault(str(what))


def faults(data: bytes, macros: Path) -> str:
    """The first fault, or nothing."""
    try:
        _package(data, macros)
    except FAULTS as fault:
        return f"{type(fault).__name__}: {fault}"
    return ""


def _package(data: bytes, macros: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    must(len(parts) == len(names), "a part twice")
    expected = {name[1:] for name in TYPES if name.startswith("/")}
    must(set(parts) == expected | {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", UI}, "parts")
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            must(content.startswith(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'), name)
    _xml_parts(parts)
    must(parts[UI] == (macros / "customUI14.xml").read_bytes(), "the ribbon is not that of the sources")
    project(parts[VBA], macros)


# ── XML ──


def _xml_parts(parts: dict[str, bytes]) -> None:
    tree = {name: ElementTree.fromstring(data) for name, data in parts.items() if name != VBA}
    types = {}
    for item in tree["[Content_Types].xml"]:
        kind = item.tag.removeprefix(_PK % "content-types")
        must(set(item.attrib) == {{"Default": "Extension", "Override": "PartName"}[kind], "ContentType"}, item.attrib)
        types[item.get("PartName") or item.get("Extension")] = item.get("ContentType")
    must(tree["[Content_Types].xml"].tag == _PK % "content-types" + "Types", "types")
    must(types == TYPES, types)
    must(_relationships(tree["_rels/.rels"]) == ROOT, "root relationships")
    must(_relationships(tree["xl/_rels/workbook.xml.rels"]) == WORKBOOK, "workbook relationships")
    shape = [(item.tag.removeprefix(_MAIN), dict(item.attrib)) for item in tree["xl/workbook.xml"].iter()]
    sheet = {"name": "Kinerja", "sheetId": "1", f"{{{_REL}}}id": "rId1"}
    head = [("workbook", {}), ("workbookPr", {"codeName": "ThisWorkbook"}), ("bookViews", {}), ("workbookView", {})]
    must(shape == [*head, ("sheets", {}), ("sheet", sheet)], shape)
    shape = [(item.tag.removeprefix(_MAIN), dict(item.attrib)) for item in tree["xl/worksheets/sheet1.xml"].iter()]
    must(shape == [("worksheet", {}), ("sheetPr", {"codeName": "Sheet1"}), ("sheetData", {})], shape)
    must([item.tag.removeprefix(_MAIN) for item in tree["xl/styles.xml"].iter()] == STYLES, "styles")
    must("".join(tree["xl/styles.xml"].itertext()) == "", "styles")
    must([item.tag for item in tree["docProps/app.xml"].iter()] == [f"{_APP}Properties", f"{_APP}Application"], "app")
    core = {item.tag: item.text or "" for item in tree["docProps/core.xml"]}
    must(set(core) == {f"{_DC}title", f"{_DC}description", f"{_CORE}version"}, core)
    must(tree["docProps/core.xml"].tag == f"{_CORE}coreProperties", "core")
    version = importlib.metadata.version("workbook-tools")
    told = catalogue()["addin_keterangan"]["id"].format(version=version)
    must(list(core.values()) == ["Kinerja", told, version], core)


def _relationships(root: ElementTree.Element) -> dict[str, str]:
    tag = _PK % "relationships"
    must(root.tag == f"{tag}Relationships", root.tag)
    for number, item in enumerate(root, 1):
        must(item.tag == f"{tag}Relationship" and item.get("Id") == f"rId{number}", item.attrib)
        must(set(item.attrib) == {"Id", "Type", "Target"}, item.attrib)
    return {item.attrib["Type"]: item.attrib["Target"] for item in root}


# ── [MS-CFB] ──


@dataclass
class Item:
    """A directory entry as it stands."""

    name: str
    kind: int
    black: bool
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass
class Compound:
    """A compound file taken apart: streams by path, and where every region of the file lies."""

    streams: dict[str, bytes] = field(default_factory=dict)
    regions: dict[str, list[range]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)


def compound(data: bytes) -> Compound:
    """Read a compound file; Fault for a byte that is not as it must be, padding included."""
    out = Compound(regions={"header": [range(512)]})
    must(data[:8].hex() == "d0cf11e0a1b11ae1" and data[8:24] == bytes(16), "2.2: signature, class id")
    must(struct.unpack_from("<5H", data, 24) == (0x3E, 3, 0xFFFE, 9, 6) and data[34:40] == bytes(6), "2.2: versions")
    zero, fats, first_dir, transaction, cutoff, first_mini, minis, first_difat, difats = struct.unpack_from(
        "<9I", data, 40
    )
    must((zero, transaction, cutoff, first_difat, difats) == (0, 0, 4096, END, 0), "2.2: fixed fields")
    must(len(data) % 512 == 0, "whole sectors")
    difat = struct.unpack_from("<109I", data, 76)
    must(difat[fats:] == (FREE,) * (109 - fats) and FREE not in difat[:fats], "2.5: the FAT's sectors")
    fat = [n for at in difat[:fats] for n in struct.unpack_from("<128I", data, 512 + at * 512)]
    count = len(data) // 512 - 1
    must(fat[count:] == [FREE] * (len(fat) - count), "2.3: beyond the file all is free")
    must({at for at, n in enumerate(fat) if n == FATSECT} == set(difat[:fats]), "2.3: the FAT marks itself")
    taken = set(difat[:fats])
    out.regions["FAT"] = [range(512 + at * 512, 1024 + at * 512) for at in difat[:fats]]

    def chain(start: int, name: str) -> bytes:
        places, at = [], start
        while at != END:
            must(at < count and at not in taken, f"2.3: {name} runs astray")
            taken.add(at)
            places.append(range(512 + at * 512, 1024 + at * 512))
            at = fat[at]
        out.regions[name] = places
        return b"".join(data[p.start : p.stop] for p in places)

    directory = chain(first_dir, "directory")
    out.items = [_item(directory[at : at + 128]) for at in range(0, len(directory), 128)]
    root = out.items[0]
    must((root.name, root.kind, root.left, root.right) == ("Root Entry", 5, NONE, NONE), "2.6.2: the root")
    packed = chain(first_mini, "mini FAT") if minis else b""
    must(len(packed) == minis * 512, "2.4: length of the mini FAT")
    mini_fat = struct.unpack(f"<{len(packed) // 4}I", packed)
    mini = chain(root.start, "mini stream")
    must(not any(mini[root.size :]) and len(mini) - root.size < 512, "2.6.2: behind the mini stream")
    mini_taken: set[int] = set()

    def small(item: Item) -> bytes:
        got, at = b"", item.start
        while at != END:
            must(at not in mini_taken and (at + 1) * 64 <= root.size, f"2.4: {item.name} runs astray")
            mini_taken.add(at)
            got += mini[at * 64 : at * 64 + 64]
            at = mini_fat[at]
        return got

    reached = {0}
    for path, at in _walk(out.items, root.child, ""):
        item = out.items[at]
        must(at not in reached, "2.6.4: an entry twice")
        reached.add(at)
        if item.kind == 2:
            must(item.child == NONE, f"2.6.3: {path}")
            got = chain(item.start, path) if item.size >= 4096 else small(item)
            must(not any(got[item.size :]) and 0 <= len(got) - item.size < (512 if item.size >= 4096 else 64), path)
            out.streams[path] = got[: item.size]
        else:
            must((item.kind, item.start, item.size) == (1, 0, 0), f"2.6.3: {path}")
    must(len(mini_taken) * 64 == root.size, "2.4: mini sectors of nobody")
    must(mini_fat[len(mini_taken) :] == (FREE,) * (len(mini_fat) - len(mini_taken)), "2.4: beyond it all is free")
    must(taken == set(range(count)), "2.3: sectors of nobody")
    unused = [n for n in range(len(out.items)) if n not in reached]
    must(all(out.items[n] == Item("", 0, False, NONE, NONE, NONE, 0, 0) for n in unused), "2.6.3: unused entries")
    for item in out.items:
        if item.child != NONE:
            height(out.items, item.child, parent_black=True)
            must(out.items[item.child].black, "2.6.4: the top of the tree is black")
    return out


def _item(raw: bytes) -> Item:
    length, kind, colour, left, right, child = struct.unpack_from("<HBBIII", raw, 64)
    must(raw[80:116] == bytes(36), "2.6.1: class id, state and times are zero")
    must(colour in (0, 1), "2.6.1: colour")
    name = raw[: max(length - 2, 0)].decode("utf-16-le")
    must(length <= 64 and length % 2 == 0 and not any(raw[max(length - 2, 0) : 64]), "2.6.1: padding of the name")
    start, size = struct.unpack_from("<IQ", raw, 116)
    return Item(name, kind, bool(colour), left, right, child, start, size)


def _order(name: str) -> tuple[int, str]:
    return len(name.encode("utf-16-le")), name.upper()


def _walk(items: list[Item], at: int, path: str) -> Iterator[tuple[str, int]]:
    """The entries of a storage in order, its own inside; Fault where the tree is not in order."""
    previous: tuple[int, str] | None = None
    for n in _in_order(items, at, 0):
        must(previous is None or previous < _order(items[n].name), "2.6.4: order of names")
        previous = _order(items[n].name)
        yield path + items[n].name, n
        if items[n].kind == 1:
            yield from _walk(items, items[n].child, f"{path}{items[n].name}/")


def _in_order(items: list[Item], at: int, depth: int) -> Iterator[int]:
    must(depth <= len(items), "2.6.4: a loop")
    if at != NONE:
        yield from _in_order(items, items[at].left, depth + 1)
        yield at
        yield from _in_order(items, items[at].right, depth + 1)


def height(items: list[Item], at: int, *, parent_black: bool) -> int:
    """How many black entries every way down has; Fault for a red one below a red one, or unequal ways."""
    if at == NONE:
        return 0
    item = items[at]
    must(item.black or parent_black, "2.6.4: red below red")
    left = height(items, item.left, parent_black=item.black)
    must(left == height(items, item.right, parent_black=item.black), "2.6.4: unequal ways")
    return left + item.black


# ── [MS-OVBA] ──


def project(data: bytes, macros: Path) -> None:
    """Fault where the VBA project is not that of the sources."""
    file = compound(data)
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as ole:
        must(not ole.parsing_issues, ole.parsing_issues)
        seen = {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}
    must(seen == file.streams, "olefile reads other streams")
    modules = directory(unpacked(file.streams["VBA/dir"]))
    sources = {path.stem: source(path) for path in sorted(macros.iterdir()) if path.suffix in (".bas", ".cls")}
    must(set(modules) == set(sources), "modules are not the sources")
    must(list(modules)[:2] == ["ThisWorkbook", "Sheet1"], "documents come first")
    for name, procedural in modules.items():
        must(unpacked(file.streams[f"VBA/{name}"]) == sources[name], name)
        must(procedural == (macros / f"{name}.bas").exists(), f"{name}: type")
    must(file.streams["VBA/_VBA_PROJECT"].hex() == "cc61ffff000100", "2.3.4.1")
    names = b"".join(n.encode("cp1252") + b"\0" + n.encode("utf-16-le") + b"\0\0" for n in modules)
    must(file.streams["PROJECTwm"] == names + b"\0\0", "2.3.3: PROJECTwm")
    project_text(file.streams["PROJECT"].decode("cp1252"), list(modules))
    wanted = {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT", *(f"VBA/{name}" for name in modules)}
    must(set(file.streams) == wanted, "streams")


def source(path: Path) -> bytes:
    """A source as its stream must hold it: a class without the head that Excel puts only into exported files."""
    data = path.read_bytes().replace(b"\r\n", b"\n")
    if path.suffix == ".cls":
        data = data.partition(b"\nEND\n")[2]
    return data.replace(b"\n", b"\r\n")


def unpacked(container: bytes) -> bytes:
    """What olevba decompresses; Fault where the chunks do not fill the container (2.4.1.1.5), which olevba lets pass."""
    at = 1
    while at < len(container):
        header = struct.unpack_from("<H", container, at)[0]
        size = (header & 0xFFF) + 3
        must(header & 0x7000 == 0x3000 and (header & 0x8000 or size == 4098), "2.4.1.1.5: header of a chunk")
        at += size
    must(at == len(container), "2.4.1.1.5: size of a chunk")
    return bytes(decompress_stream(bytearray(container)))


#: 2.3.4.2.1: number and content of the records before the references; what xlwings' own add-in has but for the name.
INFORMATION = [
    (0x01, struct.pack("<I", 1)), (0x02, struct.pack("<I", 0x409)), (0x14, struct.pack("<I", 0x409)),
    (0x03, struct.pack("<H", 1252)), (0x04, b"Kinerja"), (0x05, b""), (0x40, b""), (0x06, b""), (0x3D, b""),
    (0x07, bytes(4)), (0x08, bytes(4)), (0x09, bytes.fromhex("83f7ee610300")), (0x0C, b""), (0x3C, b""),
]  # fmt: skip
REFERENCES = {
    "stdole": rb"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": rb"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
    rb"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}


def records(data: bytes) -> list[tuple[int, bytes]]:
    """The records of a dir stream; the one of the version does not count its minor number (2.3.4.2.1.11)."""
    found, at = [], 0
    while at < len(data):
        number, size = struct.unpack_from("<HI", data, at)
        size = 6 if number == 9 and size == 4 else size
        must(at + 6 + size <= len(data), "2.3.4.2: a record longer than the stream")
        found.append((number, data[at + 6 : at + 6 + size]))
        at += 6 + size
    return found


def directory(data: bytes) -> dict[str, bool]:
    """2.3.4.2: the modules of a dir stream in order, and whether each is procedural."""
    rest = records(data)
    must(rest[: len(INFORMATION)] == INFORMATION, "2.3.4.2.1: information")
    rest = rest[len(INFORMATION) :]
    for name, library in REFERENCES.items():
        want = [(0x16, name.encode()), (0x3E, name.encode("utf-16-le"))]
        want.append((0x0D, struct.pack("<I", len(library)) + library + bytes(6)))
        must(rest[:3] == want, f"2.3.4.2.2: {name}")
        rest = rest[3:]
    count = (len(rest) - 3) // 11
    must(rest[:2] == [(0x0F, struct.pack("<H", count)), (0x13, b"\xff\xff")], "2.3.4.2.3: number of modules")
    modules = {}
    for at in range(2, 2 + count * 11, 11):
        name = rest[at][1].decode("cp1252")
        wide, kind = name.encode("utf-16-le"), rest[at + 9][0]
        one = [(0x19, name.encode("cp1252")), (0x47, wide), (0x1A, name.encode("cp1252")), (0x32, wide), (0x1C, b"")]
        one += [(0x48, b""), (0x31, bytes(4)), (0x1E, bytes(4)), (0x2C, b"\xff\xff"), (kind, b""), (0x2B, b"")]
        must(rest[at : at + 11] == one and kind in (0x21, 0x22), f"2.3.4.2.3.2: {name}")
        modules[name] = kind == 0x21
    must(rest[2 + count * 11 :] == [(0x10, b"")], "2.3.4.2: terminator")
    return modules


def project_text(text: str, modules: list[str]) -> None:
    """2.3.1: the stream PROJECT."""
    lines = text.split("\r\n")
    id = re.fullmatch(r'ID="(\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\})"', lines[0])
    must(id is not None, lines[0])
    listed = lines[1 : 1 + len(modules)]
    kinds = {"Document": r"Document=(\w+)/&H00000000", "Class": r"Class=(\w+)", "Module": r"Module=(\w+)"}
    for line, name in zip(listed, modules, strict=True):
        must(any((m := re.fullmatch(pattern, line)) and m[1] == name for pattern in kinds.values()), line)
    rest = lines[1 + len(modules) :]
    must(rest[:3] == ['Name="Kinerja"', 'HelpContextID="0"', 'VersionCompatible32="393222000"'], rest[:3])
    clear = {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}
    for line, (name, want) in zip(rest[3:6], clear.items(), strict=True):
        field = re.fullmatch(rf'{name}="([0-9A-F]+)"', line)
        must(field is not None and revealed(field[1], id[1]) == want, line)  # type: ignore[index]
    host = ["", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000", ""]
    must(rest[6:] == [*host, "[Workspace]", *(f"{name}=0, 0, 0, 0, C" for name in modules), ""], rest[6:])


def revealed(digits: str, project_id: str, *, ours: bool = True) -> bytes:
    """2.4.3.3: what was obfuscated; Fault where version, key or length do not fit."""
    data = bytes.fromhex(digits)
    seed, version, key = data[0], data[0] ^ data[1], data[0] ^ data[2]
    must(version == 2 and key == sum(project_id.encode("cp1252")) % 256, "2.4.3.3: version, key")
    clear, before, older, last = [], key, data[1], data[2]
    for byte in data[3:]:
        before = byte ^ ((older + before) & 0xFF)
        clear.append(before)
        older, last = last, byte
    ignored = (seed & 6) // 2
    if ours:
        must(set(clear[:ignored]) <= {7}, "2.4.3.3 reads past these bytes; nothing of ours is left to chance")
    del clear[:ignored]
    must(struct.unpack("<I", bytes(clear[:4]))[0] == len(clear) - 4, "2.4.3.3: length")
    return bytes(clear[4:])
