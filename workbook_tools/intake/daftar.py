"""A budget realisation list as rows: code, name and amounts, with the cells that they stand in.

Rows with one code (or one name right below the other) are one entry: a program may be paid from several sources, and
an export by account has a row for every account. Their amounts are added, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbook_tools.books.closed import read as read_book
from workbook_tools.books.delimited import is_delimited, read_delimited
from workbook_tools.books.model import Book, RawCell, Sheet, address
from workbook_tools.errors import InputError
from workbook_tools.findings import Place
from workbook_tools.headings import IN_OTHER_UNIT
from workbook_tools.intake.codes import LEVEL_OF, Code, is_account, is_nomenclature, parse_code, split_code
from workbook_tools.intake.columns import IN_THOUSANDS, ListHeading, find_heading, lines_above
from workbook_tools.names import key as name_key
from workbook_tools.tables.hierarchy import KEGIATAN, PROGRAM, SUB
from workbook_tools.tables.typed import TOTAL
from workbook_tools.values import Locale, Nilai, State, parse, read, settle

ORDINAL = re.compile(r"^\(?-?\d{1,2}\)?(\s*[=(].*)?$")
FISCAL_YEAR = re.compile(r"(?:tahun\s+anggaran|\bt\.?\s*a\.?)\s*:?\s*(20\d\d)", re.IGNORECASE)
ACCOUNT_NAME = re.compile(r"^\W*(belanja|pendapatan|beban|pembiayaan)\b", re.IGNORECASE)
FEWEST_ORDINALS = 3
RUPIAH = "rupiah"


@dataclass(eq=False, slots=True)
class Line:
    """One row of the list. `isi` is its whole content, to tell a repeated row from a further source of money."""

    row: int
    kode: str
    code: Code
    nama: str
    amounts: dict[str, Nilai]
    isi: tuple[str, ...]


@dataclass(eq=False, slots=True)
class Entry:
    """All lines of one program, kegiatan or sub kegiatan. `level` is empty where neither code nor wording says it."""

    lines: list[Line]
    level: str = ""

    @property
    def code(self) -> Code:
        """The code's numbers; empty where the list has none."""
        return self.lines[0].code

    @property
    def kode(self) -> str:
        """The code as the list writes it."""
        return self.lines[0].kode

    @property
    def nama(self) -> str:
        """The name as the list writes it."""
        return self.lines[0].nama

    @property
    def row(self) -> int:
        """The sheet row of the first line."""
        return self.lines[0].row

    @property
    def repeated(self) -> bool:
        """Whether two lines are alike in every cell: nobody can tell a repeated row from a second amount."""
        return len({line.isi for line in self.lines}) < len(self.lines)

    @property
    def has_money(self) -> bool:
        """Whether any amount stands in its lines: without one it is a heading within the list."""
        return any(n.state is not State.KOSONG for line in self.lines for n in line.amounts.values())

    def amount(self, key: str) -> float | None:
        """The sum of a column over the lines; None where all are blank or one of them is no number."""
        found = [line.amounts[key] for line in self.lines if key in line.amounts]
        filled = [n for n in found if n.state is not State.KOSONG]
        if not filled or any(not _is_amount(n) for n in filled):
            return None
        return float(sum(n.angka or 0.0 for n in filled))

    def unclear(self) -> Iterator[tuple[Line, str, Nilai]]:
        """The amounts that are no clear number."""
        for line in self.lines:
            for key, nilai in line.amounts.items():
                if nilai.state is not State.KOSONG and not _is_amount(nilai):
                    yield line, key, nilai


@dataclass(slots=True)
class Daftar:
    """The list: its sheet, heading, entries in order, total rows, and lines passed over as accounts of expenditure."""

    path: Path
    sheet: str
    heading: ListHeading
    entries: list[Entry] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    accounts: int = 0

    def place(self, row: int, key: str) -> Place:
        """Where an amount stands."""
        return Place(self.sheet, address(row, self.heading.money[key]))


def _is_amount(nilai: Nilai) -> bool:
    """A number of rupiah, or the mark for none."""
    return nilai.state is State.NIHIL or (nilai.ada_angka and not nilai.ambigu and not nilai.persen)


def read_list(path: Path, tahun: int, sheet: str | None = None) -> Daftar:
    """The list in a workbook or CSV file; InputError where there is none, several, or one in another unit or year."""
    book = read_delimited(path) if is_delimited(path) else read_book(path)
    found = [(s, heading) for s in _sheets(book, path, sheet) if (heading := find_heading(s, tahun)) is not None]
    if not found:
        raise InputError("daftar_tidak_ada", path=path)
    if len(found) > 1:
        raise InputError("daftar_banyak", path=path, sheets=", ".join(s.title for s, _ in found))
    source, heading = found[0]
    _check_lines(path, list(lines_above(source, heading)), tahun)
    daftar = Daftar(path, source.title, heading)
    _fill(daftar, source)
    if not daftar.entries:
        raise InputError("daftar_kosong", path=path, sheet=source.title)
    return daftar


def _sheets(book: Book, path: Path, wanted: str | None) -> Sequence[Sheet]:
    if wanted is None:
        return [s for s in book if not s.is_chart and s.cells and s.state == "visible"]
    try:
        return [book.sheet(wanted)]
    except KeyError as error:
        raise InputError("lembar_tidak_ada", sheet=wanted, path=path) from error


def _check_lines(path: Path, lines: Iterable[str], tahun: int) -> None:
    """The title and the heading must speak of rupiah and of the year of the workbook, if of any."""
    for line in lines:
        if IN_OTHER_UNIT.search(line.casefold()) or IN_THOUSANDS.search(line):
            raise InputError("daftar_satuan_lain", path=path, found=" ".join(line.split()))
        years = set(FISCAL_YEAR.findall(line))
        if len(years) == 1 and str(tahun) not in years:
            raise InputError("daftar_tahun_lain", path=path, found=years.pop(), expected=tahun)


def _fill(daftar: Daftar, sheet: Sheet) -> None:
    """Read every row below the heading; one entry for every code, or name right below the other."""
    heading = daftar.heading
    locale = _locale(sheet)
    headers = {_contents(sheet, row) for row in range(heading.first, heading.last + 1)}
    lines = [line for row in sheet.rows if row > heading.last if (line := _line(sheet, heading, row, locale))]
    _settle(lines, heading, locale)
    by_code: dict[Code, Entry] = {}
    for line in lines:
        if line.isi in headers or _is_numbering(line.isi):
            continue
        if TOTAL.match(line.nama or line.kode) and not line.code:
            daftar.totals.append(line)
        elif is_account(line.kode) or (not is_nomenclature(line.code) and ACCOUNT_NAME.match(line.nama)):
            daftar.accounts += 1
        elif line.code or line.nama:
            _place_line(daftar, by_code, line)


def _place_line(daftar: Daftar, by_code: dict[Code, Entry], line: Line) -> None:
    last = daftar.entries[-1] if daftar.entries else None
    if is_nomenclature(line.code):
        entry = by_code.get(line.code)
    else:
        same = last is not None and not last.code and name_key(last.nama) == name_key(line.nama)
        entry = last if same and not line.code else None
    if entry is not None:
        entry.lines.append(line)
        return
    entry = Entry([line], _level(line))
    if is_nomenclature(line.code):
        by_code[line.code] = entry
    daftar.entries.append(entry)


def _level(line: Line) -> str:
    """The level, by the length of the code, else by the word that the name begins with."""
    by_code = LEVEL_OF.get(len(line.code), "")
    if by_code:
        return by_code
    words = ((PROGRAM, "program"), (SUB, "sub_kegiatan"), (KEGIATAN, "kegiatan"))
    return next((level for pattern, level in words if pattern.match(line.nama)), "")


def _line(sheet: Sheet, heading: ListHeading, row: int, locale: Locale) -> Line | None:
    """One row; None where nothing of it stands in the columns of the list."""
    cells = sheet.row_cells(row)
    kode = next((code for cols in heading.codes if (code := _code_text(cells, cols))), "")
    nama = next((name for col in heading.names if col in cells and (name := _text(cells[col]))), "")
    if not kode:
        kode, nama = split_code(nama)
    amounts = {key: _amount(cells.get(col), locale) for key, col in heading.money.items()}
    if not kode and not nama:
        return None
    return Line(row, kode, parse_code(kode), nama, amounts, _contents(sheet, row))


def _code_text(cells: dict[int, RawCell], cols: Sequence[int]) -> str:
    """The code, joined where it stands in parts; a word in a code column counts only where it stands alone."""
    parts = [_digits(cells[col]) for col in cols if col in cells]
    codes = [part for part in parts if parse_code(part)]
    return ".".join(codes) if codes else next((part for part in parts if part), "")


def _digits(cell: RawCell) -> str:
    """A code as its digits, also where Excel took it for a number."""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return str(int(cell.value)) if cell.value == int(cell.value) else repr(cell.value)
    return _text(cell)


def _text(cell: RawCell) -> str:
    return "" if cell.value is None else " ".join(str(cell.value).split())


def _contents(sheet: Sheet, row: int) -> tuple[str, ...]:
    return tuple(_text(cell) for cell in sheet.row_cells(row).values() if _text(cell))


def _is_numbering(isi: Sequence[str]) -> bool:
    """The row 1 2 3 … under a heading, also with formulas: `6 = 5 - 4`."""
    return len(isi) >= FEWEST_ORDINALS and all(ORDINAL.match(part) for part in isi)


# --- amounts ---------------------------------------------------------------------------------------------------------


def _locale(sheet: Sheet) -> Locale:
    """The notation that most texts of the sheet prove."""
    styles = [parse(c.value).gaya for c in sheet.cells.values() if isinstance(c.value, str)]
    return Locale.EN if styles.count(Locale.EN) > styles.count(Locale.ID) else Locale.ID


def _amount(cell: RawCell | None, locale: Locale) -> Nilai:
    if cell is None:
        return Nilai(State.KOSONG)
    return read(cell.value, cell.number_format, locale=locale, error=cell.error)


def _settle(lines: Sequence[Line], heading: ListHeading, locale: Locale) -> None:
    """Rupiah are counted whole: three digits after a mark are thousands, where nothing in the column contradicts."""
    for key in heading.money:
        column = [line.amounts[key] for line in lines]
        for line in lines:
            if line.amounts[key].ambigu:
                others = [n for n in column if n is not line.amounts[key]]
                line.amounts[key] = settle(line.amounts[key], others, locale, satuan=RUPIAH)
