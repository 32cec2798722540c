"""What the tables state about an indicator or program: the first number, by how far a table is believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbook_tools.checks.sums import amount
from workbook_tools.compute import rules
from workbook_tools.compute.rule import Alasan
from workbook_tools.evaluate import Engine
from workbook_tools.findings import Place
from workbook_tools.formats.spec import Column, Entity, Kind
from workbook_tools.process import Result
from workbook_tools.report.model import Angka
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.values import State

#: Which table is believed first, and which says what indicators and programs there are. Others follow in their order.
RANK = (
    "indikator", "program", "capaian_sasaran", "capaian_induk", "efisiensi_sasaran", "rincian", "efisiensi_program",
    "pk_perubahan", "pk_induk", "program_perubahan", "program_induk",
)  # fmt: skip
LAST = "antar_tahun"
QUARTERS = (1, 2, 3, 4)
#: A figure that is typed in words.
NOT_A_NUMBER = Alasan("bukan_angka")


class Fakta:
    """The facts of one run. Tables of another year or another Perjanjian Kinerja are left out."""

    def __init__(self, result: Result) -> None:
        self.tahun, self.params = result.tahun, result.engine.params
        self.versi = str(self.params.get("versi_pk") or result.profil.versi_pk).casefold()
        ranked = sorted((t for t in result.tables if t.tahun in (None, self.tahun)), key=_rank)
        self.own = {t.role: t for t in reversed(ranked) if t.working and t.format.is_input}
        if "indikator" in self.own:  # views of the input sheets hold nothing of their own
            ranked = [t for t in ranked if not t.working or t.format.is_input]
        self.versi = self._spoken_of(ranked)
        self.tables = [t for t in ranked if self._in_force(t)]
        self.engine = Engine(self.own, result.profil, self.params, derive=True)
        self.rows: dict[str, list[tuple[Tabel, Baris]]] = {}
        for tabel in self.tables:
            for row in tabel.rows:
                if row.entitas and not row.salinan:
                    self.rows.setdefault(row.entitas, []).append((tabel, row))

    def of(self, entitas: Iterable[str], besaran: str, tahun: int | None = None) -> Angka:
        """What the first table that holds a number says; without a number the first cell that is for it."""
        blank: Angka | None = None
        for tabel, row in (pair for e in entitas for pair in self.rows.get(e, ())):
            for column in tabel.columns:
                if column.besaran == besaran and column.kind.is_number and self._speaks(tabel, column, tahun):
                    place, asal = row.place(column.key), self._typed(tabel, row, column)
                    angka = Angka(self._value(tabel, row, column), place, asal=asal)
                    if angka.angka is not None:
                        return angka
                    if blank is None or (blank.value is None and angka.alasan == NOT_A_NUMBER):
                        blank = angka
        return blank or Angka()

    def word(self, entitas: str, key: str) -> str:
        """What the first table that says so calls it: the satuan, the polaritas."""
        words = (row.isi.get(key) for _, row in self.rows.get(entitas, ()))
        return next((w for w in words if isinstance(w, str) and w), "")

    def earlier_years(self, entitas: str) -> list[int]:
        """The years before the one reported on that have columns of their own; a year to come is no comparison."""
        columns = (c for t, _ in self.rows.get(entitas, ()) for c in t.columns)
        return sorted({c.periode for c in columns if c.periode is not None and c.periode < self.tahun})

    def last_quarter(self) -> int | None:
        """The last quarter that anything is typed for."""
        rows = [b for t in self.of_entity(Entity.TRIWULAN) for b in t.rows]
        typed = {n for n in QUARTERS for b in rows for kind in ("k", "rp") if b.isi.get(f"tw{n}_{kind}") is not None}
        return max(typed, default=None)

    def of_entity(self, *wanted: Entity) -> list[Tabel]:
        """The tables whose rows stand for that, most believed first."""
        return [t for t in self.tables if t.format.entity in wanted]

    def _spoken_of(self, tables: Sequence[Tabel]) -> str:
        """The PK in force; the one of the report where it speaks of another one only."""
        told = [t.format.versi_pk or t.versi_pk or self.versi for t in tables if t.format.entity is Entity.INDIKATOR]
        return self.versi if self.versi in told or not told else told[0]

    def _in_force(self, tabel: Tabel) -> bool:
        return (tabel.format.versi_pk or tabel.versi_pk or self.versi) == self.versi

    def _speaks(self, tabel: Tabel, column: Column, tahun: int | None) -> bool:
        """Whether the column is about that year and, of the year reported on, about the PK in force."""
        periode = column.periode or tabel.tahun or self.tahun
        return periode == (tahun or self.tahun) and (tahun is not None or column.versi_pk in ("", self.versi))

    def _value(self, tabel: Tabel, row: Baris, column: Column) -> Value:
        """The figure of a cell: of a working workbook what its formula gives, whatever the file remembers."""
        if tabel is self.own.get(tabel.role) and column.derived:
            if column.rule is rules.jumlah and not self._has_addend(tabel, row, column):
                return None  # Excel's SUM of nothing is zero; nobody typed a zero
            value = self.engine.value(tabel, row, column.key)
            return row.isi.get(column.key) if value is None else value
        if column.kind is Kind.RUPIAH and not tabel.working:
            return amount(row, column.key)
        typed, cell = row.isi.get(column.key), row.sel.get(column.key)
        if typed is None and cell is not None and cell.nilai.state in (State.TEKS, State.ANGKA):
            return NOT_A_NUMBER
        return typed

    def _has_addend(self, tabel: Tabel, row: Baris, column: Column) -> bool:
        return any(isinstance(c.baris.isi.get(c.key), float) for c in self.engine.trace(tabel, row, column.key))

    def _typed(self, tabel: Tabel, row: Baris, column: Column) -> Place | None:
        """Of the year's realisasi in a working workbook: the first of its quarters."""
        if tabel is not self.own.get(tabel.role) or column.besaran != "realisasi" or column.periode is not None:
            return None
        quarters = (b for t, b in self.rows.get(row.entitas, ()) if t.format.entity is Entity.TRIWULAN)
        return next((p for b in quarters if (p := b.place("tw1_k")) is not None), None)


def _rank(tabel: Tabel) -> int:
    """Sorting is stable: tables of one rank stay as they stand in the workbook."""
    return RANK.index(tabel.role) if tabel.role in RANK else len(RANK) + (tabel.role == LAST)
