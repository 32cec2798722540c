"""Number and title of a Tabel: as they stand above it, else as its format says; and the order of the numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbook_tools.books.model import Sheet
from workbook_tools.export.figures import lines
from workbook_tools.headings import ENOUGH_TITLE, MIN_COLUMNS, title_share
from workbook_tools.tables.model import Tabel

CAPTION = re.compile(r"\s*tabel\s+(?P<number>[0-9A-Z]+(?:[.\-–][0-9A-Z]+)*[a-z]?)\b[.:\s]*(?P<rest>.*)", re.I | re.S)
#: The last number of a caption, which Word counts: `3.9a` → `3.`, `9`, `a`.
COUNTED = re.compile(r"(?P<before>.*?)(?P<count>\d+)(?P<after>\D*)")
ROWS_ABOVE = 12
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Title:
    """`number` is empty for a table without one."""

    number: str
    words: str

    @property
    def caption(self) -> str:
        """`Tabel 3.3`, or nothing."""
        return f"Tabel {self.number}" if self.number else ""

    @property
    def whole(self) -> str:
        """Caption and title in one line."""
        return f"{self.caption} {self.words}".strip()

    @property
    def order(self) -> tuple[bool, tuple[tuple[int, str], ...]]:
        """Sorts 3.4 before 3.10 and 3.9a before 3.9b; tables without a number come last."""
        parts = re.findall(r"(\d+)|([A-Za-z]+)", self.number)
        return not self.number, tuple((int(digits or 0), letters.casefold()) for digits, letters in parts)

    @property
    def counted(self) -> tuple[str, str, str]:
        """What stands before the count of the caption, the count, and what follows; no count: all before."""
        found = COUNTED.fullmatch(self.number)
        return (found["before"], found["count"], found["after"]) if found else (self.number, "", "")


def title_of(tabel: Tabel, sheet: Sheet, tahun: int) -> Title:
    """A report's own number and title are kept; formulas in titles give way to the format's words and the year."""
    own = tabel.format.titles[0]
    declared = _split(tabel.format.caption) or Title("", "")
    words = own.format(tahun=tabel.tahun or tahun + tabel.format.tahun_geser)
    for row in _above(tabel):
        found = _caption(sheet, row)
        if found is not None:
            return Title(found.number, found.words or _line(tabel, sheet, row + 1) or words)
    lines_above = (_line(tabel, sheet, row) for row in _above(tabel))
    named = next((line for line in lines_above if line and title_share(tabel.format, line) >= ENOUGH_TITLE), "")
    tab = _split(sheet.title) or declared
    return Title(tab.number, named or words)


def _above(tabel: Tabel) -> range:
    return range(tabel.header_row - 1, max(0, tabel.header_row - ROWS_ABOVE), -1)


def _caption(sheet: Sheet, row: int) -> Title | None:
    texts = [c.value for c in sheet.row_cells(row).values() if isinstance(c.value, str) and c.value.strip()]
    return _split(texts[0]) if 0 < len(texts) < MIN_COLUMNS else None


def _split(text: str) -> Title | None:
    found = CAPTION.fullmatch(text[:LONGEST_TITLE])
    if found is None or not any(letter.isdigit() for letter in found["number"]):
        return None
    return Title(found["number"], " ".join(found["rest"].split()))


def _line(tabel: Tabel, sheet: Sheet, row: int) -> str:
    """The one text of the row under the caption; not a heading, and not a formula that may be out of date."""
    cells = [c for c in sheet.row_cells(row).values() if c.value is not None]
    if row >= tabel.header_row or len(cells) != 1 or not isinstance(cells[0].value, str):
        return ""
    if cells[0].formula is not None and tabel.working:
        return ""
    return " ".join(lines(cells[0].value).split())[:LONGEST_TITLE]
