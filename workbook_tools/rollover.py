"""`rollover`: next year's working workbook from this year's. What is known moves along, the rest is blank.

This year's target in force and realisasi become a comparison year; they are the computed ones, so that a workbook that
Excel never calculated works too. Targets of the new year come from the plan where the workbook has one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from workbook_tools.books.atomic import refuse_same
from workbook_tools.books.closed import read
from workbook_tools.books.model import Book
from workbook_tools.errors import InputError
from workbook_tools.formats import FORMATS
from workbook_tools.inputs import (
    Inputs,
    base_key,
    computable,
    number_keys,
    profile_of,
    read_inputs,
    sheet_of,
    years_of,
)
from workbook_tools.process import process
from workbook_tools.regulations.choices import VERSI_PK
from workbook_tools.regulations.profile import Profil, for_year
from workbook_tools.tables.build import Isian, working_tables
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.template import build

Row: TypeAlias = dict[str, Value]

#: The columns of an input sheet that say the same next year. Sheets that are not named here start without rows.
CARRIED: Mapping[str, tuple[str, ...]] = {
    "indikator": ("kunci", "no_sasaran", "sasaran", "indikator", "satuan", "polaritas", "agregasi", "level"),
    "program": ("kunci", "level", "uraian", "no_sasaran", "indikator", "satuan", "polaritas", "agregasi"),
    "realisasi": ("kunci",),
    "renstra": ("kunci", "nspk", "target", "keterangan"),
    "renstra_lama": ("kunci", "nspk", "target", "keterangan"),
    "analisis": ("kunci",),
    "rencana": ("kunci",),
    "renja": ("kunci", "target_renstra", "lokasi", "sumber_dana", "prioritas_nasional", "prioritas_daerah",
              "kelompok_sasaran"),
}  # fmt: skip
#: Where a figure of the new year is already known: column of Program → the column that forecast it.
FORECAST: Mapping[str, str] = {"pagu": "pagu_depan", "target": "target_depan"}
#: Settings that speak of a time within the year.
OF_THE_YEAR = ("triwulan",)
INDUK = VERSI_PK[0]


@dataclass(slots=True)
class Rolled:
    """What was made: the year, rows carried by role, what was filled and from where, what is left to fill, and what was
    left out. `errors` counts the errors of this year's workbook, whose figures were carried as they are."""

    path: Path
    tahun: int
    years: tuple[int, ...] = ()
    rows: dict[str, int] = field(default_factory=dict)
    results: int = 0  # indicators whose target and realisasi of this year became a comparison
    without: list[str] = field(default_factory=list)  # indicators without a realisasi to carry
    planned: int = 0  # targets from the plan
    forecast: int = 0  # amounts that this year's workbook forecast
    forecast_above: int = 0  # amounts forecast for rows that have rows below them
    blank_targets: int = 0
    blank_program_targets: int = 0
    blank_pagu: int = 0
    replaced: list[str] = field(default_factory=list)  # indicators and programs of the PK induk alone
    unknown: list[str] = field(default_factory=list)  # rows of quarters that name nothing
    blanked: dict[str, list[str]] = field(default_factory=dict)  # typed columns left blank, by sheet
    sheets: tuple[str, ...] = ()
    profil: tuple[str, str] = ("", "")  # this year's and next year's, where they differ
    versi_pk: bool = False  # the setting went back to the PK induk
    errors: int = 0


def rollover(source: Path, target: Path, *, seri: int | None = None, profil: Profil | None = None) -> Rolled:
    """Write next year's working workbook to `target`, with as many years as this one compares, or `seri`.

    InputError where `source` is no working workbook, names no year, or was made by a newer version of the package.
    """
    refuse_same(source, target)
    following, inputs, isian, done = following_year(read(source), source, target, seri=seri, profil=profil)
    build(following, target, formats=inputs.formats, tahun=done.tahun, seri=len(done.years), isian=isian)
    return done


def following_year(
    book: Book, source: Path, target: Path, *, seri: int | None = None, profil: Profil | None = None
) -> tuple[Profil, Inputs, dict[str, list[Row]], Rolled]:
    """What next year's workbook `target` holds: its profile, what this year's `source` holds, the rows, and the report.

    Nothing is written here. InputError as for `rollover`.
    """
    inputs = read_inputs(book)
    if not inputs.isian["indikator"] and not inputs.isian["program"]:
        raise InputError("buku_kerja_kosong", path=source)
    years = years_of(inputs, source)
    chosen = profil or profile_of(inputs, source)
    done = Rolled(target, years[-1] + 1, sheets=inputs.sheets, errors=process(book, chosen).errors)
    count = len(years) if seri is None else seri
    if count < 1:
        raise InputError("seri_tahun_salah", count=count)
    done.years = tuple(range(done.tahun - count + 1, done.tahun + 1))
    following = _profile(chosen, done)
    tables = working_tables(chosen, _in_force(computable(inputs.isian), chosen), years, ())
    return following, inputs, _next(inputs, tables, done), done


def _profile(profil: Profil, done: Rolled) -> Profil:
    """The profile, where it is still in force next year, else that of its family."""
    if profil.sumber.berlaku_pada(done.tahun):
        return profil
    following = for_year(done.tahun, profil.keluarga)
    done.profil = (profil.id, following.id)
    return following


def _in_force(isian: Isian, profil: Profil) -> dict[str, Sequence[Mapping[str, Value]]]:
    """The rows with the Perjanjian Kinerja that is in force: the profile's, where the Profil sheet is silent."""
    said = (row.get("isi") for row in isian["profil"] if _folded(row.get("kunci")) == "versi_pk")
    others = [row for row in isian["profil"] if _folded(row.get("kunci")) != "versi_pk"]
    versi: Row = {"kunci": "versi_pk", "isi": _folded(next(said, None)) or profil.versi_pk}
    return {**isian, "profil": [*others, versi]}


def _next(inputs: Inputs, tables: Mapping[str, Tabel], done: Rolled) -> dict[str, list[Row]]:
    """The rows of next year's input sheets."""
    targets = _plan(inputs.isian, done.tahun)
    gone = _replaced_codes(tables)
    isian: dict[str, list[Row]] = {
        role: [_carried(role, row) for row in rows if _folded(row.get("kunci")) not in gone]
        for role, rows in inputs.isian.items()
    }
    isian = {role: [row for row in rows if row] for role, rows in isian.items()}
    isian["profil"] = _settings(inputs, done)
    isian["indikator"] = _indicators(tables["indikator"], targets, done)
    isian["program"] = _programs(tables["program"], targets, done)
    isian["realisasi"] = _quarters(isian, gone, done)
    done.rows = {sheet_of(role): len(rows) for role, rows in isian.items() if role != "profil"}
    _tell_blanked(inputs.isian, done)
    return isian


def _settings(inputs: Inputs, done: Rolled) -> list[Row]:
    """The settings; years and profile are set where the workbook is built, and the year begins with its PK induk."""
    left_out = ("tahun", "tahun_awal", "tahun_akhir", "profil", "versi_pk", *OF_THE_YEAR)
    rows = [row for row in inputs.isian["profil"] if _folded(row.get("kunci")) not in left_out]
    done.versi_pk = _folded(inputs.setting("versi_pk")) not in ("", INDUK)
    return [*rows, {"kunci": "versi_pk", "isi": INDUK}]


def _indicators(tabel: Tabel, targets: Mapping[str, float], done: Rolled) -> list[Row]:
    """Every indicator that goes on, with this year as its newest comparison year."""
    rows = []
    for baris in tabel.rows:
        if _only_induk(baris):
            done.replaced.append(_label(baris))
            continue
        row = _carried("indikator", baris.isi)
        for year in done.years[:-1]:
            target, realisasi = _year(baris, year, done.tahun - 1)
            row |= {f"target_{year}": target} if target is not None else {}
            row |= {f"realisasi_{year}": realisasi} if realisasi is not None else {}
        if isinstance(baris.isi.get("realisasi"), float):
            done.results += 1
        elif baris.isi.get("indikator"):
            done.without.append(_label(baris))
        planned = targets.get(_folded(baris.isi.get("kunci")))
        if planned is not None:
            row["target_induk"] = planned
            done.planned += 1
        done.blank_targets += "target_induk" not in row
        rows.append(row)
    return rows


def _year(baris: Baris, year: int, reported: int) -> tuple[float | None, float | None]:
    """Target and realisasi of a year as numbers: the computed ones of the year reported on, else the typed ones."""
    end = "" if year == reported else f"_{year}"
    target, realisasi = baris.isi.get(f"target{end}"), baris.isi.get(f"realisasi{end}")
    return (target if isinstance(target, float) else None), (realisasi if isinstance(realisasi, float) else None)


def _programs(tabel: Tabel, targets: Mapping[str, float], done: Rolled) -> list[Row]:
    """Every program row that goes on, with what this year's workbook forecast for it."""
    rows = []
    for baris in tabel.rows:
        if _only_induk(baris):
            done.replaced.append(_label(baris))
            continue
        row = _carried("program", baris.isi)
        for key, source in FORECAST.items():
            known = baris.isi.get(source)
            if isinstance(known, float) and key == "pagu" and baris.anak:
                done.forecast_above += 1  # money is typed in the lowest rows alone
            elif isinstance(known, float):
                row[key] = known
                done.forecast += 1
        planned = targets.get(_folded(baris.isi.get("kunci"))) if baris.ke == 1 else None
        if planned is not None:
            row["target"] = planned
            done.planned += 1
        done.blank_program_targets += "target" not in row
        done.blank_pagu += not baris.anak and baris.ke == 1 and "pagu" not in row
        rows.append(row)
    return rows


def _plan(isian: Isian, tahun: int) -> dict[str, float]:
    """Code → target of the year by the plan, where the workbook has one that reaches it."""
    key = f"target_{tahun}"
    found = ((_folded(row.get("kunci")), row.get(key)) for row in isian.get("renstra", ()))
    return {code: value for code, value in found if code and isinstance(value, float)}


def _quarters(isian: Mapping[str, Sequence[Row]], replaced: set[str], done: Rolled) -> list[Row]:
    """One row for every indicator and every program row, in the order of this year's sheet; those it lacks follow."""
    codes = [str(r["kunci"]) for role in ("indikator", "program") for r in isian[role] if r.get("kunci")]
    known = {_folded(code) for code in codes}
    waiting = list(codes)
    found: list[Row] = []
    for row in isian["realisasi"]:
        code = _folded(row.get("kunci"))
        mine = next((other for other in waiting if _folded(other) == code), None)
        if mine is not None:
            waiting.remove(mine)
            found.append({"kunci": mine})
        elif code not in known | replaced:
            done.unknown.append(str(row["kunci"]))
    return found + [{"kunci": code} for code in waiting]


def _carried(role: str, row: Mapping[str, Value]) -> Row:
    return {k: v for k, v in row.items() if base_key(k) in CARRIED.get(role, ()) and v not in (None, "")}


def _tell_blanked(isian: Isian, done: Rolled) -> None:
    """Columns that held something and start blank, by their headings; the figures of the year are no news."""
    for role, rows in isian.items():
        format = next((f for f in FORMATS.values() if f.role == role and f.is_input), None)
        if format is None or role == "profil":
            continue
        words = {c.key: c.heading for c in format.columns() if not c.derived and c.key not in number_keys(format)}
        used = {key for row in rows for key in row}
        heads = [head for key, head in words.items() if key in used and key not in CARRIED.get(role, ())]
        if heads:
            done.blanked[sheet_of(role)] = heads


def _only_induk(baris: Baris) -> bool:
    """Replaced between the two Perjanjian Kinerja of this year."""
    return _folded(baris.isi.get("pk")) == INDUK


def _replaced_codes(tables: Mapping[str, Tabel]) -> set[str]:
    """Codes of rows that are left out."""
    rows = (row for role in ("indikator", "program") for row in tables[role].rows)
    return {_folded(row.isi.get("kunci")) for row in rows if _only_induk(row)}


def _label(baris: Baris) -> str:
    return str(baris.isi.get("indikator") or baris.isi.get("uraian") or baris.isi.get("kunci") or "")


def _folded(value: object) -> str:
    return str(value or "").strip().casefold()
