"""`diff`: what changed between two versions of a workbook, and which findings went, came and stayed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from workbook_tools.compare.cells import CellChange, RowChange, TableChange, compared
from workbook_tools.findings import Accepted, Finding, Place, Severity
from workbook_tools.formats.spec import Entity
from workbook_tools.messages import text
from workbook_tools.names import key as name_key
from workbook_tools.process import Result
from workbook_tools.tables.model import Tabel


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs: tables, settings, findings. `stayed` are findings of both versions, as the new one has
    them; `accepted` those that became exceptions in between."""

    tables: tuple[TableChange, ...]
    settings: tuple[CellChange, ...]
    settings_added: tuple[RowChange, ...]
    settings_removed: tuple[RowChange, ...]
    went: tuple[Finding, ...]
    came: tuple[Finding, ...]
    stayed: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]

    @property
    def any(self) -> bool:
        """Whether the two versions differ at all."""
        tables = any(table.any for table in self.tables)
        settings = self.settings or self.settings_added or self.settings_removed
        return tables or any((settings, self.went, self.came, self.accepted))

    @property
    def by_state(self) -> dict[str, tuple[Finding, ...]]:
        """The findings by what became of them, by the last word of its catalogue code."""
        accepted = tuple(a.finding for a in self.accepted)
        return {"baru": self.came, "selesai": self.went, "diterima": accepted, "tetap": self.stayed}

    @property
    def new_errors(self) -> int:
        """How many errors the new version has that the old one had not."""
        return sum(f.severity is Severity.ERROR for f in self.came)


def diff(old: Result, new: Result) -> Difference:
    """What changed from one version to the other."""
    changes = [(pair, compared(*pair)) for pair in _pairs(old.tables, new.tables)]
    profil = [change for pair, change in changes if _is_profil(pair) and None not in pair]
    typed = [cell for change in profil for cell in change.cells]
    before, now = ({f.id: f for f in result.findings} for result in (old, new))
    return Difference(
        tuple(change for _, change in changes if change.any and change not in profil),
        (*typed, *_in_force(old, new, typed)),
        tuple(row for change in profil for row in change.added),
        tuple(row for change in profil for row in change.removed),
        went=tuple(f for id, f in before.items() if id not in now and id not in {a.finding.id for a in new.accepted}),
        came=tuple(f for id, f in now.items() if id not in before),
        stayed=tuple(f for id, f in now.items() if id in before),
        accepted=tuple(a for a in new.accepted if a.finding.id in before),
    )


def _is_profil(pair: tuple[Tabel | None, Tabel | None]) -> bool:
    return any(t is not None and t.format.entity is Entity.PROFIL for t in pair)


def _pairs(old: Sequence[Tabel], new: Sequence[Tabel]) -> Iterator[tuple[Tabel | None, Tabel | None]]:
    """The tables of both versions that are the same table, in the order of the new one; then those that are gone."""
    partners: dict[int, Tabel] = {}
    keys: tuple[Callable[[Tabel], Hashable], ...] = (
        lambda t: (t.role, t.tahun, t.versi_pk, name_key(t.sheet)),
        lambda t: (t.role, t.tahun, t.versi_pk),
        lambda t: (t.role, name_key(t.sheet)),
        lambda t: t.role,
    )
    left = list(old)
    for key in keys:
        for tabel in new:
            twin = next((t for t in left if id(tabel) not in partners and key(t) == key(tabel)), None)
            if twin is not None:
                partners[id(tabel)] = twin
                left = [t for t in left if t is not twin]
    for tabel in new:
        yield partners.get(id(tabel)), tabel
    for tabel in left:
        yield tabel, None


def _in_force(old: Result, new: Result, typed: Sequence[CellChange]) -> Iterator[CellChange]:
    """Profile and year in force, where no cell of a Profil sheet says that they changed."""
    told = {cell.row_label for cell in typed}
    for key, before, now in (("profil", old.profil.id, new.profil.id), ("tahun", str(old.tahun), str(new.tahun))):
        if before != now and key not in told:
            yield CellChange("", text("diff_yang_berlaku"), key, before, now, Place(""), Place(""), followed=True)
