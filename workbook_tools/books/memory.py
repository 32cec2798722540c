"""A book written as text, for tests and examples: what a reader would see after typing it into Excel.

    @name tahun 2025                        before the first sheet: a workbook-wide defined name
    [Tabel 3.1]                             a sheet; `[Tabel 3.1] hidden` or `veryHidden` sets its state
    @name lkjip_format magetan.3_1          a sheet-scoped defined name
    @table tbl_ikt A2:C4                    an Excel table; its columns are the texts of its first row
    **Sasaran** | <           | Capaian     bold; `<` is merged with the cell to the left
    Meningkat   | 1.234,5     | =B2/2 -> 617,25
    ^           | 70%         | #DIV/0!     `^` is merged with the cell above
    |                                       an empty row (blank lines are ignored)

A cell is typed as in Excel with Indonesian settings: `70%` is 0.7 with format `0%`, `70,5%` is 0.705 with `0.00%`,
`1.234` is 1234 with `#,##0`, `1.234,5` is 1234.5 with `#,##0.00`, `12,5` is 12.5, `Rp1.000` is 1000 with
`"Rp"#,##0`, `31/12/2025` a date, `TRUE` a bool, `#N/A` an error, everything else text. `"12"` is the text 12.
`=A1/B1 -> 3` is a formula with its cached value, `=A1/B1` one without. `→ teks` is indented, once per arrow.
`\\|` is a bar inside a cell.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from workbook_tools.books.model import Book, Range, RawCell, Sheet, TableRef, parse_range

_SHEET = re.compile(r"\[([^\[\]]+)\]\s*(hidden|veryHidden)?")
_INTEGER = re.compile(r"-?\d{1,15}")
_DECIMAL = re.compile(r"-?\d+,\d+")
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ERROR = re.compile(r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)")
_BAR = re.compile(r"(?<!\\)\|")


def book_from_text(text: str) -> Book:
    """The book that `text` describes; see the module's docstring for the notation."""
    sheets: list[Sheet] = []
    names: dict[str, str] = {}
    tables: list[tuple[Sheet, str, str]] = []
    marks: list[tuple[int, int, str]] = []
    row = 0
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if heading := _SHEET.fullmatch(line):
            _close(sheets, marks)
            sheets.append(Sheet(heading[1].strip(), heading[2] or "visible"))
            row = 0
        elif line.startswith("@name "):
            _, name, target = line.split(maxsplit=2)
            (sheets[-1].defined_names if sheets else names)[name] = target
        elif line.startswith("@table "):
            _, name, ref = line.split()
            tables.append((sheets[-1], name, ref))
        else:
            row += 1
            _row(sheets[-1], row, line, marks)
    _close(sheets, marks)
    for sheet, name, ref in tables:
        sheet.tables += (_table(sheet, name, ref),)
    return Book(None, tuple(sheets), names)


def _row(sheet: Sheet, row: int, line: str, marks: list[tuple[int, int, str]]) -> None:
    """Put the cells of one line into the sheet, and remember its merge marks."""
    for col, part in enumerate(_BAR.split(line), 1):
        typed = part.strip().replace("\\|", "|")
        if typed in ("<", "^"):
            marks.append((row, col, typed))
        elif typed:
            sheet.cells[row, col] = cell_from_text(typed)


def _close(sheets: list[Sheet], marks: list[tuple[int, int, str]]) -> None:
    """Turn the merge marks of the sheet that ends here into ranges."""
    merges: dict[tuple[int, int], Range] = {}
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for row, col, mark in marks:
        neighbour = (row, col - 1) if mark == "<" else (row - 1, col)
        anchor = anchors.get(neighbour, neighbour)
        anchors[row, col] = anchor
        _, _, last_row, last_col = merges.get(anchor, (*anchor, *anchor))
        merges[anchor] = (*anchor, max(row, last_row), max(col, last_col))
    if marks:
        sheets[-1].merges = tuple(merges.values())
    marks.clear()


def _table(sheet: Sheet, name: str, ref: str) -> TableRef:
    """An Excel table over `ref`, its column names read from its first row."""
    first_row, first_col, _, last_col = parse_range(ref)
    columns = (sheet.cell(first_row, col).value for col in range(first_col, last_col + 1))
    return TableRef(name, ref, tuple("" if value is None else str(value) for value in columns))


def cell_from_text(typed: str) -> RawCell:
    """The cell that results from typing `typed`."""
    indent = len(typed) - len(typed.lstrip("→ ")) and typed[: len(typed) - len(typed.lstrip("→ "))].count("→")
    typed = typed.lstrip("→ ")
    bold = len(typed) > len("****") and typed.startswith("**") and typed.endswith("**")
    return replace(_typed(typed.strip("*") if bold else typed), bold=bold, indent=indent)


def _typed(typed: str) -> RawCell:
    """A constant or a formula, as Excel would take it."""
    if typed.startswith("="):
        formula, arrow, cached = typed.rpartition(" -> ")
        if not arrow:
            return RawCell(None, typed)
        return replace(_typed(cached.strip()), formula=formula.strip())
    if typed.startswith('"') and typed.endswith('"') and len(typed) > 1:
        return RawCell(typed[1:-1])
    if typed in ("TRUE", "FALSE"):
        return RawCell(typed == "TRUE")
    if _ERROR.fullmatch(typed):
        return RawCell(typed, error=True)
    if date := _DATE.fullmatch(typed):
        return RawCell(datetime(int(date[3]), int(date[2]), int(date[1])), number_format="dd/mm/yyyy")
    return _number(typed) or RawCell(typed)


def _number(typed: str) -> RawCell | None:
    """A number with the format that Excel gives to it on entry; None if it is no number."""
    percent, rupiah = typed.endswith("%"), typed.startswith("Rp")
    digits = typed.removesuffix("%").removeprefix("Rp").strip()
    grouped = bool(_GROUPED.fullmatch(digits))
    if not (grouped or _INTEGER.fullmatch(digits) or _DECIMAL.fullmatch(digits)):
        return None
    plain = digits.replace(".", "").replace(",", ".")
    decimals = "." in plain
    value: int | float = float(plain) if decimals else int(plain)
    if percent:
        # through the text, so that 70,54% is the float nearest to 0.7054, as it is in Excel
        return RawCell(float(f"{plain}e-2"), number_format="0.00%" if decimals else "0%")
    shape = ("#,##0.00" if decimals else "#,##0") if grouped or rupiah else "General"
    return RawCell(value, number_format=f'"Rp"{shape}' if rupiah else shape)
