"""Faults in a Renja: those of `mutator.py`, a target with its unit, a figure as unit, an adjustment in words."""

from __future__ import annotations

import random
import re

from kantor import Buku, Ref, entity
from mutator import WITH_UNIT, Ditolak, Fault, Mutator, TidakAda

from workbook_tools.books.model import Book, RawCell
from workbook_tools.formats.hubungan import PENYESUAIAN

#: Tables that show the same rows.
TWINS = {"renja_evaluasi_kinerja": "renja_evaluasi", "renja_evaluasi": "renja_evaluasi_kinerja"}


class RenjaMutator(Mutator):
    """Plants faults in one clean Renja."""

    def __init__(self, buku: Buku) -> None:
        super().__init__(buku)
        holding = [(p, c) for p, c in self.saksi.sums if self._adds_up(p, c)]
        self.saksi.sums = holding  # a branch cut off by the page vouches for nothing

    def _adds_up(self, parent: Ref, children: tuple[Ref, ...]) -> bool:
        parts = [self.saksi.number(c) or 0.0 for c in children]
        return abs((self.saksi.number(parent) or 0.0) - sum(parts)) <= 0.5 * (len(parts) + 1)

    @property
    def kinds(self) -> tuple[str, ...]:
        return ("digit", "swap", "unit", "row", "sum", "target", "satuan", "words")

    def _target(self, rng: random.Random) -> tuple[Book, Fault]:
        """Another number before the unit of a linked target."""
        texts = [r for r in self.buku.places if self._has_unit(r)]
        ref = self._pick(rng, texts)
        raw = self.saksi.raw(ref)
        assert raw is not None
        text = str(raw.value)
        found = WITH_UNIT.match(text)
        assert found is not None
        new = str(int(float(found[1])) + rng.randrange(1, 20))
        self._must_show({ref: float(new)})
        return self._write("target", {ref: f"{new}{text[found.end(1) :]}"})

    def _has_unit(self, ref: Ref) -> bool:
        raw = self.saksi.raw(ref)
        numeric = self.buku.column(ref).kind.is_number
        return numeric and raw is not None and isinstance(raw.value, str) and bool(WITH_UNIT.match(raw.value))

    def _satuan(self, rng: random.Random) -> tuple[Book, Fault]:
        """A figure where the unit belongs."""
        stated = [r for r in self.buku.places if self.buku.column(r).besaran == "satuan" and self.saksi.raw(r)]
        ref = self._pick(rng, stated)
        figure = rng.choice((10, 83, 2024))
        return self._write("satuan", {ref: str(figure)}, cells={ref: RawCell(rng.choice((figure, str(figure))))})

    def _words(self, rng: random.Random) -> tuple[Book, Fault]:
        """Another amount in the words that adjust a pagu."""
        rule = PENYESUAIAN[0]
        role, key = rule.teks
        told = [r for r in self.buku.places if r[0] == role and r[2] == key and "Rp" in str(self.saksi.value(r))]
        ref = self._pick(rng, told)
        after = self.buku.tables[rule.sesudah[0]]
        who = entity(self.buku.tables[role], ref[1])
        if who not in {entity(after, n) for n in range(len(after.rows))}:
            raise Ditolak("no table shows the pagu after the change")
        text = str(self.saksi.value(ref))
        found = re.search(r"\d{1,3}(?:\.\d{3})+|\d+", text)
        if found is None:
            raise TidakAda
        new = int(found[0].replace(".", "")) + rng.randrange(1_000, 5_000_000, 500)
        shown = f"{new:,}".replace(",", ".")
        return self._write("words", {ref: text[: found.start()] + shown + text[found.end() :]})

    def _shown_elsewhere(self, role: str, n: int) -> bool:
        """Another table must show the row, or its money must be missed in a sum."""
        who = entity(self.buku.tables[role], n)
        twin = self.buku.tables.get(TWINS.get(role, ""))
        if twin is not None:
            return who in {entity(twin, m) for m in range(len(twin.rows))}
        row = self.saksi.tables[role].rows[n]
        sums = (children for parent, children in self.saksi.sums if parent[0] == role and len(children) > 1)
        return not row.anak and any(c[:2] == (role, n) and self.saksi.number(c) for children in sums for c in children)
