"""Next year's workbook: what is known moves along, what the new year brings is blank, nothing is typed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from contoh import isian_magetan
from kantor import rekaan
from kecil import buku_kecil, cell_of, isian_kecil, rows_of

from tests.template_tools import opened, without_values
from workbook_tools import api
from workbook_tools.books.closed import read
from workbook_tools.books.patch import CellWrite, patch
from workbook_tools.cli.commands import lkjip
from workbook_tools.errors import InputError
from workbook_tools.inputs import Inputs, read_inputs
from workbook_tools.process import process
from workbook_tools.regulations import load
from workbook_tools.rollover import Rolled, _next, _profile, rollover
from workbook_tools.tables.build import working_tables
from workbook_tools.template import build

SAMPLES = Path(__file__).parents[1] / "sample_workbooks" / "magetan_2025"
ISIAN = SAMPLES / "isian.xlsx"


def settings(path: Path) -> dict[object, object]:
    return {row["kunci"]: row.get("isi") for row in rows_of(path, "profil")}


@pytest.fixture(scope="module")
def kecil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return buku_kecil(tmp_path_factory.mktemp("kecil") / "2025.xlsx")


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("rollover") / "2026.xlsx"
    rollover(ISIAN, target)
    return target


def test_this_year_becomes_the_newest_comparison_year(next_year: Path) -> None:
    # LKjIP Magetan 2025: 70,63 of 70,54 (Tabel 3.3), and 76 of 70 in 2024 (Tabel 3.6)
    row = next(row for row in rows_of(next_year, "indikator") if row["kunci"] == "1.1")
    assert (row["target_2025"], row["realisasi_2025"]) == (70.54, 70.63)
    assert (row["target_2024"], row["realisasi_2024"]) == (70, 76)
    assert "target_2023" not in row


def test_the_year_and_its_series_move_on_and_the_pk_is_the_induk_again(next_year: Path) -> None:
    said = settings(next_year)
    assert (said["tahun"], said["tahun_awal"], said["versi_pk"]) == ("2026", "2024", "induk")
    assert said["perangkat_daerah"] == "Dinas Koperasi dan Usaha Kecil dan Menengah"


def test_what_the_new_year_brings_is_blank(next_year: Path) -> None:
    assert all("target_perubahan" not in row for row in rows_of(next_year, "indikator"))
    assert all("pagu" not in row and "target" not in row for row in rows_of(next_year, "program"))
    assert all(row.keys() == {"kunci"} for row in rows_of(next_year, "realisasi"))


def test_all_that_was_not_replaced_goes_on_and_every_code_has_its_row_of_quarters(next_year: Path) -> None:
    before = {role: [r for r in isian_magetan()[role] if r.get("pk") != "induk"] for role in ("indikator", "program")}
    for role, name in (("indikator", "indikator"), ("program", "uraian")):
        assert [row[name] for row in rows_of(next_year, role)] == [row[name] for row in before[role]]
    codes = [row["kunci"] for row in rows_of(next_year, "realisasi")]
    assert sorted(codes) == sorted(str(r["kunci"]) for rows in before.values() for r in rows)


def test_next_years_workbook_has_no_errors(next_year: Path) -> None:
    result = process(read(next_year))
    assert (result.errors, result.tahun) == (0, 2026)


def test_it_has_the_same_tables(next_year: Path) -> None:
    assert read_inputs(read(next_year)).formats == read_inputs(read(ISIAN)).formats


def test_a_workbook_that_excel_never_calculated_gives_the_same(kecil: Path, tmp_path: Path) -> None:
    rollover(kecil, tmp_path / "a.xlsx")
    rollover(without_values(kecil, tmp_path / "never.xlsx"), tmp_path / "b.xlsx")
    assert rows_of(tmp_path / "b.xlsx", "indikator") == rows_of(tmp_path / "a.xlsx", "indikator")


def test_figures_that_a_stale_cell_shows_are_not_carried(kecil: Path, tmp_path: Path) -> None:
    """The realisasi of the quarter was typed after Excel calculated last: the new figure counts."""
    cell = cell_of(kecil, "Realisasi", "tw4_k", 1)
    patch(kecil, tmp_path / "a.xlsx", [CellWrite("Realisasi", cell, value=71.5)])
    rollover(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert rows_of(tmp_path / "b.xlsx", "indikator")[0]["realisasi_2025"] == 71.5


@pytest.mark.parametrize(("typed", "meant"), [("70,54%", 70.54), ("3 UM", 3), (" 12 ", 12)])
def test_figures_typed_with_their_unit_are_carried_as_numbers(
    typed: str, meant: float, kecil: Path, tmp_path: Path
) -> None:
    cell = cell_of(kecil, "Indikator", "target_2024", 1)
    patch(kecil, tmp_path / "a.xlsx", [CellWrite("Indikator", cell, value=typed)])
    rollover(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert rows_of(tmp_path / "b.xlsx", "indikator")[0]["target_2024"] == meant


@pytest.mark.parametrize(("seri", "first"), [(1, 2026), (2, 2025), (5, 2022)])
def test_the_length_of_the_series_can_be_chosen(seri: int, first: int, kecil: Path, tmp_path: Path) -> None:
    done = rollover(kecil, tmp_path / "b.xlsx", seri=seri)
    assert done.years == tuple(range(first, 2027))
    assert settings(tmp_path / "b.xlsx")["tahun_awal"] == str(first)


def test_two_years_on_the_first_one_has_moved_along(kecil: Path, tmp_path: Path) -> None:
    rollover(kecil, tmp_path / "2026.xlsx")
    target = cell_of(tmp_path / "2026.xlsx", "Indikator", "target_induk", 1)
    quarter = cell_of(tmp_path / "2026.xlsx", "Realisasi", "tw4_k", 1)
    writes = [CellWrite("Indikator", target, value=90), CellWrite("Realisasi", quarter, value=91.5)]
    patch(tmp_path / "2026.xlsx", tmp_path / "a.xlsx", writes)
    rollover(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    first, second = rows_of(tmp_path / "b.xlsx", "indikator")
    assert [first[f"realisasi_{year}"] for year in (2025, 2026)] == [88, 91.5]
    assert [first[f"target_{year}"] for year in (2025, 2026)] == [80, 90]
    assert not {"target_2026", "realisasi_2026"} & second.keys()  # nothing was typed for it


def test_codes_without_quarters_get_a_row_of_their_own(kecil: Path, tmp_path: Path) -> None:
    rollover(kecil, tmp_path / "b.xlsx")
    codes = [row["kunci"] for row in rows_of(tmp_path / "b.xlsx", "realisasi")]
    typed = [row["kunci"] for row in isian_kecil()["realisasi"]]
    assert codes[: len(typed)] == typed
    assert len(codes) == len(set(codes)) == 2 + 8


def test_quarters_of_nothing_are_told_and_left_out(kecil: Path, tmp_path: Path) -> None:
    row = len(isian_kecil()["realisasi"]) + 1
    patch(kecil, tmp_path / "a.xlsx", [CellWrite("Realisasi", cell_of(kecil, "Realisasi", "kunci", row), value="9.9")])
    done = rollover(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert done.unknown == ["9.9"]
    assert "9.9" not in [r["kunci"] for r in rows_of(tmp_path / "b.xlsx", "realisasi")]


def test_another_office_with_six_years_and_two_indicators_a_program(tmp_path: Path) -> None:
    office = rekaan()
    source = build(office.profil, tmp_path / "a.xlsx", isian=office.isian, tahun=2025, formats=["magetan.3_6"])
    done = rollover(source, tmp_path / "b.xlsx")
    assert done.years == (2021, 2022, 2023, 2024, 2025, 2026)
    turun = next(row for row in rows_of(tmp_path / "b.xlsx", "indikator") if row["kunci"] == "2.1")
    assert turun["realisasi_2025"] == 10  # its last quarter
    codes = [row["kunci"] for row in office.isian["realisasi"]]
    assert codes.count("3.1L") == 1  # the PK perubahan put another indicator in its place: it stays behind
    kept = [row["kunci"] for row in rows_of(tmp_path / "b.xlsx", "realisasi")]
    without_quarters = ["T1.1", "T1.2", "T2.3"]  # indicators of tujuan: now they have a row for them
    assert kept == [*(code for code in codes if code != "3.1L"), *without_quarters]
    assert not process(read(tmp_path / "b.xlsx")).errors


def test_a_plan_gives_the_targets_and_forecasts_the_pagu(tmp_path: Path) -> None:
    """Sheets and columns that only some workbooks have are used by their role and key."""
    isian = isian_kecil()
    isian["renstra"] = [
        {"kunci": "1.1", "target_2025": 80.0, "target_2026": 85.25},
        {"kunci": "2.1", "target_2027": 4.0},
    ]
    isian["indikator"][1]["pk"] = "induk"
    isian["program"][2] |= {"pagu_depan": 31_000_000.0}
    isian["program"][0] |= {"pagu_depan": 41_000_000.0}  # the whole program's: typed below, it would count twice
    inputs = Inputs(isian=isian, years=(2023, 2024, 2025))
    done = Rolled(tmp_path / "x.xlsx", 2026, years=(2024, 2025, 2026))
    made = _next(inputs, working_tables(load("magetan_2025"), isian, inputs.years, ()), done)
    assert [(row["kunci"], row.get("target_induk")) for row in made["indikator"]] == [("1.1", 85.25)]
    assert done.replaced == ["Nilai SAKIP"]
    assert "2.1" not in [row["kunci"] for row in made["realisasi"]]
    assert [row.get("pagu") for row in made["program"]] == [None, None, 31_000_000, *[None] * 5]
    assert (done.planned, done.forecast, done.forecast_above, done.unknown) == (1, 1, 1, [])
    assert (done.blank_targets, done.blank_pagu) == (0, 3)
    assert made["renstra"] == isian["renstra"][:1]  # a plan for a code that is gone would be an error there


def test_the_profile_of_the_family_that_is_in_force_is_used() -> None:
    profil = load("netral")
    ended = replace(profil, id="netral_lama", sumber=replace(profil.sumber, sampai=date(2025, 12, 31)))
    done = Rolled(Path("x.xlsx"), 2026)
    assert _profile(ended, done).id == "netral"
    assert done.profil == ("netral_lama", "netral")


# ── wrong use ──


def test_a_typed_report_is_refused_with_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Profil, Indikator, Program, Realisasi"):
        rollover(SAMPLES / "terbit.xlsx", tmp_path / "b.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_workbook_has_nothing_to_carry(tmp_path: Path) -> None:
    source = api.template(tmp_path / "a.xlsx", profile="magetan_2025", formats=["magetan.3_3"])
    with pytest.raises(InputError, match="belum berisi indikator"):
        rollover(source, tmp_path / "b.xlsx")


def test_the_source_is_never_overwritten(kecil: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(kecil.read_bytes())
    with pytest.raises(InputError, match="sama dengan"):
        api.rollover(source, source, overwrite=True)
    assert source.read_bytes() == kecil.read_bytes()


def test_a_workbook_that_is_there_is_replaced_only_when_asked(kecil: Path, tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"work")
    with pytest.raises(InputError, match="--timpa"):
        api.rollover(kecil, tmp_path / "b.xlsx")
    api.rollover(kecil, tmp_path / "b.xlsx", overwrite=True)
    assert settings(tmp_path / "b.xlsx")["tahun"] == "2026"


def in_profil(source: Path, key: str, value: str, tmp_path: Path) -> Path:
    """The sample with another setting."""
    row = list(settings(source)).index(key) + 1
    patch(source, tmp_path / "a.xlsx", [CellWrite("Profil", cell_of(source, "Profil", "isi", row), value=value)])
    return tmp_path / "a.xlsx"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("tahun", "2026", "disusun untuk tahun 2025"),
        ("tahun", "dua ribu", "tidak menyebut tahun"),
        ("profil", "kota_lain", "--profile"),
    ],
)
def test_settings_that_fit_nothing_are_refused(key: str, value: str, said: str, kecil: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        rollover(in_profil(kecil, key, value, tmp_path), tmp_path / "b.xlsx")


def test_a_profile_can_be_named_instead(kecil: Path, tmp_path: Path) -> None:
    source = in_profil(kecil, "profil", "kota_lain", tmp_path)
    api.rollover(source, tmp_path / "b.xlsx", profile="magetan_2025")
    assert settings(tmp_path / "b.xlsx")["profil"] == "magetan_2025"


def test_errors_of_this_year_are_counted_and_the_run_goes_on(kecil: Path, tmp_path: Path) -> None:
    parent = cell_of(kecil, "Program", "pagu", 1)  # money typed in a program row: counted twice
    patch(kecil, tmp_path / "a.xlsx", [CellWrite("Program", parent, value=1_000_000)])
    said = CliRunner().invoke(lkjip, ["rollover", str(tmp_path / "a.xlsx"), "--out", str(tmp_path / "b.xlsx")])
    assert said.exit_code == 1
    assert "kesalahan" in said.output
    assert (tmp_path / "b.xlsx").exists()


def test_sheets_of_ones_own_are_told_and_not_carried(kecil: Path, tmp_path: Path) -> None:
    book = opened(kecil, values=False)
    book.create_sheet("Catatan rapat")["A1"] = "bukan tabel"
    book.save(tmp_path / "a.xlsx")
    done = rollover(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert done.sheets == ("Catatan rapat",)
    assert "Catatan rapat" not in [sheet.title for sheet in read(tmp_path / "b.xlsx")]
