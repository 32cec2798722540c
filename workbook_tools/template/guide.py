"""The sheet Petunjuk: what is typed where, what the colours mean, which profile is in force, how to check."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from workbook_tools.formats.spec import TableFormat
from workbook_tools.messages import catalogue, text
from workbook_tools.template import styles as look
from workbook_tools.template.layout import height_of
from workbook_tools.template.plan import Plan
from workbook_tools.template.sheets import MARGIN, PAPER
from workbook_tools.template.styles import Props, Styles

NAME = "Petunjuk"
_LEFT, _RIGHT = 24, 96

_H1: Props = {"bold": True, "font_size": 16}
_H2: Props = {"bold": True, "font_size": 12, "bottom": 1, "border_color": look.LINE_CLEAR}
_LABEL: Props = {"bold": True, "valign": "top", "text_wrap": True}
_BODY: Props = {"valign": "top", "text_wrap": True}
_LEGEND: tuple[tuple[str, Props], ...] = (
    ("warna_isian", {"bg_color": look.TYPED, "border": 1, "border_color": look.LINE_CLEAR}),
    ("warna_hitung", {"bg_color": look.COMPUTED, "border": 1, "border_color": look.LINE_FAINT}),
    ("warna_ambil", {"border": 1, "border_color": look.LINE_FAINT}),
    ("warna_timpa", {"bg_color": look.OVERWRITTEN, "border": 1, "border_color": look.LINE_FAINT}),
    ("warna_alasan", {"italic": True, "font_color": look.MUTED, "border": 1, "border_color": look.LINE_FAINT}),
)


class Guide:
    """Writes the guide line by line."""

    def __init__(self, book: Workbook, plan: Plan, styles: Styles) -> None:
        self.sheet = book.add_worksheet(NAME)
        self.plan, self.styles, self.row = plan, styles, 0

    def write(self) -> None:
        """The whole sheet."""
        self.sheet.set_column(0, 0, _LEFT)
        self.sheet.set_column(1, 1, _RIGHT)
        self.sheet.write_string(0, 0, text("petunjuk_judul"), self.styles.get(_H1))
        self.sheet.set_row(0, 26)
        words = text("petunjuk_pengantar")
        self.sheet.merge_range(1, 0, 1, 1, words, self.styles.get(_BODY))
        self.sheet.set_row(1, height_of([(words, _LEFT + _RIGHT)]))
        self.row = 2
        self._section("petunjuk_langkah", _numbered("petunjuk_langkah_"))
        self._sheets()
        self._legend()
        self._profile()
        self._section("petunjuk_periksa", _numbered("petunjuk_periksa_"))
        self._view()

    def _section(self, title: str, lines: list[str]) -> None:
        self._title(title)
        for number, line in enumerate(lines, start=1):
            self._line(f"{number}.", line, {"align": "right", "indent": 1})

    def _title(self, code: str) -> None:
        self.row += 1
        for at in (0, 1):
            self.sheet.write_string(self.row, at, text(code) if at == 0 else "", self.styles.get(_H2))
        self.row += 1

    def _line(self, label: str, words: str, props: Props | None = None) -> None:
        self.sheet.write_string(self.row, 0, label, self.styles.get(_LABEL if props is None else {**_BODY, **props}))
        self.sheet.write_string(self.row, 1, words, self.styles.get(_BODY))
        self.sheet.set_row(self.row, height_of([(label, _LEFT), (words, _RIGHT)]))
        self.row += 1

    def _sheets(self) -> None:
        """Every sheet with what it is for; a click on its name opens it."""
        self._title("petunjuk_lembar")
        link = self.styles.get({"font_color": "#0563C1", "underline": 1, "valign": "top"})
        for layout in self.plan.layouts.values():
            item = layout.format
            code = f"lembar_{item.role}"
            words = text(code) if code in catalogue() else text("lembar_tabel", title=_plain(item, self.plan))
            row = self.row
            self._line(item.sheet, words)
            self.sheet.write_url(row, 0, f"internal:'{item.sheet}'!A1", link, item.sheet)

    def _legend(self) -> None:
        self._title("petunjuk_warna")
        for code, props in _LEGEND:
            self._line(text(code, "contoh"), text(code), {**props, "align": "center"})
        for band in self.plan.profil.skala.bands:
            colours = {"bg_color": band.warna.isi, "font_color": band.warna.huruf, "align": "center"}
            self._line(band.kategori, text("warna_kategori", tercetak=band.tercetak), colours)

    def _profile(self) -> None:
        profil = self.plan.profil
        self._title("petunjuk_profil")
        for code, words in (
            ("petunjuk_profil_nama", f"{profil.nama} ({profil.id})"),
            ("petunjuk_profil_dasar", profil.sumber.dasar),
            ("petunjuk_profil_masa", profil.sumber.masa),
            ("petunjuk_profil_periksa", text("sudah_diperiksa" if profil.sumber.terverifikasi else "belum_diperiksa")),
            ("petunjuk_profil_skala", f"{profil.skala.nama}; {profil.skala.sumber.dasar}"),
            ("petunjuk_profil_catatan", profil.catatan),
        ):
            if words:
                self._line(text(code), words)

    def _view(self) -> None:
        self.sheet.hide_gridlines(2)
        self.sheet.set_tab_color(look.TAB_GUIDE)
        self.sheet.set_paper(PAPER[self.plan.profil.kertas])
        self.sheet.set_margins(left=MARGIN, right=MARGIN)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.set_footer(text("kaki_halaman"))
        self.sheet.activate()


def _numbered(prefix: str) -> list[str]:
    """The catalogue's lines `prefix1`, `prefix2`, … in order."""
    lines: list[str] = []
    while f"{prefix}{len(lines) + 1}" in catalogue():
        lines.append(text(f"{prefix}{len(lines) + 1}"))
    return lines


def _plain(item: TableFormat, plan: Plan) -> str:
    """The title of a table with its year."""
    return item.titles[0].format(tahun=plan.years[-1] + item.tahun_geser)
