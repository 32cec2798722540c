"""Not wrong, but to be told: gaps of the scale, negative capaian, kategori beside rounding, summed percentages."""

from __future__ import annotations

from workbook_tools.checks.context import Context, shown
from workbook_tools.checks.wording import is_percent
from workbook_tools.compute.kategori import gap_skala
from workbook_tools.formats.spec import Column
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values import round_half_away


def check(context: Context) -> None:
    """Every computed capaian, and every choice of how quarters are combined."""
    for tabel in context.tables:
        for row in tabel.rows:
            for column in tabel.columns:
                if column.rule is not None and column.rule.nama == "capaian" and column.key in row.sel:
                    _capaian(context, tabel, row, column)
            _summed_percent(context, tabel, row)


def _capaian(context: Context, tabel: Tabel, row: Baris, column: Column) -> None:
    exact = context.engine.value(tabel, row, column.key)
    nilai = row.sel[column.key].nilai
    if not isinstance(exact, float) or not nilai.ada_angka or row.salinan:
        return
    if exact < 0:
        context.add("capaian_negatif", tabel, row, column, found=nilai.teks)
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
