"""The published tables of a Renja: every known cause is found, nothing that is right is called wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.samples_renja import RENJA, first_data_row, ledger, make_terbit, rows_of
from workbook_tools.books.closed import read
from workbook_tools.books.model import address
from workbook_tools.findings import Finding, Place, Severity
from workbook_tools.formats.renja import FORMATS
from workbook_tools.process import Result, process

#: Rows of Tabel 3.3 that begin a page whose page before is not in the source: their name and code are truly gone.
NAMELESS = {Place("Tabel 3.3", address(first_data_row("3_3") + urut - 1, 3)) for urut in (1, 10)}


@pytest.fixture(scope="module")
def terbit() -> Result:
    return process(read(RENJA / "terbit.xlsx"))


def cell_of(line: dict[str, str]) -> Place:
    """The cell of `terbit.xlsx` that a line of the ledger speaks of."""
    names, _ = rows_of(line["table"])
    row = first_data_row(line["table"]) + int(line["row"].split()[1]) - 1
    return Place(f"Tabel {line['table'].replace('_', '.')}", address(row, names.index(line["column"]) + 1))


def touched(finding: Finding) -> set[Place]:
    return {finding.place, *finding.related}


def by_cause() -> Iterator[tuple[str, str, Place]]:
    """Cause, severity, cell: once for every cell of the ledger."""
    for line in ledger():
        yield line["cause"], line["severity"], cell_of(line)


KNOWN = {cell for _, _, cell in by_cause()}


@pytest.mark.parametrize(("cause", "severity", "cell"), list(by_cause()), ids=[f"{c} {p}" for c, _, p in by_cause()])
def test_every_cell_of_every_known_cause_is_found_with_at_least_its_severity(terbit, cause, severity, cell) -> None:
    found = [f for f in terbit.findings if cell in touched(f)]
    assert any(f.severity.rank <= Severity(severity).rank for f in found), cause


def test_no_error_speaks_of_cells_that_no_known_cause_explains(terbit) -> None:
    assert [f for f in terbit.findings if f.severity is Severity.ERROR and not touched(f) & KNOWN] == []


def test_no_warning_speaks_of_cells_that_are_right(terbit) -> None:
    false = [f for f in terbit.findings if f.severity is Severity.WARNING and not touched(f) & (KNOWN | NAMELESS)]
    assert [(f.code, str(f.place)) for f in false] == []


def test_every_cause_is_one_finding(terbit) -> None:
    """Eleven cells, eleven findings: a link that is broken is told once, with both cells."""
    grave = [f for f in terbit.findings if f.severity is not Severity.NOTE and touched(f) & KNOWN]
    assert len(grave) == len(KNOWN)


def test_a_broken_link_names_both_cells(terbit) -> None:
    """C46: 10 Unit Usaha in the plan, 25 in the review (Tabel 3.2 row 30)."""
    plan = cell_of(next(line for line in ledger() if line["cause"] == "C46"))
    review = Place("Tabel 3.2", address(first_data_row("3_2") + 30 - 1, 10))
    found = next(f for f in terbit.findings if plan in touched(f))
    assert touched(found) == {plan, review}
    assert str(plan) in found.message
    assert str(review) in found.message
    assert (found.found, found.expected) == ("10 Unit Usaha", "25")


def test_an_adjustment_in_words_shows_both_readings(terbit) -> None:
    """C50: 125.000.000 − 1.980.000 is 123.020.000; the review has 125.178.132, which is 178.132 more."""
    found = next(f for f in terbit.findings if f.code == "penyesuaian_tidak_cocok")
    assert all(n in found.message for n in ("125.000.000", "1.980.000", "123.020.000", "125.178.132", "178.132"))


def test_levels_of_the_trees_are_those_of_the_nomenclature(terbit) -> None:
    """Counted by hand: 2.1 and 2.2 have 8 programs, 13 kegiatan, 36 sub kegiatan; 3.2 8, 15, 39; 3.3 2, 3, 14."""
    counted = {
        t.role: [[r.level for r in t.rows].count(n) for n in ("program", "kegiatan", "sub_kegiatan")]
        for t in terbit.tables
    }
    assert counted["renja_evaluasi_kinerja"] == [8, 13, 36]
    assert counted["renja_evaluasi"] == [8, 13, 36]
    assert counted["renja_review"] == [8, 15, 39]
    assert counted["renja_rencana"] == [2, 3, 14]


def test_totals_of_the_review_are_no_rows(terbit) -> None:
    """The row of the urusan above the programs, and the amounts without any word below them."""
    review = next(t for t in terbit.tables if t.role == "renja_review")
    assert [row.isi["pagu_analisis"] for row in review.totals] == [5_551_085_325.0, 5_551_085_325.0]


def test_figures_up_to_a_quarter_carry_their_quarter(terbit) -> None:
    quarters = {t.role: t.triwulan for t in terbit.tables}
    assert quarters["renja_evaluasi_kinerja"] == quarters["renja_evaluasi"] == 2
    assert terbit.tahun == 2024


def test_every_printed_column_is_recognised(terbit) -> None:
    printed = {f.role: {c.key for c in f.columns() if not c.helper} for f in FORMATS}
    assert {t.role: set(t.header) for t in terbit.tables} == printed


def test_the_sample_in_the_repository_is_what_the_code_builds(tmp_path: Path) -> None:
    assert make_terbit(tmp_path / "terbit.xlsx").read_bytes() == (RENJA / "terbit.xlsx").read_bytes()


def test_findings_of_the_sample_are_the_reviewed_ones(terbit, request: pytest.FixtureRequest) -> None:
    """`pytest --update` rewrites the text; review the diff."""
    golden = RENJA / "terbit.temuan.txt"
    text = "\n".join(f"{f.severity.value:8} {f.code:28} {f.place} | {f.message}" for f in terbit.findings) + "\n"
    if request.config.getoption("--update"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
