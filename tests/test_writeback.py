"""`compute`: computed cells get formula and value in a copy, old figures stay as notes, nothing else changes."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pytest
import xlsxwriter

from tests.make_samples import MAGETAN
from tests.samples_renja import RENJA
from tests.test_patch import MAY_CHANGE, WITH_HISTORY, WITH_NOTES, ZOO, assert_lossless, convert
from workbook_tools.books.closed import read
from workbook_tools.books.patch import CellWrite, patch
from workbook_tools.errors import EnvironmentFault, InputError, NoKnownTable
from workbook_tools.process import process
from workbook_tools.writeback import compute

HEAD = [
    "Tujuan/Sasaran", "Indikator Kinerja", "Pagu anggaran", "Realisasi Anggaran", "Target Kinerja", "Realisasi Kinerja",
    "% Capaian", "Pagu x capaian", "Selisih", "Efisiensi (%)",
]  # fmt: skip
#: 60 / 50 = 120 %; 1.000 × 120 % = 1.200; − 800 = 400; 400 / 1.200 = 33,33 %. Three of the four are typed wrong.
ROW = ["Meningkatnya A", "i", 1000, 800, 50, 60, 99, 1200, 1, 2]
RIGHT = [120, 1200, 400, 100 / 3]
TOP = 300  # below whatever the zoo puts on the sheet


def workbook(path: Path, name: str) -> Path:
    """A workbook of the zoo whose sheet also holds a Tabel 3.3."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["indikator", "target", "realisasi", "capaian"])
    ZOO[name](book, sheet)
    sheet.write_row(TOP, 0, HEAD)
    sheet.write_row(TOP + 1, 0, ROW, book.add_format({"num_format": "0"}))  # some of the zoo formats whole columns
    book.close()
    return path


def computed(path: Path) -> list[object]:
    sheet = read(path).sheet("Data")
    return [sheet.cell(TOP + 2, col).value for col in range(7, 11)]


@pytest.mark.parametrize("name", ZOO)
def test_everything_but_the_computed_cells_stays_byte_for_byte(name: str, tmp_path: Path) -> None:
    source, target = workbook(tmp_path / "a.xlsx", name), tmp_path / "b.xlsx"
    before = source.read_bytes()
    result = compute(source, target)
    assert source.read_bytes() == before
    assert computed(target) == pytest.approx(RIGHT)
    assert_lossless(source, target, MAY_CHANGE | WITH_NOTES | WITH_HISTORY)
    assert (result.written, result.kept) == (4, 3)


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed")
@pytest.mark.parametrize("name", ZOO)
def test_libreoffice_opens_the_result_with_the_new_values(name: str, tmp_path: Path) -> None:
    source, target = workbook(tmp_path / "a.xlsx", name), tmp_path / "b.xlsx"
    compute(source, target)
    assert computed(convert(target, "xlsx", tmp_path / "lo")) == pytest.approx(RIGHT)


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed")
@pytest.mark.parametrize("office", [MAGETAN, RENJA], ids=["lkjip", "renja"])
@pytest.mark.parametrize("sample", ["terbit", "isian"])
def test_every_computed_cell_of_the_samples_is_what_libreoffice_finds(
    sample: str, office: Path, tmp_path: Path
) -> None:
    target = tmp_path / "b.xlsx"
    compute(office / f"{sample}.xlsx", target)
    ours, theirs = read(target), read(convert(target, "xlsx", tmp_path / "lo"))
    compared = 0
    for sheet in ours:
        for (row, col), cell in sheet.cells.items():
            if cell.formula is not None:
                found = theirs.sheet(sheet.title).cell(row, col).value
                assert same(found, cell.value), f"{sheet.title} {row},{col}: {found!r} ≠ {cell.value!r}"
                compared += 1
    assert compared > (250 if office == MAGETAN else 20)


def same(found: object, expected: object) -> bool:
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return (found or "") == (expected or "")


@pytest.mark.parametrize("sample", ["terbit", "isian"])
def test_computing_twice_is_computing_once(sample: str, tmp_path: Path) -> None:
    once, twice = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    compute(MAGETAN / f"{sample}.xlsx", once)
    assert compute(once, twice).written == 0
    assert once.read_bytes() == twice.read_bytes()


def test_the_published_tables_have_no_wrong_figure_left_but_what_stands_between_tables(tmp_path: Path) -> None:
    target = tmp_path / "b.xlsx"
    compute(MAGETAN / "terbit.xlsx", target)
    left = {f.code for f in process(read(target)).findings if f.severity == "error"}
    assert left == {"fakta_berbeda", "jumlah_salah", "skala_seratus_antar_tabel"}


def test_a_number_typed_with_its_unit_is_refused_with_the_reason(tmp_path: Path) -> None:
    """The report prints `3 UM`, `85,17 (A)`: a formula over a text would fail, so the cell is left and told."""
    result = compute(MAGETAN / "terbit.xlsx", tmp_path / "b.xlsx")
    texts = [(str(place), why.partition("«")[2].partition("»")[0]) for place, why in result.refused if "«" in why]
    assert texts == [
        ("Tabel 3.6!H7", "3 UM"),
        ("Tabel 3.6!K7", "3 UM"),
        ("Tabel 3.7!F7", "3 UM"),
        ("Tabel 3.8!F7", "85,17 (A)"),
        ("Tabel 4.3!G9", "4 UM"),
    ]


def test_a_figure_from_more_exact_figures_than_its_row_shows_is_left_alone(tmp_path: Path) -> None:
    """Tabel 3.7 prints 97,46 % beside 71 % and 72 % (70,63 / 72,472); 71 / 72 would make 98,61 % of it."""
    result = compute(MAGETAN / "terbit.xlsx", tmp_path / "b.xlsx")
    assert {str(place) for place, why in result.refused if "«" not in why} == {
        "Tabel 3.4!H55", "Tabel 3.7!F6", "Tabel 3.7!F8",
    }  # fmt: skip
    after = read(tmp_path / "b.xlsx").sheet("Tabel 3.7")
    assert [after.cell(6, 6).value, after.cell(6, 6).formula] == [0.9746, None]


def test_mean_and_predicate_under_a_table_are_computed_too(tmp_path: Path) -> None:
    """(70,63/70,54 + 3/3 + 92,42/92 + 83,58/83,5) / 4 = 100,17 %: Sangat Berhasil, where the report says SANGAT BAIK."""
    compute(MAGETAN / "terbit.xlsx", tmp_path / "b.xlsx")
    sheet = read(tmp_path / "b.xlsx").sheet("Tabel 4.1")
    exact = (70.63 / 70.54 + 3 / 3 + 92.42 / 92 + 83.58 / 83.5) / 4
    assert [sheet.cell(row, 5).value for row in (11, 12)] == [pytest.approx(exact), "Sangat Berhasil"]


def test_a_formula_typed_over_in_the_working_workbook_comes_back(tmp_path: Path) -> None:
    damaged, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    original = read(MAGETAN / "isian.xlsx")
    rincian = next(t for t in process(original).tables if t.role == "rincian")
    place = rincian.rows[3].sel["capaian"].place
    patch(MAGETAN / "isian.xlsx", damaged, [CellWrite(place.sheet, place.cell, value=12.5)])
    assert {f.code for f in process(read(damaged)).findings} >= {"rumus_tertimpa"}
    result = compute(damaged, target)
    assert (result.written, result.kept) == (1, 1)
    assert [f.code for f in process(read(target)).findings] == []


def test_figures_typed_into_the_template_flow_into_every_table(tmp_path: Path) -> None:
    """Another realisasi typed once: Indikator, Tabel 3.3, 3.4 and 3.6 follow without Excel."""
    changed, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    realisasi = next(t for t in process(read(MAGETAN / "isian.xlsx")).tables if t.role == "realisasi")
    place = realisasi.rows[0].sel["tw4_k"].place
    patch(MAGETAN / "isian.xlsx", changed, [CellWrite(place.sheet, place.cell, value=35.27)])
    assert [f for f in process(read(changed)).findings if f.severity == "error"]
    compute(changed, target)
    result = process(read(target))
    assert list(result.findings) == []
    for role, key in (("capaian_sasaran", "capaian"), ("rincian", "capaian"), ("antar_tahun", "capaian_2025")):
        row = next(t for t in result.tables if t.role == role).rows[0]
        assert row.sel[key].raw.value == pytest.approx(35.27 / 70.54 * 100)


def test_what_cannot_run_is_one_clear_error_and_leaves_nothing(tmp_path: Path) -> None:
    source = MAGETAN / "terbit.xlsx"
    copy = tmp_path / "a.xlsx"
    shutil.copy(source, copy)
    with pytest.raises(InputError):
        compute(copy, copy)
    with pytest.raises(EnvironmentFault):
        compute(source, tmp_path / "tidak ada" / "b.xlsx")
    unknown = tmp_path / "kosong.xlsx"
    book = xlsxwriter.Workbook(unknown)
    book.add_worksheet().write(0, 0, "bukan tabel")
    book.close()
    with pytest.raises(NoKnownTable):
        compute(unknown, tmp_path / "b.xlsx")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "kosong.xlsx"]
    assert copy.read_bytes() == source.read_bytes()


def test_a_figure_that_is_left_as_typed_is_what_the_next_one_is_computed_from(tmp_path: Path) -> None:
    """Tabel 3.4 Magetan 2025, Administrasi Keuangan: pagu × capaian rests on a finer capaian than the printed one."""
    printed = ["Administrasi Keuangan", "i", 2852920718, 2704515430, 88, 92.83, 105, 3009469472, 304954042, 10.13]
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("Data")
    sheet.write_row(TOP, 0, HEAD)
    sheet.write_row(TOP + 1, 0, printed)
    book.close()
    result = compute(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert [place.cell for place, _ in result.refused] == [f"H{TOP + 2}"]
    assert computed(tmp_path / "b.xlsx")[1:3] == [3009469472, 3009469472 - 2704515430]
