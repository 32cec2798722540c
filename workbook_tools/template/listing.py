"""A list on a sheet: title lines, a heading that stays in view, rows that can be filtered, and a page to print.

Sheets that this project brings into somebody's workbook (findings, exceptions, differences) are such lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from xlsxwriter.utility import quote_sheetname, xl_range
from xlsxwriter.workbook import Workbook

from workbook_tools.books.marks import cut
from workbook_tools.findings import Place
from workbook_tools.messages import text
from workbook_tools.template import styles as look
from workbook_tools.template.layout import height_of
from workbook_tools.template.sheets import MARGIN, PAPER
from workbook_tools.template.styles import Props, Styles

ROLE_NAME = "lkjip_lembar"
MOST_LINKS = 65_000  # Excel holds 65.530 on one sheet
TITLE_HEIGHT = 24
SMALL = 8
_TITLE: Props = {"bold": True, "font_size": 16}
_LINE: Props = {"font_size": 10, "font_color": look.MUTED}
_HEAD: Props = {
    "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1,
    "border_color": look.LINE_CLEAR, "bg_color": look.HEAD,
}  # fmt: skip
_CELL: Final[Props] = {"text_wrap": True, "valign": "top", "border": 1, "border_color": look.LINE_FAINT}
_LINK: Final[Props] = {"font_color": "#0563C1", "underline": 1}
#: What XML cannot hold at all; control characters XlsxWriter escapes itself.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its heading, how wide it is, whether its cells stand in the middle or are small print."""

    head: str
    width: float
    centred: bool = False
    small: bool = False

    @property
    def props(self) -> Props:
        """How its cells look."""
        middle: Props = {"align": "center"} if self.centred else {}
        return _CELL | middle | ({"font_size": SMALL, "font_color": look.MUTED} if self.small else {})

    @property
    def room(self) -> float:
        """How wide it is in letters of the usual size."""
        return self.width * look.SIZE / SMALL if self.small else self.width


@dataclass(frozen=True, slots=True)
class ListCell:
    """What stands in a cell: words or a number, a link to a place of the same workbook, how it looks otherwise."""

    value: str | int
    link: Place | None = None
    props: tuple[tuple[str, object], ...] = ()


Content: TypeAlias = ListCell | str | int


class Listing:
    """Writes one list. `role` says in the workbook that this project made the sheet, and as what."""

    def __init__(
        self, book: Workbook, title: str, columns: Sequence[ListColumn], *, heading: str, lines: Sequence[str] = (),
        role: str = "",
    ) -> None:  # fmt: skip
        self.sheet = book.add_worksheet(title)
        self.styles, self.columns = Styles(book), tuple(columns)
        self.links = 0
        for at, column in enumerate(self.columns):
            self.sheet.set_column(at, at, column.width, self.styles.get(column.props))
        self.sheet.write_string(0, 0, plain(heading), self.styles.get(_TITLE))
        self.sheet.set_row(0, TITLE_HEIGHT, self.styles.get({}))
        for n, line in enumerate(lines, start=1):
            self.sheet.write_string(n, 0, plain(line), self.styles.get(_LINE))
            self.sheet.set_row(n, None, self.styles.get({}))
        self.head = len(lines) + 2
        self.row = self.head + 1
        self.sheet.set_row(self.head - 1, None, self.styles.get({}))
        self._heading()
        if role:
            book.define_name(f"{quote_sheetname(title)}!{ROLE_NAME}", f'="{role}"')

    def _heading(self) -> None:
        heads = [(column.head, column.width) for column in self.columns]
        self.sheet.set_row(self.head, height_of(heads, bold=True) + 4)
        for at, column in enumerate(self.columns):
            self.sheet.write_string(self.head, at, column.head, self.styles.get(_HEAD))

    def add(self, cells: Sequence[Content]) -> None:
        """One row, as high as its longest text needs."""
        wrapped = []
        for at, (cell, column) in enumerate(zip(cells, self.columns, strict=True)):
            content = cell if isinstance(cell, ListCell) else ListCell(cell)
            self._write(at, content, column.props | dict(content.props))
            wrapped.append((str(content.value), column.room))
        self.sheet.set_row(self.row, height_of(wrapped))
        self.row += 1

    def _write(self, at: int, content: ListCell, props: Props) -> None:
        if isinstance(content.value, int):
            self.sheet.write_number(self.row, at, content.value, self.styles.get(props))
            return
        shown = plain(content.value)
        if not shown:
            self.sheet.write_blank(self.row, at, None, self.styles.get(props))
            return
        if content.link is None or self.links >= MOST_LINKS:
            self.sheet.write_string(self.row, at, shown, self.styles.get(props))
            return
        self.links += 1
        target = f"internal:{quote_sheetname(content.link.sheet)}!{content.link.cell or 'A1'}"
        self.sheet.write_url(self.row, at, target, self.styles.get(props | _LINK), shown)

    @property
    def empty(self) -> bool:
        """Whether no row was added yet."""
        return self.row == self.head + 1

    def remark(self, words: str) -> None:
        """A line below the rows, instead of them where there is none."""
        self.sheet.set_row(self.row, None, self.styles.get({}))
        self.sheet.write_string(self.row, 0, plain(words), self.styles.get({"italic": True}))
        self.row += 1

    def close(self, *, tab: str, kertas: str, filtered: bool = True) -> None:
        """Filter, frozen heading, tab colour; printed landscape, one page wide, with the heading on every page."""
        sheet, last = self.sheet, len(self.columns) - 1
        if filtered and self.row > self.head + 1:
            sheet.autofilter(self.head, 0, self.row - 1, last)
        sheet.ignore_errors({"number_stored_as_text": xl_range(self.head, 0, max(self.row - 1, self.head), last)})
        sheet.hide_gridlines(2)
        sheet.freeze_panes(self.head + 1, 0)
        sheet.set_tab_color(tab)
        sheet.set_landscape()
        sheet.set_paper(PAPER[kertas])
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN * 1.5, bottom=MARGIN * 2)
        sheet.repeat_rows(self.head)
        sheet.set_footer(text("kaki_halaman"))


def plain(words: str) -> str:
    """Text that a workbook can hold."""
    return cut(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", words))
