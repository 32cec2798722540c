"""Sheets brought into existing files: they look as their maker made them, and every other byte is what it was."""

from __future__ import annotations

import io
import re
import subprocess
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hostile import HOSTILE, MAIN, entries, good, zipped
from lxml import etree
from test_patch import ZOO, assert_lossless, convert, make, needs_libreoffice, png, with_part
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from workbook_tools.books.closed import read
from workbook_tools.books.patch import CellMark, CellWrite, Donor, PatchReport, patch
from workbook_tools.errors import FileError, InputError, LkjipError, UnpatchableFile

RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GROWS = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"}
"""The only parts that change when a sheet comes to the end of a workbook."""
SELECTED = {"xl/worksheets/sheet1.xml"}
"""The sheet that was selected, when a new one comes before all others."""

# ── donors ──


def donor_of(*specs: tuple[str, str, Callable[[Workbook, Worksheet], None]], first: bool = False) -> Donor:
    """A donor of sheets given as title, role (`""` for none) and what is on them."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})
    sheets = [(book.add_worksheet(title), title, role, spec) for title, role, spec in specs]
    for sheet, title, role, spec in sheets:
        if role:
            book.define_name(f"'{title}'!lkjip_lembar", f'="{role}"')
        spec(book, sheet)
    book.close()
    return Donor(buffer.getvalue(), tuple(title for title, _, _ in specs), first)


def words(text: str) -> Callable[[Workbook, Worksheet], None]:
    """A sheet with one text."""
    return lambda book, sheet: sheet.write("A1", text) and None


def rich(book: Workbook, sheet: Worksheet) -> None:
    """A page with everything that a summary may hold."""
    title = book.add_format({"bold": True, "font_size": 16, "font_color": "#1F3864"})
    money = book.add_format({"num_format": '"Rp"#,##0', "border": 1, "bg_color": "#FFF2CC"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range("A1:D1", "Ringkasan kinerja", title)
    sheet.write_rich_string("A2", "capaian ", book.add_format({"italic": True}), "2025", " <&>")
    sheet.write_row("A3", ["sasaran", "target", "realisasi"])
    for row in range(3, 7):
        sheet.write_row(row, 0, [f"Sasaran {row - 2}", 100, 90 + row], money)
    sheet.write_formula("D4", "=C4/B4", book.add_format({"num_format": "0.00%"}), 0.93)
    sheet.write_formula("D5", "='Data'!B2*2", None, 20)
    sheet.write_datetime("D6", datetime(2025, 12, 31), day)
    sheet.write("D7", "  dua\nbaris ")
    sheet.write_url("A9", "internal:'Data'!B2", string="ke selnya")
    sheet.write_url("A10", "https://contoh.go.id/?a=1&b=2", string="laporan")
    good_look = book.add_format({"bg_color": "#C6EFCE", "font_color": "#006100", "num_format": "0.0"})
    sheet.conditional_format("C4:C7", {"type": "cell", "criteria": ">=", "value": 95, "format": good_look})
    sheet.conditional_format("B4:B7", {"type": "data_bar", "data_bar_2010": True})
    for number, kind in enumerate(("column", "line", "bar", "doughnut")):
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": "=Ringkasan!$A$4:$A$7", "values": "=Ringkasan!$C$4:$C$7", "name": kind})
        chart.set_title({"name": f"Grafik {kind}"})
        sheet.insert_chart(9 + 15 * (number // 2), 1 + 8 * (number % 2), chart)
    sheet.insert_image("K1", "titik.png", {"image_data": png()})
    sheet.insert_textbox("A40", "Catatan bawah")
    sheet.data_validation("E4:E7", {"validate": "list", "source": ["Maju", "Mundur"]})
    sheet.freeze_panes(3, 1)
    sheet.set_column("A:A", 44)
    sheet.set_column("D:D", 14)
    sheet.set_column("F:G", 9, money)
    sheet.set_row(0, 30)
    sheet.set_row(20, None, money)
    sheet.print_area("A1:R45")
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&CHalaman &P")
    sheet.set_header("&L&G", {"image_left": "titik.png", "image_data_left": png()})
    sheet.set_tab_color("#1F3864")
    sheet.write_comment("A4", "catatan ringkasan")


def summary(*, first: bool = False) -> Donor:
    return donor_of(("Ringkasan", "ringkasan", rich), first=first)


ADDED = re.compile(
    r"xl/(worksheets/(_rels/)?sheet\d+|drawings/(_rels/)?(drawing|vmlDrawing)\d+|charts/chart\d+|comments\d+|styles)"
    r"\.(xml|vml)(\.rels)?|xl/media/image\d+\.png"
)


def quiet(path: Path) -> openpyxl.Workbook:
    """openpyxl's view; it announces what a save with it would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def workbook_root(path: Path) -> etree._Element:
    return etree.fromstring(entries(path.read_bytes())["xl/workbook.xml"])


def edited(path: Path, edit: Callable[[dict[str, bytes]], object]) -> Path:
    """The file with its entries changed in place."""
    parts = entries(path.read_bytes())
    edit(parts)
    path.write_bytes(zipped(parts))
    return path


def swapped(part: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def edit(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode())

    return edit


# ── what must not change does not change ──


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("name", ZOO)
def test_only_the_lists_and_the_styles_grow(name: str, first: bool, tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx"
    before = source.read_bytes()
    report = patch(source, target, (), donor=summary(first=first))
    assert report == PatchReport(0, 0, 0, grafted=1)
    assert source.read_bytes() == before
    added = assert_lossless(source, target, GROWS | (SELECTED if first else set()))
    assert [part for part in added if not ADDED.fullmatch(part)] == []
    old, new = read(source), read(target)
    titles = [sheet.title for sheet in old]
    assert [sheet.title for sheet in new] == (["Ringkasan", *titles] if first else [*titles, "Ringkasan"])
    for sheet in old:
        after = new.sheet(sheet.title)
        assert (after.cells, after.merges, after.state, after.tables) == (
            sheet.cells, sheet.merges, sheet.state, sheet.tables,
        )  # fmt: skip
        assert after.defined_names == sheet.defined_names
    assert new.defined_names == old.defined_names


@pytest.mark.parametrize("name", ["plain", "everything", "comments", "macros", "many_sheets", "excel_table"])
@pytest.mark.parametrize("first", [False, True])
def test_bringing_it_twice_is_bringing_it_once(name: str, first: bool, tmp_path: Path):
    source, once, twice = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    write = [CellWrite("Data", "C2", value=9.5, note="Isi lama: 8")]
    patch(source, once, write, donor=summary(first=first))
    patch(once, twice, write, donor=summary(first=first))
    assert twice.read_bytes() == once.read_bytes()


def test_the_sheet_that_was_selected_changes_in_nothing_else(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["everything"]), tmp_path / "b.xlsx"
    patch(source, target, (), donor=summary(first=True))
    before, after = (entries(path.read_bytes())["xl/worksheets/sheet1.xml"] for path in (source, target))
    assert after == before.replace(b' tabSelected="1"', b"")


# ── what comes is what was made ──


@pytest.fixture
def grafted(tmp_path: Path) -> Path:
    """A workbook with other fonts, formats and conditional formats, and the summary before its sheets."""

    def spec(book: Workbook, sheet: Worksheet) -> None:
        for name in ("conditional_formats", "image", "column_chart", "styled_rows_and_columns", "excel_table"):
            ZOO[name](book, sheet)
        other = book.add_format({"num_format": '0.000 "%"', "font_name": "Arial", "bg_color": "#00FF00"})
        sheet.write("H9", 1, other)
        sheet.conditional_format("H9", {"type": "no_blanks", "format": book.add_format({"bg_color": "#0000FF"})})

    patch(make(tmp_path / "a.xlsx", spec), tmp_path / "b.xlsx", (), donor=summary(first=True))
    return tmp_path / "b.xlsx"


def test_values_styles_and_number_formats_come_along(grafted: Path):
    sheet = quiet(grafted)["Ringkasan"]
    assert [sheet[cell].value for cell in ("A1", "A2", "B4", "C7", "D4", "D5", "D6", "D7")] == [
        "Ringkasan kinerja", "capaian 2025 <&>", 100, 96, "=C4/B4", "='Data'!B2*2",
        datetime(2025, 12, 31), "  dua\nbaris ",
    ]  # fmt: skip
    assert [sheet[cell].number_format for cell in ("B4", "D4", "D6", "A3")] == [
        '"Rp"#,##0', "0.00%", "dd/mm/yyyy", "General",
    ]  # fmt: skip
    assert (sheet["A1"].font.b, sheet["A1"].font.sz, sheet["A1"].font.color.rgb) == (True, 16, "FF1F3864")
    assert (sheet["B4"].fill.fgColor.rgb, sheet["B4"].border.left.style) == ("FFFFF2CC", "thin")
    assert sheet.row_dimensions[21].number_format == '"Rp"#,##0'
    assert sheet.column_dimensions["F"].number_format == '"Rp"#,##0'
    old = quiet(grafted)["Data"]
    assert (old["H9"].number_format, old["H9"].font.name, old["H9"].fill.fgColor.rgb) == (
        '0.000 "%"', "Arial", "FF00FF00",
    )  # fmt: skip
    assert old["D2"].number_format == "0.00%"


def test_our_reader_sees_cached_values_and_the_role(grafted: Path):
    sheet = read(grafted).sheet("Ringkasan")
    assert (sheet.cell(4, 4).value, sheet.cell(5, 4).value, sheet.cell(2, 1).value) == (0.93, 20, "capaian 2025 <&>")
    assert sheet.defined_names == {
        "lkjip_lembar": '"ringkasan"',
        "_xlnm.Print_Area": "Ringkasan!$A$1:$R$45",
        "_xlnm.Print_Titles": "Ringkasan!$3:$3",
    }


def test_conditional_formats_keep_their_own_look(grafted: Path):
    book = quiet(grafted)
    ours = [rule for part in book["Ringkasan"].conditional_formatting for rule in part.rules if rule.dxf]
    theirs = [rule for part in book["Data"].conditional_formatting for rule in part.rules if rule.dxf]
    assert [(rule.dxf.fill.bgColor.rgb, rule.dxf.font.color.rgb) for rule in ours] == [("FFC6EFCE", "FF006100")]
    assert [rule.dxf.numFmt.formatCode for rule in ours] == ["0.0"]
    assert [rule.dxf.fill.bgColor.rgb for rule in theirs] == ["FF0000FF"]


def test_the_page_is_set_up_as_it_was(grafted: Path):
    sheet = quiet(grafted)["Ringkasan"]
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area == "'Ringkasan'!$A$1:$R$45"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.oddFooter.center.text == "Halaman &P"
    assert sheet.column_dimensions["A"].width == pytest.approx(44.7109375)
    assert sheet.row_dimensions[1].height == 30
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A1:D1"]
    assert [(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation] == [
        ("E4:E7", '"Maju,Mundur"')
    ]
    assert sheet.sheet_properties.tabColor.rgb == "FF1F3864"
    assert sheet["A4"].comment.text == "catatan ringkasan"


def test_links_lead_where_they_led(grafted: Path):
    sheet = quiet(grafted)["Ringkasan"]
    assert sheet["A9"].hyperlink.location == "'Data'!B2"
    assert sheet["A10"].hyperlink.target == "https://contoh.go.id/?a=1&b=2"
    assert sheet["A10"].font.color.rgb == "FF0000FF", "the colour of links of the donor's theme"


def test_four_native_charts_and_the_old_one(grafted: Path):
    parts = entries(grafted.read_bytes())
    charts = [etree.fromstring(parts[name]) for name in parts if name.startswith("xl/charts/")]
    namespace = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    sources = [{node.text for node in root.iterfind(".//c:val//c:f", namespace)} for root in charts]
    assert sources == [{"Data!$B$2:$B$4"}] + [{"Ringkasan!$C$4:$C$7"}] * 4
    book = quiet(grafted)
    assert (len(book["Ringkasan"]._charts), len(book["Data"]._charts)) == (4, 1)


def every_relation_leads_somewhere(path: Path) -> None:
    parts = entries(path.read_bytes())
    declared = etree.fromstring(parts["[Content_Types].xml"])
    names = [str(node.get("PartName")) for node in declared if node.get("PartName")]
    assert len(names) == len(set(names))
    assert [name for name in names if name.lstrip("/") not in parts] == []
    extensions = {str(node.get("Extension")) for node in declared if node.get("Extension")}
    told = [f"/{part}" in names or part.rpartition(".")[2] in extensions for part in parts if part[0] != "["]
    assert all(told)
    for name, content in parts.items():
        if name.endswith(".rels"):
            folder = Path("/") / name.replace("_rels/", "").rpartition("/")[0]
            ids = [node.get("Id") for node in etree.fromstring(content)]
            assert len(ids) == len(set(ids))
            for node in etree.fromstring(content):
                target = str(node.get("Target"))
                if node.get("TargetMode") != "External" and not target.startswith("#"):
                    assert str((folder / target).resolve()).lstrip("/") in parts, (name, target)


def test_the_package_holds_together(grafted: Path):
    every_relation_leads_somewhere(grafted)


def test_styles_are_counted_and_in_order(grafted: Path):
    assert_styles_hold(grafted)


def assert_styles_hold(path: Path) -> None:
    """Lists in the order of the schema, counted rightly, every number in a cell format leading somewhere."""
    root = etree.fromstring(entries(path.read_bytes())["xl/styles.xml"])
    names = [etree.QName(node).localname for node in root]
    order = [
        "numFmts",
        "fonts",
        "fills",
        "borders",
        "cellStyleXfs",
        "cellXfs",
        "cellStyles",
        "dxfs",
        "tableStyles",
        "colors",
        "extLst",
    ]
    assert names == [name for name in order if name in names]
    for node in root:
        if node.get("count") and etree.QName(node).localname != "tableStyles":
            assert int(node.get("count")) == len(node)
    codes = [node.get("numFmtId") for node in root.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt")]
    assert len(codes) == len(set(codes))
    for xf in root.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf"):
        for kind, key in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            assert int(xf.get(key)) < len(root.find(f"{{{MAIN}}}{kind}"))
        assert int(xf.get("numFmtId")) < 164 or xf.get("numFmtId") in codes


def test_formats_of_conditional_formats_keep_their_numbers(tmp_path: Path):
    def spec(book: Workbook, sheet: Worksheet) -> None:
        look = book.add_format({"num_format": "0.0000"})
        sheet.conditional_format("B2:B4", {"type": "no_blanks", "format": look})

    source, target = make(tmp_path / "a.xlsx", spec), tmp_path / "b.xlsx"
    patch(source, target, (), donor=summary())
    root = etree.fromstring(entries(target.read_bytes())["xl/styles.xml"])
    codes: dict[str, set[str]] = {}
    for node in root.iter(f"{{{MAIN}}}numFmt"):
        codes.setdefault(node.get("numFmtId"), set()).add(node.get("formatCode"))
    assert [number for number, texts in codes.items() if len(texts) > 1] == []


def test_a_theme_of_the_target_changes_nothing(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    theme = "xl/theme/theme1.xml"
    edited(source, swapped(theme, '<a:latin typeface="Calibri"/>', '<a:latin typeface="Old English Text MT"/>'))
    edited(source, swapped(theme, '<a:sysClr val="windowText" lastClr="000000"/>', '<a:srgbClr val="FF00FF"/>'))
    patch(source, target, (), donor=summary())
    sheet = quiet(target)["Ringkasan"]
    for cell in ("A1", "A3", "B4", "A10"):
        font = sheet[cell].font
        assert (font.name, font.scheme, font.color.type) == ("Calibri", None, "rgb")
    drawings = [c for n, c in entries(target.read_bytes()).items() if n.startswith("xl/drawings/drawing")]
    assert drawings
    assert not any(b"schemeClr" in content for content in drawings)


def test_only_formats_in_use_come_along(tmp_path: Path):
    def spec(book: Workbook, sheet: Worksheet) -> None:
        sheet.write("A1", "x", book.add_format({"bg_color": "#123456"}))
        sheet.write("A2", "y", book.add_format({"bg_color": "#654321"}))

    donor = donor_of(("Satu", "cetak", words("satu")), ("Dua", "cetak", spec))
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    patch(source, target, (), donor=Donor(donor.data, ("Satu",)))
    assert b"123456" not in entries(target.read_bytes())["xl/styles.xml"]
    assert [sheet.title for sheet in read(target)] == ["Data", "Satu"]


def test_days_stay_days_where_the_target_counts_from_1904(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    edited(source, swapped("xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" '))
    patch(source, target, (), donor=summary())
    assert read(target).sheet("Ringkasan").cell(6, 4).value == datetime(2025, 12, 31)
    assert quiet(target)["Ringkasan"]["D6"].value == datetime(2025, 12, 31)
    assert read(target).sheet("Ringkasan").cell(4, 3).value == 93, "no other number moves"


# ── names and places ──


def three_sheets(book: Workbook, sheet: Worksheet) -> None:
    """Local names and print settings on all three, the second one shown."""
    for title in ("Tabel 3.1", "Tabel 3.2"):
        other = book.add_worksheet(title)
        other.print_area(0, 0, 5, int(title[-1]))
        other.repeat_rows(int(title[-1]))
        book.define_name(f"'{title}'!lkjip_format", f'="magetan.{title[-3:]}"')
    book.define_name("tahun", "=2025")
    sheet.print_area("A1:D4")
    book.get_worksheet_by_name("Tabel 3.1").activate()


def test_names_stay_with_their_sheets_when_a_sheet_comes_first(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", three_sheets), tmp_path / "b.xlsx"
    patch(source, target, (), donor=summary(first=True))
    book = quiet(target)
    assert book.sheetnames == ["Ringkasan", "Data", "Tabel 3.1", "Tabel 3.2"]
    assert [book[title].print_area for title in book.sheetnames] == [
        "'Ringkasan'!$A$1:$R$45", "'Data'!$A$1:$D$4", "'Tabel 3.1'!$A$1:$B$6", "'Tabel 3.2'!$A$1:$C$6",
    ]  # fmt: skip
    assert [book[title].print_title_rows for title in book.sheetnames] == ["$3:$3", None, "$2:$2", "$3:$3"]
    assert read(target).sheet("Tabel 3.2").defined_names["lkjip_format"] == '"magetan.3.2"'
    assert set(read(target).defined_names) == {"tahun"}


def shown(path: Path) -> tuple[str, list[str]]:
    """The active sheet and the selected ones."""
    book = quiet(path)
    return book.active.title, [s.title for s in book if s.sheet_view.tabSelected]


def test_the_first_sheet_is_the_one_shown_and_the_only_one_selected(tmp_path: Path):
    source, first, last = make(tmp_path / "a.xlsx", three_sheets), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    patch(source, first, (), donor=summary(first=True))
    assert shown(first) == ("Ringkasan", ["Ringkasan"])
    patch(source, last, (), donor=summary())
    assert shown(last) == ("Tabel 3.1", ["Tabel 3.1"])


def test_two_sheets_come_in_their_order(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    two = [("Ringkasan", "ringkasan", words("satu")), ("Temuan", "temuan", words("dua"))]
    patch(source, target, (), donor=donor_of(*two, first=True))
    assert [sheet.title for sheet in read(target)] == ["Ringkasan", "Temuan", "Data"]
    assert shown(target) == ("Ringkasan", ["Ringkasan"])
    every_relation_leads_somewhere(target)


def test_another_window_goes_on_showing_its_sheet(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", three_sheets), tmp_path / "b.xlsx"
    views = re.compile(rb"<bookViews>.*</bookViews>")
    two = b'<bookViews><workbookView activeTab="1"/><workbookView activeTab="2" firstSheet="1"/></bookViews>'
    edited(source, lambda parts: parts.update({"xl/workbook.xml": views.sub(two, parts["xl/workbook.xml"])}))
    patch(source, target, (), donor=summary(first=True))
    nodes = workbook_root(target).findall(f"{{{MAIN}}}bookViews/{{{MAIN}}}workbookView")
    assert [dict(node.attrib) for node in nodes] == [{"activeTab": "0"}, {"activeTab": "3", "firstSheet": "2"}]


def test_views_of_persons_are_left_alone(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", three_sheets), tmp_path / "b.xlsx"
    custom = '<customWorkbookViews><customWorkbookView name="x" guid="{1}" activeSheetId="2"/></customWorkbookViews>'
    edited(source, swapped("xl/workbook.xml", "</workbook>", f"{custom}</workbook>"))
    patch(source, target, (), donor=summary(first=True))
    assert custom.encode() in entries(target.read_bytes())["xl/workbook.xml"]


def test_without_names_there_is_no_list_of_names(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    patch(source, target, (), donor=donor_of(("Cetak", "", words("x"))))
    assert workbook_root(target).find(f"{{{MAIN}}}definedNames") is None


def test_a_hidden_sheet_stays_hidden(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"

    def hidden(book: Workbook, sheet: Worksheet) -> None:
        book.add_worksheet("Lain").activate()
        sheet.hide()

    patch(source, target, (), donor=donor_of(("_pengecualian", "pengecualian", hidden)))
    assert [(s.title, s.state) for s in read(target)] == [("Data", "visible"), ("_pengecualian", "hidden")]


# ── replacing ──


def test_an_earlier_sheet_of_ours_makes_room(tmp_path: Path):
    source, once, twice = make(tmp_path / "a.xlsx", ZOO["everything"]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    patch(source, once, (), donor=summary(first=True))
    patch(once, twice, (), donor=donor_of(("Ringkasan", "ringkasan", words("kosong")), first=True))
    sheet = read(twice).sheets[0]
    assert (sheet.title, sheet.cell(1, 1).value, len(sheet.cells)) == ("Ringkasan", "kosong", 1)
    assert sheet.defined_names == {"lkjip_lembar": '"ringkasan"'}
    left = set(entries(twice.read_bytes())) - set(entries(source.read_bytes()))
    assert len(left) == 1, "one sheet, and nothing of the charts, pictures and notes that the earlier one had"
    every_relation_leads_somewhere(twice)
    assert_lossless(source, twice, GROWS | SELECTED)


def test_it_stays_where_its_reader_has_moved_it(tmp_path: Path):
    source, once, moved, twice = make(tmp_path / "a.xlsx", three_sheets), *(tmp_path / f"{n}.xlsx" for n in "bcd")
    patch(source, once, (), donor=summary())
    root = workbook_root(once)
    listed = root.find(f"{{{MAIN}}}sheets")
    listed.insert(1, listed[-1])
    for node in root.iter(f"{{{MAIN}}}definedName"):
        if node.get("localSheetId"):
            node.set("localSheetId", {"0": "0", "1": "2", "2": "3", "3": "1"}[node.get("localSheetId")])
    root.find(f"{{{MAIN}}}bookViews/{{{MAIN}}}workbookView").set("activeTab", "2")
    parts = entries(once.read_bytes()) | {"xl/workbook.xml": etree.tostring(root)}
    moved.write_bytes(zipped(parts))
    patch(moved, twice, (), donor=donor_of(("Ringkasan", "ringkasan", words("baru"))))
    book = read(twice)
    assert [sheet.title for sheet in book] == ["Data", "Ringkasan", "Tabel 3.1", "Tabel 3.2"]
    assert book.sheets[1].cell(1, 1).value == "baru"
    assert book.sheets[3].defined_names["lkjip_format"] == '"magetan.3.2"'
    assert shown(twice) == ("Tabel 3.1", ["Tabel 3.1"])
    patch(moved, twice, (), donor=donor_of(("Ringkasan", "ringkasan", words("baru")), first=True))
    assert [sheet.title for sheet in read(twice)] == ["Data", "Ringkasan", "Tabel 3.1", "Tabel 3.2"]
    assert shown(twice) == ("Ringkasan", ["Ringkasan"])


def test_a_replaced_sheet_that_was_shown_is_shown_again(tmp_path: Path):
    source, once, twice = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    patch(source, once, (), donor=summary(first=True))
    patch(once, twice, (), donor=summary())
    assert shown(twice) == ("Ringkasan", ["Ringkasan"])


def test_a_picture_that_another_sheet_shows_stays(tmp_path: Path):
    """Excel keeps one picture once, however many sheets show it."""
    source, once, twice = make(tmp_path / "a.xlsx", ZOO["image"]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    patch(source, once, (), donor=summary())

    edited(once, swapped("xl/drawings/_rels/drawing1.xml.rels", "image1.png", "image2.png"))
    patch(once, twice, (), donor=donor_of(("Ringkasan", "ringkasan", words("baru"))))
    every_relation_leads_somewhere(twice)
    pictures = [name for name in entries(twice.read_bytes()) if name.startswith("xl/media/")]
    assert pictures == ["xl/media/image1.png", "xl/media/image2.png"], "the third was shown by the old sheet alone"


def test_a_title_in_other_capitals_is_the_same_title(tmp_path: Path):
    source, once, twice = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    patch(source, once, (), donor=donor_of(("RINGKASAN", "ringkasan", words("lama"))))
    patch(once, twice, (), donor=donor_of(("Ringkasan", "ringkasan", words("baru"))))
    assert [sheet.title for sheet in read(twice)] == ["Data", "Ringkasan"]


@pytest.mark.parametrize("role", ["", "temuan"])
def test_a_strangers_sheet_is_never_replaced(role: str, tmp_path: Path):
    def spec(book: Workbook, sheet: Worksheet) -> None:
        book.add_worksheet("ringkasan").write("A1", "punya orang")
        if role:
            book.define_name("ringkasan!lkjip_lembar", f'="{role}"')

    source = make(tmp_path / "a.xlsx", spec)
    with pytest.raises(InputError) as caught:
        patch(source, tmp_path / "b.xlsx", (), donor=summary())
    assert caught.value.code == "lembar_asing"
    assert "ringkasan" in str(caught.value)
    assert not (tmp_path / "b.xlsx").exists()


# ── tables ──


def with_table(book: Workbook, sheet: Worksheet) -> None:
    columns = [{"header": "a"}, {"header": "b", "formula": "=tbl_ikt[[#This Row],[a]]*2"}]
    sheet.add_table("A1:B3", {"name": "tbl_ikt", "columns": columns, "data": [[1], [2]]})
    sheet.write_formula("D1", "=SUM(tbl_ikt[b])", None, 6)


def test_tables_get_names_and_numbers_of_their_own(tmp_path: Path):
    source, once, twice = make(tmp_path / "a.xlsx", ZOO["excel_table"]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    donor = donor_of(("Impor", "impor", with_table))
    patch(source, once, (), donor=donor)
    parts = entries(once.read_bytes())
    tables = [etree.fromstring(parts[name]) for name in parts if name.startswith("xl/tables/")]
    assert [(t.get("id"), t.get("name"), t.get("displayName")) for t in tables] == [
        ("1", "tbl_ikt", "tbl_ikt"),
        ("2", "tbl_ikt_2", "tbl_ikt_2"),
    ]
    sheet = read(once).sheet("Impor")
    assert sheet.tables[0].name == "tbl_ikt_2"
    assert sheet.cell(1, 4).formula == "=SUM(tbl_ikt_2[b])"
    assert sheet.cell(2, 2).formula == "=tbl_ikt_2[[#This Row],[a]]*2"
    assert b"tbl_ikt_2[[#This Row],[a]]*2" in parts["xl/tables/table2.xml"]
    patch(once, twice, (), donor=donor)
    assert twice.read_bytes() == once.read_bytes()


# ── calculation ──


CHAIN = (
    "xl/calcChain.xml", f'<calcChain xmlns="{MAIN}"><c r="D1" i="1"/></calcChain>',
    "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
    f'<Relationship Id="rId99" Type="{RELS}/calcChain" Target="calcChain.xml"/>',
)  # fmt: skip


@pytest.mark.parametrize(("formula", "stays"), [(False, True), (True, False)])
def test_the_order_of_calculation_goes_only_where_formulas_come_or_go(formula: bool, stays: bool, tmp_path: Path):
    def spec(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_formula("A1", "=1+1", None, 2) if formula else sheet.write("A1", 2)

    source, once, twice = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    with_part(source, *CHAIN)
    patch(source, once, (), donor=donor_of(("Ringkasan", "ringkasan", spec)))
    assert ("xl/calcChain.xml" in entries(once.read_bytes())) is stays
    patch(once, twice, (), donor=donor_of(("Ringkasan", "ringkasan", spec)))
    assert twice.read_bytes() == once.read_bytes()


def test_a_chain_does_not_outlive_the_formulas_of_a_replaced_sheet(tmp_path: Path):
    """What Excel adds when it saves: a chain that names the cells of our sheet. Left behind, Excel repairs the file."""
    source, saved, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    source.write_bytes(good())
    formula = donor_of(("Ringkasan", "ringkasan", lambda b, s: s.write_formula("A1", "=1", None, 1) and None))
    patch(source, saved, (), donor=formula)
    part, content, kind, relation = CHAIN

    def add_chain(parts: dict[str, bytes]) -> None:
        parts[part] = content.replace('i="1"', 'i="2"').encode()
        types, rels = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
        override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
        parts[types] = parts[types].replace(b"</Types>", override.encode())
        parts[rels] = parts[rels].replace(b"</Relationships>", f"{relation}</Relationships>".encode())

    edited(saved, add_chain)
    patch(saved, target, (), donor=donor_of(("Ringkasan", "ringkasan", words("tanpa rumus"))))
    assert part not in entries(target.read_bytes())


# ── unusual targets ──


def test_a_workbook_without_styles_gets_some(tmp_path: Path):
    source, target, twice = (tmp_path / f"{name}.xlsx" for name in "abc")
    parts = entries(good())
    del parts["xl/styles.xml"]
    types, rels = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    parts[types] = re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*/>', b"", parts[types])
    parts[rels] = re.sub(rb"<Relationship [^>]*styles.xml\"/>", b"", parts[rels])
    source.write_bytes(zipped(parts))
    patch(source, target, (), marks=[CellMark("Tabel 3.1", "A1", colour="FFC7CE")], donor=summary())
    every_relation_leads_somewhere(target)
    assert [name for name in entries(target.read_bytes()) if "styles" in name] == ["xl/styles.xml"]
    book = quiet(target)
    assert book["Ringkasan"]["B4"].number_format == '"Rp"#,##0'
    assert book["Tabel 3.1"]["B1"].fill.fill_type is None
    patch(target, twice, (), donor=summary())
    assert twice.read_bytes() == target.read_bytes()


@pytest.mark.parametrize(
    "pattern",
    [rb"<dxfs.*?(/>|</dxfs>)", rb"<borders.*</borders>", rb"<numFmts.*</numFmts>", rb"<cellStyleXfs.*</cellStyles>"],
    ids=["dxfs", "borders", "numFmts", "cell formats and named styles"],
)
def test_lists_that_the_styles_lack_are_made(pattern: bytes, tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["styled_rows_and_columns"]), tmp_path / "b.xlsx"
    part = "xl/styles.xml"
    edited(source, lambda parts: parts.update({part: re.sub(pattern, b"", parts[part])}))
    patch(source, target, (), donor=summary())
    assert_styles_hold(target)
    assert read(target).sheet("Ringkasan").cell(4, 2).number_format == '"Rp"#,##0'
    assert border_of(target, "Ringkasan", "B4") == "thin"


def border_of(path: Path, title: str, cell: str) -> str | None:
    """The left border of a cell, read from the XML itself: openpyxl stops at styles that lack a list."""
    parts = entries(path.read_bytes())
    number = [sheet.title for sheet in read(path)].index(title) + 1
    sheet, styles = (
        etree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"]),
        etree.fromstring(parts["xl/styles.xml"]),
    )
    xf = styles.find(f"{{{MAIN}}}cellXfs")[int(sheet.find(f".//{{{MAIN}}}c[@r='{cell}']").get("s"))]
    return styles.find(f"{{{MAIN}}}borders")[int(xf.get("borderId"))].find(f"{{{MAIN}}}left").get("style")


def test_prefixed_xml_is_understood(tmp_path: Path):
    """What the Open XML SDK writes: every element with a prefix."""
    source, once, twice = (tmp_path / f"{name}.xlsx" for name in "abc")
    make(source, ZOO["conditional_formats"])

    def prefix(parts: dict[str, bytes]) -> None:
        for part in ("xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            root = etree.fromstring(parts[part])
            text = etree.tostring(root).decode()
            text = re.sub(r"<(/?)(?=[A-Za-z]+[ />])(?![a-z0-9]+:)", r"<\1x:", text)
            parts[part] = text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"').encode()

    edited(source, prefix)
    assert b"<x:cellXfs" in entries(source.read_bytes())["xl/styles.xml"]
    assert read(source).sheet("Data").cell(2, 4).number_format == "0.00%"
    patch(source, once, (), donor=summary(first=True))
    assert read(once).sheet("Ringkasan").cell(4, 2).number_format == '"Rp"#,##0'
    assert quiet(once)["Ringkasan"]["B4"].fill.fgColor.rgb == "FFFFF2CC"
    patch(once, twice, (), donor=summary(first=True))
    assert twice.read_bytes() == once.read_bytes()


def test_a_part_that_is_declared_but_missing_is_declared_once(tmp_path: Path):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(good())
    dangling = '<Override PartName="/xl/charts/chart1.xml" ContentType="application/x"/></Types>'
    edited(source, swapped("[Content_Types].xml", "</Types>", dangling))
    patch(source, target, (), donor=summary())
    every_relation_leads_somewhere(target)


def test_macros_stay_macros(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsm", ZOO["macros"]), tmp_path / "b.xlsm"
    patch(source, target, (), donor=summary(first=True))
    before, after = entries(source.read_bytes()), entries(target.read_bytes())
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    assert b"application/vnd.ms-excel.sheet.macroEnabled.main+xml" in after["[Content_Types].xml"]


# ── what cannot be done ──


def test_a_locked_structure_takes_no_new_sheet(tmp_path: Path):
    source, once, twice = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    patch(source, once, (), donor=summary())
    lock = swapped("xl/workbook.xml", "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>')
    edited(source, lock)
    with pytest.raises(UnpatchableFile) as caught:
        patch(source, tmp_path / "d.xlsx", (), donor=summary())
    assert caught.value.code == "struktur_dikunci"
    patch(edited(once, lock), twice, (), donor=summary())  # its place is there already
    assert [sheet.title for sheet in read(twice)] == ["Data", "Ringkasan"]


def test_a_signed_workbook_takes_nothing(tmp_path: Path):
    source = tmp_path / "a.xlsx"
    with_part(source, "_xmlsignatures/sig1.xml", "<Signature/>")
    with pytest.raises(UnpatchableFile) as caught:
        patch(source, tmp_path / "b.xlsx", (), donor=summary())
    assert caught.value.code == "berkas_bertanda_tangan"


@pytest.mark.parametrize(
    "title", ["", "x" * 32, "a/b", "a:b", "[a]", "a*", "a?", "a\\b", "'a", "a'", "History", "a\nb"]
)
def test_titles_that_excel_refuses_are_refused(title: str, tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["plain"])
    with pytest.raises(InputError) as caught:
        patch(source, tmp_path / "b.xlsx", (), donor=Donor(summary().data, (title,)))
    assert caught.value.code == "judul_lembar_tidak_sah"


def test_a_sheet_that_the_donor_lacks_is_named(tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["plain"])
    with pytest.raises(InputError) as caught:
        patch(source, tmp_path / "b.xlsx", (), donor=Donor(summary().data, ("Ringkasan", "Temuan")))
    assert caught.value.code == "lembar_donor_tidak_ada"
    assert "Temuan" in str(caught.value)


def test_a_chartsheet_is_no_worksheet_to_bring(tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["plain"])
    donor = Donor(make(tmp_path / "d.xlsx", ZOO["chartsheet"]).read_bytes(), ("Grafik",))
    with pytest.raises(InputError) as caught:
        patch(source, tmp_path / "b.xlsx", (), donor=donor)
    assert caught.value.code == "lembar_donor_tidak_ada"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", summary().data[:2000]])
def test_a_broken_donor_is_a_clear_error(data: bytes, tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["plain"])
    with pytest.raises(LkjipError):
        patch(source, tmp_path / "b.xlsx", (), donor=Donor(data, ("Ringkasan",)))
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_source_takes_nothing(name: str, tmp_path: Path):
    source, target = tmp_path / "laporan.xlsx", tmp_path / "b.xlsx"
    HOSTILE[name](source)
    if not source.exists():
        source = next(tmp_path.iterdir())
    before = source.read_bytes()
    marks = [CellMark("Tabel 3.1", "A2", "x", "FFC7CE")]
    try:
        patch(source, target, (), marks=marks, donor=summary(first=True))
    except LkjipError as error:
        assert isinstance(error, FileError | InputError)
        assert not target.exists()
    else:  # damage where nothing is read does not matter
        assert target.exists()
    assert source.read_bytes() == before


# ── LibreOffice as judge ──


def printed(path: Path, folder: Path) -> str:
    """The text of all pages as LibreOffice prints them."""
    pdf = convert(path, "pdf", folder)
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout


class TestLibreOffice:
    pytestmark = needs_libreoffice

    @pytest.mark.parametrize("name", ["everything", "plain", "many_sheets"])
    def test_the_sheet_is_printed_with_its_charts(self, name: str, tmp_path: Path):
        source, target = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx"
        patch(source, target, (), donor=summary(first=True))
        text = printed(target, tmp_path / "hasil")
        first_page = text.partition("\f")[0]
        for words_on_it in ("Ringkasan kinerja", "Sasaran 4", "93.00%", "31/12/2025", "Rp100", "Catatan bawah"):
            assert words_on_it in first_page
        for kind in ("column", "line", "bar", "doughnut"):
            assert f"Grafik {kind}" in first_page
        assert "Halaman 1" in first_page
        assert "indikator" in text, "and the old sheet after it"

    @pytest.mark.parametrize("name", ["everything", "conditional_formats", "comments", "excel_table"])
    def test_files_that_libreoffice_made_take_it_too(self, name: str, tmp_path: Path):
        source = convert(make(tmp_path / "a.xlsx", ZOO[name]), "xlsx", tmp_path / "lo")
        once, twice = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
        patch(source, once, (), donor=summary(first=True))
        assert_lossless(source, once, GROWS | SELECTED)
        every_relation_leads_somewhere(once)
        assert quiet(once)["Ringkasan"]["B4"].number_format == '"Rp"#,##0'
        patch(once, twice, (), donor=summary(first=True))
        assert twice.read_bytes() == once.read_bytes()

    def test_a_sheet_that_libreoffice_has_saved_is_still_ours(self, tmp_path: Path):
        source, once = make(tmp_path / "a.xlsx", ZOO["defined_names"]), tmp_path / "b.xlsx"
        patch(source, once, (), donor=summary(first=True))
        saved, twice = convert(once, "xlsx", tmp_path / "lo"), tmp_path / "c.xlsx"
        patch(saved, twice, (), donor=donor_of(("Ringkasan", "ringkasan", words("baru")), first=True))
        assert read(twice).sheets[0].cell(1, 1).value == "baru"
        assert len(read(twice).sheets) == 2
        every_relation_leads_somewhere(twice)
