"""A number in Indonesian words, as receipts and reports spell it: `sembilan ratus delapan juta … rupiah`.

num2words knows the words. What it gets wrong is put right here: it writes `satu juta satu ribu` for 1.001.000 (`satu
juta seribu`), `min` for minus, `kuantiliun` (KBBI: kuintiliun), a decimal part for whole floats, and decimals of a
float as the float happens to be stored.
"""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite

from num2words import num2words

#: The first number that has no name here.
NAMELESS = 10**21
_ONE_THOUSAND = re.compile(r"\b(juta|miliar|triliun|kuadriliun|kuintiliun) satu ribu\b")
_DIGITS = tuple(num2words(digit, lang="id") for digit in range(10))


def terbilang(angka: int | float | Decimal, rupiah: bool = False) -> str:
    """The number in words; negative ones with `minus`, decimals digit by digit after `koma`, `rupiah` behind if asked.

    Numbers too great to have a name stay figures; what is no number at all (NaN, infinite) has no words.
    """
    if not isfinite(angka):
        return ""
    exact = Decimal(repr(angka)) if isinstance(angka, float) else Decimal(angka)
    words = _words(abs(exact))
    if exact < 0 and words != _DIGITS[0]:
        words = f"minus {words}"
    return f"{words} rupiah" if rupiah else words


def _words(exact: Decimal) -> str:
    whole = int(exact)
    if whole >= NAMELESS:
        return f"{whole:,}".replace(",", ".")
    words = _whole(whole)
    decimals = f"{exact:f}".partition(".")[2].rstrip("0")
    return " ".join([words, "koma", *(_DIGITS[int(d)] for d in decimals)]) if decimals else words


def _whole(number: int) -> str:
    words = str(num2words(number, lang="id")).replace("kuantiliun", "kuintiliun")
    return _ONE_THOUSAND.sub(r"\1 seribu", words)
