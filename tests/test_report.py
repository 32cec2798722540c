"""What a workbook says at a glance: the same from inputs as from tables typed by hand, and no number without a source.

Expected figures are those of the published tables (seed: Tabel 3.3 and 3.5 of LKjIP Magetan 2025) or worked out by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from kantor import cetak, kerja, magetan, rekaan

from workbook_tools.books.closed import read
from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import Book, RawCell, Sheet, parse_address
from workbook_tools.compute.rule import Alasan
from workbook_tools.findings import Place
from workbook_tools.process import process
from workbook_tools.regulations.profile import Profil, load
from workbook_tools.report import Angka, Laporan, laporan
from workbook_tools.samples import sample

SASARAN_1, SASARAN_3 = 0, 2
HEAD_3_3 = (
    "Tujuan/Sasaran", "Indikator Kinerja", "Pagu anggaran", "Realisasi Anggaran", "Target Kinerja", "Realisasi Kinerja",
    "% Capaian", "Pagu x capaian", "Selisih", "Efisiensi (%)",
)  # fmt: skip


def of_sample(name: str) -> Laporan:
    return laporan(process(read(sample("magetan_2025", name))))


def typed(sheets: Mapping[str, Sequence[Sequence[object]]], profil: Profil | None = None) -> Laporan:
    """A workbook typed by hand: title → rows; the heading of Tabel 3.3 stands in its third row."""
    book = Book(None, tuple(Sheet(title, cells=_cells(rows)) for title, rows in sheets.items()))
    return laporan(process(book, profil))


def _cells(rows: Sequence[Sequence[object]]) -> dict[tuple[int, int], RawCell]:
    return {
        (n, m): RawCell(value)  # type: ignore[arg-type]
        for n, row in enumerate(rows, start=1)
        for m, value in enumerate(row, start=1)
        if value is not None
    }


def tabel_3_3(*rows: Sequence[object], title: str = "Capaian Kinerja (Perubahan) Tahun 2025") -> list[Sequence[object]]:
    return [("Tabel 3.3",), (title,), HEAD_3_3, *rows]


def number(angka: Angka) -> float:
    assert isinstance(angka.value, float)
    return angka.value


def reason(angka: Angka) -> str:
    assert isinstance(angka.value, Alasan)
    return angka.value.kode


# --- figures of the published report ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["isian.xlsx", "terbit.xlsx"])
def test_capaian_is_that_of_the_exact_figures(name: str):
    found = [number(i.capaian) for i in of_sample(name).indikator]
    assert found == pytest.approx([70.63 / 70.54 * 100, 100, 92.42 / 92 * 100, 83.58 / 83.5 * 100])


@pytest.mark.parametrize("name", ["isian.xlsx", "terbit.xlsx"])
def test_every_published_indicator_is_sangat_berhasil_and_so_is_their_mean(name: str):
    told = of_sample(name)
    assert {i.kategori.value for i in told.indikator} == {"Sangat Berhasil"}
    assert round(number(told.rata_capaian), 4) == 100.17  # (100,1276 + 100 + 100,4565 + 100,0958) / 4
    assert told.kategori.value == "Sangat Berhasil"


def test_serapan_and_efisiensi_are_those_that_tabel_3_3_and_3_5_print():
    uang = [s.uang for s in of_sample("terbit.xlsx").sasaran]
    assert [round(number(u.serapan), 2) for u in uang if u] == [96.67, 99.05, 94.55]
    assert [round(number(u.efisiensi), 2) for u in uang if u] == [3.45, 0.95, 5.88]
    assert {u.metode_efisiensi for u in uang if u} == {"Efisiensi pagu × capaian"}


def test_money_of_a_sasaran_with_two_indicators_counts_once():
    told = of_sample("terbit.xlsx")
    assert len(told.sasaran[SASARAN_3].indikator) == 2
    assert told.uang is not None
    assert number(told.uang.pagu) == 908_531_800 + 891_441_330 + 3_358_804_568
    assert number(told.uang.realisasi) == 878_317_680 + 882_985_588 + 3_175_755_962


def test_efisiensi_of_all_is_that_of_several_outputs():
    told = of_sample("terbit.xlsx")
    expected = 908_531_800 * 70.63 / 70.54 + 891_441_330 + 3_358_804_568 * 92.42 / 92  # Σ pagu × capaian
    assert told.uang is not None
    assert number(told.uang.efisiensi) == pytest.approx((expected - 4_937_059_230) / expected * 100)


def test_earlier_years_come_with_their_capaian():
    sakip = of_sample("terbit.xlsx").sasaran[SASARAN_3].indikator[0]
    assert [(year, number(t), number(r)) for year, t, r, _ in sakip.tahun_lain] == [
        (2023, 91, 91.21),
        (2024, 91, 91.91),
    ]
    assert [round(number(c), 2) for *_, c in sakip.tahun_lain] == [100.23, 101]  # as Tabel 3.6 prints them


def test_an_indicator_that_only_a_comparison_of_years_shows_is_none_of_the_pk():
    assert "Persentase Koperasi Sehat" not in [i.indikator for i in of_sample("terbit.xlsx").indikator]


# --- the same office, however its workbook looks ---------------------------------------------------------------------


@pytest.mark.parametrize("profil", ["magetan_2025", "mojokerto_2025", "jember_2025"])
def test_inputs_and_printed_tables_say_the_same(profil: str):
    kantor = rekaan(5, profil)
    from_inputs, from_values, from_print = (
        figures(laporan(process(buku.book, kantor.profil)))
        for buku in (kerja(kantor, rumus=True, sisa=True), kerja(kantor, rumus=False), cetak(kantor))
    )
    assert from_inputs == from_values == from_print


def figures(told: Laporan) -> dict[str, object]:
    """By name: the tables of a report and the sheets of inputs have their own order."""

    def plain(angka: Angka) -> object:
        return round(angka.value, 6) if isinstance(angka.value, float) else angka.value

    found: dict[str, object] = {}
    for i in told.indikator:
        found[i.indikator] = [plain(a) for a in (i.target, i.realisasi, i.capaian, i.kategori)]
        found[f"{i.indikator} dahulu"] = [(year, plain(t), plain(r), plain(c)) for year, t, r, c in i.tahun_lain]
    for nama, uang, capaian in [
        *((s.nama, s.uang, s.capaian) for s in told.sasaran),
        *((p.nama, p.uang, p.capaian) for p in told.program),
    ]:
        assert uang is not None
        found[nama] = [plain(a) for a in (uang.pagu, uang.realisasi, uang.serapan, uang.efisiensi, capaian)]
    assert told.uang is not None
    found["semua"] = [plain(a) for a in (told.uang.pagu, told.uang.serapan, told.uang.efisiensi, told.rata_capaian)]
    return found


def test_the_profile_says_whose_capaian_is_set_against_shared_money():
    first, mean = (
        laporan(process(cetak(rekaan(1, profil)).book, load(profil))).sasaran[SASARAN_1]
        for profil in ("magetan_2025", "mojokerto_2025")
    )
    single = [number(i.capaian) for i in first.indikator]
    assert number(first.capaian) == single[0]
    assert number(mean.capaian) == pytest.approx((single[0] + single[1]) / 2)


# --- what is printed is not believed ---------------------------------------------------------------------------------


def test_a_wrong_printed_capaian_and_efisiensi_are_computed_anew():
    told = typed({"Data": tabel_3_3(("Meningkatnya A", "i", 1000, 800, 50, 60, 999, 1, 1, 77))}, load("magetan_2025"))
    (indikator,) = told.indikator
    assert number(indikator.capaian) == 120  # 60 / 50
    assert told.uang is not None
    assert number(told.uang.serapan) == 80
    assert number(told.uang.efisiensi) == pytest.approx(100 / 3)  # (1.000 × 120 % − 800) / 1.200


def test_stored_values_of_formulas_are_not_believed_either():
    buku = kerja(magetan(), rumus=True)
    sheet = buku.book.sheet("Indikator")
    first = next(n for n, row in enumerate(magetan().isian["indikator"]) if row["kunci"] == "1.1")
    at = buku.places["indikator", first, "realisasi"]
    for position, cell in list(sheet.cells.items()):
        if cell.formula is not None and isinstance(cell.value, int | float):
            sheet.cells[position] = RawCell(1, formula=cell.formula)
    sasaran = laporan(process(buku.book)).sasaran[SASARAN_1]
    assert sasaran.indikator[0].realisasi == Angka(70.63, at, asal=buku.places["realisasi", 0, "tw1_k"])
    assert sasaran.uang is not None
    assert number(sasaran.uang.pagu) == 908_521_800


# --- only some of the tables -----------------------------------------------------------------------------------------


def only(kantor_titles: set[str]) -> Laporan:
    book = cetak(magetan()).book
    kept = tuple(sheet for sheet in book if sheet.title in kantor_titles)
    return laporan(process(Book(None, kept), load("magetan_2025")))


def test_only_the_perjanjian_kinerja_gives_targets_and_reasons():
    told = only({"Tabel 2.14"})
    assert [number(i.target) for i in told.indikator] == [70.54, 3, 92, 83.5]
    assert {reason(i.capaian) for i in told.indikator} == {"realisasi_kosong"}
    assert reason(told.rata_capaian) == "nilai_kosong"
    assert (told.program, told.uang) == ((), None)


def test_only_programs_give_pagu_and_no_zero_for_what_nobody_typed():
    told = only({"Tabel 2.13"})
    assert told.sasaran == ()
    assert len(told.program) == 8
    assert told.uang is not None
    assert number(told.uang.pagu) == 5_158_767_698
    assert told.uang.realisasi.value is None
    assert reason(told.uang.serapan) == "realisasi_kosong"


def test_before_any_quarter_is_typed_there_are_reasons_and_no_zero():
    buku = kerja(magetan(), rumus=True)
    sheet = buku.book.sheet("Realisasi")
    for position, cell in list(sheet.cells.items()):
        if cell.formula is None and isinstance(cell.value, int | float):
            del sheet.cells[position]
    told = laporan(process(buku.book))
    assert {reason(i.capaian) for i in told.indikator} == {"realisasi_kosong"}
    assert told.uang is not None
    assert number(told.uang.pagu) == 5_158_767_698
    assert {reason(p.uang.serapan) for p in told.program} == {"realisasi_kosong"}
    assert told.tidak_dihitung[0] == (
        buku.places["realisasi", 0, "tw1_k"], "Capaian: Persentase koperasi yang berkualitas", "realisasi kosong",
    )  # fmt: skip


# --- rows that count -------------------------------------------------------------------------------------------------


def test_of_two_perjanjian_kinerja_only_the_one_in_force_is_told():
    sheets = {
        "Induk": tabel_3_3(("Meningkatnya A", "Jumlah a", 500, 400, 40, 60), title="Capaian Kinerja PK Induk 2025"),
        "Perubahan": tabel_3_3(
            ("Meningkatnya A", "Jumlah a", 1000, 800, 50, 60), title="Capaian Kinerja Perubahan 2025"
        ),
    }
    told = typed(sheets, load("magetan_2025"))
    assert [(number(i.target), number(i.capaian)) for i in told.indikator] == [(50, 120)]
    assert told.uang is not None
    assert number(told.uang.pagu) == 1000
    assert told.versi_pk == "perubahan"


def test_a_report_of_the_first_perjanjian_kinerja_alone_is_told_as_such():
    rows = tabel_3_3(("Meningkatnya A", "Jumlah a", 500, 400, 40, 60), title="Capaian Kinerja PK Induk 2025")
    told = typed({"Induk": rows}, load("magetan_2025"))
    assert told.versi_pk == "induk"
    assert [number(i.capaian) for i in told.indikator] == [150]


def test_indicators_with_money_of_their_own_add_up_where_the_profile_says_each_for_itself():
    """LKjIP Jember 2025 Tabel 3.14: three indicators of one sasaran, each with its own pagu."""
    rows = tabel_3_3(
        ("Meningkatkan pertumbuhan Usaha Mikro", "Usaha mikro mandiri", 18_554_889_800, 14_212_164_755, 65, 6.5),
        (None, "Koperasi sehat", 64_197_700, 58_838_800, 30, 32),
        (None, "Koperasi berkualitas", 1_962_782_500, 1_662_263_520, 50, 72),
    )
    each, first = (typed({"Data": rows}, load(id)).uang for id in ("jember_2025", "magetan_2025"))
    assert each is not None
    assert first is not None
    assert number(each.pagu) == 18_554_889_800 + 64_197_700 + 1_962_782_500
    assert number(first.pagu) == 18_554_889_800


# --- reasons ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "realisasi", "why", "cell"),
    [
        (None, 60, "target kosong", "E4"),
        (0, 60, "target nol", "E4"),
        (50, None, "realisasi kosong", "F4"),
        ("baik", 60, "target bukan angka", "E4"),
        (50, "baik", "realisasi bukan angka", "F4"),
    ],
)
def test_a_gap_is_told_with_its_reason_and_the_cell_to_fill(target: object, realisasi: object, why: str, cell: str):
    rows = tabel_3_3(
        ("Meningkatnya A", "Jumlah a", 1000, 800, target, realisasi), ("Meningkatnya B", "Jumlah b", 1, 1, 2, 2)
    )
    told = typed({"Data": rows}, load("magetan_2025"))
    assert told.tidak_dihitung == ((Place("Data", cell), "Capaian: Jumlah a", why),)
    assert told.indikator[0].capaian.angka is None
    assert [number(i.capaian) for i in told.indikator[1:]] == [100]


def test_extreme_results_are_kept_as_they_are():
    rows = tabel_3_3(
        ("Meningkatnya A", "Jumlah a", 1000, 800, 0.14, 1.69), ("Meningkatnya B", "Jumlah b", 1000, 0, 10, 0)
    )
    told = typed({"Data": rows}, load("magetan_2025"))
    assert [round(number(i.capaian), 2) for i in told.indikator] == [1207.14, 0]  # 1,69 / 0,14; nothing was reached
    zero = told.sasaran[1].uang
    assert zero is not None
    assert (number(zero.serapan), reason(zero.efisiensi)) == (0, "capaian_nol")


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_the_last_quarter_that_is_typed_is_told(quarter: int):
    buku = kerja(magetan(), rumus=True)
    sheet = buku.book.sheet("Realisasi")
    for position, cell in list(sheet.cells.items()):
        if cell.formula is None and isinstance(cell.value, int | float):
            del sheet.cells[position]
    row, column = parse_address(buku.places["realisasi", 0, f"tw{quarter}_k"].cell)
    sheet.cells[row, column] = RawCell(35.27)
    told = laporan(process(buku.book))
    assert told.triwulan == quarter
    assert number(told.indikator[0].capaian) == pytest.approx(50)  # 35,27 is half of 70,54


def test_a_report_typed_by_hand_has_no_quarters():
    assert of_sample("terbit.xlsx").triwulan is None


def test_an_efisiensi_table_of_some_indicators_leaves_the_others_in_the_report():
    """LKjIP Jember 2025: Tabel 3.2 states an indicator that Tabel 3.14 (efisiensi) does not."""
    book = book_from_text("""
        [Capaian]
        Capaian Kinerja Tahun 2025
        Sasaran | Indikator Kinerja | Target | Realisasi | Capaian (%)
        Meningkatnya efektivitas perangkat daerah | Persentase indikator program yang dicapai | 82% | 67% | 82%
        Meningkatnya pertumbuhan usaha | Persentase koperasi sehat | 30% | 32% | 107%

        [Efisiensi]
        Efisiensi Kinerja Sasaran Tahun 2025
        Sasaran | Indikator Kinerja | Satuan | Target | Realisasi | Capaian (%) | Pagu | Realisasi Anggaran | Serapan (%) | Tingkat Efisiensi
        Meningkatnya pertumbuhan usaha | Persentase koperasi sehat | % | 30 | 32 | 107% | 64.197.700 | 58.838.800 | 91,65% | 8,35%
    """)
    named = [i.indikator for i in laporan(process(book)).indikator]
    assert sorted(named) == ["Persentase indikator program yang dicapai", "Persentase koperasi sehat"]
