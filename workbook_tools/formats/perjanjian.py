"""Perjanjian Kinerja: sasaran, indicators and targets, once for each PK of the year."""

from __future__ import annotations

from dataclasses import replace

from workbook_tools.formats.scopes import FirstOnly, FromTable, RowAt, Running, Scope, This
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

_ID = "id_indikator"

MAGETAN_2_14 = TableFormat(
    "magetan.2_14",
    version=1,
    role="pk_perubahan",
    sheet="Tabel 2.14",
    caption="Tabel 2.14",
    titles=("Perjanjian Kinerja Perubahan Tahun {tahun}",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    numbering=True,
    needs_title=True,
    versi_pk="perubahan",
    dasar="LKjIP Magetan 2025 Tabel 2.14",
    parts=(
        Column("no", ("No",), Kind.URUT, source=FirstOnly(FromTable("indikator", "no_sasaran", by=_ID)), width=6),
        Column(
            "sasaran", ("Sasaran Strategis",), Kind.TEKS, width=44,
            aliases=("Sasaran", "Tujuan/Sasaran", "Sasaran Program"),
            source=FirstOnly(FromTable("indikator", "sasaran", by=_ID)),
        ),
        Column("kode_indikator", ("Indikator Kinerja",), Kind.KODE, optional=True, source=This(_ID), width=8),
        Column(
            "indikator", ("Indikator Kinerja",), Kind.TEKS, required=True, width=44,
            aliases=("Indikator Kinerja Utama", "Indikator", "Indikator Kinerja Sasaran"),
            source=FromTable("indikator", "indikator", by=_ID),
        ),
        Column(
            "satuan", ("Satuan",), Kind.TEKS, besaran="satuan", width=16,
            source=FromTable("indikator", "satuan", by=_ID),
        ),
        Column(
            "target", ("Target",), Kind.ANGKA, required=True, besaran="target", width=14,
            aliases=("Target Kinerja", "Target Tahunan"), source=FromTable("indikator", "target_perubahan", by=_ID),
        ),
        Column(_ID, (_ID,), Kind.KODE, helper=True, source=RowAt("indikator", "n_perubahan")),
        Column("grup", ("grup",), Kind.KODE, helper=True, source=FromTable("indikator", "posisi", by=_ID)),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("grup")),
    ),
)  # fmt: skip

_INDUK: dict[str, Scope] = {
    "target": FromTable("indikator", "target_induk", by=_ID),
    "sasaran": FirstOnly(FromTable("indikator", "teks_induk", by=_ID)),
    _ID: RowAt("indikator", "n_induk"),
}

MAGETAN_2_11 = replace(
    MAGETAN_2_14,
    id="magetan.2_11",
    role="pk_induk",
    sheet="Tabel 2.11",
    caption="Tabel 2.11",
    titles=("Perjanjian Kinerja Tahun {tahun}",),
    versi_pk="induk",
    dasar="LKjIP Magetan 2025 Tabel 2.11",
    parts=tuple(
        replace(part, source=_INDUK[part.key]) if isinstance(part, Column) and part.key in _INDUK else part
        for part in MAGETAN_2_14.parts
    ),
)

FORMATS = (MAGETAN_2_11, MAGETAN_2_14)
