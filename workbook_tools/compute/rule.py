"""What a rule is: one pure Python function and one native Excel formula that give the same number or the same reason.

A rule is total. A blank, a text where a number is needed, a zero that would divide: each gives a named `Alasan`,
never an exception, NaN or `#DIV/0!`. Percent is in percent points everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from workbook_tools.compute.excel_text import bukan_angka, jika, kutip, literal_angka
from workbook_tools.messages import indonesian
from workbook_tools.regulations.profile import Profil


@dataclass(frozen=True, slots=True)
class Alasan:
    """Why a cell holds no number: a stable code; `teks` is what the cell shows."""

    kode: str

    @property
    def teks(self) -> str:
        """The short Indonesian text in the cell, for instance `target nol`."""
        return indonesian(f"alasan_{self.kode}")

    @property
    def excel(self) -> str:
        """The text as an Excel literal."""
        return kutip(self.teks)


PERSEN = 100.0

Hasil: TypeAlias = float | str | Alasan
Masukan: TypeAlias = float | str | Alasan | None
Argumen: TypeAlias = Masukan | Sequence[Masukan]


def bilangan(nilai: object) -> float | None:
    """The operand as a number; None for a blank, a text, a reason, a boolean, NaN or infinity (as `ISNUMBER`)."""
    if type(nilai) is float:  # nearly always; a column of a hundred thousand rows comes through here
        return nilai if math.isfinite(nilai) else None
    if isinstance(nilai, bool) or not isinstance(nilai, int | float):
        return None
    try:
        hasil = float(nilai)
    except OverflowError:
        return None
    return hasil if math.isfinite(hasil) else None


def kata(nilai: object) -> str | None:
    """The operand as a word, without spaces around it, small letters (as `TRIM` and `=` see it); None for a blank."""
    if nilai is None:
        return None
    isi = nilai.teks if isinstance(nilai, Alasan) else str(nilai)
    return " ".join(bagian for bagian in isi.split(" ") if bagian).casefold() or None


def rata_isi(args: Sequence[Argumen]) -> tuple[Masukan, ...]:
    """The operands in one row: sequences opened."""
    hasil: list[Masukan] = []
    for arg in args:
        if isinstance(arg, Sequence) and not isinstance(arg, str):
            hasil.extend(arg)
        else:
            hasil.append(arg)
    return tuple(hasil)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with two faces. `banyak`: it takes any number of operands of the kind of its last one."""

    nama: str
    operands: tuple[str, ...]
    satuan: str
    dasar: str
    rumus: str
    hitung: Callable[..., Hasil]
    tulis: Callable[..., str]
    banyak: bool = False
    rumus_profil: Callable[[Profil], str] | None = None

    def rumus_menurut(self, profil: Profil) -> str:
        """The formula as printed, under this profile."""
        return self.rumus if self.rumus_profil is None else self.rumus_profil(profil)

    def __call__(self, profil: Profil, *args: Argumen) -> Hasil:
        """The number or text, or the reason why there is none. TypeError for a wrong number of operands."""
        if len(args) != len(self.operands):
            self._periksa_jumlah(len(args))
        try:
            hasil = self.hitung(profil, *args)
        except (ZeroDivisionError, OverflowError):
            return Alasan("di_luar_jangkauan")
        if isinstance(hasil, float) and not math.isfinite(hasil):
            return Alasan("di_luar_jangkauan")
        return hasil

    def formula(self, profil: Profil, *refs: str) -> str:
        """The native formula, without `=`: English names, commas. A ref is a cell, a structured ref or a literal."""
        self._periksa_jumlah(len(refs))
        return self.tulis(profil, *refs)

    def _periksa_jumlah(self, jumlah: int) -> None:
        wajib = len(self.operands)
        if jumlah != wajib and not (self.banyak and jumlah >= wajib):
            raise TypeError(f"{self.nama}({', '.join(self.operands)}): {jumlah} operands given")


@dataclass(frozen=True, slots=True)
class Jaga:
    """A guard on one numeric operand: it must be there (`kosong` names the reason), and perhaps not zero (`nol`)."""

    ke: int
    kosong: str
    nol: str = ""

    def alasan(self, args: Sequence[object]) -> Alasan | None:
        """The reason, when the operand does not pass."""
        nilai = bilangan(args[self.ke])
        if nilai is None:
            return Alasan(self.kosong)
        return Alasan(self.nol) if self.nol and nilai == 0 else None

    def bungkus(self, refs: Sequence[str], isi: str) -> str:
        """The formula `isi` inside this guard; a literal number needs none."""
        ref = refs[self.ke]
        tetap = literal_angka(ref)
        if self.nol and tetap is None:
            isi = jika(f"{ref}=0", Alasan(self.nol).excel, isi)
        elif self.nol and tetap == 0:
            return Alasan(self.nol).excel
        return isi if tetap is not None else jika(bukan_angka(ref), Alasan(self.kosong).excel, isi)


def alasan_pertama(jaga: Sequence[Jaga], args: Sequence[object]) -> Alasan | None:
    """The reason of the first guard that does not let the operands pass."""
    for j in jaga:
        alasan = j.alasan(args)
        if alasan is not None:
            return alasan
    return None


def dijaga(jaga: Sequence[Jaga], refs: Sequence[str], isi: str) -> str:
    """The formula inside its guards, the first one outermost."""
    for j in reversed(jaga):
        isi = j.bungkus(refs, isi)
    return isi


def aturan_angka(
    *,
    nama: str,
    operands: tuple[str, ...],
    satuan: str,
    dasar: str,
    rumus: str,
    jaga: tuple[Jaga, ...],
    hitung: Callable[..., float | str],
    tulis: Callable[..., str],
) -> Rule:
    """A rule whose operands are all numbers behind guards; `hitung` and `tulis` get the profile, then the operands."""

    def muka_python(profil: Profil, *args: Argumen) -> Hasil:
        alasan = alasan_pertama(jaga, args)
        return alasan or hitung(profil, *(bilangan(arg) for arg in args))

    def muka_excel(profil: Profil, *refs: str) -> str:
        return dijaga(jaga, refs, tulis(profil, *refs))

    return Rule(nama, operands, satuan, dasar, rumus, muka_python, muka_excel)
