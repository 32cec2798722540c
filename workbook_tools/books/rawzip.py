"""A zip is rewritten: untouched entries keep their compressed bytes, order, dates and attributes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_FLAG_DESCRIPTOR = 0x0008
_FLAG_UTF8 = 0x0800
_PLAIN_ZIP = 20


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the central directory, raw, and the raw bytes of its local part."""

    name: str
    central: bytes
    local: bytes


def rewrite(data: bytes, changed: Mapping[str, bytes], added: Mapping[str, bytes], dropped: set[str]) -> bytes:
    """The zip `data` with some entries changed in place, some left out and some added at the end."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = _entries(data, archive)
    out, directory = bytearray(), bytearray()
    for entry in entries:
        if entry.name in dropped:
            continue
        if entry.name in changed:
            entry = _packed(entry, changed[entry.name])  # noqa: PLW2901 - the entry in its new form
        directory += _at(entry.central, len(out))
        out += entry.local
    for name, content in added.items():
        entry = _packed(_blank(name, entries[0]), content)
        directory += _at(entry.central, len(out))
        out += entry.local
    count = len(entries) - sum(entry.name in dropped for entry in entries) + len(added)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), len(archive.comment))
    return bytes(out + directory + end + archive.comment)


def _entries(data: bytes, archive: zipfile.ZipFile) -> list[_Entry]:
    """All entries in the order of the directory; BadZipFile where their bytes overlap."""
    infos = archive.infolist()
    starts = sorted({info.header_offset for info in infos} | {archive.start_dir})
    if len(starts) != len(infos) + 1:
        raise zipfile.BadZipFile("entries share their bytes")
    following = dict(pairwise(starts))
    position, entries = archive.start_dir, []
    for info in infos:
        fields = _CENTRAL.unpack_from(data, position)
        length = _CENTRAL.size + fields[10] + fields[11] + fields[12]
        # up to the next entry, so that data descriptors of any kind and padding come along
        local = data[info.header_offset : following[info.header_offset]]
        if len(local) < _LOCAL.size + info.compress_size:
            raise zipfile.BadZipFile(f"overlapping entry {info.filename}")
        entries.append(_Entry(info.filename, data[position : position + length], local))
        position += length
    return entries


def _at(central: bytes, offset: int) -> bytes:
    """The directory line with the place where the entry now starts."""
    return central[: _CENTRAL.size - 4] + struct.pack("<L", offset) + central[_CENTRAL.size :]


def _packed(entry: _Entry, content: bytes) -> _Entry:
    """The entry with new content: same name, date and attributes; extra fields (times, zip64 sizes) go."""
    fields = list(_CENTRAL.unpack_from(entry.central))
    name = entry.central[_CENTRAL.size : _CENTRAL.size + fields[10]]
    comment = entry.central[_CENTRAL.size + fields[10] + fields[11] :]
    packed = _deflate(content) if fields[4] == zipfile.ZIP_DEFLATED else content
    fields[3] &= ~_FLAG_DESCRIPTOR
    fields[2] = _PLAIN_ZIP
    fields[7:10] = [zlib.crc32(content), len(packed), len(content)]
    fields[11] = 0
    central = _CENTRAL.pack(*fields) + name + comment
    local = _LOCAL.pack(b"PK\x03\x04", *fields[2:10], len(name), 0) + name + packed
    return _Entry(entry.name, central, local)


def _blank(name: str, like: _Entry) -> _Entry:
    """A new deflated entry, dated as `like` so that the same patch gives the same bytes."""
    fields = _CENTRAL.unpack_from(like.central)
    raw = name.encode("utf-8")
    central = _CENTRAL.pack(
        b"PK\x01\x02", _PLAIN_ZIP, _PLAIN_ZIP, _FLAG_UTF8, zipfile.ZIP_DEFLATED, fields[5], fields[6],
        0, 0, 0, len(raw), 0, 0, 0, 0, 0, 0,
    )  # fmt: skip
    return _Entry(name, central + raw, b"")


def _deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()
