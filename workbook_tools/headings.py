"""What the wording of a heading says: which format it belongs to, and which column stands under each of its cells.

A heading may be in capitals, broken over lines, misspelled, two or three rows deep; its columns may stand in any
order. `recognise` decides where headings are looked for and what stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from workbook_tools.books.model import Sheet
from workbook_tools.formats import FORMATS
from workbook_tools.formats.spec import Column, Repeat, TableFormat, spoken
from workbook_tools.names import WORD, similarity, words

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
MIN_COLUMNS = 3
ENOUGH_COLUMNS = 0.7
ENOUGH_KEYS = 0.6
ENOUGH_OLD_KEYS = 0.3  # of a sheet that says that it was made from an older version, with fewer columns
ENOUGH_HEADINGS = 0.6
ENOUGH_TITLE = 0.75
TYPO = 88.0
MIN_FUZZY_LENGTH = 5
ROWS_BELOW = 8
LONGEST_HEADING = 120
#: A heading may say how its column is computed from numbered columns: `Bertambah/Berkurang (10-12)`.
COMPUTED_FROM = re.compile(r"\(?\b(?:\d{1,2}\s*=\s*)?\d{1,2}(?:\s*[-+/:x]\s*\d{1,2})+\)?")
ORDINAL = re.compile(r"[-(]?\d{1,2}[).]?")
CLEARER = 0.1
LONG_PATH = 40
IN_OTHER_UNIT = re.compile(r"\b(ribu|ribuan|juta|jutaan|miliar|milyar)\b")
#: Columns of the registry live as long as the program, so that their identity is a safe key.
_ACCEPTED: dict[int, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading found on a sheet: rows `first` to `last`, and the sheet column of every key."""

    format: TableFormat
    first: int
    last: int
    columns: dict[str, int]
    years: tuple[int, ...]
    score: float
    by_key: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A sheet column with the names that its heading cells give it, the year that they speak of, and all of them in
    one line where they are more than one."""

    col: int
    names: frozenset[str]
    year: int | None
    path: str = ""


@lru_cache(maxsize=16_384)
def normal(text: str) -> str:
    """A heading as it is compared: lower case, words only, `%` as a word, line breaks as spaces."""
    return " ".join(WORD.findall(text.casefold().replace("%", " persen ")))


@cache
def _vocabulary() -> tuple[str, ...]:
    """Every wording that a heading cell of any format may have, parents of headings included."""
    words_of: set[str] = set()
    for format in FORMATS.values():
        for part in format.parts:
            columns = part.columns if isinstance(part, Repeat) else (part,)
            for column in columns:
                words_of |= _accepted(column) | {normal(without_year(h)) for h in column.head}
    return tuple(sorted(words_of))


def without_year(wording: str) -> str:
    """A declared heading without the place of its year."""
    return spoken(wording).replace("{tahun}", " ")


def may_be_heading(cells: Iterable[str]) -> bool:
    """Whether a row holds at least two wordings of headings: the cheap test that spares data rows the full one."""
    seen = 0
    for text in cells:
        name = normal(YEAR.sub(" ", text)) if len(text) <= LONGEST_HEADING else ""
        if name and extractOne(name, _vocabulary(), scorer=ratio, score_cutoff=TYPO):
            seen += 1
        if seen >= MIN_COLUMNS - 1:
            return True
    return False


def title_share(format: TableFormat, title: str) -> float:
    """How much of the format's title stands in the text above the heading, 0 to 1."""
    present = set(words(title))
    shares = []
    for wording in format.titles:
        wanted = {w for w in words(wording.replace("{tahun}", "")) if w != "tahun"}
        shares.append(len(wanted & present) / len(wanted) if wanted else 0.0)
    return max(shares, default=0.0)


def key_row(format: TableFormat, row: int, cells: dict[int, str], enough: float = ENOUGH_KEYS) -> Heading | None:
    """The heading that a row of column keys is, as templates carry one; None where it has too few of the format's."""
    years = tuple(sorted({int(y) for text in cells.values() if "_" in text for y in YEAR.findall(text)}))
    if format.axis is not None and format.axis.before_last:
        years = (*years, years[-1] + 1) if years else ()
    keys = [c.key for c in format.columns(years)] if years or format.axis is None else [c.key for c in format.columns()]
    columns: dict[str, int] = {}
    for col in sorted(cells):
        if cells[col] in keys:
            columns.setdefault(cells[col], col)
    if len(columns) < MIN_COLUMNS or len(columns) / len(keys) < enough:
        return None
    return Heading(format, row, row, columns, years, len(columns) / len(keys) + len(columns) / 100, by_key=True)


def named_columns(sheet: Sheet, texts: dict[int, dict[int, str]], row: int, depth: int) -> list[Named]:
    """The names of each column under a heading of `depth` rows; a blank belongs to the heading at its left."""
    rows = [texts.get(row + n, {}) for n in range(depth)]
    cols = sorted({col for cells in rows for col in cells})
    if not cols:
        return []
    out = []
    for col in range(cols[0], cols[-1] + 2):
        named_above = any(col in cells for cells in rows[:-1])
        path = [
            _cell_or_left(sheet, rows[n], row + n, col, below=rows[n + 1 :], alone=not named_above)
            for n in range(depth)
        ]
        path = [part for part in path if part] or _of_left_twin(texts, rows, row + depth, col)
        path = [part for part in path if not ORDINAL.fullmatch(part)] or path  # numbers of columns inside the heading
        if path:
            joined = " ".join(dict.fromkeys(path))
            year = YEAR.search(joined)
            names = {normal(YEAR.sub(" ", part)) for part in (path[-1], joined, COMPUTED_FROM.sub(" ", path[-1]))}
            names |= {re.sub(r"^tahun | tahun$| tahun(?= )", "", name).strip() for name in names}
            whole = normal(YEAR.sub(" ", joined)) if len(path) > 1 else ""
            out.append(Named(col, frozenset(n for n in names if n), int(year[1]) if year else None, whole))
    return out


def _cell_or_left(
    sheet: Sheet, cells: dict[int, str], row: int, col: int, *, below: list[dict[int, str]], alone: bool
) -> str:
    """The heading of a column in one row: its own, or that of the merged or blank-continued cell at its left."""
    if col in cells:
        return cells[col]
    merge = sheet.merged_range(row, col)
    if merge is not None:
        return cells.get(merge[1], "")
    spanned = any(col in sub for sub in below)
    left = max((c for c in cells if c < col), default=None)
    if left is None or (not spanned and below):
        return ""
    own_below = any(left in sub for sub in below)
    return cells[left] if (spanned and own_below) or (not below and alone and left == col - 1) else ""


def _of_left_twin(texts: dict[int, dict[int, str]], rows: list[dict[int, str]], below: int, col: int) -> list[str]:
    """The heading at the left of a column without any, where both hold cells below: one heading over code and name."""
    left = col - 1
    filled = [cells for n in range(below, below + ROWS_BELOW) if (cells := texts.get(n))]
    if left not in rows[0] or any(left in cells for cells in rows[1:]):
        return []
    beside = any(col in cells for cells in filled) and any(left in cells for cells in filled)
    return [rows[0][left]] if beside else []


def match(format: TableFormat, row: int, depth: int, named: list[Named], title: str) -> Heading | None:
    """The format's columns found under these headings, or None where too few or the title speaks of another table."""
    columns, years, used = _assign(format, named)
    wanted = [c for c in format.columns(years) if not c.helper and not c.optional]
    if not wanted:
        return None
    share = sum(c.key in columns for c in wanted) / len(wanted)
    required = all(c.key in columns for c in wanted if c.required or c.telling)
    own = [n for n in named if n.names]
    enough = share >= ENOUGH_COLUMNS and len(columns) >= MIN_COLUMNS and required
    if not enough or used / len(own) < ENOUGH_HEADINGS or (format.axis is not None and not years):
        return None
    fits = title_share(format, title)
    if format.needs_title and title and fits < ENOUGH_TITLE:
        return None
    weight = len(words(format.titles[0])) / 100 if fits >= ENOUGH_TITLE else 0.0
    caption = 0.05 if normal(format.caption) in normal(title) else 0.0
    more = len(columns) / 1000  # a second heading row that names more columns belongs to the heading
    return Heading(format, row, row + depth - 1, columns, years, share + fits / 4 + weight + caption + more)


def _assign(format: TableFormat, named: list[Named]) -> tuple[dict[str, int], tuple[int, ...], int]:
    """Sheet columns by key, the years of the repeated group, and how many headings found a column."""
    plain, repeat = _plain(format), format.axis
    years = tuple(sorted({n.year for n in named if n.year is not None and _in_repeat(repeat, n)})) if repeat else ()
    columns: dict[str, int] = {}
    unclear = []
    for heading in named:
        keys = _by_path(heading, _keys_of(format.id, heading.names, heading.year), plain)
        if len(keys) == 1 or (keys and keys[0] not in columns and _head_of(plain, keys[0]) in heading.names):
            columns.setdefault(keys[0], heading.col)
        elif keys:
            unclear.append((heading.col, keys))
    for col, keys in unclear:
        key = _after_neighbour(col, [k for k in keys if k not in columns], plain, columns)
        if key:
            columns[key] = col
    _prefer_required(plain, columns)
    if repeat is not None and repeat.before_last and years:
        years = (*years, years[-1] + 1)
    return columns, years, len(columns)


def _in_repeat(repeat: Repeat | None, heading: Named) -> bool:
    return repeat is not None and any(_fits(c, heading.names) for c in repeat.columns)


@lru_cache(maxsize=65_536)
def _keys_of(format_id: str, names: frozenset[str], year: int | None) -> tuple[str, ...]:
    """The columns that a heading may stand for: those it names exactly, else those it names with a typing error.

    Remembered, for one heading is read again with every depth of the heading above it, and in every sheet of a batch.
    """
    format = FORMATS[format_id]
    if format.axis is not None and year is not None:
        return tuple(f"{c.key}_{year}" for c in format.axis.columns if _fits(c, names))[:1]
    if any(IN_OTHER_UNIT.search(name) for name in names):
        return ()  # amounts in juta are not those in rupiah
    plain = _plain(format)
    exact = [(c.key, n) for c in plain if (n := _words_matched(c, names))]
    most = max((n for _, n in exact), default=0)
    return tuple(key for key, n in exact if n == most) or tuple(c.key for c in plain if _fits(c, names))


def _plain(format: TableFormat) -> list[Column]:
    """The printed columns outside the repeated group."""
    return [p for p in format.parts if isinstance(p, Column) and not p.helper]


def _by_path(heading: Named, keys: Sequence[str], plain: Sequence[Column]) -> Sequence[str]:
    """Of several columns with one heading (`Volume`), the one whose headings above are clearly most like these."""
    heads = {c.key: " ".join(c.head) for c in plain if c.key in keys and len(c.head) > 1}
    if len(keys) < MIN_COLUMNS - 1 or not heading.path or len(heads) < len(keys):
        return keys
    likeness = sorted(((similarity(heading.path, head), key) for key, head in heads.items()), reverse=True)
    return [likeness[0][1]] if likeness[0][0] >= likeness[1][0] + CLEARER else keys


def _head_of(plain: Sequence[Column], key: str) -> str:
    return next((normal(c.head[-1]) for c in plain if c.key == key), "")


def _after_neighbour(col: int, keys: Sequence[str], plain: Sequence[Column], columns: dict[str, int]) -> str:
    """Of several columns with one heading (`Realisasi`), the one that follows the column found at the left."""
    order = [c.key for c in plain]
    left = max((at for at in columns.values() if at < col), default=0)
    before = next((order.index(k) for k, at in columns.items() if at == left and k in order), -1)
    return min(keys, key=lambda k: (order.index(k) < before, order.index(k)), default="")


def _prefer_required(plain: Sequence[Column], columns: dict[str, int]) -> None:
    """Two columns may share one heading (code and text); where only one is printed, it is the required one."""
    for column in plain:
        if column.optional or column.key in columns:
            continue
        twin = next((c for c in plain if c.optional and c.head == column.head and c.key in columns), None)
        if twin is not None:
            columns[column.key] = columns.pop(twin.key)


def _accepted(column: Column) -> frozenset[str]:
    """The names by which a column is known; remembered, since every heading is held against every column."""
    known = _ACCEPTED.get(id(column))
    if known is None:
        known = _ACCEPTED[id(column)] = _wordings(column)
    return known


def _wordings(column: Column) -> frozenset[str]:
    head = [without_year(part) for part in column.head]
    return frozenset({normal(head[-1]), normal(" ".join(head)), *(normal(a) for a in column.aliases)} - {""})


def _words_matched(column: Column, names: frozenset[str]) -> int:
    """Words of the longest name that is the column's: under `Anggaran`, `Target` is not the target of an indicator."""
    known = set(names & _accepted(column))
    if column.pattern:
        known |= {name for name in names if re.fullmatch(column.pattern, name)}
    return max((len(name.split()) for name in known), default=0)


def _fits(column: Column, names: frozenset[str]) -> bool:
    """Exactly, or with a typing error in a heading long enough to tell."""
    return _alike(names, _accepted(column))


@lru_cache(maxsize=65_536)
def _alike(names: frozenset[str], accepted: frozenset[str]) -> bool:
    """Many tables have columns of the same wordings, and headings come again on every page."""
    return not names.isdisjoint(accepted) or any(_misspelled(name, other) for name in names for other in accepted)


def _misspelled(name: str, other: str) -> bool:
    """The same heading but for typing errors. Long paths differ in their last word alone: `… Volume`, `… Satuan`."""
    if min(len(name), len(other)) < MIN_FUZZY_LENGTH or ratio(name, other) < TYPO:
        return False
    last = name.split()[-1], other.split()[-1]
    return len(name) < LONG_PATH or ratio(*last) >= TYPO
