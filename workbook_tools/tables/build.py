"""A working workbook in memory: input rows as data, every view and computed column filled by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from workbook_tools.compute.rule import Alasan
from workbook_tools.evaluate import Engine, build, folded, view_length
from workbook_tools.formats import get
from workbook_tools.formats.spec import Entity
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Baris, Tabel, Value
from workbook_tools.tables.structure import link, number_groups

#: Typed rows of the input sheets: role → rows of column key → value.
Isian: TypeAlias = Mapping[str, Sequence[Mapping[str, Value]]]

INPUTS = ("masukan.profil", "masukan.indikator", "masukan.program", "masukan.realisasi")


def parameters(rows: Iterable[Baris]) -> dict[str, Value]:
    """The settings of a Profil sheet: kunci → isi."""
    return {str(row.isi.get("kunci") or "").strip().casefold(): row.isi.get("isi") for row in rows}


def working_tables(profil: Profil, isian: Isian, years: tuple[int, ...], formats: Sequence[str]) -> dict[str, Tabel]:
    """All tables of a working workbook by role, with their values; `years` ends with the year reported on."""
    wanted = [get(name) for name in dict.fromkeys((*INPUTS, *formats))]
    tables = {f.role: Tabel(f, f.columns(years), sheet=f.sheet, years=years, working=True) for f in wanted}
    for role, tabel in tables.items():
        if tabel.format.is_input:
            tabel.rows = [Baris(n, isi=dict(row)) for n, row in enumerate(isian.get(role, ()))]
            structure(tabel)
    for tabel in tables.values():
        if tabel.format.entity is Entity.SKALA:
            tabel.rows = [Baris(n, isi=dict(row)) for n, row in enumerate(scale_rows(profil))]
        elif not tabel.format.is_input:
            tabel.rows = [Baris(n) for n in range(view_length(tabel, tables))]
    engine = build(tables, profil, parameters(tables["profil"].rows))
    for tabel in tables.values():
        _names(tabel, engine)
    return tables


def scale_rows(profil: Profil) -> list[dict[str, Value]]:
    """The bands of the profile's scale as the report prints them."""
    return [
        {"no": f"{n}.", "nilai": band.tercetak, "keterangan": band.keterangan, "kategori": band.kategori}
        for n, band in enumerate(profil.skala.bands, start=1)
    ]


def structure(tabel: Tabel) -> None:
    """Levels, repetitions and parents of input rows; rows that wait for typing stand outside."""
    key = "no_sasaran" if tabel.format.entity is Entity.INDIKATOR else "kunci"
    seen: dict[Value, int] = {}
    used = [row for row in tabel.rows if row.isi.get("kunci") not in (None, "")]
    for row in used:
        mine = folded(row.isi.get(key))
        seen[mine] = row.ke = seen.get(mine, 0) + 1
        row.level = str(row.isi.get("level") or "").casefold()
    if tabel.format.entity is Entity.PROGRAM:
        link(used)
    number_groups(used)


def _names(tabel: Tabel, engine: Engine) -> None:
    """What each row is called, as a reader of the sheet would say."""
    above = ""
    for row in tabel.rows:
        above = row.nama = _text(row.isi.get(tabel.format.name_column)) or above
        row.indikator = _text(row.isi.get(tabel.format.indicator_column))
        if not tabel.format.is_input:
            row.level = _text(engine.value(tabel, row, "level"))


def _text(value: Value) -> str:
    return value.teks if isinstance(value, Alasan) else str(value) if isinstance(value, str) else ""
