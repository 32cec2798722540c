"""What the figures say, in cautious sentences: never a cause, no word of praise or blame beyond the scale's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workbook_tools.books.model import parse_address
from workbook_tools.compute import rules
from workbook_tools.compute.rule import Alasan
from workbook_tools.export.figures import Figure, in_sentence
from workbook_tools.export.printed import PrintedTable, Row
from workbook_tools.export.reading import RowKind, SheetRow
from workbook_tools.findings import Finding, Place, Severity
from workbook_tools.formats.spec import Entity
from workbook_tools.messages import indonesian
from workbook_tools.names import words
from workbook_tools.regulations.bands import Skala
from workbook_tools.regulations.profile import Profil
from workbook_tools.values import format_number, round_half_away

DECIMALS = 2
MOST_DECIMALS = 9
MOST_PLACES = 3
MOST_ROWS = 5
#: Words in the column satuan that only say "a number": nobody writes "92 angka".
NO_UNIT = frozenset({"angka", "nilai", "skor", "score", "indeks", "poin", "point", "bilangan"})


def tells_capaian(table: PrintedTable) -> bool:
    """Whether the table shows target, realisasi and capaian of one year for every indicator."""
    columns = {c.key: c for c in table.reading.tabel.columns}
    told = all(key in columns and columns[key].periode is None for key in ("target", "realisasi", "capaian"))
    return told and table.format.entity is Entity.INDIKATOR and columns["capaian"].rule is rules.capaian


def told_tables(tables: Sequence[PrintedTable], tahun: int, versi_pk: str) -> list[PrintedTable]:
    """Of all tables about capaian the first for each year and Perjanjian Kinerja: nothing is said twice.

    A table that names neither speaks of the year reported on and the Perjanjian Kinerja in force.
    """
    first: dict[tuple[int, str], PrintedTable] = {}
    for table in tables:
        tabel = table.reading.tabel
        if tells_capaian(table):
            subject = tabel.tahun or tahun, tabel.versi_pk or tabel.format.versi_pk or versi_pk
            first.setdefault(subject, table)
    return list(first.values())


def sentences(table: PrintedTable, profil: Profil, findings: Iterable[Finding]) -> Iterator[str]:
    """One for every indicator of the table."""
    errors = [f for f in findings if f.severity is Severity.ERROR]
    for row in table.rows:
        if row.entry.kind is RowKind.DATA:
            told = _capaian(table, row, profil)
            open_ = _places(table, row, errors)
            yield f"{told} {indonesian('ekspor_kalimat_temuan', places=open_)}" if open_ else told


def _capaian(table: PrintedTable, row: Row, profil: Profil) -> str:
    base = row.entry.row
    unit = table.reading.satuan(base)
    target, realisasi = (in_sentence(_figure(table, row, key), _said(unit)) for key in ("target", "realisasi"))
    exact = table.reading.value(base, "capaian")
    facts = {"indikator": table.label(row), "target": target, "realisasi": realisasi}
    if not isinstance(exact, float):
        reason = exact if isinstance(exact, Alasan) else Alasan("capaian_tidak_ada")
        return indonesian("ekspor_kalimat_tanpa_capaian", reason=reason.teks, **facts)
    capaian = format_number(exact, decimals_of(profil.skala, exact))
    kategori = rules.kategori(profil, exact)
    if isinstance(kategori, Alasan):
        return indonesian("ekspor_kalimat_tanpa_kategori", capaian=capaian, reason=kategori.teks, **facts)
    return indonesian("ekspor_kalimat_capaian", capaian=capaian, kategori=kategori, **facts)


def _said(unit: str) -> str:
    return "" if words(unit) and set(words(unit)) <= NO_UNIT else unit


def _figure(table: PrintedTable, row: Row, key: str) -> Figure:
    column = table.reading.tabel.column(key)
    assert column is not None
    return table.reading.figure(row.entry, column)


def decimals_of(skala: Skala, exact: float) -> int:
    """Two decimals, or as many more as keep the figure that is read in the band that it is in."""
    digits = range(DECIMALS, MOST_DECIMALS)
    return next((n for n in digits if skala.band(round_half_away(exact, n)) is skala.band(exact)), MOST_DECIMALS)


def _places(table: PrintedTable, row: Row, errors: Iterable[Finding]) -> str:
    """Cells of this row's figures that an open error speaks of."""
    mine = table.reading.rows_of(row.entry.row)
    found = [f.place for f in errors if any(_sheet_row(p) in mine for p in (f.place, *f.related))]
    named = list(dict.fromkeys(map(str, found)))
    more = indonesian("ekspor_dan_lain", n=len(named) - MOST_PLACES) if len(named) > MOST_PLACES else ""
    return "; ".join([*named[:MOST_PLACES], *([more] if more else [])])


def _sheet_row(place: Place) -> SheetRow:
    return place.sheet, parse_address(place.cell)[0] if place.cell else 0


def not_computed(table: PrintedTable) -> Iterator[str]:
    """Which columns of a table have no number in which rows, and why: one line for a column and a reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for column, figure, label in table.causes():
        found.setdefault((column.heading, figure.text), []).append(label)
    for (heading, why), every in found.items():
        labels = list(dict.fromkeys(every))
        named = "; ".join(f"«{label}»" for label in labels[:MOST_ROWS])
        if len(labels) > MOST_ROWS:
            named = f"{named}; {indonesian('ekspor_dan_lain', n=len(labels) - MOST_ROWS)}"
        caption = table.title.caption or table.title.words
        yield indonesian("ekspor_tanpa_angka", table=caption, column=heading, reason=why, rows=named)
