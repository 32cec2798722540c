"""Plants one fault in a clean workbook and knows where it sits: the engine of all later testing.

    digit      one digit of a figure, by at least one unit of its last displayed digit (two where it is computed)
    swap       two neighbouring figures of a row or of a column exchanged
    unit       a percent sign or another unit behind a figure, money in thousands, percent as fraction, another satuan
    row        a data row removed, the rows below moved up
    predicate  another kategori
    formula    a constant typed over a formula, with the same or another value; or the formula lost
    sum        money of a row that has rows below it, or of the total

A workbook with formulas is recalculated after the fault, as Excel would: typing into an input cell there leaves no
contradiction anywhere, since every view follows.

What nothing in the workbook can reveal is not planted, but counted (`Ditolak`). The principle, decided from the
declarations and the values, never from what the product finds: a changed figure shows when

    * another cell states the same fact (entity, besaran, year, Perjanjian Kinerja) and differs by more than the rounding
      of the two as displayed; or
    * a cell is computed, by its declared rule, from the figure (or is the figure) and is now off by more than one unit of
      its last displayed digit (reports round or truncate) plus what half a unit of the last displayed digit of every
      other figure that it is computed from can explain; or
    * it is money in a tree of levels, and a sum is now off by more than half a rupiah for each amount; or
    * a declared link (`formats/hubungan.py`) that held between it and another column holds no longer.

A unit shows when the workbook states the satuan of the entity elsewhere, and always where it is a number. A row shows
when an input sheet says that its table has it, another table of the same Perjanjian Kinerja has it, or a sum misses it;
never in a table that owes no row to anybody. A predicate shows always (it stands beside its figure, or in the printed
scale of a known profile), a formula always.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kantor import Buku, Entitas, Ref, entity, kerja, percent, row_of, units

from workbook_tools.books.model import Book, RawCell, Sheet, address, parse_address
from workbook_tools.compute.rule import Alasan
from workbook_tools.compute.rules import agregasi_triwulan, jumlah
from workbook_tools.evaluate import CellRef, Engine
from workbook_tools.findings import Place
from workbook_tools.formats.hubungan import HUBUNGAN, Hubungan
from workbook_tools.formats.spec import Column, Entity, Kind
from workbook_tools.regulations.choices import CARA_AGREGASI
from workbook_tools.regulations.profile import available, load
from workbook_tools.tables.build import parameters
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.tables.structure import link
from workbook_tools.values import Locale, format_number, round_half_away
from workbook_tools.values.rounding import own_decimals, percent_points

Fact = tuple[str, str, str, int, str]
#: A value in some cells instead of what stands there.
Changes = Mapping[Ref, float]
PER_PK = ("target", "pagu")
PER_PLAN = ("target_rencana",)
TREES = (Entity.PROGRAM, Entity.RINCIAN)
RUPIAH = 0.5
TRIES = 200
#: A figure typed as text with Indonesian marks, as it comes out of a report; its unit may stand behind it.
FIGURE = re.compile(r"(?P<figure>-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?%?)(?P<unit> [^\d].*)?")
WITH_UNIT = re.compile(r"(\d+(?:\.\d+)?) *[A-Za-z%]")


@dataclass(frozen=True)
class Fault:
    """One fault: `places` are the cells where it sits, `echo` those that Excel recalculated because of it."""

    kind: str
    places: frozenset[Place]
    description: str
    echo: frozenset[Place] = frozenset()


@dataclass(frozen=True)
class Planted:
    """The workbook with the fault, and how many draws were given up because nothing could reveal them, by reason."""

    book: Book
    fault: Fault
    ditolak: Counter[str]


class Ditolak(Exception):
    """This fault would not show: the reason."""


class TidakAda(Exception):
    """There is no such cell in this workbook."""


@dataclass(frozen=True)
class Ikatan:
    """A declared link between two rows: the left cell, the cells any of which it should equal, and the pairs that must
    be equal for the link to say anything."""

    kiri: Ref
    kanan: tuple[Ref, ...]
    bila: tuple[tuple[Ref, Ref], ...]


# ── what the workbook says about its figures ─────────────────────────────────────────────────────────────────────────


@dataclass
class Saksi:
    """Which cells of a book vouch for each other: repeated facts, rules, sums."""

    buku: Buku
    tables: dict[str, Tabel] = field(init=False)

    def __post_init__(self) -> None:
        self.tables = {role: self._local(tabel) for role, tabel in self.buku.tables.items()}
        profil = self.buku.kantor.profil
        settings = parameters(self.buku.tables["profil"].rows)
        self.engine = Engine(self.tables, profil, settings, derive=False)
        self.versi = str(settings.get("versi_pk") or profil.versi_pk)

    def _local(self, tabel: Tabel) -> Tabel:
        """The table as a reader has it: every value typed, levels and groups known."""
        rows = [self._row(tabel, n, row) for n, row in enumerate(tabel.rows)]
        if tabel.format.entity in TREES:
            link(rows)
        closing = {key: replace(row, sel={key: None}) for key, row in tabel.penutup.items()}  # type: ignore[dict-item]
        return replace(tabel, rows=rows, penutup=closing)

    def _row(self, tabel: Tabel, n: int, row: Baris) -> Baris:
        isi = row.isi
        ke = isi.get("ke")
        present = {c.key: None for c in tabel.columns if (tabel.role, n, c.key) in self.buku.places}
        return replace(
            row, sel=present, ke=int(ke) if isinstance(ke, float) else 1, anak=[], induk=None,  # type: ignore[arg-type]
            level=str(isi.get("level") or ""), grup=isi.get("grup") or row.grup, polaritas=str(isi.get("polaritas") or ""),
        )  # fmt: skip

    # --- cells -------------------------------------------------------------------------------------------------------

    def value(self, ref: Ref) -> Value:
        """What the cell holds exactly."""
        row = row_of(self.tables[ref[0]], ref)
        if row is None:
            return sum(v for b in self._tops(ref[0]) if isinstance(v := b.isi.get(ref[2]), float))
        return row.isi.get(ref[2])

    def raw(self, ref: Ref) -> RawCell | None:
        place = self.buku.places[ref]
        return self.buku.book.sheet(place.sheet).cells.get(parse_address(place.cell))

    def number(self, ref: Ref) -> float | None:
        """The number that the cell shows, in points where it is a percentage; None where it shows none."""
        raw = self.raw(ref)
        if raw is None or not self.buku.column(ref).kind.is_number:
            return None
        if isinstance(raw.value, str):
            found = FIGURE.fullmatch(raw.value)
            return float(plain_digits(found["figure"])) if found else None
        if not isinstance(raw.value, int | float):
            return None
        return percent_points(float(raw.value)) if "%" in raw.number_format else float(raw.value)

    def has_percent_sign(self, ref: Ref) -> bool:
        """Whether a reader sees `%` behind the figure."""
        raw = self.raw(ref) or RawCell(None)
        return "%" in raw.number_format or (isinstance(raw.value, str) and "%" in raw.value)

    def decimals(self, ref: Ref) -> int:
        """How many decimals the cell shows."""
        raw = self.raw(ref)
        found = FIGURE.fullmatch(raw.value) if raw is not None and isinstance(raw.value, str) else None
        if found:
            return len(plain_digits(found["figure"]).partition(".")[2])
        shape = raw.number_format if raw is not None else "General"
        if shape in ("General", "@") or "#" in shape.partition(".")[2]:
            return own_decimals(float(raw.value)) if raw is not None and isinstance(raw.value, int | float) else 0
        return len(shape.partition(".")[2].rstrip("%"))

    @cached_property
    def figures(self) -> list[Ref]:
        """Every cell that a reader sees with a figure."""
        return [r for r in self.buku.places if self.number(r) is not None and not self.buku.column(r).helper]

    def label(self, ref: Ref) -> str:
        row = self.buku.row(ref)
        return f"{self.buku.places[ref]} {ref[2]} «{'JUMLAH' if row is None else (row.indikator or row.nama)[:50]}»"

    # --- facts -------------------------------------------------------------------------------------------------------

    def entity_of(self, ref: Ref) -> Entitas:
        """The entity that a cell speaks of; of money, the group that shares it."""
        tabel = self.buku.tables[ref[0]]
        mark, name = entity(tabel, ref[1])
        if self.buku.column(ref).kind is not Kind.RUPIAH:
            return mark, name
        if mark == "P":
            return "uang P", name.rpartition("/")[0]
        row = tabel.rows[ref[1]].isi
        return "uang I", str(row.get("grup") or row.get("posisi"))

    def fact(self, ref: Ref) -> Fact | None:
        """What the cell states, as its column declares."""
        tabel, column = self.buku.tables[ref[0]], self.buku.column(ref)
        if not column.besaran or column.besaran == "satuan" or ref[1] >= len(tabel.rows):
            return None
        year = column.periode or self.year_of(tabel)
        return (*self.entity_of(ref), column.besaran, year, self._document(tabel, column, year))

    def year_of(self, tabel: Tabel) -> int:
        """The year that the figures of a table are of."""
        return self.buku.kantor.years[-1] + tabel.format.tahun_geser

    def _document(self, tabel: Tabel, column: Column, year: int) -> str:
        """Which document says it, where two may say different things of one year."""
        if column.besaran in PER_PLAN and tabel.format.axis is not None:
            return tabel.format.axis.axis
        if column.besaran in PER_PK and year == self.buku.kantor.years[-1]:
            return column.versi_pk or tabel.format.versi_pk or self.versi
        return ""

    @cached_property
    def statements(self) -> dict[Fact, list[Ref]]:
        """The cells that state each fact."""
        found: dict[Fact, list[Ref]] = defaultdict(list)
        for ref in self.buku.places:
            fact = self.fact(ref)
            if fact is not None and self.raw(ref) is not None:
                found[fact].append(ref)
        return found

    # --- rules and sums ----------------------------------------------------------------------------------------------

    @cached_property
    def rests_on(self) -> dict[Ref, frozenset[Ref]]:
        """The typed cells that every computed cell rests on."""
        found = {}
        for ref in self.buku.places:
            column, row = self.buku.tables[ref[0]].column(ref[2]), row_of(self.tables[ref[0]], ref)
            if column is None or column.rule is None or row is None:
                continue
            if self.number(ref) is None and self.raw(ref) is None:
                continue
            cells = self.engine.trace(self.tables[ref[0]], row, ref[2])
            found[ref] = frozenset((c.tabel.role, c.baris.urut, c.key) for c in cells)
        return found

    @cached_property
    def computed_from(self) -> dict[Ref, list[Ref]]:
        """The computed cells that rest on every cell, a computed cell on itself."""
        found: dict[Ref, list[Ref]] = defaultdict(list)
        for ref, cells in self.rests_on.items():
            for cell in cells | {ref}:
                found[cell].append(ref)
        return found

    def supposing(self, ref: Ref, changes: Changes) -> Value:
        """What the rule gives for a cell if other cells held other values."""
        return self._given(ref, self._instead(ref, changes))

    def _instead(self, ref: Ref, changes: Changes) -> dict[CellRef, Value]:
        cells = {r: self._cell(r) for r in changes if r != ref}
        return {cell: changes[r] for r, cell in cells.items() if cell is not None}

    def _given(self, ref: Ref, instead: Mapping[CellRef, Value]) -> Value:
        tabel = self.tables[ref[0]]
        row = row_of(tabel, ref)
        assert row is not None
        return self.engine.supposing(instead).value(tabel, row, ref[2])

    def _cell(self, ref: Ref) -> CellRef | None:
        """The cell as rules see it; the total row takes part in none."""
        tabel = self.tables[ref[0]]
        row = row_of(tabel, ref)
        return None if row is None else CellRef(tabel, row, ref[2])

    def _tops(self, role: str) -> list[Baris]:
        return [b for b in self.tables[role].rows if b.induk is None and b.ke == 1]

    @cached_property
    def sums(self) -> list[tuple[Ref, tuple[Ref, ...]]]:
        """Parent money and the money below it, in every tree of the book."""
        found = []
        for role, tabel in self.tables.items():
            keys = [c.key for c in tabel.columns if c.rolls_up and not c.helper]
            for key in keys if tabel.format.entity in TREES else ():
                parents = [(b.urut, b.anak) for b in tabel.rows if b.anak and b.ke == 1]
                if (role, len(tabel.rows), key) in self.buku.places:
                    parents.append((len(tabel.rows), self._tops(role)))
                for n, children in parents:
                    cells = [
                        r
                        for b in children
                        if (r := (role, b.urut, key)) in self.buku.places and self.number(r) is not None
                    ]
                    if (role, n, key) in self.buku.places and self.number((role, n, key)) is not None and cells:
                        found.append(((role, n, key), tuple(cells)))
        return found

    # --- would a change show? ----------------------------------------------------------------------------------------

    def shows(self, changes: Changes) -> bool:
        """Whether any cell of the book contradicts these changes."""
        return any(test(changes) for test in (self._repeated, self._computed, self._summed, self._linked))

    def _repeated(self, changes: Changes) -> bool:
        for ref, new in changes.items():
            fact = self.fact(ref)
            for other in self.statements.get(fact, ()) if fact is not None else ():
                theirs = changes.get(other, self.number(other))
                if other != ref and theirs is not None and not self._printed_alike(ref, new, other, theirs):
                    return True
        return False

    def _printed_alike(self, ref: Ref, new: float, other: Ref, theirs: float) -> bool:
        if self.buku.column(ref).kind is Kind.RUPIAH:
            return abs(new - theirs) <= RUPIAH
        coarse = min(own_decimals(new), own_decimals(theirs))
        return any(abs(cut(new) - cut(theirs)) < 1e-9 for cut in (lambda x: round_half_away(x, coarse),))

    def _computed(self, changes: Changes) -> bool:
        affected = dict.fromkeys(r for ref in changes for r in self.computed_from.get(ref, ()))
        return any(self._off(ref, changes) for ref in affected)

    def _off(self, ref: Ref, changes: Changes) -> bool:
        """Whether a computed cell no longer fits what it is computed from, rounding allowed for."""
        if self.buku.column(ref).rule is agregasi_triwulan and (*ref[:2], "agregasi") not in self.buku.places:
            return self._off_in_every_way(ref, changes)
        now, stands = self.supposing(ref, changes), self.value(ref)
        if not isinstance(now, float) or not isinstance(stands, float):
            return now != stands
        shown = changes.get(ref, self.number(ref))
        if shown is None:
            return False
        return abs(shown - now) > 10.0 ** -self.decimals(ref) + self._slack(ref, changes, now) + 1e-9

    def _off_in_every_way(self, ref: Ref, changes: Changes) -> bool:
        """Where no cell says how quarters make up the year: whether none of the ways gives the figure."""
        way = self._cell((*ref[:2], "agregasi"))
        shown = changes.get(ref, self.number(ref))
        assert way is not None
        results = [self._given(ref, {**self._instead(ref, changes), way: name}) for name in CARA_AGREGASI]
        unit = 10.0 ** -self.decimals(ref)
        return shown is not None and not any(isinstance(r, float) and abs(shown - r) <= unit + 1e-9 for r in results)

    def _slack(self, ref: Ref, changes: Changes, now: float) -> float:
        """How far the result moves when the figures that it rests on move within their last displayed digit."""
        total = 0.0
        for operand in self.rests_on[ref]:
            value = changes.get(operand, self.number(operand))
            decimals = own_decimals(value) if operand in changes and value is not None else self.decimals(operand)
            rounded = self.buku.column(operand).kind in (Kind.ANGKA, Kind.PERSEN) and decimals > 0
            if value is None or not rounded:
                continue
            moved = self.supposing(ref, {**changes, operand: value + 0.5 * 10.0**-decimals})
            total += abs(moved - now) if isinstance(moved, float) else 0.0
        return total

    def _summed(self, changes: Changes) -> bool:
        for parent, children in self.sums:
            if parent in changes or any(c in changes for c in children):
                total = changes.get(parent, self.number(parent))
                parts = sum(changes.get(c, self.number(c)) or 0.0 for c in children)
                if total is not None and abs(total - parts) > RUPIAH * (len(children) + 1) + 1e-6:
                    return True
        return False

    # --- declared links ----------------------------------------------------------------------------------------------

    @cached_property
    def links(self) -> list[Ikatan]:
        """Every declared link in every pair of rows that it joins and in which it holds."""
        found = []
        for item in HUBUNGAN:
            roles = [r for r in (item.kanan[0], *item.tabel_lain) if r in self.tables]
            for n in range(len(self.tables[item.kiri[0]].rows)) if item.kiri[0] in self.tables and roles else ():
                found += [tie for tie in self._ties(item, n, roles) if self._holds(tie, {})]
        return found

    def _ties(self, item: Hubungan, n: int, roles: Sequence[str]) -> Iterator[Ikatan]:
        """The links of one row at the left, one for every year where the columns name years."""
        mine = self.buku.tables[item.kiri[0]]
        who = entity(mine, n)
        rows = [(r, m) for r in roles for m in range(len(self.tables[r].rows)) if entity(self.buku.tables[r], m) == who]
        years = mine.years if "{tahun}" in item.kiri[1] else (self.year_of(mine),)
        for year in years:
            left = (item.kiri[0], n, item.kiri[1].format(tahun=year))
            right = [(r, m, self._in_year(r, key, year)) for r, m in rows for key in (item.kanan[1], *item.atau)]
            right = [ref for ref in right if ref in self.buku.places and self.number(ref) is not None]
            if left not in self.buku.places or not right or self._is_agreed(item, who, year):
                continue
            pairs = tuple(((left[0], n, a), (right[0][0], right[0][1], b)) for a, b in item.bila)
            yield Ikatan(left, tuple(right), pairs)

    def _in_year(self, role: str, key: str, year: int) -> str:
        *_, before, last = (0, 0, *self.tables[role].years)
        return key.format(tahun=year, akhir=last, jelang_akhir=before)

    def _is_agreed(self, item: Hubungan, who: Entitas, year: int) -> bool:
        """Whether a Perjanjian Kinerja of that year may say something else than was planned."""
        if not item.selain_pk or year != self.buku.kantor.years[-1]:
            return False
        stating = (t for role in ("indikator", "pk_perubahan", "pk_induk") if (t := self.buku.tables.get(role)))
        return any(entity(t, n) == who for t in stating for n in range(len(t.rows)) if self._is_shown(t.role))

    def _is_shown(self, role: str) -> bool:
        return any(ref[0] == role for ref in self.buku.places)

    def _linked(self, changes: Changes) -> bool:
        """Whether a link that held holds no longer."""
        return any(not self._holds(tie, changes) for ref in changes for tie in self.ties_of.get(ref, ()))

    @cached_property
    def ties_of(self) -> dict[Ref, list[Ikatan]]:
        """The links that a cell takes part in."""
        found: dict[Ref, list[Ikatan]] = defaultdict(list)
        for tie in self.links:
            for ref in dict.fromkeys((tie.kiri, *tie.kanan, *(r for pair in tie.bila for r in pair))):
                found[ref].append(tie)
        return found

    def _holds(self, tie: Ikatan, changes: Changes) -> bool:
        """Whether the link says nothing, or its left cell equals one at its right."""
        if not all(self._equal(a, b, changes) for a, b in tie.bila):
            return True
        if changes.get(tie.kiri, self.number(tie.kiri)) is None:
            return True
        return any(self._equal(tie.kiri, other, changes) for other in tie.kanan)

    def _equal(self, a: Ref, b: Ref, changes: Changes) -> bool:
        left, right = (changes.get(r, self.number(r)) if r in self.buku.places else None for r in (a, b))
        return left is not None and right is not None and self._printed_alike(a, left, b, right)

    def satuan_cells(self, who: Entitas) -> list[Ref]:
        """Where the book states the satuan of an entity."""
        return [ref for ref in self.all_satuan if entity(self.buku.tables[ref[0]], ref[1]) == who]

    @cached_property
    def all_satuan(self) -> list[Ref]:
        """Every cell that states a satuan."""
        return [r for r in self.buku.places if self.buku.column(r).besaran == "satuan" and self.raw(r) is not None]


# ── the mutator ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Mutator:
    """Plants faults in one clean workbook."""

    def __init__(self, buku: Buku) -> None:
        self.buku = buku
        self.saksi = Saksi(buku)
        self.rumus = buku.varian == "rumus"
        self.units = units(buku.tables)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that this workbook can have."""
        return ("digit", "swap", "unit", "row", "predicate", "sum", *(("formula", "formula") if self.rumus else ()))

    def plant(self, rng: random.Random, kind: str = "") -> Planted:
        """One fault of a kind (any, if none is asked for) in a copy of the book."""
        ditolak: Counter[str] = Counter()
        chosen = kind or rng.choice(self.kinds)
        for _ in range(TRIES):
            try:
                book, fault = getattr(self, f"_{chosen}")(rng)
            except Ditolak as reason:
                ditolak[f"{chosen}: {reason}"] += 1
                continue
            except TidakAda:
                chosen = rng.choice(self.kinds)
                continue
            return Planted(book, fault, ditolak)
        raise AssertionError(f"no fault of kind {chosen} in {TRIES} draws: {ditolak}")

    # --- kinds -------------------------------------------------------------------------------------------------------

    def _digit(self, rng: random.Random) -> tuple[Book, Fault]:
        ref = self._pick(rng, self._changeable(self.saksi.figures))
        new = self._other_digit(rng, ref)
        self._must_show({ref: new})
        return self._write("digit", {ref: new})

    def _other_digit(self, rng: random.Random, ref: Ref) -> float:
        """The figure with one displayed digit changed."""
        old = self.saksi.number(ref)
        assert old is not None
        decimals = self.saksi.decimals(ref)
        text = f"{abs(round_half_away(old, decimals)):.{decimals}f}"
        at = rng.choice([n for n, c in enumerate(text) if c.isdigit()])
        lowest = "1" if at == 0 and len(text.partition(".")[0]) > 1 else "0"
        digit = rng.choice([d for d in "0123456789" if d != text[at] and d >= lowest])
        delta = float(text[:at] + digit + text[at + 1 :]) - float(text)
        if self.buku.column(ref).computed and abs(delta) < 2 * 10.0**-decimals - 1e-9:
            raise Ditolak("one unit of a computed figure is rounding")
        return round(old + (delta if old >= 0 else -delta), 9)

    def _swap(self, rng: random.Random) -> tuple[Book, Fault]:
        figures = self._changeable(self.saksi.figures)
        ref = self._pick(rng, figures)
        known = set(figures)
        neighbours = [r for r in self._neighbours(ref) if r in known]
        if not neighbours:
            raise TidakAda
        other = rng.choice(neighbours)
        mine, theirs = self.saksi.number(ref), self.saksi.number(other)
        assert mine is not None
        assert theirs is not None
        if mine == theirs:
            raise Ditolak("the two figures are equal")
        self._must_show({ref: theirs, other: mine})
        return self._write("swap", {ref: theirs, other: mine}, cells=self._exchanged(ref, other))

    def _exchanged(self, ref: Ref, other: Ref) -> dict[Ref, RawCell]:
        mine, theirs = self.saksi.raw(ref), self.saksi.raw(other)
        assert mine is not None
        assert theirs is not None
        return {ref: replace(theirs, formula=None), other: replace(mine, formula=None)}

    def _neighbours(self, ref: Ref) -> Iterator[Ref]:
        role, n, key = ref
        yield role, n + 1, key
        keys = [c.key for c in self.buku.tables[role].columns if c.kind.is_number and not c.helper]
        if key in keys[:-1]:
            yield role, n, keys[keys.index(key) + 1]

    def _unit(self, rng: random.Random) -> tuple[Book, Fault]:
        ways: list[Callable[[random.Random], tuple[Book, Fault]]]
        ways = [
            self._percent_sign, self._other_unit, self._thousands, self._fraction, self._other_satuan,
            self._figure_as_satuan,
        ]  # fmt: skip
        return rng.choice(ways)(rng)

    def _percent_sign(self, rng: random.Random) -> tuple[Book, Fault]:
        """`92%` typed where the satuan is no percentage."""
        ref = self._with_satuan(rng, lambda unit: bool(unit) and not percent(unit))
        value = self.saksi.number(ref)
        assert value is not None
        fraction = float(f"{value!r}e-2")
        as_text = rng.random() < 0.4
        shown = format_number(value, own_decimals(value), Locale.ID, persen=True)
        cell = RawCell(shown) if as_text else RawCell(fraction, number_format="0.00%" if own_decimals(value) else "0%")
        holds: Value = shown if as_text else fraction
        return self._write("unit", {ref: holds}, cells={ref: cell}, note=f"percent sign: {shown}")

    def _other_unit(self, rng: random.Random) -> tuple[Book, Fault]:
        """`4 Orang` typed where the satuan is Dokumen."""
        ref = self._with_satuan(rng, bool)
        value = self.saksi.number(ref)
        assert value is not None
        unit = self._foreign_unit(rng, self.units[self.saksi.entity_of(ref)], figures=True)
        shown = f"{format_number(value, own_decimals(value), Locale.ID)} {unit}"
        return self._write("unit", {ref: shown}, cells={ref: RawCell(shown)}, note=f"other unit: {shown}")

    def _with_satuan(self, rng: random.Random, wanted: Callable[[str], bool]) -> Ref:
        """A figure in the unit of its row, whose satuan the book states."""
        figures = [r for r in self.saksi.figures if self.buku.column(r).kind is Kind.ANGKA]
        if self.rumus:
            figures = [r for r in figures if not self.buku.column(r).helper]
        ref = self._pick(rng, figures)
        who = self.saksi.entity_of(ref)
        if not self.saksi.satuan_cells(who):
            raise Ditolak("the book states no satuan for this figure")
        if not wanted(self.units.get(who, "")):
            raise TidakAda
        return ref

    def _foreign_unit(self, rng: random.Random, unit: str, *, figures: bool = False) -> str:
        """A satuan of another row that shares no word with this one."""
        own = set(unit.casefold().replace("/", " ").split())
        others = sorted(
            u for u in set(self.units.values())
            if u and own.isdisjoint(u.casefold().replace("/", " ").split()) and not (percent(u) and percent(unit))
            and not (figures and percent(u))
        )  # fmt: skip
        if not others:
            raise TidakAda
        return rng.choice(others)

    def _thousands(self, rng: random.Random) -> tuple[Book, Fault]:
        """Money typed in thousands of rupiah."""
        money = [r for r in self._changeable(self.saksi.figures) if self.buku.column(r).kind is Kind.RUPIAH]
        ref = self._pick(rng, [r for r in money if self.saksi.number(r)])
        new = round((self.saksi.number(ref) or 0.0) / 1000)
        self._must_show({ref: float(new)})
        return self._write("unit", {ref: float(new)}, note="in thousands")

    def _fraction(self, rng: random.Random) -> tuple[Book, Fault]:
        """A percentage typed as a fraction: 0,92 for 92."""
        figures = self._changeable(self.saksi.figures)
        shares = [r for r in figures if self.buku.column(r).kind is Kind.PERSEN or self._in_percent(r)]
        ref = self._pick(rng, [r for r in shares if self.saksi.number(r)])
        new = float(f"{self.saksi.number(ref)!r}e-2")
        self._must_show({ref: new})
        as_text = isinstance((self.saksi.raw(ref) or RawCell(None)).value, str)
        cell = RawCell(format_number(new, own_decimals(new), Locale.ID)) if as_text else RawCell(new)
        if as_text and self._unit_behind(ref):
            raise TidakAda  # a unit stands behind it: the sign would have to go too
        return self._write("unit", {ref: new}, cells={ref: cell}, note="percent as fraction")

    def _in_percent(self, ref: Ref) -> bool:
        return self.buku.column(ref).kind is Kind.ANGKA and percent(self.units.get(self.saksi.entity_of(ref), ""))

    def _other_satuan(self, rng: random.Random) -> tuple[Book, Fault]:
        ref = self._pick(rng, self.saksi.all_satuan)
        column = self.buku.column(ref)
        if self.rumus and not column.derived:
            raise Ditolak("typed once; every view follows")
        who = entity(self.buku.tables[ref[0]], ref[1])
        new = self._foreign_unit(rng, self.units[who])
        if len(self.saksi.satuan_cells(who)) == 1 and not self._signs_tell(ref, who, new):
            raise Ditolak("satuan stated only once")
        return self._write("unit", {ref: new}, note=f"satuan: {self.units[who]} → {new}")

    def _figure_as_satuan(self, rng: random.Random) -> tuple[Book, Fault]:
        """A number where the unit belongs."""
        ref = self._pick(rng, self._changeable(self.saksi.all_satuan))
        figure = rng.choice((4, 10, 83, 2024))
        cell = RawCell(rng.choice((figure, str(figure))))
        return self._write("unit", {ref: str(figure)}, cells={ref: cell}, note="figure as satuan")

    def _signs_tell(self, ref: Ref, who: Entitas, new: str) -> bool:
        """Whether a figure of the entity has a percent sign, and the satuan no longer says percent."""
        figures = [
            r for r in self.saksi.figures if self.buku.column(r).kind is Kind.ANGKA and self.saksi.entity_of(r) == who
        ]
        return not percent(new) and any(self.saksi.has_percent_sign(r) for r in figures)

    def _predicate(self, rng: random.Random) -> tuple[Book, Fault]:
        cells = [r for r in self.buku.places if self._is_predicate(r)]
        ref = self._pick(rng, cells)
        now = self.saksi.value(ref)
        own = [b.kategori for b in self.buku.kantor.profil.skala.bands]
        foreign = [b.kategori for info in available() for b in load(info.id).skala.bands]
        new = rng.choice(
            sorted({w for w in (own if rng.random() < 0.7 else foreign) if w.casefold() != str(now).casefold()})
        )
        return self._write("predicate", {ref: new}, note=f"{now} → {new}")

    def _is_predicate(self, ref: Ref) -> bool:
        return (
            self.buku.column(ref).choices == "kategori"
            and isinstance(self.saksi.value(ref), str)
            and self.saksi.raw(ref) is not None
        )

    def _formula(self, rng: random.Random) -> tuple[Book, Fault]:
        if not self.rumus:
            raise TidakAda
        cells = [r for r in self.buku.places if self.buku.column(r).derived and not self.buku.column(r).helper]
        ref = self._pick(rng, [r for r in cells if self.saksi.value(r) not in (None, "")])
        raw = self.saksi.raw(ref)
        assert raw is not None
        way = rng.choice(("same", "same", "other", "lost"))
        if way == "lost":
            return self._write("formula", {ref: None}, note="lost")
        if way == "other" and self.saksi.number(ref) is not None:
            new = self._other_digit(rng, ref)
            return self._write("formula", {ref: new}, note="typed over, other value")
        value = self.saksi.value(ref)
        return self._write(
            "formula", {ref: value.teks if isinstance(value, Alasan) else value}, note="typed over, same value"
        )

    def _sum(self, rng: random.Random) -> tuple[Book, Fault]:
        parents = [(p, c) for p, c in self.saksi.sums if not self.rumus or self.buku.column(p).derived]
        ref, children = rng.choice(parents)
        old = self.saksi.number(ref)
        assert old is not None
        amounts = [v for c in children if (v := self.saksi.number(c))]
        amount = rng.choice((*amounts, 1000.0, 9000.0, float(rng.randrange(2_000, 5_000_000))))
        new = old + amount if rng.random() < 0.5 or amount >= old else old - amount
        self._must_show({ref: new})
        return self._write("sum", {ref: new})

    # --- a row removed -----------------------------------------------------------------------------------------------

    def _row(self, rng: random.Random) -> tuple[Book, Fault]:
        shown = {place.sheet for place in self.buku.places.values()}
        roles = [
            t.role for t in self.buku.tables.values() if t.sheet in shown and t.role != "profil" and len(t.rows) > 1
        ]
        role = rng.choice(roles)
        tabel = self.saksi.tables[role]
        n = rng.randrange(len(tabel.rows))
        if self.rumus and tabel.format.entity is Entity.TRIWULAN:
            raise Ditolak("without its quarters a row is only not yet reported, and every view follows")
        if self.rumus and not tabel.format.is_input and tabel.format.entity is not Entity.SKALA:
            if self.buku.waiting.get(role):
                raise Ditolak("a spare row of formulas moves up and shows what the removed one showed")
            n = len(tabel.rows) - 1  # the formulas follow their position: whichever row goes, the last one is not shown
        if tabel.format.entity is not Entity.SKALA and not self._shown_elsewhere(role, n):
            raise Ditolak("no other table says that the row belongs here")
        places = frozenset(p for p in self._row_places(role, n) if p is not None)
        label = f"{tabel.sheet} row {n} «{tabel.rows[n].label}» removed"
        if self.rumus and tabel.format.is_input:
            return self._without_input(role, n, places, label)
        moved = tabel.rows[n].ke == 1 and rng.random() < 0.5
        book = self._without_row(role, n, keep_merged=moved)
        return book, Fault("row", places, label + (", its merged cells kept" if moved else ""))

    def _shown_elsewhere(self, role: str, n: int) -> bool:
        """Whether something in the workbook says that the table has this row: its input sheet, a table of the same
        Perjanjian Kinerja, or a sum."""
        tabel = self.buku.tables[role]
        if tabel.format.entity is Entity.RENCANA:
            return False  # an indicator may have no plan and no words
        return self._follows_input(tabel, n) or self._has_twin(tabel, n) or self._is_missed_in_sums(role, n)

    def _follows_input(self, tabel: Tabel, n: int) -> bool:
        """Whether an input sheet that the table follows has the row, or another table this row of an input sheet; in a
        workbook with formulas only what was typed does not follow."""
        who = entity(tabel, n)
        if tabel.format.is_input:
            typed = (t for t in self._others(tabel) if t.format.is_input or not self.rumus)
            return any(self._has(t, who) for t in typed) or self._is_pointed_at(tabel.role, n)
        follows = {"indikator", "program"} & {s.table for s in tabel.format.follows}
        return any(t.role in follows and self._has(t, who) for t in self._others(tabel))

    def _is_pointed_at(self, role: str, n: int) -> bool:
        """Whether programs name the sasaran of the row, which has no other one."""
        return any(True for _ in self._pointing(role, n))

    def _has_twin(self, tabel: Tabel, n: int) -> bool:
        """Whether a table whose rows it must have shows the row: one that its format names, else any for the same
        Perjanjian Kinerja."""
        who, like = entity(tabel, n), tabel.format.rows_like
        if like is not None:
            return any(t.role in like and self._has(t, who) for t in self._others(tabel))
        same = (t for t in self._others(tabel) if t.format.rows_like is None and not t.format.is_input)
        return any(self._has(t, who) and self._rows_of(t) == self._rows_of(tabel) for t in same)

    def _others(self, tabel: Tabel) -> Iterator[Tabel]:
        return (t for t in self.buku.tables.values() if t is not tabel and t.role in self._present)

    def _rows_of(self, tabel: Tabel) -> str:
        """Of which Perjanjian Kinerja the rows are."""
        return tabel.format.versi_pk or self.saksi.versi

    @cached_property
    def _present(self) -> set[str]:
        """The tables that the workbook has."""
        return {ref[0] for ref in self.buku.places}

    @staticmethod
    def _has(tabel: Tabel, who: Entitas) -> bool:
        return any(entity(tabel, m) == who for m in range(len(tabel.rows)))

    def _is_missed_in_sums(self, role: str, n: int) -> bool:
        """Whether money that was added up is gone, or rows below it now stand under another one.

        Without its kegiatan a sub kegiatan may be read as one of the program's, and where rows have codes they stay
        where they belong; then only the program list of the other Perjanjian Kinerja says that a row is missing.
        """
        tabel, row = self.buku.tables[role], self.saksi.tables[role].rows[n]
        mine = [(p, c) for p, c in self.saksi.sums if p[0] == role]
        if row.ke > 1:
            return False
        if not row.anak:
            return any(r[1] == n and self.saksi.number(r) for _, c in mine if len(c) > 1 for r in c)
        if self._is_list(tabel) and any(
            self._is_list(t) and self._has(t, entity(tabel, n)) for t in self._others(tabel)
        ):
            return True
        above = (p[1] for p, _ in mine if p[1] < n)
        coded = tabel.column("kode") is not None
        return row.level == "program" and not coded and any(tabel.rows[m].isi.get("level") == "program" for m in above)

    @staticmethod
    def _is_list(tabel: Tabel) -> bool:
        """A list of all programs of a Perjanjian Kinerja."""
        return tabel.format.entity is Entity.PROGRAM and tabel.format.rows_like is None and not tabel.format.is_input

    def _row_places(self, role: str, n: int) -> Iterator[Place | None]:
        """Where a removed row is missed: its place, its neighbours with their group, sums above it, its twins."""
        tabel = self.saksi.tables[role]
        rows = tabel.rows
        near = {n, n - 1, n + 1}
        groups = {rows[m].grup for m in (n, n - 1) if 0 <= m < len(rows)}
        near |= {b.urut for b in rows if b.grup in groups and abs(b.urut - n) <= len(groups) * 3}
        for m in near:
            yield from (self.buku.places.get((role, m, c.key)) for c in tabel.columns)
        for above in self._takers(rows, n):
            yield from (self.buku.places.get((role, above, c.key)) for c in tabel.columns if c.kind is Kind.RUPIAH)
        if tabel.format.entity is Entity.SKALA:
            return
        who = entity(self.buku.tables[role], n)
        for ref, place in self.buku.places.items():
            other = self.buku.tables[ref[0]]
            if ref[0] != role and ref[1] < len(other.rows) and entity(other, ref[1]) == who:
                yield place
        yield from self._pointing(role, n)
        yield from self._sums_over(role, n)

    def _sums_over(self, role: str, n: int) -> Iterator[Place]:
        """Money added up, in any sheet, over the row or over the rows below it, which now stand under another."""
        saksi, tabel = self.saksi, self.saksi.tables[role]
        row = tabel.rows[n]
        for below in (row, *(row.leaves() if row.ke == 1 else ())):
            cells = set().union(
                *(saksi.engine.trace(tabel, below, c.key) for c in tabel.columns if c.kind is Kind.RUPIAH)
            )
            for cell in cells:
                ref = (cell.tabel.role, cell.baris.urut, cell.key)
                sums = (r for r in saksi.computed_from.get(ref, ()) if self.buku.column(r).rule is jumlah)
                yield from (self.buku.places[r] for r in sums)

    def _pointing(self, role: str, n: int) -> Iterator[Place]:
        """Programs of a sasaran whose only row is removed point to nothing."""
        numbers = [b.isi.get("no_sasaran") for b in self.saksi.tables[role].rows]
        if role == "indikator" and numbers.count(numbers[n]) == 1:
            programs = self.saksi.tables["program"].rows
            keys = [("program", b.urut, "no_sasaran") for b in programs if b.isi.get("no_sasaran") == numbers[n]]
            yield from (self.buku.places[key] for key in keys if key in self.buku.places)

    def _takers(self, rows: Sequence[Baris], n: int) -> set[int]:
        """The parents of the row, and the rows that take its children when it is gone; the total row."""
        takers = {len(rows)}
        above = rows[n].induk
        while above is not None:
            takers.add(above.urut)
            above = above.induk
        if rows[n].anak:
            copies = [replace(b, anak=[], induk=None) for b in rows if b.urut != n]
            link(copies)
            mine = {b.urut for b in rows[n].anak}
            takers |= {b.induk.urut for b in copies if b.urut in mine and b.induk is not None}
        return takers

    def _without_row(self, role: str, n: int, *, keep_merged: bool) -> Book:
        """The book with the rows below moved up; a merged cell that began here keeps its content where Excel keeps it."""
        place = next(p for r, p in self.buku.places.items() if r[:2] == (role, n))
        gone = parse_address(place.cell)[0]
        sheet = self.buku.book.sheet(place.sheet)
        cells = {at: c for at, c in sheet.cells.items() if at[0] != gone}
        rows = self.saksi.tables[role].rows
        if keep_merged and n + 1 < len(rows) and rows[n + 1].ke > 1:
            kept = {(gone + 1, col): c for (row, col), c in sheet.cells.items() if row == gone}
            cells = {**kept, **cells}
        moved = {(row - (row > gone), col): c for (row, col), c in cells.items()}
        return _with_sheet(self.buku.book, replace(_fresh(sheet), cells=moved))

    def _without_input(self, role: str, n: int, places: frozenset[Place], label: str) -> tuple[Book, Fault]:
        """An input row removed: Excel recalculates every view."""
        kantor = self.buku.kantor
        isian = {**kantor.isian, role: [row for m, row in enumerate(kantor.isian[role]) if m != n]}
        after = kerja(kantor, rumus=True, sisa=self.buku.sisa, tables=kantor.tables(isian))
        return after.book, Fault("row", places, label, _differences(self.buku.book, after.book))

    # --- writing -----------------------------------------------------------------------------------------------------

    def _changeable(self, refs: Sequence[Ref]) -> list[Ref]:
        """In a workbook with formulas only what is typed over a formula leaves a trace."""
        if not self.rumus:
            return list(refs)
        return [r for r in refs if self.buku.column(r).derived]

    def _pick(self, rng: random.Random, refs: Sequence[Ref]) -> Ref:
        """Half the time any cell, half the time any cell of any column of any table: small tables and closing rows are
        not forgotten."""
        if not refs:
            raise TidakAda
        if rng.random() < 0.5:
            return rng.choice(refs)
        role = rng.choice(sorted({r[0] for r in refs}))
        key = rng.choice(sorted({r[2] for r in refs if r[0] == role}))
        return rng.choice([r for r in refs if r[0] == role and r[2] == key])

    def _must_show(self, changes: Changes) -> None:
        if not self.rumus and not self.saksi.shows(changes):
            raise Ditolak("no other cell repeats the figure or depends on it by more than rounding")

    def _write(
        self, kind: str, values: Mapping[Ref, Value], *, cells: Mapping[Ref, RawCell] | None = None, note: str = ""
    ) -> tuple[Book, Fault]:
        """The values in their cells; where there are formulas, everything else recalculated."""
        told = "; ".join(f"{self.saksi.label(r)}: {self._shown(r)} → {v}" for r, v in values.items())
        places = frozenset(self.buku.places[r] for r in values)
        book, echo = self._recalculated(values) if self.rumus else (self.buku.book, frozenset())
        for ref, value in values.items():
            book = self._put(book, ref, (cells or {}).get(ref) or self._cell(ref, value))
        return book, Fault(kind, places, f"{told} {note}".strip(), echo - places)

    def _shown(self, ref: Ref) -> object:
        number = self.saksi.number(ref)
        return self.saksi.value(ref) if number is None else number

    def _cell(self, ref: Ref, value: Value) -> RawCell | None:
        """The value typed into the cell, in the format that the cell has."""
        if value is None:
            return None
        raw = self.saksi.raw(ref) or RawCell(None)
        if isinstance(value, float) and isinstance(raw.value, str) and self.saksi.number(ref) is not None:
            shown = format_number(value, self.saksi.decimals(ref), Locale.ID, persen="%" in raw.value)
            return replace(raw, value=shown + self._unit_behind(ref), formula=None)
        if isinstance(value, float) and "%" in raw.number_format:
            value = float(f"{value!r}e-2")
        holds = int(value) if isinstance(value, float) and value == int(value) else value
        return replace(raw, value=holds, formula=None)

    def _unit_behind(self, ref: Ref) -> str:
        """The unit that stands behind a figure in its cell, with the blank before it."""
        raw = self.saksi.raw(ref)
        found = FIGURE.fullmatch(raw.value) if raw is not None and isinstance(raw.value, str) else None
        return (found["unit"] or "") if found else ""

    def _put(self, book: Book, ref: Ref, cell: RawCell | None) -> Book:
        place = self.buku.places[ref]
        sheet = book.sheet(place.sheet)
        at = parse_address(place.cell)
        cells = {k: c for k, c in sheet.cells.items() if k != at}
        return _with_sheet(book, replace(_fresh(sheet), cells=cells if cell is None else {**cells, at: cell}))

    def _recalculated(self, values: Mapping[Ref, Value]) -> tuple[Book, frozenset[Place]]:
        tables = self.buku.tables
        typed = {r: row_of(tables[r[0]], r) for r in values}
        instead = {CellRef(tables[r[0]], row, r[2]): values[r] for r, row in typed.items() if row is not None}
        settings = parameters(tables["profil"].rows)
        engine = Engine(tables, self.buku.kantor.profil, settings, derive=True, instead=instead)
        after = {
            role: replace(t, rows=[
                replace(b, isi={**b.isi, **{c.key: engine.value(t, b, c.key) for c in t.columns if c.derived}}) for b in t.rows
            ], penutup={key: replace(b, isi={key: engine.value(t, b, key)}) for key, b in t.penutup.items()})
            for role, t in tables.items()
        }  # fmt: skip
        book = kerja(self.buku.kantor, rumus=True, sisa=self.buku.sisa, tables=after).book
        return book, _differences(self.buku.book, book)


def plain_digits(text: str) -> str:
    """`1.234,5%` → `1234.5`."""
    return text.rstrip("%").replace(".", "").replace(",", ".")


def plant(buku: Buku, rng: random.Random, kind: str = "") -> Planted:
    """One fault in a copy of the book; see `Mutator` for many in the same book."""
    return Mutator(buku).plant(rng, kind)


def _fresh(sheet: Sheet) -> Sheet:
    """The sheet without remembered rows."""
    return Sheet(sheet.title, sheet.state, dict(sheet.cells), sheet.merges, sheet.tables, dict(sheet.defined_names))


def _with_sheet(book: Book, sheet: Sheet) -> Book:
    return replace(book, sheets=tuple(sheet if s.title == sheet.title else s for s in book.sheets))


def _differences(before: Book, after: Book) -> frozenset[Place]:
    """The cells whose content differs."""
    found = set()
    for old in before.sheets:
        new = after.sheet(old.title)
        for at in old.cells.keys() | new.cells.keys():
            if old.cells.get(at) != new.cells.get(at):
                found.add(Place(old.title, address(*at)))
    return frozenset(found)


__all__ = ["Column", "Ditolak", "Fault", "Mutator", "Planted", "Saksi", "plant"]
