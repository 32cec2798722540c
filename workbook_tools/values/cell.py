"""A raw Excel cell → Nilai: the number format says what a number means, the grammar of `typed` what a text means."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from numbers import Real

from workbook_tools.values.nilai import Locale, Nilai, State
from workbook_tools.values.number_format import Section, choose, display, displayed_decimals, is_date_format
from workbook_tools.values.rounding import percent_points
from workbook_tools.values.typed import parse

_RUPIAH = re.compile(r"\b(?:rp|idr|rupiah)\b", re.I)
_EPOCH = datetime(1899, 12, 30)  # day 0 of Excel's serial dates after its invented 29 February 1900


def read(value: object, number_format: str = "General", *, locale: Locale = Locale.ID, error: bool = False) -> Nilai:
    """Read a raw cell. `error` says that the cell holds an Excel error, whatever `value` looks like."""
    if error:
        return Nilai(State.GALAT, teks=str(value), alasan="galat_excel")
    if value is None:
        return Nilai(State.KOSONG)
    if isinstance(value, str):
        return parse(value, locale)
    if isinstance(value, bool):
        return Nilai(State.LOGIKA, teks="BENAR" if value else "SALAH")
    if isinstance(value, (Real, Decimal)):
        return _read_number(value, number_format)
    return _read_other(value)


def number(value: object, *, locale: Locale = Locale.ID) -> float | None:
    """The number of a raw cell of which no format is known: `read(value).angka` without how it is shown."""
    if type(value) is float:
        return value + 0.0 if isfinite(value) else None
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        try:
            return float(value)
        except OverflowError:
            return None
    return read(value, locale=locale).angka


def _read_other(value: object) -> Nilai:
    if isinstance(value, (date, time)):
        return Nilai(State.TANGGAL, teks=value.isoformat())
    if isinstance(value, timedelta):
        return Nilai(State.TANGGAL, teks=str(value))
    return Nilai(State.TEKS, teks=str(value), alasan="bukan_angka")


def _read_number(value: Real | Decimal, number_format: str) -> Nilai:
    try:
        number = float(value)
    except (OverflowError, ValueError):  # an int of 400 digits, a signalling NaN
        return Nilai(State.TEKS, alasan="terlalu_besar")
    if not isfinite(number):
        return Nilai(State.GALAT, teks=str(number), alasan="bukan_bilangan")
    if is_date_format(number_format):
        return _read_serial(number)
    return _formatted(number, number_format)


def _read_serial(number: float) -> Nilai:
    """A number that is shown as a date."""
    try:
        moment = _EPOCH + timedelta(days=number)
    except OverflowError:
        return Nilai(State.GALAT, teks=str(number), alasan="kolom_sempit")  # Excel shows ##### too
    midnight = moment.time() == time()
    return Nilai(State.TANGGAL, teks=moment.date().isoformat() if midnight else moment.isoformat())


@lru_cache(maxsize=8192)  # the same few numbers stand in most cells of a report
def _formatted(number: float, number_format: str) -> Nilai:
    section, _ = choose(number_format, number)
    around = f"{section.before} {section.after}"
    satuan = _unit(section)
    return Nilai(
        State.ANGKA,
        angka=percent_points(number) if section.percent else number + 0.0,
        teks=display(number, number_format),
        desimal=displayed_decimals(number, number_format),
        persen="%" in around,  # a quoted "%" shows a percent without scaling: the cell holds points already
        satuan=satuan,
        rupiah=_RUPIAH.search(around) is not None,
    )


def _unit(section: Section) -> str:
    """The words that the format shows after the number; Rp and % are none."""
    words = section.after.replace("%", "").strip(" -.,()")
    return words if any(c.isalpha() for c in words) and not _RUPIAH.fullmatch(words) else ""
