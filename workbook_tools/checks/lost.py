"""A row that a table lacks: where it belongs, and which totals break without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbook_tools.books.model import address
from workbook_tools.checks import sums
from workbook_tools.checks.conflict import Constraint
from workbook_tools.checks.context import Context, number_of
from workbook_tools.checks.entities import Entitas, row_in
from workbook_tools.evaluate import CellRef
from workbook_tools.findings import Place, Severity, finding
from workbook_tools.formats.spec import Entity
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.tables.structure import link

SUMS = ("jumlah_salah", "jumlah_mungkin_salah")


def neighbour(context: Context, tabel: Tabel, source: Tabel, row: Baris) -> str:
    """The cell after which the row belongs: that of the row before it that the table has."""
    twin = _row_before(tabel, source, row)
    column = tabel.header.get(tabel.format.name_column) or min(tabel.header.values(), default=1)
    return address(twin.sheet_row if twin is not None else max(tabel.header_row, 1), column)


def _row_before(tabel: Tabel, source: Tabel, row: Baris) -> Baris | None:
    own = {b.entitas: b for b in tabel.rows}
    before = [own[b.entitas] for b in source.rows[: row.urut] if b.entitas in own]
    return before[-1] if before else None


def explain_sums(context: Context, tabel: Tabel, source: Tabel, missing: list[Entitas]) -> list[Entitas]:
    """Put each missing row back: sums that then hold, or cannot be told, were broken by its absence. An error each."""
    if not missing or tabel.format.entity not in sums.TREES or not tabel.rows:
        return missing
    rest = []
    for entitas in missing:
        row = row_in(entitas, source)
        assert row is not None
        explained = _explained(context, tabel, source, row)
        if not explained:
            rest.append(entitas)
            continue
        _tell_lost(context, tabel, source, row, explained)
    return rest


def explain_quarters(context: Context, tabel: Tabel, source: Tabel, missing: list[Entitas]) -> list[Entitas]:
    """Money whose quarters are gone: totals that hold again with the money that the program still shows."""
    if tabel.format.entity is not Entity.TRIWULAN or source.format.entity is not Entity.PROGRAM:
        return missing
    rest = []
    for entitas in missing:
        row = row_in(entitas, source)
        assert row is not None
        shown = number_of(row.sel.get("realisasi_anggaran"))
        engine = context.engine.supposing({CellRef(source, row, "rp"): shown})
        broken = [c for c in context.constraints if not c.holds and c.recheck is not None]
        explained = [c for c in broken if c.recheck is not None and c.recheck(engine)]
        if shown and not row.anak and explained:
            _tell_lost(context, tabel, source, row, explained)
        else:
            rest.append(entitas)
    return rest


def _tell_lost(context: Context, tabel: Tabel, source: Tabel, row: Baris, explained: Sequence[Constraint]) -> None:
    """One error for a missing row and every total that breaks without it."""
    context.constraints = [c for c in context.constraints if c not in explained]
    related = [p for c in explained for p in (c.stated, *sorted(c.cells))] + [s.place for s in row.sel.values()]
    found = finding(
        "baris_hilang", Place(tabel.sheet, neighbour(context, tabel, source, row)), severity=Severity.ERROR,
        format=tabel.format.id, row_label=row.label, related=related, found="", expected=row.nama or row.indikator,
        source=source.sheet, sums="; ".join(c.shown for c in explained),
    )  # fmt: skip
    context.findings.append(replace(found, others=tuple(sorted({c.gist for c in explained}))))


def _explained(context: Context, tabel: Tabel, source: Tabel, row: Baris) -> list[Constraint]:
    broken = [c for c in context.constraints if c.code in SUMS and not c.holds and c.stated.sheet == tabel.sheet]
    if not broken:
        return []
    repaired = _with_row(tabel, source, row)
    still = {
        c.stated: c for column in sums.money_columns(tabel) for c in sums.parents(context, tabel, repaired, column)
    }
    blank = _unknown_sums(tabel, repaired)
    return [c for c in broken if c.stated in blank or c.stated not in still or still[c.stated].holds]


def _with_row(tabel: Tabel, source: Tabel, row: Baris) -> list[Baris]:
    """The table's rows with a copy of the missing one at its place, and levels linked anew."""
    before = _row_before(tabel, source, row)
    at = tabel.rows.index(before) + 1 if before is not None else 0
    money = {
        "pagu": row.sel.get("pagu_jumlah") or row.sel.get("pagu"),
        "realisasi_anggaran": row.sel.get("realisasi_anggaran"),
    }
    new = replace(row, sel={k: s for k, s in money.items() if s is not None}, anak=[], induk=None, ke=1)
    rows = [replace(b, anak=[], induk=None) for b in tabel.rows]
    rows.insert(at, new)
    if new.level != "sasaran" and at < len(rows) - 1 and rows[at + 1].ke > 1:
        rows[at + 1] = replace(rows[at + 1], anak=[])
    link(rows)
    return rows


def _unknown_sums(tabel: Tabel, rows: Sequence[Baris]) -> set[Place]:
    """Totals over a row whose amount no other table prints: nothing can be said of them."""
    out = set()
    for column in sums.money_columns(tabel):
        for row in rows:
            place = row.place(column.key)
            if place is not None and any(column.key not in child.sel for child in row.anak):
                out.add(place)
    return out
