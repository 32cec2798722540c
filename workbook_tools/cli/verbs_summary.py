"""The verb of the sheet Ringkasan."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_tools import api
from workbook_tools.cli.group import FILE, FINDINGS, profile, verb
from workbook_tools.cli.screen import Screen
from workbook_tools.messages import text


@verb("summary")
@click.argument("source", metavar="IN", type=FILE)
@click.option("--out", metavar="OUT", required=True, type=FILE, help=text("bantuan_opsi_out"))
@profile("bantuan_opsi_profile_periksa")
def summary(source: Path, out: Path, profile: str | None) -> int:
    """Put the sheet Ringkasan in front of a copy."""
    done = api.summary(source, out, profile=profile)
    told, screen = done.laporan, Screen()
    screen.line(text("tampil_ringkasan", path=out, indikator=len(told.indikator), program=len(told.program)))
    if told.tidak_dihitung:
        screen.line(text("tampil_ringkasan_tidak_dihitung", n=len(told.tidak_dihitung)))
    if done.result.errors:
        screen.line(text("tampil_hitung_kesalahan", n=done.result.errors, path=source))
    return FINDINGS if done.result.errors else 0
