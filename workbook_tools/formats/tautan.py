"""Every link of a table to others, read off the declarations: what each column equals, sums to or is computed from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from workbook_tools.formats.hubungan import HUBUNGAN
from workbook_tools.formats.scopes import (
    Children,
    Closing,
    FirstOnly,
    FromTable,
    Group,
    Pick,
    Scope,
    SumWhere,
    This,
    Where,
    Whole,
)
from workbook_tools.formats.spec import Column, Repeat, TableFormat


class Jenis(StrEnum):
    """How a column hangs on another."""

    SAMA = "sama"  # states the same fact: the two must be equal
    SEPADAN = "sepadan"  # should agree; a difference is told, and certain only where the link says so
    JUMLAH = "jumlah"  # is the sum of it
    DIHITUNG = "dihitung"  # is computed from it by a rule
    DIAMBIL = "diambil"  # shows it, in a working workbook


@dataclass(frozen=True, slots=True)
class Tautan:
    """One link: the column of this table, how it hangs on the other, the other (role, column), and what it rests on."""

    kolom: str
    jenis: Jenis
    lain: tuple[str, str]
    dasar: str = ""


def tautan(format: TableFormat, formats: Iterable[TableFormat]) -> tuple[Tautan, ...]:
    """All links of one table, in the order of its columns; years stand as `{tahun}`."""
    others = [f for f in formats if f.id != format.id and f.entity == format.entity and not f.is_input]
    found: list[Tautan] = []
    for column in (*_columns(format), *(p.column for p in format.penutup)):
        if column.helper:
            continue
        found += _own(format, column)
        found += [Tautan(column.key, Jenis.SAMA, twin, format.dasar) for twin in _same_fact(column, others)]
        for link in HUBUNGAN:
            for mine, theirs in ((link.kiri, link.kanan), (link.kanan, link.kiri)):
                if mine == (format.role, column.key):
                    found.append(Tautan(column.key, Jenis.SEPADAN, theirs, link.dasar))
    return tuple(dict.fromkeys(found))


def _columns(format: TableFormat) -> Iterator[Column]:
    """The columns of a table with those of its repeated group once, keyed `target_{tahun}`."""
    for part in format.parts:
        if isinstance(part, Repeat):
            yield from (_of_any_year(column) for column in part.columns)
        else:
            yield part


def _of_any_year(column: Column) -> Column:
    return replace(column, key=f"{column.key}_{{tahun}}")


def _same_fact(column: Column, others: Iterable[TableFormat]) -> Iterator[tuple[str, str]]:
    """The columns of other tables that state the same fact of the same rows."""
    for other in others if column.besaran else ():
        for theirs in _columns(other):
            if theirs.besaran == column.besaran and not theirs.helper:
                yield other.role, theirs.key


def _own(format: TableFormat, column: Column) -> Iterator[Tautan]:
    """What a column is computed, summed or taken from."""
    if column.rule is not None:
        for scope in column.operands:
            yield from _of_scope(format, column, scope, Jenis.DIHITUNG, column.rule.dasar)
    elif column.source is not None:
        yield from _of_scope(format, column, column.source, Jenis.DIAMBIL, "")
    if column.rolls_up and not format.is_input and column.rule is None:
        yield Tautan(column.key, Jenis.JUMLAH, (format.role, column.key), format.dasar)


def _of_scope(format: TableFormat, column: Column, scope: Scope, jenis: Jenis, dasar: str) -> Iterator[Tautan]:
    match scope:
        case This(key) | Group(key) | Whole(key) | Closing(key):
            yield Tautan(column.key, jenis, (format.role, key), dasar)
        case Children(key):
            yield Tautan(column.key, Jenis.JUMLAH, (format.role, key), dasar)
        case SumWhere(table, key):
            yield Tautan(column.key, Jenis.JUMLAH, (table, key), dasar)
        case FromTable(table, key):
            yield Tautan(column.key, jenis, (table, key), dasar)
        case FirstOnly(inner) | Where(_, _, inner):
            yield from _of_scope(format, column, inner, jenis, dasar)
        case Pick(_, then, otherwise):
            yield from _of_scope(format, column, then, jenis, dasar)
            yield from _of_scope(format, column, otherwise, jenis, dasar)
        case _:
            return
