"""A constraint is something that must hold between cells; a conflict is one that does not. Causes are found from both.

A wrong digit breaks several sums, products and comparisons at once. The cell that all of them share, and that the
fewest fulfilled constraints vouch for, is reported once, with the others as related cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbook_tools.books.model import parse_address
from workbook_tools.evaluate import Engine
from workbook_tools.findings import Finding, Place, Severity, finding
from workbook_tools.messages import text

MOST_NAMED = 3
DUST = 1e-9
WORDS = ("kategori_salah", "kategori_di_luar_skala")
SAME_VALUE = 6  # decimals at which two implied values agree


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """`cells` must agree; `stated` is the cell that a reader looks at first, `implied` what single cells would have
    to hold for the constraint to be fulfilled. `certain` conflicts are errors, the others warnings."""

    code: str
    stated: Place
    cells: frozenset[Place]
    holds: bool
    certain: bool = True
    implied: Mapping[Place, float] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    views: Mapping[Place, Mapping[str, object]] = field(default_factory=dict)  # facts as seen from another cell
    test: Callable[[Place, float], bool] | None = None  # would it hold if that cell held that number?
    trusted: Place | None = None  # the more authoritative of two statements: blamed only when others agree against it
    recheck: Callable[[Engine], bool] | None = None  # would it hold over other figures?
    operands: Mapping[Place, str] = field(default_factory=dict)  # what the other cells hold, as the reader sees it
    shown: str = ""  # short form, for "from the same cause"
    beside: tuple[Place, ...] = ()  # cells that it was held against and that are not to blame
    row: int = -1  # conflicts of one parent row are told together

    @property
    def gist(self) -> str:
        """The short form without addresses: the same after rows were inserted."""
        words = self.shown
        for place in sorted(self.cells | {self.stated}, key=lambda p: -len(str(p))):
            words = words.replace(f" ({place})", "").replace(f" {place}", "")
        return words

    def as_finding(self, place: Place, severity: Severity, related: Iterable[Place], also: str) -> Finding:
        """The finding at `place` with this constraint's words."""
        facts = {**self.facts, **self.views.get(place, {})}
        found = finding(self.code, self.stated, severity=severity, related=related, **facts)  # type: ignore[arg-type]
        if place != self.stated and place not in self.views:
            words = text("sebab_di_sel", place=place, stated=self.stated, message=found.message)
            should = f"{self.implied[place]:.10g}".replace(".", ",") if place in self.implied else ""
            found = replace(found, message=words, found=self.operands.get(place, ""), expected=should)
        others = tuple(p for p in dict.fromkeys((self.stated, *related)) if p != place)
        return replace(found, place=place, related=others, message=found.message + also)


def diagnose(constraints: Sequence[Constraint]) -> list[Finding]:
    """One finding per cause: errors from certain conflicts, warnings from the rest that no error explains."""
    broken = _words_alone([c for c in constraints if not c.holds])
    vouched = Counter(cell for c in constraints if c.holds for cell in c.cells)
    out: list[Finding] = []
    blamed: set[Place] = set()
    for certain, severity in ((True, Severity.ERROR), (False, Severity.WARNING)):
        rest = [c for c in broken if c.certain is certain]
        rest = [c for c in rest if certain or not (c.cells & blamed)]
        for component in _components(rest):
            for cell, same in _causes(component, vouched):
                out.append(_told(cell, same, severity))
                blamed.add(cell)
    return out


def _words_alone(broken: Sequence[Constraint]) -> list[Constraint]:
    """A wrong word over figures that no broken figure doubts is wrong itself, however many words stand over them."""
    figures = [c for c in broken if c.code not in WORDS]

    def doubted(word: Constraint) -> bool:
        return any(c.stated in word.cells or c.cells - {c.stated} <= word.cells for c in figures)

    return [replace(c, cells=frozenset({c.stated})) if c.code in WORDS and not doubted(c) else c for c in broken]


def _causes(rest: list[Constraint], vouched: Counter[Place]) -> Iterator[tuple[Place, list[Constraint]]]:
    """The most suspect cell with the conflicts that it explains, until none is left."""
    while rest:
        cell = _most_suspect(rest, vouched)
        same = _explained(cell, [c for c in rest if cell in c.cells])
        rest = [c for c in rest if c not in same]
        rest, same = _same_row(rest, same)
        yield cell, same


def _components(conflicts: Sequence[Constraint]) -> list[list[Constraint]]:
    """Conflicts that have to do with each other: through shared cells, or as sums of one row."""
    by_mark: dict[object, list[int]] = {}
    for n, conflict in enumerate(conflicts):
        for mark in _marks(conflict):
            by_mark.setdefault(mark, []).append(n)
    seen: set[int] = set()
    components = []
    for n in range(len(conflicts)):
        waiting, members = [n], []
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                members.append(current)
                waiting.extend(m for mark in _marks(conflicts[current]) for m in by_mark.pop(mark, ()))
        if members:
            components.append([conflicts[m] for m in sorted(members)])
    return components


def _marks(conflict: Constraint) -> Iterator[object]:
    yield from conflict.cells
    if conflict.row >= 0:
        yield conflict.row


def _most_suspect(broken: Sequence[Constraint], vouched: Counter[Place]) -> Place:
    """The cell in most conflicts; then the one that one value would put right; then the one least vouched for."""
    count = Counter(cell for c in broken for cell in c.cells)
    stated = Counter(c.stated for c in broken)
    trusted = Counter(c.trusted for c in broken if c.trusted is not None)
    implied: dict[Place, Counter[float]] = {}
    for conflict in broken:
        for cell, value in conflict.implied.items():
            implied.setdefault(cell, Counter())[round(value, SAME_VALUE)] += 1

    met = _in_reading_order(broken)

    def suspicion(cell: Place) -> tuple[int, int, int, int, int, int]:
        agreeing = max(implied[cell].values()) if cell in implied else 0
        return count[cell], agreeing, -trusted[cell], -vouched[cell], stated[cell], met[cell]

    return max(count, key=suspicion)


def _in_reading_order(broken: Sequence[Constraint]) -> dict[Place, int]:
    """A rank for every cell that inserted rows and renamed sheets do not change, so that findings keep their ids."""
    cells = dict.fromkeys(
        cell
        for c in broken
        for cell in (c.stated, *sorted(c.cells - {c.stated}, key=lambda p: (p.sheet, parse_address(p.cell))))
    )
    return {cell: n for n, cell in enumerate(cells)}


def _explained(cell: Place, conflicts: Sequence[Constraint]) -> list[Constraint]:
    """The conflicts that one value in this cell would settle; all of them where nothing says which value."""
    values = dict.fromkeys(c.implied[cell] for c in conflicts if cell in c.implied)
    if not values:
        return list(conflicts)
    settled = [[c for c in conflicts if _settles(c, cell, value)] for value in values]
    return max(settled, key=len) or list(conflicts)


def _settles(conflict: Constraint, cell: Place, value: float) -> bool:
    if cell in conflict.implied and abs(conflict.implied[cell] - value) <= abs(value) * DUST:
        return True
    return conflict.test(cell, value) if conflict.test is not None else cell not in conflict.implied


def _same_row(rest: list[Constraint], same: list[Constraint]) -> tuple[list[Constraint], list[Constraint]]:
    """Sums of one parent row that break together are one cause: a row is missing or stands in the wrong place."""
    rows = {c.row for c in same if c.row >= 0}
    together = [c for c in rest if c.row in rows]
    return [c for c in rest if c not in together], [*same, *together]


def _places(conflict: Constraint) -> Iterator[Place]:
    """Every cell that a conflict speaks of."""
    yield from (conflict.stated, *sorted(conflict.cells), *conflict.beside)


def _told(cell: Place, same: Sequence[Constraint], severity: Severity) -> Finding:
    lead = next((c for c in same if c.stated == cell), None) or same[0]
    others = [c for c in same if c is not lead and c.shown]
    also = ""
    if others:
        named = "; ".join(c.shown for c in others[:MOST_NAMED])
        more = len(others) - MOST_NAMED
        also = " " + text("sebab_sama_lagi" if more > 0 else "sebab_sama", named=named, more=more)
    related = dict.fromkeys(p for c in (lead, *others) for p in _places(c))
    found = lead.as_finding(cell, severity, related, also)
    return replace(found, others=tuple(sorted({c.gist for c in others})))
