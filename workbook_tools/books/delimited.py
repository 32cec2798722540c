"""`read_delimited`: a text file of lines and separators (CSV) becomes a book of one sheet; every cell is its text.

Encoding and separator are found by what the file holds: marks at its beginning, and the separator that takes most lines
apart in one and the same way.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from pathlib import Path

from workbook_tools.books.cells import MAX_CELLS
from workbook_tools.books.container import read_bytes
from workbook_tools.books.model import MAX_COL, MAX_ROW, Book, RawCell, Sheet
from workbook_tools.errors import UnreadableFile
from workbook_tools.messages import text

SUFFIXES = (".csv", ".txt", ".tsv")
SEPARATORS = (";", ",", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LINES = 400  # enough to see which separator a file has
_OF_TWO = 4  # in UTF-16 without its mark every second byte of plain text is zero


def is_delimited(path: Path) -> bool:
    """Whether the name says that the file is text with separators."""
    return path.suffix.lower() in SUFFIXES


def read_delimited(path: Path) -> Book:
    """The lines of a CSV file as a sheet; UnreadableFile with the reason if it is none."""
    path = Path(path)
    content = _decoded(path, read_bytes(path))
    first, _, rest = content.partition("\n")
    declared = first.strip().casefold().startswith("sep=")
    separator = first.strip()[4:5] if declared else _separator(content)
    try:
        lines = list(csv.reader(io.StringIO(rest if declared else content, newline=""), delimiter=separator or ";"))
    except csv.Error as error:
        raise UnreadableFile("berkas_csv_rusak", path=path, reason=error) from error
    sheet = Sheet(path.stem)
    for row, cells in enumerate(lines, start=1):
        for col, cell in enumerate(cells, start=1):
            if cell.strip():
                if row > MAX_ROW or col > MAX_COL or len(sheet.cells) >= MAX_CELLS:
                    raise UnreadableFile(
                        "berkas_terlalu_besar", path=path, reason=text("karena_banyak_baris", n=len(lines))
                    )
                sheet.cells[row, col] = RawCell(cell.strip())
    return Book(path, (sheet,))


def _decoded(path: Path, data: bytes) -> str:
    """The text; Windows' own encoding where it is not UTF-8."""
    if data.startswith(b"PK") or b"\0\0\0\0" in data[:64]:
        raise UnreadableFile("berkas_csv_rusak", path=path, reason=text("karena_bukan_teks"))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data[: _LINES * 2].count(0) > len(data[: _LINES * 2]) // _OF_TWO:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _separator(content: str) -> str:
    """The separator that takes the most lines apart in one and the same way."""
    lines = [line for line in content.splitlines()[:_LINES] if line.strip()]
    return max(SEPARATORS, key=lambda separator: _agreement(lines, separator))


def _agreement(lines: list[str], separator: str) -> int:
    """How many separators stand in the lines that agree on a number of cells: a comma in an amount stands in fewer."""
    try:
        counts = Counter(len(cells) for cells in csv.reader(lines, delimiter=separator))
    except csv.Error:
        return 0
    return max((n * (count - 1) for count, n in counts.items()), default=0)
