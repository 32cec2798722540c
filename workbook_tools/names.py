"""How alike two names are: the same sasaran or indicator is spelled differently in every table of a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.fuzz import ratio

#: Spellings that reports mix freely for one word (seen in the published tables of Magetan, Mojokerto, Jember).
SPELLINGS = {
    "presentase": "persentase", "prosentase": "persentase", "prosentasi": "persentase", "persen": "persentase",
    "ijin": "izin", "perijinan": "perizinan", "milyar": "miliar", "pemerintahan": "pemerintah",
    "meningkatkan": "meningkatnya", "subkegiatan": "sub kegiatan",
}  # fmt: skip
#: Words that carry no meaning of their own in a name.
EMPTY_WORDS = frozenset(
    {"dan", "yang", "pada", "di", "dalam", "untuk", "serta", "atau", "melalui", "telah", "dari", "ke"}
)
WORD = re.compile(r"[^\W_]+")
#: The office at the end of an indicator's name, which many tables leave out: `Nilai SAKIP Dinas Koperasi`.
_OFFICES = (
    r"\b(?:dinas|badan|kantor|kecamatan|kelurahan|sekretariat|inspektorat|satuan polisi|rsud|perangkat daerah|opd|"
    r"skpd)\b"
)
OFFICE = re.compile(rf"\s+(?:pada\s+)?{_OFFICES}(?!.*{_OFFICES}).*$", re.IGNORECASE)
OFFICE_LEFT_OUT = 0.95
FEWEST_WORDS = 2
SAME_WORD = 82.0
#: Words that turn a name into its opposite: two names that differ in one are not the same.
REVERSING = frozenset({"tidak", "belum", "bukan", "non", "tanpa", "kurang"})
#: Alike enough that a difference between their figures is certainly one.
SURELY_SAME = 0.9
#: Names at least this alike are the same name, at least `MAYBE` may be.
SAME = 0.78
MAYBE = 0.5


@lru_cache(maxsize=65_536)
def words(name: str) -> tuple[str, ...]:
    """The meaningful words of a name in lower case with one spelling."""
    found = (SPELLINGS.get(word, word) for word in WORD.findall(name.casefold()))
    return tuple(word for item in found for word in item.split() if word not in EMPTY_WORDS)


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """A text as it is compared exactly: lower case, letters and digits only."""
    return " ".join(WORD.findall(text.casefold()))


@lru_cache(maxsize=262_144)
def similarity(left: str, right: str) -> float:
    """0 to 1: share of words that both names have, a word counting as shared when it is spelled nearly the same.

    Blanks that were lost or added make no other name: `LATIHANPERKOPERASIAN`.
    """
    a, b = words(left), list(words(right))
    if "".join(a) == "".join(b):
        return 1.0
    if not a or not b:
        return 0.0
    if REVERSING.intersection(a) != REVERSING.intersection(b):
        return 0.0
    total, shared = len(a) + len(b), 0
    for word in a:
        twin = _twin(word, b)
        if twin is not None:
            b.remove(twin)
            shared += 1
    return 2 * shared / total


@lru_cache(maxsize=65_536)
def indicator_similarity(left: str, right: str) -> float:
    """As `similarity`; a name that only leaves out the office at the end of the other one is nearly the same."""
    alike = similarity(left, right)
    short = [OFFICE.sub("", name) for name in (left, right)]
    if (short[0] == left) is (short[1] == right) or min(len(words(name)) for name in short) < FEWEST_WORDS:
        return alike
    return max(alike, OFFICE_LEFT_OUT * similarity(*short))


def _twin(word: str, others: Sequence[str]) -> str | None:
    """The same word among `others`, or the one spelled nearly so; numbers must be equal."""
    if word in others:
        return word
    if word.isdigit():
        return None
    best = max(others, key=lambda other: ratio(word, other), default=None)
    return best if best is not None and ratio(word, best) >= SAME_WORD else None
