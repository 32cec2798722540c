"""When is a printed figure right? By the exact result, the operands as displayed, or their last displayed digit."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from workbook_tools.values import round_half_away, truncate

DEBU = 1e-12  # relative float dust
SEPERMIL = 1e-3  # of the last printed digit: two figures closer than this are printed alike


class Cocok(StrEnum):
    """How a printed figure agrees with its result: TEPAT is silent, TAMPILAN and RENTANG are a note, SALAH is not."""

    TEPAT = "tepat"
    TAMPILAN = "tampilan"
    RENTANG = "rentang"
    SALAH = "salah"


def cocok(
    printed: float,
    decimals: int,
    exact: float,
    *,
    displayed: Iterable[float] = (),
    interval: tuple[float, float] | None = None,
) -> Cocok:
    """Judge a figure printed with `decimals` decimals, rounded or truncated, in the unit of its column.

    TEPAT: from the `exact` result. TAMPILAN: from a result of the operands as displayed in the row. RENTANG: from some
    value of `interval`, the least and greatest result when operands move by half a unit of their last displayed digit.
    The reports do all three: LKjIP Magetan 2025 Tabel 3.3 (exact), LKjIP Jember 2025 Tabel 3.15 (528,57 → 528,
    truncated), LKjIP Mojokerto 2025 Tabel 3.46 (NE from the displayed E), LKjIP Magetan 2025 Tabel 3.7 (97,46 beside
    71 and 72).
    """
    if _tercetak_dari(printed, decimals, exact):
        return Cocok.TEPAT
    if any(_tercetak_dari(printed, decimals, nilai) for nilai in displayed):
        return Cocok.TAMPILAN
    if interval is not None and _di_dalam(printed, decimals, interval):
        return Cocok.RENTANG
    return Cocok.SALAH


def _cetakan(nilai: float, desimal: int) -> tuple[float, ...]:
    """Everything that may be printed for a value: rounded or truncated, float dust either way."""
    debu = abs(nilai) * DEBU
    return tuple(cara(x, desimal) for cara in (round_half_away, truncate) for x in (nilai - debu, nilai, nilai + debu))


def _tercetak_dari(printed: float, desimal: int, nilai: float) -> bool:
    jarak = 10.0**-desimal * SEPERMIL + abs(printed) * DEBU
    return any(abs(printed - cetak) <= jarak for cetak in _cetakan(nilai, desimal))


def _di_dalam(printed: float, desimal: int, interval: tuple[float, float]) -> bool:
    bawah, atas = sorted(interval)
    jarak = 10.0**-desimal * SEPERMIL + abs(printed) * DEBU
    return min(_cetakan(bawah, desimal)) - jarak <= printed <= max(_cetakan(atas, desimal)) + jarak
