"""Single cells: what could not be read, what the schema refuses, what is ambiguous."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from math import isclose

from workbook_tools.checks.context import Context, shown
from workbook_tools.checks.makna import words_expected
from workbook_tools.evaluate import CellRef
from workbook_tools.findings import finding
from workbook_tools.formats import schema as schemas
from workbook_tools.formats.scopes import tables_of
from workbook_tools.formats.spec import LEVEL_KINERJA, PROGRAM_LEVELS, Column, Entity, Kind
from workbook_tools.messages import catalogue, text
from workbook_tools.regulations.choices import CARA_AGREGASI, POLARITAS, VERSI_PK
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Baris, Sel, Tabel
from workbook_tools.values import State

LONGEST = 32_767  # characters that an Excel cell can hold
SHOWN = 60
#: What an evaluation or an audit ends with: predicates of SAKIP and of services, opinions on the accounts.
PREDICATES = frozenset(
    (
        *("aa", "a", "a-", "bb", "b", "b-", "cc", "c", "c-", "d", "e", "wtp", "wtp-dpp", "wdp", "tw", "tmp"),
        *("sangat baik", "baik", "sangat tinggi", "tinggi", "sedang", "cukup", "kurang", "rendah"),
        *("utama", "madya", "nindya", "pratama"),
    )
)


def choices(profil: Profil) -> Mapping[str, Sequence[str]]:
    """The words of every choice list by its name."""
    return {
        "polaritas": POLARITAS, "agregasi": CARA_AGREGASI, "level": PROGRAM_LEVELS, "kategori": profil.skala.kategori,
        "level_kinerja": LEVEL_KINERJA,
        "versi_pk": VERSI_PK,
    }  # fmt: skip


def check(context: Context) -> None:
    """Every cell of every table."""
    for tabel in context.tables:
        _uncalculated(context, tabel)
        for row, column, cell in (*context.cells(tabel), *context.closing_cells(tabel)):
            _unreadable(context, tabel, row, column, cell)
        _schema(context, tabel)
        if tabel.format.entity in (Entity.PROGRAM, Entity.RINCIAN):
            _names(context, tabel)


def _names(context: Context, tabel: Tabel) -> None:
    """A row of its own whose name is gone."""
    column = tabel.column(tabel.format.name_column)
    for row in tabel.rows:
        if column is not None and row.ke == 1 and not row.nama and row.indikator:
            context.add("wajib_diisi", tabel, row, column)


def _unreadable(context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel) -> None:
    nilai = cell.nilai
    if cell.raw.formula is not None and cell.raw.value is None:
        return  # told once a table
    if nilai.state is State.GALAT:
        if not (column.derived and tabel.working and missing_sheets(context, tabel)):
            context.add("galat_excel", tabel, row, column, found=nilai.teks)
    elif isinstance(cell.raw.value, str) and len(cell.raw.value) > LONGEST:
        context.add("teks_kepanjangan", tabel, row, column, found=f"{nilai.teks[:SHOWN]}…", n=len(cell.raw.value))
    elif column.kind.is_number:
        _number(context, tabel, row, column, cell)


def _uncalculated(context: Context, tabel: Tabel) -> None:
    """Formulas that no program has calculated yet, told once a table."""
    found = [c for _, _, c in context.cells(tabel) if c.raw.formula is not None and c.raw.value is None]
    if found:
        first, *others = (cell.place for cell in found)
        context.findings.append(
            finding(
                "rumus_tanpa_nilai",
                first,
                format=tabel.format.id,
                related=others[:SHOWN],
                n=len(found),
                sheet=tabel.sheet,
            )
        )


def missing_sheets(context: Context, tabel: Tabel) -> list[str]:
    """Input sheets that the formulas of a working table need and the workbook lacks."""
    present = {t.role for t in context.tables}
    scopes = [s for c in tabel.columns for s in (*c.operands, c.source) if s is not None]
    return sorted(set().union(*(tables_of(s) for s in scopes)) - present)


def _number(context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel) -> None:
    nilai = cell.nilai
    found = nilai.teks[:SHOWN]
    if nilai.state is State.TANGGAL:
        context.add("tanggal_di_kolom_angka", tabel, row, column, found=found)
    elif nilai.state is State.LOGIKA:
        context.add("logika_di_kolom_angka", tabel, row, column, found=found)
    elif nilai.state is State.TEKS and not (
        _is_reason(column, nilai.teks)
        or _is_verdict(context, tabel, row, column)
        or _is_predicate(context, tabel, row, column)
    ):
        code = "angka_rusak" if nilai.saran else "bukan_angka"
        why = _why(nilai.alasan)
        context.add(code, tabel, row, column, found=found, expected=nilai.saran, why=why)
    elif nilai.state is State.ANGKA and tabel.working and isinstance(cell.raw.value, str):
        context.add("angka_sebagai_teks", tabel, row, column, found=found)
    elif tabel.working and not column.derived and _is_scaled(cell):
        context.add("persen_di_isian", tabel, row, column, found=found, expected=shown(cell.raw.value, None))
    elif nilai.ambigu:
        readings = reduce(_or, (shown(x) for x in nilai.bacaan))
        context.add("angka_ambigu", tabel, row, column, found=found, expected=readings)


def _is_scaled(cell: Sel) -> bool:
    """A number that a percent format shows a hundredfold: 88 % is 0,88 to every formula."""
    held, read = cell.raw.value, cell.nilai.angka
    return isinstance(held, int | float) and bool(held) and read is not None and not isclose(read, held, rel_tol=0.5)


def _or(first: str, second: str) -> str:
    return text("sambung_atau", first=first, second=second)


def _why(alasan: str) -> str:
    code = f"sebab_{alasan}"
    return text(code) if code in catalogue() else ""


def _is_reason(column: Column, text: str) -> bool:
    """A named reason stands where a number would: `target nol`."""
    known = {str(e["id"]).casefold() for code, e in catalogue().items() if code.startswith("alasan_")}
    return column.derived and text.strip().casefold() in known


def _is_verdict(context: Context, tabel: Tabel, row: Baris, column: Column) -> bool:
    """A word where the rule of the column gives a word: `Efisien`."""
    return column.rule is not None and words_expected(context, CellRef(tabel, row, column.key))


def _is_predicate(context: Context, tabel: Tabel, row: Baris, column: Column) -> bool:
    """A predicate as target or realisasi, in a row that counts nothing: there is nothing to compute."""
    given = {name.casefold() for name in context.profil.predikat_capaian}
    counted = [row.sel[c.key].nilai for c in tabel.columns if c.kind is Kind.ANGKA and c.key in row.sel]
    return (
        column.kind is Kind.ANGKA
        and all(n.state in (State.TEKS, State.KOSONG, State.NIHIL) for n in counted)
        and row.sel[column.key].nilai.teks.strip().casefold() in PREDICATES | given
    )


def _schema(context: Context, tabel: Tabel) -> None:
    """What pandera refuses, told in the reader's words. Rows without any typed cell are not rows."""
    columns = [c for c in tabel.columns if c.key in tabel.header and not c.helper]
    rows = [row for row in tabel.rows if not _unused(tabel, row)]
    if not rows:
        return
    keyed = tabel.format.entity in (Entity.INDIKATOR, Entity.PROFIL, Entity.RENCANA)
    unique = ("kunci",) if keyed and tabel.working else ()
    lists = {} if tabel.format.entity is Entity.SKALA else choices(context.profil)  # a printed scale is judged whole
    checked = schemas.schema(columns, lists, unique=unique)
    for violation in schemas.violations(checked, schemas.frame(columns, [row.isi for row in rows])):
        row = rows[violation.row]
        column = tabel.column(violation.column)
        assert column is not None
        if not _told_already(row, column):
            _tell(context, tabel, row, column, violation)


def _unused(tabel: Tabel, row: Baris) -> bool:
    return all(c.derived or row.isi.get(c.key) is None for c in tabel.columns)


def _told_already(row: Baris, column: Column) -> bool:
    """Cells that hold something unreadable were reported as such; computed cells are judged by their rule."""
    cell = row.sel.get(column.key)
    blank = cell is None or cell.nilai.state in (State.KOSONG, State.NIHIL)
    return (column.kind.is_number and not blank and row.isi.get(column.key) is None) or (
        column.rule is not None and column.kind is Kind.PILIHAN
    )


def _tell(context: Context, tabel: Tabel, row: Baris, column: Column, violation: schemas.Violation) -> None:
    low, high = column.bounds
    words = ", ".join(choices(context.profil).get(column.choices, ()))
    facts: dict[str, dict[str, object]] = {
        schemas.TOO_SMALL: {"expected": shown(low)},
        schemas.TOO_BIG: {"expected": shown(high)},
        schemas.NOT_A_CHOICE: {"expected": words},
    }
    cell = row.sel.get(column.key)
    found = cell.nilai.teks[:SHOWN] if cell is not None else ""
    context.add(violation.code, tabel, row, column, found=found, **facts.get(violation.code, {}))
