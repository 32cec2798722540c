"""Comparison with earlier years: target, realisasi and capaian for any number of years."""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.formats.scopes import FirstOnly, FromTable, RowAt, Running, This
from workbook_tools.formats.spec import Column, Entity, Kind, Repeat, TableFormat

_ID = "id_indikator"

MAGETAN_3_6 = TableFormat(
    "magetan.3_6",
    version=1,
    role="antar_tahun",
    sheet="Tabel 3.6",
    caption="Tabel 3.6",
    titles=("Perbandingan Capaian Kinerja dengan Tahun Sebelumnya",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    dasar="LKjIP Magetan 2025 Tabel 3.6",
    parts=(
        Column(
            "sasaran", ("Sasaran",), Kind.TEKS, width=38,
            aliases=("Sasaran Strategis", "Tujuan/Sasaran"),
            source=FirstOnly(FromTable("indikator", "sasaran", by=_ID)),
        ),
        Column(
            "indikator", ("Indikator Kinerja",), Kind.TEKS, required=True, width=38,
            aliases=("Indikator", "Indikator Kinerja Utama"), source=FromTable("indikator", "indikator", by=_ID),
        ),
        Repeat(
            "tahun", "Tahun {tahun}", columns=(
                Column("target", ("Target",), Kind.ANGKA, besaran="target", width=10, aliases=("T",),
                       source=FromTable("indikator", "target_{tahun}", by=_ID)),
                Column("realisasi", ("Realisasi",), Kind.ANGKA, besaran="realisasi", width=10, aliases=("R",),
                       source=FromTable("indikator", "realisasi_{tahun}", by=_ID)),
                Column("capaian", ("%",), Kind.PERSEN, rule=rules.capaian, decimals=2, width=10,
                       aliases=("Capaian", "Capaian (%)", "Capaian %", "C", "C (%)", "C %", "% C"),
                       operands=(This("realisasi"), This("target"), This("polaritas"))),
            ),
        ),
        Column(_ID, (_ID,), Kind.KODE, helper=True, source=RowAt("indikator", "n_berlaku")),
        Column("grup", ("grup",), Kind.KODE, helper=True, source=FromTable("indikator", "posisi", by=_ID)),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("grup")),
        Column("polaritas", ("polaritas",), Kind.KODE, helper=True, source=FromTable("indikator", "polaritas", by=_ID)),
    ),
)  # fmt: skip

FORMATS = (MAGETAN_3_6,)
