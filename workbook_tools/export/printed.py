"""A Tabel ready for paper: rows in use only, printed columns only, and which cells are one merged cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbook_tools.books.model import Sheet
from workbook_tools.export.figures import BLANK, Figure
from workbook_tools.export.reading import Entry, Reading, RowKind
from workbook_tools.export.titles import Title, title_of
from workbook_tools.formats.scopes import FirstOnly
from workbook_tools.formats.spec import LEVELS, PEMBANDING, Column, Entity, Kind, TableFormat, spoken
from workbook_tools.names import key as name_key
from workbook_tools.regulations.bands import Skala, Warna
from workbook_tools.template.layout import Block, Layout
from workbook_tools.template.styles import LEVEL_FILL

#: The part of a heading that names another government.
OTHER = re.compile(r"\b(kota|kabupaten|kab\.|provinsi|pemkab|pemkot|nasional)\b.*", re.IGNORECASE | re.DOTALL)
#: Rows that speak of others.
BELOW = frozenset({RowKind.TOTAL, RowKind.CLOSING})
#: Reasons that only say that another computed figure is missing.
FOLLOWS = frozenset({"capaian_tidak_ada", "serapan_tidak_ada", "efisiensi_tidak_ada", "nilai_kosong"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of paper. `rows` and `columns` are how many it covers; 0 where another cell covers it."""

    figure: Figure = BLANK
    rows: int = 1
    columns: int = 1
    colour: Warna | None = None

    @property
    def covered(self) -> bool:
        """Hidden under a merged cell."""
        return self.rows == 0 or self.columns == 0


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row with what it stands for."""

    entry: Entry
    cells: tuple[Cell, ...]
    level: str = ""

    @property
    def total(self) -> bool:
        """A total, mean or predicate."""
        return self.entry.kind in BELOW

    @property
    def bold(self) -> bool:
        """Levels above the lowest and totals stand out."""
        return self.total or self.level in LEVELS[:-1]

    @property
    def fill(self) -> str:
        """`#RRGGBB`, or nothing."""
        return LEVEL_FILL["program"] if self.total else LEVEL_FILL.get(self.level, "")


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One Tabel of the report."""

    title: Title
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    reading: Reading

    @property
    def format(self) -> TableFormat:
        """What is declared of it."""
        return self.reading.tabel.format

    @property
    def layout(self) -> Layout:
        """Where its heading's cells stand, as in the working workbook."""
        return Layout(self.format, self.columns, len(self.rows))

    def blocks(self) -> tuple[Block, ...]:
        """The cells of its heading."""
        return self.layout.blocks()

    def numbers(self) -> dict[int, str]:
        """The row 1 2 3 … by the first column of each number; empty where the report prints none."""
        leaves = sorted(block.left for block in self.blocks() if block.leaf)
        return {left: str(n) for n, left in enumerate(leaves, start=1)} if self.format.numbering else {}

    def missing(self) -> Iterator[tuple[Column, Figure, str]]:
        """Cells that could not be computed: column, the reason that they print, and what the row is called."""
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                if cell.figure.reason:
                    yield column, cell.figure, self.label(row)

    def causes(self) -> Iterator[tuple[Column, Figure, str]]:
        """Of these only where it begins: a cell that lacks another computed cell of its row says nothing new."""
        told: set[str] = set()
        for column, figure, label in self.missing():
            if figure.reason not in FOLLOWS or label not in told:
                told.add(label)
                yield column, figure, label

    def label(self, row: Row) -> str:
        """What a reader calls a row: its indicator, else its name."""
        for key in (self.format.indicator_column, self.format.name_column):
            words = next((c.figure.text for n, c in zip(self.columns, row.cells, strict=True) if n.key == key), "")
            if words:
                return " ".join(words.split())
        return row.entry.row.label

    def part(self, keep: Sequence[int]) -> PrintedTable:
        """The same rows with only some columns; a label merged over columns is cut to those that remain."""
        rows = tuple(replace(row, cells=tuple(_kept(row.cells, keep))) for row in self.rows)
        return replace(self, columns=tuple(self.columns[n] for n in keep), rows=rows)


def _kept(cells: Sequence[Cell], keep: Sequence[int]) -> Iterator[Cell]:
    for n in keep:
        cell = cells[n]
        yield replace(cell, columns=sum(k in keep for k in range(n, n + cell.columns))) if cell.columns > 1 else cell


def printed_table(reading: Reading, sheet: Sheet, tahun: int, skala: Skala) -> PrintedTable:
    """The table as it is printed; without rows where none is in use."""
    tabel = reading.tabel
    year = str(tabel.tahun or tahun + tabel.format.tahun_geser)
    name = _compared(reading, sheet)
    columns = tuple(_of_year(c, year, name) for c in tabel.columns if not c.helper and c.key in tabel.header)
    leveled = tabel.format.entity in (Entity.PROGRAM, Entity.RINCIAN)
    everything = ((entry, [reading.figure(entry, c) for c in columns]) for entry in reading.entries())
    grid = [(entry, figures) for entry, figures in everything if any(not f.blank for f in figures)]
    if all(entry.kind in BELOW for entry, _ in grid):
        grid = []  # a mean or a total of nothing
    colours = {name_key(band.kategori): band.warna for band in skala.bands}
    covers = _vertical(reading, columns, grid)
    rows = []
    for n, (entry, figures) in enumerate(grid):
        cells = [
            Cell(figure if covers[n][k] else BLANK, covers[n][k], 1, _colour(columns[k], entry, figure, colours))
            for k, figure in enumerate(figures)
        ]
        if entry.kind in BELOW:
            cells = _wide_label(cells)
        data = leveled and entry.kind is RowKind.DATA
        rows.append(Row(entry, tuple(cells), reading.level(entry.row) if data else ""))
    return PrintedTable(title_of(tabel, sheet, tahun), columns, tuple(rows), reading)


def _of_year(column: Column, year: str, compared: str) -> Column:
    """A heading that speaks of the year reported on, or of whom one is compared with, names it."""
    return replace(
        column, head=tuple(part.replace("{tahun}", year).replace(PEMBANDING, compared) for part in column.head)
    )


def _compared(reading: Reading, sheet: Sheet) -> str:
    """Whom the report compares itself with: by the Profil sheet, else as the heading of a table typed by hand says."""
    said = reading.engine.params.get("pembanding")
    if isinstance(said, str) and said.strip():
        return said.strip()
    tabel = reading.tabel
    column = next((c for c in tabel.columns if any(PEMBANDING in part for part in c.head)), None)
    at = tabel.header.get(column.key) if column is not None else None
    typed = sheet.cell(tabel.header_row, at).value if at is not None else None
    found = OTHER.search(typed) if isinstance(typed, str) else None
    return found[0] if found else spoken(PEMBANDING)


def _colour(column: Column, entry: Entry, figure: Figure, colours: dict[str, Warna]) -> Warna | None:
    """The scale's own colour on its own word."""
    may_be = column.choices == "kategori" or (entry.kind is RowKind.CLOSING and column.kind.is_number)
    return colours.get(name_key(figure.text)) if may_be and figure.text else None


def _vertical(
    reading: Reading, columns: Sequence[Column], grid: Sequence[tuple[Entry, list[Figure]]]
) -> list[list[int]]:
    """How many rows each cell covers: names over the rows of one entity, money over the rows that share it."""
    covers = [[1] * len(columns) for _ in grid]
    heads = [0] * len(columns)
    leading = _leading(reading.tabel.format, columns)
    for n, (entry, figures) in enumerate(grid):
        free = n > 0 and not BELOW & {entry.kind, grid[n - 1][0].kind}
        left = True  # whether everything to the left belongs to the cells above
        for k, column in enumerate(columns):
            again = column.key == reading.tabel.format.name_column and figures[k].text == grid[heads[k]][1][k].text
            shares = _merges(reading, column) and reading.ke(entry, column) > 1 and (figures[k].blank or again)
            joins = free and (shares or (left and k in leading and figures[k].blank))
            left = left and joins
            if joins:
                covers[heads[k]][k] += 1
                covers[n][k] = 0
            else:
                heads[k] = n
    return covers


def _leading(format: TableFormat, columns: Sequence[Column]) -> range:
    """Columns before the sasaran of an indicator, such as its tujuan: a blank one goes on from above."""
    keys = [c.key for c in columns]
    named = format.entity is Entity.INDIKATOR and format.name_column in keys
    return range(keys.index(format.name_column) if named else 0)


def _merges(reading: Reading, column: Column) -> bool:
    """Whether the rows of one entity share a cell of this column."""
    named = column.key == reading.tabel.format.name_column or column.kind is Kind.URUT
    return named or column.once or isinstance(column.source, FirstOnly)


def _wide_label(cells: list[Cell]) -> list[Cell]:
    """The word of a total row over the blank cells around it, up to its first figure."""
    filled = [n for n, cell in enumerate(cells) if not cell.figure.blank]
    if not filled or cells[filled[0]].figure.number is not None:
        return cells
    end = filled[1] if len(filled) > 1 else len(cells)
    label = replace(cells[filled[0]], columns=end)
    return [label, *(Cell(columns=0) for _ in range(1, end)), *cells[end:]]
