"""The sheet `Ringkasan`: the year's result on a page or two, at the front of a copy of the workbook.

    page       the sheet as a page: a grid, rows that show their wrapped texts, breaks between blocks
    look       how it looks
    source     a figure of the workbook → the formula that follows its cell
    headline   title and key figures
    results    indicators by sasaran, counts by kategori
    money      pagu, realisasi, serapan, efisiensi by sasaran and program
    remarks    what was not computed, and the gravest findings, with links
    charts     native charts; helper  their cells outside the print area
    donor      the whole sheet as a workbook of its own, ready to be grafted

Formulas or values? What stands in a cell as a number is a formula: in a working workbook one that finds the row by its
key, so that sorting and new rows do no harm, in a table typed by hand the cell itself. Everything that follows
(capaian, kategori, means, sums, counts, charts) is computed on this sheet by the native form of the same rules, so
the page never contradicts itself. Values are: figures typed as text, capaian of a program that no cell holds exactly,
earlier years, the lists of findings and of gaps; the page says so and names the verb that makes it anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbook_tools.books.closed import read
from workbook_tools.books.patch import Donor, patch
from workbook_tools.process import Result, process
from workbook_tools.regulations.profile import Profil
from workbook_tools.report import Laporan, laporan
from workbook_tools.summary.donor import SHEET, donor

__all__ = ["SHEET", "SummaryResult", "sheet_of", "summary"]


@dataclass(frozen=True, slots=True)
class SummaryResult:
    """What the sheet was made from."""

    laporan: Laporan
    result: Result


def summary(source: Path, target: Path, profil: Profil | None = None) -> SummaryResult:
    """Put the sheet in front of a copy of `source` at `target`; everything else stays as it is."""
    result = process(read(source), profil)
    told = laporan(result)
    patch(source, target, (), donor=donor(told, result))
    return SummaryResult(told, result)


def sheet_of(result: Result) -> Donor:
    """The sheet for a run, for whoever writes the copy."""
    return donor(laporan(result), result)
