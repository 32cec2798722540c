"""Plans of several years: tujuan and sasaran with their indicators and a target for every year of the Renstra."""

from __future__ import annotations

from dataclasses import replace

from workbook_tools.formats.kolom import ID, helpers, indikator, of_indikator, of_level, sasaran
from workbook_tools.formats.scopes import Const, Count, FromTable, NthRow, Scope, This, Where
from workbook_tools.formats.spec import OLD_PLAN, PLAN, Column, Entity, Kind, Repeat, TableFormat

TITLE = "Tujuan, Sasaran, Indikator dan Target Kinerja"
#: Levels stand in columns of their own: a tujuan row has no sasaran.
LEVELS = (("tujuan", "tujuan"), ("sasaran", "sasaran"))
_ALIAS_TARGET = (
    "Target Tahun", "Target", "Target Kinerja", "Target Kinerja Tahun", "Target Kinerja pada Tahun",
    "Target Tahun Renstra", "Target Capaian", "Target Capaian Tahun",
    "Target Kinerja Tujuan/Sasaran pada Tahun", "Target Kinerja Sasaran pada Tahun", "Target pada Tahun",
    "Target Kinerja Sasaran Tahun", "Target Tahunan", "Target Indikator Kinerja Tahun", "Target Indikator Tahun",
)  # fmt: skip


#: What a plan's rows are called, in the words of the PK in force or of the one before.
TEKS, TEKS_LAMA = of_indikator("sasaran"), of_indikator("teks_induk")
#: Numbers the tujuan, so that `nomor_tujuan` can count them.
TUJUAN_KE = Column("t_ke", ("t_ke",), Kind.URUT, helper=True, source=Where("level", Const("tujuan"), This("ke")))


def nomor_tujuan(head: str = "No.") -> Column:
    """The running number of the tujuan."""
    source = of_level("tujuan", Count("t_ke", 1))
    return Column("no", (head,), Kind.URUT, aliases=("No", "Nomor"), source=source, width=6)


def tujuan(head: str = "Tujuan", words: Scope = TEKS) -> Column:
    """What the rows' indicators belong to, above the sasaran."""
    source = of_level("tujuan", words)
    return Column(
        "tujuan", (head,), Kind.TEKS, aliases=("Tujuan", "Tujuan Renstra"), telling=True, source=source, width=32
    )


def kode_sasaran(head: str = "Sasaran") -> Column:
    """The code in front of the sasaran, under the same heading."""
    source = of_level("sasaran", of_indikator("no_sasaran"))
    return Column("kode_sasaran", (head,), Kind.KODE, optional=True, source=source, width=7)


def satuan(head: str = "Satuan") -> Column:
    """The unit of the row's figures."""
    source = of_indikator("satuan")
    return Column("satuan", (head,), Kind.TEKS, aliases=("Satuan", "Sat."), besaran="satuan", source=source, width=13)


def _targets(axis: str, table: str, *head: str) -> Repeat:
    """One target for every year of the plan."""
    target = Column(
        "target", head, Kind.ANGKA, aliases=_ALIAS_TARGET, besaran="target_rencana", telling=True, width=13,
        source=FromTable(table, "target_{tahun}", by=ID),
    )  # fmt: skip
    return Repeat(axis, "", columns=(target,))


MAGETAN_2_2 = TableFormat(
    "magetan.2_2",
    version=1,
    role="renstra_lama_matriks",
    sheet="Tabel 2.2",
    caption="Tabel 2.2",
    titles=(TITLE,),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    levels=LEVELS,
    numbering=True,
    rows_like=(),
    dasar="LKjIP Magetan 2025 Tabel 2.2",
    parts=(
        nomor_tujuan("NO"),
        replace(tujuan("TUJUAN", TEKS_LAMA), telling=False, optional=True),
        kode_sasaran("SASARAN"),
        sasaran("SASARAN", of_level("sasaran", TEKS_LAMA)),
        indikator("INDIKATOR KINERJA"),
        satuan("SATUAN"),
        _targets(OLD_PLAN, "renstra_lama", "TARGET KINERJA PADA TAHUN RENSTRA", "{tahun}"),
        *helpers(NthRow("renstra_lama"), levels=True),
        TUJUAN_KE,
    ),
)

MAGETAN_2_6 = TableFormat(
    "magetan.2_6",
    version=1,
    role="renstra_matriks",
    sheet="Tabel 2.6",
    caption="Tabel 2.6",
    titles=(TITLE,),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    levels=LEVELS,
    rows_like=(),
    dasar="LKjIP Magetan 2025 Tabel 2.6",
    parts=(
        Column(
            "nspk", ("NSPK dan Sasaran RPJMD yang relevan",), Kind.TEKS, optional=True, width=38,
            source=FromTable("renstra", "nspk", by=ID),
            aliases=("NSPK", "NSPK dan Sasaran RPJMD", "Sasaran RPJMD", "NSPK dan Sasaran RPJMD yang Relevan"),
        ),
        replace(tujuan(), telling=False, optional=True),
        sasaran(source=of_level("sasaran", TEKS)),
        indikator("Indikator Tujuan/Sasaran"),
        _targets(PLAN, "renstra", "Target Tahun", "{tahun}"),
        Column(
            "keterangan", ("Ket.",), Kind.TEKS, optional=True, aliases=("Ket", "Keterangan"), width=16,
            source=FromTable("renstra", "keterangan", by=ID),
        ),
        *helpers(NthRow("renstra"), levels=True),
    ),
)  # fmt: skip

FORMATS = (MAGETAN_2_2, MAGETAN_2_6)
