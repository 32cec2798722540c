"""What `rollover` and `migrate` did, as people read it: what moved along, what is left to fill, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbook_tools.cli.screen import Screen
from workbook_tools.messages import text

if TYPE_CHECKING:
    from workbook_tools.migrate import Migrated
    from workbook_tools.rollover import Rolled

NAMED = 5


def rolled(screen: Screen, source: Path, done: Rolled) -> None:
    """What was carried into the new year, what was not, what is left to fill."""
    lalu = done.tahun - 1
    screen.line(text("tampil_rollover", tahun=done.tahun, path=done.path, rows=_rows(done.rows)), "bold")
    if len(done.years) > 1:
        first, last = done.years[0], done.years[-1]
        _detail(screen, text("tampil_rollover_tahun", n=done.results, lalu=lalu, first=first, last=last))
        if done.without:
            _detail(screen, text("tampil_rollover_tanpa", lalu=lalu, names=some(done.without)))
    if done.planned:
        _detail(screen, text("tampil_rollover_rencana", tahun=done.tahun, n=done.planned))
    if done.forecast:
        _detail(screen, text("tampil_rollover_prakiraan", tahun=done.tahun, n=done.forecast))
    if done.forecast_above:
        _detail(screen, text("tampil_rollover_prakiraan_induk", tahun=done.tahun, n=done.forecast_above))
    _detail(
        screen,
        text(
            "tampil_rollover_isi", targets=done.blank_targets, program_targets=done.blank_program_targets,
            pagu=done.blank_pagu,
        )
    )  # fmt: skip
    if done.versi_pk:
        _detail(screen, text("tampil_rollover_pk"))
    if any(done.profil):
        _detail(screen, text("tampil_rollover_profil", old=done.profil[0], new=done.profil[1]))
    if done.replaced:
        _detail(screen, text("tampil_rollover_diganti", lalu=lalu, names=some(done.replaced)))
    if done.unknown:
        _detail(screen, text("tampil_rollover_asing", names=some(done.unknown)))
    for sheet, columns in done.blanked.items():
        _detail(screen, text("tampil_rollover_kosong", sheet=sheet, columns=", ".join(columns)))
    _left_behind(screen, done.sheets)
    if done.errors:
        screen.line(text("tampil_rollover_kesalahan", source=source, n=done.errors), "bold yellow")


def migrated(screen: Screen, source: Path, done: Migrated) -> None:
    """Which versions were raised, what was carried, what a new workbook cannot hold."""
    if not done.versions:
        screen.line(text("tampil_migrate_terkini", source=source, path=done.path))
        return
    screen.line(text("tampil_migrate", path=done.path, rows=_rows(done.rows)), "bold")
    told = (text("tampil_versi_lembar", sheet=sheet, version=version) for sheet, version in done.versions.items())
    _detail(screen, text("tampil_migrate_versi", sheets=", ".join(told)))
    if done.formulas:
        _detail(screen, text("tampil_rumus_jadi_nilai", n=len(done.formulas), cells=some(done.formulas)))
    _left_behind(screen, done.sheets)
    _detail(screen, text("tampil_catatan_tidak_ikut"))


def _left_behind(screen: Screen, sheets: Sequence[str]) -> None:
    if sheets:
        _detail(screen, text("tampil_lembar_tidak_ikut", sheets=", ".join(sheets)))


def _rows(rows: Mapping[str, int]) -> str:
    return ", ".join(text("tampil_baris_lembar", sheet=sheet, n=n) for sheet, n in rows.items() if n)


def some(names: Sequence[object]) -> str:
    """The first few names, and how many more there are."""
    more = [f"… (+{len(names) - NAMED})"] if len(names) > NAMED else []
    return "; ".join([*map(str, names[:NAMED]), *more])


def _detail(screen: Screen, words: str) -> None:
    """One line about the run, under its heading."""
    screen.line(f"  {words}")
