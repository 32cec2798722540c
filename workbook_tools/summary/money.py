"""Pagu, realisasi, serapan and efisiensi by sasaran and by program, each with its total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range_abs

from workbook_tools.compute import rules
from workbook_tools.compute.efisiensi_tabel import efisiensi_tabel
from workbook_tools.messages import text
from workbook_tools.regulations.profile import Profil
from workbook_tools.report import Angka, Laporan, UangRingkas
from workbook_tools.summary import look
from workbook_tools.summary.page import LAST, Kotak, Page
from workbook_tools.summary.page import cell as at
from workbook_tools.summary.results import CAPAIAN as CAPAIAN_INDIKATOR
from workbook_tools.summary.results import Hasil, soften_reasons
from workbook_tools.summary.source import Sumber
from workbook_tools.tables.model import Value

NAMA, PAGU, REALISASI, SERAPAN, CAPAIAN, EFISIENSI = 1, 3, 5, 7, 8, 9


@dataclass(frozen=True, slots=True)
class BarisUang:
    """One sasaran or program on the page."""

    nomor: int
    nama: str
    row: int
    uang: UangRingkas
    capaian: Angka

    @property
    def serapan_cell(self) -> str:
        """The cell of its serapan."""
        return at(self.row, SERAPAN)

    @property
    def capaian_cell(self) -> str:
        """The cell of its capaian."""
        return at(self.row, CAPAIAN)


@dataclass(frozen=True, slots=True)
class MoneyCells:
    """Rows of the table that charts show, and formulas of the totals: pagu, realisasi, serapan, efisiensi."""

    baris: tuple[BarisUang, ...]
    total: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Isi:
    """What one row shows; `formula` is that of its capaian."""

    nama: str
    uang: UangRingkas
    capaian: Angka
    formula: str


class MoneyTable:
    """Writes both parts of the table."""

    def __init__(self, page: Page, told: Laporan, sumber: Sumber, hasil: Hasil) -> None:
        self.page, self.told, self.sumber, self.hasil = page, told, sumber, hasil
        self.profil: Profil = told.profil

    def write(self) -> MoneyCells | None:
        """Sasaran first, then programs; None where the workbook holds no money."""
        told, page = self.told, self.page
        if told.uang is None:
            return None
        page.space(6)
        page.keep(110)
        page.text(text("ringkas_bagian_anggaran"), look.SECTION)
        kept = list(zip(told.sasaran, self.hasil.keluarga, strict=True)) if self.hasil.keluarga else []
        sasaran = [
            _Isi(s.nama, s.uang, s.capaian, self._shared([at(b.row, CAPAIAN_INDIKATOR) for b in rows]))
            for s, rows in kept
            if s.uang is not None
        ]
        program = [_Isi(p.nama, p.uang, p.capaian, self.sumber.formula(p.capaian)) for p in told.program]
        of_sasaran = self._part("ringkas_per_sasaran", "capaian_sasaran", "efisiensi_sasaran", sasaran)
        of_program = self._part("ringkas_per_program", "rincian_program", "efisiensi_program", program)
        cells = self._cells(of_sasaran, of_program)
        page.text(self._explained(), look.SMALL)
        return cells

    def _shared(self, cells: Sequence[str]) -> str:
        """The capaian of a sasaran from those of its indicators, as the profile says."""
        if self.profil.capaian_bersama != "rata" or len(cells) == 1:
            return cells[0]
        area = f"{cells[0]}:{cells[-1]}"
        return f"IF(COUNT({area})=0,{cells[0]},AVERAGE({area}))"

    def _explained(self) -> str:
        """The meanings of efisiensi on this page by name and formula, and whose capaian is set against the money."""
        named = {u.metode_efisiensi for s in self.told.sasaran if (u := s.uang) is not None}
        named |= {p.uang.metode_efisiensi for p in self.told.program}
        formulas = {m.nama: m.rumus for m in self.profil.efisiensi.values() if m.nama in named}
        told = "; ".join(f"{nama}, {rumus}" for nama, rumus in formulas.items())
        how = text(f"ringkas_bersama_{self.profil.capaian_bersama}")
        return text("ringkas_cara_efisiensi", metode=told, bersama=how)

    def _part(self, heading: str, jenis: str, instead: str, rows: Sequence[_Isi]) -> list[BarisUang]:
        if not rows:
            return []
        self.page.keep(60)
        self._heading(heading)
        written = [self._row(n, isi, jenis, instead) for n, isi in enumerate(rows, start=1)]
        soften_reasons(self.page, written[0].row, written[-1].row, SERAPAN, CAPAIAN)
        return written

    def _heading(self, first: str) -> None:
        spans = (
            (0, 0, "ringkas_no"), (NAMA, PAGU - 1, first), (PAGU, PAGU + 1, "ringkas_kolom_pagu"),
            (REALISASI, REALISASI + 1, "ringkas_kolom_realisasi"), (SERAPAN, SERAPAN, "ringkas_serapan"),
            (CAPAIAN, CAPAIAN, "ringkas_capaian"), (EFISIENSI, LAST, "ringkas_efisiensi"),
        )  # fmt: skip
        self.page.line([Kotak(left, right, text(code), look.HEADING) for left, right, code in spans])

    def _row(self, number: int, isi: _Isi, jenis: str, instead: str) -> BarisUang:
        row, profil, uang = self.page.row, self.profil, isi.uang
        pagu, realisasi, capaian = at(row, PAGU), at(row, REALISASI), at(row, CAPAIAN)
        of_kind = jenis if profil.metode_efisiensi(jenis).nama == uang.metode_efisiensi else instead
        efisiensi = efisiensi_tabel(of_kind).formula(profil, pagu, realisasi, capaian)
        if uang.pagu.place is None:  # money of several cells may have several capaian
            efisiensi = ""
        persen = look.NUMBER | {"num_format": look.PERSEN}
        rupiah = look.NUMBER | {"num_format": look.RUPIAH}
        boxes = [
            Kotak(0, 0, float(number), look.CENTRE),
            Kotak(NAMA, PAGU - 1, isi.nama, look.TEXT),
            Kotak(PAGU, PAGU + 1, _number(uang.pagu), rupiah, self.sumber.formula(uang.pagu)),
            Kotak(REALISASI, REALISASI + 1, _number(uang.realisasi), rupiah, self.sumber.formula(uang.realisasi)),
            Kotak(SERAPAN, SERAPAN, uang.serapan.value, persen, rules.serapan.formula(profil, realisasi, pagu)),
            Kotak(CAPAIAN, CAPAIAN, isi.capaian.value, persen, isi.formula),
            Kotak(EFISIENSI, LAST, uang.efisiensi.value, persen, efisiensi),
        ]
        return BarisUang(number, isi.nama, self.page.line(boxes), uang, isi.capaian)

    def _cells(self, sasaran: Sequence[BarisUang], program: Sequence[BarisUang]) -> MoneyCells:
        """Totals: money by program where programs have any, efisiensi over the sasaran where they have money."""
        profil = self.profil
        adding = program if any(b.uang.pagu.angka is not None for b in program) else sasaran
        row = self.page.row
        pagu, realisasi = at(row, PAGU), at(row, REALISASI)
        sums = [f"SUM({_area(adding, column)})" for column in (PAGU, REALISASI)]
        serapan = rules.serapan.formula(profil, realisasi, pagu)
        whole = len(sasaran) == len(self.told.sasaran) or not sasaran
        efisiensi = self._total_efisiensi(sasaran or program, pagu, realisasi) if whole else ""
        uang = self.told.uang
        assert uang is not None
        persen = {"num_format": look.PERSEN}
        rupiah = {"num_format": look.RUPIAH}
        self.page.line([
            Kotak(0, PAGU - 1, text("ringkas_jumlah"), look.TEXT | look.TOTAL),
            Kotak(PAGU, PAGU + 1, _number(uang.pagu), look.NUMBER | look.TOTAL | rupiah, sums[0]),
            Kotak(REALISASI, REALISASI + 1, _number(uang.realisasi), look.NUMBER | look.TOTAL | rupiah, sums[1]),
            Kotak(SERAPAN, SERAPAN, uang.serapan.value, look.NUMBER | look.TOTAL | persen, serapan),
            Kotak(CAPAIAN, CAPAIAN, None, look.NUMBER | look.TOTAL),
            Kotak(EFISIENSI, LAST, uang.efisiensi.value, look.NUMBER | look.TOTAL | persen, efisiensi),
        ])  # fmt: skip
        total = (pagu, realisasi, at(row, SERAPAN), at(row, EFISIENSI))
        return MoneyCells(tuple(program or sasaran), total)

    def _total_efisiensi(self, rows: Sequence[BarisUang], pagu: str, realisasi: str) -> str:
        """The native form of what `report` computes for several sasaran; empty where it has none."""
        metode = self.profil.metode_efisiensi("capaian_sasaran")
        if len(rows) == 1:
            return at(rows[0].row, EFISIENSI)
        if metode.nama != rows[0].uang.metode_efisiensi:
            return ""
        match metode.aturan:
            case "efisiensi_pagu_capaian":
                areas = (_area(rows, column) for column in (PAGU, REALISASI, CAPAIAN))
                return rules.efisiensi_pmk_214.formula(self.profil, *areas)
            case "sisa_serapan":
                return rules.sisa_serapan.formula(self.profil, realisasi, pagu)
            case _:
                return ""


def _area(rows: Sequence[BarisUang], column: int) -> str:
    return str(xl_range_abs(rows[0].row, column, rows[-1].row, column))


def _number(angka: Angka) -> Value:
    return angka.angka
