"""A table is known by its headings, whatever the sheet is called and wherever the heading stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make_samples import MAGETAN
from workbook_tools.books.closed import read
from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import Book, RawCell, Sheet
from workbook_tools.process import process
from workbook_tools.recognise import recognise
from workbook_tools.tables.typed import typed_table

TABLE_3_3 = """
[{sheet}]
Tabel 3.3
Capaian Kinerja (Perubahan) Tahun 2025
|
Tujuan/Sasaran | Indikator Kinerja | Pagu anggaran | Realisasi Anggaran | Target Kinerja | Realisasi Kinerja | % Capaian | Pagu x capaian | Selisih | Efisiensi (%)
Meningkatnya Produktivitas | Persentase koperasi | 100 | 80 | 50 | 50 | 100% | 100 | 20 | 20,00%
^ | Jumlah Usaha Mikro | | | 3 | 3 | 100% | | |
"""


def formats_of(book: Book) -> list[str]:
    return [table.heading.format.id for sheet in book for table in recognise(sheet)]


def only(text: str) -> Sheet:
    return book_from_text(text).sheets[0]


@pytest.mark.parametrize("sheet", ["Tabel 3.3", "Sheet1", "capaian kita", "Lembar 7"])
def test_the_name_of_the_sheet_does_not_matter(sheet: str) -> None:
    assert formats_of(book_from_text(TABLE_3_3.format(sheet=sheet))) == ["magetan.3_3"]


def test_headings_may_be_in_capitals_broken_over_lines_and_misspelled() -> None:
    sheet = only(TABLE_3_3.format(sheet="x"))
    for (row, col), cell in list(sheet.cells.items()):
        if row == 4:
            sheet.cells[row, col] = replace(
                cell, value=str(cell.value).upper().replace(" ", "\n").replace("EFISIENSI", "EFESIENSI")
            )
    assert len(recognise(Sheet("x", cells=sheet.cells))[0].heading.columns) == 10


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(1, 11)), shift=st.integers(0, 6), above=st.integers(0, 9))
def test_columns_may_stand_in_any_order_and_rows_may_stand_above(order: list[int], shift: int, above: int) -> None:
    sheet = only(TABLE_3_3.format(sheet="x"))
    cells = {(r + above, order[c - 1] + shift): cell for (r, c), cell in sheet.cells.items()}
    found = recognise(Sheet("x", cells=cells))
    assert [t.heading.format.id for t in found] == ["magetan.3_3"]
    rows = typed_table(found[0]).rows
    assert [(row.isi["target"], row.isi["realisasi"]) for row in rows] == [(50.0, 50.0), (3.0, 3.0)]


def test_names_fill_down_and_money_never_does() -> None:
    rows = typed_table(recognise(only(TABLE_3_3.format(sheet="x")))[0]).rows
    assert [row.nama for row in rows] == ["Meningkatnya Produktivitas"] * 2
    assert [row.isi["pagu"] for row in rows] == [100.0, None]
    assert [row.ke for row in rows] == [1, 2]


def test_headings_repeated_on_every_page_blank_rows_and_numbering_are_no_rows() -> None:
    head = "No. | Program/Kegiatan/Sub Kegiatan | Indikator Kinerja | Satuan | Target | Anggaran"
    numbers = "1 | 2 | 3 | 4 | 5 | 6"
    sheet = only(f"""
        [x]
        Program, Kegiatan, dan Pagu Anggaran Perubahan Tahun 2025
        {head}
        {numbers}
        1 | PROGRAM A | i | Unit | 1 | 30
        |
        {head}
        {numbers}
        2 | Kegiatan a | j | Unit | 2 | 30
        |
        3 | Sub a | k | Unit | 3 | 10
        {head}
        4 | Sub b | l | Unit | 4 | 20
        """)
    (found,) = recognise(sheet)
    rows = typed_table(found).rows
    assert [row.nama for row in rows] == ["PROGRAM A", "Kegiatan a", "Sub a", "Sub b"]
    assert [row.level for row in rows] == ["program", "kegiatan", "sub_kegiatan", "sub_kegiatan"]


def test_a_text_cut_by_a_page_break_is_one_row() -> None:
    """As in Tabel 2.10 when it is copied from the report: the rest of an indicator under the repeated heading."""
    head = "No. | Program/Kegiatan/Sub Kegiatan | Indikator Kinerja | Satuan | Target | Anggaran"
    sheet = only(f"""
        [x]
        Program, Kegiatan, dan Pagu Anggaran Tahun 2025
        {head}
        1 | PROGRAM A | Jumlah Laporan Penyediaan Jasa | Unit | 1 | 30
        {head}
        | | Kantor yang Disediakan | | |
        2 | Kegiatan a | j | Unit | 2 | 30
        """)
    (found,) = recognise(sheet)
    assert found.heading.format.id == "magetan.2_10"
    assert [row.indikator for row in typed_table(found).rows] == [
        "Jumlah Laporan Penyediaan Jasa Kantor yang Disediakan",
        "j",
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Perjanjian Kinerja Perubahan Tahun 2025", ["magetan.2_14"]),
        ("Perjanjian Kinerja Tahun 2025", ["magetan.2_11"]),
        ("Rencana Kerja Tahun 2025", []),
    ],
)
def test_tables_with_the_same_headings_are_told_apart_by_their_title(title: str, expected: list[str]) -> None:
    book = book_from_text(f"""
        [Sheet1]
        {title}
        No | Sasaran Strategis | Indikator Kinerja | Satuan | Target
        1 | Meningkatnya X | Nilai SAKIP | Angka | 80
        """)
    assert formats_of(book) == expected


@pytest.mark.parametrize("years", [(2025,), (2024, 2025), (2019, 2020, 2021, 2022, 2023, 2024, 2025)])
def test_any_number_of_years_may_be_compared(years: tuple[int, ...]) -> None:
    groups = " | ".join(f"Tahun {y} | < | <" for y in years)
    leaves = " | ".join(["Target | Realisasi | %"] * len(years))
    figures = " | ".join(["10 | 5 | 50"] * len(years))
    book = book_from_text(f"""
        [x]
        Perbandingan Capaian Kinerja dengan Tahun Sebelumnya
        Sasaran | Indikator Kinerja | {groups}
        ^ | ^ | {leaves}
        Meningkatnya X | Nilai SAKIP | {figures}
        """)
    (found,) = recognise(book.sheets[0])
    assert found.heading.years == years
    row = typed_table(found).rows[0]
    assert all(row.isi[f"capaian_{y}"] == 50.0 for y in years)


def test_a_sheet_with_one_cell_far_out_costs_nothing() -> None:
    sheet = only(TABLE_3_3.format(sheet="x"))
    sheet.cells[1_048_576, 16_384] = RawCell("jauh")
    assert formats_of(Book(None, (sheet,))) == ["magetan.3_3"]


def test_the_key_row_is_believed_whatever_the_headings_say() -> None:
    book = read(MAGETAN / "isian.xlsx")
    for sheet in book:
        for position, cell in list(sheet.cells.items()):
            if isinstance(cell.value, str) and cell.value in ("Target", "Indikator Kinerja", "Sasaran"):
                sheet.cells[position] = replace(cell, value="?")
    assert {t.role for t in process(book).tables} >= {"indikator", "program", "realisasi", "rincian", "antar_tahun"}


def test_witnesses_that_disagree_are_a_finding() -> None:
    sheet = only(TABLE_3_3.format(sheet="x"))
    sheet.defined_names["lkjip_format"] = '="magetan.3_4;1"'
    assert [f.code for f in recognise(sheet)[0].findings] == ["saksi_berbeda"]


def test_a_workbook_of_an_older_template_says_so() -> None:
    sheet = only(TABLE_3_3.format(sheet="x"))
    sheet.defined_names["lkjip_format"] = '="magetan.3_3;0"'
    assert [f.code for f in recognise(sheet)[0].findings] == ["versi_format"]
