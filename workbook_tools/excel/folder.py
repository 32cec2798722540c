"""Every workbook of a folder, checked, as a list in a new workbook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from workbook_tools import api
from workbook_tools.books.live.blocks import Typed, blocks, typed
from workbook_tools.books.live.writing import area, fill
from workbook_tools.errors import LkjipError
from workbook_tools.excel.sesi import Sesi
from workbook_tools.findings import Severity
from workbook_tools.messages import text

WIDTHS = (48, 14, 12, 12, 12, 90)
HEAD_COLOUR = "#DDEBF7"


@dataclass(frozen=True, slots=True)
class Listed:
    """How many workbooks were looked at, how many errors they have, how many could not be read; the new workbook."""

    files: int
    errors: int
    faults: int
    name: str


def check(folder: Path, sesi: Sesi) -> Listed:
    """Check them one by one, and write the list; the new workbook is shown and not saved."""
    found = len(api.workbooks([folder]))
    lines: list[tuple[Typed, ...]] = [tuple(text(f"terbuka_kepala_{key}") for key in _HEADS)]
    errors = faults = 0
    for number, checked in enumerate(api.validate([folder]), 1):
        sesi.kabar(text("terbuka_memeriksa_folder", nomor=number, semua=found, name=checked.path.name))
        lines.append(_line(folder, checked))
        if isinstance(checked.outcome, LkjipError):
            faults += 1
        else:
            errors += checked.outcome.errors
    return Listed(len(lines) - 1, errors, faults, _write(sesi, lines))


_HEADS = ("berkas", "profil", "kesalahan", "peringatan", "catatan", "keterangan")


def _line(folder: Path, checked: api.Checked) -> tuple[Typed, ...]:
    path = checked.path.relative_to(folder) if checked.path.is_relative_to(folder) else checked.path
    if isinstance(checked.outcome, LkjipError):
        return (str(path), None, None, None, None, str(checked.outcome))
    counts = Counter(f.severity for f in checked.outcome.findings)
    first = next((f"{f.place}: {f.fact}" for f in checked.outcome.findings), text("tampil_tanpa_temuan"))
    return (str(path), checked.outcome.profil.id, *(counts[severity] for severity in Severity), first)


def _write(sesi: Sesi, lines: list[tuple[Typed, ...]]) -> str:
    """The list on the first sheet of a new workbook; what the workbook is called."""
    made = sesi.app.books.add()
    sesi.elsewhere = True
    sheet = made.sheets[0]
    cells = {(row, col): typed(said) for row, line in enumerate(lines, 1) for col, said in enumerate(line, 1)}
    for block in blocks(cells):
        fill(sheet, block)
    for col, width in enumerate(WIDTHS, 1):
        area(sheet, (1, col, 1, col)).column_width = width
    head = area(sheet, (1, 1, 1, len(WIDTHS)))
    head.font.bold = True
    head.color = HEAD_COLOUR
    return str(made.name)
