"""Pressing the buttons of the ribbon in a test Excel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import xlwings as xw

from tests.excel_openpyxl import Excel, calculated, open_book, start
from workbook_tools.books.live import LiveBook
from workbook_tools.books.model import address
from workbook_tools.books.writes import CellWrite
from workbook_tools.excel import ribbon, tanya


@dataclass
class Jawaban:
    """Answers prepared beforehand; `asked` are the questions. None turns a question down."""

    pilihan: str | int | None = 0
    bilangan: int | None = 2025
    berkas: Path | None = None
    tujuan: Path | None = None
    map: Path | None = None
    setuju: bool = True
    asked: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    def pilih(self, kalimat, pilihan):
        self.asked.append(kalimat)
        self.choices = list(pilihan)
        return pilihan[self.pilihan] if isinstance(self.pilihan, int) else self.pilihan

    def angka(self, kalimat, bawaan):
        self.asked.append(kalimat)
        return self.bilangan

    def buka(self, kalimat):
        self.asked.append(kalimat)
        return self.berkas

    def simpan(self, kalimat, nama):
        self.asked.append(kalimat)
        return None if self.tujuan is None else self.tujuan / nama

    def folder(self, kalimat):
        self.asked.append(kalimat)
        return self.map

    def ya(self, kalimat):
        self.asked.append(kalimat)
        return self.setuju


def opened(path: Path) -> tuple[Excel, xw.Book]:
    """A fresh Excel with this workbook open, a cell of its first visible sheet selected."""
    excel = start()
    book = open_book(path, excel)
    first = next(sheet for sheet in book.sheets if sheet.visible == -1)
    first.activate()
    first.range("B2:C3").select()
    excel.status.clear()
    excel.calls.clear()
    return excel, book


def press(book: xw.Book, id: str, answers: Jawaban | None = None) -> str:
    """Press the button as the VBA callback does; the one message that it shows."""
    excel = book.app.impl
    excel.alerts.clear()
    with tanya.answered(answers or Jawaban()), called_from(book):
        ribbon.tekan(id)
    said = [*excel.alerts, *(words for words in excel.status[-1:] if words)]
    assert len(said) == 1, said
    return str(said[0])


@contextmanager
def called_from(book: xw.Book) -> Iterator[None]:
    """The workbook that `Book.caller()` gives."""
    book.set_mock_caller()
    try:
        yield
    finally:
        del xw.Book._mock_caller


def hitung_langsung(path: Path) -> dict[tuple[str, str], tuple[str, object]]:
    """Press *Hitung semua* in the open workbook: every formula that stands in a cell then, with its value.

    The test Excel calculates nothing: a formula that was written gets the value that was planned with it, as
    `lkjip compute` stores it; a formula that was right already has the value that the file stored.
    """
    written: list[CellWrite] = []
    write = LiveBook.write

    def recorded(self, writes, donor=None):
        written.extend(writes)
        return write(self, writes, donor)

    _, book = opened(path)
    with mock.patch.object(LiveBook, "write", recorded):
        press(book, "hitung_semua")
    calculated(book, {(w.sheet, w.cell): w.value for w in written if w.formula is not None})
    return {
        (sheet.title, address(*at)): (cell.formula, cell.value)
        for sheet in LiveBook(book).read()
        for at, cell in sheet.cells.items()
        if cell.formula is not None
    }
