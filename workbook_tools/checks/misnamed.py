"""An indicator under the name of another one: the name is of the other Perjanjian Kinerja, the figures of this one.

Asked before figures of several tables are compared, so that they are compared with what they are.
"""

from __future__ import annotations

from workbook_tools.checks.context import Context
from workbook_tools.checks.entities import Entitas, Registry, row_in
from workbook_tools.checks.rows import INDICATOR_SOURCES, replaced, source_of
from workbook_tools.formats.spec import Column, Entity
from workbook_tools.tables.model import Baris, Tabel


def check(context: Context, registry: Registry) -> None:
    """Every table of indicators with targets of the year, against the Perjanjian Kinerja that it should show."""
    for tabel in context.tables:
        of_year = tabel.format.rows_like is None and context.in_force(tabel)  # of this year, and of all its indicators
        if tabel.format.entity is not Entity.INDIKATOR or tabel.working or not of_year:
            continue
        source = source_of(context, tabel, INDICATOR_SOURCES)
        column = _target(context, tabel)
        if source is not None and column is not None:
            _check_table(context, registry, tabel, source, column)


def _target(context: Context, tabel: Tabel) -> Column | None:
    """The column with the year's target."""
    return next((c for c in tabel.columns if c.besaran == "target" and c.periode in (None, context.tahun)), None)


def _check_table(context: Context, registry: Registry, tabel: Tabel, source: Tabel, column: Column) -> None:
    mine = [e for e in registry.entities if not e.is_program and not e.is_goal]
    missing = [e for e in mine if row_in(e, source) and not row_in(e, tabel)]
    for entitas in mine:
        row = row_in(entitas, tabel)
        if row is None or row_in(entitas, source) is not None:
            continue
        twin = replaced(entitas, missing, tabel, source)
        theirs = row_in(twin, source) if twin is not None else None
        if twin is not None and theirs is not None and _has_figures_of(entitas, row, column, tabel, theirs):
            missing.remove(twin)
            registry.move(tabel, row, twin)
            _tell(context, tabel, row, source, theirs)


def _has_figures_of(entitas: Entitas, row: Baris, column: Column, tabel: Tabel, theirs: Baris) -> bool:
    """The target is the other indicator's, and no table that knows the one that is named gives it that."""
    figure = row.isi.get(column.key)
    known = [(t, b) for t, b in entitas.rows if t is not tabel]
    own = {b.isi.get(c.key) for t, b in known for c in t.columns if c.besaran == "target"}
    return isinstance(figure, float) and figure == theirs.isi.get("target") and bool(known) and figure not in own


def _tell(context: Context, tabel: Tabel, row: Baris, source: Tabel, theirs: Baris) -> None:
    column = tabel.column(tabel.format.indicator_column)
    assert column is not None
    related = [p for p in (theirs.place(source.format.indicator_column), theirs.place("target")) if p is not None]
    context.add(
        "nama_indikator_lain", tabel, row, column, related=related, found=row.indikator, expected=theirs.indikator,
        source=source.sheet,
    )  # fmt: skip
