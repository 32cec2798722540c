"""Pieces of native Excel formulas: plain functions, English names, commas; no LET, LAMBDA, IFS, IFERROR."""

from __future__ import annotations

from collections.abc import Sequence

ANGKA_PENTING = 15  # what Excel keeps of a number


def kutip(isi: str) -> str:
    """A text as an Excel literal."""
    return '"' + isi.replace('"', '""') + '"'


def angka(nilai: float) -> str:
    """A number as an Excel literal: `100`, `0.5`."""
    return f"{nilai:.{ANGKA_PENTING}g}"


def literal_angka(ref: str) -> float | None:
    """The number when a ref is a literal number (`"100"`), else None."""
    try:
        return float(ref)
    except ValueError:
        return None


def literal_teks(ref: str, dikenal: Sequence[str]) -> str | None:
    """The text when a ref is a literal: `"naik"` in Excel quotes, or a bare word of `dikenal`; else None."""
    if ref.startswith('"') and ref.endswith('"') and len(ref) > 1:
        return ref[1:-1].replace('""', '"')
    return ref if ref in dikenal else None


def jika(syarat: str, ya: str, tidak: str) -> str:
    """`IF(…)`."""
    return f"IF({syarat},{ya},{tidak})"


def sama_teks(ref: str, kata: str) -> str:
    """Does the cell hold this word? Spaces around it and capitals do not matter."""
    return f"TRIM({ref})={kutip(kata)}"


def bukan_angka(ref: str) -> str:
    """The cell holds no number: blank, `""`, `-`, or a reason."""
    return f"NOT(ISNUMBER({ref}))"
