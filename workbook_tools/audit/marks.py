"""A note and a colour at the cell of every finding; the content of the cells stays."""

from __future__ import annotations

from collections.abc import Iterator

from workbook_tools.books.marks import CellMark
from workbook_tools.findings import Accepted, Finding, Place, Severity
from workbook_tools.formats.spec import Kind
from workbook_tools.messages import text
from workbook_tools.process import Result
from workbook_tools.values import format_number, parse
from workbook_tools.values.rounding import own_decimals
from workbook_tools.values.terbilang import terbilang

#: Fill and letters of a severity, as spreadsheets colour bad, neutral and informative cells.
COLOURS = {
    Severity.ERROR: ("FFC7CE", "9C0006"),
    Severity.WARNING: ("FFD966", "7F6000"),
    Severity.NOTE: ("DDEBF7", "1F4E78"),
}
GREY = ("D9D9D9", "595959")  # accepted


def marks(result: Result, *, in_words: bool = False) -> list[CellMark]:
    """The marks, gravest first; a cell takes the colour of the gravest finding at it and the notes of all."""
    money = _money_cells(result) if in_words else frozenset()
    coloured: set[Place] = set()
    out = []
    for place, note, colour in (*_open(result, money), *_accepted(result)):
        if place.cell:
            out.append(CellMark(place.sheet, place.cell, note, "" if place in coloured else colour))
            coloured.add(place)
    return out


def _open(result: Result, money: frozenset[Place]) -> Iterator[tuple[Place, str, str]]:
    for found in result.findings:
        lines = [text("audit_catatan", severity=text(f"tingkat_{found.severity}").capitalize(), id=found.id)]
        lines.append(found.message)
        if found.place in money and (words := difference(found)):
            lines.append(words)
        yield found.place, "\n".join(lines), COLOURS[found.severity][0]


def _accepted(result: Result) -> Iterator[tuple[Place, str, str]]:
    for one in result.accepted:
        yield one.finding.place, "\n".join([accepted_by(one), one.finding.fact]), GREY[0]


def accepted_by(one: Accepted) -> str:
    """Who accepted a finding, when, and why."""
    who = ", ".join(filter(None, (one.name, one.date)))
    return text("audit_diterima", id=one.finding.id, who=who, reason=one.reason)


def _money_cells(result: Result) -> frozenset[Place]:
    """The cells of rupiah columns."""
    return frozenset(
        cell.place
        for tabel in result.tables
        for row in (*tabel.rows, *tabel.totals)
        for key, cell in row.sel.items()
        if (column := tabel.column(key)) is not None and column.kind is Kind.RUPIAH
    )


def difference(found: Finding) -> str:
    """How much more or less than expected stands there, in figures and in words; nothing where that is no amount."""
    written, expected = parse(found.found).angka, parse(found.expected).angka
    if written is None or expected is None or written == expected:
        return ""
    amount = abs(written - expected)
    code = "audit_lebih" if written > expected else "audit_kurang"
    return text(code, amount=format_number(amount, own_decimals(amount)), words=terbilang(amount, rupiah=True))
