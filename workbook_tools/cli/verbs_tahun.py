"""The verbs of the year's round: rollover, migrate."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_tools import api
from workbook_tools.cli import show_tahun
from workbook_tools.cli.group import FILE, FINDINGS, profile, verb
from workbook_tools.cli.screen import Screen
from workbook_tools.messages import text


@verb("rollover")
@click.argument("source", metavar="IN", type=FILE)
@click.option("--out", metavar="OUT", required=True, type=FILE, help=text("bantuan_opsi_out"))
@click.option("--seri", metavar="N", type=click.IntRange(min=1), help=text("bantuan_opsi_seri_lanjut"))
@profile("bantuan_opsi_profile_periksa")
@click.option("--timpa", is_flag=True, help=text("bantuan_opsi_timpa"))
def rollover(source: Path, out: Path, seri: int | None, profile: str | None, timpa: bool) -> int:
    """Make next year's workbook."""
    done = api.rollover(source, out, seri=seri, profile=profile, overwrite=timpa)
    show_tahun.rolled(Screen(), source, done)
    return FINDINGS if done.errors else 0


@verb("migrate")
@click.argument("source", metavar="IN", type=FILE)
@click.option("--out", metavar="OUT", required=True, type=FILE, help=text("bantuan_opsi_out"))
@profile("bantuan_opsi_profile_periksa")
@click.option("--timpa", is_flag=True, help=text("bantuan_opsi_timpa"))
def migrate(source: Path, out: Path, profile: str | None, timpa: bool) -> int:
    """Move a workbook to the current template version."""
    show_tahun.migrated(Screen(), source, api.migrate(source, out, profile=profile, overwrite=timpa))
    return 0
