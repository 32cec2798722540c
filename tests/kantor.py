"""Offices and their workbooks in memory: as a report prints them, and as the working workbook holds them.

`magetan` is the sample, `rekaan` wholly invented (another scale, other ways to share and to count, `turun` indicators,
six years, two Perjanjian Kinerja with other rows), `renja` an invented Renja Perubahan; other seeds give other figures.
`cetak` lays the tables out as typed by hand, `kerja` with key row, helper columns and input sheets, with formulas or
with their values only. A `Buku` knows which cell holds which figure.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from contoh import SAMPLES, isian_magetan
from rekaan import PROGRAM, YEAR_RENJA, YEARS_LKJIP, _lines, isian_lkjip, isian_renja

from workbook_tools.books.model import Book, Range, RawCell, Sheet, TableRef, address
from workbook_tools.compute.rule import Alasan
from workbook_tools.findings import Place
from workbook_tools.formats.spec import BUDGET, LEVELS, OLD_PLAN, PEMBANDING, PLAN, REPORTED, Column, Entity, Kind
from workbook_tools.formulas import Structured
from workbook_tools.regulations.profile import Profil, load
from workbook_tools.tables.build import Axes, Isian, parameters, working_tables
from workbook_tools.tables.isian import load as load_isian
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.template import styles as look
from workbook_tools.template.layout import Layout
from workbook_tools.template.plan import FEWEST_PROGRAMS, PROGRAMS_ONLY, SPARE_PROGRAMS
from workbook_tools.values import Locale, format_number, round_half_away
from workbook_tools.values.rounding import own_decimals, percent_points

#: A cell by what it holds: role of the table, number of the row, key of the column.
Ref = tuple[str, int, str]
Entitas = tuple[str, str]


@dataclass(frozen=True)
class Kantor:
    """One office: its typed figures, the profile in force and the years that its tables show."""

    nama: str
    profil: Profil
    isian: Isian
    years: tuple[int, ...]

    @property
    def formats(self) -> tuple[str, ...]:
        return self.profil.format

    @property
    def axes(self) -> Axes:
        """The years of every axis: plans as the Profil rows say, else five years from the one reported on."""
        last = self.years[-1]
        first = self._said("renstra_awal", last)
        old = self._said("renstra_lama_akhir", first - 1)
        return {
            REPORTED: self.years, BUDGET: (last, last + 1),
            PLAN: tuple(range(first, self._said("renstra_akhir", first + 4) + 1)),
            OLD_PLAN: tuple(range(self._said("renstra_lama_awal", old - 4), old + 1)),
        }  # fmt: skip

    def _said(self, key: str, otherwise: int) -> int:
        return int(str(self.setting(key) or otherwise))

    def setting(self, key: str) -> Value:
        """What the Profil rows say."""
        return next((r.get("isi") for r in self.isian.get("profil", ()) if r.get("kunci") == key), None)

    def tables(self, isian: Isian | None = None) -> dict[str, Tabel]:
        """All tables with their values; headings name whom the office compares itself with."""
        tables = working_tables(self.profil, self.isian if isian is None else isian, self.axes, self.formats)
        name = str(parameters(tables["profil"].rows).get("pembanding") or "Pembanding")
        for tabel in tables.values():
            tabel.columns = tuple(
                replace(c, head=tuple(part.replace(PEMBANDING, name) for part in c.head)) for c in tabel.columns
            )
        return tables

    def title(self, tabel: Tabel) -> str:
        """The title of a table with the year that its figures are of."""
        return tabel.format.titles[0].format(tahun=self.years[-1] + tabel.format.tahun_geser)


@cache
def magetan() -> Kantor:
    """The sample: Dinas Koperasi dan UKM Kabupaten Magetan 2025."""
    return Kantor("magetan", load("magetan_2025"), isian_magetan(), (2023, 2024, 2025))


@cache
def rekaan(seed: int = 0, profil: str = "mojokerto_2025") -> Kantor:
    """Dinas Perikanan Kabupaten Rekaan with all tables of an LKjIP, under the rules of a profile."""
    rules = replace(load(profil), format=load("magetan_2025").format)
    return Kantor(f"rekaan-{seed}", rules, isian_lkjip(seed, profil), YEARS_LKJIP)


@cache
def renja(seed: int = 0) -> Kantor:
    """Dinas Perikanan Kabupaten Rekaan with its Renja Perubahan."""
    rules = load("magetan_renja_2024")
    return Kantor(f"renja-{seed}", rules, isian_renja(seed, rules.id), (YEAR_RENJA,))


@cache
def renja_magetan() -> Kantor:
    """The right inputs of the Renja Perubahan of Magetan 2024."""
    isian = load_isian(SAMPLES / "magetan_renja_2024" / "isian")
    return Kantor("renja_magetan", load("magetan_renja_2024"), isian, (2024,))


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Gaya:
    """How a report is typed. `persen`: percentages as fractions with a percent format; `persen_target`: so are the
    targets and results of indicators in percent; `penuh`: computed cells hold every digit and only show fewer;
    `teks`: figures are texts, as they come out of the PDF; `nihil`: what stands where nothing can be computed;
    `jumlah`: a total row under money; `atas`: rows above; `satuan`: figures carry their unit where no column does;
    `berlabel`: every closing row has its label."""

    persen: bool = False
    persen_target: bool = False
    penuh: bool = False
    teks: bool = False
    nihil: str = ""
    jumlah: bool = False
    atas: int = 2
    satuan: bool = False
    berlabel: bool = True

    @classmethod
    def dari(cls, seed: int) -> Gaya:
        rng = random.Random(f"gaya {seed}")
        coins = [rng.random() < 0.5 for _ in range(5)]
        nihil, atas = rng.choice(("", "-")), rng.randint(1, 4)
        satuan, berlabel = (rng.random() < 0.5 for _ in range(2))
        return cls(*coins[:4], nihil=nihil, jumlah=coins[4], atas=atas, satuan=satuan, berlabel=berlabel)


@dataclass
class Buku:
    """A book that knows its cells: `places` says where every value of `tables` stands, `varian` how it was laid out,
    `waiting` how many rows of formulas show nothing yet, by table."""

    book: Book
    kantor: Kantor
    varian: str
    tables: Mapping[str, Tabel]
    gaya: Gaya
    places: dict[Ref, Place] = field(default_factory=dict)
    sisa: bool = False
    waiting: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refs = {place: ref for ref, place in self.places.items()}

    def column(self, ref: Ref) -> Column:
        found = self.tables[ref[0]].column(ref[2])
        assert found is not None
        return found

    def row(self, ref: Ref) -> Baris | None:
        """The row of a cell; None for the total, which adds up the table."""
        return row_of(self.tables[ref[0]], ref)


def row_of(tabel: Tabel, ref: Ref) -> Baris | None:
    """The row of a cell, a closing row by what it says; None for the total under a table."""
    if ref[2] in tabel.penutup:
        return tabel.penutup[ref[2]]
    return tabel.rows[ref[1]] if ref[1] < len(tabel.rows) else None


def flat_book(profil: Profil, isian: Isian, years: tuple[int, ...], formats: Sequence[str], seed: int = 0) -> Book:
    """The tables of a report typed by hand: printed columns only, no formula, no key row, no input sheet."""
    kantor = Kantor("", replace(profil, format=tuple(formats)), isian, years)
    return cetak(kantor, Gaya.dari(seed)).book


def working_book(
    profil: Profil, isian: Isian, years: tuple[int, ...], formats: Sequence[str], *, rumus: bool = True
) -> Book:
    """The working workbook with key row, helper columns and input sheets; derived cells with formulas or values."""
    return kerja(Kantor("", replace(profil, format=tuple(formats)), isian, years), rumus=rumus).book


def cetak(kantor: Kantor, gaya: Gaya | None = None, *, tables: Mapping[str, Tabel] | None = None) -> Buku:
    """The report of an office, typed by hand."""
    gaya = gaya or Gaya()
    everything = kantor.tables() if tables is None else tables
    places: dict[Ref, Place] = {}
    of_entity = units(everything)
    views = [t for t in everything.values() if not t.format.is_input]
    sheets = tuple(_printed_sheet(kantor, tabel, gaya, of_entity, places) for tabel in views)
    return Buku(Book(None, sheets), kantor, "cetak", everything, gaya, places)


def kerja(kantor: Kantor, *, rumus: bool, sisa: bool = False, tables: Mapping[str, Tabel] | None = None) -> Buku:
    """The working workbook of an office; `sisa`: with rows that wait for typing, their formulas blank."""
    tables = kantor.tables() if tables is None else tables
    formulas = Structured({role: t.format.table_name for role, t in tables.items()}, kantor.profil) if rumus else None
    places: dict[Ref, Place] = {}
    waiting = _waiting(tables, sisa=sisa) if rumus else {}
    sheets = tuple(
        _working_sheet(kantor, tabel, formulas, places, waiting.get(role, 0)) for role, tabel in tables.items()
    )
    varian = "rumus" if rumus else "nilai"
    return Buku(Book(None, sheets), kantor, varian, tables, Gaya(), places, sisa, waiting)


def _waiting(tables: Mapping[str, Tabel], *, sisa: bool) -> dict[str, int]:
    """How many rows wait for typing; a view has as many as the input rows that it may have to show, one that shows
    programs alone fewer."""
    of = {role: t.format.spare_rows if sisa else 0 for role, t in tables.items() if t.format.is_input}

    def rows(tabel: Tabel) -> int:
        if tabel.format.entity is Entity.SKALA:
            return len(tabel.rows)
        most = sum(max(1, len(tables[f.table].rows) + of[f.table]) for f in tabel.format.follows)
        few = tabel.format.levels[:1] == (PROGRAMS_ONLY,)
        return min(most, max(len(tabel.rows), FEWEST_PROGRAMS) + SPARE_PROGRAMS) if few else most

    return of | {role: max(0, rows(t) - len(t.rows)) for role, t in tables.items() if not t.format.is_input}


def _heading(layout: Layout, sheet: Sheet, top: int) -> int:
    """The printed heading; returns the row below it."""
    merges: list[Range] = []
    for block in layout.blocks():
        sheet.cells[top + block.top, block.left + 1] = RawCell(block.text, bold=True)
        if (block.top, block.left) != (block.bottom, block.right):
            merges.append((top + block.top, block.left + 1, top + block.bottom, block.right + 1))
    sheet.merges = (*sheet.merges, *merges)
    row = top + layout.head_depth
    if layout.format.numbering:
        numbered = (b for b in layout.blocks() if b.leaf)
        for n, block in enumerate(sorted(numbered, key=lambda b: b.left), start=1):
            sheet.cells[row, block.left + 1] = RawCell(n)
        row += 1
    return row


def _printed_sheet(
    kantor: Kantor, tabel: Tabel, gaya: Gaya, units: Mapping[Entitas, str], places: dict[Ref, Place]
) -> Sheet:
    format = tabel.format
    layout = Layout(format, tuple(c for c in tabel.columns if not c.helper), len(tabel.rows))
    sheet = Sheet(format.sheet)
    for n, line in enumerate(_titles(kantor, tabel)):
        sheet.cells[gaya.atas + n, 1] = RawCell(line, bold=n > 0)
    top = _heading(layout, sheet, gaya.atas + 4)
    for n, row in enumerate(tabel.rows):
        level = str(row.isi.get("level") or "")
        for at, column in enumerate(layout.columns, start=1):
            cell = _printed_cell(tabel, n, column, gaya, units)
            if cell is not None:
                sheet.cells[top + n, at] = replace(cell, bold=level in LEVELS[:-1])
            places[format.role, n, column.key] = Place(sheet.title, address(top + n, at))
    if gaya.jumlah and any(_summed(tabel)):
        _total(tabel, layout, sheet, top + len(tabel.rows), places)
    for n, (column, at, row) in enumerate(_closing(tabel, layout), start=top + len(tabel.rows)):
        if gaya.berlabel or not column.choices:
            sheet.cells[n, 1] = RawCell(column.head[-1], bold=True)
        _put_closing(tabel, sheet, (n, at + 1), column, _printed_closing(row.isi[column.key], column, gaya), places)
    return sheet


def _titles(kantor: Kantor, tabel: Tabel) -> Iterator[str]:
    """Caption and title; what counts up to a quarter says so in a line of its own."""
    yield tabel.format.caption
    yield kantor.title(tabel)
    triwulan = kantor.setting("triwulan")
    if triwulan and any(c.besaran.endswith("_triwulan") for c in tabel.columns):
        yield f"Sampai dengan Triwulan {triwulan} Tahun {kantor.years[-1]}"


def _closing(tabel: Tabel, layout: Layout) -> Iterator[tuple[Column, int, Baris]]:
    """What stands under the table: the column that says what it is, the position of its figure, its row."""
    for item in tabel.format.penutup:
        yield item.column, layout.at(item.at), tabel.penutup[item.column.key]


def _put_closing(
    tabel: Tabel, sheet: Sheet, at: tuple[int, int], column: Column, cell: RawCell | None, places: dict[Ref, Place]
) -> None:
    if cell is not None:
        sheet.cells[at] = cell
    places[tabel.role, tabel.penutup[column.key].urut, column.key] = Place(sheet.title, address(*at))


def _printed_closing(value: Value, column: Column, gaya: Gaya) -> RawCell | None:
    if not isinstance(value, float):
        return RawCell(gaya.nihil or None) if isinstance(value, Alasan) else RawCell(value)
    cell = _printed_percent(value, column.decimals or 0, gaya)
    return _as_text(cell) if gaya.teks else cell


def _summed(tabel: Tabel) -> Iterator[Column]:
    """The money that a total row adds up."""
    if tabel.format.entity is Entity.PROGRAM:
        yield from (c for c in tabel.columns if c.rolls_up and not c.helper)


def _total(tabel: Tabel, layout: Layout, sheet: Sheet, row: int, places: dict[Ref, Place]) -> None:
    """JUMLAH: the programs together."""
    sheet.cells[row, layout.at(tabel.format.name_column) + 1] = RawCell("JUMLAH", bold=True)
    tops = [b for b in tabel.rows if b.isi.get("level") == "program" and b.isi.get("ke") in (None, 1.0)]
    for column in _summed(tabel):
        total = sum(v for b in tops if isinstance(v := b.isi.get(column.key), float))
        at = row, layout.at(column.key) + 1
        sheet.cells[at] = RawCell(int(total), number_format="#,##0")
        places[tabel.role, len(tabel.rows), column.key] = Place(sheet.title, address(*at))


def _printed_cell(tabel: Tabel, n: int, column: Column, gaya: Gaya, units: Mapping[Entitas, str]) -> RawCell | None:
    value = tabel.rows[n].isi.get(column.key)
    if isinstance(value, Alasan):
        return RawCell(gaya.nihil) if gaya.nihil else None
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return RawCell(value)
    if not column.kind.is_number:
        return RawCell(_plain(value))
    unit = units.get(entity(tabel, n), "")
    cell = _printed_figure(value, column, gaya, is_percent=percent(unit))
    if gaya.satuan and unit and column.kind is Kind.ANGKA and not any(c.besaran == "satuan" for c in tabel.columns):
        words = _as_text(replace(cell, number_format="General") if "%" not in cell.number_format else cell)
        sign = "%" if "%" not in cell.number_format else ""
        return RawCell(f"{words.value}{sign}" if percent(unit) else f"{words.value} {unit}")
    return _as_text(cell) if gaya.teks else cell


def _as_text(cell: RawCell) -> RawCell:
    """What a reader sees in the cell, as text."""
    value, shape = cell.value, cell.number_format
    assert isinstance(value, int | float)
    sign = "%" if "%" in shape else ""
    points = percent_points(float(value)) if sign else float(value)
    decimals = own_decimals(points) if shape == "General" else len(shape.partition(".")[2].rstrip("%"))
    return RawCell(format_number(points, decimals, Locale.ID, persen=bool(sign)))


def _printed_figure(value: float, column: Column, gaya: Gaya, *, is_percent: bool) -> RawCell:
    if column.kind is Kind.RUPIAH:
        return RawCell(_plain(value if gaya.penuh else round_half_away(value, 0)), number_format="#,##0")
    if column.kind is Kind.PERSEN:
        return _printed_percent(value, column.decimals or 0, gaya)
    if gaya.persen_target and column.kind is Kind.ANGKA and is_percent:
        return RawCell(float(f"{value!r}e-2"), number_format="0.00%")
    return RawCell(_plain(value))


def _printed_percent(value: float, decimals: int, gaya: Gaya) -> RawCell:
    shape = "0." + "0" * decimals if decimals else "0"
    points = value if gaya.penuh else round_half_away(value, decimals)
    if gaya.persen:
        return RawCell(float(f"{points!r}e-2"), number_format=f"{shape}%")
    return RawCell(points, number_format=shape)


def entity(tabel: Tabel, n: int) -> Entitas:
    """Which indicator ("I") or indicator of a program row ("P") the row speaks of, by the keys of the working workbook."""
    isi = tabel.rows[n].isi
    if tabel.role in ("indikator", "program"):
        return ("I" if tabel.role == "indikator" else "P", str(isi.get("id") or ""))
    if isi.get("id_indikator") or tabel.format.entity is Entity.RENCANA:
        return "I", str(isi.get("id_indikator") or isi.get("id") or "")
    return "P", str(isi.get("id_program") or isi.get("id") or "")


def units(tables: Mapping[str, Tabel]) -> dict[Entitas, str]:
    """The satuan of every entity: as the input sheets say, else as its tables do."""
    typed = [t for t in tables.values() if t.role in ("indikator", "program")]
    told = typed or [t for t in tables.values() if t.column("satuan") is not None]
    return {entity(t, n): str(t.rows[n].isi.get("satuan") or "") for t in told for n in range(len(t.rows))}


def percent(unit: str) -> bool:
    """Whether a satuan says percent."""
    return unit.casefold() in ("persen", "persentase", "%", "persen (%)")


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _working_sheet(
    kantor: Kantor, tabel: Tabel, formulas: Structured | None, places: dict[Ref, Place], spare: int
) -> Sheet:
    format = tabel.format
    layout = Layout(format, tabel.columns, len(tabel.rows))
    sheet = Sheet(format.sheet)
    sheet.cells[1, 1] = RawCell(format.caption, bold=True)
    sheet.cells[2, 1] = RawCell(kantor.title(tabel), bold=True)
    _heading(layout, sheet, layout.head_row + 1)
    key_row = layout.key_row + 1
    written = {c.key: f"={formulas.formula(format, c)}" for c in tabel.columns if c.derived} if formulas else {}
    for at, column in enumerate(tabel.columns, start=1):
        sheet.cells[key_row, at] = RawCell(column.key, number_format=";;;")
        shape = str(look.cell(column, is_input=format.is_input)["num_format"])
        for n, row in enumerate(tabel.rows):
            cell = _working_cell(row.isi.get(column.key), column, written.get(column.key), shape)
            if cell is not None:
                sheet.cells[key_row + 1 + n, at] = cell
            places[format.role, n, column.key] = Place(sheet.title, address(key_row + 1 + n, at))
        for n in range(spare if column.key in written else 0):
            cell = RawCell("", formula=written[column.key], number_format=shape)
            sheet.cells[key_row + 1 + len(tabel.rows) + n, at] = cell
    last = key_row + max(1, len(tabel.rows) + spare)
    _working_closing(tabel, layout, sheet, last + 1, formulas, places)
    ref = f"{address(key_row, 1)}:{address(last, len(tabel.columns))}"
    sheet.tables = (TableRef(format.table_name, ref, tuple(c.key for c in tabel.columns)),)
    sheet.defined_names["lkjip_format"] = f'="{format.id};{format.version}"'
    return sheet


def _working_closing(
    tabel: Tabel, layout: Layout, sheet: Sheet, first: int, formulas: Structured | None, places: dict[Ref, Place]
) -> None:
    """The rows under the Excel table, each with its own formula."""
    cells: dict[str, str] = {}
    for n, (column, at, row) in enumerate(_closing(tabel, layout), start=first):
        sheet.cells[n, 1] = RawCell(column.head[-1], bold=True)
        sheet.merges = (*sheet.merges, (n, 1, n, at))
        formula = f"={formulas.closing(tabel.format, column, cells)}" if formulas else None
        shape = str(look.cell(column, is_input=False)["num_format"])
        cell = _working_cell(row.isi[column.key], column, formula, shape)
        _put_closing(tabel, sheet, (n, at + 1), column, cell, places)
        cells[column.key] = address(n, at + 1)


def _working_cell(value: Value, column: Column, formula: str | None, shape: str) -> RawCell | None:
    shown = value.teks if isinstance(value, Alasan) else value
    if isinstance(shown, float):
        shown = _plain(shown)  # type: ignore[assignment]
    if formula is not None:
        return RawCell("" if shown is None else shown, formula=formula, number_format=shape)
    return None if shown in (None, "") else RawCell(shown, number_format=shape)


__all__ = [
    "PROGRAM",
    "Buku",
    "Entitas",
    "Gaya",
    "Kantor",
    "Ref",
    "_lines",
    "cetak",
    "kerja",
    "magetan",
    "rekaan",
    "renja",
    "renja_magetan",
]
