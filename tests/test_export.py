"""The tables for the report: what stands in the Word file and the print view is what the rules say, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from contoh import SAMPLES
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from kantor import rekaan
from template_tools import without_values

from tests.test_checks import capaian
from tests.test_cli import call
from workbook_tools.books.closed import read
from workbook_tools.books.memory import book_from_text
from workbook_tools.compute.rule import Alasan
from workbook_tools.errors import FileError, InputError
from workbook_tools.export import Exported, export, printed_tables
from workbook_tools.export.figures import lines
from workbook_tools.export.printed import PrintedTable
from workbook_tools.export.sentences import decimals_of, sentences
from workbook_tools.export.titles import Title
from workbook_tools.findings import Severity
from workbook_tools.process import process
from workbook_tools.regulations.profile import load, load_file
from workbook_tools.tables.model import Value
from workbook_tools.template import build

ROOT = SAMPLES.parent
ISIAN = SAMPLES / "magetan_2025" / "isian.xlsx"
TERBIT = SAMPLES / "magetan_2025" / "terbit.xlsx"
#: Some of its tables: portrait and landscape, plain and with two levels of headings.
SIX = ("magetan.2_13", "magetan.2_14", "magetan.3_1", "magetan.3_3", "magetan.3_4", "magetan.3_6")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ekspor")


@pytest.fixture(scope="module")
def isian(folder: Path) -> Document:
    return written(ISIAN, folder / "isian.docx", SIX)


@pytest.fixture(scope="module")
def kantor_lain(folder: Path) -> Document:
    """The invented office: two indicators a sasaran, one `turun`, six years."""
    kantor = rekaan()
    source = build(kantor.profil, folder / "rekaan.xlsx", formats=kantor.formats, isian=kantor.isian, spare=False)
    return written(source, folder / "rekaan.docx")


@pytest.fixture(scope="module")
def tampilan(folder: Path) -> Path:
    export(ISIAN, folder / "cetak.xlsx", formats=SIX)
    return folder / "cetak.xlsx"


def written(source: Path, target: Path, formats: Sequence[str] = ()) -> Document:
    export(source, target, formats=formats)
    return docx.Document(str(target))


def blocks(document: Document) -> list[Paragraph | Table]:
    return list(document.iter_inner_content())


def tables(document: Document) -> dict[str, Table]:
    """Every table by the caption above it."""
    found = {}
    for above, below in zip(blocks(document), blocks(document)[1:], strict=False):
        if isinstance(above, Paragraph) and isinstance(below, Table):
            found[above.text] = below
    return found


def table(document: Document, caption: str) -> Table:
    return next(t for name, t in tables(document).items() if name.startswith(caption))


def rows(found: Table) -> list[list[str]]:
    """The rows below the heading as one reads them; a merged cell says its text in every row."""
    grid = [[cell.text for cell in row.cells] for row in found.rows]
    return grid[len(headings(found)) :]


def headings(found: Table) -> list[int]:
    return [n for n, row in enumerate(found.rows) if row._tr.findall(f"./{qn('w:trPr')}/{qn('w:tblHeader')}")]


def indonesian(value: float, decimals: int) -> str:
    """1234.5 → 1.234,50, with half away from zero, by Decimal."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def own(value: float) -> str:
    """A typed number with the decimals that it has."""
    return indonesian(value, len(f"{value:.4f}".rstrip("0").partition(".")[2]))


# ── the Word file ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_tables_stand_in_the_order_of_their_numbers_under_captions_that_word_can_list(isian: Document) -> None:
    captions = [p for p in isian.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert [p.text for p in captions] == [
        "Tabel 2.13 Program, Kegiatan, dan Pagu Anggaran Perubahan Tahun 2025",
        "Tabel 2.14 Perjanjian Kinerja Perubahan Tahun 2025",
        "Tabel 3.1 Kriteria Capaian Kinerja",
        "Tabel 3.3 Capaian Kinerja (Perubahan) Tahun 2025",
        "Tabel 3.4 Rincian Capaian Kinerja (Perubahan) Tahun 2025",
        "Tabel 3.6 Perbandingan Capaian Kinerja dengan Tahun Sebelumnya",
    ]
    counted = [[c.text for c in p._p.iter(qn("w:instrText"))] for p in captions]
    assert [re.findall(r"SEQ Tabel .*\\r (\d+)", codes[0]) for codes in counted] == [
        ["13"], ["14"], ["1"], ["3"], ["4"], ["6"]
    ]  # fmt: skip


def test_a_heading_of_two_levels_is_merged_as_the_report_prints_it(isian: Document) -> None:
    found = table(isian, "Tabel 3.6")
    assert headings(found) == [0, 1]
    for column, words in ((0, "Sasaran"), (1, "Indikator Kinerja")):
        assert found.cell(0, column)._tc is found.cell(1, column)._tc
        assert found.cell(0, column).text == words
    for first, year in ((2, "2023"), (5, "2024"), (8, "2025")):
        assert found.cell(0, first).text == f"Tahun {year}"
        assert found.cell(0, first)._tc is found.cell(0, first + 2)._tc
        assert [found.cell(1, first + n).text for n in range(3)] == ["Target", "Realisasi", "%"]


def test_the_number_row_belongs_to_the_heading_and_counts_a_shared_heading_once(isian: Document) -> None:
    found = table(isian, "Tabel 2.14")
    assert headings(found) == [0, 1]
    assert found.cell(0, 2)._tc is found.cell(0, 3)._tc
    assert [cell.text for cell in found.rows[1].cells] == ["1", "2", "3", "3", "4", "5"]


def test_headings_are_repeated_on_every_page_and_no_row_is_cut(isian: Document, kantor_lain: Document) -> None:
    for document in (isian, kantor_lain):
        for found in document.tables:
            heads = headings(found)
            assert heads == list(range(len(heads))) != []
            assert all(row._tr.findall(f"./{qn('w:trPr')}/{qn('w:cantSplit')}") for row in found.rows)


def test_wide_tables_lie_on_wide_paper_and_no_page_is_blank(isian: Document) -> None:
    assert [s.orientation for s in isian.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    upright, wide = isian.sections
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    assert (round(wide.page_width.mm), round(wide.page_height.mm)) == (297, 210)
    ends = [p for p in isian.paragraphs if p._p.findall(f"./{qn('w:pPr')}/{qn('w:sectPr')}")]
    assert [p.text.split(":")[0] for p in ends] == ["Sumber"]  # the section ends with a line that is read
    assert [p.text for p in isian.paragraphs if not p.text.strip()] == []
    for section in isian.sections:
        room = section.page_width - section.left_margin - section.right_margin
        inside = [t for t in isian.tables if (table_width(t) > upright.page_width) == (section is wide)]
        assert all(table_width(t) <= room + 2_000 for t in inside)


def table_width(found: Table) -> int:
    return sum(column.width or 0 for column in found.columns)


def test_paper_is_the_profiles_choice(folder: Path) -> None:
    own_profile = folder / "folio.toml"
    own_profile.write_text(
        'nama = "Folio"\nkeluarga = "folio"\ndasar = "uji"\nberlaku = { dari = 2025-01-01 }\n'
        'terverifikasi = false\ninduk = "magetan_2025"\nkertas = "F4"\n',
        encoding="utf-8",
    )
    export(ISIAN, folder / "folio.docx", formats=["magetan.2_14", "magetan.3_3"], profil=load_file(own_profile))
    sizes = [
        (round(s.page_width.mm), round(s.page_height.mm)) for s in docx.Document(str(folder / "folio.docx")).sections
    ]
    assert sizes == [(215, 330), (330, 215)]


def test_tabel_3_3_says_what_the_office_typed_and_the_rules_give(isian: Document) -> None:
    """By hand: 908.521.800 × 70,63/70,54 = 909.680.956,6…; 3.358.804.568 × 92,42/92 = 3.374.138.240,9…"""
    assert rows(table(isian, "Tabel 3.3")) == [
        ["Meningkatnya Produktivitas Koperasi", "Persentase koperasi yang berkualitas", "908.521.800", "878.317.680",
         "70,54%", "70,63%", "100%", "909.680.957", "31.363.277", "3,45%"],
        ["Meningkatnya Produktivitas Usaha Mikro", "Jumlah Usaha Mikro Naik Kelas", "891.441.330", "882.985.588",
         "3", "3", "100%", "891.441.330", "8.455.742", "0,95%"],
        [SASARAN_3, "Nilai SAKIP Dinas Koperasi UKM", "3.358.804.568", "3.175.755.962",
         "92", "92,42", "100%", "3.374.138.241", "198.382.279", "5,88%"],
        [SASARAN_3, "Indeks Kepuasan Masyarakat Dinas Koperasi UKM", "3.358.804.568", "3.175.755.962",
         "83,5", "83,58", "100%", "3.374.138.241", "198.382.279", "5,88%"],
    ]  # fmt: skip


SASARAN_3 = "Meningkatnya Kepuasan Layanan dan Akuntabilitas Penyelenggaraan Pemerintahan Daerah"


def test_a_sasaran_and_its_money_are_one_cell_over_the_indicators(isian: Document) -> None:
    found = table(isian, "Tabel 3.3")
    merged = {n for n in range(10) if found.cell(3, n)._tc is found.cell(4, n)._tc}
    assert merged == {0, 2, 3, 7, 8, 9}  # sasaran, pagu, realisasi anggaran, product, difference, efisiensi


def test_every_figure_over_six_years_is_the_rules_own(kantor_lain: Document) -> None:
    """From the typed figures alone: capaian of an indicator that falls is (2T − R)/T, of the others R/T."""
    realised = {str(r["kunci"]): r for r in rekaan().isian["realisasi"]}
    first, again = (t for name, t in tables(kantor_lain).items() if name.startswith("Tabel 3.6"))
    assert [c.text for c in first.rows[0].cells][2::3] == ["Tahun 2020", "Tahun 2021", "Tahun 2022"]
    assert [c.text for c in again.rows[0].cells][2::3] == ["Tahun 2023", "Tahun 2024", "Tahun 2025"]
    in_force = [r for r in rekaan().isian["indikator"] if r.get("level") != "tujuan" and r.get("pk") != "induk"]
    assert len(rows(first)) == len(rows(again)) == len(in_force) > 1
    for n, row in enumerate(in_force):
        left, right = rows(first)[n], rows(again)[n]
        assert left[:2] == right[:2] == [row["sasaran"], row["indikator"]]
        shown = [*left[2:], *right[2:]]
        assert shown[:-3] == [word for year in range(2020, 2025) for word in one_year(row, year)]
        year_total = whole_year(realised[str(row["kunci"])], str(row["agregasi"]))
        assert shown[-3:] == written_year(row, number(row["target_perubahan"]), year_total)


def one_year(row: Mapping[str, Value], year: int) -> list[str]:
    return written_year(row, number(row[f"target_{year}"]), number(row[f"realisasi_{year}"]))


def written_year(row: Mapping[str, Value], target: float, realisasi: float) -> list[str]:
    sign = "%" if row["satuan"] == "Persen" else ""
    turun = row["polaritas"] == "turun"
    persen = ((2 * target - realisasi) if turun else realisasi) / target * 100
    return [own(target) + sign, own(realisasi) + sign, indonesian(persen, 2)]


def whole_year(quarters: Mapping[str, Value], agregasi: str) -> float:
    typed = [number(quarters[f"tw{n}_k"]) for n in range(1, 5) if quarters.get(f"tw{n}_k") is not None]
    return {"jumlah": round(sum(typed), 2), "akhir": typed[-1], "maks": max(typed)}[agregasi]


def number(value: Value) -> float:
    assert isinstance(value, float)
    return value


def test_money_of_every_program_is_the_sum_of_its_sub_kegiatan(kantor_lain: Document) -> None:
    typed = rekaan().isian["program"]
    shown = rows(table(kantor_lain, "Tabel 2.13"))
    assert [r[1] for r in shown] == [row["uraian"] for row in typed]
    for row, cells in zip(typed, shown, strict=True):
        below = {
            str(r["kunci"]): number(r["pagu"])
            for r in typed
            if str(r["kunci"]).startswith(str(row["kunci"])) and r["level"] == "sub_kegiatan"
        }
        assert cells[5] == ("-" if sum(below.values()) == 0 else indonesian(sum(below.values()), 0))


def test_negative_money_is_written_with_a_minus_before_the_digits(isian: Document) -> None:
    """Program Pendidikan dan Latihan: 286.500.000 × 18/20 − 279.850.000 = −22.000.000; the published cell shows `-`."""
    cells = next(r for r in rows(table(isian, "Tabel 3.4")) if r[0] == "PROGRAM PENDIDIKAN DAN LATIHAN PERKOPERASIAN")
    assert cells[4:] == ["20%", "18%", "90%", "257.850.000", "-22.000.000", "-8,53%"]


def test_a_cell_without_a_number_names_the_reason_in_italics(isian: Document) -> None:
    found = table(isian, "Tabel 3.4")
    row = next(r for r in found.rows if r.cells[1].text == "Jumlah Barang milik daerah yang diadakan")
    cell = row.cells[9]
    assert cell.text == "pagu nol"
    assert cell.paragraphs[0].runs[0].italic
    assert not row.cells[4].paragraphs[0].runs[0].italic


def test_levels_stand_out_and_words_of_the_scale_carry_its_colours(isian: Document) -> None:
    detail = table(isian, "Tabel 3.4")
    sasaran, program, kegiatan, sub = (detail.rows[n].cells[0] for n in (1, 2, 3, 4))
    assert [fill(c) for c in (sasaran, program, kegiatan, sub)] == ["D3E3F3", "E9F0F8", "", ""]
    assert [bool(c.paragraphs[0].runs[0].bold) for c in (sasaran, program, kegiatan, sub)] == [True, True, True, False]
    bands = [row.cells[3] for row in table(isian, "Tabel 3.1").rows][2:]
    assert [(c.text, fill(c)) for c in bands] == [
        ("Sangat Berhasil", "C6E0B4"), ("Berhasil", "BDD7EE"), ("Cukup Berhasil", "FFF2CC"),
        ("Kurang Berhasil", "F8CBAD"),
    ]  # fmt: skip


def fill(cell: object) -> str:
    shades = cell._tc.findall(f"./{qn('w:tcPr')}/{qn('w:shd')}")  # type: ignore[attr-defined]
    return shades[0].get(qn("w:fill")) if shades else ""


def test_under_every_table_stands_its_source(isian: Document) -> None:
    parts = blocks(isian)
    below = [parts[n + 1] for n, part in enumerate(parts) if isinstance(part, Table)]
    assert {p.text for p in below if isinstance(p, Paragraph)} == {
        "Sumber: Dinas Koperasi dan Usaha Kecil dan Menengah Kabupaten Magetan, diolah 2025; "
        "hitungan menurut profil Kabupaten Magetan 2025."
    }
    assert len(below) == 6


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────


def said(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs if p.text.startswith("Indikator «")]


def test_a_cautious_sentence_for_every_indicator(isian: Document) -> None:
    assert said(isian) == [
        "Indikator «Persentase koperasi yang berkualitas»: target 70,54 %, realisasi 70,63 %, capaian 100,13 %, "
        "kategori Sangat Berhasil.",
        "Indikator «Jumlah Usaha Mikro Naik Kelas»: target 3 Usaha Mikro, realisasi 3 Usaha Mikro, capaian 100,00 %, "
        "kategori Sangat Berhasil.",
        "Indikator «Nilai SAKIP Dinas Koperasi UKM»: target 92, realisasi 92,42, capaian 100,46 %, "
        "kategori Sangat Berhasil.",
        "Indikator «Indeks Kepuasan Masyarakat Dinas Koperasi UKM»: target 83,5, realisasi 83,58, capaian 100,10 %, "
        "kategori Sangat Berhasil.",
    ]


def test_a_figure_with_an_open_error_says_so_and_no_other_does(folder: Path) -> None:
    """Tabel 3.6 of the report prints 0,9242 and 0,8358 for the third and fourth indicator."""
    document = written(TERBIT, folder / "terbit.docx")
    told = said(document)[-4:]  # those of the Perjanjian Kinerja in force
    assert ["temuan kesalahan" in sentence for sentence in told] == [False, False, True, True]
    assert told[2].endswith(
        "kategori Sangat Berhasil. Ada temuan kesalahan yang menyangkut angka ini dan belum diselesaikan "
        "(Tabel 3.6!J8)."
    )
    warning = document.paragraphs[1].text
    assert warning.startswith(f"Perhatian. Buku kerja ini masih memuat {process(read(TERBIT)).errors} kesalahan.")


def test_a_workbook_without_errors_carries_no_warning(isian: Document) -> None:
    assert not [p.text for p in isian.paragraphs if p.text.startswith("Perhatian")]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Meningkatnya A | Jumlah x | | | 10 | 4 | 40% | | |",
         "Indikator «Jumlah x»: target 10, realisasi 4, capaian 40,00 %, kategori Kurang Berhasil."),
        ("Meningkatnya A | Jumlah x | | | 0 | 4 | 0% | | |",
         "Indikator «Jumlah x»: target 0, realisasi 4; capaian tidak dapat dihitung: target nol."),
        ("Meningkatnya A | Jumlah x | | | 3 UM |  |  | | |",
         "Indikator «Jumlah x»: target 3 UM, realisasi belum diisi; capaian tidak dapat dihitung: realisasi kosong."),
    ],
)  # fmt: skip
def test_a_sentence_says_what_is_there_and_why_something_is_not(row: str, sentence: str) -> None:
    (found,) = of_text(capaian(row))
    assert list(sentences(found, load("magetan_2025"), ())) == [sentence]


def test_a_capaian_is_never_shown_in_another_band_than_its_kategori() -> None:
    scale = load("magetan_2025").skala
    assert [decimals_of(scale, exact) for exact in (99.99, 99.996, 100.0, 74.9999)] == [2, 3, 2, 4]


# ── tables typed by hand ─────────────────────────────────────────────────────────────────────────────────────────────


def of_text(text: str, profile: str = "magetan_2025") -> list[PrintedTable]:
    book = book_from_text(text)
    return printed_tables(book, process(book, load(profile)))


def texts(found: PrintedTable) -> list[list[str]]:
    return [[cell.figure.text for cell in row.cells] for row in found.rows]


def test_computed_figures_come_from_the_rule_and_typed_ones_stay() -> None:
    (found,) = of_text(capaian("Meningkatnya A | i | 1.000 | 800 | 50 | 60 | 121% | 1.201 | 7 | 1%"))
    assert texts(found) == [["Meningkatnya A", "i", "1.000", "800", "50", "60", "120%", "1.200", "400", "33,33%"]]


def test_foreign_notation_becomes_indonesian_and_what_can_be_read_in_two_ways_stays_as_typed() -> None:
    rows_ = ['"2,992,759,325" | "1,000,000" | "20.5" | "85,17 (A)"', '"5,000,000" | "-" | "#DIV/0!" | "6,774"']
    (found,) = of_text(capaian(*(f"Meningkatnya {n} | i{n} | {row} | | | |" for n, row in enumerate(rows_))))
    assert [row[2:6] for row in texts(found)] == [
        ["2.992.759.325", "1.000.000", "20,5", "85,17 (A)"],
        ["5.000.000", "-", "galat di sel", "6,774"],
    ]


def test_a_row_without_any_operand_stays_blank_and_a_missing_operand_is_named() -> None:
    (found,) = of_text(capaian("Meningkatnya A | i | | | | | | | |", "Meningkatnya B | j | 9 | | 50 | | | | |"))
    assert [row[6:] for row in texts(found)] == [
        ["", "", "", ""],
        ["realisasi kosong", "capaian tidak ada", "nilai kosong", "realisasi kosong"],
    ]


def test_a_total_row_is_bold_and_its_word_covers_the_blank_cells_beside_it() -> None:
    text = """
    [P]
    Tabel 2.9 Program, Kegiatan, dan Pagu Anggaran Perubahan Tahun 2025
    No. | Program/Kegiatan/Sub Kegiatan | Indikator Kinerja | Satuan | Target | Anggaran
    1 | PROGRAM SATU | a | Unit | 1 | 300
    2 | Kegiatan Dua | b | Unit | 1 | 300
    3 | Sub Tiga | c | Unit | 1 | 300
    | JUMLAH | | | | 300
    """
    (found,) = of_text(text)
    total = found.rows[-1]
    assert total.total and total.bold
    assert [(c.figure.text, c.columns) for c in total.cells] == [("JUMLAH", 5), *[("", 0)] * 4, ("300", 1)]
    assert found.title.caption == "Tabel 2.9"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("Tabel 3.27\nCapaian Kinerja Tahun 2025", Title("3.27", "Capaian Kinerja Tahun 2025")),
        ("Tabel 3.9a. Capaian Kinerja Dinas", Title("3.9a", "Capaian Kinerja Dinas")),
        ("Capaian Kinerja (Perubahan) Dinas Tahun 2025", Title("3.3", "Capaian Kinerja (Perubahan) Dinas Tahun 2025")),
    ],
)
def test_a_report_keeps_its_own_numbers_and_titles(above: str, expected: Title) -> None:
    row = "Meningkatnya A | i | 1.000 | 800 | 50 | 60 | 120% | 1.200 | 400 | 33,33%"
    (found,) = of_text(capaian(row).replace("Capaian Kinerja (Perubahan) Tahun 2025", above))
    assert found.title == expected


def test_captions_are_ordered_as_people_count() -> None:
    numbers = ["3.10", "3.9b", "", "3.2", "3.9a", "2.14"]
    ordered = sorted((Title(n, "") for n in numbers), key=lambda title: title.order)
    assert [title.number for title in ordered] == ["2.14", "3.2", "3.9a", "3.9b", "3.10", ""]


def test_a_numbered_list_keeps_its_lines_and_nothing_that_a_file_cannot_hold() -> None:
    assert lines(" 1. satu\r\n\n2.  dua\x00\x0b ") == "1. satu\n2. dua"


def test_a_view_torn_off_its_input_sheets_is_printed_from_its_cells() -> None:
    """Only Tabel 2.14 was copied into another workbook: its formulas reach nothing, its values still stand."""
    text = """
    [Tabel 2.14]
    @table tbl_pk_perubahan A2:H4
    Perjanjian Kinerja Perubahan Tahun 2025
    no | sasaran | kode_indikator | indikator | satuan | target | id_indikator | ke
    1 | Meningkatnya A | 1.1 | Persentase x | Persen | 50 | 1.1 | 1
    2 | Meningkatnya B | 2.1 | Jumlah y | Unit | 7 | 2.1 | 1
    """
    (found,) = of_text(text)
    assert [row[3:] for row in texts(found)] == [["Persentase x", "Persen", "50"], ["Jumlah y", "Unit", "7"]]


# ── caches, bytes, what is left out ──────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_was_never_opened_in_excel_gives_the_same_report_to_the_byte(folder: Path) -> None:
    bare = without_values(ISIAN, folder / "tanpa_nilai.xlsx")
    assert read(bare).sheet("Tabel 3.3").cell(8, 1).value is None
    for suffix in (".docx", ".xlsx"):
        pair = [folder / f"{name}{suffix}" for name in ("a", "b")]
        export(ISIAN, pair[0])
        export(bare, pair[1])
        assert pair[0].read_bytes() == pair[1].read_bytes()


def test_the_source_is_only_read(folder: Path) -> None:
    before = ISIAN.read_bytes()
    export(ISIAN, folder / "lain.docx", formats=["magetan.3_1"])
    assert ISIAN.read_bytes() == before


def test_an_empty_template_gives_its_scale_and_says_what_was_left_out(folder: Path) -> None:
    source = ROOT / "templates" / "magetan_2025.xlsx"
    done = export(source, folder / "kosong.docx")
    assert done.tables == ("Tabel 3.1",)
    assert {(left.name, left.code) for left in done.left_out} == {
        (f"Tabel {n}", "tanpa_isi")
        for n in (
            "1.5", "2.2", "2.6", "2.9", "2.10", "2.11", "2.12", "2.13", "2.14",
            "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9", "4.1", "4.2", "4.3",
        )
    }  # fmt: skip
    told = [p.text for p in docx.Document(str(folder / "kosong.docx")).paragraphs]
    assert "Tidak dicetak: Tabel 3.3 (belum ada baris yang berisi)." in told
    with pytest.raises(FileError) as none:
        export(source, folder / "tiada.docx", formats=["magetan.3_3"])
    assert none.value.code == "ekspor_kosong"
    assert not (folder / "tiada.docx").exists()


@pytest.mark.parametrize(
    ("target", "formats", "code"),
    [
        ("x.pdf", (), "ekspor_jenis_tujuan"),
        ("x.docx", ("masukan.program",), "ekspor_bukan_tabel"),
        ("x.docx", ("magetan.9_9",), "format_tak_dikenal"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_read(
    tmp_path: Path, target: str, formats: tuple[str, ...], code: str
) -> None:
    with pytest.raises(InputError) as refused:
        export(tmp_path / "tidak_ada.xlsx", tmp_path / target, formats=formats)
    assert refused.value.code == code


def test_the_source_is_never_the_target(tmp_path: Path) -> None:
    copy = tmp_path / "a.xlsx"
    copy.write_bytes(ISIAN.read_bytes())
    with pytest.raises(InputError) as refused:
        export(copy, copy)
    assert refused.value.code == "tujuan_sama_dengan_sumber"
    assert copy.read_bytes() == ISIAN.read_bytes()


def test_the_verb_says_what_was_written_and_ends_with_1_where_errors_remain(tmp_path: Path) -> None:
    clean = call("export", ISIAN, "--out", tmp_path / "a.docx", "magetan.3_3", "magetan_renja.3_3")
    assert clean.code == 0
    assert f"{tmp_path / 'a.docx'}: 1 Tabel (Tabel 3.3)." in clean.out.replace("\n", "")
    assert "Tidak dicetak: Tabel 3.3 (magetan_renja.3_3) (tidak ada di buku kerja ini)." in clean.out
    wrong = call("export", TERBIT, "--out", tmp_path / "b.xlsx")
    assert wrong.code == 1
    assert f"masih memuat {process(read(TERBIT)).errors} kesalahan" in wrong.out
    assert call("export", ISIAN, "--out", tmp_path / "c.pdf").one_line


def test_an_existing_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("lama", encoding="utf-8")
    done: Exported = export(ISIAN, tmp_path / "a.docx", formats=["magetan.3_1"])
    assert done.tables == ("Tabel 3.1",)
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")


# ── the print view ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_print_view_is_checked_like_any_report_and_holds_no_error(tampilan: Path) -> None:
    result = process(read(tampilan))
    assert [f.message for f in result.findings if f.severity is not Severity.NOTE] == []
    assert [t.format.id for t in result.tables] == [
        "magetan.2_13", "magetan.2_14", "magetan.3_1", "magetan.3_3", "magetan.3_4", "magetan.3_6"
    ]  # fmt: skip
    assert not result.skipped


@pytest.mark.parametrize("government", ["magetan_2025", "magetan_renja_2024"])
def test_every_table_that_an_office_filled_is_printed_without_a_finding_to_work_on(
    government: str, folder: Path
) -> None:
    done = export(SAMPLES / government / "isian.xlsx", folder / f"{government}.xlsx")
    assert done.left_out == ()
    assert len(done.tables) == {"magetan_2025": 22, "magetan_renja_2024": 5}[government]
    result = process(read(folder / f"{government}.xlsx"), load(government))
    assert [f.message for f in result.findings if f.severity is not Severity.NOTE] == []
    assert len(result.tables) == len(done.tables)


def test_next_years_targets_are_printed_under_next_years_title(folder: Path) -> None:
    """Whichever tables are printed beside it: Tabel 4.3 plans 2026, Tabel 2.14 promised 2025."""
    for formats in (["magetan.4_3"], ["magetan.4_3", "magetan.2_14"]):
        export(ISIAN, folder / "depan.xlsx", formats=formats)
        sheet = read(folder / "depan.xlsx").sheet("Tabel 4.3")
        assert sheet.cell(2, 1).value == "Target Waktu Pencapaian Indikator Kinerja Tahun 2026"
        result = process(read(folder / "depan.xlsx"), load("magetan_2025"))
        assert [f.message for f in result.findings] == []
        assert result.tahun == 2025


def test_the_print_view_of_another_office_holds_no_error_either(kantor_lain: Document, folder: Path) -> None:
    assert kantor_lain.tables
    export(folder / "rekaan.xlsx", folder / "rekaan_cetak.xlsx")
    result = process(read(folder / "rekaan_cetak.xlsx"), load("mojokerto_2025"))
    assert [f.message for f in result.findings if f.severity is Severity.ERROR] == []


def test_the_print_view_holds_values_of_rows_in_use_and_no_helper_columns(tampilan: Path) -> None:
    book = read(tampilan)
    assert [sheet.title for sheet in book] == [f"Tabel {n}" for n in ("2.13", "2.14", "3.1", "3.3", "3.4", "3.6")]
    assert not any(cell.formula for sheet in book for cell in sheet.cells.values())
    sheet = book.sheet("Tabel 3.3")
    heading = next(r for r in sheet.rows if sheet.cell(r, 1).value == "Tujuan/Sasaran")
    assert (max(column for _, column in sheet.cells), sheet.max_row - heading) == (
        10,
        4 + 1,
    )  # four indicators, then the source line
    assert sheet.cell(heading + 1, 7).value == pytest.approx(70.63 / 70.54 * 100)
    assert sheet.cell(heading + 1, 7).number_format == '#,##0"%"'
    assert (heading + 3, 1, heading + 4, 1) in sheet.merges
    assert not any("id_indikator" in str(cell.value) for cell in sheet.cells.values())


def test_the_print_view_is_set_up_for_the_printer(tampilan: Path) -> None:
    for sheet in openpyxl.load_workbook(tampilan).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # one wide, any number tall
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows
        assert sheet.oddFooter.right.text


def test_a_report_made_from_the_print_view_says_the_same(isian: Document, tampilan: Path, folder: Path) -> None:
    again = written(tampilan, folder / "lagi.docx")
    for caption in ("Tabel 2.13", "Tabel 2.14", "Tabel 3.1", "Tabel 3.3", "Tabel 3.6"):
        assert rows(table(again, caption)) == rows(table(isian, caption))
        assert next(n for n in tables(again) if n.startswith(caption)) in tables(isian)
    assert said(again) == said(isian)


def test_reasons_are_named_once_where_they_begin(isian: Document) -> None:
    """Without pagu there is no efisiensi; without realisasi there is no capaian, and nothing that follows from it."""
    told = [p.text for p in isian.paragraphs if p.text.startswith("Tabel 3.4, kolom")]
    assert [re.findall(r"kolom (.*?): (.*?), pada", line)[0] for line in told] == [
        ("Realisasi Kinerja", Alasan("triwulan_kosong").teks),
        ("% Capaian Output/kinerja", Alasan("realisasi_kosong").teks),
        ("Efisiensi (%)", Alasan("pagu_nol").teks),
    ]
