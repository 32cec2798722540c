"""The sheet as a workbook of its own, ready to be grafted."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from xlsxwriter.workbook import Workbook

from workbook_tools.books.graft import ROLE_NAME, Donor
from workbook_tools.process import Result
from workbook_tools.report import Laporan
from workbook_tools.summary import headline, remarks, results
from workbook_tools.summary.charts import Charts
from workbook_tools.summary.helper import Helper
from workbook_tools.summary.look import NAVY
from workbook_tools.summary.money import MoneyTable
from workbook_tools.summary.page import Page
from workbook_tools.summary.source import Sumber
from workbook_tools.template.sheets import WorkingSheet
from workbook_tools.template.styles import Styles

SHEET = "Ringkasan"
ROLE = "ringkasan"


def donor(told: Laporan, result: Result, today: date | None = None) -> Donor:
    """The sheet for this run, dated today."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        _write(book, told, result, today or date.today())
        book.define_name(f"{SHEET}!{ROLE_NAME}", f'="{ROLE}"')
    return Donor(stream.getvalue(), (SHEET,), first=True)


def _write(book: Workbook, told: Laporan, result: Result, today: date) -> None:
    sheet = book.add_worksheet(SHEET, worksheet_class=WorkingSheet)
    styles = Styles(book)
    page = Page(sheet, styles, told.profil.kertas)
    charts = Charts(book, page, told, Helper(sheet, styles))
    sumber = Sumber(result)
    headline.title(page, told, result, today)
    figures = headline.reserve(page)
    headline.findings_line(page, result)
    hasil = results.indicators(page, told, sumber)
    if hasil.baris:
        charts.results(hasil, results.counts(page, told, hasil))
        charts.years(hasil)
    money = MoneyTable(page, told, sumber, hasil).write()
    if money is not None:
        charts.money(money)
    headline.key_figures(page, figures, told, hasil, money)
    remarks.gaps(page, told)
    remarks.findings(page, result)
    sheet.set_tab_color(NAVY)
    sheet.set_first_sheet()
    sheet.activate()
    page.finish(page.row - 1)
