"""Capaian of every indicator without money: of the PK induk with its kategori; in short, with mean and predicate."""

from __future__ import annotations

from dataclasses import replace

from workbook_tools.compute import rules
from workbook_tools.formats.kolom import BERLAKU, INDUK, capaian, indikator, of_indikator, realisasi, sasaran, target
from workbook_tools.formats.scopes import Closing, FirstOnly, This, Whole
from workbook_tools.formats.spec import Column, Entity, Kind, Penutup, TableFormat

_KATEGORI = Column(
    "kategori", ("Kategori",), Kind.PILIHAN, choices="kategori", rule=rules.kategori, operands=(This("capaian"),),
    aliases=("Kategori Capaian", "Predikat", "Kriteria"), width=17,
)  # fmt: skip

#: Mean of the capaian column, then its predicate: LKjIP Magetan 2025 Tabel 4.1 and the forms of Permendagri 86/2017.
RERATA = Penutup(
    at="capaian",
    column=Column(
        "rerata_capaian", ("Capaian Kinerja",), Kind.PERSEN, rule=rules.rerata, decimals=0,
        operands=(Whole("capaian"),),
    ),
    labels=(r"capaian kinerja( (dinas|badan|perangkat daerah|opd)\b.*)?", r"rata rata( (tingkat )?capaian.*)?"),
)  # fmt: skip
PREDIKAT = Penutup(
    at="capaian",
    column=Column(
        "predikat_capaian", ("Predikat Capaian Kinerja",), Kind.PILIHAN, choices="kategori", rule=rules.kategori,
        operands=(Closing("rerata_capaian"),),
    ),
    labels=(r"(predikat|kategori|kriteria)( (tingkat )?(capaian )?kinerja)?", "predikat capaian"),
    unlabelled=True,
)  # fmt: skip

MAGETAN_3_2 = TableFormat(
    "magetan.3_2",
    version=1,
    role="capaian_induk",
    sheet="Tabel 3.2",
    caption="Tabel 3.2",
    titles=("Capaian Kinerja (Induk) Tahun {tahun}",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    needs_title=True,
    versi_pk="induk",
    dasar="LKjIP Magetan 2025 Tabel 3.2",
    parts=(
        sasaran("Sasaran Strategis", FirstOnly(of_indikator("teks_induk"))),
        indikator(),
        target("Target", source=of_indikator("target_induk")),
        realisasi("Realisasi", telling=True),
        capaian("Capaian %"),
        _KATEGORI,
        *INDUK,
    ),
)

MAGETAN_4_1 = TableFormat(
    "magetan.4_1",
    version=1,
    role="capaian_ringkas",
    sheet="Tabel 4.1",
    caption="Tabel 4.1",
    titles=("Capaian Kinerja Tahun {tahun}",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    penutup=(RERATA, PREDIKAT),
    dasar="LKjIP Magetan 2025 Tabel 4.1",
    parts=(
        sasaran(),
        indikator(),
        target("Target"),
        realisasi("Realisasi", telling=True),
        capaian("Capaian Kinerja", "(%)"),
        replace(_KATEGORI, optional=True),
        *BERLAKU,
    ),
)

#: The plain one first: without a title a table of capaian is nobody's PK induk.
FORMATS = (MAGETAN_4_1, MAGETAN_3_2)
