"""Title, what the page rests on, and the key figures; the figures are filled in when their rows are known."""

from __future__ import annotations

from collections import Counter
from datetime import date

from workbook_tools.compute import rules
from workbook_tools.compute.excel_text import kutip
from workbook_tools.findings import Severity
from workbook_tools.messages import text
from workbook_tools.process import Result
from workbook_tools.report import Angka, Laporan, UangRingkas
from workbook_tools.summary import look
from workbook_tools.summary.money import MoneyCells
from workbook_tools.summary.page import GROUPS, LAST, Kotak, Page
from workbook_tools.summary.page import cell as at
from workbook_tools.summary.results import Hasil, colour_words
from workbook_tools.tables.model import Value

LAST_QUARTER = 4
TITLE_HEIGHT, LABEL_HEIGHT, FIGURE_HEIGHT, NOTE_HEIGHT = 30.0, 18.0, 26.0, 28.0


def title(page: Page, told: Laporan, result: Result, today: date) -> None:
    """Office, year, Perjanjian Kinerja, profile with the source of its scale, and how the page is kept current."""
    page.line([Kotak(0, LAST, text("ringkas_judul", tahun=told.tahun), look.TITLE)], height=TITLE_HEIGHT)
    office = " ".join(part for part in (told.perangkat_daerah, told.pemda) if part)
    page.space(4)
    name = result.path.name if result.path else ""
    page.text(office or text("ringkas_buku", berkas=name), look.OFFICE)
    skala = told.profil.skala
    checked = text("ringkas_terverifikasi" if skala.sumber.terverifikasi else "ringkas_belum_verifikasi")
    rests_on = text("ringkas_pk", versi=told.versi_pk, profil=told.profil.nama, id=told.profil.id)
    if told.triwulan is not None and told.triwulan < LAST_QUARTER:
        rests_on = f"{rests_on} {text('ringkas_sampai_triwulan', triwulan=told.triwulan)}"
    page.text(rests_on, look.BODY)
    page.text(text("ringkas_skala", skala=skala.nama, dasar=skala.sumber.dasar, keadaan=checked), look.SMALL)
    page.text(text("ringkas_dibuat", tanggal=today.strftime("%d-%m-%Y"), berkas=name), look.SMALL)
    page.space(6)


def reserve(page: Page) -> int:
    """Rows for the key figures; returns the first one."""
    first = page.row
    for height in (LABEL_HEIGHT, FIGURE_HEIGHT, NOTE_HEIGHT):
        page.space(height)
    return first


def key_figures(page: Page, first: int, told: Laporan, hasil: Hasil, money: MoneyCells | None) -> None:
    """Six figures side by side: indicators, mean capaian, pagu, realisasi, serapan, efisiensi."""
    profil, count = told.profil, len(told.indikator)
    mean = rules.rerata.formula(profil, hasil.area) if hasil.area else ""
    mean_cell = at(first + 1, GROUPS[1][0])
    numbers = f"COUNT({hasil.area})&{kutip(' ' + text('ringkas_terhitung'))}" if hasil.area else ""
    counted = sum(i.capaian.angka is not None for i in told.indikator)
    kategori = rules.kategori.formula(profil, mean_cell) if mean else ""
    _tile(page, first, 0, "ringkas_indikator", float(count), look.COUNT)
    _note(page, first, 0, f"{counted} {text('ringkas_terhitung')}" if count else "", numbers)
    mean_value = told.rata_capaian.value if count else text("ringkas_tanpa_angka")
    _tile(page, first, 1, "ringkas_rata_capaian", mean_value, look.PERSEN, mean)
    _note(page, first, 1, told.kategori.value if count else None, kategori)
    if hasil.area:
        colour_words(page, first + 2, first + 2, *GROUPS[1], profil.skala)
    _money(page, first, told.uang, money)


def _money(page: Page, first: int, uang: UangRingkas | None, cells: MoneyCells | None) -> None:
    none = Angka(text("ringkas_tanpa_angka"))
    pagu, realisasi, serapan, efisiensi = (
        (none,) * 4 if uang is None else (uang.pagu, uang.realisasi, uang.serapan, uang.efisiensi)
    )
    rupiah, metode = (text("ringkas_rupiah"), uang.metode_efisiensi) if uang is not None else ("", "")
    for n, (label, angka, shape, note) in enumerate((
        ("ringkas_pagu", pagu, look.RUPIAH, rupiah), ("ringkas_realisasi_anggaran", realisasi, look.RUPIAH, rupiah),
        ("ringkas_serapan", serapan, look.PERSEN, ""), ("ringkas_efisiensi", efisiensi, look.PERSEN, metode),
    )):  # fmt: skip
        shown = none if angka.value is None else angka
        formula = cells.total[n] if cells is not None and shown is angka else ""
        _tile(page, first, 2 + n, label, shown.value, shape, formula)
        _note(page, first, 2 + n, note)


def findings_line(page: Page, result: Result) -> int:
    """How many findings of each severity, in one line; returns its row."""
    counts = Counter(f.severity for f in result.findings)
    told = [text("tampil_jumlah_tingkat", n=counts[s], severity=text(f"tingkat_{s}")) for s in Severity if counts[s]]
    words = text("ringkas_temuan_jumlah", jumlah=", ".join(told)) if told else text("ringkas_tanpa_temuan")
    gravest = next((s for s in Severity if counts[s]), Severity.NOTE)
    colour = look.SEVERITY[gravest]
    props: look.Props = {"bold": True, "font_color": colour, "align": "center", "valign": "vcenter", "bottom": 1,
                         "top": 1, "bottom_color": colour, "top_color": colour}  # fmt: skip
    page.space(6)
    row = page.line([Kotak(0, LAST, words, props)], height=20)
    page.space(8)
    return row


def _tile(page: Page, first: int, group: int, label: str, value: Value, shape: str, formula: str = "") -> None:
    left, right = GROUPS[group]
    page.put(first, Kotak(left, right, text(label), look.TILE_LABEL))
    page.put(first + 1, Kotak(left, right, value, {**look.TILE_FIGURE, "num_format": shape}, formula))


def _note(page: Page, first: int, group: int, words: Value, formula: str = "") -> None:
    page.put(first + 2, Kotak(*GROUPS[group], words, look.TILE_NOTE, formula))
