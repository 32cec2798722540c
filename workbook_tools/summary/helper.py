"""Cells that only charts read, in hidden columns outside the print area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from workbook_tools.summary.look import MUTED
from workbook_tools.summary.page import HELPERS, cell
from workbook_tools.template.styles import Styles

COLUMNS = 24
NOT_AVAILABLE = "#N/A"


@dataclass(frozen=True, slots=True)
class Isi:
    """A helper cell: a value, or a formula with the value that it gives; None is blank, `#N/A` where a formula has
    no number."""

    value: float | str | None
    formula: str = ""

    @property
    def number(self) -> float | None:
        """What a chart draws."""
        return self.value if isinstance(self.value, float) else None


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column of a block: where it stands, and what is in it."""

    ref: str
    cells: tuple[str, ...]
    isi: tuple[Isi, ...]

    @property
    def numbers(self) -> list[float | None]:
        """What a chart draws, with gaps."""
        return [i.number for i in self.isi]

    @property
    def words(self) -> list[str]:
        """Labels."""
        return ["" if i.value is None else str(i.value) for i in self.isi]


class Helper:
    """Puts blocks of columns one under the other."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self._sheet, self._row = sheet, 0
        self._style = styles.get({"font_size": 8, "font_color": MUTED})
        sheet.set_column(HELPERS, HELPERS + COLUMNS, 9, None, {"hidden": True, "level": 1})

    def block(self, columns: Sequence[Sequence[Isi]]) -> list[Kolom]:
        """Write columns of one length side by side."""
        top, placed = self._row, []
        for n, column in enumerate(columns):
            at = HELPERS + n
            for down, isi in enumerate(column):
                self._put(top + down, at, isi)
            bottom = top + len(column) - 1
            ref = f"={self._sheet.get_name()}!{xl_range_abs(top, at, bottom, at)}"
            cells = tuple(f"={self._sheet.get_name()}!{cell(top + down, at)}" for down in range(len(column)))
            placed.append(Kolom(ref, cells, tuple(column)))
        self._row = top + max(map(len, columns)) + 1
        return placed

    def _put(self, row: int, at: int, isi: Isi) -> None:
        if isi.formula:
            value = NOT_AVAILABLE if isi.value is None else isi.value
            self._sheet.write_formula(row, at, f"={isi.formula}", self._style, value)
        elif isinstance(isi.value, float):
            self._sheet.write_number(row, at, isi.value, self._style)
        elif isi.value is not None:
            self._sheet.write_string(row, at, isi.value, self._style)
