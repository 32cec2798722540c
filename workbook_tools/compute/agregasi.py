"""Many values to one: a sum, a mean, the quarters of a year."""

from __future__ import annotations

from collections.abc import Callable

from workbook_tools.compute.excel_text import jika, literal_teks, sama_teks
from workbook_tools.compute.rule import Alasan, Argumen, Hasil, Rule, bilangan, kata, rata_isi
from workbook_tools.regulations.choices import CARA_AGREGASI, TIDAK_ADA
from workbook_tools.regulations.profile import Profil

#: How an expression ends that gives an empty text where it gives no number.
MAY_BE_BLANK = ',"")'


def _angka_saja(args: tuple[Argumen, ...]) -> list[float]:
    return [x for x in map(bilangan, rata_isi(args)) if x is not None]


def _rata(nilai: list[float]) -> float:
    return sum(nilai) / len(nilai)


def _hitung_rerata(_profil: Profil, *nilai: Argumen) -> Hasil:
    ada = _angka_saja(nilai)
    return _rata(ada) if ada else Alasan("nilai_kosong")


def _tulis_rerata(_profil: Profil, *refs: str) -> str:
    semua = ",".join(refs)
    return jika(f"COUNT({semua})=0", Alasan("nilai_kosong").excel, f"AVERAGE({semua})")


rerata = Rule(
    nama="rerata",
    operands=("nilai",),
    satuan="seperti operannya",
    dasar="LKjIP Magetan 2025 Tabel 4.1 (baris Capaian Kinerja); LKjIP Mojokerto 2025 Tabel 3.45 (rata-rata kelompok)",
    rumus="Σ nilai / banyaknya nilai",
    hitung=_hitung_rerata,
    tulis=_tulis_rerata,
    banyak=True,
)
"""The mean of the numbers among the operands (values, sequences; cells, ranges), in their unit; blanks do not count.

Reason: nilai_kosong. Source: LKjIP Magetan 2025 Tabel 4.1, LKjIP Mojokerto 2025 Tabel 3.45.
"""


def _hitung_jumlah(_profil: Profil, *nilai: Argumen) -> Hasil:
    return float(sum(_angka_saja(nilai)))


def _tulis_jumlah(_profil: Profil, *refs: str) -> str:
    # text in a cell adds 0; text that an expression gives makes SUM an error
    return f"SUM({','.join(f'N({ref})' if ref.endswith(MAY_BE_BLANK) else ref for ref in refs)})"


jumlah = Rule(
    nama="jumlah",
    operands=("nilai",),
    satuan="rupiah",
    dasar="LKjIP Magetan 2025 Tabel 3.4; LKjIP Mojokerto 2025 Tabel 3.41 (jumlah anak); LKjIP Kediri 2021 Tabel 3.2",
    rumus="Σ nilai",
    hitung=_hitung_jumlah,
    tulis=_tulis_jumlah,
    banyak=True,
)
"""The sum of the numbers among the operands, as Excel's SUM: a blank, `-` and any text add 0; of nothing it is 0.

Never a reason, so that a total stands even before its rows are filled. Source: LKjIP Magetan 2025 Tabel 3.4.
"""

_HITUNG: dict[str, Callable[[list[float]], float]] = {
    "jumlah": sum,
    "akhir": lambda nilai: nilai[-1],
    "maks": max,
    "rata": _rata,
}


def _cara(profil: Profil, nilai: object) -> str | Alasan:
    terbaca = kata(nilai)
    if terbaca is None:
        bawaan = profil.agregasi_bawaan
        return Alasan("cara_kosong") if bawaan == TIDAK_ADA else bawaan
    return terbaca if terbaca in _HITUNG else Alasan("cara_tidak_dikenal")


def _hitung_triwulan(profil: Profil, cara: Argumen, *triwulan: Argumen) -> Hasil:
    ada = _angka_saja(triwulan)
    if not ada:
        return Alasan("triwulan_kosong")
    terpilih = _cara(profil, cara)
    return terpilih if isinstance(terpilih, Alasan) else float(_HITUNG[terpilih](ada))


def _akhir(refs: tuple[str, ...]) -> str:
    isi = refs[0]
    for ref in refs[1:]:
        isi = jika(f"ISNUMBER({ref})", ref, isi)
    return isi


def _tulis_cara(cara: str, refs: tuple[str, ...]) -> str:
    fungsi = {"jumlah": "SUM", "maks": "MAX", "rata": "AVERAGE"}
    return _akhir(refs) if cara == "akhir" else f"{fungsi[cara]}({','.join(refs)})"


def _tulis_triwulan(profil: Profil, cara: str, *refs: str) -> str:
    tetap = literal_teks(cara, CARA_AGREGASI)
    if tetap is not None:
        terpilih = _cara(profil, tetap)
        isi = terpilih.excel if isinstance(terpilih, Alasan) else _tulis_cara(terpilih, refs)
    else:
        isi = _pilih_cara(profil, cara, refs)
    return jika(f"COUNT({','.join(refs)})=0", Alasan("triwulan_kosong").excel, isi)


def _pilih_cara(profil: Profil, ref: str, refs: tuple[str, ...]) -> str:
    isi = Alasan("cara_tidak_dikenal").excel
    kosong = sama_teks(ref, "")
    if profil.agregasi_bawaan == TIDAK_ADA:
        isi = jika(kosong, Alasan("cara_kosong").excel, isi)
    for cara in reversed(CARA_AGREGASI):
        syarat = sama_teks(ref, cara)
        isi = jika(f"OR({syarat},{kosong})" if cara == profil.agregasi_bawaan else syarat, _tulis_cara(cara, refs), isi)
    return isi


agregasi_triwulan = Rule(
    nama="agregasi_triwulan",
    operands=("cara", "tw1", "tw2", "tw3", "tw4"),
    satuan="seperti operannya",
    dasar="LKjIP Magetan 2025 Tabel 4.3 (triwulan terakhir); Renja Perubahan Magetan 2024 Tabel 2.1 dan 2.2 (jumlah)",
    rumus="jumlah, nilai akhir, maksimum, atau rata-rata triwulan yang terisi, menurut kolom cara agregasi",
    hitung=_hitung_triwulan,
    tulis=_tulis_triwulan,
)
"""The year's figure of an indicator from its quarters, in their unit: `jumlah`, `akhir` (last filled), `maks`, `rata`.

Blank quarters do not count; a blank `cara` takes the profile's. Percentages and indices are never summed: that is
checked, not computed (`CARA_UNTUK_PERSEN`). Reasons: triwulan_kosong, cara_kosong, cara_tidak_dikenal.
Source: LKjIP Magetan 2025 Tabel 4.3, Renja Perubahan Magetan 2024 Tabel 2.1 and 2.2.
"""

agregasi_renstra = Rule(
    nama="agregasi_renstra",
    operands=("cara", "sampai_tahun_lalu", "tahun_ini"),
    satuan="seperti operannya",
    dasar="Permendagri 86/2017 format E.81 (realisasi s.d. tahun berjalan); Renja Perubahan Magetan 2024 Tabel 2.1",
    rumus="realisasi s.d. tahun lalu dan tahun ini menurut cara menggabungnya",
    hitung=_hitung_triwulan,
    tulis=_tulis_triwulan,
)
"""What was reached since the plan began, in the indicator's unit: the years combined as its quarters are.

Reason: triwulan_kosong. Source: Renja Perubahan Magetan 2024 Tabel 2.1; the form itself was not read (see rules).
"""
