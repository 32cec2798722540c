"""The sheet `Temuan`: every finding on a line with a link to its cell, gravest first, accepted ones at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from io import BytesIO

from xlsxwriter.workbook import Workbook

from workbook_tools.audit.marks import COLOURS, GREY
from workbook_tools.books.graft import Donor
from workbook_tools.findings import Finding, Severity
from workbook_tools.messages import text
from workbook_tools.process import Result
from workbook_tools.template.listing import Content, ListCell, ListColumn, Listing

TITLE = "Temuan"
ROLE = "temuan"
TAB = "#C00000"
#: Heading code, width, centred, small print. The last one only where something is accepted.
_COLUMNS = (
    ("nomor", 5, True, False), ("id", 10, True, False), ("tingkat", 11, True, False), ("sel", 14, False, False),
    ("baris", 22, False, False), ("tertulis", 13, False, False), ("seharusnya", 13, False, False),
    ("temuan", 42, False, False), ("tindakan", 24, False, False), ("dasar", 26, False, True),
    ("status", 10, True, False), ("alasan", 18, False, False),
)  # fmt: skip


def findings_donor(result: Result, name: str) -> Donor:
    """The sheet as a workbook of its own, to be brought into the copy of the workbook `name`; it comes first."""
    data = BytesIO()
    with Workbook(data, {"in_memory": True}) as book:
        _write(book, result, name)
    return Donor(data.getvalue(), (TITLE,), first=True)


def _write(book: Workbook, result: Result, name: str) -> None:
    columns = _COLUMNS if result.accepted else _COLUMNS[:-1]
    listing = Listing(
        book, TITLE, [ListColumn(text(f"temuan_kolom_{key}"), width, *shape) for key, width, *shape in columns],
        heading=text("temuan_judul"), role=ROLE,
        lines=(
            text("temuan_asal", name=name, profile=result.profil.id, year=result.tahun),
            _counted(result),
            text("temuan_petunjuk"),
        ),
    )  # fmt: skip
    lines = [
        *((f, COLOURS[f.severity], "", "") for f in result.findings),
        *((a.finding, GREY, text("temuan_diterima"), f"{a.reason} ({a.name})") for a in result.accepted),
    ]
    for number, (found, colours, status, reason) in enumerate(lines, start=1):
        listing.add(_line(number, found, colours, status, reason)[: len(columns)])
    if not lines:
        listing.remark(text("tampil_tanpa_temuan"))
    listing.close(tab=TAB, kertas=result.profil.kertas)


def _line(number: int, found: Finding, colours: tuple[str, str], status: str, reason: str) -> Sequence[Content]:
    fill, letters = colours
    look = (("bg_color", f"#{fill}"), ("font_color", f"#{letters}"), ("bold", True))
    severity = text(f"tingkat_{found.severity}")
    return (
        number, found.id, ListCell(severity, props=look), ListCell(str(found.place), link=found.place), found.row_label,
        found.found, found.expected, found.fact, found.do, found.rule, status, reason,
    )  # fmt: skip


def _counted(result: Result) -> str:
    counts = Counter(f.severity for f in result.findings)
    told = [text("tampil_jumlah_tingkat", n=counts[s], severity=text(f"tingkat_{s}")) for s in Severity if counts[s]]
    if result.accepted:
        told.append(text("temuan_jumlah_diterima", n=len(result.accepted)))
    return text("tampil_jumlah", counts=", ".join(told)) if told else text("tampil_tanpa_temuan")
