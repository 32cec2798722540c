"""The same fact in several tables: one indicator has one target and one realisasi, one program one pagu.

A link between tables is a join on (entity, besaran, periode, versi PK); every statement is compared with the most
authoritative one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from workbook_tools.checks.conflict import Constraint
from workbook_tools.checks.context import Context, about, number_of, shown
from workbook_tools.checks.entities import PK_INDUK, PK_PERUBAHAN, Entitas, Registry, authority
from workbook_tools.checks.sums import amount
from workbook_tools.formats.spec import Column, Entity, Kind
from workbook_tools.names import MAYBE, SAME, SURELY_SAME, indicator_similarity, similarity
from workbook_tools.tables.model import Baris, Sel, Tabel
from workbook_tools.values import Nilai, State, round_half_away

PER_PK = ("target", "pagu", "realisasi")
#: Facts up to a quarter: one for each quarter, none of them that of the year.
TO_DATE = ("realisasi_triwulan", "realisasi_anggaran_triwulan", "realisasi_renstra")
PER_PLAN = ("target_rencana",)  # two Renstra may plan one year differently
RUPIAH_TOLERANCE = 0.5
DUST = 1e-9
SCALES = (100.0, 0.01)


@dataclass(frozen=True, slots=True)
class Statement:
    """One cell that states a fact."""

    fact: tuple[str, str, int, str]
    tabel: Tabel
    baris: Baris
    column: Column
    cell: Sel
    value: float
    sure: bool = True  # False where only the year in the table's title says what the fact is about


def check(context: Context, registry: Registry) -> None:
    """Compare all statements of one fact with the first one."""
    statements = sorted(_statements(context, registry), key=attrgetter("fact"))
    for _, group in groupby(statements, key=attrgetter("fact")):
        reference, *others = group
        for other in others:
            context.constraints.append(_compare(reference, other))


def _statements(context: Context, registry: Registry) -> Iterator[Statement]:
    for tabel in sorted(context.tables, key=authority):
        columns = [c for c in tabel.columns if c.besaran and c.kind.is_number]
        for row in tabel.rows:
            if row.salinan:
                continue
            for column in columns:
                statement = _statement(context, registry, tabel, row, column)
                if statement is not None:
                    yield statement


def _statement(context: Context, registry: Registry, tabel: Tabel, row: Baris, column: Column) -> Statement | None:
    money = column.kind is Kind.RUPIAH
    entitas = registry.money_of_row.get(id(row)) if money else registry.of(row)
    cell = row.sel.get(column.key)
    if tabel.format.entity is Entity.PROGRAM and tabel.format.is_input and column.versi_pk == context.versi_pk:
        return None  # Program keeps figures of the PK induk beside those in force; as long as it is in force they wait
    if entitas is None or cell is None or (cell.nilai.state is State.NIHIL and not money):
        return None
    if money and column.once and row.ke > 1:
        return None
    value = amount(row, column.key) if money else number_of(cell)
    if value is None:
        return None
    periode = column.periode or tabel.tahun or context.year_of(tabel)
    sure = column.periode is not None or tabel.tahun in (None, context.year_of(tabel))
    versi = _version(context, entitas, tabel, column, periode)
    return Statement((entitas.id, column.besaran, periode, versi), tabel, row, column, cell, value, sure)


def _version(context: Context, entitas: Entitas, tabel: Tabel, column: Column, periode: int) -> str:
    """Of which document a figure speaks: a Perjanjian Kinerja of the year, or a plan that is nobody else's; or up to
    which quarter."""
    if column.besaran in PER_PLAN:
        return tabel.format.axis.axis if tabel.format.axis is not None else tabel.role
    if column.besaran in TO_DATE:
        return f"tw{tabel.triwulan or context.triwulan}"
    if column.besaran not in PER_PK or periode != context.tahun:
        return ""
    said = column.versi_pk or tabel.format.versi_pk or tabel.versi_pk
    both = all(context.role(role) is not None for role in (PK_PERUBAHAN, PK_INDUK))
    return said or (entitas.only_pk if both else "") or context.versi_pk


def _compare(a: Statement, b: Statement) -> Constraint:
    """`b` must state what `a` states. Rounding for display is no conflict; a doubtful pair is no certain one."""
    holds, certain = agree(a.cell.nilai, b.cell.nilai, a.value, b.value, money=a.column.kind is Kind.RUPIAH)
    certain = certain and _same_indicator(a, b) and a.sure and b.sure
    code = "fakta_berbeda" if certain else "fakta_mungkin_berbeda"
    if not holds and any(abs(b.value * s - a.value) <= abs(a.value) * DUST for s in SCALES if a.value):
        code = "skala_seratus_antar_tabel" if certain else code
    facts = _facts(b, a)
    return Constraint(
        code, b.cell.place, frozenset({a.cell.place, b.cell.place}), holds, certain,
        trusted=a.cell.place, implied={a.cell.place: b.value, b.cell.place: a.value}, facts=facts,
        views={a.cell.place: _facts(a, b)},
        shown=f"{b.column.heading} {b.cell.place}: {b.cell.nilai.teks} ≠ {a.cell.nilai.teks} ({a.cell.place})",
    )  # fmt: skip


def _facts(here: Statement, there: Statement) -> dict[str, object]:
    return {
        **about(here.tabel, here.baris, here.column), "found": here.cell.nilai.teks or shown(here.value),
        "expected": there.cell.nilai.teks or shown(there.value), "here": here.cell.place, "there": there.cell.place,
        "other_label": there.baris.label,
    }  # fmt: skip


def _same_indicator(a: Statement, b: Statement) -> bool:
    """Money belongs to the row whatever its indicator is called; a target only to the indicator itself."""
    if a.column.kind is Kind.RUPIAH or not a.baris.indikator or not b.baris.indikator:
        return True
    alike = indicator_similarity(a.baris.indikator, b.baris.indikator)
    if a.baris.level in ("", "tujuan", "sasaran"):
        return alike >= SURELY_SAME
    return similarity(a.baris.nama, b.baris.nama) >= SAME and alike >= MAYBE


def agree(left: Nilai, right: Nilai, a: float, b: float, *, money: bool) -> tuple[bool, bool]:
    """Whether two figures agree, displayed as `left` and `right`; and whether a disagreement is certain."""
    if money:
        return abs(a - b) <= RUPIAH_TOLERANCE, True
    if abs(a - b) <= max(abs(a), 1.0) * DUST:
        return True, True
    coarse, fine = sorted((left, right), key=lambda n: n.desimal or 0)
    if not _rounds_to(fine, coarse):
        return False, True
    return coarse.persen or fine.persen or bool(coarse.desimal), False


def _rounds_to(fine: Nilai, coarse: Nilai) -> bool:
    """The same figure with fewer decimals. A typed figure is no result: it may be rounded, never truncated."""
    if fine.angka is None or coarse.angka is None or (fine.desimal or 0) <= (coarse.desimal or 0):
        return False
    return abs(round_half_away(fine.angka, coarse.desimal or 0) - coarse.angka) <= DUST
