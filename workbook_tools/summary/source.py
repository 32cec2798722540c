"""A figure of the workbook → the formula that follows its cell; none where the cell does not hold just that number."""

from __future__ import annotations

import re
from math import isclose

from xlsxwriter.utility import quote_sheetname

from workbook_tools.books.model import parse_address
from workbook_tools.compute.excel_text import kutip
from workbook_tools.findings import Place
from workbook_tools.process import Result
from workbook_tools.report import Angka
from workbook_tools.summary.page import cell as absolute
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.values.number_format import is_percent_format

PERCENT = 100
EQUAL = 1e-9
_WILD = re.compile(r"[*?~]")  # MATCH would read them as patterns


class Sumber:
    """Knows which row of which table every cell belongs to."""

    def __init__(self, result: Result) -> None:
        self._cells: dict[Place, tuple[Tabel, Baris, str]] = {}
        self._keys: dict[int, list[object]] = {}
        for tabel in result.tables:
            for row in tabel.rows:
                for key, sel in row.sel.items():
                    self._cells.setdefault(sel.place, (tabel, row, key))
            if tabel.working and tabel.table_name:
                self._keys[id(tabel)] = [_key(row) for row in tabel.rows]

    def formula(self, angka: Angka) -> str:
        """The formula without `=`; empty for a figure that has to be written as a value."""
        found = self._cells.get(angka.place) if angka.place is not None else None
        if found is None or angka.angka is None:
            return ""
        tabel, row, key = found
        raw = row.sel[key].raw
        column = tabel.column(key)
        follows = tabel.working and column is not None and column.derived and raw.formula is not None
        percent = is_percent_format(raw.number_format)
        held = raw.value if isinstance(raw.value, int | float) and not isinstance(raw.value, bool) else None
        if not follows and (
            held is None or not isclose(held * (PERCENT if percent else 1), angka.angka, rel_tol=EQUAL, abs_tol=EQUAL)
        ):
            return ""
        ref = self._by_key(tabel, row, key) or _direct(row.sel[key].place)
        return f'IF(ISNUMBER({ref}),{ref}{f"*{PERCENT}" if percent else ""},"")'

    def _by_key(self, tabel: Tabel, row: Baris, key: str) -> str:
        """The row found by its key, where the table has keys of its own and this one is unlike the others."""
        mine, keys = _key(row), self._keys.get(id(tabel), [])
        if not isinstance(mine, str) or not mine or _WILD.search(mine) or keys.count(mine) != 1:
            return ""
        return f"INDEX({tabel.table_name}[{key}],MATCH({kutip(mine)},{tabel.table_name}[id],0))"


def _key(row: Baris) -> object:
    cell = row.sel.get("id")
    return None if cell is None else cell.raw.value


def _direct(place: Place) -> str:
    row, column = parse_address(place.cell)
    return f"{quote_sheetname(place.sheet)}!{absolute(row - 1, column - 1)}"
