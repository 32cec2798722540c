"""What a cell is: its state, and its number with all that was written around it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What kind of thing stands in a cell. TEKS is also a number that is refused; `alasan` tells."""

    ANGKA = "angka"
    KOSONG = "kosong"
    NIHIL = "nihil"
    TEKS = "teks"
    GALAT = "galat"
    TANGGAL = "tanggal"
    LOGIKA = "logika"


class Locale(StrEnum):
    """Which mark is the decimal one: comma in Indonesian, dot in English."""

    ID = "id"
    EN = "en"

    @property
    def decimal_mark(self) -> str:
        """The mark before the decimals."""
        return "," if self is Locale.ID else "."

    @property
    def group_mark(self) -> str:
        """The mark between groups of three digits."""
        return "." if self is Locale.ID else ","

    @classmethod
    def with_decimal_mark(cls, mark: str) -> Locale:
        """The locale that writes decimals after `mark`."""
        return cls.ID if mark == "," else cls.EN

    @classmethod
    def with_group_mark(cls, mark: str) -> Locale:
        """The locale that groups thousands with `mark`."""
        return cls.ID if mark == "." else cls.EN


@dataclass(frozen=True, slots=True)
class Nilai:
    """The value of one cell. `angka` is None unless state is ANGKA; percent is in percent points.

    `alasan` of an ambiguous number, whose `bacaan` are all readings with the preferred one first: `tiga_angka`
    (6,774), `titik_terakhir` (22.433.76), `tanpa_nol` (.83%; a bare .83 is certain but written oddly). Of a text:
    `bukan_angka`, `awalan_teks` (Juara 1), `kalimat`, `terbilang`, `dua_angka`, `pemisah_rusak`, `notasi_ilmiah`,
    `pengali` (Rp 50 juta), `terlalu_besar`, `terlalu_panjang`. Of an error: `galat_excel`, `kolom_sempit`,
    `bukan_bilangan`.
    """

    state: State
    angka: float | None = None
    teks: str = ""
    desimal: int | None = None
    persen: bool = False
    satuan: str = ""
    rupiah: bool = False
    predikat: str = ""
    bacaan: tuple[float, ...] = ()
    alasan: str = ""
    saran: str = ""
    gaya: Locale | None = None  # the notation that the text itself proves: "70,54" is ID, "2,992,759" is EN

    @property
    def ada_angka(self) -> bool:
        """Whether there is a number to compute with."""
        return self.state is State.ANGKA and self.angka is not None

    @property
    def ambigu(self) -> bool:
        """Whether the text can be read as more than one number."""
        return len(self.bacaan) > 1
