"""The Python face of the scopes: the exact value of any column of any row, from the values typed in the tables.

Two modes. `derive=False` audits: what was typed is taken as typed, only rules are computed. `derive=True` builds:
columns with a `source` are views of the input sheets, as the template's formulas are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbook_tools.compute.rule import Alasan
from workbook_tools.formats import scopes as s
from workbook_tools.formats.spec import Column
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Baris, Tabel, Value

#: Columns that reading a table derives for every row, whatever the sheet holds.
STRUCTURE = ("ke", "level", "grup", "polaritas")


@dataclass(frozen=True, slots=True)
class CellRef:
    """One typed cell that a computed value rests on."""

    tabel: Tabel
    baris: Baris
    key: str


class Engine:
    """Values by table, row and column, remembered once computed."""

    def __init__(
        self,
        tables: Mapping[str, Tabel],
        profil: Profil,
        params: Mapping[str, Value],
        *,
        derive: bool,
        instead: Mapping[CellRef, Value] | None = None,
    ) -> None:
        self.tables = tables
        self.profil = profil
        self.params = params
        self.derive = derive
        self.instead = {(id(c.tabel), c.baris.urut, c.key): v for c, v in (instead or {}).items()}
        self._memo: dict[tuple[int, int, str], Value] = {}
        self._index: dict[tuple[int, str], dict[Value, Baris]] = {}
        self._groups: dict[int, defaultdict[Value, list[Baris]]] = {}
        self._columns: dict[tuple[int, str], list[Value]] = {}
        self._counts: dict[tuple[int, str], list[int]] = {}
        self._sorted: dict[tuple[str, str], list[float]] = {}

    def value(self, tabel: Tabel, baris: Baris, key: str) -> Value:
        """The exact value; None where the cell is blank."""
        memo = (id(tabel), baris.urut, key)
        if memo in self.instead:
            return self.instead[memo]
        if memo not in self._memo:
            self._memo[memo] = None  # a column that reaches itself is blank, not an endless loop
            self._memo[memo] = self._compute(tabel, baris, key)
        return self._memo[memo]

    def supposing(self, instead: Mapping[CellRef, Value]) -> Engine:
        """The same tables with other values in some cells."""
        other = Engine(self.tables, self.profil, self.params, derive=self.derive, instead=instead)
        if not self.derive:
            other._groups = self._groups  # which rows share money does not depend on figures
        return other

    def forget(self) -> None:
        """Compute everything anew: something that was derived about a row has changed."""
        self._memo.clear()
        self._columns.clear()

    def operands(self, tabel: Tabel, baris: Baris, column: Column) -> tuple[Value, ...]:
        """The exact values of a rule column's operands."""
        values: list[Value] = []
        for scope in column.operands:
            if isinstance(scope, s.Whole):
                values += [self.value(tabel, row, scope.column) for row in tabel.rows] or [None]
            else:
                values.append(self.scope(tabel, baris, scope))
        return tuple(values)

    def rule(self, column: Column, operands: tuple[Value, ...]) -> Value:
        """The rule of the column on these operands; a reason counts as an absent operand."""
        assert column.rule is not None
        return column.rule(self.profil, *(o.teks if isinstance(o, Alasan) else o for o in operands))

    def _compute(self, tabel: Tabel, baris: Baris, key: str) -> Value:
        column = tabel.column(key)
        if not self.derive and key in STRUCTURE and (column is None or column.helper):
            return self._structure(baris, key)
        if column is None:
            return baris.isi.get(key)
        if key in tabel.penutup and tabel.column_of_rows(key) is None:
            return self.rule(column, self.operands(tabel, baris, column))
        if self.derive and column.derived and not self._in_use(tabel, baris, key):
            return None
        if column.once and column.derived and self._ke(tabel, baris) > 1 and not self._has_own_money(tabel, baris):
            return None
        if column.rule is not None:
            return self.rule(column, self.operands(tabel, baris, column))
        if not self.derive and column.helper and key in baris.isi and not tabel.working:
            return baris.isi[key]  # what reading found out about a row of a printed table
        if column.source is not None and (self.derive or column.helper):
            found = self.scope(tabel, baris, column.source)
            return baris.isi.get(key) if found is None and not self.derive else found
        return baris.isi.get(key)

    def _has_own_money(self, tabel: Tabel, baris: Baris) -> bool:
        """A later row of a group that prints money of its own, in a table typed by hand."""
        return not self.derive and any(
            isinstance(baris.isi.get(c.key), float) for c in tabel.columns if c.once and c.rule is None
        )

    def _in_use(self, tabel: Tabel, baris: Baris, key: str) -> bool:
        """Whether the row shows anything: a row that waits for typing shows nothing."""
        presence = tabel.format.presence
        return key in presence or any(self.value(tabel, baris, k) not in (None, "") for k in presence)

    def _structure(self, baris: Baris, key: str) -> Value:
        if key == "polaritas":
            return baris.polaritas or self.profil.polaritas_bawaan
        value: Value = getattr(baris, key)
        return float(value) if isinstance(value, int) else value

    def _ke(self, tabel: Tabel, baris: Baris) -> float:
        ke = self.value(tabel, baris, "ke") if self.derive else float(baris.ke)
        return ke if isinstance(ke, float) else 1.0

    def scope(self, tabel: Tabel, baris: Baris, scope: s.Scope) -> Value:
        """The value of one scope in one row."""
        match scope:
            case s.This(column):
                return self.value(tabel, baris, column)
            case s.Const(word):
                return word
            case s.Param(name):
                return self.params.get(name)
            case s.Group():
                return self._group(tabel, baris, scope)
            case s.Children(column):
                return self._sum(self.value(tabel, leaf, column) for leaf in baris.leaves())
            case s.SumWhere():
                return self._sum(self.value(t, b, scope.column) for t, b in self.where(tabel, baris, scope))
            case s.FromTable(table, column, by):
                other = self.find(table, "id", self.value(tabel, baris, by))
                return None if other is None else self.value(self.tables[table], other, column)
            case s.Pick(when, then, otherwise):
                filled = self.value(tabel, baris, when) not in (None, "")
                return self.scope(tabel, baris, then if filled else otherwise)
            case s.Where():
                return self._where(tabel, baris, scope)
            case s.FirstOnly(inner, ke):
                return self.scope(tabel, baris, inner) if self.value(tabel, baris, ke) == 1 else None
            case s.Closing(key):
                return self.value(tabel, tabel.penutup.get(key, baris), key)
            case _:
                return self._order(tabel, baris, scope)

    def _order(self, tabel: Tabel, baris: Baris, scope: s.Scope) -> Value:
        """Scopes that speak of the order of rows."""
        match scope:
            case s.NthRow(table):
                other = self._rows(table)
                return self.value(self.tables[table], other[baris.urut], "id") if baris.urut < len(other) else None
            case s.RowAt(table, order):
                row = self.find(table, order, float(baris.urut + 1))
                return None if row is None else self.value(self.tables[table], row, "id")
            case s.Running(column):
                return float(self._running(tabel, column)[baris.urut])
            case s.Count(column, wanted):
                return float(sum(v == wanted for v in self._values(tabel, column)[: baris.urut + 1]))
            case s.CountFilled(column):
                return self._count_filled(tabel, baris, column)
            case s.Joined(first, second):
                return self._joined(tabel, baris, first, second)
            case s.Ancestor(column, level):
                return self._ancestor(tabel, baris, column, level)
            case s.PositionIn(table, column, key):
                row = self.find(table, column, self.value(tabel, baris, key))
                return None if row is None else float(row.urut + 1)
            case s.Interleaved():
                return self._interleaved(tabel, baris, scope)
            case _:
                raise AssertionError(scope)

    def _where(self, tabel: Tabel, baris: Baris, scope: s.Where) -> Value:
        own = folded(self.value(tabel, baris, scope.column))
        wanted = folded(self.scope(tabel, baris, scope.value))
        fits = own == wanted or (scope.or_blank and own in (None, ""))
        return self.scope(tabel, baris, scope.then) if fits else None

    def _count_filled(self, tabel: Tabel, baris: Baris, column: str) -> Value:
        values = self._values(tabel, column)
        if values[baris.urut] in (None, ""):
            return None
        return float(sum(v not in (None, "") for v in values[: baris.urut + 1]))

    def where(self, tabel: Tabel, baris: Baris, scope: s.SumWhere) -> Iterator[tuple[Tabel, Baris]]:
        """The rows that a SumWhere adds."""
        wanted = self.value(tabel, baris, scope.equals)
        if scope.table not in self.tables or wanted in (None, ""):
            return
        other = self.tables[scope.table]
        for row in other.rows:
            if folded(self.value(other, row, scope.where)) == folded(wanted):
                yield other, row

    def group_rows(self, tabel: Tabel, baris: Baris) -> list[Baris]:
        """The rows that share this row's money cell, itself included, in printed order."""
        mine = self.value(tabel, baris, "grup")
        groups = self._groups.get(id(tabel))
        if groups is None:
            groups = self._groups[id(tabel)] = defaultdict(list)
            for row in tabel.rows:
                groups[self.value(tabel, row, "grup")].append(row)
        return groups[mine] or [baris]

    def group_members(self, tabel: Tabel, baris: Baris, scope: s.Group) -> list[Baris]:
        """The rows of the group whose value enters, by the scope or the profile's choice."""
        how = self.profil.capaian_bersama if scope.how == "profil" else scope.how
        rows = self.group_rows(tabel, baris)
        if how in ("first", "pertama"):
            return rows[:1]
        return rows if how in ("mean", "rata") else [baris]

    def _group(self, tabel: Tabel, baris: Baris, scope: s.Group) -> Value:
        values = [self.value(tabel, b, scope.column) for b in self.group_members(tabel, baris, scope)]
        if len(values) == 1:
            return values[0]
        numbers = [v for v in values if isinstance(v, float)]
        return sum(numbers) / len(numbers) if numbers else values[0]

    @staticmethod
    def _sum(values: Iterator[Value]) -> Value:
        numbers = [v for v in values if isinstance(v, float)]
        return sum(numbers) if numbers else None

    def _rows(self, table: str) -> list[Baris]:
        return self.tables[table].rows if table in self.tables else []

    def find(self, table: str, column: str, wanted: Value) -> Baris | None:
        """The first row of a table with that value in that column."""
        if wanted in (None, "") or table not in self.tables:
            return None
        other = self.tables[table]
        index = self._index.get((id(other), column))
        if index is None:
            index = {}
            for row in other.rows:
                index.setdefault(folded(self.value(other, row, column)), row)
            self._index[id(other), column] = index
        return index.get(folded(wanted))

    def _joined(self, tabel: Tabel, baris: Baris, first: str, second: str) -> Value:
        head = self.value(tabel, baris, first)
        if head in (None, ""):
            return None
        tail = self.value(tabel, baris, second) if second else None
        return f"{head}/{tail:.0f}" if isinstance(tail, float) else f"{head}/{tail}" if tail else str(head)

    def _ancestor(self, tabel: Tabel, baris: Baris, column: str, level: str) -> Value:
        for row in reversed(tabel.rows[: baris.urut + 1]):
            if folded(self.value(tabel, row, "level")) == level:
                return self.value(tabel, row, column)
        return None

    def _interleaved(self, tabel: Tabel, baris: Baris, scope: s.Interleaved) -> Value:
        mine = self.value(tabel, baris, scope.order)
        if not isinstance(mine, float):
            return None
        cut = bisect_right if scope.of == "details" else bisect_left
        before = cut(self._orders(scope.heads, scope.heads_order), mine) + bisect_left(
            self._orders(scope.details, scope.details_order), mine
        )
        return float(before + self._running(tabel, scope.order)[baris.urut])

    def _orders(self, table: str, order: str) -> list[float]:
        """The positions of a table's rows in ascending order."""
        known = self._sorted.get((table, order))
        if known is None:
            values = self._values(self.tables[table], order) if table in self.tables else []
            known = self._sorted[table, order] = sorted(v for v in values if isinstance(v, float))
        return known

    def _values(self, tabel: Tabel, column: str) -> list[Value]:
        """A whole column from the first row on."""
        known = self._columns.get((id(tabel), column))
        if known is None:
            known = self._columns[id(tabel), column] = [folded(self.value(tabel, row, column)) for row in tabel.rows]
        return known

    def _running(self, tabel: Tabel, column: str) -> list[int]:
        """For every row, how many rows so far have its value."""
        known = self._counts.get((id(tabel), column))
        if known is None:
            seen: Counter[Value] = Counter()
            known = self._counts[id(tabel), column] = []
            for value in self._values(tabel, column):
                seen[value] += 1
                known.append(seen[value])
        return known

    def trace(self, tabel: Tabel, baris: Baris, key: str) -> set[CellRef]:
        """The typed cells that the exact value of a column rests on."""
        column = tabel.column(key)
        if column is None or (column.rule is None and not (column.helper and column.source is not None)):
            return {CellRef(tabel, baris, key)} if key in baris.sel else set()
        found: set[CellRef] = set()
        for scope in column.operands if column.rule is not None else (column.source,):
            assert scope is not None
            found |= self._trace_scope(tabel, baris, scope)
        return found

    def _trace_scope(self, tabel: Tabel, baris: Baris, scope: s.Scope) -> set[CellRef]:
        match scope:
            case s.This(column):
                return set() if column == "polaritas" and column not in baris.sel else self.trace(tabel, baris, column)
            case s.Group(column):
                members = self.group_members(tabel, baris, scope)
                return set().union(*(self.trace(tabel, b, column) for b in members))
            case s.Children(column):
                return set().union(*(self.trace(tabel, b, column) for b in baris.leaves()))
            case s.Whole(column):
                return set().union(*(self.trace(tabel, b, column) for b in tabel.rows))
            case s.Closing(key):
                return self.trace(tabel, tabel.penutup.get(key, baris), key)
            case s.SumWhere():
                return set().union(*(self.trace(t, b, scope.column) for t, b in self.where(tabel, baris, scope)))
            case s.FromTable(table, column, by):
                row = self.find(table, "id", self.value(tabel, baris, by))
                return set() if row is None else self.trace(self.tables[table], row, column)
            case s.Where(_, _, then):
                return self._trace_scope(tabel, baris, then)
            case _:
                return set()


def folded(value: Value) -> Value:
    """A value as Excel compares it: capitals do not matter."""
    return value.casefold() if isinstance(value, str) else value
