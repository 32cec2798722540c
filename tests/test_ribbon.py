"""The buttons of the ribbon, pressed in a test Excel: on every sample, and on workbooks that give trouble."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings as xw
from openpyxl.comments import Comment

from tests.as_file import file_of
from tests.contoh import SAMPLES
from tests.excel_openpyxl import Excel, calculated, contents, open_book
from tests.kecil import buku_kecil
from tests.ribbon_tools import Jawaban, hitung_langsung, opened, press
from tests.test_live_book import add_chart_sheet
from workbook_tools.audit.sheet import TITLE as TEMUAN
from workbook_tools.books.closed import read
from workbook_tools.books.live import LiveBook, engine
from workbook_tools.books.model import address, column_letters, parse_address
from workbook_tools.books.package import MAIN, Package
from workbook_tools.excel import beku, catatan, ribbon
from workbook_tools.excel.buttons import BUTTONS
from workbook_tools.findings import Severity
from workbook_tools.formats import FORMATS
from workbook_tools.messages import speaking, text
from workbook_tools.process import process
from workbook_tools.regulations import load
from workbook_tools.rollover import rollover
from workbook_tools.summary import SHEET as RINGKASAN
from workbook_tools.template import build
from workbook_tools.writeback import compute, plan

IDS = [button.id for button in BUTTONS]
#: Those that leave the user in another place on purpose.
MOVING = {"periksa", "temuan_berikut", "temuan_sebelum"}
OPENING = {"templat_baru", "periksa_folder"}
PATHS = sorted(SAMPLES.glob("*/*.xlsx"))
PUBLISHED = [path for path in PATHS if path.stem == "terbit"]
WORKING = [path for path in PATHS if path.stem == "isian"]
HEAD = (
    "Tujuan/Sasaran | Indikator Kinerja | Pagu anggaran | Realisasi Anggaran | Target Kinerja | Realisasi Kinerja "
    "| % Capaian | Pagu x capaian | Selisih | Efisiensi (%)"
)
LAPORAN = f"""
[Tabel 3.4]
Capaian Kinerja Tahun 2025
{HEAD}
Meningkatnya Mutu | Indeks mutu layanan | 1.000 | 800 | 80 | 90 | 121 | 1.125 | 325 | 32,5
Meningkatnya Gizi | Persentase balita sehat | 2.000 | 1.000 | 50 | 40 | 80 | 1.600 | 600 | 30
Meningkatnya Ekspor | Nilai ekspor | 3.000 | 3.000 | 10 | 10 | 99 | 3.000 | 0 | 0
[Lain]
Catatan rapat | 12,5
"""


@pytest.fixture
def laporan(tmp_path: Path) -> Path:
    """A small printed report with two wrong figures in the column of capaian."""
    return file_of(LAPORAN, tmp_path / "laporan.xlsx")


@pytest.fixture
def jawaban(tmp_path: Path) -> Jawaban:
    """Answers that let every command come to its end."""
    (tmp_path / "keluar").mkdir()
    return Jawaban(berkas=SAMPLES / "magetan_2025" / "isian.xlsx", tujuan=tmp_path / "keluar", map=tmp_path)


@pytest.fixture(autouse=True)
def log_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catatan, "folder", lambda: tmp_path / "log")
    return tmp_path / "log"


def unforeseen(message: str) -> bool:
    return message.startswith(text("terbuka_galat", path="§").partition("§")[0])


def standing(book: xw.Book) -> tuple[str, str]:
    selected = book.app.impl.selection_
    return book.sheets.active.name, selected.address if selected else ""


class Watched:
    """Presses a button, and sees that Excel is afterwards as it was."""

    def __init__(self, excel: Excel, book: xw.Book) -> None:
        self.excel, self.book = excel, book

    def press(self, id: str, answers: Jawaban) -> str:
        before, where, flags = contents(self.book), standing(self.book), dict(self.excel._flags)
        message = press(self.book, id, answers)
        assert not unforeseen(message), message
        assert self.excel._flags == flags
        assert self.excel.status[-1] is False or id.startswith("temuan_")
        if id not in MOVING:
            assert standing(self.book) == where or id in OPENING
        assert [open_.saved for open_ in self.excel.books_] == [0] * len(self.excel.books_)
        after = contents(self.book)
        lost = {at: said for at, said in before.items() if after.get(at) != said}
        assert set(lost) <= self.may_change(id, before), "cells that are not ours"
        if after != before:
            assert text("terbuka_belum_disimpan") in message or id in {"hapus_tanda", *OPENING}
        return message

    def may_change(self, id: str, before: dict) -> set[tuple[str, str]]:
        """The cells that the button is there for."""
        if id.startswith("hitung_"):
            return self.planned
        if id == "jadikan_nilai":
            return {at for at, said in before.items() if str(said).startswith("=")}
        return set()


def watched(path: Path, trouble: Callable[[Excel, xw.Book], None] = lambda excel, book: None) -> Watched:
    planned = {(write.sheet, write.cell) for write in plan(read(path)).writes}
    excel, book = opened(path)
    trouble(excel, book)
    one = Watched(excel, book)
    one.planned = planned
    return one


# --- every button --------------------------------------------------------------------------------------------------


def test_every_button_has_a_function_of_its_name():
    assert set(ribbon.COMMANDS) == set(IDS)
    assert all(getattr(ribbon, id).__name__ == id for id in IDS)


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda p: p.parent.name)
def test_every_button_on_a_published_report(path: Path, id: str, jawaban: Jawaban):
    jawaban.tujuan = None if id == "templat_baru" else jawaban.tujuan  # what it makes does not depend on the workbook
    watched(path).press(id, jawaban)


@pytest.mark.lambat
@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("path", WORKING, ids=lambda p: p.parent.name)
def test_every_button_on_a_working_workbook(path: Path, id: str, jawaban: Jawaban):
    watched(path).press(id, jawaban)


@pytest.mark.parametrize("id", IDS)
def test_every_button_on_a_small_working_workbook(id: str, jawaban: Jawaban, tmp_path: Path):
    watched(buku_kecil(tmp_path / "kecil.xlsx")).press(id, jawaban)


def no_known_table(excel: Excel, book: xw.Book) -> None:
    book.impl.wb["Tabel 3.4"].delete_rows(1, 10)


def protected(excel: Excel, book: xw.Book) -> None:
    for ws in book.impl.wb.worksheets:
        ws.protection.sheet = True


def filtered(excel: Excel, book: xw.Book) -> None:
    ws = book.impl.wb["Tabel 3.4"]
    ws.auto_filter.ref = "A2:J5"
    ws.row_dimensions[4].hidden = True
    ws.column_dimensions["H"].hidden = True


def merged(excel: Excel, book: xw.Book) -> None:
    ws = book.impl.wb["Tabel 3.4"]
    ws.merge_cells("A3:A4")
    ws.merge_cells("G3:G4")


def chart_shown(excel: Excel, book: xw.Book) -> None:
    add_chart_sheet(book.impl.wb["Lain"])
    excel.selection_ = None


def never_saved(excel: Excel, book: xw.Book) -> None:
    book.impl._fullname = "Book1"


def read_only(excel: Excel, book: xw.Book) -> None:
    book.impl.read_only = True


def structure_locked(excel: Excel, book: xw.Book) -> None:
    book.impl.structure_locked = True


TROUBLES = (
    no_known_table, protected, filtered, merged, chart_shown, never_saved, read_only, structure_locked,
)  # fmt: skip


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda f: f.__name__)
def test_every_button_on_a_workbook_that_gives_trouble(
    trouble: Callable[[Excel, xw.Book], None], id: str, laporan: Path, jawaban: Jawaban
):
    jawaban.tujuan = None if id == "templat_baru" else jawaban.tujuan
    watched(laporan, trouble).press(id, jawaban)


@pytest.mark.parametrize("id", IDS)
def test_every_button_without_the_profil_sheet(id: str, jawaban: Jawaban, tmp_path: Path):
    jawaban.tujuan = None if id == "templat_baru" else jawaban.tujuan
    watched(buku_kecil(tmp_path / "kecil.xlsx"), lambda excel, book: book.sheets["Profil"].delete()).press(id, jawaban)


@pytest.mark.parametrize("id", IDS)
def test_a_cell_being_edited_is_told_and_nothing_is_done(
    id: str, laporan: Path, jawaban: Jawaban, monkeypatch: pytest.MonkeyPatch
):
    excel, book = opened(laporan)
    before = contents(book)
    excel.busy = True
    monkeypatch.setattr(engine, "PAUSE", 0)
    message = press(book, id, jawaban)
    excel.busy = False
    assert message == text("excel_sibuk")
    assert contents(book) == before
    assert excel._flags == {
        "screen_updating": True, "enable_events": True, "display_alerts": True, "calculation": "automatic",
    }  # fmt: skip


@pytest.mark.parametrize("id", [id for id in IDS if id not in OPENING])
def test_of_two_open_workbooks_only_the_caller_is_touched(id: str, laporan: Path, jawaban: Jawaban, tmp_path: Path):
    excel, book = opened(laporan)
    other = open_book(file_of(LAPORAN, tmp_path / "lain.xlsx"), excel)
    before = contents(other)
    press(book, id, jawaban)
    assert contents(other) == before
    assert [b.name for b in excel.books_] in (["laporan.xlsx", "lain.xlsx"], ["lain.xlsx", "laporan.xlsx"])
    if id not in MOVING:
        assert excel.books_[-1].name == "lain.xlsx", "the workbook that was in front stays there"


# --- the door --------------------------------------------------------------------------------------------------------


def test_an_unforeseen_error_is_written_down_and_told_where(
    laporan: Path, log_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("rahasia")

    monkeypatch.setattr(LiveBook, "read", broken)
    excel, book = opened(laporan)
    message = press(book, "hitung_semua")
    log = log_folder / catatan.FILE
    assert unforeseen(message) and str(log) in message
    said = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError: rahasia" in said and "hitung_semua" in said and "Traceback" in said
    assert excel._flags["screen_updating"] and excel.status[-1] is False


def test_a_log_that_cannot_be_written_is_no_second_error(
    laporan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "log").write_text("no folder")
    monkeypatch.setattr(LiveBook, "read", lambda self: 1 / 0)
    _, book = opened(laporan)
    assert "ZeroDivisionError" in press(book, "hitung_semua")


def test_an_add_in_of_another_version_is_told(laporan: Path):
    _, book = opened(laporan)
    assert "tombol_baru" in press(book, "tombol_baru")


@pytest.mark.parametrize(
    ("system", "environ", "told"),
    [
        ("win32", {"LOCALAPPDATA": "/p/AppData/Local"}, "/p/AppData/Local/Kinerja/log"),
        ("win32", {}, "/home/x/AppData/Local/Kinerja/log"),
        ("darwin", {}, "/home/x/Library/Logs/Kinerja"),
        ("linux", {}, "/home/x/.local/state/kinerja"),
        ("linux", {"XDG_STATE_HOME": "/state"}, "/state/kinerja"),
    ],
)
def test_the_log_lies_where_the_platform_has_logs(system: str, environ: dict[str, str], told: str, monkeypatch):
    monkeypatch.undo()
    assert catatan.folder(system, environ, Path("/home/x")).as_posix() == told


def test_excel_does_not_draw_while_it_works(laporan: Path):
    excel, book = opened(laporan)
    press(book, "hitung_semua")
    assert ("screen_updating", False) in excel.switched
    assert excel.switched[-1] == ("calculation", "automatic")
    assert any("Tabel 3.4" in str(said) for said in excel.status), "progress names the sheet that is read"


def test_a_cell_that_is_edited_while_we_work_does_not_leave_excel_frozen(
    laporan: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine, "PAUSE", 0)
    excel, book = opened(laporan)
    read = LiveBook.read

    def interrupted(self):
        excel.busy_for = 7
        return read(self)

    monkeypatch.setattr(LiveBook, "read", interrupted)
    before, where = contents(book), standing(book)
    assert press(book, "hitung_semua") == text("excel_sibuk")
    assert (contents(book), standing(book)) == (before, where)
    assert excel._flags["screen_updating"] and excel._flags["enable_events"] and excel.status[-1] is False


def test_a_busy_excel_is_not_asked_for_ever(laporan: Path, monkeypatch: pytest.MonkeyPatch):
    windows = SimpleNamespace(N_COM_ATTEMPTS=0)  # how xlwings says for ever
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", windows)
    _, book = opened(laporan)
    press(book, "tentang")
    assert windows.N_COM_ATTEMPTS > 0


def test_messages_are_in_the_language_in_use(laporan: Path):
    _, book = opened(laporan)
    with speaking("en"):
        assert "computed cells" in press(book, "hitung_semua")


@pytest.mark.parametrize("id", ["templat_baru", "ambil_tahun_lalu", "periksa_folder", "ekspor_word"])
def test_a_question_turned_down_changes_nothing(id: str, tmp_path: Path):
    _, book = opened(buku_kecil(tmp_path / "kecil.xlsx"))
    before = contents(book)
    assert press(book, id, Jawaban(pilihan=None)) == text("terbuka_batal")
    assert contents(book) == before


# --- Hitung ----------------------------------------------------------------------------------------------------------


def formulas_of(path: Path) -> dict[tuple[str, str], tuple[str, object]]:
    return {
        (sheet.title, address(*at)): (cell.formula, cell.value)
        for sheet in read(path)
        for at, cell in sheet.cells.items()
        if cell.formula is not None
    }


@pytest.mark.parametrize(
    "path", [*PUBLISHED, *(pytest.param(p, marks=pytest.mark.lambat) for p in WORKING)], ids=lambda p: p.parent.name
)
def test_the_ribbon_writes_what_the_command_line_writes(path: Path, tmp_path: Path):
    compute(path, tmp_path / "hitung.xlsx")
    assert hitung_langsung(path) == formulas_of(tmp_path / "hitung.xlsx")


def test_formulas_that_were_typed_over_come_back_as_the_command_line_brings_them(tmp_path: Path):
    path = buku_kecil(tmp_path / "kecil.xlsx")
    over = typed_over(path, tmp_path / "ditimpa.xlsx")
    compute(over, tmp_path / "hitung.xlsx")
    assert hitung_langsung(over) == formulas_of(tmp_path / "hitung.xlsx") == formulas_of(path)


def typed_over(path: Path, target: Path) -> Path:
    """A copy in which every third formula of the tables is a figure."""
    from workbook_tools.books.patch import patch
    from workbook_tools.books.writes import CellWrite

    ours = {(w.sheet, w.cell) for w in plan(without_values(path)).writes}
    patch(path, target, [CellWrite(sheet, cell, None, 7.0) for sheet, cell in sorted(ours)[::3]])
    return target


def without_values(path: Path):
    """The book as if nobody had calculated it."""
    from dataclasses import replace

    book = read(path)
    for sheet in book:
        sheet.cells = {at: replace(cell, value=None) if cell.formula else cell for at, cell in sheet.cells.items()}
    return book


def test_an_old_figure_that_differs_stays_as_a_note(laporan: Path):
    _, book = opened(laporan)
    message = press(book, "hitung_semua")
    assert "121" in book.sheets["Tabel 3.4"].range("G3").note.text
    assert book.sheets["Tabel 3.4"].range("G4").note is None, "80 was right"
    assert text("terbuka_angka_lama", n=2) in message


def test_a_read_only_workbook_can_be_kept_under_another_name(laporan: Path):
    _, book = opened(laporan)
    assert text("terbuka_hanya_baca") not in press(book, "hitung_semua")
    book.impl.read_only = True
    assert text("terbuka_hanya_baca") in press(book, "periksa")


def test_an_excel_on_manual_calculates_what_was_written_and_stays_on_manual(laporan: Path):
    excel, book = opened(laporan)
    excel._flags["calculation"] = "manual"
    press(book, "hitung_semua")
    assert excel.calls["calculate"] == 1 and excel._flags["calculation"] == "manual"


def test_hitung_lembar_leaves_other_sheets_alone(tmp_path: Path):
    path = file_of(LAPORAN + LAPORAN.replace("3.4", "3.4 b").replace("Lain", "Lain b"), tmp_path / "dua.xlsx")
    _, book = opened(path)
    book.sheets["Tabel 3.4 b"].activate()
    before = contents(book)
    press(book, "hitung_lembar")
    changed = {sheet for (sheet, cell), said in contents(book).items() if before.get((sheet, cell)) != said}
    assert changed == {"Tabel 3.4 b"}


def test_hitung_on_a_chart_sheet_says_so(laporan: Path):
    excel, book = opened(laporan)
    chart_shown(excel, book)
    assert press(book, "hitung_lembar") == text("terbuka_lembar_grafik", sheet="Grafik")


def test_hitung_names_the_protected_sheet(laporan: Path):
    excel, book = opened(laporan)
    protected(excel, book)
    before = contents(book)
    assert "Tabel 3.4" in press(book, "hitung_semua")
    assert contents(book) == before


def test_only_our_formulas_become_values(tmp_path: Path):
    path = buku_kecil(tmp_path / "kecil.xlsx")
    _, book = opened(path)
    sheet = book.sheets["Indikator"]
    sheet.impl.ws["AZ3"] = "=1+1"
    sheet.activate()
    sheet.range("A1").select()
    ours = {at for at in formulas_of(path) if at[0] == "Indikator" and at[1] != "A3"}
    message = press(book, "jadikan_nilai")
    left = {at for at, said in contents(book).items() if at[0] == "Indikator" and str(said).startswith("=")}
    assert left == {("Indikator", "AZ3"), ("Indikator", "A3")}, (
        "a formula of somebody, and the title, which is no figure"
    )
    assert text("terbuka_beku", n=len(ours), where="Indikator") in message


def test_values_are_calculated_before_they_are_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = buku_kecil(tmp_path / "kecil.xlsx")
    excel, book = opened(path)
    book.sheets["Indikator"].activate()
    cell = next(at for at in formulas_of(path) if at[0] == "Indikator" and at[1] != "A3")
    monkeypatch.setattr(excel, "calculate", lambda: calculated(book, {cell: 12.5}))
    press(book, "jadikan_nilai")
    assert contents(book)[cell] == 12.5, "the user's Excel is on manual: what the cell showed before is old"


def test_only_the_selected_formulas_become_values(tmp_path: Path):
    path = buku_kecil(tmp_path / "kecil.xlsx")
    _, book = opened(path)
    first = min(cell for (sheet, cell) in formulas_of(path) if sheet == "Tabel 3.3")
    sheet = book.sheets["Tabel 3.3"]
    sheet.activate()
    row = sheet.range(first).row
    sheet.range(f"A{row}:Z{row}").select()
    before = contents(book)
    press(book, "jadikan_nilai")
    after = contents(book)
    changed = {at for at, said in before.items() if after.get(at) != said}
    assert changed and all(sheet.range(cell).row == row for _, cell in changed)


@pytest.mark.parametrize("whole", ["columns", "rows", "sheet"])
def test_whole_columns_and_rows_are_a_selection(tmp_path: Path, whole: str):
    book = read(buku_kecil(tmp_path / "kecil.xlsx"))
    result = process(book)
    writes = beku.frozen(book, result, "Tabel 3.3", "$A$1").writes
    at = [parse_address(write.cell) for write in writes]
    row, col = at[0]
    letters = column_letters(col)
    selected, chosen = {
        "columns": (f"${letters}:${letters},$XFC:$XFD", lambda r, c: c == col),
        "rows": (f"${row}:${row}", lambda r, c: r == row),
        "sheet": ("$1:$1048576", lambda r, c: True),
    }[whole]
    found = beku.frozen(book, result, "Tabel 3.3", selected)
    assert [parse_address(write.cell) for write in found.writes] == [one for one in at if chosen(*one)]
    assert found.where == f"Tabel 3.3!{selected.replace('$', '')}"


def test_formulas_stay_where_the_user_says_no(tmp_path: Path):
    _, book = opened(buku_kecil(tmp_path / "kecil.xlsx"))
    book.sheets["Indikator"].activate()
    before = contents(book)
    answers = Jawaban(setuju=False)
    assert press(book, "jadikan_nilai", answers) == text("terbuka_batal")
    assert contents(book) == before and len(answers.asked) == 1


# --- Periksa ---------------------------------------------------------------------------------------------------------


def test_periksa_lists_and_marks_and_goes_to_the_first_finding(laporan: Path):
    _, book = opened(laporan)
    result = process(read(laporan))
    message = press(book, "periksa")
    first = next(f for f in result.findings if f.place.cell)
    assert standing(book) == (first.place.sheet, f"${first.place.cell[0]}${first.place.cell[1:]}")
    assert book.sheets[0].name == TEMUAN
    errors = [f for f in result.findings if f.severity is Severity.ERROR]
    assert f"{len(errors)} kesalahan" in message
    for found in errors:
        cell = book.sheets[found.place.sheet].range(found.place.cell)
        assert found.message in cell.note.text
        assert cell.color == (0xFF, 0xC7, 0xCE)


def test_checking_again_marks_nothing_twice_and_finds_the_same(laporan: Path):
    _, book = opened(laporan)
    once = press(book, "periksa")
    notes = {n.location.address: n.text for n in book.sheets["Tabel 3.4"].notes}
    assert press(book, "periksa") == once
    assert {n.location.address: n.text for n in book.sheets["Tabel 3.4"].notes} == notes
    assert [sheet.name for sheet in book.sheets] == [TEMUAN, "Tabel 3.4", "Lain"]


def test_marks_go_and_nothing_else(laporan: Path):
    _, book = opened(laporan)
    sheet = book.sheets["Tabel 3.4"]
    sheet.range("G3").color = (10, 20, 30)
    sheet.range("B5").color = (1, 2, 3)
    sheet.impl.ws["A5"].comment = Comment("catatan orang", "Bu Ani")
    before = contents(book), look(book)
    press(book, "periksa")
    assert look(book) != before[1]
    press(book, "hapus_tanda")
    assert (contents(book), look(book)) == before


def look(book: xw.Book) -> dict[str, tuple[object, object]]:
    """Colour and note of the cells of the report."""
    cells = [cell for row in book.impl.wb["Tabel 3.4"].iter_rows() for cell in row]
    return {
        c.coordinate: (c.fill.fgColor.rgb if c.fill.fill_type else None, c.comment.text if c.comment else None)
        for c in cells
        if c.fill.fill_type or c.comment
    }


def test_a_colour_that_somebody_chose_since_stays(laporan: Path):
    _, book = opened(laporan)
    press(book, "periksa")
    cell = book.sheets["Tabel 3.4"].range("G3")
    cell.color = (0, 255, 0)
    press(book, "hapus_tanda")
    assert cell.color == (0, 255, 0)
    assert cell.note is None


def test_a_note_of_somebody_is_not_touched_and_its_cell_not_coloured(laporan: Path):
    _, book = opened(laporan)
    book.impl.wb["Tabel 3.4"]["G3"].comment = Comment("catatan orang", "Bu Ani")
    message = press(book, "periksa")
    cell = book.sheets["Tabel 3.4"].range("G3")
    assert (cell.note.text, cell.color) == ("catatan orang", None)
    assert text("terbuka_periksa_penuh", n=1) in message


def test_the_next_finding_is_the_next_in_reading_order_and_after_the_last_comes_the_first(laporan: Path):
    _, book = opened(laporan)
    places = sorted(
        {(f.place.sheet, f.place.cell) for f in process(read(laporan)).findings if f.place.cell},
        key=lambda at: (at[0], int(at[1][1:]), at[1][0]),
    )
    assert len(places) > 1
    press(book, "periksa")
    book.sheets["Tabel 3.4"].activate()
    book.sheets["Tabel 3.4"].range("A1").select()
    seen = [step(book, "temuan_berikut") for _ in [*places, "again"]]
    assert seen == [*places, places[0]]
    assert [step(book, "temuan_sebelum") for _ in places] == [places[-1], *reversed(places[:-1])]


def step(book: xw.Book, id: str) -> tuple[str, str]:
    message = press(book, id)
    sheet, cell = standing(book)
    cell = cell.replace("$", "")
    assert f"{sheet}!{cell}" in message and book.app.impl.alerts == []
    return sheet, cell


def test_a_finding_is_found_again_after_rows_were_inserted(laporan: Path):
    _, book = opened(laporan)
    press(book, "periksa")
    ws = book.impl.wb["Tabel 3.4"]
    marked = ws["G3"]
    moved = ws.cell(9, 7, marked.value)
    moved.comment = Comment(marked.comment.text, "x")
    marked.comment = None
    book.sheets["Tabel 3.4"].activate()
    book.sheets["Tabel 3.4"].range("A8").select()
    assert step(book, "temuan_berikut") == ("Tabel 3.4", "G9")


def test_the_list_may_be_deleted_while_it_is_shown(laporan: Path):
    _, book = opened(laporan)
    press(book, "periksa")
    book.sheets[TEMUAN].activate()
    press(book, "hapus_tanda")
    assert [sheet.name for sheet in book.sheets] == ["Tabel 3.4", "Lain"]


def test_where_the_structure_is_locked_the_marks_do_it_alone(laporan: Path):
    _, book = opened(laporan)
    book.impl.structure_locked = True
    press(book, "periksa")
    assert TEMUAN not in [sheet.name for sheet in book.sheets]
    assert book.sheets["Tabel 3.4"].range("G3").note is not None


# --- Ringkasan -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda p: p.parent.name)
def test_the_summary_is_that_of_the_command_line_with_its_charts(path: Path, tmp_path: Path):
    from workbook_tools.summary import summary

    summary(path, tmp_path / "ringkas.xlsx")
    want = read(tmp_path / "ringkas.xlsx").sheet(RINGKASAN)
    _, book = opened(path)
    charts = len(open_book(tmp_path / "ringkas.xlsx", book.app.impl).sheets[RINGKASAN].impl.charts)
    book.activate()
    press(book, "ringkasan")
    got = LiveBook(book).read().sheet(RINGKASAN)
    assert {at: c.formula for at, c in got.cells.items()} == {at: c.formula for at, c in want.cells.items()}
    constants = {at: c.value for at, c in want.cells.items() if c.formula is None and path.name not in str(c.value)}
    assert {at: got.cell(*at).value for at in constants} == constants
    assert len(book.sheets[RINGKASAN].impl.charts) == charts > 0


def test_the_summary_made_anew_stands_in_its_place(laporan: Path):
    _, book = opened(laporan)
    assert text("terbuka_ringkasan", sheet=RINGKASAN) in press(book, "ringkasan")
    titles = [sheet.name for sheet in book.sheets]
    assert text("terbuka_ringkasan_lagi", sheet=RINGKASAN) in press(book, "ringkasan")
    assert [sheet.name for sheet in book.sheets] == titles


# --- Templat, Data, Laporan, Tentang ---------------------------------------------------------------------------------


@pytest.mark.lambat
def test_a_new_workbook_is_that_of_the_command_line(laporan: Path, jawaban: Jawaban, tmp_path: Path):
    excel, book = opened(laporan)
    jawaban.pilihan, jawaban.bilangan = "magetan_2025", 2026
    press(book, "templat_baru", jawaban)
    made = jawaban.tujuan / "lkjip_magetan_2025_2026.xlsx"
    build(load("magetan_2025"), tmp_path / "sama.xlsx", tahun=2026)
    assert made.read_bytes() == (tmp_path / "sama.xlsx").read_bytes()
    assert excel.books_[-1].name == made.name


def test_a_new_workbook_replaces_none(laporan: Path, jawaban: Jawaban):
    _, book = opened(laporan)
    jawaban.pilihan, jawaban.bilangan = "magetan_2025", 2026
    there = jawaban.tujuan / "lkjip_magetan_2025_2026.xlsx"
    there.write_bytes(b"setahun kerja")
    press(book, "templat_baru", jawaban)
    assert there.read_bytes() == b"setahun kerja"


def test_a_table_is_added_as_if_it_had_been_there_from_the_start(tmp_path: Path):
    both = buku_kecil(tmp_path / "dua.xlsx", formats=("magetan.3_3", "magetan.3_6"))
    _, book = opened(buku_kecil(tmp_path / "satu.xlsx", formats=("magetan.3_3",)))
    answers = Jawaban(pilihan="Tabel 3.6 (magetan.3_6)")
    press(book, "templat_tambah", answers)
    want, got = read(both).sheet("Tabel 3.6"), LiveBook(book).read().sheet("Tabel 3.6")
    assert {at: c.formula for at, c in got.cells.items()} == {at: c.formula for at, c in want.cells.items()}
    assert got.tables == want.tables
    assert process(LiveBook(book).read()).findings is not None


def test_last_years_figures_fill_the_comparison_years_that_are_blank(tmp_path: Path):
    last = buku_kecil(tmp_path / "2025.xlsx")
    rollover(last, tmp_path / "2026.xlsx")
    full = {at: cell.value for at, cell in read(tmp_path / "2026.xlsx").sheet("Indikator").cells.items()}
    _, book = opened(tmp_path / "2026.xlsx")
    ws = book.impl.wb["Indikator"]
    years = [
        c for row in ws.iter_rows() for c in row if str(c.value) in ("target_2025", "realisasi_2025", "target_2024")
    ]
    assert len(years) == 3
    blanked = [ws.cell(head.row + 1, head.column) for head in years]
    for cell in blanked:
        cell.value = None
    kept = ws.cell(blanked[0].row + 1, blanked[0].column)
    kept.value = 12345.0
    message = press(book, "ambil_tahun_lalu", Jawaban(berkas=last))
    assert {c.coordinate: c.value for c in blanked} == {c.coordinate: full[c.row, c.column] for c in blanked}
    assert kept.value == 12345.0
    assert text("terbuka_tahun_lalu_tetap", n=1, place=f"Indikator!{kept.coordinate}") in message


def test_a_workbook_of_another_year_is_refused(tmp_path: Path):
    path = buku_kecil(tmp_path / "2025.xlsx")
    _, book = opened(path)
    expected = text("terbuka_tahun_lain", path="2025.xlsx", found=2025, expected=2024)
    assert press(book, "ambil_tahun_lalu", Jawaban(berkas=path)) == expected


def test_a_folder_is_listed_in_a_new_workbook(tmp_path: Path, laporan: Path):
    folder = tmp_path / "folder"
    folder.mkdir()
    laporan.rename(folder / "laporan.xlsx")
    (folder / "rusak.xlsx").write_bytes(b"bukan")
    excel, book = opened(folder / "laporan.xlsx")
    result = process(read(folder / "laporan.xlsx"))
    message = press(book, "periksa_folder", Jawaban(map=folder))
    listed = excel.books_[-1].wb.worksheets[0]
    rows = [[cell.value for cell in row] for row in listed.iter_rows()]
    assert [row[0] for row in rows] == ["Berkas", "laporan.xlsx", "rusak.xlsx"]
    assert rows[1][2] == result.errors and rows[2][2] is None and rows[2][5]
    assert text("terbuka_folder", n=2, errors=result.errors, faults=1, name=excel.books_[-1].name) == message


def test_the_word_file_is_that_of_the_command_line_with_what_is_not_saved_yet(tmp_path: Path, jawaban: Jawaban):
    from workbook_tools.export import export

    path = buku_kecil(tmp_path / "kecil.xlsx")
    export(path, tmp_path / "sama.docx")
    _, book = opened(path)
    press(book, "ekspor_word", jawaban)
    made = jawaban.tujuan / "kecil.docx"
    assert made.read_bytes() == (tmp_path / "sama.docx").read_bytes()
    ws = book.impl.wb["Indikator"]
    cell = next(c for row in ws.iter_rows() for c in row if c.value == "Persentase produksi ikan")
    cell.value = "Persentase produksi ikan laut"
    press(book, "ekspor_word", jawaban)
    assert made.read_bytes() != (tmp_path / "sama.docx").read_bytes()


def test_a_word_file_that_is_there_is_replaced_only_if_the_user_says_so(laporan: Path, jawaban: Jawaban):
    _, book = opened(laporan)
    there = jawaban.tujuan / "laporan.docx"
    there.write_bytes(b"disunting seharian")
    jawaban.setuju = False
    assert press(book, "ekspor_word", jawaban) == text("terbuka_batal")
    assert there.read_bytes() == b"disunting seharian"
    jawaban.setuju = True
    press(book, "ekspor_word", jawaban)
    assert there.read_bytes() != b"disunting seharian"


@pytest.mark.parametrize("path", WORKING, ids=lambda p: p.parent.name)
def test_no_table_looks_at_another_sheet_but_through_its_cells(path: Path):
    """What a copied sheet brings beside its cells (conditional formats, drop-downs) would point at the donor's file."""
    package = Package(path)
    views = {f.sheet for f in FORMATS.values() if not f.is_input}
    looked_at = 0
    for entry in (entry for entry in package.sheets if entry.title in views):
        root = package.root(entry.part)
        names = ("formula", "formula1", "formula2")
        found = [node.text or "" for name in names for node in root.iter(f"{{{MAIN}}}{name}")]
        looked_at += len(found)
        assert [said for said in found if "!" in said or "[" in said or re.fullmatch(r"[a-z_]+", said)] == [], (
            entry.title
        )
    assert looked_at > 50


def test_tentang_names_version_profile_and_its_source(tmp_path: Path):
    _, book = opened(buku_kecil(tmp_path / "kecil.xlsx"))
    profil = load("magetan_2025")
    message = press(book, "tentang")
    changes = (Path(ribbon.__file__).parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
    first = " ".join(changes.split("\n* ")[1].split("\n\n")[0].split())
    for said in (version("workbook-tools"), profil.id, profil.nama, profil.sumber.dasar, first):
        assert said in message


def test_tentang_needs_no_table(tmp_path: Path):
    _, book = opened(file_of("[Lain]\nrapat", tmp_path / "lain.xlsx"))
    assert text("terbuka_tentang_tanpa_tabel") in press(book, "tentang")
