"""Links between columns, declared in `formats/hubungan.py`: a broken one is one finding that names both cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbook_tools.checks.conflict import Constraint
from workbook_tools.checks.context import Context, about, number_of, shown
from workbook_tools.checks.entities import Registry
from workbook_tools.checks.facts import agree
from workbook_tools.formats.hubungan import HUBUNGAN, Hubungan
from workbook_tools.formats.spec import Column, Kind
from workbook_tools.names import MAYBE, SAME, similarity
from workbook_tools.tables.model import Baris, Sel, Tabel
from workbook_tools.values import State

#: A unit of money and its multiple: `juta rupiah`, `Rp juta`, `(Rp.000)`.
RUPIAH = re.compile(r"\b(rp|rupiah)\b", re.IGNORECASE)
MULTIPLE = re.compile(r"\b(ribu|juta|miliar|milyar|triliun)(?:an)?\b", re.IGNORECASE)
MULTIPLES = {"ribu": 1e3, "juta": 1e6, "miliar": 1e9, "milyar": 1e9, "triliun": 1e12}
HALF = 0.5
MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Pihak:
    """One side of a link: a cell that holds a number."""

    tabel: Tabel
    baris: Baris
    column: Column
    cell: Sel
    angka: float

    @property
    def half(self) -> float:
        """Half a unit of the last digit that was typed; Excel shows `848.867,2` with a zero behind it."""
        typed = len(f"{self.angka:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2])
        return HALF * 10.0 ** -min(self.cell.nilai.desimal or 0, typed)

    @property
    def multiple(self) -> float | None:
        """How many rupiah one unit of the figure is; None where it is no money or nothing says."""
        words = unit_of(self.tabel, self.baris, self.column, self.cell)
        if not RUPIAH.search(words):
            return None
        found = MULTIPLE.search(words)
        return MULTIPLES[found[1].casefold()] if found else 1.0


def check(context: Context, registry: Registry, links: tuple[Hubungan, ...] = HUBUNGAN) -> None:
    """Every declared link, in every pair of rows that it joins."""
    for link in links:
        if link.acuan:
            continue  # `rencana` looks at those
        for row, other in _pairs(context, registry, link):
            constraint = _constraint(context, link, row, other)
            if constraint is not None:
                context.constraints.append(constraint)


def unit_of(tabel: Tabel, row: Baris, column: Column, cell: Sel) -> str:
    """The unit of a figure: from the column for it, the cell itself, or the name of its indicator."""
    beside = next((c.key for c in tabel.columns if c.satuan_dari == column.key), "satuan")
    words = row.isi.get(beside)
    if isinstance(words, str) and words:
        return words
    own = "%" if cell.nilai.persen else "rupiah" if cell.nilai.rupiah else cell.nilai.satuan
    if own or column.kind is Kind.RUPIAH:
        return own or "rupiah"
    bracket = re.search(r"\(([^()]*)\)\s*$", row.indikator)
    return bracket[1] if bracket else ""


# --- which cells ------------------------------------------------------------------------------------------------------


def _pairs(
    context: Context, registry: Registry, link: Hubungan
) -> Iterator[tuple[tuple[Tabel, Baris], tuple[Tabel, Baris]]]:
    """Rows that the link joins: each with itself, or with those of the same indicator or program elsewhere."""
    for tabel in context.tables:
        for row in tabel.rows if tabel.role == link.kiri[0] else ():
            if row.salinan:
                continue
            if link.sebaris:
                yield (tabel, row), (tabel, row)
            else:
                others = counterparts(context, registry, tabel, row, link.kanan[0])
                yield from (((tabel, row), other) for other in others)


def counterparts(
    context: Context, registry: Registry, tabel: Tabel, row: Baris, role: str
) -> Iterator[tuple[Tabel, Baris]]:
    """The rows of the tables of `role`, for the same year, that certainly speak of the same indicator or program."""
    entitas = registry.of(row)
    for other, theirs in entitas.rows if entitas is not None else ():
        same_year = (other.tahun or context.tahun) == (tabel.tahun or context.tahun)
        if other.role == role and same_year and not theirs.salinan and same_row(row, theirs):
            yield other, theirs


def same_row(row: Baris, other: Baris) -> bool:
    """Whether two rows of one entity are called alike, so that their figures may be held against each other.

    A name may be spelled more freely where both rows stand below the same program or kegiatan.
    """
    below_same = row.induk is not None and other.induk is not None and row.induk.entitas == other.induk.entitas
    named = below_same or not row.nama or not other.nama or similarity(row.nama, other.nama) >= SAME
    return named and (not row.indikator or not other.indikator or similarity(row.indikator, other.indikator) >= MAYBE)


def pihak(of: tuple[Tabel, Baris], key: str) -> Pihak | None:
    """The number of a row in a column as one side of a link; None where there is none."""
    tabel, row = of
    column, cell = tabel.column(key), row.sel.get(key)
    number = number_of(cell)
    if column is None or cell is None or number is None or (cell.nilai.state is State.NIHIL and not column.rolls_up):
        return None
    return Pihak(tabel, row, column, cell, number)


# --- whether they agree ----------------------------------------------------------------------------------------------


def _constraint(
    context: Context, link: Hubungan, here: tuple[Tabel, Baris], there: tuple[Tabel, Baris]
) -> Constraint | None:
    left, right = pihak(here, link.kiri[1]), pihak(there, link.kanan[1])
    if left is None or right is None or not all(_both_agree(here, a, there, b) for a, b in link.bila):
        return None
    others = [other for key in link.atau if (other := pihak(there, key)) is not None]
    holds = any(same_number(left, other) for other in (right, *others))
    facts = _facts(left, right, link)
    return Constraint(
        "hubungan_putus" if link.pasti else "hubungan_mungkin_putus", left.cell.place,
        frozenset({left.cell.place, right.cell.place}), holds, link.pasti,
        implied={left.cell.place: right.angka, right.cell.place: left.angka}, facts=facts,
        views={right.cell.place: _facts(right, left, link)},
        shown=f"{left.column.heading} {left.cell.place}: {facts['found']} ≠ {facts['expected']} ({right.cell.place})",
    )  # fmt: skip


def _both_agree(here: tuple[Tabel, Baris], a: str, there: tuple[Tabel, Baris], b: str) -> bool:
    left, right = pihak(here, a), pihak(there, b)
    return left is not None and right is not None and same_number(left, right)


def same_number(left: Pihak, right: Pihak) -> bool:
    """The same figure, as exactly as both are displayed; amounts in rupiah and in juta rupiah are converted."""
    a, b = left.multiple, right.multiple
    if (a is None) is not (b is None) and _in_rupiah(left, right, a or b or 1.0):
        return True
    if a is not None and b is not None and a != b:
        return abs(left.angka * a - right.angka * b) <= max(left.half * a, right.half * b)
    money = left.column.kind is Kind.RUPIAH and right.column.kind is Kind.RUPIAH
    return agree(left.cell.nilai, right.cell.nilai, left.angka, right.angka, money=money)[0]


def _in_rupiah(left: Pihak, right: Pihak, multiple: float) -> bool:
    """One side says that it is in juta rupiah, the other says nothing: full rupiah, as plans print them."""
    small, full = (left, right) if left.multiple is not None else (right, left)
    return multiple != 1 and abs(small.angka * multiple - full.angka) <= small.half * multiple


def _facts(here: Pihak, there: Pihak, link: Hubungan) -> dict[str, object]:
    return {
        **about(here.tabel, here.baris, here.column), "found": here.cell.nilai.teks or shown(here.angka),
        "expected": there.cell.nilai.teks or shown(there.angka), "here": here.cell.place, "there": there.cell.place,
        "other_column": there.column.heading, "rule": link.dasar,
    }  # fmt: skip
