"""Computed figures: is every printed number what its rule gives from the cells of its row?

Right from the exact operands is silent; right from the operands as displayed, or within half a unit of their last
displayed digit, is a note that says which; anything else is a conflict between the figure and its operands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from workbook_tools.checks.cells import missing_sheets
from workbook_tools.checks.conflict import Constraint
from workbook_tools.checks.context import Context, about, judge, number_of, printed, shown, unreadable
from workbook_tools.compute.printed import Cocok, cocok
from workbook_tools.compute.rule import Alasan
from workbook_tools.evaluate import CellRef, Engine
from workbook_tools.findings import Place
from workbook_tools.formats.scopes import Children, Closing, Group, This, Whole
from workbook_tools.formats.spec import Column, Kind
from workbook_tools.names import key as name_key
from workbook_tools.tables.model import Baris, Sel, Tabel, Value
from workbook_tools.values import State, round_half_away

PERSEN = 100.0
HALF = 0.5


def check(context: Context) -> None:
    """Compare every typed computed cell with its rule."""
    for tabel in context.tables:
        if tabel.working and missing_sheets(context, tabel):
            continue  # told once; everything computed from the lost sheet is wrong with it
        computed = [c for c in tabel.columns if c.rule is not None and _answerable(tabel, c)]
        for row in tabel.rows:
            if row.salinan:
                continue
            for column in computed:
                cell = row.sel.get(column.key)
                if cell is not None:
                    _check_cell(context, tabel, row, column, cell)
        for row, column, cell in context.closing_cells(tabel):
            if _answerable(tabel, column):
                _check_cell(context, tabel, row, column, cell)


def _answerable(tabel: Tabel, column: Column) -> bool:
    """Whether the table has the columns that the rule needs; a lost heading is told once, not in every row."""
    for scope in column.operands:
        needed = tabel.column(scope.column) if isinstance(scope, This | Group | Children | Whole) else None
        if needed is None or needed.helper:
            continue
        if not _answerable(tabel, needed) if needed.rule is not None else needed.key not in tabel.header:
            return False
    return True


def _check_cell(context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel) -> None:
    exact = context.engine.value(tabel, row, column.key)
    state = cell.nilai.state
    if state is State.KOSONG or exact is None or _blind(context, tabel, row, column):
        return
    if isinstance(exact, str):
        _compare_words(context, tabel, row, column, cell, exact)
    elif isinstance(exact, Alasan):
        _number_without_ground(context, tabel, row, column, cell, exact)
    elif state in (State.ANGKA, State.NIHIL):
        _compare_numbers(context, tabel, row, column, cell, exact)
    elif state is State.TEKS:
        _conflict(context, tabel, row, column, cell, exact, holds=False)


def _blind(context: Context, tabel: Tabel, row: Baris, column: Column) -> bool:
    """Whether an operand holds something that could not be read as a number; that is told at its own cell."""
    for ref in context.engine.trace(tabel, row, column.key):
        operand = ref.tabel.column(ref.key)
        if operand is not None and operand.kind.is_number and unreadable(ref.baris.sel[ref.key]):
            return True
    return False


def _compare_words(context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel, exact: str) -> None:
    """A predicate must be the scale's own word for the exact figure."""
    holds = name_key(cell.nilai.teks) == name_key(exact)
    if not holds and column.kind is Kind.PILIHAN and not _on_scale(context, cell.nilai.teks):
        found = _constraint(context, "kategori_di_luar_skala", tabel, row, column, cell, exact, holds=False)
        context.constraints.append(replace(found, certain=context.scale_said))
        return
    _conflict(context, tabel, row, column, cell, exact, holds=holds, code="kategori_salah")
    figure = None if holds else _read_from(context, tabel, row, column, cell)
    if figure is not None:
        context.constraints[-1] = _following(context.constraints[-1], figure)


def _read_from(context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel) -> Place | None:
    """The printed mean that a predicate was read from: the scale gives this word for it."""
    for scope in column.operands:
        closing = tabel.penutup.get(scope.key) if isinstance(scope, Closing) else None
        if closing is None or not isinstance(scope, Closing):
            continue
        said: dict[CellRef, Value] = {CellRef(tabel, closing, scope.key): number_of(closing.sel.get(scope.key))}
        word = context.engine.supposing(said).value(tabel, row, column.key)
        if isinstance(word, str) and name_key(word) == name_key(cell.nilai.teks):
            return closing.place(scope.key)
    return None


def _following(word: Constraint, figure: Place) -> Constraint:
    """A word that follows a printed figure is settled with that figure, whatever the figures under it are."""
    before = word.test

    def settled(place: Place, value: float) -> bool:
        return place == figure or (before is not None and before(place, value))

    return replace(word, cells=word.cells | {figure}, test=settled)


def _on_scale(context: Context, word: str) -> bool:
    return name_key(word) in {name_key(k) for k in context.profil.skala.kategori}


def _number_without_ground(context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel, why: Alasan) -> None:
    """Where no number exists a report prints 0 or `-`: a note. Any other figure rests on nothing: a warning."""
    number = number_of(cell)
    if number is None:
        return
    if cell.nilai.state is State.NIHIL:
        return
    code = "angka_nol_tanpa_dasar" if number == 0 else "angka_tanpa_dasar"
    context.add(code, tabel, row, column, found=cell.nilai.teks, reason=why.teks)


def _compare_numbers(context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel, exact: float) -> None:
    figure = printed(cell)
    if cell.nilai.state is State.NIHIL:
        nihil = cocok(0.0, column.decimals or 0, exact) is Cocok.TEPAT
        _conflict(context, tabel, row, column, cell, exact, holds=nihil, code="nihil_bukan_nol")
        return
    decimals = cell.nilai.desimal or 0
    verdict = cocok(figure, decimals, exact)
    if verdict is Cocok.SALAH:
        verdict = cocok(
            figure, decimals, exact,
            displayed=_from_displayed(context, tabel, row, column), interval=_interval(context, tabel, row, column),
        )  # fmt: skip
    if verdict is Cocok.SALAH and _rounded_shorter(figure, decimals, exact):
        verdict = Cocok.RENTANG
    if verdict in (Cocok.TAMPILAN, Cocok.RENTANG):
        code = "cocok_dari_tampilan" if verdict is Cocok.TAMPILAN else "cocok_dalam_pembulatan"
        context.add(
            code, tabel, row, column, found=cell.nilai.teks, expected=shown(exact, max(decimals, column.decimals or 0))
        )
    _conflict(context, tabel, row, column, cell, exact, holds=verdict is not Cocok.SALAH)


def _rounded_shorter(figure: float, decimals: int, exact: float) -> bool:
    """`98,70` for 98,678: rounded to one decimal and shown with two (LKjIP Mojokerto 2025 Tabel 3.39)."""
    shorter = decimals - 1
    return shorter >= 0 and round_half_away(figure, shorter) == figure and cocok(figure, shorter, exact) is Cocok.TEPAT


def _from_displayed(context: Context, tabel: Tabel, row: Baris, column: Column) -> tuple[float, ...]:
    """The result from computed operands as the row, or for a closing row the table, displays them."""
    instead: dict[CellRef, Value] = {}
    of_table = any(isinstance(scope, Whole) for scope in column.operands)
    for shown_row in tabel.rows if of_table else [row]:
        for other in tabel.columns:
            cell = shown_row.sel.get(other.key)
            if other.rule is not None and other is not column and cell is not None and cell.nilai.ada_angka:
                instead[CellRef(tabel, shown_row, other.key)] = cell.nilai.angka
    value = context.engine.supposing(instead).value(tabel, row, column.key) if instead else None
    return (value,) if isinstance(value, float) else ()


def _interval(context: Context, tabel: Tabel, row: Baris, column: Column) -> tuple[float, float] | None:
    """Least and greatest result when percentages and indices move by half a unit of their last displayed digit.

    Every rule rises or falls steadily with each operand, so each is moved to the end that lowers (raises) the result.
    """
    moved = [c for c in context.engine.trace(tabel, row, column.key) if _is_rounded(c)]
    low: dict[CellRef, Value] = {}
    high: dict[CellRef, Value] = {}
    for ref in moved:
        ends = [(context.engine.supposing({ref: end}).value(tabel, row, column.key), end) for end in _ends(ref)]
        if not all(isinstance(result, float) for result, _ in ends):
            return None
        (_, low[ref]), (_, high[ref]) = sorted(ends, key=lambda pair: (isinstance(pair[0], float), pair[0]))
    corners = (
        [context.engine.supposing(corner).value(tabel, row, column.key) for corner in (low, high)] if moved else []
    )
    results = [value for value in corners if isinstance(value, float)]
    return (min(results), max(results)) if len(results) == len(corners) and results else None


def _is_rounded(ref: CellRef) -> bool:
    """Percentages and figures with decimals may be rounded for display; counts and whole rupiah are exact."""
    column, nilai = ref.tabel.column(ref.key), ref.baris.sel[ref.key].nilai
    money = column is not None and column.kind is Kind.RUPIAH
    return nilai.ada_angka and not money and (nilai.persen or bool(nilai.desimal))


def _ends(ref: CellRef) -> tuple[float, float]:
    nilai = ref.baris.sel[ref.key].nilai
    assert nilai.angka is not None
    half = HALF * 10.0 ** -(nilai.desimal or 0)
    return nilai.angka - half, nilai.angka + half


def _conflict(
    context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel, exact: float | str, *, holds: bool,
    code: str = "angka_salah",
) -> None:  # fmt: skip
    certain = context.scale_said or code != "kategori_salah" or column.kind is not Kind.PILIHAN
    if not holds and code == "angka_salah" and _off_by_hundred(cell, exact):
        code = "skala_seratus"
    elif not holds and _looks_capped(column, cell, exact):
        code, certain = "capaian_dibatasi", False
    constraint = _constraint(context, code, tabel, row, column, cell, exact, holds=holds)
    context.constraints.append(constraint if certain else replace(constraint, certain=False))


def _looks_capped(column: Column, cell: Sel, exact: float | str) -> bool:
    """A capaian above 100 printed as exactly 100: a limit that some governments set, or a mistake."""
    capaian = column.rule is not None and column.rule.nama == "capaian"
    return capaian and isinstance(exact, float) and exact > PERSEN and cell.nilai.angka == PERSEN


def _off_by_hundred(cell: Sel, exact: float | str) -> bool:
    """A percent read as a fraction, or the other way round."""
    if not isinstance(exact, float) or not cell.nilai.angka or not exact:
        return False
    figure = printed(cell)
    return any(cocok(figure * factor, cell.nilai.desimal or 0, exact) is Cocok.TEPAT for factor in (PERSEN, 1 / PERSEN))


def _constraint(
    context: Context, code: str, tabel: Tabel, row: Baris, column: Column, cell: Sel, exact: float | str, *, holds: bool
) -> Constraint:
    texts = {
        p: ref.baris.sel[ref.key].nilai.teks
        for ref in context.engine.trace(tabel, row, column.key)
        if (p := ref.baris.place(ref.key)) is not None
    }
    expected = shown(exact, max(cell.nilai.desimal or 0, column.decimals or 0)) if isinstance(exact, float) else exact
    assert column.rule is not None
    facts: dict[str, object] = {
        **about(tabel, row, column), "found": cell.nilai.teks, "expected": expected, "rule": column.rule.dasar,
        "formula": column.rumus_menurut(context.profil),
    }  # fmt: skip
    if code == "kategori_di_luar_skala":
        facts["scale"] = ", ".join(context.profil.skala.kategori)
    return Constraint(
        code, cell.place, frozenset({cell.place, *texts}), holds, implied=_implied(cell.place, exact), facts=facts,
        operands=texts,
        test=None if holds else _tester(context, tabel, row, column, cell),
        recheck=None if holds else _rechecker(tabel, row, column, cell),
        shown=f"{column.heading} {cell.place}: {cell.nilai.teks} ≠ {expected}",
    )  # fmt: skip


def _tester(context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel) -> Callable[[Place, float], bool]:
    """Would the figure be right if one of its operands held another number?"""
    refs = {ref.baris.place(ref.key): ref for ref in context.engine.trace(tabel, row, column.key)}
    recheck = _rechecker(tabel, row, column, cell)

    def holds(place: Place, value: float) -> bool:
        ref = refs.get(place)
        return ref is not None and recheck(context.engine.supposing({ref: value}))

    return holds


def _rechecker(tabel: Tabel, row: Baris, column: Column, cell: Sel) -> Callable[[Engine], bool]:
    """Would the figure be right over other figures?"""

    def holds(engine: Engine) -> bool:
        exact = engine.value(tabel, row, column.key)
        return isinstance(exact, float) and number_of(cell) is not None and judge(cell, exact) is not Cocok.SALAH

    return holds


def _implied(place: Place, exact: float | str) -> Mapping[Place, float]:
    return {place: exact} if isinstance(exact, float) else {}
