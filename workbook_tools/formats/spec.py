"""What a Tabel consists of. A column is declared once: heading, check, formula, value and message come from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from workbook_tools.compute.rule import Rule
from workbook_tools.errors import DeclarationError
from workbook_tools.formats.scopes import FromTable, NthRow, RowAt, Scope, This
from workbook_tools.regulations.profile import Profil


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEKS = "teks"
    KODE = "kode"
    PILIHAN = "pilihan"
    ANGKA = "angka"  # a number in the unit of its row
    PERSEN = "persen"  # percent points
    RUPIAH = "rupiah"
    URUT = "urut"  # running number

    @property
    def is_number(self) -> bool:
        """True for kinds whose cells are converted to numbers before they are checked."""
        return self in (Kind.ANGKA, Kind.PERSEN, Kind.RUPIAH)


class Entity(StrEnum):
    """What one row of a table stands for."""

    INDIKATOR = "indikator"  # an indicator of a sasaran
    PROGRAM = "program"  # a program, kegiatan or sub kegiatan
    RINCIAN = "rincian"  # both: sasaran rows followed by their programs
    TRIWULAN = "triwulan"  # the quarters of either
    RENCANA = "rencana"  # an indicator's plan or words, known by its code
    SKALA = "skala"  # a band of a scale
    PROFIL = "profil"  # a setting


#: Axes of repeated columns: the years that a report compares, and the years of the plans that it follows.
REPORTED = "tahun"
PLAN, OLD_PLAN, BUDGET = "tahun_renstra", "tahun_renstra_lama", "tahun_anggaran"

#: Where a printed heading names whom one is compared with.
PEMBANDING = "{pembanding}"

#: Money that a level states for everything below it, of whatever stage of the budget or quarter of the year.
ROLLS_UP = ("pagu", "realisasi_anggaran")
#: What an indicator of the input sheet measures.
LEVEL_KINERJA = ("tujuan", "sasaran")
PROGRAM_LEVELS = ("program", "kegiatan", "sub_kegiatan")
LEVELS = (*LEVEL_KINERJA, *PROGRAM_LEVELS)
#: Where a printed heading names the year: filled when a table is built, left out when it is spoken of.
_YEAR_IN_HEAD = re.compile(r"\s*\(?(\bTahun\s+)?\{tahun\}\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `head` is the printed heading path, `besaran` the fact that the cells state, `source` where a
    working workbook takes it from, `rule` with `operands` how it is computed, `rumus` the same in this table's own
    words where the rule speaks of any two amounts. `once`: printed once a group. `satuan_dari`: the column whose unit
    this one holds, where figures and units stand apart. `atau`: other operands that offices print the same column
    from, each with its `rumus`; the figures say which. `telling`: the heading that makes a table one of this format
    and no other. `pattern`: a regular expression for headings that carry a name, as `Realisasi Tahun 2025 Kota
    Mojokerto`. `{tahun}` in `head` is the year that the figures are of."""

    key: str
    head: tuple[str, ...]
    kind: Kind
    aliases: tuple[str, ...] = ()
    pattern: str = ""
    required: bool = False
    telling: bool = False
    bounds: tuple[float | None, float | None] = (None, None)
    choices: str = ""
    decimals: int | None = None
    besaran: str = ""
    versi_pk: str = ""
    periode: int | None = None
    rule: Rule | None = None
    rumus: str = ""
    operands: tuple[Scope, ...] = ()
    source: Scope | None = None
    helper: bool = False
    once: bool = False
    optional: bool = False
    satuan_dari: str = ""
    atau: tuple[tuple[str, tuple[Scope, ...]], ...] = ()
    width: float = 14

    @property
    def computed(self) -> bool:
        """True where a rule gives the number, so that a typed figure can be compared with it."""
        return self.rule is not None

    @property
    def rolls_up(self) -> bool:
        """True for typed money that a level states for everything below it."""
        return self.kind is Kind.RUPIAH and self.rule is None and self.besaran.startswith(ROLLS_UP)

    @property
    def derived(self) -> bool:
        """True where a working workbook holds a formula and not a typed value."""
        return self.rule is not None or self.source is not None

    def rumus_menurut(self, profil: Profil) -> str:
        """How the column is computed, as the report would write it under this profile."""
        assert self.rule is not None
        return self.rumus or self.rule.rumus_menurut(profil)

    @property
    def heading(self) -> str:
        """The heading as one line, for messages."""
        parts = (_YEAR_IN_HEAD.sub("", spoken(part)).strip() for part in self.head)
        return " › ".join(part for part in parts if part)

    def of_year(self, year: int) -> Column:
        """The column with the year written into its heading."""
        return replace(self, head=tuple(part.replace("{tahun}", str(year)) for part in self.head))


def spoken(head: str) -> str:
    """A declared heading on one line, with a word where the workbook's own setting stands."""
    return head.replace("\n", " ").replace(PEMBANDING, "Pembanding")


@dataclass(frozen=True, slots=True)
class Repeat:
    """Columns that are printed once for every value of an axis; `{tahun}` in heads and keys is filled.

    Axes: `tahun` are years up to the one reported on, `tahun_renstra` and `tahun_renstra_lama` the years of a plan,
    `tahun_anggaran` the year reported on and the next.
    """

    axis: str
    head: str
    columns: tuple[Column, ...]
    before_last: bool = False
    sources: tuple[Scope, ...] = ()  # of the only column in the first, second … year, where no name holds the year

    def expand(self, years: tuple[int, ...]) -> Iterator[Column]:
        """The concrete columns, year by year, with keys like `target_2024`; on the axis of reported years the last one
        is the year reported on."""
        reported = years[-1] if years and self.axis == REPORTED else None
        for n, year in enumerate(years[:-1] if self.before_last else years):
            own = {c.key for c in self.columns}
            for column in self.columns:
                source = self.sources[n] if n < len(self.sources) else column.source
                yield replace(
                    column.of_year(year),
                    key=f"{column.key}_{year}",
                    head=((self.head.format(tahun=year),) if self.head else ()) + column.of_year(year).head,
                    periode=year,
                    operands=tuple(_with_year(s, own, year, reported) for s in column.operands),
                    source=None if source is None else _with_year(source, own, year, reported),
                )


def _with_year(scope: Scope, own: set[str], year: int, reported: int | None) -> Scope:
    """The scope with its column made concrete. `x_{tahun}` of another table is plain `x` in the year reported on."""
    if isinstance(scope, This) and scope.column in own:
        return This(f"{scope.column}_{year}")
    if isinstance(scope, FromTable):
        name = scope.column.replace("_{tahun}", "") if year == reported else scope.column.format(tahun=year)
        return replace(scope, column=name)
    return scope


def _with_last(column: Column, years: tuple[int, ...]) -> Column:
    """`x_{akhir}` is the column of the last year: the target at the end of a plan."""
    if isinstance(column.source, This) and "{akhir}" in column.source.column and years:
        return replace(column, source=This(column.source.column.format(akhir=years[-1])))
    return column


Part: TypeAlias = Column | Repeat


@dataclass(frozen=True, slots=True)
class Penutup:
    """A closing row under the data: one figure or word over the whole table, in the column `at`.

    `column` says what stands there (heading: the printed label of the row, kind, rule over `Whole` columns or other
    closing rows); `labels` are patterns by which the row is known, matched against its words in lower case. A row
    without any label, right below another closing row, is the next one declared with `unlabelled`.
    """

    at: str
    column: Column
    labels: tuple[str, ...]
    unlabelled: bool = False

    def is_called(self, words: str) -> bool:
        """Whether the words in front of the figure name this row."""
        return any(re.fullmatch(label, words) for label in self.labels)


@dataclass(frozen=True, slots=True)
class TableFormat:
    """One Tabel: identity, wording by which it is recognised, columns in printed order, and what its rows are.

    `role` is the table's name in scopes; `name_column`/`indicator_column` hold what a row is called; `numbering`
    says that a row 1 2 3 … stands under the heading; `versi_pk` which Perjanjian Kinerja its targets belong to
    (empty: the one in force); `needs_title` that its headings are so common that the title above must agree too.
    `levels` are levels with the column that names their rows, from the top down, where each level has a column of its
    own or all rows are of one level. `rows_like`: which tables it must have the rows of (None: the Perjanjian Kinerja
    and the program list of the year). `tahun_geser`: how many years after the year reported on its figures are.
    """

    id: str
    version: int
    role: str
    sheet: str
    caption: str
    titles: tuple[str, ...]
    entity: Entity
    parts: tuple[Part, ...]
    name_column: str = ""
    indicator_column: str = ""
    numbering: bool = False
    versi_pk: str = ""
    is_input: bool = False
    dasar: str = ""
    spare_rows: int = 0
    needs_title: bool = False
    levels: tuple[tuple[str, str], ...] = ()
    rows_like: tuple[str, ...] | None = None
    tahun_geser: int = 0
    penutup: tuple[Penutup, ...] = ()
    notes: str = ""

    @property
    def table_name(self) -> str:
        """Name of the Excel table; never like a cell address."""
        return f"tbl_{self.role}"

    @property
    def presence(self) -> tuple[str, ...]:
        """The columns that are filled in a row in use: the typed key of an input sheet, the followed keys of a view."""
        columns = [p for p in self.parts if isinstance(p, Column)]
        return tuple(c.key for c in columns if c.helper and isinstance(c.source, NthRow | RowAt)) or ("kunci",)

    @property
    def follows(self) -> tuple[NthRow | RowAt, ...]:
        """The input sheets whose rows a view shows, and which of them."""
        keys = self.presence
        scopes = (p.source for p in self.parts if isinstance(p, Column) and p.key in keys)
        return tuple(scope for scope in scopes if isinstance(scope, NthRow | RowAt))

    @property
    def axis(self) -> Repeat | None:
        """The repeated group of columns, if there is one."""
        return next((part for part in self.parts if isinstance(part, Repeat)), None)

    @property
    def money(self) -> tuple[str, ...]:
        """The columns of typed money that rolls up from level to level."""
        return tuple(p.key for p in self.parts if isinstance(p, Column) and p.rolls_up)

    @property
    def ends_with_year(self) -> bool:
        """True where the last year of the repeated columns is the year reported on."""
        return self.axis is not None and self.axis.axis == REPORTED

    def columns(self, years: tuple[int, ...] = ()) -> tuple[Column, ...]:
        """All columns in printed order with the repeated groups expanded for `years`."""
        out: list[Column] = []
        for part in self.parts:
            if isinstance(part, Repeat):
                out.extend(part.expand(years))
            else:
                out.append(_with_last(part, years).of_year(years[-1] + self.tahun_geser) if years else part)
        keys = [c.key for c in out]
        if len(keys) != len(set(keys)):
            raise DeclarationError("kolom_kembar", format=self.id)
        return tuple(out)

    def printed(self, years: tuple[int, ...] = ()) -> tuple[Column, ...]:
        """The columns that the report prints: all but the helpers."""
        return tuple(c for c in self.columns(years) if not c.helper)
