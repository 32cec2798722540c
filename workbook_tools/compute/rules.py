"""All rules by name: what a format's column may bind its operands to. `RULES` finds a rule by its name."""

from __future__ import annotations

from workbook_tools.compute.agregasi import agregasi_renstra, agregasi_triwulan, jumlah, rerata
from workbook_tools.compute.anggaran import kurang, persen_dari, serapan, sisa
from workbook_tools.compute.capaian import capaian, kemajuan
from workbook_tools.compute.capaian_khusus import capaian_predikat, capaian_rentang
from workbook_tools.compute.efisiensi import (
    efisien_bila_capaian_ge_serapan,
    efisiensi_pagu_capaian,
    efisiensi_pmk_214,
    nilai_efisiensi,
    nilai_efisiensi_terbatas,
    selisih_capaian_serapan,
    sisa_serapan,
)
from workbook_tools.compute.ikm import nilai_ikm
from workbook_tools.compute.kategori import ambang, kategori, kategori_efisiensi
from workbook_tools.compute.multi import perbandingan, pertumbuhan
from workbook_tools.compute.rule import Rule
from workbook_tools.compute.target import target_berlaku

RULES: dict[str, Rule] = {
    rule.nama: rule
    for rule in (
        agregasi_renstra,
        agregasi_triwulan,
        ambang,
        capaian,
        capaian_predikat,
        capaian_rentang,
        efisien_bila_capaian_ge_serapan,
        efisiensi_pagu_capaian,
        efisiensi_pmk_214,
        jumlah,
        kategori,
        kategori_efisiensi,
        kemajuan,
        kurang,
        nilai_efisiensi,
        nilai_efisiensi_terbatas,
        nilai_ikm,
        perbandingan,
        persen_dari,
        pertumbuhan,
        rerata,
        selisih_capaian_serapan,
        serapan,
        sisa,
        sisa_serapan,
        target_berlaku,
    )
}

__all__ = [
    "RULES",
    "agregasi_renstra",
    "agregasi_triwulan",
    "ambang",
    "capaian",
    "capaian_predikat",
    "capaian_rentang",
    "efisien_bila_capaian_ge_serapan",
    "efisiensi_pagu_capaian",
    "efisiensi_pmk_214",
    "jumlah",
    "kategori",
    "kategori_efisiensi",
    "kemajuan",
    "kurang",
    "nilai_efisiensi",
    "nilai_efisiensi_terbatas",
    "nilai_ikm",
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
