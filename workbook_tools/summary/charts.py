"""Native charts: capaian against 100 %, indicators by kategori, years as lines, serapan beside capaian.

Bars and lines end at the edge of the axis where a figure lies beyond it (1.207 %); the label tells the figure itself.
Where there is no number nothing is drawn, and the reason stands beside the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from workbook_tools.compute.excel_text import angka, kutip
from workbook_tools.messages import text
from workbook_tools.regulations.bands import Skala
from workbook_tools.report import Angka, Laporan
from workbook_tools.summary import look
from workbook_tools.summary.helper import Helper, Isi, Kolom
from workbook_tools.summary.money import BarisUang, MoneyCells
from workbook_tools.summary.page import LAST, WIDTHS, Page
from workbook_tools.summary.results import BarisIndikator, Hasil

T = TypeVar("T")

MOST_BARS, MOST_LINES = 30, 6
LETTERS, LETTERS_IN_LEGEND = 38, 26
CAPITALS = 0.8  # how many of them have the room of a small letter
LOWEST, GAP = 172.0, 10.0  # points: the height of a chart, and the room under it
FEW_BARS, WIDE_GAP, USUAL_GAP = 3, 150, 45
PIXELS_PER_POINT = 4 / 3
WIDTH_PIXELS, PADDING_PIXELS, GAP_PIXELS = 7, 5, 8
FULL = 100.0
#: The highest figure that is still drawn whole, and the end of the axis for it; beyond the last one bars are cut.
ENDS = ((105.0, 125.0), (130.0, 150.0))
FAR, LOW, STEP = 199.0, -99.0, 50.0  # not 200: a second main line of the grid would stand there
FONT: dict[str, Any] = {"name": "Calibri", "size": 8, "color": "#404040"}


@dataclass(frozen=True, slots=True)
class Sumbu:
    """From where to where an axis of percentages goes."""

    low: float
    high: float
    below: bool = False  # some figures lie below the axis

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Sumbu:
        """Wide enough for usual figures; extreme ones are cut so that the others stay readable."""
        most = max(numbers, default=FULL)
        high = next((end for limit, end in ENDS if most <= limit), FAR)
        least = min(numbers, default=0.0)
        return cls(LOW if least < 0 else 0.0, high, least < LOW)

    def drawn(self, number: float) -> float:
        """Where a bar ends."""
        return max(self.low, min(self.high, number))

    def formula(self, cell: str) -> str:
        """The same for a cell; nothing is drawn for a reason."""
        return f"IF(ISNUMBER({cell}),MAX({angka(self.low)},MIN({angka(self.high)},{cell})),NA())"

    def labels(self) -> dict[str, Any]:
        """The figure at the foot of each bar, clear of the 100 % line; of one that is cut, that it lies beyond."""
        negative = '"< 0 %"' if self.below else '-0.0" %"'
        shape = f'[>={angka(self.high)}]"> {angka(self.high)} %";[<0]{negative};0.0" %"'
        return {"value": True, "position": "inside_base", "num_format": shape, "font": FONT}


class Charts:
    """Draws on one page."""

    def __init__(self, book: Workbook, page: Page, told: Laporan, helper: Helper) -> None:
        self.book, self.page, self.told, self.helper = book, page, told, helper
        self.skala: Skala = told.profil.skala

    def results(self, hasil: Hasil, counts: Sequence[tuple[str, str, int]]) -> None:
        """Capaian of every indicator, beside it how many reach each kategori."""
        for n, rows in enumerate(_even(hasil.baris, MOST_BARS)):
            height = max(LOWEST, 75.0 + 17.0 * len(rows))
            self.page.keep(height + GAP)
            first = self.page.room(height + GAP)
            self._insert(first, 0, 6 if n == 0 else LAST, height, self._capaian(rows))
            if n == 0:
                self._insert(first, 7, LAST, LOWEST, self._kategori(counts))

    def years(self, hasil: Hasil) -> None:
        """Lines over the years, a few indicators a chart."""
        told = [b for b in hasil.baris if any(c.angka is not None for *_, c in b.indikator.tahun_lain)]
        groups = list(_even(told, MOST_LINES))
        for pair in _even(groups, 2):
            self.page.keep(LOWEST + GAP)
            first = self.page.room(LOWEST + GAP)
            halves = ((0, 4), (5, LAST)) if len(pair) > 1 else ((0, LAST),)
            for (left, right), rows in zip(halves, pair, strict=True):
                letters = LETTERS if len(pair) == 1 else LETTERS_IN_LEGEND
                self._insert(first, left, right, LOWEST, self._lines(rows, letters))

    def money(self, cells: MoneyCells) -> None:
        """Serapan beside capaian."""
        for rows in _even(cells.baris, MOST_BARS // 2):
            height = 85.0 + 26.0 * len(rows)
            self.page.keep(height + GAP)
            self._insert(self.page.room(height + GAP), 0, LAST, height, self._serapan(rows))

    # --- one chart each ----------------------------------------------------------------------------------------------

    def _capaian(self, rows: Sequence[BarisIndikator]) -> Chart:
        numbers = [n for b in rows if (n := b.indikator.capaian.angka) is not None]
        axis = Sumbu.of(numbers)
        names = _numbered([(b.nomor, b.indikator.indikator, b.indikator.capaian) for b in rows])
        drawn = [_drawn(axis, b.indikator.capaian, b.capaian) for b in rows]
        bands = [[_of_band(axis, b, band.kategori) for b in rows] for band in self.skala.bands]
        name, whole, *by_band = self.helper.block([names, drawn, *bands])
        chart = self._bars(axis, text("ringkas_grafik_capaian"))
        gap = WIDE_GAP if len(rows) < FEW_BARS else USUAL_GAP
        for band, column in zip(self.skala.bands, by_band, strict=True):
            colours = {"fill": {"color": band.warna.isi}, "border": {"color": band.warna.huruf, "width": 0.75}}
            chart.add_series(_series(name, column) | {"name": band.kategori, "gap": gap, "overlap": 100, **colours})
        # the figures stand on a bar of their own that nobody sees: a blank in a band would be labelled too
        unseen = {"fill": {"none": True}, "border": {"none": True}, "data_labels": axis.labels()}
        chart.add_series(_series(name, whole) | {"name": text("ringkas_capaian")} | unseen)
        chart.set_legend({"none": True})  # the colours stand right above, with their names
        return chart

    def _serapan(self, rows: Sequence[BarisUang]) -> Chart:
        both = [n for b in rows for a in (b.uang.serapan, b.capaian) if (n := a.angka) is not None]
        axis = Sumbu.of(both)
        names = _numbered([(b.nomor, b.nama, b.uang.serapan) for b in rows])
        columns = (
            [_drawn(axis, b.uang.serapan, b.serapan_cell) for b in rows],
            [_drawn(axis, b.capaian, b.capaian_cell) for b in rows],
        )
        name, serapan, capaian = self.helper.block([names, *columns])
        chart = self._bars(axis, text("ringkas_grafik_serapan"))
        for column, code, colour in (
            (serapan, "ringkas_serapan", look.SERAPAN),
            (capaian, "ringkas_capaian", look.CAPAIAN),
        ):
            shape = {"fill": {"color": colour}, "gap": 50, "overlap": 0, "data_labels": axis.labels()}
            chart.add_series(_series(name, column) | {"name": text(code)} | shape)
        chart.set_legend({"position": "bottom", "font": FONT})
        return chart

    def _bars(self, axis: Sumbu, title: str) -> Chart:
        """Bars from left to right; the one main line of the grid is 100 %, names stay left of negative bars."""
        chart = self._chart("bar", title)
        chart.set_y_axis({
            "reverse": True, "num_font": FONT, "label_position": "low", "line": {"color": look.LINE_CLEAR},
            "major_tick_mark": "none",
        })  # fmt: skip
        chart.set_x_axis({
            "min": axis.low, "max": axis.high, "major_unit": FULL - axis.low, "minor_unit": FULL / 4, "num_font": FONT,
            "num_format": '[<0]"";0" %"', "line": {"none": True}, "label_position": "high",
            "major_gridlines": {"visible": True, "line": {"color": look.TARGET_LINE, "width": 1.5}},
            "minor_gridlines": {"visible": True, "line": {"color": "#E7E7E7", "width": 0.5}},
        })  # fmt: skip
        return chart

    def _kategori(self, counts: Sequence[tuple[str, str, int]]) -> Chart:
        """Columns in the colours of the scale."""
        names = [Isi(name) for name, _, _ in counts]
        numbers = [Isi(float(count), cell) for _, cell, count in counts]
        name, number = self.helper.block([names, numbers])
        chart = self._chart("column", text("ringkas_grafik_kategori"))
        points = [
            {"fill": {"color": b.warna.isi}, "border": {"color": b.warna.huruf, "width": 0.75}}
            for b in self.skala.bands[: len(counts)]
        ]
        chart.add_series(
            _series(name, number) | {"points": points, "gap": 60, "data_labels": {"value": True, "font": FONT}}
        )
        chart.set_legend({"none": True})
        most = max(count for _, _, count in counts)
        chart.set_y_axis({"visible": False, "min": 0, "max": most * 1.2 or 1, "major_gridlines": {"visible": False}})
        chart.set_x_axis({"num_font": FONT, "line": {"color": look.LINE_CLEAR}, "major_tick_mark": "none"})
        return chart

    def _lines(self, rows: Sequence[BarisIndikator], letters: int) -> Chart:
        years = sorted({year for b in rows for year, *_ in b.indikator.tahun_lain})
        by_year = [{year: c for year, _, _, c in b.indikator.tahun_lain} for b in rows]
        numbers = [n for years_of in by_year for c in years_of.values() if (n := c.angka) is not None]
        numbers += [n for b in rows if (n := b.indikator.capaian.angka) is not None]
        axis = Sumbu.of(numbers)
        columns = [
            [*(_fixed(axis, of.get(year)) for year in years), _drawn(axis, b.indikator.capaian, b.capaian)]
            for b, of in zip(rows, by_year, strict=True)
        ]
        labels = [Isi(str(year)) for year in (*years, self.told.tahun)]
        full = [Isi(FULL)] * len(labels)
        year_column, line, *drawn = self.helper.block([labels, full, *columns])
        chart = self._chart("line", text("ringkas_grafik_tahun"))
        for n, (b, column) in enumerate(zip(rows, drawn, strict=True)):
            colour = look.LINES[n % len(look.LINES)]
            marker = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
            chart.add_series(
                _series(year_column, column)
                | {"name": _name(b.nomor, b.indikator.indikator, letters), "marker": marker,
                   "line": {"color": colour, "width": 1.75}}
            )  # fmt: skip
        dashed = {"color": look.TARGET_LINE, "width": 1, "dash_type": "dash"}
        chart.add_series(_series(year_column, line) | {"name": "100 %", "line": dashed})
        chart.set_y_axis({
            "min": STEP * (axis.low // STEP), "max": STEP * -(-axis.high // STEP), "major_unit": STEP,
            "num_format": '0" %"', "num_font": FONT, "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#E7E7E7", "width": 0.5}},
        })  # fmt: skip
        chart.set_x_axis({"num_font": FONT, "label_position": "low", "line": {"color": look.LINE_CLEAR}})
        chart.set_legend({"position": "right", "font": FONT})
        return chart

    def _chart(self, kind: str, title: str) -> Chart:
        chart = self.book.add_chart({"type": kind})
        font = {"name": "Calibri", "size": 10, "bold": True, "color": look.NAVY}
        chart.set_title({"name": title, "name_font": font, "overlay": False})
        chart.set_chartarea({"border": {"none": True}})
        chart.show_hidden_data()
        chart.show_na_as_empty_cell()
        chart.show_blanks_as("gap")
        return chart

    def _insert(self, row: int, first: int, last: int, points: float, chart: Chart) -> None:
        width = sum(w * WIDTH_PIXELS + PADDING_PIXELS for w in WIDTHS[first : last + 1])
        gap = GAP_PIXELS if first else 0
        chart.set_size({"width": width - gap, "height": points * PIXELS_PER_POINT})  # to the edge of a column
        self.page.sheet.insert_chart(row, first, chart, {"x_offset": gap, "y_offset": 3, "object_position": 1})


# --- helper cells ----------------------------------------------------------------------------------------------------


def _drawn(axis: Sumbu, figure: Angka, cell: str) -> Isi:
    """What the chart draws of a cell; blank for good where there is no number now."""
    return Isi(None) if figure.angka is None else Isi(axis.drawn(figure.angka), axis.formula(cell))


def _fixed(axis: Sumbu, figure: Angka | None) -> Isi:
    return Isi(None) if figure is None or figure.angka is None else Isi(axis.drawn(figure.angka))


def _of_band(axis: Sumbu, row: BarisIndikator, kategori: str) -> Isi:
    """The bar in the colour of one band: nothing in all others."""
    figure = row.indikator.capaian.angka
    mine = figure is not None and row.indikator.kategori.value == kategori
    value = axis.drawn(figure) if mine and figure is not None else None
    return Isi(value, f"IF({row.kategori}={kutip(kategori)},{axis.formula(row.capaian)},NA())")


def _series(names: Kolom, numbers: Kolom) -> dict[str, Any]:
    return {
        "categories": names.ref, "values": numbers.ref, "categories_data": names.words, "values_data": numbers.numbers,
    }  # fmt: skip


def _numbered(rows: Sequence[tuple[int, str, Angka]]) -> list[Isi]:
    """Short names with their number in the table, and the reason where nothing is drawn."""
    out = []
    for number, name, figure in rows:
        reason = f" ({figure.alasan.teks})" if figure.alasan is not None else ""
        out.append(Isi(_name(number, name) + reason))
    return out


def _name(number: int, name: str, letters: int = LETTERS) -> str:
    words = name.split()
    if len(words) > 1 and words[0].casefold() == "program":
        words = words[1:]  # every name in the chart would begin with it
    short = " ".join(words)
    if short.isupper():
        letters = round(letters * CAPITALS)
    if len(short) > letters:
        short = f"{short[:letters].rsplit(' ', 1)[0]} …"
    return f"{number}. {short}"


def _even(rows: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Groups of about the same size, none over `most`."""
    count = -(-len(rows) // most)
    for n in range(count):
        yield rows[n * len(rows) // count : (n + 1) * len(rows) // count]
