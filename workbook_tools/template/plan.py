"""What a working workbook holds: its tables with values, how many rows each has, the settings of the Profil sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from workbook_tools.errors import InputError
from workbook_tools.formats import get
from workbook_tools.formats.spec import BUDGET, OLD_PLAN, PEMBANDING, PLAN, REPORTED, Entity, spoken
from workbook_tools.formulas import Structured
from workbook_tools.messages import text
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.build import Axes, Isian, inputs_of, parameters, working_tables
from workbook_tools.tables.model import Tabel, Value
from workbook_tools.template.layout import Layout

#: Rows that wait for typing in a template without data, by role of the input sheet.
EMPTY_ROWS = {
    "indikator": 12, "program": 80, "realisasi": 100, "renstra": 12, "renstra_lama": 12, "analisis": 12, "rencana": 12,
    "renja": 80,
}  # fmt: skip
#: Settings of the Profil sheet in order; those that name a sheet stand there only where the workbook has it.
SETTINGS = ("pemda", "perangkat_daerah", "tahun", "tahun_awal", "profil", "versi_pk")
SETTINGS_OF = {
    "renstra": ("renstra_awal", "renstra_akhir"), "renstra_lama": ("renstra_lama_awal", "renstra_lama_akhir"),
    "analisis": ("pembanding",), "renja": ("triwulan",),
}  # fmt: skip
#: A view of programs alone follows a sheet with all their kegiatan: it needs far fewer rows.
PROGRAMS_ONLY = ("program", "uraian")
FEWEST_PROGRAMS, SPARE_PROGRAMS = 12, 4
#: How many years a plan has where nobody says it.
PLAN_YEARS = 5

#: Years that headings are read for.
FIRST_YEAR, LAST_YEAR = 2000, 2099

Typed: TypeAlias = Mapping[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the sheets are written from; `layouts` in the order of the sheets, by role."""

    profil: Profil
    years: tuple[int, ...]
    tables: Mapping[str, Tabel]
    layouts: Mapping[str, Layout]
    formulas: Structured
    empty: bool

    def value(self, role: str, row: int, key: str) -> Value:
        """The value of a cell; None in rows that wait for typing."""
        rows = self.tables[role].rows
        return rows[row].isi.get(key) if row < len(rows) else None

    def setting(self, key: str) -> Value:
        """What the Profil sheet says for a key."""
        return next((r.isi.get("isi") for r in self.tables["profil"].rows if r.isi.get("kunci") == key), None)


def plan(
    profil: Profil,
    *,
    formats: Sequence[str] = (),
    tahun: int | None = None,
    seri: int | None = None,
    renstra: tuple[int, int] | None = None,
    isian: Isian | None = None,
    spare: bool = True,
) -> Plan:
    """Compute all tables and lay them out. Without `isian` the input sheets hold empty rows only."""
    given: Isian = {} if isian is None else isian
    typed = {str(row.get("kunci")): row for row in given.get("profil", ())}
    wanted = tuple(formats) or profil.format
    years = _years(profil, typed, tahun, seri)
    roles = [get(name).role for name in inputs_of(map(get, wanted))]
    axes = {REPORTED: years, BUDGET: (years[-1], years[-1] + 1), **_plan_years(typed, years[-1], renstra)}
    filled = {**given, "profil": _settings(profil, axes, typed, roles)}
    tables = working_tables(profil, filled, axes, wanted)
    _name_compared(tables)
    _check_sheet_names(tables)
    counts = _row_counts(tables, empty=isian is None, spare=spare)
    return Plan(
        profil=profil,
        years=years,
        tables=tables,
        layouts={role: Layout(t.format, t.columns, counts[role]) for role, t in tables.items()},
        formulas=Structured({role: t.format.table_name for role, t in tables.items()}, profil),
        empty=isian is None,
    )


def _name_compared(tables: Mapping[str, Tabel]) -> None:
    """Write into headings whom the office compares itself with."""
    settings = parameters(tables["profil"].rows)
    name = str(settings.get("pembanding") or spoken(PEMBANDING))
    for tabel in tables.values():
        tabel.columns = tuple(
            replace(c, head=tuple(part.replace(PEMBANDING, name) for part in c.head)) for c in tabel.columns
        )


def _years(profil: Profil, typed: Typed, tahun: int | None, seri: int | None) -> tuple[int, ...]:
    """The years of the workbook: as asked, else as the Profil rows say, else as the profile says."""
    last = tahun or _year(typed, "tahun") or profil.sumber.dari.year
    first = _year(typed, "tahun_awal")
    count = seri if seri is not None else last - first + 1 if first else profil.tahun_seri
    if count < 1:
        raise InputError("seri_tahun_salah", count=count)
    if last - count + 1 < FIRST_YEAR or last > LAST_YEAR:
        raise InputError("tahun_di_luar", first=FIRST_YEAR, last=LAST_YEAR)
    return tuple(range(last - count + 1, last + 1))


def _year(typed: Typed, key: str) -> int | None:
    value = typed.get(key, {}).get("isi")
    if isinstance(value, float):
        return int(value)
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else None


def _plan_years(typed: Typed, tahun: int, renstra: tuple[int, int] | None) -> dict[str, tuple[int, ...]]:
    """The years of the plans: as asked, as the Profil rows say, else five from the year reported on, and five before.

    InputError where a plan ends before it begins or is longer than a century.
    """
    first = _year(typed, "renstra_awal") or tahun
    last = _year(typed, "renstra_akhir") or first + PLAN_YEARS - 1
    first, last = renstra or (first, last)
    old_last = _year(typed, "renstra_lama_akhir") or first - 1
    old_first = _year(typed, "renstra_lama_awal") or old_last - PLAN_YEARS + 1
    for begin, end in ((first, last), (old_first, old_last)):
        if not FIRST_YEAR <= begin <= end <= LAST_YEAR:
            raise InputError("renstra_salah", first=begin, last=end)
    return {PLAN: tuple(range(first, last + 1)), OLD_PLAN: tuple(range(old_first, old_last + 1))}


def _settings(profil: Profil, axes: Axes, typed: Typed, roles: Sequence[str]) -> list[dict[str, Value]]:
    """The settings in order. Years and profile are those the formulas are built for; other keys stay at the end."""
    ends = {"tahun": axes[REPORTED], "renstra": axes[PLAN], "renstra_lama": axes[OLD_PLAN]}
    fixed: dict[str, Value] = {"tahun": str(axes[REPORTED][-1]), "profil": profil.id}
    for name, years in ends.items():
        fixed |= {f"{name}_awal": str(years[0]), f"{name}_akhir": str(years[-1])}
    known = (*SETTINGS, *(key for role in roles for key in SETTINGS_OF.get(role, ())))
    rows: list[dict[str, Value]] = []
    for key in dict.fromkeys((*known, *typed)):
        row = typed.get(key, {})
        otherwise = profil.versi_pk if key == "versi_pk" else None
        note = text(f"profil_{key}") if key in known else row.get("keterangan")
        rows.append({"kunci": key, "isi": fixed.get(key, row.get("isi", otherwise)), "keterangan": note})
    return rows


def _row_counts(tables: Mapping[str, Tabel], *, empty: bool, spare: bool) -> dict[str, int]:
    """Rows of every table: a view has as many as the input rows it may have to show."""
    counts: dict[str, int] = {}
    for role, tabel in tables.items():
        if tabel.format.is_input:
            waiting = EMPTY_ROWS.get(role, 0) if empty else tabel.format.spare_rows if spare else 0
            counts[role] = max(1, len(tabel.rows) + waiting)
    for role, tabel in tables.items():
        if not tabel.format.is_input:
            counts[role] = _view_rows(tabel, counts)
    return counts


def _view_rows(tabel: Tabel, counts: Mapping[str, int]) -> int:
    if tabel.format.entity is Entity.SKALA:
        return len(tabel.rows)
    most = sum(counts[scope.table] for scope in tabel.format.follows)
    if tabel.format.levels[:1] == (PROGRAMS_ONLY,):
        return min(most, max(len(tabel.rows), FEWEST_PROGRAMS) + SPARE_PROGRAMS)
    return most


def _check_sheet_names(tables: Mapping[str, Tabel]) -> None:
    seen: dict[str, str] = {}
    for tabel in tables.values():
        other = seen.setdefault(tabel.sheet.casefold(), tabel.format.id)
        if other != tabel.format.id:
            raise InputError("lembar_kembar", sheet=tabel.sheet, first=other, second=tabel.format.id)
