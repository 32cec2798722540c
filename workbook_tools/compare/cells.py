"""Which cells of two versions of a table say something else: figures by their value, words by their wording.

Other addresses, number formats, spaces and blank rows are no difference. A computed cell that followed is told apart
from what people typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbook_tools.compare.rows import Row, paired, rows_of
from workbook_tools.findings import Place
from workbook_tools.formats.spec import Column, Kind
from workbook_tools.messages import text
from workbook_tools.names import key as name_key
from workbook_tools.tables.model import Sel, Tabel
from workbook_tools.values import State, format_number
from workbook_tools.values.rounding import own_decimals

DUST = 1e-9


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell: what it said and says, where it stood and stands; `followed` where it only follows other cells."""

    format: str
    column: str
    row_label: str
    old: str
    new: str
    old_place: Place
    new_place: Place
    followed: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that only one version has, by what it is called."""

    format: str
    row_label: str
    place: Place


@dataclass(frozen=True, slots=True)
class TableChange:
    """One table in both versions, or in one of them alone."""

    format: str
    old_sheet: str | None
    new_sheet: str | None
    cells: tuple[CellChange, ...] = ()
    added: tuple[RowChange, ...] = ()
    removed: tuple[RowChange, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()

    @property
    def sheet(self) -> str:
        """The sheet in the version that has it, the new one first."""
        return self.new_sheet if self.new_sheet is not None else self.old_sheet or ""

    @property
    def typed(self) -> tuple[CellChange, ...]:
        """Cells that people changed."""
        return tuple(cell for cell in self.cells if not cell.followed)

    @property
    def followed(self) -> tuple[CellChange, ...]:
        """Computed cells that followed."""
        return tuple(cell for cell in self.cells if cell.followed)

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        one_alone = self.old_sheet is None or self.new_sheet is None
        return one_alone or any((self.cells, self.added, self.removed, self.columns_added, self.columns_removed))


def compared(old: Tabel | None, new: Tabel | None) -> TableChange:
    """What differs between two versions of a table; one of them may be missing."""
    if old is None or new is None:
        either = new or old
        assert either is not None
        return TableChange(either.format.id, None if old is None else old.sheet, None if new is None else new.sheet)
    pairs, gone, come = paired(rows_of(old), rows_of(new))
    columns = [(c, now) for c in old.columns if (now := new.column(c.key)) is not None and _told(c)]
    return TableChange(
        new.format.id, old.sheet, new.sheet,
        cells=tuple(change for a, b in pairs for c, _ in columns if (change := _change(new, c, a, b)) is not None),
        added=tuple(_row(new, row) for row in come), removed=tuple(_row(old, row) for row in gone),
        columns_added=tuple(_only_in(new, old)), columns_removed=tuple(_only_in(old, new)),
    )  # fmt: skip


def _told(column: Column) -> bool:
    """Helper columns and running numbers say nothing of their own."""
    return not column.helper and column.kind is not Kind.URUT


def _only_in(tabel: Tabel, other: Tabel) -> Iterator[str]:
    for column in tabel.columns:
        if _told(column) and column.key in tabel.header and column.key not in other.header:
            yield column.heading


def _row(tabel: Tabel, row: Row) -> RowChange:
    cells = (cell.place for cell in row.baris.sel.values() if cell.nilai.state is not State.KOSONG)
    return RowChange(tabel.format.id, row.full_label, next(cells, Place(tabel.sheet)))


def _change(tabel: Tabel, column: Column, a: Row, b: Row) -> CellChange | None:
    old, new = a.baris.sel.get(column.key), b.baris.sel.get(column.key)
    if old is None or new is None or _same(column, old, new):
        return None
    typed_over = old.raw.formula is not None and new.raw.formula is None
    has_formula = old.raw.formula is not None or new.raw.formula is not None
    followed = not typed_over and (has_formula or column.rule is not None)
    return CellChange(
        tabel.format.id,
        column.heading,
        b.label,
        *_shown(old, new, typed_over=typed_over),
        old.place,
        new.place,
        followed,
    )


def _same(column: Column, old: Sel, new: Sel) -> bool:
    """Whether two cells say the same. A formula that became a constant says something else even with its value."""
    if old.raw.formula is not None and new.raw.formula is None and column.derived:
        return False
    if None not in (old.raw.formula, new.raw.formula) and old.raw.value is None and new.raw.value is None:
        return True
    a, b = old.nilai, new.nilai
    if a.angka is not None and b.angka is not None and a.state is b.state:
        units = a.persen is b.persen or column.kind in (Kind.PERSEN, Kind.RUPIAH)
        alike = name_key(a.satuan) == name_key(b.satuan) and name_key(a.predikat) == name_key(b.predikat)
        return units and alike and abs(a.angka - b.angka) <= DUST * max(1.0, abs(a.angka))
    return " ".join(a.teks.split()) == " ".join(b.teks.split())


def _shown(old: Sel, new: Sel, *, typed_over: bool) -> tuple[str, str]:
    """Both contents as a reader sees them, with all their digits where the shown ones are the same."""
    a, b = (" ".join(cell.nilai.teks.split()) for cell in (old, new))
    if a == b:
        a, b = (_exactly(cell) for cell in (old, new))
    return (text("diff_rumus", value=a) if typed_over else a), b


def _exactly(cell: Sel) -> str:
    number = cell.nilai.angka
    return cell.nilai.teks if number is None else format_number(number, own_decimals(number), persen=cell.nilai.persen)
