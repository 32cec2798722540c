"""Money of a level is the sum of the level below. K never rolls up; a second indicator's money is not added again."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.checks.conflict import Constraint
from workbook_tools.checks.context import Context, about, number_of, shown
from workbook_tools.formats.spec import Column, Entity, Kind
from workbook_tools.tables.model import Baris, Sel, Tabel
from workbook_tools.values import State

MONEY = ("pagu", "realisasi_anggaran")
TREES = (Entity.PROGRAM, Entity.RINCIAN)


def check(context: Context) -> None:
    """Every parent row with children, and every total row, in every table that prints money by level."""
    for tabel in context.tables:
        for column in money_columns(tabel):
            if tabel.format.entity in TREES:
                context.constraints.extend(parents(context, tabel, tabel.rows, column))
            context.constraints.extend(_totals(context, tabel, column))


def money_columns(tabel: Tabel) -> list[Column]:
    """Typed money that states a fact at every level, not money typed only in the lowest rows."""
    return [c for c in tabel.columns if c.besaran in MONEY and c.rule is None and c.key in tabel.header]


def parents(context: Context, tabel: Tabel, rows: Sequence[Baris], column: Column) -> list[Constraint]:
    """parent = Σ children, one constraint a parent row."""
    found = []
    for row in rows:
        if row.ke > 1 or not row.anak or row.salinan:
            continue
        constraint = _sum(context, tabel, row, column, row.anak)
        if constraint is not None:
            found.append(constraint)
    return found


def _sum(context: Context, tabel: Tabel, row: Baris, column: Column, addends: Sequence[Baris]) -> Constraint | None:
    total = number_of(row.sel.get(column.key))
    known = [(b, number_of(b.sel.get(column.key))) for b in addends]
    values = [(b, v) for b, v in known if v is not None]
    place = row.place(column.key)
    if total is None or place is None or not values or any(_unreadable(b.sel.get(column.key)) for b in addends):
        return None
    expected = sum(v for _, v in values)
    off = abs(total - expected)
    amounts = {p: v or 0.0 for b, v in known if (p := b.place(column.key)) is not None}
    implied = {place: expected} | {p: total - (expected - v) for p, v in amounts.items()}
    facts = {
        **about(tabel, row, column), "found": shown(total), "expected": shown(expected),
        "difference": shown(total - expected),
        "n": len(values),
    }  # fmt: skip
    certain = row.level != "sasaran"  # sasaran may share programs: without a map nothing is certain
    return Constraint(
        "jumlah_salah" if certain else "jumlah_mungkin_salah", place, frozenset({place, *amounts}),
        off <= context.profil.toleransi_jumlah(len(values)), certain, implied=implied, facts=facts, row=id(row),
        shown=f"{column.heading} {place}: {shown(total)} ≠ Σ {shown(expected)}",
    )  # fmt: skip


def _unreadable(cell: Sel | None) -> bool:
    """A cell that holds something which is no number: nothing can be said of a sum over it."""
    return cell is not None and cell.nilai.state not in (State.ANGKA, State.NIHIL, State.KOSONG)


def _totals(context: Context, tabel: Tabel, column: Column) -> list[Constraint]:
    """A JUMLAH row is the sum of the highest rows, each entity once."""
    tops = [b for b in tabel.rows if b.induk is None and b.ke == 1]
    whole = tabel.totals if len(tabel.totals) == 1 else []  # of several totals nothing says which one is of what
    found = [_sum(context, tabel, total, column, tops) for total in whole]
    return [c for c in found if c is not None and c.cells and column.kind is Kind.RUPIAH]
