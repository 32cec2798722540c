"""The rules against published figures, against their laws, and their formulas' shape."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.compute.kategori import gap_skala, predikat
from workbook_tools.compute.printed import Cocok, cocok
from workbook_tools.compute.rule import Alasan, Rule, bilangan
from workbook_tools.compute.rules import (
    RULES,
    capaian,
    capaian_predikat,
    efisiensi_pagu_capaian,
    jumlah,
    kategori,
    rerata,
    serapan,
    sisa_serapan,
)
from workbook_tools.messages import catalogue
from workbook_tools.regulations import Profil, load, skala
from workbook_tools.regulations.choices import CARA_AGREGASI, POLARITAS, TIDAK_ADA

KASUS = Path(__file__).parent / "kasus"
MAGETAN = load("magetan_2025")
ANGKA = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
POSITIF = st.floats(min_value=1e-3, max_value=1e12)


def _baca(nama: str, jenis: str) -> list[dict[str, Any]]:
    isi: list[dict[str, Any]] = tomllib.loads((KASUS / nama).read_text(encoding="utf-8"))[jenis]
    return isi


def _desimal(nilai: float) -> int:
    teks = repr(nilai)
    return len(teks.split(".")[1]) if "." in teks and not teks.endswith(".0") else 0


def _kosong(nilai: object) -> Any:
    if isinstance(nilai, list):
        return [_kosong(n) for n in nilai]
    return None if nilai == "" else nilai


# --- cases ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kasus", _baca("aturan.toml", "kasus"), ids=lambda k: f"{k['aturan']}: {k['kalimat']}")
def test_kasus(kasus: dict[str, Any]) -> None:
    hasil = RULES[kasus["aturan"]](load(kasus.get("profil", "netral")), *map(_kosong, kasus["masukan"]))
    assert kasus["sumber"]
    if "alasan" in kasus:
        assert hasil == Alasan(kasus["alasan"])
    elif isinstance(kasus["diharapkan"], str):
        assert hasil == kasus["diharapkan"]
    else:
        assert isinstance(hasil, float)
        assert cocok(kasus["diharapkan"], _desimal(kasus["diharapkan"]), hasil) is Cocok.TEPAT


@pytest.mark.parametrize("kasus", _baca("aturan.toml", "tercetak"), ids=lambda k: k["kalimat"])
def test_tercetak(kasus: dict[str, Any]) -> None:
    hasil = cocok(
        kasus["tercetak"],
        kasus["desimal"],
        kasus["tepat"],
        displayed=kasus.get("tampilan", ()),
        interval=tuple(kasus["rentang"]) if "rentang" in kasus else None,
    )
    assert hasil == kasus["hasil"]


def _operan(nama: str, baris: dict[str, Any]) -> Any:
    if not nama.startswith("="):
        return baris[nama]
    tetap = nama[1:]
    return float(tetap) if tetap.isdigit() else tetap


@pytest.mark.parametrize("tabel", _baca("tabel_terbit.toml", "tabel"), ids=lambda t: t["sumber"])
def test_tabel_terbit(tabel: dict[str, Any]) -> None:
    """Every printed figure follows exactly from the operands of its row, except those the file names with a cause."""
    profil, kecuali = load(tabel["profil"]), tabel.get("kecuali", {})
    meleset, dibanding = set(), 0
    for isi in tabel["baris"]:
        baris = dict(zip(tabel["kolom"], map(_kosong, isi), strict=True))
        for h in tabel["hitung"]:
            hasil = RULES[h["aturan"]](profil, *(_operan(nama, baris) for nama in h["dari"]))
            baris[h["hasil"]] = hasil
            tercetak = baris[h["tercetak"]]
            if tercetak is None or (isinstance(hasil, Alasan) and tercetak == 0):
                continue
            dibanding += 1
            if isinstance(hasil, Alasan) or cocok(tercetak, _desimal(tercetak), float(hasil)) is not Cocok.TEPAT:
                meleset.add(f"{baris['urut']}.{h['tercetak']}")
    assert dibanding
    assert meleset == set(kecuali)


@pytest.mark.parametrize(
    ("profil", "capaian_persen", "label"),
    [
        ("mojokerto_2025", 116.22, "Sangat Tinggi"),
        ("mojokerto_2025", 95.6, "Sangat Tinggi"),
        ("jember_2025", 106.67, "Sangat Tinggi"),
        ("jember_2025", 7.37, "Sangat Rendah"),
        ("magetan_2025", 85.55, "Berhasil"),
    ],
)
def test_kategori_terbit(profil: str, capaian_persen: float, label: str) -> None:
    assert kategori(load(profil), capaian_persen) == label


def test_rentang_menjelaskan_kemajuan_magetan() -> None:
    """LKjIP Magetan 2025 Tabel 3.7 baris 1 prints 97,46 beside 71 and 72: between 70,5 / 72,5 and 71,5 / 71,5."""
    exact = 71 / 72 * 100
    assert cocok(97.46, 2, exact) is Cocok.SALAH
    assert cocok(97.46, 2, exact, interval=(70.5 / 72.5 * 100, 100.0)) is Cocok.RENTANG


def test_kelompok_bersama_mojokerto() -> None:
    """E of Tabel 3.45 group 1 from the operands as displayed, chained."""
    profil = load("mojokerto_2025")
    rata = rerata(profil, [107.64, 116.22])
    exact = efisiensi_pagu_capaian(profil, 2354187400.0, 1775354281.0, rata)
    tampil = efisiensi_pagu_capaian(profil, 100.0, 75.41, rata)
    assert isinstance(exact, float) and isinstance(tampil, float)
    assert cocok(32.63, 2, exact, displayed=[tampil]) in (Cocok.TEPAT, Cocok.TAMPILAN)


# --- choices of a profile ------------------------------------------------------------------------------------------


def test_batas_atas_dan_nol_nol() -> None:
    profil = replace(MAGETAN, batas_atas_capaian=100.0, turun_nol_nol_100=True)
    assert capaian(profil, 150, 100, "naik") == 100
    assert capaian(profil, 0, 0, "turun") == 100
    assert capaian(profil, 0, 0, "naik") == Alasan("target_nol")
    assert capaian(profil, None, 0, "turun") == Alasan("target_nol")


def test_tanpa_bawaan() -> None:
    profil = replace(MAGETAN, polaritas_bawaan=TIDAK_ADA, agregasi_bawaan=TIDAK_ADA)
    assert capaian(profil, 1, 1, None) == Alasan("polaritas_kosong")
    assert RULES["agregasi_triwulan"](profil, None, 1, 2, 3, 4) == Alasan("cara_kosong")


def test_bulatkan_dulu() -> None:
    assert kategori(MAGETAN, 99.6) == "Berhasil"
    assert kategori(replace(MAGETAN, bulatkan_dulu=0), 99.6) == "Sangat Berhasil"


def test_celah_dinamai() -> None:
    mojokerto = skala("mojokerto_2025")
    temuan = {x: gap_skala(mojokerto, x) for x in (90.4, 90, 91, 100, 107.64, 50.5)}
    assert {x: c.nama for x, c in temuan.items() if c} == {
        90.4: "antara 90 dan 91", 107.64: "di atas 100", 50.5: "antara 50 dan 51",
    }  # fmt: skip
    overlap = gap_skala(skala("jember_2025"), 90)
    assert overlap is not None and overlap.jenis == "tumpang_tindih"
    assert gap_skala(mojokerto, None) is None
    assert gap_skala(skala("magetan_2025"), 99.5) is None


def test_skala_lain() -> None:
    sakip = predikat(skala("nilai_sakip"), "predikat_sakip")
    assert sakip(MAGETAN, 92.42) == "AA"
    assert sakip(MAGETAN, 85.17) == "A"  # LKjIP Mojokerto 2025 Tabel 3.38: 85,17 (A)
    assert sakip(MAGETAN, 90) == "A"
    assert sakip(MAGETAN, 0) == Alasan("di_luar_skala")
    assert sakip(MAGETAN, 100.5) == Alasan("di_luar_skala")
    koperasi = predikat(skala("kesehatan_koperasi"), "kesehatan")
    assert koperasi(MAGETAN, 80.005) == "Sehat"
    assert koperasi(MAGETAN, 66.004) == "Dalam Pengawasan"
    assert predikat(skala("mutu_ikm"), "mutu")(MAGETAN, 83.58) == "B"


# --- laws ----------------------------------------------------------------------------------------------------------


@given(ANGKA)
def test_tiap_angka_punya_satu_kategori(x: float) -> None:
    for nama in ("magetan_2025", "mojokerto_2025", "jember_2025", "permendagri_86_2017"):
        s = skala(nama)
        batas = [math.inf, *(-math.inf if b.batas_bawah is None else b.batas_bawah for b in s.bands)]
        memuat = [b for b, (atas, bawah) in zip(s.bands, pairwise(batas), strict=True)
                  if bawah <= s.bulat(x) < atas]  # fmt: skip
        assert [s.band(x)] == memuat


@given(POSITIF, ANGKA, ANGKA)
def test_capaian_naik_monoton(target: float, r1: float, r2: float) -> None:
    r1, r2 = sorted((r1, r2))
    for polaritas, arah in (("naik", 1), ("turun", -1)):
        c1, c2 = capaian(MAGETAN, r1, target, polaritas), capaian(MAGETAN, r2, target, polaritas)
        assert isinstance(c1, float) and isinstance(c2, float)
        assert arah * c1 <= arah * c2


@given(POSITIF, POSITIF)
def test_sisa_serapan_melengkapi_serapan(realisasi: float, pagu: float) -> None:
    s, sisanya = serapan(MAGETAN, realisasi, pagu), sisa_serapan(MAGETAN, realisasi, pagu)
    assert isinstance(s, float) and isinstance(sisanya, float)
    assert s + sisanya == pytest.approx(100, abs=1e-9 * max(1, s))


@given(POSITIF, POSITIF, POSITIF)
def test_dua_bentuk_efisiensi_sama(pagu: float, realisasi: float, c: float) -> None:
    """E = (1 − serapan/capaian)·100, the form of LKjIP Mojokerto 2025 Tabel 3.46."""
    e, s = efisiensi_pagu_capaian(MAGETAN, pagu, realisasi, c), serapan(MAGETAN, realisasi, pagu)
    assert isinstance(e, float) and isinstance(s, float)
    assert e == pytest.approx((1 - s / c) * 100, rel=1e-9, abs=1e-6)


SEMBARANG = st.one_of(
    st.none(), st.text(max_size=5), st.just(math.nan), st.just(math.inf), st.just(Alasan("target_nol")),
    st.floats(), st.integers(), st.sampled_from(POLARITAS + CARA_AGREGASI),
)  # fmt: skip


@given(st.sampled_from(sorted(RULES)), st.data())
def test_aturan_selalu_menjawab(nama: str, data: st.DataObject) -> None:
    rule = RULES[nama]
    hasil = rule(MAGETAN, *(data.draw(SEMBARANG) for _ in rule.operands))
    assert isinstance(hasil, str | float | Alasan)
    if isinstance(hasil, float):
        assert math.isfinite(hasil)
    if isinstance(hasil, Alasan):
        assert f"alasan_{hasil.kode}" in catalogue() and hasil.teks


@given(ANGKA, st.integers(0, 4))
def test_yang_dicetak_dari_hasil_selalu_tepat(x: float, desimal: int) -> None:
    from workbook_tools.values import round_half_away, truncate

    assert cocok(round_half_away(x, desimal), desimal, x) is Cocok.TEPAT
    assert cocok(truncate(x, desimal), desimal, x) is Cocok.TEPAT
    assert cocok(round_half_away(x, desimal) + 2 * 10**-desimal + abs(x) * 1e-6, desimal, x) is Cocok.SALAH


def test_bilangan() -> None:
    assert [bilangan(n) for n in (None, "", "5", True, math.nan, 10**400, Alasan("target_nol"))] == [None] * 7
    assert bilangan(3) == 3.0


def test_jumlah_kosong_dan_deret() -> None:
    assert jumlah(MAGETAN, [1, None, "-"], 2.5) == 3.5


# --- the other face ------------------------------------------------------------------------------------------------

TERLARANG = re.compile(r"\b(LET|LAMBDA|IFERROR|IFNA|IFS|XLOOKUP|FILTER|SWITCH)\(|;|_xlfn")


def _refs(rule: Rule) -> list[str]:
    return [f"tbl_x[[#This Row],[{nama}]]" for nama in rule.operands]


def _kurung_seimbang(rumus: str) -> bool:
    tanpa_teks = re.sub(r'"[^"]*"', "", rumus)
    return tanpa_teks.count("(") == tanpa_teks.count(")")


@pytest.mark.parametrize("profil", [load("magetan_2025"), load("jember_2025")], ids=lambda p: p.id)
@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: r.nama)
def test_bentuk_rumus(rule: Rule, profil: Profil) -> None:
    rumus = rule.formula(profil, *_refs(rule))
    assert not rumus.startswith("=")
    assert not TERLARANG.search(rumus)
    assert _kurung_seimbang(rumus)
    assert len(rumus) < 8192
    assert all(ref in rumus for ref in _refs(rule))
    assert rule.dasar and rule.rumus and rule.satuan


def test_polaritas_tetap_hanya_satu_cabang() -> None:
    diharapkan = (
        'IF(NOT(ISNUMBER(D8)),"target kosong",IF(D8=0,"target nol",IF(NOT(ISNUMBER(E8)),"realisasi kosong",{})))'
    )
    assert capaian.formula(MAGETAN, "E8", "D8", "naik") == diharapkan.format("E8/D8*100")
    assert capaian.formula(MAGETAN, "E8", "D8", '"turun"') == diharapkan.format("(2*D8-E8)/D8*100")
    assert capaian.formula(MAGETAN, "E8", "100", "naik") == (
        'IF(NOT(ISNUMBER(E8)),"realisasi kosong",E8/100*100)'
    )  # fmt: skip
    assert capaian.formula(MAGETAN, "E8", "0", "naik") == '"target nol"'
    assert "positif" not in capaian.formula(MAGETAN, "E8", "D8", '"positif"')
    assert "polaritas tidak dikenal" in capaian.formula(MAGETAN, "E8", "D8", '"positif"')


def test_predikat_tanpa_peta() -> None:
    assert capaian_predikat(MAGETAN, "Juara 1") == Alasan("label_tidak_dikenal")
    assert "Juara 1" in capaian_predikat.formula(load("jember_2025"), "E8")


def test_jumlah_operan_salah() -> None:
    with pytest.raises(TypeError, match="realisasi, pagu"):
        serapan(MAGETAN, 1)
    with pytest.raises(TypeError, match="realisasi, pagu"):
        serapan.formula(MAGETAN, "A1", "B1", "C1")


def test_alasan_tersedia_di_katalog() -> None:
    """Every reason that the code names has a text, and every text a reason that names it."""
    folder = Path(__file__).parent.parent / "workbook_tools"
    sumber = "".join(p.read_text(encoding="utf-8") for p in folder.rglob("*.py"))
    for kode in (k for k in catalogue() if k.startswith("alasan_")):
        assert f'"{kode.removeprefix("alasan_")}"' in sumber, kode
    for kode in re.findall(r'Alasan\("(\w+)"\)', sumber):
        assert f"alasan_{kode}" in catalogue()
