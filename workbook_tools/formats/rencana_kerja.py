"""Rencana Kerja of the year: tujuan and sasaran with the year's targets, once for each PK of the year."""

from __future__ import annotations

from dataclasses import replace

from workbook_tools.formats.kolom import indikator, nomor, sasaran, target
from workbook_tools.formats.renstra import LEVELS, kode_sasaran, satuan, tujuan
from workbook_tools.formats.spec import Entity, TableFormat

MAGETAN_2_9 = TableFormat(
    "magetan.2_9",
    version=1,
    role="rk_induk",
    sheet="Tabel 2.9",
    caption="Tabel 2.9",
    titles=("Rencana Kerja Tahun {tahun}",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    levels=LEVELS,
    numbering=True,
    needs_title=True,
    versi_pk="induk",
    only_read=True,
    dasar="LKjIP Magetan 2025 Tabel 2.9",
    parts=(
        nomor("NO"),
        tujuan("TUJUAN"),
        kode_sasaran("SASARAN"),
        sasaran("SASARAN"),
        indikator("INDIKATOR KINERJA"),
        satuan("SAT."),
        target("TARGET"),
    ),
)

MAGETAN_2_12 = replace(
    MAGETAN_2_9,
    id="magetan.2_12",
    role="rk_perubahan",
    sheet="Tabel 2.12",
    caption="Tabel 2.12",
    titles=("Rencana Kerja Perubahan Tahun {tahun}",),
    versi_pk="perubahan",
    dasar="LKjIP Magetan 2025 Tabel 2.12",
)

FORMATS = (MAGETAN_2_9, MAGETAN_2_12)
