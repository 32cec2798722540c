"""Which of the four meanings of the word efisiensi a table prints, where its figures say another than the profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workbook_tools.checks.context import Context, judge
from workbook_tools.compute.efisiensi_tabel import METODE, efisiensi_menurut
from workbook_tools.compute.printed import Cocok
from workbook_tools.evaluate import CellRef, Engine
from workbook_tools.findings import Severity
from workbook_tools.formats.spec import Column
from workbook_tools.names import key as name_key
from workbook_tools.tables.model import Tabel
from workbook_tools.values import State

EFISIENSI = "efisiensi_tabel"
FEW = 2


def check(context: Context) -> None:
    """Read a column by the meaning that most of its figures have, and more than have the profile's; tell it once.

    All four are in use and none is wrong by itself: that a report prints another one than its profile says is for
    its reader to see, not an error in every row.
    """
    printed = [
        (tabel, column)
        for tabel in context.tables
        for column in tabel.columns
        if column.rule is not None and column.rule.nama == EFISIENSI and not tabel.working
    ]
    for tabel, column in printed:
        # one figure says little where another table of the workbook prints efisiensi too
        _choose(context, tabel, column, fewest=1 if len(printed) == 1 else FEW)


def _choose(context: Context, tabel: Tabel, column: Column, *, fewest: int) -> None:
    typed = sum(1 for row in tabel.rows if _says_something(tabel, column, row.urut))
    own = fits(context.engine, tabel, column)
    options = [(fits(context.engine, tabel, other), other) for other in meanings(column)]
    most, best = max(options, key=lambda option: option[0])
    if most <= own or most * 2 <= typed or most < fewest:
        return
    told = column.rumus_menurut(context.profil)
    tabel.columns = tuple(best if c is column else c for c in tabel.columns)
    context.engine.forget()
    severity = Severity.WARNING if context.profil.sumber.terverifikasi else Severity.NOTE
    row = next(row for row in tabel.rows if _says_something(tabel, column, row.urut))
    context.add(
        "efisiensi_bermakna_lain", tabel, row, column, severity=severity, found=best.rumus_menurut(context.profil),
        expected=told,
    )  # fmt: skip


def meanings(column: Column) -> Iterator[Column]:
    """The column under each of the meanings."""
    return (replace(column, rule=efisiensi_menurut(id)) for id in METODE)


def fits(engine: Engine, tabel: Tabel, column: Column) -> int:
    """How many typed cells are exactly what the column's rule gives."""
    assert column.rule is not None
    found = 0
    for row in tabel.rows:
        if not _says_something(tabel, column, row.urut):
            continue
        cell, exact = row.sel[column.key], engine.rule(column, engine.operands(tabel, row, column))
        if isinstance(exact, float):
            found += cell.nilai.ada_angka and judge(cell, exact) is Cocok.TEPAT
        elif isinstance(exact, str):
            found += name_key(exact) == name_key(cell.nilai.teks)
    return found


def words_expected(context: Context, ref: CellRef) -> bool:
    """Whether a word is what the rule of this cell gives, where other tables print a figure."""
    column = ref.tabel.column(ref.key)
    named = column is not None and column.rule is not None and column.rule.nama == EFISIENSI
    return named and isinstance(context.engine.value(ref.tabel, ref.baris, ref.key), str)


def _says_something(tabel: Tabel, column: Column, urut: int) -> bool:
    cell = tabel.rows[urut].sel.get(column.key)
    return cell is not None and cell.nilai.state in (State.ANGKA, State.TEKS)
