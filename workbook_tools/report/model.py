"""What a report says at a glance: indicators by sasaran, programs, money; each figure with its cell or its reason."""

from __future__ import annotations

from dataclasses import dataclass

from workbook_tools.compute.rule import Alasan
from workbook_tools.findings import Place
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Value


@dataclass(frozen=True, slots=True)
class Angka:
    """A figure, the cell where it stands (or should), the rule as printed where a rule gives it.

    `asal` is the cell where staff type it, where that is another one.
    """

    value: Value = None
    place: Place | None = None
    rule: str = ""
    asal: Place | None = None

    @property
    def angka(self) -> float | None:
        """The number, if there is one."""
        return self.value if isinstance(self.value, float) else None

    @property
    def alasan(self) -> Alasan | None:
        """Why there is no number, if the rule said so."""
        return self.value if isinstance(self.value, Alasan) else None


@dataclass(frozen=True, slots=True)
class IndikatorRingkas:
    """One indicator of a sasaran in the year reported on; `tahun_lain` holds year, target, realisasi, capaian."""

    sasaran: str
    indikator: str
    satuan: str
    polaritas: str
    target: Angka
    realisasi: Angka
    capaian: Angka
    kategori: Angka
    tahun_lain: tuple[tuple[int, Angka, Angka, Angka], ...] = ()


@dataclass(frozen=True, slots=True)
class UangRingkas:
    """Money of one sasaran or program. `metode_efisiensi` is the name of what is called efisiensi here."""

    pagu: Angka
    realisasi: Angka
    serapan: Angka
    efisiensi: Angka
    metode_efisiensi: str


@dataclass(frozen=True, slots=True)
class SasaranRingkas:
    """One sasaran. `capaian` is the one that counts for its money, by the profile's `capaian_bersama`."""

    nama: str
    indikator: tuple[IndikatorRingkas, ...]
    uang: UangRingkas | None
    capaian: Angka = Angka()


@dataclass(frozen=True, slots=True)
class ProgramRingkas:
    """One program; `sasaran` is empty where no table says which one it serves."""

    nama: str
    kode: str
    sasaran: str
    uang: UangRingkas
    capaian: Angka


@dataclass(frozen=True, slots=True)
class Laporan:
    """Everything at a glance. `uang` are the totals, `rata_capaian` the mean of the indicators with a number.

    `triwulan` is the last quarter that anything is typed for; None where the workbook has no quarters.
    """

    tahun: int
    versi_pk: str
    pemda: str
    perangkat_daerah: str
    profil: Profil
    sasaran: tuple[SasaranRingkas, ...]
    program: tuple[ProgramRingkas, ...]
    tidak_dihitung: tuple[tuple[Place, str, str], ...]
    uang: UangRingkas | None = None
    rata_capaian: Angka = Angka()
    kategori: Angka = Angka()
    triwulan: int | None = None

    @property
    def indikator(self) -> tuple[IndikatorRingkas, ...]:
        """All indicators in the order of their sasaran."""
        return tuple(i for s in self.sasaran for i in s.indikator)
