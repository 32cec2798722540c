"""The published tables of one report: every known cause is found, nothing that is right is called wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.make_samples import LAYOUT, MAGETAN, first_data_row, make_isian, make_terbit, rows_of, sheet_of
from workbook_tools.books.closed import read
from workbook_tools.books.model import address
from workbook_tools.findings import Finding, Place, Severity
from workbook_tools.process import Result, process

LEDGER = MAGETAN / "terbit" / "sebab.tsv"
#: Rows that the ledger names by words: rows 17–19 of Tabel 2.13 are missing in Tabel 3.4.
MISSING_ROWS = {Place("Tabel 2.13", address(first_data_row("2_13") + n - 1, 2)) for n in (17, 18, 19)}
#: Of the columns the ledger calls `target..efisiensi_pct`.
FROM_TARGET = ("target", "realisasi", "capaian_pct", "pagu_x_capaian", "selisih", "efisiensi_pct")


@pytest.fixture(scope="module")
def terbit() -> Result:
    return process(read(MAGETAN / "terbit.xlsx"))


def ledger() -> list[dict[str, str]]:
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def cells_of(line: dict[str, str]) -> set[Place]:
    """The cells of `terbit.xlsx` that a line of the ledger speaks of."""
    if line["column"] == "baris":
        return MISSING_ROWS
    names, _ = rows_of(line["table"])
    urut = int(line["row"].split()[1])
    column = line["column"]
    wanted = FROM_TARGET if column.startswith("target..") else (column,)
    return {
        Place(sheet_of(line["table"]), address(first_data_row(line["table"]) + urut - 1, names.index(c) + 1))
        for c in wanted
    }


def touched(finding: Finding) -> set[Place]:
    return {finding.place, *finding.related}


def by_cause() -> Iterator[tuple[str, str, set[Place]]]:
    lines = ledger()
    for cause in dict.fromkeys(line["cause"] for line in lines):
        own = [line for line in lines if line["cause"] == cause]
        yield cause, own[0]["severity"], set().union(*(cells_of(line) for line in own))


@pytest.mark.parametrize(("cause", "severity", "cells"), list(by_cause()), ids=[c for c, _, _ in by_cause()])
def test_every_known_cause_is_found_with_at_least_its_severity(terbit, cause, severity, cells) -> None:
    found = [f for f in terbit.findings if touched(f) & cells]
    assert any(f.severity.rank <= Severity(severity).rank for f in found), cause


def test_no_error_speaks_of_cells_that_no_known_cause_explains(terbit) -> None:
    known = set().union(*(cells for _, _, cells in by_cause()))
    false = [f for f in terbit.findings if f.severity is Severity.ERROR and not touched(f) & known]
    assert not false


def test_every_error_names_a_cell_that_a_cause_changes_or_its_counterpart(terbit) -> None:
    """The cell to look at first is a wrong one, or states the same fact as a wrong one."""
    known = set().union(*(cells for _, _, cells in by_cause()))
    for finding in terbit.findings:
        if finding.severity is Severity.ERROR and finding.place not in known:
            assert finding.code == "fakta_berbeda", finding
            assert set(finding.related) & known, finding


#: Warnings at cells that the ledger does not list, and why they are warnings all the same.
AMBIGUOUS = {
    # Tabel 3.4 measures "Proporsi UMKM Menjalinkan Kemitraan" (13,62 %) in the row of a kegiatan for which Tabel 2.13
    # promises "Presentase UMKM yang naik kelas" (1): another indicator, or another name. The report does not say.
    Place("Tabel 3.4", "E42"),
}


def test_every_warning_touches_a_known_cause_or_is_truly_ambiguous(terbit) -> None:
    known = set().union(*(cells for _, _, cells in by_cause()))
    warnings = [f for f in terbit.findings if f.severity is Severity.WARNING]
    assert {f.place for f in warnings if not touched(f) & known} == AMBIGUOUS


def test_every_table_of_the_report_is_known_by_its_headings(terbit) -> None:
    """The report's own numbers of its tables; two are numbered 3.9."""
    numbers = {t.sheet.removeprefix("Tabel "): t.format.id.removeprefix("magetan.") for t in terbit.tables}
    expected = {sheet_of(table).removeprefix("Tabel "): table.replace("3_9a", "3_9") for table in LAYOUT}
    assert numbers == expected


def test_each_perjanjian_kinerja_is_held_against_its_own_tables(terbit) -> None:
    """2.9, 2.10, 2.11, 3.2 speak of the PK induk; where the PK perubahan differs, nobody is wrong."""
    induk = {"Tabel 2.10", "Tabel 2.11", "Tabel 3.2"}
    assert not [f for f in terbit.findings if f.place.sheet in induk]
    goals = {Place("Tabel 2.9", address(first_data_row("2_9") + n, 7)) for n in (0, 1)}  # C21
    assert {f.place for f in terbit.findings if f.place.sheet == "Tabel 2.9"} == goals


def test_mean_and_predicate_under_tabel_4_1_are_read_as_what_they_are(terbit) -> None:
    """Exact mean 100,17; printed 100 is right, SANGAT BAIK is no word of the scale."""
    ringkas = next(t for t in terbit.tables if t.role == "capaian_ringkas")
    assert len(ringkas.rows) == 4
    assert {key: row.isi[key] for key, row in ringkas.penutup.items()} == {
        "rerata_capaian": 100.0, "predikat_capaian": "SANGAT BAIK",
    }  # fmt: skip
    exact = (70.63 / 70.54 + 3 / 3 + 92.42 / 92 + 83.58 / 83.5) / 4 * 100
    mean = ringkas.penutup["rerata_capaian"]
    assert terbit.engine.value(ringkas, mean, "rerata_capaian") == pytest.approx(exact)
    assert [f.code for f in terbit.findings if f.place == mean.place("rerata_capaian")] == []


def test_the_report_year_and_the_scale_are_read_from_the_tables(terbit) -> None:
    assert terbit.tahun == 2025
    assert terbit.profil.id == "magetan_2025"


def test_levels_of_printed_tables_are_those_that_the_nomenclature_gives(terbit) -> None:
    """Counted by hand in the report: 4 sasaran, 10 program (two second indicators), 15 kegiatan, 41 sub kegiatan."""
    rincian = next(t for t in terbit.tables if t.role == "rincian")
    levels = [row.level for row in rincian.rows]
    assert [levels.count(name) for name in ("sasaran", "program", "kegiatan", "sub_kegiatan")] == [4, 10, 15, 41]
    program = next(t for t in terbit.tables if t.role == "program_perubahan")
    levels = [row.level for row in program.rows]
    assert [levels.count(name) for name in ("program", "kegiatan", "sub_kegiatan")] == [8, 15, 39]


def test_rounded_and_truncated_figures_are_notes_or_silent(terbit) -> None:
    """Tabel 3.4 row 49 fits only within rounding (92,83); Tabel 3.6 prints 108 for 108,57."""
    notes = {f.place: f for f in terbit.findings if f.code in ("cocok_dalam_pembulatan", "cocok_dari_tampilan")}
    row = first_data_row("3_4") + 49 - 1
    assert Place("Tabel 3.4", address(row, 8)) in notes
    assert not [f for f in terbit.findings if f.place == Place("Tabel 3.6", "H6")]


def test_the_inputs_typed_once_have_no_findings() -> None:
    result = process(read(MAGETAN / "isian.xlsx"))
    assert [f.message for f in result.findings] == []


def test_samples_in_the_repository_are_what_the_code_builds(tmp_path: Path) -> None:
    assert make_terbit(tmp_path / "terbit.xlsx").read_bytes() == (MAGETAN / "terbit.xlsx").read_bytes()
    assert make_isian(tmp_path / "isian.xlsx").read_bytes() == (MAGETAN / "isian.xlsx").read_bytes()


def expected_findings(result: Result) -> str:
    lines = [f"{f.severity.value:8} {f.code:28} {f.place} | {f.message}" for f in result.findings]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["terbit", "isian"])
def test_findings_of_the_samples_are_the_reviewed_ones(name: str, request: pytest.FixtureRequest) -> None:
    """`pytest --update` rewrites the text; review the diff."""
    golden = MAGETAN / f"{name}.temuan.txt"
    text = expected_findings(process(read(MAGETAN / f"{name}.xlsx")))
    if request.config.getoption("--update"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
