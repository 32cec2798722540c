"""Plans, Rencana Kerja, both PK, efisiensi, kemajuan, another government, next year: read and checked, as other
offices than the sample's print them."""

from __future__ import annotations

import pytest

from workbook_tools.books.memory import book_from_text
from workbook_tools.findings import Finding, Severity
from workbook_tools.names import indicator_similarity
from workbook_tools.process import process
from workbook_tools.recognise import recognise
from workbook_tools.regulations.profile import load
from workbook_tools.tables.model import Tabel
from workbook_tools.tables.typed import typed_table


def tables(text: str) -> list[Tabel]:
    return [typed_table(found) for sheet in book_from_text(text) for found in recognise(sheet)]


def only(text: str) -> Tabel:
    (tabel,) = tables(text)
    return tabel


def findings(text: str, profile: str = "magetan_2025") -> list[Finding]:
    return list(process(book_from_text(text), load(profile)).findings)


def told(text: str, profile: str = "magetan_2025") -> list[tuple[str, str]]:
    return [(f.code, str(f.place)) for f in findings(text, profile)]


# ── recognised as other offices print them ───────────────────────────────────────────────────────────────────────────


def test_tujuan_and_sasaran_stand_in_columns_of_their_own_and_codes_in_front() -> None:
    tabel = only("""
        [x]
        Tujuan, Sasaran, Indikator dan Target Kinerja
        No | Tujuan | Sasaran | < | Indikator Kinerja | Satuan | Target Tahun | <
        ^ | ^ | ^ | ^ | ^ | ^ | 2027 | 2028
        1 | Maju | - | | Laju ekonomi | Persen | 5 | 6
        | | | | Pendapatan | Rupiah | 7 | 8
        | | "1.1" | Tumbuh | Jumlah usaha | Unit | 9 | 10
        | | | | Jumlah koperasi | Unit | 11 | 12
        | | "1.2" | Tertib | Nilai SAKIP | Angka | 80 | 81
    """)
    assert (tabel.role, tabel.years) == ("renstra_lama_matriks", (2027, 2028))
    assert [(r.level, r.nama, r.ke) for r in tabel.rows] == [
        ("tujuan", "Maju", 1), ("tujuan", "Maju", 2), ("sasaran", "Tumbuh", 1), ("sasaran", "Tumbuh", 2),
        ("sasaran", "Tertib", 1),
    ]  # fmt: skip
    assert [r.isi["target_2028"] for r in tabel.rows] == [6.0, 8.0, 10.0, 12.0, 81.0]


def test_a_heading_over_code_and_name_is_found_without_the_merge_too() -> None:
    """As copied from a PDF: no merged cells, and the years in a second row."""
    tabel = only("""
        [x]
        Tujuan, Sasaran, Indikator dan Target Kinerja
        NO | TUJUAN | SASARAN | | INDIKATOR KINERJA | SATUAN | TARGET KINERJA PADA TAHUN RENSTRA
        | | | | | | 2027 | 2028
        (1) | (2) | (3) | | (4) | | (5) | (6)
        1 | Maju | | | Laju ekonomi | Persen | 5 | 6
        | | "1.1" | Tumbuh | Jumlah usaha | Unit | 9 | 10
    """)
    assert [(r.level, r.nama, r.indikator) for r in tabel.rows] == [
        ("tujuan", "Maju", "Laju ekonomi"), ("sasaran", "Tumbuh", "Jumlah usaha"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    [
        "Realisasi Tahun 2031 Kabupaten Ngawi", "Realisasi Kota Kediri", "Realisasi Kinerja Tahun 2024 Provinsi Bali",
        "REALISASI NASIONAL",
    ],
)  # fmt: skip
def test_the_other_government_may_be_any_and_of_any_year(heading: str) -> None:
    tabel = only(f"""
        [x]
        Perbandingan Capaian
        No. | Sasaran | Indikator Kinerja | Realisasi Tahun 2031 | {heading} | % Capaian
        1 | 2 | 3 | 4 | 5 | (6=4/5*100)
        1 | Tumbuh | Jumlah usaha | 30 | 40 (B) | 75%
    """)
    assert tabel.role == "pembanding"
    assert [r.isi["pembanding"] for r in tabel.rows] == [40.0]


def test_target_under_anggaran_is_pagu_whichever_group_comes_first() -> None:
    text = """
        [x]
        Efisiensi Kinerja Sasaran Tahun 2025
        Sasaran | Indikator Kinerja | Anggaran | < | < | Kinerja | < | < | Tingkat Efisiensi
        ^ | ^ | Target | Realisasi | Capaian (%) | Target | Realisasi | Capaian (%) | ^
        Tumbuh | Jumlah usaha | 1.000 | 900 | 90,00% | 50 | 50 | 100% | 10,00%
    """
    row = only(text).rows[0]
    assert [row.isi[k] for k in ("pagu", "serapan", "target", "capaian")] == [1000.0, 90.0, 50.0, 100.0]
    assert told(text) == []


def test_what_follows_a_table_of_programs_is_no_program() -> None:
    """The report goes on with its outline right under Tabel 1.5."""
    tabel = only("""
        [Tabel 1.5]
        Anggaran Belanja Dinas Contoh
        Tahun Anggaran 2025 dan 2026
        Program | Tahun 2025 | Tahun 2026
        Program Penunjang | 1.000 | 2.000
        Pelayanan Izin | 300 | 400
        |
        BAB II | PERENCANAAN KINERJA. Pada bab ini diuraikan ringkasan perjanjian kinerja tahun berjalan.
    """)
    assert [(r.nama, r.level, r.isi["pagu_2026"]) for r in tabel.rows] == [
        ("Program Penunjang", "program", 2000.0), ("Pelayanan Izin", "program", 400.0),
    ]  # fmt: skip


def test_a_row_cut_by_the_page_goes_on_in_small_letters() -> None:
    head = "Sasaran Strategis | Indikator Kinerja | Target | Realisasi | Capaian % | Penyebab Keberhasilan/Kegagalan"
    tabel = only(f"""
        [x]
        Analisis penyebab keberhasilan/kegagalan pencapaian kinerja
        {head}
        Meningkatnya Kepuasan | Nilai SAKIP Dinas | 80 | 80 | 100% | Kerja sama seluruh pihak
        |
        {head}
        dan Akuntabilitas | Contoh | | | | di dalam dinas
        | Indeks Kepuasan | 82 | 82 | 100% | Pelayanan
    """)
    assert [(r.indikator, r.isi["penyebab"]) for r in tabel.rows] == [
        ("Nilai SAKIP Dinas Contoh", "Kerja sama seluruh pihak di dalam dinas"), ("Indeks Kepuasan", "Pelayanan"),
    ]  # fmt: skip


def test_without_a_title_a_table_of_capaian_is_not_that_of_the_pk_induk() -> None:
    rows = """
        Sasaran Strategis | Indikator Kinerja | Target | Realisasi | Capaian % | Kategori
        Tumbuh | Jumlah usaha | 50 | 50 | 100% | Sangat Berhasil
    """
    assert only(f"[x]\n{rows}").role == "capaian_ringkas"
    assert only(f"[x]\nCapaian Kinerja Perubahan Tahun 2025\n{rows}").role == "capaian_ringkas"
    assert only(f"[x]\nCapaian Kinerja (Induk) Tahun 2025\n{rows}").role == "capaian_induk"


def test_small_letters_that_happen_to_be_keys_make_no_working_workbook() -> None:
    """Nobody's template has the format yet, so its keys are words like others."""
    tabel = only("""
        [x]
        sasaran | indikator | target | realisasi | capaian
        Tumbuh | Jumlah usaha | 50 | 40 | 80%
    """)
    assert not tabel.working


# ── closing rows ─────────────────────────────────────────────────────────────────────────────────────────────────────


def ringkas(*closing: str) -> str:
    """120 %, 80 %, 100 %: mean 100 %."""
    return "\n".join(
        [
            "[T]", "Capaian Kinerja Tahun 2025", "Sasaran | Indikator Kinerja | Target | Realisasi | Capaian Kinerja",
            "^ | ^ | ^ | ^ | (%)", "Satu | a | 50 | 60 | 120%", "Dua | b | 50 | 40 | 80%", "Tiga | c | 50 | 50 | 100%",
            *closing,
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    "closing",
    [
        ("Capaian Kinerja | | | | 100%", "| | | | Sangat Berhasil"),
        ("Rata-rata Capaian | | | | 100%", "Predikat | | | | SANGAT BERHASIL"),
        ("RATA - RATA | | | | 100,0%",),
        (),
    ],
)
def test_right_closing_rows_are_silent(closing: tuple[str, ...]) -> None:
    assert told(ringkas(*closing)) == []


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        (("Capaian Kinerja | | | | 104%",), ("angka_salah", "T!E7")),
        (("Rata-rata | | | | 100%", "Predikat | | | | Berhasil"), ("kategori_salah", "T!E8")),
        (("Rata-rata | | | | 100%", "| | | | Sangat Baik"), ("kategori_di_luar_skala", "T!E8")),
        (("Rata-rata | | | | #DIV/0!",), ("galat_excel", "T!E7")),
    ],
)
def test_a_wrong_mean_or_predicate_is_an_error(closing: tuple[str, ...], expected: tuple[str, str]) -> None:
    assert told(ringkas(*closing)) == [expected]


def test_a_word_far_below_the_table_is_who_signs_it() -> None:
    assert told(ringkas("Rata-rata | | | | 100%", "|", "|", "| | | | Kepala Dinas", "| | | | Sukarno")) == []


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────

PK = """
[PK]
Perjanjian Kinerja Perubahan Tahun 2025
No | Sasaran Strategis | Indikator Kinerja | Satuan | Target
1 | Tumbuh | Persentase koperasi berkualitas | Persentase | 70,5
2 | Tertib | Nilai SAKIP Dinas Contoh | Angka | 80
"""
PK_INDUK = """
[PK induk]
Perjanjian Kinerja Tahun 2025
No | Sasaran Strategis | Indikator Kinerja | Satuan | Target
1 | Tumbuh | Persentase koperasi sehat | Persentase | 73
2 | Tertib | Nilai SAKIP Dinas Contoh | Angka | 79
"""


def efisiensi(*rows: str) -> str:
    return "\n".join(
        [
            "[E]", "Efisiensi Kinerja Sasaran Tahun 2025",
            "Sasaran | Indikator Kinerja | Satuan | Indikator Kinerja | < | < | Anggaran | < | < | Tingkat Efisiensi",
            "^ | ^ | ^ | Target | Realisasi | Capaian (%) | Target | Realisasi | Capaian (%) | ^", *rows,
        ]
    )  # fmt: skip


def capaian(row: str) -> str:
    head = (
        "Tujuan/Sasaran | Indikator Kinerja | Pagu anggaran | Realisasi Anggaran | Target Kinerja | Realisasi Kinerja"
    )
    return f"""
[C]
Capaian Kinerja (Perubahan) Tahun 2025
{head} | % Capaian | Pagu x capaian | Selisih | Efisiensi (%)
{row}
"""


#: 1.000 × 120 % = 1.200, less 800 is 400, a third of 1.200; 100 − 80 = 20.
BOTH = (
    capaian("Tumbuh | Jumlah usaha | 1.000 | 800 | 50 | 60 | 120% | 1.200 | 400 | 33,33%"),
    efisiensi("Tumbuh | Jumlah usaha | Unit | 50 | 60 | 120% | 1.000 | 800 | 80,00% | 20,00%"),
)


def test_two_efficiencies_of_one_sasaran_are_named_apart() -> None:
    (found,) = findings("\n".join(BOTH))
    assert (found.code, found.severity, str(found.place)) == ("dua_efisiensi", Severity.NOTE, "E!J4")
    assert "33,33%" in found.message
    assert "100 − realisasi anggaran / pagu" in found.message


def test_the_same_method_in_both_tables_is_silent_and_another_figure_is_wrong() -> None:
    """The neutral profile prints pagu × capaian everywhere."""
    same = "\n".join(BOTH).replace("20,00%", "33,33%")
    assert told(same, "netral") == []
    assert told("\n".join(BOTH), "netral") == [("angka_salah", "E!J4")]


def test_the_name_of_the_other_pk_beside_the_figures_of_this_one_is_a_warning_and_no_conflict() -> None:
    """LKjIP Magetan 2025 Tabel 3.5; a table that keeps the figures of the other PK too is another case (3.6)."""
    row = "Tumbuh | Persentase koperasi sehat | Persentase | 70,5% | 72% | 102% | 1.000 | 800 | 80,00% | 20,00%"
    other = "Tertib | Nilai SAKIP Dinas Contoh | Angka | 80 | 80 | 100% | 2.000 | 1.000 | 50,00% | 50,00%"
    (found,) = findings(PK + PK_INDUK + efisiensi(row, other))
    assert (found.code, found.severity, str(found.place)) == ("nama_indikator_lain", Severity.WARNING, "E!B4")
    assert [
        f.code for f in findings(PK + PK_INDUK + efisiensi(row.replace("70,5%", "73%").replace("102%", "99%"), other))
    ] == ["indikator_lain_dari_pk"]


def test_figures_of_the_pk_induk_are_not_those_of_the_pk_perubahan() -> None:
    induk = """
        [I]
        Capaian Kinerja (Induk) Tahun 2025
        Sasaran Strategis | Indikator Kinerja | Target | Realisasi | Capaian % | Kategori
        Tumbuh | Persentase koperasi sehat | 73% | 73% | 100% | Sangat Berhasil
        Tertib | Nilai SAKIP Dinas Contoh | 79 | 80 | 101% | Sangat Berhasil
    """
    assert told(PK + PK_INDUK + induk) == []
    assert told(PK + PK_INDUK + induk.replace("| 79 |", "| 77 |").replace("101%", "104%")) == [
        ("fakta_berbeda", "I!C4")
    ]


def triwulan(row: str) -> str:
    return f"""
[W]
Target Waktu Pencapaian Indikator Kinerja
Tahun 2026
Sasaran | Indikator Kinerja | Target Tahun 2026 | < | < | < | <
^ | ^ | TW I | TW II | TW III | TW IV | Total
{row}
"""


@pytest.mark.parametrize(
    "row",
    [
        "Tumbuh | Jumlah usaha | 10 | 20 | 30 | 40 | 100",  # summed
        "Tumbuh | Jumlah usaha | 10 | 20 | 30 | 40 | 40",  # the last quarter's
        "Tumbuh | Jumlah usaha | | | | 4 UM | 4 UM",
        "Tumbuh | Persentase usaha | 20% | 40% | 30% | 30% | 30%",  # the mean, and the last
    ],
)
def test_the_year_follows_from_its_quarters_in_any_of_the_ways(row: str) -> None:
    assert told(triwulan(row)) == []


def test_percentages_are_never_summed_over_quarters() -> None:
    assert told(triwulan("Tumbuh | Persentase usaha | 10% | 20% | 30% | 40% | 100%")) == [("angka_salah", "W!G5")]


def test_next_year_s_target_is_not_held_against_this_year_s() -> None:
    """70,5 this year, 72 the next; only the plan speaks of both."""
    rows = "Tumbuh | Persentase koperasi berkualitas | | | | 72% | 72%\nTertib | Nilai SAKIP | | | | 81 | 81"
    assert told(PK + triwulan(rows) + plan("70,5 | 72 | 73")) == []
    assert told(PK + triwulan(rows) + plan("70,5 | 71 | 73")) == [("hubungan_mungkin_putus", "W!G5")]


# ── plans ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def plan(targets: str, goal: str = "") -> str:
    return f"""
[R]
Tujuan, Sasaran, Indikator dan Target Kinerja
Tujuan | Sasaran | Indikator Tujuan/Sasaran | Target Tahun | < | <
^ | ^ | ^ | 2025 | 2026 | 2027
{goal}
| Tumbuh | Persentase koperasi berkualitas | {targets}
| Tertib | Nilai SAKIP Dinas Contoh | 80 | 81 | 82
"""


def rencana_kerja(amount: str, unit: str = "Juta Rupiah") -> str:
    return f"""
[RK]
Rencana Kerja Perubahan Tahun 2025
No | Tujuan | Sasaran | Indikator Kinerja | Sat. | Target
1 | Maju | | Nilai omset koperasi | {unit} | {amount}
| | Tumbuh | Persentase koperasi berkualitas | Persentase | 70,5
| | Tertib | Nilai SAKIP | Angka | 80
"""


GOAL = "Maju | | Nilai omset Koperasi | Rp848.867.237.956 | Rp868.844.582.715 | Rp890.161.474.370"


@pytest.mark.parametrize(
    ("amount", "unit"),
    [("848.867,2", "Juta Rupiah"), ("848.867", "juta rupiah"), ("848,9", "Miliar Rupiah"), ("Rp848.867.237.956", "Rp")],
)
def test_juta_and_full_rupiah_are_the_same_money(amount: str, unit: str) -> None:
    assert told(PK + plan("70,5 | 71 | 72", GOAL) + rencana_kerja(amount, unit)) == []


def test_the_target_of_another_year_is_told_as_that() -> None:
    (found,) = findings(PK + plan("70,5 | 71 | 72", GOAL) + rencana_kerja("868.844,6"))
    assert (found.code, found.severity, str(found.place)) == ("target_tahun_lain", Severity.WARNING, "RK!F3")
    assert "2026" in found.message
    assert {str(p) for p in found.related} == {"R!D4", "R!E4"}


def test_a_target_of_the_rencana_kerja_that_the_pk_states_otherwise_is_an_error() -> None:
    wrong = rencana_kerja("848.867,2").replace("70,5", "7,05")
    assert told(PK + plan("70,5 | 71 | 72", GOAL) + wrong) == [("fakta_berbeda", "RK!F4")]


def test_an_office_left_out_of_a_name_is_no_other_indicator() -> None:
    assert indicator_similarity("Nilai SAKIP", "Nilai SAKIP Dinas Koperasi UKM") > 0.9
    assert indicator_similarity("Nilai SAKIP Kecamatan Barat", "Nilai SAKIP Kecamatan Timur") < 0.9
    assert indicator_similarity("Indeks Kepuasan", "Nilai SAKIP Dinas Koperasi") < 0.5


def test_an_indicator_of_next_year_that_no_plan_has_is_a_warning() -> None:
    """LKjIP Magetan 2025 Tabel 4.2; one of the PK that the plan lacks is none."""
    aksi = """
        [A]
        Rencana Aksi Peningkatan Kinerja Tahun 2026
        Sasaran Strategis | Indikator Kinerja | Rencana Aksi Tahun 2026
        1. Tumbuh | {} | Melatih pengurus
        2. Tertib | Nilai SAKIP | Menindaklanjuti rekomendasi
    """
    assert told(PK + plan("70,5 | 71 | 72") + aksi.format("Persentase koperasi berkualitas")) == []
    assert told(PK + plan("70,5 | 71 | 72") + aksi.format("Persentase koperasi aktif")) == [
        ("indikator_di_luar_rencana", "A!B3")
    ]


# ── words of the scale ───────────────────────────────────────────────────────────────────────────────────────────────


def skala(words: str) -> str:
    return f"""
        [S]
        Kriteria Capaian Kinerja
        No | Nilai Capaian Kinerja | < | Kategori
        ^ | % | Keterangan Persentase | ^
        1 | ≥ 100% | Seratus persen atau lebih | Sangat Berhasil
        2 | 75% s.d < 100% | {words} | Berhasil
        3 | 55% s.d < 75% | Lima puluh lima persen sampai dengan kurang dari tujuh puluh lima persen | Cukup Berhasil
        4 | < 55% | Di bawah lima puluh lima persen | Kurang Berhasil
    """


def test_words_that_close_a_limit_which_its_symbol_leaves_open_are_a_note() -> None:
    assert told(skala("Tujuh puluh lima persen hingga di bawah seratus persen")) == []
    assert told(skala("Tujuh puluh lima persen sampai dengan seratus persen")) == [("keterangan_skala_lain", "S!C5")]
