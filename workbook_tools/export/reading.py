"""Two ways to read a table for printing: by the formulas of a working workbook, or as typed with the rules in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from workbook_tools.books.model import Sheet
from workbook_tools.compute.rule import Alasan
from workbook_tools.evaluate import Engine
from workbook_tools.export.figures import BLANK, Figure, computed, is_percent, lines, typed
from workbook_tools.formats.scopes import Const, FirstOnly, Group, NthRow, Param, RowAt, Scope, This, tables_of
from workbook_tools.formats.spec import Column, Kind
from workbook_tools.process import Result
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.tables.working import is_excel_table, working_engine

#: A row of a sheet, as findings name it.
SheetRow = tuple[str, int]
WORDS = ("polaritas", "agregasi")


class RowKind(StrEnum):
    """What a printed row is."""

    DATA = "data"
    SOURCE = "source"  # a further funding source of the row above: only money
    TOTAL = "total"
    CLOSING = "closing"  # one figure or word over the whole table


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to print, in printed order."""

    row: Baris
    kind: RowKind = RowKind.DATA


class Reading(Protocol):
    """What printing asks of a table."""

    tabel: Tabel
    engine: Engine

    def entries(self) -> Iterator[Entry]:
        """The rows in printed order, blank ones too."""

    def figure(self, entry: Entry, column: Column) -> Figure:
        """What a cell prints."""

    def value(self, row: Baris, key: str) -> Value:
        """The exact value of a column."""

    def ke(self, entry: Entry, column: Column) -> float:
        """1 in the first row of what the column speaks of; more in rows that share its merged cell."""

    def level(self, row: Baris) -> str:
        """sasaran, program, kegiatan, sub_kegiatan, or nothing."""

    def satuan(self, row: Baris) -> str:
        """The unit of the row's figures, wherever the workbook says it."""

    def rows_of(self, row: Baris) -> frozenset[SheetRow]:
        """The rows of all sheets whose cells this row's figures come from."""


class Working:
    """A view of a working workbook: every value by its formula, whatever Excel stored last."""

    def __init__(self, tabel: Tabel, engine: Engine) -> None:
        self.tabel, self.engine = tabel, engine
        self._has_ke = tabel.column("ke") is not None
        self._has_level = tabel.column("level") is not None
        self._prints_unit = any(c.besaran == "satuan" for c in tabel.columns if not c.helper)

    def entries(self) -> Iterator[Entry]:
        """All rows of the Excel table, then what stands below them."""
        yield from map(Entry, self.tabel.rows)
        yield from (Entry(row, RowKind.TOTAL) for row in self.tabel.totals)
        yield from (Entry(row, RowKind.CLOSING) for row in self.tabel.penutup.values())

    def figure(self, entry: Entry, column: Column) -> Figure:
        """By the rule or the source; typed cells (a scale) as they are."""
        if entry.kind is RowKind.CLOSING:
            return closing(self, entry.row, column)
        if entry.kind is not RowKind.DATA:
            return typed(column, entry.row.sel.get(column.key))
        percent = column.kind is Kind.ANGKA and not self._prints_unit and is_percent(self.satuan(entry.row))
        return computed(column, self.value(entry.row, column.key), percent=percent)

    def value(self, row: Baris, key: str) -> Value:
        """As the formula gives it."""
        return self.engine.value(self.tabel, row, key)

    def ke(self, entry: Entry, column: Column) -> float:
        """By the helper column that the column's own source counts with."""
        key = column.source.ke if isinstance(column.source, FirstOnly) else "ke"
        value = self.value(entry.row, key) if key != "ke" or self._has_ke else 1.0
        return value if isinstance(value, float) else 1.0

    def level(self, row: Baris) -> str:
        """By the helper column."""
        value = self.value(row, "level") if self._has_level else row.level
        return value.casefold() if isinstance(value, str) else ""

    def satuan(self, row: Baris) -> str:
        """Of the indicator or program that the row follows."""
        for table, origin in self._origins(row):
            unit = self.engine.value(table, origin, "satuan")
            if isinstance(unit, str) and unit:
                return unit
        own = self.value(row, "satuan")
        return own if isinstance(own, str) else ""

    def rows_of(self, row: Baris) -> frozenset[SheetRow]:
        """This row, and the rows of all input sheets with its key."""
        found = {(self.tabel.sheet, row.sheet_row)}
        for table, origin in self._origins(row):
            key = self.engine.value(table, origin, "id")
            for role, other in self.engine.tables.items():
                if other.format.is_input and other.column("id") is not None:
                    twin = self.engine.find(role, "id", key)
                    found |= {(other.sheet, twin.sheet_row)} if twin is not None else set()
        return frozenset(found)

    def _origins(self, row: Baris) -> Iterator[tuple[Tabel, Baris]]:
        """The input rows that this row follows."""
        for key in self.tabel.format.presence:
            column = self.tabel.column(key)
            if column is not None and isinstance(column.source, NthRow | RowAt):
                origin = self.engine.find(column.source.table, "id", self.value(row, key))
                if origin is not None:
                    yield self.engine.tables[column.source.table], origin


class Typed:
    """A table typed by hand: computed columns by the rule, everything else as typed."""

    def __init__(self, tabel: Tabel, engine: Engine, units: Mapping[str, str]) -> None:
        self.tabel, self.engine, self._units = tabel, engine, units

    def entries(self) -> Iterator[Entry]:
        """Rows with their further funding sources, totals where they stand."""
        totals = list(self.tabel.totals)
        for row in self.tabel.rows:
            while totals and totals[0].urut <= row.urut:
                yield Entry(totals.pop(0), RowKind.TOTAL)
            yield Entry(row)
            yield from (Entry(source, RowKind.SOURCE) for source in row.sumber)
        yield from (Entry(row, RowKind.TOTAL) for row in totals)
        yield from (Entry(row, RowKind.CLOSING) for row in self.tabel.penutup.values())

    def figure(self, entry: Entry, column: Column) -> Figure:
        """By the rule where its operands stand in the row; a blank without any operand stays blank."""
        if entry.kind is RowKind.CLOSING:
            return closing(self, entry.row, column)
        cell = entry.row.sel.get(column.key)
        if column.rule is None or entry.kind is not RowKind.DATA:
            return typed(column, cell)
        exact = self.value(entry.row, column.key)
        if exact is None or (isinstance(exact, Alasan) and not self._has_operand(entry.row, column)):
            return typed(column, cell)
        return computed(column, exact)

    def _has_operand(self, row: Baris, column: Column) -> bool:
        """Whether anything that the rule computes with is there; polaritas and other words are no figures."""
        return any(self._given(row, scope) for scope in column.operands if not _is_word(scope))

    def _given(self, row: Baris, scope: Scope) -> bool:
        value = self.engine.scope(self.tabel, row, scope)
        if not isinstance(value, Alasan):
            return value not in (None, "")
        below = self.tabel.column(scope.column) if isinstance(scope, This | Group) else None
        return below is not None and below.rule is not None and self._has_operand(row, below)

    def value(self, row: Baris, key: str) -> Value:
        """Exact: by the rule, or as typed."""
        return self.engine.value(self.tabel, row, key)

    def ke(self, entry: Entry, column: Column) -> float:
        """As reading numbered the rows of one entity."""
        return 1.0 + (entry.kind is RowKind.SOURCE) if entry.kind is not RowKind.DATA else float(entry.row.ke)

    def level(self, row: Baris) -> str:
        """As reading found it."""
        return row.level

    def satuan(self, row: Baris) -> str:
        """Of this row, else of any row of the workbook that speaks of the same indicator."""
        own = row.isi.get("satuan")
        return own if isinstance(own, str) and own else self._units.get(row.entitas, "")

    def rows_of(self, row: Baris) -> frozenset[SheetRow]:
        """This row alone: nothing is carried over from other sheets."""
        return frozenset({(self.tabel.sheet, row.sheet_row)})


def _is_word(scope: Scope) -> bool:
    return isinstance(scope, Const | Param) or (isinstance(scope, This) and scope.column in WORDS)


def readings(result: Result, sheets: Mapping[str, Sheet]) -> list[Reading]:
    """A reading for every Tabel of the report in the workbook; input sheets are not printed."""
    engine = working_engine(result.tables, sheets, result.profil)
    _keep_lines(engine.tables.values())
    units = _units(result.tables)
    found: list[Reading] = []
    for tabel in result.tables:
        if tabel.format.is_input:
            continue
        own = is_excel_table(tabel, sheets[tabel.sheet]) and engine.tables[tabel.role].sheet == tabel.sheet
        if own and _needed(tabel.role, engine.tables) <= engine.tables.keys():
            found.append(Working(engine.tables[tabel.role], engine))
        else:
            found.append(Typed(tabel, result.engine, units))
    return found


def _needed(role: str, tables: Mapping[str, Tabel]) -> set[str]:
    """The tables that a view's formulas reach, through other tables too; a view torn off them is read as typed."""
    reached: set[str] = set()
    waiting = [role]
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            columns = tables[current].columns if current in tables else ()
            scopes = (scope for c in columns for scope in (c.source, *c.operands) if scope is not None)
            waiting.extend(name for scope in scopes for name in tables_of(scope))
    return reached


def _units(tables: Iterable[Tabel]) -> dict[str, str]:
    """The satuan of every indicator and program that any table gives one."""
    rows = (row for tabel in tables for row in tabel.rows if row.entitas)
    units: dict[str, str] = {}
    for row in rows:
        unit = row.isi.get("satuan")
        if isinstance(unit, str) and unit:
            units.setdefault(row.entitas, unit)
    return units


def _keep_lines(tables: Iterable[Tabel]) -> None:
    """Typed texts with their line breaks, as a formula carries them over."""
    for tabel in tables:
        keys = [c.key for c in tabel.columns if c.kind is Kind.TEKS and not c.derived]
        for row in tabel.rows:
            for key in keys:
                cell = row.sel.get(key)
                if cell is not None and isinstance(cell.raw.value, str) and "\n" in cell.raw.value:
                    row.isi[key] = lines(cell.raw.value)


def closing(reading: Reading, row: Baris, column: Column) -> Figure:
    """The label of a closing row in the first column, what it says in its own."""
    tabel = reading.tabel
    item = next(p for p in tabel.format.penutup if tabel.penutup.get(p.column.key) is row)
    if column.key == item.at:
        return computed(item.column, reading.value(row, item.column.key))
    first = next(c for c in tabel.columns if not c.helper and c.key in tabel.header)
    return Figure(item.column.head[-1]) if column.key == first.key else BLANK
