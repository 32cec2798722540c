"""`audit`: every finding at its cell and in a list, nothing else changed, and the copy checks like the original."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hostile import entries, zipped

from tests.make_samples import MAGETAN
from tests.test_cli import call
from tests.test_patch import ZOO, assert_lossless
from tests.test_writeback import workbook
from workbook_tools import api
from workbook_tools.audit.marks import COLOURS, GREY, difference
from workbook_tools.books.closed import read
from workbook_tools.errors import InputError
from workbook_tools.findings import Accepted, Finding, Place, Severity, finding
from workbook_tools.messages import speaking
from workbook_tools.process import Result, process

TERBIT, ISIAN = MAGETAN / "terbit.xlsx", MAGETAN / "isian.xlsx"
HEAD = 6  # the row of the headings of the sheet Temuan
GROWS = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"}
SHEETS = {
    f"xl/worksheets/{name}{n}.xml{end}" for n in range(1, 9) for name, end in (("sheet", ""), ("_rels/sheet", ".rels"))
}


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("audit") / "audit.xlsx"
    api.audit(TERBIT, target)
    return target


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published tables with two findings accepted, audited."""
    folder = tmp_path_factory.mktemp("audit")
    chosen = [f.id for f in process(read(TERBIT)).findings if str(f.place) in ("Tabel 3.4!C14", "Tabel 3.4!E48")]
    api.accept(TERBIT, folder / "a.xlsx", chosen, alasan="Sesuai DPA", nama="Siti Aminah")
    api.audit(folder / "a.xlsx", folder / "b.xlsx")
    return folder / "b.xlsx"


def told(result: Result) -> list[tuple[Finding, str]]:
    """Findings without the name of the file."""
    return [(f, f.id) for f in result.findings]


def colour(cell: openpyxl.cell.Cell) -> str | None:
    return str(cell.fill.fgColor.rgb)[2:] if cell.fill.patternType == "solid" else None


# ── the copy ──


@pytest.mark.parametrize("source", [TERBIT, ISIAN], ids=["terbit", "isian"])
def test_the_copy_has_exactly_the_findings_of_the_original(source: Path, tmp_path: Path) -> None:
    api.audit(source, tmp_path / "a.xlsx")
    old, new = process(read(source)), process(read(tmp_path / "a.xlsx"))
    assert told(new) == told(old)
    assert (new.skipped, new.profil, new.tahun) == (old.skipped, old.profil, old.tahun)
    assert [t.sheet for t in new.tables] == [t.sheet for t in old.tables]


def test_auditing_the_copy_again_brings_nothing_new(audited: Path, tmp_path: Path) -> None:
    api.audit(audited, tmp_path / "b.xlsx")
    assert told(process(read(tmp_path / "b.xlsx"))) == told(process(read(TERBIT)))
    once, twice = openpyxl.load_workbook(audited), openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert twice.sheetnames == once.sheetnames
    notes = [{c.coordinate: c.comment.text for row in b["Tabel 3.4"] for c in row if c.comment} for b in (once, twice)]
    assert notes[0] == notes[1]


def test_nothing_else_in_the_file_changes(audited: Path) -> None:
    """Sheets without findings stay to the byte, but for the one that was shown first."""
    with_findings = {f.place.sheet for f in process(read(TERBIT)).findings}
    may_change = {
        f"xl/worksheets/sheet{n}.xml"
        for n, sheet in enumerate(read(TERBIT), start=1)
        if sheet.title in with_findings or n == 1
    }
    assert 1 < len(may_change) < len(list(read(TERBIT)))
    added = assert_lossless(TERBIT, audited, GROWS | may_change)
    assert all(re.fullmatch(r"xl/(worksheets/(_rels/)?sheet|comments|drawings/vmlDrawing).*", name) for name in added)


@pytest.mark.parametrize("name", ZOO)
def test_charts_pictures_macros_and_all_the_rest_stay(name: str, tmp_path: Path) -> None:
    source, target = workbook(tmp_path / "a.xlsx", name), tmp_path / "b.xlsx"
    before = source.read_bytes()
    api.audit(source, target)
    assert source.read_bytes() == before
    of_notes = {name for name in entries(source.read_bytes()) if re.match(r"xl/(comments|drawings/vmlDrawing)", name)}
    assert_lossless(source, target, GROWS | SHEETS | of_notes)
    assert told(process(read(target))) == told(process(read(source)))


def test_values_and_formulas_are_those_of_the_original(audited: Path) -> None:
    old, new = read(TERBIT), read(audited)
    for sheet in old:
        assert {at: (c.value, c.formula, c.number_format) for at, c in sheet.cells.items()} == {
            at: (c.value, c.formula, c.number_format) for at, c in new.sheet(sheet.title).cells.items()
        }


# ── marks ──


def test_every_cell_with_a_finding_has_the_colour_of_the_gravest_and_all_messages(audited: Path) -> None:
    book = openpyxl.load_workbook(audited)
    at: dict[Place, list[Finding]] = {}
    for found in process(read(TERBIT)).findings:
        at.setdefault(found.place, []).append(found)
    for place, findings in at.items():
        if place.cell:
            cell = book[place.sheet][place.cell]
            gravest = min(findings, key=lambda f: f.severity.rank)
            assert colour(cell) == COLOURS[gravest.severity][0], place
            assert all(f.message in cell.comment.text and f.id in cell.comment.text for f in findings)


def test_cells_that_are_only_related_and_whole_sheets_are_not_marked(audited: Path) -> None:
    book, findings = openpyxl.load_workbook(audited), process(read(TERBIT)).findings
    marked = {Place(s.title, c.coordinate) for s in book if s.title != "Temuan" for row in s for c in row if c.comment}
    assert marked == {f.place for f in findings if f.place.cell}


def test_accepted_findings_are_grey_with_the_reason(accepted: Path) -> None:
    cell = openpyxl.load_workbook(accepted)["Tabel 3.4"]["C14"]
    assert colour(cell) == GREY[0]
    assert "Sesuai DPA" in cell.comment.text
    assert "Siti Aminah" in cell.comment.text


def test_comments_of_others_stay_and_their_cells_are_only_coloured_and_that_is_said(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TERBIT)
    for cell in ("A1", "C14"):
        book["Tabel 3.4"][cell].comment = openpyxl.comments.Comment("milik saya", "saya")
    book.save(tmp_path / "a.xlsx")
    said = call("audit", tmp_path / "a.xlsx", "--out", tmp_path / "b.xlsx")
    after = openpyxl.load_workbook(tmp_path / "b.xlsx")["Tabel 3.4"]
    notes = {c.coordinate: c.comment.text for row in after for c in row if c.comment}
    assert notes["A1"] == notes["C14"] == "milik saya"
    assert "E56" in notes
    assert colour(after["C14"]) == COLOURS[Severity.ERROR][0]
    assert "1 sel hanya diwarnai" in said.out


# ── the sheet Temuan ──


def listed(path: Path) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(path)["Temuan"]
    heads = [str(c.value) for c in sheet[HEAD]]
    return [dict(zip(heads, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=HEAD + 1)]


def test_the_list_holds_every_finding_in_order_and_stands_in_front(audited: Path) -> None:
    findings, rows = process(read(TERBIT)).findings, listed(audited)
    assert openpyxl.load_workbook(audited).sheetnames[0] == "Temuan"
    assert [row["ID"] for row in rows] == [f.id for f in findings]
    assert [row["No."] for row in rows] == list(range(1, len(findings) + 1))
    for row, found in zip(rows, findings, strict=True):
        assert row["Sel"] == str(found.place)
        assert (row["Yang tertulis"] or "", row["Seharusnya"] or "") == (found.found, found.expected)
        assert (row["Baris"] or "", row["Dasar"] or "") == (found.row_label, found.rule)
        assert row["Tingkat"] == {"error": "kesalahan", "warning": "peringatan", "note": "catatan"}[found.severity]
        assert row["Status"] is None


def test_message_and_what_to_do_stand_apart_and_nothing_is_lost(audited: Path) -> None:
    findings, rows = process(read(TERBIT)).findings, listed(audited)
    for row, found in zip(rows, findings, strict=True):
        do = str(row["Yang dilakukan"] or "")
        assert do not in str(row["Temuan"]) or not do
        assert sorted(f"{row['Temuan']} {do}".split()) == sorted(found.message.split())


def test_accepted_findings_close_the_list(accepted: Path) -> None:
    rows = listed(accepted)
    status = [row["Status"] for row in rows]
    assert status == [None] * (len(rows) - 2) + ["diterima"] * 2
    assert rows[-1]["Alasan (nama)"] == "Sesuai DPA (Siti Aminah)"


def test_every_line_links_to_its_cell(audited: Path) -> None:
    sheet = openpyxl.load_workbook(audited)["Temuan"]
    for found, row in zip(process(read(TERBIT)).findings, sheet.iter_rows(min_row=HEAD + 1), strict=True):
        assert row[3].hyperlink.location == f"'{found.place.sheet}'!{found.place.cell or 'A1'}"


def test_the_list_can_be_filtered_keeps_its_heading_in_view_and_prints_one_page_wide(audited: Path) -> None:
    sheet = openpyxl.load_workbook(audited)["Temuan"]
    assert sheet.auto_filter.ref == f"A{HEAD}:K{sheet.max_row}"
    assert sheet.freeze_panes == f"A{HEAD + 1}"
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert all(sheet.row_dimensions[n].height >= 15 for n in range(HEAD + 1, sheet.max_row + 1))
    longest = max(range(HEAD + 1, sheet.max_row + 1), key=lambda n: len(sheet.cell(n, 8).value))
    assert sheet.row_dimensions[longest].height > 5 * 13


def test_a_workbook_without_findings_says_so(tmp_path: Path) -> None:
    said = call("audit", ISIAN, "--out", tmp_path / "a.xlsx")
    assert said.code == 0
    assert read(tmp_path / "a.xlsx").sheet("Temuan").cell(HEAD + 1, 1).value == "Tidak ada temuan."


@pytest.mark.parametrize("title", ["Lap'oran 'A'", "=1+1", "Data & <b>", "Ω 数据"])
def test_sheets_of_any_name_are_linked(title: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TERBIT)
    book["Tabel 3.4"].title = title
    book.save(tmp_path / "a.xlsx")
    api.audit(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["Temuan"]
    links = {row[3].value: row[3].hyperlink.location for row in sheet.iter_rows(min_row=HEAD + 1)}
    escaped = title.replace("'", "''")
    assert links[f"{title}!C14"] in (f"'{escaped}'!C14", f"{title}!C14")


def test_texts_that_no_workbook_can_hold_do_not_break_the_list(tmp_path: Path) -> None:
    parts = entries(TERBIT.read_bytes())
    evil = "_xD800_ _x0007_ &#xFFFD; =HYPERLINK() Nilai SAKIP Dinas Koperasi UKM"
    strings = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = strings.replace(b"Nilai SAKIP Dinas Koperasi UKM", evil.encode())
    assert parts["xl/sharedStrings.xml"] != strings
    (tmp_path / "a.xlsx").write_bytes(zipped(parts))
    api.audit(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert told(process(read(tmp_path / "b.xlsx"))) == told(process(read(tmp_path / "a.xlsx")))


def test_a_strangers_sheet_called_temuan_is_not_touched(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TERBIT)
    book.create_sheet("temuan")["A1"] = "milik saya"
    book.save(tmp_path / "a.xlsx")
    said = call("audit", tmp_path / "a.xlsx", "--out", tmp_path / "b.xlsx")
    assert said.code == 2
    assert "temuan" in said.one_line
    assert not (tmp_path / "b.xlsx").exists()


def test_english_messages_make_an_english_list(tmp_path: Path) -> None:
    with speaking("en"):
        api.audit(TERBIT, tmp_path / "a.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "a.xlsx")["Temuan"]
    assert [c.value for c in rows[HEAD]][1:4] == ["ID", "Severity", "Cell"]


# ── money in words ──


def of_money(found: str, expected: str) -> Finding:
    return finding("angka_salah", Place("T", "A1"), found=found, expected=expected, formula="", column="", row_label="")


@pytest.mark.parametrize(
    ("found", "expected", "words"),
    [
        ("138.763.800", "138.753.800", "Lebih 10.000 (sepuluh ribu rupiah)."),
        ("2.786.500", "4.206.000", "Kurang 1.419.500 (satu juta empat ratus sembilan belas ribu lima ratus rupiah)."),
        ("100", "101,5", "Kurang 1,5 (satu koma lima rupiah)."),
        ("-", "-34.745.437", ""),
        ("100", "100", ""),
        ("", "Program A", ""),
    ],
)
def test_a_difference_of_money_in_words(found: str, expected: str, words: str) -> None:
    assert difference(of_money(found, expected)) == words


def test_words_stand_in_the_notes_of_money_only_and_only_if_asked(audited: Path, tmp_path: Path) -> None:
    assert call("audit", TERBIT, "--out", tmp_path / "a.xlsx", "--terbilang").code == 1
    asked, not_asked = (openpyxl.load_workbook(path)["Tabel 3.4"] for path in (tmp_path / "a.xlsx", audited))
    assert "Lebih 10.000 (sepuluh ribu rupiah)." in asked["C14"].comment.text
    assert "rupiah)" not in not_asked["C14"].comment.text
    assert "rupiah)" not in asked["E56"].comment.text  # a target: 20 beside 21


# ── the command ──


def test_audit_says_what_it_did_and_ends_like_validate(tmp_path: Path) -> None:
    said = call("audit", TERBIT, "--out", tmp_path / "a.xlsx")
    findings = process(read(TERBIT)).findings
    cells = {f.place for f in findings if f.place.cell}
    assert (said.code, said.err) == (1, "")
    assert f"{len(findings)} temuan di lembar Temuan, {len(cells)} sel ditandai, {len(cells)} catatan." in said.out


def test_errors_that_are_all_accepted_end_with_0(tmp_path: Path) -> None:
    errors = [f.id for f in process(read(TERBIT)).findings if f.severity is Severity.ERROR]
    api.accept(TERBIT, tmp_path / "a.xlsx", errors, alasan="x", nama="y")
    assert call("audit", tmp_path / "a.xlsx", "--out", tmp_path / "b.xlsx").code == 0


def test_wrong_targets_are_refused(tmp_path: Path) -> None:
    source = Path(shutil.copy(TERBIT, tmp_path / "a.xlsx"))
    before = source.read_bytes()
    for target in (source, tmp_path / "a.xlsm"):
        with pytest.raises(InputError):
            api.audit(source, target)
        assert call("audit", source, "--out", target).code == 2
    assert source.read_bytes() == before
    assert list(tmp_path.iterdir()) == [source]


def test_a_workbook_without_a_known_table_could_not_run(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write("A1", "Nama")
    for verb in (["audit"], ["accept", "T-0000000", "--alasan", "x", "--nama", "y"]):
        said = call(verb[0], tmp_path / "a.xlsx", *verb[1:], "--out", tmp_path / "b.xlsx")
        assert said.code == 2
        assert said.one_line
    assert not (tmp_path / "b.xlsx").exists()


def test_an_accepted_finding_knows_its_reason() -> None:
    one = Accepted(of_money("1", "2"), "sebab", "Siti", "21-11-2026")
    assert one.as_json()["accepted"] is True
    assert one.as_json()["message"] == one.finding.message


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed")
def test_libreoffice_opens_the_copy_and_keeps_links_and_notes(accepted: Path, tmp_path: Path) -> None:
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/lo",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(accepted)], check=True, capture_output=True)
    again = openpyxl.load_workbook(tmp_path / accepted.name)
    first = openpyxl.load_workbook(accepted)
    assert again.sheetnames == first.sheetnames
    links = [sum(c.hyperlink is not None for row in book["Temuan"] for c in row) for book in (again, first)]
    assert links[0] == links[1] > 50
    assert again["Tabel 3.4"]["C14"].comment is not None
    assert colour(again["Tabel 3.4"]["C14"]) == GREY[0]


def test_auditing_an_audited_copy_says_that_old_marks_stay(audited: Path, tmp_path: Path) -> None:
    again = api.audit(audited, tmp_path / "b.xlsx")
    assert again.again
    assert not api.audit(TERBIT, tmp_path / "c.xlsx").again
