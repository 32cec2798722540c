"""The scale as the report prints it; its content is the profile's scale, never typed into the code."""

from __future__ import annotations

from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

MAGETAN_3_1 = TableFormat(
    "magetan.3_1",
    version=1,
    role="kriteria",
    sheet="Tabel 3.1",
    caption="Tabel 3.1",
    titles=("Kriteria Capaian Kinerja",),
    entity=Entity.SKALA,
    name_column="kategori",
    dasar="LKjIP Magetan 2025 Tabel 3.1",
    parts=(
        Column("no", ("No",), Kind.URUT, width=6),
        Column(
            "nilai",
            ("Nilai Capaian Kinerja", "%"),
            Kind.TEKS,
            required=True,
            width=22,
            aliases=("Rentang Capaian", "Interval Nilai Realisasi Kinerja", "Nilai Capaian Kinerja"),
        ),
        Column("keterangan", ("Nilai Capaian Kinerja", "Keterangan Persentase"), Kind.TEKS, optional=True, width=70),
        Column(
            "kategori",
            ("Kategori",),
            Kind.PILIHAN,
            choices="kategori",
            required=True,
            width=24,
            aliases=("Kategori Capaian", "Kriteria", "Kriteria Penilaian Realisasi Kinerja", "Predikat"),
        ),
    ),
)

FORMATS = (MAGETAN_3_1,)
