"""Colours and notes at cells: the figures, fonts, borders and formats stay, and every other byte of the file."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from hostile import MAIN, entries, sheet_xml
from lxml import etree
from test_graft import assert_styles_hold, donor_of, edited, quiet, words
from test_patch import ZOO, assert_lossless, convert, make, needs_libreoffice
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from workbook_tools.books.closed import read
from workbook_tools.books.marks import cut
from workbook_tools.books.notebox import NoteBoxes
from workbook_tools.books.patch import CellMark, CellWrite, PatchReport, patch
from workbook_tools.errors import InputError, UnpatchableFile

RED, YELLOW = "FFC7CE", "FFEB9C"
MARKS = (
    CellMark("Data", "D2", "Capaian tercetak 80; hitungan 93.", RED),
    CellMark("data", "C3", "Tanpa warna."),
    CellMark("Data", "B4", colour=YELLOW),
    CellMark("Data", "M30", "Sel ini belum ada.", YELLOW),
)

SHEET = {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
WITH_NOTES = {"[Content_Types].xml", "xl/worksheets/_rels/sheet1.xml.rels"}
ADDED = re.compile(r"xl/(comments\d+\.xml|drawings/vmlDrawing\d+\.vml|worksheets/_rels/sheet1\.xml\.rels)")
OCCUPIED = {"comments", "comments_and_buttons", "form_buttons"}
"""Animals of the zoo whose sheet has comments or controls already (`everything` has, too)."""


@pytest.mark.parametrize("name", ZOO)
def test_only_the_sheet_and_the_styles_change(name: str, tmp_path: Path):
    source, target, again = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    before = source.read_bytes()
    report = patch(source, target, (), marks=MARKS)
    patch(source, again, (), marks=MARKS)
    assert source.read_bytes() == before
    assert again.read_bytes() == target.read_bytes()
    added = assert_lossless(source, target, SHEET | WITH_NOTES)
    if name in OCCUPIED | {"everything"}:
        assert report == PatchReport(0, 0, 0, coloured=3, unnoted=3)
        assert added == set()
        assert_lossless(source, target, SHEET)
    else:
        assert report == PatchReport(0, 3, 0, coloured=3)
        assert all(ADDED.fullmatch(part) for part in added)
        notes = {cell.coordinate: cell.comment.text for row in quiet(target)["Data"] for cell in row if cell.comment}
        assert notes == {"D2": MARKS[0].note, "C3": "Tanpa warna.", "M30": "Sel ini belum ada."}
    old, new = read(source), read(target)
    assert [(s.title, s.cells, s.merges, s.tables) for s in new] == [
        (s.title, s.cells, s.merges, s.tables) for s in old
    ]
    assert_styles_hold(target)


def fill_of(path: Path, cell: str, title: str = "Data") -> str | None:
    found = quiet(path)[title][cell].fill
    return found.fgColor.rgb if found.fill_type == "solid" else None


def test_the_rest_of_the_look_stays(tmp_path: Path):
    def spec(book: Workbook, sheet: Worksheet) -> None:
        look = {
            "num_format": "#,##0.00",
            "bold": True,
            "font_name": "Arial",
            "border": 2,
            "align": "right",
            "locked": 0,
        }
        sheet.write("B2", 12.5, book.add_format(look | {"bg_color": "#00FF00", "text_wrap": True}))

    source, target = make(tmp_path / "a.xlsx", spec), tmp_path / "b.xlsx"
    patch(source, target, (), marks=[CellMark("Data", "B2", colour=RED.lower())])
    before, after = quiet(source)["Data"]["B2"], quiet(target)["Data"]["B2"]
    assert fill_of(target, "B2") == f"FF{RED}"
    for part in ("value", "number_format", "font", "border", "alignment", "protection"):
        assert repr(getattr(after, part)) == repr(getattr(before, part)), part
    assert fill_of(target, "B3") is None, "its neighbours are as they were"


def test_equal_cells_share_one_new_format(tmp_path: Path):
    source, target, twice = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    marks = [CellMark("Data", cell, colour=RED) for cell in ("D2", "D3", "D4", "B2", "Z99")]
    patch(source, target, (), marks=marks)

    def formats(path: Path) -> list[etree._Element]:
        return list(etree.fromstring(entries(path.read_bytes())["xl/styles.xml"]).find(f"{{{MAIN}}}cellXfs"))

    new = formats(target)[len(formats(source)) :]
    assert len(new) == 2, "one like the percentages, one like the plain cells"
    assert [form.get("applyFill") for form in new] == ["1", "1"]
    patch(target, twice, (), marks=marks)
    assert twice.read_bytes() == target.read_bytes()


def test_a_cell_that_is_not_there_is_made_empty_in_the_look_of_its_column(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["styled_rows_and_columns"]), tmp_path / "b.xlsx"
    patch(source, target, (), marks=[CellMark("Data", cell, colour=RED) for cell in ("F20", "A10", "A20")])
    sheet = quiet(target)["Data"]
    assert [sheet[cell].number_format for cell in ("F20", "A10", "A20")] == ["0.00%", "0.00%", "General"]
    assert [fill_of(target, cell) for cell in ("F20", "A10", "A20")] == [f"FF{RED}"] * 3
    assert [sheet[cell].value for cell in ("F20", "A10", "A20")] == [None] * 3
    assert read(target).sheet("Data").cells == read(source).sheet("Data").cells


def test_a_merged_range_is_marked_where_excel_shows_it(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["merged_headings"]), tmp_path / "b.xlsx"
    patch(source, target, (), marks=[CellMark("Data", "S1", "judulnya salah", RED)])
    assert fill_of(target, "R1") == f"FF{RED}"
    assert quiet(target)["Data"]["R1"].comment.text == "judulnya salah"
    assert quiet(target)["Data"]["R1"].alignment.horizontal == "center"


def test_several_marks_on_one_cell(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    marks = [
        CellMark("Data", "B2", "satu", RED),
        CellMark("Data", "$B$2", "dua", YELLOW),
        CellMark("Data", "B2", "satu"),
    ]
    assert patch(source, target, (), marks=marks) == PatchReport(0, 1, 0, coloured=1)
    assert quiet(target)["Data"]["B2"].comment.text == "satu\n\ndua"
    assert fill_of(target, "B2") == f"FF{YELLOW}"


def test_marks_and_figures_together(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    write = CellWrite("Data", "C2", value=9.5, note="Isi lama: 8")
    donor = donor_of(("Temuan", "temuan", words("daftar")))
    marks = [CellMark("Data", "C2", "Periksa lagi.", RED), CellMark("Data", "D2", colour=RED)]
    report = patch(source, target, [write], marks=marks, donor=donor)
    assert report == PatchReport(1, 1, 0, coloured=2, grafted=1)
    sheet = quiet(target)["Data"]
    assert (sheet["C2"].value, sheet["C2"].comment.text) == (9.5, "Isi lama: 8\n\nPeriksa lagi.")
    assert [s.title for s in read(target)] == ["Data", "Temuan"]


@pytest.mark.parametrize("name", sorted(OCCUPIED))
def test_figures_go_to_the_history_where_marks_stay_without_note(name: str, tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx"
    write = CellWrite("Data", "C2", value=9.5, note="Isi lama: 8")
    report = patch(source, target, [write], marks=[CellMark("Data", "C2", "Periksa lagi.", RED)])
    assert (report.noted, report.logged, report.unnoted, report.coloured) == (0, 1, 1, 1)
    history = read(target).sheet("Riwayat hitung").row_cells(2)
    assert [cell.value for cell in history.values()] == ["Data", "C2", "Isi lama: 8"]


def test_a_note_that_finds_other_comments_leaves_the_file_as_it_is(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["comments"]), tmp_path / "b.xlsx"
    marks = [CellMark("Data", "C2", "tidak muat"), CellMark("Data", "B2", "catatan pemeriksa")]
    assert patch(source, target, (), marks=marks) == PatchReport(0, 0, 0, unnoted=1)
    assert target.read_bytes() == source.read_bytes()


def test_other_sheets_keep_their_comments_and_ours_get_theirs(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["comments_elsewhere"]), tmp_path / "b.xlsx"
    report = patch(source, target, (), marks=[*MARKS, CellMark("Lain", "B1", "tidak muat")])
    assert (report.noted, report.unnoted) == (3, 1)
    book = quiet(target)
    assert book["Lain"]["A1"].comment.text == "catatan lain"
    assert book["Data"]["D2"].comment.text == MARKS[0].note


def test_marks_do_not_ask_for_a_calculation(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    patch(source, target, (), marks=MARKS)
    assert entries(target.read_bytes())["xl/workbook.xml"] == entries(source.read_bytes())["xl/workbook.xml"]


def test_a_style_number_that_does_not_exist_is_the_default(tmp_path: Path):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    sheet_xml(source, '<sheetData><row r="1"><c r="A1" s="77"><v>1</v></c></row></sheetData>')
    patch(source, target, (), marks=[CellMark("Tabel 3.1", "A1", colour=RED)])
    assert fill_of(target, "A1", "Tabel 3.1") == f"FF{RED}"
    assert read(target).sheets[0].cell(1, 1).value == 1


def test_a_workbook_without_styles_can_be_coloured(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"

    def bare(parts: dict[str, bytes]) -> None:
        del parts["xl/styles.xml"]
        types, rels = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
        parts[types] = re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*/>', b"", parts[types])
        parts[rels] = re.sub(rb"<Relationship [^>]*styles.xml\"/>", b"", parts[rels])
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = re.sub(rb' s="\d+"', b"", parts[sheet])

    patch(edited(source, bare), target, (), marks=[CellMark("Data", "B2", colour=RED)])
    assert fill_of(target, "B2") == f"FF{RED}"
    assert fill_of(target, "B3") is None
    assert_styles_hold(target)


# ── notes of every length ──


@pytest.mark.parametrize("text", ["x" * 40_000, "y" * 32_767 + "z", "🙂" * 20_000, "a" + "🙂" * 20_000])
def test_long_notes_are_cut_where_excel_ends(text: str, tmp_path: Path):
    short = cut(text)
    assert len(short.encode("utf-16-le")) // 2 <= 32_767
    assert len(short.encode("utf-16-le")) // 2 >= 32_766, "no more is lost than must be"
    assert short.endswith("…")
    assert text.startswith(short[:-1])
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    patch(source, target, (), marks=[CellMark("Data", "A1", text)])
    assert openpyxl.load_workbook(target)["Data"]["A1"].comment.text == short


def test_a_note_that_fits_is_not_cut():
    assert cut("x" * 32_767) == "x" * 32_767


def test_words_that_xml_cannot_hold_come_back(tmp_path: Path):
    source, target = make(tmp_path / "a.xlsx", ZOO["plain"]), tmp_path / "b.xlsx"
    patch(source, target, (), marks=[CellMark("Data", "A1", " <&> \x02 _x0041_\nbaris ")])
    comments = etree.fromstring(entries(target.read_bytes())["xl/comments1.xml"])
    assert "".join(comments.itertext(f"{{{MAIN}}}t")) == " <&> _x0002_ _x005F_x0041_\nbaris "


def sheet_of(body: str) -> etree._Element:
    return etree.fromstring(f'<worksheet xmlns="{MAIN}">{body}</worksheet>')


def corners(anchor: str) -> tuple[int, ...]:
    return tuple(int(number) for number in anchor.split(", "))


@pytest.mark.parametrize(
    ("body", "cell", "text", "expected"),
    [
        # 64 pixels a column, 20 a row: 15 + 300 = 4 columns and 59; 10 + 76 = 4 rows and 6
        ("<sheetData/>", (10, 2), "pendek", (2, 15, 8, 10, 6, 59, 12, 6)),
        ("<sheetData/>", (1, 1), "pendek", (1, 15, 0, 10, 5, 59, 4, 6)),
        # one column of 100 units is 700 pixels wide: the box ends inside it
        ('<cols><col min="3" max="3" width="100"/></cols><sheetData/>', (10, 2), "x", (2, 15, 8, 10, 2, 315, 12, 6)),
        # a hidden column takes no room
        ('<cols><col min="3" max="3" width="9" hidden="1"/></cols><sheetData/>', (10, 2), "x", (2, 15, 8, 10, 7, 59, 12, 6)),
        # a row of 60 points is 80 pixels high
        ('<sheetData><row r="9" ht="60"/></sheetData>', (10, 2), "x", (2, 15, 8, 10, 6, 59, 9, 6)),
    ],
)  # fmt: skip
def test_a_box_covers_the_cells_that_its_size_needs(body, cell, text, expected):
    assert corners(NoteBoxes(sheet_of(body)).box(*cell, text).anchor) == expected


def test_longer_texts_get_larger_boxes():
    boxes = NoteBoxes(sheet_of("<sheetData/>"))
    one, ten, hundred = (boxes.box(5, 5, "kata " * 9 * count) for count in (1, 10, 100))
    assert one.height < ten.height < hundred.height
    assert one.width == ten.width < hundred.width
    assert boxes.box(5, 5, "\n" * 9).height > one.height, "line ends count"


def test_a_box_finds_room_where_everything_to_the_right_is_hidden():
    body = '<cols><col min="7" max="16384" width="9" hidden="1"/></cols><sheetData/>'
    left, _, _, _, right, _, _, _ = corners(NoteBoxes(sheet_of(body)).box(5, 6, "x").anchor)
    assert left < right <= 6


@pytest.mark.parametrize("cell", [(1, 1), (1_048_576, 16_384), (1_048_576, 1), (1, 16_384)])
def test_a_box_stays_on_the_sheet(cell: tuple[int, int]):
    left, _, top, _, right, _, bottom, _ = corners(NoteBoxes(sheet_of("<sheetData/>")).box(*cell, "x " * 9999).anchor)
    assert 0 <= left < right < 16_384
    assert 0 <= top < bottom < 1_048_576


# ── what cannot be done ──


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (CellMark("Tidak ada", "A1", "x"), "lembar_tidak_ada"),
        (CellMark("Data", "A0", "x"), "sel_tidak_sah"),
        (CellMark("Data", "A1", colour="merah"), "warna_tidak_sah"),
        (CellMark("Data", "A1", colour="#FFC7CE"), "warna_tidak_sah"),
    ],
)
def test_impossible_marks_are_named(mark: CellMark, code: str, tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["plain"])
    with pytest.raises(InputError) as caught:
        patch(source, tmp_path / "b.xlsx", (), marks=[mark])
    assert caught.value.code == code
    assert not (tmp_path / "b.xlsx").exists()


def test_a_chartsheet_has_no_cells_to_mark(tmp_path: Path):
    source = make(tmp_path / "a.xlsx", ZOO["chartsheet"])
    with pytest.raises(UnpatchableFile) as caught:
        patch(source, tmp_path / "b.xlsx", (), marks=[CellMark("Grafik", "A1", "x")])
    assert caught.value.code == "lembar_bukan_lembar_kerja"


class TestLibreOffice:
    pytestmark = needs_libreoffice

    def test_colours_and_notes_are_seen(self, tmp_path: Path):
        source, target = make(tmp_path / "a.xlsx", ZOO["column_chart"]), tmp_path / "b.xlsx"
        patch(source, target, (), marks=MARKS)
        document = convert(target, "fods", tmp_path / "hasil").read_text(encoding="utf-8")
        assert document.count("<office:annotation ") == 3
        assert "Sel ini belum ada." in document
        assert document.count(f'fo:background-color="#{RED.lower()}"') >= 1
        assert document.count(f'fo:background-color="#{YELLOW.lower()}"') >= 1

    @pytest.mark.parametrize("name", ["everything", "conditional_formats", "plain"])
    def test_files_that_libreoffice_made_are_marked_too(self, name: str, tmp_path: Path):
        source = convert(make(tmp_path / "a.xlsx", ZOO[name]), "xlsx", tmp_path / "lo")
        target, again = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
        for path in (target, again):
            patch(source, path, (), marks=MARKS)
        assert again.read_bytes() == target.read_bytes()
        assert_lossless(source, target, SHEET | WITH_NOTES)
        assert fill_of(target, "D2") == f"FF{RED}"
        assert quiet(target)["Data"]["D2"].number_format == "0.00%"
        pdf = convert(target, "pdf", tmp_path / "hasil")
        assert "indikator" in subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
