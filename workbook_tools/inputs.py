"""The typed cells of a working workbook of any version, as data: what a new workbook is built from.

Values are carried as a reader of the sheet means them: `70,54%` as 70,54 points, a number typed as text as a number,
a code always as text. What cannot be carried is listed, never dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbook_tools.books import history
from workbook_tools.books.graft import ROLE_NAME
from workbook_tools.books.model import Book, address
from workbook_tools.errors import InputError
from workbook_tools.findings import Place
from workbook_tools.formats import FORMATS
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat
from workbook_tools.formats.versions import current_key
from workbook_tools.recognise import Recognised, format_name, recognise
from workbook_tools.regulations.profile import Profil, named
from workbook_tools.tables.build import INPUTS, Isian
from workbook_tools.tables.model import Baris, Sel, Tabel, Value
from workbook_tools.tables.typed import typed_table
from workbook_tools.values import State

#: How the names of sheets begin that the package makes and nobody types into.
OWN_SHEETS = ("petunjuk", "daftar", history.TITLE.casefold())
ANY_YEARS = (2000, 2001)
_YEAR = re.compile(r"_\d{4}$")


@dataclass(slots=True)
class Inputs:
    """What was typed into a working workbook, and what of it cannot be carried into a new one.

    `isian` holds the rows by role, `years` the years that it compares, `formats` its Tabel in the order of the sheets,
    `versions` the version of every sheet that is older than the package's. `gone` are typed cells in columns that no
    format has any more, `uncomputed` cells whose formula was never calculated, `formulas` cells whose formula becomes
    its value, `words` cells of number columns that hold no number, `sheets` the sheets that are nobody's.
    """

    isian: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    formats: tuple[str, ...] = ()
    versions: dict[str, int] = field(default_factory=dict)
    gone: list[Place] = field(default_factory=list)
    uncomputed: list[Place] = field(default_factory=list)
    formulas: list[Place] = field(default_factory=list)
    words: list[Place] = field(default_factory=list)
    sheets: tuple[str, ...] = ()

    def setting(self, key: str) -> str:
        """What the Profil sheet says for a key; empty where it says nothing."""
        rows = (row for row in self.isian.get("profil", ()) if str(row.get("kunci") or "").casefold() == key)
        return str(next((row.get("isi") for row in rows), None) or "").strip()


def read_inputs(book: Book) -> Inputs:
    """The typed rows of a working workbook; InputError where it is none, where a sheet of it is missing or doubled, or
    where it was made by a newer version of the package."""
    found = [table for sheet in book for table in recognise(sheet) if table.heading.by_key]
    if not any(table.heading.format.is_input for table in found):
        raise InputError("bukan_buku_kerja", path=_name(book), sheets=_sheets_of(INPUTS))
    tables = _one_each(book, found)
    inputs = Inputs(sheets=tuple(_foreign(book, tables)))
    _check_versions(book, tables, inputs)
    for table in tables:
        if table.heading.format.is_input:
            inputs.isian[table.heading.format.role] = list(_rows(table, inputs))
    inputs.formats = tuple(t.heading.format.id for t in tables if not t.heading.format.is_input)
    inputs.years = next((t.heading.years for t in tables if t.heading.format.role == "indikator"), ())
    return inputs


def computable(isian: Isian) -> dict[str, list[dict[str, Value]]]:
    """The rows as formulas see them: words in a column of numbers count as nothing."""
    numeric = {f.role: number_keys(f) for f in FORMATS.values() if f.is_input}
    return {
        role: [
            {k: v for k, v in row.items() if not (isinstance(v, str) and base_key(k) in numeric[role])} for row in rows
        ]
        for role, rows in isian.items()
    }


def number_keys(format: TableFormat) -> set[str]:
    """The typed columns of a format that hold numbers, repeated ones without their year."""
    return {base_key(c.key) for c in format.columns(ANY_YEARS) if c.kind.is_number and not c.derived}


def base_key(key: str) -> str:
    """The key of a repeated column without its year: `target` for `target_2024`."""
    return _YEAR.sub("", key)


def sheet_of(role: str) -> str:
    """The sheet of an input table."""
    return next((f.sheet for f in FORMATS.values() if f.role == role), role)


def years_of(inputs: Inputs, path: object) -> tuple[int, ...]:
    """The years that the workbook compares, the year reported on last. InputError where its Profil sheet names no year,
    or another one than its columns."""
    said = inputs.setting("tahun")
    if inputs.years and said in ("", str(inputs.years[-1])):
        return inputs.years
    if not re.fullmatch(r"20\d\d", said):
        raise InputError("tahun_belum_diisi", path=path, found=said)
    if inputs.years:
        raise InputError("tahun_tak_cocok", path=path, found=said, expected=inputs.years[-1])
    return (int(said),)


def profile_of(inputs: Inputs, path: Path) -> Profil:
    """The profile that the formulas of the workbook were made for; InputError where the Profil sheet names none that is
    known, since another profile would compute other figures."""
    return named(inputs.setting("profil"), path)


# --- which sheets ----------------------------------------------------------------------------------------------------


def _one_each(book: Book, found: Sequence[Recognised]) -> list[Recognised]:
    """One sheet for every table: a copy that Excel made of a sheet is no second source. InputError where it cannot be
    told which is the right one, or where an input sheet is missing."""
    chosen = []
    for format in dict.fromkeys(t.heading.format.id for t in found):
        mine = [t for t in found if t.heading.format.id == format]
        named = [t for t in mine if t.table_name] or mine
        if len(named) > 1:
            raise InputError("lembar_ganda", path=_name(book), sheets=", ".join(t.sheet.title for t in named))
        chosen += named
    missing = set(INPUTS) - {t.heading.format.id for t in chosen}
    if missing:
        raise InputError("bukan_buku_kerja", path=_name(book), sheets=_sheets_of([i for i in INPUTS if i in missing]))
    return chosen


def _sheets_of(formats: Sequence[str]) -> str:
    return ", ".join(FORMATS[name].sheet for name in formats)


def _foreign(book: Book, tables: Sequence[Recognised]) -> Iterator[str]:
    """Sheets that the user added: neither of the tables, nor those that the package itself makes."""
    known = {t.sheet.title for t in tables}
    for sheet in book:
        marked = any(name.casefold() == ROLE_NAME for name in sheet.defined_names)
        own = marked or sheet.title.casefold().startswith(OWN_SHEETS)
        if sheet.title not in known and not own and (sheet.cells or sheet.is_chart):
            yield sheet.title


def _check_versions(book: Book, tables: Sequence[Recognised], inputs: Inputs) -> None:
    for table in tables:
        format, said = table.heading.format, version_of(table)
        if said > format.version:
            raise InputError(
                "buku_kerja_lebih_baru", path=_name(book), sheet=table.sheet.title, found=said, expected=format.version
            )
        if said < format.version:
            inputs.versions[table.sheet.title] = said
    for sheet in book:
        named = format_name(sheet).partition(";")[0]
        if named and named not in FORMATS:
            raise InputError("buku_kerja_format_asing", path=_name(book), sheet=sheet.title, format=named)


def version_of(table: Recognised) -> int:
    """The version that the sheet says it was made from; the package's own where it says nothing."""
    id, _, version = format_name(table.sheet).partition(";")
    same = id == table.heading.format.id and version.isdecimal()
    return int(version) if same else table.heading.format.version


def _name(book: Book) -> object:
    return book.path or ""


# --- what was typed --------------------------------------------------------------------------------------------------


def _rows(table: Recognised, inputs: Inputs) -> Iterator[dict[str, Value]]:
    """Every row with its typed cells by current key."""
    renamed, gone = _columns(table)
    table.heading = replace(table.heading, columns=renamed)
    tabel = typed_table(table)
    for row in tabel.rows:
        for col in gone:
            raw = table.sheet.cell(row.sheet_row, col)
            if raw.formula is None and raw.value not in (None, ""):
                inputs.gone.append(Place(tabel.sheet, address(row.sheet_row, col)))
        typed = {c.key: _value(tabel, c, row.sel[c.key], inputs) for c in tabel.columns if _is_typed(c, row)}
        filled: dict[str, Value] = {key: value for key, value in typed.items() if value is not None}
        if filled:
            yield filled


def _columns(table: Recognised) -> tuple[dict[str, int], list[int]]:
    """Sheet columns by current key, and those of keys that the format does not have any more."""
    format, version = table.heading.format, version_of(table)
    known = {c.key for c in format.columns(table.heading.years)}
    columns, gone = dict(table.heading.columns), []
    area = max(table.heading.columns.values())
    for col, cell in table.sheet.row_cells(table.heading.last).items():
        if isinstance(cell.value, str) and col not in columns.values() and cell.value.strip():
            key = current_key(format.id, version, cell.value.strip())
            if key in known and key not in columns:
                columns[key] = col
            elif col < area or _in_table(table, col):
                gone.append(col)
    return columns, gone


def _in_table(table: Recognised, col: int) -> bool:
    """Whether the column belongs to the Excel table: one that a user added beside its own."""
    return any(
        str(table.sheet.cell(table.heading.last, col).value) in ref.columns
        for ref in table.sheet.tables
        if ref.name == table.table_name
    )


def _is_typed(column: Column, row: Baris) -> bool:
    return not column.derived and column.key in row.sel


def _value(tabel: Tabel, column: Column, cell: Sel, inputs: Inputs) -> Value:
    """What the cell means, and a note in `inputs` where that is less than it holds."""
    if cell.raw.formula is not None:
        (inputs.uncomputed if cell.raw.value is None else inputs.formulas).append(cell.place)
    if cell.nilai.state is State.KOSONG:
        return None
    if column.kind.is_number:
        if cell.nilai.state is State.ANGKA and not cell.nilai.ambigu:
            return cell.nilai.angka
        inputs.words.append(cell.place)
        return cell.nilai.teks
    return _words(tabel, column, cell)


def _words(tabel: Tabel, column: Column, cell: Sel) -> str:
    """A text as it was typed; a code or a setting that Excel took for a number as its digits."""
    raw = cell.raw.value
    is_code = column.kind is Kind.KODE or tabel.format.entity is Entity.PROFIL
    if isinstance(raw, str):
        return raw.strip() if is_code else raw
    if is_code and isinstance(raw, int | float) and not isinstance(raw, bool):
        return str(int(raw)) if raw == int(raw) else repr(raw)
    return cell.nilai.teks
