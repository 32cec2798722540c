"""One entry of a regulation file: read from TOML, its keys checked, its source and dates told."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any, TypeAlias

from workbook_tools.errors import DeclarationError
from workbook_tools.messages import text

Isi: TypeAlias = Mapping[str, Any]

AWAL_TAHUN = (1, 1)
AKHIR_TAHUN = (12, 31)


@dataclass(frozen=True, slots=True)
class Sumber:
    """Where a number comes from, from when until when it holds, and whether someone saw it in the text."""

    dasar: str
    dari: date
    sampai: date | None
    terverifikasi: bool

    def berlaku_pada(self, tahun: int) -> bool:
        """Is it in force on any day of the fiscal year?"""
        return self.dari <= date(tahun, *AKHIR_TAHUN) and (
            self.sampai is None or self.sampai >= date(tahun, *AWAL_TAHUN)
        )

    def mencakup(self, hari: date) -> bool:
        """Is it in force on this day?"""
        return self.dari <= hari and (self.sampai is None or hari <= self.sampai)

    @property
    def masa(self) -> str:
        """The time it is in force, for messages: `2025-01-01 s.d. sekarang`."""
        if self.sampai is None:
            return text("masa_terbuka", dari=self.dari)
        return text("masa_berlaku", dari=self.dari, sampai=self.sampai)


@dataclass(frozen=True, slots=True)
class Kunci:
    """One allowed key of an entry: what its value must be, in code and in words (asked for in the language in use)."""

    sah: Callable[[Any], bool]
    harapan: Callable[[], str]
    wajib: bool = True


def _teks(nilai: object) -> bool:
    return isinstance(nilai, str) and bool(nilai.strip())


def angka_sah(nilai: object) -> bool:
    """A finite TOML number; a boolean is not one."""
    return isinstance(nilai, int | float) and not isinstance(nilai, bool) and isfinite(nilai)


def teks(*, wajib: bool = True) -> Kunci:
    """A text that is not empty."""
    return Kunci(_teks, lambda: text("harapan_teks"), wajib)


def angka(*, wajib: bool = True) -> Kunci:
    """A number."""
    return Kunci(angka_sah, lambda: text("harapan_angka"), wajib)


def bulat(terendah: int, *, wajib: bool = True) -> Kunci:
    """A whole number, not below `terendah`."""
    return Kunci(
        lambda n: type(n) is int and n >= terendah, lambda: text("harapan_bilangan_mulai", least=terendah), wajib
    )


def benar_salah(*, wajib: bool = True) -> Kunci:
    """true or false."""
    return Kunci(lambda n: isinstance(n, bool), lambda: text("harapan_benar_salah"), wajib)


def pilihan(*boleh: str, wajib: bool = True) -> Kunci:
    """One of a few words."""
    return Kunci(lambda n: n in boleh, lambda: text("harapan_pilihan", words=daftar(boleh)), wajib)


def tabel(*, wajib: bool = True) -> Kunci:
    """A TOML table."""
    return Kunci(lambda n: isinstance(n, dict), lambda: text("harapan_tabel"), wajib)


def daftar_tabel(terendah: int, *, wajib: bool = True) -> Kunci:
    """A list of at least `terendah` TOML tables."""
    return Kunci(
        lambda n: isinstance(n, list) and len(n) >= terendah and all(isinstance(t, dict) for t in n),
        lambda: text("harapan_daftar_tabel", least=terendah),
        wajib,
    )


SUMBER: Mapping[str, Kunci] = {
    "dasar": teks(),
    "berlaku": tabel(),
    "terverifikasi": benar_salah(),
    "catatan": teks(wajib=False),
}
_BERLAKU: Mapping[str, Kunci] = {
    "dari": Kunci(lambda n: type(n) is date, lambda: text("harapan_tanggal", example="2025-01-01")),
    "sampai": Kunci(lambda n: type(n) is date, lambda: text("harapan_tanggal", example="2025-12-31"), wajib=False),
}


def periksa(asal: str, isi: Isi, kunci: Mapping[str, Kunci]) -> None:
    """Refuse an unknown key, a missing key or a wrong value with a DeclarationError that names `asal`."""
    for nama in isi:
        if nama not in kunci:
            raise DeclarationError("entri_kunci_tak_dikenal", asal=asal, kunci=nama, boleh=", ".join(sorted(kunci)))
    if kurang := [nama for nama, k in kunci.items() if k.wajib and nama not in isi]:
        raise DeclarationError("entri_kurang_kunci", asal=asal, kunci=", ".join(kurang))
    for nama, nilai in isi.items():
        if not kunci[nama].sah(nilai):
            harapan = kunci[nama].harapan()
            raise DeclarationError("entri_nilai_salah", asal=asal, kunci=nama, nilai=nilai, harapan=harapan)


def sumber(asal: str, isi: Isi) -> Sumber:
    """The source of an entry whose keys were checked with `SUMBER`."""
    berlaku = isi["berlaku"]
    periksa(f"{asal} [berlaku]", berlaku, _BERLAKU)
    dari, sampai = berlaku["dari"], berlaku.get("sampai")
    if sampai is not None and sampai < dari:
        raise DeclarationError("berlaku_terbalik", asal=asal, dari=dari, sampai=sampai)
    return Sumber(isi["dasar"], dari, sampai, isi["terverifikasi"])


def baca(asal: str, teks_toml: str) -> dict[str, Any]:
    """The TOML text as a table; DeclarationError when it is not TOML."""
    try:
        return tomllib.loads(teks_toml)
    except tomllib.TOMLDecodeError as sebab:
        raise DeclarationError("berkas_profil_rusak", asal=asal, sebab=sebab) from sebab


@cache
def ids(jenis: str) -> tuple[str, ...]:
    """The ids of the shipped entries of one kind (`skala`, `efisiensi`, `profil`), in order."""
    folder = files("workbook_tools") / "regulations" / jenis
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def entri(jenis: str, id: str) -> dict[str, Any]:
    """The table of one shipped entry; the id must be one of `ids(jenis)`."""
    berkas = files("workbook_tools") / "regulations" / jenis / f"{id}.toml"
    return baca(f"{jenis}/{id}.toml", berkas.read_text(encoding="utf-8"))


def daftar(nama: Iterable[str]) -> str:
    """The names as a message lists them."""
    return ", ".join(nama)
