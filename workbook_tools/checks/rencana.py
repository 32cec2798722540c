"""Figures that follow a plan: links with a year in them, declared in `formats/hubungan.py` with `acuan`.

Two Renstra may speak of one year; a figure that follows either is right. One that is the plan's for another year is
told as that.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbook_tools.checks.conflict import Constraint
from workbook_tools.checks.context import Context, about, shown
from workbook_tools.checks.entities import PK_INDUK, PK_PERUBAHAN, Entitas, Registry
from workbook_tools.checks.hubungan import Pihak, pihak, same_number
from workbook_tools.formats.hubungan import HUBUNGAN, Hubungan
from workbook_tools.tables.model import Baris, Tabel

#: Tables that state the targets of the year themselves.
OF_THE_YEAR = ("indikator", PK_PERUBAHAN, PK_INDUK)


def check(context: Context, registry: Registry) -> None:
    """Every figure at the left of a declared link."""
    for link in HUBUNGAN:
        for tabel in context.tables if link.acuan else ():
            for row in tabel.rows if tabel.role == link.kiri[0] else ():
                entitas = registry.of(row)
                if entitas is not None and not row.salinan:
                    context.constraints.extend(_constraints(context, link, entitas, tabel, row))


def _constraints(context: Context, link: Hubungan, entitas: Entitas, tabel: Tabel, row: Baris) -> Iterator[Constraint]:
    for year, key in _years(context, tabel, link.kiri[1]):
        if link.selain_pk and year == context.tahun and any(t.role in OF_THE_YEAR for t, _ in entitas.rows):
            continue
        left = pihak((tabel, row), key)
        planned = list(_planned(link, entitas, year))
        if left is not None and planned:
            yield _constraint(link, entitas, left, planned, year)


def _years(context: Context, tabel: Tabel, key: str) -> Iterator[tuple[int, str]]:
    """The columns of the left side with the year that each is of."""
    if "{tahun}" not in key:
        yield tabel.tahun or context.year_of(tabel), key
        return
    yield from ((year, key.format(tahun=year)) for year in tabel.years)


def _planned(link: Hubungan, entitas: Entitas, year: int) -> Iterator[Pihak]:
    """What the plans say for that year, the plan in force first."""
    for tabel, row in _rows(link, entitas):
        for key in (link.kanan[1], *link.atau):
            found = pihak((tabel, row), _key(tabel, key, year))
            if found is not None:
                yield found


def _rows(link: Hubungan, entitas: Entitas) -> Iterator[tuple[Tabel, Baris]]:
    for role in (link.kanan[0], *link.tabel_lain):
        yield from ((t, b) for t, b in entitas.rows if t.role == role and not b.salinan)


def _key(tabel: Tabel, key: str, year: int) -> str:
    *_, before, last = (0, 0, *tabel.years)
    return key.format(tahun=year, akhir=last, jelang_akhir=before)


def _constraint(link: Hubungan, entitas: Entitas, left: Pihak, planned: list[Pihak], year: int) -> Constraint:
    right, there = planned[0], _of_other_year(link, entitas, left, year)
    beside = planned if there is None else [*planned, there]
    facts: dict[str, object] = {
        **about(left.tabel, left.baris, left.column), "found": left.cell.nilai.teks or shown(left.angka),
        "expected": right.cell.nilai.teks or shown(right.angka), "here": left.cell.place, "there": right.cell.place,
        "other_column": right.column.heading, "rule": link.dasar,
    }  # fmt: skip
    if there is not None:
        facts |= {"year": year, "other_year": there.column.periode, "there_other": there.cell.place}
    return Constraint(
        "hubungan_mungkin_putus" if there is None else "target_tahun_lain", left.cell.place,
        frozenset({left.cell.place}), any(same_number(left, plan) for plan in planned), link.pasti,
        implied={left.cell.place: right.angka}, facts=facts, beside=tuple(p.cell.place for p in beside),
        shown=f"{left.column.heading} {left.cell.place}: {facts['found']} ≠ {facts['expected']} ({right.cell.place})",
    )  # fmt: skip


def _of_other_year(link: Hubungan, entitas: Entitas, left: Pihak, year: int) -> Pihak | None:
    """The plan's figure for another year, where the left one is that."""
    for tabel, row in _rows(link, entitas) if "{tahun}" in link.kanan[1] else ():
        for other in tabel.years:
            found = pihak((tabel, row), _key(tabel, link.kanan[1], other))
            if other != year and found is not None and same_number(left, found):
                return found
    return None
