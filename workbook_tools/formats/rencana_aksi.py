"""Next year: what will be done for every indicator, and its target for every quarter."""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.formats.kolom import BERLAKU, ID, indikator, of_indikator, sasaran
from workbook_tools.formats.scopes import FromTable, This
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

_TARGET = "TARGET TAHUN {tahun}"
_ROMAN = ("I", "II", "III", "IV")


def _quarter(number: int) -> Column:
    """The target of one quarter; blank where the year's target is due later."""
    roman = _ROMAN[number - 1]
    return Column(
        f"tw{number}", (_TARGET, f"TW {number}"), Kind.ANGKA, width=10, telling=number == len(_ROMAN),
        source=FromTable("rencana", f"tw{number}", by=ID),
        aliases=(f"TW {roman}", f"Triwulan {roman}", f"Triwulan {number}", f"Target TW {roman}", f"Target {roman}"),
    )  # fmt: skip


MAGETAN_4_2 = TableFormat(
    "magetan.4_2",
    version=1,
    role="rencana_aksi",
    sheet="Tabel 4.2",
    caption="Tabel 4.2",
    titles=("Rencana Aksi Peningkatan Kinerja Tahun {tahun}",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    rows_like=("renstra_matriks", "indikator", "pk_perubahan", "pk_induk"),
    tahun_geser=1,
    dasar="LKjIP Magetan 2025 Tabel 4.2",
    parts=(
        sasaran("Sasaran Strategis"),
        indikator(),
        Column(
            "rencana_aksi", ("Rencana Aksi Tahun {tahun}",), Kind.TEKS, telling=True, width=60,
            source=FromTable("rencana", "rencana_aksi", by=ID),
            aliases=("Rencana Aksi", "Rencana Aksi/Kegiatan", "Rencana Tindak Lanjut"),
        ),
        *BERLAKU,
    ),
)  # fmt: skip

MAGETAN_4_3 = TableFormat(
    "magetan.4_3",
    version=1,
    role="target_triwulan",
    sheet="Tabel 4.3",
    caption="Tabel 4.3",
    titles=("Target Waktu Pencapaian Indikator Kinerja Tahun {tahun}",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    rows_like=("renstra_matriks", "indikator", "pk_perubahan", "pk_induk"),
    tahun_geser=1,
    dasar="LKjIP Magetan 2025 Tabel 4.3",
    parts=(
        sasaran("SASARAN"),
        indikator("INDIKATOR KINERJA"),
        *(_quarter(number) for number in range(1, 5)),
        Column(
            "target", (_TARGET, "TOTAL"), Kind.ANGKA, besaran="target", rule=rules.agregasi_triwulan, width=10,
            aliases=("Total", "Jumlah", "Target Setahun", "Setahun", "Target Tahunan", "Target"),
            operands=(This("agregasi"), *(This(f"tw{number}") for number in range(1, 5))),
        ),
        *BERLAKU,
        Column("agregasi", ("agregasi",), Kind.KODE, helper=True, source=of_indikator("agregasi")),
    ),
)  # fmt: skip

FORMATS = (MAGETAN_4_2, MAGETAN_4_3)
