"""Two readings of one text ("72,472" is 72,472 or 72472): what the unit and the cells around it decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbook_tools.values.nilai import Locale, Nilai
from workbook_tools.values.typed import clean, is_counted

_FEWEST = 2  # one number beside it says nothing about magnitude
_FAR = 10.0  # a reading fits when it is within ten times of its neighbours
_MARK = re.compile(r"[0-9]([.,])[0-9]")


def settle(nilai: Nilai, neighbours: Sequence[Nilai], locale: Locale = Locale.ID, *, satuan: str = "") -> Nilai:
    """Choose a reading of an ambiguous number when every witness that speaks says the same, else leave it ambiguous.

    Witnesses: the unit of its row (`satuan`; things are counted whole), the notation of the neighbours (cells that
    hold numbers with decimals were typed in `locale`), and their magnitude.
    """
    if not nilai.ambigu:
        return nilai
    known = [n for n in neighbours if n.ada_angka and not n.ambigu]
    testimony = set(_witnesses(nilai, known, locale, satuan))
    return _decided(nilai, testimony.pop()) if len(testimony) == 1 else nilai


def _witnesses(nilai: Nilai, known: list[Nilai], locale: Locale, satuan: str) -> Iterator[float]:
    yield from _by_unit(nilai, satuan)
    yield from _by_notation(nilai, known, locale)
    yield from _by_magnitude(nilai, known)


def _thousands(nilai: Nilai) -> float:
    return max(nilai.bacaan, key=abs)


def _decimals(nilai: Nilai) -> float:
    return min(nilai.bacaan, key=abs)


def _by_unit(nilai: Nilai, satuan: str) -> Iterator[float]:
    if nilai.alasan == "tiga_angka" and is_counted(satuan):
        yield _thousands(nilai)


def _by_notation(nilai: Nilai, known: list[Nilai], locale: Locale) -> Iterator[float]:
    """The reading that each neighbour's way of writing gives."""
    mark = _MARK.search(clean(nilai.teks))
    if nilai.alasan != "tiga_angka" or mark is None:
        return
    for style in {n.gaya or locale for n in known if n.gaya or n.desimal}:
        yield _decimals(nilai) if style.decimal_mark == mark[1] else _thousands(nilai)


def _by_magnitude(nilai: Nilai, known: list[Nilai]) -> Iterator[float]:
    """The only reading that is about as large as neighbours of the same kind.

    Beside whole numbers this never gives decimals: 1.500 stands below 35 and 15 in JBR 3.4 and is 1500.
    """
    alike = [n for n in known if n.angka and _kind(n) == _kind(nilai)]
    if len(alike) < _FEWEST:
        return
    sizes = [abs(n.angka or 0) for n in alike]
    low, high = min(sizes) / _FAR, max(sizes) * _FAR
    fitting = [reading for reading in nilai.bacaan if low <= abs(reading) <= high]
    if fitting == [_thousands(nilai)] or (len(fitting) == 1 and any(n.desimal for n in alike)):
        yield fitting[0]


def _kind(nilai: Nilai) -> tuple[bool, bool, str]:
    return nilai.persen, nilai.rupiah, nilai.satuan.casefold()


def _decided(nilai: Nilai, angka: float) -> Nilai:
    desimal = nilai.desimal if angka == nilai.angka else _other_decimals(nilai, angka)
    return replace(nilai, angka=angka, desimal=desimal, bacaan=(), alasan="", saran="")


def _other_decimals(nilai: Nilai, angka: float) -> int:
    """Decimals of the reading that was not preferred: the two have the same digits, so their ratio tells how many."""
    ratio = round(_thousands(nilai) / _decimals(nilai))
    return 0 if angka == _thousands(nilai) else len(str(ratio)) - 1
