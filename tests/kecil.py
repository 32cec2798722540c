"""A small office in a working workbook: two sasaran, two programs, every figure chosen so that it can be checked by hand."""

from __future__ import annotations

from pathlib import Path

from workbook_tools.books.closed import read
from workbook_tools.books.model import address
from workbook_tools.inputs import read_inputs
from workbook_tools.regulations import Profil, load
from workbook_tools.tables.build import Isian
from workbook_tools.tables.model import Value
from workbook_tools.template import build

FORMATS = ("magetan.3_3", "magetan.3_6")
_PROFIL = """
pemda | Kabupaten Contoh
perangkat_daerah | Dinas Perikanan
tahun | 2025
tahun_awal | 2023
versi_pk | perubahan
"""
#: kode, sasaran, indikator, satuan, agregasi, target PK perubahan, target dan realisasi 2023, 2024
_INDIKATOR = """
1.1 | 1 | Meningkatnya produksi ikan | Persentase produksi ikan | Persen | akhir | 80 | 60 | 55 | 70 | 72,5
2.1 | 2 | Meningkatnya akuntabilitas | Nilai SAKIP | Angka | akhir | 75 | 70 | 70 | 72 | 71
"""
#: kode, level, uraian, no sasaran, target, pagu
_PROGRAM = """
3.25.01 | program | PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA | 2 | 83 |
3.25.01.2.01 | kegiatan | Perencanaan, Penganggaran, dan Evaluasi Kinerja Perangkat Daerah | 2 | 8 |
3.25.01.2.01.0001 | sub_kegiatan | Penyusunan Dokumen Perencanaan Perangkat Daerah | 2 | 6 | 30000000
3.25.01.2.01.0006 | sub_kegiatan | Koordinasi dan Penyusunan Laporan Capaian Kinerja | 2 | 2 | 10000000
3.25.03 | program | PROGRAM PENGELOLAAN PERIKANAN TANGKAP | 1 | 3 |
3.25.03.2.01 | kegiatan | Pengelolaan Penangkapan Ikan di Wilayah Sungai, Danau, Waduk, dan Rawa | 1 | 18 |
3.25.03.2.01.0002 | sub_kegiatan | Penyediaan Prasarana Usaha Perikanan Tangkap | 1 | 26 | 200000000
3.25.03.2.01.0003 | sub_kegiatan | Penebaran Benih di Perairan Umum Daratan | 1 | 5 |
"""
#: kode, TW IV kinerja, TW I anggaran, TW II anggaran
_REALISASI = """
1.1 | 88 | |
2.1 | 75 | |
3.25.01.2.01.0001 | 6 | 5000000 | 7000000
3.25.03.2.01.0002 | 20 | 40000000 |
"""


def isian_kecil() -> dict[str, list[dict[str, Value]]]:
    """The typed rows; two sub kegiatan have no row of quarters, one has no pagu."""
    indikator = [
        {
            "kunci": kode, "no_sasaran": no, "sasaran": sasaran, "indikator": nama, "satuan": satuan,
            "polaritas": "naik", "agregasi": agregasi, "target_perubahan": angka(target), "target_2023": angka(t23),
            "realisasi_2023": angka(r23), "target_2024": angka(t24), "realisasi_2024": angka(r24),
        }
        for kode, no, sasaran, nama, satuan, agregasi, target, t23, r23, t24, r24 in _lines(_INDIKATOR)
    ]  # fmt: skip
    program = [
        {"kunci": kode, "level": level, "uraian": uraian, "no_sasaran": no, "indikator": f"Hasil {uraian}",
         "satuan": "Dokumen", "polaritas": "naik", "agregasi": "akhir", "target": angka(target), "pagu": angka(pagu)}
        for kode, level, uraian, no, target, pagu in _lines(_PROGRAM)
    ]  # fmt: skip
    realisasi = [
        {"kunci": kode, "tw4_k": angka(hasil), "tw1_rp": angka(tw1), "tw2_rp": angka(tw2)}
        for kode, hasil, tw1, tw2 in _lines(_REALISASI)
    ]
    profil: list[dict[str, Value]] = [{"kunci": k, "isi": v} for k, v in _lines(_PROFIL)]
    rows = {"profil": profil, "indikator": indikator, "program": program, "realisasi": realisasi}
    return {role: [{k: v for k, v in row.items() if v is not None} for row in found] for role, found in rows.items()}


def _lines(text: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]


def angka(typed: str) -> float | None:
    return float(typed.replace(",", ".")) if typed else None


def buku_kecil(
    path: Path, isian: Isian | None = None, formats: tuple[str, ...] = FORMATS, profil: Profil | None = None
) -> Path:
    """Its working workbook."""
    rows = isian_kecil() if isian is None else isian
    return build(profil or load("magetan_2025"), path, isian=rows, formats=formats, tahun=2025)


def rows_of(path: Path, role: str) -> list[dict[str, Value]]:
    """What is typed on an input sheet."""
    return read_inputs(read(path)).isian[role]


def cell_of(path: Path, sheet: str, key: str, row: int) -> str:
    """The address of the n-th data cell of a column; 0 is its key."""
    head = next(at for at, cell in read(path).sheet(sheet).cells.items() if cell.value == key)
    return address(head[0] + row, head[1])


def value_of(path: Path, sheet: str, key: str, row: int) -> object:
    """What the n-th data cell of a column holds."""
    found = read(path).sheet(sheet)
    at = next(at for at, cell in found.cells.items() if cell.value == key)
    return found.cell(at[0] + row, at[1]).value
