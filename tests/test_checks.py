"""What each check says, one fault at a time, in small tables written as text."""

from __future__ import annotations

import pytest

from workbook_tools.books.memory import book_from_text
from workbook_tools.checks.conflict import Constraint, diagnose
from workbook_tools.checks.wording import same_unit
from workbook_tools.findings import Finding, Place, Severity
from workbook_tools.names import similarity
from workbook_tools.process import process
from workbook_tools.regulations.profile import load

HEAD = (
    "Tujuan/Sasaran | Indikator Kinerja | Pagu anggaran | Realisasi Anggaran | Target Kinerja | Realisasi Kinerja "
    "| % Capaian | Pagu x capaian | Selisih | Efisiensi (%)"
)
PK = """
[PK]
Perjanjian Kinerja Perubahan Tahun 2025
No | Sasaran Strategis | Indikator Kinerja | Satuan | Target
1 | Meningkatnya Produktivitas | Persentase koperasi aktif | Persentase | 50
"""


def findings(text: str, profile: str = "magetan_2025") -> list[Finding]:
    return list(process(book_from_text(text), load(profile)).findings)


def codes(text: str, profile: str = "magetan_2025") -> list[str]:
    return [f.code for f in findings(text, profile)]


def capaian(*rows: str) -> str:
    return "\n".join(["[T]", "Capaian Kinerja (Perubahan) Tahun 2025", HEAD, *rows])


RIGHT = "Meningkatnya Produktivitas | Persentase koperasi aktif | 1.000 | 800 | 50 | 60 | 120% | 1.200 | 400 | 33,33%"


def test_right_figures_are_silent() -> None:
    assert codes(capaian(RIGHT)) == []


@pytest.mark.parametrize(
    ("wrong", "cell"),
    [
        (RIGHT.replace("120%", "121%"), "G3"),
        (RIGHT.replace("1.200", "1.201"), "H3"),
        (RIGHT.replace("400 |", "401 |"), "I3"),
        (RIGHT.replace("33,33%", "33,43%"), "J3"),
    ],
)
def test_a_wrong_computed_figure_is_one_error_at_its_cell(wrong: str, cell: str) -> None:
    (found,) = findings(capaian(wrong))
    assert (found.code, found.severity, str(found.place)) == ("angka_salah", Severity.ERROR, f"T!{cell}")


def test_a_wrong_operand_is_one_error_and_what_follows_from_the_displayed_figure_is_no_other() -> None:
    """60 → 61: the capaian no longer fits its row; product, difference and efficiency still fit the printed 120 %."""
    (error,) = findings(capaian(RIGHT.replace("| 60 |", "| 61 |")))
    assert {str(error.place), *map(str, error.related)} == {"T!E3", "T!F3", "T!G3"}


def test_a_wrong_amount_is_one_error_that_names_all_that_follow_from_it() -> None:
    """pagu 1.000 → 1.100: product, difference and efficiency no longer fit; the cell they share is the cause."""
    (error,) = findings(capaian(RIGHT.replace("| 1.000 |", "| 1.100 |")))
    assert str(error.place) == "T!C3"
    assert {str(p) for p in error.related} >= {"T!H3", "T!J3"}


def test_truncated_figures_are_right() -> None:
    """LKjIP Jember 2025 prints 528 for 528,57."""
    assert codes(capaian("Meningkatnya A | i | | | 7 | 37 | 528% | | |")) == []


def test_a_figure_from_rounded_operands_is_a_note() -> None:
    """LKjIP Magetan 2025 Tabel 3.4 row 49: 3.009.469.472 fits a realisasi that is shown as 92,83 %."""
    row = "Meningkatnya A | i | 2.852.920.718 | 2.704.515.430 | 88% | 92,83% | 105% | 3.009.469.472 | 304.954.042 | 10,13%"
    found = findings(capaian(row))
    assert {f.severity for f in found} == {Severity.NOTE}
    assert {f.code for f in found} == {"cocok_dalam_pembulatan", "cocok_dari_tampilan"}


def test_a_dash_for_a_negative_figure_is_an_error() -> None:
    """LKjIP Magetan 2025 Tabel 3.4 row 15 prints `-` for −34.745.437."""
    row = "Meningkatnya A | i | 286.500.000 | 279.850.000 | 21,04% | 18,00% | 86% | 245.104.563 | - | -14,18%"
    assert [(f.code, str(f.place)) for f in findings(capaian(row))] == [("nihil_bukan_nol", "T!I3")]


def test_a_dash_for_zero_is_right() -> None:
    assert codes(capaian("Meningkatnya A | i | 1.250.000 | 1.250.000 | 15 | 15 | 100% | 1.250.000 | - | 0,00%")) == []


def test_zero_where_nothing_can_be_computed_is_a_note() -> None:
    """LKjIP Magetan 2025 Tabel 3.4 prints 0 % where the target is 0."""
    found = findings(capaian("Meningkatnya A | i | - | - | 0 | 0 | 0% | - | - | 0,00%"))
    assert {(f.code, f.severity) for f in found} == {("angka_nol_tanpa_dasar", Severity.NOTE)}


def test_a_percent_typed_as_a_fraction_is_named_as_such() -> None:
    """LKjIP Magetan 2025 Tabel 3.6 prints 0,9242 beside a target of 92."""
    text = (
        """
    [Perbandingan]
    Perbandingan Capaian Kinerja dengan Tahun Sebelumnya
    Sasaran | Indikator Kinerja | Tahun 2025 | < | <
    ^ | ^ | Target | Realisasi | %
    Meningkatnya Akuntabilitas | Nilai SAKIP | 92 | 0,9242 | 100
    [T]
    Capaian Kinerja (Perubahan) Tahun 2025
    """
        + HEAD
        + "\nMeningkatnya Akuntabilitas | Nilai SAKIP | | | 92 | 92,42 | 100% | | |"
    )
    errors = [f for f in findings(text) if f.severity is Severity.ERROR]
    assert [str(f.place) for f in errors] == ["Perbandingan!D4"]
    assert errors[0].code.startswith("skala_seratus")


def test_an_indicator_that_counts_downward_is_recognised_by_its_capaian() -> None:
    """(2·50 − 40) / 50 = 120 %, where the table does not say which way the indicator counts."""
    assert codes(capaian("Menurunnya Kehilangan | Angka kehilangan hasil | | | 50 | 40 | 120% | | |")) == [
        "polaritas_lain"
    ]


def test_one_target_in_two_tables_must_be_one() -> None:
    (found,) = findings(PK + capaian(RIGHT.replace("| 50 | 60 | 120%", "| 52 | 62,4 | 120%")))
    assert found.code == "fakta_berbeda"
    assert {str(found.place), *map(str, found.related)} == {"PK!E3", "T!E3"}


def test_an_indicator_that_the_pk_does_not_have_is_a_warning_with_both_readings() -> None:
    """LKjIP Magetan 2025 Tabel 3.6 keeps the indicator of the first PK."""
    found = findings(PK + capaian(RIGHT.replace("koperasi aktif", "koperasi sehat dan mandiri")))
    assert [(f.code, f.severity) for f in found] == [("indikator_lain_dari_pk", Severity.WARNING)]
    assert "koperasi aktif" in found[0].message


def test_a_percent_sign_on_an_index_is_a_warning() -> None:
    pk = PK.replace("Persentase koperasi aktif | Persentase", "Nilai SAKIP | Angka")
    row = "Meningkatnya Produktivitas | Nilai SAKIP | | | 50% | 60% | 120% | | |"
    assert set(codes(pk + capaian(row))) == {"persen_pada_bukan_persen"}


PROGRAM = """
[P]
Program, Kegiatan, dan Pagu Anggaran Perubahan Tahun 2025
No. | Program/Kegiatan/Sub Kegiatan | Indikator Kinerja | Satuan | Target | Anggaran
1 | PROGRAM SATU | a | Unit | 1 | 600
2 | Kegiatan Pertama | b | Unit | 1 | 350
3 | Sub Kegiatan Alfa | c | Unit | 1 | 100
4 | Sub Kegiatan Beta | d | Unit | 1 | 250
5 | Kegiatan Kedua | e | Unit | 1 | 250
6 | Sub Kegiatan Gama | f | Unit | 1 | 250
"""


def test_sums_by_level_are_silent_when_they_hold() -> None:
    assert codes(PROGRAM) == []


@pytest.mark.parametrize(("wrong", "cell"), [("| 600", "F3"), ("| 350", "F4"), ("| 100", "F5")])
def test_a_sum_that_does_not_hold_is_one_error(wrong: str, cell: str) -> None:
    found = findings(PROGRAM.replace(wrong, "| 777", 1))
    assert [f.code for f in found] == ["jumlah_salah"]
    assert f"P!{cell}" in {str(found[0].place), *map(str, found[0].related)}


def test_a_difference_below_the_hidden_sen_is_no_error() -> None:
    assert codes(PROGRAM.replace("| 600", "| 600,8", 1)) == ["jumlah_pembulatan"]


def test_a_scale_with_a_wrong_word_is_an_error_and_another_scale_a_warning() -> None:
    scale = """
    [S]
    Kriteria Capaian Kinerja
    No | Nilai Capaian Kinerja | Keterangan | Kategori
    1 | ≥ 100% | x | Sangat Berhasil
    2 | 75% s.d < 100% | x | Berhasil
    3 | 55% s.d < 75% | x | Cukup Berhasil
    4 | < 55% | x | Kurang Berhasil
    """
    assert codes(scale) == []
    assert codes(scale.replace("| Berhasil", "| Baik")) == ["kategori_skala_salah"]
    assert codes(scale.replace("75% s.d < 100%", "76% s.d < 100%")) == ["batas_skala_salah"]
    assert codes(scale, "jember_2025") == ["skala_lain"]


def test_one_bad_cell_does_not_hide_another() -> None:
    """pandera alone would drop the range check beside a text; numbers are converted first."""
    pk = PK.replace("| 50", "| x") + "2 | Meningkatnya B | j | | 7\n"
    found = {(f.code, f.place.cell) for f in findings(pk)}
    assert ("bukan_angka", "E3") in found


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("#DIV/0!", "galat_excel"), ("#N/A", "galat_excel"), ("31/12/2025", "tanggal_di_kolom_angka"), ("TRUE", "logika_di_kolom_angka"),
        ("266 desa 22 kelurahan", "bukan_angka"), ("1.643.784,900,-", "angka_rusak"), ("=SUM(A1)", "rumus_tanpa_nilai"),
        ("x" * 40_000, "teks_kepanjangan"), ("9" * 400, "bukan_angka"), ('"+cmd"', "bukan_angka"), ("@SUM", "bukan_angka"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_a_finding_and_no_traceback(typed: str, code: str) -> None:
    assert code in codes(PK.replace("| 50", f"| {typed}"))


def test_a_copied_second_indicator_is_one_warning_and_nothing_more() -> None:
    rows = (
        RIGHT,
        RIGHT.replace("Meningkatnya Produktivitas", "^").replace("Persentase koperasi aktif", "Jumlah pelaku usaha"),
    )
    assert codes(capaian(*rows)) == ["baris_salinan"]


# --- causes --------------------------------------------------------------------------------------------------------------


def constraint(stated: str, *cells: str, holds: bool = False, **implied: float) -> Constraint:
    places = frozenset(Place("S", c) for c in (stated, *cells))
    facts = {"found": "1", "expected": "2", "formula": "f", "column": "k", "row_label": "b"}
    return Constraint(
        "angka_salah",
        Place("S", stated),
        places,
        holds,
        implied={Place("S", c): v for c, v in implied.items()},
        facts=facts,
        shown=stated,
    )


def test_the_cell_that_all_conflicts_share_is_the_cause() -> None:
    found = diagnose([constraint("B1", "A1"), constraint("C1", "A1"), constraint("D1", "A1")])
    assert [f.place.cell for f in found] == ["A1"]


def test_two_causes_are_two_findings() -> None:
    found = diagnose([constraint("B1", "A1"), constraint("C1", "A1"), constraint("B2", "A2"), constraint("C2", "A2")])
    assert sorted(f.place.cell for f in found) == ["A1", "A2"]


def test_a_cell_that_other_constraints_vouch_for_is_not_blamed() -> None:
    found = diagnose([constraint("B1", "A1"), constraint("C1", "A1", holds=True)])
    assert [f.place.cell for f in found] == ["B1"]


def test_a_value_that_settles_one_conflict_but_not_another_is_not_the_cause_of_both() -> None:
    first = constraint("B1", "A1", A1=20.0)
    second = constraint("C1", "A1", C1=7.0)
    object.__setattr__(second, "test", lambda place, value: False)
    assert len(diagnose([first, second])) == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("UM", "Usaha Mikro"),
        ("kop", "Koperasi"),
        ("%", "Persentase"),
        ("Prosentase", "persen"),
        ("orang", "Orang/bulan"),
    ],
)
def test_units_are_abbreviated_and_spelled_in_many_ways(a: str, b: str) -> None:
    assert same_unit(a, b)


@pytest.mark.parametrize(("a", "b"), [("%", "Angka"), ("Orang", "Unit"), ("Skor", "Persentase")])
def test_other_units_are_other_units(a: str, b: str) -> None:
    assert not same_unit(a, b)


def test_names_are_alike_whatever_the_spelling_and_unlike_where_the_matter_differs() -> None:
    assert similarity("Presentase Koperasi yang Mengikuti Pelatihan", "Persentase koperasi mengikuti pelatihan") == 1
    assert similarity("Persentase Koperasi Sehat", "Persentase koperasi yang berkualitas") < 0.78
    assert similarity("Jumlah peserta kelas 1", "Jumlah peserta kelas 2") < 1
