"""Words beside figures: why an indicator did or did not reach its target, what stood in the way and what was done."""

from __future__ import annotations

from workbook_tools.formats.kolom import BERLAKU, ID, capaian, indikator, realisasi, sasaran, target
from workbook_tools.formats.scopes import FromTable
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

MAGETAN_3_9 = TableFormat(
    "magetan.3_9",
    version=1,
    role="penyebab",
    sheet="Tabel 3.9",
    caption="Tabel 3.9",
    titles=("Analisis penyebab keberhasilan/kegagalan pencapaian kinerja",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    dasar="LKjIP Magetan 2025 Tabel 3.9 (pertama)",
    parts=(
        sasaran("Sasaran Strategis"),
        indikator(),
        target("Target"),
        realisasi("Realisasi"),
        capaian("Capaian %"),
        Column(
            "penyebab", ("Penyebab Keberhasilan/Kegagalan",), Kind.TEKS, telling=True, width=60,
            source=FromTable("analisis", "penyebab", by=ID),
            aliases=("Analisis Penyebab", "Penyebab", "Analisis Penyebab Keberhasilan/Kegagalan", "Faktor Penyebab",
                     "Analisis Keberhasilan/Kegagalan", "Analisis"),
        ),
        *BERLAKU,
    ),
)  # fmt: skip

MAGETAN_3_9B = TableFormat(
    "magetan.3_9b",
    version=1,
    role="solusi",
    sheet="Tabel 3.9 (2)",
    caption="Tabel 3.9",
    titles=("Permasalahan pencapaian kinerja dan Alternatif solusi kebijakan yang telah dilakukan",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    rows_like=(),
    dasar="LKjIP Magetan 2025 Tabel 3.9 (kedua)",
    notes="Satu sel indikator dapat memuat beberapa indikator.",
    parts=(
        sasaran("Sasaran Strategis"),
        indikator(),
        Column(
            "permasalahan", ("Permasalahan dalam pencapaian Indikator Kinerja",), Kind.TEKS, telling=True, width=50,
            source=FromTable("analisis", "permasalahan", by=ID),
            aliases=("Permasalahan", "Masalah", "Permasalahan Pencapaian Kinerja", "Hambatan", "Kendala"),
        ),
        Column(
            "solusi", ("Alternatif Solusi",), Kind.TEKS, telling=True, width=50,
            source=FromTable("analisis", "solusi", by=ID),
            aliases=("Solusi", "Alternatif Solusi Kebijakan", "Alternatif Solusi yang telah dilakukan", "Upaya",
                     "Tindak Lanjut"),
        ),
        *BERLAKU,
    ),
)  # fmt: skip

FORMATS = (MAGETAN_3_9, MAGETAN_3_9B)
