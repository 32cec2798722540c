"""A table in memory: rows with typed values, each value with the cell that it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from workbook_tools.books.model import RawCell
from workbook_tools.compute.rule import Alasan
from workbook_tools.findings import Place
from workbook_tools.formats.spec import Column, TableFormat
from workbook_tools.values import Nilai

#: What a cell holds for computing: a number, a word, a named reason, or nothing.
Value: TypeAlias = float | str | Alasan | None


@dataclass(frozen=True, slots=True)
class Sel:
    """A cell as typed: its reading, its place, and what the file holds."""

    nilai: Nilai
    place: Place
    raw: RawCell


@dataclass(eq=False, slots=True)
class Baris:
    """One row. `isi` are the values for computing, `sel` the cells; the rest is what reading derived.

    `nama` and `indikator` are filled down over merged cells; `ke` numbers the rows of one entity; `grup` is shared
    by the rows that share one money cell; `induk`/`anak` are the row above and the rows below in the hierarchy; `kode`
    is its code of the nomenclature. `terpotong`: rows below it may be missing, because the sheet holds only part of
    the table.
    """

    urut: int
    sheet_row: int = 0
    isi: dict[str, Value] = field(default_factory=dict)
    sel: dict[str, Sel] = field(default_factory=dict)
    nama: str = ""
    indikator: str = ""
    level: str = ""
    kode: str = ""
    ke: int = 1
    grup: int = 0
    polaritas: str = ""
    entitas: str = ""
    salinan: bool = False
    tebal: bool = False
    terpotong: bool = False
    induk: Baris | None = None
    anak: list[Baris] = field(default_factory=list)
    sumber: list[Baris] = field(default_factory=list)  # rows of further funding sources: only money, added to this row

    @property
    def label(self) -> str:
        """What a reader calls the row: its indicator where it has one, else its name."""
        return self.indikator or self.nama

    @property
    def is_lost(self) -> bool:
        """In a table with codes: a row whose name and code are both gone, as at the top of a page cut out."""
        return not self.kode and not self.nama

    def place(self, key: str) -> Place | None:
        """Where the cell of that column stands, if the row has one."""
        cell = self.sel.get(key)
        return None if cell is None else cell.place

    def leaves(self) -> Iterable[Baris]:
        """The lowest rows below this one; the row itself where it has none."""
        if not self.anak:
            yield self
        for child in self.anak:
            yield from child.leaves()


@dataclass(eq=False, slots=True)
class Tabel:
    """A table of one format. `header` gives the sheet column of every key; `working` says that the table carries
    the project's own key row, so that its derived cells are expected to hold formulas."""

    format: TableFormat
    columns: tuple[Column, ...]
    rows: list[Baris] = field(default_factory=list)
    sheet: str = ""
    header: dict[str, int] = field(default_factory=dict)
    header_row: int = 0
    years: tuple[int, ...] = ()
    working: bool = False
    totals: list[Baris] = field(default_factory=list)
    penutup: dict[str, Baris] = field(default_factory=dict)  # closing rows by the key of what they say
    table_name: str = ""
    tahun: int | None = None  # the year that its title names
    triwulan: int | None = None  # the quarter up to which its title says that it counts
    versi_pk: str = ""  # the Perjanjian Kinerja that its title names
    doubt: float = 0.0  # how much evidence speaks against the levels that were read

    def column(self, key: str) -> Column | None:
        """The column of that key, if the table has it; what a closing row says counts as one."""
        closing = (p.column for p in self.format.penutup)
        return next((c for c in (*self.columns, *closing) if c.key == key), None)

    @property
    def role(self) -> str:
        """Name of the table in scopes."""
        return self.format.role
