"""Tables as other offices type them: right figures are never called wrong, whatever the layout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.make_samples import MAGETAN
from tests.test_checks import HEAD, PK, RIGHT, capaian, codes, findings
from workbook_tools.books.closed import read
from workbook_tools.books.memory import book_from_text
from workbook_tools.compute.efisiensi_tabel import efisiensi_tabel
from workbook_tools.findings import Severity
from workbook_tools.process import process
from workbook_tools.regulations.methods import metode
from workbook_tools.regulations.profile import load
from workbook_tools.writeback import compute

PROGRAM_HEAD = "No. | Program/Kegiatan/Sub Kegiatan | Indikator Kinerja | Satuan | Target | Anggaran"
PROGRAM_TITLE = "Program, Kegiatan, dan Pagu Anggaran Perubahan Tahun 2025"


def programs(*rows: str) -> str:
    return "\n".join(["[P]", PROGRAM_TITLE, PROGRAM_HEAD, *rows])


def errors(text: str) -> list[str]:
    return [f.code for f in findings(text) if f.severity is Severity.ERROR]


THREE = (
    "1 | PROGRAM SATU | a | Unit | 1 | 300",
    "2 | Kegiatan Dua | b | Unit | 1 | 300",
    "3 | Sub Tiga | c | Unit | 1 | 300",
)


@pytest.mark.parametrize("word", ["JUMLAH", "Total", "Grand Total", "J U M L A H", "TOTAL ANGGARAN"])
def test_a_total_row_in_any_spelling_is_a_total_and_is_checked(word: str) -> None:
    assert errors(programs(*THREE, f" | {word} | | | | 300")) == []
    assert errors(programs(*THREE, f" | {word} | | | | 301,5")) == ["jumlah_salah"]


def test_subtotals_and_the_total_of_them_are_both_right() -> None:
    other = tuple(
        row.replace("300", "500").replace("SATU", "EMPAT").replace("Dua", "Lima").replace("Tiga", "Enam")
        for row in THREE
    )
    assert (
        errors(programs(*THREE, " | Sub Total | | | | 300", *other, " | Sub Total | | | | 500", " | TOTAL | | | | 800"))
        == []
    )


def test_a_row_whose_name_begins_with_jumlah_is_no_total() -> None:
    rows = (*THREE[:2], "3 | Jumlah dan Jenis Layanan | | dok | 3 | 300")
    assert errors(programs(*rows)) == []


def test_names_may_be_numbered_in_every_style() -> None:
    assert (
        errors(
            programs(
                "1 | A. Program Satu | a | Unit | 1 | 300",
                "2 | 1. Kegiatan Dua | b | Unit | 1 | 300",
                "3 | 1) Sub Kegiatan Tiga | c | Unit | 1 | 300",
            )
        )
        == []
    )


def test_a_table_may_leave_out_the_level_of_kegiatan() -> None:
    assert (
        errors(
            programs(
                "1 | PROGRAM SATU | a | Unit | 1 | 600",
                *(f"{n} | Sub {n} | s{n} | Unit | 1 | 100" for n in range(2, 8)),
            )
        )
        == []
    )


def test_a_second_funding_source_is_added() -> None:
    """LKjIP Mojokerto 2025 Tabel 2.9: one program, two sources, two rows."""
    assert (
        errors(
            programs(
                "1 | PROGRAM SATU | a | Unit | 1 | 300",
                " | | | | | 50",
                "2 | Kegiatan Dua | b | Unit | 1 | 350",
                "3 | Sub Tiga | c | Unit | 1 | 350",
            )
        )
        == []
    )


def test_an_amount_that_cannot_be_read_makes_no_sum_wrong() -> None:
    rows = (*THREE[:2], "3 | Sub Tiga | c | Unit | 1 | tiga ratus")
    assert codes(programs(*rows)) == ["bukan_angka"]


def test_signatures_and_footnotes_below_a_table_are_no_rows() -> None:
    text = capaian(
        RIGHT,
        "Sumber: Dinas | | | | | | | | |",
        "|",
        " | | | Magetan, 5 Januari 2026 | | | | | |",
        " | | | KEPALA DINAS | | | | | |",
    )
    assert codes(text) == []


def test_blank_rows_and_page_lines_inside_a_table_lose_nothing() -> None:
    text = programs(THREE[0], THREE[1], "|", "|", "|", "lanjutan tabel | | | | |", PROGRAM_HEAD, THREE[2])
    (tabel,) = process(book_from_text(text)).tables
    assert [row.nama for row in tabel.rows] == ["PROGRAM SATU", "Kegiatan Dua", "Sub Tiga"]


def test_two_tables_may_stand_one_above_the_other() -> None:
    text = (
        PK.replace("[PK]", "[Bab III]") + "|\nTabel 3.3 Capaian Kinerja (Perubahan) Tahun 2025\n" + HEAD + "\n" + RIGHT
    )
    assert [t.format.id for t in process(book_from_text(text)).tables] == ["magetan.2_14", "magetan.3_3"]
    assert errors(text) == []


def test_a_table_of_another_year_or_another_pk_is_another_fact() -> None:
    other = RIGHT.replace("| 50 | 60 |", "| 40 | 48 |")
    for title in ("Capaian Kinerja (Induk) Tahun 2025", "Capaian Kinerja (Perubahan) Tahun 2024"):
        text = (
            PK
            + capaian(RIGHT)
            + "\n"
            + capaian(other).replace("[T]", "[U]").replace("Capaian Kinerja (Perubahan) Tahun 2025", title)
        )
        assert errors(text) == []


def test_headings_that_name_two_columns_alike_are_told_apart_by_their_place() -> None:
    head = (
        HEAD.replace("Realisasi Anggaran", "Realisasi")
        .replace("Realisasi Kinerja", "Realisasi")
        .replace("Target Kinerja", "Target")
    )
    assert codes("\n".join(["[T]", "Capaian Kinerja (Perubahan) Tahun 2025", head, RIGHT])) == []


def test_a_percent_column_typed_as_fractions_is_one_warning() -> None:
    row = RIGHT.replace("120%", "1,2").replace("33,33%", "0,3333")
    second = "Meningkatnya B | Jumlah mitra | 500 | 400 | 10 | 9 | 0,9 | 450 | 50 | 0,1111"
    assert codes(capaian(row, second)) == ["kolom_pecahan", "kolom_pecahan"]


def test_a_figure_rounded_shorter_than_it_is_shown_is_a_note() -> None:
    """LKjIP Mojokerto 2025 Tabel 3.39 prints 98,70 % for 82,89 of 84."""
    found = findings(capaian("Meningkatnya A | Nilai SAKIP | | | 84 | 82,89 | 98,70% | | |"))
    assert [(f.code, f.severity) for f in found] == [("cocok_dalam_pembulatan", Severity.NOTE)]


@pytest.mark.filterwarnings("ignore:Print area cannot be set")
def test_a_workbook_on_the_first_pk_agrees_with_itself(tmp_path: Path) -> None:
    """The Profil sheet says which PK is in force, whatever the printed titles of the tables say."""
    result = process(read(MAGETAN / "isian.xlsx"))
    setting = next(r for t in result.tables if t.role == "profil" for r in t.rows if r.isi["kunci"] == "versi_pk")
    book = openpyxl.load_workbook(MAGETAN / "isian.xlsx")
    book[setting.sel["isi"].place.sheet][setting.sel["isi"].place.cell] = "induk"
    book.save(tmp_path / "a.xlsx")
    compute(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert [f for f in process(read(tmp_path / "b.xlsx")).findings if f.severity is Severity.ERROR] == []


def test_a_capaian_limited_to_100_is_a_warning_with_both_readings() -> None:
    found = findings(capaian("Meningkatnya A | i | | | 50 | 60 | 100% | | |"))
    assert [(f.code, f.severity) for f in found] == [("capaian_dibatasi", Severity.WARNING)]


def test_two_indicators_that_both_reached_their_target_are_no_copies() -> None:
    assert (
        codes(capaian("Meningkatnya A | i satu | | | 100 | 100 | 100% | | |", "^ | j dua | | | 100 | 100 | 100% | | |"))
        == []
    )


def test_names_that_say_the_opposite_are_not_the_same_indicator() -> None:
    text = PK + capaian(RIGHT.replace("koperasi aktif", "koperasi tidak aktif").replace("| 50 | 60 |", "| 40 | 48 |"))
    assert errors(text) == []


def test_without_a_profile_the_figures_say_how_indicators_share_money() -> None:
    """1.000 × 120 % by the first indicator, 1.000 × 110 % by the mean of 120 and 100."""
    second = "^ | Jumlah pelaku | | | 4 | 4 | 100% | | |"
    for first in (RIGHT, RIGHT.replace("1.200 | 400 | 33,33%", "1.100 | 300 | 27,27%")):
        result = process(book_from_text(capaian(first, second)))
        assert [f for f in result.findings if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("pagu_capaian", 100 / 3),
        ("sisa_serapan", 20.0),
        ("selisih_capaian_serapan", 40.0),
        ("capaian_ge_serapan", "Efisien"),
    ],
)
def test_the_profile_says_which_efisiensi_a_table_prints(method: str, expected: object) -> None:
    """pagu 1.000, realisasi 800, capaian 120 %: four meanings of one word."""
    profil = replace(load("magetan_2025"), efisiensi={"capaian_sasaran": metode(method)})
    assert efisiensi_tabel("capaian_sasaran")(profil, 1000.0, 800.0, 120.0) == pytest.approx(expected)


@pytest.mark.filterwarnings("ignore:Print area cannot be set")
def test_a_template_that_another_program_saved_without_values_is_told_once_a_sheet_and_computed(tmp_path: Path) -> None:
    """openpyxl drops every cached value; compute brings them back, and nothing is left to say."""
    book = openpyxl.load_workbook(MAGETAN / "isian.xlsx")
    saved, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book.save(saved)
    found = process(read(saved)).findings
    assert {f.code for f in found} == {"rumus_tanpa_nilai"}
    assert len(found) == len({f.place.sheet for f in found})
    compute(saved, target)
    assert list(process(read(target)).findings) == []


@pytest.mark.filterwarnings("ignore:Print area cannot be set")
@pytest.mark.parametrize("letters", [str.upper, str.title])
def test_capitals_of_codes_and_levels_do_not_matter_as_in_excel(letters, tmp_path: Path) -> None:
    result = process(read(MAGETAN / "isian.xlsx"))
    book = openpyxl.load_workbook(MAGETAN / "isian.xlsx")
    for row in next(t for t in result.tables if t.role == "program").rows:
        cell = row.sel["level"].place
        book[cell.sheet][cell.cell] = letters(str(row.isi["level"]))
    book.save(tmp_path / "a.xlsx")
    compute(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert [f for f in process(read(tmp_path / "b.xlsx")).findings if f.severity is Severity.ERROR] == []


# ── efisiensi in each of its meanings, kategori without a profile, closing rows under the running number ─────────────

EFISIENSI_HEAD = """
[E]
Efisiensi Penggunaan Sumber Daya Tahun 2025
No | Sasaran Strategis | Indikator Kinerja | Kinerja | < | < | Anggaran | < | < | Tingkat Efisiensi
^ | ^ | ^ | Target | Realisasi | Capaian (%) | Target (Rp) | Realisasi (Rp) | Capaian (%) | ^
"""


def efisiensi(*printed: str) -> str:
    """Capaian 120, 90, 100 %; serapan 90, 95, 80 %."""
    rows = (
        "1 | Satu | a | 50 | 60 | 120,00 | 1.000 | 900 | 90,00",
        "2 | Dua | b | 50 | 45 | 90,00 | 2.000 | 1.900 | 95,00",
        "3 | Tiga | c | 50 | 50 | 100,00 | 1.000 | 800 | 80,00",
    )
    return EFISIENSI_HEAD + "\n".join(f"{row} | {figure}" for row, figure in zip(rows, printed, strict=False))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (("25,00", "-5,56", "20,00"), "21,00"),  # (1.200 - 900) / 1.200, (1.800 - 1.900) / 1.800, 200 / 1.000
        (("10,00", "5,00", "20,00"), "21,00"),
        (("30,00", "-5,00", "20,00"), "21,00"),
        (("Efisien", "Tidak Efisien", "Efisien"), "Tidak Efisien"),
    ],
)
@pytest.mark.parametrize("profile", [None, "netral", "magetan_2025", "jember_2025"])
def test_efisiensi_may_mean_any_of_four_things_and_a_wrong_one_is_still_found(
    right: tuple[str, ...], wrong: str, profile: str | None
) -> None:
    profil = load(profile) if profile else None
    assert [
        f.code for f in process(book_from_text(efisiensi(*right)), profil).findings if f.severity is Severity.ERROR
    ] == []
    found = process(book_from_text(efisiensi(*right[:2], wrong)), profil).findings
    assert [str(f.place) for f in found if f.severity is Severity.ERROR] == ["E!J6"]


def test_a_meaning_other_than_the_profiles_is_told_once() -> None:
    found = process(book_from_text(efisiensi("30,00", "-5,00", "20,00")), load("magetan_2025")).findings
    assert [(f.code, f.severity) for f in found] == [("efisiensi_bermakna_lain", Severity.WARNING)]


@pytest.mark.parametrize(
    "words",
    [
        ("Sangat Tinggi", "Sangat Tinggi"),  # Jember: from 90
        ("Sangat Tinggi", "Tinggi"),  # Mojokerto: from 91
        ("Sangat Berhasil", "Berhasil"),
        ("Sangat Baik", "Baik"),  # on no scale that is known
    ],
)
def test_without_a_profile_kategori_of_any_scale_are_no_errors(words: tuple[str, ...]) -> None:
    text = f"""
        [T]
        Capaian Kinerja Tahun 2025
        No | Sasaran | Indikator Kinerja | Target | Realisasi | Capaian (%) | Kategori
        1 | Satu | a | 50 | 52 | 104,00 | {words[0]}
        2 | Dua | b | 200 | 181 | 90,50 | {words[1]}
    """
    assert [f.code for f in process(book_from_text(text)).findings if f.severity is Severity.ERROR] == []


def test_a_mean_labelled_under_the_running_number_is_no_indicator_and_its_kategori_is_checked() -> None:
    text = """
        [T]
        Capaian Kinerja Tahun 2025
        No | Sasaran | Indikator Kinerja | Target | Realisasi | Capaian (%) | Kategori
        1 | Satu | a | 50 | 50 | 100,00 | Sangat Tinggi
        2 | Dua | b | 200 | 160 | 80,00 | Tinggi
        Rata-rata capaian | < | < | < | < | 90,00 | Tinggi
    """
    mojokerto = load("mojokerto_2025")
    assert list(process(book_from_text(text), mojokerto).findings) == []
    for right, wrong, cell in (("90,00 | Tinggi", "90,00 | Rendah", "T!G5"), ("| 90,00 |", "| 95,00 |", "T!F5")):
        found = process(book_from_text(text.replace(right, wrong)), mojokerto).findings
        assert cell in {str(f.place) for f in found if f.severity is Severity.ERROR}


def test_a_total_labelled_under_the_running_number_is_checked() -> None:
    text = """
        [A]
        Anggaran Belanja Tahun Anggaran 2025 dan 2026
        No | Program | Tahun 2025 | Tahun 2026
        1 | Program Satu | 1.000 | 2.000
        2 | Program Dua | 300 | 400
        Jumlah | < | 1.300 | 2.400
    """
    assert errors(text) == []
    assert errors(text.replace("2.400", "2.500")) == ["jumlah_salah"]


def test_kemajuan_alone_says_which_way_its_indicator_counts() -> None:
    """(2 × 5 - 7,6) / 5 = 48 %."""
    text = """
        [K]
        Tingkat Kemajuan terhadap Target Akhir Renstra
        No | Sasaran | Indikator Kinerja | Realisasi 2025 | Target Akhir Renstra | Tingkat Kemajuan
        1 | Satu | a | 30 | 40 | 75%
        2 | Dua | Tingkat kerusakan | 7,6% | 5% | 48%
    """
    assert errors(text) == []
    assert errors(text.replace("48%", "58%")) == ["angka_salah"]


def test_a_pk_without_satuan_lacks_nothing_and_who_signs_it_is_no_indicator() -> None:
    text = """
        [PK]
        PERJANJIAN KINERJA TAHUN 2025
        NO | SASARAN STRATEGIS | INDIKATOR KINERJA | TARGET
        1 | Satu | a | 65,5 Nilai
        2 | Dua | b | 80 (A)
        Mojokerto, 10 September 2025 | | |
        Bupati | | Kepala Dinas |
        NAMA | | NAMA LAIN |
    """
    result = process(book_from_text(text))
    assert [row.nama for row in result.tables[0].rows] == ["Satu", "Dua"]
    assert [f.code for f in result.findings] == ["profil_dipilih"]


def test_a_wrong_word_is_told_at_the_word_though_the_figures_carry_other_words_too() -> None:
    """104 and 90,5, mean 97,25: the first kategori is wrong, and that of the mean."""
    text = """
        [T]
        Capaian Kinerja Tahun 2025
        No | Sasaran | Indikator Kinerja | Target | Realisasi | Capaian (%) | Kategori
        1 | Satu | a | 50 | 52 | 104,00 | Tinggi
        2 | Dua | b | 200 | 181 | 90,50 | Tinggi
        Rata-rata capaian | < | < | < | < | 97,25 | Tinggi
    """
    found = process(book_from_text(text), load("mojokerto_2025")).findings
    assert {str(f.place) for f in found if f.severity is Severity.ERROR} == {"T!G3", "T!G5"}


def test_a_predicate_as_target_and_realisasi_is_no_figure_that_went_wrong() -> None:
    text = """
        [PK]
        Perjanjian Kinerja Tahun 2025
        No | Sasaran | Indikator Kinerja | Satuan | Target
        1 | Akuntabilitas | Predikat SAKIP | Predikat | A
        2 | Keuangan | Opini atas laporan keuangan | Opini | WTP
        3 | Usaha | Jumlah usaha | Unit | baru
    """
    assert [(f.code, str(f.place)) for f in findings(text)] == [("bukan_angka", "PK!E5")]


def test_a_second_table_right_below_a_signature_is_no_part_of_the_first() -> None:
    text = """
        [PK]
        PERJANJIAN KINERJA TAHUN 2025
        NO | SASARAN STRATEGIS | INDIKATOR KINERJA | TARGET
        1 | Satu | a | 65,5
        2 | Dua | b | 80
        | | | Mojokerto, 10 September 2025
        | Bupati Mojokerto | | Kepala Dinas
        No | Program | Anggaran | Keterangan
        1 | Program Satu | Rp. 4.312.079.563,- | APBD
    """
    assert codes(text) == []
    assert [row.nama for row in process(book_from_text(text)).tables[0].rows] == ["Satu", "Dua"]


def test_another_government_may_stand_beside_a_second_one() -> None:
    """68 / 80 = 85 %; the second pair of columns is not read."""
    text = """
        [B]
        Perbandingan Capaian dengan Daerah Lain
        No | Sasaran | Indikator Kinerja | Realisasi Dinas | Realisasi Kabupaten A | % Capaian | Realisasi Provinsi B | % Capaian
        1 | Satu | a | 68 | 80 | 85,00% | 85 | 80,00%
        2 | Dua | b | 72 | - | - | 80 | 90,00%
    """
    assert errors(text) == []
    assert errors(text.replace("85,00%", "86,00%")) == ["angka_salah"]


def test_a_plan_may_be_printed_without_tujuan_and_with_where_it_began() -> None:
    text = """
        [R]
        Target Kinerja Sasaran Renstra Tahun 2025-2027
        No | Sasaran | Indikator Sasaran | Satuan | Kondisi Awal 2024 | Target Kinerja Sasaran pada Tahun | < | <
        ^ | ^ | ^ | ^ | ^ | 2025 | 2026 | 2027
        1 | Satu | a | Nilai | 64 | 65,5 | 66 | 67
        2 | Dua | b | Nilai | 79 | 80 | 81 | 82
        [PK]
        Perjanjian Kinerja Tahun 2025
        No | Sasaran | Indikator Kinerja | Satuan | Target
        1 | Satu | a | Nilai | 65,5
        2 | Dua | b | Nilai | 80
    """
    plan = process(book_from_text(text)).tables[0]
    assert [[row.isi[f"target_{year}"] for year in (2025, 2026, 2027)] for row in plan.rows] == [
        [65.5, 66.0, 67.0], [80.0, 81.0, 82.0],
    ]  # fmt: skip
    assert codes(text) == []
    assert [f for f in findings(text.replace("| Nilai | 80\n", "| Nilai | 70\n")) if str(f.place) == "PK!E4"]


def test_kinerja_and_anggaran_without_a_column_of_efisiensi_lack_nothing() -> None:
    """LKjIP Mojokerto 2025 Tabel 3.43."""
    text = """
        [T]
        Pencapaian Kinerja dan Anggaran
        Sasaran | Indikator Kinerja | Kinerja | < | < | Anggaran | < | <
        ^ | ^ | Target | Realisasi | Capaian | Target | Realisasi | Capaian (%)
        Satu | a | 50 | 60 | 120 % | 1.000 | 900 | 90,00 %
        Dua | b | 50 | 45 | 90 % | 2.000 | 1.900 | 95,00 %
    """
    assert codes(text) == []
    assert errors(text.replace("95,00 %", "96,00 %")) == ["angka_salah"]


def short_report(mean: str, predicate: str, realisasi: str = "9") -> str:
    """Layout of LKjIP Magetan 2025 Tabel 4.1: capaian 101, 99, 90 %, their mean 96,67 % is `Berhasil`."""
    return "\n".join(
        [
            "[Lampiran]",
            "Capaian Kinerja Tahun 2025",
            "Sasaran | Indikator Kinerja | Target | Realisasi | Capaian (%) | Kategori",
            "Meningkatnya produksi | Produksi perikanan tangkap | 100 | 101 | 101% | Sangat Berhasil",
            "Meningkatnya produksi | Produksi perikanan budidaya | 100 | 99 | 99% | Berhasil",
            f"Meningkatnya pelayanan | Nilai kepuasan | 10 | {realisasi} | 90% | Berhasil",
            f" | Rata-rata capaian | | | {mean} | {predicate}",
        ]
    )


@pytest.mark.parametrize(
    ("mean", "predicate", "realisasi", "blamed"),
    [
        ("96,67%", "Berhasil", "9", []),
        ("66,67%", "Cukup Berhasil", "9", ["E6"]),  # the word follows the wrong mean; every row is right
        ("66,67%", "Berhasil", "9", ["E6"]),
        ("96,67%", "Cukup Berhasil", "9", ["F6"]),
        ("96,67%", "Berhasil", "6", ["D5"]),  # 6 of 10 is 60 %: capaian and mean both speak for 9
    ],
)
def test_a_wrong_mean_is_blamed_with_its_predicate_and_no_right_row_under_it(
    mean: str, predicate: str, realisasi: str, blamed: list[str]
) -> None:
    found = findings(short_report(mean, predicate, realisasi))
    assert [f.place.cell for f in found if f.severity is Severity.ERROR] == blamed


def test_compute_leaves_a_kategori_in_words_of_a_scale_that_nobody_named(tmp_path: Path) -> None:
    """The office writes `Baik` for 77,17 %; no profile is named, so no scale says another word."""
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Capaian Kinerja Tahun 2021",),
        ("Sasaran", "Indikator Kinerja", "Target", "Realisasi", "Capaian (%)", "Predikat"),
        ("Meningkatnya kualitas koperasi", "Persentase koperasi aktif", 71, 54.79, 77.17, "Baik"),
        ("Meningkatnya usaha mikro", "Persentase wirausaha baru", 89.79, 203.95, 227.14, "Sangat Baik"),
    ):
        sheet.append(row)
    book.save(source)
    compute(source, target)
    filled = openpyxl.load_workbook(target).worksheets[0]
    assert [filled.cell(row, 6).value for row in (3, 4)] == ["Baik", "Sangat Baik"]
    compute(source, target, load("magetan_2025"))
    filled = openpyxl.load_workbook(target, data_only=True).worksheets[0]
    assert [filled.cell(row, 6).value for row in (3, 4)] == ["Berhasil", "Sangat Berhasil"]
