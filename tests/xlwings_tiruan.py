"""What xlwings has of an open Excel, for cells that only are read: its own classes over sheets written as lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlwings as xw

#: As `xlwings._xlwindows.cell_errors`, which only loads on Windows.
GALAT = {-2146826281: "#DIV/0!", -2146826246: "#N/A", -2146826273: "#VALUE!"}


class Mesin:
    """The part of an engine that turns what Excel gives into Python values, and back."""

    name, type = "excel", "desktop"

    @staticmethod
    def clean_value_data(data: Any, waktu: Any, kosong: Any, angka: Any, galat_teks: bool) -> list[list[Any]]:
        def bersih(nilai: Any) -> Any:
            if nilai in ("", None):
                return kosong
            if isinstance(nilai, int) and nilai in GALAT:
                return GALAT[nilai] if galat_teks else None
            return nilai

        return [[bersih(sel) for sel in baris] for baris in data]

    @staticmethod
    def prepare_xl_data_element(nilai: Any, _pilihan: Any) -> Any:
        return "" if nilai is None else nilai


class Aplikasi:
    engine = Mesin()
    pid = 1


class Buku:
    """An open workbook: sheets by name, each a list of rows."""

    def __init__(self, nama: str, lembar: dict[str, list[list[Any]]]) -> None:
        self.name = nama
        self.app = Aplikasi()
        self.lembar = lembar
        self.dibaca: list[str] = []

    @property
    def fullname(self) -> str:
        """As for a workbook on OneDrive or SharePoint whose local folder xlwings cannot tell."""
        raise xw.XlwingsError("Couldn't find the local path")

    @property
    def sheets(self) -> Lembaran:
        return Lembaran(self)

    def sel(self, lembar: str | None = None) -> xw.Range:
        """A cell of the book, as the caller of a function."""
        return xw.Range(impl=Rentang(Lembar(self, lembar or next(iter(self.lembar))), (1, 1), (1, 1)))


class Lembaran:
    def __init__(self, buku: Buku) -> None:
        self.buku = buku

    def __iter__(self) -> Iterator[Lembar]:
        return (Lembar(self.buku, nama) for nama in self.buku.lembar)

    def __len__(self) -> int:
        return len(self.buku.lembar)

    def __call__(self, ke: int | str) -> Lembar:
        return Lembar(self.buku, list(self.buku.lembar)[ke - 1] if isinstance(ke, int) else ke)


class Lembar:
    def __init__(self, buku: Buku, nama: str) -> None:
        self.book, self.name = buku, nama

    def range(self, dari: tuple[int, int], sampai: tuple[int, int]) -> Rentang:
        return Rentang(self, dari, sampai)


class Rentang:
    max_cells_per_read = None

    def __init__(self, sheet: Lembar, dari: tuple[int, int], sampai: tuple[int, int]) -> None:
        self.sheet, self.dari, self.sampai = sheet, dari, sampai
        self.shape = (sampai[0] - dari[0] + 1, sampai[1] - dari[1] + 1)
        self.api = self
        self.CLSID = "{Range}"
        self.address = "$A$1"

    @property
    def raw_value(self) -> tuple[tuple[Any, ...], ...]:
        """One call to Excel."""
        self.sheet.book.dibaca.append(self.sheet.name)
        isi = self.sheet.book.lembar[self.sheet.name]
        return tuple(
            tuple(
                isi[baris][kolom] if baris < len(isi) and kolom < len(isi[baris]) else None
                for kolom in range(self.dari[1] - 1, self.sampai[1])
            )
            for baris in range(self.dari[0] - 1, self.sampai[0])
        )
