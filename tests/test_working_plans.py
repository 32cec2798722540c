"""Plans, closing rows and tujuan in a working workbook: what is typed over, unknown or missing there is told."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

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


def typed(varian: str, values: Mapping[Ref, str | float]) -> list[Finding]:
    """What is told after values were typed into cells of the clean workbook."""
    clean = buku(varian)
    book = clean.book
    for ref, value in values.items():
        place = clean.places[ref]
        sheet = book.sheet(place.sheet)
        book = _with(book, sheet, {**sheet.cells, parse_address(place.cell): RawCell(value)})
    return _new(varian, book)


def without_rows(varian: str, refs: Sequence[Ref]) -> list[Finding]:
    """What is told after the rows of these cells, each on a sheet of its own, were removed."""
    clean = buku(varian)
    book = clean.book
    for ref in refs:
        place = clean.places[ref]
        sheet, (gone, _) = book.sheet(place.sheet), parse_address(place.cell)
        moved = {(row - (row > gone), col): c for (row, col), c in sheet.cells.items() if row != gone}
        book = _with(book, sheet, moved)
    return _new(varian, book)


def _with(book: Book, old: Sheet, cells: dict[tuple[int, int], RawCell]) -> Book:
    changed = Sheet(old.title, old.state, cells, old.merges, old.tables, dict(old.defined_names))
    return replace(book, sheets=tuple(changed if sheet.title == old.title else sheet for sheet in book))


def _new(varian: str, book: Book) -> list[Finding]:
    """Findings that the clean workbook does not have."""
    known = {(f.code, f.place) for f in findings_of_clean(varian)}
    return [f for f in process(book).findings if (f.code, f.place) not in known]


def row_of(role: str, kunci: str) -> int:
    """The row of an input sheet with that code."""
    return next(n for n, row in enumerate(buku("rumus").tables[role].rows) if row.isi["kunci"] == kunci)


def test_a_target_of_a_plan_says_the_same_on_its_input_sheet_and_in_its_table() -> None:
    """Where formulas were pasted as values, Tabel 2.6 and 2.2 no longer follow the sheets Renstra and Renstra lama."""
    refs = [(role, row_of(role, "1.1"), "target_2026") for role in ("renstra", "renstra_lama")]
    found = [f for f in typed("nilai", dict.fromkeys(refs, 4.0)) if f.code == "fakta_berbeda"]
    for ref in refs:
        assert any(buku("nilai").places[ref] in (f.place, *f.related) for f in found), ref


def test_a_code_that_indikator_does_not_have_is_told_on_every_sheet_of_plans() -> None:
    refs = [(role, row_of(role, "1.1"), "kunci") for role in ("renstra", "renstra_lama", "analisis", "rencana")]
    found = typed("rumus", dict.fromkeys(refs, "1.9"))
    told = {f.place for f in found if f.code == "kunci_tak_dikenal"}
    assert told == {buku("rumus").places[ref] for ref in refs}


def test_a_code_that_stands_twice_in_a_plan_is_told() -> None:
    ref = ("renstra", row_of("renstra", "1.2"), "kunci")
    found = typed("rumus", {ref: "1.1"})
    assert ("kunci_kembar", buku("rumus").places[ref]) in {(f.code, f.place) for f in found}


def test_a_closing_row_typed_over_its_formula_is_told() -> None:
    clean = buku("rumus")
    mean, predicate = (next(r for r in clean.places if r[2] == k) for k in ("rerata_capaian", "predikat_capaian"))
    found = {(f.code, f.place) for f in typed("rumus", {mean: 97.0, predicate: "Tinggi"})}
    assert {("rumus_tertimpa", clean.places[ref]) for ref in (mean, predicate)} <= found


def test_a_tujuan_that_its_view_lost_is_told() -> None:
    found = without_rows("nilai", [(role, 0, "indikator") for role in ("rk_induk", "rk_perubahan")])
    sheets = {buku("nilai").tables[role].sheet for role in ("rk_induk", "rk_perubahan")}
    assert {f.place.sheet for f in found if f.code == "baris_tidak_ada"} == sheets


def test_quarters_that_add_up_are_known_in_a_printed_table_where_nothing_says_how_they_are_combined() -> None:
    """3.1's 12.730,36 ton are the sum of four quarters; one of them typed wrongly fits no way of combining."""
    clean = buku("cetak")
    ref = next(r for r in clean.places if r[0] == "target_triwulan" and r[2] == "tw2")
    assert [f.code for f in findings_of_clean("cetak") if f.place.sheet == clean.places[ref].sheet] == []
    found = typed("cetak", {ref: 1.0})
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
