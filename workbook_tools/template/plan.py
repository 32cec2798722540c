"""What a working workbook holds: its tables with values, how many rows each has, the settings of the Profil sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from workbook_tools.errors import InputError
from workbook_tools.formats.spec import Entity
from workbook_tools.formulas import Structured
from workbook_tools.messages import text
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.build import Isian, working_tables
from workbook_tools.tables.model import Tabel, Value
from workbook_tools.template.layout import Layout

#: Rows that wait for typing in a template without data, by role of the input sheet.
EMPTY_ROWS = {"indikator": 12, "program": 80, "realisasi": 100}
#: Settings of the Profil sheet in order.
SETTINGS = ("pemda", "perangkat_daerah", "tahun", "tahun_awal", "profil", "versi_pk")

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
    isian: Isian | None = None,
    spare: bool = True,
) -> Plan:
    """Compute all tables and lay them out. Without `isian` the input sheets hold empty rows only."""
    given: Isian = {} if isian is None else isian
    typed = {str(row.get("kunci")): row for row in given.get("profil", ())}
    years = _years(profil, typed, tahun, seri)
    filled = {**given, "profil": _settings(profil, years, typed)}
    tables = working_tables(profil, filled, years, tuple(formats) or profil.format)
    _check_buildable(tables)
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


def _check_buildable(tables: Mapping[str, Tabel]) -> None:
    """InputError for a format whose figures no input sheet holds."""
    for tabel in tables.values():
        if tabel.format.only_read:
            raise InputError("format_hanya_dibaca", format=tabel.format.id)


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


def _settings(profil: Profil, years: tuple[int, ...], typed: Typed) -> list[dict[str, Value]]:
    """The settings in order. Years and profile are those the formulas are built for; other keys stay at the end."""
    fixed: dict[str, Value] = {"tahun": str(years[-1]), "tahun_awal": str(years[0]), "profil": profil.id}
    rows: list[dict[str, Value]] = []
    for key in dict.fromkeys((*SETTINGS, *typed)):
        row = typed.get(key, {})
        otherwise = profil.versi_pk if key == "versi_pk" else None
        note = text(f"profil_{key}") if key in SETTINGS else row.get("keterangan")
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
    match tabel.format.entity:
        case Entity.SKALA:
            return len(tabel.rows)
        case Entity.RINCIAN:
            return counts["indikator"] + counts["program"]
        case Entity.PROGRAM:
            return counts["program"]
        case _:
            return counts["indikator"]


def _check_sheet_names(tables: Mapping[str, Tabel]) -> None:
    seen: dict[str, str] = {}
    for tabel in tables.values():
        other = seen.setdefault(tabel.sheet.casefold(), tabel.format.id)
        if other != tabel.format.id:
            raise InputError("lembar_kembar", sheet=tabel.sheet, first=other, second=tabel.format.id)
