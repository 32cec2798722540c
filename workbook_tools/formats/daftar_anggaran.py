"""The columns of a budget realisation list (SIPD, LRA, a treasurer's own sheet).

It is read and never built, so it is no registered format: its headings must not draw other tables to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.formats.spec import Column, Kind

QUARTERS = (1, 2, 3, 4)
ROMAN = ("I", "II", "III", "IV")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
TO_DATE = ("s.d.", "sd", "s/d", "sampai dengan")
_NOW = ("Bulan Ini", "Periode Ini", "Triwulan Ini", "TW Ini", "Saat Ini", "Sekarang")


def _quarter(key: str, n: int, before: Sequence[str]) -> Column:
    """One quarter, or everything up to it: `Realisasi s.d. TW II`, `Triwulan 2` above `Realisasi`."""
    names = [f"{word} {number}" for word in ("TW", "Triwulan", "Trw") for number in (ROMAN[n - 1], n)]
    spelled = [f"{start} {name}".strip() for name in names for start in before]
    parents = ("", "Realisasi ", "Realisasi Anggaran ", "Realisasi Keuangan ")
    aliases = [*(f"{p}{s}" for s in spelled for p in parents), *(f"{s} Realisasi" for s in spelled)]
    return Column(key, (spelled[0],), Kind.RUPIAH, aliases=tuple(aliases))


#: Of two columns that may name the row, the one further up counts: a list by account names the sub kegiatan beside it.
COLUMNS = (
    Column("kode_sub", ("Kode Sub Kegiatan",), Kind.KODE, aliases=("Kode Subkegiatan", "Kd Sub Kegiatan")),
    Column(
        "kode", ("Kode",), Kind.KODE,
        aliases=("Kode Rekening", "Kode Program/Kegiatan/Sub Kegiatan", "Kode Urusan/Program/Kegiatan/Sub Kegiatan",
                 "Kode Program, Kegiatan, Sub Kegiatan", "Kode Nomenklatur", "No Rekening", "Nomor Rekening", "Kd Rek",
                 "Kode Rek", "Kode Program/Kegiatan"),
    ),
    Column("kode_kegiatan", ("Kode Kegiatan",), Kind.KODE),
    Column("kode_program", ("Kode Program",), Kind.KODE),
    Column("nama_sub", ("Nama Sub Kegiatan",), Kind.TEKS, aliases=("Sub Kegiatan", "Nama Subkegiatan", "Subkegiatan")),
    Column(
        "uraian", ("Uraian",), Kind.TEKS,
        aliases=("Nama", "Program/Kegiatan/Sub Kegiatan", "Program, Kegiatan, dan Sub Kegiatan",
                 "Urusan/Program/Kegiatan/Sub Kegiatan", "Nama Program/Kegiatan/Sub Kegiatan", "Nama Rekening",
                 "Nomenklatur", "Uraian Program/Kegiatan/Sub Kegiatan", "Program/Kegiatan", "Program dan Kegiatan",
                 "Urusan/Bidang Urusan/Program/Kegiatan/Sub Kegiatan", "Nomenklatur Program/Kegiatan/Sub Kegiatan",
                 "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan/Sub Kegiatan", "Uraian Kegiatan",
                 "Urusan Pemerintahan Daerah dan Program/Kegiatan"),
    ),
    Column("nama_kegiatan", ("Nama Kegiatan",), Kind.TEKS, aliases=("Kegiatan",)),
    Column("nama_program", ("Nama Program",), Kind.TEKS, aliases=("Program",)),
    Column(
        "pagu", ("Pagu",), Kind.RUPIAH,
        aliases=("Anggaran", "Pagu Anggaran", "Jumlah Anggaran", "Total Anggaran", "Total Pagu", "Jumlah Pagu",
                 "Anggaran Setelah Perubahan", "Setelah Perubahan", "Pagu Setelah Perubahan", "Pagu Perubahan",
                 "Anggaran Perubahan", "Jumlah Setelah Perubahan", "Nilai Pagu", "Nilai Anggaran", "Pagu DPA", "DPA",
                 "DPPA", "Pagu DPPA", "Pagu APBD", "Anggaran APBD", "APBD", "P-APBD", "APBD Perubahan",
                 "Alokasi Anggaran", "Anggaran Belanja", "Pagu Validasi"),
    ),
    Column(
        "pagu_awal", ("Anggaran Sebelum Perubahan",), Kind.RUPIAH,
        aliases=("Sebelum Perubahan", "Pagu Sebelum Perubahan", "Pagu Awal", "Anggaran Awal", "Pagu Murni",
                 "Anggaran Murni", "Pagu Induk", "Anggaran Induk", "APBD Murni", "APBD Induk",
                 "Jumlah Sebelum Perubahan"),
    ),
    Column(
        "realisasi", ("Realisasi",), Kind.RUPIAH,
        aliases=("Realisasi Anggaran", "Jumlah Realisasi", "Total Realisasi", "Realisasi Keuangan", "Nilai Realisasi",
                 "Realisasi Belanja", "Realisasi Setahun", "Realisasi SP2D", "Realisasi Jumlah", "Realisasi Total",
                 "Realisasi Anggaran Jumlah",
                 *(f"{before}{sd} {until}" for before in ("", "Realisasi ", "Realisasi Anggaran ") for sd in TO_DATE
                   for until in (*_NOW, "Akhir Tahun", "Akhir Periode", *MONTHS))),
    ),
    *(_quarter(f"tw{n}", n, ("",)) for n in QUARTERS),
    *(_quarter(f"sd_tw{n}", n, TO_DATE) for n in QUARTERS),
)  # fmt: skip

CODES = ("kode_sub", "kode", "kode_kegiatan", "kode_program")
NAMES = ("nama_sub", "uraian", "nama_kegiatan", "nama_program")
RUPIAH = tuple(c.key for c in COLUMNS if c.kind is Kind.RUPIAH)
