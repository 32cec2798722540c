"""Plans of several years: tujuan and sasaran with their indicators and a target for every year of the Renstra."""

from __future__ import annotations

from workbook_tools.formats.kolom import indikator, nomor, sasaran
from workbook_tools.formats.spec import Column, Entity, Kind, Repeat, TableFormat

TITLE = "Tujuan, Sasaran, Indikator dan Target Kinerja"
#: Levels stand in columns of their own: a tujuan row has no sasaran.
LEVELS = (("tujuan", "tujuan"), ("sasaran", "sasaran"))
_ALIAS_TARGET = (
    "Target Tahun", "Target", "Target Kinerja", "Target Kinerja Tahun", "Target Kinerja pada Tahun",
    "Target Tahun Renstra", "Target Capaian", "Target Capaian Tahun",
)  # fmt: skip


def tujuan(head: str = "Tujuan") -> Column:
    """What the rows' indicators belong to, above the sasaran."""
    return Column("tujuan", (head,), Kind.TEKS, aliases=("Tujuan", "Tujuan Renstra"), telling=True, width=32)


def kode_sasaran(head: str = "Sasaran") -> Column:
    """The code in front of the sasaran, under the same heading."""
    return Column("kode_sasaran", (head,), Kind.KODE, optional=True, width=7)


def satuan(head: str = "Satuan") -> Column:
    """The unit of the row's figures."""
    return Column("satuan", (head,), Kind.TEKS, aliases=("Satuan", "Sat."), besaran="satuan", width=13)


def _targets(*head: str) -> Repeat:
    """One target for every year of the plan."""
    target = Column("target", head, Kind.ANGKA, aliases=_ALIAS_TARGET, besaran="target_rencana", telling=True, width=13)
    return Repeat("tahun_renstra", "", columns=(target,))


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
    only_read=True,
    dasar="LKjIP Magetan 2025 Tabel 2.2",
    parts=(
        nomor("NO"),
        tujuan("TUJUAN"),
        kode_sasaran("SASARAN"),
        sasaran("SASARAN"),
        indikator("INDIKATOR KINERJA"),
        satuan("SATUAN"),
        _targets("TARGET KINERJA PADA TAHUN RENSTRA", "{tahun}"),
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
    only_read=True,
    dasar="LKjIP Magetan 2025 Tabel 2.6",
    parts=(
        Column(
            "nspk", ("NSPK dan Sasaran RPJMD yang relevan",), Kind.TEKS, optional=True, width=38,
            aliases=("NSPK", "NSPK dan Sasaran RPJMD", "Sasaran RPJMD", "NSPK dan Sasaran RPJMD yang Relevan"),
        ),
        tujuan(),
        sasaran(),
        indikator("Indikator Tujuan/Sasaran"),
        _targets("Target Tahun", "{tahun}"),
        Column("keterangan", ("Ket.",), Kind.TEKS, optional=True, aliases=("Ket", "Keterangan"), width=16),
    ),
)  # fmt: skip

FORMATS = (MAGETAN_2_2, MAGETAN_2_6)
