"""Capaian where the target is not one number: an interval, or a predicate with a score."""

from __future__ import annotations

from workbook_tools.compute.capaian import CABANG, terbatas, tulis_terbatas
from workbook_tools.compute.excel_text import angka, jika, sama_teks
from workbook_tools.compute.rule import (
    PERSEN,
    Alasan,
    Argumen,
    Hasil,
    Jaga,
    Rule,
    alasan_pertama,
    bilangan,
    dijaga,
    kata,
)
from workbook_tools.regulations.profile import Profil


def _hitung_rentang(profil: Profil, realisasi: Argumen, bawah: Argumen, atas: Argumen) -> Hasil:
    if alasan := alasan_pertama((Jaga(1, "rentang_kosong"), Jaga(2, "rentang_kosong")), (None, bawah, atas)):
        return alasan
    r, a, b = bilangan(realisasi), bilangan(bawah), bilangan(atas)
    assert a is not None and b is not None  # the guards saw to it
    if a > b:
        return Alasan("rentang_terbalik")
    if r is None:
        return Alasan("realisasi_kosong")
    if a <= r <= b:
        return terbatas(profil, PERSEN)
    cabang, batas = ("naik", a) if r < a else ("turun", b)
    return Alasan("target_nol") if batas == 0 else terbatas(profil, CABANG[cabang].hitung(r, batas))


def _tulis_rentang(profil: Profil, r: str, a: str, b: str) -> str:
    def sisi(nama: str, batas: str) -> str:
        return jika(f"{batas}=0", Alasan("target_nol").excel, tulis_terbatas(profil, CABANG[nama].tulis(r, batas)))

    di_luar = jika(f"{r}<{a}", sisi("naik", a), sisi("turun", b))
    isi = jika(f"AND({r}>={a},{r}<={b})", angka(terbatas(profil, PERSEN)), di_luar)
    isi = Jaga(0, "realisasi_kosong").bungkus((r,), isi)
    isi = jika(f"{a}>{b}", Alasan("rentang_terbalik").excel, isi)
    return dijaga((Jaga(0, "rentang_kosong"), Jaga(1, "rentang_kosong")), (a, b), isi)


capaian_rentang = Rule(
    nama="capaian_rentang",
    operands=("realisasi", "bawah", "atas"),
    satuan="poin persen",
    dasar="Pilihan beberapa aplikasi SAKIP; belum diperiksa pada peraturan",
    rumus="100 di dalam [bawah, atas]; di luarnya seperti naik/turun terhadap batas terdekat",
    hitung=_hitung_rentang,
    tulis=_tulis_rentang,
)
"""Capaian against a target interval, percent points: 100 inside, outside as naik/turun against the nearer limit.

Reasons: rentang_kosong, rentang_terbalik, realisasi_kosong, target_nol. Unverified: an option of applications.
"""


def _hitung_predikat(profil: Profil, realisasi: Argumen) -> Hasil:
    terbaca = kata(realisasi)
    if terbaca is None:
        return Alasan("label_kosong")
    peta = {kata(label): nilai for label, nilai in profil.predikat_capaian.items()}
    return float(peta[terbaca]) if terbaca in peta else Alasan("label_tidak_dikenal")


def _tulis_predikat(profil: Profil, realisasi: str) -> str:
    isi = Alasan("label_tidak_dikenal").excel
    for label, nilai in reversed(list(profil.predikat_capaian.items())):
        isi = jika(sama_teks(realisasi, label), angka(nilai), isi)
    return jika(sama_teks(realisasi, ""), Alasan("label_kosong").excel, isi)


capaian_predikat = Rule(
    nama="capaian_predikat",
    operands=("realisasi",),
    satuan="poin persen",
    dasar="LKjIP Jember 2025 Tabel 2.5 (Juara 1 = 100, Juara 2 = 90, Juara 3 = 80, Harapan = 70)",
    rumus="nilai predikat menurut peta profil",
    hitung=_hitung_predikat,
    tulis=_tulis_predikat,
)
"""Capaian of a predicate such as `Juara 2`, percent points, from the profile's map; capitals do not matter.

Reasons: label_kosong, label_tidak_dikenal. Source: LKjIP Jember 2025 Tabel 2.5.
"""
