"""What a table does not say but its figures do: percent typed as fractions, which way an indicator counts, how quarters
make up a year, whose capaian enters for shared money. Read before figures are compared, from all figures together, and
told as findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbook_tools.checks import makna
from workbook_tools.checks.context import Context, judge, printed, shown
from workbook_tools.checks.entities import Entitas, Registry
from workbook_tools.compute.printed import Cocok
from workbook_tools.evaluate import CellRef, Engine
from workbook_tools.formats.scopes import Group
from workbook_tools.formats.spec import Column, Kind
from workbook_tools.regulations.choices import CARA_AGREGASI, CARA_UNTUK_PERSEN, POLARITAS
from workbook_tools.tables.model import Baris, Sel, Tabel
from workbook_tools.values import round_half_away

PERSEN = 100.0
FEWEST_FRACTIONS = 2
BY_POLARITAS = ("capaian", "kemajuan")
DIGITS = 9


def check(context: Context, registry: Registry) -> None:
    """Fractions first: what a capaian says of its indicator is asked in percent points."""
    for tabel in context.tables:
        for column in tabel.columns:
            if column.rule is not None and column.kind is Kind.PERSEN:
                _read_fractions(context, tabel, column)
        for column in tabel.columns:
            if column.atau:
                _choose_operands(context, tabel, column)
    for entitas in registry.entities:
        _infer_polaritas(context, entitas)
    for tabel in context.tables:
        for column in tabel.columns:
            if column.rule is not None and column.rule.nama == "agregasi_triwulan" and not tabel.working:
                _infer_agregasi(context, tabel, column)


def _read_fractions(context: Context, tabel: Tabel, column: Column) -> None:
    """A percent column typed as fractions (0,7 in a cell without percent format): told once, read as percent."""
    plain, hundredfold = [], []
    for row in tabel.rows:
        cell = row.sel.get(column.key)
        if cell is None or not cell.nilai.ada_angka or cell.nilai.persen or row.salinan:
            continue
        exact = context.engine.value(tabel, row, column.key)
        if isinstance(exact, float):
            plain += [row] if judge(cell, exact) is Cocok.TEPAT else []
            hundredfold += [row] if judge(_as_percent(cell), exact) is Cocok.TEPAT and exact else []
    if len(hundredfold) < FEWEST_FRACTIONS or len(hundredfold) <= len(plain):
        return
    first = hundredfold[0].sel[column.key]
    shown_as = shown(printed(_as_percent(first)))
    context.add("kolom_pecahan", tabel, hundredfold[0], column, found=first.nilai.teks, expected=shown_as)
    for row in tabel.rows:
        cell = row.sel.get(column.key)
        if cell is not None and cell.nilai.ada_angka and not cell.nilai.persen:
            row.sel[column.key] = _as_percent(cell)
            row.isi[column.key] = row.sel[column.key].nilai.angka


def _choose_operands(context: Context, tabel: Tabel, column: Column) -> None:
    """A difference that most rows print from other columns than declared (after the change less APBD, not RKPD)."""
    options = [column, *(replace(column, rumus=rumus, operands=operands) for rumus, operands in column.atau)]
    fits = [_rows_that_fit(context, tabel, option) for option in options]
    best = options[fits.index(max(fits))]
    if best is column:
        return
    tabel.columns = tuple(best if c is column else c for c in tabel.columns)
    context.engine.forget()
    context.add("operan_lain", tabel, tabel.rows[0], best, expected=best.rumus)


def _rows_that_fit(context: Context, tabel: Tabel, column: Column) -> int:
    rows = ((row, row.sel[column.key]) for row in tabel.rows if column.key in row.sel)
    exact = (
        (cell, context.engine.rule(column, context.engine.operands(tabel, row, column)))
        for row, cell in rows
        if cell.nilai.ada_angka
    )
    return sum(isinstance(value, float) and judge(cell, value) is Cocok.TEPAT for cell, value in exact)


def _as_percent(cell: Sel) -> Sel:
    """The cell as it would be read with a percent format."""
    nilai = cell.nilai
    number = None if nilai.angka is None else round_half_away(nilai.angka * PERSEN, DIGITS)
    return replace(cell, nilai=replace(nilai, angka=number, desimal=max(0, (nilai.desimal or 0) - 2), persen=True))


def _infer_polaritas(context: Context, entitas: Entitas) -> None:
    """A printed table does not say which way an indicator counts; capaian that fit only another way do, together."""
    if any(row.polaritas for _, row in entitas.rows):
        return
    rows = [(t, b) for t, b in entitas.rows if not b.salinan]
    figures = [(t, b, c, _fitting_ways(context, t, b, c)) for t, b in rows for c in _capaian_columns(t, b)]
    usual = context.profil.polaritas_bawaan
    strange = [figure for figure in figures if figure[3] and usual not in figure[3]]
    votes = Counter(way for figure in strange for way in figure[3])
    if not votes or len(strange) * 2 <= sum(usual in ways for *_, ways in figures) + len(strange):
        return
    way = max(POLARITAS, key=lambda name: votes[name])
    for _, row in entitas.rows:
        row.polaritas = way
    context.engine.forget()
    tabel, row, column, _ = strange[0]
    context.add("polaritas_lain", tabel, row, column, found=row.sel[column.key].nilai.teks, expected=way)


def _infer_agregasi(context: Context, tabel: Tabel, column: Column) -> None:
    """How quarters make up the year stands in no printed table: the way that fits, percentages never summed."""
    for row in tabel.rows:
        cell = row.sel.get(column.key)
        if cell is None or not cell.nilai.ada_angka or row.isi.get("agregasi") is not None:
            continue
        ways = CARA_UNTUK_PERSEN if cell.nilai.persen else CARA_AGREGASI
        usual = context.profil.agregasi_bawaan
        for way in sorted(ways, key=lambda name: name != usual):
            engine = context.engine.supposing({CellRef(tabel, row, "agregasi"): way})
            exact = engine.value(tabel, row, column.key)
            if isinstance(exact, float) and judge(cell, exact) is Cocok.TEPAT:
                row.isi["agregasi"] = way
                break
    context.engine.forget()


def _capaian_columns(tabel: Tabel, row: Baris) -> Iterator[Column]:
    for column in tabel.columns:
        cell = row.sel.get(column.key)
        if column.rule is not None and column.rule.nama in BY_POLARITAS and cell is not None and cell.nilai.ada_angka:
            yield column


def _fitting_ways(context: Context, tabel: Tabel, row: Baris, column: Column) -> set[str]:
    """The ways of counting under which the figure is exactly right."""
    cell, fitting = row.sel[column.key], set()
    for way in POLARITAS:
        engine = context.engine.supposing({CellRef(tabel, row, "polaritas"): way})
        exact = engine.value(tabel, row, column.key)
        if isinstance(exact, float) and judge(cell, exact) is Cocok.TEPAT:
            fitting.add(way)
    return fitting


def fitting(tables: Sequence[Tabel], engine: Engine) -> int:
    """How many typed figures that rest on a shared capaian are exactly what the engine's profile gives, whichever of
    the meanings of efisiensi a table prints."""
    found = 0
    for tabel in tables:
        for column in tabel.columns:
            if column.rule is None or not any(isinstance(scope, Group) for scope in column.operands):
                continue
            options = [column, *(makna.meanings(column) if column.rule.nama == makna.EFISIENSI else ())]
            found += max(makna.fits(engine, tabel, option) for option in options)
    return found
