"""Indicators by sasaran with target, realisasi, capaian and kategori in the scale's colours; counts by kategori."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from workbook_tools.compute import rules
from workbook_tools.compute.excel_text import kutip
from workbook_tools.compute.rule import Alasan
from workbook_tools.messages import text
from workbook_tools.regulations.bands import Skala
from workbook_tools.report import IndikatorRingkas, Laporan
from workbook_tools.summary import look
from workbook_tools.summary.page import GROUPS, LAST, Kotak, Page
from workbook_tools.summary.page import cell as at
from workbook_tools.summary.source import Sumber
from workbook_tools.values.rounding import own_decimals

NAMA, SATUAN, TARGET, REALISASI, CAPAIAN, KATEGORI = 1, 4, 5, 6, 7, 8
NAMA_LAST, KATEGORI_LAST = 3, 9
MOST_DECIMALS = 4
#: Reasons that the native rule does not know: it sees a text as a blank.
OWN_REASONS = ("target_bukan_angka", "realisasi_bukan_angka")


@dataclass(frozen=True, slots=True)
class BarisIndikator:
    """An indicator on the page: its number there and its row."""

    nomor: int
    row: int
    indikator: IndikatorRingkas

    @property
    def capaian(self) -> str:
        """The cell of its capaian."""
        return at(self.row, CAPAIAN)

    @property
    def kategori(self) -> str:
        """The cell of its kategori."""
        return at(self.row, KATEGORI)


@dataclass(frozen=True, slots=True)
class Hasil:
    """The rows of all indicators, by sasaran; and the cells of the counts by kategori."""

    keluarga: tuple[tuple[BarisIndikator, ...], ...]
    area: str = ""

    @property
    def baris(self) -> tuple[BarisIndikator, ...]:
        """All of them."""
        return tuple(b for rows in self.keluarga for b in rows)


def indicators(page: Page, told: Laporan, sumber: Sumber) -> Hasil:
    """The table of indicators."""
    page.keep(90)
    page.text(text("ringkas_bagian_capaian"), look.SECTION)
    if not told.indikator:
        page.text(text("ringkas_tanpa_indikator"), look.BODY)
        return Hasil(())
    before = _last_year(told)
    _heading(page, before)
    first, families, number = page.row, [], 0
    for n, sasaran in enumerate(told.sasaran, start=1):
        page.keep(60)
        page.line([Kotak(0, LAST, text("ringkas_sasaran", n=n, nama=sasaran.nama), look.GROUP)])
        rows = []
        for indikator in sasaran.indikator:
            number += 1
            rows.append(_row(page, told, sumber, number, indikator, before))
        families.append(tuple(rows))
    last = page.row - 1
    colour_words(page, first, last, KATEGORI, LAST, told.profil.skala)
    soften_reasons(page, first, last, CAPAIAN, CAPAIAN)
    return Hasil(tuple(families), xl_range_abs(first, CAPAIAN, last, CAPAIAN))


def _last_year(told: Laporan) -> int | None:
    """The year before, where any indicator has a capaian of it."""
    years = {year for i in told.indikator for year, _, _, capaian in i.tahun_lain if capaian.angka is not None}
    return told.tahun - 1 if told.tahun - 1 in years else None


def _heading(page: Page, before: int | None) -> None:
    spans = [
        (0, 0, "ringkas_no"), (NAMA, NAMA_LAST, "ringkas_nama_indikator"), (SATUAN, SATUAN, "ringkas_satuan"),
        (TARGET, TARGET, "ringkas_target"), (REALISASI, REALISASI, "ringkas_realisasi"),
        (CAPAIAN, CAPAIAN, "ringkas_capaian"), (KATEGORI, KATEGORI_LAST if before else LAST, "ringkas_kategori"),
    ]  # fmt: skip
    boxes = [Kotak(first, last, text(code), look.HEADING) for first, last, code in spans]
    if before:
        boxes.append(Kotak(LAST, LAST, text("ringkas_capaian_tahun", tahun=before), look.HEADING))
    page.line(boxes)


def _row(
    page: Page, told: Laporan, sumber: Sumber, number: int, indikator: IndikatorRingkas, before: int | None
) -> BarisIndikator:
    profil, row = told.profil, page.row
    shape = {"num_format": _shape(indikator)}
    capaian, kategori = indikator.capaian, indikator.kategori
    target_cell, realisasi_cell = at(row, TARGET), at(row, REALISASI)
    of_rule = rules.capaian.formula(profil, realisasi_cell, target_cell, kutip(indikator.polaritas))
    typed = isinstance(capaian.value, Alasan) and capaian.value.kode in OWN_REASONS
    boxes = [
        Kotak(0, 0, float(number), look.CENTRE),
        Kotak(NAMA, NAMA_LAST, indikator.indikator, look.TEXT),
        Kotak(SATUAN, SATUAN, indikator.satuan, look.CENTRE),
        Kotak(TARGET, TARGET, _blank(indikator.target.value), look.NUMBER | shape, sumber.formula(indikator.target)),
        Kotak(
            REALISASI, REALISASI, _blank(indikator.realisasi.value), look.NUMBER | shape,
            sumber.formula(indikator.realisasi),
        ),
        Kotak(
            CAPAIAN, CAPAIAN, capaian.value, look.NUMBER | {"bold": True, "num_format": look.PERSEN},
            "" if typed else of_rule,
        ),
        Kotak(
            KATEGORI, KATEGORI_LAST if before else LAST, kategori.value, look.CENTRE,
            rules.kategori.formula(profil, at(row, CAPAIAN)),
        ),
    ]  # fmt: skip
    if before:
        earlier = next((c.value for year, _, _, c in indikator.tahun_lain if year == before), None)
        boxes.append(Kotak(LAST, LAST, _blank(earlier), look.NUMBER | {"num_format": look.PERSEN}))
    return BarisIndikator(number, page.line(boxes), indikator)


def _blank(value: object) -> float | str | None:
    """A figure as it is; a reason is told where it matters, not here."""
    return value if isinstance(value, float | str) else None


def _shape(indikator: IndikatorRingkas) -> str:
    """As many decimals as target and realisasi need."""
    numbers = [a.angka for a in (indikator.target, indikator.realisasi) if a.angka is not None]
    decimals = min(MOST_DECIMALS, max(map(own_decimals, numbers), default=0))
    return look.RUPIAH + ("." + "0" * decimals if decimals else "")


def colour_words(page: Page, top: int, bottom: int, left: int, right: int, skala: Skala) -> None:
    """The scale's own colours on its own words."""
    for band in skala.bands:
        look_of_band = page.styles.conditional({"bg_color": band.warna.isi, "font_color": band.warna.huruf})
        options = {"type": "cell", "criteria": "==", "value": kutip(band.kategori), "format": look_of_band}
        page.sheet.conditional_format(top, left, bottom, right, options)


def soften_reasons(page: Page, top: int, bottom: int, left: int, right: int) -> None:
    """A reason in grey italics, apart from figures."""
    test = f"=ISTEXT({xl_rowcol_to_cell(top, left)})"
    grey = page.styles.conditional({"italic": True, "bold": False, "font_color": look.MUTED})
    page.sheet.conditional_format(top, left, bottom, right, {"type": "formula", "criteria": test, "format": grey})


def counts(page: Page, told: Laporan, hasil: Hasil) -> list[tuple[str, str, int]]:
    """How many indicators reach each kategori, beside the limits as printed; returns name, cell and count of each."""
    bands = told.profil.skala.bands
    spans = GROUPS if len(bands) < len(GROUPS) else tuple((n, n) for n in range(LAST + 1))
    area = xl_range_abs(hasil.baris[0].row, KATEGORI, hasil.baris[-1].row, KATEGORI)
    words = [i.kategori.value for i in told.indikator]
    names, numbers, limits, found = [], [], [], []
    page.space(6)
    page.keep(60)
    row = page.row + 1
    for band, span in zip(bands, spans, strict=False):
        colours = {"bg_color": band.warna.isi, "font_color": band.warna.huruf, "bold": True}
        count = words.count(band.kategori)
        names.append(Kotak(*span, band.kategori, look.CENTRE | colours))
        numbers.append(
            Kotak(
                *span, float(count), look.CENTRE | {"bold": True, "num_format": look.COUNT},
                f"COUNTIF({area},{kutip(band.kategori)})",
            )
        )  # fmt: skip
        limits.append(Kotak(*span, band.tercetak, look.SMALL | {"align": "center"}))
        found.append((band.kategori, at(row, span[0]), count))
    if len(bands) < len(spans):
        span = spans[len(bands)]
        none = len(words) - sum(count for _, _, count in found)
        known = "+".join(cell for _, cell, _ in found)
        names.append(Kotak(*span, text("ringkas_tidak_dihitung"), look.CENTRE | {"font_color": look.MUTED}))
        numbers.append(Kotak(*span, float(none), look.CENTRE | {"num_format": look.COUNT}, f"{len(words)}-({known})"))
    page.line(names)
    page.line(numbers)
    page.line(limits)
    page.space(6)
    return found
