"""Whole rows: copied from the row above, missing, or belonging to another Perjanjian Kinerja."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbook_tools.checks.context import Context, number_of
from workbook_tools.checks.entities import Entitas, Registry, row_in
from workbook_tools.checks.lost import explain_quarters, explain_sums, neighbour
from workbook_tools.findings import Place, finding
from workbook_tools.formats.scopes import RowAt
from workbook_tools.formats.spec import LEVEL_KINERJA, Entity
from workbook_tools.names import SAME, similarity
from workbook_tools.tables.model import Baris, Tabel

#: Tables that say what exists, the most authoritative first.
INDICATOR_SOURCES = ("indikator", "pk_perubahan", "pk_induk", "capaian_sasaran")
PROGRAM_SOURCES = ("program", "program_perubahan", "program_induk")
PER_VERSION = ("pk_induk", "pk_perubahan", "program_induk", "program_perubahan")
COPIED = ("target", "realisasi")
TUJUAN = LEVEL_KINERJA[0]


def mark_copies(context: Context) -> None:
    """A second indicator with exactly the figures of the first: a merged cell that was filled down, not a result.

    Such a row says nothing of its own; it is reported once and takes no part in other checks.
    """
    for tabel in context.tables:
        if tabel.working or tabel.format.entity not in (Entity.INDIKATOR, Entity.RINCIAN, Entity.PROGRAM):
            continue
        first: Baris | None = None
        for row in tabel.rows:
            if row.ke == 1:
                first = row
            elif first is not None and _is_copy(first, row):
                row.salinan = True
                _tell_copy(context, tabel, first, row)


def _is_copy(first: Baris, row: Baris) -> bool:
    if row.isi.get("target") == row.isi.get("realisasi"):
        return False  # two indicators that both reached their target may well show the same figures
    figures = [k for k, cell in row.sel.items() if cell.nilai.ada_angka]
    return all(k in figures for k in COPIED) and all(
        k in first.sel and first.sel[k].nilai.angka == row.sel[k].nilai.angka for k in figures
    ) and row.indikator != first.indikator  # fmt: skip


def _tell_copy(context: Context, tabel: Tabel, first: Baris, row: Baris) -> None:
    column = tabel.column("target")
    assert column is not None
    related = [s.place for b in (row, first) for s in b.sel.values() if s.nilai.ada_angka or s.nilai.teks == "-"]
    context.add(
        "baris_salinan", tabel, row, column, related=related, found=row.sel["target"].nilai.teks, first=first.indikator
    )


def check(context: Context, registry: Registry) -> None:
    """Rows that one table has and another lacks."""
    for tabel in context.tables:
        for kind, sources in ((False, INDICATOR_SOURCES), (True, PROGRAM_SOURCES)):
            tree = tabel.format.entity in (Entity.PROGRAM, Entity.TRIWULAN)
            if tabel.format.rows_like is not None and kind is not tree:
                continue
            source = source_of(context, tabel, sources)
            shows = source is not None and _shows(context, tabel, is_program=kind)
            if source is not None and shows and tabel.rows and context.in_force(tabel):
                _compare(context, registry, tabel, source, is_program=kind)
        other = _in_force_program(context, tabel)
        if other is not None:
            for row in _lost_parents(tabel, other):
                _tell_missing(context, tabel, other, [row])


def source_of(context: Context, tabel: Tabel, roles: Sequence[str]) -> Tabel | None:
    """The table that says what this one has to show: of its own Perjanjian Kinerja, where it speaks of another one
    than that in force."""
    follows = {scope.table for scope in tabel.format.follows}
    inputs = next((t for role in roles if role in follows and (t := context.role(role)) is not None and t.rows), None)
    if inputs is not None:
        return inputs
    like = tabel.format.rows_like
    if like is not None:
        return next((t for role in like if (t := context.role(role)) is not None and t.rows), None)
    versi = tabel.format.versi_pk or context.versi_pk
    own = {f"pk_{versi}", f"program_{versi}"}
    for role in roles:
        source = context.role(role)
        if source is None or not source.rows or (role in PER_VERSION and role not in own):
            continue
        if versi == context.versi_pk or role in own or source.format.is_input:  # input sheets know every PK's rows
            return None if source is tabel else source
    return None


def _in_force_program(context: Context, tabel: Tabel) -> Tabel | None:
    """The typed program table of the PK in force, for that of the other PK: their rows may differ, not their tree."""
    other_pk = tabel.role in PROGRAM_SOURCES and tabel.role != f"program_{context.versi_pk}"
    if tabel.format.is_input or not other_pk or context.role("program") is not None:
        return None
    return context.role(f"program_{context.versi_pk}")


def _lost_parents(tabel: Tabel, source: Tabel) -> Iterator[Baris]:
    """Rows of `source` that the table lacks although it has rows below them."""
    here = {b.entitas for b in tabel.rows}
    for row in source.rows:
        if row.ke == 1 and row.anak and row.entitas not in here and any(b.entitas in here for b in row.anak):
            yield row


def _shows(context: Context, tabel: Tabel, *, is_program: bool) -> bool:
    """Tables that show every indicator, or every program row."""
    if tabel.format.indicator_column and tabel.format.indicator_column not in tabel.header and not is_program:
        return False
    entity = tabel.format.entity
    if entity is Entity.TRIWULAN:
        return tabel.working and (is_program or tabel.column("id_indikator") is not None)
    if entity is Entity.RINCIAN and not is_program and not any(row.level == "sasaran" for row in tabel.rows):
        return False  # a table of programs alone
    return entity is Entity.RINCIAN or entity is (Entity.PROGRAM if is_program else Entity.INDIKATOR)


def _indicators_are_measured(context: Context) -> bool:
    """Whether any table of the report shows the realisasi of indicators: a Renja does not."""
    kinds = (Entity.INDIKATOR, Entity.RINCIAN)
    tables = (t for t in context.tables if not t.format.is_input and t.format.entity in kinds)
    return any(c.besaran == "realisasi" for t in tables for c in t.columns)


def _compare(context: Context, registry: Registry, tabel: Tabel, source: Tabel, *, is_program: bool) -> None:
    goals = source.format.is_input and bool(tabel.format.follows)  # else no table owes a tujuan to another
    entities = [e for e in registry.entities if e.is_program is is_program and (goals or not e.is_goal)]
    if not is_program and not _about_these(entities, tabel, source):
        return
    missing = [
        e for e in entities
        if (b := row_in(e, source)) and not row_in(e, tabel) and _expected(context, tabel, source, b)
        and _belongs(context, registry, tabel, source, b)
    ]  # fmt: skip
    extra = (
        []
        if tabel.format.entity is Entity.TRIWULAN
        else [e for e in entities if row_in(e, tabel) and not row_in(e, source)]
    )
    if not is_program:
        others = [t for role in tabel.format.rows_like or () if (t := context.role(role)) is not None]
        for entitas in (e for e in extra if not any(row_in(e, t) for t in others)):
            twin = replaced(entitas, missing, tabel, source)
            missing = [e for e in missing if e is not twin]
            _tell_extra_indicator(context, entitas, twin, tabel, source)
    else:
        for entitas in extra:
            row = row_in(entitas, tabel)
            assert row is not None
            _tell_row(context, "baris_tambahan", tabel, row, source)
    missing = explain_sums(context, tabel, source, missing)
    missing = explain_quarters(context, tabel, source, missing)
    for group in _subtrees(missing, source):
        _tell_missing(context, tabel, source, group)


def _belongs(context: Context, registry: Registry, tabel: Tabel, source: Tabel, row: Baris) -> bool:
    """Whether a row of an input sheet is one that the table shows: its formulas say which rows they follow."""
    if not source.format.is_input:
        return True
    scope = next((s for s in tabel.format.follows if s.table == source.role), None)
    if isinstance(scope, RowAt):
        return context.engine.value(source, row, scope.order) not in (None, "")
    if scope is not None or not is_tujuan(row):
        return True
    return any((b := source_row(registry, source, r)) is not None and is_tujuan(b) for r in tabel.rows)


def is_tujuan(row: Baris) -> bool:
    """A row of the input sheet that measures a tujuan."""
    return str(row.isi.get("level") or "").casefold() == TUJUAN


def source_row(registry: Registry, source: Tabel, row: Baris) -> Baris | None:
    """The row of `source` that speaks of the same entity as a row of another table."""
    entitas = registry.of(row)
    return None if entitas is None else row_in(entitas, source)


def _about_these(entities: Sequence[Entitas], tabel: Tabel, source: Tabel) -> bool:
    """Whether at least half of a table's indicators are the source's, or stand in place of one: reports have tables
    of other indicators too."""
    own = [e for e in entities if row_in(e, tabel)]
    missing = [e for e in entities if row_in(e, source) and not row_in(e, tabel)]
    theirs = [e for e in own if row_in(e, source) or replaced(e, missing, tabel, source)]
    return len(theirs) * 2 >= len(own)


def _expected(context: Context, tabel: Tabel, source: Tabel, row: Baris) -> bool:
    """A program row without money needs no quarters, nor does an indicator without realisasi where no table shows any;
    every other row is expected in every table that shows its kind and level."""
    levels = [level for level, _ in tabel.format.levels]
    if tabel.format.entity is Entity.PROGRAM and levels and row.level not in levels:
        return False
    if tabel.format.entity is Entity.PROGRAM and row.ke > 1 and not tabel.format.indicator_column:
        return False  # a table without indicators names every program once
    if tabel.format.entity is not Entity.TRIWULAN:
        return True
    if source.format.entity is not Entity.PROGRAM:
        return _indicators_are_measured(context) or number_of(row.sel.get("realisasi")) is not None
    money = [number_of(row.sel.get(key)) for key in ("pagu_jumlah", "pagu")]
    return any(money) or row.ke > 1


def replaced(extra: Entitas, missing: Sequence[Entitas], tabel: Tabel, source: Tabel) -> Entitas | None:
    """The indicator of the PK that an unknown one stands in place of: the missing one most alike, in the same order."""
    mine = row_in(extra, tabel)
    if mine is None or not missing:
        return None

    def likeness(entitas: Entitas) -> float:
        theirs = row_in(entitas, source)
        return (
            0.0 if theirs is None else similarity(mine.indikator, theirs.indikator) + similarity(mine.nama, theirs.nama)
        )

    best = max(missing, key=likeness)
    return best if likeness(best) >= SAME else None


def _tell_extra_indicator(context: Context, extra: Entitas, twin: Entitas | None, tabel: Tabel, source: Tabel) -> None:
    row = row_in(extra, tabel)
    column = tabel.column(tabel.format.indicator_column)
    assert row is not None
    if column is None:
        return
    theirs = row_in(twin, source) if twin is not None else None
    own = [s.place for s in row.sel.values()]
    related = [*own, *(s.place for s in theirs.sel.values())] if theirs is not None else own
    code = "indikator_lain_dari_pk" if theirs is not None else "indikator_tidak_di_pk"
    if theirs is not None and tabel.format.rows_like:
        code = "indikator_di_luar_rencana"
    context.add(
        code, tabel, row, column, related=related, found=row.indikator, source=source.sheet,
        expected=theirs.indikator if theirs is not None else "",
    )  # fmt: skip


def _tell_row(context: Context, code: str, tabel: Tabel, row: Baris, source: Tabel) -> None:
    column = tabel.column(tabel.format.name_column) or tabel.columns[0]
    context.add(code, tabel, row, column, found=row.nama, source=source.sheet)


def _subtrees(missing: Sequence[Entitas], source: Tabel) -> Iterator[list[Baris]]:
    """Missing rows, a parent together with what is missing below it."""
    rows = [b for e in missing if (b := row_in(e, source)) is not None]
    ids = {id(b) for b in rows}
    for row in rows:
        if row.induk is None or id(row.induk) not in ids:
            yield [row, *(b for b in rows if b is not row and _below(b, row))]


def _below(row: Baris, above: Baris) -> bool:
    while row.induk is not None:
        row = row.induk
        if row is above:
            return True
    return False


def _tell_missing(context: Context, tabel: Tabel, source: Tabel, rows: Sequence[Baris]) -> None:
    related = [s.place for b in rows for s in b.sel.values()]
    place = Place(tabel.sheet, neighbour(context, tabel, source, rows[0]))
    of_indicators = source.format.entity is Entity.INDIKATOR
    context.findings.append(
        finding(
            "baris_tidak_ada", place, format=tabel.format.id, row_label=rows[0].label, related=related,
            found="", expected=rows[0].label if of_indicators else rows[0].nama or rows[0].indikator,
            source=source.sheet, n=len(rows),
        )
    )  # fmt: skip
