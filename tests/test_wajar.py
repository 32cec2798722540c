"""Figures that can hardly be meant are warned of, once each, and never called an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kecil import buku_kecil, isian_kecil
from tests.test_checks import RIGHT, capaian, findings
from workbook_tools.books.closed import read
from workbook_tools.findings import Finding, Severity
from workbook_tools.process import process
from workbook_tools.tables.build import Isian

CODES = {"capaian_negatif", "target_negatif", "uang_negatif", "jumlah_negatif", "angka_terlalu_besar"}
CETAK = ("magetan.3_3", "magetan.3_4", "magetan.3_6", "magetan.3_7")


def told(found: list[Finding]) -> list[tuple[str, str]]:
    assert all(f.severity is Severity.WARNING for f in found if f.code in CODES)
    return [(f.code, str(f.place)) for f in found if f.code in CODES]


@pytest.fixture
def with_figures(tmp_path: Path) -> Callable[..., list[Finding]]:
    """The findings of the small office with other figures, each as (role, number of the row, column, value)."""

    def run(*changes: tuple[str, int, str, float | str]) -> list[Finding]:
        isian: Isian = isian_kecil()
        for role, n, key, value in changes:
            isian[role][n][key] = value
        return list(process(read(buku_kecil(tmp_path / "kecil.xlsx", isian, CETAK))).findings)

    return run


def test_figures_as_they_are_meant_are_not_spoken_of(with_figures) -> None:
    assert told(with_figures()) == []


def test_more_than_twice_the_target_of_an_indicator_that_should_fall_is_told_once(with_figures) -> None:
    """Rules: realisasi > 2·target gives a negative number: keep it, flag it. Four tables print this one."""
    found = with_figures(("indikator", 0, "polaritas", "turun"), ("realisasi", 0, "tw4_k", 200.0))
    assert told(found) == [("capaian_negatif", "Indikator!S8")]
    (negative,) = (f for f in found if f.code == "capaian_negatif")
    assert "realisasi 200 lebih dari dua kali target 80" in negative.message
    assert {p.sheet for p in negative.related} >= {"Tabel 3.3", "Tabel 3.4", "Tabel 3.6"}


def test_a_negative_capaian_of_an_earlier_year_is_told_where_it_is_computed(with_figures) -> None:
    found = with_figures(("indikator", 0, "polaritas", "turun"), ("indikator", 0, "realisasi_2023", 500.0))
    assert told(found) == [("capaian_negatif", "Tabel 3.6!E8")]


def test_what_makes_a_capaian_negative_is_named(with_figures) -> None:
    (found,) = (f for f in with_figures(("realisasi", 0, "tw4_k", -88.0)) if f.code in CODES)
    assert "realisasi -88 kurang dari nol" in found.message


def test_a_target_below_zero_is_told_instead_of_the_capaian_that_it_turns_around(with_figures) -> None:
    assert told(with_figures(("indikator", 0, "target_perubahan", -80.0))) == [("target_negatif", "Indikator!L8")]


def test_money_spent_below_zero_is_told_where_it_was_typed(with_figures) -> None:
    assert told(with_figures(("realisasi", 2, "tw1_rp", -5_000_000.0))) == [("uang_negatif", "Realisasi!I10")]


def test_a_pagu_below_zero_is_an_error_of_the_input_sheet_and_nothing_beside_it(with_figures) -> None:
    found = with_figures(("program", 2, "pagu", -30_000_000.0))
    assert told(found) == []
    assert "di_bawah_batas" in {f.code for f in found}


def test_fewer_than_no_documents_are_told(with_figures) -> None:
    """Fewer is better here, so the capaian would be high and nobody would look."""
    changes = (("program", 2, "polaritas", "turun"), ("realisasi", 2, "tw4_k", -6.0))
    assert told(with_figures(*changes)) == [("jumlah_negatif", "Realisasi!G10")]


def test_growth_may_fall_below_zero(with_figures) -> None:
    """Inflation of −0,5 against a target of 3 percent is a figure like any other."""
    changes = (("indikator", 0, "polaritas", "turun"), ("realisasi", 0, "tw4_k", -0.5))
    assert told(with_figures(*changes)) == []


@pytest.mark.parametrize(("role", "n", "key"), [("realisasi", 2, "tw1_rp"), ("program", 2, "pagu")])
def test_more_than_a_whole_state_spends_is_told(with_figures, role, n, key) -> None:
    assert [code for code, _ in told(with_figures((role, n, key, 1e300)))] == ["angka_terlalu_besar"]


def test_in_a_table_typed_by_hand_pagu_below_zero_is_told() -> None:
    assert ("uang_negatif", "T!C3") in told(findings(capaian(RIGHT.replace("| 1.000 |", "| -1.000 |"))))


def test_a_pagu_before_the_change_that_nobody_typed_is_told_where_it_would_print_as_none(tmp_path: Path) -> None:
    """Tabel 2.10 shows `-` in every row; a row more or less with its pagu is a change that the PK made."""
    isian: Isian = isian_kecil()
    book = read(buku_kecil(tmp_path / "kosong.xlsx", isian, ("magetan.2_10",)))
    (found,) = (f for f in process(book).findings if f.code == "pagu_induk_kosong")
    assert (str(found.place), found.expected) == ("Program!L10", "Tabel 2.10")
    isian["program"][2]["pagu_induk"] = 35_000_000.0
    book = read(buku_kecil(tmp_path / "terisi.xlsx", isian, ("magetan.2_10",)))
    assert "pagu_induk_kosong" not in {f.code for f in process(book).findings}


def test_a_percent_format_on_an_input_sheet_is_told_because_formulas_see_a_fraction(tmp_path: Path) -> None:
    """Excel turns a typed 88% into 0,88 that is shown as 88%: its formulas give a hundredth of the capaian."""
    book = read(buku_kecil(tmp_path / "persen.xlsx"))
    cells = book.sheet("Realisasi").cells
    cells[8, 7] = replace(cells[8, 7], value=0.88, number_format="0%")
    (found,) = (f for f in process(book).findings if f.code == "persen_di_isian")
    assert (str(found.place), found.found, found.expected) == ("Realisasi!G8", "88%", "0,88")
