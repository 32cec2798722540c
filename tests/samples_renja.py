"""Builds `sample_workbooks/magetan_renja_2024/` anew: `python -m tests.samples_renja`. Tests hold the file against this.

`terbit.xlsx` holds the tables of the Renja Perubahan 2024 as printed, as they stand in a clerk's Excel: figures are
numbers with the printed number format (`2,992,759,325` is 2992759325 shown as `#,##0`), `4 Laporan` and `1.00%` texts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import datetime
from math import ceil
from pathlib import Path

import xlsxwriter

from tests.make_samples import SAMPLES, _merged

RENJA = SAMPLES / "magetan_renja_2024"
CREATED = datetime(2026, 1, 2)
LINE = 15  # height of a line of text
WIDE = ("uraian", "indikator", "tujuan", "sasaran", "uraian_awal", "indikator_awal", "uraian_analisis", "indikator_analisis",
        "keterangan", "prioritas_nasional", "prioritas_daerah")  # fmt: skip
_RENSTRA = "Target Renstra Perangkat Daerah pada Tahun 2026 (Akhir Periode Renstra Perangkat Daerah)"
_TARGET = "Target Kinerja dan Anggaran Renja Perangkat Daerah Tahun berjalan"
_TINGKAT = "Tingkat Capaian Kinerja dan Realisasi Anggaran Renja yang dievaluasi (%)"
_CUMULATIVE = (
    "Realisasi Kinerja dan Anggaran Renstra Perangkat Daerah s/d tahun 2026 (Akhir Tahun Pelaksanaan Renja Perangkat "
    "Daerah Tahun 2024)"
)
_RENSTRA_TINGKAT = "Tingkat Capaian Kinerja Dan Realisasi Anggaran Renstra Perangkat Daerah s/d tahun 2024"
_NAMES = [
    "Program, Kegiatan, Sub Kegiatan",
    "Indikator Kinerja Tujuan, Sasaran, Program(outcome), Kegiatan (output), Sub Kegiatan",
]
_SIDE = ["Program / Kegiatan", "Lokasi", "Indikator Kinerja", "Target Capaian", "Pagu Indikatif (Rp.000)"]

#: table → title lines, heading rows ("<": merged with the cell at the left, "^": with the cell above), numbering row.
LAYOUT: dict[str, tuple[list[str], list[list[str]], list[str]]] = {
    "2_1": (
        [
            "Tabel 2.1",
            "Evaluasi Hasil Pelaksanaan RKPD Tahun 2024 Kabupaten Magetan",
            "Sampai dengan Triwulan II (s.d. bulan Juni 2024)",
        ],
        [
            [*_NAMES, _RENSTRA, "<", f"{_TARGET} (Tahun 2024) yang dievaluasi (Tahun 2024)", "<",
             "Realisasi Renja Perangkat Daerah Tahun 2024 (TW II)", "<", _TINGKAT, _CUMULATIVE, "<", _RENSTRA_TINGKAT],
            ["^", "^", "K", "<", "K", "<", "K", "<", "K", "K", "<", "K"],
            ["^", "^", "Volume", "Satuan", "Volume", "Satuan", "Volume", "Satuan", "^", "Volume", "Satuan", "^"],
        ],
        [],
    ),
    "2_2": (
        ["Tabel 2.2", "Hasil Evaluasi Renja sampai dengan Triwulan II Tahun Berjalan"],
        [
            [*_NAMES, f"{_TARGET} yang dievaluasi (Tahun 2024)", "<", "<",
             "Realisasi Capaian Kinerja dan Anggaran Renja Perangkat Daerah yang dievaluasi", "<", "<", _TINGKAT, "<",
             "Keterangan", "Solusi"],
            ["^", "^", "K", "<", "Rp", "K", "<", "Rp", "K", "Rp", "^", "^"],
            ["^", "^", "Volume", "Satuan", "^", "Volume", "Satuan", "^", "^", "^", "^", "^"],
        ],
        [],
    ),
    "3_1": (
        ["Tabel 3.1", "Target Kinerja Penyelenggaraan Pemerintahan Daerah Dinas Koperasi UM"],
        [
            ["NO", "TUJUAN", "SASARAN", "INDIKATOR KINERJA (TUJUAN / SASARAN)", "TARGET", "<", "<"],
            ["^", "^", "^", "^", "RENJA 2024", "P-RENJA 2024", "AKHIR RENSTRA"],
        ],
        [],
    ),
    "3_2": (
        ["3.2", "Review terhadap Dokumen Perubahan RKPD"],
        [
            ["No", "Rancangan Awal P-APBD", "<", "<", "<", "<", "Hasil Analisis Kebutuhan", "<", "<", "<", "<",
             "Catatan Penting"],
            ["^", *_SIDE, *_SIDE, "^"],
        ],
        [],
    ),
    "3_3": (
        ["3.3", "Rencana Program dan Kegiatan Perubahan Renja"],
        [
            ["NO", "KODE", "URUSAN / BIDANG URUSAN / PROGRAM / KEGIATAN / SUB KEGIATAN",
             "INDIKATOR PROGRAM / KEGIATAN / SUB KEGIATAN", "CAPAIAN KINERJA DAN KERANGKA PENDANAAN", *["<"] * 9,
             "KELOMPOK SASARAN", "PRAKIRAAN MAJU RENCANA TAHUN 2025", "<", "PERANGKAT DAERAH PENANGGUNG JAWAB"],
            ["^", "^", "^", "^", "TARGET 2024", "<", "PAGU INDIKATIF (Rp)", "<", "<", "Bertambah/Berkurang (10-12)",
             "LOKASI", "SUMBER DANA", "PRIORITAS", "<", "^", "TARGET", "PAGU INDIKATIF (Rp)", "^"],
            ["^", "^", "^", "^", "SEBELUM", "SESUDAH", "RKPD 2024", "APBD 2024", "RKPD PERUBAHAN 2024", "^", "^", "^",
             "NASIONAL", "DAERAH", "^", "^", "^", "^"],
        ],
        ["", "", "", "", "5", "6", "7", "8", "9", "18", "11", "12", "13", "14", "", "15", "16", ""],
    ),
}  # fmt: skip


def rows_of(table: str) -> tuple[list[str], list[dict[str, str]]]:
    """Column names and rows of one transcribed table."""
    with (RENJA / "terbit" / f"tabel_{table}.tsv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = list(reader)
        return [name for name in reader.fieldnames or () if name != "tebal"], rows


def ledger() -> list[dict[str, str]]:
    """Every published figure of these tables that is not what it should be, with its cause."""
    with (RENJA / "terbit" / "sebab.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def first_data_row(table: str) -> int:
    """The sheet row (1-based) of the first data row in `terbit.xlsx`."""
    titles, heads, numbering = LAYOUT[table]
    return len(titles) + 1 + len(heads) + bool(numbering) + 1


def typed(text: str, table: str, column: str) -> tuple[object, str]:
    """What the cell holds: value and number format. Only Tabel 3.1 prints in Indonesian notation."""
    if column == "kode" or not text:
        return text, "@" if text else "General"
    if percent := re.fullmatch(r"(\d+) ?%", text):
        return int(percent[1]) / 100, "0%"
    mark = "," if table == "3_1" else "."
    group = "." if table == "3_1" else ","
    number = re.fullmatch(rf"-?(\d{{1,3}}({re.escape(group)}\d{{3}})+|\d+)({re.escape(mark)}(?P<decimals>\d+))?", text)
    if number is None:
        return text, "General"
    plain = text.replace(group, "").replace(mark, ".")
    decimals = len(number["decimals"] or "")
    value = float(plain) if decimals else int(plain)
    fraction = "." + "0" * decimals if decimals else ""
    if group in text:
        return value, f"#,##0{fraction}"
    return value, f"0{fraction}" if fraction and text.endswith("0") else "General"


def make_terbit(target: Path, corrections: Mapping[tuple[str, int, str], str] | None = None) -> Path:
    """`terbit.xlsx`: one sheet a table; `corrections` replace printed cells by table, row (from 1) and column."""
    book = xlsxwriter.Workbook(str(target))
    book.set_properties({"title": "Renja Perubahan Magetan 2024, tabel sebagaimana terbit", "created": CREATED})
    for table in LAYOUT:
        _sheet(book, table, corrections or {})
    book.close()
    return target


def _sheet(book: xlsxwriter.Workbook, table: str, corrections: Mapping[tuple[str, int, str], str]) -> None:
    titles, heads, numbering = LAYOUT[table]
    names, rows = rows_of(table)
    sheet = book.add_worksheet(f"Tabel {table.replace('_', '.')}")
    title = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"})
    for n, line in enumerate(titles):
        sheet.write_string(n, 0, line, title)
    top = len(titles) + 1
    printed = [*heads, *([numbering] if numbering else [])]
    for n in range(len(heads)):
        sheet.set_row(top + n, 80 if n == 0 else 32)  # merged cells never find their height themselves
    for n, cells in enumerate(printed):
        for col, text in enumerate(cells):
            if text == "":
                sheet.write_blank(top + n, col, None, head)
            elif text not in "<^":
                _merged(sheet, printed, n, col, top, head)
    for col, name in enumerate(names):
        sheet.set_column(col, col, _width(name))
    formats: dict[tuple[str, bool], object] = {}
    for n, row in enumerate(rows):
        sheet.set_row(first_data_row(table) - 1 + n, LINE * max(ceil(len(row[c]) / (0.85 * _width(c))) for c in names))
        for col, name in enumerate(names):
            text = corrections.get((table, n + 1, name), row[name])
            value, number_format = typed(text, table, name)
            bold = row.get("tebal") == "ya" and col == 0
            form = formats.get((number_format, bold))
            if form is None:
                form = formats[number_format, bold] = book.add_format(
                    {"num_format": number_format, "bold": bold, "text_wrap": True, "border": 1, "valign": "top"}
                )
            at = (first_data_row(table) - 1 + n, col)
            if text == "":
                sheet.write_blank(*at, None, form)
            elif isinstance(value, str):
                sheet.write_string(*at, value, form)
            else:
                sheet.write_number(*at, value, form)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)


def _width(column: str) -> int:
    return 45 if column in WIDE else 18


if __name__ == "__main__":
    make_terbit(RENJA / "terbit.xlsx")
