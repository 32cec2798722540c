"""Levels of a program table that prints them in one column: by code, wording, capitals, bold type, order and money.

Programs and sasaran are told by wording. Between them, which rows are kegiatan and which their sub kegiatan is
chosen so that as many sums as possible hold and as little of the other evidence is contradicted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from operator import add

from workbook_tools.names import SAME, similarity
from workbook_tools.names import key as name_key
from workbook_tools.tables.model import Baris

#: Nomenklatur code: urusan.bidang.program, then kewenangan.kegiatan, then sub kegiatan.
CODE = re.compile(r"^\s*([0-9X]\.\d{2}\.\d{2})(\.\d\.\d{2})?(\.\d{2,4})?(?=\s|$)")
#: Numbering in front of a name: `A.`, `IV)`, `1.2.`, `3.25.02`.
NUMBER = r"^\W*(?:(?:[A-Za-z]|[IVXLC]{1,5}|[\dX]{1,4}(?:\.\d{1,4})*)[.)]?\s+|(?:[A-Za-z]|\d{1,3})[.)])?\W*"
PROGRAM = re.compile(NUMBER + r"program\b", re.IGNORECASE)
SUB = re.compile(NUMBER + r"sub\W?kegiatan\b", re.IGNORECASE)
KEGIATAN = re.compile(NUMBER + r"kegiatan\b", re.IGNORECASE)
SASARAN = re.compile(
    NUMBER + r"(sasaran\b|tujuan\b|(me|ter|ber)[a-z]{4,}(nya|wujud|capai)\b|optimalnya\b|tingginya\b)",
    re.IGNORECASE,
)
MONEY = ("pagu", "realisasi_anggaran")
ROUNDING_RUPIAH = 0.5
KEEP_BEST = 60
SAME_STANDARD = 0.9

# How much each kind of contradiction weighs against a reading; only their order matters.
BROKEN_SUM = 1.0
KEGIATAN_WITHOUT_SUB = 0.7
WITHOUT_KEGIATAN = 0.6
AGAINST_BOLD = 0.4
AGAINST_WORDING = 3.0
UNWORDED = 0.6
AGAINST_NOMENCLATURE = 0.6


@cache
def _nomenclature() -> tuple[str, ...]:
    """Names of kegiatan that every office has (program penunjang), from the regulation's list."""
    data = tomllib.loads((files("workbook_tools.formats") / "nomenklatur.toml").read_text(encoding="utf-8"))
    return tuple(data["kegiatan_penunjang"]["nama"])


def assign_levels(
    rows: Sequence[Baris],
    sasaran: Sequence[str] = (),
    *,
    with_sasaran: bool,
    known: Mapping[str, str] | None = None,
    money: tuple[str, ...] = MONEY,
) -> float:
    """Set `level` of every row; returns how much evidence speaks against the reading (0: none).

    `sasaran` are names known from other tables of the workbook, `known` the level that a more certain table gives
    to a name (as `names.key` writes it), `money` the columns whose sums tell kegiatan from sub kegiatan.
    """
    heads = [row for row in rows if row.ke == 1]
    for row in heads:
        row.level = _by_wording(row, sasaran, with_sasaran=with_sasaran) or (known or {}).get(name_key(row.nama), "")
    if any(row.kode for row in heads):
        for row in heads:
            row.level = row.level or ("sub_kegiatan" if row.is_lost else "")
    if heads and not any(row.level for row in heads):
        _by_capitals(heads)
    if with_sasaran:
        _sasaran_by_place(heads, money)
    cost = _between(heads, money, worded=_says_kegiatan(heads))
    last = ""
    for row in rows:
        if row.ke > 1:
            row.level = last
        last = row.level
    return cost


def _by_wording(row: Baris, sasaran: Sequence[str], *, with_sasaran: bool) -> str:
    code = CODE.match(row.kode)
    if code:
        return "sub_kegiatan" if code[3] else "kegiatan" if code[2] else "program"
    if PROGRAM.match(row.nama):
        return "program"
    if with_sasaran and (SASARAN.match(row.nama) or any(similarity(row.nama, s) >= SAME for s in sasaran)):
        return "sasaran"
    return "sub_kegiatan" if SUB.match(row.nama) else "kegiatan" if KEGIATAN.match(row.nama) else ""


def _says_kegiatan(rows: Sequence[Baris]) -> bool:
    """Whether the table writes `Kegiatan` in front of its kegiatan: then a row without it is hardly one."""
    return sum(bool(KEGIATAN.match(row.nama)) for row in rows) * 2 >= max(2, sum(r.level == "program" for r in rows))


def _by_capitals(rows: Sequence[Baris]) -> None:
    """Where no row says PROGRAM: rows all in capitals are programs, unless all rows are."""
    upper = [row for row in rows if row.nama.isupper()]
    for row in upper if len(upper) < len(rows) else ():
        row.level = "program"


def _sasaran_by_place(rows: Sequence[Baris], money: tuple[str, ...]) -> None:
    """A sasaran in any wording: the first row, or one whose money is that of the programs right below it."""
    programs = [n for n, row in enumerate(rows) if row.level == "program"]
    for n, row in enumerate(rows):
        if row.level or n + 1 not in programs:
            continue
        if n == 0 or _is_total_of(row, [rows[p] for p in programs if p > n], money):
            row.level = "sasaran"


def _is_total_of(row: Baris, programs: Sequence[Baris], money: tuple[str, ...]) -> bool:
    """Whether the first one, two, three … programs add up to the row's money, more than one amount being compared."""
    amounts = [tuple(_money(b, key) for key in money) for b in (row, *programs)]
    own, sums = amounts[0], [0.0] * len(money)
    for amount in amounts[1:]:
        sums = list(map(add, sums, amount))
        if own[0] and all(abs(a - b) <= ROUNDING_RUPIAH * (len(programs) + 1) for a, b in zip(own, sums, strict=True)):
            return True
    return False


def _between(rows: Sequence[Baris], money: tuple[str, ...], *, worded: bool) -> float:
    """Split the rows under each program into kegiatan and sub kegiatan; the cost of all the readings chosen."""
    cost = 0.0
    section: list[Baris] = []
    head: Baris | None = None
    for row in (*rows, None):
        if row is None or row.level in ("sasaran", "program"):
            if section:
                cost += _split(head, section, money, worded=worded)
            section, head = [], row
        else:
            section.append(row)
    return cost


@dataclass(frozen=True, slots=True)
class _Reading:
    """A way to read the first rows of a section: its cost, what its kegiatan add up to, and where they start."""

    cost: float
    totals: tuple[float, ...]
    starts: tuple[int, ...]


def _split(program: Baris | None, rows: list[Baris], money: tuple[str, ...], *, worded: bool) -> float:
    """The cheapest reading of a section; ties go to the one with more kegiatan that have sub kegiatan."""
    section = _Section(rows, money, worded=worded)
    best: list[list[_Reading]] = [[_Reading(0.0, (0.0,) * len(money), ())]] + [[] for _ in rows]
    for end in range(1, len(rows) + 1):
        options = []
        for start in range(end):
            cost, own = section.cost(start, end), section.money[start]
            options += [
                _Reading(r.cost + cost, tuple(map(add, r.totals, own)), (*r.starts, start)) for r in best[start]
            ]
        best[end] = _cheapest(options)
    final = min(best[-1], key=lambda r: (round(r.cost + _against_program(program, r, money), 6), -len(r.starts)))
    total = final.cost + _against_program(program, final, money)
    if _directly_below(program, rows, money) and total > WITHOUT_KEGIATAN:
        for row in rows:
            row.level = row.level or "sub_kegiatan"
        return 0.0
    for n, row in enumerate(rows):
        row.level = row.level or ("kegiatan" if n in final.starts else "sub_kegiatan")
    return total


def _cheapest(options: list[_Reading]) -> list[_Reading]:
    """The cheapest reading for each total, so that the program's own sum can still decide."""
    by_total: dict[tuple[float, ...], _Reading] = {}
    for option in sorted(options, key=lambda r: (round(r.cost, 6), -len(r.starts))):
        by_total.setdefault(option.totals, option)
    return list(by_total.values())[:KEEP_BEST]


def _directly_below(program: Baris | None, rows: Sequence[Baris], money: tuple[str, ...]) -> bool:
    """Whether all rows together are the program's money: a table that leaves one level out."""
    if program is None or program.level != "program":
        return False
    sums = [sum(_money(row, key) for row in rows) for key in money]
    own = [_money(program, key) for key in money]
    allowed = ROUNDING_RUPIAH * (len(rows) + 1)
    return any(own) and all(abs(a - b) <= allowed for a, b in zip(own, sums, strict=True))


class _Section:
    """The rows under one program, with running sums of everything that a reading is judged by."""

    def __init__(self, rows: Sequence[Baris], money: tuple[str, ...], *, worded: bool) -> None:
        self.rows, self.worded = rows, worded
        self.money = [tuple(_money(row, key) for key in money) for row in rows]
        self.bold_tells = 0 < sum(row.tebal for row in rows) < len(rows)
        self._sums = [_running(column) for column in zip(*self.money, strict=True)]
        self._bold = _running(row.tebal for row in rows)
        self._kegiatan = _running(row.level == "kegiatan" for row in rows)
        self._standard = _running(_is_standard(row.nama) for row in rows)

    def cost(self, start: int, end: int) -> float:
        """What speaks against reading row `start` as a kegiatan with the rows up to `end` as its sub kegiatan."""
        head, subs = self.rows[start], end - start - 1
        cost = 0.0 if subs else KEGIATAN_WITHOUT_SUB
        if subs:
            amounts = zip(self.money[start], self._sums, strict=True)
            broken = [abs(own - (s[end] - s[start + 1])) > ROUNDING_RUPIAH * (subs + 1) for own, s in amounts]
            cost += BROKEN_SUM * sum(broken)
        if self.bold_tells:
            cost += AGAINST_BOLD * ((not head.tebal) + self._bold[end] - self._bold[start + 1])
        cost += UNWORDED * (self.worded and head.level != "kegiatan")
        wording = (head.level == "sub_kegiatan") + self._kegiatan[end] - self._kegiatan[start + 1]
        return (
            cost + AGAINST_WORDING * wording + AGAINST_NOMENCLATURE * (self._standard[end] - self._standard[start + 1])
        )


def _running(values: Iterable[float]) -> list[float]:
    """Sums of the first 0, 1, 2 … values."""
    return list(accumulate(values, initial=0.0))


def _against_program(program: Baris | None, reading: _Reading, money: tuple[str, ...]) -> float:
    if program is None or program.level != "program":
        return 0.0
    allowed = ROUNDING_RUPIAH * (len(reading.starts) + 1)
    pairs = zip(money, reading.totals, strict=True)
    return BROKEN_SUM * sum(abs(_money(program, key) - total) > allowed for key, total in pairs)


@lru_cache(maxsize=8192)
def _is_standard(name: str) -> bool:
    return any(similarity(name, known) >= SAME_STANDARD for known in _nomenclature())


def _money(row: Baris, key: str) -> float:
    value = row.isi.get(key)
    return value if isinstance(value, float) else 0.0
