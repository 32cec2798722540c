"""vbaProject.bin from modules of text, [MS-OVBA]: the streams of a VBA project in a compound file.

No compiled code is written: `_VBA_PROJECT` says version 0xFFFF, which makes Excel compile from the source (2.3.4.1).
Nothing of the moment gets in, so that the same modules give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from workbook_tools.addin.cfb import compound_file
from workbook_tools.addin.compression import compress

CODE_PAGE = 1252
ENCODING = f"cp{CODE_PAGE}"
PROJECT = "Kinerja"
#: Ours for good: two versions of the add-in are the same project.
PROJECT_ID = "{6B0D4C3E-52A9-4E0C-9A77-3B6F1D2E8C54}"
_ENGLISH = 0x409
_WINDOWS_32 = 1  # 2.3.4.2.1.1; what Excel itself writes, also with 64 bits
#: 2.3.4.2.1.11: as Excel writes it.
_VERSION = (0x61EEF783, 3)
_SEED = 0x5D
_NO_CACHE = bytes.fromhex("cc61ffff000100")
#: Name and library of what every Office project refers to; Excel finds them by their GUID, wherever they lie.
_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
        r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)


class Kind(Enum):
    """What a module is, in the words of the stream PROJECT (2.3.1.5 to 2.3.1.8)."""

    STANDARD = "Module"
    CLASS = "Class"
    DOCUMENT = "Document"


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its text as the stream holds it, lines ended by CR LF, every character in the code page."""

    name: str
    kind: Kind
    text: str


def vba_project(modules: Sequence[Module]) -> bytes:
    """The bytes of vbaProject.bin; InputError where they would be too many."""
    streams = {module.name: compress(module.text.encode(ENCODING)) for module in modules}
    streams |= {"_VBA_PROJECT": _NO_CACHE, "dir": compress(_dir(modules))}
    return compound_file({"VBA": streams, "PROJECT": _project(modules), "PROJECTwm": _names(modules)})


# ── 2.3.4.2: the stream dir ──


def _dir(modules: Sequence[Module]) -> bytes:
    return _information() + b"".join(_reference(*item) for item in _REFERENCES) + _modules(modules) + _record(0x10)


def _record(id: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", id, len(data)) + data


def _number(id: int, value: int) -> bytes:
    return _record(id, struct.pack("<I", value))


def _text(id: int, unicode_id: int, words: str) -> bytes:
    """A text twice: in the code page and in UTF-16."""
    return _record(id, words.encode(ENCODING)) + _record(unicode_id, words.encode("utf-16-le"))


def _information() -> bytes:
    """2.3.4.2.1: system, languages, code page, name; no description, help file, or constants."""
    major, minor = _VERSION
    return b"".join(
        [
            _number(0x01, _WINDOWS_32),
            _number(0x02, _ENGLISH),
            _number(0x14, _ENGLISH),
            _record(0x03, struct.pack("<H", CODE_PAGE)),
            _record(0x04, PROJECT.encode(ENCODING)),
            _text(0x05, 0x40, ""),
            _record(0x06) + _record(0x3D),
            _number(0x07, 0),
            _number(0x08, 0),
            struct.pack("<HIIH", 0x09, 4, major, minor),  # its size counts the major version alone
            _text(0x0C, 0x3C, ""),
        ]
    )


def _reference(name: str, library: str) -> bytes:
    """2.3.4.2.2.2 and 2.3.4.2.2.5: a registered library with its name."""
    identity = library.encode(ENCODING)
    return _text(0x16, 0x3E, name) + _record(0x0D, struct.pack("<I", len(identity)) + identity + bytes(6))


def _modules(modules: Sequence[Module]) -> bytes:
    """2.3.4.2.3: how many, and each."""
    cookie = struct.pack("<H", 0xFFFF)
    head = _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, cookie)
    return head + b"".join(_module(module, cookie) for module in modules)


def _module(module: Module, cookie: bytes) -> bytes:
    """2.3.4.2.3.2: names, where its text begins in its stream (at once), and its type."""
    return b"".join(
        [
            _text(0x19, 0x47, module.name),
            _text(0x1A, 0x32, module.name),
            _text(0x1C, 0x48, ""),
            _number(0x31, 0),
            _number(0x1E, 0),
            _record(0x2C, cookie),
            _record(0x21 if module.kind is Kind.STANDARD else 0x22),
            _record(0x2B),
        ]
    )


# ── 2.3.1: the stream PROJECT ──


def _project(modules: Sequence[Module]) -> bytes:
    lines = [f'ID="{PROJECT_ID}"', *(_listed(module) for module in modules), f'Name="{PROJECT}"', 'HelpContextID="0"']
    lines += ['VersionCompatible32="393222000"', *_protection()]
    lines += ["", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"]
    lines += ["", "[Workspace]", *(f"{module.name}=0, 0, 0, 0, C" for module in modules)]
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING)


def _listed(module: Module) -> str:
    version = "/&H00000000" if module.kind is Kind.DOCUMENT else ""
    return f"{module.kind.value}={module.name}{version}"


def _protection() -> Iterable[str]:
    """2.3.1.15 to 2.3.1.17: not protected, no password, visible."""
    state, password, visible = bytes(4), bytes(1), b"\xff"
    return (f'{name}="{obfuscated(data)}"' for name, data in (("CMG", state), ("DPB", password), ("GC", visible)))


def obfuscated(data: bytes, *, project_id: str = PROJECT_ID, seed: int = _SEED) -> str:
    """2.4.3.2: data as hexadecimal digits that the project's id and a seed make hard to read (and no more)."""
    version, key = 2, sum(project_id.encode(ENCODING)) & 0xFF
    out = [seed, seed ^ version, seed ^ key]
    before, older, last = key, out[1], out[2]
    ignored = bytes([7]) * ((seed & 6) // 2)
    for byte in ignored + struct.pack("<I", len(data)) + data:
        out.append(byte ^ ((older + before) & 0xFF))
        before, older, last = byte, last, out[-1]
    return bytes(out).hex().upper()


# ── 2.3.3: the stream PROJECTwm ──


def _names(modules: Sequence[Module]) -> bytes:
    """Every module's name in the code page and in UTF-16, each closed by a zero."""
    pairs = (module.name.encode(ENCODING) + b"\0" + f"{module.name}\0".encode("utf-16-le") for module in modules)
    return b"".join(pairs) + bytes(2)
