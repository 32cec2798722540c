"""Figures of an invented office, Dinas Perikanan Kabupaten Rekaan: typed rows for an LKjIP and for a Renja.

Invented from the first to the last figure, other figures for every seed: two PK in one year, an indicator that one of
them alone has, indicators of tujuan, a `turun` indicator, plans of five and six years, a sub kegiatan that came with
the PK perubahan, a second indicator of a program, a row without money.
"""

from __future__ import annotations

import math
import random
from functools import cache

from workbook_tools.regulations.bands import Skala
from workbook_tools.regulations.profile import load
from workbook_tools.tables.build import Isian
from workbook_tools.tables.model import Value

Row = dict[str, Value]

#: no, tujuan, indikator, satuan, polaritas, agregasi, target; they stand above the sasaran.
TUJUAN = """
T1 | Meningkatnya daya saing sektor kelautan dan perikanan | Nilai tukar nelayan dan pembudi daya ikan | Indeks | naik | akhir | 104.35
T1 | Meningkatnya daya saing sektor kelautan dan perikanan | Produk domestik regional bruto subsektor perikanan | Juta Rupiah | naik | akhir | 418250.6
T2 | Terwujudnya masyarakat pesisir yang sejahtera | Persentase rumah tangga nelayan miskin | Persen | turun | akhir | 8.25
"""
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

#: What the PK induk had instead: its own wording of a sasaran, and an indicator in place of 3.1.
SASARAN_INDUK = {"2": "Meningkatnya mutu dan nilai tambah produk perikanan"}
DIGANTI, PENGGANTI = "3.1L", "3.1"
INDIKATOR_INDUK = "Cakupan perairan umum yang diawasi | Persen | naik | akhir | 71.5"

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
#: What came with the PK perubahan, below the row of that code.
TAMBAHAN = (
    "3.25.04.2.04.0007 | s | Penyediaan Pakan Ikan Mandiri | 1 | Volume pakan mandiri yang dihasilkan | Ton | 34.5"
)
DI_BAWAH = "3.25.04.2.04.0006"
NOL = "3.25.06.2.03.0002"  # the row without money and without result
LEVEL = {"p": "program", "k": "kegiatan", "s": "sub_kegiatan", "+": "program"}
YEARS_LKJIP = (2020, 2021, 2022, 2023, 2024, 2025)
RENSTRA, RENSTRA_LAMA = range(2025, 2030), range(2021, 2027)
YEAR_RENJA = 2024
WHY = (
    "Pendampingan kelompok berjalan sepanjang tahun dan sarana yang rusak segera diganti",
    "Cuaca buruk pada musim puncak mengurangi hari melaut",
    "Data produksi dikumpulkan tepat waktu oleh semua enumerator",
    "Anggaran pengawasan baru tersedia setelah perubahan APBD",
)
PROBLEM = (
    "1. Sarana produksi sudah tua 2. Harga pakan naik",
    "1. Jumlah penyuluh tidak sebanding dengan luas wilayah",
    "1. Pelaku usaha belum memahami perizinan 2. Lokasi sulit dijangkau",
)
SOLUTION = (
    "1. Peremajaan sarana secara bertahap 2. Produksi pakan mandiri",
    "1. Pembentukan penyuluh swadaya di setiap kecamatan",
    "1. Klinik perizinan keliling",
)
ACTION = (
    "1. Melaksanakan pelatihan bagi kelompok 2. Menyalurkan sarana produksi 3. Memantau hasilnya setiap bulan",
    "1. Menyusun jadwal pengawasan bersama 2. Menindaklanjuti setiap temuan",
    "1. Menjalin kerja sama dengan pasar ikan 2. Mempromosikan olahan ikan",
)


# ── LKjIP ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def isian_lkjip(seed: int, profil: str) -> Isian:
    """Everything typed for the LKjIP of 2025."""
    rng = random.Random(f"rekaan {seed}")
    realisasi: list[Row] = []
    indikator = _indicators(rng)
    for row in _sasaran(indikator):
        if row.get("pk") != "induk":
            _earlier(rng, row)
        reached = _reached(rng, row, load(profil).skala)
        realisasi.append({"kunci": row["kunci"], **_quarters(rng, reached, str(row["agregasi"]), "k")})
    program = [_program(rng, line, realisasi) for line in _programs()]
    berlaku = [row for row in indikator if row.get("pk") != "induk"]
    induk = [row for row in indikator if row.get("pk") != "perubahan"]
    renstra = [_plan(row, RENSTRA, "target_perubahan") for row in berlaku]
    return _filled({
        "profil": _settings(profil, YEARS_LKJIP, renstra=RENSTRA, lama=RENSTRA_LAMA, pembanding="Kabupaten Andaian"),
        "indikator": indikator,
        "program": program,
        "realisasi": realisasi,
        "renstra": renstra,
        "renstra_lama": [_plan(row, RENSTRA_LAMA, "target_induk") for row in induk],
        "analisis": [_analysis(rng, n, row) for n, row in enumerate(_sasaran(berlaku))],
        "rencana": [_next_year(rng, n, row) for n, row in enumerate(_sasaran(berlaku))],
    })  # fmt: skip


def _filled(isian: dict[str, list[Row]]) -> Isian:
    """The rows without their blank cells."""
    return {role: [{k: v for k, v in row.items() if v is not None} for row in rows] for role, rows in isian.items()}


def _settings(profil: str, years: tuple[int, ...], *, renstra: range, lama: range, **more: str) -> list[Row]:
    settings = {
        "pemda": "Kabupaten Rekaan", "perangkat_daerah": "Dinas Perikanan", "tahun": str(years[-1]),
        "tahun_awal": str(years[0]), "profil": profil, "versi_pk": "perubahan",
        "renstra_awal": str(renstra[0]), "renstra_akhir": str(renstra[-1]),
        "renstra_lama_awal": str(lama[0]), "renstra_lama_akhir": str(lama[-1]), **more,
    }  # fmt: skip
    return [{"kunci": k, "isi": v} for k, v in settings.items()]


def _lines(text: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]


def _programs() -> list[list[str]]:
    """The rows of the PK perubahan."""
    rows = _lines(PROGRAM)
    at = next(n for n, row in enumerate(rows) if row[0] == DI_BAWAH)
    return [*rows[: at + 1], *_lines(TAMBAHAN), *rows[at + 1 :]]


def _is_new(kode: str) -> bool:
    """Whether only the PK perubahan has the row."""
    return TAMBAHAN.startswith(kode + " ")


def _sasaran(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["level"] != "tujuan"]


def _indicators(rng: random.Random) -> list[Row]:
    """Tujuan, then sasaran; the indicator that the PK induk had stands below the one that took its place."""
    goals = [_indicator(rng, line, f"{line[0]}.{n + 1}", "tujuan") for n, line in enumerate(_lines(TUJUAN))]
    rows = [_indicator(rng, line, f"{line[0]}.{n % 2 + 1}", None) for n, line in enumerate(_lines(INDIKATOR))]
    at = next(n for n, row in enumerate(rows) if row["kunci"] == PENGGANTI)
    new = rows[at]
    old = _indicator(rng, [str(new["no_sasaran"]), str(new["sasaran"]), *_lines(INDIKATOR_INDUK)[0]], DIGANTI, None)
    old |= {"pk": "induk", "target_induk": old["target_perubahan"], "target_perubahan": None}
    new |= {"pk": "perubahan", "target_induk": None}
    return [*goals, *rows[: at + 1], old, *rows[at + 1 :]]


def _indicator(rng: random.Random, line: list[str], kunci: str, level: Value) -> Row:
    no, sasaran, indikator, satuan, polaritas, agregasi, target = line
    return {
        "kunci": kunci, "no_sasaran": no, "sasaran": sasaran, "sasaran_induk": SASARAN_INDUK.get(no),
        "indikator": indikator, "satuan": satuan, "polaritas": polaritas, "agregasi": agregasi, "level": level,
        "target_perubahan": float(target), "target_induk": _like(float(target) * rng.uniform(0.9, 0.99), target),
    }  # fmt: skip


def _earlier(rng: random.Random, row: Row) -> None:
    """Targets of the years before, as the old plan has them, and their results."""
    target, turun = _typed(row, "target_perubahan"), row["polaritas"] == "turun"
    plan = _plan(
        row, range(YEARS_LKJIP[0], YEARS_LKJIP[-1]), "target_induk" if row["target_induk"] else "target_perubahan"
    )
    for year in YEARS_LKJIP[:-1]:
        row[f"target_{year}"] = plan[f"target_{year}"]
        row[f"realisasi_{year}"] = _result(rng, _typed(plan, f"target_{year}"), _example(target), turun=turun)


def _reached(rng: random.Random, row: Row, skala: Skala) -> float:
    """A result whose capaian is of the kategori that its whole percent says, for the target of either PK."""
    targets = [t for key in ("target_perubahan", "target_induk") if isinstance(t := row[key], float)]
    if row["polaritas"] == "turun":
        return 10.0
    while True:
        result = _result(rng, targets[0], _example(targets[0]), turun=False)
        capaian = [result / target * 100 for target in targets]
        if all(skala.band(exact) is skala.band(float(round(exact))) for exact in capaian):
            return result


def _plan(row: Row, years: range, key: str) -> Row:
    """The indicator's targets year by year; those of 2025 are the Perjanjian Kinerja's."""
    target = _typed(row, key)
    step = -0.02 if row["polaritas"] == "turun" else 0.02
    growth = {year: 1 + step * (year - YEARS_LKJIP[-1]) for year in years}
    return {"kunci": row["kunci"], **{f"target_{y}": _like(target * g, _example(target)) for y, g in growth.items()}}


def _analysis(rng: random.Random, n: int, row: Row) -> Row:
    target = _typed(row, "target_perubahan")
    return {
        "kunci": row["kunci"], "penyebab": WHY[n % len(WHY)],
        "pembanding": _like(target * rng.uniform(0.7, 1.3), _example(target)) if n % 3 else None,
        "permasalahan": PROBLEM[n % len(PROBLEM)] if n != 4 else None,
        "solusi": SOLUTION[n % len(SOLUTION)] if n != 4 else None,
    }  # fmt: skip


def _next_year(rng: random.Random, n: int, row: Row) -> Row:
    """Next year's target as the plan has it, quarter by quarter."""
    target = _typed(_plan(row, RENSTRA, "target_perubahan"), f"target_{YEARS_LKJIP[-1] + 1}")
    quarters = _quarters(rng, target, str(row["agregasi"]), "")
    return {"kunci": row["kunci"], "rencana_aksi": ACTION[n % len(ACTION)]} | {
        key.removesuffix("_"): value for key, value in quarters.items()
    }


def _program(rng: random.Random, line: list[str], realisasi: list[Row]) -> Row:
    kode, mark, uraian, no, indikator, satuan, target = line
    agregasi = "jumlah" if satuan in ("Orang", "Ekor", "Unit", "Laporan") else "akhir"
    row: Row = {
        "kunci": kode, "level": LEVEL[mark], "uraian": uraian, "no_sasaran": no, "indikator": indikator,
        "satuan": satuan, "polaritas": "naik", "agregasi": agregasi, "target": float(target),
        "pk": "perubahan" if _is_new(kode) else None,
        "target_induk": None if _is_new(kode) else rng.choice((float(target), _like(float(target) * 0.9, target))),
    }  # fmt: skip
    quarters: Row = {"kunci": kode}
    if kode == NOL:
        row |= {"pagu": 0.0, "pagu_induk": 0.0}
        quarters |= {"tw4_k": 0.0, "tw4_rp": 0.0}
    else:
        quarters |= _quarters(rng, _result(rng, float(target), target, turun=False), agregasi, "k")
    if mark == "s" and kode != NOL:
        pagu = float(rng.randrange(11_234_567, 987_654_321))
        row["pagu"] = pagu
        row["pagu_induk"] = None if _is_new(kode) else rng.choice((pagu, float(round(pagu * rng.uniform(0.8, 1.2)))))
        quarters |= _quarters(rng, float(round(pagu * rng.uniform(0.78, 0.998))), "jumlah", "rp")
    if mark == "p":
        row["pagu_depan"] = float(rng.randrange(1_234_567_890, 9_876_543_210))
    realisasi.append(quarters)
    return row


# ── Renja ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def isian_renja(seed: int, profil: str) -> Isian:
    """Everything typed for the Renja Perubahan of 2024, evaluated up to the second quarter."""
    rng = random.Random(f"renja {seed}")
    indikator = _indicators(rng)
    realisasi: list[Row] = [{"kunci": r["kunci"], **_half_year(rng, r, "target_induk")} for r in _sasaran(indikator)]
    program: list[Row] = []
    renja: list[Row] = []
    for line in _programs():
        _of_renja(rng, line, program, realisasi, renja)
    plans = [_plan(row, RENSTRA_LAMA, "target_induk") for row in indikator if row.get("pk") != "perubahan"]
    return _filled({
        "profil": _settings(profil, (YEAR_RENJA,), renstra=RENSTRA_LAMA, lama=range(2016, 2021), triwulan="II"),
        "indikator": indikator,
        "program": program,
        "realisasi": realisasi,
        "renstra": plans,
        "renja": renja,
    })  # fmt: skip


def _half_year(rng: random.Random, row: Row, key: str) -> Row:
    """Results of the first two quarters; none of an indicator that the PK of that time did not have."""
    value = row.get(key)
    if not isinstance(value, float):
        return {}
    example = _example(value)
    first, second = (_like(value * rng.uniform(low, low + 0.2), example) for low in (0.1, 0.35))
    return {"tw1_k": first, "tw2_k": second}


def _of_renja(rng: random.Random, line: list[str], program: list[Row], realisasi: list[Row], renja: list[Row]) -> None:
    """A row of Program, its quarters and what the Renja says of it; figures differ only where money was changed."""
    kode, mark, uraian, no, indikator, satuan, target = line
    summed = satuan in ("Orang", "Ekor", "Unit", "Laporan")
    new, leaf = _is_new(kode), mark == "s"
    before = float(target)
    pagu = 0.0 if kode == NOL else float(rng.randrange(11_234_567, 987_654_321))
    change = float(rng.randrange(-9_000, 90_000) * 1000) if leaf and kode != NOL and rng.random() < 0.5 else 0.0
    after = _like(before * 1.2, target) if change > 0 and rng.random() < 0.5 else before
    row: Row = {
        "kunci": kode, "level": LEVEL[mark], "uraian": uraian, "no_sasaran": no, "indikator": indikator,
        "satuan": satuan, "polaritas": "naik", "agregasi": "jumlah" if summed else "akhir", "target": after,
        "pk": "perubahan" if new else None, "target_induk": None if new else before,
    }  # fmt: skip
    quarters: Row = {"kunci": kode, **({} if new else _half_year(rng, row, "target_induk"))}
    detail: Row = {
        "kunci": kode, "target_renstra": _like(before * (4 if summed else 1.15), target),
        "realisasi_lalu": _like(before * (2.2 if summed else 0.9), target), "target_awal": None if new else after,
        "lokasi": "Kab. Rekaan, semua kecamatan", "target_maju": None,
    }  # fmt: skip
    if leaf:
        row |= {"pagu": pagu + change, "pagu_induk": None if new else pagu}
        spent = [float(round(pagu * rng.uniform(0.1, 0.4))) for _ in range(2)]
        quarters |= {} if new else {"tw1_rp": spent[0], "tw2_rp": spent[1]}
        rkpd = pagu if rng.random() < 0.6 else float(round(pagu * rng.uniform(0.8, 1.2), -3))
        awal = pagu + change if after == before or rng.random() < 0.7 else pagu
        detail |= {"pagu_rkpd": None if new else rkpd, "pagu_awal": None if new else awal, "pagu_maju": pagu}
        detail |= {"sumber_dana": "DANA TRANSFER UMUM", "kelompok_sasaran": "Nelayan"}
        if awal == pagu:
            detail["target_awal"] = None if new else before
    if change and not new and rng.random() < 0.6:
        word = "Penambahan" if change > 0 else "Pengurangan"
        amount = f"{abs(change):,.0f}".replace(",", ".")
        detail |= {"keterangan": f"{word} Rp.{amount},- untuk bahan bakar", "solusi": "P-APBD"}
    program.append(row)
    realisasi.append(quarters)
    renja.append(detail)


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _typed(row: Row, key: str) -> float:
    value = row[key]
    assert isinstance(value, float)
    return value


def _example(value: float) -> str:
    return repr(value).removesuffix(".0")


def _like(value: float, example: str) -> float:
    """The value with as many decimals as the example."""
    return round(value, len(example.partition(".")[2]))


def _result(rng: random.Random, target: float, example: str, *, turun: bool) -> float:
    factor = rng.choice((rng.uniform(0.42, 0.8), rng.uniform(0.8, 0.99), rng.uniform(1.01, 1.18)))
    return _like(target * (2 - factor if turun else factor), example)


def _quarters(rng: random.Random, year: float, agregasi: str, suffix: str) -> Row:
    """Quarters that give the year's figure by `agregasi`."""
    if agregasi == "jumlah" and year >= 8:
        decimals = len(repr(year).partition(".")[2].rstrip("0"))
        parts = [round(year * share, decimals) for share in (0.17, 0.29, 0.23)]
        return {f"tw{n}_{suffix}": v for n, v in enumerate((*parts, round(year - math.fsum(parts), decimals)), start=1)}
    rising = {"akhir": (0.4, 0.7), "maks": (0.8, 0.5)}.get(agregasi, ())
    quarters: Row = {f"tw{n}_{suffix}": round(year * f, 2) for n, f in enumerate(rising, start=2)}
    return quarters | {f"tw4_{suffix}": year}
