"""Numbers and their digits: rounding, truncating and printing as Excel does.

All of it works on the shortest decimal text of a float, which is what people see: 2,675 rounds to 2,68 although the
float is a little less.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from math import isfinite

from workbook_tools.values.nilai import Locale

MOST_DECIMALS = 9  # beyond these a float shows its dust; the bands compare ROUND(x; 9) too
_EXACT = Context(prec=700)  # enough for every digit of the largest float with all decimals
_SURE, _FLOAT_ERROR = 1e-3, 1e-15  # how far from the middle between two roundings the nearest one is certain
_LARGEST_IN_DIGITS = 1e21  # above it a number is shown with an exponent, as repr does


def as_decimal(x: float) -> Decimal:
    """The shortest decimal that is this float. `float()` first: numpy's repr is no number."""
    return Decimal(repr(float(x)))


def _quantize(x: float, digits: int, how: str) -> Decimal:
    decimal = as_decimal(x)
    exponent = decimal.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -digits:
        return decimal  # fewer digits than asked for: nothing to cut
    return decimal.quantize(Decimal(1).scaleb(-digits), rounding=how, context=_EXACT)


def round_half_away(x: float, digits: int) -> float:
    """Excel's ROUND: half away from zero. Not finite: returned as it is."""
    if not isfinite(x):
        return x
    plain = float(x)
    if digits >= 0:
        near, half = round(plain, digits), 0.5 * 10.0**-digits
        if abs(abs(plain - near) - half) > half * _SURE + abs(plain) * _FLOAT_ERROR:
            return near  # nowhere near the middle, where alone the ways to round differ
    return float(_quantize(x, digits, ROUND_HALF_UP))


def truncate(x: float, digits: int) -> float:
    """Excel's TRUNC: the digits after `digits` decimals are cut off. Not finite: returned as it is."""
    return float(_quantize(x, digits, ROUND_DOWN)) if isfinite(x) else x


def percent_points(fraction: float) -> float:
    """0.7054 → 70.54 without the dust of a float multiplication."""
    return float(as_decimal(fraction).scaleb(2)) if isfinite(fraction) else fraction


def own_decimals(x: float) -> int:
    """How many decimals the number has of itself, at most nine: 20.5 → 1, 0.1 + 0.2 → 1."""
    if not isfinite(x):
        return 0
    exponent = _quantize(x, MOST_DECIMALS, ROUND_HALF_UP).normalize(_EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def format_number(
    value: float, desimal: int, locale: Locale = Locale.ID, *, persen: bool = False, ribuan: bool = True
) -> str:
    """The number as it is printed: rounded to `desimal` decimals, grouped by thousands unless `ribuan` is False.

    `persen` only adds the sign: the value is in percent points already. Negative `desimal` rounds to tens, hundreds, …
    """
    sign = "%" if persen else ""
    if not isfinite(value):
        return f"{value}{sign}"
    if abs(value) >= _LARGEST_IN_DIGITS:
        return repr(float(value)).replace(".", locale.decimal_mark) + sign
    rounded = _quantize(value, desimal, ROUND_HALF_UP) + 0  # + 0 makes minus zero plain zero
    digits = f"{rounded:{',' if ribuan else ''}.{max(desimal, 0)}f}"
    return digits.translate(_MARKS[locale]) + sign


_MARKS = {Locale.EN: str.maketrans({}), Locale.ID: str.maketrans(",.", ".,")}
