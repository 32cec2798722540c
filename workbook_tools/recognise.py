"""Which sheet holds which table: by key row, defined name, table name, and by the wording of the headings.

A filled template is known by its key row; a table typed by hand by its headings, whatever the sheet is called,
wherever the heading stands, in whatever order the columns are. The title above decides between formats whose
headings are alike. Witnesses that disagree are reported, never silently overruled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from workbook_tools.books.graft import ROLE_NAME
from workbook_tools.books.model import Sheet
from workbook_tools.findings import Finding, Place, finding
from workbook_tools.formats import FORMATS, TableFormat
from workbook_tools.headings import (
    ENOUGH_KEYS,
    ENOUGH_OLD_KEYS,
    ENOUGH_TITLE,
    MIN_COLUMNS,
    YEAR,
    Heading,
    key_row,
    match,
    may_be_heading,
    named_columns,
    normal,
    title_share,
)

NAME_OF_FORMAT = "lkjip_format"
MAX_HEAD_ROWS = 3
ROWS_OF_TITLE = 8
ROWS_OF_CAPTION = 4
UNIT = re.compile(r"^\(?\s*(%|rp\.?|rupiah|persen)\s*\)?$", re.IGNORECASE)


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


def recognise(sheet: Sheet) -> list[Recognised]:
    """The tables of one sheet from top to bottom; empty for a sheet without a known table."""
    if sheet.is_chart or not sheet.cells or any(name.casefold() == ROLE_NAME for name in sheet.defined_names):
        return []  # nothing, or a sheet that this project brought: what it lists stands elsewhere
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
        headings = [
            h for f in FORMATS.values() if (h := key_row(f, row, texts[row], _enough_keys(sheet, f))) is not None
        ]  # fmt: skip
        if headings:
            yield max(headings, key=lambda h: h.score + _vouched(sheet, texts, h))


def _enough_keys(sheet: Sheet, format: TableFormat) -> float:
    """How many of a format's keys must be there: fewer where the sheet says that it was made from an older version."""
    said, _, version = format_name(sheet).partition(";")
    older = said == format.id and version.isdecimal() and int(version) < format.version
    return ENOUGH_OLD_KEYS if older else ENOUGH_KEYS


def _vouched(sheet: Sheet, texts: dict[int, dict[int, str]], heading: Heading) -> float:
    """Formats that differ only in name have the same keys: defined name, table name and title tell them apart."""
    format = heading.format
    named = format_name(sheet).partition(";")[0] == format.id
    table = any(ref.name.casefold() == format.table_name for ref in sheet.tables)
    return named + table / 2 + title_share(format, title_above(sheet, texts, heading.first)) / 4


def format_name(sheet: Sheet) -> str:
    """What the sheet-scoped defined name says: `id;version`, or nothing."""
    name = next((v for k, v in sheet.defined_names.items() if k.casefold() == NAME_OF_FORMAT), "")
    return name.strip('="')


# --- by the wording of the headings ----------------------------------------------------------------------------------


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
        best = _with_units(texts, best)
        taken, last = best.last, best
        yield best


def _with_units(texts: dict[int, dict[int, str]], heading: Heading) -> Heading:
    """A heading's last row may hold nothing but units: `(%)` under `Capaian Kinerja`."""
    below = texts.get(heading.last + 1, {})
    units = bool(below) and all(UNIT.match(text) for text in below.values())
    return replace(heading, last=heading.last + 1) if units else heading


def _named_otherwise(sheet: Sheet, texts: dict[int, dict[int, str]], last: Heading, row: int) -> Heading | None:
    """The same headings under a title of their own that speaks of another format: another table, not another page."""
    title = _title_near(texts, row)
    fitting = [f for f in FORMATS.values() if title and title_share(f, title) >= ENOUGH_TITLE]
    if not fitting or fitting == [last.format]:
        return None
    depth = last.last - last.first + 1
    named = named_columns(sheet, texts, row, depth)
    options = [h for f in fitting if (h := match(f, row, depth, named, title)) is not None]
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
        named = named_columns(sheet, texts, row, depth)
        options += [h for f in FORMATS.values() if (h := match(f, row, depth, named, title)) is not None]
    return max(options, key=lambda h: (h.score, -h.last), default=None)


# --- titles, repeats, witnesses --------------------------------------------------------------------------------------


def title_above(sheet: Sheet, texts: dict[int, dict[int, str]], row: int) -> str:
    """Sheet name and the lines above a heading: what a reader takes as the title."""
    lines = [
        " ".join(texts[r].values()) for r in range(max(1, row - ROWS_OF_TITLE), row) if len(texts.get(r, {})) in (1, 2)
    ]
    generic = re.fullmatch(r"(sheet|lembar|table?l?)\W*[\d.]*(\s*\(\d+\))?", sheet.title.strip(), re.IGNORECASE)
    return " ".join(lines if generic and lines else [sheet.title, *lines]) if lines or not generic else ""


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
    said, _, version = format_name(sheet).partition(";")
    if said and said != format.id:
        yield finding("saksi_berbeda", place, found=said, expected=format.id, format=format.id)
    elif version.isdecimal() and int(version) > format.version:
        yield finding("versi_lebih_baru", place, found=version, expected=format.version, format=format.id)
    elif version and version != str(format.version):
        yield finding("versi_format", place, found=version, expected=format.version, format=format.id)
    for ref in sheet.tables:
        if ref.name.casefold() == format.table_name:
            table.table_name = ref.name
