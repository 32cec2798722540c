"""Money of a level is the sum of the level below. K never rolls up; a second indicator's money is not added again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from workbook_tools.checks.conflict import Constraint
from workbook_tools.checks.context import Context, about, number_of, shown, unreadable
from workbook_tools.findings import Place
from workbook_tools.formats.spec import Column, Entity
from workbook_tools.names import key as name_key
from workbook_tools.tables.model import Baris, Tabel

TREES = (Entity.PROGRAM, Entity.RINCIAN)


def check(context: Context) -> None:
    """Every parent row with children, and every total row, in every table that prints money."""
    for tabel in context.tables:
        for column in money_columns(tabel):
            if tabel.format.entity in TREES:
                found = parents(context, tabel, tabel.rows, column)
                context.constraints.extend(found)
                _tell_rounding(context, tabel, column, found)
            context.constraints.extend(_totals(context, tabel, column))


def money_columns(tabel: Tabel) -> list[Column]:
    """Typed money that states a fact at every level, not money typed only in the lowest rows."""
    return [c for c in tabel.columns if c.rolls_up and c.key in tabel.header]


def amount(row: Baris, key: str) -> float | None:
    """The money of a row with that of its further funding sources; None where no cell holds any."""
    values = [v for b in (row, *row.sumber) if (v := number_of(b.sel.get(key))) is not None]
    return sum(values) if values else None


def cells(row: Baris, key: str) -> Iterator[Place]:
    """Where the money of a row stands."""
    return (p for b in (row, *row.sumber) if (p := b.place(key)) is not None)


def parents(context: Context, tabel: Tabel, rows: Sequence[Baris], column: Column) -> list[Constraint]:
    """parent = Σ children, one constraint a parent row."""
    mapped = context.role("program") is not None  # only the Program sheet says which programs a sasaran has
    shared = _shared_programs(rows)
    found = []
    for row in rows:
        if row.ke > 1 or not row.anak or row.salinan:
            continue
        alone = mapped and not shared.intersection(name_key(b.nama) for b in row.anak)
        certain = row.level != "sasaran" or alone
        constraint = _sum(context, tabel, row, column, row.anak, certain=certain)
        if constraint is not None and not (row.terpotong and _may_be_cut(constraint, row, column)):
            found.append(constraint)
    return found


def _may_be_cut(constraint: Constraint, row: Baris, column: Column) -> bool:
    """Whether rows on pages that are not here could make up the difference: no row of a budget is negative."""
    total, below = amount(row, column.key), [amount(b, column.key) or 0.0 for b in row.anak]
    return not constraint.holds and total is not None and sum(below) < total and min(below) >= 0


def _shared_programs(rows: Sequence[Baris]) -> set[str]:
    """Programs that stand under several sasaran: how their money is shared no table says."""
    above = {
        (name_key(b.nama), id(b.induk)) for b in rows if b.level == "program" and b.ke == 1 and b.induk is not None
    }
    return {name for name, times in Counter(name for name, _ in above).items() if times > 1}


def _sum(
    context: Context, tabel: Tabel, row: Baris, column: Column, addends: Sequence[Baris], *, certain: bool
) -> Constraint | None:
    """The constraint that a row's money is that of its addends; None where a cell cannot be read."""
    total, known = amount(row, column.key), [(b, amount(b, column.key)) for b in addends]
    values = [v for _, v in known if v is not None]
    place = row.place(column.key)
    blind = any(unreadable(b.sel.get(column.key)) for b in (row, *addends))
    if total is None or place is None or not values or blind:
        return None
    expected = sum(values)
    amounts = {p: v or 0.0 for b, v in known for p in cells(b, column.key)}
    facts = {
        **about(tabel, row, column), "found": shown(total), "expected": shown(expected),
        "difference": shown(total - expected), "n": len(values),
    }  # fmt: skip
    return Constraint(
        "jumlah_salah" if certain else "jumlah_mungkin_salah", place, frozenset({*cells(row, column.key), *amounts}),
        abs(total - expected) <= context.profil.toleransi_jumlah(len(values)), certain,
        implied={place: expected} | {p: total - (expected - v) for p, v in amounts.items()}, facts=facts,
        row=id(row), shown=f"{column.heading} {place}: {shown(total)} ≠ Σ {shown(expected)}",
    )  # fmt: skip


def _tell_rounding(context: Context, tabel: Tabel, column: Column, found: Sequence[Constraint]) -> None:
    """A sum that is off by less than hidden sen may be off by is worth a note."""
    rows = {id(row): row for row in tabel.rows}
    for constraint in found:
        facts = constraint.facts
        if constraint.holds and facts["found"] != facts["expected"]:
            row = rows[constraint.row]
            more = {k: facts[k] for k in ("found", "expected", "difference", "n")}
            context.add("jumlah_pembulatan", tabel, row, column, **more)


def _totals(context: Context, tabel: Tabel, column: Column) -> list[Constraint]:
    """A total row is the sum of what stands above it: of all, since the total before, or of the totals before.

    Reports add in all these ways; a total is wrong when it is none of them. A program that stands under two sasaran
    may have been counted once.
    """
    if any(b.terpotong for b in tabel.rows):
        return []
    tops = [b for b in tabel.rows if b.induk is None and b.ke == 1]
    found, previous = [], 0
    for n, total in enumerate(tabel.totals):
        above = [b for b in tops if b.urut < total.urut]
        section = [b for b in above if b.urut >= previous]
        readings = [
            section,
            above,
            tabel.totals[:n],
            _once_each(tops),
            *([b] for b in tabel.rows if b.urut < total.urut),
        ]
        constraints = [
            c
            for rows in readings
            if rows and (c := _sum(context, tabel, total, column, rows, certain=True)) is not None
        ]
        found += next(([c] for c in constraints if c.holds), constraints[: 1 if n == 0 else 2][-1:])
        previous = total.urut
    return found


def _once_each(rows: Sequence[Baris]) -> list[Baris]:
    """Every name once."""
    return list({name_key(b.nama): b for b in reversed(rows)}.values())
