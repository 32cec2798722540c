"""Nomenclature codes as they are compared: by their numbers, however they are written.

X.XX.XX.X.XX.XXXX is urusan, bidang, program, kewenangan, kegiatan, sub kegiatan; before 2021 the last part had two
digits. Lists write it with dots, blanks, or in several cells, with or without leading zeros, some behind the code of
the office, some with X.XX where the urusan is each office's own.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Code: TypeAlias = tuple[int, ...]

ANY = -1  # X: any number
PROGRAM, KEGIATAN, SUB = 3, 5, 6  # how many parts a code of each level has
LEVEL_OF = {PROGRAM: "program", KEGIATAN: "kegiatan", SUB: "sub_kegiatan"}
_URUSAN = 2  # the parts that may be X
_PART = re.compile(r"\d+|X+", re.IGNORECASE)
_CODE = re.compile(r"^[\s.\-/]*(?:(?:\d+|X+)[\s.\-/]*)+$", re.IGNORECASE)
_GLUED = re.compile(r"(\d)(\d\d)(\d\d)(?:(\d)(\d\d)(\d{4}|\d\d)?)?")
_IN_FRONT = re.compile(r"^\s*((?:\d|X)\.(?:\d\d|XX)\.\d\d(?:\.\d\.\d\d(?:\.\d{2,4})?)?)[\s.\-:]+(?=\S)", re.IGNORECASE)
_ACCOUNT = re.compile(r"^\s*[4-9]\s*[.\s]\s*\d(?=[.\s]|$)")


def parse_code(text: str) -> Code:
    """The numbers of a code; none where the text is no code."""
    plain = text.strip()
    if not _CODE.match(plain):
        return ()
    glued = _GLUED.fullmatch(plain)
    if glued:
        return tuple(int(part) for part in glued.groups() if part)
    return tuple(ANY if part[0] in "Xx" else int(part) for part in _PART.findall(plain))


def split_code(name: str) -> tuple[str, str]:
    """A code written in front of a name, and the name."""
    found = _IN_FRONT.match(name)
    return (found[1], name[found.end() :].strip()) if found else ("", name)


def is_account(text: str) -> bool:
    """Whether it is the code of an account (5.1.02 …) and not of a program: its second part has one digit."""
    return bool(_ACCOUNT.match(text))


def is_nomenclature(code: Code) -> bool:
    """Long enough to be a code of the nomenclature and not a running number."""
    return len(code) >= PROGRAM


def same_code(left: Code, right: Code) -> bool:
    """Equal, X standing for any urusan and bidang."""
    return len(left) == len(right) and all(
        a == b or (n < _URUSAN and ANY in (a, b)) for n, (a, b) in enumerate(zip(left, right, strict=True))
    )


def is_below(code: Code, above: Code) -> bool:
    """Whether the code belongs under the other one."""
    return len(code) > len(above) and same_code(code[: len(above)], above)


def same_office(left: Code, right: Code) -> bool:
    """Whether two codes can belong to one office: the same urusan and bidang, as far as both say it."""
    return same_code(left[:_URUSAN], right[:_URUSAN])


def tail(code: Code) -> Code:
    """A code without the office's own code before it (2.17.2.17.0.00.01.0000.2.17.01 …)."""
    return code[-SUB:] if len(code) > SUB else code
