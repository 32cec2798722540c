"""Which cells of the workbook a list fills: pagu in the lowest rows of Program, quarters in Realisasi.

A cell that holds something else is kept, unless it may be replaced. What a cumulative list gives for a quarter is its
amount without the quarters before; a negative rest is told and not written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workbook_tools.books.model import Sheet, parse_range
from workbook_tools.books.writes import CellWrite
from workbook_tools.errors import InputError
from workbook_tools.findings import Finding, Place, finding
from workbook_tools.formats.daftar_anggaran import QUARTERS, ROMAN
from workbook_tools.intake.columns import ListHeading, says_to_date
from workbook_tools.intake.daftar import Daftar, Entry
from workbook_tools.intake.match import Match
from workbook_tools.messages import text
from workbook_tools.tables.model import Baris, Sel, Tabel
from workbook_tools.tables.typed import read_row
from workbook_tools.values import State, format_number

CENT = 0.005


class Act(StrEnum):
    """What was done with one figure of the list."""

    DITULIS = "ditulis"
    SAMA = "sama"
    DITIMPA = "ditimpa"
    BENTROK = "bentrok"  # the cell holds something else and was kept
    DITOLAK = "ditolak"  # the figure is none that can be written; a finding says why


WRITTEN = (Act.DITULIS, Act.DITIMPA)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the list for one cell of the workbook: `key` is `pagu` or a quarter `tw2_rp`. `with_blank` are the
    blank quarters before it, whose money a cumulative list cannot tell apart from its own."""

    match: Match
    key: str
    value: float | None
    before: float | str
    act: Act
    place: Place | None
    with_blank: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which columns of the list count: the year's, a quarter's, or everything up to a quarter."""

    pagu: str
    quarters: Mapping[int, str]  # amounts of a quarter
    to_date: Mapping[int, str]  # amounts up to a quarter

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The figures that are filled, each with the column of the list that it comes from."""
        quarters = {**self.quarters, **self.to_date}
        pagu = (("pagu", self.pagu),) if self.pagu else ()
        return (*pagu, *((f"tw{n}_rp", quarters[n]) for n in sorted(quarters)))

    def said(self, entry: Entry) -> Iterator[tuple[str, float]]:
        """What the list says of an entry, each figure under its name."""
        for key, column in self.columns:
            value = entry.amount(column)
            if value is not None:
                up_to = column in self.to_date.values()
                yield text("impor_sampai", quarter=label(key)) if up_to else label(key), value


def choose(heading: ListHeading, triwulan: int | None, *, kumulatif: bool) -> Choice:
    """What the columns and the options say together; InputError where that is nothing, or a contradiction."""
    money = heading.money
    pagu = next((key for key in ("pagu", "pagu_awal") if key in money), "")
    quarters = {n: f"tw{n}" for n in QUARTERS if f"tw{n}" in money}
    to_date = {n: f"sd_tw{n}" for n in QUARTERS if f"sd_tw{n}" in money}
    if kumulatif and triwulan is None:
        raise InputError("impor_kumulatif_tanpa_triwulan")
    if triwulan is not None and (quarters or to_date):
        quarters = {n: key for n, key in quarters.items() if n == triwulan and not kumulatif}
        to_date = {n: key for n, key in to_date.items() if n == triwulan and (kumulatif or not quarters)}
        if not quarters and not to_date:
            raise _without_quarter(heading, triwulan)
    elif "realisasi" in money and not quarters and not to_date:
        if triwulan is None:
            raise InputError("impor_tanpa_triwulan", column=heading.wording["realisasi"])
        chosen = {triwulan: "realisasi"}
        up_to = kumulatif or says_to_date(heading.wording["realisasi"])
        quarters, to_date = ({}, chosen) if up_to else (chosen, {})
    elif triwulan is not None:
        raise _without_quarter(heading, triwulan)
    return Choice(pagu, quarters, {n: key for n, key in to_date.items() if n not in quarters})


def _without_quarter(heading: ListHeading, triwulan: int) -> InputError:
    columns = ", ".join(f'"{said}"' for said in heading.wording.values())
    return InputError("impor_triwulan_tidak_ada", triwulan=triwulan, columns=columns)


@dataclass(slots=True)
class Filling:
    """Collects the writes, what became of every figure, and findings."""

    daftar: Daftar
    choice: Choice
    program: Tabel
    realisasi: Tabel
    sheet: Sheet  # that Realisasi stands on
    timpa: bool
    writes: list[CellWrite] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _spare: list[int] | None = None

    def run(self, matches: Sequence[Match]) -> None:
        """All figures of the entries that are a lowest row of the workbook."""
        for one in matches:
            if one.baris is not None and not one.baris.anak and not self._unclear(one.entry):
                self._pagu(one, one.baris)
                self._quarters(one, one.baris)
        self._unfilled()

    def _unclear(self, entry: Entry) -> bool:
        """Findings for what cannot be read; True where nobody can tell whether a row counts once or twice."""
        for line, key, nilai in entry.unclear():
            saran = nilai.saran or " / ".join(rupiah(reading) for reading in nilai.bacaan)
            code = "impor_angka_ragu" if saran else "impor_angka_rusak"
            self._tell(code, self.daftar.place(line.row, key), entry, found=nilai.teks, expected=saran)
        first = next(iter(self.daftar.heading.money))
        if entry.repeated:
            self._tell("impor_baris_kembar", self.daftar.place(entry.row, first), entry, n=len(entry.lines))
        elif len(entry.lines) > 1:
            self._tell("impor_dijumlah", self.daftar.place(entry.row, first), entry, n=len(entry.lines))
        return entry.repeated

    def _tell(self, code: str, place: Place, entry: Entry, **facts: object) -> None:
        told = finding(code, place, row_label=entry.nama or entry.kode, **facts)  # type: ignore[arg-type]
        self.findings.append(told)

    # --- pagu ---

    def _pagu(self, one: Match, row: Baris) -> None:
        value = one.entry.amount(self.choice.pagu) if self.choice.pagu else None
        cell = row.sel.get("pagu")
        if value is None or cell is None:
            return
        if value < 0:
            place = self.daftar.place(one.entry.row, self.choice.pagu)
            self._tell("impor_pagu_negatif", place, one.entry, found=rupiah(value))
            self._note(one, "pagu", value, cell, Act.DITOLAK)
            return
        self._put(one, "pagu", value, cell)

    # --- quarters ---

    def _quarters(self, one: Match, row: Baris) -> None:
        wanted = self._amounts(one.entry)
        if not wanted:
            return
        target = self._row_of(row)
        known: dict[int, float] = {}
        for n, value, is_sum in wanted:
            key = f"tw{n}_rp"
            cell = target.sel.get(key) if target is not None else None
            rest = value - sum(self._before(target, known, m) for m in QUARTERS if m < n) if is_sum else value
            if is_sum and rest < -CENT:
                source = self.choice.to_date[n]
                place = self.daftar.place(one.entry.row, source)
                facts = {"found": rupiah(value), "expected": rupiah(value - rest), "triwulan": n}
                self._tell("impor_kumulatif_negatif", place, one.entry, **facts)
                self._note(one, key, rest, cell, Act.DITOLAK)
                continue
            rest = 0.0 if abs(rest) < CENT else rest
            if target is None:
                target = self._new_row(one, row)
                if target is None:
                    self._note(one, key, rest, None, Act.DITOLAK)
                    return
                cell = target.sel.get(key)
            blank = tuple(m for m in QUARTERS if m < n and self._is_blank(target, known, m))
            if self._put(one, key, rest, cell, blank if is_sum and rest else ()):
                known[n] = rest

    def _unfilled(self) -> None:
        """Told once for a quarter: what was written there is that of earlier quarters too, if no row fills those."""
        typed = {n for row in self.realisasi.rows for n in QUARTERS if isinstance(row.isi.get(f"tw{n}_rp"), float)}
        filled = typed | {int(f.key[2]) for f in self.figures if f.key != "pagu" and f.act in WRITTEN}
        for n, source in self.choice.to_date.items():
            mine = [f for f in self.figures if f.key == f"tw{n}_rp" and f.act in WRITTEN]
            blank = [m for f in mine[:1] for m in QUARTERS if m < n and m not in filled]
            whole = [f for f in mine if set(blank) & set(f.with_blank)]
            if whole:
                first = whole[0].match.entry
                facts = {"n": len(whole), "column": label(f"tw{n}_rp"), "expected": labels(blank)}
                self._tell("impor_triwulan_kosong", self.daftar.place(first.row, source), first, **facts)

    def _amounts(self, entry: Entry) -> list[tuple[int, float, bool]]:
        found = [(n, entry.amount(key), False) for n, key in self.choice.quarters.items()]
        found += [(n, entry.amount(key), True) for n, key in self.choice.to_date.items()]
        return sorted((n, value, is_sum) for n, value, is_sum in found if value is not None)

    def _before(self, target: Baris | None, known: Mapping[int, float], n: int) -> float:
        """What the workbook holds for an earlier quarter, or gets from this list."""
        typed = target.isi.get(f"tw{n}_rp") if target is not None else None
        return known.get(n, typed if isinstance(typed, float) else 0.0)

    @staticmethod
    def _is_blank(target: Baris, known: Mapping[int, float], n: int) -> bool:
        """Whether neither the workbook nor this list says anything of an earlier quarter."""
        return n not in known and not isinstance(target.isi.get(f"tw{n}_rp"), float)

    def _row_of(self, row: Baris) -> Baris | None:
        """The row of quarters of a program row."""
        code = str(row.isi.get("kunci")).casefold()
        return next((r for r in self.realisasi.rows if str(r.isi.get("kunci") or "").casefold() == code), None)

    def _new_row(self, one: Match, row: Baris) -> Baris | None:
        """The first row of the table that waits for typing, with the code written into it."""
        if self._spare is None:
            self._spare = list(_waiting(self.realisasi, self.sheet))
        if not self._spare:
            place = Place(self.realisasi.sheet)
            self._tell("impor_tanpa_baris", place, one.entry, found=row.isi.get("kunci"))
            return None
        made = read_row(self.realisasi, self.sheet, self._spare.pop(0))
        made.isi["kunci"] = row.isi.get("kunci")
        self.realisasi.rows.append(made)
        self.writes.append(CellWrite(self.realisasi.sheet, made.sel["kunci"].place.cell, value=str(row.isi["kunci"])))
        return made

    # --- one cell ---

    def _put(self, one: Match, key: str, value: float, cell: Sel | None, with_blank: tuple[int, ...] = ()) -> bool:
        """Write into a blank cell, and into a filled one where that was asked for; whether the cell then holds it."""
        if cell is None:
            return False
        blank = cell.nilai.state is State.KOSONG and cell.raw.formula is None
        equal = cell.raw.formula is None and _equal(cell.nilai.angka, value)
        is_text = isinstance(cell.raw.value, str)  # formulas do not see a number typed as text
        if equal and not is_text:
            self._note(one, key, value, cell, Act.SAMA)
            return True
        if blank:
            self.writes.append(CellWrite(cell.place.sheet, cell.place.cell, value=_plain(value)))
            self._note(one, key, value, cell, Act.DITULIS, with_blank)
            return True
        if not self.timpa and not equal:
            facts = {"found": cell.nilai.teks, "expected": rupiah(value), "column": label(key)}
            self._tell("impor_bentrok", cell.place, one.entry, **facts)
            self._note(one, key, value, cell, Act.BENTROK)
            return False
        note = text("catatan_angka_lama", found=cell.raw.formula or cell.nilai.teks)
        self.writes.append(CellWrite(cell.place.sheet, cell.place.cell, value=_plain(value), note=note))
        self._note(one, key, value, cell, Act.DITIMPA, with_blank)
        return True

    def _note(
        self, one: Match, key: str, value: float, cell: Sel | None, act: Act, with_blank: tuple[int, ...] = ()
    ) -> None:
        before, place = ("", None) if cell is None else (held(cell), cell.place)
        self.figures.append(Figure(one, key, value, before, act, place, with_blank))


def _waiting(tabel: Tabel, sheet: Sheet) -> Iterator[int]:
    """The rows of an Excel table in which nothing is typed yet."""
    ref = next((ref for ref in sheet.tables if ref.name == tabel.table_name), None)
    if ref is None:
        return
    first, _, last, _ = parse_range(ref.ref)
    typed = [tabel.header[c.key] for c in tabel.columns if not c.derived and c.key in tabel.header]
    for row in range(first + ref.header_row, last + 1 - ref.totals_row):
        if all(sheet.cell(row, col).value in (None, "") and sheet.cell(row, col).formula is None for col in typed):
            yield row


def held(cell: Sel) -> float | str:
    """What a cell holds: its number, else its words."""
    return cell.nilai.angka if cell.nilai.angka is not None else cell.nilai.teks


def label(key: str) -> str:
    """A figure as a reader calls it: `Pagu`, `TW II`."""
    return text("impor_pagu") if key == "pagu" else f"TW {ROMAN[int(key[2]) - 1]}"


def labels(quarters: Sequence[int]) -> str:
    """Quarters as a reader calls them: `TW I, TW II`."""
    return ", ".join(label(f"tw{n}_rp") for n in quarters)


def rupiah(value: float) -> str:
    """An amount as it is read."""
    return format_number(value, 0 if _plain(value) == int(value) else 2)


def _equal(left: float | None, right: float) -> bool:
    return left is not None and abs(left - right) < CENT


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
