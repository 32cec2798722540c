"""All rules by name: what a format's column may bind its operands to."""

from workbook_tools.compute.agregasi import agregasi_triwulan, jumlah, rerata
from workbook_tools.compute.anggaran import kurang, persen_dari, serapan, sisa
from workbook_tools.compute.capaian import capaian, capaian_predikat, capaian_rentang, kemajuan
from workbook_tools.compute.efisiensi import (
    efisien_bila_capaian_ge_serapan,
    efisiensi_pagu_capaian,
    nilai_efisiensi,
    nilai_efisiensi_terbatas,
    selisih_capaian_serapan,
    sisa_serapan,
)
from workbook_tools.compute.kategori import kategori, kategori_efisiensi
from workbook_tools.compute.multi import perbandingan, pertumbuhan
from workbook_tools.compute.target import target_berlaku

__all__ = [
    "agregasi_triwulan",
    "capaian",
    "capaian_predikat",
    "capaian_rentang",
    "efisien_bila_capaian_ge_serapan",
    "efisiensi_pagu_capaian",
    "jumlah",
    "kategori",
    "kategori_efisiensi",
    "kemajuan",
    "kurang",
    "nilai_efisiensi",
    "nilai_efisiensi_terbatas",
    "perbandingan",
    "persen_dari",
    "pertumbuhan",
    "rerata",
    "selisih_capaian_serapan",
    "serapan",
    "sisa",
    "sisa_serapan",
    "target_berlaku",
]
