"""The name of a band: kategori of a capaian, of a nilai efisiensi, of any scale; and the gaps of its printed limits."""

from __future__ import annotations

from functools import cache

from workbook_tools.compute.excel_text import angka, jika, kutip, sama_teks
from workbook_tools.compute.rule import Alasan, Argumen, Hasil, Jaga, Rule, bilangan, kata
from workbook_tools.regulations.bands import Celah, Skala, skala
from workbook_tools.regulations.profile import Profil
from workbook_tools.values import round_half_away


def band_python(skala: Skala, nilai: object, kosong: str, bulatkan_dulu: int | None = None) -> Hasil:
    """The kategori of a value on a scale; `kosong` names the reason for a value that is not there."""
    x = bilangan(nilai)
    if x is None:
        return Alasan(kosong)
    band = skala.band(x if bulatkan_dulu is None else round_half_away(x, bulatkan_dulu))
    return Alasan("di_luar_skala") if band is None else band.kategori


def band_excel(skala: Skala, ref: str, kosong: str, bulatkan_dulu: int | None = None) -> str:
    """The same as a chain of comparisons, highest band first."""
    x = f"ROUND({ref},{skala.desimal if bulatkan_dulu is None else min(bulatkan_dulu, skala.desimal)})"
    isi = Alasan("di_luar_skala").excel
    for band in reversed(skala.bands):
        kategori = kutip(band.kategori)
        tanda = ">=" if band.termasuk_batas else ">"
        isi = kategori if band.batas_bawah is None else jika(f"{x}{tanda}{angka(band.batas_bawah)}", kategori, isi)
    if skala.batas_atas is not None:
        isi = jika(f"{x}>{angka(skala.batas_atas)}", Alasan("di_luar_skala").excel, isi)
    return Jaga(0, kosong).bungkus((ref,), isi)


def _skala_ne(profil: Profil) -> Skala:
    skala = profil.nilai_efisiensi.skala
    assert skala is not None  # the loader of profiles refuses a method without a scale
    return skala


def _hitung_kategori(profil: Profil, capaian: Argumen) -> Hasil:
    return band_python(profil.skala, capaian, "capaian_tidak_ada", profil.bulatkan_dulu)


def _tulis_kategori(profil: Profil, capaian: str) -> str:
    return band_excel(profil.skala, capaian, "capaian_tidak_ada", profil.bulatkan_dulu)


kategori = Rule(
    nama="kategori",
    operands=("capaian",),
    satuan="kategori",
    dasar="LKjIP Magetan 2025 Tabel 3.1; LKjIP Mojokerto 2025 Bab III; LKjIP Jember 2025 Tabel 3.1 (menurut profil)",
    rumus="kategori menurut skala capaian profil, atas capaian yang dibulatkan 9 desimal",
    hitung=_hitung_kategori,
    tulis=_tulis_kategori,
)
"""Kategori of the exact capaian (percent points) on the profile's scale, compared at 9 decimals.

`bulatkan_dulu` of the profile rounds first (0 for whole percents). Reason: capaian_tidak_ada.
Source: the scale's own `dasar` (LKjIP Magetan 2025 Tabel 3.1, LKjIP Jember 2025 Tabel 3.1, …).
"""


def _hitung_kategori_efisiensi(profil: Profil, nilai_efisiensi: Argumen) -> Hasil:
    return band_python(_skala_ne(profil), nilai_efisiensi, "efisiensi_tidak_ada")


def _tulis_kategori_efisiensi(profil: Profil, nilai_efisiensi: str) -> str:
    return band_excel(_skala_ne(profil), nilai_efisiensi, "efisiensi_tidak_ada")


kategori_efisiensi = Rule(
    nama="kategori_efisiensi",
    operands=("nilai_efisiensi",),
    satuan="kategori",
    dasar="LKjIP Mojokerto 2025, kategori nilai efisiensi sebelum Tabel 3.45",
    rumus="> 90 sangat efisien; > 80–90 efisien; > 60–80 cukup efisien; > 50–60 kurang efisien; < 50 sangat kurang",
    hitung=_hitung_kategori_efisiensi,
    tulis=_tulis_kategori_efisiensi,
)
"""Kategori of a nilai efisiensi (NE, percent points). Exactly 50 is not printed: Kurang Efisien, a gap of the scale.

Reason: efisiensi_tidak_ada. Source: LKjIP Mojokerto 2025, before Tabel 3.45.
"""


def predikat(skala: Skala, nama: str) -> Rule:
    """A rule for any other scale, for instance nilai SAKIP; a value beyond its ends gives di_luar_skala."""

    def hitung(_profil: Profil, nilai: Argumen) -> Hasil:
        return band_python(skala, nilai, "nilai_kosong")

    def tulis(_profil: Profil, nilai: str) -> str:
        return band_excel(skala, nilai, "nilai_kosong")

    return Rule(nama, ("nilai",), "kategori", skala.sumber.dasar, f"predikat menurut {skala.nama}", hitung, tulis)


@cache
def predikat_sakip() -> Rule:
    """Predikat of a nilai SAKIP. Reasons: nilai_kosong, di_luar_skala. Source: LKjIP Mojokerto 2025 Tabel 2.8."""
    return predikat(skala("nilai_sakip"), "predikat_sakip")


@cache
def mutu_ikm() -> Rule:
    """Mutu pelayanan of a nilai IKM. Reasons: nilai_kosong, di_luar_skala. Unverified: Permenpan-RB 14/2017."""
    return predikat(skala("mutu_ikm"), "mutu_ikm")


def _hitung_ambang(profil: Profil, kategori: Argumen) -> Hasil:
    dicari = kata(kategori)
    if dicari is None:
        return Alasan("kategori_kosong")
    band = next((band for band in profil.skala.bands if band.kategori.casefold() == dicari), None)
    if band is None:
        return Alasan("kategori_tidak_dikenal")
    return Alasan("tanpa_batas_bawah") if band.batas_bawah is None else float(band.batas_bawah)


def _tulis_ambang(profil: Profil, kategori: str) -> str:
    isi = Alasan("kategori_tidak_dikenal").excel
    for band in reversed(profil.skala.bands):
        batas = Alasan("tanpa_batas_bawah").excel if band.batas_bawah is None else angka(band.batas_bawah)
        isi = jika(sama_teks(kategori, band.kategori), batas, isi)
    return jika(sama_teks(kategori, ""), Alasan("kategori_kosong").excel, isi)


ambang = Rule(
    nama="ambang",
    operands=("kategori",),
    satuan="seperti skalanya",
    dasar="LKjIP Magetan 2025 Tabel 3.1; LKjIP Mojokerto 2025 Bab III; LKjIP Jember 2025 Tabel 3.1 (menurut profil)",
    rumus="batas bawah kategori pada skala capaian profil",
    hitung=_hitung_ambang,
    tulis=_tulis_ambang,
)
"""The lower limit of a kategori on the profile's scale, in the scale's unit; capitals and spaces do not matter.

Reasons: kategori_kosong, kategori_tidak_dikenal, tanpa_batas_bawah (the lowest one). Source: the scale's own `dasar`.
"""


def gap_skala(skala: Skala, nilai: Argumen) -> Celah | None:
    """The gap or overlap of the printed limits that a value falls in, for a finding; None where they are clear."""
    x = bilangan(nilai)
    return None if x is None else skala.celah_pada(x)
