"""Writing into existing files: the new figures are there, and every other byte of the file is what it was."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import struct
import subprocess
import warnings
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hostile import HOSTILE, MAIN, entries, good, replaced, sheet_xml, zipped
from lxml import etree
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from workbook_tools.books.atomic import replace_file, write_file
from workbook_tools.books.closed import read
from workbook_tools.books.model import parse_address
from workbook_tools.books.patch import CellWrite, PatchReport, patch
from workbook_tools.errors import EnvironmentFault, FileError, InputError, LkjipError, UnpatchableFile

# ── a zoo of workbooks ──

ZOO: dict[str, Callable[[Workbook, Worksheet], None]] = {}
Spec = Callable[[Workbook, Worksheet], None]


def zoo(spec: Spec) -> Spec:
    ZOO[spec.__name__] = spec
    return spec


def png() -> io.BytesIO:
    """A picture of one red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


@zoo
def plain(book: Workbook, sheet: Worksheet) -> None: ...


@zoo
def column_chart(book: Workbook, sheet: Worksheet) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$B$2:$B$4"})
    sheet.insert_chart("H2", chart)


@zoo
def chartsheet(book: Workbook, sheet: Worksheet) -> None:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$B$2:$B$4"})
    book.add_chartsheet("Grafik").set_chart(chart)


@zoo
def image(book: Workbook, sheet: Worksheet) -> None:
    sheet.insert_image("H2", "titik.png", {"image_data": png()})


@zoo
def embedded_image(book: Workbook, sheet: Worksheet) -> None:
    sheet.embed_image("H2", "titik.png", {"image_data": png()})


@zoo
def background_image(book: Workbook, sheet: Worksheet) -> None:
    sheet.set_background(png())


@zoo
def header_image(book: Workbook, sheet: Worksheet) -> None:
    sheet.set_header("&L&G", {"image_left": "titik.png", "image_data_left": png()})


@zoo
def macros(book: Workbook, sheet: Worksheet) -> None:
    book.add_vba_project(io.BytesIO(os.urandom(500)), is_stream=True)


@zoo
def form_buttons(book: Workbook, sheet: Worksheet) -> None:
    sheet.insert_button("H2", {"caption": "Hitung"})


@zoo
def checkboxes(book: Workbook, sheet: Worksheet) -> None:
    sheet.insert_checkbox("H2", True)


@zoo
def comments(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_comment("B2", "catatan pemeriksa", {"author": "Inspektorat", "visible": True})


@zoo
def comments_and_buttons(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_comment("B2", "catatan")
    sheet.insert_button("H2", {"caption": "Hitung"})


@zoo
def comments_elsewhere(book: Workbook, sheet: Worksheet) -> None:
    book.add_worksheet("Lain").write_comment("A1", "catatan lain")


@zoo
def conditional_formats(book: Workbook, sheet: Worksheet) -> None:
    sheet.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C2:C4", {"type": "3_color_scale"})
    sheet.conditional_format("C2:C4", {"type": "icon_set", "icon_style": "3_traffic_lights"})


@zoo
def data_validation(book: Workbook, sheet: Worksheet) -> None:
    sheet.data_validation("E2:E4", {"validate": "list", "source": ["Maju", "Mundur"]})


@zoo
def sparklines(book: Workbook, sheet: Worksheet) -> None:
    sheet.add_sparkline("H2", {"range": "Data!B2:C2"})


@zoo
def excel_table(book: Workbook, sheet: Worksheet) -> None:
    columns = [{"header": "kunci"}, {"header": "nilai", "formula": "=1+1"}, {"header": "x", "total_function": "sum"}]
    sheet.add_table("J1:L6", {"name": "tbl_ikt", "columns": columns, "total_row": True})


@zoo
def defined_names(book: Workbook, sheet: Worksheet) -> None:
    book.define_name("tahun", "=2025")
    book.define_name("Data!lkjip_format", '="magetan.3_1"')
    sheet.print_area("A1:D4")
    sheet.repeat_rows(0)


@zoo
def hidden_sheets(book: Workbook, sheet: Worksheet) -> None:
    book.add_worksheet("Bantu").hide()
    book.add_worksheet("Rahasia").very_hidden()


@zoo
def rich_strings(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_rich_string("H2", "a", book.add_format({"bold": True}), "b", "c")


@zoo
def hyperlinks(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_url("H2", "https://contoh.go.id/laporan?a=1&b=2", string="laporan")
    sheet.write_url("H3", "internal:'Data'!A1")


@zoo
def merged_headings(book: Workbook, sheet: Worksheet) -> None:
    sheet.merge_range("R1:T1", "Triwulan", book.add_format({"align": "center"}))


@zoo
def autofilter(book: Workbook, sheet: Worksheet) -> None:
    sheet.autofilter("A1:C4")
    sheet.filter_column("A", "x == a")


@zoo
def frozen_and_outlined(book: Workbook, sheet: Worksheet) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_row(2, None, None, {"level": 1, "hidden": True})
    sheet.set_column("C:C", None, None, {"level": 1})


@zoo
def page_setup(book: Workbook, sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&CHalaman &P")
    sheet.set_h_pagebreaks([3])
    sheet.set_v_pagebreaks([3])


@zoo
def protected(book: Workbook, sheet: Worksheet) -> None:
    sheet.protect("sandi")
    sheet.unprotect_range("B2:B4")


@zoo
def array_formula(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_array_formula("H1:H3", "{=B2:B4*2}", None, 2)


@zoo
def dynamic_array(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_dynamic_array_formula("H1", "=UNIQUE(A2:A4)", None, "a")


@zoo
def textbox_and_shapes(book: Workbook, sheet: Worksheet) -> None:
    sheet.insert_textbox("H2", "Catatan")


@zoo
def ignored_errors(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_string("H1", "123")
    sheet.ignore_errors({"number_stored_as_text": "H1"})


@zoo
def properties(book: Workbook, sheet: Worksheet) -> None:
    book.set_properties({"title": "LKjIP", "author": "Bappeda"})
    book.set_custom_property("Tahun", 2025)
    book.set_custom_property("Tanggal", date(2025, 1, 1).isoformat())


@zoo
def manual_calculation(book: Workbook, sheet: Worksheet) -> None:
    book.set_calc_mode("manual")


@zoo
def styled_rows_and_columns(book: Workbook, sheet: Worksheet) -> None:
    percent = book.add_format({"num_format": "0.00%"})
    sheet.set_column("F:G", 12, percent)
    sheet.set_row(9, 20, percent)


@zoo
def strings_in_cells(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_string("H1", "=1+1")
    sheet.write_string("H2", "  spasi  ")
    sheet.write_string("H3", "<&>\"'")


@zoo
def many_sheets(book: Workbook, sheet: Worksheet) -> None:
    for number in range(12):
        book.add_worksheet(f"Tabel 3.{number}").write(0, 0, number)


@zoo
def everything(book: Workbook, sheet: Worksheet) -> None:
    for name, spec in list(ZOO.items()):
        if name not in ("everything", "comments", "comments_and_buttons", "autofilter", "many_sheets"):
            spec(book, sheet)


def make(path: Path, spec: Spec) -> Path:
    """A workbook with a small table on the sheet `Data`, and what `spec` adds."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    percent = book.add_format({"num_format": "0.00%", "bold": True})
    sheet.write_row("A1", ["indikator", "target", "realisasi", "capaian"])
    for row, name in enumerate("abc", 1):
        sheet.write_row(row, 0, [name, 10 * row, 8 * row])
        sheet.write_formula(row, 3, f"=C{row + 1}/B{row + 1}", percent, 0.8)
    spec(book, sheet)
    book.close()
    return path


WRITES = (
    CellWrite("Data", "C2", value=9.5, note="Isi lama: 8"),
    CellWrite("data", "D2", formula="=C2/B2", value=0.95),
    CellWrite("Data", "D3", formula="ROUND(C3/B3,4)", value=0.8, note="Isi lama: =C3/B3"),
    CellWrite("Data", "E3", value="=HYPERLINK(1)"),
    CellWrite("Data", "F7", value="  Sangat\nTinggi\x02 "),
    CellWrite("Data", "G1", value=True),
    CellWrite("Data", "F10", formula='IF(C2>9,"Tinggi","Rendah")', value="Tinggi"),
    CellWrite("Data", "F11", formula="1/0", value="#DIV/0!"),
)

MAY_CHANGE = {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
WITH_NOTES = {"[Content_Types].xml", "xl/worksheets/_rels/sheet1.xml.rels"}
WITH_HISTORY = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}


def raw_entries(path: Path) -> dict[str, tuple[bytes, object]]:
    """Compressed bytes of each entry, with the rest of what the zip says about it, in order."""
    data, found = path.read_bytes(), {}
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for info in archive.infolist():
            start = info.header_offset
            name, extra = struct.unpack_from("<2H", data, start + 26)
            body = data[start + 30 + name + extra :][: info.compress_size]
            about = (info.date_time, info.external_attr, info.internal_attr, info.create_system, info.compress_type)
            found[info.filename] = (body, about)
    return found


def assert_lossless(source: Path, target: Path, allowed: set[str]) -> set[str]:
    """Every entry of the source is in the target, in order, byte for byte except the allowed; the added ones."""
    before, after = raw_entries(source), raw_entries(target)
    assert [name for name in after if name in before] == [name for name in before if name in after]
    assert set(before) - set(after) <= {"xl/calcChain.xml"}
    differing = {name for name in before if name in after and before[name] != after[name]}
    assert differing <= allowed, differing - allowed
    for name in differing:
        assert before[name][1] == after[name][1], f"{name}: date or attributes"
    return set(after) - set(before)


@pytest.mark.parametrize("name", ZOO)
def test_only_what_must_change_changes(name: str, tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx"
    before = source.read_bytes()
    report = patch(source, target, WRITES)
    assert source.read_bytes() == before
    assert report.written == len(WRITES)
    if report.noted:
        added = assert_lossless(source, target, MAY_CHANGE | WITH_NOTES)
        assert all(
            re.fullmatch(r"xl/(comments\d+\.xml|drawings/vmlDrawing\d+\.vml|worksheets/_rels/sheet1\.xml\.rels)", a)
            for a in added
        )
    else:
        added = assert_lossless(source, target, MAY_CHANGE | WITH_HISTORY)
        assert all(re.fullmatch(r"xl/worksheets/sheet\d+\.xml", a) for a in added)
    assert report.noted + report.logged == 2
    assert_values(source, target)


def assert_values(source: Path, target: Path) -> None:
    """Two readers see the new values, and the old ones in all other cells."""
    ours, old = read(target).sheet("Data"), read(source).sheet("Data")
    expected = {parse_address(w.cell): w for w in WRITES}
    for at, write in expected.items():
        formula = None if write.formula is None else "=" + write.formula.removeprefix("=")
        assert (ours.cell(*at).value, ours.cell(*at).formula) == (write.value, formula)
        if at in old.cells:
            assert ours.cell(*at).number_format == old.cell(*at).number_format
    assert {k: v for k, v in ours.cells.items() if k not in expected} == {
        k: v for k, v in old.cells.items() if k not in expected
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl announces what a save with it would lose
        sheet = openpyxl.load_workbook(target)["Data"]
    assert (sheet["C2"].value, sheet["D3"].value, sheet["G1"].value) == (9.5, "=ROUND(C3/B3,4)", True)
    assert (sheet["E3"].value, sheet["E3"].data_type) == ("=HYPERLINK(1)", "s")


@pytest.mark.parametrize("name", ["plain", "comments", "form_buttons", "header_image", "everything"])
def test_patching_twice_is_patching_once(name: str, tmp_path: Path):
    source, once, twice = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    patch(source, once, WRITES)
    report = patch(once, twice, WRITES)
    assert (report.noted, report.logged) == (0, 0)
    assert twice.read_bytes() == once.read_bytes()


def test_the_same_patch_gives_the_same_bytes(tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["column_chart"])
    for name in ("b", "c"):
        patch(source, tmp_path / f"{name}.xlsx", WRITES)
    assert (tmp_path / "b.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()


def test_no_writes_copy_the_file(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    assert patch(source, target, ()) == PatchReport(0, 0, 0)
    assert target.read_bytes() == source.read_bytes()


# ── the XML of the sheet ──


def sheet_root(path: Path, part: str = "xl/worksheets/sheet1.xml") -> etree._Element:
    return etree.fromstring(entries(path.read_bytes())[part])


def patched_sheet(tmp_path: Path, body: str, *writes: CellWrite) -> etree._Element:
    """The worksheet after writing into one with this body."""
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    sheet_xml(source, body)
    patch(source, target, writes)
    return sheet_root(target)


def put(cell: str, **content: object) -> CellWrite:
    return CellWrite("Tabel 3.1", cell, **content)  # type: ignore[arg-type]


def addresses(root: etree._Element) -> list[str]:
    return [str(node.get("r")) for node in root.iter(f"{{{MAIN}}}c")]


def test_rows_and_cells_are_inserted_in_order(tmp_path: Path):
    body = (
        '<dimension ref="B2:C5"/><sheetData><row r="2" spans="2:3"><c r="B2"/><c r="C2"/></row>'
        '<row r="5"><c r="C5"/><extLst/></row></sheetData>'
    )
    cells = ("A2", "D2", "B5", "D5", "A1", "C3", "B9")
    root = patched_sheet(tmp_path, body, *(put(cell, value=1) for cell in cells))
    assert addresses(root) == ["A1", "A2", "B2", "C2", "D2", "C3", "B5", "C5", "D5", "B9"]
    assert [row.get("r") for row in root.iter(f"{{{MAIN}}}row")] == ["1", "2", "3", "5", "9"]
    assert root.find(f".//{{{MAIN}}}row[@r='2']").get("spans") == "1:4"
    assert root.find(f"{{{MAIN}}}dimension").get("ref") == "A1:D9"
    assert root.find(f".//{{{MAIN}}}row[@r='5']")[-1].tag == f"{{{MAIN}}}extLst"


def test_cells_without_address_are_given_theirs(tmp_path: Path):
    body = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"
    root = patched_sheet(tmp_path, body, put("C1", value=5), put("A2", value=6))
    assert addresses(root) == ["A1", "B1", "C1", "A2"]


def test_style_and_unknown_things_of_a_cell_stay(tmp_path: Path):
    body = (
        '<sheetData><row r="1"><c r="A1" s="3" t="s" cm="1" vm="1" ph="1"><f ca="1">NOW()</f><v>0</v>'
        '<extLst><ext uri="x"/></extLst></c></row></sheetData>'
    )
    cell = patched_sheet(tmp_path, body, put("A1", value=4)).find(f".//{{{MAIN}}}c")
    assert dict(cell.attrib) == {"r": "A1", "s": "3", "ph": "1"}
    assert [etree.QName(child).localname for child in cell] == ["v", "extLst"]


def test_foreign_namespaces_and_ignorable_prefixes_stay(tmp_path: Path):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    sheet = (
        f'<worksheet xmlns="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:x14ac="urn:a" xmlns:xr="urn:b" mc:Ignorable="x14ac xr" xr:uid="{1}"><sheetData>'
        '<row r="1" x14ac:dyDescent="0.25"><c r="A1"><v>1</v></c></row></sheetData><?keep me?><!-- me too -->'
        '<extLst><ext uri="{2}"><x:y xmlns:x="urn:x" b="&#10;&lt;">t</x:y></ext></extLst></worksheet>'
    )
    parts = entries(good())
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    source.write_bytes(zipped(parts))
    patch(source, target, [put("A1", value=2)])
    after = entries(target.read_bytes())["xl/worksheets/sheet1.xml"].decode()
    assert after.partition("\n")[2] == sheet.replace("<v>1</v>", "<v>2</v>")


def test_an_emptied_cell_keeps_its_style_and_a_missing_one_is_not_made(tmp_path: Path):
    body = '<sheetData><row r="1"><c r="A1" s="3"><f>1</f><v>1</v></c></row></sheetData>'
    root = patched_sheet(tmp_path, body, put("A1"), put("B1"), put("C9"))
    assert addresses(root) == ["A1"]
    assert len(root.find(f".//{{{MAIN}}}c")) == 0


def test_new_cells_look_like_their_row_or_column(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["styled_rows_and_columns"]), tmp_path / "b.xlsx"
    patch(source, target, [CellWrite("Data", cell, value=0.5) for cell in ("F20", "A10", "A20")])
    sheet = read(target).sheet("Data")
    assert [sheet.cell(*at).number_format for at in ((20, 6), (10, 1), (20, 1))] == ["0.00%", "0.00%", "General"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-x", "@SUM(A1)", "\tx", "\rx", " =1", "_x0041_", "a\x00b\x1f", "\ud800"]
)
def test_text_is_never_a_formula_and_comes_back(tmp_path: Path, text: str):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(good())
    patch(source, target, [put("A1", value=text)])
    cell = read(target).sheets[0].cell(1, 1)
    assert cell.formula is None
    assert cell.value == (text if text != "\ud800" else "_xD800_")
    assert openpyxl.load_workbook(target).active["A1"].data_type == "s"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1, None, "1"),
        (0.1 + 0.2, None, "0.30000000000000004"),
        (True, "b", "1"),
        (float("nan"), "e", "#NUM!"),
        (float("inf"), "e", "#NUM!"),
        (10**400, "e", "#NUM!"),
        ("#N/A", "e", "#N/A"),
        ("a", "str", "a"),
    ],
)
def test_cached_values_have_their_type(tmp_path: Path, value: object, kind: str | None, text: str):
    body = '<sheetData><row r="1"><c r="A1" t="str"><v>x</v></c></row></sheetData>'
    cell = patched_sheet(tmp_path, body, put("A1", formula="B1", value=value)).find(f".//{{{MAIN}}}c")
    assert cell.get("t") == kind
    assert cell.findtext(f"{{{MAIN}}}v") == text


def test_a_formula_without_cached_value_has_none(tmp_path: Path):
    root = patched_sheet(tmp_path, "<sheetData/>", put("A1", formula="=B1"))
    assert [etree.QName(child).localname for child in root.find(f".//{{{MAIN}}}c")] == ["f"]


# ── formulas that span cells ──

SHARED = (
    "<sheetData>"
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A4" si="0">B1+$C$1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c></row>'
    '<row r="4"><c r="A4"><f t="shared" si="0"/><v>4</v></c></row></sheetData>'
)


@pytest.mark.parametrize("overwritten", [("A1",), ("A2",), ("A1", "A2"), ("A1", "A2", "A3"), ("A1", "A3"), ("A4",)])
def test_the_rest_of_a_shared_formula_stays_what_it_was(tmp_path: Path, overwritten: tuple[str, ...]):
    patched_sheet(tmp_path, SHARED, *(put(cell, value=9) for cell in overwritten))
    sheet = read(tmp_path / "b.xlsx").sheets[0]
    theirs = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    for row in range(1, 5):
        formula = None if f"A{row}" in overwritten else f"=B{row}+$C$1"
        assert sheet.cell(row, 1).formula == formula
        assert theirs.cell(row, 1).value == (formula or 9)


def test_the_group_moves_to_the_next_cell(tmp_path: Path):
    root = patched_sheet(tmp_path, SHARED, put("A1", value=9))
    first = root.find(f".//{{{MAIN}}}c[@r='A2']/{{{MAIN}}}f")
    assert (first.get("t"), first.get("ref"), first.get("si"), first.text) == ("shared", "A2:A4", "0", "B2+$C$1")


def test_a_group_whose_rest_is_no_rectangle_ends(tmp_path: Path):
    body = (
        '<sheetData><row r="1"><c r="B1"><f t="shared" ref="A1:B2" si="0">C1</f></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/></c></row><row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
        "</sheetData>"
    )
    root = patched_sheet(tmp_path, body, put("B1", value=9))
    texts = {f.getparent().get("r"): (f.get("t"), f.text) for f in root.iter(f"{{{MAIN}}}f")}
    assert texts == {"B2": (None, "C2"), "A3": (None, "B3")}


def test_the_same_formula_keeps_its_group(tmp_path: Path):
    root = patched_sheet(
        tmp_path, SHARED, put("A2", formula="=B2+$C$1", value=7), put("A1", formula="B1+$C$1", value=8)
    )
    kinds = [(f.get("t"), f.text) for f in root.iter(f"{{{MAIN}}}f")]
    assert kinds == [("shared", "B1+$C$1")] + [("shared", None)] * 3
    assert [v.text for v in root.iter(f"{{{MAIN}}}v")] == ["8", "7", "3", "4"]


def test_a_shared_number_used_again_is_another_group(tmp_path: Path):
    body = SHARED.replace("</sheetData>", "") + (
        '<row r="5"><c r="A5"><f t="shared" ref="A5:A6" si="0">Z5</f></c></row>'
        '<row r="6"><c r="A6"><f t="shared" si="0"/></c></row></sheetData>'
    )
    patched_sheet(tmp_path, body, put("A1", value=9))
    sheet = read(tmp_path / "b.xlsx").sheets[0]
    assert [sheet.cell(row, 1).formula for row in (2, 4, 5, 6)] == ["=B2+$C$1", "=B4+$C$1", "=Z5", "=Z6"]


REFUSED = {
    "sel_rumus_larik": '<sheetData><row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f></c></row></sheetData>',
    "sel_tabel_data": '<sheetData><row r="1"><c r="A1"><f t="dataTable" ref="A1:A3" r1="D1"/></c></row></sheetData>',
    "sel_tergabung": '<sheetData/><mergeCells count="1"><mergeCell ref="A1:A3"/></mergeCells>',
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_would_break_something_is_refused(code: str, tmp_path: Path):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    sheet_xml(source, REFUSED[code])
    with pytest.raises(UnpatchableFile) as caught:
        patch(source, target, [put("A2", value=1)])
    assert caught.value.code == code
    assert "A2" in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx"]


def test_the_first_cell_of_a_merge_can_be_written(tmp_path: Path):
    patched_sheet(tmp_path, REFUSED["sel_tergabung"], put("A1", value=1))


def test_a_shared_formula_that_cannot_move_is_refused(tmp_path: Path):
    body = SHARED.replace("B1+$C$1", '"buka')
    source = tmp_path / "a.xlsx"
    sheet_xml(source, body)
    with pytest.raises(UnpatchableFile) as caught:
        patch(source, tmp_path / "b.xlsx", [put("A1", value=1)])
    assert caught.value.code == "sel_rumus_bersama"


def test_headings_of_excel_tables_are_guarded(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["excel_table"]), tmp_path / "b.xlsx"
    with pytest.raises(UnpatchableFile) as caught:
        patch(source, target, [CellWrite("Data", "J1", value="lain")])
    assert caught.value.code == "sel_judul_tabel"
    patch(source, target, [CellWrite("Data", "J1", value="kunci"), CellWrite("Data", "K2", formula="=2", value=2)])


# ── the workbook part and the package ──


def test_excel_is_asked_to_recalculate(tmp_path: Path):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    replaced(source, "xl/workbook.xml", '<calcPr calcId="124519" fullCalcOnLoad="1"/>', "<oleSize ref='A1'/>")
    patch(source, target, [put("A1", value=1)])
    names = [etree.QName(node).localname for node in sheet_root(target, "xl/workbook.xml")]
    assert names.index("sheets") < names.index("calcPr") < names.index("oleSize")


def test_other_settings_of_the_calculation_stay(tmp_path: Path):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    replaced(source, "xl/workbook.xml", 'calcId="124519" fullCalcOnLoad="1"', 'calcMode="manual" iterate="1"')
    patch(source, target, [put("A1", value=1)])
    node = sheet_root(target, "xl/workbook.xml").find(f"{{{MAIN}}}calcPr")
    assert dict(node.attrib) == {"calcMode": "manual", "iterate": "1", "fullCalcOnLoad": "1"}


def with_part(path: Path, part: str, content: str, override: str = "", relation: str = "") -> None:
    """The good workbook with one more part, declared and related to the workbook."""
    parts = entries(good())
    parts[part] = content.encode()
    declared = f'<Override PartName="/{part}" ContentType="{override}"/></Types>'
    if override:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", declared.encode())
    if relation:
        rels = "xl/_rels/workbook.xml.rels"
        parts[rels] = parts[rels].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    path.write_bytes(zipped(parts))


def test_the_order_of_calculation_is_dropped_everywhere(tmp_path: Path):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with_part(
        source, "xl/calcChain.xml", f'<calcChain xmlns="{MAIN}"><c r="D1" i="1"/></calcChain>',
        "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" '
        'Target="calcChain.xml"/>',
    )  # fmt: skip
    patch(source, target, [put("D1", value=1)])
    assert_lossless(source, target, MAY_CHANGE | {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"})
    parts = entries(target.read_bytes())
    assert "xl/calcChain.xml" not in parts
    assert not any(b"calcChain" in content for content in parts.values())
    assert {name: content.replace(b"\n", b"") for name, content in parts.items() if name.endswith("workbook.xml.rels")}


def test_a_signed_workbook_is_refused(tmp_path: Path):
    source = tmp_path / "a.xlsx"
    with_part(source, "_xmlsignatures/sig1.xml", "<Signature/>")
    with pytest.raises(UnpatchableFile) as caught:
        patch(source, tmp_path / "b.xlsx", [put("A1", value=1)])
    assert caught.value.code == "berkas_bertanda_tangan"


def test_streamed_zips_with_data_descriptors_are_kept(tmp_path: Path):
    """What Java and web services write: sizes behind the data."""

    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += data
            return len(data)

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.comment = b"dari layanan web"
        for name, content in entries(good()).items():
            archive.writestr(name, content)
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(stream.data)
    patch(source, target, [put("A1", value=1)])
    assert_lossless(source, target, MAY_CHANGE)
    assert zipfile.ZipFile(target).comment == b"dari layanan web"


def test_zip64_entries_are_kept(tmp_path: Path):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries(good()).items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(content)
    patch(source, target, [put("A1", value=1)])
    assert_lossless(source, target, MAY_CHANGE)


# ── notes and history ──


def test_notes_are_hidden_boxes_at_their_cells(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["column_chart"]), tmp_path / "b.xlsx"
    edge = CellWrite("Data", "XFD1048576", value=1, note="ujung")
    assert patch(source, target, [*WRITES, edge]).noted == 3
    sheet = openpyxl.load_workbook(target)["Data"]
    assert sheet["C2"].comment.text == "Isi lama: 8"
    assert sheet["D3"].comment.author == "lkjip"
    root = sheet_root(target)
    names = [etree.QName(node).localname for node in root]
    assert names.index("drawing") < names.index("legacyDrawing")
    assert b"visibility:hidden" in entries(target.read_bytes())["xl/drawings/vmlDrawing1.vml"]


def test_a_wrapped_drawing_still_stands_before_the_notes(tmp_path: Path):
    body = (
        '<sheetData/><pageMargins left="1"/><mc:AlternateContent '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x">'
        "<drawing/></mc:Choice></mc:AlternateContent><tableParts/>"
    )
    root = patched_sheet(tmp_path, body, put("A1", value=1, note="lama"))
    assert [etree.QName(node).localname for node in root][-3:] == ["AlternateContent", "legacyDrawing", "tableParts"]


@pytest.mark.parametrize("name", ["comments", "comments_and_buttons", "form_buttons"])
def test_existing_comments_and_controls_are_not_touched(name: str, tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx"
    assert patch(source, target, WRITES) == PatchReport(len(WRITES), 0, 2)
    history = read(target).sheet("Riwayat hitung")
    assert history.state == "visible"
    assert [[cell.value for cell in history.row_cells(row).values()] for row in (1, 2, 3)] == [
        ["Lembar", "Sel", "Isi lama"],
        ["Data", "C2", "Isi lama: 8"],
        ["Data", "D3", "Isi lama: =C3/B3"],
    ]
    assert openpyxl.load_workbook(target).sheetnames == ["Data", "Riwayat hitung"]


def test_the_history_grows_by_what_is_new(tmp_path: Path):
    source, once, twice = make(tmp_path / "a.xlsx", ZOO["comments"]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    patch(source, once, WRITES)
    report = patch(once, twice, [*WRITES, CellWrite("Data", "C4", value=1, note="Isi lama: 24")])
    assert report.logged == 1
    assert read(twice).sheet("Riwayat hitung").max_row == 4
    assert len(read(twice).sheets) == 2
    assert_lossless(once, twice, MAY_CHANGE | {"xl/worksheets/sheet2.xml"})


def test_a_strangers_sheet_of_that_name_is_left_alone(tmp_path: Path):
    def spec(book: Workbook, sheet: Worksheet) -> None:
        ZOO["comments"](book, sheet)
        book.add_worksheet("Riwayat Hitung").write("A1", "punya orang")

    source, target = make(tmp_path / "a.xlsx", spec), tmp_path / "b.xlsx"
    patch(source, target, WRITES)
    assert [sheet.title for sheet in read(target)] == ["Data", "Riwayat Hitung", "Riwayat hitung 2"]
    assert_lossless(source, target, MAY_CHANGE | WITH_HISTORY)


def test_an_identical_note_of_someone_else_is_enough(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["comments"]), tmp_path / "b.xlsx"
    report = patch(source, target, [CellWrite("Data", "B2", value=1, note="catatan pemeriksa")])
    assert report == PatchReport(1, 0, 0)


# ── what cannot be done ──


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (CellWrite("Tidak ada", "A1", value=1), "lembar_tidak_ada"),
        (CellWrite("Data", "A0", value=1), "sel_tidak_sah"),
        (CellWrite("Data", "A1", formula="="), "rumus_tidak_sah"),
        (CellWrite("Data", "A1", formula="1+" * 5000), "rumus_tidak_sah"),
        (CellWrite("Data", "A1", value="x" * 32_768), "teks_terlalu_panjang"),
        (CellWrite("Data", "A1", note="x" * 32_768), "teks_terlalu_panjang"),
    ],
)
def test_impossible_requests_are_named(write: CellWrite, code: str, tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["plain"])
    with pytest.raises(InputError) as caught:
        patch(source, tmp_path / "b.xlsx", [write])
    assert caught.value.code == code
    assert not (tmp_path / "b.xlsx").exists()


def test_a_chartsheet_has_no_cells_to_write(tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["chartsheet"])
    with pytest.raises(UnpatchableFile) as caught:
        patch(source, tmp_path / "b.xlsx", [CellWrite("Grafik", "A1", value=1)])
    assert caught.value.code == "lembar_bukan_lembar_kerja"


@pytest.mark.parametrize("alias", ["same", "symlink", "hardlink", "dots"])
def test_the_source_is_never_the_target(alias: str, tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["plain"])
    target = tmp_path / "b.xlsx"
    if alias == "symlink":
        target.symlink_to(source)
    elif alias == "hardlink":
        target.hardlink_to(source)
    else:
        target = source if alias == "same" else tmp_path / "." / "a.xlsx"
    before = source.read_bytes()
    with pytest.raises(InputError) as caught:
        patch(source, target, WRITES)
    assert caught.value.code == "tujuan_sama_dengan_sumber"
    assert source.read_bytes() == before


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_source_makes_no_target(name: str, tmp_path: Path):
    source = tmp_path / "laporan.xlsx"
    HOSTILE[name](source)
    if not source.exists():
        source = next(tmp_path.iterdir())
    before = source.read_bytes()
    target = tmp_path / "b.xlsx"
    try:
        patch(source, target, [put("A2", value=1)])
    except LkjipError as error:
        assert isinstance(error, FileError | InputError)
        assert not target.exists()
    else:  # damage outside the sheet that is written does not matter
        assert target.exists()
    assert source.read_bytes() == before


def _refusing(number: int) -> Callable[..., object]:
    def refuse(*_: object, **__: object) -> object:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize(
    ("where", "number", "code"),
    [
        ("os.fsync", errno.ENOSPC, "disk_penuh"),
        ("os.open", errno.EACCES, "tidak_bisa_ditulis"),
        ("os.open", errno.EROFS, "tidak_bisa_ditulis"),
        ("pathlib.Path.replace", errno.EACCES, "tidak_bisa_ditulis"),
        ("pathlib.Path.replace", errno.EIO, "gagal_menulis"),
    ],
)
def test_a_machine_that_refuses_leaves_nothing_behind(
    where: str, number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    target.write_bytes(b"lama")
    monkeypatch.setattr(where, _refusing(number))
    with pytest.raises(EnvironmentFault) as caught:
        patch(source, target, WRITES)
    monkeypatch.undo()
    assert caught.value.code == code
    assert str(target) in str(caught.value)
    assert target.read_bytes() == b"lama"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_full_disk_in_the_middle_of_writing(tmp_path: Path):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with pytest.raises(EnvironmentFault) as caught, replace_file(tmp_path / "b.xlsx"):
        Path("/dev/full").write_bytes(b"x")
    assert caught.value.code == "disk_penuh"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_and_a_folder_as_target(tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["plain"])
    with pytest.raises(EnvironmentFault) as missing:
        patch(source, tmp_path / "tidak ada" / "b.xlsx", WRITES)
    assert missing.value.code == "folder_tidak_ada"
    with pytest.raises(InputError) as folder:
        patch(source, tmp_path, WRITES)
    assert folder.value.code == "tujuan_bukan_berkas"


def test_any_failure_inside_removes_the_temporary_file(tmp_path: Path):
    with pytest.raises(KeyboardInterrupt), replace_file(tmp_path / "b.xlsx") as temporary:
        temporary.write_bytes(b"separuh")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_replaced_file_keeps_its_permissions_and_links(tmp_path: Path):
    real, link = tmp_path / "asli.xlsx", tmp_path / "tautan.xlsx"
    real.write_bytes(b"lama")
    real.chmod(0o640)
    link.symlink_to(real)
    write_file(link, b"baru")
    assert link.is_symlink()
    assert real.read_bytes() == b"baru"
    assert real.stat().st_mode & 0o777 == 0o640
    write_file(tmp_path / "lain.xlsx", b"x")
    assert (tmp_path / "lain.xlsx").stat().st_mode & 0o444 == 0o444


# ── LibreOffice as judge ──

SOFFICE = shutil.which("soffice")
needs_libreoffice = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(SOFFICE is None, reason="soffice is not installed"),
]


ALWAYS_RECALCULATE = (
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path='
    '"/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>'
    "</item></oor:items>"
)


def convert(path: Path, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of a file, every formula calculated afresh."""
    settings = folder / "profil" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    if not settings.exists():
        settings.write_text(ALWAYS_RECALCULATE)
    profile = f"-env:UserInstallation=file://{folder / 'profil'}"
    command = [SOFFICE or "", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


class TestLibreOffice:
    pytestmark = needs_libreoffice

    @pytest.mark.parametrize("name", ["everything", "comments", "plain"])
    def test_the_result_opens_and_is_recalculated(self, name: str, tmp_path: Path):
        source, target = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx"
        out = tmp_path / "hasil"
        wrong = CellWrite("Data", "D4", formula="=C4/B4*2", value=99)
        patch(source, target, [*WRITES, wrong])
        book = read(convert(target, "xlsx", out))
        sheet = book.sheet("Data")
        assert sheet.cell(2, 3).value == 9.5
        assert sheet.cell(2, 4).value == 0.95
        assert sheet.cell(4, 4).value == 1.6, "recalculated, not the cached value"
        assert sheet.cell(10, 6).value == "Tinggi"
        assert sheet.cell(3, 5).value == "=HYPERLINK(1)"
        assert sheet.cell(3, 5).formula is None
        text = convert(target, "csv", out).read_text(encoding="utf-8")
        assert "9.5" in text

    @pytest.mark.parametrize(
        "name", ["everything", "data_validation", "conditional_formats", "excel_table", "comments"]
    )
    def test_files_that_libreoffice_made_are_kept_too(self, name: str, tmp_path: Path):
        source = convert(make(tmp_path / "a.xlsx", ZOO[name]), "xlsx", tmp_path / "lo")
        target = tmp_path / "b.xlsx"
        patch(source, target, WRITES)
        assert_lossless(source, target, MAY_CHANGE | WITH_NOTES | WITH_HISTORY)
        assert_values(source, target)
