"""Scales: bands with a name and a colour, and the gaps and overlaps that their printed limits leave."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from workbook_tools.errors import DeclarationError
from workbook_tools.messages import text
from workbook_tools.regulations.entries import (
    SUMBER,
    Isi,
    Kunci,
    Sumber,
    angka,
    benar_salah,
    bulat,
    daftar,
    daftar_tabel,
    entri,
    ids,
    periksa,
    pilihan,
    sumber,
    tabel,
    teks,
)
from workbook_tools.values import round_half_away

DESIMAL_BANDING = 9  # 12,1/22·100 is 54,99999999999999 in floating point and is 55

_HEX = re.compile(r"#[0-9A-F]{6}")


@dataclass(frozen=True, slots=True)
class Warna:
    """The colours of a band: fill and font as `#RRGGBB`, and the colour word as printed, if any."""

    isi: str
    huruf: str
    tercetak: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One kategori: every value from `batas_bawah` (None: no lower limit) up to the band above."""

    kategori: str
    batas_bawah: float | None
    termasuk_batas: bool
    tercetak: str
    keterangan: str
    warna: Warna

    def memuat(self, nilai: float) -> bool:
        """Does a value reach this band? (The band above was asked first.)"""
        if self.batas_bawah is None:
            return True
        return nilai >= self.batas_bawah if self.termasuk_batas else nilai > self.batas_bawah


@dataclass(frozen=True, slots=True)
class Celah:
    """A place where the printed limits say nothing (`celah`, `di_luar`) or two things (`tumpang_tindih`)."""

    nama: str
    jenis: str
    dari: float
    sampai: float
    termasuk_dari: bool
    termasuk_sampai: bool

    def memuat(self, nilai: float) -> bool:
        """Does a value fall here?"""
        if self.dari < nilai < self.sampai:
            return True
        return (nilai == self.dari and self.termasuk_dari) or (nilai == self.sampai and self.termasuk_sampai)


@dataclass(frozen=True, slots=True)
class Skala:
    """A scale: bands from the highest to the lowest, compared after rounding to `desimal` decimals."""

    id: str
    nama: str
    sumber: Sumber
    satuan: str
    bands: tuple[Band, ...]
    celah: tuple[Celah, ...]
    desimal: int
    batas_atas: float | None
    warna_dasar: str
    catatan: str

    @property
    def kategori(self) -> tuple[str, ...]:
        """The names on the scale, highest first."""
        return tuple(band.kategori for band in self.bands)

    def bulat(self, nilai: float) -> float:
        """The value as it is compared: rounded half away from zero."""
        return round_half_away(nilai, self.desimal)

    def band(self, nilai: float) -> Band | None:
        """The one band of a finite value; None above the upper end or below the lowest limit of the scale."""
        dibanding = self.bulat(nilai)
        if not math.isfinite(nilai) or (self.batas_atas is not None and dibanding > self.batas_atas):
            return None
        for band in self.bands:
            if band.memuat(dibanding):
                return band
        return None

    def celah_pada(self, nilai: float) -> Celah | None:
        """The printed gap or overlap that a value falls in; None where the printed limits are clear."""
        dibanding = self.bulat(nilai)
        return next((celah for celah in self.celah if celah.memuat(dibanding)), None)


_SKALA: Mapping[str, Kunci] = {
    **SUMBER,
    "nama": teks(),
    "satuan": teks(),
    "desimal": bulat(0, wajib=False),
    "batas_atas": angka(wajib=False),
    "warna_dasar": teks(),
    "band": daftar_tabel(1),
    "celah": daftar_tabel(0, wajib=False),
}
_BAND: Mapping[str, Kunci] = {
    "kategori": teks(),
    "tercetak": teks(),
    "keterangan": teks(),
    "batas_bawah": angka(wajib=False),
    "termasuk_batas": benar_salah(wajib=False),
    "warna": tabel(),
}
_HEX_KUNCI = Kunci(lambda n: isinstance(n, str) and _HEX.fullmatch(n) is not None, lambda: text("harapan_warna"))
_WARNA: Mapping[str, Kunci] = {"isi": _HEX_KUNCI, "huruf": _HEX_KUNCI, "tercetak": teks(wajib=False)}
_CELAH: Mapping[str, Kunci] = {
    "nama": teks(),
    "jenis": pilihan("celah", "tumpang_tindih", "di_luar"),
    "dari": angka(wajib=False),
    "sampai": angka(wajib=False),
    "termasuk_dari": benar_salah(wajib=False),
    "termasuk_sampai": benar_salah(wajib=False),
}


def baca_skala(id: str, asal: str, isi: Isi) -> Skala:
    """The scale that a TOML table describes; DeclarationError when it is incomplete or its bands do not descend."""
    periksa(asal, isi, _SKALA)
    bands = tuple(_baca_band(_asal_ke(asal, "band", ke), band) for ke, band in enumerate(isi["band"], start=1))
    _periksa_urutan(asal, bands)
    celah = tuple(_baca_celah(_asal_ke(asal, "celah", ke), c) for ke, c in enumerate(isi.get("celah", ()), start=1))
    return Skala(
        id=id,
        nama=isi["nama"],
        sumber=sumber(asal, isi),
        satuan=isi["satuan"],
        bands=bands,
        celah=celah,
        desimal=isi.get("desimal", DESIMAL_BANDING),
        batas_atas=isi.get("batas_atas"),
        warna_dasar=isi["warna_dasar"],
        catatan=isi.get("catatan", ""),
    )


def _asal_ke(asal: str, bagian: str, ke: int) -> str:
    """Where in the file an entry of a list stands."""
    return text("asal_ke", asal=asal, bagian=bagian, ke=ke)


def _baca_band(asal: str, isi: Isi) -> Band:
    periksa(asal, isi, _BAND)
    periksa(f"{asal} warna", isi["warna"], _WARNA)
    return Band(
        kategori=isi["kategori"],
        batas_bawah=isi.get("batas_bawah"),
        termasuk_batas=isi.get("termasuk_batas", True),
        tercetak=isi["tercetak"],
        keterangan=isi["keterangan"],
        warna=Warna(**isi["warna"]),
    )


def _baca_celah(asal: str, isi: Isi) -> Celah:
    periksa(asal, isi, _CELAH)
    return Celah(
        nama=isi["nama"],
        jenis=isi["jenis"],
        dari=isi.get("dari", -math.inf),
        sampai=isi.get("sampai", math.inf),
        termasuk_dari=isi.get("termasuk_dari", False),
        termasuk_sampai=isi.get("termasuk_sampai", False),
    )


def _periksa_urutan(asal: str, bands: tuple[Band, ...]) -> None:
    batas = [-math.inf if band.batas_bawah is None else band.batas_bawah for band in bands]
    if any(atas <= bawah for atas, bawah in pairwise(batas)):
        raise DeclarationError("band_tidak_menurun", asal=asal, batas=daftar(f"{b:g}" for b in batas))
    nama = [band.kategori for band in bands]
    for kategori in nama:
        if nama.count(kategori) > 1:
            raise DeclarationError("kategori_ganda", asal=asal, kategori=kategori)


def skala(id: str, *, asal: str = "skala") -> Skala:
    """A shipped scale by id; DeclarationError that lists the known ids. `asal` says who asks."""
    if id not in ids("skala"):
        raise DeclarationError("skala_tak_dikenal", asal=asal, id=id, dikenal=daftar(ids("skala")))
    return _skala_terbit(id)


@cache
def _skala_terbit(id: str) -> Skala:
    return baca_skala(id, f"skala/{id}.toml", entri("skala", id))
