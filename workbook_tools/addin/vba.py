"""Writing VBA: words that a module can hold, and the limits of the language ([MS-VBAL] 3.2, 3.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: A logical line holds 24 continuations at most, a physical one 1023 characters.
MAX_LINE = 1023
MAX_CONTINUATIONS = 24
MAX_NAME = 255
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_KEYWORDS = """
abs addressof and any array as boolean byref byte byval call case cbool cbyte ccur cdate cdbl cdec cint clng
close const csng cstr currency cvar cverr date debug decimal declare defbool dim do double each else elseif
empty end endif enum eqv erase error event exit false fix for friend function get global gosub goto if imp
implements in input int integer is lbound len let like line local lock long longlong longptr loop lset me mod
new next not nothing null object on open option optional or paramarray preserve print private property public
put raiseevent redim rem resume return rset seek select set shared single spc static stop string sub tab then
to true type typeof ubound unlock until variant wend while with withevents write xor
"""
_RESERVED = frozenset(_KEYWORDS.split())


def is_name(word: str) -> bool:
    """Whether a procedure or an argument can have this name."""
    return bool(_WORD.fullmatch(word)) and len(word) <= MAX_NAME and word.lower() not in _RESERVED


def literal(words: str) -> str:
    """A text as an expression of ASCII alone: whatever code page the project is read with, the words stay.

    Line breaks and characters beyond ASCII become `ChrW(…)`, which takes an Integer: beyond 32767 it is negative.
    """
    parts: list[str] = []
    for piece in re.findall(r"[ -~]+|[^ -~]", words):
        if re.fullmatch(r"[ -~]+", piece):
            doubled = piece.replace('"', '""')
            parts.append(f'"{doubled}"')
        else:
            parts += [f"ChrW({_signed(unit)})" for unit in _utf16(piece)]
    return " & ".join(parts) or '""'


def _utf16(character: str) -> Sequence[int]:
    data = character.encode("utf-16-le")
    return [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]


def _signed(unit: int) -> int:
    return unit - 0x10000 if unit > 0x7FFF else unit  # noqa: PLR2004 - the largest Integer of VBA


def module(name: str, body: Sequence[str], *, note: str) -> str:
    """The text of a standard module; `note` says where it comes from."""
    head = [f'Attribute VB_Name = "{name}"', "Option Explicit", f"' {note}", ""]
    return "\n".join([*head, *body]).rstrip("\n") + "\n"
