"""Which rows of a sheet are data: not repeated headings, numbers of columns, footnotes, signatures, what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook_tools.books.model import RawCell
from workbook_tools.headings import may_be_heading
from workbook_tools.recognise import Recognised, first_row
from workbook_tools.tables.repairs import is_numbering_with_gaps
from workbook_tools.values import State, parse

FOOTNOTE = re.compile(r"^\W*(sumber|keterangan|catatan|ket\.?|\*+)\s*[:.)]", re.IGNORECASE)
#: Lines between the pages of a table.
PAGE = re.compile(r"^\W*(lanjutan|halaman|hal\.|tabel\s+\d|bersambung|sambungan)", re.IGNORECASE)
#: A cell of the row 1 2 3 …: `4`, `(4)`, `-4`, and with the rule of its column `6=4/5*100`.
ORDINAL = re.compile(r"^[-(]?(\d{1,2})[).]?(\s*=[\s\d()+\-*/x×:%.]+\)?)?$", re.IGNORECASE)
#: Who signs below a table, and where and when.
SIGNED = re.compile(
    r"^\W*(mengetahui\b|menyetujui\b|pihak (pertama|kedua|kesatu)\b|nip\b|"
    r"(plt\.?\s*|pj\.?\s*)?(bupati|wali\s?kota|gubernur)\W*(\w+\W*){0,3}$)",
    re.IGNORECASE,
)
SIGNED_AT = re.compile(
    r"^[a-z][\w .]{2,30},\s*[\d.…_]*\s*(januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|"
    r"desember)\s+20\d\d\W*$",
    re.IGNORECASE,
)
LONGEST_WORDS = 24  # longer words in a column of figures are a sentence
BLANKS_THAT_END = 2
FEW = 2


def data_rows(found: Recognised) -> Iterator[int]:
    """Sheet rows that hold data: without repeated headings, numbering rows, footnotes and what follows the table."""
    heads = {r for h in (found.heading, *found.repeats) for r in range(h.first, h.last + 1)}
    columns = found.heading.columns
    rows = [n for n in found.sheet.rows if first_row(found) <= n <= found.end and n not in heads]
    used = _shows if found.heading.by_key else _filled
    filled = {n: {k: c for k, col in columns.items() if used(c := found.sheet.cell(n, col))} for n in rows}
    figures = [n for n in rows if _has_number(found, filled[n]) and not _is_numbering(found, n)]
    last_figure = max(figures, default=0)
    last = first_row(found) - 1
    for number in rows:
        cells = filled[number]
        if not cells or _is_numbering(found, number) or _is_footnote(cells):
            continue
        words = [str(c.value) for c in found.sheet.row_cells(number).values() if isinstance(c.value, str)]
        if not found.heading.by_key and _is_signed(cells, words, after_figures=number > last_figure):
            return  # place and date, or who signs
        if _is_signature(found, cells) and not _may_close(found, cells, number - last):
            continue
        if not found.heading.by_key and may_be_heading(words) and not _has_figure(found, cells):
            return  # the heading of another table
        after_gap = number - max((h for h in heads if last < h < number), default=last) > BLANKS_THAT_END
        if number > last_figure and last_figure and (after_gap or _is_prose(found, cells)):
            return  # words after a gap, and no figure any more: what follows the table
        if len(cells) == 1 and number < last_figure and PAGE.match(str(next(iter(cells.values())).value)):
            continue
        last = number
        yield number


def _is_signed(filled: dict[str, RawCell], words: list[str], *, after_figures: bool) -> bool:
    dated = len(filled) <= FEW and any(SIGNED_AT.match(word.strip()) for word in words)
    return dated or (after_figures and any(SIGNED.match(word) for word in words))


def _filled(cell: RawCell) -> bool:
    return (cell.value is not None and str(cell.value).strip() != "") or (
        cell.formula is not None and cell.value is None
    )


def _shows(cell: RawCell) -> bool:
    """In a working workbook spare rows hold formulas too; a row is one only when something shows."""
    return cell.value is not None and str(cell.value).strip() != ""


def _is_numbering(found: Recognised, number: int) -> bool:
    """The row 1 2 3 … under a heading, also written -1 -2 or (1) (2); it numbers every printed column."""
    values = [found.sheet.cell(number, c).value for c in sorted(found.heading.columns.values())]
    texts = [str(v).strip() for v in values if v is not None and str(v).strip()]
    if number - 1 in {h.last for h in (found.heading, *found.repeats)} and is_numbering_with_gaps(texts, len(values)):
        return True
    matched = [ORDINAL.match(text.removesuffix(".0")) for text in texts]
    ordinals = [int(m[1]) for m in matched if m is not None]
    if len(texts) < max(FEW, len(values) - FEW) or len(ordinals) < len(texts):
        return False
    return ordinals == sorted(set(ordinals)) and ordinals[-1] - ordinals[0] <= len(values)


def _is_footnote(filled: dict[str, RawCell]) -> bool:
    texts = [str(c.value) for c in filled.values() if isinstance(c.value, str)]
    return len(filled) <= FEW and any(FOOTNOTE.match(t) for t in texts)


def _is_signature(found: Recognised, filled: dict[str, RawCell]) -> bool:
    """Words in the figure columns of a row without name and indicator: place, date and name of who signs."""
    columns = {c.key: c for c in found.heading.format.columns(found.heading.years)}
    names = (found.heading.format.name_column, found.heading.format.indicator_column)
    if any(name in filled for name in names) or found.heading.by_key:
        return False
    return all(columns[k].kind.is_number and parse(str(c.value)).state is State.TEKS for k, c in filled.items())


def _has_number(found: Recognised, filled: dict[str, RawCell]) -> bool:
    """Something in a column of figures that is no sentence."""
    return any(k in filled and not _is_sentence(filled[k]) for k in _numeric(found))


def _has_figure(found: Recognised, filled: dict[str, RawCell]) -> bool:
    """Something in a column of figures that is no word."""
    return any(k in filled and parse(str(filled[k].value)).state is not State.TEKS for k in _numeric(found))


def _is_prose(found: Recognised, filled: dict[str, RawCell]) -> bool:
    """A sentence in a column of figures."""
    return any(k in filled and _is_sentence(filled[k]) for k in _numeric(found))


def _is_sentence(cell: RawCell) -> bool:
    if not isinstance(cell.value, str) or len(cell.value) <= LONGEST_WORDS:
        return False
    nilai = parse(cell.value)
    return nilai.state is State.TEKS and not nilai.saran


def _numeric(found: Recognised) -> set[str]:
    return {c.key for c in found.heading.format.columns(found.heading.years) if c.kind.is_number}


def _may_close(found: Recognised, filled: dict[str, RawCell], distance: int) -> bool:
    """One word right below the row before it, where the format may close with a word without a label."""
    at = {p.at for p in found.heading.format.penutup if p.unlabelled}
    return distance == 1 and len(filled) == 1 and set(filled) <= at
