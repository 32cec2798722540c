"""Numbers in words, against words written by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.values.terbilang import terbilang

#: Written by hand, after how Indonesian receipts spell amounts.
WORDS = [
    (0, "nol"),
    (1, "satu"),
    (9, "sembilan"),
    (10, "sepuluh"),
    (11, "sebelas"),
    (12, "dua belas"),
    (20, "dua puluh"),
    (21, "dua puluh satu"),
    (100, "seratus"),
    (101, "seratus satu"),
    (110, "seratus sepuluh"),
    (111, "seratus sebelas"),
    (200, "dua ratus"),
    (999, "sembilan ratus sembilan puluh sembilan"),
    (1_000, "seribu"),
    (1_001, "seribu satu"),
    (1_011, "seribu sebelas"),
    (1_100, "seribu seratus"),
    (2_000, "dua ribu"),
    (10_000, "sepuluh ribu"),
    (11_000, "sebelas ribu"),
    (21_000, "dua puluh satu ribu"),
    (100_000, "seratus ribu"),
    (101_000, "seratus satu ribu"),
    (1_000_000, "satu juta"),
    (1_001_000, "satu juta seribu"),
    (1_001_001, "satu juta seribu satu"),
    (1_021_000, "satu juta dua puluh satu ribu"),
    (1_101_000, "satu juta seratus satu ribu"),
    (11_001_100, "sebelas juta seribu seratus"),
    (1_000_000_000, "satu miliar"),
    (1_000_001_000, "satu miliar seribu"),
    (2_000_000_001, "dua miliar satu"),
    (908_531_800, "sembilan ratus delapan juta lima ratus tiga puluh satu ribu delapan ratus"),
    (
        8_577_219_575,
        "delapan miliar lima ratus tujuh puluh tujuh juta dua ratus sembilan belas ribu lima ratus tujuh puluh lima",
    ),
    (1_000_000_000_000, "satu triliun"),
    (12_000_000_001_000, "dua belas triliun seribu"),
    (10**15, "satu kuadriliun"),
    (10**18, "satu kuintiliun"),
    (-5, "minus lima"),
    (-10_000, "minus sepuluh ribu"),
    (0.0, "nol"),
    (-0.0, "nol"),
    (1_000_000.0, "satu juta"),
    (1e15, "satu kuadriliun"),
    (0.1, "nol koma satu"),
    (-0.5, "minus nol koma lima"),
    (70.54, "tujuh puluh koma lima empat"),
    (70.05, "tujuh puluh koma nol lima"),
    (70.5, "tujuh puluh koma lima"),
    (99.9276, "sembilan puluh sembilan koma sembilan dua tujuh enam"),
    (0.00001, "nol koma nol nol nol nol satu"),
    (Decimal("70.50"), "tujuh puluh koma lima"),
    (
        Decimal("6370874771.60"),
        "enam miliar tiga ratus tujuh puluh juta delapan ratus tujuh puluh empat ribu tujuh ratus tujuh puluh satu koma enam",
    ),
]


@pytest.mark.parametrize(("number", "words"), WORDS, ids=[str(number) for number, _ in WORDS])
def test_a_number_in_words(number: float | Decimal, words: str):
    assert terbilang(number) == words


def test_an_amount_of_money():
    assert terbilang(1_001_000, rupiah=True) == "satu juta seribu rupiah"
    assert terbilang(0, rupiah=True) == "nol rupiah"
    assert (
        terbilang(-2_786_500.0, rupiah=True) == "minus dua juta tujuh ratus delapan puluh enam ribu lima ratus rupiah"
    )


def test_what_is_no_number_has_no_words_and_what_has_no_name_stays_figures():
    assert terbilang(float("nan")) == terbilang(float("inf")) == ""
    assert terbilang(10**21, rupiah=True) == "1.000.000.000.000.000.000.000 rupiah"


VALUES = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11,
}  # fmt: skip
GREAT = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15, "kuintiliun": 10**18}


def heard(words: str) -> int:
    """What somebody who hears the words writes down: an own reading, the other way round."""
    total = group = 0
    said = words.replace("seribu", "satu ribu").replace("seratus", "satu ratus").split()
    for n, word in enumerate(said):
        if word in GREAT:
            total, group = total + group * GREAT[word], 0
        elif word == "belas":
            group += 10
        elif word in ("puluh", "ratus"):
            last = VALUES[said[n - 1]]
            group += last * ((10 if word == "puluh" else 100) - 1)
        else:
            group += VALUES[word]
    return total + group


@given(st.integers(min_value=0, max_value=10**21 - 1))
def test_words_read_back_give_the_number(number: int):
    words = terbilang(number)
    assert heard(words) == number
    assert "milyar" not in words
