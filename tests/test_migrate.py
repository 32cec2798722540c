"""A workbook of an older template version: recognised, moved with all that was typed, or refused with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from kecil import FORMATS as TABLES
from kecil import buku_kecil, cell_of, isian_kecil, rows_of

from tests.template_tools import opened
from workbook_tools.books.closed import read
from workbook_tools.books.patch import CellWrite, patch
from workbook_tools.errors import InputError
from workbook_tools.formats import FORMATS, Column, Kind, versions
from workbook_tools.inputs import read_inputs
from workbook_tools.migrate import migrate
from workbook_tools.process import process
from workbook_tools.rollover import rollover
from workbook_tools.writeback import compute

ID = "masukan.indikator"
NOW = FORMATS[ID]
#: What the column of the older version is called there.
OLD_COLUMN = Column("alasan_target", ("Alasan target",), Kind.TEKS)


@contextmanager
def in_force(format: str, version: int, *more: Column) -> Iterator[None]:
    """The registry with another version of a format, which has some more columns."""
    before = FORMATS[format]
    FORMATS[format] = replace(before, version=version, parts=(*before.parts, *more))
    try:
        yield
    finally:
        FORMATS[format] = before


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A filled workbook of an older version, whose Indikator has a column that was renamed since."""
    isian = isian_kecil()
    isian["indikator"][0]["alasan_target"] = "rapat 3 Maret"
    with in_force(ID, NOW.version - 1, OLD_COLUMN):
        return buku_kecil(tmp_path / "lama.xlsx", isian)


def without_reason(old: Path, target: Path, *more: CellWrite) -> Path:
    """The older workbook with nothing typed in the column that is gone."""
    patch(old, target, [CellWrite("Indikator", cell_of(old, "Indikator", "alasan_target", 1)), *more])
    return target


@pytest.fixture
def renamed(old: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The version that is current once `old` is made: the column has another key, and there is a new one."""
    monkeypatch.setattr(versions, "RENAMES", {ID: {NOW.version - 1: {"alasan_target": "dasar_target"}}})
    new = Column("dasar_target", ("Dasar target",), Kind.TEKS), Column("baru", ("Baru",), Kind.TEKS)
    with in_force(ID, NOW.version, *new):
        yield


@pytest.mark.usefixtures("renamed")
def test_all_that_was_typed_moves_along(old: Path, tmp_path: Path) -> None:
    done = migrate(old, tmp_path / "b.xlsx")
    assert done.versions == {"Indikator": NOW.version - 1}
    moved = read_inputs(read(tmp_path / "b.xlsx"))
    assert moved.versions == {}
    assert moved.isian["indikator"][0]["dasar_target"] == "rapat 3 Maret"
    for role, rows in isian_kecil().items():
        if role != "profil":
            assert [{k: v for k, v in row.items() if k != "dasar_target"} for row in moved.isian[role]] == rows
    assert moved.formats == TABLES


@pytest.mark.usefixtures("renamed")
def test_the_migrated_workbook_is_clean_and_of_the_same_years(old: Path, tmp_path: Path) -> None:
    migrate(old, tmp_path / "b.xlsx")
    result = process(read(tmp_path / "b.xlsx"))
    assert (result.errors, result.tahun) == (0, 2025)
    assert "versi_format" not in [f.code for f in result.findings]
    assert read_inputs(read(tmp_path / "b.xlsx")).years == (2023, 2024, 2025)


@pytest.mark.usefixtures("renamed")
def test_validate_tells_an_older_version_and_what_to_do(old: Path) -> None:
    findings = {f.code: f for f in process(read(old)).findings if f.code != "baris_tidak_ada"}
    assert list(findings) == ["versi_format"]
    assert "lkjip migrate" in findings["versi_format"].message


@pytest.mark.usefixtures("renamed")
def test_rollover_takes_an_older_version_directly(old: Path, tmp_path: Path) -> None:
    rollover(old, tmp_path / "b.xlsx")
    assert read_inputs(read(tmp_path / "b.xlsx")).versions == {}
    assert rows_of(tmp_path / "b.xlsx", "indikator")[0]["realisasi_2025"] == 88


def test_a_typed_column_that_no_version_knows_is_not_lost(old: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="1 sel berisi ketikan") as told:
        migrate(old, tmp_path / "b.xlsx")
    assert cell_of(old, "Indikator", "alasan_target", 1) in str(told.value)
    assert not (tmp_path / "b.xlsx").exists()


def test_a_column_that_is_gone_and_blank_is_no_loss(old: Path, tmp_path: Path) -> None:
    source = without_reason(old, tmp_path / "a.xlsx")
    assert migrate(source, tmp_path / "b.xlsx").rows["Indikator"] == 2


def test_a_newer_workbook_is_refused(tmp_path: Path) -> None:
    with in_force(ID, NOW.version + 1, OLD_COLUMN):
        source = buku_kecil(tmp_path / "a.xlsx")
    for verb in (migrate, rollover):
        with pytest.raises(InputError, match="Perbarui lkjip"):
            verb(source, tmp_path / "b.xlsx")
    assert "versi_lebih_baru" in [f.code for f in process(read(source)).findings]


def test_a_current_workbook_is_copied_as_it_is(tmp_path: Path) -> None:
    source = buku_kecil(tmp_path / "a.xlsx")
    assert migrate(source, tmp_path / "b.xlsx").versions == {}
    assert (tmp_path / "b.xlsx").read_bytes() == source.read_bytes()


def test_words_in_a_column_of_numbers_are_kept_as_they_are(old: Path, tmp_path: Path) -> None:
    words = CellWrite("Realisasi", cell_of(old, "Realisasi", "tw3_k", 1), value="belum dilaporkan")
    percent = CellWrite("Realisasi", cell_of(old, "Realisasi", "tw2_k", 1), value="68,20%")
    migrate(without_reason(old, tmp_path / "a.xlsx", words, percent), tmp_path / "b.xlsx")
    first = rows_of(tmp_path / "b.xlsx", "realisasi")[0]
    assert (first["tw3_k"], first["tw2_k"]) == ("belum dilaporkan", 68.2)


def test_a_formula_that_was_never_calculated_is_not_lost(old: Path, tmp_path: Path) -> None:
    book = opened(old, values=False)
    book["Indikator"][cell_of(old, "Indikator", "alasan_target", 1)] = None
    book["Realisasi"][cell_of(old, "Realisasi", "tw2_k", 1)] = "=34.1*2"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="belum pernah dihitung"):
        migrate(tmp_path / "a.xlsx", tmp_path / "b.xlsx")


def test_two_settings_of_one_name_are_refused(old: Path, tmp_path: Path) -> None:
    row = [r["kunci"] for r in rows_of(old, "profil")].index("pemda") + 1
    twice = CellWrite("Profil", cell_of(old, "Profil", "kunci", row), value="perangkat_daerah")
    with pytest.raises(InputError, match="tidak dapat dibawa utuh"):
        migrate(without_reason(old, tmp_path / "a.xlsx", twice), tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


def test_a_copy_of_a_sheet_does_not_count_twice(tmp_path: Path) -> None:
    """Excel gives the table of a copied sheet another name; the first one is meant."""
    book = opened(buku_kecil(tmp_path / "x.xlsx"), values=False)
    copy = book.copy_worksheet(book["Realisasi"])
    copy.title = "Realisasi (2)"
    book.save(tmp_path / "a.xlsx")
    inputs = read_inputs(read(tmp_path / "a.xlsx"))
    assert len(inputs.isian["realisasi"]) == 4
    assert "Realisasi (2)" in inputs.sheets


def test_renames_follow_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "RENAMES", {"x": {1: {"a": "b"}, 2: {"b": "c"}}})
    names = [versions.current_key("x", version, key) for version, key in ((1, "a"), (2, "a"), (2, "b_2024"), (3, "b"))]
    assert names == ["c", "a", "c_2024", "b"]


def test_compute_writes_no_formula_that_names_a_missing_column(tmp_path: Path) -> None:
    """Whatever the reason for which a column is missing: Excel would repair such a file."""
    source = buku_kecil(tmp_path / "x.xlsx")
    book = opened(source, values=False)
    sheet = book["Indikator"]
    table = sheet.tables["tbl_indikator"]
    at = next(n for n, column in enumerate(table.tableColumns) if column.name == "polaritas")
    table.tableColumns[at].name = "arah"
    sheet[cell_of(source, "Indikator", "polaritas", 0)] = "arah"
    book.save(tmp_path / "a.xlsx")
    done = compute(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert {"polaritas"} == {reason.split()[1] for _, reason in done.refused}
    formulas = [str(c.formula) for s in read(tmp_path / "b.xlsx") for c in s.cells.values() if c.formula]
    before = [str(c.formula) for s in read(tmp_path / "a.xlsx") for c in s.cells.values() if c.formula]
    assert sum("[polaritas]" in f for f in formulas) <= sum("[polaritas]" in f for f in before)


def test_an_older_version_with_half_of_the_columns_is_still_recognised(tmp_path: Path) -> None:
    """The table name and the other sheets may look like another format by then: what the sheet says of itself counts."""
    source = buku_kecil(tmp_path / "a.xlsx")
    more = (Column(f"baru_{n}", (f"Baru {n}",), Kind.TEKS) for n in range(len(NOW.columns((2023, 2024, 2025)))))
    with in_force(ID, NOW.version + 1, *more):
        assert migrate(source, tmp_path / "b.xlsx").versions == {"Indikator": NOW.version}
        assert rows_of(tmp_path / "b.xlsx", "indikator") == isian_kecil()["indikator"]
