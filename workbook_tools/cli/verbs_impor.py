"""The verb `import`."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_tools import api
from workbook_tools.cli.group import FILE, FINDINGS, profile, verb
from workbook_tools.cli.screen import Screen
from workbook_tools.messages import text


@verb("import")
@click.argument("source", metavar="FILE", type=FILE)
@click.option("--into", metavar="IN", required=True, type=FILE, help=text("bantuan_opsi_into"))
@click.option("--out", metavar="OUT", required=True, type=FILE, help=text("bantuan_opsi_out"))
@click.option("--triwulan", metavar="N", type=click.IntRange(1, 4), help=text("bantuan_opsi_triwulan"))
@click.option("--kumulatif", is_flag=True, help=text("bantuan_opsi_kumulatif"))
@click.option("--lembar", metavar="L", help=text("bantuan_opsi_lembar"))
@profile("bantuan_opsi_profile_periksa")
@click.option("--timpa", is_flag=True, help=text("bantuan_opsi_timpa_sel"))
def import_(
    source: Path,
    into: Path,
    out: Path,
    triwulan: int | None,
    kumulatif: bool,
    lembar: str | None,
    profile: str | None,
    timpa: bool,
) -> int:
    """Fill pagu and realisasi from a list."""
    from workbook_tools.cli import show_impor  # it needs all of the room, and other verbs do not

    done = api.import_(
        source, into, out, triwulan=triwulan, kumulatif=kumulatif, lembar=lembar, profile=profile, timpa=timpa
    )
    show_impor.imported(Screen(), done)
    return FINDINGS if done.errors else 0
