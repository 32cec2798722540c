"""Not wrong, but to be told: gaps of the scale, kategori beside rounding, summed percentages, two efficiencies of one
sasaran."""

from __future__ import annotations

from workbook_tools.checks.context import Context, judge, shown
from workbook_tools.checks.wording import is_percent
from workbook_tools.compute.kategori import gap_skala
from workbook_tools.compute.printed import Cocok
from workbook_tools.formats.spec import Column, Entity
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values import round_half_away

EFISIENSI = "efisiensi_tabel"


def check(context: Context) -> None:
    """Every computed capaian, and every choice of how quarters are combined."""
    for tabel in context.tables:
        for row in tabel.rows:
            for column in tabel.columns:
                if column.rule is not None and column.rule.nama == "capaian" and column.key in row.sel:
                    _capaian(context, tabel, row, column)
            _summed_percent(context, tabel, row)
    _two_methods(context)


def _capaian(context: Context, tabel: Tabel, row: Baris, column: Column) -> None:
    exact = context.engine.value(tabel, row, column.key)
    nilai = row.sel[column.key].nilai
    if not isinstance(exact, float) or not nilai.ada_angka or row.salinan:
        return
    if tabel.column("kategori") is not None:
        _kategori(context, tabel, row, column, exact)


def _kategori(context: Context, tabel: Tabel, row: Baris, column: Column, exact: float) -> None:
    """Beside a kategori: does the figure fall in a printed gap, and does what is displayed say the same?"""
    skala, nilai = context.profil.skala, row.sel[column.key].nilai
    band = skala.band(exact)
    if band is None:
        return
    gap = gap_skala(skala, exact)
    if gap is not None:
        context.add("nilai_di_celah", tabel, row, column, found=shown(exact), gap=gap.nama, expected=band.kategori)
    displayed = skala.band(round_half_away(exact, nilai.desimal or 0))
    if displayed is not None and displayed is not band and context.profil.bulatkan_dulu is None:
        context.add(
            "kategori_tampilan", tabel, row, column, found=nilai.teks, expected=band.kategori,
            shown_kategori=displayed.kategori,
        )  # fmt: skip


def _summed_percent(context: Context, tabel: Tabel, row: Baris) -> None:
    column, satuan = tabel.column("agregasi"), row.isi.get("satuan")
    if column is None or not tabel.format.is_input or not isinstance(satuan, str):
        return
    if row.isi.get("agregasi") == "jumlah" and is_percent(satuan):
        context.add("persen_dijumlah", tabel, row, column, found=satuan)


def _two_methods(context: Context) -> None:
    """One sasaran with two efficiencies of different methods: each right, and not to be taken for one another."""
    first: dict[str, tuple[Tabel, Baris, Column]] = {}
    for tabel in context.tables:
        column = next((c for c in tabel.columns if c.rule is not None and c.rule.nama == EFISIENSI), None)
        if column is None or tabel.format.entity is not Entity.INDIKATOR or tabel.working:
            continue  # a working workbook's own formulas follow the profile, which names both methods
        for row in tabel.rows:
            if row.entitas and not row.salinan and _is_right(context, tabel, row, column):
                there = first.setdefault(row.entitas, (tabel, row, column))
                _tell_other_method(context, tabel, row, column, there)


def _is_right(context: Context, tabel: Tabel, row: Baris, column: Column) -> bool:
    exact, cell = context.engine.value(tabel, row, column.key), row.sel.get(column.key)
    return (
        isinstance(exact, float) and cell is not None and cell.nilai.ada_angka and judge(cell, exact) is not Cocok.SALAH
    )


def _tell_other_method(
    context: Context, tabel: Tabel, row: Baris, column: Column, there: tuple[Tabel, Baris, Column]
) -> None:
    _, other, other_column = there
    formula, other_formula = (c.rumus_menurut(context.profil) for c in (column, other_column))
    here_cell, there_cell = row.sel[column.key], other.sel[other_column.key]
    if formula == other_formula or here_cell.nilai.angka == there_cell.nilai.angka:
        return
    context.add(
        "dua_efisiensi", tabel, row, column, found=here_cell.nilai.teks, expected=there_cell.nilai.teks,
        there=there_cell.place, formula=formula, other_formula=other_formula, related=[there_cell.place],
    )  # fmt: skip
