"""Own realisasi beside that of another government."""

from __future__ import annotations

from dataclasses import replace

from workbook_tools.compute import rules
from workbook_tools.formats.kolom import ID, helpers, indikator, nomor, realisasi, sasaran
from workbook_tools.formats.scopes import FromTable, RowAt, This
from workbook_tools.formats.spec import PEMBANDING, Column, Entity, Kind, TableFormat

#: A heading that names whose realisasi it is: `Realisasi Tahun 2025 Kota Mojokerto`, `Realisasi Provinsi`.
OTHERS = (
    r"(realisasi|capaian)( kinerja)?( tahun)? (di )?(kota|kabupaten|kab|provinsi|prov|pemkab|pemkot|nasional|pusat|"
    r"daerah lain|instansi lain|pembanding)\b.*"
)
#: A heading that names the office itself: `Realisasi Dinas Tahun 2025`.
OWN = r"(realisasi|capaian)( kinerja)?( tahun)? (dinas|badan|opd|perangkat daerah|sekretariat|kecamatan)\b.*"

MAGETAN_3_8 = TableFormat(
    "magetan.3_8",
    version=1,
    role="pembanding",
    sheet="Tabel 3.8",
    caption="Tabel 3.8",
    titles=("Perbandingan Capaian dengan Daerah Lain Tahun {tahun}", "Perbandingan Capaian Tahun {tahun}"),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    numbering=True,
    rows_like=(),
    dasar="LKjIP Magetan 2025 Tabel 3.8",
    parts=(
        nomor(),
        sasaran(),
        indikator(),
        replace(
            realisasi("Realisasi Tahun {tahun}", aliases=("Realisasi", "Realisasi Kinerja", "Realisasi OPD")),
            pattern=OWN,
        ),
        Column(
            "pembanding", ("Realisasi Tahun {tahun} " + PEMBANDING,), Kind.ANGKA, pattern=OTHERS, telling=True,
            width=16,
            source=FromTable("analisis", "pembanding", by=ID),
            aliases=("Realisasi Pembanding", "Pembanding", "Benchmark"),
        ),
        Column(
            "perbandingan", ("% Capaian",), Kind.PERSEN, rule=rules.perbandingan, decimals=2, width=11,
            aliases=("Capaian", "Capaian (%)", "Capaian %", "%", "Perbandingan", "Perbandingan (%)", "% Perbandingan"),
            operands=(This("realisasi"), This("pembanding")),
        ),
        *helpers(RowAt("analisis", "n_pembanding")),
    ),
)  # fmt: skip

FORMATS = (MAGETAN_3_8,)
