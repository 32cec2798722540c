"""Programs, kegiatan and sub kegiatan with target and pagu: levels in one column, money sums to the level above."""

from __future__ import annotations

from dataclasses import replace

from workbook_tools.formats.scopes import Count, FirstOnly, FromTable, RowAt, Scope
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

_ID = "id_program"

MAGETAN_2_13 = TableFormat(
    "magetan.2_13",
    version=1,
    role="program_perubahan",
    sheet="Tabel 2.13",
    caption="Tabel 2.13",
    titles=("Program, Kegiatan, dan Pagu Anggaran Perubahan Tahun {tahun}",),
    entity=Entity.PROGRAM,
    name_column="uraian",
    indicator_column="indikator",
    numbering=True,
    needs_title=True,
    versi_pk="perubahan",
    dasar="LKjIP Magetan 2025 Tabel 2.13",
    parts=(
        Column("no", ("No.",), Kind.URUT, source=FirstOnly(Count("ke", 1)), width=6),
        Column(
            "uraian", ("Program/Kegiatan/Sub Kegiatan",), Kind.TEKS, width=52,
            aliases=("Program, Kegiatan, Sub Kegiatan", "Program/Kegiatan/Subkegiatan", "Uraian",
                     "Program / Kegiatan", "Nama Program/Kegiatan/Sub Kegiatan"),
            source=FirstOnly(FromTable("program", "uraian", by=_ID)),
        ),
        Column(
            "indikator", ("Indikator Kinerja",), Kind.TEKS, aliases=("Indikator",), width=46,
            source=FromTable("program", "indikator", by=_ID),
        ),
        Column(
            "satuan", ("Satuan",), Kind.TEKS, besaran="satuan", width=14,
            source=FromTable("program", "satuan", by=_ID),
        ),
        Column(
            "target", ("Target",), Kind.ANGKA, besaran="target", aliases=("Target Kinerja",), width=12,
            source=FromTable("program", "target", by=_ID),
        ),
        Column(
            "pagu", ("Anggaran",), Kind.RUPIAH, besaran="pagu", once=True, width=19,
            aliases=("Anggaran (Rp)", "Pagu", "Pagu Anggaran", "Pagu Anggaran (Rp)", "Pagu (Rp)"),
            source=FirstOnly(FromTable("program", "pagu_jumlah", by=_ID)),
        ),
        Column(_ID, (_ID,), Kind.KODE, helper=True, source=RowAt("program", "n_perubahan")),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=FromTable("program", "ke", by=_ID)),
        Column("level", ("level",), Kind.KODE, helper=True, source=FromTable("program", "level", by=_ID)),
    ),
)  # fmt: skip

_INDUK: dict[str, Scope] = {
    "target": FromTable("program", "target_pk_induk", by=_ID),
    "pagu": FirstOnly(FromTable("program", "pagu_induk_jumlah", by=_ID)),
    _ID: RowAt("program", "n_induk"),
}

MAGETAN_2_10 = replace(
    MAGETAN_2_13,
    id="magetan.2_10",
    role="program_induk",
    sheet="Tabel 2.10",
    caption="Tabel 2.10",
    titles=("Program, Kegiatan, dan Pagu Anggaran Tahun {tahun}",),
    versi_pk="induk",
    dasar="LKjIP Magetan 2025 Tabel 2.10",
    parts=tuple(
        replace(part, source=_INDUK[part.key]) if isinstance(part, Column) and part.key in _INDUK else part
        for part in MAGETAN_2_13.parts
    ),
)

FORMATS = (MAGETAN_2_10, MAGETAN_2_13)
