"""`compute`: fill every computed cell of a copy with its formula and value; typed figures that differ stay as notes.

A working workbook gets its own structured formulas back; a table typed by hand gets plain formulas over its cells.
Nothing else in the file changes (`books/patch.py`), and doing it twice is doing it once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.books.closed import read
from workbook_tools.books.file import ClosedFile
from workbook_tools.books.graft import Donor
from workbook_tools.books.model import Book, RawCell, Sheet, address, parse_address
from workbook_tools.books.protocol import Workbook
from workbook_tools.books.writes import CellWrite
from workbook_tools.compute.rule import Alasan
from workbook_tools.evaluate import CellRef, Engine
from workbook_tools.findings import Place, Severity
from workbook_tools.formats import scopes as s
from workbook_tools.formats.spec import Column
from workbook_tools.formulas import Structured
from workbook_tools.messages import indonesian, text
from workbook_tools.process import Result, process
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.tables.working import is_excel_table, working_engine
from workbook_tools.values import State, round_half_away
from workbook_tools.values.number_format import is_percent_format

DUST = 1e-9
PERCENT = 100
NAMED_COLUMN = re.compile(r"(\w+)\[(?:\[#[^\]]+\],)?\[?(\w+)\]?\]")


@dataclass(frozen=True, slots=True)
class ComputeResult:
    """What was done: cells filled, typed figures kept as notes or on the history sheet, cells refused and why."""

    written: int
    noted: int
    logged: int
    refused: tuple[tuple[Place, str], ...]
    result: Result

    @property
    def kept(self) -> int:
        """How many typed figures were replaced and kept beside the new one."""
        return self.noted + self.logged


def compute(
    source: Path, target: Path, profil: Profil | None = None, *, beside: Callable[[Result], Donor] | None = None
) -> ComputeResult:
    """Fill the computed cells of a copy of `source` at `target`. The source is never changed.

    `beside` makes sheets to be put into the same copy from what the run found.

    Raises FileError for a file that cannot be read or patched, InputError where target is the source, and
    EnvironmentFault where it cannot be written.
    """
    planned = plan(read(source), profil)
    return carry_out(planned, ClosedFile(source, target), None if beside is None else beside(planned.result))


@dataclass(frozen=True, slots=True)
class ComputePlan:
    """What is to be written into the computed cells of a book, the cells refused and why, and the run behind it."""

    writes: tuple[CellWrite, ...]
    refused: tuple[tuple[Place, str], ...]
    result: Result


def plan(book: Book, profil: Profil | None = None) -> ComputePlan:
    """What `compute` and the ribbon's *Hitung* write into this book; nothing is written here."""
    result = process(book, profil)
    sheets = {sheet.title: sheet for sheet in book}
    refused: list[tuple[Place, str]] = []
    writes = (*_working(result, sheets, refused), *_typed(result, sheets, refused))
    return ComputePlan(writes, tuple(refused), result)


def carry_out(planned: ComputePlan, workbook: Workbook, donor: Donor | None = None) -> ComputeResult:
    """Write what was planned into the workbook that it was planned for, closed or open."""
    report = workbook.write(planned.writes, donor)
    return ComputeResult(report.written, report.noted, report.logged, planned.refused, planned.result)


# --- the working workbook: structured formulas -----------------------------------------------------------------------


def _working(result: Result, sheets: Mapping[str, Sheet], refused: list[tuple[Place, str]]) -> Iterator[CellWrite]:
    """Every derived cell of every row of the project's own Excel tables, spare rows included."""
    engine = working_engine(result.tables, sheets, result.profil)
    formulas = Structured(_Names({role: t.table_name for role, t in engine.tables.items()}), result.profil)
    columns = {ref.name: (t.sheet, set(ref.columns)) for t in engine.tables.values() for ref in sheets[t.sheet].tables}
    for tabel in engine.tables.values():
        for column in tabel.columns:
            if column.derived and column.key in tabel.header:
                formula = _formula(tabel, column, formulas, columns, refused)
                yield from _column(tabel, column, sheets[tabel.sheet], engine, formula) if formula else ()
        yield from _closing(tabel, engine, formulas)


def _closing(tabel: Tabel, engine: Engine, formulas: Structured) -> Iterator[CellWrite]:
    """The closing rows that the sheet has under its Excel table."""
    cells: dict[str, str] = {}
    for item in tabel.format.penutup:
        key = item.column.key
        cell = tabel.penutup[key].sel.get(key) if key in tabel.penutup else None
        if cell is None or any(isinstance(o, s.Closing) and o.key not in cells for o in item.column.operands):
            continue
        cells[key] = cell.place.cell
        value = _content(engine.value(tabel, tabel.penutup[key], key))
        if cell.raw.formula is None or not _same(cell.raw.value, value):
            formula = formulas.closing(tabel.format, item.column, cells)
            yield CellWrite(
                tabel.sheet, cell.place.cell, formula, value, _note(tabel.penutup[key], item.column, cell.raw, value)
            )


class _Names(dict[str, str]):
    """Names of Excel tables by role; a role that the workbook lacks has no name."""

    def __missing__(self, role: str) -> str:
        raise _MissingTableError(role)


class _MissingTableError(Exception):
    """A formula needs a table that the workbook does not have."""


def _formula(
    tabel: Tabel,
    column: Column,
    formulas: Structured,
    columns: Mapping[str, tuple[str, set[str]]],
    refused: list[tuple[Place, str]],
) -> str:
    """The formula of a column; none, and a refusal, where it would name a table or column that the workbook lacks."""
    place = Place(tabel.sheet, address(tabel.header_row, tabel.header[column.key]))
    try:
        formula = formulas.formula(tabel.format, column)
    except _MissingTableError as missing:
        refused.append((place, text("tolak_tabel_tidak_ada", role=missing.args[0])))
        return ""
    for table, key in NAMED_COLUMN.findall(formula):
        sheet, known = columns.get(table, ("", {key}))
        if key not in known:
            refused.append((place, text("tolak_kolom_lain", column=key, sheet=sheet)))
            return ""
    return formula


def _column(tabel: Tabel, column: Column, sheet: Sheet, engine: Engine, formula: str) -> Iterator[CellWrite]:
    for row in tabel.rows:
        number, position = row.sheet_row, tabel.header[column.key]
        raw = sheet.cell(number, position)
        value = _content(engine.value(tabel, row, column.key))
        if raw.formula is None or not _same(raw.value, value):
            yield CellWrite(tabel.sheet, address(number, position), formula, value, _note(row, column, raw, value))


# --- tables typed by hand: plain formulas over their cells -----------------------------------------------------------


#: Typed cells that may be right as they are: a figure from finer figures, a word of a scale that nobody named.
_KEPT = {
    ("cocok_dalam_pembulatan", Severity.NOTE): "tolak_lebih_teliti",
    ("kategori_di_luar_skala", Severity.WARNING): "tolak_skala_lain",
}


def _typed(result: Result, sheets: Mapping[str, Sheet], refused: list[tuple[Place, str]]) -> list[CellWrite]:
    """Every computed cell of a printed table whose operands stand in cells, closing rows last.

    A figure that is left as it was typed is what the formulas over it will read; so the values are computed once more
    with it, until no further figure has to be left.
    """
    kept = {f.place: text(_KEPT[f.code, f.severity]) for f in result.findings if (f.code, f.severity) in _KEPT}
    left: dict[CellRef, Value] = {}
    while True:
        engine = result.engine.supposing(left)
        writes, refusals = _pass(engine, result.tables, sheets, kept)
        more = {ref: ref.baris.isi.get(ref.key) for ref, _ in refusals if ref not in left}
        if not more:
            refused += [(ref.baris.sel[ref.key].place, why) for ref, why in refusals]
            return writes
        left |= more


def _pass(
    engine: Engine, tables: Iterable[Tabel], sheets: Mapping[str, Sheet], kept: Mapping[Place, str]
) -> tuple[list[CellWrite], list[tuple[CellRef, str]]]:
    """What is written over the printed tables, and what is left and why."""
    writes, refusals = [], []
    for tabel in tables:
        if is_excel_table(tabel, sheets[tabel.sheet]):
            continue
        given: set[tuple[int, str]] = set()  # cells that hold a formula after this run, whatever they held before
        for row, column in _computed(tabel, sheets[tabel.sheet]):
            try:
                if row.sel[column.key].place in kept:
                    raise _RefusedError(kept[row.sel[column.key].place])
                write = _plain(engine, tabel, row, column, given)
            except _RefusedError as refusal:
                refusals.append((CellRef(tabel, row, column.key), str(refusal)))
                continue
            if write is not None:
                writes.append(write)
    return writes, refusals


def _computed(tabel: Tabel, sheet: Sheet) -> Iterator[tuple[Baris, Column]]:
    """The rows and columns of a table's computed cells."""
    for row in (*tabel.rows, *tabel.penutup.values()):
        columns = [p.column for p in tabel.format.penutup] if row.urut >= len(tabel.rows) else tabel.columns
        for column in columns:
            if column.rule is not None and column.key in row.sel and _own_cell(sheet, row, column):
                yield row, column


def _own_cell(sheet: Sheet, row: Baris, column: Column) -> bool:
    """Whether the figure has a cell of its own: not in a row that shares merged money, not inside a merged cell."""
    if row.ke > 1 and row.isi.get("pagu") is None and any(isinstance(o, s.Group) for o in column.operands):
        return False
    if column.once and row.ke > 1 and row.isi.get("pagu") is None:
        return False
    at = parse_address(row.sel[column.key].place.cell)
    merge = sheet.merged_range(*at)
    return merge is None or (merge[0], merge[1]) == at


class _RefusedError(Exception):
    """This cell cannot get a formula; the text says why."""


def _plain(engine: Engine, tabel: Tabel, row: Baris, column: Column, given: set[tuple[int, str]]) -> CellWrite | None:
    cell = row.sel[column.key]
    exact = engine.value(tabel, row, column.key)
    if exact is None or not _has_operand(engine, tabel, row, column):
        return None
    if cell.nilai.state is State.KOSONG and cell.raw.formula is None and isinstance(exact, Alasan):
        return None  # a blank that cannot be computed stays blank
    assert column.rule is not None
    refs = [ref for scope in column.operands for ref in _refs(engine, tabel, row, scope, given)]
    given.add((id(row), column.key))
    formula, value = column.rule.formula(engine.profil, *refs), _content(exact)
    if is_percent_format(cell.raw.number_format):
        formula = f"IF(ISNUMBER({formula}),({formula})/{PERCENT},{formula})"
        value = value / PERCENT if isinstance(value, float) else value
    if cell.raw.formula is not None and _same(cell.raw.value, value):
        return None
    return CellWrite(tabel.sheet, cell.place.cell, formula, value, _note(row, column, cell.raw, value))


def _has_operand(engine: Engine, tabel: Tabel, row: Baris, column: Column) -> bool:
    """Whether any operand that is no mere word holds something."""
    if any(isinstance(o, s.Whole) for o in column.operands):
        return True
    return any(engine.scope(tabel, row, o) is not None for o in column.operands if not _is_word(o))


def _is_word(scope: s.Scope) -> bool:
    return isinstance(scope, s.Const | s.Param) or (
        isinstance(scope, s.This) and scope.column in ("polaritas", "agregasi")
    )


def _refs(engine: Engine, tabel: Tabel, row: Baris, scope: s.Scope, given: set[tuple[int, str]]) -> list[str]:
    """The cells of one operand: one, or for a whole column those that hold a figure."""
    if not isinstance(scope, s.Whole):
        return [_ref(engine, tabel, row, scope, given)]
    filled = [b for b in tabel.rows if isinstance(engine.value(tabel, b, scope.column), float)]
    return [_cell_ref(engine, tabel, b, scope.column, given) for b in filled]


def _ref(engine: Engine, tabel: Tabel, row: Baris, scope: s.Scope, given: set[tuple[int, str]]) -> str:
    """One operand as plain cell references; a word that no cell holds as a literal."""
    match scope:
        case s.This(column):
            return _cell_ref(engine, tabel, row, column, given)
        case s.Group(column):
            members = engine.group_members(tabel, row, scope)
            refs = [_cell_ref(engine, tabel, b, column, given) for b in members]
            return refs[0] if len(refs) == 1 else _mean(refs)
        case s.Children(column):
            return f"SUM({','.join(_cell_ref(engine, tabel, b, column, given) for b in row.leaves())})"
        case s.Closing(key) if key in tabel.penutup:
            return _cell_ref(engine, tabel, tabel.penutup[key], key, given)
        case s.Param(name):
            return f'"{engine.params.get(name) or ""}"'
        case s.Const(word):
            return f'"{word}"'
        case _:
            raise _RefusedError(text("tolak_tabel_lain"))


def _mean(refs: Sequence[str]) -> str:
    cells = ",".join(refs)
    return f"IF(COUNT({cells})=0,{refs[0]},AVERAGE({cells}))"


def _cell_ref(engine: Engine, tabel: Tabel, row: Baris, key: str, given: set[tuple[int, str]]) -> str:
    cell = row.sel.get(key)
    if cell is None:
        return _literal(engine.value(tabel, row, key))
    if cell.nilai.state is State.ANGKA and isinstance(cell.raw.value, str) and (id(row), key) not in given:
        raise _RefusedError(text("tolak_angka_teks", cell=cell.place.cell, found=cell.nilai.teks))
    at = cell.place.cell
    if not is_percent_format(cell.raw.number_format):
        return at
    return f'IF(ISNUMBER({at}),{at}*{PERCENT},"")'  # a blank times 100 would be zero, and zero is not blank


def _literal(value: Value) -> str:
    """A word that the table does not print, such as the polaritas of its indicators."""
    if isinstance(value, str):
        return f'"{value}"'
    raise _RefusedError(text("tolak_kolom_tidak_ada"))


# --- what a cell holds -----------------------------------------------------------------------------------------------


def _content(value: Value) -> float | str:
    """The value as a cell shows it: a reason as its words, nothing as an empty text."""
    if isinstance(value, Alasan):
        return value.teks
    return "" if value is None else value


def _same(old: object, new: float | str) -> bool:
    if isinstance(old, int | float) and not isinstance(old, bool) and isinstance(new, float):
        return abs(old - new) <= max(abs(new), 1.0) * DUST
    return old is not None and old == new  # a formula without a stored value has none, not an empty one


def _note(row: Baris, column: Column, raw: RawCell, value: float | str) -> str:
    """The typed figure that the formula replaces, where the reader would see a difference."""
    cell = row.sel.get(column.key)
    if raw.formula is not None or cell is None or cell.nilai.state is State.KOSONG:
        return ""
    if isinstance(raw.value, int | float) and isinstance(value, float) and cell.nilai.desimal is not None:
        digits = cell.nilai.desimal + (2 if is_percent_format(raw.number_format) else 0)
        if round_half_away(float(raw.value), digits) == round_half_away(value, digits):
            return ""
    return "" if cell.nilai.teks == value else indonesian("catatan_angka_lama", found=cell.nilai.teks)
