"""Rows that stand on the sheet otherwise than the heading says: cut, split, shifted, or a total without its word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from workbook_tools.books.model import RawCell, address
from workbook_tools.findings import Place, finding
from workbook_tools.formats.spec import Column, Kind
from workbook_tools.recognise import Recognised
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values import Locale, State, read

ORDINAL = re.compile(r"[-(]?(\d{1,2})[).]?")
HALF = 0.5
FEW = 2
#: Columns that a row with nothing but its name may fill.
NAMING = ("no", "kode")


@dataclass(frozen=True, slots=True)
class Strays:
    """Rows whose cells stand beside their headings: by how many columns, and those that cannot be read at all."""

    shifted: Mapping[int, int] = field(default_factory=dict)
    unread: frozenset[int] = frozenset()


def strays(found: Recognised, numbers: Sequence[int], locale: Locale) -> Strays:
    """Rows that reach over the last heading and whose words stand where figures belong, or figures where words do.

    A row that fits when all of it is read one column further is shifted. Where most rows of a page neither fit nor
    can be shifted, the page has other columns than its heading: nothing on it is read.
    """
    last = max(found.heading.columns.values())
    over = {n for n in numbers if _is_filled(found.sheet.cell(n, last + 1))}
    if found.heading.by_key or not over:
        return Strays()
    wrong = {n for n in numbers if _misplaced(found, n, 0, locale)}
    further = {n for n in wrong if _fits_further(found, n, locale)}
    shifted = dict.fromkeys(further, 1) if len(further & over) >= FEW else {}
    unread: set[int] = set()
    for page in _pages(found, numbers):
        figures = [n for n in page if _has_figures(found, n, locale)]
        lost = [n for n in figures if n in over & wrong and n not in shifted]
        if len(lost) >= FEW and len(lost) >= len(figures) * HALF:
            unread.update(page)
    return Strays(shifted, frozenset(unread))


def tell_strays(found: Recognised, stray: Strays) -> None:
    """One finding for all shifted rows of a table, one for all that are not read."""
    for code, numbers in (("baris_bergeser", stray.shifted), ("halaman_bergeser", stray.unread)):
        if numbers:
            rows = sorted(numbers)
            place = Place(found.sheet.title, address(rows[0], _first_column(found)))
            found.findings.append(
                finding(code, place, format=found.heading.format.id, found=_ranges(rows), n=len(rows))
            )


def _first_column(found: Recognised) -> int:
    """The first column of the table."""
    return min(found.heading.columns.values())


def _ranges(rows: Sequence[int]) -> str:
    """`7–10, 12` for 7, 8, 9, 10, 12."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)


def _pages(found: Recognised, numbers: Sequence[int]) -> Iterator[list[int]]:
    """The rows under each printed heading."""
    starts = sorted(h.last for h in (found.heading, *found.repeats))
    for start, end in zip(starts, (*starts[1:], found.end), strict=True):
        yield [n for n in numbers if start < n <= end]


def _columns(found: Recognised) -> Iterator[tuple[Column, int]]:
    head = found.heading
    return ((c, head.columns[c.key]) for c in head.format.columns(head.years) if c.key in head.columns)


def _misplaced(found: Recognised, number: int, shift: int, locale: Locale) -> bool:
    """Whether some cell, read `shift` columns further, is of another kind than its column."""
    format = found.heading.format
    for column, col in _columns(found):
        raw = found.sheet.cell(number, col + shift)
        if not _is_filled(raw) or column.satuan_dari:
            continue
        nilai = read(raw.value, raw.number_format, locale=locale, error=raw.error)
        words = nilai.state is State.TEKS and nilai.alasan == "bukan_angka"
        named = column.key in (format.name_column, format.indicator_column)
        figure = nilai.state is State.ANGKA and (named or not nilai.satuan)
        if (column.kind.is_number and words) or (column.kind is Kind.TEKS and figure):
            return True
    return False


def _fits_further(found: Recognised, number: int, locale: Locale) -> bool:
    """Whether the whole row fits when read one column further to the right."""
    return not _is_filled(found.sheet.cell(number, _first_column(found))) and not _misplaced(found, number, 1, locale)


def _has_figures(found: Recognised, number: int, locale: Locale) -> bool:
    cells = [found.sheet.cell(number, col) for column, col in _columns(found) if column.kind.is_number]
    return any(read(c.value, c.number_format, locale=locale, error=c.error).ada_angka for c in cells)


def _is_filled(raw: RawCell) -> bool:
    return raw.value is not None and str(raw.value).strip() != ""


# --- cut, split, unnamed ---------------------------------------------------------------------------------------------


def is_numbering_with_gaps(texts: Sequence[str], columns: int) -> bool:
    """The row 1 2 3 … right below a heading where some numbers are missing or one is out of order."""
    found = [ORDINAL.fullmatch(t.removesuffix(".0")) for t in texts]
    ordinals = [int(m[1]) for m in found if m is not None]
    rising = sum(a < b for a, b in pairwise(ordinals))
    distinct = len(ordinals) == len(texts) == len(set(ordinals))
    return distinct and len(ordinals) > max(FEW, columns * HALF) and rising >= len(ordinals) - FEW


def completes_name(tabel: Tabel, row: Baris) -> bool:
    """Indicator and figures in the row below a name that stands alone: one row printed in two."""
    name, indicator = tabel.format.name_column, tabel.format.indicator_column
    if tabel.working or not tabel.rows or not name or not indicator:
        return False
    own, above = _filled(row), _filled(tabel.rows[-1])
    if name not in above or not above <= {name, *NAMING}:
        return False
    return indicator in own and not own & {name, *NAMING} and tabel.rows[-1].sheet_row == row.sheet_row - 1


def join(above: Baris, row: Baris) -> None:
    """Put the cells of a cut row into the row above; texts are continued, figures fill blank cells."""
    for k, cell in row.sel.items():
        if cell.nilai.state is State.KOSONG:
            continue
        old, new = above.isi.get(k), row.isi[k]
        above.isi[k] = f"{old} {new}" if isinstance(old, str) and isinstance(new, str) else new
        if above.sel[k].nilai.state in (State.KOSONG, State.NIHIL):
            above.sel[k] = cell


def total_without_word(tabel: Tabel) -> None:
    """Amounts alone below the last row are no further source of it when they are what the whole table adds up to, or
    what a total above says, or more than any program has."""
    if not tabel.rows or not tabel.rows[-1].sumber:
        return
    own = tabel.rows[-1].sumber[-1]
    tops = [b for b in tabel.rows if b.induk is None and b.ke == 1]
    exact, greatest = [], []
    for key in tabel.format.money:
        value = own.isi.get(key)
        amounts = [v for b in tops for s in (b, *b.sumber) if s is not own and isinstance(v := s.isi.get(key), float)]
        if not isinstance(value, float) or not amounts:
            continue
        told = (total.isi.get(key) for total in tabel.totals)
        exact.append(abs(value - sum(amounts)) <= HALF * (len(amounts) + 1) or value in told)
        greatest.append(len(amounts) > 1 and value > max(amounts))
    if not any(exact) and not (greatest and all(greatest)):
        return
    tabel.rows[-1].sumber.pop()
    own.urut = len(tabel.rows)
    tabel.totals.append(own)


def _filled(row: Baris) -> set[str]:
    return {k for k, cell in row.sel.items() if cell.nilai.state is not State.KOSONG}
