"""Columns that many tables print alike: the sasaran and the indicator of a row, its number, its figures of the year."""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.formats.scopes import Const, Count, FirstOnly, FromTable, RowAt, Running, Scope, This, Where
from workbook_tools.formats.spec import Column, Kind

#: The helper column of a view that says which row of Indikator a row shows.
ID = "id_indikator"


def of_indikator(column: str) -> FromTable:
    """What the sheet Indikator says of the row's indicator."""
    return FromTable("indikator", column, by=ID)


def of_level(level: str, then: Scope) -> FirstOnly:
    """The scope in the first row of a tujuan, or of a sasaran."""
    return FirstOnly(Where("level", Const(level), then))


def helpers(rows: Scope, *, levels: bool = False) -> tuple[Column, ...]:
    """The helper columns of a view of indicators; `rows` says which row of the input sheets each row follows."""
    kinds = (Column("level", ("level",), Kind.KODE, helper=True, source=of_indikator("jenis")),) if levels else ()
    return (
        Column(ID, (ID,), Kind.KODE, helper=True, source=rows),
        Column("grup", ("grup",), Kind.KODE, helper=True, source=of_indikator("posisi")),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("grup")),
        Column("polaritas", ("polaritas",), Kind.KODE, helper=True, source=of_indikator("polaritas")),
        *kinds,
    )


BERLAKU = helpers(RowAt("indikator", "n_berlaku"))
INDUK = helpers(RowAt("indikator", "n_induk"))

ALIAS_SASARAN = (
    "Sasaran", "Sasaran Strategis", "Tujuan/Sasaran", "Sasaran Perangkat Daerah", "Sasaran Kegiatan",
    "Sasaran Renstra", "Sasaran Program",
)  # fmt: skip
ALIAS_INDIKATOR = (
    "Indikator Kinerja", "Indikator", "Indikator Kinerja Sasaran", "Indikator Sasaran", "Indikator Kinerja Utama",
    "Indikator Kinerja Utama (IKU)", "IKU", "Indikator Tujuan/Sasaran", "Indikator Kinerja Tujuan/Sasaran",
)  # fmt: skip
ALIAS_CAPAIAN = (
    "Capaian %", "Capaian (%)", "% Capaian", "Capaian", "% Capaian Kinerja", "Capaian Kinerja (%)", "Capaian Kinerja",
    "Persentase Capaian", "Tingkat Capaian (%)", "Tingkat Capaian",
)  # fmt: skip


def nomor(head: str = "No.") -> Column:
    """The running number in front."""
    return Column("no", (head,), Kind.URUT, aliases=("No", "Nomor"), source=FirstOnly(Count("ke", 1)), width=6)


SASARAN = FirstOnly(of_indikator("sasaran"))
TARGET = of_indikator("target")


def sasaran(head: str = "Sasaran", source: Scope = SASARAN) -> Column:
    """What the row's indicator belongs to; printed once for all its indicators."""
    return Column("sasaran", (head,), Kind.TEKS, aliases=ALIAS_SASARAN, telling=True, source=source, width=38)


def indikator(head: str = "Indikator Kinerja") -> Column:
    """The indicator of the row."""
    source = of_indikator("indikator")
    return Column("indikator", (head,), Kind.TEKS, aliases=ALIAS_INDIKATOR, required=True, source=source, width=38)


def target(*head: str, aliases: tuple[str, ...] = ("Target", "Target Kinerja"), source: Scope = TARGET) -> Column:
    """The year's target of the indicator."""
    return Column("target", head, Kind.ANGKA, aliases=aliases, besaran="target", source=source, width=11)


def realisasi(
    *head: str, aliases: tuple[str, ...] = ("Realisasi", "Realisasi Kinerja"), telling: bool = False
) -> Column:
    """What was reached."""
    source = of_indikator("realisasi")
    return Column(
        "realisasi", head, Kind.ANGKA, aliases=aliases, besaran="realisasi", telling=telling, source=source, width=11
    )


def capaian(*head: str, aliases: tuple[str, ...] = ALIAS_CAPAIAN) -> Column:
    """Realisasi against target by the indicator's polaritas."""
    return Column(
        "capaian", head, Kind.PERSEN, aliases=aliases, rule=rules.capaian, decimals=0, telling=True, width=11,
        operands=(This("realisasi"), This("target"), This("polaritas")),
    )  # fmt: skip
