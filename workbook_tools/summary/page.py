"""The sheet as a page: eleven columns that cells span, rows as tall as their wrapped texts, breaks between blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from workbook_tools.compute.rule import Alasan
from workbook_tools.messages import text
from workbook_tools.tables.model import Value
from workbook_tools.template.layout import LINE, height_of
from workbook_tools.template.sheets import PAPER
from workbook_tools.template.styles import SIZE, Props, Styles

#: Characters. The columns come in six groups of 20, so that tables and figures side by side fit one grid.
WIDTHS = (4, 16, 20, *(10,) * 8)
GROUPS = ((0, 1), (2, 2), (3, 4), (5, 6), (7, 8), (9, 10))
LAST = len(WIDTHS) - 1
#: The first column of helper cells, outside the print area.
HELPERS = len(WIDTHS) + 1

MARGIN, FOOT = 0.45, 0.6  # inches
INCH = 72.0
PAPER_INCHES = {"A4": (8.27, 11.69), "F4": (8.5, 13.0)}
SURELY = 0.93  # printers and fonts differ; a break of ours just after the program's own would leave an empty page
POINTS_OF_WIDTH = 0.75 * 7.4  # points of one character of width at the usual font, its share of the cell's padding too


@dataclass(frozen=True, slots=True)
class Kotak:
    """One cell of the page over columns `first` to `last`; a formula carries `value` as its result."""

    first: int
    last: int
    value: Value
    props: Props
    formula: str = ""
    link: str = ""


@dataclass(slots=True)
class Page:
    """Writes rows downwards. `row` is the next one, counted from 0."""

    sheet: Worksheet
    styles: Styles
    paper: str
    row: int = 0
    used: float = 0.0
    breaks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for at, width in enumerate(WIDTHS):
            self.sheet.set_column(at, at, width)

    def line(self, boxes: Sequence[Kotak], *, least: float = LINE + 4, height: float | None = None) -> int:
        """One row of cells, at least that tall; returns its number."""
        points = max([least, *map(_height, boxes)]) if height is None else height
        self.keep(points)
        row = self.row
        for box in boxes:
            self.put(row, box)
        self.space(points)
        return row

    def text(self, words: str, props: Props) -> int:
        """A line of words over the whole width."""
        return self.line([Kotak(0, LAST, words, props)])

    def space(self, points: float) -> None:
        """An empty row of that height."""
        self.sheet.set_row(self.row, points)
        self.used += points
        self.row += 1

    def keep(self, points: float) -> None:
        """Begin a new page where a block of that height would be cut in two."""
        if self.used and self.used + points > self.capacity:
            self.breaks.append(self.row)
            self.used = 0.0

    def room(self, points: float) -> int:
        """Empty rows of that height together, for a chart; returns the first one."""
        first = self.row
        rows = max(1, round(points / LINE))
        for _ in range(rows):
            self.space(points / rows)
        return first

    @property
    def capacity(self) -> float:
        """Points of rows that one printed page surely holds when the columns fill its width."""
        width, height = PAPER_INCHES[self.paper]
        scale = min(1.0, (width - 2 * MARGIN) * INCH / (sum(WIDTHS) * POINTS_OF_WIDTH))
        return (height - 2 * FOOT) * INCH / scale * SURELY

    def finish(self, last_row: int) -> None:
        """Print set-up: portrait, the width of one page, page numbers."""
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_portrait()
        sheet.set_paper(PAPER[self.paper])
        sheet.set_margins(left=MARGIN, right=MARGIN, top=FOOT, bottom=FOOT)
        sheet.fit_to_pages(1, 0)
        sheet.set_h_pagebreaks(self.breaks)
        sheet.center_horizontally()
        sheet.set_footer(text("ringkas_kaki"))
        sheet.print_area(0, 0, last_row, LAST)

    def put(self, row: int, box: Kotak) -> None:
        """One cell of a row whose height is settled already."""
        style = self.styles.get(box.props)
        if box.last > box.first:
            self.sheet.merge_range(row, box.first, row, box.last, "", style)
        value = box.value.teks if isinstance(box.value, Alasan) else "" if box.value is None else box.value
        if box.formula:
            self.sheet.write_formula(row, box.first, f"={box.formula}", style, value)
        elif box.link:
            self.sheet.write_url(row, box.first, box.link, style, str(value))
        elif isinstance(value, float):
            self.sheet.write_number(row, box.first, value, style)
        elif value:
            self.sheet.write_string(row, box.first, value, style)
        else:
            self.sheet.write_blank(row, box.first, None, style)


def cell(row: int, column: int) -> str:
    """The address in a formula of this sheet."""
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def _height(box: Kotak) -> float:
    words = box.value if isinstance(box.value, str) else ""
    if not words or not box.props.get("text_wrap"):
        return 0.0
    scale = float(box.props.get("font_size", SIZE)) / SIZE
    room = sum(WIDTHS[box.first : box.last + 1]) - 1
    return height_of([(words, room / scale)], bold=bool(box.props.get("bold"))) * scale
