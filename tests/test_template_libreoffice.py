"""The independent judge: LibreOffice computes every formula of a working workbook; Python must say the same."""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from contoh import SAMPLES, isian_magetan, load
from kantor import Kantor, rekaan, renja
from openpyxl.workbook import Workbook
from template_tools import opened, without_values

from workbook_tools.regulations import profile
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.build import Isian
from workbook_tools.tables.model import Value
from workbook_tools.template import build
from workbook_tools.template.plan import Plan, plan
from workbook_tools.template.sheets import shown

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice tidak ada"),
]

MAGETAN = profile.load("magetan_2025")
GOVERNMENTS = ("magetan_2025", "magetan_renja_2024")
DIGITS = 1e-9

Row = Mapping[str, Value]


def recomputed(path: Path, folder: Path) -> Workbook:
    """The values that LibreOffice finds, starting from a file without any."""
    bare = without_values(path, folder / f"polos_{path.name}")
    out = folder / "hasil"
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profil", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(bare)], check=True, capture_output=True, timeout=240)
    return opened(out / bare.name, values=True)


def differences(book: Workbook, contents: Plan) -> Iterator[tuple[str, int, str, object, object]]:
    """Every derived cell that LibreOffice sees otherwise; rows that wait must show nothing."""
    for role, layout in contents.layouts.items():
        sheet = book[layout.format.sheet]
        for at, column in enumerate(layout.columns, start=1):
            for row in range(layout.rows if column.derived else 0):
                found = sheet.cell(layout.first + row + 1, at).value
                expected = shown(contents.value(role, row, column.key))
                if not same(found, expected):
                    yield layout.format.sheet, row, column.key, found, expected


def same(found: object, expected: object) -> bool:
    if isinstance(expected, float):
        number = isinstance(found, int | float) and not isinstance(found, bool)
        # near zero the last digits of a difference of large sums are noise
        return number and math.isclose(float(found), expected, rel_tol=DIGITS, abs_tol=DIGITS)  # type: ignore[arg-type]
    return (found or "") == expected


def judged(folder: Path, profil: Profil, isian: Isian | None, **options: object) -> list[object]:
    path = build(profil, folder / "t.xlsx", isian=isian, **options)  # type: ignore[arg-type]
    return list(differences(recomputed(path, folder), plan(profil, isian=isian, **options)))  # type: ignore[arg-type]


def program(kunci: str, level: str, **rest: Value) -> Row:
    return {"kunci": kunci, "level": level, "uraian": f"{level} {kunci}", "indikator": f"hasil {kunci}", **rest}


def edges() -> Isian:
    """Small and unkind: zero, blank and negative figures, second indicators, keys that look like one number."""
    indikator: Sequence[Row] = [
        {"kunci": "1.1", "no_sasaran": "1", "sasaran": "S1", "indikator": "a", "polaritas": "turun",
         "agregasi": "jumlah", "target_induk": 10.0, "target_perubahan": 12.0,
         "target_2024": 0.0, "realisasi_2024": 4.0},
        {"kunci": "1.10", "no_sasaran": "1", "indikator": "b", "agregasi": "rata",
         "target_induk": 0.0, "target_perubahan": 5.0},
        {"kunci": "2.1", "no_sasaran": "2", "sasaran": "S2", "indikator": "c", "polaritas": "turun_rasio",
         "agregasi": "maks", "target_induk": 7.0},
        {"kunci": "3.1", "no_sasaran": "10", "sasaran": "S10", "indikator": "d", "polaritas": "stabil",
         "agregasi": "akhir", "target_induk": 55.0, "target_perubahan": 22.0},
    ]  # fmt: skip
    rows: Sequence[Row] = [
        program("1", "program", no_sasaran="10", target=22.0),
        program("1", "program", no_sasaran="10", target=3.0),
        program("1.1", "kegiatan", target=2.0, polaritas="turun"),
        program("1.10", "sub_kegiatan", target=0.0, pagu=1000.5),
        program("1.01", "sub_kegiatan", target=1.0, pagu=0.1),
        program("2", "program", no_sasaran="1", target=1.0),
        program("2.1", "kegiatan", target=1.0, pagu=700.0),
        program("3", "program", no_sasaran="1"),
        program("3.0", "sub_kegiatan", target=9.0, pagu=0.0),
        program("9", "program", no_sasaran="7", target=1.0),
    ]
    realisasi: Sequence[Row] = [
        {"kunci": "1.1", "tw1_k": 1.0, "tw2_k": -3.0, "tw4_k": 30.0, "tw1_rp": 5.0},
        {"kunci": "1.10", "tw1_k": 0.0, "tw3_k": 9.0},
        {"kunci": "2.1", "tw1_k": 4.0, "tw2_k": 0.0},
        {"kunci": "1", "tw4_k": 12.1},
        {"kunci": "1", "tw4_k": 2.0},
        {"kunci": "3.0", "tw2_k": 9.0, "tw2_rp": 1.0},
        {"kunci": "tidak ada", "tw1_k": 1.0},
    ]
    return {"indikator": indikator, "program": rows, "realisasi": realisasi}


@pytest.mark.parametrize("government", GOVERNMENTS)
def test_a_filled_workbook(government: str, tmp_path: Path) -> None:
    assert judged(tmp_path, profile.load(government), load(SAMPLES / government / "isian")) == []


@pytest.mark.parametrize("government", GOVERNMENTS)
def test_a_filled_workbook_under_the_pk_induk(government: str, tmp_path: Path) -> None:
    isian = load(SAMPLES / government / "isian")
    settings = [dict(row) for row in isian["profil"] if row["kunci"] != "versi_pk"]
    typed = {**isian, "profil": [*settings, {"kunci": "versi_pk", "isi": "induk"}]}
    assert judged(tmp_path, profile.load(government), typed) == []


@pytest.mark.parametrize("government", GOVERNMENTS)
def test_an_empty_template_stays_empty(government: str, tmp_path: Path) -> None:
    assert judged(tmp_path, profile.load(government), None) == []


@pytest.mark.parametrize("government", GOVERNMENTS)
def test_all_tables_for_other_years(government: str, tmp_path: Path) -> None:
    assert judged(tmp_path, profile.load(government), edges(), tahun=2027, seri=4) == []


@pytest.mark.parametrize("kantor", [rekaan(3), renja(3)], ids=lambda k: k.nama)
def test_an_invented_office(kantor: Kantor, tmp_path: Path) -> None:
    assert judged(tmp_path, kantor.profil, kantor.isian) == []


@pytest.mark.parametrize("shared", ["pertama", "rata", "masing_masing"])
def test_unkind_figures_under_each_choice_of_a_shared_capaian(tmp_path: Path, shared: str) -> None:
    profil = replace(MAGETAN, capaian_bersama=shared, turun_nol_nol_100=shared == "rata")
    assert judged(tmp_path, profil, edges()) == []


def test_the_pk_induk_and_another_number_of_years(tmp_path: Path) -> None:
    typed = {**edges(), "profil": [{"kunci": "versi_pk", "isi": "induk"}]}
    formats = ["magetan.2_11", "magetan.3_1", "magetan.3_4", "magetan.3_6"]
    assert judged(tmp_path, profile.load("mojokerto_2025"), typed, formats=formats, seri=5, tahun=2026) == []


def test_staff_fill_the_empty_template(tmp_path: Path) -> None:
    """What is typed into the blank sheets gives the same workbook as building it filled."""
    typed_in = {role: rows for role, rows in isian_magetan().items() if role != "renstra_lama"}
    profil = [row for row in typed_in["profil"] if not str(row["kunci"]).startswith("renstra_lama")]
    isian = {**typed_in, "profil": profil}
    path = build(MAGETAN, tmp_path / "kosong.xlsx", renstra=(2025, 2030))
    book = opened(path, values=False)
    blank = plan(MAGETAN, renstra=(2025, 2030))
    settings = blank.layouts["profil"]
    for row in range(settings.first + 1, settings.first + settings.rows + 1):
        kunci, isi = (book["Profil"].cell(row, settings.at(key) + 1) for key in ("kunci", "isi"))
        isi.value = next((r["isi"] for r in profil if r["kunci"] == kunci.value), isi.value)
    for role in isian.keys() - {"profil"}:
        layout = blank.layouts[role]
        for number, row in enumerate(isian[role], start=layout.first + 1):
            for key, value in row.items():
                book[layout.format.sheet].cell(number, layout.at(key) + 1).value = value
    typed = tmp_path / "diketik.xlsx"
    book.save(typed)
    found = recomputed(typed, tmp_path)
    filled = plan(MAGETAN, isian=isian, renstra=(2025, 2030))
    assert list(differences(found, replace(blank, tables=filled.tables))) == []
    keys = [cell.value for cell in found["Daftar"]["A"][1:]]
    wanted = [row["kunci"] for role in ("indikator", "program") for row in isian[role]]
    assert keys[: len(wanted)] == wanted
    assert not any(keys[len(wanted) :])


def test_titles_follow_the_profil_sheet(tmp_path: Path) -> None:
    path = build(MAGETAN, tmp_path / "t.xlsx", isian=isian_magetan())
    sheet = recomputed(path, tmp_path)["Tabel 3.4"]
    assert sheet["A2"].value == "Rincian Capaian Kinerja (Perubahan) Tahun 2025"
    assert sheet["A3"].value == "Dinas Koperasi dan Usaha Kecil dan Menengah Kabupaten Magetan"
