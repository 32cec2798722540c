"""The verbs of the Excel add-in: `lkjip addin build`."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_tools.addin.build import build as build_addin
from workbook_tools.cli.group import FILE, room, verb_of
from workbook_tools.cli.screen import Screen
from workbook_tools.messages import text


@room("addin")
def addin(context: click.Context) -> int:
    """Show the help when no verb is given."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return 0


@verb_of(addin, "build", "bantuan_addin_build")
@click.option("--out", metavar="OUT", default="kinerja.xlam", type=FILE, help=text("bantuan_opsi_out"))
@click.option("--timpa", is_flag=True, help=text("bantuan_opsi_timpa"))
def build(out: Path, timpa: bool) -> int:
    """Build the add-in."""
    done = build_addin(out, overwrite=timpa)
    Screen().line(text("tampil_addin_build", path=out, n=done.modules, size=done.size, digest=done.digest))
    return 0
