"""`migrate`: a working workbook of an older template version becomes a current one, with all that was typed.

The new workbook is read back before it replaces anything: what it holds must be what the old one held, cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook_tools.books.atomic import refuse_same, write_file
from workbook_tools.books.closed import read
from workbook_tools.errors import InputError
from workbook_tools.findings import Place
from workbook_tools.inputs import Inputs, profile_of, read_inputs, sheet_of, years_of
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.model import Value
from workbook_tools.template import build

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was done: the older versions by sheet (none: the file was copied as it is), the rows carried by sheet, and
    what a new workbook cannot hold: formulas that became values, sheets that are nobody's."""

    path: Path
    versions: dict[str, int]
    rows: dict[str, int]
    formulas: tuple[Place, ...]
    sheets: tuple[str, ...]


def migrate(source: Path, target: Path, profil: Profil | None = None) -> Migrated:
    """Write the workbook `source` to `target` as the current version of its templates.

    A workbook that is current already is copied byte for byte. InputError, and nothing is written, where something
    typed would be lost: a column that no format has any more, a formula that was never calculated.
    """
    refuse_same(source, target)
    inputs = read_inputs(read(source))
    rows = {sheet_of(role): len(found) for role, found in inputs.isian.items() if role != "profil"}
    if not inputs.versions:
        write_file(target, source.read_bytes())
        return Migrated(target, {}, rows, (), ())
    _refuse_loss(source, inputs)
    years = years_of(inputs, source)
    with TemporaryDirectory() as folder:
        made = build(
            profil or profile_of(inputs, source), Path(folder) / "baru.xlsx", formats=inputs.formats, tahun=years[-1],
            seri=len(years), isian=inputs.isian,
        )  # fmt: skip
        _compare(source, inputs, read_inputs(read(made)))
        write_file(target, made.read_bytes())
    return Migrated(target, inputs.versions, rows, tuple(inputs.formulas), inputs.sheets)


def _refuse_loss(source: Path, inputs: Inputs) -> None:
    for code, places in (("migrasi_kolom_hilang", inputs.gone), ("migrasi_belum_dihitung", inputs.uncomputed)):
        if places:
            raise InputError(code, path=source, n=len(places), cells=_named(places))


def _named(places: list[Place]) -> str:
    more = [f"… (+{len(places) - SHOWN})"] if len(places) > SHOWN else []
    return ", ".join([*map(str, places[:SHOWN]), *more])


def _compare(source: Path, old: Inputs, new: Inputs) -> None:
    """InputError that names the first row that is not in the new workbook as it was in the old one."""
    for role, rows in old.isian.items():
        if role == "profil":
            before, after = _settings(old), _settings(new)
            lost = next((key for key in before if before[key] != after.get(key)), None)
            doubled = len(before) != sum(row.get("isi") is not None for row in rows)
        else:
            kept = new.isian.get(role, [])
            lost = next((_label(row) for n, row in enumerate(rows) if kept[n : n + 1] != [row]), None)
            doubled = False
        if lost is not None or doubled:
            raise InputError("migrasi_baris_hilang", path=source, sheet=sheet_of(role), row=lost or "kunci")


def _settings(inputs: Inputs) -> dict[str, Value]:
    rows = (row for row in inputs.isian.get("profil", ()) if row.get("isi") is not None)
    return {str(row.get("kunci")): row.get("isi") for row in rows}


def _label(row: dict[str, Value]) -> str:
    return str(row.get("kunci") or next(iter(row.values()), ""))
