"""The hidden sheet Daftar: all keys of Indikator and Program in one list, for the drop-down of Realisasi."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from workbook_tools.messages import text
from workbook_tools.template.choices import KEYS_NAME
from workbook_tools.template.plan import Plan
from workbook_tools.template.sheets import WorkingSheet, shown

NAME = "Daftar"
_ROLES = ("indikator", "program")


def add_keys(book: Workbook, plan: Plan) -> None:
    """One formula a row: first the keys of Indikator, then those of Program, then nothing."""
    sheet = book.add_worksheet(NAME, worksheet_class=WorkingSheet)
    sheet.write_string(0, 0, text("daftar_judul"))
    known = [shown(row.isi.get("kunci")) for role in _ROLES for row in plan.tables[role].rows]
    first, second = (plan.formulas.column(role, "kunci") for role in _ROLES)
    count = sum(plan.layouts[role].rows for role in _ROLES)
    filled = f'SUMPRODUCT(--({first}<>""))'
    for row in range(1, count + 1):
        n = f"(ROW()-1-{filled})"
        rest = f'IF({n}>ROWS({second}),"",INDEX({second},{n})&"")'
        formula = f'=IF({n}<=0,INDEX({first},ROW()-1)&"",{rest})'
        sheet.write_formula(row, 0, formula, None, known[row - 1] if row <= len(known) else "")
    sheet.hide()
    last = xl_rowcol_to_cell(count, 0, row_abs=True, col_abs=True)
    used = f'MAX(1,SUMPRODUCT(--({NAME}!$A$2:{last}<>"")))'
    book.define_name(KEYS_NAME, f"={NAME}!$A$2:INDEX({NAME}!$A$2:{last},{used})")
