"""A working workbook in memory: input rows as data, every view and computed column filled by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from workbook_tools.compute.rule import Alasan
from workbook_tools.evaluate import Engine, folded
from workbook_tools.formats import FORMATS, get
from workbook_tools.formats.scopes import tables_of
from workbook_tools.formats.spec import REPORTED, Entity, Repeat, TableFormat
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.tables.structure import link, number_groups

#: Typed rows of the input sheets: role → rows of column key → value.
Isian: TypeAlias = Mapping[str, Sequence[Mapping[str, Value]]]

INPUTS = ("masukan.profil", "masukan.indikator", "masukan.program", "masukan.realisasi")


def parameters(rows: Iterable[Baris]) -> dict[str, Value]:
    """The settings of a Profil sheet: kunci → isi."""
    return {str(row.isi.get("kunci") or "").strip().casefold(): row.isi.get("isi") for row in rows}


#: Years by axis: those that a report compares, those of the plans that it follows.
Axes: TypeAlias = Mapping[str, tuple[int, ...]]


def inputs_of(formats: Iterable[TableFormat]) -> tuple[str, ...]:
    """The input sheets that these tables take their figures from, directly or through other input sheets."""
    by_role = {f.role: f for f in FORMATS.values() if f.is_input}
    found = {get(name).role for name in INPUTS}
    waiting = [*formats, *(get(name) for name in INPUTS)]
    while waiting:
        needed = _read_by(waiting.pop()) & by_role.keys() - found
        found |= needed
        waiting += [by_role[role] for role in needed]
    return tuple(f.id for f in FORMATS.values() if f.is_input and f.role in found)


def _read_by(format: TableFormat) -> set[str]:
    parts = [c for p in format.parts for c in (p.columns if isinstance(p, Repeat) else (p,))]
    scopes = [s for c in parts for s in (*c.operands, c.source) if s is not None]
    return set().union(*map(tables_of, scopes))


def years_of(format: TableFormat, axes: Axes) -> tuple[int, ...]:
    """The years of a table's repeated columns; those reported on where it has none."""
    return axes.get(format.axis.axis if format.axis is not None else REPORTED, ())


def working_tables(
    profil: Profil, isian: Isian, axes: Axes | tuple[int, ...], formats: Sequence[str]
) -> dict[str, Tabel]:
    """All tables of a working workbook by role, with their values; the reported years end with the year reported on."""
    given: Axes = {REPORTED: axes} if isinstance(axes, tuple) else axes
    views = [get(name) for name in dict.fromkeys(formats)]
    inputs = [get(name) for name in inputs_of(views)]
    wanted = dict.fromkeys((*inputs, *(f for f in views if not f.is_input)))
    tables = {
        f.role: Tabel(f, f.columns(years_of(f, given)), sheet=f.sheet, years=years_of(f, given), working=True)
        for f in wanted
    }
    for role, tabel in tables.items():
        if tabel.format.is_input:
            tabel.rows = [Baris(n, isi=dict(row)) for n, row in enumerate(isian.get(role, ()))]
            structure(tabel)
    for tabel in tables.values():
        if tabel.format.entity is Entity.SKALA:
            tabel.rows = [Baris(n, isi=dict(row)) for n, row in enumerate(scale_rows(profil))]
        elif not tabel.format.is_input:
            tabel.rows = [Baris(n) for n in range(_view_length(tabel, tables))]
    engine = _filled(tables, profil, parameters(tables["profil"].rows))
    for tabel in tables.values():
        _drop_waiting(tabel)
        _names(tabel, engine)
    return tables


def _drop_waiting(tabel: Tabel) -> None:
    """A filtered view has fewer rows than the sheet that it follows: those at its end show nothing."""
    keys = tabel.format.presence
    while not tabel.format.is_input and tabel.rows and tabel.format.entity is not Entity.SKALA:
        if any(tabel.rows[-1].isi.get(key) not in (None, "") for key in keys):
            break
        tabel.rows.pop()


def scale_rows(profil: Profil) -> list[dict[str, Value]]:
    """The bands of the profile's scale as the report prints them."""
    return [
        {"no": f"{n}.", "nilai": band.tercetak, "keterangan": band.keterangan, "kategori": band.kategori}
        for n, band in enumerate(profil.skala.bands, start=1)
    ]


def structure(tabel: Tabel) -> None:
    """Levels, repetitions and parents of input rows; rows that wait for typing stand outside."""
    key = "no_sasaran" if tabel.format.entity is Entity.INDIKATOR else "kunci"
    seen: dict[Value, int] = {}
    used = [row for row in tabel.rows if row.isi.get("kunci") not in (None, "")]
    for row in used:
        mine = folded(row.isi.get(key))
        seen[mine] = row.ke = seen.get(mine, 0) + 1
        row.level = str(row.isi.get("level") or "").casefold()
    if tabel.format.entity is Entity.PROGRAM:
        link(used)
    number_groups(used)


def _names(tabel: Tabel, engine: Engine) -> None:
    """What each row is called, as a reader of the sheet would say."""
    above = ""
    for row in tabel.rows:
        above = row.nama = _text(row.isi.get(tabel.format.name_column)) or above
        row.indikator = _text(row.isi.get(tabel.format.indicator_column))
        if not tabel.format.is_input:
            row.level = _text(engine.value(tabel, row, "level"))


def _text(value: Value) -> str:
    return value.teks if isinstance(value, Alasan) else str(value) if isinstance(value, str) else ""


def _filled(tables: dict[str, Tabel], profil: Profil, params: Mapping[str, Value]) -> Engine:
    """Fill every derived column of input sheets and views with its value, in place; returns the engine used."""
    engine = Engine(tables, profil, params, derive=True)
    for tabel in tables.values():
        for baris in tabel.rows:
            for column in tabel.columns:
                if column.derived:
                    baris.isi[column.key] = engine.value(tabel, baris, column.key)
    for tabel in tables.values():
        _close(tabel)
        for key, baris in tabel.penutup.items():
            baris.isi[key] = engine.value(tabel, baris, key)
    return engine


def _close(tabel: Tabel) -> None:
    """Give the table the closing rows that its format declares; rows that it has already stay."""
    for n, item in enumerate(tabel.format.penutup):
        key = item.column.key
        row = tabel.penutup.setdefault(key, Baris(0, nama=item.column.heading))
        row.urut = len(tabel.rows) + n


def _view_length(tabel: Tabel, tables: Mapping[str, Tabel]) -> int:
    """How many rows a view may have: as many as the input rows that it can show."""
    return sum(len(tables[scope.table].rows) for scope in tabel.format.follows)
