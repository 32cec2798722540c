"""Plans, closing rows and tujuan in a working workbook: what is typed over, unknown or missing there is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from kantor import Buku, Gaya, Ref, cetak, kerja, rekaan

from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import Book, RawCell, Sheet, parse_address
from workbook_tools.findings import Finding
from workbook_tools.process import process


@cache
def buku(varian: str) -> Buku:
    """The invented office with all tables: printed, or as working workbook with formulas or with values alone."""
    return cetak(rekaan(), Gaya()) if varian == "cetak" else kerja(rekaan(), rumus=varian == "rumus")


@cache
def findings_of_clean(varian: str) -> tuple[Finding, ...]:
    """What is told of the workbook as it is."""
    return process(buku(varian).book).findings


def typed(varian: str, ref: Ref, value: object) -> list[Finding]:
    """What is told after a value was typed into one cell of the clean workbook."""
    return told(varian, ref, RawCell(value))  # type: ignore[arg-type]


def told(varian: str, ref: Ref, cell: RawCell) -> list[Finding]:
    clean = buku(varian)
    place = clean.places[ref]
    return _new(clean, place.sheet, lambda cells: {**cells, parse_address(place.cell): cell})


def without_row(varian: str, ref: Ref) -> list[Finding]:
    """What is told after the row of a cell was removed."""
    clean = buku(varian)
    place = clean.places[ref]
    gone, _ = parse_address(place.cell)

    def moved(cells: dict[tuple[int, int], RawCell]) -> dict[tuple[int, int], RawCell]:
        return {(row - (row > gone), col): c for (row, col), c in cells.items() if row != gone}

    return _new(clean, place.sheet, moved)


def _new(clean: Buku, title: str, change) -> list[Finding]:  # type: ignore[no-untyped-def]
    """Findings that the clean workbook does not have."""
    old = clean.book.sheet(title)
    changed = Sheet(old.title, old.state, change(old.cells), old.merges, old.tables, dict(old.defined_names))
    book = replace(clean.book, sheets=tuple(_instead(clean.book, changed)))
    known = {(f.code, f.place) for f in findings_of_clean(clean.varian)}
    return [f for f in process(book).findings if (f.code, f.place) not in known]


def _instead(book: Book, changed: Sheet) -> Iterator[Sheet]:
    return (changed if sheet.title == changed.title else sheet for sheet in book)


def row_of(role: str, kunci: str) -> int:
    """The row of an input sheet with that code."""
    return next(n for n, row in enumerate(buku("rumus").tables[role].rows) if row.isi["kunci"] == kunci)


@pytest.mark.parametrize("role", ["renstra", "renstra_lama"])
def test_a_target_of_a_plan_says_the_same_on_its_input_sheet_and_in_its_table(role: str) -> None:
    """Where formulas were pasted as values, Tabel 2.6 and 2.2 no longer follow the sheets Renstra and Renstra lama."""
    ref = (role, row_of(role, "1.1"), "target_2026")
    found = typed("nilai", ref, 4.0)
    assert any(buku("nilai").places[ref] in (f.place, *f.related) for f in found if f.code == "fakta_berbeda")


@pytest.mark.parametrize("role", ["renstra", "renstra_lama", "analisis", "rencana"])
def test_a_code_that_indikator_does_not_have_is_told_on_every_sheet_of_plans(role: str) -> None:
    ref = (role, row_of(role, "1.1"), "kunci")
    found = typed("rumus", ref, "1.9")
    assert [(f.code, f.place) for f in found if f.code == "kunci_tak_dikenal"] == [
        ("kunci_tak_dikenal", buku("rumus").places[ref])
    ]


def test_a_code_that_stands_twice_in_a_plan_is_told() -> None:
    ref = ("renstra", row_of("renstra", "1.2"), "kunci")
    assert "kunci_kembar" in {f.code for f in typed("rumus", ref, "1.1")}


@pytest.mark.parametrize(("key", "value"), [("rerata_capaian", 97), ("predikat_capaian", "Tinggi")])
def test_a_closing_row_typed_over_its_formula_is_told(key: str, value: object) -> None:
    clean = buku("rumus")
    ref = next(r for r in clean.places if r[2] == key)
    assert ("rumus_tertimpa", clean.places[ref]) in {(f.code, f.place) for f in typed("rumus", ref, value)}


@pytest.mark.parametrize("role", ["rk_induk", "rk_perubahan"])
def test_a_tujuan_that_its_view_lost_is_told(role: str) -> None:
    assert "baris_tidak_ada" in {f.code for f in without_row("nilai", (role, 0, "indikator"))}


def test_quarters_that_add_up_are_known_in_a_printed_table_where_nothing_says_how_they_are_combined() -> None:
    """3.1's 12.730,36 ton are the sum of four quarters; one of them typed wrongly fits no way of combining."""
    clean = buku("cetak")
    ref = next(r for r in clean.places if r[0] == "target_triwulan" and r[2] == "tw2")
    assert [f.code for f in findings_of_clean("cetak") if f.place.sheet == clean.places[ref].sheet] == []
    found = typed("cetak", ref, 1.0)
    assert any(clean.places[ref] in (f.place, *f.related) for f in found)


def test_a_table_without_indicators_names_a_program_with_two_of_them_once() -> None:
    clean = buku("cetak")
    twice = [row.nama for row in clean.tables["program_perubahan"].rows if row.isi.get("ke") == 2.0]
    assert len(twice) == 2
    sheet = clean.tables["anggaran_dua_tahun"].sheet
    assert [f for f in findings_of_clean("cetak") if f.place.sheet == sheet and f.place.cell] == []


def test_figures_of_other_units_say_nothing_of_the_size_of_a_figure() -> None:
    """356.158 juta rupiah below two percentages is no 356,158; the notation of the table decides."""
    text = """
        [P]
        Program, Kegiatan, dan Pagu Anggaran Perubahan Tahun 2025
        No. | Program/Kegiatan/Sub Kegiatan | Indikator Kinerja | Satuan | Target | Anggaran
        1 | PROGRAM SATU | a | Persen | "94,29" | 300
        2 | Kegiatan Dua | b | Persen | "12,75" | 300
        3 | Sub Tiga | c | Juta Rupiah | "356.158" | 300
        """
    result = process(book_from_text(text))
    assert [f.code for f in result.findings if f.code == "angka_ambigu"] == []
    assert result.tables[0].rows[2].isi["target"] == 356158.0
