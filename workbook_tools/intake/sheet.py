"""The sheet `Impor`: every row of the list with the row of Program that it is, what was written, and what was not."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from xlsxwriter.utility import quote_sheetname
from xlsxwriter.workbook import Workbook

from workbook_tools.books.graft import ROLE_NAME, Donor
from workbook_tools.findings import Finding
from workbook_tools.intake.daftar import Daftar
from workbook_tools.intake.figures import Act, Choice, Figure, held, label, labels
from workbook_tools.intake.match import Match
from workbook_tools.messages import indonesian
from workbook_tools.tables.model import Baris
from workbook_tools.template import styles as look
from workbook_tools.template.layout import height_of
from workbook_tools.template.styles import Props, Styles

TITLE = "Impor"
ROLE = "impor"
Cell = str | float

#: heading, width, is money
COLUMNS = (
    ("impor_kolom_cocok", 16.0, False), ("impor_kolom_kode_daftar", 20.0, False), ("impor_kolom_daftar", 44.0, False),
    ("impor_kolom_kode_buku", 18.0, False), ("impor_kolom_buku", 44.0, False), ("impor_kolom_angka", 8.0, False),
    ("impor_kolom_nilai", 18.0, True), ("impor_kolom_semula", 18.0, True), ("impor_kolom_tindakan", 22.0, False),
)  # fmt: skip
_HEAD: Props = {
    "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1,
    "border_color": look.LINE_CLEAR, "bg_color": look.HEAD,
}  # fmt: skip
_CELL: Props = {"valign": "top", "text_wrap": True, "border": 1, "border_color": look.LINE_FAINT}
_MONEY: Props = {"valign": "top", "border": 1, "border_color": look.LINE_FAINT, "num_format": look.RUPIAH}
_WARN = "#FCE4D6"
HEAD_ROW = 4


def donor_of(
    daftar: Daftar, choice: Choice, matches: Sequence[Match], missing: Sequence[Baris], figures: Sequence[Figure],
    findings: Sequence[Finding],
) -> Donor:  # fmt: skip
    """A workbook with the sheet, to be brought into another one."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        _Page(book, daftar).write(list(_rows(choice, matches, missing, figures)), findings)
    return Donor(stream.getvalue(), (TITLE,))


def _rows(
    choice: Choice, matches: Sequence[Match], missing: Sequence[Baris], figures: Sequence[Figure]
) -> Iterator[tuple[tuple[Cell, ...], bool]]:
    """Lines of the table, and whether a reader should look at them: first those that did not match."""
    by_match: dict[int, list[Figure]] = {}
    for figure in figures:
        by_match.setdefault(id(figure.match), []).append(figure)
    for one in sorted(matches, key=lambda m: m.baris is not None):
        row = one.baris
        how = indonesian(f"impor_cocok_{one.how}")
        known = (how, one.entry.kode, one.entry.nama, _code(row), "" if row is None else row.nama)
        mine = by_match.get(id(one), [])
        for figure in mine:
            value: Cell = "" if figure.value is None else figure.value
            did = _did(figure)
            yield (*known, label(figure.key), value, figure.before, did), figure.act in (Act.BENTROK, Act.DITOLAK)
        for cells in () if mine else _amounts(one, choice):
            yield (*known, *cells), row is None or not row.anak
    for row in missing:
        cell = row.sel.get("pagu")
        before = "" if cell is None else held(cell)
        known = (indonesian("impor_cocok_tanpa_daftar"), "", "", _code(row), row.nama)
        yield (*known, indonesian("impor_pagu"), "", before, indonesian("impor_tindakan_tidak")), True


def _did(figure: Figure) -> str:
    """What became of a figure, and which blank quarters its money may belong to."""
    did = indonesian(f"impor_tindakan_{figure.act}")
    if not figure.with_blank:
        return did
    return indonesian("impor_tindakan_sekaligus", did=did, quarters=labels(figure.with_blank))


def _amounts(one: Match, choice: Choice) -> Iterator[tuple[Cell, ...]]:
    """What the list says of a row that fills no cell: a parent, or one that is not known."""
    did = indonesian("impor_tindakan_induk" if one.baris is not None and one.baris.anak else "impor_tindakan_tidak")
    said = list(choice.said(one.entry))
    for name, value in said:
        yield name, value, "", did
    if not said:
        yield "", "", "", did


def _code(row: Baris | None) -> str:
    return "" if row is None else str(row.isi.get("kunci") or "")


class _Page:
    """Writes the sheet."""

    def __init__(self, book: Workbook, daftar: Daftar) -> None:
        self.sheet = book.add_worksheet(TITLE)
        self.styles = Styles(book)
        self.daftar = daftar
        book.define_name(f"{quote_sheetname(TITLE)}!{ROLE_NAME}", f'="{ROLE}"')

    def write(self, rows: Sequence[tuple[tuple[Cell, ...], bool]], findings: Sequence[Finding]) -> None:
        """Title, table, findings."""
        words = {"file": self.daftar.path.name, "sheet": self.daftar.sheet}
        self.sheet.write_string(0, 0, indonesian("impor_judul"), self.styles.get({"bold": True, "font_size": 16}))
        self.sheet.write_string(1, 0, indonesian("impor_asal", **words), self.styles.get({"font_color": look.MUTED}))
        self.sheet.write_string(2, 0, indonesian("impor_cara_baca"), self.styles.get({"font_color": look.MUTED}))
        for at, (code, width, _) in enumerate(COLUMNS):
            self.sheet.set_column(at, at, width)
            self.sheet.write_string(HEAD_ROW, at, indonesian(code), self.styles.get(_HEAD))
        self.sheet.set_row(HEAD_ROW, 30)
        for n, (cells, look_here) in enumerate(rows, start=HEAD_ROW + 1):
            self._row(n, cells, marked=look_here)
        last = HEAD_ROW + len(rows)
        self.sheet.autofilter(HEAD_ROW, 0, max(last, HEAD_ROW + 1), len(COLUMNS) - 1)
        self.sheet.freeze_panes(HEAD_ROW + 1, 0)
        self._findings(last + 2, findings)
        self._print()

    def _row(self, n: int, cells: Sequence[Cell], *, marked: bool) -> None:
        for at, (cell, (_, _, money)) in enumerate(zip(cells, COLUMNS, strict=True)):
            props = (_MONEY if money else _CELL) | ({"bg_color": _WARN} if marked else {})
            if isinstance(cell, str):
                self.sheet.write_string(n, at, cell, self.styles.get(props | ({"align": "right"} if money else {})))
            else:
                self.sheet.write_number(n, at, cell, self.styles.get(props))
        texts = [(str(cell), width) for cell, (_, width, money) in zip(cells, COLUMNS, strict=True) if not money]
        self.sheet.set_row(n, height_of(texts))

    def _findings(self, row: int, findings: Sequence[Finding]) -> None:
        if not findings:
            return
        self.sheet.write_string(row, 0, indonesian("impor_temuan"), self.styles.get({"bold": True, "font_size": 12}))
        widths = [width for _, width, _ in COLUMNS]
        for n, found in enumerate(findings, start=row + 1):
            self.sheet.write_string(n, 0, str(found.place), self.styles.get(_CELL))
            self.sheet.merge_range(n, 1, n, len(COLUMNS) - 1, found.message, self.styles.get(_CELL))
            self.sheet.set_row(n, height_of([(str(found.place), widths[0]), (found.message, sum(widths[1:]))]))

    def _print(self) -> None:
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEAD_ROW)
        self.sheet.set_tab_color(look.TAB_GUIDE)
