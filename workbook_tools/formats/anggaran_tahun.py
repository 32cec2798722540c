"""Belanja of every program in the year reported on and in the next."""

from __future__ import annotations

from workbook_tools.formats.scopes import FromTable, RowAt
from workbook_tools.formats.spec import BUDGET, Column, Entity, Kind, Repeat, TableFormat

_ID = "id_program"

MAGETAN_1_5 = TableFormat(
    "magetan.1_5",
    version=1,
    role="anggaran_dua_tahun",
    sheet="Tabel 1.5",
    caption="Tabel 1.5",
    titles=("Anggaran Belanja Tahun Anggaran {tahun}",),
    entity=Entity.PROGRAM,
    name_column="uraian",
    levels=(("program", "uraian"),),
    needs_title=True,
    dasar="LKjIP Magetan 2025 Tabel 1.5",
    notes="Pagu tahun laporan adalah pagu sesudah perubahan.",
    parts=(
        Column(
            "uraian", ("Program",), Kind.TEKS, required=True, width=60,
            source=FromTable("program", "uraian", by=_ID),
            aliases=("Nama Program", "Uraian Program", "Program/Kegiatan"),
        ),
        Repeat(
            BUDGET, "",
            sources=(FromTable("program", "pagu_jumlah", by=_ID), FromTable("program", "pagu_depan", by=_ID)),
            columns=(
                Column(
                    "pagu", ("Tahun {tahun}",), Kind.RUPIAH, besaran="pagu", once=True, width=20,
                    aliases=("Anggaran", "Anggaran Tahun", "Pagu", "Pagu Tahun", "Belanja Tahun"),
                ),
            ),
        ),
        Column(_ID, (_ID,), Kind.KODE, helper=True, source=RowAt("program", "n_program")),
        Column("level", ("level",), Kind.KODE, helper=True, source=FromTable("program", "level", by=_ID)),
    ),
)  # fmt: skip

FORMATS = (MAGETAN_1_5,)
