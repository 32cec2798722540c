"""The verbs that bring findings to where people work."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_tools import api
from workbook_tools.cli.group import FILE, FINDINGS, profile, verb
from workbook_tools.cli.screen import Screen
from workbook_tools.messages import text


@verb("accept")
@click.argument("source", metavar="IN", type=FILE)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--alasan", metavar="T", required=True, help=text("bantuan_opsi_alasan"))
@click.option("--nama", metavar="T", required=True, help=text("bantuan_opsi_nama"))
@click.option("--out", metavar="OUT", required=True, type=FILE, help=text("bantuan_opsi_out"))
@profile("bantuan_opsi_profile_periksa")
def accept(source: Path, ids: tuple[str, ...], alasan: str, nama: str, out: Path, profile: str | None) -> int:
    """Accept findings as exceptions in a copy."""
    done = api.accept(source, out, ids, alasan=alasan, nama=nama, profile=profile)
    screen = Screen()
    screen.line(text("tampil_terima", path=out, n=len(done.added)))
    for found in done.added:
        screen.line(f"  {found.id} {found.place}: {found.fact}")
    if done.already:
        screen.line(text("tampil_terima_sudah", n=len(done.already)))
    return 0


@verb("audit")
@click.argument("source", metavar="IN", type=FILE)
@click.option("--out", metavar="OUT", required=True, type=FILE, help=text("bantuan_opsi_out"))
@click.option("--terbilang", is_flag=True, help=text("bantuan_opsi_terbilang"))
@profile("bantuan_opsi_profile_periksa")
def audit(source: Path, out: Path, terbilang: bool, profile: str | None) -> int:
    """Show every finding at its cell in a copy."""
    done = api.audit(source, out, profile=profile, terbilang=terbilang)
    screen = Screen()
    listed = len(done.result.findings) + len(done.result.accepted)
    screen.line(text("tampil_audit", path=out, n=listed, cells=done.coloured, notes=done.noted))
    if done.unnoted:
        screen.line(text("tampil_audit_tanpa_catatan", n=done.unnoted))
    if done.again:
        screen.line(text("tampil_audit_lagi"))
    return FINDINGS if done.result.errors else 0
