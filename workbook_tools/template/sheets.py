"""One table on its sheet: titles, printed heading, key row, Excel table with formulas and values, print set-up."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from workbook_tools.books.writes import escape
from workbook_tools.compute.rule import Alasan
from workbook_tools.formats.scopes import Group
from workbook_tools.formats.spec import LEVELS, Column
from workbook_tools.messages import indonesian, text
from workbook_tools.tables.model import Value
from workbook_tools.template import styles as look
from workbook_tools.template.choices import add_choices, add_setting_choices
from workbook_tools.template.conditions import add_conditions, add_kategori
from workbook_tools.template.layout import KEY_ROW_HEIGHT, LINE, Block, Layout, height_of
from workbook_tools.template.plan import Plan
from workbook_tools.template.styles import Styles

OFFICE = ("perangkat_daerah", "pemda")  # settings that name the office, in the order of the line
LAST_ROW = 1_048_575
PAPER = {"A4": 9, "F4": 14}  # 14 is Folio, 8.5 × 13 inch: what printers in Indonesia call F4
MARGIN, FOOT = 0.45, 0.6  # inches
HELPER_WIDTH = 9
NOTE_WIDTH, NOTE_LETTERS = 320, 42  # pixels, and how many letters they hold
POINTS_PER_PIXEL = 0.75
EMPTY_VIEW_LINES = 2  # lines that a row of an empty view has room for
DEFINED_NAME = "lkjip_format"
AS_TEXT = '&""'  # a blank cell stays blank instead of becoming 0


class WorkingSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """XlsxWriter's sheet, with the text that a formula gives stored as Excel stores it: the empty one is a text too, no
    blank number, and what XML cannot hold is escaped (line breaks pasted from slides are vertical tabs)."""

    def _xml_formula_element(self, formula: str, result: object, attributes: list[Any] = []) -> None:  # noqa: B006
        typed = [*attributes, ("t", "str")] if result == "" else attributes
        super()._xml_formula_element(formula, escape(result) if isinstance(result, str) else result, typed)


class TableSheet:
    """Writes one table of a plan."""

    def __init__(self, book: Workbook, plan: Plan, layout: Layout, styles: Styles) -> None:
        self.book, self.plan, self.layout, self.styles = book, plan, layout, styles
        self.format = layout.format
        self.sheet: Worksheet = book.add_worksheet(self.format.sheet, worksheet_class=WorkingSheet)

    def write(self) -> None:
        """The whole sheet."""
        self._columns()
        self._titles()
        self._heading()
        self._table()
        self._closing()
        self._heights()
        self._choices()
        add_conditions(self.sheet, self.layout, self.styles, self.plan.profil.skala)
        self._view()
        self._print_setup()
        self._identity()

    def _columns(self) -> None:
        for at, column in enumerate(self.layout.printed):
            self.sheet.set_column(at, at, column.width)
        first, last = self.layout.last_printed + 1, self.layout.last_column
        if first <= last:
            self.sheet.set_column(first, last, HELPER_WIDTH, None, {"level": 1, "hidden": True})
            self.sheet.set_column(last + 1, last + 1, 3, None, {"collapsed": True})

    def _titles(self) -> None:
        self.sheet.write_string(0, 0, self.format.caption, self.styles.get(look.CAPTION))
        self._title(1, self.format.titles[0])
        office = " ".join(str(self.plan.setting(key) or "") for key in OFFICE).strip()
        formula = '=TRIM({}&" "&{})'.format(*map(self._setting_text, OFFICE))
        self.sheet.write_formula(self.layout.office_row, 0, formula, self.styles.get(look.OFFICE), office)
        if self.format.is_input:
            hint = text("hint_profil" if self.format.role == "profil" else "hint_isian")
            self.sheet.write_string(self.layout.hint_row, 0, hint, self.styles.get(look.HINT))

    def _title(self, row: int, title: str) -> None:
        """A title; the year in it follows the Profil sheet."""
        style = self.styles.get(look.TITLE)
        before, year, after = title.partition("{tahun}")
        if not year:
            self.sheet.write_string(row, 0, title, style)
            return
        shown, shift = self._setting_text("tahun"), self.format.tahun_geser
        shown = f"({shown.removesuffix(AS_TEXT)}+{shift})" if shift else shown
        parts = [f'"{before}"', shown, *([f'"{after}"'] if after else [])]
        words = title.format(tahun=self.plan.years[-1] + shift)
        self.sheet.write_formula(row, 0, "=" + "&".join(parts), style, words)

    def _setting_text(self, key: str) -> str:
        """A setting of the Profil sheet as text; blank stays blank."""
        keys, values = (self.plan.formulas.column("profil", name) for name in ("kunci", "isi"))
        return f'INDEX({values},MATCH("{key}",{keys},0)){AS_TEXT}'

    def _heading(self) -> None:
        numbers = 0
        for block in self.layout.blocks():
            column = self.layout.printed[block.left]
            self._block(block, column)
            if block.leaf and column.rule is not None:
                self._note(self.layout.head_row + block.top, block.left, column)
            if block.leaf and self.layout.number_row is not None:
                numbers += 1
                style = self.styles.get(look.NUMBERS)
                self._span(self.layout.number_row, block.left, self.layout.number_row, block.right, str(numbers), style)

    def _block(self, block: Block, column: Column) -> None:
        style = self.styles.get(look.heading(column, is_input=self.format.is_input))
        top = self.layout.head_row
        self._span(top + block.top, block.left, top + block.bottom, block.right, block.text, style)

    def _span(self, top: int, left: int, bottom: int, right: int, words: str, style: Any) -> None:  # noqa: ANN401
        if (top, left) == (bottom, right):
            self.sheet.write_string(top, left, words, style)
        else:
            self.sheet.merge_range(top, left, bottom, right, words, style)

    def _note(self, row: int, at: int, column: Column) -> None:
        """Formula and source of a computed column, as a note on its heading."""
        assert column.rule is not None
        lines = [column.head[-1], text("catatan_rumus", rumus=column.rumus_menurut(self.plan.profil))]
        if any(isinstance(scope, Group) and scope.how == "profil" for scope in column.operands):
            lines.append(text(f"catatan_capaian_{self.plan.profil.capaian_bersama}"))
        lines.append(text("catatan_dasar", dasar=column.rule.dasar))
        height = height_of([("\n".join(lines), NOTE_LETTERS)]) / POINTS_PER_PIXEL
        options = {"width": NOTE_WIDTH, "height": height, "font_size": 9, "author": "lkjip"}
        self.sheet.write_comment(row, at, "\n".join(lines), options)

    def _table(self) -> None:
        layout = self.layout
        key = self.styles.get(look.KEY)
        formulas = {c.key: self.plan.formulas.formula(self.format, c) for c in layout.columns if c.derived}
        columns = [
            {"header": c.key, "header_format": key, **({"formula": formulas[c.key]} if c.derived else {})}
            for c in layout.columns
        ]
        options = {
            "name": self.format.table_name, "columns": columns, "style": None, "autofilter": False,
            "banded_rows": False,
        }  # fmt: skip
        self.sheet.add_table(layout.key_row, 0, layout.last, layout.last_column, options)
        for at, column in enumerate(layout.columns):
            self._data(at, column, formulas.get(column.key))

    def _closing(self) -> None:
        """The rows under the table: a label over the columns before the figure, and the figure with its formula."""
        cells: dict[str, str] = {}
        for row, item in enumerate(self.format.penutup, start=self.layout.last + 1):
            column, at = item.column, self.layout.at(item.at)
            style = self.styles.get(look.cell(column, is_input=False) | look.CLOSING)
            self._span(row, 0, row, at - 1, column.head[-1], self.styles.get(look.CLOSING_LABEL))
            formula = self.plan.formulas.closing(self.format, column, cells)
            value = shown(self.plan.tables[self.format.role].penutup[column.key].isi.get(column.key))
            self.sheet.write_formula(row, at, f"={formula}", style, value)
            cells[column.key] = xl_rowcol_to_cell(row, at)
            if column.choices == "kategori":
                add_kategori(self.sheet, row, at, self.styles, self.plan.profil.skala)

    def _data(self, at: int, column: Column, formula: str | None) -> None:
        """One column of cells: typed values, or the formula with the value that it gives."""
        style = self.styles.get(self._cell_look(column))
        for row in range(self.layout.rows):
            value = shown(self.plan.value(self.format.role, row, column.key))
            where = self.layout.first + row
            if formula is not None:
                self.sheet.write_formula(where, at, f"={formula}", style, value)
            elif isinstance(value, float):
                self.sheet.write_number(where, at, value, style)
            elif value == "":
                self.sheet.write_blank(where, at, None, style)
            else:
                self.sheet.write_string(where, at, value, style)

    def _cell_look(self, column: Column) -> look.Props:
        """On the Profil sheet only `isi` is typed; key and explanation stand there already."""
        if self.format.role == "profil" and column.key != "isi":
            return {"valign": "top", "text_wrap": True, "border": 1, "border_color": look.LINE_FAINT,
                    "bold": column.key == "kunci"}  # fmt: skip
        return look.cell(column, is_input=self.format.is_input)

    def _heights(self) -> None:
        for row, height in enumerate(self.layout.heading_heights(), start=self.layout.head_row):
            self.sheet.set_row(row, height)
        self.sheet.set_row(self.layout.key_row, KEY_ROW_HEIGHT)
        for row in range(self.layout.rows):
            fitted = self._row_height(row)
            if fitted is not None:
                self.sheet.set_row(self.layout.first + row, fitted)

    def _row_height(self, row: int) -> float | None:
        """Room for the wrapped texts of a row; blank input rows are left to Excel, which fits them as staff type."""
        wrapped = [c for c in self.layout.printed if not c.kind.is_number]
        texts = [(str(shown(self.plan.value(self.format.role, row, c.key))), c.width) for c in wrapped]
        if any(words for words, _ in texts):
            return height_of(texts, bold=self.plan.value(self.format.role, row, "level") in LEVELS[:-1])
        waiting_view = self.plan.empty and not self.format.is_input
        return EMPTY_VIEW_LINES * LINE + 4 if waiting_view else None

    def _choices(self) -> None:
        if self.format.role == "profil":
            keys = [str(row.isi.get("kunci")) for row in self.plan.tables["profil"].rows]
            add_setting_choices(self.sheet, self.layout, keys, self.plan.profil)
        else:
            add_choices(self.sheet, self.layout, self.plan.profil)

    def _view(self) -> None:
        self.sheet.hide_gridlines(2)
        self.sheet.set_tab_color(look.TAB_INPUT if self.format.is_input else look.TAB_VIEW)
        self.sheet.freeze_panes(self.layout.first, self.layout.frozen_columns())
        self.sheet.set_selection(self.layout.first, 0, self.layout.first, 0)
        typed = [n for n, c in enumerate(self.layout.columns) if not c.kind.is_number]
        area = xl_range(self.layout.first, min(typed, default=0), self.layout.last, self.layout.last_column)
        self.sheet.ignore_errors({"number_stored_as_text": area})

    def _print_setup(self) -> None:
        """Whole columns as print area, so that it grows with the table."""
        sheet, layout = self.sheet, self.layout
        sheet.set_landscape()
        sheet.set_paper(PAPER[self.plan.profil.kertas])
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=FOOT, bottom=FOOT)
        sheet.set_footer(indonesian("kaki_halaman"))
        sheet.print_area(0, 0, LAST_ROW, layout.last_printed)
        sheet.repeat_rows(layout.head_row, layout.key_row)

    def _identity(self) -> None:
        """Format and version as a name of the sheet: a witness that survives renaming the sheet."""
        name = f"{quote_sheetname(self.format.sheet)}!{DEFINED_NAME}"
        self.book.define_name(name, f'="{self.format.id};{self.format.version}"')


def shown(value: Value) -> float | str:
    """What a cell shows: a reason by its text, nothing as the empty text."""
    if isinstance(value, Alasan):
        return value.teks
    return "" if value is None else value
