"""Builds `sample_workbooks/` and `templates/` anew: `python -m tests.make_samples`. Tests hold the files against this.

`terbit.xlsx` holds the tables as the report prints them, typed as a clerk with Indonesian Excel would: `70,54%` is
0.7054 with a percent format, `908.531.800` a number, `3 UM` and `- 1.299.000` texts. Only printed columns.
"""

from __future__ import annotations

import csv
import re
from datetime import datetime
from math import ceil
from pathlib import Path

import xlsxwriter

from workbook_tools.regulations.profile import load
from workbook_tools.tables.isian import load as load_isian
from workbook_tools.template import build

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_workbooks"
MAGETAN = SAMPLES / "magetan_2025"
CREATED = datetime(2026, 1, 2)
OFFICE = "Dinas Koperasi Usaha Kecil dan Menengah Kabupaten Magetan"
YEARS = (2023, 2024, 2025)
FIGURES = [
    "Pagu anggaran (perubahan terakhir) Rp", "Realisasi Anggaran Rp", "Target Kinerja", "Realisasi Kinerja",
    "% Capaian Output/kinerja", "(Pagu anggaran x capaian output/kinerja)",
    "(Pagu anggaran x capaian output / kinerja) - Realisasi Anggaran", "Efisiensi (%)",
]  # fmt: skip
INDICATOR = "Indikator Kinerja Sasaran / Tujuan (PERJANJIAN KINERJA PERUBAHAN)"

#: Whose tables the sheets show, under most titles.
UNDER = [OFFICE, "Tahun 2025"]
RENCANA_KERJA = [["NO", "TUJUAN", "SASARAN", "<", "INDIKATOR KINERJA", "SAT.", "TARGET"]]
RENSTRA = "Tujuan, Sasaran, Indikator Dan Target Kinerja"
PROGRAM = [["No.", "Program/Kegiatan/Sub Kegiatan", "Indikator Kinerja", "Satuan", "Target", "Anggaran"]]
PERJANJIAN = [["NO", "SASARAN STRATEGIS", "INDIKATOR KINERJA", "<", "SATUAN", "TARGET"]]
CAPAIAN = ["Sasaran Strategis", "Indikator Kinerja", "Target", "Realisasi", "Capaian %"]

#: table → title lines, heading rows ("<": merged with the cell at the left, "^": with the cell above), numbering row.
LAYOUT: dict[str, tuple[list[str], list[list[str]], list[str]]] = {
    "1_5": (
        ["Tabel 1.5", f"Anggaran Belanja {OFFICE}", "Tahun Anggaran 2025 dan 2026", "(Sebelum Penyusutan)"],
        [["Program", "Tahun 2025", "Tahun 2026"]],
        [],
    ),
    "2_2": (
        ["Tabel 2.2", RENSTRA, OFFICE, "Tahun 2024 - 2026"],
        [
            ["NO", "TUJUAN", "SASARAN", "<", "INDIKATOR KINERJA", "SATUAN",
             "TARGET KINERJA PADA TAHUN RENSTRA", "<", "<"],
            ["^", "^", "^", "<", "^", "^", "2024", "2025", "2026"],
        ],
        ["(1)", "(2)", "(3)", "<", "(4)", "", "(5)", "(6)", "(7)"],
    ),
    "2_6": (
        ["Tabel 2.6", RENSTRA, OFFICE, "Tahun 2025-2030"],
        [
            ["NSPK dan Sasaran RPJMD yang relevan", "Tujuan", "Sasaran", "Indikator Tujuan/Sasaran", "Target Tahun",
             "<", "<", "<", "<", "<", "Ket."],
            ["^", "^", "^", "^", *(str(y) for y in range(2025, 2031)), "^"],
        ],
        [],
    ),
    "2_9": (["Tabel 2.9", "Rencana Kerja Tahun 2025", OFFICE], RENCANA_KERJA, ["1", "2", "3", "<", "4", "5", "6"]),
    "2_10": (
        ["Tabel 2.10", "Program, Kegiatan, dan Pagu Anggaran Tahun 2025", *UNDER],
        PROGRAM,
        ["1", "2", "3", "4", "5", "6"],
    ),
    "2_11": (["Tabel 2.11", "Perjanjian Kinerja Tahun 2025", *UNDER], PERJANJIAN, ["1", "2", "3", "<", "4", "5"]),
    "2_12": (
        ["Tabel 2.12", "Rencana Kerja Perubahan Tahun 2025", OFFICE],
        RENCANA_KERJA,
        ["1", "2", "3", "<", "4", "5", "6"],
    ),
    "2_13": (
        ["Tabel 2.13", "Program, Kegiatan, dan Pagu Anggaran Perubahan Tahun 2025", *UNDER],
        PROGRAM,
        ["1", "2", "3", "4", "5", "6"],
    ),
    "2_14": (
        ["Tabel 2.14", "Perjanjian Kinerja Perubahan Tahun 2025", *UNDER],
        PERJANJIAN,
        ["1", "2", "3", "<", "4", "5"],
    ),
    "3_1": (
        ["Tabel 3.1", "Kriteria Capaian Kinerja"],
        [["No", "Nilai Capaian Kinerja", "<", "Kategori"], ["^", "%", "Keterangan Persentase", "^"]],
        [],
    ),
    "3_2": (["Tabel 3.2", "Capaian Kinerja (Induk) Tahun 2025", *UNDER], [[*CAPAIAN, "Kategori"]], []),
    "3_3": (
        ["Tabel 3.3", "Capaian Kinerja (Perubahan) Tahun 2025", *UNDER],
        [["Tujuan/Sasaran", INDICATOR, *FIGURES]],
        [],
    ),
    "3_4": (
        ["Tabel 3.4", "Rincian Capaian Kinerja (Perubahan) Tahun 2025", *UNDER],
        [["Tujuan/Sasaran", INDICATOR, *FIGURES]],
        [],
    ),
    "3_5": (
        ["Tabel 3.5", "Efisiensi Kinerja Sasaran Tahun 2025", OFFICE],
        [
            ["Sasaran", "Indikator Kinerja", "Satuan", "Indikator Kinerja", "<", "<", "Anggaran", "<", "<",
             "Tingkat Efisiensi"],
            ["^", "^", "^", *(["Target", "Realisasi", "Capaian (%)"] * 2), "^"],
        ],
        [],
    ),
    "3_6": (
        ["Tabel 3.6", "Perbandingan Capaian Kinerja dengan Tahun Sebelumnya"],
        [
            ["Sasaran", "Indikator Kinerja", *(c for y in YEARS for c in (f"Tahun {y}", "<", "<"))],
            ["^", "^", *(["Target", "Realisasi", "%"] * len(YEARS))],
        ],
        [],
    ),
    "3_7": (
        ["Tabel 3.7", "Tingkat Kemajuan Capaian Kinerja dengan Akhir Tahun Rencana Strategis"],
        [["No.", "Sasaran", "Indikator Kinerja", "Realisasi Kinerja Tahun 2025", "Target Akhir renstra",
          "Tingkat Kemajuan"]],
        ["1", "2", "3", "4", "5", "6=4/5*100"],
    ),
    "3_8": (
        ["Tabel 3.8", "Perbandingan Capaian dengan Kota Mojokerto Tahun 2025"],
        [["No.", "Sasaran", "Indikator Kinerja", "Realisasi Tahun 2025", "Realisasi Tahun 2025 Kota Mojokerto",
          "% Capaian"]],
        ["1", "2", "3", "4", "5", "6=4/5*100"],
    ),
    "3_9a": (
        ["Tabel 3.9", "Analisis penyebab keberhasilan/kegagalan pencapaian kinerja"],
        [[*CAPAIAN, "Penyebab Keberhasilan/Kegagalan"]],
        [],
    ),
    "3_9b": (
        ["Tabel 3.9", "Permasalahan pencapaian kinerja dan Alternatif solusi kebijakan yang telah dilakukan"],
        [["Sasaran Strategis", "Indikator Kinerja", "Permasalahan dalam pencapaian Indikator Kinerja",
          "Alternatif Solusi"]],
        [],
    ),
    "4_1": (
        ["Tabel 4.1", f"Capaian Kinerja {OFFICE}", "Tahun 2025"],
        [["Sasaran", "Indikator Kinerja", "Target", "Realisasi", "Capaian Kinerja"], ["^", "^", "^", "^", "(%)"]],
        [],
    ),
    "4_2": (
        ["Tabel 4.2", "Rencana Aksi Peningkatan Kinerja", OFFICE, "Tahun 2026"],
        [["Sasaran Strategis", "Indikator Kinerja", "Rencana Aksi Tahun 2026"]],
        [],
    ),
    "4_3": (
        ["Tabel 4.3.", "Target Waktu Pencapaian Indikator Kinerja", OFFICE, "Tahun 2026"],
        [
            ["SASARAN", "INDIKATOR KINERJA", "TARGET TAHUN 2026", "<", "<", "<", "<"],
            ["^", "^", "TW 1", "TW 2", "TW 3", "TW 4", "TOTAL"],
        ],
        [],
    ),
}  # fmt: skip

#: The report numbers two tables 3.9.
SHEETS = {"3_9a": "Tabel 3.9", "3_9b": "Tabel 3.9 (2)"}


def sheet_of(table: str) -> str:
    """The name of the table's sheet in `terbit.xlsx`."""
    return SHEETS.get(table, f"Tabel {table.replace('_', '.')}")


WIDE = (
    "uraian", "indikator", "sasaran", "tujuan", "keterangan", "program", "nspk_sasaran_rpjmd", "penyebab",
    "permasalahan", "alternatif_solusi", "rencana_aksi",
)  # fmt: skip


USUAL, WIDEST = 18, 45
LINE = 15.0  # points


def rows_of(table: str) -> tuple[list[str], list[dict[str, str]]]:
    """Column names and rows of one transcribed table."""
    with (MAGETAN / "terbit" / f"tabel_{table}.tsv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = list(reader)
        return [name for name in reader.fieldnames or () if name != "tebal"], rows


def first_data_row(table: str) -> int:
    """The sheet row (1-based) of the first data row in `terbit.xlsx`."""
    titles, heads, numbering = LAYOUT[table]
    return len(titles) + 1 + len(heads) + bool(numbering) + 1


def typed(text: str) -> tuple[object, str]:
    """What Excel with Indonesian settings makes of the text: value and number format."""
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+", text):
        return int(text.replace(".", "")), "#,##0"
    rupiah = re.fullmatch(r"Rp(\d{1,3}(?:\.\d{3})+)", text)
    if rupiah:
        return int(rupiah[1].replace(".", "")), '"Rp"#,##0'
    number = re.fullmatch(r"(-?\d+|-?\d{1,3}(?:\.\d{3})+)(?:,(\d+))?( ?%)?", text)
    if not number:
        return text, "@" if re.fullmatch(r"[\d.]+", text) else "General"
    whole, decimals, percent = number[1].replace(".", ""), number[2] or "", number[3]
    value = float(f"{whole}.{decimals or 0}")
    form = ("#,##0" if "." in number[1] else "0") + ("." + "0" * len(decimals) if decimals else "")
    return (round(value / 100, len(decimals) + 2), f"{form}{percent}") if percent else (value, form)


def make_terbit(target: Path) -> Path:
    """`terbit.xlsx`: one sheet a table."""
    book = xlsxwriter.Workbook(str(target))
    book.set_properties({"title": "LKjIP Magetan 2025, tabel sebagaimana terbit", "created": CREATED})
    for table in LAYOUT:
        _sheet(book, table)
    book.close()
    return target


def _sheet(book: xlsxwriter.Workbook, table: str) -> None:
    titles, heads, numbering = LAYOUT[table]
    names, rows = rows_of(table)
    sheet = book.add_worksheet(sheet_of(table))
    title, head = (
        book.add_format({"bold": True}),
        book.add_format({"bold": True, "text_wrap": True, "border": 1, "align": "center"}),
    )
    for n, line in enumerate(titles):
        sheet.write_string(n, 0, line, title)
    top = len(titles) + 1
    for n, cells in enumerate([*heads, *([numbering] if numbering else [])]):
        sheet.set_row(top + n, LINE * max(ceil(len(text) / USUAL) for text in cells) if n < len(heads) else LINE)
        for col, text in enumerate(cells):
            if text and text not in "<^":
                _merged(sheet, [*heads, *([numbering] if numbering else [])], n, col, top, head)
    for col, name in enumerate(names):
        sheet.set_column(col, col, _width(name))
    for n, row in enumerate(rows):
        lines = max(ceil(len(row[name]) / _width(name)) for name in names)
        sheet.set_row(first_data_row(table) - 1 + n, LINE * lines)
        for col, name in enumerate(names):
            _cell(
                book, sheet, first_data_row(table) - 1 + n, col, row[name], bold=row.get("tebal") == "ya" and col == 0
            )
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _width(name: str) -> int:
    """Characters that a line of the column holds."""
    return WIDEST if name in WIDE else USUAL


def _merged(sheet, heads, n: int, col: int, top: int, form) -> None:
    right = col
    while right + 1 < len(heads[n]) and heads[n][right + 1] == "<":
        right += 1
    down = n
    while down + 1 < len(heads) and col < len(heads[down + 1]) and heads[down + 1][col] == "^":
        down += 1
    text = heads[n][col]
    if (down, right) == (n, col):
        sheet.write(top + n, col, int(text) if text.isdigit() else text, form)
    else:
        sheet.merge_range(top + n, col, top + down, right, int(text) if text.isdigit() else text, form)


_FORMATS: dict[tuple[int, str, bool], object] = {}


def _cell(book, sheet, row: int, col: int, text: str, *, bold: bool) -> None:
    value, number_format = typed(text)
    key = (id(book), number_format, bold)
    form = _FORMATS.get(key)
    if form is None:
        form = _FORMATS[key] = book.add_format(
            {"num_format": number_format, "bold": bold, "text_wrap": True, "border": 1, "valign": "top"}
        )
    if text == "":
        sheet.write_blank(row, col, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, col, value, form)
    else:
        sheet.write_number(row, col, value, form)


def make_isian(target: Path) -> Path:
    """`isian.xlsx`: the right inputs typed once, every table a view of them."""
    return build(load("magetan_2025"), target, isian=load_isian(MAGETAN / "isian"), tahun=2025)


def make_templates(folder: Path) -> list[Path]:
    """An empty template of every profile that lists formats."""
    return [
        build(load(name), folder / f"{name}.xlsx")
        for name in ("magetan_2025", "magetan_renja_2024", "mojokerto_2025", "jember_2025", "netral")
    ]


if __name__ == "__main__":
    make_terbit(MAGETAN / "terbit.xlsx")
    make_isian(MAGETAN / "isian.xlsx")
    make_templates(ROOT / "templates")
