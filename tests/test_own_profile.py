"""A workbook made with an office's own profile is judged and computed by that profile, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from kecil import buku_kecil, isian_kecil, value_of

from tests.ribbon_tools import opened, press
from workbook_tools import api
from workbook_tools.errors import InputError
from workbook_tools.excel import profil, udfs
from workbook_tools.process import Result
from workbook_tools.regulations import load_file
from workbook_tools.tables.model import Value
from workbook_tools.writeback import compute

#: Unlike its parent, this office divides a shared pagu by the mean of the capaian.
OWN = """
nama = "Kabupaten Contoh"
keluarga = "contoh"
induk = "magetan_2025"
dasar = "Keputusan Bupati Contoh"
berlaku = { dari = 2025-01-01 }
terverifikasi = false
capaian_bersama = "rata"
"""
#: Capaian 88/80 = 110 and 75/75 = 100, mean 105; 105 % of 240 million. By the first capaian it were 264 million.
PAGU_X_CAPAIAN = 252_000_000
LRA = "Kode;Uraian;Realisasi\n3.25.03.2.01.0002;Penyediaan Prasarana Usaha Perikanan Tangkap;100.000.000\n"


def _one_sasaran() -> dict[str, list[dict[str, Value]]]:
    """The small office with both indicators, and all money, under one sasaran."""
    isian = isian_kecil()
    for row in isian["indikator"]:
        row |= {"no_sasaran": "1", "sasaran": "Meningkatnya produksi ikan"}
    for row in isian["program"]:
        row["no_sasaran"] = "1"
    return isian


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Made with `kantor.toml`, which lies beside it."""
    own = tmp_path / "kantor.toml"
    own.write_text(OWN, encoding="utf-8")
    made = buku_kecil(tmp_path / "kosong.xlsx", _one_sasaran(), profil=load_file(own))
    compute(made, tmp_path / "2025.xlsx", load_file(own))
    return tmp_path / "2025.xlsx"


@pytest.fixture
def moved(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook alone in another folder."""
    return Path(shutil.copy(book, tmp_path_factory.mktemp("lain")))


def _outcome(path: Path) -> object:
    return next(api.validate([path])).outcome


def _pagu_x_capaian(path: Path) -> object:
    return value_of(path, "Tabel 3.3", "pagu_x_capaian", 1)


def test_the_profile_beside_the_workbook_is_in_force(book: Path, tmp_path: Path) -> None:
    outcome = _outcome(book)
    assert isinstance(outcome, Result)
    assert (outcome.profil.id, outcome.errors) == ("kantor", 0)
    api.compute(book, tmp_path / "dihitung.xlsx")
    assert _pagu_x_capaian(tmp_path / "dihitung.xlsx") == pytest.approx(PAGU_X_CAPAIAN)


def test_an_import_computes_by_it_too(book: Path, tmp_path: Path) -> None:
    (tmp_path / "lra.csv").write_text(LRA, encoding="utf-8")
    api.import_(tmp_path / "lra.csv", book, tmp_path / "baru.xlsx", triwulan=4, kumulatif=True)
    assert _pagu_x_capaian(tmp_path / "baru.xlsx") == pytest.approx(PAGU_X_CAPAIAN)


def test_without_it_no_figure_is_called_wrong_and_the_missing_file_is_named(moved: Path) -> None:
    outcome = _outcome(moved)
    assert isinstance(outcome, InputError)
    assert "kantor.toml" in str(outcome)


@pytest.mark.parametrize("verb", [api.compute, api.summary, api.export, api.audit], ids=lambda verb: verb.__name__)
def test_without_it_nothing_is_written(verb: Callable[..., object], moved: Path) -> None:
    target = moved.with_name("hasil.xlsx")
    with pytest.raises(InputError, match=r"kantor\.toml"):
        verb(moved, target)
    assert not target.exists()


def test_a_name_with_a_path_in_it_reads_no_file(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dalam"
    folder.mkdir()
    own = load_file(book.with_name("kantor.toml"))
    made = buku_kecil(folder / "a.xlsx", profil=replace(own, id="../kantor"))
    assert isinstance(_outcome(made), InputError)


def test_in_the_open_excel_the_profile_beside_the_workbook_holds_too(book: Path) -> None:
    _, terbuka = opened(book)
    profil.lupakan()
    assert profil.aktif(terbuka.sheets[0].range("A1")).nama == "Kabupaten Contoh"
    assert press(terbuka, "hitung_semua").startswith("Semua sel hitungan sudah benar")


def test_in_the_open_excel_a_profile_that_is_not_there_is_asked_for(moved: Path) -> None:
    _, terbuka = opened(moved)
    profil.lupakan()
    assert "kantor" in str(udfs.kategori(90, None, terbuka.sheets[0].range("A1")))
    assert "kantor" in press(terbuka, "hitung_semua")
