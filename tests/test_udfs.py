"""The functions typed into cells: what they say is what the rules say, for one cell and for any range."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.xlwings_tiruan import Buku
from workbook_tools.books.closed import read as read_closed
from workbook_tools.compute import rules
from workbook_tools.compute.kategori import mutu_ikm, predikat_sakip
from workbook_tools.compute.printed import Cocok, cocok
from workbook_tools.compute.rule import Alasan, Hasil, Rule
from workbook_tools.excel import catatan, cells, profil, udfs
from workbook_tools.excel import fungsi as pintu_sel
from workbook_tools.excel.udfs import FUNGSI
from workbook_tools.messages import catalogue, speaking
from workbook_tools.process import process
from workbook_tools.regulations import Profil, available, load, metode, skala
from workbook_tools.regulations.choices import JENIS_TABEL_EFISIENSI, POLARITAS
from workbook_tools.regulations.entries import ids
from workbook_tools.samples import sample
from workbook_tools.values import Locale, format_number, number, read
from workbook_tools.values.terbilang import terbilang

AKAR = Path(__file__).parent.parent
NETRAL, MAGETAN = load("netral"), load("magetan_2025")
LONGEST_HELP = 255  # what Application.MacroOptions takes


@pytest.fixture(autouse=True)
def _tanpa_ingatan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every test begins on a machine where nothing is set."""
    monkeypatch.delenv(profil.VARIABEL, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    profil.lupakan()


def buku(id: str, nama: str = "lkjip.xlsx") -> Buku:
    """An open workbook whose Profil sheet names a profile."""
    return Buku(nama, {"Data": [], "Profil": [["Profil laporan"], ["kunci", "isi", "keterangan"], ["profil", id]]})


def isi(hasil: Hasil) -> float | str:
    """What a cell shows of a rule's result."""
    return hasil.teks if isinstance(hasil, Alasan) else hasil


def kolom(*sel: Any) -> list[list[Any]]:
    return [[s] for s in sel]


# --- what Excel is told about them -----------------------------------------------------------------------------------


@pytest.mark.parametrize("fungsi", FUNGSI, ids=lambda f: f.nama)
def test_help_fits_the_wizard_and_shows_both_separators(fungsi):
    for bantuan in (fungsi.bantuan, *(a.bantuan for a in fungsi.argumen)):
        assert 0 < len(bantuan) <= LONGEST_HELP
    contoh = re.findall(rf"={fungsi.nama}\(([^()]*)\)", fungsi.bantuan)
    assert contoh
    if len(fungsi.argumen) > 1:
        assert any(";" in c for c in contoh)
        assert any("," in c and ";" not in c for c in contoh)


@pytest.mark.parametrize("nama", ["CAPAIAN", "KATEGORI", "KEMAJUAN", "PERTUMBUHAN", "SERAPAN", "EFISIENSI", "ANGKA"])
def test_help_says_that_percent_is_in_points(nama):
    assert "poin persen" in next(f.bantuan for f in FUNGSI if f.nama == nama)


def test_help_names_every_choice_of_polaritas_and_metode():
    bantuan = {a.nama: a.bantuan for f in FUNGSI for a in f.argumen}
    assert all(p in bantuan["polaritas"] for p in POLARITAS)
    assert all(m in bantuan["metode"] for m in (*udfs_metode(), "efisiensi_sasaran"))


def udfs_metode() -> list[str]:
    """The methods of efisiensi that a rule computes from pagu, realisasi and capaian."""
    return [id for id in ids("efisiensi") if metode(id).aturan and metode(id).aturan != "nilai_efisiensi"]


def test_the_list_is_what_the_issue_asks_for():
    assert {f.nama: [(a.nama, a.wajib) for a in f.argumen] for f in FUNGSI}.keys() == {
        "CAPAIAN", "KATEGORI", "SERAPAN", "SISA", "EFISIENSI", "NILAI_EFISIENSI", "KATEGORI_EFISIENSI", "KEMAJUAN",
        "PERTUMBUHAN", "RERATA_CAPAIAN", "PREDIKAT_SAKIP", "NILAI_IKM", "MUTU_IKM", "ANGKA", "TERBILANG", "AMBANG",
    }  # fmt: skip
    pilihan = {(f.nama, a.nama) for f in FUNGSI for a in f.argumen if not a.wajib}
    assert pilihan == {
        ("CAPAIAN", "polaritas"), ("KATEGORI", "skala"), ("EFISIENSI", "metode"), ("KEMAJUAN", "polaritas"),
        ("TERBILANG", "rupiah"), ("AMBANG", "skala"),
    }  # fmt: skip


def test_every_function_is_called_by_its_name_and_no_argument_bears_the_name_of_one():
    """VBA keeps one spelling of a name in a project: an argument `capaian` would rename CAPAIAN."""
    nama = {f.nama for f in FUNGSI}
    assert len(nama) == len(FUNGSI)
    for fungsi in FUNGSI:
        assert callable(getattr(udfs, fungsi.python))
        assert fungsi.python.upper() == fungsi.nama
        assert not {a.nama.upper() for a in fungsi.argumen} & nama
        assert not re.fullmatch(r"[A-Z]{1,3}[0-9]+", fungsi.nama)


def test_every_function_that_follows_a_profile_gets_the_calling_cell():
    assert {f.nama for f in FUNGSI if f.perlu_pemanggil} == {
        "CAPAIAN", "KATEGORI", "AMBANG", "KEMAJUAN", "EFISIENSI", "NILAI_EFISIENSI", "KATEGORI_EFISIENSI",
    }  # fmt: skip


# --- the same words and numbers as the rules -------------------------------------------------------------------------

#: Which function gives a rule's result, from the rule's own operands.
DARI_ATURAN: dict[str, Callable[..., Any]] = {
    "capaian": udfs.capaian,
    "kemajuan": udfs.kemajuan,
    "kategori": lambda c, caller: udfs.kategori(c, None, caller),
    "ambang": lambda k, caller: udfs.ambang(k, None, caller),
    "kategori_efisiensi": udfs.kategori_efisiensi,
    "nilai_efisiensi": udfs.nilai_efisiensi,
    "serapan": lambda r, p, caller: udfs.serapan(r, p),
    "sisa": lambda p, r, caller: udfs.sisa(p, r),
    "pertumbuhan": lambda b, l, caller: udfs.pertumbuhan(b, l),  # noqa: E741
    "rerata": lambda *n, caller: udfs.rerata_capaian(kolom(*n)),
    "nilai_ikm": lambda *n, caller: udfs.nilai_ikm([list(n)]),
    "efisiensi_pagu_capaian": lambda p, r, c, caller: udfs.efisiensi(p, r, c, "pagu_capaian", caller),
    "efisiensi_pmk_214": lambda p, r, c, caller: udfs.efisiensi(
        kolom(*p), kolom(*r), kolom(*c), "pmk_214_2017", caller
    ),
}
KASUS = [
    k
    for k in tomllib.loads((AKAR / "tests/kasus/aturan.toml").read_text(encoding="utf-8"))["kasus"]
    if k["aturan"] in DARI_ATURAN
]


@pytest.mark.parametrize("kasus", KASUS, ids=lambda k: f"{k['aturan']}: {k['kalimat']}")
def test_a_case_of_a_rule_is_a_case_of_its_function(kasus):
    pemanggil = buku(kasus.get("profil", "netral")).sel()
    masukan = [[None if n == "" else n for n in m] if isinstance(m, list) else (m or None) for m in kasus["masukan"]]
    masukan = [
        0.0 if asli == 0 and not isinstance(asli, str) else m for m, asli in zip(masukan, kasus["masukan"], strict=True)
    ]
    hasil = DARI_ATURAN[kasus["aturan"]](*masukan, caller=pemanggil)
    if "alasan" in kasus:
        assert hasil == Alasan(kasus["alasan"]).teks
    elif isinstance(kasus["diharapkan"], str):
        assert hasil == kasus["diharapkan"]
    else:
        desimal = len(str(kasus["diharapkan"]).partition(".")[2].rstrip("0"))
        assert cocok(kasus["diharapkan"], desimal, hasil) is Cocok.TEPAT


def test_cases_reach_every_function_with_a_rule_of_its_own():
    assert {k["aturan"] for k in KASUS} == set(DARI_ATURAN) - {"sisa"}
    assert udfs.sisa("Rp 1.000.000,-", 999_999.5) == 0.5


@pytest.mark.parametrize("id", [p.id for p in available()])
@pytest.mark.parametrize("jenis", [None, *JENIS_TABEL_EFISIENSI])
def test_efisiensi_is_the_method_that_the_profile_has_for_the_kind_of_table(id, jenis):
    aturan = load(id).metode_efisiensi(jenis or "capaian_sasaran").aturan
    capaian, serapan = 90.0, 75.0
    diharapkan = {
        "efisiensi_pagu_capaian": (1 - serapan / capaian) * 100,
        "sisa_serapan": 100 - serapan,
        "efisien_bila_capaian_ge_serapan": "Efisien",
    }[aturan]
    hasil = udfs.efisiensi(200, 150, capaian, jenis, buku(id).sel())
    assert hasil == (diharapkan if isinstance(diharapkan, str) else pytest.approx(diharapkan))


def test_pmk_214_takes_whole_ranges_together():
    """Σ(PAK·CK − RA) / Σ(PAK·CK): (90 + 200 − 50 − 60) / 290, not the mean of two efisiensi."""
    hasil = udfs.efisiensi(kolom(100, 200), kolom(50, 60), kolom(90, 100), "PMK 214 2017")
    assert hasil == pytest.approx((90 + 200 - 50 - 60) / 290 * 100)
    assert udfs.efisiensi(kolom(100, 200), kolom(50), kolom(90, 100), "pmk_214_2017") == ("ukuran rentang berbeda: 2×1")


@pytest.mark.parametrize("kata", ["magetan_2025", "MAGETAN 2025", " magetan ", skala("magetan_2025").nama])
def test_a_scale_is_named_by_its_id_its_name_or_its_beginning(kata):
    assert udfs.kategori(80, kata) == "Berhasil"
    assert udfs.ambang("cukup  berhasil", kata) == 55


def test_a_scale_or_method_that_is_not_known_is_told_with_those_that_are():
    hasil = udfs.kategori(80, "banyumas")
    assert hasil.startswith("skala «banyumas» tidak dikenal; pilih: ")
    assert all(id in hasil for id in ids("skala"))
    assert udfs.kategori(80, "m").startswith("skala «m» tidak dikenal")  # magetan, mojokerto or mutu_ikm
    hasil = udfs.efisiensi(1, 1, 1, "boros")
    assert hasil.startswith("metode «boros» tidak dikenal; pilih: ")
    assert all(id in hasil for id in udfs_metode())


def test_each_row_may_name_its_own_scale_and_an_unknown_one_spoils_only_its_row():
    hasil = udfs.kategori(90, kolom("jember_2025", "mojokerto_2025", "entah", None), buku("magetan_2025").sel())
    assert [baris[0].split("»")[0] for baris in hasil] == ["Sangat Tinggi", "Tinggi", "skala «entah", "Berhasil"]


def test_limits_of_bands_lead_back_to_their_band():
    for id in ids("skala"):
        for band in skala(id).bands:
            batas = udfs.ambang(band.kategori, id)
            if band.batas_bawah is None:
                assert batas == "tanpa batas bawah"
            else:
                di_atas = batas if band.termasuk_batas else batas + 10.0 ** -min(skala(id).desimal, 6)
                assert udfs.kategori(di_atas, id) == band.kategori


# --- every computed cell of the samples -------------------------------------------------------------------------------

#: The functions that give a column's rule from the rule's own operands, with the method where the profile chooses one.
DI_TABEL: dict[str, Callable[..., Any]] = {
    **{nama: DARI_ATURAN[nama] for nama in ("capaian", "kemajuan", "kategori", "serapan", "sisa", "pertumbuhan")},
    "efisiensi_pagu_capaian": DARI_ATURAN["efisiensi_pagu_capaian"],
    "sisa_serapan": lambda r, p, caller: udfs.efisiensi(p, r, 100, "sisa_serapan", caller),
    "kategori_efisiensi": DARI_ATURAN["kategori_efisiensi"],
    "nilai_efisiensi": DARI_ATURAN["nilai_efisiensi"],
}


def di_tabel(rule: Rule | None, menurut: Profil) -> Callable[..., Any] | None:
    """The function for a column's rule, if there is one."""
    if rule is not None and rule.nama == "efisiensi_tabel":
        nama = next(id for id in udfs_metode() if metode(id).rumus == rule.rumus_menurut(menurut))
        return lambda p, r, c, caller: udfs.efisiensi(p, r, c, nama, caller)
    return None if rule is None else DI_TABEL.get(rule.nama)


@pytest.mark.parametrize("nama", ["magetan_2025/terbit", "magetan_2025/isian", "magetan_renja_2024/isian"])
def test_computed_cells_of_the_samples_are_what_the_functions_give_for_a_cell_and_for_the_column(nama):
    """`lkjip compute` writes what the engine computes: the functions say the same of the same operands."""
    terolah = process(read_closed(sample(*f"{nama}.xlsx".split("/"))))
    pemanggil = buku(terolah.profil.id).sel()
    dibanding: dict[str, int] = {}
    for tabel in terolah.tables:
        for column in tabel.columns:
            fungsi = di_tabel(column.rule, terolah.profil)
            if fungsi is None or not tabel.rows:
                continue
            operan = [
                [isi(o) for o in terolah.engine.operands(tabel, baris, column)] for baris in tabel.rows
            ]  # fmt: skip
            harap = [isi(terolah.engine.rule(column, tuple(o))) for o in operan]
            assert [fungsi(*o, caller=pemanggil) for o in operan] == harap
            sekolom = fungsi(*(kolom(*sel) for sel in zip(*operan, strict=True)), caller=pemanggil)
            assert (sekolom if len(operan) > 1 else kolom(sekolom)) == kolom(*harap)
            dibanding[column.rule.nama] = dibanding.get(column.rule.nama, 0) + len(operan)
    assert dibanding.get("capaian", 0) > 20, dibanding
    assert "renja" in nama or dibanding.get("efisiensi_tabel", 0) > 5, dibanding


# --- what is typed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("teks", "angka"),
    [
        ("70,54%", 70.54), ("73%", 73.0), ("3 inovasi", 3.0), ("85,17 (A)", 85.17), ("85,5 (tinggi)", 85.5),
        ("908.531.800", 908531800.0), ("Rp. 3.917.558.650,-", 3917558650.0), ("Rp6.370.874.771,60", 6370874771.6),
        ("2,992,759,325", 2992759325.0), ("20.83333333", 20.83333333), ("(884.493.019)", -884493019.0),
        ("- 1.299.000", -1299000.0), ("0", 0.0), ("\u00a0 85,17\u00a0(A) ", 85.17), ("1.207", 1207.0),
        (0.7054, 0.7054), (7, 7.0), (Decimal("1500.25"), 1500.25),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(teks, angka):
    """Section 7 of the rules: as they stand in the five reports. An amount in a currency format arrives as a Decimal."""
    assert udfs.angka(teks) == angka
    assert udfs.serapan(teks, 200) == pytest.approx(angka / 2)


@pytest.mark.parametrize(
    ("teks", "alasan"),
    [
        (None, "nilai kosong"), ("   ", "nilai kosong"), ("-", "nihil"), ("#DIV/0!", "kesalahan Excel"),
        ("#####", "tanda #, bukan angka"), (True, "BENAR/SALAH, bukan angka"), (datetime(2025, 12, 31), "tanggal, bukan angka"),
        (date(2025, 1, 1), "tanggal, bukan angka"), (time(8), "tanggal, bukan angka"), ("Juara 1", "angka di belakang kata"),
        ("naik", "bukan angka"), ("266 desa 22 kelurahan", "lebih dari satu angka"), ("dua belas", "angka ditulis dengan kata"),
        ("(2.83.000)", "pemisah angka rusak"), ("1.643.784,900,-", "pemisah angka rusak; mungkin 1.643.784.900"),
        ("Rp 50 juta", "angka dengan kata pengali; mungkin 50.000.000"), ("1e5", "notasi ilmiah"),
        (math.nan, "bukan bilangan"), (math.inf, "bukan bilangan"), (10**400, "angka terlalu besar"),
        ("9" * 400, "angka terlalu besar"), ("9" * 1100, "teks terlalu panjang"),
        ("5 indikator yang dihitung dari tiga puluh empat kabupaten", "kalimat, bukan angka"),
    ],
)  # fmt: skip
def test_what_is_no_number_says_why(teks, alasan):
    assert udfs.angka(teks) == alasan
    assert udfs.terbilang(teks) == alasan
    assert udfs.capaian(teks, 100) == "realisasi kosong"


def test_every_reason_of_reading_has_words():
    sumber = "".join(p.read_text(encoding="utf-8") for p in (AKAR / "workbook_tools/values").glob("*.py"))
    disebut = set(re.findall(r'(?:alasan=|_refuse\()"(\w+)"', sumber))
    assert disebut
    assert {f"alasan_{kode}" for kode in disebut} <= catalogue().keys()


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_a_printed_number_read_again_is_the_number(bulat, desimal):
    nilai = bulat / 10**desimal
    assert udfs.angka(format_number(nilai, desimal)) == nilai
    assert udfs.angka(format_number(nilai, desimal, persen=True)) == nilai


@pytest.mark.parametrize("nilai", [True, 1, 1.0, "ya", "BENAR", " rupiah "])
def test_rupiah_is_said_where_it_is_asked_for(nilai):
    assert udfs.terbilang(1_001_000, nilai) == "satu juta seribu rupiah"


@pytest.mark.parametrize("nilai", [False, 0, None, "", "tidak", "SALAH"])
def test_rupiah_is_not_said_otherwise(nilai):
    assert udfs.terbilang("Rp 1.001.000,-", nilai) == "satu juta seribu"


def test_an_unclear_wish_for_rupiah_is_asked_back():
    assert udfs.terbilang(5, "mungkin") == "rupiah: isi BENAR atau SALAH"


def test_words_are_of_the_digits_that_excel_shows():
    assert udfs.terbilang(0.1 + 0.2) == "nol koma tiga"


@given(st.integers(-(10**14), 10**14))
def test_words_are_those_of_the_report(nilai):
    assert udfs.terbilang(float(nilai)) == terbilang(nilai)


def test_true_is_not_the_number_one_and_one_row_does_not_answer_for_the_other():
    assert udfs.angka(kolom(1, True, 1.0)) == kolom(1.0, "BENAR/SALAH, bukan angka", 1.0)
    assert udfs.terbilang(kolom(1.0, True), False) == kolom("satu", "BENAR/SALAH, bukan angka")


@pytest.mark.parametrize("kata", ["naik", " NAIK ", "naik\u00a0"])
def test_polaritas_is_read_past_blanks_and_capitals(kata):
    assert udfs.capaian(30, 60, kata) == 50


@pytest.mark.parametrize("kata", ["#N/A", "-", 5, True, "naik turun"])
def test_what_is_no_polaritas_never_becomes_the_default(kata):
    assert udfs.capaian(30, 60, kata) == "polaritas tidak dikenal"


# --- laws of ranges --------------------------------------------------------------------------------------------------

TEKS = st.sampled_from(
    [
        "85,17 (A)",
        "70,54%",
        "-",
        "",
        " ",
        "\u00a0",
        "#N/A",
        "#DIV/0!",
        "Rp 1.000,-",
        "3 inovasi",
        "target nol",
        "1.207",
        "Juara 1",
    ]
)
SEL = st.one_of(
    st.none(), TEKS, st.floats(), st.floats(-1e6, 1e6), st.integers(-(10**6), 10**6), st.booleans(),
    st.sampled_from([0, 0.0, -0.0, 10**400, Decimal("12.5"), datetime(2025, 1, 31), time(7), "x" * 2000]),
    st.text(max_size=8),
)  # fmt: skip
KATA = st.one_of(st.none(), st.sampled_from([*POLARITAS, "Naik ", "entah", "#N/A"]))


@given(st.lists(st.tuples(SEL, SEL, KATA), min_size=2, max_size=12), st.sampled_from([udfs.capaian, udfs.kemajuan]))
def test_a_column_gives_what_its_cells_give(baris, fungsi):
    a, b, c = (kolom(*sel) for sel in zip(*baris, strict=True))
    assert fungsi(a, b, c) == kolom(*(fungsi(*sel) for sel in baris))


@given(st.lists(st.tuples(SEL, SEL), min_size=2, max_size=12))
def test_a_row_gives_a_row_and_a_block_a_block(pasangan):
    satu, dua = map(list, zip(*pasangan, strict=True))
    sebaris = [udfs.serapan(a, b) for a, b in pasangan]
    assert udfs.serapan([satu], [dua]) == [sebaris]
    assert udfs.serapan([satu, dua], [dua, satu]) == [sebaris, [udfs.serapan(b, a) for a, b in pasangan]]


@given(st.lists(SEL, min_size=2, max_size=8), SEL, st.lists(SEL, min_size=2, max_size=5))
def test_one_cell_counts_for_every_row_and_a_row_for_every_column(atas, satu, samping):
    assert udfs.pertumbuhan(kolom(*atas), satu) == kolom(*(udfs.pertumbuhan(a, satu) for a in atas))
    assert udfs.pertumbuhan(satu, [samping]) == [[udfs.pertumbuhan(satu, s) for s in samping]]
    silang = [[udfs.pertumbuhan(a, s) for s in samping] for a in atas]
    assert udfs.pertumbuhan(kolom(*atas), [samping]) == silang


@given(
    st.lists(st.tuples(SEL, SEL), min_size=2, max_size=10).flatmap(
        lambda b: st.tuples(st.just(b), st.permutations(range(len(b))))
    )
)
def test_rows_in_another_order_give_the_results_in_that_order(keduanya):
    baris, urutan = keduanya
    hasil = udfs.capaian(*(kolom(*sel) for sel in zip(*baris, strict=True)))
    diacak = udfs.capaian(*(kolom(*sel) for sel in zip(*(baris[n] for n in urutan), strict=True)))
    assert diacak == [hasil[n] for n in urutan]


@given(st.lists(st.tuples(SEL, SEL), min_size=1, max_size=10))
def test_a_blank_row_adds_one_reason(baris):
    hasil = udfs.capaian(*(kolom(*sel) for sel in zip(*baris, strict=True)))
    dengan = udfs.capaian(*(kolom(*sel) for sel in zip(*baris, (None, None), strict=True)))
    assert dengan == [*(hasil if isinstance(hasil, list) else [[hasil]]), ["target kosong"]]


@given(st.lists(SEL, min_size=1, max_size=12))
def test_the_mean_does_not_ask_how_cells_lie_and_blanks_do_not_count(sel):
    hasil = udfs.rerata_capaian(kolom(*sel))
    assert udfs.rerata_capaian([sel]) == hasil
    assert udfs.rerata_capaian([[*sel, None, "-", "target nol"]]) == hasil


@pytest.mark.parametrize("galat", ["#N/A", "#DIV/0!", -2146828288 + 2042, -2146828288 + 2045])
def test_an_error_in_a_range_is_not_passed_over(galat):
    assert udfs.rerata_capaian([[80.0], [galat]]) == "1 sel di rentang berisi galat Excel"
    assert udfs.nilai_ikm([[3.0, galat, galat]]) == "2 sel di rentang berisi galat Excel"
    satu = ([[100.0], [50.0]], [[50.0], [20.0]], [[90.0], [galat]], "pmk_214_2017")
    assert udfs.efisiensi(*satu) == "1 sel di rentang berisi galat Excel"


@given(SEL, SEL, KATA)
def test_a_function_says_what_the_rule_says_of_what_was_typed(realisasi, target, polaritas):
    operan = (read(realisasi).angka, read(target).angka, polaritas)
    assert udfs.capaian(realisasi, target, polaritas) == isi(rules.capaian(NETRAL, *operan))
    assert udfs.kategori(realisasi) == isi(rules.kategori(NETRAL, operan[0]))
    assert udfs.nilai_efisiensi(realisasi) == isi(rules.nilai_efisiensi(NETRAL, operan[0]))
    assert udfs.predikat_sakip(realisasi) == isi(predikat_sakip()(NETRAL, operan[0]))
    assert udfs.mutu_ikm(realisasi) == isi(mutu_ikm()(NETRAL, operan[0]))


@given(SEL)
@example(-0.0)
@example(math.nan)
@example(-math.inf)
@example(10**400)
def test_the_number_of_a_cell_without_a_format_is_what_reading_gives(sel):
    assert number(sel) == read(sel).angka
    assert number(sel, locale=Locale.EN) == read(sel, locale=Locale.EN).angka


# --- what nobody should type -----------------------------------------------------------------------------------------


def test_ranges_that_do_not_fit_say_their_sizes():
    assert udfs.capaian(kolom(1, 2), kolom(1, 2, 3)) == "ukuran rentang berbeda: 2×1, 3×1"
    assert udfs.capaian(kolom(1, 2), [[1, 2], [3, 4], [5, 6]], "naik") == "ukuran rentang berbeda: 2×1, 3×2"


@pytest.mark.parametrize("kosong", [[], [[]], (), [[], []]])
def test_a_range_without_cells_says_so(kosong):
    assert udfs.capaian(kosong, 100) == "rentang tanpa sel"
    assert udfs.rerata_capaian(kosong) == "rentang tanpa sel"


@pytest.mark.parametrize("ragged", [[[1, 2], [3]], [[1], 2], [1, [2]]])
def test_a_ragged_range_says_so(ragged):
    assert udfs.capaian(ragged, 100) == "rentang tidak persegi"


@pytest.mark.parametrize("satu", [[[80]], [80], (80,), ((80,),)])
def test_a_range_of_one_cell_gives_one_value(satu):
    assert udfs.capaian(satu, 100) == 80


ATOM = SEL | st.dictionaries(st.text(max_size=2), SEL, max_size=1)
DERET = st.lists(ATOM, max_size=3)
#: A cell, a row, rows of any length, and what is nested deeper than Excel ever gives.
RUNTUH = st.one_of(ATOM, DERET, st.lists(ATOM | DERET, max_size=3), st.lists(st.lists(DERET, max_size=2), max_size=2))


@given(st.sampled_from(FUNGSI), st.data())
def test_whatever_is_passed_a_cell_shows_a_finite_number_or_a_short_text(fungsi, data):
    banyak = data.draw(st.integers(sum(a.wajib for a in fungsi.argumen), len(fungsi.argumen)))
    hasil = getattr(udfs, fungsi.python)(*(data.draw(RUNTUH) for _ in range(banyak)))
    semua = hasil if isinstance(hasil, list) else [[hasil]]
    assert len({len(baris) for baris in semua}) == 1
    for sel in (sel for baris in semua for sel in baris):
        assert type(sel) in (float, str)
        assert isinstance(sel, str) or math.isfinite(sel)
        assert "kesalahan dalam program" not in str(sel)
        assert "Traceback" not in str(sel)


def test_an_unforeseen_error_is_a_short_sentence_in_the_cell_and_one_record_in_the_log(monkeypatch, tmp_path):
    def rusak(*_: object) -> float:
        raise ArithmeticError("rahasia")

    monkeypatch.setattr(catatan, "folder", lambda: tmp_path)
    monkeypatch.setattr(pintu_sel, "_tercatat", set())
    monkeypatch.setattr(cells, "rentang", rusak)
    for _ in range(2):
        assert udfs.capaian(1, 2) == "kesalahan dalam program (ArithmeticError)"
    assert (tmp_path / catatan.FILE).read_text(encoding="utf-8").count("ArithmeticError: rahasia") == 1


def test_a_log_that_cannot_be_written_leaves_the_cell_its_sentence(monkeypatch, tmp_path):
    def rusak(*_: object) -> float:
        raise ArithmeticError("rahasia")

    (tmp_path / "berkas").touch()
    monkeypatch.setattr(catatan, "folder", lambda: tmp_path / "berkas")
    monkeypatch.setattr(pintu_sel, "_tercatat", set())
    monkeypatch.setattr(cells, "rentang", rusak)
    assert udfs.capaian(1, 2) == "kesalahan dalam program (ArithmeticError)"


def test_a_cell_speaks_indonesian_whatever_the_language_in_use():
    with speaking("en"):
        assert udfs.capaian(kolom(1, 2), kolom(1, 2, 3)).startswith("ukuran rentang")
        assert udfs.kategori(80, "banyumas").startswith("skala «banyumas» tidak dikenal")
        assert udfs.capaian(1, 0) == "target nol"


# --- the profile in force --------------------------------------------------------------------------------------------


def test_the_profil_sheet_says_which_profile_is_in_force():
    assert udfs.kategori(90, None, buku("jember_2025", "a.xlsx").sel()) == "Sangat Tinggi"
    assert udfs.kategori(90, None, buku("mojokerto_2025", "b.xlsx").sel()) == "Tinggi"


@pytest.mark.parametrize(
    "baris",
    [
        [["Profil laporan"], [None], ["Kunci", "Isi", "Keterangan"], ["tahun", 2025.0], [" PROFIL ", " jember_2025 "]],
        [[None, "kunci", "isi", "keterangan"], [None, "tahun", "#N/A", ""], [None, "profil", "jember_2025"]],
    ],
)
def test_the_sheet_is_read_as_a_closed_file_is(baris):
    assert profil.aktif(Buku("b.xlsx", {"Data": [], "profil ": baris}).sel()).id == "jember_2025"


@pytest.mark.parametrize("nama", ["magetan_2025", "magetan_renja_2024"])
def test_a_working_workbook_gives_open_the_profile_that_it_gives_closed(nama):
    tertutup = read_closed(sample(nama, "isian.xlsx"))
    terbuka = Buku(
        "isian.xlsx",
        {
            lembar.title: [
                [lembar.cell(baris, k).value for k in range(1, profil.KOLOM + 1)]
                for baris in range(1, lembar.max_row + 1)
            ]
            for lembar in tertutup
        },
    )
    assert profil.aktif(terbuka.sel()).id == process(tertutup).profil.id == nama
    assert terbuka.dibaca == ["Profil"]


def test_a_renamed_profil_sheet_is_found_and_another_sheet_of_that_name_is_not_taken_for_it():
    lembar = {
        "Profil": [["Profil Dinas"], ["Dinas Koperasi"]],
        "Setelan": [["kunci", "isi", "keterangan"], ["profil", "jember_2025"]],
    }
    assert profil.aktif(Buku("b.xlsx", lembar).sel()).id == "jember_2025"


def test_an_unknown_profile_is_told_and_never_replaced():
    hasil = udfs.kategori(kolom(80, 90), None, buku("banyumas_2025").sel())
    assert "banyumas_2025" in hasil
    assert "magetan_2025" in hasil
    assert "\n" not in hasil


def test_without_a_profil_sheet_the_office_setting_holds_and_without_a_setting_the_neutral_profile(
    monkeypatch, tmp_path
):
    kosong = Buku("b.xlsx", {"Data": [["kunci"], ["isi"]]})
    assert profil.aktif(kosong.sel()).id == profil.aktif().id == "netral"
    profil.lupakan()
    berkas = tmp_path / ".kinerja" / "kinerja.conf"
    berkas.parent.mkdir()
    berkas.write_text('"INTERPRETER_WIN","C:\\py\\pythonw.exe"\n"PROFIL","mojokerto_2025"\n', encoding="utf-8")
    assert profil.berkas_setelan() == berkas
    assert profil.aktif(kosong.sel()).id == profil.aktif().id == "mojokerto_2025"
    profil.lupakan()
    monkeypatch.setenv(profil.VARIABEL, "magetan_2025")
    assert profil.aktif(kosong.sel()).id == profil.aktif().id == "magetan_2025"
    assert profil.aktif(buku("jember_2025").sel()).id == "jember_2025"


def test_a_profil_sheet_that_names_none_leaves_it_to_the_setting(monkeypatch):
    monkeypatch.setenv(profil.VARIABEL, "magetan_2025")
    terbuka = buku("")
    terbuka.lembar["Salinan Profil"] = [["kunci", "isi", "keterangan"], ["profil", "jember_2025"]]
    assert profil.aktif(terbuka.sel()).id == "magetan_2025"


def test_the_office_may_have_a_profile_of_its_own(monkeypatch, tmp_path):
    milik = tmp_path / "banyumas_2025.toml"
    milik.write_text(
        'nama = "Banyumas"\nkeluarga = "banyumas"\ndasar = "Perbup"\nberlaku = { dari = 2025-01-01 }\n'
        'terverifikasi = true\ninduk = "magetan_2025"\nbatas_atas_capaian = 100\n',
        encoding="utf-8",
    )
    monkeypatch.setenv(profil.VARIABEL, str(milik))
    assert udfs.capaian(150, 100) == 100
    assert udfs.kemajuan(150, 100) == 150
    profil.lupakan()
    monkeypatch.setenv(profil.VARIABEL, str(tmp_path / "tidak_ada.toml"))
    assert udfs.capaian(150, 100).startswith("Berkas ")


@pytest.mark.parametrize("sandi", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_setting_is_read_however_notepad_saved_it(sandi, tmp_path):
    berkas = tmp_path / "kinerja.conf"
    berkas.write_bytes('"Pythonpath","C:\\Kantor Désa"\r\nprofil , "C:\\Désa.toml"\r\n'.encode(sandi))
    assert profil.setelan(berkas).endswith("Désa.toml")


def test_settings_that_cannot_be_read_are_told(tmp_path):
    berkas = tmp_path / ".kinerja" / "kinerja.conf"
    berkas.mkdir(parents=True)
    assert udfs.capaian(1, 2).startswith(f"Setelan {berkas} tidak dapat dibaca")


def test_the_setting_is_looked_for_where_the_add_in_keeps_it():
    rumah = Path("/rumah")
    assert profil.berkas_setelan(rumah, "win32") == rumah / ".kinerja/kinerja.conf"
    assert profil.berkas_setelan(rumah, "darwin") == (
        rumah / "Library/Containers/com.microsoft.Excel/Data/kinerja.conf"
    )


def test_thousands_of_cells_ask_the_workbook_once_and_a_change_is_seen_a_moment_later(monkeypatch):
    jam = [100.0]
    monkeypatch.setattr(profil, "monotonic", lambda: jam[0])
    terbuka = buku("jember_2025")
    for _ in range(5000):
        assert udfs.kategori(90, None, terbuka.sel()) == "Sangat Tinggi"
    assert terbuka.dibaca == ["Profil"]
    terbuka.lembar["Profil"][2][1] = "mojokerto_2025"
    jam[0] += profil.SEBENTAR + 0.1
    assert udfs.kategori(90, None, terbuka.sel()) == "Tinggi"
    assert terbuka.dibaca == ["Profil", "Profil"]


def test_two_open_workbooks_keep_their_own_profiles():
    satu, dua = buku("jember_2025", "a.xlsx"), buku("mojokerto_2025", "b.xlsx")
    assert [udfs.kategori(90, None, b.sel()) for b in (satu, dua, satu)] == ["Sangat Tinggi", "Tinggi", "Sangat Tinggi"]


def test_a_range_asks_for_the_profile_once(monkeypatch):
    monkeypatch.setattr(profil, "SEBENTAR", -1.0)
    terbuka = buku("jember_2025")
    udfs.capaian(kolom(*range(1, 1000)), 10, "turun", terbuka.sel())
    assert terbuka.dibaca == ["Profil"]


# --- as xlwings calls them on Windows --------------------------------------------------------------------------------

TIDAK_ADA_SEL, BAGI_NOL, LIMPAH = -2146826246, -2146826281, -2146826243  # #N/A, #DIV/0!, #SPILL!


def di_windows(panggilan: list[Any]) -> dict[str, Any]:
    jalan = subprocess.run(
        [sys.executable, "-m", "tests.xlwings_windows"],
        input=json.dumps(panggilan), capture_output=True, text=True, check=True, cwd=AKAR, timeout=120,
    )  # fmt: skip
    hasil: dict[str, Any] = json.loads(jalan.stdout)
    return hasil


def test_xlwings_hands_over_ranges_blanks_errors_and_the_calling_cell():
    panggilan: list[tuple[Any, Any]] = [
        (["capaian", [80, 100]], [[80.0]]),
        (["capaian", [80, 100, "turun"]], [[120.0]]),
        (
            ["capaian", [[[80], ["85,17 (A)"], [None], [TIDAK_ADA_SEL]], 100]],
            kolom(80.0, 85.17, "realisasi kosong", "realisasi kosong"),
        ),
        (["capaian", [30, 60, [[TIDAK_ADA_SEL]]]], [["polaritas tidak dikenal"]]),
        (["kategori", [[[80, 100]]]], [["Berhasil", "Sangat Berhasil"]]),  # Magetan: the caller's Profil sheet
        (["kategori", [[[90]], "jember"]], [["Sangat Tinggi"]]),
        (["angka", [[[BAGI_NOL], [LIMPAH], ["70,54%"]]]], kolom("kesalahan Excel", "kesalahan Excel", 70.54)),
        (["capaian", [[[LIMPAH], [30]], 60, [[None], [LIMPAH]]]], kolom("realisasi kosong", "polaritas tidak dikenal")),
        (["rerata_capaian", [[[80, 101], [None, "-"]]]], [[90.5]]),
        (["terbilang", [1001000, True]], [["satu juta seribu rupiah"]]),
        (["capaian", [[[1], [2]], [[1], [2], [3]]]], [["ukuran rentang berbeda: 2×1, 3×1"]]),
    ]
    jawab = di_windows([p for p, _ in panggilan])
    assert jawab["hasil"] == [harap for _, harap in panggilan]
    assert jawab["keterangan"] == {f.python: {"kategori": "Kinerja", "wizard": False} for f in FUNGSI}


# --- many rows -------------------------------------------------------------------------------------------------------


def test_rows_alike_are_computed_once(monkeypatch):
    dihitung = []

    def hitung(*operan: object) -> float:
        dihitung.append(operan)
        return 1.0

    sel = kolom(*(n % 7 for n in range(10_000)))
    cells.petakan(hitung, cells.Operan(sel, number), cells.Operan(5, number))
    assert len(dihitung) == 7


@pytest.mark.lambat
def test_a_hundred_thousand_rows_are_one_call():
    banyak = 100_000
    realisasi, target = kolom(*(n % 997 + 0.5 for n in range(banyak))), kolom(*(n % 991 + 1 for n in range(banyak)))
    hasil = udfs.capaian(realisasi, target)
    assert len(hasil) == banyak
    for n in (0, 1, 49_999, banyak - 1):
        assert hasil[n] == [udfs.capaian(realisasi[n][0], target[n][0])]


def test_products_of_every_kind_of_operand_agree_with_the_rule():
    """The same grid that LibreOffice judges the native formulas by, through the function."""
    nilai = (None, "-", 0, -5, 1e-7, 3, 54.99999999999999, 70.54, 100, 3358804568)
    pasangan = list(product(nilai, nilai))
    a, b = (kolom(*sel) for sel in zip(*pasangan, strict=True))
    for polaritas in (None, *POLARITAS, "entah"):
        hasil = udfs.capaian(a, b, polaritas, buku("magetan_2025").sel())
        harap = [isi(rules.capaian(MAGETAN, number(r), number(t), polaritas)) for r, t in pasangan]
        assert hasil == kolom(*harap)
