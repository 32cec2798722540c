"""The working workbook: one declaration becomes sheets that a clerk can fill, and that a machine can recognise."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from contoh import isian_magetan
from kecil import buku_kecil, isian_kecil
from openpyxl.utils import get_column_letter
from template_tools import circular, column_formulas, opened, precedents, sheet_xml, table_columns, table_parts

from workbook_tools.books.closed import read
from workbook_tools.compute.rule import Alasan
from workbook_tools.errors import EnvironmentFault, InputError
from workbook_tools.formats import FORMATS, Column, Kind
from workbook_tools.messages import LANGUAGES, catalogue, text
from workbook_tools.regulations import profile
from workbook_tools.tables.isian import load
from workbook_tools.template import build
from workbook_tools.template.choices import KEYS_NAME
from workbook_tools.template.layout import Layout, height_of
from workbook_tools.template.plan import EMPTY_ROWS, Plan, plan
from workbook_tools.template.sheets import shown

MAGETAN = profile.load("magetan_2025")
INPUT_SHEETS = ["Profil", "Indikator", "Program", "Realisasi", "Renstra", "Renstra lama", "Analisis", "Rencana"]
TABEL = [
    f"Tabel {number}"
    for number in ("1.5", "2.2", "2.6", "2.9", "2.10", "2.11", "2.12", "2.13", "2.14", "3.1", "3.2", "3.3", "3.4", "3.5",
                   "3.6", "3.7", "3.8", "3.9", "3.9 (2)", "4.1", "4.2", "4.3")
]  # fmt: skip


@cache
def filled_plan() -> Plan:
    return plan(MAGETAN, isian=isian_magetan())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templat")


@pytest.fixture(scope="module")
def empty(folder: Path) -> Path:
    return build(MAGETAN, folder / "kosong.xlsx")


@pytest.fixture(scope="module")
def filled(folder: Path) -> Path:
    return build(MAGETAN, folder / "isian.xlsx", isian=isian_magetan())


def printed(*heads: tuple[str, ...]) -> Layout:
    columns = tuple(Column(f"k{n}", head, Kind.TEKS) for n, head in enumerate(heads))
    return Layout(replace(FORMATS["magetan.3_1"], parts=columns), columns, 1)


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_input_gives_the_same_bytes(folder: Path, empty: Path, filled: Path) -> None:
    assert build(MAGETAN, folder / "lagi.xlsx").read_bytes() == empty.read_bytes()
    assert build(MAGETAN, folder / "lagi.xlsx", isian=isian_magetan()).read_bytes() == filled.read_bytes()


def test_sheets_stand_in_the_order_of_work_and_wear_their_colours(empty: Path) -> None:
    book = opened(empty, values=False)
    assert book.sheetnames == ["Petunjuk", *INPUT_SHEETS, *TABEL, "Daftar"]
    assert book["Daftar"].sheet_state == "hidden"
    colours = {name: book[name].sheet_properties.tabColor.rgb for name in [*INPUT_SHEETS, *TABEL]}
    assert {colours[name] for name in INPUT_SHEETS} != {colours[name] for name in TABEL}
    assert len(set(colours.values())) == 2


def test_no_sheet_is_protected(filled: Path) -> None:
    book = opened(filled, values=False)
    assert not any(sheet.protection.sheet for sheet in book)


def test_every_table_sheet_names_its_format_and_version(filled: Path) -> None:
    book = opened(filled, values=False)
    for layout in filled_plan().layouts.values():
        name = book[layout.format.sheet].defined_names["lkjip_format"]
        assert name.attr_text == f'"{layout.format.id};{layout.format.version}"'


def test_a_missing_folder_is_said_and_an_old_file_stays(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        build(MAGETAN, tmp_path / "tidak ada" / "t.xlsx")
    old = tmp_path / "lama.xlsx"
    old.write_text("lama")
    with pytest.raises(InputError):
        build(MAGETAN, old, formats=["tidak.ada"])
    assert old.read_text() == "lama"
    assert list(tmp_path.iterdir()) == [old]


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_key_row_is_the_header_of_an_excel_table_that_grows(filled: Path) -> None:
    book = opened(filled, values=False)
    for layout in filled_plan().layouts.values():
        sheet = book[layout.format.sheet]
        table = sheet.tables[layout.format.table_name]
        keys = [sheet.cell(layout.key_row + 1, n + 1).value for n in range(len(layout.columns))]
        assert keys == [c.key for c in layout.columns] == table.column_names
        assert sheet.row_dimensions[layout.key_row + 1].height < 6
        assert sheet.cell(layout.key_row + 1, 1).number_format == ";;;"
        assert table.autoFilter is None
        assert table.ref.endswith(str(layout.last + 1))


def test_derived_columns_fill_new_rows_by_themselves(filled: Path) -> None:
    declared = {
        (layout.format.table_name, c.key)
        for layout in filled_plan().layouts.values()
        for c in layout.columns
        if c.derived
    }
    assert set(column_formulas(filled)) == declared


def test_every_derived_cell_holds_its_formula_and_its_value(filled: Path) -> None:
    formulas, values = opened(filled, values=False), opened(filled, values=True)
    contents = filled_plan()
    for role, layout in contents.layouts.items():
        for at, column in enumerate(layout.columns, start=1):
            for row in range(layout.rows):
                cell = (layout.first + row + 1, at)
                expected = shown(contents.value(role, row, column.key))
                value = values[layout.format.sheet].cell(*cell).value
                assert ("" if value is None else value) == expected, (layout.format.sheet, cell)
                typed = formulas[layout.format.sheet].cell(*cell)
                assert (typed.data_type == "f") == column.derived


def test_an_empty_result_is_stored_as_an_empty_text(empty: Path) -> None:
    xml = sheet_xml(empty, "Tabel 3.3")
    assert 't="str"><f>' in xml
    assert "</f><v></v></c>" in xml
    assert "</f><v>0</v>" not in xml


def test_an_empty_template_shows_nothing_but_headings(empty: Path) -> None:
    book = opened(empty, values=True)
    for layout in plan(MAGETAN).layouts.values():
        if layout.format.role in ("profil", "kriteria"):
            continue
        rows = book[layout.format.sheet].iter_rows
        cells = rows(min_row=layout.first + 1, max_row=layout.last + 1, values_only=True)
        assert not any(value not in (None, "") for row in cells for value in row)


def test_views_have_a_row_for_every_input_row() -> None:
    layouts = plan(MAGETAN).layouts
    assert layouts["indikator"].rows == EMPTY_ROWS["indikator"] == layouts["antar_tahun"].rows
    assert layouts["rincian"].rows == EMPTY_ROWS["indikator"] + EMPTY_ROWS["program"]
    assert layouts["kriteria"].rows == len(MAGETAN.skala.bands)


def test_spare_rows_can_be_left_out() -> None:
    contents = plan(MAGETAN, isian=isian_magetan(), spare=False)
    assert (contents.layouts["indikator"].rows, contents.layouts["program"].rows) == (7, 62)
    assert filled_plan().layouts["program"].rows == 62 + FORMATS["masukan.program"].spare_rows


def test_no_formula_reaches_its_own_cell(filled: Path) -> None:
    formulas = column_formulas(filled)
    assert circular(formulas) == []
    columns = {
        (t.attrib["name"], c.attrib["name"])
        for t in table_parts(filled)
        for c in t.iter()
        if c.tag.endswith("}tableColumn")
    }
    for (table, column), formula in formulas.items():  # Excel repairs a file whose formula names an unknown column
        assert precedents(formula) <= columns, (table, column)
    assert max(map(len, formulas.values())) < 8192


@pytest.mark.parametrize("name", [info.id for info in profile.available()])
def test_every_column_that_a_formula_names_exists(name: str, tmp_path: Path) -> None:
    """Excel calls a workbook damaged where a formula names a column that its table does not have."""
    path = build(profile.load(name), tmp_path / "templat.xlsx")
    known = table_columns(path)
    wrong = {
        at: named - known for at, formula in column_formulas(path).items() if (named := precedents(formula)) - known
    }
    assert wrong == {}


def test_a_sum_in_its_own_column_would_be_found() -> None:
    assert circular({("t", "pagu"): "SUMIFS(t[pagu],t[induk],t[[#This Row],[kunci]])"}) == [("t", "pagu")]
    chain = {("t", "a"): "t[[#This Row],[b]]", ("t", "b"): "INDEX(u[c],1):u[[#This Row],[c]]", ("u", "c"): "SUM(t[a])"}
    assert len(circular(chain)) == 3


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    row = {
        "kunci": "1.1",
        "no_sasaran": "1",
        "sasaran": "=1+1",
        "indikator": "@SUM(A1)",
        "satuan": "-",
        "polaritas": "+x",
    }
    path = build(MAGETAN, tmp_path / "t.xlsx", isian={"indikator": [row]})
    sheet = opened(path, values=False)["Indikator"]
    first = plan(MAGETAN).layouts["indikator"].first + 1
    assert [sheet.cell(first, n).data_type for n in range(1, 7)] == ["s"] * 6


# ── heading and print ────────────────────────────────────────────────────────────────────────────────────────────


def test_equal_heads_merge_across_and_short_paths_merge_down() -> None:
    layout = printed(("No",), ("Nilai", "%"), ("Nilai", "Keterangan"), ("Kategori",))
    spans = {(b.text, b.top, b.left, b.bottom, b.right) for b in layout.blocks()}
    assert spans == {
        ("No", 0, 0, 1, 0), ("Nilai", 0, 1, 0, 2), ("%", 1, 1, 1, 1), ("Keterangan", 1, 2, 1, 2),
        ("Kategori", 0, 3, 1, 3),
    }  # fmt: skip


def test_three_levels_and_neighbours_with_the_same_whole_path() -> None:
    layout = printed(("A", "B", "C"), ("A", "B", "D"), ("A", "E"), ("X",), ("X",))
    spans = {(b.text, b.top, b.left, b.bottom, b.right) for b in layout.blocks()}
    assert ("A", 0, 0, 0, 2) in spans
    assert ("B", 1, 0, 1, 1) in spans
    assert ("E", 1, 2, 2, 2) in spans
    assert ("X", 0, 3, 2, 4) in spans


def test_the_code_of_an_indicator_shares_its_heading(filled: Path) -> None:
    sheet = opened(filled, values=False)["Tabel 2.14"]
    layout = filled_plan().layouts["pk_perubahan"]
    assert "C5:D5" in [str(r) for r in sheet.merged_cells.ranges]
    numbers = [sheet.cell(layout.number_row + 1, n).value for n in range(1, 7)]  # type: ignore[operator]
    assert numbers == ["1", "2", "3", None, "4", "5"]


def test_print_set_up_fits_the_report(filled: Path) -> None:
    book = opened(filled, values=False)
    for layout in filled_plan().layouts.values():
        sheet = book[layout.format.sheet]
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.print_title_rows == f"${layout.head_row + 1}:${layout.key_row + 1}"
        assert "&P" in sheet.oddFooter.right.text
    with zipfile.ZipFile(filled) as file:
        assert "'Tabel 3.4'!$A:$J<" in file.read("xl/workbook.xml").decode()  # whole columns grow with the table


def test_f4_paper_for_profiles_that_say_so(tmp_path: Path) -> None:
    path = build(replace(MAGETAN, kertas="F4"), tmp_path / "f4.xlsx")
    assert opened(path, values=False)["Tabel 3.3"].page_setup.paperSize == 14


def test_helpers_are_grouped_away_right_of_the_printed_columns(filled: Path) -> None:
    book = opened(filled, values=False)
    for layout in filled_plan().layouts.values():
        helpers = [n for n, c in enumerate(layout.columns) if c.helper]
        assert all(n > layout.last_printed for n in helpers)
        if helpers:
            dimension = book[layout.format.sheet].column_dimensions
            first = dimension[get_column_letter(layout.last_printed + 2)]
            assert (first.hidden, first.outlineLevel) == (True, 1)


def test_panes_freeze_below_the_heading_and_after_the_names(filled: Path) -> None:
    book = opened(filled, values=False)
    assert book["Tabel 3.4"].freeze_panes == "C7"
    assert book["Tabel 2.13"].freeze_panes == "C8"
    for layout in filled_plan().layouts.values():
        assert book[layout.format.sheet].freeze_panes.endswith(str(layout.first + 1))


def test_rows_are_high_enough_for_their_texts() -> None:
    assert height_of([("", 10.0)]) == height_of([("pendek", 10.0)])
    assert height_of([("kata " * 20, 20.0)]) > 4 * height_of([("kata", 20.0)]) / 1.5
    assert height_of([("PROGRAM PENGAWASAN DAN PEMERIKSAAN KOPERASI", 34.0)]) > height_of([("x", 34.0)])
    assert height_of([("x" * 5000, 4.0)]) == 409.0


# ── what a clerk sees ────────────────────────────────────────────────────────────────────────────────────────────


def test_drop_downs_and_bounds_explain_themselves(empty: Path) -> None:
    book = opened(empty, values=False)
    rules = {name: book[name].data_validations.dataValidation for name in [*INPUT_SHEETS]}
    lists = {str(r.formula1) for rule in rules.values() for r in rule if r.type == "list"}
    assert {'"naik,turun,turun_rasio,stabil"', '"program,kegiatan,sub_kegiatan"', '"induk,perubahan"'} <= lists
    keys = next(r for r in rules["Realisasi"] if r.formula1 == KEYS_NAME)
    assert keys.errorStyle == "warning"
    decimals = [r for rule in rules.values() for r in rule if r.type == "decimal"]
    assert decimals
    assert all(r.error and r.errorTitle for r in decimals)
    assert any(float(r.formula1) == 0 for r in decimals)


def test_every_computed_heading_tells_its_formula_and_source(filled: Path) -> None:
    book = opened(filled, values=False)
    for layout in filled_plan().layouts.values():
        for block in layout.blocks():
            column = layout.printed[block.left]
            note = book[layout.format.sheet].cell(layout.head_row + block.top + 1, block.left + 1).comment
            if block.leaf and column.rule is not None:
                assert note is not None
                assert column.rumus_menurut(filled_plan().profil) in note.text
                assert column.rule.dasar in note.text
            else:
                assert note is None


def test_a_formula_typed_over_shows_in_colour(filled: Path) -> None:
    for layout in filled_plan().layouts.values():
        if any(c.derived for c in layout.printed):
            assert "NOT(_xlfn.ISFORMULA(" in sheet_xml(filled, layout.format.sheet)


def test_kategori_wears_the_colours_of_the_scale(filled: Path) -> None:
    book = opened(filled, values=False)
    for sheet in ("Indikator", "Tabel 3.1"):
        rules = [rule for group in book[sheet].conditional_formatting for rule in group.rules]
        for band in MAGETAN.skala.bands:
            rule = next(r for r in rules if f'="{band.kategori}"' in r.formula[0])
            assert rule.dxf.fill.bgColor.rgb[-6:] == band.warna.isi[1:]
            assert rule.dxf.font.color.rgb[-6:] == band.warna.huruf[1:]


def test_number_formats_keep_percent_points_and_text_keys(filled: Path) -> None:
    book = opened(filled, values=False)
    for layout in filled_plan().layouts.values():
        for at, column in enumerate(layout.columns, start=1):
            code = book[layout.format.sheet].cell(layout.first + 1, at).number_format
            assert "%" not in code
            assert (code == "@") == (column.kind is Kind.KODE and not column.derived and layout.format.role != "profil")


def test_the_guide_names_the_profile_and_the_check(empty: Path) -> None:
    cells = [str(v) for row in opened(empty, values=True)["Petunjuk"].iter_rows(values_only=True) for v in row if v]
    told = "\n".join(cells)
    for word in (MAGETAN.nama, MAGETAN.sumber.dasar, text("sudah_diperiksa"), "lkjip validate", *TABEL, *INPUT_SHEETS):
        assert word in told


def test_an_unverified_profile_says_so(tmp_path: Path) -> None:
    path = build(profile.load("netral"), tmp_path / "netral.xlsx")
    cells = [v for row in opened(path, values=True)["Petunjuk"].iter_rows(values_only=True) for v in row]
    assert text("belum_diperiksa") in cells


def test_hints_fit_into_excel() -> None:
    for code, entry in catalogue().items():
        if code.startswith(("petunjuk_indikator_", "petunjuk_program_", "petunjuk_realisasi_", "isian_")):
            assert max(len(entry[language]) for language in LANGUAGES) <= 255, code


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_figure_typed_once_arrives_in_every_tabel() -> None:
    tables = filled_plan().tables
    sasaran = tables["capaian_sasaran"].rows
    assert [r.isi["pagu"] for r in sasaran] == [908521800.0, 891441330.0, 3358804568.0, None]
    assert [r.isi["realisasi_anggaran"] for r in sasaran] == [878317680.0, 882985588.0, 3175755962.0, None]
    assert sum(r.isi["pagu"] for r in tables["program_perubahan"].rows if r.level == "program") == 5158767698.0  # type: ignore[misc]
    assert [r.isi["target"] for r in tables["pk_perubahan"].rows] == [70.54, 3.0, 92.0, 83.5]
    assert [round(r.isi["capaian_2025"], 2) for r in tables["antar_tahun"].rows] == [100.13, 100.0, 100.46, 100.1]  # type: ignore[arg-type]
    levels = [r.level for r in tables["rincian"].rows]
    assert levels[:4] == ["sasaran", "program", "kegiatan", "sub_kegiatan"]
    assert len(levels) == 4 + 62


def test_what_is_unknown_is_a_reason_and_not_a_number() -> None:
    rows = {r.isi["kunci"]: r for r in filled_plan().tables["program"].rows}
    assert rows["58"].isi["capaian"] == Alasan("realisasi_kosong")
    assert rows["17"].isi["serapan"] == Alasan("pagu_nol")


def test_years_come_from_the_call_the_profile_sheet_or_the_profile() -> None:
    assert plan(MAGETAN).years == (2023, 2024, 2025)
    assert plan(MAGETAN, tahun=2026, seri=5).years == (2022, 2023, 2024, 2025, 2026)
    typed = {"profil": [{"kunci": "tahun", "isi": "2027"}, {"kunci": "tahun_awal", "isi": 2026.0}]}
    assert plan(MAGETAN, isian=typed).years == (2026, 2027)
    keys = [c.key for c in plan(MAGETAN, tahun=2026, seri=5).layouts["antar_tahun"].columns]
    assert [k for k in keys if k.startswith("target_")] == [f"target_{y}" for y in range(2022, 2027)]
    with pytest.raises(InputError):
        plan(MAGETAN, seri=0)


def test_one_format_alone_brings_the_input_sheets(tmp_path: Path) -> None:
    path = build(MAGETAN, tmp_path / "t.xlsx", formats=["magetan.3_6"])
    assert opened(path, values=False).sheetnames == ["Petunjuk", *INPUT_SHEETS[:4], "Tabel 3.6", "Daftar"]
    assert len(list(table_parts(path))) == 5


def test_a_format_that_needs_the_plan_brings_its_sheet(tmp_path: Path) -> None:
    path = build(MAGETAN, tmp_path / "t.xlsx", formats=["magetan.3_7"], renstra=(2025, 2027))
    book = opened(path, values=False)
    assert book.sheetnames == ["Petunjuk", *INPUT_SHEETS[:4], "Renstra", "Tabel 3.7", "Daftar"]
    assert {"target_2025", "target_2027"} <= {cell.value for row in book["Renstra"].iter_rows() for cell in row}
    assert "target_2028" not in {cell.value for row in book["Renstra"].iter_rows() for cell in row}


# ── typed rows kept as text ──────────────────────────────────────────────────────────────────────────────────────


def test_text_files_become_rows(tmp_path: Path) -> None:
    content = "kunci\tlevel\tpagu\n1.10\tprogram\t\n\n1.2\tkegiatan\t12.5\n"
    (tmp_path / "program.tsv").write_text(content, encoding="utf-8")
    first, second = load(tmp_path)["program"]
    assert first == {"kunci": "1.10", "level": "program"}
    assert second == {"kunci": "1.2", "level": "kegiatan", "pagu": 12.5}


@pytest.mark.parametrize("content", ["kunci\tpagu_jumlah\n1\t2\n", "kunci\tlain\n1\t2\n", "kunci\tpagu\n1\t2,5\n"])
def test_text_files_with_mistakes_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "program.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        load(tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load(tmp_path / "x")


def test_a_line_break_pasted_from_slides_leaves_a_file_that_opens(tmp_path: Path) -> None:
    """It comes as a vertical tab, which XML cannot hold; views that repeat the text escape it, as Excel does."""
    isian = isian_kecil()
    isian["indikator"][0]["sasaran"] = "Meningkatnya\x0bproduksi _x000B_ ikan"
    book = read(buku_kecil(tmp_path / "salindia.xlsx", isian))
    assert book.sheet("Indikator").cell(8, 3).value == "Meningkatnya\x0bproduksi _x000B_ ikan"
    views = [cell.value for cell in book.sheet("Tabel 3.3").cells.values()]
    assert "Meningkatnya\x0bproduksi _x000B_ ikan" in views
