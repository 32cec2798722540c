"""The digits of a number and the marks between them: thousands, decimals, a typing error, or either of two readings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbook_tools.values.nilai import Locale

_GROUP = 3
_PERCENT_DIGITS = 2  # a fraction with two digits shows whole percents


@dataclass(frozen=True, slots=True)
class Digits:
    """Readings of the digits, the preferred one first, each as plain text with a dot: "6.774"."""

    readings: tuple[str, ...] = ()
    alasan: str = ""
    saran: str = ""
    gaya: Locale | None = None


def read_digits(digits: str, locale: Locale, *, whole: bool = False, percent: bool = False) -> Digits:
    """What the marks between the digits mean. `whole`: a witness says that three digits are thousands."""
    groups = re.split("[.,]", digits)
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return Digits((digits,))
    if len(marks) == 1:
        return _one_mark(groups, marks[0], locale, whole=whole, percent=percent)
    if len(set(marks)) == 1:
        return _repeated_mark(groups, marks[0], locale)
    return _mixed_marks(groups, marks, locale, whole=whole)


def _one_mark(groups: list[str], mark: str, locale: Locale, *, whole: bool, percent: bool) -> Digits:
    """70,54 · 20.83333333 · 0.924 · .83 are decimals; 6,774 and 1.207 may be either."""
    before, after = groups
    if not before:
        return _no_leading_zero(after, mark, locale, percent=percent)
    if len(after) != _GROUP or not _can_lead(before):
        return Digits((f"{before}.{after}",), gaya=Locale.with_decimal_mark(mark))
    thousands, decimals = before + after, f"{before}.{after}"
    if whole:
        return Digits((thousands,), gaya=Locale.with_group_mark(mark))
    # A percentage is hardly ever typed with three decimals: 1.207 % is 1207 on an English PC too.
    grouped = mark == locale.group_mark or (percent and mark == ".")
    return Digits((thousands, decimals) if grouped else (decimals, thousands), "tiga_angka")


def _no_leading_zero(after: str, mark: str, locale: Locale, *, percent: bool) -> Digits:
    """.83 is 0,83; JBR 3.18 prints `.83%` for 83 %, a fraction to which a percent sign was typed."""
    style = Locale.with_decimal_mark(mark)
    if percent and len(after) == _PERCENT_DIGITS:
        return Digits((f"0.{after}", str(int(after))), "tanpa_nol", gaya=style)
    return Digits((f"0.{after}",), "tanpa_nol", f"0{locale.decimal_mark}{after}", style)


def _repeated_mark(groups: list[str], mark: str, locale: Locale) -> Digits:
    """10.921.051.624 is thousands whatever the locale; 22.433.977.123.76 ends in a mistyped decimal mark."""
    whole, last = groups[:-1], groups[-1]
    if _is_grouped(groups):
        return Digits(("".join(groups),), gaya=Locale.with_group_mark(mark))
    if _is_grouped(whole) and len(last) < _GROUP:
        saran = locale.group_mark.join(whole) + locale.decimal_mark + last
        return Digits((f"{''.join(whole)}.{last}", "".join(groups)), "titik_terakhir", saran)
    return Digits(alasan="pemisah_rusak")


def _mixed_marks(groups: list[str], marks: list[str], locale: Locale, *, whole: bool) -> Digits:
    """1.234,56 and 1,234.56: one last mark, one other mark between groups of three before it."""
    grouped = groups[:-1]
    if len(set(marks[:-1])) > 1 or marks[-1] in marks[:-1] or not _is_grouped(grouped):
        return _broken(groups, locale)
    if whole and len(groups[-1]) == _GROUP:
        return _broken(groups, locale)  # rupiah and things are not counted in thousandths
    return Digits((f"{''.join(grouped)}.{groups[-1]}",), gaya=Locale.with_decimal_mark(marks[-1]))


def without_cents(digits: Digits, typed: str, locale: Locale) -> Digits:
    """The mark `,-` says that there are no cents: decimals before it are a typing error."""
    if digits.readings and "." in digits.readings[0]:
        return _broken(re.split("[.,]", typed), locale)
    return digits


def _broken(groups: list[str], locale: Locale) -> Digits:
    """Marks that fit no notation; where every group has three digits the intended number can be guessed."""
    saran = locale.group_mark.join(groups) if _is_grouped(groups) else ""
    return Digits(alasan="pemisah_rusak", saran=saran)


def _can_lead(group: str) -> bool:
    """Whether a group may stand first in a number with thousands: 0.924 and 1234.567 do not."""
    return 0 < len(group) <= _GROUP and not group.startswith("0")


def _is_grouped(groups: list[str]) -> bool:
    return _can_lead(groups[0]) and all(len(group) == _GROUP for group in groups[1:])
