"""One run over one workbook: read, recognise, type, check. Changes nothing; `writeback` writes, later and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.fuzz import ratio

from workbook_tools.books.model import Book, parse_address
from workbook_tools.checks import (
    cells,
    entities,
    exceptions,
    facts,
    figures,
    hints,
    hubungan,
    inferred,
    makna,
    misnamed,
    penyesuaian,
    rencana,
    rows,
    sums,
    wajar,
    wording,
    working,
)
from workbook_tools.checks.conflict import diagnose
from workbook_tools.checks.context import Context
from workbook_tools.checks.identity import identify
from workbook_tools.checks.wording import printed_bands
from workbook_tools.errors import NoKnownTable
from workbook_tools.evaluate import Engine
from workbook_tools.findings import Accepted, Finding, Place, Severity, finding
from workbook_tools.formats.spec import Entity
from workbook_tools.headings import YEAR
from workbook_tools.names import key as name_key
from workbook_tools.recognise import Recognised, recognise
from workbook_tools.regulations.choices import CAPAIAN_BERSAMA
from workbook_tools.regulations.profile import PROFIL_BAWAAN, Profil, available, load, named
from workbook_tools.tables.build import parameters
from workbook_tools.tables.model import Tabel, Value
from workbook_tools.tables.typed import agree_on_levels, typed_table

SAID_YEAR = re.compile(r"tahun\s+(?:anggaran\s+)?(20\d\d)(?!\s*[-–/]\s*20)", re.IGNORECASE)
PART = 0.25  # what a limit or a word alone says of a band


@dataclass(frozen=True, slots=True)
class Result:
    """What one run found: the tables with their cells, the findings, and the profile and year that were in force."""

    path: Path | None
    tables: tuple[Tabel, ...]
    findings: tuple[Finding, ...]
    profil: Profil
    tahun: int
    engine: Engine
    skipped: tuple[str, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings are certain errors."""
        return sum(f.severity is Severity.ERROR for f in self.findings)


def process(book: Book, profil: Profil | None = None) -> Result:
    """Check every known table of the book. NoKnownTable where there is none, InputError where its profile is unknown.

    Without a profile the book's own Profil sheet says which is in force, else the scale that it prints, else the
    neutral one.
    """
    found = [table for sheet in book if not exceptions.is_own(sheet) for table in recognise(sheet)]
    if not found:
        raise NoKnownTable("tidak_ada_tabel", path=book.path.name if book.path else "")
    tables = _typed(found)
    params = _params(tables)
    chosen, said = _profile(book, profil, params, tables)
    told: list[Finding] = []
    tahun = _year(params, found, tables, chosen)
    versi_pk = str(params.get("versi_pk") or chosen.versi_pk).strip().casefold()
    by_role = {t.role: t for t in reversed(tables)}
    params = {**params, "versi_pk": versi_pk}
    if profil is None and not params.get("profil"):
        chosen = _shared_by_fit(chosen, tables, by_role, params)
        told.append(finding("profil_dipilih", Place(tables[0].sheet), found=chosen.id, expected=chosen.capaian_bersama))
    engine = Engine(by_role, chosen, params, derive=False)
    context = Context(tables, chosen, engine, tahun, versi_pk, scale_said=said)
    _check(context)
    findings = [
        *told,
        *(f for table in found for f in table.findings),
        *context.findings,
        *diagnose(context.constraints),
    ]
    known = {table.sheet.title for table in found}
    others = (s for s in book if s.title not in known and not s.is_chart and not exceptions.is_own(s))
    skipped = tuple(sheet.title for sheet in others if sheet.cells)
    ordered = _named(book, context, _without_echo(findings))
    still_open, accepted, about = exceptions.apply(book, ordered)
    ordered = _in_order(book, [*still_open, *_named(book, context, about)])
    return Result(book.path, tuple(tables), tuple(ordered), chosen, tahun, engine, skipped, tuple(accepted))


def _named(book: Book, context: Context, findings: Sequence[Finding]) -> list[Finding]:
    """The findings in order, each with its id and its file."""
    file = str(book.path) if book.path else ""
    return [replace(f, file=file) for f in identify(_in_order(book, findings), context)]


def _typed(found: Sequence[Recognised]) -> list[Tabel]:
    """All tables; those that mix sasaran and programs last, when the names of the sasaran are known."""
    plain = {id(t): typed_table(t) for t in found if t.heading.format.entity is not Entity.RINCIAN}
    named = (t for t in plain.values() if t.format.entity is Entity.INDIKATOR)
    sasaran = tuple(dict.fromkeys(row.nama for t in named for row in t.rows if row.level != "tujuan"))
    tables = [plain.get(id(t)) or typed_table(t, sasaran) for t in found]
    agree_on_levels(tables, sasaran)
    return tables


def _check(context: Context) -> None:
    """All checks, those that decide what a row is first."""
    rows.mark_copies(context)
    registry = entities.registry(context.tables, context.engine)
    _polaritas(registry)
    misnamed.check(context, registry)
    inferred.check(context, registry)
    makna.check(context)
    cells.check(context)
    figures.check(context)
    sums.check(context)
    facts.check(context, registry)
    hubungan.check(context, registry)
    penyesuaian.check(context, registry)
    rencana.check(context, registry)
    rows.check(context, registry)
    wording.check(context, registry)
    working.check(context)
    wajar.check(context, registry)
    hints.check(context)


def _polaritas(registry: entities.Registry) -> None:
    """Every row of an entity counts the way that its input sheet says."""
    for entitas in registry.entities:
        said = next((str(b.isi["polaritas"]) for _, b in entitas.rows if b.isi.get("polaritas")), "")
        for _, row in entitas.rows:
            row.polaritas = row.polaritas or said


def _params(tables: Sequence[Tabel]) -> dict[str, Value]:
    settings = next((t for t in tables if t.format.entity is Entity.PROFIL), None)
    return parameters(settings.rows) if settings is not None else {}


def _profile(
    book: Book, profil: Profil | None, params: dict[str, Value], tables: Sequence[Tabel]
) -> tuple[Profil, bool]:
    """The profile in force, and whether anybody said which scale holds. InputError where the workbook names a profile
    that is not known."""
    if profil is not None:
        return profil, True
    if wanted := str(params.get("profil") or "").strip():
        return named(wanted, book.path), True
    printed = _by_scale(tables)
    return printed or _by_words(tables), printed is not None


def _by_words(tables: Sequence[Tabel]) -> Profil:
    """The profile whose scale gives most of the kategori that tables print beside a capaian; the neutral one where no
    other explains more."""
    printed = [
        (row.isi["capaian"], name_key(str(row.isi["kategori"])))
        for t in tables
        for row in t.rows
        if isinstance(row.isi.get("capaian"), float) and row.isi.get("kategori")
    ]

    def explained(p: Profil) -> int:
        bands = ((p.skala.band(value), word) for value, word in printed if isinstance(value, float))
        return sum(band is not None and name_key(band.kategori) == word for band, word in bands)

    return max((load(PROFIL_BAWAAN), *(load(i.id) for i in available() if i.id != PROFIL_BAWAAN)), key=explained)


def _by_scale(tables: Sequence[Tabel]) -> Profil | None:
    """The profile whose scale agrees best with the one that the workbook prints, in more than half of its bands.

    Best and not whole: a wrong word or limit in the printed scale is a finding, not another profile.
    """
    printed = [
        (limit, name_key(word), str(row.isi.get("nilai")))
        for t in tables
        if t.format.entity is Entity.SKALA
        for row, limit, word in printed_bands(t)
    ]
    own = [load(info.id) for info in available() if info.id != PROFIL_BAWAAN]
    scored = [(_agreement(printed, p), p) for p in (*own, load(PROFIL_BAWAAN))]
    best, profil = max(scored, key=lambda pair: pair[0])
    return profil if printed and best > len(profil.skala.bands) / 2 else None


def _agreement(printed: Sequence[tuple[float | None, str, str]], profil: Profil) -> float:
    """Bands that a printed scale and a profile's have alike; a limit or a word alone counts a quarter.

    Scales with the same limits are told apart by how their limits are written: `76% s.d ≤ 90%` or `76 ≤ 90`.
    """
    bands = {(band.batas_bawah, name_key(band.kategori)): band.tercetak for band in profil.skala.bands}
    limits, words = {limit for limit, _ in bands}, {word for _, word in bands}
    score = 0.0
    for limit, word, text in printed:
        same = bands.get((limit, word))
        score += PART * ((limit in limits) + (word in words)) if same is None else 1 + PART * (ratio(text, same) / 100)
    return score


def _shared_by_fit(
    profil: Profil, tables: Sequence[Tabel], by_role: dict[str, Tabel], params: dict[str, Value]
) -> Profil:
    """The profile with the choice of shared capaian that most printed figures follow.

    Nobody said which profile is in force, and the scale alone does not say how indicators share one money cell; the
    figures do. A tie keeps the profile's own choice.
    """
    options = [
        profil,
        *(replace(profil, capaian_bersama=how) for how in CAPAIAN_BERSAMA if how != profil.capaian_bersama),
    ]
    fits = [inferred.fitting(tables, Engine(by_role, p, params, derive=False)) for p in options]
    return options[fits.index(max(fits))]


def _year(params: dict[str, Value], found: Sequence[Recognised], tables: Sequence[Tabel], profil: Profil) -> int:
    """The year reported on: by the Profil sheet, the titles, the last year of a series, or the profile's first year."""
    typed = YEAR.search(str(params.get("tahun") or ""))
    if typed:
        return int(typed[1])
    titles = _years_said(found, SAID_YEAR) or _years_said(found, YEAR)
    years = [t.years[-1] for t in tables if t.years and t.format.ends_with_year] or titles
    return max(set(years), key=years.count) if years else profil.sumber.dari.year


def _years_said(found: Sequence[Recognised], said: re.Pattern[str]) -> list[int]:
    """The years that titles name, of tables about the next year the one before it; plans speak of many years."""
    formats = [(table.title, table.heading.format) for table in found]
    return [
        int(year) - format.tahun_geser
        for title, format in formats
        if format.axis is None or format.ends_with_year
        for year in said.findall(title)
    ]


def _without_echo(findings: Sequence[Finding]) -> list[Finding]:
    """In a row with an error, notes about rounding only repeat what the error says."""
    rows_with_errors = {(f.place.sheet, _reading(f.place)[0]) for f in findings if f.severity is Severity.ERROR}
    echo = ("cocok_dari_tampilan", "cocok_dalam_pembulatan")
    return [
        f for f in dict.fromkeys(findings)
        if not (f.code in echo and (f.place.sheet, _reading(f.place)[0]) in rows_with_errors)
    ]  # fmt: skip


def _in_order(book: Book, findings: Sequence[Finding]) -> list[Finding]:
    """Gravest first, then as one reads the workbook."""
    order = {sheet.title: n for n, sheet in enumerate(book)}
    return sorted(findings, key=lambda f: (f.severity.rank, order.get(f.place.sheet, -1), _reading(f.place), f.code))


def _reading(place: Place) -> tuple[int, int]:
    return parse_address(place.cell) if place.cell else (0, 0)
