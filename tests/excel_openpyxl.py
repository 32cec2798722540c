"""An Excel for tests: an xlwings engine over openpyxl, on xlwings' own `base_classes` (BSD part only).

It answers as Excel does over COM, so that the code under test is the code that runs in Excel: numbers are doubles,
errors are negative integers, dates are serial numbers in `Value2`, what differs inside a range is None, a cell of
format Text takes a formula as text, a protected sheet refuses, and a busy Excel raises `com_error`. It calculates
nothing: a formula that was written has no value until `calculated` says one.

Every conversation with Excel is counted in `Excel.calls` by its name.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import types
import warnings
from collections import Counter
from collections.abc import Iterator
from copy import copy, deepcopy
from pathlib import Path

import openpyxl
import xlwings as xw
from openpyxl.cell.cell import MergedCell
from openpyxl.chartsheet import Chartsheet
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes as bc
from xlwings import utils
from xlwings.main import Book as XlBook
from xlwings.main import Engine as XlEngine

from workbook_tools.books.closed import read

ERRORS = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
    "#SPILL!": 2045, "#CALC!": 2050,
}  # fmt: skip
ERROR_BASE = -2146828288
BUSY = -2147418111  # RPC_E_CALL_REJECTED
FAILED = -2147352567  # DISP_E_EXCEPTION
STATES = {"visible": -1, "hidden": 0, "veryHidden": 2}
NUMBER = re.compile(r"-?\d+([.,]\d+)*%?")


class com_error(Exception):  # noqa: N801 - pywin32 calls it so
    """What pywin32 raises where Excel refuses."""

    def __init__(self, hresult: int, text: str = "") -> None:
        self.hresult, self.strerror = hresult, text
        super().__init__(hresult, text, None, None)


_pywintypes = types.ModuleType("pywintypes")
_pywintypes.com_error = com_error  # type: ignore[attr-defined]
sys.modules.setdefault("pywintypes", _pywintypes)


class Engine:
    """The engine itself; one Excel at a time."""

    name, type = "openpyxl", "desktop"

    def __init__(self) -> None:
        self.excel: Excel | None = None

    @property
    def apps(self):
        return Apps(self)

    @staticmethod
    def clean_value_data(data, datetime_builder, empty_as, number_builder, err_to_str):
        def clean(value):
            if value in (None, ""):
                return empty_as
            if isinstance(value, int) and not isinstance(value, bool):
                word = next((k for k, n in ERRORS.items() if n + ERROR_BASE == value), value)
                return word if err_to_str else None
            return number_builder(value) if number_builder and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(x, options):
        return x


class Apps(bc.Apps):
    def __init__(self, engine):
        self._excels = [engine.excel] if engine.excel else []

    def keys(self):
        return [excel.pid for excel in self._excels]

    def __iter__(self):
        return iter(self._excels)

    def __len__(self):
        return len(self._excels)

    def __getitem__(self, pid):
        return self._excels[0]


class Excel(bc.App):
    """One running Excel. `alerts` are the messages shown, `answers` what their buttons say, `status` all that the
    status bar said; `busy` is a cell in edit mode, `busy_for` one for that many calls."""

    def __init__(self) -> None:
        self.alerts: list[str] = []
        self.answers: list[str] = []
        self.status: list[object] = []
        self.calls: Counter[str] = Counter()
        self.busy = False
        self.busy_for = 0
        self.books_: list[Book] = []
        self.selection_: Range | None = None
        self.visited: list[str] = []
        self._flags = {
            "screen_updating": True,
            "enable_events": True,
            "display_alerts": True,
            "calculation": "automatic",
        }
        self.switched: list[tuple[str, object]] = []

    def call(self, name: str) -> None:
        """One conversation over COM."""
        if self.busy_for:
            self.busy_for -= 1
            raise com_error(BUSY, "Call was rejected by callee.")
        if self.busy:
            raise com_error(BUSY, "Call was rejected by callee.")
        self.calls[name] += 1

    @property
    def engine(self):
        return ENGINE

    @property
    def api(self):
        return types.SimpleNamespace(AutoCorrect=types.SimpleNamespace(AutoFillFormulasInLists=True))

    pid = -99
    version = "16.0"
    hwnd = 0

    @property
    def books(self):
        return Books(self)

    @property
    def selection(self):
        self.call("selection")
        return self.selection_

    @property
    def status_bar(self):
        return self.status[-1] if self.status else False

    @status_bar.setter
    def status_bar(self, value):
        self.call("status_bar")
        self.status.append(value)

    def alert(self, prompt, title, buttons, mode, callback):
        if buttons not in (None, "ok"):
            self.questions = [*getattr(self, "questions", []), prompt]
            return self.answers.pop(0)
        self.alerts.append(prompt)
        return "ok"

    def activate(self, steal_focus=None):
        pass

    def calculate(self):
        self.call("calculate")


def _flag(name: str) -> property:
    def get(self):
        self.call(name)
        return self._flags[name]

    def put(self, value):
        self.call(name)
        self._flags[name] = value
        self.switched.append((name, value))

    return property(get, put)


for _name in ("screen_updating", "enable_events", "display_alerts", "calculation"):
    setattr(Excel, _name, _flag(_name))


class Books(bc.Books):
    def __init__(self, app: Excel) -> None:
        self.app = app

    @property
    def active(self):
        return self.app.books_[-1]

    def __call__(self, key):
        if isinstance(key, int):
            return self.app.books_[key - 1]
        for book in self.app.books_:
            if book.name.casefold() == str(key).casefold():
                return book
        raise KeyError(key)

    def __len__(self):
        return len(self.app.books_)

    def __iter__(self):
        return iter(list(self.app.books_))

    def add(self):
        self.app.call("books.add")
        wb = openpyxl.Workbook()
        return self._joined(Book(self.app, wb, None, f"Book{len(self.app.books_) + 1}"))

    def open(self, fullname, update_links=None, read_only=None, *rest):
        self.app.call("books.open")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl knows no print area of whole columns
            wb = openpyxl.load_workbook(fullname)
        # openpyxl reads an empty text that a formula gives as no value at all; Excel tells them apart
        return self._joined(Book(self.app, wb, read(fullname), str(fullname), bool(read_only)))

    def _joined(self, book):
        self.app.books_.append(book)
        self.app.selection_ = None
        return book


class Book(bc.Book):
    """One open workbook. What is written lives here alone until `save`."""

    def __init__(self, app: Excel, wb, cached, fullname: str, read_only: bool = False) -> None:
        self.app_, self.wb, self._fullname, self.read_only = app, wb, fullname, read_only
        self.saved = 0
        self.structure_locked = bool(wb.security and wb.security.lockStructure)
        for ws in wb.worksheets:
            ws.cached = {}
        for sheet in cached or ():
            formulas = {
                at: cell for at, cell in sheet.cells.items() if cell.formula is not None and cell.value is not None
            }
            wb[sheet.title].cached = (
                {at: _com(cell.value, error=cell.error) for at, cell in formulas.items()} if formulas else {}
            )

    @property
    def api(self):
        return types.SimpleNamespace(
            ProtectStructure=self.structure_locked, Date1904=self.wb.epoch.year == 1904, ReadOnly=self.read_only,
            Path=str(Path(self._fullname).parent) if "/" in self._fullname else "",
        )  # fmt: skip

    @property
    def app(self):
        return self.app_

    @property
    def name(self):
        self.app_.call("book.name")
        return Path(self._fullname).name

    @property
    def fullname(self):
        return self._fullname

    @property
    def sheets(self):
        return Sheets(self)

    @property
    def names(self):
        self.app_.call("book.names")
        found = [(None, n) for n in self.wb.defined_names.values()]
        found += [(ws, n) for ws in self.wb.worksheets for n in ws.defined_names.values()]
        return Names(self, found)

    def activate(self):
        self.app_.call("book.activate")
        self.app_.visited.append(self._fullname)
        self.app_.books_.remove(self)
        self.app_.books_.append(self)

    def close(self):
        self.app_.call("book.close")
        self.app_.books_.remove(self)

    def save(self, path=None, password=None):
        self.saved += 1
        self.wb.save(path or self._fullname)


class Names(bc.Names):
    def __init__(self, book, found):
        self.book, self.found = book, found

    def __len__(self):
        return len(self.found)

    def __call__(self, key):
        if isinstance(key, int):
            return Name(self.book, *self.found[key - 1])
        return next(Name(self.book, *f) for f in self.found if f[1].name == key)

    def contains(self, key):
        return any(n.name == key for _, n in self.found)

    def add(self, name, refers_to):
        ws = self.found[0][0] if self.found else None
        raise NotImplementedError(f"{name} {refers_to} {ws}")


class Name(bc.Name):
    def __init__(self, book, ws, defined):
        self.book, self.ws, self.defined = book, ws, defined

    @property
    def name(self):
        title = "" if self.ws is None else self.ws.title
        quoted = title if re.fullmatch(r"\w+", title) else "'" + title.replace("'", "''") + "'"
        return self.defined.name if self.ws is None else f"{quoted}!{self.defined.name}"

    @property
    def refers_to(self):
        self.book.app_.call("name.refers_to")
        return f"={self.defined.attr_text}"

    def delete(self):
        del (self.book.wb if self.ws is None else self.ws).defined_names[self.defined.name]


class Sheets(bc.Sheets):
    """The worksheets; chart sheets are not among them, as in Excel's `Worksheets`."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self):
        return self.book.wb.worksheets

    @property
    def active(self):
        self.book.app_.call("sheets.active")
        active = self.book.wb.active
        return ChartTab(active, self.book) if isinstance(active, Chartsheet) else Sheet(active, self.book)

    def __call__(self, key):
        self.book.app_.call("sheet")
        if isinstance(key, int):
            return Sheet(self.api[key - 1], self.book)
        found = next((ws for ws in self.api if ws.title.casefold() == key.casefold()), None)
        if found is None:
            raise com_error(FAILED, f"no sheet {key}")
        return Sheet(found, self.book)

    def __len__(self):
        return len(self.api)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(ws, self.book) for ws in self.api)

    def add(self, before=None, after=None, name=None):
        self.book.app_.call("sheets.add")
        if self.book.structure_locked:
            raise com_error(FAILED, "Workbook is protected.")
        at = before.place if before else after.place + 1 if after else 0
        ws = self.book.wb.create_sheet(name, at)
        ws.cached = {}
        self.book.wb.active = self.book.wb._sheets.index(ws)
        return Sheet(ws, self.book)


class ChartTab(bc.Sheet):
    """A chart sheet: it can be shown, it has no cells."""

    def __init__(self, ws, book):
        self.ws, self.book_ = ws, book

    @property
    def name(self):
        return self.ws.title

    @property
    def book(self):
        return self.book_

    def activate(self):
        self.book_.wb.active = self.book_.wb._sheets.index(self.ws)

    def range(self, arg1, arg2=None):
        raise AttributeError("Range")

    @property
    def used_range(self):
        raise AttributeError("UsedRange")


class Sheet(bc.Sheet):
    def __init__(self, ws: Worksheet, book: Book) -> None:
        self.ws, self.book_ = ws, book

    @property
    def app(self):
        return self.book_.app_

    @property
    def api(self):
        self.app.call("sheet.api")
        return types.SimpleNamespace(ProtectContents=bool(self.ws.protection.sheet), Type=-4167)

    @property
    def book(self):
        return self.book_

    @property
    def name(self):
        self.app.call("sheet.name")
        return self.ws.title

    @name.setter
    def name(self, value):
        self.app.call("sheet.name")
        self.ws.title = value

    @property
    def place(self):
        return self.book_.wb._sheets.index(self.ws)

    @property
    def index(self):
        return self.place + 1

    @property
    def visible(self):
        self.app.call("visible")
        return STATES[self.ws.sheet_state]

    @visible.setter
    def visible(self, value):
        self.ws.sheet_state = next(k for k, n in STATES.items() if n == (-1 if value is True else value))

    @property
    def names(self):
        self.app.call("sheet.names")
        return Names(self.book_, [(self.ws, n) for n in self.ws.defined_names.values()])

    @property
    def used_range(self):
        self.app.call("used_range")
        ws = self.ws
        if not ws._cells:
            return Range(self, (1, 1), (1, 1))
        return Range(self, (ws.min_row, ws.min_column), (ws.max_row, ws.max_column))

    @property
    def tables(self):
        self.app.call("tables")
        return Tables(self)

    @property
    def notes(self):
        self.app.call("notes")
        return [Note(self, cell) for row in self.ws.iter_rows() for cell in row if getattr(cell, "comment", None)]

    @property
    def charts(self):
        return self.ws._charts

    def activate(self):
        self.app.call("activate")
        if self.ws.sheet_state != "visible":
            raise com_error(FAILED, "hidden")
        self.book_.wb.active = self.place
        self.app.selection_ = None

    select = activate

    def delete(self):
        self.app.call("delete")
        if self.book_.structure_locked:
            raise com_error(FAILED, "Workbook is protected.")
        if isinstance(self.ws, Worksheet) and len(self.book_.wb._sheets) == 1:
            raise com_error(FAILED, "the last sheet")
        self.book_.wb.remove(self.ws)
        gone = re.compile(rf"(?<![\w'])'?{re.escape(self.ws.title)}'?!", re.IGNORECASE)
        for ws in self.book_.wb.worksheets:
            for cell in [cell for row in ws.iter_rows() for cell in row if getattr(cell, "data_type", "") == "f"]:
                if isinstance(cell.value, str) and gone.search(cell.value):
                    cell.value = gone.sub("#REF!", cell.value)

    def range(self, arg1, arg2=None):
        return Range(self, arg1, arg2)

    @property
    def cells(self):
        return Range(self, (1, 1), (1048576, 16384))

    def clear_contents(self):
        for row in self.ws.iter_rows():
            for cell in row:
                cell.value = None

    def copy(self, before, after):
        """Into another workbook, with all that openpyxl knows of: looks, merges, names, tables, charts, links."""
        self.app.call("copy")
        beside = before or after
        book = beside.book_
        if book.structure_locked:
            raise com_error(FAILED, "Workbook is protected.")
        titles = [ws.title.casefold() for ws in book.wb._sheets]
        title, n = self.ws.title, 1
        while title.casefold() in titles:
            n += 1
            title = f"{self.ws.title} ({n})"
        new = book.wb.create_sheet(title, beside.place + (after is not None))
        new.cached = dict(self.ws.cached)
        for row in self.ws.iter_rows():
            for cell in row:
                if isinstance(cell, MergedCell):
                    continue
                twin = new.cell(cell.row, cell.column, copy(cell.value))
                twin._style = copy(cell._style) if book is self.book_ else twin._style
                if book is not self.book_:
                    twin.font, twin.fill, twin.number_format = copy(cell.font), copy(cell.fill), cell.number_format
                    twin.alignment, twin.border = copy(cell.alignment), copy(cell.border)
                twin.hyperlink = copy(cell.hyperlink)
        for merge in self.ws.merged_cells.ranges:
            new.merge_cells(str(merge))
        for table in self.ws.tables.values():
            if any(table.displayName == other for ws in book.wb.worksheets for other in ws.tables):
                raise com_error(FAILED, "table name")
            new.add_table(deepcopy(table))
        for defined in self.ws.defined_names.values():
            new.defined_names[defined.name] = DefinedName(defined.name, attr_text=defined.attr_text)
        new._charts = list(self.ws._charts)
        new.sheet_state = self.ws.sheet_state
        book.wb.active = book.wb._sheets.index(new)


class Tables(bc.Tables):
    def __init__(self, sheet):
        self.sheet = sheet

    def __len__(self):
        return len(self.sheet.ws.tables)

    def __iter__(self):
        return (Table(self.sheet, t) for t in self.sheet.ws.tables.values())

    def __call__(self, key):
        found = list(self.sheet.ws.tables.values())
        if isinstance(key, int):
            return Table(self.sheet, found[key - 1])
        return Table(self.sheet, self.sheet.ws.tables[key])


class Table(bc.Table):
    def __init__(self, sheet, table):
        self.sheet, self.table = sheet, table

    @property
    def name(self):
        self.sheet.app.call("table.name")
        return self.table.name

    @property
    def display_name(self):
        self.sheet.app.call("table.display_name")
        return self.table.displayName

    @property
    def range(self):
        return Range(self.sheet, self.table.ref)

    @property
    def show_headers(self):
        self.sheet.app.call("table.show_headers")
        return self.table.headerRowCount != 0

    @property
    def show_totals(self):
        self.sheet.app.call("table.show_totals")
        return bool(self.table.totalsRowCount)


class Note(bc.Note):
    def __init__(self, sheet, cell):
        self.sheet, self.cell = sheet, cell

    @property
    def text(self):
        self.sheet.app.call("note.text")
        return self.cell.comment.text

    @property
    def author(self):
        return self.cell.comment.author

    @property
    def location(self):
        return Range(self.sheet, (self.cell.row, self.cell.column))

    def delete(self):
        self.sheet.app.call("note.delete")
        self.cell.comment = None


class RangeFont:
    def __init__(self, range_):
        self.range = range_

    @property
    def bold(self):
        return self.range.same("font.bold", lambda cell: bool(cell.font.b))

    @bold.setter
    def bold(self, value):
        for cell in self.range.all():
            font = copy(cell.font)
            cell.font = Font(name=font.name, sz=font.sz, b=value, i=font.i, color=font.color)


class Range(bc.Range):
    def __init__(self, sheet: Sheet, arg1, arg2=None) -> None:
        self.sheet_, self.options = sheet, {}
        if isinstance(arg1, Range):
            last = arg2 or arg1
            box = (*arg1.first, *last.last)
        elif isinstance(arg1, str):
            c1, r1, c2, r2 = range_boundaries(arg1.replace("$", ""))
            box = (r1, c1, r2, c2)
        elif len(arg1) == 4:
            box = (arg1[0], arg1[1], arg1[0] + arg1[2] - 1, arg1[1] + arg1[3] - 1)
        else:
            box = (*arg1, *(arg2 or arg1))
        self.first, self.last = box[:2], box[2:]

    @property
    def app(self):
        return self.sheet_.app

    @property
    def sheet(self):
        return self.sheet_

    @property
    def api(self):
        return RangeApi(self)

    @property
    def row(self):
        return self.first[0]

    @property
    def column(self):
        return self.first[1]

    @property
    def shape(self):
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    @property
    def coords(self):
        return self.sheet_, *self.first, *self.shape

    @property
    def address(self):
        self.app.call("address")
        one = f"${get_column_letter(self.column)}${self.row}"
        return one if self.first == self.last else f"{one}:${get_column_letter(self.last[1])}${self.last[0]}"

    def __len__(self):
        return self.shape[0] * self.shape[1]

    def __call__(self, row, col=None):
        if col is None:
            row, col = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self.sheet_, (self.row + row - 1, self.column + col - 1))

    def all(self):
        """The cells, made where there are none."""
        for row in self.sheet_.ws.iter_rows(self.first[0], self.last[0], self.first[1], self.last[1]):
            yield from row

    def known(self):
        """The cells that exist: a property that a column has as a whole is that of the first of them."""
        ws = self.sheet_.ws
        return [
            ws._cells[at]
            for at in (
                (r, c) for r in range(self.first[0], self.last[0] + 1) for c in range(self.first[1], self.last[1] + 1)
            )
            if at in ws._cells
        ]

    def same(self, name, ask):
        """What all cells agree on; None where they differ."""
        self.app.call(name)
        known = self.known()
        found = {ask(cell) for cell in known if not isinstance(cell, MergedCell)}
        if len(known) < len(self):
            found.add(ask(BLANK))
        return found.pop() if len(found) == 1 else None

    def grid(self, ask):
        ws = self.sheet_.ws
        rows = tuple(
            tuple(ask(ws._cells.get((r, c)), ws.cached) for c in range(self.first[1], self.last[1] + 1))
            for r in range(self.first[0], self.last[0] + 1)
        )
        return rows[0][0] if len(self) == 1 else rows

    @property
    def raw_value(self):
        self.app.call("raw_value")
        return self.grid(_value2)

    @raw_value.setter
    def raw_value(self, value):
        self._put("raw_value.set", value)

    @property
    def formula(self):
        self.app.call("formula")
        return self.grid(_formula)

    @formula.setter
    def formula(self, value):
        self._put("formula.set", value)

    def _put(self, name, value):
        self.app.call(name)
        ws = self.sheet_.ws
        block = value if isinstance(value, list | tuple) else [[value] * self.shape[1]] * self.shape[0]
        assert (len(block), len(block[0])) == self.shape, "a block of another shape would fill #N/A"
        for row in self.all():
            if ws.protection.sheet and row.protection.locked:
                raise com_error(FAILED, "The cell is on a protected sheet.")
        hidden = {r for r in range(self.first[0], self.last[0] + 1) if ws.row_dimensions[r].hidden}
        filtered = bool(hidden) and ws.auto_filter.ref is not None and len(self) > 1
        for r, line in enumerate(block, self.first[0]):
            for c, content in enumerate(line, self.first[1]):
                cell = ws.cell(r, c)
                if isinstance(cell, MergedCell) or (filtered and r in hidden):
                    continue
                ws.cached.pop((r, c), None)
                _type_in(cell, block[0][0] if filtered else content)  # as Excel does: xlwings issues 679 and 747

    @property
    def number_format(self):
        return self.same("number_format", lambda cell: cell.number_format)

    @number_format.setter
    def number_format(self, value):
        self.app.call("number_format.set")
        for cell in self.all():
            cell.number_format = value

    @property
    def font(self):
        return RangeFont(self)

    @property
    def color(self):
        self.app.call("color")
        fill = next(iter(self.all())).fill
        return utils.hex_to_rgb("#" + fill.fgColor.rgb[-6:]) if fill.fill_type == "solid" else None

    @color.setter
    def color(self, value):
        self.app.call("color.set")
        rgb = utils.rgb_to_hex(*value) if isinstance(value, tuple) else value
        for cell in self.all():
            cell.fill = PatternFill("solid", fgColor="FF" + rgb.lstrip("#").upper()) if rgb else PatternFill()

    @property
    def merge_cells(self):
        self.app.call("merge_cells")
        (r1, c1), (r2, c2) = self.first, self.last
        covered = 0
        for m in self.sheet_.ws.merged_cells.ranges:
            rows, cols = min(r2, m.max_row) - max(r1, m.min_row) + 1, min(c2, m.max_col) - max(c1, m.min_col) + 1
            covered += max(rows, 0) * max(cols, 0)
        return False if not covered else True if covered == len(self) else None

    @property
    def merge_area(self):
        self.app.call("merge_area")
        for merge in self.sheet_.ws.merged_cells.ranges:
            if merge.min_row <= self.row <= merge.max_row and merge.min_col <= self.column <= merge.max_col:
                return Range(self.sheet_, (merge.min_row, merge.min_col), (merge.max_row, merge.max_col))
        return Range(self.sheet_, self.first)

    @property
    def note(self):
        self.app.call("note")
        cell = self.sheet_.ws._cells.get(self.first)
        return Note(self.sheet_, cell) if getattr(cell, "comment", None) else None

    def add_note(self, text):
        self.app.call("add_note")
        cell = self.sheet_.ws.cell(*self.first)
        cell.comment = Comment(text, "Pengguna")
        return Note(self.sheet_, cell)

    def select(self):
        self.app.call("select")
        if self.sheet_.book_.wb.active is not self.sheet_.ws:
            raise com_error(FAILED, "Select method of Range class failed")
        self.app.selection_ = self

    def clear_contents(self):
        self._put("clear_contents", None)

    def autofit(self, axis=None):
        pass

    @property
    def column_width(self):
        return None

    @column_width.setter
    def column_width(self, value):
        for c in range(self.first[1], self.last[1] + 1):
            self.sheet_.ws.column_dimensions[get_column_letter(c)].width = value


class RangeApi:
    """The names of COM that xlwings has none of its own for."""

    def __init__(self, range_: Range) -> None:
        self._range = range_

    @property
    def Value2(self):
        self._range.app.call("Value2")
        return self._range.grid(_value2)

    @property
    def IndentLevel(self):
        return self._range.same("IndentLevel", lambda cell: int(cell.alignment.indent or 0))

    @property
    def EntireRow(self):
        self._range.app.call("EntireRow.Hidden")
        rows = range(self._range.first[0], self._range.last[0] + 1)
        found = {bool(self._range.sheet_.ws.row_dimensions[row].hidden) for row in rows}
        return types.SimpleNamespace(Hidden=found.pop() if len(found) == 1 else None)

    @property
    def HasArray(self):
        self._range.app.call("HasArray")
        ws = self._range.sheet_.ws
        (r1, c1), (r2, c2) = self._range.first, self._range.last
        for cell in ws._cells.values():
            if isinstance(cell.value, ArrayFormula):
                ac1, ar1, ac2, ar2 = range_boundaries(cell.value.ref)
                if ar1 <= r2 and r1 <= ar2 and ac1 <= c2 and c1 <= ac2:
                    return True if (r1, c1, r2, c2) == (ar1, ac1, ar2, ac2) else None
        return False


def _com(value, *, error=False):
    """A value as COM gives it."""
    if error:
        return ERROR_BASE + ERRORS[value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return float(to_excel(value))
    return float(value) if isinstance(value, int | float) else value


def _value2(cell, cached):
    if cell is None or isinstance(cell, MergedCell):
        return None
    if cell.data_type == "f":
        return cached.get((cell.row, cell.column))
    return _com(cell.value, error=cell.data_type == "e")


def _formula(cell, cached):
    if cell is None or isinstance(cell, MergedCell) or cell.value is None:
        return ""
    if isinstance(cell.value, ArrayFormula):
        return cell.value.text
    if cell.data_type == "f":
        return str(cell.value)
    value = _com(cell.value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return cell.value


def _type_in(cell, content):
    """What Excel makes of a content that is put into a cell."""
    if isinstance(content, str) and content.startswith("'"):
        cell.value = content[1:]
        cell.data_type = "s"
    elif isinstance(content, str) and cell.number_format == "@":
        cell.value = content
        cell.data_type = "s"
    elif isinstance(content, str) and NUMBER.fullmatch(content):
        cell.value = float(content.rstrip("%").replace(",", "."))  # Excel takes figures in text for numbers
    else:
        cell.value = None if content == "" else content


ENGINE = Engine()
BLANK = openpyxl.Workbook().active.cell(1, 1)


def start() -> Excel:
    """A fresh Excel, the one that xlwings talks to."""
    if ENGINE.name not in [engine.name for engine in xw.engines]:
        xw.engines.add(XlEngine(impl=ENGINE))
    xw.engines.active = xw.engines[ENGINE.name]
    ENGINE.excel = Excel()
    return ENGINE.excel


def open_book(path: Path | str, excel: Excel | None = None) -> xw.Book:
    """The workbook opened in a fresh Excel, or in that one."""
    impl = (excel or start()).books.open(str(path))
    return XlBook(impl=impl)


def calculated(book: xw.Book, values: dict[tuple[str, str], object]) -> None:
    """Let formulas have these values, as if Excel had calculated them."""
    for (sheet, cell), value in values.items():
        ws = book.impl.wb[sheet]
        at = ws[cell].row, ws[cell].column
        ws.cached[at] = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def contents(book: xw.Book) -> dict[tuple[str, str], object]:
    """Every cell with its content, as typed in; formulas as they stand."""
    return {
        (ws.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for ws in book.impl.wb.worksheets
        for row in ws.iter_rows()
        for cell in row
        if getattr(cell, "value", None) is not None
    }
