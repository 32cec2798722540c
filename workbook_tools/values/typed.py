"""A text as people type it → a number with unit and predicate, or why not.

    text = head + digits + ",-"? + tail        head = signs, bracket, Rp     tail = bracket, %, unit or (predicate)

The digits decide by themselves wherever they can; the locale is asked only for one mark before exactly three digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from math import isinf

from workbook_tools.values.digits import Digits, read_digits, without_cents
from workbook_tools.values.nilai import Locale, Nilai, State
from workbook_tools.values.rounding import format_number

LONGEST = 1000  # characters; no number with its unit is longer, and nothing below can be slow
_LONGEST_CACHED = 200
_UNIT_CHARACTERS, _UNIT_WORDS = 60, 5  # longer is a sentence that begins with a number

# Dashes that stand for minus and nil; full-width forms as they come out of PDFs; invisible characters.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_LETTERS = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in _FULL_WIDTH}
    | {chr(code): " " for code in (*range(0x20), 0x7F)}
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys(_INVISIBLE, "")
)

_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|"
                    r"BUSY!|PYTHON!|GETTING_DATA)|Err:[0-9]{3}", re.I)  # fmt: skip
_NIL = re.compile(r"(?P<rupiah>(?:rp|idr)\.? ?)?(?:-[- ]*|nihil)", re.I)
_NUMBER = re.compile(
    r"""(?P<head>[-+(\ ]{0,4}(?P<rupiah>(?:rp|idr)[.:]?\ ?)?[-+(\ ]{0,4})
        (?P<digits>[.,]?[0-9]+(?:[.,][0-9]+)*)
        (?P<no_cents>\ ?[.,]\ ?(?:--?|=))?
        (?P<tail>.*)""",
    re.I | re.X,
)
_TAIL = re.compile(r"(?P<before>\)?)\ ?(?P<percent>\\?%|persen\b)?\ ?(?P<after>\)?)\ ?(?P<rest>.*)", re.I | re.X)
_SPLIT_CENTS = re.compile(r"(?<=[0-9]\.[0-9]{3}), (?=[0-9]{2}(?![0-9]))")  # "14.212.164.755, 76"
_EXPONENT = re.compile(r"e[+-]?[0-9]+$", re.I)
_POWER_UNIT = re.compile(r"\b[kcd]?m[23]\b", re.I)
_UNIT = re.compile(r"[^\d_=@|<>]+")  # nothing that could be a formula or a command
_PREDICATE = re.compile(r"\((?P<predicate>[^()]*[^\W\d_][^()]*)\)")
_GRADE = re.compile(r"AA|A|BB|B|CC|C|D")

_MONEY = re.compile(r"(?:rp|idr)\.?|rupiah", re.I)
_BLANK_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")
_ZEROS = {"ribu": 3, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12, "trilyun": 12}
_SHORT_ZEROS = {"rb": 3, "jt": 6, "m": 9, "t": 12}  # without Rp, m and t are metres and tonnes
_IN_WORDS = re.compile(
    r"nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|seratus|seribu|sejuta", re.I
)
_COUNTED = re.compile(
    r"""asn | berkas | buah | bulan | bumdes | desa | dokumen | dusun | eksemplar | inovasi | jiwa | kali | kecamatan
        | kegiatan | keluarga | kelompok | kelurahan | kk | kop | koperasi | kopkar | koppren | lembaga | lembar
        | laporan | layanan | mahasiswa | orang | ormas | paket | pegawai | pelaku | penduduk | penghargaan | perusahaan
        | peserta | produk | publikasi | rekomendasi | rumah | sekolah | siswa | stel | tim | titik | um | umkm
        | unit | usaha | wirausaha | rp | rupiah""",
    re.I | re.X,
)


def clean(text: str) -> str:
    """The text with plain dashes, digits and single blanks, without invisible characters and Excel's apostrophe."""
    return " ".join(text.translate(_LETTERS).split()).removeprefix("'").strip()


def is_counted(satuan: str) -> bool:
    """Whether the unit counts things one by one, so that three digits after a mark are thousands."""
    first = re.split(r"[ /.]", satuan.strip(), maxsplit=1)[0]
    return _COUNTED.fullmatch(first) is not None


def parse(text: str, locale: Locale = Locale.ID) -> Nilai:
    """Read a text as people type it: the number with its unit, percent sign and predicate, or the reason why not."""
    if len(text) <= _LONGEST_CACHED:
        return _parse_cached(text, locale)
    return _parse(text, locale)


def _parse(text: str, locale: Locale) -> Nilai:
    stripped = text.strip()
    if len(stripped) > LONGEST:
        return Nilai(State.TEKS, teks=text, alasan="terlalu_panjang")
    plain = clean(stripped)
    if not plain:
        return Nilai(State.KOSONG, teks=text)
    return replace(_special(plain) or _number(plain, locale), teks=text)


_parse_cached = lru_cache(maxsize=8192)(_parse)


def _special(plain: str) -> Nilai | None:
    """Nil marks and Excel's errors."""
    if nil := _NIL.fullmatch(plain):
        return Nilai(State.NIHIL, rupiah=bool(nil["rupiah"]))
    if _ERROR.fullmatch(plain):
        return Nilai(State.GALAT, alasan="galat_excel")
    if set(plain) == {"#"}:
        return Nilai(State.GALAT, alasan="kolom_sempit")
    return None


def _refuse(alasan: str, saran: str = "") -> Nilai:
    return Nilai(State.TEKS, alasan=alasan, saran=saran)


def _no_number(plain: str) -> Nilai:
    """Why a text that does not begin with a number is none."""
    if any(c.isdecimal() for c in plain) and plain[0].isalpha():
        return _refuse("awalan_teks")
    first = plain.split(maxsplit=1)[0]
    return _refuse("terbilang" if _IN_WORDS.fullmatch(first) else "bukan_angka")


def _number(plain: str, locale: Locale) -> Nilai:
    found = _NUMBER.fullmatch(_SPLIT_CENTS.sub(",", plain))
    if found is None:
        return _no_number(plain)
    negative, tail = _is_negative(found["head"], found["tail"]), _read_tail(found["tail"])
    if negative is None:
        return _refuse("bukan_angka")
    if tail.alasan:
        return _refuse(tail.alasan, _other_writing(plain, found, locale))
    money = _MONEY.fullmatch(tail.satuan) is not None
    rupiah = money or bool(found["rupiah"])
    if power := _power(tail, rupiah):
        return _refuse("pengali", _multiplied(found["digits"], power, locale))
    whole = rupiah or bool(found["no_cents"]) or is_counted(tail.satuan)
    digits = read_digits(found["digits"], locale, whole=whole, percent=tail.persen)
    if found["no_cents"]:
        digits = without_cents(digits, found["digits"], locale)
    return _assemble(digits, replace(tail, satuan="") if money else tail, negative=negative, rupiah=rupiah)


def _other_writing(plain: str, found: re.Match[str], locale: Locale) -> str:
    """What was probably meant: 75 for "75.", 1.234.567 for "1 234 567"."""
    if _BLANK_GROUPS.fullmatch(plain):
        return plain.replace(" ", locale.group_mark)
    return found["digits"] if found["tail"].strip() in {".", ","} else ""


def _power(tail: _Tail, rupiah: bool) -> int:
    """The zeros that "juta" adds: "Rp 50 juta" and "2,5 milyar" are not 50 and 2,5. "832,8 juta rupiah" is a unit."""
    word, _, more = tail.satuan.casefold().partition(" ")
    if more and not rupiah:
        return 0
    return _ZEROS.get(word, 0) or (_SHORT_ZEROS.get(word.strip("."), 0) if rupiah else 0)


def _multiplied(typed: str, power: int, locale: Locale) -> str:
    """The amount in full, for the suggestion."""
    readings = read_digits(typed, locale).readings
    return format_number(float(Decimal(readings[0]).scaleb(power)), 0, locale) if len(readings) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Tail:
    """What stands after the digits; `alasan` when it spoils the number."""

    persen: bool = False
    satuan: str = ""
    predikat: str = ""
    alasan: str = ""


def _is_negative(head: str, tail: str) -> bool | None:
    """True for a minus or brackets around the number, None when signs and brackets make no sense together."""
    signs = head.count("-") + head.count("+") + head.count("(")
    closed = _TAIL.fullmatch(tail)
    closing = len(closed["before"] + closed["after"]) if closed else 0
    if signs > 1 or closing != head.count("("):
        return None
    return "-" in head or "(" in head


def _read_tail(tail: str) -> _Tail:
    """Percent sign, unit, predicate."""
    if _EXPONENT.fullmatch(tail):
        return _Tail(alasan="notasi_ilmiah")
    if re.match(r" ?[.,]+ ?(?:[0-9-]|$)", tail) and not re.search(r"[^\d.,]\d", tail):
        return _Tail(alasan="pemisah_rusak")
    found = _TAIL.fullmatch(tail)
    rest = found["rest"].strip() if found else tail
    persen = bool(found and found["percent"])
    if any(c.isdecimal() for c in _POWER_UNIT.sub("", rest)):
        return _Tail(alasan="dua_angka")
    return _read_words(rest, persen)


def _read_words(words: str, persen: bool) -> _Tail:
    """Unit or predicate: what is left when there is no other number."""
    if not words:
        return _Tail(persen)
    if len(words) > _UNIT_CHARACTERS or len(words.split()) > _UNIT_WORDS:
        return _Tail(alasan="kalimat")
    if found := _PREDICATE.fullmatch(words):
        return _Tail(persen, predikat=found["predicate"].strip())
    if _GRADE.fullmatch(words):
        return _Tail(persen, predikat=words)
    if (words[0].isalpha() or words[0] == "°") and _UNIT.fullmatch(_POWER_UNIT.sub("m", words)):
        return _Tail(persen, satuan=words)
    return _Tail(alasan="bukan_angka")


def _assemble(digits: Digits, tail: _Tail, *, negative: bool, rupiah: bool) -> Nilai:
    if not digits.readings:
        return _refuse(digits.alasan, digits.saran)
    readings = tuple(dict.fromkeys(-float(r) if negative else float(r) for r in digits.readings))
    if any(map(isinf, readings)):
        return _refuse("terlalu_besar")
    preferred = digits.readings[0]
    return Nilai(
        State.ANGKA,
        angka=readings[0] + 0.0,  # minus zero is zero
        desimal=len(preferred.partition(".")[2]),
        persen=tail.persen,
        satuan=tail.satuan,
        rupiah=rupiah,
        predikat=tail.predikat,
        bacaan=readings if len(readings) > 1 else (),
        alasan=digits.alasan,
        saran=digits.saran,
        gaya=digits.gaya,
    )
