"""What stands in cells → operands of a rule, and its results → cells of the same shape.

A cell is read as the validator reads one that is typed by hand: a number, a text such as `85,17 (A)`, blank, an Excel
error, a date, TRUE. One cell counts for every row of a column beside it, a row for every row of a block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any, TypeAlias

from workbook_tools.compute.rule import Alasan, Hasil
from workbook_tools.errors import InputError, LkjipError
from workbook_tools.messages import indonesian
from workbook_tools.values import State, number, read

#: What a cell function gives back: one value, or rows of values.
Isi: TypeAlias = Any


#: HRESULT of Excel's errors, xlErrNull (2000) and on.
KODE_GALAT = range(-2146828288 + 2000, -2146828288 + 2100)
GALAT = "#UNKNOWN!"


@dataclass(frozen=True, slots=True)
class Rentang:
    """A range: how many rows and columns, and its cells row by row."""

    baris: int
    kolom: int
    sel: Sequence[object]

    @property
    def ukuran(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.baris, self.kolom


def rentang(nilai: object) -> Rentang:
    """One cell, a row (a flat list) or a block (rows) as a range. InputError for one without cells or a ragged one."""
    if not isinstance(nilai, list | tuple):
        return Rentang(1, 1, (nilai,))
    rows = [row for row in nilai if isinstance(row, list | tuple)]
    if not rows:
        rows = [nilai]
    elif len(rows) < len(nilai):
        raise InputError("sel_rentang_tidak_persegi")
    if not rows[0]:
        raise InputError("sel_tanpa_sel")
    if any(len(row) != len(rows[0]) for row in rows):
        raise InputError("sel_rentang_tidak_persegi")
    return Rentang(len(rows), len(rows[0]), list(chain.from_iterable(rows)))


def tanpa_kode(sel: object) -> object:
    """The cell, with the number that stands for an error replaced by an error.

    COM hands an error over as a whole number, other numbers never so; xlwings knows seven of them, not #SPILL!.
    """
    return GALAT if type(sel) is int and sel in KODE_GALAT else sel


def bilangan(sel: object) -> float | None:
    """A cell as the number that it holds or that is typed in it; None where there is none."""
    return number(sel if type(sel) is float else tanpa_kode(sel))


def kata(sel: object) -> str | None:
    """A cell as a word without spaces around it; None for a blank. An error stays a word: it is no default."""
    nilai = read(tanpa_kode(sel))
    return None if nilai.state is State.KOSONG else " ".join(nilai.teks.split())


@dataclass(frozen=True, slots=True)
class Operan:
    """One argument of a function: what was given, and how one of its cells is read."""

    nilai: object
    baca: Callable[[object], Any]

    def terbaca(self, sel: Sequence[object]) -> list[Any]:
        """The cells as operands; a text that stands in many cells is read once."""
        dari_teks = {isi: self.baca(isi) for isi in {isi for isi in sel if type(isi) is str}}
        baca = self.baca
        return [dari_teks[isi] if type(isi) is str else baca(isi) for isi in sel]


def petakan(hitung: Callable[..., Hasil], *operan: Operan) -> Isi:
    """The function on every row of its operands: one value for single cells, else rows of the shape that they make.

    InputError where the shapes do not fit. Equal operands are computed once.
    """
    semua = [rentang(o.nilai) for o in operan]
    baris, kolom = _ukuran(semua)
    terbaca = (_ulang(o.terbaca(r.sel), r, baris, kolom) for o, r in zip(operan, semua, strict=True))
    hasil = _sekali(hitung, zip(*terbaca, strict=True))
    if (baris, kolom) == (1, 1):
        return hasil[0]
    return [hasil[awal : awal + kolom] for awal in range(0, baris * kolom, kolom)]


def petakan_menurut(pilih: Callable[[str | None], Callable[..., Hasil]], menurut: object, *operan: Operan) -> Isi:
    """As `petakan`, with the function that a word chooses: one word for all rows, or one in each.

    LkjipError where the only word is not known; where each row has its own, the row says so.
    """
    if satu := satu_kata(menurut):
        return petakan(pilih(satu[0]), *operan)
    dikenal: dict[str | None, Callable[..., Hasil] | str] = {}

    def hitung(kata: str | None, *nilai: object) -> Hasil:
        if kata not in dikenal:
            dikenal[kata] = _terpilih(pilih, kata)
        terpilih = dikenal[kata]
        return terpilih if isinstance(terpilih, str) else terpilih(*nilai)

    return petakan(hitung, Operan(menurut, kata), *operan)


def satu_kata(nilai: object) -> tuple[str | None] | None:
    """The word of an argument that is one cell (a blank is a word too); None where there are several cells."""
    sel = rentang(nilai).sel
    return (kata(sel[0]),) if len(sel) == 1 else None


def _terpilih(pilih: Callable[[str | None], Callable[..., Hasil]], kata: str | None) -> Callable[..., Hasil] | str:
    try:
        return pilih(kata)
    except LkjipError as sebab:
        return kalimat(sebab)


def kalimat(sebab: LkjipError) -> str:
    """What a cell says of an error: its sentence in the language of the workbooks."""
    return indonesian(sebab.code, **sebab.facts)


def satukan(hitung: Callable[..., Hasil], *operan: Operan) -> Isi:
    """The function on all cells at once, each operand a sequence: one value.

    InputError where their shapes differ, or a cell holds an Excel error: a mean over the others would look whole.
    """
    semua = [rentang(o.nilai) for o in operan]
    if len({r.ukuran for r in semua}) > 1:
        raise _beda_ukuran(semua)
    galat = [sel for r in semua for sel in r.sel if _bergalat(sel)]
    if galat:
        raise InputError("sel_rentang_bergalat", n=len(galat))
    hasil = hitung(*(o.terbaca(r.sel) for o, r in zip(operan, semua, strict=True)))
    return hasil.teks if isinstance(hasil, Alasan) else hasil


def _bergalat(sel: object) -> bool:
    if type(sel) is str:
        return "#" in sel and read(sel).state is State.GALAT
    return tanpa_kode(sel) is GALAT


def _sekali(hitung: Callable[..., Hasil], operan: Iterable[tuple[Any, ...]]) -> list[float | str]:
    """What every row shows; rows alike are computed once."""
    dikenal: dict[tuple[Any, ...], float | str] = {}
    hasil = []
    for kunci in operan:
        isi = dikenal.get(kunci)
        if isi is None:
            baru = hitung(*kunci)
            isi = dikenal[kunci] = baru.teks if isinstance(baru, Alasan) else baru
        hasil.append(isi)
    return hasil


def _ukuran(semua: Sequence[Rentang]) -> tuple[int, int]:
    """The shape that ranges make together: along each side they are alike, or one."""
    baris = {r.baris for r in semua} - {1}
    kolom = {r.kolom for r in semua} - {1}
    if len(baris) > 1 or len(kolom) > 1:
        raise _beda_ukuran(semua)
    return max(baris, default=1), max(kolom, default=1)


def _beda_ukuran(semua: Sequence[Rentang]) -> InputError:
    ukuran = dict.fromkeys(f"{r.baris}×{r.kolom}" for r in semua if r.ukuran != (1, 1))
    return InputError("sel_ukuran_berbeda", ukuran=", ".join(ukuran))


def _ulang(sel: list[Any], asal: Rentang, baris: int, kolom: int) -> Iterator[Any]:
    """The cells of a range, repeated to fill the whole shape row by row."""
    if asal.ukuran == (baris, kolom):
        return iter(sel)
    if asal.ukuran == (1, 1):
        return repeat(sel[0], baris * kolom)
    if asal.kolom == 1:
        return chain.from_iterable(repeat(isi, kolom) for isi in sel)
    return chain.from_iterable(repeat(sel, baris))
