"""The text sources in `macros/`: read, checked for what VBA cannot hold, and made into modules.

A source is UTF-8 with any line ends. It names itself in its first line (`Attribute VB_Name`), as its file is named; a
class in the form that Excel exports says in its attributes what it stands for (`VB_Base`). Nothing is mended silently:
what Excel would read differently is refused with the module and the line. Only line ends become those of VBA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.addin.cfb import MAX_NAME
from workbook_tools.addin.ovba import ENCODING, PROJECT, Kind, Module
from workbook_tools.addin.vba import MAX_CONTINUATIONS, MAX_LINE, is_name
from workbook_tools.errors import EnvironmentFault, InputError

_PACKAGE = Path(__file__).parent.parent
#: The wheel carries `macros/` as `_macros`; an editable install reads the checkout.
_PLACES = (_PACKAGE / "_macros", _PACKAGE.parent / "macros")
CUSTOM_UI = "customUI14.xml"
_SUFFIXES = {".bas": False, ".cls": True}
#: VBA keeps no more lines in one module.
MAX_LINES = 65_534
_NAME = re.compile(r'Attribute VB_Name = "([^"]*)"')
_CLASS_HEAD = re.compile(r"VERSION [^\n]*\nBEGIN\n.*?\nEND\n", re.DOTALL)
_BASE = re.compile(r'^Attribute VB_Base = "0(\{[0-9A-F-]+\})"$', re.MULTILINE)
_CLASS_BASE = "{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
#: The workbook and a worksheet: what a document module belongs to.
_DOCUMENT_BASES = ("{00020819-0000-0000-C000-000000000046}", "{00020820-0000-0000-C000-000000000046}")
_CONTINUED = re.compile(r"[ \t]_$")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the add-in is made of: documents first, then the others, each by name."""

    modules: tuple[Module, ...]
    custom_ui: str


def macros() -> Path:
    """The folder of the sources; EnvironmentFault if the installation lacks it."""
    for place in _PLACES:
        if (place / CUSTOM_UI).is_file():
            return place
    raise EnvironmentFault("addin_sumber_tidak_ada", path=CUSTOM_UI)


def read_sources(folder: Path) -> Sources:
    """All sources of a folder; InputError names the file and the line that cannot be."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
    modules = [read_module(path) for path in files]
    _refuse_twice(modules)
    for needed in ("ThisWorkbook", "Sheet1"):
        if not any(module.name == needed and module.kind is Kind.DOCUMENT for module in modules):
            raise InputError("addin_sumber_kurang", path=folder, name=f"{needed}.cls")
    ui = folder / CUSTOM_UI
    if not ui.is_file():
        raise InputError("addin_sumber_kurang", path=folder, name=CUSTOM_UI)
    modules.sort(key=lambda module: (module.kind is not Kind.DOCUMENT, module.name != "ThisWorkbook", module.name))
    return Sources(tuple(modules), _unified(_decoded(ui)))


def _refuse_twice(modules: list[Module]) -> None:
    """VBA sees no capitals: two names that differ in them alone are one."""
    seen = {PROJECT.casefold()}
    for module in modules:
        if module.name.casefold() in seen:
            raise InputError("addin_sumber_nama_ganda", name=module.name)
        seen.add(module.name.casefold())


def read_module(path: Path) -> Module:
    """One source as a module; InputError where VBA could not hold it."""
    text = _unified(_decoded(path))
    text += "" if text.endswith("\n") else "\n"
    is_class = _SUFFIXES[path.suffix.lower()]
    skipped = 0
    if is_class:
        head = _CLASS_HEAD.match(text)
        if head is None:
            raise InputError("addin_sumber_bukan_kelas", path=path.name)
        text, skipped = text[head.end() :], head[0].count("\n")
    name = _named(path, text)
    _refuse_lines(path, text, skipped)
    return Module(name, _kind(path, text) if is_class else Kind.STANDARD, text.replace("\n", "\r\n"))


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError("addin_sumber_bukan_utf8", path=path.name, line=line) from error


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _named(path: Path, text: str) -> str:
    """The name in the first line: without it Excel would call the module Module1."""
    found = _NAME.fullmatch(text.partition("\n")[0])
    if found is None:
        raise InputError("addin_sumber_tanpa_nama", path=path.name, name=path.stem)
    name = found[1]
    if name != path.stem:
        raise InputError("addin_sumber_nama_beda", path=path.name, found=name, expected=path.stem)
    if not is_name(name) or len(name) > MAX_NAME:
        raise InputError("addin_sumber_nama_salah", path=path.name, name=name, limit=MAX_NAME)
    return name


def _kind(path: Path, text: str) -> Kind:
    base = _BASE.search(text)
    if base is not None and base[1] in _DOCUMENT_BASES:
        return Kind.DOCUMENT
    if base is not None and base[1] == _CLASS_BASE:
        return Kind.CLASS
    raise InputError("addin_sumber_kelas_tanpa_dasar", path=path.name)


def _refuse_lines(path: Path, text: str, skipped: int) -> None:
    """InputError for the first line that VBA cannot hold, counted as an editor counts."""
    lines = text.split("\n")[:-1]
    if len(lines) > MAX_LINES:
        raise InputError("addin_sumber_terlalu_panjang", path=path.name, n=len(lines), limit=MAX_LINES)
    continued = 0
    for number, line in enumerate(lines, skipped + 1):
        for character in _strange(line):
            told = f"U+{ord(character):04X} {character if character.isprintable() else ''}".strip()
            raise InputError("addin_sumber_huruf", path=path.name, line=number, character=told)
        if len(line) > MAX_LINE:
            raise InputError("addin_sumber_baris_panjang", path=path.name, line=number, n=len(line), limit=MAX_LINE)
        continued = continued + 1 if _CONTINUED.search(line) else 0
        if continued > MAX_CONTINUATIONS:
            raise InputError("addin_sumber_sambungan", path=path.name, line=number, limit=MAX_CONTINUATIONS)


def _strange(line: str) -> Iterator[str]:
    """Control characters but the tab, and what the project's code page does not have."""
    for character in line:
        if character == "\t" or " " <= character <= "~":
            continue
        if not character.isprintable() or not _encodable(character):
            yield character


def _encodable(character: str) -> bool:
    try:
        character.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True
