"""The project's own Excel tables as their formulas see them: every row, blank ones too, and the engine over them.

Nothing here rests on what Excel stored last: derived cells are left out when a table is read, so that a file that was
never opened in Excel gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbook_tools.books.model import Sheet, parse_range
from workbook_tools.evaluate import Engine
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.build import parameters, structure
from workbook_tools.tables.model import Tabel
from workbook_tools.tables.typed import read_row


def is_excel_table(tabel: Tabel, sheet: Sheet) -> bool:
    """Whether the table is an Excel table of a working workbook, whose derived cells hold structured formulas."""
    return tabel.working and bool(tabel.table_name) and any(ref.name == tabel.table_name for ref in sheet.tables)


def working_engine(tables: Iterable[Tabel], sheets: Mapping[str, Sheet], profil: Profil) -> Engine:
    """An engine over the whole Excel tables among `tables`; its `tables` are empty where there are none."""
    whole = {t.role: whole_table(t, sheets[t.sheet]) for t in tables if is_excel_table(t, sheets[t.sheet])}
    params = parameters(whole["profil"].rows) if "profil" in whole else {}
    return Engine(whole, profil, params, derive=True)


def whole_table(tabel: Tabel, sheet: Sheet) -> Tabel:
    """The table with all rows of its Excel table, blank ones too: formulas count rows by position."""
    ref = next(ref for ref in sheet.tables if ref.name == tabel.table_name)
    first, _, last, _ = parse_range(ref.ref)
    whole = Tabel(
        tabel.format, tabel.columns, sheet=tabel.sheet, header=tabel.header, header_row=tabel.header_row,
        years=tabel.years, working=True, table_name=tabel.table_name,
    )  # fmt: skip
    numbers = range(first + ref.header_row, last + 1 - ref.totals_row)
    whole.rows = [read_row(whole, sheet, number) for number in numbers]
    for n, row in enumerate(whole.rows):
        row.urut = n
        for column in whole.columns:
            if column.derived:
                row.isi.pop(column.key, None)
    if tabel.format.is_input:
        structure(whole)
    for n, (key, row) in enumerate(tabel.penutup.items()):
        whole.penutup[key] = replace(row, urut=len(whole.rows) + n)
    return whole
