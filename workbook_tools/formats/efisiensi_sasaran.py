"""Kinerja beside money for every sasaran: capaian, serapan, and the efisiensi that the profile says."""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.compute.efisiensi_tabel import efisiensi_tabel
from workbook_tools.formats.kolom import BERLAKU, capaian, indikator, of_indikator, realisasi, sasaran, target
from workbook_tools.formats.scopes import FirstOnly, Group, This
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

_KINERJA, _ANGGARAN = "Indikator Kinerja", "Anggaran"

MAGETAN_3_5 = TableFormat(
    "magetan.3_5",
    version=1,
    role="efisiensi_sasaran",
    sheet="Tabel 3.5",
    caption="Tabel 3.5",
    titles=("Efisiensi Kinerja Sasaran Tahun {tahun}",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    dasar="LKjIP Magetan 2025 Tabel 3.5",
    parts=(
        sasaran(),
        indikator(),
        Column("satuan", ("Satuan",), Kind.TEKS, besaran="satuan", optional=True, width=10,
               source=of_indikator("satuan")),
        target(_KINERJA, "Target", aliases=("Kinerja Target", "Target Kinerja")),
        realisasi(_KINERJA, "Realisasi", aliases=("Kinerja Realisasi", "Realisasi Kinerja")),
        capaian(_KINERJA, "Capaian (%)", aliases=("Kinerja Capaian (%)", "Kinerja Capaian", "Kinerja %", "Capaian")),
        Column(
            "pagu", (_ANGGARAN, "Target"), Kind.RUPIAH, besaran="pagu", once=True, width=17,
            source=FirstOnly(of_indikator("pagu")),
            aliases=("Anggaran Pagu", "Anggaran Alokasi", "Pagu", "Pagu Anggaran", "Pagu Anggaran (Rp)", "Pagu (Rp)"),
        ),
        Column(
            "realisasi_anggaran", (_ANGGARAN, "Realisasi"), Kind.RUPIAH, besaran="realisasi_anggaran", once=True,
            source=FirstOnly(of_indikator("realisasi_anggaran")),
            aliases=("Realisasi Anggaran", "Realisasi Anggaran (Rp)"), width=17,
        ),
        Column(
            "serapan", (_ANGGARAN, "Capaian (%)"), Kind.PERSEN, rule=rules.serapan, decimals=2, once=True, width=11,
            aliases=("Anggaran Capaian", "Anggaran %", "Serapan (%)", "Serapan", "% Serapan", "Serapan Anggaran (%)"),
            operands=(This("realisasi_anggaran"), This("pagu")), telling=True,
        ),
        Column(
            "efisiensi", ("Tingkat Efisiensi",), Kind.PERSEN, rule=efisiensi_tabel("efisiensi_sasaran"), decimals=2,
            once=True, aliases=("Tingkat Efisiensi (%)", "Efisiensi", "Efisiensi (%)", "% Efisiensi",
                                "Kategori Efisiensi"), width=11,
            operands=(This("pagu"), This("realisasi_anggaran"), Group("capaian")),
        ),
        *BERLAKU,
    ),
)  # fmt: skip

FORMATS = (MAGETAN_3_5,)
