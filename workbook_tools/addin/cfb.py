"""A compound file, [MS-CFB] version 3: storages and streams in sectors of 512 bytes. Written only, always the same.

Nothing of the moment gets in: class ids, state bits and times are zero, and sectors stand in the order of the tree.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from workbook_tools.errors import InputError

Tree: TypeAlias = Mapping[str, "bytes | Tree"]

_SECTOR, _MINI_SECTOR, _CUTOFF, _ENTRY = 512, 64, 4096, 128
_PER_SECTOR = _SECTOR // 4
#: 2.1: what a FAT holds beside sector numbers.
_FATSECT, _ENDOFCHAIN, _FREESECT, _NOSTREAM = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
#: 2.2: so many sectors of the FAT are named in the header; a larger file would need a DIFAT of its own.
_IN_HEADER: Final = 109
LIMIT = (_IN_HEADER * _PER_SECTOR - _IN_HEADER) * _SECTOR
#: 2.6.1: 64 bytes of UTF-16 with a closing zero, none of them one of these.
MAX_NAME = 31
_FORBIDDEN = frozenset("/\\:!")
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass(slots=True)
class _Entry:
    """2.6.1: a directory entry. Left, right and child are places in the directory."""

    name: str
    kind: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)
    colour: int = _BLACK
    left: int = _NOSTREAM
    right: int = _NOSTREAM
    child: int = _NOSTREAM
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = (self.name + "\0").encode("utf-16-le")
        links = struct.pack("<BBIII", self.kind, self.colour, self.left, self.right, self.child)
        identity_and_times = bytes(16 + 4 + 8 + 8)
        place = struct.pack("<IQ", self.start, self.size)
        return name.ljust(64, b"\0") + struct.pack("<H", len(name)) + links + identity_and_times + place


#: 2.6.3: a place of the directory that is not used.
_UNUSED = bytes(68) + struct.pack("<III", _NOSTREAM, _NOSTREAM, _NOSTREAM) + bytes(48)


class _Sectors:
    """Sectors in the order in which they are put, and the chain of each in the FAT (2.3)."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.data = bytearray()
        self.chains: list[int] = []

    def put(self, data: bytes) -> int:
        """The first sector of `data`; the end of a chain for nothing."""
        if not data:
            return _ENDOFCHAIN
        first = len(self.chains)
        count = -(-len(data) // self.size)
        self.data += data.ljust(count * self.size, b"\0")
        self.chains += [*range(first + 1, first + count), _ENDOFCHAIN]
        return first


def compound_file(tree: Tree) -> bytes:
    """The bytes of a compound file with these storages (mappings) and streams (bytes).

    InputError where the content is larger than the header can name, ValueError for a name that cannot be.
    """
    entries = _directory(tree)
    sectors, mini = _Sectors(_SECTOR), _Sectors(_MINI_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.size = len(entry.data)
            entry.start = (mini if entry.size < _CUTOFF else sectors).put(entry.data)
    root = entries[0]
    root.start, root.size = sectors.put(bytes(mini.data)), len(mini.data)  # 2.6.2: the root holds the mini stream
    mini_fat = _table(mini.chains)
    first_mini_fat = sectors.put(mini_fat)
    packed = b"".join(entry.packed() for entry in entries)
    spare = -len(entries) % (_SECTOR // _ENTRY)
    first_directory = sectors.put(packed + _UNUSED * spare)
    first_fat = len(sectors.chains)
    fat = _fat(sectors.chains, len(packed))
    header = _header(first_fat, len(fat) // _SECTOR, first_directory, first_mini_fat, len(mini_fat) // _SECTOR)
    return header + bytes(sectors.data) + fat


def _table(chains: Sequence[int]) -> bytes:
    """A FAT as whole sectors; what is over is free."""
    packed = struct.pack(f"<{len(chains)}I", *chains)
    return packed + b"\xff" * (-len(packed) % _SECTOR)


def _fat(chains: Sequence[int], size: int) -> bytes:
    """2.3: the FAT names its own sectors too, which stand behind all others."""
    count = 1
    while count * _PER_SECTOR < len(chains) + count:
        count += 1
    if count > _IN_HEADER:
        raise InputError("addin_terlalu_besar", size=len(chains) * _SECTOR + size, limit=LIMIT)
    return _table([*chains, *[_FATSECT] * count])


def _header(first_fat: int, fats: int, first_directory: int, first_mini_fat: int, mini_fats: int) -> bytes:
    """2.2: version 3.62, little-endian, sectors of 2⁹ and mini sectors of 2⁶ bytes."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIII", 0, fats, first_directory, 0)
    head += struct.pack("<IIIII", _CUTOFF, first_mini_fat, mini_fats, _ENDOFCHAIN, 0)
    named = [*range(first_fat, first_fat + fats), *[_FREESECT] * (_IN_HEADER - fats)]
    return head + struct.pack(f"<{_IN_HEADER}I", *named)


def _directory(tree: Tree) -> list[_Entry]:
    """2.6: the entries in the order of the tree, the root first, linked."""
    entries: list[_Entry] = []
    _add(entries, "Root Entry", _ROOT, tree)
    for entry in entries:
        if entry.children:
            ordered = sorted(entry.children, key=lambda at: _order(entries[at].name))
            entry.child = _balance(entries, ordered, 1, (len(ordered) + 1).bit_length() - 1)
    return entries


def _add(entries: list[_Entry], name: str, kind: int, node: bytes | Tree) -> int:
    if not name or len(name.encode("utf-16-le")) > MAX_NAME * 2 or _FORBIDDEN & set(name):
        raise ValueError(name)
    entry, at = _Entry(name, kind), len(entries)
    entries.append(entry)
    if isinstance(node, bytes):
        entry.data = node
        return at
    if len({item.upper() for item in node}) < len(node):
        raise ValueError(name)
    for item, inner in node.items():
        entry.children.append(_add(entries, item, _STREAM if isinstance(inner, bytes) else _STORAGE, inner))
    return at


def _order(name: str) -> tuple[int, str]:
    """2.6.4: shorter names first, then by capitals."""
    return len(name.encode("utf-16-le")), name.upper()


def _balance(entries: list[_Entry], ordered: Sequence[int], depth: int, full: int) -> int:
    """2.6.4: the siblings as a red-black tree: all levels that are full are black, a last one that is not is red."""
    if not ordered:
        return _NOSTREAM
    middle = len(ordered) // 2
    entry = entries[ordered[middle]]
    entry.colour = _RED if depth > full else _BLACK
    entry.left = _balance(entries, ordered[:middle], depth + 1, full)
    entry.right = _balance(entries, ordered[middle + 1 :], depth + 1, full)
    return ordered[middle]
