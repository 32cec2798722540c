"""The meanings of the word efisiensi, each under its own name; a profile says which one a table prints."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.compute.anggaran import JAGA_SERAPAN
from workbook_tools.compute.excel_text import angka, jika, kutip
from workbook_tools.compute.rule import (
    PERSEN,
    Alasan,
    Argumen,
    Hasil,
    Jaga,
    Masukan,
    Rule,
    aturan_angka,
    bilangan,
)
from workbook_tools.regulations.bands import DESIMAL_BANDING
from workbook_tools.regulations.methods import metode
from workbook_tools.regulations.profile import Profil
from workbook_tools.values import round_half_away

efisiensi_pagu_capaian = aturan_angka(
    nama="efisiensi_pagu_capaian",
    operands=("pagu", "realisasi", "capaian"),
    satuan="poin persen",
    dasar="LKjIP Magetan 2025 Tabel 3.3 dan 3.4; LKjIP Mojokerto 2025 Tabel 3.45 dan 3.46",
    rumus="(pagu × capaian − realisasi) / (pagu × capaian) × 100",
    jaga=(
        Jaga(0, "pagu_kosong", "pagu_nol"),
        Jaga(1, "realisasi_kosong"),
        Jaga(2, "capaian_tidak_ada", "capaian_nol"),
    ),
    hitung=lambda _, p, ra, c: (p * c / PERSEN - ra) / (p * c / PERSEN) * PERSEN,
    tulis=lambda _, p, ra, c: f"({p}*{c}/100-{ra})/({p}*{c}/100)*100",
)
"""Efisiensi E in percent points: what pagu × capaian would have cost less what was spent, over the former.

The same as (1 − serapan/capaian)·100. Reasons: pagu_kosong, pagu_nol, realisasi_kosong, capaian_tidak_ada,
capaian_nol. Source: LKjIP Magetan 2025 Tabel 3.3 and 3.4, LKjIP Mojokerto 2025 Tabel 3.45 and 3.46.
"""

sisa_serapan = aturan_angka(
    nama="sisa_serapan",
    operands=("realisasi", "pagu"),
    satuan="poin persen",
    dasar="LKjIP Magetan 2025 Tabel 3.5 (tingkat efisiensi)",
    rumus="100 − realisasi anggaran / pagu × 100",
    jaga=JAGA_SERAPAN,
    hitung=lambda _, ra, p: PERSEN - ra / p * PERSEN,
    tulis=lambda _, ra, p: f"100-{ra}/{p}*100",
)
"""Tingkat efisiensi of Magetan's Tabel 3.5 in percent points: 100 − serapan. Reasons as `serapan`.

Source: LKjIP Magetan 2025 Tabel 3.5.
"""

_CAPAIAN_SERAPAN = (Jaga(0, "capaian_tidak_ada"), Jaga(1, "serapan_tidak_ada"))

selisih_capaian_serapan = aturan_angka(
    nama="selisih_capaian_serapan",
    operands=("capaian", "serapan"),
    satuan="poin persen",
    dasar="Dipakai beberapa aplikasi SAKIP; tidak tercetak di laporan yang diperiksa",
    rumus="capaian − serapan",
    jaga=_CAPAIAN_SERAPAN,
    hitung=lambda _, c, s: c - s,
    tulis=lambda _, c, s: f"{c}-{s}",
)
"""Capaian − serapan in percent points. Reasons: capaian_tidak_ada, serapan_tidak_ada.

Unverified: used by applications, printed in none of the reports.
"""


def _label_efisien() -> tuple[str, str]:
    parameter = metode("capaian_ge_serapan").parameter
    return str(parameter["label_efisien"]), str(parameter["label_tidak_efisien"])


def _hitung_label(_profil: Profil, capaian: float, serapan: float) -> str:
    ya, tidak = _label_efisien()
    return ya if round_half_away(capaian, DESIMAL_BANDING) >= round_half_away(serapan, DESIMAL_BANDING) else tidak


def _tulis_label(_profil: Profil, capaian: str, serapan: str) -> str:
    ya, tidak = _label_efisien()
    syarat = f"ROUND({capaian},{DESIMAL_BANDING})>=ROUND({serapan},{DESIMAL_BANDING})"
    return jika(syarat, kutip(ya), kutip(tidak))


efisien_bila_capaian_ge_serapan = aturan_angka(
    nama="efisien_bila_capaian_ge_serapan",
    operands=("capaian", "serapan"),
    satuan="kategori",
    dasar="LKjIP Jember 2025 Tabel 3.14 dan 3.18; LKjIP Kediri 2021 Tabel 3.3",
    rumus="Efisien bila capaian % ≥ serapan %, selain itu Tidak Efisien",
    jaga=_CAPAIAN_SERAPAN,
    hitung=_hitung_label,
    tulis=_tulis_label,
)
"""The label Efisien when capaian ≥ serapan (percent points, compared at 9 decimals), else Tidak Efisien.

Reasons: capaian_tidak_ada, serapan_tidak_ada. Source: LKjIP Jember 2025 Tabel 3.14 and 3.18.
"""


def _ne(profil: Profil, efisiensi: float) -> float:
    m = profil.nilai_efisiensi
    return m.angka("titik_tengah") + efisiensi / m.angka("rentang_efisiensi") * m.angka("faktor")


def _tulis_ne(profil: Profil, efisiensi: str) -> str:
    tengah, rentang, faktor = (
        angka(profil.nilai_efisiensi.angka(n)) for n in ("titik_tengah", "rentang_efisiensi", "faktor")
    )
    return f"{tengah}+{efisiensi}/{rentang}*{faktor}"


def _ne_terbatas(profil: Profil, efisiensi: float) -> float:
    m = profil.nilai_efisiensi
    return min(m.angka("tertinggi"), max(m.angka("terendah"), _ne(profil, efisiensi)))


def _tulis_ne_terbatas(profil: Profil, efisiensi: str) -> str:
    m = profil.nilai_efisiensi
    return f"MIN({angka(m.angka('tertinggi'))},MAX({angka(m.angka('terendah'))},{_tulis_ne(profil, efisiensi)}))"


nilai_efisiensi = aturan_angka(
    nama="nilai_efisiensi",
    operands=("efisiensi",),
    satuan="poin persen",
    dasar="PMK 214/PMK.02/2017 sebagaimana dikutip LKjIP Mojokerto 2025, sebelum Tabel 3.45",
    rumus="NE = 50 + (E / 20) × 50",
    jaga=(Jaga(0, "efisiensi_tidak_ada"),),
    hitung=_ne,
    tulis=_tulis_ne,
)
"""Nilai efisiensi NE in percent points, not limited: 50 + E/20·50. Reason: efisiensi_tidak_ada.

Source: PMK 214/PMK.02/2017 as quoted by LKjIP Mojokerto 2025 before Tabel 3.45.
"""

nilai_efisiensi_terbatas = aturan_angka(
    nama="nilai_efisiensi_terbatas",
    operands=("efisiensi",),
    satuan="poin persen",
    dasar="PMK 214/PMK.02/2017 sebagaimana dikutip LKjIP Mojokerto 2025 (NE berkisar antara 0% sampai dengan 100%)",
    rumus="NE = 50 + (E / 20) × 50, dibatasi 0 sampai 100",
    jaga=(Jaga(0, "efisiensi_tidak_ada"),),
    hitung=_ne_terbatas,
    tulis=_tulis_ne_terbatas,
)
"""Nilai efisiensi limited to the scale of the regulation, 0 to 100 percent points. Reason: efisiensi_tidak_ada.

Source: LKjIP Mojokerto 2025: "berkisar antara 0% sampai dengan 100%", though it prints 131,58 and 196,1.
"""


def _sederet(nilai: Argumen) -> tuple[Masukan, ...]:
    return tuple(nilai) if isinstance(nilai, Sequence) and not isinstance(nilai, str) else (nilai,)


def _hitung_pmk_214(_profil: Profil, pagu: Argumen, realisasi: Argumen, capaian: Argumen) -> Hasil:
    baris = [
        tuple(bilangan(n) for n in keluaran)
        for keluaran in zip(_sederet(pagu), _sederet(realisasi), _sederet(capaian), strict=True)
    ]
    terisi = [keluaran for keluaran in baris if any(n is not None for n in keluaran)]
    if not terisi:
        return Alasan("pagu_kosong")
    lengkap = [(p, ra, c) for p, ra, c in terisi if p is not None and ra is not None and c is not None]
    if len(lengkap) < len(terisi):
        return Alasan("keluaran_tidak_lengkap")
    seharusnya = sum(p * c for p, _, c in lengkap) / PERSEN
    if seharusnya == 0:
        return Alasan("pagu_nol")
    return (seharusnya - sum(ra for _, ra, _ in lengkap)) / seharusnya * PERSEN


def _tulis_pmk_214(_profil: Profil, pagu: str, realisasi: str, capaian: str) -> str:
    ada = [f"ISNUMBER({ref})" for ref in (pagu, realisasi, capaian)]
    terisi = f"SUMPRODUCT(--({'+'.join(ada)}>0))"
    lengkap = f"SUMPRODUCT({'*'.join(ada)})"
    seharusnya = f"SUMPRODUCT({pagu},{capaian})/100"
    isi = f"({seharusnya}-SUM({realisasi}))/({seharusnya})*100"
    isi = jika(f"{seharusnya}=0", Alasan("pagu_nol").excel, isi)
    isi = jika(f"{lengkap}<{terisi}", Alasan("keluaran_tidak_lengkap").excel, isi)
    return jika(f"{terisi}=0", Alasan("pagu_kosong").excel, isi)


efisiensi_pmk_214 = Rule(
    nama="efisiensi_pmk_214",
    operands=("pagu", "realisasi", "capaian"),
    satuan="poin persen",
    dasar="PMK 214/PMK.02/2017 sebagaimana dikutip LKjIP Mojokerto 2025, sebelum Tabel 3.45",
    rumus="Σ(PAKᵢ × CKᵢ − RAKᵢ) / Σ(PAKᵢ × CKᵢ) × 100",
    hitung=_hitung_pmk_214,
    tulis=_tulis_pmk_214,
)
"""Efisiensi over several outputs in percent points; operands are sequences (Python), ranges (Excel) of one length.

Rows without any number are left out. Reasons: pagu_kosong (no row at all), keluaran_tidak_lengkap (a row lacks one of
the three), pagu_nol (Σ pagu·capaian is 0). Source: PMK 214/PMK.02/2017 as quoted by LKjIP Mojokerto 2025.
"""
