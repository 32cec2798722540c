"""What every check may look at: the tables of one workbook, the profile, the year, and what has been collected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbook_tools.checks.conflict import Constraint
from workbook_tools.compute.printed import Cocok, cocok
from workbook_tools.evaluate import Engine
from workbook_tools.findings import Finding, Place, finding
from workbook_tools.formats.spec import Column
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Baris, Sel, Tabel
from workbook_tools.values import State, format_number, round_half_away


@dataclass(slots=True)
class Context:
    """One run over one workbook. Checks add to `findings` and `constraints`, and note in rows what they derive (copies,
    entities, polaritas); the book itself is never changed."""

    tables: list[Tabel]
    profil: Profil
    engine: Engine
    tahun: int
    versi_pk: str
    scale_said: bool = True  # by the profile or the printed scale; else the words of the tables are all there is
    findings: list[Finding] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)

    @property
    def triwulan(self) -> int | None:
        """The quarter that tables without one in their title count up to: the only one that any title names."""
        named = {t.triwulan for t in self.tables if t.triwulan is not None}
        return named.pop() if len(named) == 1 else None

    def role(self, role: str) -> Tabel | None:
        """The table of that role that reports on this year and the Perjanjian Kinerja in force."""
        return next((t for t in self.tables if t.role == role and self.in_force(t)), None)

    def in_force(self, tabel: Tabel) -> bool:
        """Whether a table speaks of the year reported on, and of no other Perjanjian Kinerja than its format's."""
        own = tabel.format.versi_pk or self.versi_pk
        return tabel.tahun in (None, self.year_of(tabel)) and (tabel.versi_pk or own) == own

    def year_of(self, tabel: Tabel) -> int:
        """The year that figures of this kind of table are of."""
        return self.tahun + tabel.format.tahun_geser

    def cells(self, tabel: Tabel) -> Iterator[tuple[Baris, Column, Sel]]:
        """Every cell of the table with its row and column."""
        for row in tabel.rows:
            for column in tabel.columns:
                cell = row.sel.get(column.key)
                if cell is not None:
                    yield row, column, cell

    def closing_cells(self, tabel: Tabel) -> Iterator[tuple[Baris, Column, Sel]]:
        """The figures and words of the closing rows, each with what it says as its column."""
        for key, row in tabel.penutup.items():
            column = tabel.column(key)
            assert column is not None
            yield row, column, row.sel[key]

    def add(self, code: str, tabel: Tabel, row: Baris, column: Column, **facts: object) -> None:
        """A finding at one cell, with the facts that every message about a cell needs."""
        place = row.place(column.key) or Place(tabel.sheet)
        self.findings.append(finding(code, place, **about(tabel, row, column), **facts))  # type: ignore[arg-type]


def about(tabel: Tabel, row: Baris, column: Column) -> dict[str, object]:
    """Format, column as printed, and the row as a reader calls it."""
    return {"format": tabel.format.id, "column": column.heading, "row_label": row.label}


def shown(value: object, decimals: int | None = None) -> str:
    """A value as the reader writes it."""
    if isinstance(value, float):
        return format_number(value, _decimals(value) if decimals is None else decimals)
    return str(getattr(value, "teks", value) or "")


def _decimals(value: float) -> int:
    """As many decimals as the number needs, six at most."""
    text = f"{value:.6f}".rstrip("0")
    return len(text.partition(".")[2])


def unreadable(cell: Sel | None) -> bool:
    """A cell that holds something which is no number: words, a date, an error, a formula never calculated."""
    if cell is None:
        return False
    if cell.raw.formula is not None and cell.raw.value is None:
        return True
    return cell.nilai.state not in (State.ANGKA, State.NIHIL, State.KOSONG)


def number_of(cell: Sel | None) -> float | None:
    """The number of a cell; `-` counts as zero, as it does in a sum."""
    if cell is None:
        return None
    if cell.nilai.state is State.NIHIL:
        return 0.0
    return cell.nilai.angka if cell.nilai.state is State.ANGKA else None


def judge(cell: Sel, exact: float) -> Cocok:
    """Whether the figure as displayed is what the exact result prints as."""
    return cocok(printed(cell), cell.nilai.desimal or 0, exact)


def printed(cell: Sel) -> float:
    """The figure as displayed: a cell that holds more digits than it shows is right when what it shows is."""
    number = number_of(cell)
    assert number is not None
    return round_half_away(number, cell.nilai.desimal or 0)
