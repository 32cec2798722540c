"""Conditional formats: what a cell shows about itself. XlsxWriter gives the first added the highest priority.

Excel joins all rules that hold, LibreOffice takes the first: so every rule of a view also draws the lines of its row.
"""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from workbook_tools.formats.spec import Column
from workbook_tools.regulations.bands import Skala
from workbook_tools.template import styles as look
from workbook_tools.template.layout import Layout
from workbook_tools.template.styles import Styles


def add_conditions(sheet: Worksheet, layout: Layout, styles: Styles, skala: Skala) -> None:
    """All conditional formats of one table."""
    rules = _Conditions(sheet, layout, styles)
    rules.overwritten()
    rules.kategori(skala)
    rules.reasons()
    rules.levels()
    rules.rows_in_use()


def add_kategori(sheet: Worksheet, row: int, at: int, styles: Styles, skala: Skala) -> None:
    """The scale's own colours on one cell that holds a word of it."""
    cell = str(xl_rowcol_to_cell(row, at, row_abs=True, col_abs=True))
    for band in skala.bands:
        colours = styles.conditional({"bg_color": band.warna.isi, "font_color": band.warna.huruf})
        word = band.kategori.replace('"', '""')
        options = {"type": "formula", "criteria": f'=TRIM({cell})="{word}"', "format": colours}
        sheet.conditional_format(row, at, row, at, options)


class _Conditions:
    def __init__(self, sheet: Worksheet, layout: Layout, styles: Styles) -> None:
        self.sheet, self.layout, self.styles = sheet, layout, styles
        self.numbered = list(enumerate(layout.printed))
        self.lines: look.Props = {} if layout.format.is_input else {"border": 1, "border_color": look.LINE_CLEAR}

    def overwritten(self) -> None:
        """Orange where a value stands in the place of a formula, or nothing does in a row in use."""
        for at, column in self.numbered:
            if column.derived:
                cell = self._cell(at)
                test = f'AND(NOT(_xlfn.ISFORMULA({cell})),OR({cell}<>"",{self._in_use()}))'
                self._formula([at], test, {"bg_color": look.OVERWRITTEN}, stop=True)

    def kategori(self, skala: Skala) -> None:
        """The scale's own colours on its own words."""
        columns = [n for n, c in self.numbered if c.choices == "kategori"]
        for band in skala.bands:
            props = {"bg_color": band.warna.isi, "font_color": band.warna.huruf}
            for at in columns:
                word = band.kategori.replace('"', '""')
                self._formula([at], f'TRIM({self._cell(at)})="{word}"', props, stop=True)

    def reasons(self) -> None:
        """A named reason (target nol) in grey italics, apart from numbers and from words of the scale."""
        columns = [n for n, c in self.numbered if c.derived and _may_hold_reason(c)]
        for group in _neighbours(columns):
            cell = self._cell(group[0])
            test = f'AND(ISTEXT({cell}),{cell}<>"")'
            self._formula(group, test, {"italic": True, "font_color": look.MUTED}, stop=True)

    def levels(self) -> None:
        """Sasaran and program rows stand out, kegiatan rows are bold; on input sheets the typed yellow stays."""
        if all(c.key != "level" for c in self.layout.columns):
            return
        level = f"${self._cell(self.layout.at('level'))}"
        own = [name for name, _ in self.layout.format.levels[:-1]]
        names = own if self.layout.format.levels else ["sasaran", "program", "kegiatan"]
        for name in names:  # the lowest level of a table stays plain
            props: look.Props = {"bold": True}
            if name in look.LEVEL_FILL and not self.layout.format.is_input:
                props["bg_color"] = look.LEVEL_FILL[name]
            self._formula([n for n, _ in self.numbered], f'{level}="{name}"', props)

    def rows_in_use(self) -> None:
        """Clear lines around rows in use; rows that wait stay faint."""
        if not self.layout.format.is_input:
            self._formula([n for n, _ in self.numbered], self._in_use(), {})

    def _in_use(self) -> str:
        """True in rows that show something: the keys that a table's rows hang on are filled."""
        keys = [key for key in self.layout.format.presence if any(c.key == key for c in self.layout.columns)]
        columns = [self.layout.at(key) for key in keys] or [0]
        tests = [f'${self._cell(at)}<>""' for at in columns]
        return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"

    def _cell(self, column: int) -> str:
        return str(xl_rowcol_to_cell(self.layout.first, column))

    def _formula(self, columns: list[int], test: str, props: look.Props, *, stop: bool = False) -> None:
        """A formula rule on neighbouring columns; `test` speaks of the first cell."""
        if columns:
            area = xl_range(self.layout.first, columns[0], self.layout.last, columns[-1])
            options = {
                "type": "formula", "criteria": f"={test}", "format": self.styles.conditional(props | self.lines),
                "stop_if_true": stop,
            }  # fmt: skip
            self.sheet.conditional_format(area, options)


def _may_hold_reason(column: Column) -> bool:
    return column.kind.is_number or column.choices == "kategori"


def _neighbours(columns: Iterable[int]) -> list[list[int]]:
    """Columns that stand side by side, together."""
    groups: list[list[int]] = []
    for column in columns:
        if groups and groups[-1][-1] == column - 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    return groups
