"""Budget realisation lists into a working workbook: what matches is written, what does not is told, nothing is guessed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from kecil import buku_kecil, cell_of, isian_kecil, rows_of, value_of

from workbook_tools import api
from workbook_tools.books.closed import read
from workbook_tools.books.delimited import read_delimited
from workbook_tools.books.patch import CellWrite, patch
from workbook_tools.cli.commands import lkjip
from workbook_tools.errors import InputError, LkjipError, UnreadableFile
from workbook_tools.intake import Act, How, Plan, import_list, plan_import
from workbook_tools.intake.codes import is_account, parse_code, same_code, split_code
from workbook_tools.process import process

PRASARANA, BENIH = 7, 8  # rows of Program
SUB, LAPORAN = "3.25.01.2.01.0001", "3.25.01.2.01.0006"
SARANA, TEBAR = "3.25.03.2.01.0002", "3.25.03.2.01.0003"

#: A list of the small office as the LRA prints it; amounts up to quarter III.
LRA = """
PEMERINTAH KABUPATEN CONTOH
LAPORAN REALISASI ANGGARAN
Tahun Anggaran 2025

Kode Rekening;Uraian;Anggaran (Rp);Realisasi (Rp);%
1;2;3;4;5
3;URUSAN PEMERINTAHAN PILIHAN;265.000.000,00;120.000.000,00;45,28
3.25;KELAUTAN DAN PERIKANAN;265.000.000,00;120.000.000,00;45,28
3.25.01;PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA;40.000.000,00;19.000.000,00;47,50
3.25.01.2.01;Perencanaan, Penganggaran, dan Evaluasi Kinerja Perangkat Daerah;40.000.000,00;19.000.000,00;47,50
3.25.01.2.01.0001;Penyusunan Dokumen Perencanaan Perangkat Daerah;30.000.000,00;17.000.000,00;56,67
5.1.02.01;Belanja Barang;30.000.000,00;17.000.000,00;56,67
3.25.01.2.01.0006;Koordinasi dan Penyusunan Laporan Capaian Kinerja;10.000.000,00;2.000.000,00;20,00
3.25.03;PROGRAM PENGELOLAAN PERIKANAN TANGKAP;225.000.000,00;101.000.000,00;44,89
3.25.03.2.01;Pengelolaan Penangkapan Ikan di Wilayah Sungai, Danau, Waduk, dan Rawa;225.000.000,00;101.000.000,00;44,89
3.25.03.2.01.02;Penyediaan Prasarana Usaha Perikanan Tangkap;200.000.000,00;100.000.000,00;50,00
3.25.03.2.01.03;Penebaran Benih di Perairan Umum Daratan;25.000.000,00;1.000.000,00;4,00
;JUMLAH;265.000.000,00;120.000.000,00;45,28
"""


@pytest.fixture(scope="module")
def kecil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return buku_kecil(tmp_path_factory.mktemp("kecil") / "2025.xlsx")


class Run:
    """Imports lists into copies of one workbook."""

    def __init__(self, into: Path, folder: Path) -> None:
        self.into, self.folder = into, folder
        self.out = folder / "out.xlsx"

    def source(self, text: str, encoding: str = "utf-8", name: str = "daftar.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text.strip("\n").encode(encoding))
        return path

    def plan(self, text: str, encoding: str = "utf-8", name: str = "daftar.csv", **options) -> Plan:
        """What would be written."""
        return plan_import(self.source(text, encoding, name), self.into, **options)

    def csv(self, text: str, **options) -> Plan:
        return import_list(self.source(text), self.into, self.out, **options).plan

    def xlsx(self, rows: Sequence[Sequence[object]], merges: Sequence[str] = (), **options) -> Plan:
        return plan_import(workbook(self.folder / "daftar.xlsx", {"Sheet1": rows}, merges), self.into, **options)

    def pagu(self, row: int) -> object:
        return value_of(self.out, "Program", "pagu", row)

    def quarters(self, kode: str) -> list[object]:
        row = next(r for r in rows_of(self.out, "realisasi") if r["kunci"] == kode)
        return [row.get(f"tw{n}_rp") for n in (1, 2, 3, 4)]


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]], merges: Sequence[str] = ()) -> Path:
    """Sheets of cells as they are given; ranges merged as a report does."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for n, cells in enumerate(rows):
                for at, cell in enumerate(cells):
                    if cell not in ("", None):
                        sheet.write(n, at, cell)
            for ref in merges:
                sheet.merge_range(ref, next(c for c in _first(rows, ref)))
    return path


def _first(rows: Sequence[Sequence[object]], ref: str) -> list[object]:
    row, col = int("".join(c for c in ref.split(":")[0] if c.isdigit())) - 1, ord(ref[0]) - ord("A")
    return [rows[row][col]]


@pytest.fixture
def run(kecil: Path, tmp_path: Path) -> Run:
    return Run(kecil, tmp_path)


def gets(done: Plan, kode: str) -> dict[str, float]:
    """The figures that are written for a row of Program, by column."""
    acts = (Act.DITULIS, Act.DITIMPA)
    mine = (f for f in done.figures if f.match.baris is not None and f.match.baris.isi["kunci"] == kode)
    return {f.key: f.value for f in mine if f.act in acts}


def codes(done: Plan) -> list[str]:
    return [f.code for f in done.findings]


# ── what a list gives ──


def test_a_cumulative_lra_fills_the_quarter_with_what_is_new(run: Run) -> None:
    done = run.csv(LRA, triwulan=3, kumulatif=True)
    assert run.quarters(SUB) == [5_000_000, 7_000_000, 5_000_000, None]  # 17 − 5 − 7
    assert run.quarters(SARANA) == [40_000_000, None, 60_000_000, None]  # 100 − 40
    assert run.pagu(BENIH) == 25_000_000  # was blank
    assert codes(done) == []


def test_a_cumulative_list_over_quarters_that_nobody_filled_says_where_their_money_went(tmp_path: Path) -> None:
    """The whole of I to III stands in III then; the year is right, its quarters are not."""
    isian = isian_kecil()
    isian["realisasi"] = [{k: v for k, v in row.items() if not k.endswith("_rp")} for row in isian["realisasi"]]
    run = Run(buku_kecil(tmp_path / "kosong.xlsx", isian), tmp_path)
    (told,) = run.csv(LRA, triwulan=3, kumulatif=True).findings
    assert (told.code, told.expected) == ("impor_triwulan_kosong", "TW I, TW II")
    assert told.message.startswith("4 baris, mulai dari «Penyusunan Dokumen")
    assert "ditulis; TW I, TW II kosong" in texts(run.out, "Impor")


def test_an_amount_that_nobody_can_read_is_told_without_guesses(run: Run) -> None:
    (told,) = run.plan(LRA.replace("100.000.000,00;50,00", "1e300;50,00"), triwulan=3, kumulatif=True).findings[:1]
    assert (told.code, told.found, told.expected) == ("impor_angka_rusak", "1e300", "")


def test_a_first_quarter_has_none_before_it(tmp_path: Path) -> None:
    isian = isian_kecil()
    isian["realisasi"] = [{k: v for k, v in row.items() if not k.endswith("_rp")} for row in isian["realisasi"]]
    run = Run(buku_kecil(tmp_path / "kosong.xlsx", isian), tmp_path)
    assert codes(run.plan(LRA, triwulan=1, kumulatif=True)) == []


def test_a_row_without_spending_in_a_quarter_that_others_filled_is_no_warning(run: Run) -> None:
    """The sheet Impor says it beside the row."""
    assert codes(run.csv(LRA, triwulan=3, kumulatif=True)) == []
    assert "ditulis; TW II kosong" in texts(run.out, "Impor")


def test_the_rest_of_the_workbook_stays_and_computed_cells_follow(run: Run) -> None:
    before = read(run.into)
    run.csv(LRA, triwulan=3, kumulatif=True)
    after = read(run.out)
    changed = {
        (sheet.title, at) for sheet in before for at, cell in sheet.cells.items()
        if cell.formula is None and after.sheet(sheet.title).cell(*at) != cell
    }  # fmt: skip
    assert changed <= {("Program", at) for at in before.sheet("Program").cells} | {
        ("Realisasi", at) for at in before.sheet("Realisasi").cells
    }
    # program 3.25.03: 200 + 25 juta of pagu, 40 + 60 + 1 juta of realisasi
    assert value_of(run.out, "Program", "pagu_jumlah", 5) == 225_000_000
    assert value_of(run.out, "Program", "realisasi_anggaran", 5) == 101_000_000
    assert process(after).errors == 0


def test_codes_without_a_row_of_quarters_get_one(run: Run) -> None:
    run.csv(LRA, triwulan=3, kumulatif=True)
    assert [r["kunci"] for r in rows_of(run.out, "realisasi")][4:] == ["3.25.01.2.01.0006", "3.25.03.2.01.0003"]
    assert run.quarters(TEBAR) == [None, None, 1_000_000, None]


def test_rows_above_and_below_the_programs_are_no_loss(run: Run) -> None:
    done = run.plan(LRA, triwulan=3, kumulatif=True)
    assert (done.by[How.KODE], done.by[How.TIDAK], done.daftar.accounts, done.missing) == (8, 0, 1, ())


def test_importing_twice_is_importing_once(run: Run, tmp_path: Path) -> None:
    run.csv(LRA, triwulan=3, kumulatif=True)
    again = Run(run.out, tmp_path / "again")
    again.folder.mkdir()
    done = again.plan(LRA, triwulan=3, kumulatif=True)
    assert done.acts == {Act.SAMA: 8}
    assert done.writes == ()


def test_the_source_files_are_not_changed(run: Run) -> None:
    before = run.into.read_bytes()
    run.csv(LRA, triwulan=3, kumulatif=True)
    assert run.into.read_bytes() == before


SIPD = [
    ["PEMERINTAH KABUPATEN CONTOH"],
    ["REALISASI ANGGARAN TA 2025"],
    [],
    ["KODE REKENING", "", "", "", "", "URAIAN", "ANGGARAN", "", "REALISASI", "", "", "", ""],
    ["", "", "", "", "", "", "SEBELUM PERUBAHAN", "SETELAH PERUBAHAN", "TW I", "TW II", "TW III", "TW IV", "JUMLAH"],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, "13=9+10+11+12"],
    ["3", "25", "01", "", "", "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA",
     35e6, 40e6, 6e6, 7e6, 0, 0, 13e6],
    ["3", "25", "01", "2.01", "0006", "Koordinasi dan Penyusunan Laporan Capaian Kinerja", 5e6, 10e6, 1e6, 0, 0, 0, 1e6],
    ["3", "25", "01", "2.01", "0001", "Penyusunan Dokumen Perencanaan Perangkat Daerah",
     30e6, 30e6, 5e6, 7e6, 0, 0, 12e6],
]  # fmt: skip


def test_an_export_with_codes_in_parts_and_quarters_in_columns(run: Run) -> None:
    done = run.xlsx(SIPD, ["A4:E5", "F4:F5", "G4:H4", "I4:M4"])
    assert done.by == {How.KODE: 3}
    assert gets(done, LAPORAN) == {"tw1_rp": 1_000_000, "tw2_rp": 0, "tw3_rp": 0, "tw4_rp": 0}
    assert done.acts[Act.SAMA] == 4  # the pagu after the change is as it was, and so are TW I and II of the other
    assert [row.isi["kunci"] for row in done.missing] == ["3.25.03.2.01.0002", "3.25.03.2.01.0003"]
    assert codes(done) == []


def test_one_quarter_of_several_can_be_chosen(run: Run) -> None:
    done = run.xlsx(SIPD, ["A4:E5", "F4:F5", "G4:H4", "I4:M4"], triwulan=1)
    assert gets(done, LAPORAN) == {"tw1_rp": 1_000_000}


def test_columns_in_another_order_with_other_words(run: Run) -> None:
    done = run.plan(
        """
        Realisasi Keuangan;Nama Program/Kegiatan/Sub Kegiatan;Sisa;Pagu DPA;Kode Nomenklatur
        1.500.000;Penebaran Benih di Perairan Umum Daratan;8.500.000;Rp. 10.000.000,-;3 25 03 2.01 0003
        """,
        triwulan=4,
    )
    assert gets(done, TEBAR) == {"pagu": 10_000_000, "tw4_rp": 1_500_000}
    assert done.by == {How.KODE: 1}


FLAT = """
Kode Program,Nama Program,Kode Sub Kegiatan,Nama Sub Kegiatan,Kode Rekening,Nama Rekening,Pagu,Realisasi
3.25.03,PERIKANAN TANGKAP,3.25.03.2.01.0003,Penebaran Benih di Perairan Umum Daratan,5.1.02.01,Belanja Barang,"15,000,000.50","1,000,000.00"
3.25.03,PERIKANAN TANGKAP,3.25.03.2.01.0003,Penebaran Benih di Perairan Umum Daratan,5.1.02.02,Belanja Jasa,"10,000,000.00","2,000,000.00"
"""


def test_an_export_by_account_is_added_up_and_that_is_told(run: Run) -> None:
    done = run.plan(FLAT, triwulan=2)
    assert gets(done, TEBAR) == {"pagu": 25_000_000.5, "tw2_rp": 3_000_000}
    assert codes(done) == ["impor_dijumlah"]


NAMES = """
Program/Kegiatan/Sub Kegiatan\tPagu\tRealisasi
PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN / KOTA\t40.000.000\t1.000.000
Kegiatan Perencanaan, Penganggaran dan Evaluasi Kinerja Perangkat Daerah\t40.000.000\t1.000.000
Sub Kegiatan Penyusunan Dokumen Perencanaan Perangkat Daerah\t30.000.000\t1.000.000
Sub Kegiatan Koordinasi dan Penyusunan Laporan Capaian Kinerja\t10.000.000\t-
PROGRAM PENGELOLAAN PERIKANAN TANGKAP\t210.000.000\t2.000.000
1. Penyediaan Prasarana Usaha Perikanan Tangkap\t200.000.000\t
2. Penebaran Benih di Perairan Umum Daratan\t10.000.000\t2.000.000
Jumlah\t250.000.000\t3.000.000
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_names_alone_match_within_their_program(run: Run, encoding: str) -> None:
    done = run.plan(NAMES, encoding, "daftar.txt", triwulan=4)
    assert done.by == {How.NAMA: 7}
    assert gets(done, SUB) == {"tw4_rp": 1_000_000}
    assert gets(done, LAPORAN) == {"tw4_rp": 0}  # a dash in a list of amounts is none
    assert gets(done, SARANA) == {}  # a blank says nothing
    assert gets(done, TEBAR) == {"pagu": 10_000_000, "tw4_rp": 2_000_000}
    assert codes(done) == []


def test_running_numbers_are_no_codes(tmp_path: Path) -> None:
    """A workbook whose rows are numbered 1, 2, 3 and a list whose rows are, too: names decide."""
    isian = isian_kecil()
    for n, row in enumerate(isian["program"], start=1):
        row["kunci"] = str(n)
    isian["realisasi"] = []
    run = Run(buku_kecil(tmp_path / "a.xlsx", isian), tmp_path)
    text = "No;Uraian;Pagu\n1;Penebaran Benih di Perairan Umum Daratan;7.000.000\n"
    done = run.plan(text.replace("No;", "Kode;"))
    assert [gets(done, kode) for kode in ("1", "8")] == [{}, {"pagu": 7_000_000}]


def test_a_list_with_codes_fits_a_workbook_with_running_numbers(tmp_path: Path) -> None:
    """`3` is a running number there, and no code that 3.25.01 could belong to."""
    isian = isian_kecil()
    for n, row in enumerate(isian["program"], start=1):
        row["kunci"] = str(n)
    isian["realisasi"] = []
    done = Run(buku_kecil(tmp_path / "a.xlsx", isian), tmp_path).plan(LRA, triwulan=4)
    assert done.by == {How.NAMA: 8}
    assert gets(done, "8") == {"pagu": 25_000_000, "tw4_rp": 1_000_000}


def test_any_urusan_in_the_workbook(tmp_path: Path) -> None:
    isian = isian_kecil()
    for row in isian["program"][:4]:
        row["kunci"] = str(row["kunci"]).replace("3.25.", "X.XX.", 1)
    isian["realisasi"] = []
    run = Run(buku_kecil(tmp_path / "a.xlsx", isian), tmp_path)
    assert run.plan(LRA, triwulan=4).by[How.KODE] == 8


@pytest.mark.parametrize(
    "lines",
    [
        ["Kode", "Uraian", "Realisasi s.d. TW I", "Realisasi s.d. TW II"],
        ["kode rekening", "Nomenklatur", "s/d Triwulan 1", "sampai dengan Triwulan 2"],
    ],
)
def test_columns_up_to_a_quarter_are_taken_apart(run: Run, lines: list[str]) -> None:
    text = f"{';'.join(lines)}\n3.25.03.2.01.0003;Penebaran Benih di Perairan Umum Daratan;1.000.000;4.500.000\n"
    assert gets(run.plan(text), TEBAR) == {"tw1_rp": 1_000_000, "tw2_rp": 3_500_000}


@pytest.mark.parametrize(
    "heading",
    ["Realisasi s.d. Periode Ini", "REALISASI S/D BULAN INI (Rp)", "Realisasi sampai dengan Triwulan Ini",
     "Realisasi s.d Juni"],
)  # fmt: skip
def test_a_heading_that_says_up_to_now_is_cumulative_without_being_told(run: Run, heading: str) -> None:
    """The office has 40 million in quarter I; 100 million up to quarter II leave 60 million for quarter II."""
    text = f"Kode;Uraian;{heading}\n3.25.03.2.01.0002;Penyediaan Prasarana Usaha Perikanan Tangkap;100.000.000\n"
    assert gets(run.plan(text, triwulan=2), SARANA) == {"tw2_rp": 60_000_000}


def test_a_list_without_the_quarter_is_told_which_headings_were_understood(run: Run) -> None:
    text = "Kode Rekening;Uraian;Pagu Anggaran;Terserap\n3.25.03.2.01.0003;Penebaran Benih;9.000.000;8.000.000\n"
    with pytest.raises(InputError, match='"Kode Rekening", "Uraian", "Pagu Anggaran"'):
        run.plan(text, triwulan=4)


def test_of_two_years_the_workbooks_counts(run: Run) -> None:
    text = "Kode;Uraian;Realisasi 2024;Realisasi 2025\n3.25.03.2.01.0003;Penebaran Benih;9.000.000;8.000.000\n"
    assert gets(run.plan(text, triwulan=4), TEBAR) == {"tw4_rp": 8_000_000}


# ── what is not written ──

ONE = "Kode;Uraian;Pagu;Realisasi\n3.25.03.2.01.0003;Penebaran Benih di Perairan Umum Daratan;{pagu};{realisasi}\n"


def one(pagu: str = "10.000.000", realisasi: str = "") -> str:
    return ONE.format(pagu=pagu, realisasi=realisasi)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("Rp. 4.312.079.563,-", 4_312_079_563), ("4312079563", 4_312_079_563), ("4,312,079,563", 4_312_079_563),
        ("1.500", 1500), ("6.370.874.771,60", 6_370_874_771.6), ("-", 0),
    ],
)  # fmt: skip
def test_amounts_as_people_type_them(run: Run, typed: str, amount: float) -> None:
    assert gets(run.plan(one(pagu=f'"{typed}"'), triwulan=4), TEBAR) == {"pagu": amount}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("22.433.977.123.76", "ragu"), ("1.643.784,900,-", "ragu"), ("3 juta", "ragu"),
        ("(2.83.000)", "rusak"), ("45%", "rusak"), ("tiga juta", "rusak"),
    ],
)  # fmt: skip
def test_amounts_that_are_not_clear_are_told_and_not_written(run: Run, typed: str, told: str) -> None:
    done = run.plan(one(pagu=typed, realisasi="1.000"), triwulan=4)
    assert gets(done, TEBAR) == {"tw4_rp": 1000}
    assert codes(done) == [f"impor_angka_{told}"]
    assert done.findings[0].found == typed


def test_a_negative_pagu_is_not_written(run: Run) -> None:
    done = run.plan(one(pagu="(5.000.000)"), triwulan=4)
    assert (gets(done, TEBAR), codes(done)) == ({}, ["impor_pagu_negatif"])


def test_a_correction_of_a_quarter_may_be_negative(run: Run) -> None:
    done = run.plan(one(realisasi="(250.000)"), triwulan=4)
    assert gets(done, TEBAR)["tw4_rp"] == -250_000


def test_a_sum_that_falls_is_told_and_not_written(run: Run) -> None:
    text = one().replace(
        "0003;Penebaran Benih di Perairan Umum Daratan", "0002;Penyediaan Prasarana Usaha Perikanan Tangkap"
    )
    done = run.plan(text.replace("10.000.000;", "200.000.000;35.000.000"), triwulan=2, kumulatif=True)
    assert gets(done, SARANA) == {}
    assert codes(done) == ["impor_kumulatif_negatif"]


def test_another_figure_in_the_cell_is_kept_and_told(run: Run) -> None:
    done = run.plan(LRA.replace("200.000.000,00", "190.000.000,00"), triwulan=3, kumulatif=True)
    assert gets(done, SARANA) == {"tw3_rp": 60_000_000}
    told = next(f for f in done.findings if f.code == "impor_bentrok")
    assert (str(told.place), told.found, told.expected) == (
        f"Program!{cell_of(run.into, 'Program', 'pagu', PRASARANA)}", "200.000.000", "190.000.000",
    )  # fmt: skip


def test_it_is_replaced_when_asked_and_the_old_one_kept(run: Run) -> None:
    done = run.csv(LRA.replace("200.000.000,00", "190.000.000,00"), triwulan=3, kumulatif=True, timpa=True)
    assert run.pagu(PRASARANA) == 190_000_000
    assert done.acts[Act.DITIMPA] == 1
    kept = [str(cell.value) for sheet in read(run.out) for cell in sheet.cells.values()]
    notes = run.out.read_bytes()
    assert any("200.000.000" in text for text in kept) or b"200.000.000" in notes


def test_a_formula_in_the_cell_is_kept(run: Run, tmp_path: Path) -> None:
    cell = cell_of(run.into, "Program", "pagu", BENIH)
    patch(run.into, tmp_path / "f.xlsx", [CellWrite("Program", cell, formula="5000000*2", value=10_000_000)])
    done = Run(tmp_path / "f.xlsx", tmp_path).plan(one(pagu="10.000.000"), triwulan=4)
    assert codes(done) == ["impor_bentrok"]


def test_the_same_row_twice_is_not_counted_twice(run: Run) -> None:
    text = one(realisasi="1.000")
    done = run.plan(text + text.splitlines()[1] + "\n", triwulan=4)
    assert (gets(done, TEBAR), codes(done)) == ({}, ["impor_baris_kembar"])


def test_two_sources_of_one_program_are_added(run: Run) -> None:
    text = one(pagu="10.000.000") + "3.25.03.2.01.03;Penebaran Benih di Perairan Umum Daratan;5.000.000;\n"
    done = run.plan(text, triwulan=4)
    assert (gets(done, TEBAR), codes(done)) == ({"pagu": 15_000_000}, ["impor_dijumlah"])


def test_a_code_with_another_name_is_told(run: Run) -> None:
    done = run.plan(LRA.replace("Penebaran Benih di Perairan Umum Daratan", "Rehabilitasi Gedung Kantor"), triwulan=4)
    assert gets(done, TEBAR) == {}
    assert "impor_nama_lain" in codes(done)


def test_two_rows_that_fit_equally_well_are_not_taken(tmp_path: Path) -> None:
    isian = isian_kecil()
    for n, row in enumerate(isian["program"]):
        row["kunci"] = str(n + 1)
    isian["program"][3 - 1]["uraian"] = isian["program"][BENIH - 1]["uraian"]
    isian["realisasi"] = []
    run = Run(buku_kecil(tmp_path / "a.xlsx", isian), tmp_path)
    text = "Uraian;Pagu\nPenebaran Benih di Perairan Umum Daratan;7.000.000\nPenyediaan Prasarana Usaha Perikanan Tangkap;200.000.000"
    done = run.plan(text)
    assert (codes(done), done.acts) == (["impor_ganda"], {Act.SAMA: 1})


def test_a_full_sheet_of_quarters_is_told(tmp_path: Path) -> None:
    isian = isian_kecil()
    filler = [{"kunci": f"9.{n}"} for n in range(14 + 1)]  # as many as there are spare rows, and one
    source = buku_kecil(tmp_path / "a.xlsx", isian)
    spare = len(isian["realisasi"]) + 1
    writes = [
        CellWrite("Realisasi", cell_of(source, "Realisasi", "kunci", spare + n), value=str(r["kunci"]))
        for n, r in enumerate(filler[:-1])
    ]
    patch(source, tmp_path / "full.xlsx", writes)
    run = Run(tmp_path / "full.xlsx", tmp_path)
    done = run.plan(one(realisasi="1.000.000"), triwulan=4)
    assert codes(done) == ["impor_tanpa_baris"]
    assert gets(done, TEBAR) == {"pagu": 10_000_000}  # what has a cell is still written


# ── whether the list agrees with itself and with the workbook ──


def test_a_parent_that_is_not_the_sum_of_its_rows_is_told_once(run: Run) -> None:
    text = LRA.replace("225.000.000,00;101.000.000,00;44,89", "226.000.000,00;101.000.000,00;44,69")
    done = run.plan(text, triwulan=3, kumulatif=True)
    assert [(f.code, f.found, f.expected) for f in done.findings] == [
        ("impor_induk_anak", "226.000.000", "225.000.000")
    ]


def test_a_row_of_the_workbook_that_the_list_lacks_shows_in_its_parent(run: Run) -> None:
    lines = [line for line in LRA.splitlines() if "0006" not in line and "JUMLAH" not in line]
    text = "\n".join(lines).replace("40.000.000,00;19.000.000,00", "30.000.000,00;17.000.000,00")
    done = run.plan(text, triwulan=3, kumulatif=True)
    assert [(f.code, f.found, f.expected) for f in done.findings] == [("impor_induk_buku", "30.000.000", "40.000.000")]
    assert [row.isi["kunci"] for row in done.missing] == ["3.25.01.2.01.0006"]


def test_a_grand_total_that_does_not_fit_is_told(run: Run) -> None:
    text = LRA.replace(";JUMLAH;265.000.000,00", ";JUMLAH;266.000.000,00")
    done = run.plan(text, triwulan=3, kumulatif=True)
    assert [(f.code, f.found, f.expected) for f in done.findings] == [
        ("impor_jumlah_beda", "266.000.000", "265.000.000")
    ]


def test_quarters_that_do_not_add_up_are_told(run: Run) -> None:
    rows = [list(row) for row in SIPD]
    rows[7][12] = 2e6
    done = run.xlsx(rows, ["A4:E5", "F4:F5", "G4:H4", "I4:M4"])
    assert [(f.code, f.found, f.expected) for f in done.findings] == [
        ("impor_triwulan_jumlah", "2.000.000", "1.000.000")
    ]


# ── the sheet Impor ──


def texts(path: Path, sheet: str) -> list[str]:
    return [str(cell.value) for cell in read(path).sheet(sheet).cells.values()]


def test_the_sheet_tells_every_row_both_ways(run: Run) -> None:
    text = LRA.replace("3.25.03.2.01.03;Penebaran Benih di Perairan Umum Daratan", "3.25.03.2.01.09;Pengadaan Kapal")
    done = run.csv(text, triwulan=3, kumulatif=True)
    said = texts(run.out, "Impor")
    assert "Pengadaan Kapal" in said
    assert "tidak cocok" in said
    assert "tidak ada di daftar" in said
    assert [m.entry.nama for m in done.matches if m.baris is None] == ["Pengadaan Kapal"]
    assert read(run.out).sheet("Impor").defined_names["lkjip_lembar"] == '"impor"'


def test_the_next_import_replaces_it(run: Run, tmp_path: Path) -> None:
    run.csv(LRA, triwulan=3, kumulatif=True)
    again = Run(run.out, tmp_path / "b")
    again.folder.mkdir()
    again.csv(LRA, triwulan=4, kumulatif=True)
    assert [sheet.title for sheet in read(again.out)].count("Impor") == 1


def test_a_stranger_sheet_of_that_name_is_not_touched(run: Run, tmp_path: Path) -> None:
    from tests.template_tools import opened

    book = opened(run.into, values=False)
    book.create_sheet("Impor")["A1"] = "milik kami"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="Impor"):
        Run(tmp_path / "a.xlsx", tmp_path).csv(LRA, triwulan=3, kumulatif=True)


# ── lists that are none ──


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (LRA, {}, "--triwulan 1, 2, 3, atau 4"),
        (LRA, {"kumulatif": True}, "--kumulatif membutuhkan --triwulan"),
        (LRA.replace("Tahun Anggaran 2025", "Tahun Anggaran 2024"), {"triwulan": 4}, "tahun anggaran 2024"),
        (LRA.replace("LAPORAN REALISASI ANGGARAN", "REALISASI (dalam ribuan rupiah)"), {"triwulan": 4}, "rupiah penuh"),
        (LRA.replace("Anggaran (Rp)", "Anggaran (Rp.000)"), {"triwulan": 4}, "rupiah penuh"),
        (LRA.replace("Anggaran (Rp)", "Anggaran (juta)"), {"triwulan": 4}, "rupiah penuh"),
        ("Nama;Alamat\nA;B\n", {}, "tidak memuat daftar realisasi"),
        ("Kode;Uraian;Pagu\n", {}, "tidak memuat satu baris pun"),
        ("Kode;Uraian;Pagu;Pagu\n3.25;A;1;2\n", {}, "2 kolom yang sama artinya"),
        (LRA.replace("3.25", "2.17").replace("Perikanan", "Koperasi"), {"triwulan": 4}, "perangkat daerah lain"),
        ("Kode;Uraian;Pagu\n3.25.03;PROGRAM PENGELOLAAN PERIKANAN TANGKAP;225.000.000\n", {}, "di atas baris terendah"),
        (one(realisasi="1"), {"triwulan": 4, "sheet": "Tidak ada"}, "Tidak ada"),
    ],
)  # fmt: skip
def test_lists_that_cannot_be_imported_are_refused_with_the_reason(
    run: Run, text: str, options: dict[str, object], said: str
) -> None:
    with pytest.raises(LkjipError, match=said):
        run.plan(text, **options)


def test_names_that_every_office_has_are_no_proof(tmp_path: Path) -> None:
    """A list without codes of another office: only its supporting activities have the same names."""
    isian = isian_kecil()
    text = "\n".join(["Uraian;Pagu", "Penyusunan Dokumen Perencanaan Perangkat Daerah;1", "A B;2", "C D;3", "E F;4"])
    run = Run(buku_kecil(tmp_path / "a.xlsx", isian), tmp_path)
    with pytest.raises(InputError, match="Hanya 1 dari 4 baris"):
        run.plan(text)


def test_several_lists_in_one_file_need_a_name(run: Run, tmp_path: Path) -> None:
    rows = [["Kode", "Uraian", "Pagu"], ["3.25.03.2.01.0003", "Penebaran Benih di Perairan Umum Daratan", 5e6]]
    source = workbook(tmp_path / "dua.xlsx", {"Juni": rows, "Juli": rows})
    with pytest.raises(InputError, match="Juni, Juli"):
        plan_import(source, run.into)
    assert gets(plan_import(source, run.into, sheet="Juli"), TEBAR) == {"pagu": 5_000_000}


def test_the_workbook_must_be_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(LRA, encoding="utf-8")
    report = Path(__file__).parents[1] / "sample_workbooks" / "magetan_2025" / "terbit.xlsx"
    with pytest.raises(InputError, match="lembar isian Profil"):
        import_list(tmp_path / "l.csv", report, run.out, triwulan=4)


def test_a_workbook_without_programs_is_told(run: Run, tmp_path: Path) -> None:
    empty = api.template(tmp_path / "a.xlsx", profile="magetan_2025", formats=["magetan.3_3"])
    with pytest.raises(InputError, match="belum berisi program"):
        Run(empty, tmp_path).plan(LRA.replace("Tahun Anggaran 2025", ""), triwulan=4)


def test_an_older_version_is_sent_to_migrate(run: Run, tmp_path: Path) -> None:
    from dataclasses import replace

    from workbook_tools.formats import FORMATS

    now = FORMATS["masukan.program"]
    try:
        FORMATS["masukan.program"] = replace(now, version=now.version + 1)
        with pytest.raises(InputError, match="lkjip migrate"):
            run.plan(LRA, triwulan=4)
    finally:
        FORMATS["masukan.program"] = now


def test_no_file_is_its_own_target(run: Run, tmp_path: Path) -> None:
    copy = shutil.copy(run.into, tmp_path / "a.xlsx")
    (tmp_path / "l.csv").write_text(LRA, encoding="utf-8")
    for target in (copy, tmp_path / "l.csv"):
        with pytest.raises(InputError, match="sama dengan"):
            import_list(tmp_path / "l.csv", tmp_path / "a.xlsx", Path(target), triwulan=4)


# ── the command ──


def test_the_command_shows_both_lists(run: Run, tmp_path: Path) -> None:
    text = LRA.replace("3.25.03.2.01.03;Penebaran Benih di Perairan Umum Daratan", "3.25.03.2.01.09;Pengadaan Kapal")
    (tmp_path / "l.csv").write_text(text, encoding="utf-8")
    args = ["import", str(tmp_path / "l.csv"), "--into", str(run.into), "--out", str(run.out)]
    said = CliRunner().invoke(lkjip, [*args, "--triwulan", "3", "--kumulatif"])
    assert said.exit_code == 0, said.output
    assert "7 cocok menurut kode" in said.output
    assert "Pengadaan Kapal\tPagu 25.000.000; s.d. TW III 1.000.000" in said.output
    assert "3.25.03.2.01.0003\tPenebaran Benih" in said.output


def test_a_target_of_another_kind_is_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.xlsx"):
        api.import_(tmp_path / "l.csv", run.into, tmp_path / "b.xlsm")


# ── codes and text files ──


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3.25.01.2.01.0001", (3, 25, 1, 2, 1, 1)), ("3.25.01.2.01.01", (3, 25, 1, 2, 1, 1)),
        ("3 25 01 2.01 0001", (3, 25, 1, 2, 1, 1)), ("325012010001", (3, 25, 1, 2, 1, 1)), ("32501", (3, 25, 1)),
        ("X.XX.01", (-1, -1, 1)), ("3.25.01.", (3, 25, 1)), ("PROGRAM", ()), ("", ()), ("12", (12,)),
    ],
)  # fmt: skip
def test_codes_however_they_are_written(text: str, code: tuple[int, ...]) -> None:
    assert parse_code(text) == code


def test_codes_are_compared_by_their_numbers() -> None:
    assert same_code(parse_code("X.XX.01.2.01"), parse_code("3.25.1.2.1"))
    assert not same_code(parse_code("3.25.X1"), parse_code("3.25.01"))
    assert not same_code(parse_code("3.25.01"), parse_code("3.25.01.2.01"))


def test_accounts_are_told_from_programs() -> None:
    assert [is_account(c) for c in ("5.1.02.01", "5 1 02", "5.01.01", "3.25.01", "5")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_code_in_front_of_a_name_is_taken_off() -> None:
    assert split_code("3.25.01.2.01.0001 - Penyusunan Dokumen") == ("3.25.01.2.01.0001", "Penyusunan Dokumen")
    assert split_code("Penyusunan 3 Dokumen") == ("", "Penyusunan 3 Dokumen")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_most_lines_agree_on(separator: str, tmp_path: Path) -> None:
    lines = ["Judul, dengan koma; dan titik koma", *(separator.join(("a", '"1,5"', "c")) for _ in range(4))]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    sheet = read_delimited(tmp_path / "a.csv").sheets[0]
    assert [sheet.cell(3, col).value for col in (1, 2, 3)] == ["a", "1,5", "c"]


def test_excels_own_line_about_the_separator(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=,\r\na;b,c;d\r\n", encoding="utf-8")
    assert read_delimited(tmp_path / "a.csv").sheets[0].cell(1, 1).value == "a;b"


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "kosong"), (b"PK\x03\x04rest", "CSV"), (b'"' + b"x" * 200_000, "CSV")]
)
def test_files_that_are_no_text_are_refused(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(UnreadableFile, match=said):
        read_delimited(tmp_path / "a.csv")


def test_the_rows_of_other_offices_in_a_list_of_all_are_passed_over(run: Run) -> None:
    """A list of the whole government: another office's supporting activities have the same names."""
    text = LRA.split("%\n", 1)[1]
    others = text.replace("3.25", "2.17") + text.replace("3.25", "1.03")
    done = run.plan(
        LRA.replace(";JUMLAH;265.000.000,00;120.000.000,00", ";JUMLAH;795.000.000,00;360.000.000,00") + others,
        triwulan=3,
        kumulatif=True,
    )
    assert gets(done, TEBAR) == {"pagu": 25_000_000, "tw3_rp": 1_000_000}
    assert (done.others, done.by[How.KODE], done.by[How.TIDAK]) == (16, 8, 0)
