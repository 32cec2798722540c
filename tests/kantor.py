"""Two offices and their workbooks in memory: as a report prints them, and as the working workbook holds them.

`magetan` is the sample, `rekaan` wholly invented (another scale, two indicators a sasaran, a `turun` indicator, six
years); other seeds give other figures. `cetak` lays the tables out as typed by hand, `kerja` with key row, helper
columns and input sheets, with formulas or with their values only. A `Buku` knows which cell holds which figure.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from contoh import isian_magetan

from workbook_tools.books.model import Book, Range, RawCell, Sheet, TableRef, address
from workbook_tools.compute.rule import Alasan
from workbook_tools.findings import Place
from workbook_tools.formats.spec import LEVELS, Column, Entity, Kind
from workbook_tools.formulas import Structured
from workbook_tools.regulations.profile import Profil, load
from workbook_tools.tables.build import Isian, working_tables
from workbook_tools.tables.model import Tabel, Value
from workbook_tools.template import styles as look
from workbook_tools.template.layout import Layout
from workbook_tools.values import Locale, format_number, round_half_away
from workbook_tools.values.rounding import own_decimals, percent_points

#: A cell by what it holds: role of the table, number of the row, key of the column.
Ref = tuple[str, int, str]
Entitas = tuple[str, str]


@dataclass(frozen=True)
class Kantor:
    """One office: its typed figures, the profile in force and the years that its tables show."""

    nama: str
    profil: Profil
    isian: Isian
    years: tuple[int, ...]

    @property
    def formats(self) -> tuple[str, ...]:
        return self.profil.format

    def tables(self, isian: Isian | None = None) -> dict[str, Tabel]:
        return working_tables(self.profil, self.isian if isian is None else isian, self.years, self.formats)


def magetan() -> Kantor:
    """The sample: Dinas Koperasi dan UKM Kabupaten Magetan 2025."""
    return Kantor("magetan", load("magetan_2025"), isian_magetan(), (2023, 2024, 2025))


# ── the invented office ──────────────────────────────────────────────────────────────────────────────────────────────

#: no, sasaran, indikator, satuan, polaritas, agregasi, target (the rest is drawn).
INDIKATOR = """
1 | Meningkatnya produksi perikanan tangkap dan budidaya | Jumlah produksi perikanan tangkap | Ton | naik | jumlah | 12480.75
1 | Meningkatnya produksi perikanan tangkap dan budidaya | Jumlah produksi perikanan budidaya | Ton | naik | jumlah | 8316.4
2 | Meningkatnya nilai tambah dan mutu hasil perikanan | Angka kehilangan hasil pascapanen | Persen | turun | akhir | 12
2 | Meningkatnya nilai tambah dan mutu hasil perikanan | Angka konsumsi ikan masyarakat | Kg/kapita/tahun | naik | akhir | 37.85
3 | Terkendalinya pemanfaatan sumber daya ikan | Persentase kepatuhan pelaku usaha perikanan | Persen | naik | akhir | 76.35
3 | Terkendalinya pemanfaatan sumber daya ikan | Jumlah kelompok pengawas yang aktif | Kelompok | naik | maks | 27
4 | Meningkatnya akuntabilitas kinerja perangkat daerah | Nilai SAKIP Dinas Perikanan | Angka | naik | akhir | 78.45
"""

#: kode | level (p, k, s; + a second indicator) | uraian | no sasaran | indikator | satuan | target (the rest is drawn).
PROGRAM = """
3.25.01 | p | PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA | 4 | Indeks kepuasan layanan kesekretariatan | Indeks | 83.6
3.25.01 | + | PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA | 4 | Persentase temuan pemeriksaan yang ditindaklanjuti | Persen | 92.5
3.25.01.2.01 | k | Perencanaan, Penganggaran, dan Evaluasi Kinerja Perangkat Daerah | 4 | Jumlah dokumen perencanaan dan evaluasi yang selesai tepat waktu | Dokumen | 14
3.25.01.2.01.0001 | s | Penyusunan Dokumen Perencanaan Perangkat Daerah | 4 | Jumlah dokumen perencanaan yang disusun | Dokumen | 6
3.25.01.2.01.0006 | s | Koordinasi dan Penyusunan Laporan Capaian Kinerja dan Ikhtisar Realisasi Kinerja SKPD | 4 | Jumlah laporan capaian kinerja | Laporan | 8
3.25.01.2.02 | k | Administrasi Keuangan Perangkat Daerah | 4 | Persentase layanan keuangan tepat waktu | Persen | 97.5
3.25.01.2.02.0001 | s | Penyediaan Gaji dan Tunjangan ASN | 4 | Jumlah orang yang menerima gaji dan tunjangan | Orang/bulan | 53
3.25.01.2.02.0005 | s | Koordinasi dan Penyusunan Laporan Keuangan Akhir Tahun SKPD | 4 | Jumlah laporan keuangan akhir tahun | Laporan | 2
3.25.01.2.06 | k | Administrasi Umum Perangkat Daerah | 4 | Jumlah layanan umum yang tersedia | Paket | 71
3.25.01.2.06.0001 | s | Penyediaan Komponen Instalasi Listrik/Penerangan Bangunan Kantor | 4 | Jumlah paket komponen listrik | Paket | 4
3.25.01.2.06.0002 | s | Penyediaan Peralatan dan Perlengkapan Kantor | 4 | Jumlah paket peralatan kantor | Paket | 9
3.25.01.2.06.0005 | s | Penyediaan Barang Cetakan dan Penggandaan | 4 | Jumlah paket barang cetakan | Paket | 12
3.25.01.2.06.0009 | s | Penyelenggaraan Rapat Koordinasi dan Konsultasi SKPD | 4 | Jumlah laporan rapat koordinasi | Laporan | 46
3.25.01.2.08 | k | Penyediaan Jasa Penunjang Urusan Pemerintahan Daerah | 4 | Jumlah jasa penunjang yang tersedia | Laporan | 24
3.25.01.2.08.0002 | s | Penyediaan Jasa Komunikasi, Sumber Daya Air dan Listrik | 4 | Jumlah laporan jasa komunikasi, air, dan listrik | Laporan | 12
3.25.01.2.08.0004 | s | Penyediaan Jasa Pelayanan Umum Kantor | 4 | Jumlah laporan jasa pelayanan umum | Laporan | 13
3.25.01.2.09 | k | Pemeliharaan Barang Milik Daerah Penunjang Urusan Pemerintahan Daerah | 4 | Persentase barang milik daerah yang laik pakai | Persen | 88.25
3.25.01.2.09.0002 | s | Pemeliharaan Kendaraan Dinas Operasional atau Lapangan | 4 | Jumlah kendaraan dinas yang dipelihara | Unit | 17
3.25.01.2.09.0009 | s | Pemeliharaan/Rehabilitasi Gedung Kantor dan Bangunan Lainnya | 4 | Jumlah gedung yang dipelihara | Unit | 3
3.25.03 | p | PROGRAM PENGELOLAAN PERIKANAN TANGKAP | 1 | Kenaikan produksi perikanan tangkap | Persen | 3.25
3.25.03.2.01 | k | Pengelolaan Penangkapan Ikan di Wilayah Sungai, Danau, Waduk, dan Rawa | 1 | Jumlah perairan umum yang dikelola | Lokasi | 18
3.25.03.2.01.0001 | s | Penyediaan Data dan Informasi Sumber Daya Ikan | 1 | Jumlah data sumber daya ikan | Dokumen | 4
3.25.03.2.01.0002 | s | Penyediaan Prasarana Usaha Perikanan Tangkap | 1 | Jumlah prasarana usaha tangkap | Unit | 26
3.25.03.2.01.0003 | s | Penebaran Benih di Perairan Umum Daratan | 1 | Jumlah benih yang ditebar | Ekor | 187500
3.25.03.2.02 | k | Pemberdayaan Nelayan Kecil dalam Daerah Kabupaten/Kota | 1 | Jumlah nelayan kecil yang diberdayakan | Orang | 342
3.25.03.2.02.0001 | s | Pengembangan Kapasitas Nelayan Kecil | 1 | Jumlah nelayan yang dilatih | Orang | 128
3.25.03.2.02.0003 | s | Pelaksanaan Fasilitasi Bantuan Pendanaan dan Pembiayaan Nelayan | 1 | Jumlah nelayan penerima fasilitas pembiayaan | Orang | 65
3.25.03.2.02.0004 | s | Fasilitasi Asuransi Nelayan Kecil | 1 | Jumlah nelayan yang diasuransikan | Orang | 214
3.25.04 | p | PROGRAM PENGELOLAAN PERIKANAN BUDIDAYA | 1 | Kenaikan produksi perikanan budidaya | Persen | 4.75
3.25.04.2.02 | k | Pemberdayaan Usaha Kecil Pembudidayaan Ikan | 1 | Jumlah pembudi daya yang diberdayakan | Orang | 415
3.25.04.2.02.0001 | s | Pengembangan Kapasitas Pembudi Daya Ikan Kecil | 1 | Jumlah pembudi daya yang dilatih | Orang | 156
3.25.04.2.02.0002 | s | Pelaksanaan Fasilitasi Pembentukan Kelompok Pembudi Daya Ikan | 1 | Jumlah kelompok baru yang terbentuk | Kelompok | 19
3.25.04.2.04 | k | Pengelolaan Pembudidayaan Ikan | 1 | Luas kolam yang dikelola | Hektare | 63.5
3.25.04.2.04.0001 | s | Penyediaan Sarana Pembudidayaan Ikan Air Tawar | 1 | Jumlah sarana pembudidayaan | Unit | 78
3.25.04.2.04.0003 | s | Penjaminan Ketersediaan Benih Ikan Bermutu | 1 | Jumlah benih bermutu yang tersedia | Ekor | 264750
3.25.04.2.04.0006 | s | Pembinaan dan Pemantauan Kesehatan Ikan dan Lingkungan | 1 | Jumlah kolam yang dipantau | Unit | 135
3.25.05 | p | PROGRAM PENGAWASAN SUMBER DAYA PERIKANAN | 3 | Persentase pelanggaran yang ditangani | Persen | 91.4
3.25.05.2.01 | k | Pengawasan Sumber Daya Perikanan di Wilayah Sungai, Danau, Waduk, dan Rawa | 3 | Jumlah kawasan yang diawasi | Kawasan | 23
3.25.05.2.01.0001 | s | Pengawasan Usaha Perikanan Tangkap | 3 | Jumlah usaha tangkap yang diawasi | Usaha | 87
3.25.05.2.01.0002 | s | Pengawasan Usaha Perikanan Bidang Pembudidayaan Ikan | 3 | Jumlah usaha budi daya yang diawasi | Usaha | 142
3.25.06 | p | PROGRAM PENGOLAHAN DAN PEMASARAN HASIL PERIKANAN | 2 | Kenaikan volume olahan ikan | Persen | 5.8
3.25.06 | + | PROGRAM PENGOLAHAN DAN PEMASARAN HASIL PERIKANAN | 2 | Jumlah unit pengolahan ikan yang bersertifikat | Unit | 36
3.25.06.2.01 | k | Penerbitan Tanda Daftar Usaha Pengolahan Hasil Perikanan | 2 | Jumlah tanda daftar usaha yang terbit | Dokumen | 52
3.25.06.2.01.0001 | s | Pelayanan Penerbitan Tanda Daftar Usaha Pengolahan | 2 | Jumlah layanan tanda daftar usaha | Layanan | 52
3.25.06.2.02 | k | Pembinaan Mutu dan Keamanan Hasil Perikanan bagi Usaha Pengolahan dan Pemasaran | 2 | Jumlah usaha yang dibina mutunya | Usaha | 94
3.25.06.2.02.0001 | s | Pelaksanaan Bimbingan dan Penerapan Persyaratan Mutu | 2 | Jumlah pengolah yang dibimbing | Orang | 173
3.25.06.2.02.0002 | s | Pengujian Mutu Hasil Perikanan di Laboratorium | 2 | Jumlah contoh uji | Contoh | 58
3.25.06.2.03 | k | Penyediaan dan Penyaluran Bahan Baku Industri Pengolahan Ikan | 2 | Volume bahan baku yang disalurkan | Ton | 416.25
3.25.06.2.03.0001 | s | Peningkatan Ketersediaan Ikan untuk Konsumsi dan Usaha Pengolahan | 2 | Volume ikan yang tersedia | Ton | 389.75
3.25.06.2.03.0002 | s | Pemberian Insentif bagi Pengolah dan Pemasar Ikan | 2 | Jumlah pengolah penerima insentif | Orang | 44
"""
NOL = "3.25.06.2.03.0002"  # the row without money and without result
YEARS_REKAAN = (2020, 2021, 2022, 2023, 2024, 2025)
LEVEL = {"p": "program", "k": "kegiatan", "s": "sub_kegiatan", "+": "program"}


@cache
def rekaan(seed: int = 0, profil: str = "mojokerto_2025") -> Kantor:
    """Dinas Perikanan Kabupaten Rekaan: invented from the first to the last figure, other figures for every seed."""
    rng = random.Random(f"rekaan {seed}")
    setting = {
        "pemda": "Kabupaten Rekaan", "perangkat_daerah": "Dinas Perikanan", "tahun": str(YEARS_REKAAN[-1]),
        "tahun_awal": str(YEARS_REKAAN[0]), "profil": profil, "versi_pk": "perubahan",
    }  # fmt: skip
    realisasi: list[dict[str, Value]] = []
    indikator = [_indikator(rng, line, n, realisasi) for n, line in enumerate(_lines(INDIKATOR))]
    program = [_program(rng, line, realisasi) for line in _lines(PROGRAM)]
    isian: Isian = {
        "profil": [{"kunci": k, "isi": v} for k, v in setting.items()], "indikator": indikator, "program": program,
        "realisasi": realisasi,
    }  # fmt: skip
    return Kantor(f"rekaan-{seed}", load(profil), isian, YEARS_REKAAN)


def _lines(text: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]


def _indikator(rng: random.Random, line: list[str], n: int, realisasi: list[dict[str, Value]]) -> dict[str, Value]:
    no, sasaran, indikator, satuan, polaritas, agregasi, target = line
    turun = polaritas == "turun"
    row: dict[str, Value] = {
        "kunci": f"{no}.{n % 2 + 1}", "no_sasaran": no, "sasaran": sasaran, "indikator": indikator, "satuan": satuan,
        "polaritas": polaritas, "agregasi": agregasi, "target_perubahan": float(target),
        "target_induk": _like(float(target) * rng.uniform(0.9, 0.99), target),
    }  # fmt: skip
    for year in YEARS_REKAAN[:-1]:
        behind = 0.03 * (YEARS_REKAAN[-1] - year) * (-1 if turun else 1)
        planned = _like(float(target) * (1 - behind), target)
        row[f"target_{year}"] = planned
        row[f"realisasi_{year}"] = _result(rng, planned, target, turun=turun)
    reached = 10.0 if turun else _result(rng, float(target), target, turun=turun)
    realisasi.append({"kunci": row["kunci"], **_quarters(rng, reached, agregasi, "k")})
    return row


def _program(rng: random.Random, line: list[str], realisasi: list[dict[str, Value]]) -> dict[str, Value]:
    kode, mark, uraian, no, indikator, satuan, target = line
    agregasi = "jumlah" if satuan in ("Orang", "Ekor", "Unit", "Laporan") else "akhir"
    row: dict[str, Value] = {
        "kunci": kode, "level": LEVEL[mark], "uraian": uraian, "no_sasaran": no, "indikator": indikator,
        "satuan": satuan, "polaritas": "naik", "agregasi": agregasi, "target": float(target),
    }  # fmt: skip
    quarters: dict[str, Value] = {"kunci": kode}
    if kode == NOL:
        row["pagu"] = 0.0
        quarters |= {"tw4_k": 0.0, "tw4_rp": 0.0}
    else:
        quarters |= _quarters(rng, _result(rng, float(target), target, turun=False), agregasi, "k")
    if mark == "s" and kode != NOL:
        pagu = float(rng.randrange(11_234_567, 987_654_321))
        row["pagu"] = pagu
        quarters |= _quarters(rng, float(round(pagu * rng.uniform(0.78, 0.998))), "jumlah", "rp")
    realisasi.append(quarters)
    return row


def _like(value: float, example: str) -> float:
    """The value with as many decimals as the example."""
    return round(value, len(example.partition(".")[2]))


def _result(rng: random.Random, target: float, example: str, *, turun: bool) -> float:
    factor = rng.choice((rng.uniform(0.42, 0.8), rng.uniform(0.8, 0.99), rng.uniform(1.01, 1.18)))
    return _like(target * (2 - factor if turun else factor), example)


def _quarters(rng: random.Random, year: float, agregasi: str, suffix: str) -> dict[str, Value]:
    """Quarters that give the year's figure by `agregasi`."""
    if agregasi == "jumlah" and year >= 8:
        decimals = len(repr(year).partition(".")[2].rstrip("0"))
        parts = [round(year * share, decimals) for share in (0.17, 0.29, 0.23)]
        return {f"tw{n}_{suffix}": v for n, v in enumerate((*parts, round(year - math.fsum(parts), decimals)), start=1)}
    rising = {"akhir": (0.4, 0.7), "maks": (0.8, 0.5)}.get(agregasi, ())
    quarters: dict[str, Value] = {f"tw{n}_{suffix}": round(year * f, 2) for n, f in enumerate(rising, start=2)}
    return quarters | {f"tw4_{suffix}": year}


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Gaya:
    """How a report is typed. `persen`: percentages as fractions with a percent format; `persen_target`: so are the
    targets and results of indicators in percent; `penuh`: computed cells hold every digit and only show fewer;
    `teks`: figures are texts, as they come out of the PDF; `nihil`: what stands where nothing can be computed; `jumlah`: a total row under the budget; `atas`: rows above."""

    persen: bool = False
    persen_target: bool = False
    penuh: bool = False
    teks: bool = False
    nihil: str = ""
    jumlah: bool = False
    atas: int = 2

    @classmethod
    def dari(cls, seed: int) -> Gaya:
        rng = random.Random(f"gaya {seed}")
        coins = [rng.random() < 0.5 for _ in range(5)]
        return cls(*coins[:4], nihil=rng.choice(("", "-")), jumlah=coins[4], atas=rng.randint(1, 4))


@dataclass
class Buku:
    """A book that knows its cells: `places` says where every value of `tables` stands, `varian` how it was laid out."""

    book: Book
    kantor: Kantor
    varian: str
    tables: Mapping[str, Tabel]
    gaya: Gaya
    places: dict[Ref, Place] = field(default_factory=dict)
    sisa: bool = False

    def __post_init__(self) -> None:
        self.refs = {place: ref for ref, place in self.places.items()}

    def column(self, ref: Ref) -> Column:
        found = self.tables[ref[0]].column(ref[2])
        assert found is not None
        return found


def flat_book(profil: Profil, isian: Isian, years: tuple[int, ...], formats: Sequence[str], seed: int = 0) -> Book:
    """The tables of a report typed by hand: printed columns only, no formula, no key row, no input sheet."""
    kantor = Kantor("", replace(profil, format=tuple(formats)), isian, years)
    return cetak(kantor, Gaya.dari(seed)).book


def working_book(
    profil: Profil, isian: Isian, years: tuple[int, ...], formats: Sequence[str], *, rumus: bool = True
) -> Book:
    """The working workbook with key row, helper columns and input sheets; derived cells with formulas or values."""
    return kerja(Kantor("", replace(profil, format=tuple(formats)), isian, years), rumus=rumus).book


def cetak(kantor: Kantor, gaya: Gaya | None = None, *, tables: Mapping[str, Tabel] | None = None) -> Buku:
    """The report of an office, typed by hand."""
    gaya = gaya or Gaya()
    everything = kantor.tables() if tables is None else tables
    places: dict[Ref, Place] = {}
    of_entity = units(everything)
    views = [t for t in everything.values() if not t.format.is_input]
    sheets = tuple(_printed_sheet(kantor, tabel, gaya, of_entity, places) for tabel in views)
    return Buku(Book(None, sheets), kantor, "cetak", everything, gaya, places)


def kerja(kantor: Kantor, *, rumus: bool, sisa: bool = False, tables: Mapping[str, Tabel] | None = None) -> Buku:
    """The working workbook of an office; `sisa`: with rows that wait for typing, their formulas blank."""
    tables = kantor.tables() if tables is None else tables
    formulas = Structured({role: t.format.table_name for role, t in tables.items()}, kantor.profil) if rumus else None
    places: dict[Ref, Place] = {}
    spare = _spare(tables) if sisa and rumus else {}
    sheets = tuple(_working_sheet(tabel, formulas, places, spare.get(role, 0)) for role, tabel in tables.items())
    return Buku(Book(None, sheets), kantor, "rumus" if rumus else "nilai", tables, Gaya(), places, bool(spare))


def _spare(tables: Mapping[str, Tabel]) -> dict[str, int]:
    """How many rows wait for typing; a view has as many as the input rows that it may have to show."""
    of = {role: t.format.spare_rows for role, t in tables.items() if t.format.is_input}
    shown = {
        Entity.RINCIAN: of["indikator"] + of["program"],
        Entity.PROGRAM: of["program"],
        Entity.INDIKATOR: of["indikator"],
    }
    return of | {role: shown.get(t.format.entity, 0) for role, t in tables.items() if not t.format.is_input}


def _heading(layout: Layout, sheet: Sheet, top: int) -> int:
    """The printed heading; returns the row below it."""
    merges: list[Range] = []
    for block in layout.blocks():
        sheet.cells[top + block.top, block.left + 1] = RawCell(block.text, bold=True)
        if (block.top, block.left) != (block.bottom, block.right):
            merges.append((top + block.top, block.left + 1, top + block.bottom, block.right + 1))
    sheet.merges = (*sheet.merges, *merges)
    row = top + layout.head_depth
    if layout.format.numbering:
        numbered = (b for b in layout.blocks() if b.leaf)
        for n, block in enumerate(sorted(numbered, key=lambda b: b.left), start=1):
            sheet.cells[row, block.left + 1] = RawCell(n)
        row += 1
    return row


def _printed_sheet(
    kantor: Kantor, tabel: Tabel, gaya: Gaya, units: Mapping[Entitas, str], places: dict[Ref, Place]
) -> Sheet:
    format = tabel.format
    layout = Layout(format, format.printed(kantor.years), len(tabel.rows))
    sheet = Sheet(format.sheet)
    sheet.cells[gaya.atas, 1] = RawCell(format.caption)
    sheet.cells[gaya.atas + 1, 1] = RawCell(format.titles[0].format(tahun=kantor.years[-1]), bold=True)
    top = _heading(layout, sheet, gaya.atas + 3)
    for n, row in enumerate(tabel.rows):
        level = str(row.isi.get("level") or "")
        for at, column in enumerate(layout.columns, start=1):
            cell = _printed_cell(tabel, n, column, gaya, units)
            if cell is not None:
                sheet.cells[top + n, at] = replace(cell, bold=level in LEVELS[:-1])
            places[format.role, n, column.key] = Place(sheet.title, address(top + n, at))
    if gaya.jumlah and format.entity is Entity.PROGRAM and format.money:
        _total(tabel, layout, sheet, top + len(tabel.rows), places)
    return sheet


def _total(tabel: Tabel, layout: Layout, sheet: Sheet, row: int, places: dict[Ref, Place]) -> None:
    """JUMLAH: the programs together."""
    keys = [c.key for c in layout.columns]
    sheet.cells[row, keys.index(tabel.format.name_column) + 1] = RawCell("JUMLAH", bold=True)
    for key in tabel.format.money:
        money = [b.isi[key] for b in tabel.rows if b.isi.get("level") == "program" and b.isi.get("ke") == 1]
        total = int(sum(p for p in money if isinstance(p, float)))
        sheet.cells[row, keys.index(key) + 1] = RawCell(total, number_format="#,##0")
        places[tabel.role, len(tabel.rows), key] = Place(sheet.title, address(row, keys.index(key) + 1))


def _printed_cell(tabel: Tabel, n: int, column: Column, gaya: Gaya, units: Mapping[Entitas, str]) -> RawCell | None:
    value = tabel.rows[n].isi.get(column.key)
    if isinstance(value, Alasan):
        return RawCell(gaya.nihil) if gaya.nihil else None
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return RawCell(value)
    if not column.kind.is_number:
        return RawCell(_plain(value))
    cell = _printed_figure(value, column, gaya, is_percent=percent(units.get(entity(tabel, n), "")))
    return _as_text(cell) if gaya.teks else cell


def _as_text(cell: RawCell) -> RawCell:
    """What a reader sees in the cell, as text."""
    value, shape = cell.value, cell.number_format
    assert isinstance(value, int | float)
    sign = "%" if "%" in shape else ""
    points = percent_points(float(value)) if sign else float(value)
    decimals = own_decimals(points) if shape == "General" else len(shape.partition(".")[2].rstrip("%"))
    return RawCell(format_number(points, decimals, Locale.ID, persen=bool(sign)))


def _printed_figure(value: float, column: Column, gaya: Gaya, *, is_percent: bool) -> RawCell:
    if column.kind is Kind.RUPIAH:
        return RawCell(_plain(value if gaya.penuh else round_half_away(value, 0)), number_format="#,##0")
    if column.rule is not None:
        return _printed_percent(value, column.decimals or 0, gaya)
    if gaya.persen_target and column.kind is Kind.ANGKA and is_percent:
        return RawCell(float(f"{value!r}e-2"), number_format="0.00%")
    return RawCell(_plain(value))


def _printed_percent(value: float, decimals: int, gaya: Gaya) -> RawCell:
    shape = "0." + "0" * decimals if decimals else "0"
    points = value if gaya.penuh else round_half_away(value, decimals)
    if gaya.persen:
        return RawCell(float(f"{points!r}e-2"), number_format=f"{shape}%")
    return RawCell(points, number_format=shape)


def entity(tabel: Tabel, n: int) -> Entitas:
    """Which indicator ("I") or indicator of a program row ("P") the row speaks of, by the keys of the working workbook."""
    isi = tabel.rows[n].isi
    if tabel.role in ("indikator", "program"):
        return ("I" if tabel.role == "indikator" else "P", str(isi.get("id") or ""))
    if isi.get("id_indikator"):
        return "I", str(isi["id_indikator"])
    return "P", str(isi.get("id_program") or isi.get("id") or "")


def units(tables: Mapping[str, Tabel]) -> dict[Entitas, str]:
    """The satuan of every entity: as the input sheets say, else as its tables do."""
    typed = [t for t in tables.values() if t.role in ("indikator", "program")]
    told = typed or [t for t in tables.values() if t.column("satuan") is not None]
    return {entity(t, n): str(t.rows[n].isi.get("satuan") or "") for t in told for n in range(len(t.rows))}


def percent(unit: str) -> bool:
    """Whether a satuan says percent."""
    return unit.casefold() in ("persen", "persentase", "%", "persen (%)")


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _working_sheet(tabel: Tabel, formulas: Structured | None, places: dict[Ref, Place], spare: int) -> Sheet:
    format = tabel.format
    layout = Layout(format, tabel.columns, len(tabel.rows))
    sheet = Sheet(format.sheet)
    sheet.cells[1, 1] = RawCell(format.caption, bold=True)
    sheet.cells[2, 1] = RawCell(format.titles[0].format(tahun=tabel.years[-1]), bold=True)
    _heading(layout, sheet, layout.head_row + 1)
    key_row = layout.key_row + 1
    written = {c.key: f"={formulas.formula(format, c)}" for c in tabel.columns if c.derived} if formulas else {}
    for at, column in enumerate(tabel.columns, start=1):
        sheet.cells[key_row, at] = RawCell(column.key, number_format=";;;")
        shape = str(look.cell(column, is_input=format.is_input)["num_format"])
        for n, row in enumerate(tabel.rows):
            cell = _working_cell(row.isi.get(column.key), column, written.get(column.key), shape)
            if cell is not None:
                sheet.cells[key_row + 1 + n, at] = cell
            places[format.role, n, column.key] = Place(sheet.title, address(key_row + 1 + n, at))
        for n in range(spare if column.key in written else 0):
            cell = RawCell("", formula=written[column.key], number_format=shape)
            sheet.cells[key_row + 1 + len(tabel.rows) + n, at] = cell
    ref = f"{address(key_row, 1)}:{address(key_row + max(1, len(tabel.rows) + spare), len(tabel.columns))}"
    sheet.tables = (TableRef(format.table_name, ref, tuple(c.key for c in tabel.columns)),)
    sheet.defined_names["lkjip_format"] = f'="{format.id};{format.version}"'
    return sheet


def _working_cell(value: Value, column: Column, formula: str | None, shape: str) -> RawCell | None:
    shown = value.teks if isinstance(value, Alasan) else value
    if isinstance(shown, float):
        shown = _plain(shown)  # type: ignore[assignment]
    if formula is not None:
        return RawCell("" if shown is None else shown, formula=formula, number_format=shape)
    return None if shown in (None, "") else RawCell(shown, number_format=shape)
