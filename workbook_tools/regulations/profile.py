"""Local profiles: every choice that a government's tables make, as a parent plus its differences.

A profile names no office, no row and no figure of a report. `load` gives a shipped one, `load_file` one's own, `named`
the one that a workbook asks for, `for_year` the one of a family that is in force for a fiscal year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workbook_tools.errors import DeclarationError, InputError
from workbook_tools.messages import text
from workbook_tools.regulations.bands import Skala, baca_skala, skala
from workbook_tools.regulations.choices import BERKAS_PROFIL, DIWARISI, JENIS_TABEL_EFISIENSI, TIDAK_ADA
from workbook_tools.regulations.entries import Isi, Sumber, baca, daftar, entri, ids, periksa, sumber
from workbook_tools.regulations.methods import MetodeEfisiensi, metode

PROFIL_BAWAAN = "netral"


@dataclass(frozen=True, slots=True)
class Profil:
    """Every choice that computing and printing need, with its source. Meanings: `regulations/profil/netral.toml`."""

    id: str
    nama: str
    keluarga: str
    sumber: Sumber
    induk: str
    catatan: str
    skala: Skala
    capaian_bersama: str
    batas_atas_capaian: float | None
    turun_nol_nol_100: bool
    bulatkan_dulu: int | None
    polaritas_bawaan: str
    agregasi_bawaan: str
    versi_pk: str
    toleransi_rupiah_per_suku: float
    format: tuple[str, ...]
    kertas: str
    tahun_seri: int
    nilai_efisiensi: MetodeEfisiensi
    efisiensi: Mapping[str, MetodeEfisiensi]
    predikat_capaian: Mapping[str, float]

    def __hash__(self) -> int:
        return hash((self.id, self.keluarga, self.sumber))

    def metode_efisiensi(self, jenis_tabel: str) -> MetodeEfisiensi:
        """Which of the meanings of efisiensi a kind of table prints (kinds: `choices.JENIS_TABEL_EFISIENSI`)."""
        return self.efisiensi[jenis_tabel]

    def toleransi_jumlah(self, suku: int) -> float:
        """How far a sum of `suku` rupiah amounts may be off before it is wrong: hidden sen of each and of the sum."""
        return self.toleransi_rupiah_per_suku * (suku + 1)


@dataclass(frozen=True, slots=True)
class ProfilInfo:
    """One line about a profile, for lists and menus."""

    id: str
    nama: str
    keluarga: str
    masa: str
    terverifikasi: bool
    dasar: str


def available() -> tuple[ProfilInfo, ...]:
    """The shipped profiles in order of id."""
    return tuple(
        ProfilInfo(p.id, p.nama, p.keluarga, p.sumber.masa, p.sumber.terverifikasi, p.sumber.dasar)
        for p in map(load, ids("profil"))
    )


@cache
def load(id: str) -> Profil:
    """A shipped profile by id; InputError that lists the known ids."""
    if id not in ids("profil"):
        raise InputError("profil_tak_dikenal", id=id, dikenal=daftar(ids("profil")))
    return _profil(id, f"profil/{id}.toml", entri("profil", id))


def named(id: str, workbook: Path | None) -> Profil:
    """The profile that a workbook names: a shipped one, else the file `id`.toml beside the workbook.

    InputError where there is neither: under another profile right figures would be called wrong and be overwritten.
    """
    if id in ids("profil"):
        return load(id)
    beside = workbook.with_name(f"{id}.toml") if workbook is not None and id and Path(id).name == id else None
    if beside is not None and beside.is_file():
        return load_file(beside)
    shown = workbook.name if workbook is not None else ""
    raise InputError("profil_perlu_disebut", path=shown, found=id, known=daftar(ids("profil")))


def load_file(path: Path | str) -> Profil:
    """A profile of one's own: a TOML file with `induk` (a shipped profile) and its differences."""
    berkas = Path(path)
    if not berkas.is_file():
        raise InputError("berkas_tidak_ada", path=berkas)
    try:
        isi_berkas = berkas.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as sebab:
        raise InputError("berkas_profil_tak_ada", berkas=berkas, sebab=sebab) from sebab
    return _profil(berkas.stem, str(berkas), baca(str(berkas), isi_berkas))


def for_year(tahun: int, keluarga: str = PROFIL_BAWAAN) -> Profil:
    """The profile of a family in force for a fiscal year; of several the one that began last. InputError if none."""
    calon = [p for p in map(load, ids("profil")) if p.keluarga == keluarga and p.sumber.berlaku_pada(tahun)]
    if not calon:
        dikenal = daftar(f"{p.keluarga} ({p.masa})" for p in available())
        raise InputError("profil_tahun_tak_ada", keluarga=keluarga, tahun=tahun, dikenal=dikenal)
    return max(calon, key=lambda p: p.sumber.dari)


def _profil(id: str, asal: str, isi: Isi) -> Profil:
    periksa(asal, isi, BERKAS_PROFIL)
    pilihan = _warisan(asal, isi, (id,))
    periksa(asal, pilihan, DIWARISI)
    asal_usul = sumber(asal, isi)
    return Profil(
        id=id,
        nama=isi["nama"],
        keluarga=isi["keluarga"],
        sumber=asal_usul,
        induk=isi.get("induk", ""),
        catatan=isi.get("catatan", ""),
        skala=_skala(id, asal, pilihan["skala"], asal_usul),
        batas_atas_capaian=_atau_tidak_ada(pilihan["batas_atas_capaian"]),
        bulatkan_dulu=_atau_tidak_ada(pilihan["bulatkan_dulu"]),
        format=tuple(pilihan["format"]),
        nilai_efisiensi=_nilai_efisiensi(asal, pilihan["nilai_efisiensi"]),
        efisiensi=_efisiensi(asal, pilihan["efisiensi"]),
        predikat_capaian=pilihan["predikat_capaian"],
        **{nama: pilihan[nama] for nama in _LANGSUNG},
    )


_LANGSUNG = (
    "capaian_bersama", "turun_nol_nol_100", "polaritas_bawaan", "agregasi_bawaan", "versi_pk",
    "toleransi_rupiah_per_suku", "kertas", "tahun_seri",
)  # fmt: skip


def _warisan(asal: str, isi: Isi, rantai: tuple[str, ...]) -> dict[str, Any]:
    """The choices of the parents, then one's own on top; tables are merged key by key, except a scale."""
    pilihan = {nama: nilai for nama, nilai in isi.items() if nama in DIWARISI}
    if "induk" not in isi:
        return pilihan
    induk = isi["induk"]
    if induk in rantai:
        raise DeclarationError("induk_melingkar", asal=asal, rantai=" → ".join((*rantai, induk)))
    if induk not in ids("profil"):
        raise InputError("profil_tak_dikenal", id=induk, dikenal=daftar(ids("profil")))
    hasil = _warisan(f"profil/{induk}.toml", entri("profil", induk), (*rantai, induk))
    for nama, nilai in pilihan.items():
        digabung = isinstance(nilai, dict) and nama != "skala"
        hasil[nama] = {**hasil.get(nama, {}), **nilai} if digabung else nilai
    return hasil


def _skala(id: str, asal: str, pilihan: str | dict[str, Any], masa_profil: Sumber) -> Skala:
    """The scale by id, or the one written out in the profile; it must be in force when the profile begins."""
    terpilih = skala(pilihan, asal=asal) if isinstance(pilihan, str) else baca_skala(id, f"{asal} [skala]", pilihan)
    if not terpilih.sumber.mencakup(masa_profil.dari):
        raise DeclarationError(
            "skala_belum_berlaku", asal=asal, id=terpilih.id, masa=terpilih.sumber.masa, masa_profil=masa_profil.masa
        )
    return terpilih


def _nilai_efisiensi(asal: str, id: str) -> MetodeEfisiensi:
    terpilih = metode(id, asal=asal)
    if terpilih.skala is None:
        raise DeclarationError(
            "entri_nilai_salah", asal=asal, kunci="nilai_efisiensi", nilai=id, harapan=text("harapan_metode_berskala")
        )
    return terpilih


def _efisiensi(asal: str, pilihan: dict[str, str]) -> Mapping[str, MetodeEfisiensi]:
    if kurang := [jenis for jenis in JENIS_TABEL_EFISIENSI if jenis not in pilihan]:
        raise DeclarationError("entri_kurang_kunci", asal=f"{asal} [efisiensi]", kunci=daftar(kurang))
    return {jenis: metode(pilihan[jenis], asal=asal) for jenis in JENIS_TABEL_EFISIENSI}


def _atau_tidak_ada(nilai: Any) -> Any:  # noqa: ANN401  (a TOML value, checked before)
    return None if nilai == TIDAK_ADA else nilai
