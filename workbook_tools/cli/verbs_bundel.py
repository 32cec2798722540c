"""The verb `addin bundle`: everything an office needs to install, in one folder."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

import workbook_tools
from workbook_tools.addin.build import built
from workbook_tools.addin.bundle import Bahan, starter
from workbook_tools.addin.bundle import bundle as make
from workbook_tools.addin.bundle import steps as count
from workbook_tools.addin.target import sasaran
from workbook_tools.cli.group import FILE, verb_of
from workbook_tools.cli.progress import steps
from workbook_tools.cli.screen import Screen
from workbook_tools.cli.verbs_addin import addin
from workbook_tools.messages import text

_MEGABYTE = 1_000_000


@verb_of(addin, "bundle", "bantuan_addin_bundle")
@click.option("--out", metavar="OUT", required=True, type=FILE, help=text("bantuan_opsi_out_bundel"))
@click.option("--platform", metavar="P", default="win_amd64", help=text("bantuan_opsi_platform"))
@click.option("--python", metavar="V", default="3.11", help=text("bantuan_opsi_python"))
@click.option("--wheels", metavar="F", type=FILE, help=text("bantuan_opsi_wheels"))
@click.option("--pemasang-python", metavar="F", type=FILE, help=text("bantuan_opsi_pemasang_python"))
@click.option("--sumber", metavar="F", type=FILE, help=text("bantuan_opsi_sumber"))
@click.option("--timpa", is_flag=True, help=text("bantuan_opsi_timpa"))
def bundle(
    out: Path,
    platform: str,
    python: str,
    wheels: Path | None,
    pemasang_python: Path | None,
    sumber: Path | None,
    timpa: bool,
) -> int:
    """Make the bundle."""
    target = sasaran(platform, python)
    source = sumber if sumber is not None else Path(workbook_tools.__file__).parent.parent
    material = Bahan(source, built(), version("workbook-tools"), wheels, pemasang_python)
    with steps(count(material, target)) as step:
        done = make(out, material, target, timpa=timpa, step=step)
    screen = Screen()
    facts = {"platform": platform, "python": python, "n": done.berkas, "size": round(done.ukuran / _MEGABYTE)}
    screen.line(text("tampil_bundel", path=out, versi=done.versi, **facts))
    if pemasang_python is None:
        screen.line(text("tampil_bundel_tanpa_python", python=python))
    screen.line(text("tampil_bundel_lanjut", script=starter(target)))
    return 0
