"""`diff`: what changed between two versions of a workbook by meaning, and which findings went, came and stayed."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from kantor import kerja, magetan, rekaan

from tests.make_samples import MAGETAN
from tests.test_checks import PK, RIGHT, capaian
from tests.test_cli import call
from tests.test_findings import moved, with_faults
from tests.test_other_offices import THREE, programs
from workbook_tools import api
from workbook_tools.books.closed import read
from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import Book, RawCell
from workbook_tools.cli.show_diff import KEYS
from workbook_tools.compare import Difference, TableChange, diff
from workbook_tools.compare.rows import MOST_PAIRS, paired, rows_of
from workbook_tools.findings import Severity
from workbook_tools.process import process

TERBIT, ISIAN = MAGETAN / "terbit.xlsx", MAGETAN / "isian.xlsx"
OTHER = RIGHT.replace("Produktivitas", "Daya Saing").replace("koperasi aktif", "usaha naik kelas")
THIRD = RIGHT.replace("Produktivitas", "Akuntabilitas").replace("koperasi aktif", "laporan tepat waktu")


def between(old: str, new: str) -> Difference:
    return diff(process(book_from_text(old)), process(book_from_text(new)))


def table(old: str, new: str) -> TableChange:
    (found,) = between(old, new).tables
    return found


def told(change: TableChange) -> list[tuple[str, str, str, str]]:
    return [(str(c.new_place), c.column.rpartition(" › ")[2], c.old, c.new) for c in change.cells]


# ── what is no difference ──


@pytest.mark.parametrize("path", [TERBIT, ISIAN], ids=["terbit", "isian"])
def test_a_file_does_not_differ_from_itself(path: Path) -> None:
    said = call("diff", path, path)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("Tidak ada perbedaan.\n")
    told = [json.loads(line) for line in call("diff", path, path, "--json").out.splitlines()]
    assert {(item["kind"], item["change"]) for item in told} <= {("finding", "stayed")}


def test_cells_that_moved_and_sheets_that_were_renamed_are_no_difference() -> None:
    book = with_faults(2)
    found = diff(process(book), process(moved(book, down=11, right=3, renamed=lambda title: f"{title} (2)")))
    assert not found.any
    assert found.stayed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(RIGHT, RIGHT.replace("| 1.000 |", "| 1000 |"), id="thousands with and without dots"),
        pytest.param(RIGHT, RIGHT.replace("120%", "120,00%"), id="other decimals of a format"),
        pytest.param(RIGHT, RIGHT.replace("| 1.000 |", '| "1.000" |'), id="a figure typed as text"),
        pytest.param(RIGHT, RIGHT.replace("| 120% |", "| 120 |"), id="percent points in a percent column"),
        pytest.param(RIGHT, RIGHT.replace("koperasi aktif", "koperasi  aktif"), id="spaces"),
        pytest.param(f"{RIGHT}\n{OTHER}", f"{OTHER}\n{RIGHT}", id="rows in another order"),
        pytest.param(f"{RIGHT}\n{OTHER}", f"{RIGHT}\n|\n{OTHER}", id="a blank row"),
    ],
)
def test_the_same_meaning_is_no_difference(old: str, new: str) -> None:
    assert not between(capaian(old), capaian(new)).tables


# ── cells ──


def test_a_typed_cell_is_told_with_old_and_new() -> None:
    change = table(capaian(RIGHT, OTHER), capaian(RIGHT, OTHER.replace("| 1.000 |", "| 1.100 |")))
    assert told(change) == [("T!C4", "Pagu anggaran (perubahan terakhir) Rp", "1.000", "1.100")]
    assert [c.followed for c in change.cells] == [False]
    assert change.cells[0].row_label == "Persentase usaha naik kelas"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| 50 |", "| 50% |"),  # a percent sign is said or not
        ("| 50 |", "|  |"),
        ("| 50 |", "| - |"),
        ("| 50 |", "| 50 unit |"),
        ("| 50 |", "| belum ada |"),
        ("| 50 |", "| 50,001 |"),
    ],
)
def test_another_meaning_is_a_difference(old: str, new: str) -> None:
    change = table(capaian(RIGHT), capaian(RIGHT.replace(old, new)))
    assert [str(c.new_place) for c in change.cells] == ["T!E3"]


def test_figures_that_look_the_same_are_told_with_all_their_digits() -> None:
    old, new = (book_from_text(capaian(RIGHT)) for _ in range(2))
    for book, value in ((old, 1.2), (new, 1.20004)):
        book.sheet("T").cells[3, 7] = RawCell(value, number_format="0%")
    (change,) = diff(process(old), process(new)).tables
    assert [(c.old, c.new) for c in change.cells] == [("120%", "120,004%")]


def test_computed_figures_follow_and_typed_ones_do_not() -> None:
    followed = RIGHT.replace("| 60 | 120% | 1.200 | 400 | 33,33%", "| 55 | 110% | 1.100 | 300 | 27,27%")
    change = table(capaian(RIGHT), capaian(followed))
    assert [str(c.new_place) for c in change.typed] == ["T!F3"]
    assert {str(c.new_place) for c in change.followed} == {"T!G3", "T!H3", "T!I3", "T!J3"}


def test_a_formula_that_was_typed_over_is_a_typed_change_even_with_its_value() -> None:
    old, new = (kerja(magetan(), rumus=True) for _ in range(2))
    place = new.places["capaian_sasaran", 0, "capaian"]
    sheet = new.book.sheet(place.sheet)
    at = next(at for at in sheet.cells if f"{chr(64 + at[1])}{at[0]}" == place.cell)
    sheet.cells[at] = replace(sheet.cells[at], formula=None)
    (change,) = diff(process(old.book), process(new.book)).tables
    (cell,) = change.cells
    assert (cell.new_place, cell.followed) == (place, False)
    assert cell.old == f"{cell.new} (rumus)"


def test_one_figure_typed_in_a_working_workbook_is_one_typed_cell_and_all_that_follow() -> None:
    kantor = rekaan(1)
    isian = {role: [dict(row) for row in rows] for role, rows in kantor.isian.items()}
    fish = next(n for n, row in enumerate(isian["indikator"]) if row["kunci"] == "1.1")
    isian["indikator"][fish]["target_perubahan"] = 20_000.0
    old, new = kerja(kantor, rumus=True), kerja(replace(kantor, isian=isian), rumus=True)
    found = diff(process(old.book), process(new.book))
    typed = [cell for change in found.tables for cell in change.typed]
    assert [(c.new_place, c.old, c.new) for c in typed] == [
        (new.places["indikator", fish, "target_perubahan"], "12480,75", "20000")
    ]
    followed = {cell.new_place.sheet for change in found.tables for cell in change.followed}
    assert {"Tabel 3.3", "Tabel 3.4", "Tabel 3.6"} <= followed


# ── rows ──


def test_rows_that_came_and_went_are_told_by_name() -> None:
    change = table(capaian(RIGHT, OTHER), capaian(THIRD, RIGHT))
    assert [row.row_label for row in change.added] == ["Meningkatnya Akuntabilitas – Persentase laporan tepat waktu"]
    assert [row.row_label for row in change.removed] == ["Meningkatnya Daya Saing – Persentase usaha naik kelas"]
    assert str(change.added[0].place) == "T!A3"
    assert change.cells == ()


@pytest.mark.parametrize("name", ["Prosentase koperasi yang aktif", "Persentase koperasi aktiv"])
def test_a_row_whose_name_was_respelled_is_the_same_row(name: str) -> None:
    change = table(capaian(RIGHT, OTHER), capaian(RIGHT.replace("Persentase koperasi aktif", name), OTHER))
    assert [(c.old, c.new) for c in change.cells] == [("Persentase koperasi aktif", name)]
    assert (change.added, change.removed) == ((), ())


def test_of_rows_called_the_same_the_one_with_other_figures_is_the_one_that_is_gone() -> None:
    twins = [f"{n} | Sub Tiga | c | Unit | 1 | {n}00" for n in range(3, 6)]
    change = table(programs(*THREE[:2], *twins), programs(*THREE[:2], twins[0], twins[2]))
    assert [str(row.place) for row in change.removed] == ["P!A6"]
    assert change.cells == ()


def test_a_total_that_changed_is_a_changed_cell() -> None:
    change = table(programs(*THREE, " | JUMLAH | | | | 300"), programs(*THREE, " | JUMLAH | | | | 400"))
    assert [(str(c.new_place), c.old, c.new) for c in change.cells] == [("P!F6", "300", "400")]


def test_keys_that_were_numbered_anew_do_not_mix_up_rows() -> None:
    """A program inserted in front takes the key of the next one."""
    kantor = rekaan(2)
    isian = {role: [dict(row) for row in rows] for role, rows in kantor.isian.items()}
    book = kerja(replace(kantor, isian=isian), rumus=False)
    old = process(book.book)
    rows = rows_of(next(t for t in old.tables if t.role == "program"))
    renumbered = [replace(row, key=rows[(n + 1) % len(rows)].key) for n, row in enumerate(rows)]
    pairs, gone, come = paired(rows, renumbered)
    assert (gone, come) == ([], [])
    assert all(a.baris is b.baris for a, b in pairs)


@pytest.mark.parametrize("seed", range(4))
def test_shuffled_rows_with_some_lost_are_matched_to_themselves(seed: int) -> None:
    rng = random.Random(seed)
    result = process(read(TERBIT))
    for tabel in result.tables:
        rows = rows_of(tabel)
        kept = rng.sample(rows, k=max(1, len(rows) * 3 // 4))
        pairs, gone, come = paired(rows, kept)
        assert come == []
        assert len(gone) == len(rows) - len(kept)
        assert all(a.figures == b.figures and a.label == b.label for a, b in pairs)


def test_two_wholly_different_long_tables_are_compared_in_good_time() -> None:
    """Likeness of names is only asked of so many pairs."""

    def long(word: str, first: int) -> str:
        figures = range(first, first + 300)
        return capaian(*(f"Sasaran {word}{n} | {word}{n} | | | {n} | {n} | 100% | | | " for n in figures))

    change = table(long("x", 1), long("y", 1000))
    assert MOST_PAIRS < 300 * 300
    assert (len(change.added), len(change.removed)) == (300, 300)


# ── tables, columns, settings ──


def test_tables_that_came_and_went() -> None:
    found = between(PK + capaian(RIGHT), PK + programs(*THREE))
    assert [(t.format, t.old_sheet, t.new_sheet) for t in found.tables] == [
        ("magetan.2_13", None, "P"),
        ("magetan.3_3", "T", None),
    ]


def test_the_same_table_of_two_years_is_compared_year_by_year() -> None:
    old_year = capaian(RIGHT).replace("[T]", "[U]").replace("Tahun 2025", "Tahun 2024")
    changed = old_year.replace("| 1.000 |", "| 1.100 |")
    change = table(f"{capaian(RIGHT)}\n{old_year}", f"{changed}\n{capaian(RIGHT)}")
    assert [str(c.new_place) for c in change.cells] == ["U!C3"]


def test_a_column_that_came() -> None:
    head, row = capaian(RIGHT).splitlines()[2:]
    without = "\n".join(
        ["[T]", "Capaian Kinerja (Perubahan) Tahun 2025", head.rpartition("|")[0], row.rpartition("|")[0]]
    )
    change = table(without, capaian(RIGHT))
    assert (change.columns_added, change.columns_removed) == (("Efisiensi (%)",), ())


def test_settings_are_told_apart_from_tables() -> None:
    kantor = rekaan(0)
    isian = {role: [dict(row) for row in rows] for role, rows in kantor.isian.items()}
    for row in isian["profil"]:
        row["isi"] = "Dinas Kelautan" if row["kunci"] == "perangkat_daerah" else row["isi"]
    found = diff(*(process(kerja(k, rumus=False).book) for k in (kantor, replace(kantor, isian=isian))))
    assert [(c.row_label, c.old, c.new) for c in found.settings] == [
        ("perangkat_daerah", "Dinas Perikanan", "Dinas Kelautan")
    ]
    assert found.tables == ()
    assert found.any


def test_another_year_of_the_report_is_a_setting_even_without_a_profil_sheet() -> None:
    found = between(capaian(RIGHT), capaian(RIGHT).replace("2025", "2026"))
    assert ("tahun", "2025", "2026") in [(c.row_label, c.old, c.new) for c in found.settings]


# ── findings ──


def test_findings_that_came_went_and_stayed() -> None:
    wrong = [row.replace("120%", "121%") for row in (RIGHT, OTHER, THIRD)]
    found = between(capaian(wrong[0], wrong[1], THIRD), capaian(RIGHT, wrong[1], wrong[2]))
    labels = {state: [f.row_label for f in fs if f.severity is Severity.ERROR] for state, fs in found.by_state.items()}
    assert labels == {
        "baru": ["Persentase laporan tepat waktu"], "selesai": ["Persentase koperasi aktif"],
        "diterima": [], "tetap": ["Persentase usaha naik kelas"],
    }  # fmt: skip
    assert found.new_errors == 1


def test_an_error_that_was_accepted_is_neither_gone_nor_new(tmp_path: Path) -> None:
    errors = [f.id for f in process(read(TERBIT)).findings if f.severity is Severity.ERROR][:2]
    api.accept(TERBIT, tmp_path / "b.xlsx", errors, alasan="Sesuai DPA", nama="Siti")
    found = api.diff(TERBIT, tmp_path / "b.xlsx")
    assert [a.finding.id for a in found.accepted] == errors
    assert (found.came, found.went, found.tables) == ((), (), ())
    assert found.any
    back = api.diff(tmp_path / "b.xlsx", TERBIT)
    assert [f.id for f in back.came] == errors
    assert back.new_errors == 2


# ── the command ──


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The published tables: one error put right, one new one made, a row inserted above everything."""
    book = openpyxl.load_workbook(TERBIT)
    sheet = book["Tabel 3.4"]
    sheet["E61"] = 20
    sheet["C16"] = 1
    sheet.insert_rows(1)
    book.save(tmp_path / "baru.xlsx")
    return tmp_path / "baru.xlsx"


def test_new_errors_end_with_1_and_the_way_back_too(changed: Path) -> None:
    forth = call("diff", TERBIT, changed)
    assert (forth.code, forth.err) == (1, "")
    assert "Tabel 3.4 (magetan.3_4): 2 sel diketik berubah." in forth.out
    assert re_line("Tabel 3.4!E62", "30", "20") in forth.out
    assert "TEMUAN: 1 baru, 1 selesai" in forth.out or "selesai" in forth.out
    assert call("diff", changed, TERBIT).code == 1


def re_line(place: str, old: str, new: str) -> str:
    label = "Jumlah Orang yang Mengikuti Bimbingan Teknis Implementasi Peraturan Perundang-Undangan"
    return f"{place}\t{label}\tTarget Kinerja\t{old}\t{new}\n"


def test_an_error_put_right_ends_with_0(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TERBIT)
    book["Tabel 3.4"]["I21"] = -34_745_437  # where "-" stood
    book.save(tmp_path / "b.xlsx")
    said = call("diff", TERBIT, tmp_path / "b.xlsx")
    assert said.code == 0
    assert "1 selesai" in said.out


def test_json_is_one_object_a_line_with_the_same_keys(changed: Path) -> None:
    said = call("diff", TERBIT, changed, "--json")
    found = [json.loads(line) for line in said.out.splitlines()]
    assert [sorted(item) for item in found] == [sorted(KEYS)] * len(found)
    cells = [(i["old_cell"], i["cell"], i["old"], i["new"]) for i in found if i["kind"] == "cell" and not i["followed"]]
    assert ("E61", "E62", "30", "20") in cells
    stayed = [i for i in found if i["kind"] == "finding" and i["change"] == "stayed"]
    assert len(stayed) > 40
    assert all(i["id"] and i["message"] and i["severity"] for i in found if i["kind"] == "finding")


def test_the_differences_as_a_workbook_hold_all_of_them(changed: Path, tmp_path: Path) -> None:
    assert call("diff", TERBIT, changed, "--out", tmp_path / "beda.xlsx").code == 1
    found = api.diff(TERBIT, changed)
    book = openpyxl.load_workbook(tmp_path / "beda.xlsx")
    assert book.sheetnames == ["Perbedaan", "Temuan"]
    rows = [[c.value for c in row] for row in book["Perbedaan"].iter_rows(min_row=5)]
    assert len(rows) == sum(len(t.cells) for t in found.tables)
    assert ["diketik", "30", "20", "E61", "E62"] in [[row[1], *row[5:]] for row in rows]
    listed = [[c.value for c in row] for row in book["Temuan"].iter_rows(min_row=5)]
    assert [row[2] for row in listed] == [f.id for fs in found.by_state.values() for f in fs]


def test_equal_files_as_a_workbook_say_so(tmp_path: Path) -> None:
    api.diff(ISIAN, ISIAN, target=tmp_path / "beda.xlsx")
    book = openpyxl.load_workbook(tmp_path / "beda.xlsx")
    assert [sheet["A5"].value for sheet in book] == ["Tidak ada perbedaan."] * 2


def test_wrong_use_is_one_line_and_leaves_everything(tmp_path: Path) -> None:
    old, new = (Path(shutil.copy(TERBIT, tmp_path / name)) for name in ("a.xlsx", "b.xlsx"))
    (tmp_path / "kosong.xlsx").write_bytes(b"")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for args in (
        [old, new, "--out", old], [old, new, "--out", new], [old, new, "--out", tmp_path / "c.txt"],
        [old, tmp_path / "kosong.xlsx"], [tmp_path / "tidak.xlsx", new], [old],
    ):  # fmt: skip
        said = call("diff", *args)
        assert said.code == 2
        assert said.one_line
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_book_without_cells_in_a_column_is_compared_all_the_same() -> None:
    old = process(book_from_text(capaian(RIGHT)))
    empty = Book(None, (replace(book_from_text(capaian(RIGHT)).sheet("T")),))
    empty.sheets[0].cells = {at: c for at, c in empty.sheets[0].cells.items() if at[0] < 3 or at[1] <= 2}
    (change,) = diff(old, process(empty)).tables
    assert {c.new for c in change.cells} == {""}
    assert len(change.cells) == 8
