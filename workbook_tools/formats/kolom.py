"""Columns that many tables print alike: the sasaran and the indicator of a row, its number, its figures of the year."""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.formats.scopes import This
from workbook_tools.formats.spec import Column, Kind

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
    return Column("no", (head,), Kind.URUT, aliases=("No", "Nomor"), width=6)


def sasaran(head: str = "Sasaran") -> Column:
    """What the row's indicator belongs to; printed once for all its indicators."""
    return Column("sasaran", (head,), Kind.TEKS, aliases=ALIAS_SASARAN, telling=True, width=38)


def indikator(head: str = "Indikator Kinerja") -> Column:
    """The indicator of the row."""
    return Column("indikator", (head,), Kind.TEKS, aliases=ALIAS_INDIKATOR, required=True, width=38)


def target(*head: str, aliases: tuple[str, ...] = ("Target", "Target Kinerja")) -> Column:
    """The year's target of the indicator."""
    return Column("target", head, Kind.ANGKA, aliases=aliases, besaran="target", width=11)


def realisasi(
    *head: str, aliases: tuple[str, ...] = ("Realisasi", "Realisasi Kinerja"), telling: bool = False
) -> Column:
    """What was reached."""
    return Column("realisasi", head, Kind.ANGKA, aliases=aliases, besaran="realisasi", telling=telling, width=11)


def capaian(*head: str, aliases: tuple[str, ...] = ALIAS_CAPAIAN) -> Column:
    """Realisasi against target by the indicator's polaritas."""
    return Column(
        "capaian", head, Kind.PERSEN, aliases=aliases, rule=rules.capaian, decimals=0, telling=True, width=11,
        operands=(This("realisasi"), This("target"), This("polaritas")),
    )  # fmt: skip
