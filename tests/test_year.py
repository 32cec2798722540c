"""A year played through as an office would: every figure is typed once, everything else follows.

The office is invented; expected figures are worked out beside the lines that use them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import pytest
from kecil import buku_kecil, isian_kecil
from test_cli import call

from workbook_tools.books.closed import read
from workbook_tools.books.model import Book, address
from workbook_tools.books.patch import CellWrite, patch
from workbook_tools.process import Result, process
from workbook_tools.report import laporan
from workbook_tools.tables.model import Tabel

FORMATS = ("magetan.2_14", "magetan.3_3", "magetan.3_4", "magetan.3_6", "magetan.3_7", "magetan.4_1")

PROFIL = {"pemda": "Kabupaten Contoh", "perangkat_daerah": "Dinas Perpustakaan", "versi_pk": "perubahan"}
INDIKATOR = [
    {"kunci": "1.1", "no_sasaran": "1", "sasaran": "Meningkatnya minat baca", "indikator": "Tingkat kegemaran membaca",
     "satuan": "Persen", "polaritas": "naik", "agregasi": "akhir", "target_perubahan": 60.0, "target_2025": 50.0,
     "realisasi_2025": 55.0},
    {"kunci": "2.1", "no_sasaran": "2", "sasaran": "Meningkatnya layanan arsip", "indikator": "Lama layanan arsip",
     "satuan": "Menit", "polaritas": "turun", "agregasi": "akhir", "target_perubahan": 20.0, "target_2025": 25.0,
     "realisasi_2025": 25.0},
]  # fmt: skip
PROGRAM = [
    {"kunci": "2.23.02", "level": "program", "uraian": "PROGRAM PEMBINAAN PERPUSTAKAAN", "no_sasaran": "1",
     "indikator": "Perpustakaan terakreditasi", "satuan": "Unit", "polaritas": "naik", "agregasi": "jumlah", "target": 4.0},
    {"kunci": "2.23.02.2.01", "level": "kegiatan", "uraian": "Pengelolaan Perpustakaan", "no_sasaran": "1",
     "indikator": "Perpustakaan dikelola", "satuan": "Unit", "polaritas": "naik", "agregasi": "jumlah", "target": 4.0},
    {"kunci": "2.23.02.2.01.0001", "level": "sub_kegiatan", "uraian": "Pengembangan Koleksi", "no_sasaran": "1",
     "indikator": "Judul baru", "satuan": "Judul", "polaritas": "naik", "agregasi": "jumlah", "target": 200.0},
    {"kunci": "2.24.02", "level": "program", "uraian": "PROGRAM PENGELOLAAN ARSIP", "no_sasaran": "2",
     "indikator": "Arsip ditata", "satuan": "Berkas", "polaritas": "naik", "agregasi": "jumlah", "target": 1000.0},
    {"kunci": "2.24.02.2.01", "level": "kegiatan", "uraian": "Pengelolaan Arsip Dinamis", "no_sasaran": "2",
     "indikator": "Arsip dinamis ditata", "satuan": "Berkas", "polaritas": "naik", "agregasi": "jumlah", "target": 1000.0},
    {"kunci": "2.24.02.2.01.0002", "level": "sub_kegiatan", "uraian": "Penataan Arsip", "no_sasaran": "2",
     "indikator": "Berkas ditata", "satuan": "Berkas", "polaritas": "naik", "agregasi": "jumlah", "target": 1000.0},
]  # fmt: skip
RENSTRA = [
    {"kunci": "1.1", "target_2026": 60.0, "target_2027": 66.0, "target_2030": 80.0},
    {"kunci": "2.1", "target_2026": 20.0, "target_2027": 18.0, "target_2030": 10.0},
]
KEYS = [row["kunci"] for row in (*INDIKATOR, *PROGRAM)]
#: What was reached in each quarter, in the order of KEYS; money comes from the budget office's lists.
KINERJA = {
    1: [20.0, 30.0, 1.0, 1.0, 40.0, 100.0, 100.0, 100.0],
    2: [35.0, 26.0, 1.0, 1.0, 60.0, 300.0, 300.0, 300.0],
    3: [50.0, 24.0, 1.0, 1.0, 50.0, 300.0, 300.0, 300.0],
    4: [66.0, 22.0, 1.0, 1.0, 50.0, 300.0, 300.0, 300.0],
}
#: Cumulative realisasi of the two sub kegiatan in the lists of each quarter.
ANGGARAN = {
    1: (50_000_000, 20_000_000),
    2: (150_000_000, 60_000_000),
    3: (250_000_000, 90_000_000),
    4: (380_000_000, 95_000_000),
}
PAGU = (400_000_000, 100_000_000)


def table(result: Result, role: str) -> Tabel:
    return next(t for t in result.tables if t.role == role)


def type_rows(source: Path, target: Path, role: str, rows: Sequence[Mapping[str, object]], first: int = 0) -> None:
    """Type the rows into an input sheet, one below the other, `first` rows under its heading; other cells stay."""
    book = read(source)
    sheet, columns, top = input_sheet(book, role)
    writes = [
        CellWrite(sheet, address(top + first + n, columns[key]), value=value)  # type: ignore[arg-type]
        for n, row in enumerate(rows)
        for key, value in row.items()
    ]
    patch(source, target, writes)


def input_sheet(book: Book, role: str) -> tuple[str, dict[str, int], int]:
    """The sheet of an input table, the column of every key, and its first row."""
    for sheet in book:
        for ref in sheet.tables:
            if ref.name == f"tbl_{role}":
                row = int("".join(c for c in ref.ref.partition(":")[0] if c.isdigit()))
                keys = {str(c.value): col for col, c in sheet.row_cells(row).items() if c.value is not None}
                return sheet.title, keys, row + 1
    raise AssertionError(role)


def settings(source: Path, target: Path, words: Mapping[str, str]) -> None:
    book = read(source)
    sheet, columns, top = input_sheet(book, "profil")
    known = {str(c.value): n for n in range(top, top + 30) if (c := book.sheet(sheet).cell(n, columns["kunci"])).value}
    patch(source, target, [CellWrite(sheet, address(known[k], columns["isi"]), value=v) for k, v in words.items()])


def lra(path: Path, quarter: int) -> Path:
    """The budget office's list of one quarter: cumulative, with sums at every level."""
    a, b = ANGGARAN[quarter]
    names = {row["kunci"]: row["uraian"] for row in PROGRAM}
    lines = ["LAPORAN REALISASI ANGGARAN TAHUN 2026;;;", ";;;", "Kode Rekening;Uraian;Anggaran;Realisasi"]
    for code, name in names.items():
        pagu, spent = (PAGU[0], a) if str(code).startswith("2.23") else (PAGU[1], b)
        lines.append(f"{code};{name};{pagu:,};{spent:,}".replace(",", "."))
    lines.append(f";JUMLAH;{sum(PAGU):,};{a + b:,}".replace(",", "."))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of the year, step by step; each step is asserted as a user would see it."""
    folder = tmp_path_factory.mktemp("tahun")
    step = folder / "0.xlsx"
    made = call(
        "template", *FORMATS, "--profile", "magetan_2025", "--tahun", 2026, "--seri", 2, "--renstra", "2026-2030",
        "--out", step,
    )  # fmt: skip
    assert made.code == 0
    for n, fill in enumerate((
        lambda a, b: settings(a, b, PROFIL),
        lambda a, b: type_rows(a, b, "indikator", INDIKATOR),
        lambda a, b: type_rows(a, b, "program", PROGRAM),
        lambda a, b: type_rows(a, b, "renstra", RENSTRA),
        lambda a, b: type_rows(a, b, "realisasi", [{"kunci": key} for key in KEYS]),
    ), start=1):  # fmt: skip
        fill(step, folder / f"isi_{n}.xlsx")
        step = folder / f"isi_{n}.xlsx"
    files = {}
    for quarter, figures in KINERJA.items():
        typed, taken, done = (folder / f"{name}_{quarter}.xlsx" for name in ("ketik", "impor", "hitung"))
        type_rows(step, typed, "realisasi", [{f"tw{quarter}_k": figure} for figure in figures])
        listed = lra(folder / f"lra_{quarter}.csv", quarter)
        said = call("import", listed, "--into", typed, "--out", taken, "--triwulan", quarter, "--kumulatif")
        assert said.code == 0, said
        assert call("validate", taken).code == 0
        assert call("compute", taken, "--out", done).code == 0
        files[f"tw{quarter}"] = step = done
    files |= {name: folder / file for name, file in (
        ("ringkasan", "ringkasan.xlsx"), ("word", "tabel.docx"), ("depan", "2027.xlsx"),
    )}  # fmt: skip
    assert call("summary", step, "--out", files["ringkasan"]).code == 0
    assert call("export", step, "--out", files["word"]).code == 0
    assert call("rollover", step, "--out", files["depan"]).code == 0
    return files


def test_each_quarter_counts_what_was_typed_so_far(year: dict[str, Path]) -> None:
    """The indicators are levels (akhir): 20 of 60 after the first quarter, 66 of 60 at the end; the other falls."""
    capaian = [
        [row.isi["capaian"] for row in table(process(read(year[f"tw{n}"])), "capaian_sasaran").rows[:2]] for n in (1, 4)
    ]
    # 20/60; (2·20 − 30)/20; 66/60; (2·20 − 22)/20
    assert capaian == [pytest.approx([100 / 3, 50]), pytest.approx([110, 90])]


def test_money_comes_from_the_lists_and_is_summed_upwards(year: dict[str, Path]) -> None:
    """Cumulative lists: the second quarter alone is 150 − 50 million."""
    result = process(read(year["tw4"]))
    quarters = [[row.isi.get(f"tw{n}_rp") for n in range(1, 5)] for row in table(result, "realisasi").rows]
    assert [q for q in quarters if any(q)] == [[50e6, 100e6, 100e6, 130e6], [20e6, 40e6, 30e6, 5e6]]
    programs = [row for row in table(result, "program").rows if row.level == "program"]
    assert [row.isi["pagu_jumlah"] for row in programs] == [400e6, 100e6]
    assert [row.isi["realisasi_anggaran"] for row in programs] == [380e6, 95e6]


def test_every_table_follows(year: dict[str, Path]) -> None:
    result = process(read(year["tw4"]))
    assert list(result.findings) == []
    rows = table(result, "capaian_sasaran").rows
    # pagu × capaian − realisasi: 400 × 110 % − 380 = 60; 100 × 90 % − 95 = −5
    assert [row.isi["selisih"] for row in rows] == pytest.approx([60e6, -5e6])
    assert [row.isi["efisiensi"] for row in rows] == pytest.approx([60 / 440 * 100, -5 / 90 * 100])
    kemajuan = [row.isi["kemajuan"] for row in table(result, "kemajuan").rows]
    assert kemajuan == pytest.approx([66 / 80 * 100, (20 - 22) / 10 * 100])  # (2·10 − 22)/10 for the one that falls
    ringkas = table(result, "capaian_ringkas")
    assert [row.isi["kategori"] for row in ringkas.rows] == ["Sangat Berhasil", "Berhasil"]
    assert ringkas.penutup["rerata_capaian"].isi["rerata_capaian"] == pytest.approx(100)
    assert ringkas.penutup["predikat_capaian"].isi["predikat_capaian"] == "Sangat Berhasil"


def test_the_summary_says_the_same_and_changes_nothing(year: dict[str, Path]) -> None:
    result = process(read(year["ringkasan"]))
    assert list(result.findings) == []
    told = laporan(result)
    assert [i.capaian.value for s in told.sasaran for i in s.indikator] == pytest.approx([110, 90])
    assert [p.uang.serapan.value for p in told.program] == pytest.approx([95, 95])


def test_the_word_file_prints_the_figures_in_indonesian(year: dict[str, Path]) -> None:
    document = docx.Document(str(year["word"]))
    sentences = [p.text for p in document.paragraphs if p.text.startswith("Indikator «")]
    assert sentences[0] == (
        "Indikator «Tingkat kegemaran membaca»: target 60 %, realisasi 66 %, capaian 110,00 %, kategori Sangat Berhasil."
    )
    cells = {cell.text for found in document.tables for row in found.rows for cell in row.cells}
    assert {"400.000.000", "60.000.000", "-5.000.000"} <= cells


def test_in_march_the_word_file_says_that_it_is_march(year: dict[str, Path], tmp_path: Path) -> None:
    assert call("export", year["tw1"], "--out", tmp_path / "a.docx", "magetan.3_3").code == 0
    words = [p.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert any(w.startswith("Realisasi baru terisi sampai triwulan I;") for w in words)


def test_next_year_begins_with_what_is_known(year: dict[str, Path]) -> None:
    """Targets of 2027 from the Renstra, this year's figures for comparison; nothing is typed twice."""
    result = process(read(year["depan"]))
    assert result.tahun == 2027
    assert not [f for f in result.findings if f.severity == "error"]
    rows = table(result, "indikator").rows
    assert [row.isi["indikator"] for row in rows] == ["Tingkat kegemaran membaca", "Lama layanan arsip"]
    assert [row.isi["target_2026"] for row in rows] == [60, 20]
    assert [row.isi["realisasi_2026"] for row in rows] == [66, 22]
    assert [row.isi.get("target_induk") or row.isi.get("target_perubahan") for row in rows] == [66, 18]
    assert [row.isi["target_akhir"] for row in table(result, "renstra").rows] == [80, 10]
    assert [row.isi["uraian"] for row in table(result, "program").rows] == [row["uraian"] for row in PROGRAM]
    assert not any(
        row.isi.get(f"tw{n}_{what}")
        for row in table(result, "realisasi").rows
        for n in range(1, 5)
        for what in ("k", "rp")
    )


def test_an_indicator_without_a_row_of_quarters_is_named_and_not_its_sasaran(tmp_path: Path) -> None:
    isian = isian_kecil()
    isian["realisasi"] = [row for row in isian["realisasi"] if row["kunci"] != "2.1"]
    found = process(read(buku_kecil(tmp_path / "a.xlsx", isian))).findings
    missing = {f.expected for f in found if f.code == "baris_tidak_ada" and f.place.sheet == "Realisasi"}
    assert "Nilai SAKIP" in missing
    assert "Meningkatnya akuntabilitas" not in missing
