"""Which rows of different tables speak of the same indicator or program.

Names are spelled differently in every table of a report. Keys decide where the working workbook gives them; else
names, matched one to one, within the branch of the tree that was matched above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from workbook_tools.evaluate import Engine
from workbook_tools.formats.spec import Entity
from workbook_tools.names import SAME, indicator_similarity, similarity
from workbook_tools.names import key as name_key
from workbook_tools.tables.model import Baris, Tabel

#: Programs are abbreviated more freely than indicators ("UMKM"), but stand in a tree and carry money.
SAME_IN_TREE = 0.65
MONEY_BONUS = 0.2
MONEY_KEY = re.compile(r"pagu(_20\d\d)?")
SAME_PARENT_BONUS = 0.05
#: How alike names must be when the place in the tree does not speak for the pair.
ALMOST_EXACT = 0.9
#: The level above sasaran: its indicators are none of a sasaran's.
GOAL = "tujuan"
PK_PERUBAHAN, PK_INDUK = "pk_perubahan", "pk_induk"
ORDER = ("indikator", "program", PK_PERUBAHAN, PK_INDUK, "program_perubahan", "program_induk")


@dataclass(eq=False, slots=True)
class Entitas:
    """One indicator of a sasaran, or one indicator of a program row, with every row that speaks of it."""

    id: str
    is_program: bool
    nama: str
    indikator: str
    key: str = ""
    rows: list[tuple[Tabel, Baris]] = field(default_factory=list)

    @property
    def is_goal(self) -> bool:
        """An indicator of a tujuan."""
        return bool(self.rows) and self.rows[0][1].level == GOAL

    @property
    def only_pk(self) -> str:
        """The Perjanjian Kinerja that names it, where no other does; empty where both or none do."""
        named = {t.format.versi_pk for t, _ in self.rows if t.role in (PK_PERUBAHAN, PK_INDUK)}
        return named.pop() if len(named) == 1 else ""


@dataclass(eq=False, slots=True)
class Registry:
    """All entities of a workbook, and the entity whose money a row prints."""

    entities: list[Entitas] = field(default_factory=list)
    of_row: dict[int, Entitas] = field(default_factory=dict)
    money_of_row: dict[int, Entitas] = field(default_factory=dict)

    def of(self, row: Baris) -> Entitas | None:
        """The entity that a row speaks of."""
        return self.of_row.get(id(row))

    def new(self, row: Baris, *, is_program: bool) -> Entitas:
        """An entity not seen before."""
        entitas = Entitas(f"{'P' if is_program else 'S'}{len(self.entities) + 1}", is_program, row.nama, row.indikator)
        self.entities.append(entitas)
        return entitas

    def put(self, tabel: Tabel, row: Baris, entitas: Entitas) -> None:
        """Note that the row speaks of the entity."""
        entitas.rows.append((tabel, row))
        self.of_row[id(row)] = entitas
        row.entitas = entitas.id

    def move(self, tabel: Tabel, row: Baris, entitas: Entitas) -> None:
        """Note that the row speaks of another entity than its name says."""
        before = self.of_row[id(row)]
        before.rows = [(t, b) for t, b in before.rows if b is not row]
        if not before.rows:
            self.entities.remove(before)
        self.put(tabel, row, entitas)
        _money(self, tabel)


def registry(tables: Sequence[Tabel], engine: Engine) -> Registry:
    """Match the rows of all tables, input sheets and Perjanjian Kinerja first: they say what exists."""
    found = Registry()
    for tabel in sorted(tables, key=authority):
        if tabel.format.entity in (Entity.INDIKATOR, Entity.RINCIAN):
            rows = [b for b in tabel.rows if tabel.format.entity is Entity.INDIKATOR or b.level == "sasaran"]
            _match_indicators(found, tabel, rows, engine)
        if tabel.format.entity in (Entity.PROGRAM, Entity.RINCIAN):
            _match_programs(found, tabel, engine)
        if tabel.format.entity in (Entity.TRIWULAN, Entity.RENCANA):
            _match_keys(found, tabel, engine)
        _money(found, tabel)
    return found


def authority(tabel: Tabel) -> int:
    """Which tables say what exists: 0 for the input sheets, then the Perjanjian Kinerja, then all others, and last
    those of programs that show one level."""
    if tabel.role in ORDER:
        return ORDER.index(tabel.role)
    one_level = tabel.format.entity is Entity.PROGRAM and bool(tabel.format.levels)
    return len(ORDER) + one_level


def _key(tabel: Tabel, row: Baris, engine: Engine, *, is_program: bool) -> str:
    """The identity that a working workbook gives to a row; empty in a table typed by hand."""
    if not tabel.working:
        return ""
    for name in ("id_program" if is_program else "id_indikator", "id"):
        value = row.isi.get(name) or (engine.value(tabel, row, name) if tabel.column(name) is not None else None)
        if value and isinstance(value, str | float):
            return str(value).casefold()
    return ""


def _match_keys(found: Registry, tabel: Tabel, engine: Engine) -> None:
    """Rows of quarters, and of plans, are known by their key alone."""
    by_key = {e.key: e for e in found.entities if e.key}
    for row in tabel.rows:
        key = _key(tabel, row, engine, is_program=False)
        if key in by_key:
            found.put(tabel, row, by_key[key])


def _by_key(found: Registry, tabel: Tabel, rows: Iterable[Baris], engine: Engine, *, is_program: bool) -> list[Baris]:
    """Put rows whose key is known; returns the rest."""
    by_key = {e.key: e for e in found.entities if e.key and e.is_program is is_program}
    rest = []
    for row in rows:
        entitas = by_key.get(_key(tabel, row, engine, is_program=is_program))
        if entitas is None:
            rest.append(row)
        else:
            found.put(tabel, row, entitas)
    return rest


def _add(found: Registry, tabel: Tabel, rows: Iterable[Baris], engine: Engine, *, is_program: bool) -> None:
    for row in rows:
        if not row.indikator and not row.nama:
            continue
        entitas = found.new(row, is_program=is_program)
        entitas.key = _key(tabel, row, engine, is_program=is_program)
        found.put(tabel, row, entitas)


# --- indicators of sasaran -------------------------------------------------------------------------------------------


def _match_indicators(found: Registry, tabel: Tabel, rows: Sequence[Baris], engine: Engine) -> None:
    rest = _by_key(found, tabel, rows, engine, is_program=False)
    known = [e for e in found.entities if not e.is_program and not _in(e, tabel)]

    def alike(row: Baris, entitas: Entitas) -> float:
        if (row.level == GOAL) is not entitas.is_goal:
            return 0.0
        score = indicator_similarity(row.indikator, entitas.indikator)
        return score + SAME_PARENT_BONUS * similarity(row.nama, entitas.nama) if score >= SAME else 0.0

    pairs = list(_pairs(rest, known, alike))
    for row, entitas in pairs:
        found.put(tabel, row, entitas)
    matched = {id(row) for row, _ in pairs}
    _add(found, tabel, (r for r in rest if id(r) not in matched), engine, is_program=False)


def _in(entitas: Entitas, tabel: Tabel) -> bool:
    return any(t is tabel for t, _ in entitas.rows)


def _pairs(
    rows: Sequence[Baris], known: Sequence[Entitas], alike: Callable[[Baris, Entitas], float]
) -> Iterator[tuple[Baris, Entitas]]:
    """The best pairs, each row and each entity once, in descending order of likeness; 0 is no pair at all."""
    scored = [
        (score, -n, -m, row, e)
        for n, row in enumerate(rows)
        for m, e in enumerate(known)
        if (score := alike(row, e)) > 0
    ]
    taken: set[int] = set()
    for _, _, _, row, entitas in sorted(scored, key=lambda s: s[:3], reverse=True):
        if id(row) not in taken and id(entitas) not in taken:
            taken |= {id(row), id(entitas)}
            yield row, entitas


# --- programs --------------------------------------------------------------------------------------------------------


def _match_programs(found: Registry, tabel: Tabel, engine: Engine) -> None:
    """From the programs down, then whatever is left anywhere in the table under its exact name."""
    rows = [b for b in tabel.rows if b.level != "sasaran"]
    rest = set(map(id, _by_key(found, tabel, rows, engine, is_program=True)))
    heads = [b for b in rows if b.ke == 1 and id(b) in rest]
    known = {name: _heads(found, tabel, name) for name in ("program", "kegiatan", "sub_kegiatan")}
    for level in ("program", "kegiatan", "sub_kegiatan"):
        for parent, group in _families(heads, level):
            above = None if parent is None or parent.level == "sasaran" else found.of(parent)
            candidates = [
                e for e in known[level] if not _in(e, tabel) and (above is None or _parent(found, e) is above)
            ]
            for row, entitas in _pairs(group, candidates, _alike_in_tree):
                found.put(tabel, row, entitas)
    left = [b for b in heads if found.of(b) is None]
    everything = [e for group in known.values() for e in group if not _in(e, tabel)]
    for row, entitas in _pairs(left, everything, _same_name):
        found.put(tabel, row, entitas)
    _add(found, tabel, (b for b in heads if found.of(b) is None), engine, is_program=True)
    _second_indicators(found, tabel, [b for b in rows if b.ke > 1 and id(b) in rest], engine)


def _heads(found: Registry, tabel: Tabel, level: str) -> list[Entitas]:
    return [
        e
        for e in found.entities
        if e.is_program and not _in(e, tabel) and e.rows and e.rows[0][1].ke == 1 and e.rows[0][1].level == level
    ]


def _families(heads: Sequence[Baris], level: str) -> Iterator[tuple[Baris | None, list[Baris]]]:
    families: dict[int, tuple[Baris | None, list[Baris]]] = {}
    for row in heads:
        if row.level == level:
            families.setdefault(
                id(row.induk) if level != "program" else 0, (row.induk if level != "program" else None, [])
            )[1].append(row)
    yield from families.values()


def _parent(found: Registry, entitas: Entitas) -> Entitas | None:
    """The entity above, as the table that first named this one has it."""
    above = entitas.rows[0][1].induk
    return None if above is None else found.of(above)


def _same_name(row: Baris, entitas: Entitas) -> float:
    if name_key(row.nama) == name_key(entitas.nama):
        return 1.0
    score = similarity(row.nama, entitas.nama)
    return score if ALMOST_EXACT <= score < 1 else 0.0


def _alike_in_tree(row: Baris, entitas: Entitas) -> float:
    """Name first; the same money speaks for an abbreviated name."""
    names = {b.nama for _, b in entitas.rows if b.nama} | {entitas.nama}
    named = max(similarity(row.nama, name) for name in names) if row.nama else 0.0
    score = named if row.nama else similarity(row.indikator, entitas.indikator)
    theirs = _first_money(entitas)
    if theirs and any(value == theirs for key, value in row.isi.items() if MONEY_KEY.fullmatch(key)):
        score += MONEY_BONUS
    return score if score >= SAME_IN_TREE else 0.0


def _first_money(entitas: Entitas) -> float | None:
    for _, row in entitas.rows:
        for key in ("pagu_jumlah", "pagu"):
            value = row.isi.get(key)
            if isinstance(value, float):
                return value
    return None


def _second_indicators(found: Registry, tabel: Tabel, rows: Sequence[Baris], engine: Engine) -> None:
    known = [e for e in found.entities if e.is_program and not _in(e, tabel) and e.rows and e.rows[0][1].ke > 1]

    def alike(row: Baris, entitas: Entitas) -> float:
        score = similarity(row.indikator, entitas.indikator)
        return score if score >= SAME and similarity(row.nama, entitas.nama) >= SAME_IN_TREE else 0.0

    for row, entitas in _pairs(rows, known, alike):
        found.put(tabel, row, entitas)
    _add(found, tabel, (r for r in rows if found.of(r) is None), engine, is_program=True)


def _money(found: Registry, tabel: Tabel) -> None:
    """The rows of one money group print the money of its first row's entity."""
    first: Entitas | None = None
    group = -1
    for row in tabel.rows:
        if row.grup != group:
            group, first = row.grup, found.of(row)
        if first is not None:
            found.money_of_row[id(row)] = first


def row_in(entitas: Entitas, tabel: Tabel) -> Baris | None:
    """The first row of the table that speaks of the entity."""
    return next((b for t, b in entitas.rows if t is tabel), None)
