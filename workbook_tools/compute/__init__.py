"""The rules: numbers and a profile in, a number or a reason out; each with a native Excel formula that says the same.

    capaian    capaian by polaritas; kemajuan toward the end of the Renstra (capaian_khusus: by interval, by predicate)
    kategori   the band of a capaian, of a nilai efisiensi, of any scale; the gaps of a printed scale
    anggaran   serapan, sisa, pagu × capaian
    efisiensi  the meanings of the word efisiensi, nilai efisiensi
    agregasi   sum, mean, quarters
    multi      perbandingan with another government, pertumbuhan over last year
    printed    when a printed figure is right

No tables and no workbook here. `RULES` finds a rule by its name.
"""

from workbook_tools.compute.agregasi import agregasi_triwulan, jumlah, rerata
from workbook_tools.compute.anggaran import kurang, persen_dari, serapan, sisa
from workbook_tools.compute.capaian import (
    capaian,
    is_negative_flag,
    kemajuan,
)
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
from workbook_tools.compute.kategori import gap_skala, kategori, kategori_efisiensi, predikat
from workbook_tools.compute.multi import perbandingan, pertumbuhan
from workbook_tools.compute.printed import Cocok, cocok, selang
from workbook_tools.compute.rule import Alasan, Argumen, Hasil, Masukan, Rule

RULES: dict[str, Rule] = {
    rule.nama: rule
    for rule in (
        capaian, capaian_rentang, capaian_predikat, kemajuan, kategori, kategori_efisiensi, serapan, sisa, persen_dari,
        kurang, efisiensi_pagu_capaian, efisiensi_pmk_214, sisa_serapan, selisih_capaian_serapan,
        efisien_bila_capaian_ge_serapan, nilai_efisiensi, nilai_efisiensi_terbatas, rerata, jumlah, agregasi_triwulan,
        perbandingan, pertumbuhan,
    )
}  # fmt: skip

__all__ = [
    "RULES", "Alasan", "Argumen", "Cocok", "Hasil", "Masukan", "Rule", "agregasi_triwulan", "capaian",
    "capaian_predikat", "capaian_rentang", "cocok", "efisien_bila_capaian_ge_serapan", "efisiensi_pagu_capaian",
    "efisiensi_pmk_214", "gap_skala", "is_negative_flag", "jumlah", "kategori", "kategori_efisiensi", "kemajuan",
    "kurang", "nilai_efisiensi", "nilai_efisiensi_terbatas", "perbandingan", "persen_dari", "pertumbuhan", "predikat",
    "rerata", "selang", "selisih_capaian_serapan", "serapan", "sisa", "sisa_serapan",
]  # fmt: skip
