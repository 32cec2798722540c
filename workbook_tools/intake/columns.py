"""Which heading of a sheet is which column of a budget realisation list (`formats/daftar_anggaran.py`).

Lists come from SIPD, from the LRA or from a treasurer's own sheet: other wording, other order, headings of one to three
rows, codes in one cell or in several. Wording is compared as everywhere (`headings.normal`), without words that say
nothing here (Rp, tahun, TA).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from workbook_tools.books.model import Sheet
from workbook_tools.errors import InputError
from workbook_tools.formats.daftar_anggaran import CODES, COLUMNS, MONTHS, NAMES, RUPIAH, TO_DATE
from workbook_tools.headings import MIN_FUZZY_LENGTH, TYPO, Named, named_columns, normal

_EMPTY = frozenset({"rp", "rupiah", "ta", "t", "a", "tahun", "thn", "dalam"})
#: Under such a heading a column named `Anggaran` is not the year's.
_PART_OF_YEAR = re.compile(
    r"\b(tw|trw|triwulan|bulan|lalu|target|fisik|kinerja|kas|semester|" + "|".join(MONTHS) + r")\b", re.IGNORECASE
)
_UP_TO = re.compile(r"\b(?:" + "|".join(sorted({normal(word) for word in TO_DATE})) + r")\b")
#: Amounts in another unit than rupiah, in words or as zeros left out.
IN_THOUSANDS = re.compile(r"\brp\W{0,3}0{3}\b|\b0{3}\W{0,3}rp\b", re.IGNORECASE)
FUZZY = frozenset({*CODES, *NAMES, "pagu", "realisasi"})
MAX_DEPTH = 3
ROWS_OF_HEADING = 200
MIN_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class ListHeading:
    """The heading of a list: its rows, the sheet columns of every key (several for a code in parts), their wording."""

    first: int
    last: int
    columns: dict[str, tuple[int, ...]]
    wording: dict[str, str]

    @property
    def codes(self) -> tuple[tuple[int, ...], ...]:
        """The columns that may hold the code, each in one or several parts; the first one that is filled counts."""
        return tuple(self.columns[key] for key in CODES if key in self.columns)

    @property
    def names(self) -> tuple[int, ...]:
        """The columns that may name the row; the first one that is filled counts."""
        return tuple(self.columns[key][0] for key in NAMES if key in self.columns)

    @property
    def money(self) -> dict[str, int]:
        """The columns of amounts."""
        return {key: self.columns[key][0] for key in RUPIAH if key in self.columns}


def find_heading(sheet: Sheet, tahun: int) -> ListHeading | None:
    """The heading of a list on the sheet; None where there is none. Of columns of several years those of `tahun`.

    InputError where two columns have one meaning and nothing says which counts.
    """
    texts = {row: _texts(sheet, row) for row in sheet.rows[:ROWS_OF_HEADING]}
    best: ListHeading | None = None
    for row in texts:
        for depth in range(1, MAX_DEPTH + 1):
            own = {col: said for n in range(depth) for col, said in texts.get(row + n, {}).items()}
            found = _assigned(named_columns(sheet, texts, row, depth), own, row, depth, tahun)
            if found is not None and (best is None or _weight(found) > _weight(best)):
                best = found
        if best is not None and row > best.last:
            break
    if best is not None:
        _refuse_doubled(sheet, best)
    return best


def _weight(heading: ListHeading) -> tuple[int, int]:
    """More columns are better, then fewer rows."""
    return len(heading.columns), heading.first - heading.last


def _texts(sheet: Sheet, row: int) -> dict[int, str]:
    cells = sheet.row_cells(row)
    return {
        c: str(cell.value).strip() for c, cell in cells.items() if cell.value is not None and str(cell.value).strip()
    }


def _assigned(named: Sequence[Named], own: dict[int, str], row: int, depth: int, tahun: int) -> ListHeading | None:
    """The columns of a heading; `own` are the texts of sheet columns that have one, not one that reaches over."""
    columns: dict[str, list[Named]] = {}
    wording: dict[str, str] = {}
    for heading in named:
        key = _key_of(heading)
        if key and heading.col in own:
            columns.setdefault(key, []).append(heading)
            wording.setdefault(key, " ".join(own[heading.col].split()))
    chosen = {key: tuple(n.col for n in _of_year(found, tahun)) for key, found in columns.items()}
    has_name = any(key in chosen for key in (*CODES, *NAMES))
    if not has_name or not any(key in chosen for key in RUPIAH) or len(chosen) < MIN_COLUMNS:
        return None
    parts = {key: _with_parts(cols, own) for key, cols in chosen.items() if key in CODES}
    return ListHeading(row, row + depth - 1, chosen | parts, wording)


def _with_parts(cols: tuple[int, ...], own: dict[int, str]) -> tuple[int, ...]:
    """The columns of a code, with those at its right that have no heading: a code in parts under one heading."""
    end = min((col for col in own if col > cols[-1]), default=cols[-1] + 1)
    return (*cols, *range(cols[-1] + 1, end))


def _of_year(found: Sequence[Named], tahun: int) -> Sequence[Named]:
    """The columns of the year; those that name no year where none names it."""
    mine = [n for n in found if n.year == tahun]
    return mine or [n for n in found if n.year is None] or found


def _key_of(heading: Named) -> str:
    """The column that a heading means: by its whole path, else by its last part where those above say nothing."""
    whole, *rest = sorted(map(_meaningful, heading.names), key=len, reverse=True) or [""]
    key = _fitting(whole)
    if key or not rest or _PART_OF_YEAR.search(whole):
        return key
    return next((key for name in rest if (key := _fitting(name))), "")


def _meaningful(name: str) -> str:
    return " ".join(word for word in name.split() if word not in _EMPTY)


def _wordings() -> dict[str, str]:
    pairs = ((_meaningful(normal(word)), c.key) for c in COLUMNS for word in (*c.head, *c.aliases))
    return {word: key for word, key in reversed(list(pairs)) if word}


_KNOWN = _wordings()


def _fitting(name: str) -> str:
    """The column of that name, letter for letter, or with a typing error where numbers do not tell columns apart."""
    if name in _KNOWN or len(name) < MIN_FUZZY_LENGTH:
        return _KNOWN.get(name, "")
    near = ((ratio(name, word), key) for word, key in _KNOWN.items() if key in FUZZY and len(word) >= MIN_FUZZY_LENGTH)
    score, key = max(near)
    return key if score >= TYPO and not _PART_OF_YEAR.search(name) else ""


def says_to_date(wording: str) -> bool:
    """Whether a heading says by itself that its amounts are cumulative: `Realisasi s.d. Periode Ini`."""
    return bool(_UP_TO.search(normal(wording)))


def _refuse_doubled(sheet: Sheet, heading: ListHeading) -> None:
    """InputError where two columns of amounts have the same meaning."""
    for key in RUPIAH:
        cols = heading.columns.get(key, ())
        if len(cols) > 1:
            raise InputError("daftar_kolom_ganda", sheet=sheet.title, column=heading.wording[key], n=len(cols))


def lines_above(sheet: Sheet, heading: ListHeading) -> Iterator[str]:
    """The title lines and the heading itself, as texts."""
    for row in sheet.rows:
        if row > heading.last:
            return
        yield " ".join(_texts(sheet, row).values())
