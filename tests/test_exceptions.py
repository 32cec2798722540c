"""Accepted exceptions: exactly the finding that somebody stands by is silenced, for as long as it is that finding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.make_samples import MAGETAN
from tests.test_checks import RIGHT, capaian
from tests.test_cli import call
from tests.test_findings import OTHER_WRONG
from tests.test_patch import assert_lossless
from workbook_tools import api
from workbook_tools.books.closed import read
from workbook_tools.books.memory import book_from_text
from workbook_tools.errors import InputError, UnpatchableFile
from workbook_tools.findings import Severity
from workbook_tools.messages import speaking
from workbook_tools.process import Result, process

TERBIT = MAGETAN / "terbit.xlsx"
WRONG = RIGHT.replace("120%", "121%")
HEAD = "ID temuan | Kode | Lembar/sel | Yang tertulis | Seharusnya | Mencakup | Alasan | Nama | Tanggal"
DAY = date(2026, 11, 21)


def run(rows: str, *, head: str = HEAD, title: str = "_pengecualian", table: str = WRONG) -> Result:
    return process(book_from_text(f"{capaian(table)}\n[{title}]\n{head}\n{rows}"))


ID = next(f.id for f in process(book_from_text(capaian(WRONG))).findings if f.code == "angka_salah")
ROW = f"{ID} | angka_salah | T!G3 | 121% | 120 |  | Sesuai LHE | Siti Aminah | 21/11/2026"


def codes(result: Result) -> list[str]:
    return [f.code for f in result.findings if f.code != "profil_dipilih"]


# ── reading ──


def test_an_accepted_finding_is_no_finding_any_more() -> None:
    result = run(ROW)
    assert codes(result) == []
    assert result.errors == 0
    (accepted,) = result.accepted
    assert (accepted.finding.id, accepted.finding.code) == (ID, "angka_salah")
    assert (accepted.reason, accepted.name, accepted.date) == ("Sesuai LHE", "Siti Aminah", "21-11-2026")


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        pytest.param(HEAD, ROW.replace(ID, f" {ID.upper()} "), id="capitals and spaces"),
        pytest.param(HEAD, ROW.replace("T-", "t – "), id="a dash that Excel made"),
        pytest.param(HEAD, ROW.replace("121%", '"121%"'), id="the figure as text"),
        pytest.param(HEAD, ROW.replace("121%", "121,0%"), id="the same figure with other decimals"),
        pytest.param(HEAD, ROW.replace("| 120 |", "|  |"), id="without what it should be"),
        pytest.param(HEAD, ROW.replace("21/11/2026", "akhir November"), id="a date in words"),
        pytest.param(HEAD, ROW.replace("| 21/11/2026", "| "), id="no date"),
        pytest.param("Nama | Alasan | tertulis | ID", f"Siti | LHE | 121% | {ID}", id="other columns in other order"),
        pytest.param(f"Daftar pengecualian\n|\n{HEAD}", ROW, id="a title above"),
        pytest.param(HEAD, f"|\n{ROW}\n|\nDisetujui Kepala Dinas", id="blank rows and a remark"),
        pytest.param(HEAD, f"{ROW}\n{ROW}", id="twice"),
    ],
)
def test_a_list_typed_by_hand_is_read_as_people_write(head: str, rows: str) -> None:
    result = run(rows, head=head)
    assert codes(result) == []
    assert [a.finding.id for a in result.accepted] == [ID]


def test_the_list_is_known_by_its_role_where_it_was_renamed() -> None:
    result = run(f'@name lkjip_lembar "pengecualian"\n{HEAD}\n{ROW}', head="", title="Disetujui")
    assert codes(result) == []
    assert result.accepted


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        (ROW.replace("Sesuai LHE", ""), "Alasan"),
        (ROW.replace("Siti Aminah", ""), "Nama"),
        (ROW.replace("Sesuai LHE | Siti Aminah", " | "), "Alasan, Nama"),
        (ROW.replace("121%", ""), "Yang tertulis («121%»)"),
        (ROW.replace(ID, ""), "ID temuan"),
    ],
)
def test_an_exception_that_does_not_say_enough_does_not_count_and_is_told(row: str, lost: str) -> None:
    result = run(row)
    assert codes(result) == ["angka_salah", "pengecualian_tidak_lengkap"]
    (told,) = (f for f in result.findings if f.code == "pengecualian_tidak_lengkap")
    assert (told.severity, told.expected, str(told.place)) == (Severity.WARNING, lost, "_pengecualian!A2")
    assert result.accepted == ()


def test_an_exception_whose_figure_changed_is_told_and_the_finding_is_back() -> None:
    result = run(ROW, table=WRONG.replace("121%", "122%"))
    assert codes(result) == ["angka_salah", "pengecualian_berubah"]
    assert result.errors == 1
    (told,) = (f for f in result.findings if f.code == "pengecualian_berubah")
    assert told.severity is Severity.NOTE
    assert "«121%»" in told.message
    assert "«122%»" in told.message


def test_an_exception_whose_counterpart_changed_is_told_and_the_finding_is_back() -> None:
    """121 beside 120 was accepted; now the operands give 110."""
    table = WRONG.replace("| 50 | 60 |", "| 100 | 110 |").replace("1.200 | 400 | 33,33%", "1.100 | 300 | 27,27%")
    assert codes(run(ROW, table=table)) == ["angka_salah", "pengecualian_berubah"]
    assert codes(run(ROW.replace("| 120 |", "|  |"), table=table)) == []  # nobody noted what it was compared with


def test_an_exception_of_a_finding_that_is_settled_is_a_note() -> None:
    result = run(ROW, table=RIGHT)
    assert codes(result) == ["pengecualian_tidak_berlaku"]
    assert {f.severity for f in result.findings} == {Severity.NOTE}
    assert result.errors == 0


def test_a_stale_row_beside_a_fresh_one_is_not_told() -> None:
    assert codes(run(f"{ROW.replace('121%', '119%')}\n{ROW}")) == []


def test_an_exception_silences_nothing_beside_its_finding() -> None:
    """Wrong in the same way in two rows; one is accepted."""
    both = f"{WRONG}\n{OTHER_WRONG}"
    before = {f.id for f in process(book_from_text(capaian(both))).findings}
    after = {f.id for f in run(ROW, table=both).findings}
    assert len(before) == 3
    assert before - after == {ID}
    assert after < before


def test_what_the_same_cause_breaks_later_brings_the_finding_back() -> None:
    """pagu 300 beside 310 was accepted; later its parent no longer adds up either, and the same cell is blamed."""
    source = "\n".join([
        "[P]", "Program, Kegiatan, dan Pagu Anggaran Perubahan Tahun 2025",
        "No. | Program/Kegiatan/Sub Kegiatan | Indikator Kinerja | Satuan | Target | Anggaran",
        "1 | PROGRAM SATU | a | Unit | 1 | 310", "2 | Kegiatan Dua | b | Unit | 1 | 310",
        "3 | Sub Tiga | c | Unit | 1 | 310",
    ])  # fmt: skip
    head = "Sasaran/Program/Kegiatan/Sub Kegiatan | Indikator Kinerja | Pagu anggaran | Realisasi Anggaran | Target Kinerja | Realisasi Kinerja | % Capaian | Pagu x capaian | Selisih | Efisiensi (%)"
    rows = [("PROGRAM SATU", "a", 310), ("Kegiatan Dua", "b", 310), ("Sub Tiga", "c", 310)]

    def book(pagu: Sequence[int], exceptions: str = "") -> Result:
        lines = [f"{n} | {i} | {p} |  | 1 | 1 | 100% | {p} |  | " for (n, i, _), p in zip(rows, pagu, strict=True)]
        table = "\n".join(["[R]", "Rincian Capaian Kinerja (Perubahan) Tahun 2025", head, *lines])
        return process(book_from_text(f"{source}\n{table}\n{exceptions}"))

    (error,) = (f for f in book((310, 310, 300)).findings if f.severity is Severity.ERROR)
    accepted = f"[_pengecualian]\n{HEAD}\n{error.id} |  |  | {error.found} | {error.expected} | {'; '.join(error.scope)} | Sesuai DPA | Siti | "
    assert book((310, 310, 300), accepted).errors == 0
    worse = book((310, 320, 300), accepted)
    assert worse.errors >= 1


@pytest.mark.parametrize("title", ["_pengecualian", " _PENGECUALIAN"])
def test_a_strangers_sheet_of_that_name_is_a_warning_and_silences_nothing(title: str) -> None:
    result = run(f"{ID} | biarkan", head="ID temuan | Keterangan", title=title)
    assert codes(result) == ["angka_salah", "pengecualian_asing"]
    (told,) = (f for f in result.findings if f.code == "pengecualian_asing")
    assert (told.severity, told.place.sheet.strip().casefold()) == (Severity.WARNING, "_pengecualian")
    assert result.accepted == ()


def test_an_empty_list_says_nothing() -> None:
    assert codes(run("", head="")) == ["angka_salah"]
    assert codes(run("")) == ["angka_salah"]


def test_the_list_is_no_table_and_no_skipped_sheet() -> None:
    """Even where its words are those of a Tabel."""
    words = "Tujuan/Sasaran | Indikator Kinerja | Pagu anggaran | Realisasi Anggaran | Target Kinerja | Realisasi Kinerja | % Capaian"
    result = run(f"{ROW}\n|\n{words}\nSasaran | i | 1 | 1 | 1 | 1 | 5%")
    assert [t.sheet for t in result.tables] == ["T"]
    assert result.skipped == ()
    assert process(book_from_text(f"{capaian(RIGHT)}\n[Lain]\na | b")).skipped == ("Lain",)
    other = f'{capaian(RIGHT)}\n[Ringkasan]\n@name lkjip_lembar "ringkasan"\n{words}\nSasaran | i | 1 | 1 | 1 | 1 | 5%'
    assert process(book_from_text(other)).skipped == ()
    assert len(process(book_from_text(other)).tables) == 1


@pytest.mark.parametrize("typed", ["21/11/2026", "21-11-2026"])
def test_dates_as_dates_and_as_words_are_shown_the_same(typed: str) -> None:
    book = book_from_text(f"{capaian(WRONG)}\n[_pengecualian]\n{HEAD}\n{ROW.replace('21/11/2026', typed)}")
    assert isinstance(book.sheet("_pengecualian").cells[2, 9].value, datetime if "/" in typed else str)
    assert process(book).accepted[0].date == "21-11-2026"


# ── accept ──


def ids_of(path: Path) -> dict[str, str]:
    return {str(f.place): f.id for f in process(read(path)).findings}


def test_accepting_writes_the_list_and_changes_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "b.xlsx"
    before = TERBIT.read_bytes()
    ids = ids_of(TERBIT)
    chosen = [ids["Tabel 3.4!C14"], ids["Tabel 3.4!C10"]]
    done = api.accept(TERBIT, target, [chosen[0].lower(), chosen[1]], alasan="Sesuai DPA", nama="Siti", tanggal=DAY)
    assert [f.id for f in done.added] == chosen
    assert TERBIT.read_bytes() == before
    assert_lossless(
        TERBIT, target, {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"}
    )
    old, new = process(read(TERBIT)), process(read(target))
    assert [f.id for f in new.findings] == [f.id for f in old.findings if f.id not in chosen]
    assert {(a.finding.id, a.reason, a.name, a.date) for a in new.accepted} == {
        (id, "Sesuai DPA", "Siti", "21-11-2026") for id in chosen
    }
    assert new.errors == old.errors - 2
    assert read(target).sheet("_pengecualian").state == "visible"


def test_every_finding_of_the_published_tables_can_be_accepted(tmp_path: Path) -> None:
    ids = [f.id for f in process(read(TERBIT)).findings]
    api.accept(TERBIT, tmp_path / "b.xlsx", ids, alasan="Uji", nama="Siti")
    result = process(read(tmp_path / "b.xlsx"))
    assert result.findings == ()
    assert [a.finding.id for a in result.accepted] == ids
    assert call("validate", tmp_path / "b.xlsx").code == 0


def test_accepting_again_keeps_the_rows_that_are_there(tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    ids = ids_of(TERBIT)
    one, other = ids["Tabel 3.4!C14"], ids["Tabel 3.4!E56"]
    api.accept(TERBIT, first, [one], alasan="Pertama", nama="Siti")
    done = api.accept(first, second, [other, one], alasan="Kedua", nama="Budi")
    assert [f.id for f in done.added] == [other]
    assert [f.id for f in done.already] == [one]
    accepted = {a.finding.id: (a.reason, a.name) for a in process(read(second)).accepted}
    assert accepted == {one: ("Pertama", "Siti"), other: ("Kedua", "Budi")}


def test_a_list_made_by_hand_is_continued_under_its_own_headings(tmp_path: Path) -> None:
    ids = ids_of(TERBIT)
    book = openpyxl.load_workbook(TERBIT)
    sheet = book.create_sheet("_pengecualian")
    sheet["B3"], sheet["C3"], sheet["D3"], sheet["F3"] = "Nama", "ID", "Alasan", "Yang tertulis"
    sheet["B4"], sheet["C4"], sheet["D4"], sheet["F4"] = "Siti", ids["Tabel 3.4!E56"], "Sesuai SK", 20
    sheet["H9"] = "jangan dihapus"
    book.save(tmp_path / "a.xlsx")
    assert [a.name for a in process(read(tmp_path / "a.xlsx")).accepted] == ["Siti"]
    api.accept(tmp_path / "a.xlsx", tmp_path / "b.xlsx", [ids["Tabel 3.4!E61"]], alasan="LHE", nama="Budi")
    assert [a.name for a in process(read(tmp_path / "b.xlsx")).accepted] == ["Siti", "Budi"]
    after = read(tmp_path / "b.xlsx").sheet("_pengecualian")
    assert [after.cell(4, col).value for col in (2, 3, 4, 6)] == ["Siti", ids["Tabel 3.4!E56"], "Sesuai SK", 20]
    assert after.cell(9, 8).value == "jangan dihapus"
    assert after.cell(10, 2).value == "Budi"


def test_a_sheet_of_somebody_else_is_not_written_to(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TERBIT)
    book.create_sheet("_pengecualian")["A1"] = "milik saya"
    book.save(tmp_path / "a.xlsx")
    id = ids_of(TERBIT)["Tabel 3.4!C14"]
    with pytest.raises(InputError) as refused:
        api.accept(tmp_path / "a.xlsx", tmp_path / "b.xlsx", [id], alasan="x", nama="y")
    assert refused.value.code == "lembar_asing"
    assert not (tmp_path / "b.xlsx").exists()


def test_an_empty_sheet_of_that_name_gets_headings(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TERBIT)
    book.create_sheet("_Pengecualian")
    book.save(tmp_path / "a.xlsx")
    id = ids_of(TERBIT)["Tabel 3.4!C14"]
    api.accept(tmp_path / "a.xlsx", tmp_path / "b.xlsx", [id], alasan="x", nama="y")
    assert [a.finding.id for a in process(read(tmp_path / "b.xlsx")).accepted] == [id]


def test_a_locked_workbook_is_refused_with_the_reason(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TERBIT)
    book.security = openpyxl.workbook.protection.WorkbookProtection(lockStructure=True)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UnpatchableFile):
        api.accept(tmp_path / "a.xlsx", tmp_path / "b.xlsx", [ids_of(TERBIT)["Tabel 3.4!C14"]], alasan="x", nama="y")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["T-0000000", "--alasan", "x", "--nama", "y"], "T-0000000"),
        (["semua", "--alasan", "x", "--nama", "y"], "semua"),
        ([ID, "--alasan", " ", "--nama", "y"], "--alasan"),
        ([ID, "--alasan", "x", "--nama", ""], "--nama"),
        ([ID, "--nama", "y"], "--alasan"),
        (["--alasan", "x", "--nama", "y"], "ID"),
    ],
)
def test_wrong_use_of_accept_is_one_line(args: list[str], told: str, tmp_path: Path) -> None:
    said = call("accept", TERBIT, *args, "--out", tmp_path / "b.xlsx")
    assert said.code == 2
    assert told in said.one_line
    assert list(tmp_path.iterdir()) == []


def test_a_finding_about_exceptions_cannot_be_accepted(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for title, text in (("T", capaian(RIGHT)), ("_pengecualian", f"{HEAD}\n{ROW}")):
            sheet = book.add_worksheet(title)
            for (row, col), cell in book_from_text(f"[x]\n{text.removeprefix('[T]')}").sheet("x").cells.items():
                sheet.write(row - 1, col - 1, str(cell.value) if isinstance(cell.value, datetime) else cell.value)
    told = {f.code: f.id for f in process(read(tmp_path / "a.xlsx")).findings}
    assert "pengecualian_tidak_berlaku" in told
    said = call(
        "accept", tmp_path / "a.xlsx", told["pengecualian_tidak_berlaku"], "--alasan", "x", "--nama", "y", "--out",
        tmp_path / "b.xlsx",
    )  # fmt: skip
    assert said.code == 2


# ── what is shown ──


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("terima") / "b.xlsx"
    ids = ids_of(TERBIT)
    api.accept(TERBIT, path, [ids["Tabel 3.4!C14"], ids["Tabel 3.4!E56"]], alasan="Sesuai DPA", nama="Siti Aminah")
    return path


def test_accepted_findings_are_counted_and_listed_with_the_notes(accepted: Path) -> None:
    said = call("validate", accepted)
    assert "2 temuan diterima sebagai pengecualian; lihat dengan --catatan." in said.out
    assert "Siti Aminah" not in said.out
    assert "Siti Aminah" in call("validate", accepted, "--catatan").out
    with speaking("en"):
        assert "2 findings accepted as exceptions" in call("validate", accepted).out


def test_accepted_findings_are_marked_in_json(accepted: Path) -> None:
    found = [json.loads(line) for line in call("validate", accepted, "--json").out.splitlines()]
    marked = [item for item in found if item["accepted"]]
    assert {(item["cell"], item["reason"], item["name"]) for item in marked} == {
        ("C14", "Sesuai DPA", "Siti Aminah"), ("E56", "Sesuai DPA", "Siti Aminah"),
    }  # fmt: skip
    assert all(item["reason"] == item["name"] == "" for item in found if not item["accepted"])


def test_accept_says_what_it_did(tmp_path: Path) -> None:
    id = ids_of(TERBIT)["Tabel 3.4!C14"]
    said = call("accept", TERBIT, id, "--alasan", "a", "--nama", "b", "--out", tmp_path / "b.xlsx")
    assert (said.code, said.err) == (0, "")
    assert "b.xlsx: 1 temuan diterima." in said.out
    assert f"{id} Tabel 3.4!C14" in said.out
    again = call("accept", tmp_path / "b.xlsx", id, "--alasan", "a", "--nama", "b", "--out", tmp_path / "c.xlsx")
    assert "1 temuan sudah diterima sebelumnya." in again.out
    assert (tmp_path / "c.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_exception_survives_inserted_rows_and_a_renamed_sheet(accepted: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(accepted)
    book["Tabel 3.4"].insert_rows(1, 90)
    book["Tabel 3.4"].title = "Rincian"
    book.save(tmp_path / "c.xlsx")
    before, after = process(read(accepted)), process(read(tmp_path / "c.xlsx"))
    assert {a.finding.id for a in after.accepted} == {a.finding.id for a in before.accepted}
    assert len(after.accepted) == 2
