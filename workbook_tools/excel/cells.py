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
from workbook_tools.errors import InputError
from workbook_tools.values import State, number, read

#: What a cell function gives back: one value, or rows of values.
Isi: TypeAlias = Any


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


def bilangan(sel: object) -> float | None:
    """A cell as the number that it holds or that is typed in it; None where there is none."""
    return number(sel)


def kata(sel: object) -> str | None:
    """A cell as a word without spaces around it; None for a blank. An error stays a word: it is no default."""
    nilai = read(sel)
    return None if nilai.state is State.KOSONG else " ".join(nilai.teks.split())


@dataclass(frozen=True, slots=True)
class Operan:
    """One argument of a function: what was given, and how one of its cells is read."""

    nilai: object
    baca: Callable[[object], Any]


def kata_tunggal(nilai: object) -> str | None:
    """The word of an argument that is one cell; None for a blank, and where there are several cells."""
    sel = rentang(nilai).sel
    return kata(sel[0]) if len(sel) == 1 else None


def petakan(hitung: Callable[..., Hasil], *operan: Operan) -> Isi:
    """The function on every row of its operands: one value for single cells, else rows of the shape that they make.

    InputError where the shapes do not fit. Equal operands are computed once.
    """
    semua = [rentang(o.nilai) for o in operan]
    baris, kolom = _ukuran(semua)
    terbaca = (_ulang(list(map(o.baca, r.sel)), r, baris, kolom) for o, r in zip(operan, semua, strict=True))
    hasil = _sekali(hitung, zip(*terbaca, strict=True))
    if (baris, kolom) == (1, 1):
        return hasil[0]
    return [hasil[awal : awal + kolom] for awal in range(0, baris * kolom, kolom)]


def satukan(hitung: Callable[..., Hasil], *operan: Operan) -> Isi:
    """The function on all cells at once, each operand a sequence: one value. InputError where their shapes differ."""
    semua = [rentang(o.nilai) for o in operan]
    if len({r.ukuran for r in semua}) > 1:
        raise _beda_ukuran(semua)
    return isi_sel(hitung(*(list(map(o.baca, r.sel)) for o, r in zip(operan, semua, strict=True))))


def isi_sel(hasil: Hasil) -> float | str:
    """What a cell shows: the number, the word, or the reason in words."""
    return hasil.teks if isinstance(hasil, Alasan) else hasil


def _sekali(hitung: Callable[..., Hasil], operan: Iterable[tuple[Any, ...]]) -> list[float | str]:
    """What every row shows; rows alike are computed once."""
    dikenal: dict[tuple[Any, ...], float | str] = {}
    hasil = []
    for kunci in operan:
        isi = dikenal.get(kunci)
        if isi is None:
            isi = dikenal[kunci] = isi_sel(hitung(*kunci))
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
