"""The working workbook itself: formulas typed over or missing, keys that fit nothing, money typed in a parent row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbook_tools.books.model import address
from workbook_tools.checks.cells import missing_sheets
from workbook_tools.checks.context import Context
from workbook_tools.findings import Place, finding
from workbook_tools.formats import FORMATS
from workbook_tools.formats.scopes import FirstOnly, FromTable
from workbook_tools.formats.spec import Column, Entity, Kind
from workbook_tools.regulations.choices import VERSI_PK
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.values import State

#: What a table prints that shows the pagu before the change.
PAGU_INDUK = FromTable("program", "pagu_induk_jumlah", by="id_program")


def check(context: Context) -> None:
    """Only tables with the project's key row; a table typed by hand owes no formulas."""
    _missing_sheets(context)
    for tabel in context.tables:
        if not tabel.working:
            continue
        for column in tabel.columns:
            if column.derived:
                _formulas(context, tabel, column)
        _closing_formulas(context, tabel)
        _all_pasted(context, tabel)
        _spaced_codes(context, tabel)
        if tabel.format.entity is Entity.PROFIL:
            _settings(context, tabel)
        if tabel.format.entity is Entity.PROGRAM:
            _money_in_parents(context, tabel)
            _program_keys(context, tabel)
            _pagu_before_change(context, tabel)
        if tabel.format.entity is Entity.TRIWULAN:
            _keys(context, tabel, _known_keys(context))
        if tabel.format.entity is Entity.RENCANA:
            _keys(context, tabel, _known_keys(context, ("indikator",)))


def _formulas(context: Context, tabel: Tabel, column: Column) -> None:
    """Where other rows of the column hold a formula, a constant is one typed over it and a blank one that is lost."""
    cells = [(row, cell) for row in tabel.rows if (cell := row.sel.get(column.key)) is not None]
    if not any(cell.raw.formula is not None for _, cell in cells):
        return
    for row, cell in cells:
        if cell.raw.formula is not None or not _in_use(tabel, row):
            continue
        blank = cell.nilai.state is State.KOSONG
        context.add("rumus_hilang" if blank else "rumus_tertimpa", tabel, row, column, found=cell.nilai.teks)


def _closing_formulas(context: Context, tabel: Tabel) -> None:
    """Under a table of formulas a closing row holds one too."""
    if not any(cell.raw.formula is not None for row, column, cell in context.cells(tabel) if column.derived):
        return
    for row, column, cell in context.closing_cells(tabel):
        if cell.raw.formula is None:
            context.add("rumus_tertimpa", tabel, row, column, found=cell.nilai.teks)


def _missing_sheets(context: Context) -> None:
    """An input sheet that was deleted, told once, whatever errors its formulas show."""
    lost: dict[str, list[Tabel]] = {}
    for tabel in context.tables:
        for role in missing_sheets(context, tabel) if tabel.working else ():
            lost.setdefault(role, []).append(tabel)
    for role, tables in lost.items():
        sheet = next((f.sheet for f in FORMATS.values() if f.role == role), role)
        users = ", ".join(dict.fromkeys(t.sheet for t in tables))
        context.findings.append(
            finding("lembar_isian_hilang", Place(tables[0].sheet), found="", expected=sheet, users=users)
        )


def _all_pasted(context: Context, tabel: Tabel) -> None:
    """A table of formulas that was pasted over with values, whole."""
    derived = [row.sel[c.key] for row in tabel.rows for c in tabel.columns if c.derived and c.key in row.sel]
    if derived and not any(cell.raw.formula is not None for cell in derived):
        place = Place(tabel.sheet, address(tabel.header_row, min(tabel.header.values())))
        context.findings.append(finding("rumus_jadi_nilai", place, format=tabel.format.id))


def _settings(context: Context, tabel: Tabel) -> None:
    """Settings that choose: a year must be a year, the Perjanjian Kinerja one of the two."""
    column = tabel.column("isi")
    assert column is not None
    for row in tabel.rows:
        key, value = str(row.isi.get("kunci") or "").casefold(), row.isi.get("isi")
        row.nama = key
        if value is None:
            continue
        if key in ("tahun", "tahun_awal") and not re.fullmatch(r"20\d\d(\.0)?", str(value)):
            context.add("tahun_salah", tabel, row, column, found=value)
        if key == "versi_pk" and str(value).strip().casefold() not in VERSI_PK:
            context.add("bukan_pilihan", tabel, row, column, found=value, expected=", ".join(VERSI_PK))


def _in_use(tabel: Tabel, row: Baris) -> bool:
    """Whether the row holds anything typed, or shows anything."""
    return any(row.isi.get(c.key) is not None for c in tabel.columns if not c.helper)


def _money_in_parents(context: Context, tabel: Tabel) -> None:
    """Money typed in a row that has rows below it would be counted twice."""
    column = tabel.column("pagu")
    if column is None or not tabel.format.is_input:
        return
    for row in tabel.rows:
        if row.anak and row.ke == 1 and row.isi.get("pagu"):
            context.add("pagu_di_induk", tabel, row, column, found=row.sel["pagu"].nilai.teks)


def _pagu_before_change(context: Context, tabel: Tabel) -> None:
    """A table of the pagu before the change shows `-` in every row while nobody typed it."""
    column = tabel.column("pagu_induk")
    printed = [t.sheet for t in context.tables if t.working and any(_shows_pagu_induk(c) for c in t.columns)]
    if column is None or not printed or context.versi_pk == "induk":
        return
    with_pagu = [row for row in tabel.rows if row.isi.get("pagu")]
    if with_pagu and all(row.isi.get("pagu_induk") is None for row in tabel.rows):
        context.add("pagu_induk_kosong", tabel, with_pagu[0], column, expected=", ".join(printed), n=len(with_pagu))


def _shows_pagu_induk(column: Column) -> bool:
    return isinstance(column.source, FirstOnly) and column.source.scope == PAGU_INDUK


def _spaced_codes(context: Context, tabel: Tabel) -> None:
    """Codes that look right and are not: blanks at the ends, numbers where texts are compared."""
    for row, column, cell in context.cells(tabel):
        if column.kind is not Kind.KODE or column.derived or not tabel.format.is_input or cell.raw.value is None:
            continue
        if isinstance(cell.raw.value, int | float):
            context.add("kode_angka", tabel, row, column, found=cell.nilai.teks)
        elif str(cell.raw.value) != str(cell.raw.value).strip():
            context.add("kode_berspasi", tabel, row, column, found=str(cell.raw.value).strip())


def _program_keys(context: Context, tabel: Tabel) -> None:
    """A program's key is its own: not an indicator's, not another row's; its sasaran is one of the indicators'."""
    kunci, sasaran = tabel.column("kunci"), tabel.column("no_sasaran")
    if not tabel.format.is_input or kunci is None or sasaran is None:
        return
    indicators = context.role("indikator")
    rows = indicators.rows if indicators is not None else []
    taken, groups = {b.isi.get("kunci") for b in rows}, {b.isi.get("no_sasaran") for b in rows}
    first: dict[object, Baris] = {}
    for row in tabel.rows:
        key = row.isi.get("kunci")
        if key is None:
            continue
        other = first.setdefault(key, row)
        if key in taken:
            context.add("kunci_di_indikator", tabel, row, kunci, found=key)
        elif other is not row and row.isi.get("level") != other.isi.get("level"):
            related = [p for p in (other.place("kunci"),) if p is not None]
            context.add("kunci_kembar", tabel, row, kunci, found=key, related=related)
    if indicators is not None:
        _unknown_sasaran(context, tabel, sasaran, groups)


def _unknown_sasaran(context: Context, tabel: Tabel, column: Column, known: set[Value]) -> None:
    """Programs of a sasaran that Indikator does not have, told once for each number."""
    lost: dict[Value, list[Baris]] = {}
    for row in tabel.rows:
        number = row.isi.get("no_sasaran")
        if row.level == "program" and row.isi.get("kunci") is not None and number not in known:
            lost.setdefault(number, []).append(row)
    for number, rows in lost.items():
        related = [p for row in rows if (p := row.place(column.key)) is not None]
        context.add("sasaran_tak_dikenal", tabel, rows[0], column, found=number or "", related=related, n=len(rows))


def _keys(context: Context, tabel: Tabel, known: set[tuple[str, int]]) -> None:
    """Every row of quarters must name an indicator or a program, every row of a plan an indicator."""
    column = tabel.column("kunci")
    if column is None or not known:
        return
    for row in tabel.rows:
        key, ke = row.isi.get("kunci"), row.ke if tabel.column("ke") is not None else 1
        if isinstance(key, str) and (key.casefold(), ke) not in known:
            context.add("kunci_tak_dikenal", tabel, row, column, found=key if ke == 1 else f"{key} ({ke})")


def _known_keys(context: Context, roles: Sequence[str] = ("indikator", "program")) -> set[tuple[str, int]]:
    """Codes with the number of their row: the second row of a code needs a second indicator."""
    found: set[tuple[str, int]] = set()
    for role in roles:
        tabel = context.role(role)
        for row in tabel.rows if tabel is not None else ():
            if row.isi.get("kunci") is not None:
                found.add((str(row.isi["kunci"]).casefold(), row.ke if role == "program" else 1))
    return found
