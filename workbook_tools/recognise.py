"""Which sheet holds which table: by key row, defined name, table name, and by the wording of the headings.

A filled template is known by its key row; a table typed by hand by its headings, whatever the sheet is called,
wherever the heading stands, in whatever order the columns are. The title above decides between formats whose
headings are alike. Witnesses that disagree are reported, never silently overruled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from workbook_tools.books.model import Sheet
from workbook_tools.findings import Finding, Place, finding
from workbook_tools.formats import FORMATS
from workbook_tools.formats.spec import Column, Repeat, TableFormat
from workbook_tools.names import WORD, words

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
NAME_OF_FORMAT = "lkjip_format"
MAX_HEAD_ROWS = 3
MIN_COLUMNS = 3
ENOUGH_COLUMNS = 0.7
ENOUGH_KEYS = 0.6
ENOUGH_HEADINGS = 0.6
ENOUGH_TITLE = 0.75
TYPO = 88.0
ROWS_OF_TITLE = 8
ROWS_OF_CAPTION = 4
MIN_FUZZY_LENGTH = 5
LONGEST_HEADING = 120
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


@dataclass(slots=True)
class Recognised:
    """A table on a sheet: its format, heading, the rows of repeated headings, where it ends, and what was odd."""

    sheet: Sheet
    heading: Heading
    repeats: list[Heading]
    end: int
    title: str
    table_name: str = ""
    findings: list[Finding] = field(default_factory=list)


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
                words_of |= _accepted(column) | {normal(h) for h in column.head}
    return tuple(sorted(words_of))


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


def recognise(sheet: Sheet) -> list[Recognised]:
    """The tables of one sheet from top to bottom; empty for a sheet without a known table."""
    if sheet.is_chart or not sheet.cells:
        return []
    tables = _in_part(sheet)
    bands = [] if tables else _bands(sheet)
    for band in bands if len(bands) > 1 else ():
        tables += _in_part(band)
    for table in tables:
        table.findings.extend(_witnesses(table))
    return tables


def _in_part(sheet: Sheet) -> list[Recognised]:
    texts = _texts(sheet)
    found = list(_by_keys(sheet, texts)) or list(_by_headings(sheet, texts))
    return _join_repeats(sheet, found)


def _bands(sheet: Sheet) -> list[Sheet]:
    """The parts of a sheet between blank columns: tables side by side."""
    used = sorted({col for _, col in sheet.cells})
    starts = [col for n, col in enumerate(used) if n == 0 or col > used[n - 1] + 1]
    ends = [*starts[1:], used[-1] + 1]
    return [
        replace(sheet, cells={at: cell for at, cell in sheet.cells.items() if start <= at[1] < end})
        for start, end in zip(starts, ends, strict=True)
    ]


def _texts(sheet: Sheet) -> dict[int, dict[int, str]]:
    """Rows with their non-blank texts; whole numbers too, for years typed as numbers."""
    rows: dict[int, dict[int, str]] = {}
    for (row, col), cell in sheet.cells.items():
        if isinstance(cell.value, str | int | float) and not isinstance(cell.value, bool):
            text = str(cell.value).strip()
            if text:
                rows.setdefault(row, {})[col] = text
    return rows


# --- by the key row of a template ------------------------------------------------------------------------------------


def _by_keys(sheet: Sheet, texts: dict[int, dict[int, str]]) -> Iterator[Heading]:
    for row in sorted(texts):
        headings = [h for f in FORMATS.values() if (h := _key_row(f, row, texts[row])) is not None]
        if headings:
            yield max(headings, key=lambda h: h.score + _vouched(sheet, texts, h))


def _vouched(sheet: Sheet, texts: dict[int, dict[int, str]], heading: Heading) -> float:
    """Formats that differ only in name have the same keys: defined name, table name and title tell them apart."""
    format = heading.format
    named = _format_name(sheet).partition(";")[0] == format.id
    table = any(ref.name.casefold() == format.table_name for ref in sheet.tables)
    return named + table / 2 + title_share(format, title_above(sheet, texts, heading.first)) / 4


def _format_name(sheet: Sheet) -> str:
    """What the sheet-scoped defined name says: `id;version`, or nothing."""
    name = next((v for k, v in sheet.defined_names.items() if k.casefold() == NAME_OF_FORMAT), "")
    return name.strip('="')


def _key_row(format: TableFormat, row: int, cells: dict[int, str]) -> Heading | None:
    years = tuple(sorted({int(y) for text in cells.values() if "_" in text for y in YEAR.findall(text)}))
    if format.axis is not None and format.axis.before_last:
        years = (*years, years[-1] + 1) if years else ()
    keys = [c.key for c in format.columns(years)] if years or format.axis is None else [c.key for c in format.columns()]
    columns: dict[str, int] = {}
    for col in sorted(cells):
        if cells[col] in keys:
            columns.setdefault(cells[col], col)
    if len(columns) < MIN_COLUMNS or len(columns) / len(keys) < ENOUGH_KEYS:
        return None
    return Heading(format, row, row, columns, years, len(columns) / len(keys) + len(columns) / 100, by_key=True)


# --- by the wording of the headings ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """A sheet column with the names that its heading cells give it, and the year that they speak of."""

    col: int
    names: frozenset[str]
    year: int | None


def _by_headings(sheet: Sheet, texts: dict[int, dict[int, str]]) -> Iterator[Heading]:
    taken = 0
    last: Heading | None = None
    for row in sorted(texts):
        if row <= taken or not may_be_heading(texts[row].values()):
            continue
        if last is not None and _same_heading(texts, last, row):
            taken = row + last.last - last.first
            last = _named_otherwise(sheet, texts, last, row) or replace(last, first=row, last=taken)
            yield last
            continue
        best = _best(sheet, texts, row, range(1, MAX_HEAD_ROWS + 1))
        if best is None:
            continue
        without_top = _best(sheet, texts, row + 1, range(1, best.last - row + 1))
        if without_top is not None and len(without_top.columns) >= len(best.columns):
            continue  # the top row adds nothing: it is a row of data or a title above the heading
        taken, last = best.last, best
        yield best


def _named_otherwise(sheet: Sheet, texts: dict[int, dict[int, str]], last: Heading, row: int) -> Heading | None:
    """The same headings under a title of their own that speaks of another format: another table, not another page."""
    title = _title_near(texts, row)
    fitting = [f for f in FORMATS.values() if title and title_share(f, title) >= ENOUGH_TITLE]
    if not fitting or fitting == [last.format]:
        return None
    depth = last.last - last.first + 1
    named = _named_columns(sheet, texts, row, depth)
    options = [h for f in fitting if (h := _match(f, row, depth, named, title)) is not None]
    best = max(options, key=lambda h: h.score, default=None)
    return best if best is not None and best.format.id != last.format.id else None


def _same_heading(texts: dict[int, dict[int, str]], heading: Heading, row: int) -> bool:
    """The heading printed again on the next page, word for word, whatever the lines above it say."""
    depth = heading.last - heading.first + 1
    first, again = (
        [normal(t) for n in range(depth) for t in texts.get(r + n, {}).values()] for r in (heading.first, row)
    )
    return first == again


def _best(sheet: Sheet, texts: dict[int, dict[int, str]], row: int, depths: range) -> Heading | None:
    """The best match of any format with a heading that starts in this row."""
    title = title_above(sheet, texts, row)
    options = []
    for depth in depths:
        named = _named_columns(sheet, texts, row, depth)
        options += [h for f in FORMATS.values() if (h := _match(f, row, depth, named, title)) is not None]
    return max(options, key=lambda h: (h.score, -h.last), default=None)


def _named_columns(sheet: Sheet, texts: dict[int, dict[int, str]], row: int, depth: int) -> list[_Named]:
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
        path = [part for part in path if part]
        if path:
            joined = " ".join(path)
            year = YEAR.search(joined)
            names = {normal(YEAR.sub(" ", part)) for part in (path[-1], joined)}
            names |= {re.sub(r"^tahun | tahun$| tahun ", "", name).strip() for name in names}
            out.append(_Named(col, frozenset(n for n in names if n), int(year[1]) if year else None))
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


def _match(format: TableFormat, row: int, depth: int, named: list[_Named], title: str) -> Heading | None:
    """The format's columns found under these headings, or None where too few or the title speaks of another table."""
    columns, years, used = _assign(format, named)
    wanted = [c for c in format.columns(years) if not c.helper and not c.optional]
    if not wanted:
        return None
    share = sum(c.key in columns for c in wanted) / len(wanted)
    required = all(c.key in columns for c in wanted if c.required)
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


def _assign(format: TableFormat, named: list[_Named]) -> tuple[dict[str, int], tuple[int, ...], int]:
    """Sheet columns by key, the years of the repeated group, and how many headings found a column."""
    plain = [p for p in format.parts if isinstance(p, Column) and not p.helper]
    repeat = next((p for p in format.parts if isinstance(p, Repeat)), None)
    years = tuple(sorted({n.year for n in named if n.year is not None and _in_repeat(repeat, n)})) if repeat else ()
    columns: dict[str, int] = {}
    unclear = []
    for heading in named:
        keys = _keys_of(heading, plain, repeat)
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


def _in_repeat(repeat: Repeat | None, heading: _Named) -> bool:
    return repeat is not None and any(_fits(c, heading.names) for c in repeat.columns)


def _keys_of(heading: _Named, plain: Sequence[Column], repeat: Repeat | None) -> list[str]:
    """The columns that a heading may stand for: those it names exactly, else those it names with a typing error."""
    if repeat is not None and heading.year is not None:
        return [f"{c.key}_{heading.year}" for c in repeat.columns if _fits(c, heading.names)][:1]
    if any(IN_OTHER_UNIT.search(name) for name in heading.names):
        return []  # amounts in juta are not those in rupiah
    exact = [c.key for c in plain if _fits_exactly(c, heading.names)]
    return exact or [c.key for c in plain if _fits(c, heading.names)]


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
        if not column.required or column.key in columns:
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
    return frozenset(
        {normal(column.head[-1]), normal(" ".join(column.head)), *(normal(a) for a in column.aliases)} - {""}
    )


def _fits_exactly(column: Column, names: Iterable[str]) -> bool:
    return not _accepted(column).isdisjoint(names)


def _fits(column: Column, names: Iterable[str]) -> bool:
    """Exactly, or with a typing error in a heading long enough to tell."""
    accepted = _accepted(column)
    return any(
        name == other or (min(len(name), len(other)) >= MIN_FUZZY_LENGTH and ratio(name, other) >= TYPO)
        for name in names
        for other in accepted
    )


# --- titles, repeats, witnesses --------------------------------------------------------------------------------------


def title_above(sheet: Sheet, texts: dict[int, dict[int, str]], row: int) -> str:
    """Sheet name and the lines above a heading: what a reader takes as the title."""
    lines = [
        " ".join(texts[r].values()) for r in range(max(1, row - ROWS_OF_TITLE), row) if len(texts.get(r, {})) in (1, 2)
    ]
    generic = re.fullmatch(r"(sheet|lembar|table?l?)\W*[\d.]*(\s*\(\d+\))?", sheet.title.strip(), re.IGNORECASE)
    return " ".join(lines if generic and lines else [sheet.title, *lines]) if lines or not generic else ""


def title_share(format: TableFormat, title: str) -> float:
    """How much of the format's title stands in the text above the heading, 0 to 1."""
    present = set(words(title))
    shares = []
    for wording in format.titles:
        wanted = {w for w in words(wording.replace("{tahun}", "")) if w != "tahun"}
        shares.append(len(wanted & present) / len(wanted) if wanted else 0.0)
    return max(shares, default=0.0)


def _join_repeats(sheet: Sheet, headings: list[Heading]) -> list[Recognised]:
    """One table per run of headings of one format: reports repeat the heading on every page, not always whole."""
    texts = _texts(sheet)
    tables: list[Recognised] = []
    for heading in headings:
        last = tables[-1] if tables else None
        same = last is not None and last.heading.format.id == heading.format.id
        if last is not None and same and not heading.by_key and not _speaks_of_another(texts, last, heading):
            last.repeats.append(heading)
            if len(heading.columns) > len(last.heading.columns):
                last.repeats[-1], last.heading = last.heading, heading
            last.end = sheet.max_row
            continue
        if last is not None:
            last.end = _above_title(texts, heading.first)
        near = _title_near(texts, heading.first) if last is not None else ""
        title = near or title_above(sheet, texts, heading.first)
        tables.append(Recognised(sheet, heading, [], sheet.max_row, title))
    return tables


def _speaks_of_another(texts: dict[int, dict[int, str]], last: Recognised, heading: Heading) -> bool:
    """The same table again for another year or Perjanjian Kinerja, by the lines right above its heading."""
    mine, before = _subject(_title_near(texts, heading.first)), _subject(last.title)
    return any(a and b and a != b for a, b in zip(mine, before, strict=True))


def _subject(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """Years and Perjanjian Kinerja that a title names."""
    named = (w for w in ("induk", "perubahan") if re.search(rf"\b{w}\b", title, re.IGNORECASE))
    return frozenset(YEAR.findall(title)), frozenset(named)


def _title_near(texts: dict[int, dict[int, str]], row: int) -> str:
    """The lines right above a row that could be its title."""
    near = range(max(1, row - ROWS_OF_CAPTION), row)
    return " ".join(" ".join(texts[r].values()) for r in near if 0 < len(texts.get(r, {})) < MIN_COLUMNS)


def _above_title(texts: dict[int, dict[int, str]], heading: int) -> int:
    """The last row before the lines that stand over a heading as its title."""
    row = heading - 1
    while row > 0 and len(texts.get(row, {})) < MIN_COLUMNS:
        row -= 1
    return row


def first_row(table: Recognised) -> int:
    """The first row under the topmost heading."""
    return min(h.last for h in (table.heading, *table.repeats)) + 1


def _witnesses(table: Recognised) -> Iterator[Finding]:
    """Defined name and table name must speak of the same format and version as the headings."""
    format, sheet = table.heading.format, table.sheet
    place = Place(sheet.title)
    said, _, version = _format_name(sheet).partition(";")
    if said and said != format.id:
        yield finding("saksi_berbeda", place, found=said, expected=format.id, format=format.id)
    elif version and version != str(format.version):
        yield finding("versi_format", place, found=version, expected=format.version, format=format.id)
    for ref in sheet.tables:
        if ref.name.casefold() == format.table_name:
            table.table_name = ref.name
