"""Whether a list agrees with itself and with the workbook: sums of parents, of the quarters, of the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from workbook_tools.findings import Finding, finding
from workbook_tools.formats.daftar_anggaran import QUARTERS
from workbook_tools.intake.codes import Code, is_nomenclature
from workbook_tools.intake.daftar import Daftar, Entry, Line
from workbook_tools.intake.figures import Act, Choice, Figure, rupiah
from workbook_tools.intake.match import How, Match
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Baris
from workbook_tools.values import Nilai


def check(
    daftar: Daftar, choice: Choice, matches: Sequence[Match], figures: Sequence[Figure], profil: Profil
) -> Iterator[Finding]:
    """The findings about sums; a sum that cannot be formed is not judged."""
    judge = _Judge(daftar, choice, matches, profil)
    yield from judge.parents()
    yield from judge.workbook(figures)
    yield from judge.quarters()
    yield from judge.totals()


#: Rows that stand beside the tree of programs: accounts below it, the urusan above.
_BESIDE = (How.RINCIAN, How.ATAS)


class _Judge:
    def __init__(self, daftar: Daftar, choice: Choice, matches: Sequence[Match], profil: Profil) -> None:
        self.daftar, self.matches, self.profil = daftar, [m for m in matches if m.how not in _BESIDE], profil
        self.keys = [column for _, column in choice.columns]
        self.pagu = choice.pagu
        self.below = _tree(self.matches)
        self.broken: dict[tuple[int, str], float] = {}

    def parents(self) -> Iterator[Finding]:
        """A parent's amount is the sum of the list's own rows below it."""
        for one in reversed(self.matches):
            below = self._lowest_below(one)
            if one.baris is None and not any(m.baris is not None for m in below):
                continue  # another office's
            for key in self.keys if below else ():
                found = one.entry.amount(key)
                parts = [m.entry.amount(key) for m in below]
                if found is None or any(p is None for p in parts):
                    continue
                total = sum(p for p in parts if p is not None)
                if abs(found - total) > self.profil.toleransi_jumlah(len(parts)):
                    self.broken[id(one), key] = found - total
                    if not self._said_below(one, key, found - total):
                        yield self._finding("impor_induk_anak", one.entry, key, found, total, n=len(parts))

    def workbook(self, figures: Sequence[Figure]) -> Iterator[Finding]:
        """A parent's pagu is what its rows in the workbook add up to once the list is in."""
        new = {id(f.match.baris): f.value for f in figures if f.key == "pagu" and f.act in (Act.DITULIS, Act.DITIMPA)}
        kept = {id(f.match.baris) for f in figures if f.key == "pagu" and f.act in (Act.BENTROK, Act.DITOLAK)}
        for one in reversed(self.matches):
            row, found = one.baris, one.entry.amount(self.pagu) if self.pagu else None
            if row is None or not row.anak or found is None or (id(one), self.pagu) in self.broken:
                continue
            leaves = [leaf for leaf in row.leaves() if leaf.ke == 1]
            if any(id(leaf) in kept for leaf in leaves):
                continue  # told at the cell that was kept
            total = sum(v for leaf in leaves if (v := _pagu(leaf, new.get(id(leaf)))) is not None)
            said = self._said_below(one, self.pagu, found - total)
            if abs(found - total) > self.profil.toleransi_jumlah(len(leaves)):
                self.broken[id(one), self.pagu] = found - total
            if (id(one), self.pagu) in self.broken and not said:
                yield self._finding("impor_induk_buku", one.entry, self.pagu, found, total, n=len(leaves))

    def quarters(self) -> Iterator[Finding]:
        """Where the list has all quarters and their sum, they agree."""
        keys = [f"tw{n}" for n in QUARTERS]
        if not {"realisasi", *keys} <= self.daftar.heading.money.keys():
            return
        for one in self.matches:
            found, parts = one.entry.amount("realisasi"), [one.entry.amount(key) for key in keys]
            if found is None or any(p is None for p in parts):
                continue
            total = sum(p for p in parts if p is not None)
            if abs(found - total) > self.profil.toleransi_jumlah(len(parts)):
                yield self._finding("impor_triwulan_jumlah", one.entry, "realisasi", found, total)

    def totals(self) -> Iterator[Finding]:
        """The last total row is the sum of the lowest rows, where it is known which those are."""
        lowest = [m for m in self.matches if m.entry.has_money and not self._lowest_below(m)]
        if not self.daftar.totals or not all(m.baris is not None or is_nomenclature(m.entry.code) for m in lowest):
            return
        line = self.daftar.totals[-1]
        for key in self.keys:
            nilai, parts = line.amounts.get(key), [m.entry.amount(key) for m in lowest]
            found = _number(nilai)
            if found is None or any(p is None for p in parts):
                continue
            total = sum(p for p in parts if p is not None)
            if abs(found - total) > self.profil.toleransi_jumlah(len(parts)):
                yield self._told("impor_jumlah_beda", line, key, found, total, n=len(parts))

    def _said_below(self, one: Match, key: str, difference: float) -> bool:
        """Whether the rows right below were told to be off by the same amount: then theirs is the cause."""
        told = [m for m in self.below[id(one)] if (id(m), key) in self.broken]
        top = [m for m in told if not any(m in self.below[id(other)] for other in told)]
        return bool(top) and abs(sum(self.broken[id(m), key] for m in top) - difference) < 1

    def _lowest_below(self, one: Match) -> list[Match]:
        """The list's lowest rows below a row."""
        return [m for m in self.below[id(one)] if not self.below[id(m)]]

    def _finding(self, code: str, entry: Entry, key: str, found: float, total: float, **facts: object) -> Finding:
        return self._told(code, entry.lines[0], key, found, total, **facts)

    def _told(self, code: str, line: Line, key: str, found: float, total: float, **facts: object) -> Finding:
        place = self.daftar.place(line.row, key)
        words = {"found": rupiah(found), "expected": rupiah(total), "difference": rupiah(abs(found - total))}
        column = self.daftar.heading.wording[key]
        return finding(code, place, row_label=line.nama or line.kode, column=column, **words, **facts)  # type: ignore[arg-type]


def _tree(matches: Sequence[Match]) -> dict[int, list[Match]]:
    """The rows of the list below every row of it: by code, and by the order of the workbook."""
    by_code: defaultdict[Code, list[Match]] = defaultdict(list)
    by_row: defaultdict[int, list[Match]] = defaultdict(list)
    for one in matches:
        code = one.entry.code if is_nomenclature(one.entry.code) else ()
        for length in range(1, len(code)):
            by_code[code[:length]].append(one)
        for row in _ancestors(one.baris):
            by_row[id(row)].append(one)
    return {id(one): list(dict.fromkeys((*by_code[one.entry.code], *by_row[id(one.baris)]))) for one in matches}


def _ancestors(row: Baris | None) -> Iterator[Baris]:
    here = row.induk if row is not None else None
    while here is not None:
        yield here
        here = here.induk


def _pagu(row: Baris, new: float | None) -> float | None:
    typed = row.isi.get("pagu")
    return new if new is not None else typed if isinstance(typed, float) else None


def _number(nilai: Nilai | None) -> float | None:
    return nilai.angka if nilai is not None and nilai.ada_angka and not nilai.ambigu else None
