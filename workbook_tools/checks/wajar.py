"""Figures that can hardly be meant: negative capaian, money and counts below zero, more than a whole state spends.

All of it is warned of and never an error: a correction makes a quarter's spending negative, growth falls below zero.
One figure that several tables print is told once, at the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbook_tools.checks.context import Context, number_of, shown
from workbook_tools.checks.entities import Registry
from workbook_tools.checks.wording import unit_of
from workbook_tools.findings import Place
from workbook_tools.formats.spec import ROLLS_UP, Column, Kind
from workbook_tools.messages import text
from workbook_tools.names import words
from workbook_tools.tables.model import Baris, Sel, Tabel

#: Ten thousand trillion: the APBN of 2025 is 3.621 triliun, the product of the largest province about as much.
TOO_MUCH = 1e16
SHOWN = 60
#: Units of things that are counted; there are never fewer than none of them.
COUNTED = frozenset(
    (
        *("orang", "dokumen", "laporan", "paket", "unit", "kasus", "kegiatan", "kelompok", "lembaga", "lokasi"),
        *("desa", "kelurahan", "kecamatan", "sekolah", "koperasi", "keluarga", "rumah", "buah", "berkas", "ekor"),
        *("bulan", "hari", "jam", "layanan", "kali"),
    )
)


@dataclass(slots=True)
class _Told:
    """One implausible figure: where it stands first, the other cells that print it."""

    code: str
    tabel: Tabel
    row: Baris
    column: Column
    facts: dict[str, object]
    others: list[Place] = field(default_factory=list)


def check(context: Context, registry: Registry) -> None:
    """Every typed figure, and every capaian."""
    told: dict[tuple[object, ...], _Told] = {}
    for one in _implausible(context, registry):
        first = told.setdefault(_key(context, one), one)
        if first is not one:
            first.others.append(one.row.sel[one.column.key].place)
    for one in told.values():
        context.add(one.code, one.tabel, one.row, one.column, related=one.others, **one.facts)


def _key(context: Context, one: _Told) -> tuple[object, ...]:
    """What the figure says of whom: the same in every table that prints it."""
    column, tabel = one.column, one.tabel
    what = column.rule.nama if column.rule is not None else column.besaran or column.key
    versi = column.versi_pk or tabel.format.versi_pk or context.versi_pk
    whom = one.row.entitas or id(one.row)
    return one.code, whom, what, versi, column.periode or tabel.tahun or context.year_of(tabel)


def _implausible(context: Context, registry: Registry) -> Iterator[_Told]:
    for tabel in context.tables:
        for row, column, cell in context.cells(tabel):
            if row.salinan or column.helper or not column.kind.is_number:
                continue
            if column.rule is not None and column.rule.nama == "capaian":
                yield from _capaian(context, tabel, row, column, cell)
            value = number_of(cell)
            if value is None or (tabel.working and column.derived):
                continue
            code = _code(registry, row, column, value, parent=bool(row.anak) and not tabel.working)
            if code:
                yield _Told(code, tabel, row, column, {"found": cell.nilai.teks[:SHOWN]})


def _code(registry: Registry, row: Baris, column: Column, value: float, *, parent: bool) -> str:
    """What is wrong with a typed figure; empty where nothing is."""
    if abs(value) >= TOO_MUCH:
        return "angka_terlalu_besar"
    if value >= 0 or column.bounds[0] is not None:
        return ""
    if _is_money(column):
        return "" if parent else "uang_negatif"  # of a sum, the row is told that makes it negative
    if column.kind is Kind.ANGKA and column.besaran.startswith("target"):
        return "target_negatif"
    return "jumlah_negatif" if column.kind is Kind.ANGKA and _is_counted(registry, row) else ""


def _is_money(column: Column) -> bool:
    """Pagu, or money spent; a difference of the two may be negative."""
    quarter = column.kind is Kind.RUPIAH and not column.besaran and not column.derived
    return quarter or (column.kind is Kind.RUPIAH and column.besaran.startswith(ROLLS_UP))


def _is_counted(registry: Registry, row: Baris) -> bool:
    entitas = registry.of(row)
    unit = unit_of(entitas)[0] if entitas is not None else str(row.isi.get("satuan") or "")
    return bool(COUNTED & set(words(unit)))


def _capaian(context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel) -> Iterator[_Told]:
    """A capaian below zero, with the figure that makes it so; a target below zero is told by itself. Kemajuan may well
    be negative years before the end of the Renstra."""
    exact = context.engine.value(tabel, row, column.key)
    if not isinstance(exact, float) or exact >= 0 or not cell.nilai.ada_angka:
        return
    realisasi, target, *_ = context.engine.operands(tabel, row, column)
    if not isinstance(realisasi, float) or not isinstance(target, float) or target < 0:
        return
    code = "karena_realisasi_negatif" if realisasi < 0 else "karena_dua_kali_target"
    why = text(code, realisasi=shown(realisasi), target=shown(target))
    yield _Told("capaian_negatif", tabel, row, column, {"found": shown(exact, cell.nilai.desimal or 0), "why": why})
