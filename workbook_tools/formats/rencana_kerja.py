"""Rencana Kerja of the year: tujuan and sasaran with the year's targets, once for each PK of the year."""

from __future__ import annotations

from dataclasses import replace

from workbook_tools.formats.kolom import helpers, indikator, of_indikator, of_level, sasaran, target
from workbook_tools.formats.renstra import (
    LEVELS,
    TEKS,
    TEKS_LAMA,
    TUJUAN_KE,
    kode_sasaran,
    nomor_tujuan,
    satuan,
    tujuan,
)
from workbook_tools.formats.scopes import RowAt, Scope
from workbook_tools.formats.spec import Entity, Part, TableFormat


def _parts(versi: str, words: Scope) -> tuple[Part, ...]:
    """The same columns for either PK of the year."""
    return (
        nomor_tujuan("NO"),
        tujuan("TUJUAN", words),
        kode_sasaran("SASARAN"),
        sasaran("SASARAN", of_level("sasaran", words)),
        indikator("INDIKATOR KINERJA"),
        satuan("SAT."),
        target("TARGET", source=of_indikator(f"target_{versi}")),
        *helpers(RowAt("indikator", f"n_rk_{versi}"), levels=True),
        TUJUAN_KE,
    )


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
    dasar="LKjIP Magetan 2025 Tabel 2.9",
    parts=_parts("induk", TEKS_LAMA),
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
    parts=_parts("perubahan", TEKS),
)

FORMATS = (MAGETAN_2_9, MAGETAN_2_12)
