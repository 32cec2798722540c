"""The verb that compares two versions of a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_tools import api
from workbook_tools.cli import show_diff
from workbook_tools.cli.group import FILE, FINDINGS, profile, verb
from workbook_tools.cli.screen import Screen
from workbook_tools.messages import text


@verb("diff")
@click.argument("old", metavar="OLD", type=FILE)
@click.argument("new", metavar="NEW", type=FILE)
@profile("bantuan_opsi_profile_periksa")
@click.option("--json", "as_json", is_flag=True, help=text("bantuan_opsi_json_diff"))
@click.option("--catatan", is_flag=True, help=text("bantuan_opsi_catatan_diff"))
@click.option("--out", metavar="F.xlsx", type=FILE, help=text("bantuan_opsi_out_diff"))
def diff(old: Path, new: Path, profile: str | None, as_json: bool, catatan: bool, out: Path | None) -> int:
    """Compare two versions of a workbook."""
    found = api.diff(old, new, target=out, profile=profile)
    if as_json:
        show_diff.as_json(found)
    else:
        show_diff.difference(Screen(), found, (old, new), notes=catatan)
    return FINDINGS if found.new_errors else 0
