"""`import`: pagu and realisasi of a budget realisation list into a copy of a working workbook.

    columns   which heading of the list is which column (`formats/daftar_anggaran.py`)
    codes     nomenclature codes as they are compared
    daftar    the list as entries with amounts
    match     which entry is which row of Program
    figures   which cells are written, kept, or in conflict
    sums      whether the list agrees with itself and with the workbook
    sheet     the sheet `Impor`: what became of every row

Nothing is guessed: what does not match, or can be read in two ways, is listed and not written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook_tools.books.atomic import refuse_same
from workbook_tools.books.closed import read
from workbook_tools.books.model import Book
from workbook_tools.books.patch import patch
from workbook_tools.books.writes import CellWrite
from workbook_tools.errors import InputError
from workbook_tools.findings import Finding, finding
from workbook_tools.inputs import read_inputs, years_of
from workbook_tools.intake.daftar import Daftar, read_list
from workbook_tools.intake.figures import Act, Choice, Figure, Filling, choose
from workbook_tools.intake.match import How, Match, match
from workbook_tools.intake.sheet import donor_of
from workbook_tools.intake.sums import check
from workbook_tools.process import Result, process
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Baris, Tabel
from workbook_tools.writeback import compute

__all__ = ["Act", "Figure", "How", "Imported", "Match", "Plan", "import_list", "plan_import"]

#: Names alone must account for this much of a list, or it is somebody else's.
ENOUGH_BY_NAME = 0.5
#: Rows of a list that nobody misses: the urusan above the programs, other offices.
PASSED_OVER = (How.ATAS, How.LAIN)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of a list: every row with its match, every figure with its cell, the lowest rows of the
    workbook that the list does not have, findings about the list, what is written, and the profile of the workbook."""

    daftar: Daftar
    choice: Choice
    matches: tuple[Match, ...]
    missing: tuple[Baris, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    others: int  # rows of other offices
    writes: tuple[CellWrite, ...]
    profil: Profil

    @property
    def by(self) -> Counter[How]:
        """How many rows of the list were matched by what."""
        return Counter(one.how for one in self.matches)

    @property
    def acts(self) -> Counter[Act]:
        """How many figures are written, kept, refused."""
        return Counter(figure.act for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was done: the list's rows and figures, how many computed cells followed, how many errors there are then."""

    path: Path
    plan: Plan
    computed: int
    errors: int


def plan_import(
    source: Path,
    into: Path,
    *,
    triwulan: int | None = None,
    kumulatif: bool = False,
    timpa: bool = False,
    sheet: str | None = None,
    profil: Profil | None = None,
) -> Plan:
    """What the list `source` gives to the workbook `into`; nothing is written.

    `triwulan` says which quarter a single column of realisasi is, `kumulatif` that it is everything up to then, `timpa`
    that cells which hold something else are replaced. InputError where the list is none, speaks of another unit or
    year, or matches nothing.
    """
    book = read(into)
    tahun = _year(book, into)
    daftar = read_list(source, tahun, sheet)
    choice = choose(daftar.heading, triwulan, kumulatif=kumulatif)
    result = process(book, profil)
    program, realisasi = _table(result, "program"), _table(result, "realisasi")
    if not program.rows:
        raise InputError("program_kosong", path=into, sheet=program.sheet)
    matches = match(daftar.entries, program.rows)
    _refuse_stranger(source, matches)
    filling = Filling(daftar, choice, program, realisasi, book.sheet(realisasi.sheet), timpa)
    filling.run(matches)
    about = [*_odd(daftar, matches), *filling.findings]
    about += check(daftar, choice, matches, filling.figures, result.profil)
    told = (one for one in matches if one.how not in PASSED_OVER and (one.baris is not None or one.entry.has_money))
    return Plan(
        daftar, choice, tuple(told), tuple(_missing(program, matches)), tuple(filling.figures),
        tuple(replace(f, file=str(source)) for f in about), sum(one.how is How.LAIN for one in matches),
        tuple(filling.writes), result.profil,
    )  # fmt: skip


def import_list(
    source: Path,
    into: Path,
    target: Path,
    *,
    triwulan: int | None = None,
    kumulatif: bool = False,
    timpa: bool = False,
    sheet: str | None = None,
    profil: Profil | None = None,
) -> Imported:
    """Fill pagu and realisasi of a copy of the workbook `into` at `target`, as `plan_import` says, and compute it."""
    for file in (source, into):
        refuse_same(file, target)
    plan = plan_import(
        source, into, triwulan=triwulan, kumulatif=kumulatif, timpa=timpa, sheet=sheet, profil=profil
    )  # fmt: skip
    donor = donor_of(plan.daftar, plan.choice, plan.matches, plan.missing, plan.figures, plan.findings)
    with TemporaryDirectory() as folder:
        between = Path(folder) / f"impor{into.suffix}"
        patch(into, between, plan.writes, donor=donor)
        computed = compute(between, target, plan.profil)
    return Imported(target, plan, computed.written, process(read(target), plan.profil).errors)


def _year(book: Book, into: Path) -> int:
    """The year of a complete and current working workbook; InputError that says what to do about any other."""
    inputs = read_inputs(book)
    if inputs.versions:
        sheets = ", ".join(inputs.versions)
        raise InputError("buku_kerja_versi_lama", path=into, sheets=sheets)
    return years_of(inputs, into)[-1]


def _table(result: Result, role: str) -> Tabel:
    tables = [t for t in result.tables if t.role == role and t.working]
    return next((t for t in tables if t.table_name), tables[0])


def _refuse_stranger(source: Path, matches: list[Match]) -> None:
    """InputError where nothing fits, or only some names that every office has."""
    lowest = [one for one in matches if one.entry.has_money and (one.baris is None or not one.baris.anak)]
    found = [one for one in lowest if one.baris is not None]
    if not any(one.baris is not None for one in matches):
        raise InputError("impor_tak_ada_cocok", path=source, n=len(matches))
    if not any(one.how is How.KODE for one in matches) and len(found) < ENOUGH_BY_NAME * len(lowest):
        raise InputError("impor_daftar_lain", path=source, n=len(found), total=len(lowest))
    if not found:
        raise InputError("impor_hanya_induk", path=source)


def _odd(daftar: Daftar, matches: list[Match]) -> list[Finding]:
    """Rows that fit a row of the workbook and were not taken."""
    codes = {How.NAMA_LAIN: "impor_nama_lain", How.GANDA: "impor_ganda"}
    key = next(iter(daftar.heading.money))
    return [
        finding(
            codes[one.how], daftar.place(one.entry.row, key), row_label=one.entry.nama or one.entry.kode,
            found=one.entry.kode or one.entry.nama, expected=one.near.nama if one.near is not None else "",
        )
        for one in matches
        if one.how in codes
    ]  # fmt: skip


def _missing(program: Tabel, matches: list[Match]) -> list[Baris]:
    """The lowest rows of Program that no row of the list is."""
    taken = {id(one.baris) for one in matches}
    rows = (row for row in program.rows if row.ke == 1 and not row.anak and row.isi.get("kunci") is not None)
    return [row for row in rows if id(row) not in taken]
