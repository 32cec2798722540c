"""What a workbook says about its indicators and programs, whichever tables it has: one reading for all that comes out.

    model     what comes of it: Laporan, of sasaran with their indicators, programs, money
    facts     typed figures, from the first table that states them
    missing   what could not be computed, where and why
    gather    all of it together, computed anew

Typed figures come from the working inputs, else from the tables of the report; capaian, kategori, serapan and
efisiensi are computed by the rules, whatever is printed. Money counts once for each sasaran. Where there is no number
there is an `Alasan`, and the cell that would have to be filled.
"""

from workbook_tools.report.gather import laporan
from workbook_tools.report.model import (
    Angka,
    IndikatorRingkas,
    Laporan,
    ProgramRingkas,
    SasaranRingkas,
    UangRingkas,
)

__all__ = ["Angka", "IndikatorRingkas", "Laporan", "ProgramRingkas", "SasaranRingkas", "UangRingkas", "laporan"]
