"""Adjustments in words: `Pengurangan Rp.1.980.000,- untuk BBM` beside a pagu says what the pagu after it must be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook_tools.checks.context import Context, shown
from workbook_tools.checks.entities import Registry
from workbook_tools.checks.hubungan import counterparts
from workbook_tools.checks.sums import amount
from workbook_tools.formats.hubungan import PENYESUAIAN, Penyesuaian
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values import parse

#: Words that take from and add to an amount, as they are typed: `Penambaha Rp. 48.000.000`.
LESS = r"(?:pengurang\w*|di\s?kurang\w*|berkurang\w*|penurun\w*|di\s?turun\w*|turun)"
MORE = r"(?:penambah\w*|di\s?tambah\w*|bertambah\w*|tambahan|kenaikan|di\s?naik\w*|naik)"
#: The word, at most a few others (`anggaran`, `sebesar`), and the amount after it.
SAID = re.compile(
    rf"\b(?:(?P<less>{LESS})|{MORE})\b(?:\s+(?!rp)[a-z]+){{0,3}}\s*(?P<amount>rp\.?\s*\d[\d.,]*)", re.IGNORECASE
)
TOLERANCE = 0.5


def check(context: Context, registry: Registry, rules: tuple[Penyesuaian, ...] = PENYESUAIAN) -> None:
    """Every text that names an amount added or taken away, against the pagu before and after. One finding a text."""
    told: set[int] = set()
    for rule in rules:
        for tabel in (t for t in context.tables if t.role == rule.teks[0]):
            for row in tabel.rows:
                change = _change(row, rule.teks[1])
                if change is not None and id(row) not in told and _broken(context, registry, rule, tabel, row, change):
                    told.add(id(row))


def adjustments(words: str) -> Iterator[float]:
    """The amounts that a text adds (positive) or takes away (negative)."""
    for found in SAID.finditer(words):
        amount_said = parse(found["amount"].rstrip(".,")).angka
        if amount_said is not None:
            yield -amount_said if found["less"] else amount_said


def _change(row: Baris, key: str) -> float | None:
    words = row.isi.get(key)
    amounts = list(adjustments(words)) if isinstance(words, str) else []
    return sum(amounts) if amounts else None


def _broken(context: Context, registry: Registry, rule: Penyesuaian, tabel: Tabel, row: Baris, change: float) -> bool:
    """Tell it where the pagu after is not the pagu before with the adjustment; whether that was told."""
    before, column = amount(row, rule.sebelum), tabel.column(rule.teks[1])
    if before is None or column is None:
        return False
    for other, theirs in counterparts(context, registry, tabel, row, rule.sesudah[0]):
        after, place = amount(theirs, rule.sesudah[1]), theirs.place(rule.sesudah[1])
        if after is None or place is None or abs(before + change - after) <= TOLERANCE:
            continue
        own = row.place(rule.sebelum)
        context.add(
            "penyesuaian_tidak_cocok", tabel, row, column, found=row.isi[rule.teks[1]], expected=shown(before + change),
            before=shown(before), change=f"{'+' if change >= 0 else '−'} {shown(abs(change))}", after=shown(after),
            real=f"{'+' if after >= before else '−'} {shown(abs(after - before))}", there=place, sheet=other.sheet,
            related=[p for p in (own, place) if p is not None], rule=rule.dasar,
        )  # fmt: skip
        return True
    return False
