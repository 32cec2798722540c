"""What could not be computed: the cell that would have to be filled, what it is about, and why there is no number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbook_tools.findings import Place
from workbook_tools.messages import text
from workbook_tools.report.model import Angka, ProgramRingkas, SasaranRingkas, UangRingkas

#: cell, what is missing, why
Missing = tuple[Place, str, str]


def missing(sasaran: Sequence[SasaranRingkas], program: Sequence[ProgramRingkas]) -> Iterator[Missing]:
    """Every figure without a number, in reading order; what follows from another gap is not told again."""
    for s in sasaran:
        for i in s.indikator:
            yield from _told("capaian", i.indikator, i.capaian, (i.target, i.realisasi))
        if s.uang is not None:
            yield from _money(s.nama, s.uang, s.capaian)
    for p in program:
        yield from _told("capaian", p.nama, p.capaian)
        yield from _money(p.nama, p.uang, p.capaian)


def _money(nama: str, uang: UangRingkas, capaian: Angka) -> Iterator[Missing]:
    cells = (uang.pagu, uang.realisasi)
    yield from _told("serapan", nama, uang.serapan, cells)
    if uang.serapan.alasan is None and capaian.alasan is None:
        yield from _told("efisiensi", nama, uang.efisiensi, cells)


def _told(what: str, nama: str, angka: Angka, operands: Sequence[Angka] = ()) -> Iterator[Missing]:
    """The cell to fill is that of the operand which the reason names; else the computed one."""
    if angka.alasan is None:
        return
    kode = angka.alasan.kode
    named = operands[1:] if kode.startswith("realisasi") else operands[:1]
    places = [p for a in (*named, angka, *operands) if (p := a.asal or a.place) is not None]
    yield places[0] if places else Place(""), f"{text(f'ringkas_{what}')}: {nama}", text(f"alasan_{kode}")
