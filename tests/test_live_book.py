"""One protocol, three keepers: a closed file, a book in memory, a book that is open in Excel."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.worksheet.formula import ArrayFormula
from xlsxwriter.workbook import Workbook as XlsxWorkbook

from tests.as_file import file_of
from tests.contoh import SAMPLES
from tests.excel_openpyxl import com_error, contents, open_book, start
from workbook_tools.books import history
from workbook_tools.books.closed import read
from workbook_tools.books.file import ClosedFile
from workbook_tools.books.graft import ROLE_NAME, Donor
from workbook_tools.books.in_memory import MemoryBook
from workbook_tools.books.live import LiveBook, engine, reading
from workbook_tools.books.live.blocks import blocks, formula_typed
from workbook_tools.books.live.donating import bring
from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import Book, Sheet
from workbook_tools.books.protocol import Workbook
from workbook_tools.books.writes import CellWrite
from workbook_tools.errors import EnvironmentFault, InputError, UnpatchableFile

KEEPERS = ("berkas tertutup", "memori", "Excel terbuka")
TEXT = """
@name tahun 2025
[Tabel 3.1]
@name lkjip_format "magetan.3_1;1"
**Sasaran** | <           | Capaian    | Kapan
Meningkat   | 1.234,5     | =B2/2 -> 617,25 | 31/12/2025
^           | 70%         | =1/0 -> #DIV/0! | TRUE
→ rincian   | 70,54%      | =A1&"" -> | "012"
[Lembar 2] hidden
@table tbl_ikt A2:B4
|
kunci       | isi
a           | 1
b           | 2
[Dalam] veryHidden
Rp1.000
"""


def keeper(kind: str, text: str, folder: Path) -> Workbook:
    """The book of the text in one of the three."""
    if kind == "memori":
        return MemoryBook(book_from_text(text))
    path = file_of(text, folder / "buku.xlsx")
    if kind == "berkas tertutup":
        return ClosedFile(path, folder / "salinan.xlsx")
    return LiveBook(open_book(path))


@pytest.fixture(params=KEEPERS)
def workbook(request: pytest.FixtureRequest, tmp_path: Path) -> Workbook:
    return keeper(request.param, TEXT, tmp_path)


def shape(book: Book) -> list[object]:
    """All that the project looks at: number formats of numbers, bold and indent of texts, the rest of everything."""
    return [
        (
            sheet.title, sheet.state, sorted(sheet.merges), sheet.tables, names(sheet), sheet.is_chart,
            {at: looks(cell) for at, cell in sheet.cells.items()},
        )
        for sheet in book
    ]  # fmt: skip


def looks(cell) -> tuple[object, ...]:
    number = isinstance(cell.value, int | float | datetime) and not isinstance(cell.value, bool)
    text = isinstance(cell.value, str) and cell.value and not cell.error
    return (
        cell.value or None, cell.formula, cell.error, cell.number_format if number else "",
        (cell.bold, cell.indent) if text else "",
    )  # fmt: skip


def names(sheet: Sheet) -> dict[str, str]:
    """Without those of printing, which openpyxl keeps elsewhere."""
    return {name: said for name, said in sheet.defined_names.items() if not name.startswith("_xlnm.")}


def donor(title: str, role: str, said: str = "baru") -> Donor:
    """A sheet that this project made, with a formula over another sheet."""
    from io import BytesIO

    data = BytesIO()
    with XlsxWorkbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title)
        sheet.write_string(0, 0, said)
        sheet.write_formula(1, 0, "='Tabel 3.1'!$B$2", None, 1234.5)
        sheet.write_formula(2, 0, "=A2*2", None, 2469)
        book.define_name(f"'{title}'!{ROLE_NAME}", f'="{role}"')
    return Donor(data.getvalue(), (title,), first=True)


# --- the contract ----------------------------------------------------------------------------------------------------


def test_a_book_is_read_the_same_wherever_it_is_kept(workbook: Workbook):
    assert shape(workbook.read()) == shape(book_from_text(TEXT))


def test_names_of_the_whole_book_are_read(workbook: Workbook):
    assert workbook.read().defined_names == {"tahun": "2025"}


def test_what_is_written_is_read_again(workbook: Workbook):
    report = workbook.write(
        [
            CellWrite("Tabel 3.1", "C2", "B2*3", 3703.5),
            CellWrite("tabel 3.1", "B3", None, 0.8),
            CellWrite("Lembar 2", "B3", None, 5),
            CellWrite("Lembar 2", "B4", None, None),
            CellWrite("Dalam", "A2", None, True),
        ]
    )
    book = workbook.read()
    assert report.written == 5
    assert book.sheet("Tabel 3.1").cell(2, 3).formula == "=B2*3"
    assert book.sheet("Tabel 3.1").cell(3, 2).value == 0.8
    assert book.sheet("Tabel 3.1").cell(3, 2).number_format == "0%", "the look of a cell stays"
    assert book.sheet("Lembar 2").cell(3, 2).value == 5
    assert (4, 2) not in book.sheet("Lembar 2").cells
    assert book.sheet("Dalam").cell(2, 1).value is True


@pytest.mark.parametrize("text", ["012", "1.234", "70%", "=A1", "'kutip", "31/12/2025", "TRUE"])
def test_a_text_stays_a_text(text: str, workbook: Workbook):
    workbook.write([CellWrite("Lembar 2", "B3", None, text)])
    assert workbook.read().sheet("Lembar 2").cell(3, 2).value == text
    assert workbook.read().sheet("Lembar 2").cell(3, 2).formula is None


def test_nothing_else_changes(workbook: Workbook):
    before = shape(workbook.read())
    workbook.write([CellWrite("Lembar 2", "B3", None, 1.0)])
    assert shape(workbook.read()) == before, "the same content again"


def test_writing_twice_is_writing_once(workbook: Workbook):
    writes = [CellWrite("Tabel 3.1", "B2", "1+1", 2, note="lama"), CellWrite("Dalam", "A5", None, "teks")]
    workbook.write(writes)
    once = workbook.read()
    again = workbook.write(writes)
    assert shape(workbook.read()) == shape(once)
    assert again.logged == 0


@pytest.mark.parametrize(
    ("write", "fault"),
    [
        (CellWrite("Tidak ada", "A1", None, 1), InputError),
        (CellWrite("Tabel 3.1", "nol", None, 1), InputError),
        (CellWrite("Tabel 3.1", "B1", None, 1), UnpatchableFile),
        (CellWrite("Tabel 3.1", "A3", "1+1", 2), UnpatchableFile),
    ],
    ids=["a sheet that is not there", "no cell", "right of a merged cell", "below a merged cell"],
)
def test_what_cannot_be_written_leaves_all_as_it_was(write: CellWrite, fault: type[Exception], workbook: Workbook):
    before = shape(workbook.read())
    with pytest.raises(fault):
        workbook.write([CellWrite("Lembar 2", "B3", None, 99), write])
    assert shape(workbook.read()) == before


def test_an_old_figure_is_kept_at_its_cell_and_another_one_on_the_history_sheet(workbook: Workbook):
    first = workbook.write([CellWrite("Tabel 3.1", "B2", "1+1", 2, note="1.234,5")])
    assert (first.noted, first.logged) == (1, 0)
    second = workbook.write([CellWrite("Tabel 3.1", "B2", "1+2", 3, note="2")])
    assert second.logged == 1
    sheet = workbook.read().sheet(history.TITLE)
    rows = [tuple(sheet.cell(row, col).value for col in (1, 2, 3)) for row in sheet.rows]
    assert rows == [history.HEADINGS, ("Tabel 3.1", "B2", "2")]


def test_a_sheet_of_a_donor_comes_first_with_formulas_over_this_book(workbook: Workbook):
    report = workbook.write([CellWrite("Lembar 2", "B3", None, 7)], donor("Ringkasan", "ringkasan"))
    book = workbook.read()
    assert report.grafted == 1
    assert [sheet.title for sheet in book] == ["Ringkasan", "Tabel 3.1", "Lembar 2", "Dalam"]
    sheet = book.sheet("Ringkasan")
    assert sheet.cell(1, 1).value == "baru"
    assert [sheet.cell(row, 1).formula for row in (2, 3)] == ["='Tabel 3.1'!$B$2", "=A2*2"]
    assert names(sheet) == {ROLE_NAME: '"ringkasan"'}


def test_a_sheet_of_ours_is_replaced_in_its_place(workbook: Workbook):
    workbook.write((), donor("Ringkasan", "ringkasan", "lama"))
    workbook.write((), donor("Ringkasan", "ringkasan", "baru"))
    book = workbook.read()
    assert [sheet.title for sheet in book] == ["Ringkasan", "Tabel 3.1", "Lembar 2", "Dalam"]
    assert book.sheet("Ringkasan").cell(1, 1).value == "baru"


def test_a_sheet_of_somebody_else_is_not_replaced(workbook: Workbook):
    before = shape(workbook.read())
    with pytest.raises(InputError, match="Lembar 2"):
        workbook.write([CellWrite("Dalam", "A1", None, 5)], donor("Lembar 2", "ringkasan"))
    assert shape(workbook.read()) == before


# --- reading the open Excel ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.xlsx")), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_sample_open_in_excel_is_read_like_its_file(path: Path):
    assert shape(LiveBook(open_book(path)).read()) == shape(read(path))


def made(folder: Path, change) -> Path:
    """A workbook that openpyxl makes."""
    wb = openpyxl.Workbook()
    change(wb.active)
    wb.save(folder / "buku.xlsx")
    return folder / "buku.xlsx"


def test_a_used_range_may_begin_anywhere(tmp_path: Path):
    def change(ws):
        ws["F20"] = 12.5
        ws["H23"] = "teks"

    sheet = LiveBook(open_book(made(tmp_path, change))).read().sheets[0]
    assert {at: cell.value for at, cell in sheet.cells.items()} == {(20, 6): 12.5, (23, 8): "teks"}


def test_a_single_cell_is_read(tmp_path: Path):
    sheet = LiveBook(open_book(made(tmp_path, lambda ws: ws.__setitem__("C3", 7)))).read().sheets[0]
    assert {at: cell.value for at, cell in sheet.cells.items()} == {(3, 3): 7}


def test_an_empty_sheet_has_no_cells(tmp_path: Path):
    assert LiveBook(open_book(made(tmp_path, lambda ws: None))).read().sheets[0].cells == {}


def test_formats_of_cells_that_hold_nothing_do_not_matter(tmp_path: Path):
    def change(ws):
        ws["A1"] = 0.7
        ws["A1"].number_format = "0%"
        ws["A2"] = 70
        for row in range(3, 3000):
            ws.cell(row, 1).number_format = "0%" if row % 2 else "0.00"
            ws.cell(row, 1).fill = PatternFill("solid", fgColor="FFFF00")

    path = made(tmp_path, change)
    excel = start()
    sheet = LiveBook(open_book(path, excel)).read().sheets[0]
    assert {at: (cell.value, cell.number_format) for at, cell in sheet.cells.items()} == {
        (1, 1): (0.7, "0%"),
        (2, 1): (70, "General"),
    }
    assert excel.calls["number_format"] == 3, "the two cells together, then each"


def test_a_number_keeps_all_its_digits_whatever_its_format(tmp_path: Path):
    def change(ws):
        ws["A1"] = 1234.56789012
        ws["A1"].number_format = '_-"Rp"* #,##0.00_-'

    assert LiveBook(open_book(made(tmp_path, change))).read().sheets[0].cell(1, 1).value == 1234.56789012


def test_hidden_rows_and_columns_are_read(tmp_path: Path):
    def change(ws):
        ws.append(["a", 1])
        ws.append(["b", 2])
        ws.row_dimensions[2].hidden = True
        ws.column_dimensions["B"].hidden = True
        ws.auto_filter.ref = "A1:B2"

    sheet = LiveBook(open_book(made(tmp_path, change))).read().sheets[0]
    assert sheet.cell(2, 2).value == 2


def add_chart_sheet(ws) -> None:
    """A sheet that is nothing but a chart, shown when the workbook is opened."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.add_data(Reference(ws, min_col=1, min_row=1))
    ws.parent.create_chartsheet("Grafik", 0).add_chart(chart)
    ws.parent.active = 0


def test_a_chart_sheet_is_passed_over(tmp_path: Path):
    def change(ws):
        ws["A1"] = 1
        add_chart_sheet(ws)

    book = LiveBook(open_book(made(tmp_path, change))).read()
    assert [sheet.title for sheet in book] == ["Sheet"]


def test_a_text_that_looks_like_a_formula_is_a_text(tmp_path: Path):
    def change(ws):
        ws["A1"] = "=bukan rumus"
        ws["A1"].data_type = "s"

    cell = LiveBook(open_book(made(tmp_path, change))).read().sheets[0].cell(1, 1)
    assert (cell.value, cell.formula) == ("=bukan rumus", None)


@pytest.mark.parametrize("said", ["=SUM(tbl_x[@pagu])", "=SUM(tbl_x[@[pagu]])"])
def test_this_row_is_spelled_as_in_a_file(said: str, tmp_path: Path):
    path = made(tmp_path, lambda ws: ws.__setitem__("A1", said))
    assert LiveBook(open_book(path)).read().sheets[0].cell(1, 1).formula == "=SUM(tbl_x[[#This Row],[pagu]])"


def test_a_sheet_with_cells_far_apart_is_read_in_bands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def change(ws):
        ws["A1"] = "atas"
        ws["C1000"] = "bawah"

    monkeypatch.setattr(reading, "CELLS_AT_ONCE", 300)
    excel = start()
    sheet = LiveBook(open_book(made(tmp_path, change), excel)).read().sheets[0]
    assert set(sheet.cells) == {(1, 1), (1000, 3)}
    assert excel.calls["formula"] == 10 and excel.calls["Value2"] == 2, "bands without content are not asked again"


# --- never cell by cell ----------------------------------------------------------------------------------------------


def table(rows: int) -> str:
    """A table with a heading, a percent column and a formula."""
    lines = "\n".join(f"indikator {n} | {n} | 70% | =B{n + 1}*2 -> {2 * n}" for n in range(1, rows + 1))
    return f"[T]\n**Indikator** | **Target** | **Capaian** | **Dua kali**\n{lines}"


def reading_calls(rows: int, folder: Path) -> int:
    excel = start()
    live = LiveBook(open_book(file_of(table(rows), folder / f"t{rows}.xlsx"), excel))
    excel.calls.clear()
    live.read()
    return excel.calls.total()


def test_a_table_a_hundred_times_as_long_costs_a_dozen_calls_more_to_read(tmp_path: Path):
    short, long = reading_calls(20, tmp_path), reading_calls(2000, tmp_path)
    assert short < 30
    assert long - short <= 2 * 7, "halves of halves until the bold heading is apart from the rows: log2 of a hundred"


def test_a_longer_table_costs_not_one_call_more_to_write(tmp_path: Path):
    def calls(rows: int) -> int:
        excel = start()
        live = LiveBook(open_book(file_of(table(rows), tmp_path / f"w{rows}.xlsx"), excel))
        live.read()
        excel.calls.clear()
        live.write([CellWrite("T", f"{col}{n}", f"B{n}*3", 1.0) for n in range(2, rows + 2) for col in "CD"])
        assert excel.calls["formula.set"] == 1, "two columns side by side are one block"
        return excel.calls.total()

    assert calls(20) == calls(2000) < 10


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.xlsx")), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_sheet_of_a_sample_costs_some_calls_and_not_one_for_every_cell(path: Path):
    excel = start()
    live = LiveBook(open_book(path, excel))
    excel.calls.clear()
    book = live.read()
    worksheets = [sheet for sheet in book if not sheet.is_chart]
    assert excel.calls["formula"] == excel.calls["Value2"] == len(worksheets), "contents come in one piece"
    assert excel.calls.total() / len(worksheets) < 300
    assert excel.calls.total() < sum(len(sheet.cells) for sheet in worksheets)


def test_blocks_are_rectangles_that_cover_each_cell_once():
    contents = {(row, col): float(row) for row in range(1, 5) for col in (1, 2, 4)} | {(9, 1): 9.0}
    found = blocks(contents)
    assert [block.box for block in found] == [(1, 1, 4, 2), (1, 4, 4, 4), (9, 1, 9, 1)]
    assert {at: content for block in found for at, content in block.items()} == contents


# --- writing to the open Excel ---------------------------------------------------------------------------------------


def test_a_formula_in_a_cell_of_format_text_becomes_a_formula(tmp_path: Path):
    def change(ws):
        ws["A1"] = 5
        ws["B1"] = "lama"
        ws["B1"].number_format = "@"

    live = LiveBook(open_book(made(tmp_path, change)))
    live.write([CellWrite("Sheet", "B1", "A1*2", 10)])
    assert live.read().sheets[0].cell(1, 2).formula == "=A1*2"


def test_a_filter_stays_and_every_cell_gets_its_own_content(tmp_path: Path):
    def change(ws):
        for row in range(1, 7):
            ws.append([row, 10 * row])
        ws.auto_filter.ref = "A1:B6"
        ws.row_dimensions[3].hidden = ws.row_dimensions[4].hidden = True
        ws["D3"] = ws["E3"] = "lama"

    book = open_book(made(tmp_path, change))
    writes = [CellWrite("Sheet", f"{col}{row}", f"{row}*2", 1) for row in range(2, 7) for col in "AB"]
    LiveBook(book).write([*writes, CellWrite("Sheet", "D3", "3*3", 9), CellWrite("Sheet", "E3", "3*4", 12)])
    said = contents(book)
    assert {cell: said["Sheet", cell] for cell in ("A2", "A3", "B4", "B6", "D3", "E3")} == {
        "A2": "=2*2", "A3": "=3*2", "B4": "=4*2", "B6": "=6*2", "D3": "=3*3",
        "E3": "=3*4",
    }  # fmt: skip
    ws = book.impl.wb["Sheet"]
    assert ws.row_dimensions[3].hidden and ws.auto_filter.ref == "A1:B6"


def test_formulas_over_a_sheet_of_ours_survive_its_being_made_anew(tmp_path: Path):
    book = open_book(file_of(TEXT, tmp_path / "buku.xlsx"))
    live = LiveBook(book)
    live.write((), donor("Ringkasan", "ringkasan", "lama"))
    live.write([CellWrite("Dalam", "C3", "ringkasan!A2+1", 1), CellWrite("Dalam", "C4", "'Ringkasan'!A3", 1)])
    live.write((), donor("Ringkasan", "ringkasan", "baru"))
    said = contents(book)
    assert (said["Dalam", "C3"], said["Dalam", "C4"]) == ("=ringkasan!A2+1", "='Ringkasan'!A3")


def test_prefixes_of_files_are_not_typed_into_excel():
    assert (
        formula_typed("=IF(NOT(_xlfn.ISFORMULA(A1)),_xlfn._xlws.FILTER(A:A,1),1)")
        == "=IF(NOT(ISFORMULA(A1)),FILTER(A:A,1),1)"
    )


def test_a_protected_sheet_is_named_and_no_other_sheet_is_written(tmp_path: Path):
    def change(ws):
        ws["A1"] = 1
        other = ws.parent.create_sheet("Terkunci")
        other["A1"] = 2
        other.protection.sheet = True

    book = open_book(made(tmp_path, change))
    before = contents(book)
    with pytest.raises(UnpatchableFile, match="Terkunci"):
        LiveBook(book).write([CellWrite("Sheet", "A1", None, 9), CellWrite("Terkunci", "A1", None, 9)])
    assert contents(book) == before


def test_an_array_formula_is_not_broken(tmp_path: Path):
    def change(ws):
        ws["A1"] = 1
        ws["B1"] = ArrayFormula("B1:B3", "=A1:A3*2")

    book = open_book(made(tmp_path, change))
    before = contents(book)
    with pytest.raises(UnpatchableFile, match="B2"):
        LiveBook(book).write([CellWrite("Sheet", "A1", None, 9), CellWrite("Sheet", "B2", None, 9)])
    assert contents(book) == before


def test_where_excel_refuses_in_the_middle_the_cells_before_get_their_contents_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def change(ws):
        ws.append([1, "=A1*2", "teks", "012", None, True])
        ws["A3"] = 3

    book = open_book(made(tmp_path, change))
    before = contents(book)
    live = LiveBook(book)
    live.read()
    put = type(book.sheets[0].range("A1").impl)._put

    def failing(self, name, value):
        if self.first == (3, 1):
            raise com_error(-2147352567, "Cannot do that")
        put(self, name, value)

    with monkeypatch.context() as patched:
        patched.setattr(type(book.sheets[0].range("A1").impl), "_put", failing)
        with pytest.raises(EnvironmentFault, match="Cannot do that"):
            live.write([*(CellWrite("Sheet", f"{c}1", None, 9) for c in "ABCDEF"), CellWrite("Sheet", "A3", None, 9)])
    assert contents(book) == before


def test_where_excel_is_busy_before_the_old_figures_are_noted_they_stand_in_their_cells_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    excel = start()
    book = open_book(made(tmp_path, lambda ws: ws.append([1, 2, 3])), excel)
    before = contents(book)
    live = LiveBook(book)
    live.read()
    add_note = type(book.sheets[0].range("A1").impl).add_note

    def interrupted(self, words):
        if self.first == (1, 2):
            excel.busy_for = 3
        return add_note(self, words)

    monkeypatch.setattr(type(book.sheets[0].range("A1").impl), "add_note", interrupted)
    monkeypatch.setattr(engine, "PAUSE", 0)
    with pytest.raises(EnvironmentFault, match="sibuk"):
        live.write([CellWrite("Sheet", cell, None, 9, note="lama") for cell in ("A1", "B1", "C1")])
    assert contents(book) == before
    assert len(book.sheets[0].notes) == 0


def test_a_busy_excel_is_told_as_such(tmp_path: Path):
    excel = start()
    live = LiveBook(open_book(made(tmp_path, lambda ws: ws.__setitem__("A1", 1)), excel))
    excel.busy = True
    with pytest.raises(EnvironmentFault, match="sibuk"):
        live.read()


def test_a_donor_points_at_this_book_and_its_file_is_closed_again(tmp_path: Path):
    excel = start()
    book = open_book(file_of(TEXT, tmp_path / "buku.xlsx"), excel)
    LiveBook(book).write((), donor("Ringkasan", "ringkasan"))
    assert [open_.name for open_ in excel.books_] == ["buku.xlsx"]
    formulas = [
        said for (sheet, _), said in contents(book).items() if sheet == "Ringkasan" and str(said).startswith("=")
    ]
    assert formulas == ["='Tabel 3.1'!$B$2", "=A2*2"]


def test_a_locked_structure_takes_no_sheet_and_no_cell_changes(tmp_path: Path):
    book = open_book(file_of(TEXT, tmp_path / "buku.xlsx"))
    book.impl.structure_locked = True
    before = contents(book)
    with pytest.raises(UnpatchableFile):
        LiveBook(book).write([CellWrite("Dalam", "A1", None, 9)], donor("Ringkasan", "ringkasan"))
    assert contents(book) == before


@pytest.mark.parametrize(
    ("raw", "size", "rows"),
    [
        (5.0, (1, 1), [[5.0]]),
        ([[5.0]], (1, 1), [[5.0]]),
        ((("a", "b"),), (1, 2), [("a", "b")]),
        (["a", "b"], (1, 2), [["a", "b"]]),
        (["a", "b"], (2, 1), [["a"], ["b"]]),
    ],
)
def test_contents_are_rows_of_cells_whatever_excel_gives(raw: object, size: tuple[int, int], rows: object):
    assert engine.grid(raw, size) == rows


def said(value: object) -> SimpleNamespace:
    """A property of AppleScript."""
    return SimpleNamespace(get=lambda: value)


def test_on_macos_an_error_cell_is_known_by_what_it_shows(monkeypatch: pytest.MonkeyPatch):
    missing = object()
    api = SimpleNamespace(
        value2=said([[1.5, missing], ["a", missing]]), string_value=said([["1,5", "#DIV/0!"], ["a", ""]])
    )
    monkeypatch.setattr(sys, "platform", "darwin")
    found = engine.values(SimpleNamespace(api=api, shape=(2, 2)))
    assert [
        [value if engine.error_of(value) is None else engine.error_of(value) for value in row] for row in found
    ] == [
        [1.5, "#DIV/0!"],
        ["a", None],
    ]


def test_on_macos_what_cells_do_not_agree_on_is_no_answer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    missing = object()
    api = SimpleNamespace(
        indent_level=said(missing), has_array=said(missing), entire_row=SimpleNamespace(hidden=said(missing))
    )
    mixed = SimpleNamespace(api=api, font=SimpleNamespace(bold=missing), number_format=None, merge_cells=missing)
    asked = (engine.indent, engine.bold, engine.number_format, engine.merged)
    assert [ask(mixed) for ask in asked] == [None] * len(asked)
    assert engine.holds_array(mixed) and engine.hides_rows(mixed), "in doubt the careful way"


@pytest.mark.parametrize(("of", "held"), [({}, False), ({"HasSpill": False}, False), ({"HasSpill": None}, True)])
def test_a_formula_that_spills_is_no_cell_to_write_into(of: dict[str, object], held: bool):
    area = SimpleNamespace(api=SimpleNamespace(HasArray=False, **of))
    assert engine.holds_array(area) is held, "an Excel before 2021 does not know the word"


@pytest.mark.parametrize(("hresult", "busy"), [(-2147352570, False), (-2147418111, True)])
def test_an_excel_that_does_not_know_of_spilling_is_none_that_refuses(hresult: int, busy: bool):
    class Api:
        HasArray = False

        @property
        def HasSpill(self):
            raise com_error(hresult)

    start()  # the test's own exceptions of COM are known now
    area = SimpleNamespace(api=Api())
    if busy:
        with pytest.raises(com_error):
            engine.holds_array(area)
    else:
        assert not engine.holds_array(area)


def test_a_property_that_a_busy_excel_does_not_look_up_is_set_later(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine, "PAUSE", 0)
    waiting = [AttributeError("Property '<unknown>.ScreenUpdating' can not be set."), None]
    done: list[int] = []

    def put_back():
        if (error := waiting.pop(0)) is not None:
            raise error
        done.append(1)

    engine.patiently(put_back)
    assert done == [1]
    with pytest.raises(AttributeError):
        engine.patiently(lambda: [].missing)  # type: ignore[attr-defined]


def test_a_sheet_that_an_array_formula_shows_is_not_replaced(tmp_path: Path):
    def change(ws):
        ws.parent.create_sheet("Temuan")["A1"] = 1
        ws["B1"] = ArrayFormula("B1:B3", "=Temuan!A1:A3*2")

    book = open_book(made(tmp_path, change))
    before = contents(book)
    live = LiveBook(book)
    known = live.read()
    with pytest.raises(UnpatchableFile, match="B1"):
        bring(book, known, Donor(b"", ("Temuan",)), [], {"temuan": known.sheet("Temuan")})
    assert contents(book) == before


def test_an_unforeseen_error_in_the_middle_takes_back_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    book = open_book(made(tmp_path, lambda ws: ws.append([1, 2, 3])))
    before = contents(book)

    def fail(*_):
        raise AttributeError("nobody thought of it")

    monkeypatch.setattr(LiveBook, "_log", fail)
    with pytest.raises(AttributeError):
        LiveBook(book).write([CellWrite("Sheet", cell, None, 9) for cell in ("A1", "C1")])
    assert contents(book) == before


def test_an_error_of_a_later_excel_is_an_error_as_well():
    assert engine.error_of(-2146828288 + 2007) == "#DIV/0!"
    assert engine.error_of(-2146828288 + 2999) == "#N/A"
    assert engine.error_of(5.0) is None


# --- the licence -----------------------------------------------------------------------------------------------------

LOADED = "import sys; print(*sorted(m for m in sys.modules if m.startswith('xlwings.pro')))"


def test_nothing_of_ours_imports_what_of_xlwings_is_not_free():
    ours = (
        "import workbook_tools.books.live, workbook_tools.excel.ribbon, pkgutil, importlib, workbook_tools.excel as e\n"
    )
    ours += "[importlib.import_module(f'workbook_tools.excel.{m.name}') for m in pkgutil.iter_modules(e.__path__)]\n"
    alone, with_ours = (
        subprocess.run(
            [sys.executable, "-c", start + LOADED], capture_output=True, text=True, check=True
        ).stdout.split()
        for start in ("import xlwings\n", ours)
    )
    assert with_ours == alone, "xlwings itself looks for a licence when it is imported; we add nothing to that"


def test_no_line_of_ours_names_what_of_xlwings_is_not_free():
    import workbook_tools

    lines = [
        f"{path.name}: {line}"
        for path in Path(workbook_tools.__file__).parent.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "import" in line and "xlwings" in line and any(w in line for w in (".pro", ".server", ".reports", "remote"))
    ]
    assert lines == []
