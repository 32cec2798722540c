"""Tables typed by hand: plain formulas over their computed cells, from the cells that hold the operands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from workbook_tools.books.model import Sheet, parse_address
from workbook_tools.books.writes import CellWrite
from workbook_tools.compute.rule import Alasan
from workbook_tools.evaluate import CellRef, Engine
from workbook_tools.findings import Place, Severity
from workbook_tools.formats import scopes as s
from workbook_tools.formats.spec import Column
from workbook_tools.messages import text
from workbook_tools.process import Result
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.tables.working import is_excel_table
from workbook_tools.values import State
from workbook_tools.values.number_format import is_percent_format
from workbook_tools.writeback.content import PERCENT, content, note, same

#: Typed cells that may be right as they are: a figure from finer figures, a word of a scale that nobody named.
_KEPT = {
    ("cocok_dalam_pembulatan", Severity.NOTE): "tolak_lebih_teliti",
    ("kategori_di_luar_skala", Severity.WARNING): "tolak_skala_lain",
}


def writes_for(result: Result, sheets: Mapping[str, Sheet], refused: list[tuple[Place, str]]) -> list[CellWrite]:
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
    formula, value = column.rule.formula(engine.profil, *refs), content(exact)
    if is_percent_format(cell.raw.number_format):
        formula = f"IF(ISNUMBER({formula}),({formula})/{PERCENT},{formula})"
        value = value / PERCENT if isinstance(value, float) else value
    if cell.raw.formula is not None and same(cell.raw.value, value):
        return None
    return CellWrite(tabel.sheet, cell.place.cell, formula, value, note(row, column, cell.raw, value))


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
