"""Excel's number formats: which decimals, percent sign, unit and text a format shows for a value.

A format and its parts:

    format  = section ; section ; …       positive ; negative ; zero ; text, or each with its [condition]
    section = literals, digit placeholders 0 # ?, literals
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from workbook_tools.values.nilai import Locale
from workbook_tools.values.rounding import as_decimal, format_number, own_decimals, round_half_away

_LONGEST = 255  # Excel's own limit
_GROUP = 3
_NEGATIVE, _ZERO = 1, 2  # places of the sections after the positive one
_TOKEN = re.compile(
    r"""(?P<general>General|Standard|Umum) | "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
        | \[(?P<bracket>[^\]]*)\]? | (?P<exponent>E[+-]) | (?P<halfday>AM/PM|A/P) | (?P<digit>[0#?]) | (?P<other>.)""",
    re.I | re.S | re.X,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_ELAPSED = re.compile(r"h+|m+|s+", re.I)


@dataclass(slots=True)
class Section:
    """One section of a number format, filled by its tokens from left to right."""

    before: str = ""
    after: str = ""
    whole: str = ""  # placeholders before the decimal mark
    decimals: str = ""  # placeholders after it
    exponent: str = ""
    point: bool = False
    grouped: bool = False
    scale: int = 0  # trailing commas, each a division by 1000
    percent: int = 0
    condition: str = ""
    general: bool = False
    date: bool = False
    fraction: bool = False
    commas: int = field(default=0, repr=False)

    @property
    def has_digits(self) -> bool:
        """Whether a number is shown at all: the zero section `"-"` shows none."""
        return self.general or bool(self.whole or self.decimals)

    def literal(self, text: str) -> None:
        """Add text before or after the number."""
        if self.has_digits:
            self.after += text
        else:
            self.before += text

    def digit(self, placeholder: str) -> None:
        """Add a placeholder; commas that stood before it group thousands."""
        self.grouped |= self.commas > 0
        self.commas = 0
        if self.exponent:
            self.exponent += placeholder
        elif self.point:
            self.decimals += placeholder
        else:
            self.whole += placeholder

    def other(self, char: str) -> None:
        """Take a character that is neither quoted nor a placeholder."""
        if char == "." and not self.point:
            self.point = True
        elif char == "," and self.has_digits:
            self.commas += 1
        elif char == "%":
            self.percent += 1
            self.literal(char)
        elif char == "@":
            self.general = True  # a number in a text format shows as it is
        elif char.lower() in "dmyhs" and not self.has_digits:
            self.date = True  # after the digits it is a letter of an unquoted unit: `0 Dokumen`
        elif char == "/":
            self.fraction = True
        else:
            self.literal(char)

    def bracket(self, inside: str) -> None:
        """Take [$Rp-421], [>=100] or [hh]; colours and locales show nothing."""
        if inside.startswith("$"):
            self.literal(inside[1:].partition("-")[0])
        elif _CONDITION.fullmatch(inside):
            self.condition = inside
        elif _ELAPSED.fullmatch(inside):
            self.date = True


def _feed(section: Section, token: re.Match[str]) -> None:
    kind, text = token.lastgroup or "", token[token.lastgroup or 0]
    match kind:
        case "digit":
            section.digit(text)
        case "other":
            section.other(text)
        case "quoted" | "escaped":
            section.literal(text)
        case "space" | "fill":
            section.literal(" ")
        case "bracket":
            section.bracket(text)
        case "exponent":
            section.exponent = text
        case "general":
            section.general = True
        case "halfday":
            section.date = True


@lru_cache(maxsize=1024)
def sections(number_format: str) -> tuple[Section, ...]:
    """The sections of a number format. One that Excel would not accept for its length counts as General."""
    if len(number_format) > _LONGEST or not number_format.strip():
        number_format = "General"
    found = [Section()]
    for token in _TOKEN.finditer(number_format):
        if token["other"] == ";":
            found.append(Section())
        else:
            _feed(found[-1], token)
    for section in found:
        section.scale = section.commas
    return tuple(found)


def choose(number_format: str, value: float) -> tuple[Section, bool]:
    """The section that shows this value, and whether a negative value needs a minus of its own."""
    found = sections(number_format)
    if any(section.condition for section in found):
        return next((s for s in found if _holds(s.condition, value)), found[-1]), True
    if value < 0 and len(found) > _NEGATIVE:
        return found[_NEGATIVE], False
    if value == 0 and len(found) > _ZERO:
        return found[_ZERO], False
    return found[0], True


def _holds(condition: str, value: float) -> bool:
    match = _CONDITION.fullmatch(condition)
    return match is None or bool(_COMPARE[match[1]](value, float(match[2])))


def is_percent_format(number_format: str) -> bool:
    """Whether Excel multiplies by 100 to show a value: a `%` of the format, not one between quotes."""
    return any(section.percent for section in sections(number_format))


def is_date_format(number_format: str) -> bool:
    """Whether a number in this format is shown as a date or time."""
    return sections(number_format)[0].date


def displayed_decimals(value: float, number_format: str) -> int:
    """How many decimals of the value the format shows; a percent's are counted in percent points.

    A scaled format shows fewer than none: `#,##0,` of 1234567 shows thousands, so -3.
    """
    section, _ = choose(number_format, value)
    return _decimals(value, section) if isfinite(value) else 0


def _decimals(value: float, section: Section) -> int:
    shown = _scaled(value, section)
    if section.exponent:
        return len(section.decimals) - (as_decimal(shown).adjusted() if shown else 0)
    return _places(shown, section) - _GROUP * section.scale


def _places(shown: float, section: Section) -> int:
    """Decimals on the screen: General and fractions have the number's own, `0.0#` between one and two."""
    if section.general or section.fraction or section.date or not section.has_digits:
        return own_decimals(shown)
    most = len(section.decimals)
    least = len(section.decimals.rstrip("#"))
    return max(least, min(most, own_decimals(round_half_away(shown, most))))


def _scaled(value: float, section: Section) -> float:
    """The number on the screen: times 100 for a percent sign, by 1000 for a trailing comma."""
    power = 2 * section.percent - _GROUP * section.scale
    return float(as_decimal(value).scaleb(power)) if power and isfinite(value) else value


def display(value: float, number_format: str, locale: Locale = Locale.ID) -> str:
    """The text on the screen, with the marks of `locale` and single blanks."""
    section, own_minus = choose(number_format, value)
    shown = _scaled(value, section)
    if section.exponent and isfinite(shown):
        digits = f"{abs(shown):.{len(section.decimals)}E}".replace(".", locale.decimal_mark)
    elif section.has_digits:
        digits = _digits(abs(shown), section, locale)
    else:
        digits = ""
    minus = "-" if own_minus and value < 0 and re.search("[1-9]", digits) else ""
    return " ".join(f"{minus}{section.before}{digits}{section.after}".split())


def _digits(shown: float, section: Section, locale: Locale) -> str:
    digits = format_number(shown, _places(shown, section), locale, ribuan=section.grouped)
    if section.general or section.fraction:
        return digits  # a fraction is shown with decimals: 0,5 for 1/2
    if "0" not in section.whole and Decimal(int(shown)) == 0 and digits.startswith("0"):
        return digits[1:]  # `#.00` and `"-"??` show no leading zero
    before, mark, after = digits.partition(locale.decimal_mark)
    return (before if section.grouped else before.zfill(section.whole.count("0"))) + mark + after
