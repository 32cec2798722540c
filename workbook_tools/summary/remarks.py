"""What was not computed and why, and the gravest findings, each with a link to its cell."""

from __future__ import annotations

from xlsxwriter.utility import quote_sheetname

from workbook_tools.findings import Finding, Place, Severity
from workbook_tools.messages import text
from workbook_tools.process import Result
from workbook_tools.report import Laporan
from workbook_tools.summary import look
from workbook_tools.summary.page import LAST, Kotak, Page

MOST = 10
LONGEST = 420


def gaps(page: Page, told: Laporan) -> None:
    """Every figure without a number, with the cell to fill."""
    if not told.tidak_dihitung:
        return
    _section(page, text("ringkas_bagian_tidak_dihitung"))
    for place, label, reason in told.tidak_dihitung[: 2 * MOST]:
        page.line([_link(place), Kotak(2, 7, label, look.TEXT), Kotak(8, LAST, reason, look.TEXT)])
    more = len(told.tidak_dihitung) - 2 * MOST
    if more > 0:
        page.text(text("ringkas_dan_lainnya", n=more), look.SMALL)


def findings(page: Page, result: Result) -> int | None:
    """Errors first, then warnings; returns the row of the section. Notes are only counted."""
    grave = [f for f in result.findings if f.severity is not Severity.NOTE]
    if not grave:
        return None
    row = _section(page, text("ringkas_bagian_temuan"))
    for found in grave[:MOST]:
        _finding(page, found)
    more = len(result.findings) - min(MOST, len(grave))
    if more:
        page.text(text("ringkas_temuan_lainnya", n=more), look.SMALL)
    return row


def _section(page: Page, words: str) -> int:
    page.space(8)
    page.keep(70)
    return page.text(words, look.SECTION)


def _finding(page: Page, found: Finding) -> None:
    colour = {"font_color": look.SEVERITY[found.severity], "bold": True}
    page.line([
        Kotak(0, 1, text(f"tingkat_{found.severity}").capitalize(), look.TEXT | colour),
        Kotak(2, 2, str(found.place), look.TEXT | {"font_color": look.LINK, "underline": 1}, link=_target(found.place)),
        Kotak(3, LAST, _shortened(found.message), look.TEXT | {"font_size": 9}),
    ])  # fmt: skip


def _link(place: Place) -> Kotak:
    if not place.sheet:
        return Kotak(0, 1, "", look.TEXT)
    return Kotak(0, 1, str(place), look.TEXT | {"font_color": look.LINK, "underline": 1}, link=_target(place))


def _target(place: Place) -> str:
    return f"internal:{quote_sheetname(place.sheet)}!{place.cell or 'A1'}" if place.sheet else ""


def _shortened(words: str) -> str:
    """Whole sentences up to a length; the first one at least, cut between words where it is longer."""
    line = " ".join(words.split())
    if len(line) <= LONGEST:
        return line
    sentences = line[:LONGEST].rpartition(". ")
    return f"{sentences[0]}." if sentences[0] else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"
