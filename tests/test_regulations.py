"""The regulation files: complete, sourced, and refused with a clear line when they are not."""

from __future__ import annotations

import pickle
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workbook_tools.compute.rules import RULES
from workbook_tools.errors import DeclarationError, InputError, LkjipError
from workbook_tools.formats import FORMATS
from workbook_tools.regulations import available, for_year, load, load_file, metode, skala
from workbook_tools.regulations import profile as profile_module
from workbook_tools.regulations.bands import Warna, baca_skala
from workbook_tools.regulations.choices import BERKAS_PROFIL, DIWARISI, JENIS_TABEL_EFISIENSI
from workbook_tools.regulations.entries import Sumber, entri, ids
from workbook_tools.regulations.parameters import rumusan

SKALA_CAPAIAN = ("magetan_2025", "mojokerto_2025", "jember_2025", "permendagri_86_2017")
TERBACA = 4.5  # WCAG AA
BELUM_DIPERIKSA = {
    "skala/mutu_ikm", "skala/permendagri_86_2017", "efisiensi/batas_pmk_214_2017", "efisiensi/pmk_22_2021",
    "efisiensi/pmk_62_2023", "efisiensi/selisih_capaian_serapan", "parameter/nilai_ikm", "profil/netral",
}  # fmt: skip


# --- what is shipped -----------------------------------------------------------------------------------------------


def test_semua_entri_terbaca() -> None:
    assert set(ids("skala")) == {*SKALA_CAPAIAN, "nilai_sakip", "kesehatan_koperasi", "mutu_ikm"}
    for id in ids("skala"):
        assert skala(id).bands
    for id in ids("efisiensi"):
        assert metode(id).rumus
    for id in ids("parameter"):
        assert rumusan(id).rumus
        assert rumusan(id).parameter
    assert [p.id for p in available()] == [
        "jember_2025", "magetan_2025", "magetan_renja_2024", "mojokerto_2025", "netral",
    ]  # fmt: skip


def test_yang_belum_diperiksa_disebut() -> None:
    """What nobody saw in the text of the regulation says so; adding one here is a decision, not an accident."""
    belum = {
        f"{jenis}/{id}"
        for jenis in ("skala", "efisiensi", "parameter", "profil")
        for id in ids(jenis)
        if not entri(jenis, id)["terverifikasi"]
    }
    assert belum == BELUM_DIPERIKSA


def test_skala_magetan_seperti_tercetak() -> None:
    """LKjIP Magetan 2025 Tabel 3.1; its second row says "sampai dengan seratus persen" against its own "< 100%" (C32)."""
    assert [(b.tercetak, b.keterangan, b.kategori) for b in skala("magetan_2025").bands] == [
        ("≥ 100%", "Sama dengan atau lebih dari 100 persen", "Sangat Berhasil"),
        ("75% s.d < 100%", "Tujuh puluh lima persen sampai dengan kurang dari seratus persen", "Berhasil"),
        ("55% s.d < 75%", "Lima puluh lima persen sampai dengan kurang dari tujuh puluh lima persen", "Cukup Berhasil"),
        ("< 55%", "Di bawah lima puluh lima persen", "Kurang Berhasil"),
    ]


@pytest.mark.parametrize("id", SKALA_CAPAIAN)
def test_celah_dan_band_sejalan(id: str) -> None:
    """A gap of a capaian scale lies just under the lower limit of a band, an overlap on it."""
    s = skala(id)
    batas = {b.batas_bawah for b in s.bands}
    for celah in s.celah:
        if celah.jenis == "celah":
            assert celah.sampai in batas and celah.dari == celah.sampai - 1
            tengah = s.band((celah.dari + celah.sampai) / 2)
            assert tengah is s.band(celah.dari)
    assert not skala("magetan_2025").celah


def _kecerahan(hex: str) -> float:
    kanal = [int(hex[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [k / 12.92 if k <= 0.03928 else ((k + 0.055) / 1.055) ** 2.4 for k in kanal]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _kontras(warna: Warna) -> float:
    terang, gelap = sorted((_kecerahan(warna.isi), _kecerahan(warna.huruf)), reverse=True)
    return (terang + 0.05) / (gelap + 0.05)


def test_warna_terbaca_dan_berbeda() -> None:
    semua = [skala(id) for id in ids("skala")]
    ne = metode("nilai_efisiensi").skala
    assert ne is not None
    for s in (*semua, ne):
        for band in s.bands:
            assert _kontras(band.warna) >= TERBACA, (s.id, band.kategori)
    for id in SKALA_CAPAIAN:
        assert len({b.warna.isi for b in skala(id).bands}) == len(skala(id).bands)


def test_warna_jember_tercetak() -> None:
    """LKjIP Jember 2025 Tabel 3.1, column kode warna."""
    assert [b.warna.tercetak for b in skala("jember_2025").bands] == [
        "Biru muda", "hijau", "Kuning muda", "Abu tua", "Merah",
    ]  # fmt: skip


def test_metode_menunjuk_aturan_yang_ada() -> None:
    for id in ids("efisiensi"):
        m = metode(id)
        assert not m.aturan or m.aturan in RULES
    for info in available():
        profil = load(info.id)
        assert set(profil.efisiensi) == set(JENIS_TABEL_EFISIENSI)
        assert all(m.aturan in RULES and m.sumber.terverifikasi for m in profil.efisiensi.values())


def test_profil_menyatakan_pilihan_laporan() -> None:
    magetan, mojokerto, jember = (load(f"{d}_2025") for d in ("magetan", "mojokerto", "jember"))
    assert [p.capaian_bersama for p in (magetan, mojokerto, jember)] == ["pertama", "rata", "masing_masing"]
    assert magetan.metode_efisiensi("capaian_sasaran").id == "pagu_capaian"
    assert magetan.metode_efisiensi("efisiensi_sasaran").id == "sisa_serapan"
    assert mojokerto.metode_efisiensi("efisiensi_sasaran").id == "pagu_capaian"
    assert jember.metode_efisiensi("efisiensi_sasaran").id == "capaian_ge_serapan"
    assert all(p.batas_atas_capaian is None and p.bulatkan_dulu is None for p in (magetan, mojokerto, jember))
    assert set(magetan.format) == {id for id in FORMATS if id.startswith("magetan.")}
    assert magetan.toleransi_jumlah(3) == 2.0


def test_netral_menyebut_setiap_pilihan() -> None:
    isi = entri("profil", "netral")
    assert set(DIWARISI) <= set(isi)
    assert not load("netral").sumber.terverifikasi
    assert for_year(2025).id == "netral"


def test_profil_dapat_jadi_kunci() -> None:
    assert len({load("netral"), load("netral"), load("magetan_2025")}) == 2


def test_tahun_anggaran() -> None:
    assert for_year(2025, "magetan").id == "magetan_2025"
    with pytest.raises(InputError, match=r"2024.*magetan \(2025-01-01 s\.d\. sekarang\)"):
        for_year(2024, "magetan")


def test_masa_berlaku() -> None:
    setahun = Sumber("d", date(2024, 7, 1), date(2024, 12, 31), True)
    assert [setahun.berlaku_pada(t) for t in (2023, 2024, 2025)] == [False, True, False]
    assert setahun.mencakup(date(2024, 7, 1)) and not setahun.mencakup(date(2025, 1, 1))
    assert setahun.masa == "2024-07-01 s.d. 2024-12-31"


def test_profil_tak_dikenal_menyebut_yang_ada() -> None:
    with pytest.raises(InputError, match="jember_2025, magetan_2025, magetan_renja_2024, mojokerto_2025, netral"):
        load("surabaya")


# --- a profile of one's own ----------------------------------------------------------------------------------------

LOKAL = """
nama = "Kabupaten Contoh"
keluarga = "contoh"
dasar = "Peraturan Bupati Contoh 1/2025"
berlaku = { dari = 2025-01-01, sampai = 2025-12-31 }
terverifikasi = true
induk = "magetan_2025"
"""


def _lokal(folder: Path, isi: str) -> Path:
    berkas = folder / "contoh.toml"
    berkas.write_text(isi, encoding="utf-8")
    return berkas


def test_profil_lokal_adalah_induk_dan_bedanya(tmp_path: Path) -> None:
    tambahan = 'batas_atas_capaian = 120\n[efisiensi]\nefisiensi_program = "sisa_serapan"\n'
    lokal, induk = load_file(_lokal(tmp_path, LOKAL + tambahan)), load("magetan_2025")
    assert (lokal.id, lokal.induk, lokal.batas_atas_capaian) == ("contoh", "magetan_2025", 120)
    assert lokal.skala is induk.skala
    assert lokal.metode_efisiensi("efisiensi_program").id == "sisa_serapan"
    assert lokal.metode_efisiensi("efisiensi_sasaran").id == "sisa_serapan"  # from magetan
    assert lokal.metode_efisiensi("rincian_program").id == "pagu_capaian"  # from netral
    assert lokal.sumber.sampai == date(2025, 12, 31)


def test_profil_lokal_dengan_skala_sendiri(tmp_path: Path) -> None:
    isi = (Path(profile_module.__file__).parent / "skala" / "jember_2025.toml").read_text(encoding="utf-8")
    tabel = isi.replace("[[band]]", "[[skala.band]]").replace("[[celah]]", "[[skala.celah]]")
    lokal = load_file(_lokal(tmp_path, LOKAL + "[skala]\n" + tabel))
    assert lokal.skala.kategori == skala("jember_2025").kategori
    assert lokal.skala.id == "contoh"


def test_tidak_ada_membatalkan_pilihan_induk(tmp_path: Path) -> None:
    lokal = load_file(_lokal(tmp_path, LOKAL + 'batas_atas_capaian = "tidak ada"\nbulatkan_dulu = 0\n'))
    assert (lokal.batas_atas_capaian, lokal.bulatkan_dulu) == (None, 0)


INDUK = 'induk = "magetan_2025"\n'


@pytest.mark.parametrize(
    ("lama", "baru", "pesan"),
    [
        ('dasar = "Peraturan Bupati Contoh 1/2025"\n', "", "kunci wajib belum ada: dasar"),
        ("berlaku = { dari = 2025-01-01, sampai = 2025-12-31 }\n", "", "kunci wajib belum ada: berlaku"),
        ("terverifikasi = true\n", "", "kunci wajib belum ada: terverifikasi"),
        ("sampai = 2025-12-31", "sampai = 2024-12-31", "terbalik"),
        ("dari = 2025-01-01", 'dari = "2025"', "yang diharapkan tanggal"),
        ("terverifikasi = true", 'terverifikasi = "ya"', "yang diharapkan true atau false"),
        (INDUK, "", "kunci wajib belum ada: skala"),
        (INDUK, INDUK + 'skalaa = "x"', 'kunci "skalaa" tidak dikenal'),
        (INDUK, INDUK + 'skala = "x"', 'skala "x" tidak dikenal. Skala yang ada: jember_2025'),
        (INDUK, INDUK + 'capaian_bersama = "tengah"', "salah satu dari pertama, rata, masing_masing"),
        (INDUK, INDUK + "batas_atas_capaian = 0", 'angka di atas 0 atau "tidak ada"'),
        (INDUK, INDUK + 'nilai_efisiensi = "sisa_serapan"', "metode yang punya skala"),
        (INDUK, INDUK + '[efisiensi]\nefisiensi_program = "x"', 'metode efisiensi "x" tidak dikenal'),
        (INDUK, INDUK + '[efisiensi]\nkegiatan = "x"', "tabel dengan kunci capaian_sasaran"),
        ("2025-01-01, sampai = 2025-12-31", "2020-01-01", "tidak mencakup awal masa profil"),
        ("nama =", "nama", "isi TOML tidak dapat dibaca"),
    ],
)
def test_profil_ditolak(tmp_path: Path, lama: str, baru: str, pesan: str) -> None:
    with pytest.raises(DeclarationError) as galat:
        load_file(_lokal(tmp_path, LOKAL.replace(lama, baru, 1)))
    assert pesan in str(galat.value)
    assert "contoh.toml" in str(galat.value)


def test_kunci_tak_dikenal_menyebut_semua_yang_boleh(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as galat:
        load_file(_lokal(tmp_path, "skalaa = 1\n" + LOKAL))
    assert all(kunci in str(galat.value) for kunci in BERKAS_PROFIL)


def test_berkas_tidak_ada(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"tak_ada\.toml"):
        load_file(tmp_path / "tak_ada.toml")
    (tmp_path / "biner.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"biner\.toml"):
        load_file(tmp_path / "biner.toml")


ANEH: tuple[Any, ...] = (
    0, -1, 1.5, float("nan"), float("inf"), True, "", " ", "x", [], ["x"], [1], [{}], {}, {"x": 1}, date(2025, 1, 1),
)  # fmt: skip


@pytest.mark.parametrize("kunci", sorted(BERKAS_PROFIL))
def test_nilai_aneh_tidak_pernah_menjatuhkan_pembaca(kunci: str, tmp_path: Path) -> None:
    """A wrong value is a clear line about that key, never a crash."""
    for nilai in ANEH:
        isi = {**tomllib.loads(LOKAL), kunci: nilai}
        try:
            profile_module._profil("contoh", "contoh.toml", isi)
        except LkjipError as galat:
            assert kunci in str(galat) or repr(nilai).strip("'") in str(galat)


def test_nilai_aneh_dalam_skala() -> None:
    for kunci in ("band", "celah", "desimal", "batas_atas", "satuan", "berlaku", "warna_dasar"):
        for nilai in ANEH:
            try:
                baca_skala("contoh", "contoh", {**tomllib.loads(SKALA), kunci: nilai})
            except LkjipError as galat:
                assert kunci in str(galat)


def test_profil_dapat_dikirim_ke_proses_lain() -> None:
    for info in available():
        assert pickle.loads(pickle.dumps(load(info.id))) == load(info.id)


def test_induk_tak_dikenal(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='"entah"'):
        load_file(_lokal(tmp_path, LOKAL.replace("magetan_2025", "entah")))


def test_induk_melingkar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def melingkar(jenis: str, id: str) -> dict[str, Any]:
        return {**entri(jenis, id), "induk": "jember_2025" if id == "magetan_2025" else "magetan_2025"}

    monkeypatch.setattr(profile_module, "entri", melingkar)
    with pytest.raises(DeclarationError, match="contoh → magetan_2025 → jember_2025 → magetan_2025"):
        load_file(_lokal(tmp_path, LOKAL))


# --- a scale that cannot be used -----------------------------------------------------------------------------------

SKALA = """
nama = "Contoh"
dasar = "Peraturan Contoh"
berlaku = { dari = 2025-01-01 }
terverifikasi = true
satuan = "poin persen"
warna_dasar = "pilihan proyek"
[[band]]
batas_bawah = 50
tercetak = "≥ 50"
keterangan = "lima puluh atau lebih"
kategori = "Baik"
warna = { isi = "#FFFFFF", huruf = "#000000" }
[[band]]
tercetak = "< 50"
keterangan = "di bawah lima puluh"
kategori = "Kurang"
warna = { isi = "#FFFFFF", huruf = "#000000" }
"""


@pytest.mark.parametrize(
    ("ganti", "pesan"),
    [
        (("", ""), ""),
        (("batas_bawah = 50\n", ""), "harus menurun"),
        (('tercetak = "< 50"', 'batas_bawah = 50\ntercetak = "< 50"'), "harus menurun"),
        (('kategori = "Kurang"', 'kategori = "Baik"'), 'kategori "Baik" disebut dua kali'),
        (("#FFFFFF", "putih"), "warna #RRGGBB"),
        (("batas_bawah = 50", 'batas_bawah = "50"'), "yang diharapkan angka"),
        (('satuan = "poin persen"', 'satuan = "poin persen"\nbatas = 1'), 'kunci "batas" tidak dikenal'),
        (('dasar = "Peraturan Contoh"\n', ""), "kunci wajib belum ada: dasar"),
        (("[[band]]", '[[celah]]\nnama = "x"\njenis = "lubang"\n[[band]]'), "celah, tumpang_tindih, di_luar"),
    ],
)  # fmt: skip
def test_skala_ditolak(ganti: tuple[str, str], pesan: str) -> None:
    isi = tomllib.loads(SKALA.replace(*ganti, 1))
    if not pesan:
        assert baca_skala("contoh", "contoh", isi).kategori == ("Baik", "Kurang")
        return
    with pytest.raises(DeclarationError) as galat:
        baca_skala("contoh", "contoh", isi)
    assert pesan in str(galat.value)


def test_skala_dan_metode_tak_dikenal() -> None:
    with pytest.raises(DeclarationError, match="magetan_2025"):
        skala("entah")
    with pytest.raises(DeclarationError, match="pagu_capaian"):
        metode("entah")
