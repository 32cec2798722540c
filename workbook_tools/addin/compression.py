"""Compression of VBA streams, [MS-OVBA] 2.4.1: chunks of 4096 bytes, of literal bytes and copies of earlier ones."""

from __future__ import annotations

import struct
from collections import defaultdict

CHUNK = 4096
_SIGNATURE = b"\x01"
#: 2.4.1.1.5: bits 12 to 14 of a chunk's header are 0b011, bit 15 says whether it is compressed.
_COMPRESSED, _RAW = 0xB000, 0x3000
_HEADER = 2
_MIN_COPY = 3
#: How many earlier places are tried for a copy: more costs time and saves little.
_TRIED = 64


def compress(data: bytes) -> bytes:
    """A CompressedContainer (2.4.1.3.6) that decompresses to `data`.

    A last chunk of more than 3640 bytes without any repetition comes back padded with zeros to a whole chunk: the
    format has no other way to hold it. No text is like that.
    """
    chunks = (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
    return _SIGNATURE + b"".join(_chunk(chunk) for chunk in chunks)


def _chunk(data: bytes) -> bytes:
    """2.4.1.3.7: compressed where that is not longer than a chunk, else raw (2.4.1.3.10)."""
    packed = _tokens(data)
    if len(packed) > CHUNK:
        return struct.pack("<H", _RAW | (CHUNK - 1)) + data.ljust(CHUNK, b"\0")
    return struct.pack("<H", _COMPRESSED | (len(packed) + _HEADER - 3)) + packed


def _tokens(data: bytes) -> bytes:
    """2.4.1.3.8: up to eight tokens behind each byte of flags, a set bit for every copy."""
    out = bytearray()
    seen: defaultdict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(data):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if at >= len(data):
                break
            offset, length = _match(data, at, seen[data[at : at + _MIN_COPY]])
            if length:
                flags |= 1 << bit
                tokens += _copy_token(at, offset, length)
            else:
                tokens.append(data[at])
            for passed in range(at, at + max(length, 1)):
                seen[data[passed : passed + _MIN_COPY]].append(passed)
            at += max(length, 1)
        out.append(flags)
        out += tokens
    return bytes(out)


def _match(data: bytes, at: int, places: list[int]) -> tuple[int, int]:
    """2.4.1.3.19.4: the longest earlier run that equals what comes, as offset and length; length 0 for none."""
    limit = min((0xFFFF >> _offset_bits(at)) + _MIN_COPY, len(data) - at)
    best = (0, 0)
    if limit < _MIN_COPY:
        return best
    for place in reversed(places[-_TRIED:]):
        length = _MIN_COPY
        while length < limit and data[place + length] == data[at + length]:
            length += 1
        if length > best[1]:
            best = (at - place, length)
        if length == limit:
            break
    return best


def _copy_token(at: int, offset: int, length: int) -> bytes:
    """2.4.1.3.19.3: the offset in the high bits, the length in the low ones."""
    return struct.pack("<H", ((offset - 1) << (16 - _offset_bits(at))) | (length - _MIN_COPY))


def _offset_bits(at: int) -> int:
    """2.4.1.3.19.1: as many bits as the distance to the chunk's start needs, at least four."""
    return max(4, (at - 1).bit_length())
