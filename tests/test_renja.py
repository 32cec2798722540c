"""Tables of a Renja, typed by an invented office: links between columns, parts of tables, rows that stand askew."""

from __future__ import annotations

import pytest

from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import Sheet
from workbook_tools.checks import entities, hubungan
from workbook_tools.checks.conflict import diagnose
from workbook_tools.checks.context import Context
from workbook_tools.checks.penyesuaian import adjustments
from workbook_tools.findings import Finding, Severity
from workbook_tools.formats.hubungan import Hubungan
from workbook_tools.process import Result, process
from workbook_tools.recognise import recognise
from workbook_tools.tables.model import Tabel
from workbook_tools.tables.typed import typed_table

REVIEW = """
[Review]
Review terhadap Dokumen Perubahan RKPD Tahun 2024
No | Rancangan Awal P-APBD | < | < | < | < | Hasil Analisis Kebutuhan | < | < | < | < | Catatan Penting
^ | Program / Kegiatan | Lokasi | Indikator Kinerja | Target Capaian | Pagu Indikatif (Rp) | Program / Kegiatan | Lokasi | Indikator Kinerja | Target Capaian | Pagu Indikatif (Rp) | ^
"""
PLAN = """
[Rencana]
Rencana Program dan Kegiatan Perubahan Renja Tahun 2024
NO | KODE | URUSAN / PROGRAM / KEGIATAN / SUB KEGIATAN | INDIKATOR PROGRAM / KEGIATAN / SUB KEGIATAN | TARGET 2024 | < | PAGU INDIKATIF (Rp) | < | < | Bertambah/Berkurang (9-7) | LOKASI
^ | ^ | ^ | ^ | SEBELUM | SESUDAH | RKPD 2024 | APBD 2024 | RKPD PERUBAHAN 2024 | ^ | ^
"""
EVALUATION = """
[Evaluasi]
Hasil Evaluasi Renja sampai dengan Triwulan II Tahun 2024
Program, Kegiatan, Sub Kegiatan | Indikator Kinerja | Target Kinerja dan Anggaran Renja Perangkat Daerah Tahun berjalan | < | < | Realisasi Capaian Kinerja dan Anggaran Renja Perangkat Daerah yang dievaluasi | < | < | Tingkat Capaian Kinerja dan Realisasi Anggaran Renja yang dievaluasi (%) | < | Keterangan
^ | ^ | K | < | Rp | K | < | Rp | K | Rp | ^
^ | ^ | Volume | Satuan | ^ | Volume | Satuan | ^ | ^ | ^ | ^
"""
PROGRAMS = ("PROGRAM PENGELOLAAN PENDIDIKAN", "Kegiatan Pengelolaan Sekolah Dasar", "Pembangunan Ruang Kelas Baru")


def review(*rows: tuple[str, str, str, str, str]) -> str:
    """Rows of (name, target, pagu) before and (target, pagu) after."""
    lines = [
        f"{n} | {name} | Kab | Jumlah {name} | {t1} | {p1} | {name} | Kab | Jumlah {name} | {t2} | {p2} |"
        for n, (name, t1, p1, t2, p2) in enumerate(rows, 1)
    ]
    return REVIEW + "\n".join(lines) + "\n"


def tree(last: tuple[str, str, str, str]) -> str:
    """A review of three levels; the figures of the sub kegiatan, whose pagu all levels share."""
    t1, p1, t2, p2 = last
    upper = [(name, "10 unit", p1, "10 unit", p2) for name in PROGRAMS[:2]]
    return review(*upper, (PROGRAMS[2], t1, p1, t2, p2))


def plan(*rows: str) -> str:
    return PLAN + "\n".join(rows) + "\n"


def evaluation(*rows: str) -> str:
    return EVALUATION + "\n".join(rows) + "\n"


RIGHT_PLAN = (
    "1 | 1.01.02 | PROGRAM PENGELOLAAN PENDIDIKAN | Jumlah PROGRAM PENGELOLAAN PENDIDIKAN | 10 unit | 10 unit | 300 | 300 | 500 | 200 | Kab",
    "| 1.01.02.2.01 | Pengelolaan Sekolah Dasar | Jumlah Kegiatan Pengelolaan Sekolah Dasar | 10 unit | 10 unit | 300 | 300 | 500 | 200 | Kab",
    "| 1.01.02.2.01.0001 | Pembangunan Ruang Kelas Baru | Jumlah Pembangunan Ruang Kelas Baru | 4 ruang | 5 ruang | 300 | 300 | 500 | 200 | Kab",
)


def run(text: str) -> Result:
    return process(book_from_text(text))


def grave(text: str) -> list[Finding]:
    """Errors and warnings."""
    return [f for f in run(text).findings if f.severity is not Severity.NOTE]


def codes(text: str) -> list[str]:
    return [f.code for f in grave(text)]


def table(text: str) -> Tabel:
    (found,) = recognise(book_from_text(text).sheets[0])
    return typed_table(found)


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_target_that_changes_while_its_pagu_does_not_is_told_once_with_both_cells() -> None:
    (found,) = grave(tree(("5 ruang", "500", "60 ruang", "500")))
    assert (found.code, found.severity) == ("hubungan_mungkin_putus", Severity.WARNING)
    assert {str(found.place), *map(str, found.related)} == {"Review!E6", "Review!J6"}
    assert "5 ruang di Review!E6" in found.message
    assert "60 ruang di Review!J6" in found.message


@pytest.mark.parametrize(
    "figures",
    [
        ("5 ruang", "500", "60 ruang", "700"),  # the pagu changed, so may the target
        ("5 ruang", "500", "5 ruang", "500"),
        ("5", "500", "5 ruang", "500"),  # a unit that is missing says nothing
        ("1.00%", "500", "1%", "500"),
    ],
)
def test_targets_that_agree_or_may_differ_are_silent(figures: tuple[str, str, str, str]) -> None:
    assert codes(tree(figures)) == []


def test_plan_and_review_agree_on_targets_and_pagu() -> None:
    assert codes(plan(*RIGHT_PLAN) + tree(("5 ruang", "500", "5 ruang", "500"))) == []


@pytest.mark.parametrize(
    ("wrong", "cells"),
    [
        (tree(("6 ruang", "500", "6 ruang", "500")), {"Rencana!F6", "Review!J6"}),
        (tree(("5 ruang", "450", "5 ruang", "450")), {"Rencana!I6", "Review!K6"}),
    ],
)
def test_a_plan_that_differs_from_the_review_is_a_warning_with_both_cells(wrong: str, cells: set[str]) -> None:
    found = grave(plan(*RIGHT_PLAN) + wrong)
    assert {f.code for f in found} == {"hubungan_mungkin_putus"}
    assert any({str(f.place), *map(str, f.related)} == cells for f in found)


def linked(result: Result, *links: Hubungan) -> list[Finding]:
    """What these links say of the workbook."""
    context = Context(list(result.tables), result.profil, result.engine, result.tahun, "induk")
    hubungan.check(context, entities.registry(context.tables, context.engine), links)
    return diagnose(context.constraints)


def test_a_link_that_is_certain_is_an_error() -> None:
    result = run(plan(*RIGHT_PLAN) + tree(("5 ruang", "500", "6 ruang", "700")))
    link = Hubungan(("renja_rencana", "target_sesudah"), ("renja_review", "target_analisis"), pasti=True, dasar="Uji")
    (found,) = linked(result, link)
    assert (found.code, found.severity, found.rule) == ("hubungan_putus", Severity.ERROR, "Uji")


def test_any_of_several_columns_may_agree() -> None:
    result = run(plan(*RIGHT_PLAN) + tree(("4 ruang", "500", "6 ruang", "700")))
    link = Hubungan(("renja_rencana", "target_sebelum"), ("renja_review", "target_analisis"), pasti=True, dasar="Uji")
    assert len(linked(result, link)) == 1
    either = Hubungan(link.kiri, link.kanan, pasti=True, dasar="Uji", atau=("target_awal",))
    assert linked(result, either) == []


TARGETS = """
[Target]
Target Kinerja Penyelenggaraan Pemerintahan Daerah Tahun 2024
No | Tujuan | Sasaran | Indikator Kinerja (Tujuan/Sasaran) | Renja | P-Renja | Akhir Renstra
1 | | Naiknya omset | Nilai omset koperasi (juta rupiah) | {a} | {b} |
"""


@pytest.mark.parametrize(
    ("a", "b", "broken"),
    [
        ('"1.500"', '"Rp 1.500.000.000"', 0),  # 1.500 juta
        ('"1.500,2"', '"Rp 1.500.240.000"', 0),  # as exactly as both are displayed
        ('"1.500,2"', '"Rp 1.500.260.000"', 1),
        ('"1.500"', '"Rp 1.500"', 1),
    ],
)
def test_rupiah_and_juta_rupiah_are_converted(a: str, b: str, broken: int) -> None:
    link = Hubungan(("renja_target", "target_renja"), ("renja_target", "target_p_renja"), pasti=True, dasar="Uji")
    assert len(linked(run(TARGETS.format(a=a, b=b)), link)) == broken


# ── adjustments in words ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("Pengurangan Rp.1.980.000,- untuk BBM", [-1_980_000]),
        ("Pengurang Rp.500.000,- SPPD dalam daerah dialihkan ke SPPD Luar Daerah", [-500_000]),
        ("Penambaha Rp. 48.000.000 untuk SPPD Luar daerah", [48_000_000]),
        ("Penambahan anggaran Rp 2.491.950 dari SPPD Bidang", [2_491_950]),
        ("Penambahan Rp 8.050,- untuk PAK", [8_050]),
        ("dikurangi sebesar Rp 1.000.000 dan ditambah Rp 250.000", [-1_000_000, 250_000]),
        ("Dilaksanakan ditribulan 3 dan 4", []),
        ("Pagu Rp 10.000.000 tidak berubah", []),
        ("Menambah 3 ruang kelas", []),
    ],
)
def test_words_that_add_or_take_away(words: str, amounts: list[float]) -> None:
    assert list(adjustments(words)) == amounts


def adjusted(words: str, after: str) -> list[Finding]:
    rows = [f"{name} | Jumlah {name} | 10 | unit | 500.000 | 5 | unit | 250.000 | 50 | 50 |" for name in PROGRAMS]
    rows[2] += f" {words}"
    return grave(evaluation(*rows) + tree(("10 unit", after, "10 unit", after)))


def test_an_adjustment_that_makes_the_pagu_after_is_silent() -> None:
    assert adjusted("Pengurangan Rp 100.000,- untuk BBM", "400.000") == []
    assert adjusted("Penambahan Rp 100.000,- untuk BBM", "600.000") == []


def test_an_adjustment_that_does_not_is_a_warning_with_both_readings() -> None:
    (found,) = adjusted("Pengurangan Rp 100.000,- untuk BBM", "600.000")
    assert (found.code, found.severity) == ("penyesuaian_tidak_cocok", Severity.WARNING)
    assert "500.000 − 100.000 = 400.000" in found.message
    assert "600.000 di Review!K6 (+ 100.000)" in found.message


# ── units and quarters ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_figure_where_the_unit_belongs_is_one_error_a_row() -> None:
    rows = [f"{name} | Jumlah {name} | 10 | unit | 500 | 5 | unit | 250 | 50 | 50 |" for name in PROGRAMS]
    rows[1] = rows[1].replace("| unit |", "| 10 |")
    (found,) = grave(evaluation(*rows))
    assert (found.code, str(found.place), [str(p) for p in found.related]) == (
        "satuan_angka", "Evaluasi!D6", ["Evaluasi!G6"],
    )  # fmt: skip


def test_figures_up_to_different_quarters_are_different_facts() -> None:
    rows = [f"{name} | Jumlah {name} | 10 | unit | 500 | 5 | unit | 250 | 50 | 50 |" for name in PROGRAMS]
    later = [row.replace("| 5 | unit | 250 | 50 | 50", "| 8 | unit | 400 | 80 | 80") for row in rows]
    second = evaluation(*later).replace("[Evaluasi]", "[Evaluasi III]")
    assert codes(evaluation(*rows) + second.replace("Triwulan II", "Triwulan III")) == []
    same_quarter = codes(evaluation(*rows) + second)
    assert set(same_quarter) == {"fakta_berbeda"}


# ── sums over parts of a table ───────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_sum_of_a_whole_plan_is_an_error() -> None:
    wrong = RIGHT_PLAN[2].replace("| 300 | 300 |", "| 280 | 300 |").replace("| 200 |", "| 220 |")
    (found,) = grave(plan(*RIGHT_PLAN[:2], wrong))
    assert (found.code, found.severity) == ("jumlah_salah", Severity.ERROR)


NAMELESS = "| | | Jumlah Buku yang dibeli | 7 buku | 7 buku | 40 | 40 | 40 | 0 | Kab"
ORPHAN = "| 1.01.04.2.01.0003 | Pengadaan Buku | Jumlah Buku | 7 buku | 7 buku | 40 | 40 | 40 | 0 | Kab"


@pytest.mark.parametrize("cut", [(NAMELESS,), (ORPHAN,), (NAMELESS, ORPHAN)])
def test_a_branch_that_the_pages_cut_off_is_not_summed(cut: tuple[str, ...]) -> None:
    """The program has 300, the rows of it that are here 280; the rest may stand on a page that is not."""
    short = RIGHT_PLAN[2].replace("| 300 | 300 |", "| 280 | 300 |").replace("| 200 |", "| 220 |")
    found = run(plan(*RIGHT_PLAN[:2], short, *cut)).findings
    assert [f.code for f in found if f.severity is Severity.ERROR] == []


def test_rows_that_add_up_to_more_than_their_branch_are_wrong_even_where_it_is_cut() -> None:
    too_much = RIGHT_PLAN[2].replace("| 300 | 300 |", "| 320 | 300 |").replace("| 200 |", "| 180 |")
    (found,) = (f for f in grave(plan(*RIGHT_PLAN[:2], too_much, ORPHAN)) if f.severity is Severity.ERROR)
    assert found.code == "jumlah_salah"


def test_codes_decide_what_a_row_stands_below() -> None:
    rows = table(plan(*RIGHT_PLAN, ORPHAN)).rows
    assert [row.induk and row.induk.kode for row in rows] == [None, "1.01.02", "1.01.02.2.01", None]


# ── totals ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_row_of_the_urusan_and_amounts_without_a_word_are_totals() -> None:
    above = "| URUSAN PEMERINTAHAN BIDANG PENDIDIKAN | | | | {0} | | | | | {0}"
    below = "| | | | | {0} | | | | | {0} |"
    rows = tree(("5 ruang", "500", "5 ruang", "500")).strip().splitlines()

    def with_totals(first: str, last: str) -> str:
        return "\n".join([*rows[:4], above.format(first), *rows[4:], below.format(last)])

    right = with_totals("500", "500")
    assert codes(right) == []
    assert [t.isi["pagu_awal"] for t in table(right).totals] == [500.0, 500.0]
    assert set(codes(with_totals("520", "500"))) == {"jumlah_salah"}


# ── rows that stand askew ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_above_its_figures_and_a_code_in_the_column_for_numbers_are_one_row() -> None:
    split = (
        "1.01.02.2.01.0001 | | Pembangunan Ruang Kelas Baru",
        "| | | Jumlah Pembangunan Ruang Kelas Baru | 4 ruang | 5 ruang | 300 | 300 | 500 | 200 | Kab",
    )
    rows = table(plan(*RIGHT_PLAN[:2], *split)).rows
    assert [row.kode for row in rows] == ["1.01.02", "1.01.02.2.01", "1.01.02.2.01.0001"]
    assert (rows[2].nama, rows[2].isi["pagu_rkpd"]) == ("Pembangunan Ruang Kelas Baru", 300.0)
    assert codes(plan(*RIGHT_PLAN[:2], *split)) == []


def test_the_numbering_row_below_a_heading_may_have_gaps_and_one_number_out_of_order() -> None:
    numbering = "| | | | 5 | 6 | 7 | 8 | 9 | 18 | 11"
    assert len(table(plan(numbering, *RIGHT_PLAN)).rows) == len(RIGHT_PLAN)


def test_rows_one_column_beside_their_heading_are_read_and_told() -> None:
    text = """
        [Target]
        Target Kinerja Penyelenggaraan Pemerintahan Daerah Tahun 2024
        TUJUAN | SASARAN | INDIKATOR KINERJA (TUJUAN / SASARAN) | RENJA 2024 | P-RENJA 2024 | AKHIR RENSTRA
        1 | Meningkatnya mutu | Indeks mutu | 70 | 71 | 75
        | | Naiknya angka melek huruf | Persentase melek huruf | 90 | 91 | 95
        | | Naiknya lama sekolah | Rata-rata lama sekolah | 8 | | 9
        | | Turunnya putus sekolah | Persentase putus sekolah | 3
    """
    found = grave(text)
    assert [(f.code, f.found) for f in found] == [("baris_bergeser", "4–6")]
    rows = table(text).rows
    assert [row.isi["target_renja"] for row in rows] == [70.0, 90.0, 8.0, 3.0]
    assert rows[1].sel["target_renja"].place.cell == "E4"


def test_notes_beside_a_table_shift_nothing() -> None:
    rows = [f"{row} | dicek | 77" for row in RIGHT_PLAN]
    assert codes(plan(*rows)) == []


def test_a_page_with_a_column_more_than_its_heading_is_not_read_and_told() -> None:
    """The pagu after the change stands twice, so that everything right of it is one column off."""
    doubled = [row.replace("| 500 | 200 | Kab", "| 500 | 500 | 200 | Kab") for row in RIGHT_PLAN]
    second_page = "\n".join(PLAN.strip().splitlines()[2:])
    (found,) = grave(plan(*RIGHT_PLAN, second_page, *doubled))
    assert (found.code, found.found) == ("halaman_bergeser", "9–11")


# ── headings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_columns_called_alike_are_told_by_the_headings_above_them() -> None:
    """Realisasi may stand left of the target: `Volume` and `Satuan` follow the heading over them."""
    sheet = book_from_text(evaluation("PROGRAM A | Jumlah A | 10 | unit | 500 | 5 | orang | 250 | 50 | 50 |")).sheets[0]
    order = {1: 1, 2: 2, 3: 6, 4: 7, 5: 8, 6: 3, 7: 4, 8: 5, 9: 9, 10: 10, 11: 11}
    moved = Sheet(
        sheet.title,
        cells={(r, order[c]): cell for (r, c), cell in sheet.cells.items()},
        merges=tuple((a, order[b], c, order[b] + d - b) for a, b, c, d in sheet.merges),
    )
    (found,) = recognise(moved)
    assert {k: found.heading.columns[k] for k in ("target", "satuan", "pagu", "realisasi", "satuan_realisasi")} == {
        "target": 6, "satuan": 7, "pagu": 8, "realisasi": 3, "satuan_realisasi": 4,
    }  # fmt: skip


def test_an_office_may_count_the_difference_from_the_apbd() -> None:
    rows = [row.replace("| 300 | 300 | 500 | 200 |", "| 300 | 350 | 500 | 150 |") for row in RIGHT_PLAN]
    found = run(plan(*rows)).findings
    assert [f.code for f in found if f.code != "profil_dipilih"] == ["operan_lain"]
    wrong = [*rows[:2], rows[2].replace("| 150 |", "| 151 |")]
    assert [(f.code, f.severity) for f in grave(plan(*wrong))] == [("angka_salah", Severity.ERROR)]
