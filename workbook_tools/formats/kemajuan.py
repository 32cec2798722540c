"""How far an indicator has come toward its target at the end of the Renstra."""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.formats.kolom import BERLAKU, ID, indikator, nomor, realisasi, sasaran
from workbook_tools.formats.scopes import FromTable, This
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

MAGETAN_3_7 = TableFormat(
    "magetan.3_7",
    version=1,
    role="kemajuan",
    sheet="Tabel 3.7",
    caption="Tabel 3.7",
    titles=("Tingkat Kemajuan Capaian Kinerja dengan Akhir Tahun Rencana Strategis",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    numbering=True,
    dasar="LKjIP Magetan 2025 Tabel 3.7",
    parts=(
        nomor(),
        sasaran(),
        indikator(),
        realisasi(
            "Realisasi Kinerja Tahun {tahun}",
            aliases=("Realisasi Kinerja", "Realisasi", "Realisasi s/d", "Realisasi s/d Tahun", "Realisasi s.d. Tahun"),
        ),
        Column(
            "target_akhir", ("Target Akhir Renstra",), Kind.ANGKA, besaran="target_akhir", telling=True, width=12,
            source=FromTable("renstra", "target_akhir", by=ID),
            aliases=("Target Akhir", "Target Akhir Tahun Renstra", "Target Akhir RPJMD", "Target Akhir RPD",
                     "Target Akhir Rencana Strategis", "Target Renstra", "Target Jangka Menengah"),
        ),
        Column(
            "kemajuan", ("Tingkat Kemajuan",), Kind.PERSEN, rule=rules.kemajuan, decimals=2, telling=True, width=12,
            aliases=("Tingkat Kemajuan (%)", "% Tingkat Kemajuan", "Kemajuan", "Kemajuan (%)", "% Kemajuan"),
            operands=(This("realisasi"), This("target_akhir"), This("polaritas")),
        ),
        *BERLAKU,
    ),
)  # fmt: skip

FORMATS = (MAGETAN_3_7,)
