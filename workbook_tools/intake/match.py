"""Which row of a list is which row of Program: by code, then by name under the same parent; never by guess.

A name decides only inside its program or kegiatan, one to one, and never against the codes: a row of another office
has the same name as one's own in every program penunjang. Where two rows fit equally well, neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbook_tools.formats.spec import LEVELS
from workbook_tools.intake.codes import SUB, Code, is_below, is_nomenclature, parse_code, same_code, same_office, tail
from workbook_tools.intake.daftar import Entry
from workbook_tools.names import MAYBE, SAME, similarity
from workbook_tools.tables.hierarchy import NUMBER
from workbook_tools.tables.model import Baris

_PREFIX = re.compile(NUMBER + r"(sub\W?kegiatan|kegiatan|program)\b[\s:.\-]*", re.IGNORECASE)
PROGRAM_LEVELS = LEVELS[1:]


class How(StrEnum):
    """By what a row of the list was matched, or why it was not."""

    KODE = "kode"
    NAMA = "nama"
    TIDAK = "tidak"  # nothing fits
    NAMA_LAIN = "nama_lain"  # the code is there, with another name
    GANDA = "ganda"  # two rows fit equally well
    RINCIAN = "rincian"  # below a lowest row of the workbook
    LAIN = "lain"  # another office's, by its code
    ATAS = "atas"  # an urusan or an office, above the programs


@dataclass(eq=False, slots=True)
class Match:
    """One entry of the list and the row of Program that it is; `near` a row that it might have been."""

    entry: Entry
    how: How = How.TIDAK
    baris: Baris | None = None
    near: Baris | None = None


def match(entries: Sequence[Entry], rows: Sequence[Baris]) -> list[Match]:
    """Every entry with its row. `rows` are the rows of Program; second indicators of a program have no money of their
    own and are not among the candidates."""
    return _Matcher(entries, [row for row in rows if row.ke == 1 and row.isi.get("kunci") is not None]).run()


def code_of(row: Baris) -> Code:
    """The code of a row of Program."""
    return parse_code(str(row.isi.get("kunci") or ""))


def plain_name(name: str) -> str:
    """A name without its numbering and the word of its level."""
    return _PREFIX.sub("", name).strip() or name


class _Matcher:
    def __init__(self, entries: Sequence[Entry], heads: Sequence[Baris]) -> None:
        self.matches = [Match(entry) for entry in entries]
        self.heads = list(heads)
        self.codes = [(code_of(row), row) for row in heads]
        self.taken: set[int] = set()

    def run(self) -> list[Match]:
        for one in self.matches:
            self._by_code(one)
            if one.how is How.TIDAK and self._is_others(one.entry.code):
                one.how = How.LAIN
        for level in PROGRAM_LEVELS:
            self._by_name(level)
        for one in self.matches:
            if one.how is How.TIDAK and self._is_detail(one.entry.code):
                one.how = How.RINCIAN
            elif one.how is How.TIDAK and self._is_above(one.entry.code):
                one.how = How.ATAS
        return self.matches

    # --- by code ---

    def _by_code(self, one: Match) -> None:
        found = self._with_code(one.entry.code)
        if found is None:
            return
        alike = similarity(plain_name(one.entry.nama), plain_name(found.nama)) if one.entry.nama else 1.0
        if alike < (MAYBE if is_nomenclature(one.entry.code) else SAME):
            if is_nomenclature(one.entry.code):
                one.how, one.near = How.NAMA_LAIN, found
        elif id(found) in self.taken:
            one.how, one.near = How.GANDA, found
        else:
            self._take(one, found, How.KODE)

    def _with_code(self, code: Code) -> Baris | None:
        """The one row with that code; none where several have it."""
        for wanted in dict.fromkeys((code, tail(code))) if code else ():
            found = [row for own, row in self.codes if own and same_code(own, wanted)]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _is_detail(self, code: Code) -> bool:
        """Whether the code stands below a lowest row: an account or an activity that Program does not list."""
        return any(is_nomenclature(own) and not row.anak and is_below(code, own) for own, row in self.codes)

    def _is_others(self, code: Code) -> bool:
        """Whether the code is of an urusan and bidang that no row of the workbook has, though its rows have codes."""
        own = [known for known, _ in self.codes if is_nomenclature(known)]
        wanted = tail(code)
        return (
            bool(own)
            and is_nomenclature(code)
            and not any(same_office(known, part) for known in own for part in {code, wanted})
        )

    def _is_above(self, code: Code) -> bool:
        """Whether the code is that of an urusan, or of an office: programs stand below it."""
        above = bool(code) and not is_nomenclature(code) and any(is_below(one.entry.code, code) for one in self.matches)
        return above or len(code) > SUB

    # --- by name ---

    def _by_name(self, level: str) -> None:
        """One level, parent by parent."""
        groups: dict[int, list[Match]] = {}
        parents: dict[int, Baris | None] = {}
        for one, parent in self._with_parents(level):
            if one.entry.level in ("", level) and one.entry.nama:
                groups.setdefault(id(parent), []).append(one)
                parents[id(parent)] = parent
        for key, waiting in groups.items():
            free = [row for row in self._under(parents[key]) if row.level == level and id(row) not in self.taken]
            self._pair(waiting, free)

    def _with_parents(self, level: str) -> Iterator[tuple[Match, Baris | None]]:
        """Every entry that waits, with the nearest matched row of a higher level: by its code, else the last one above
        it."""
        above: Baris | None = None
        for one in self.matches:
            if one.baris is not None:
                above = _ancestor(one.baris, level)
            elif one.how is How.TIDAK:
                yield one, self._parent_by_code(one.entry.code, level) or above

    def _parent_by_code(self, code: Code, level: str) -> Baris | None:
        known = [(own, row) for own, row in self.codes if is_nomenclature(own) and is_below(code, own)]
        higher = [(len(own), row) for own, row in known if _depth(row.level) < _depth(level)]
        return max(higher, key=lambda pair: pair[0], default=(0, None))[1]

    def _under(self, parent: Baris | None) -> Iterator[Baris]:
        if parent is None:
            yield from self.heads
            return
        for child in parent.anak:
            if child.ke == 1:
                yield child
                yield from self._under(child)

    def _pair(self, waiting: Sequence[Match], free: Sequence[Baris]) -> None:
        """One to one, the most alike first; where another fits as well, neither."""
        scores = {
            (n, m): score
            for n, one in enumerate(waiting)
            for m, row in enumerate(free)
            if _allowed(one.entry.code, code_of(row))
            and (score := similarity(plain_name(one.entry.nama), plain_name(row.nama))) >= SAME
        }
        while scores:
            (n, m), best = max(scores.items(), key=lambda item: item[1])
            rivals = [pair for pair, score in scores.items() if score == best and (pair[0] == n) != (pair[1] == m)]
            if rivals:
                for left, right in ((n, m), *rivals):
                    waiting[left].how, waiting[left].near = How.GANDA, free[right]
                lost = {pair[0] for pair in ((n, m), *rivals)}
                scores = {pair: score for pair, score in scores.items() if pair[0] not in lost}
                continue
            self._take(waiting[n], free[m], How.NAMA)
            scores = {pair: score for pair, score in scores.items() if pair[0] != n and pair[1] != m}

    def _take(self, one: Match, row: Baris, how: How) -> None:
        one.how, one.baris = how, row
        self.taken.add(id(row))


def _allowed(left: Code, right: Code) -> bool:
    """Names may decide where the codes do not say that the rows belong to two offices."""
    return not (is_nomenclature(left) and is_nomenclature(right)) or same_office(left, right)


def _depth(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _ancestor(row: Baris, level: str) -> Baris | None:
    """The row itself or the nearest one above it that can have rows of that level below it."""
    here: Baris | None = row
    while here is not None and _depth(here.level) >= _depth(level):
        here = here.induk
    return here
