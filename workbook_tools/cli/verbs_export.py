"""The verb `export`: tables for the report."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_tools import api
from workbook_tools.cli.group import FILE, FINDINGS, profile, verb
from workbook_tools.cli.screen import Screen
from workbook_tools.messages import text


@verb("export")
@click.argument("source", metavar="IN", type=FILE)
@click.argument("formats", metavar="[FORMAT]...", nargs=-1)
@click.option("--out", metavar="F", required=True, type=FILE, help=text("bantuan_opsi_out"))
@profile("bantuan_opsi_profile_periksa")
def export(source: Path, formats: tuple[str, ...], out: Path, profile: str | None) -> int:
    """Write the tables of the report to a Word or Excel file."""
    done = api.export(source, out, formats=formats, profile=profile)
    screen = Screen()
    screen.line(text("tampil_ekspor", path=out, n=len(done.tables), tables=", ".join(done.tables)))
    for left in done.left_out:
        screen.line(text("tampil_ekspor_lewat", name=left.name, reason=left.reason))
    if done.result.skipped:
        screen.line(text("tampil_lembar_dilewati", sheets=", ".join(done.result.skipped)), "dim")
    if done.not_computed:
        screen.line(text("tampil_ekspor_tanpa_angka", n=done.not_computed))
    if done.result.errors:
        screen.line(text("tampil_ekspor_kesalahan", n=done.result.errors, path=source))
    return FINDINGS if done.result.errors else 0
