"""Reading closed files: what a good file says, what an odd one survives, and one clear line for a hostile one."""

from __future__ import annotations

import errno
import hashlib
import pickle
import warnings
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hostile import HOSTILE, MAIN, changed, entries, good, sheet_xml, zipped
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.books.cells import Budget, unescape
from workbook_tools.books.closed import read
from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import EMPTY, RawCell, Sheet, address, parse_address, parse_range
from workbook_tools.books.writes import escape
from workbook_tools.errors import EnvironmentFault, FileError, UnreadableFile

# ── addresses ──


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_is_read_back(row: int, col: int):
    assert parse_address(address(row, col)) == (row, col)
    assert address(row, col) == f"{openpyxl.utils.get_column_letter(col)}{row}"


@pytest.mark.parametrize("wrong", ["", "A", "1", "A0", "XFE1", "A1048577", "A1:B2", "AAAA1", "A1 ", "Ä1", "A²"])
def test_what_is_no_address_is_refused(wrong: str):
    with pytest.raises(ValueError):
        parse_address(wrong)


def test_an_address_outside_the_sheet_is_refused():
    with pytest.raises(ValueError):
        address(0, 1)


def test_ranges_are_ordered():
    assert parse_range("$D$7:B3") == (3, 2, 7, 4)
    assert parse_range("C5") == (5, 3, 5, 3)


# ── sheets ──


def test_a_sheet_answers_for_cells_that_are_not_there():
    sheet = Sheet("x", cells={(2, 3): RawCell(1)})
    assert sheet.cell(1, 1) is EMPTY
    assert (sheet.max_row, sheet.rows) == (2, (2,))
    assert sheet.row_cells(2) == {3: RawCell(1)}
    assert sheet.row_cells(9) == {}
    assert Sheet("kosong").max_row == 0


def test_a_sheet_is_found_whatever_its_capitals():
    book = book_from_text("[Tabel 3.1]\na")
    assert book.sheet("TABEL 3.1").title == "Tabel 3.1"
    with pytest.raises(KeyError):
        book.sheet("Tabel 3.2")


def test_a_book_survives_the_way_to_another_process():
    book = book_from_text("[A]\n1 | =A1 -> 1\n")
    assert pickle.loads(pickle.dumps(book)) == book


# ── books as text ──


@pytest.mark.parametrize(
    ("typed", "value", "number_format"),
    [
        ("70%", 0.7, "0%"),
        ("70,54%", 0.7054, "0.00%"),
        ("1.234", 1234, "#,##0"),
        ("1.234,5", 1234.5, "#,##0.00"),
        ("12,5", 12.5, "General"),
        ("-7", -7, "General"),
        ("Rp1.250.000", 1_250_000, '"Rp"#,##0'),
        ("31/12/2025", datetime(2025, 12, 31), "dd/mm/yyyy"),
        ("TRUE", True, "General"),
        ('"12"', "12", "General"),
        ("1.23", "1.23", "General"),
        ("3.1.2", "3.1.2", "General"),
        ("≥ 90", "≥ 90", "General"),
        ("-", "-", "General"),
        (r"a\|b", "a|b", "General"),
    ],
)
def test_text_becomes_what_excel_makes_of_it(typed: str, value: object, number_format: str):
    cell = book_from_text(f"[S]\n{typed}").sheet("S").cell(1, 1)
    assert (cell.value, cell.number_format) == (value, number_format)
    assert type(cell.value) is type(value)


def test_formulas_errors_bold_indent_and_merges_as_text():
    book = book_from_text(
        """
        @name tahun 2025
        [Tabel 3.1] hidden
        @name lkjip_format magetan.3_1
        @table tbl_ikt A2:C4
        **Judul** | <        | <
        kunci     | target   | capaian
        → a       | 70%      | =B3*2 -> 140%
        ^         | #DIV/0!  | =B4
        """
    )
    sheet = book.sheet("Tabel 3.1")
    assert book.defined_names == {"tahun": "2025"}
    assert sheet.defined_names == {"lkjip_format": "magetan.3_1"}
    assert sheet.state == "hidden"
    assert sheet.tables[0].columns == ("kunci", "target", "capaian")
    assert sheet.merges == ((1, 1, 1, 3), (3, 1, 4, 1))
    assert sheet.merged_range(4, 1) == (3, 1, 4, 1)
    assert sheet.merged_range(4, 2) is None
    assert sheet.cell(1, 1) == RawCell("Judul", bold=True)
    assert sheet.cell(3, 1) == RawCell("a", indent=1)
    assert sheet.cell(3, 3) == RawCell(1.4, "=B3*2", "0%")
    assert sheet.cell(4, 2) == RawCell("#DIV/0!", error=True)
    assert sheet.cell(4, 3) == RawCell(None, "=B4")


# ── good files ──


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """One workbook with about everything that a cell can be."""
    path = tmp_path / "kaya.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Tabel 3.1")
    bold = book.add_format({"bold": True, "indent": 2, "num_format": "0.00%"})
    sheet.write("A1", 0.7054, bold)
    sheet.write_formula("B1", "=A1*2", None, 1.4108)
    sheet.write_formula("B2", '=IF(A1>0,"","x")', None, "")
    sheet.write_formula("B3", "=A1/0", None, "#DIV/0!")
    sheet.write_formula("B4", "=A1>0", None, True)
    sheet.write_formula("B5", '="Tinggi"', None, "Tinggi")
    sheet.write_datetime("C1", datetime(2025, 3, 4), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write_datetime("C2", datetime(2025, 3, 4, 5, 6, 7), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}))
    sheet.write_number("C3", 0.5, book.add_format({"num_format": "hh:mm"}))
    sheet.write_number("C4", 1.5, book.add_format({"num_format": "[h]:mm"}))
    sheet.write_boolean("D1", False)
    sheet.write_rich_string("D2", "Sasaran ", book.add_format({"italic": True}), "strategis", " 1")
    sheet.write_string("D3", "baris satu\nbaris dua  ")
    sheet.write_string("D4", "tab\x01_x0041_")
    sheet.write_string("D5", "ä中🙂")
    sheet.write_array_formula("E1:E3", "{=A1:A3*2}", None, 1)
    sheet.merge_range("F1:G2", "gabung")
    sheet.write_blank("H1", None, bold)
    sheet.write_number("XFD1048576", 7)
    sheet.add_table("A10:B13", {"name": "tbl_ikt", "total_row": True, "columns": [{"header": "k"}, {"header": "t"}]})
    sheet.protect()
    hidden = book.add_worksheet("Bantu")
    hidden.very_hidden()
    book.define_name("'Tabel 3.1'!lkjip_format", '="magetan.3_1"')
    book.define_name("tahun", "=2025")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Tabel 3.1'!$A$1:$A$3"})
    book.add_chartsheet("Grafik").set_chart(chart)
    book.close()
    return path


def test_a_rich_book_is_read_whole(rich: Path):
    book = read(rich)
    sheet = book.sheet("Tabel 3.1")
    values: dict[str, Any] = {
        "A1": RawCell(0.7054, None, "0.00%", bold=True, indent=2),
        "B1": RawCell(1.4108, "=A1*2"),
        # XlsxWriter marks an empty result like openpyxl marks a missing one: it cannot be told
        "B2": RawCell(None, '=IF(A1>0,"","x")'),
        "B3": RawCell("#DIV/0!", "=A1/0", error=True),
        "B4": RawCell(True, "=A1>0"),
        "B5": RawCell("Tinggi", '="Tinggi"'),
        "C1": RawCell(datetime(2025, 3, 4), None, "dd/mm/yyyy"),
        "C2": RawCell(datetime(2025, 3, 4, 5, 6, 7), None, "yyyy-mm-dd hh:mm:ss"),
        "C3": RawCell(time(12), None, "hh:mm"),
        "C4": RawCell(timedelta(hours=36), None, "[h]:mm"),
        "D1": RawCell(False),
        "D2": RawCell("Sasaran strategis 1"),
        "D3": RawCell("baris satu\nbaris dua  "),
        "D4": RawCell("tab\x01_x0041_"),
        "D5": RawCell("ä中🙂"),
        "E1": RawCell(1, "=A1:A3*2"),
        "E3": RawCell(0, "=A1:A3*2"),
        "F1": RawCell("gabung"),
        "XFD1048576": RawCell(7),
    }
    for cell, expected in values.items():
        assert sheet.cells.get(parse_address(cell)) == expected, cell
    assert (1, 8) not in sheet.cells
    assert sheet.merges == ((1, 6, 2, 7),)
    assert sheet.protected
    assert (sheet.tables[0].name, sheet.tables[0].ref, sheet.tables[0].columns) == ("tbl_ikt", "A10:B13", ("k", "t"))
    assert sheet.tables[0].header_row and sheet.tables[0].totals_row
    assert sheet.defined_names == {"lkjip_format": '"magetan.3_1"'}
    assert book.defined_names == {"tahun": "2025"}
    assert book.sheet("Bantu").state == "veryHidden"
    assert book.sheet("Grafik").is_chart and not book.sheet("Grafik").cells
    assert [s.title for s in book] == ["Tabel 3.1", "Bantu", "Grafik"]


def test_openpyxl_reads_the_same(rich: Path):
    """An independent reader: openpyxl, once for values and once for formulas."""
    book = read(rich)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values, formulas = openpyxl.load_workbook(rich, data_only=True), openpyxl.load_workbook(rich)
    for sheet in book:
        if sheet.is_chart:
            continue
        for (row, col), cell in sheet.cells.items():
            theirs = values[sheet.title].cell(row, col)
            if (row, col) != (4, 4):  # openpyxl leaves _xHHHH_ as it is
                assert (cell.value or None) == (theirs.value or None), theirs.coordinate
            assert cell.number_format == theirs.number_format
            if cell.formula and col != 5:  # array formulas are objects there
                assert cell.formula == formulas[sheet.title].cell(row, col).value


def test_reading_leaves_the_file_alone(rich: Path):
    before, stat = hashlib.sha256(rich.read_bytes()).hexdigest(), rich.stat()
    read(rich)
    assert hashlib.sha256(rich.read_bytes()).hexdigest() == before
    assert rich.stat().st_mtime_ns == stat.st_mtime_ns


# ── odd but honest files ──


def _cells(tmp_path: Path, rows: str) -> dict[str, RawCell]:
    path = tmp_path / "x.xlsx"
    sheet_xml(path, f"<sheetData>{rows}</sheetData>")
    return {address(*at): cell for at, cell in read(path).sheets[0].cells.items()}


def test_shared_formulas_are_told_for_every_cell(tmp_path: Path):
    cells = _cells(
        tmp_path,
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$9</f><v>1</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"></f></c></row>',
    )
    assert [cells[a].formula for a in ("B1", "B2", "B3")] == ["=A1*$A$9", "=A2*$A$9", "=A3*$A$9"]
    assert cells["B3"].value is None


def test_a_shared_formula_that_leaves_the_sheet_is_a_lost_reference(tmp_path: Path):
    cells = _cells(
        tmp_path,
        '<row r="1"><c r="A1"><f t="shared" si="0"/></c></row>'
        '<row r="2"><c r="B2"><f t="shared" ref="B1:B2" si="1">B1+1</f></c></row>'
        '<row r="1"><c r="B1"><f t="shared" si="1"/><v>1</v></c></row>',
    )
    assert cells["B1"].formula == "=#REF!"
    assert "A1" not in cells


def test_a_data_table_is_a_formula_everywhere(tmp_path: Path):
    cells = _cells(
        tmp_path,
        '<row r="1"><c r="A1"><f t="dataTable" ref="A1:A2" r1="D1"/><v>3</v></c></row>'
        '<row r="2"><c r="A2"><v>4</v></c></row>',
    )
    assert cells["A2"] == RawCell(4, "=TABLE(D1,)")


def test_numbers_beyond_a_double_do_not_crash(tmp_path: Path):
    cells = _cells(
        tmp_path,
        f'<row r="1"><c r="A1"><v>{"9" * 400}</v></c><c r="B1"><v>1e999</v></c><c r="C1"><v>NaN</v></c>'
        f'<c r="D1"><v>{"9" * 5000}</v></c><c r="E1"><v>1234567890123456789</v></c><c r="F1"><v> 5 </v></c></row>',
    )
    assert all(cells[a] == RawCell("#NUM!", error=True) for a in ("A1", "B1", "C1", "D1"))
    assert cells["E1"].value == 1.2345678901234568e18
    assert cells["F1"].value == 5


def test_text_longer_than_excel_allows_is_read(tmp_path: Path):
    text = "x" * 50_000
    cells = _cells(tmp_path, f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')
    assert cells["A1"].value == text


def test_rows_and_cells_without_address_are_counted(tmp_path: Path):
    cells = _cells(tmp_path, '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c><v>3</v></c></row>')
    assert {a: c.value for a, c in cells.items()} == {"A1": 1, "B1": 2, "A5": 3}


def test_iso_dates_and_phonetic_hints(tmp_path: Path):
    cells = _cells(
        tmp_path,
        '<row r="1"><c r="A1" t="d"><v>2025-01-31T00:00:00</v></c>'
        '<c r="B1" t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>AA</t></rPh><r><t>b</t></r></is></c>'
        '<c r="C1" s="99"><v>1</v></c><c r="D1" t="str"><v></v></c><c r="E1" t="n"><v></v></c>'
        '<c r="F1" t="str"><f>""</f><v></v></c></row>',
    )
    assert cells["A1"].value == datetime(2025, 1, 31)
    assert cells["B1"].value == "ab"
    assert cells["C1"] == RawCell(1)
    assert cells["F1"] == RawCell("", '=""')
    assert set(cells) == {"A1", "B1", "C1", "F1"}


def test_a_prefixed_main_namespace_is_the_same(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    cells = '<x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
    changed(path, lambda parts: parts.update({"xl/worksheets/sheet1.xml": sheet.encode()}))
    assert read(path).sheets[0].cell(1, 1).value == 5


@pytest.mark.parametrize(
    ("old", "new"),
    [("worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"), ("worksheets/sheet1.xml", "WorkSheets/Sheet1.xml")],
)
def test_sheet_targets_may_be_absolute_or_in_other_capitals(tmp_path: Path, old: str, new: str):
    path = tmp_path / "x.xlsx"

    def edit(parts: dict[str, bytes]) -> None:
        rels = "xl/_rels/workbook.xml.rels"
        parts[rels] = parts[rels].replace(old.encode(), new.encode())

    changed(path, edit)
    assert read(path).sheets[0].cell(1, 4).formula == "=B1+C1"


def test_backslashes_in_entry_names_are_understood(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(zipped({name.replace("/", "\\"): content for name, content in entries(good()).items()}))
    assert read(path).sheets[0].cell(1, 2).value == 10


def test_the_calendar_of_1904(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    book.add_worksheet().write_datetime("A1", datetime(2025, 1, 2), book.add_format({"num_format": "d/m/yyyy"}))
    book.close()
    assert read(path).sheets[0].cell(1, 1).value == datetime(2025, 1, 2)


def test_a_number_no_calendar_reaches_stays_a_number(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write_number("A1", 1e12, book.add_format({"num_format": "d/m/yyyy"}))
    book.close()
    assert read(path).sheets[0].cell(1, 1).value == 1e12


def test_line_ends_in_the_headings_of_tables_are_line_ends(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().add_table("A1:A3", {"columns": [{"header": "Target\n2025"}]})
    book.close()
    parts = entries(path.read_bytes())
    parts["xl/tables/table1.xml"] = parts["xl/tables/table1.xml"].replace(b"Target\n2025", b"Target_x000a_2025")
    path.write_bytes(zipped(parts))
    assert read(path).sheets[0].tables[0].columns == ("Target\n2025",)


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    sheet_xml(path, '<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert read(path).sheets[0].merges == ((1, 1, 1_048_576, 16_384),)


def test_damaged_charts_and_themes_do_not_matter(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    changed(path, lambda parts: parts.update({"xl/theme/theme1.xml": b"rusak", "docProps/core.xml": b"rusak"}))
    assert read(path).sheets[0].cell(1, 2).value == 10


@given(st.text())
def test_escaped_text_comes_back(text: str):
    assert unescape(escape(text)) == text


# ── hostile files ──

SHARED_ONCE = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1+C1+D1</f></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
)
ARRAY = '<row r="1"><c r="A1"><f t="array" ref="A1:A9">B1</f></c><c r="A2"><v>1</v></c></row>'


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_one_clear_line(name: str, tmp_path: Path):
    path = tmp_path / "laporan.xlsx"
    code = HOSTILE[name](path)
    if not path.exists():
        path = next(tmp_path.iterdir())
    before = path.read_bytes()
    with pytest.raises(FileError) as caught:
        read(path)
    assert caught.value.code == code
    assert isinstance(caught.value, UnreadableFile)
    line = str(caught.value)
    assert "\n" not in line and "Traceback" not in line and str(path) in line
    assert path.read_bytes() == before


def test_every_cut_of_a_file_ends_in_one_clear_line(tmp_path: Path):
    data, path = good(), tmp_path / "x.xlsx"
    for length in range(0, len(data), 97):
        path.write_bytes(data[:length])
        with pytest.raises(UnreadableFile):
            read(path)


@given(position=st.integers(0, len(good()) - 1), byte=st.integers(0, 255))
def test_any_one_wrong_byte_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, position: int, byte: int):
    path = tmp_path_factory.getbasetemp() / "byte.xlsx"
    data = bytearray(good())
    data[position] = byte
    path.write_bytes(data)
    try:
        read(path)
    except UnreadableFile as error:
        assert "\n" not in str(error)


def test_a_missing_file_and_a_folder(tmp_path: Path):
    for path, code in ((tmp_path / "tidak ada.xlsx", "berkas_tidak_ada"), (tmp_path, "bukan_berkas")):
        with pytest.raises(UnreadableFile) as caught:
            read(path)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("number", "code"), [(errno.EACCES, "berkas_tidak_boleh_dibaca"), (errno.EIO, "berkas_gagal_dibaca")]
)
def test_a_disk_that_refuses_is_the_fault_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
):
    path = tmp_path / "x.xlsx"
    path.write_bytes(good())

    def refuse(_: Path) -> bytes:
        raise OSError(number, "injected")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        read(path)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("limit", "body", "what"),
    [
        (Budget(cells=1), '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>', "sel berisi"),
        (Budget(shared_text=8), SHARED_ONCE, "rumus bersama"),
        (Budget(array_cells=1), ARRAY, "larik"),
    ],
)
def test_a_book_that_unfolds_to_too_much_is_refused(
    limit: Budget, body: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "x.xlsx"
    sheet_xml(path, f"<sheetData>{body}</sheetData>")
    monkeypatch.setattr("workbook_tools.books.closed.Budget", lambda: limit)
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code == "berkas_terlalu_besar"
    assert what in str(caught.value)


def test_a_name_that_is_too_long(tmp_path: Path):
    with pytest.raises((UnreadableFile, EnvironmentFault)):
        read(tmp_path / ("x" * 400 + ".xlsx"))


def test_nothing_is_printed_or_warned(rich: Path, capfd: pytest.CaptureFixture[str]):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read(rich)
    assert capfd.readouterr() == ("", "")
