"""The verbs of the add-in on this machine: install, uninstall, rollback, status, doctor."""

from __future__ import annotations

from pathlib import Path

import click

import workbook_tools
from workbook_tools.addin.build import built
from workbook_tools.addin.doctor import doctor as examine
from workbook_tools.addin.install import Berkas, from_file
from workbook_tools.addin.install import install as put_in
from workbook_tools.addin.install import rollback as go_back
from workbook_tools.addin.places import mesin_ini, tempat
from workbook_tools.addin.status import status as look
from workbook_tools.addin.uninstall import uninstall as take_out
from workbook_tools.cli import show_pasang
from workbook_tools.cli.group import FILE, FINDINGS, profile, verb_of
from workbook_tools.cli.screen import Screen
from workbook_tools.cli.verbs_addin import addin
from workbook_tools.messages import text


@verb_of(addin, "install", "bantuan_addin_install")
@click.option("--berkas", metavar="F", type=FILE, help=text("bantuan_opsi_berkas_addin"))
@profile("bantuan_opsi_profile_addin")
@click.option("--timpa", is_flag=True, help=text("bantuan_opsi_timpa_addin"))
def install(berkas: Path | None, profile: str | None, timpa: bool) -> int:
    """Install the add-in for this user."""
    mesin = mesin_ini()
    tempat(mesin)  # where there is no Excel nothing need be built
    file = from_file(berkas) if berkas is not None else Berkas(built())
    package = Path(workbook_tools.__file__).parent.parent
    done = put_in(mesin, file, package, versi=mesin.paket["workbook-tools"], profil=profile, timpa=timpa)
    show_pasang.installed(Screen(), mesin, done)
    return 0


@verb_of(addin, "uninstall", "bantuan_addin_uninstall")
def uninstall() -> int:
    """Take the add-in away again."""
    show_pasang.removed(Screen(), take_out(mesin_ini()))
    return 0


@verb_of(addin, "rollback", "bantuan_addin_rollback")
@click.option("--timpa", is_flag=True, help=text("bantuan_opsi_timpa_addin"))
def rollback(timpa: bool) -> int:
    """Go back a version."""
    done = go_back(mesin_ini(), timpa=timpa)
    Screen().line(text("tampil_mundur", versi=done.versi, dari=done.sebelumnya))
    return 0


@verb_of(addin, "status", "bantuan_addin_status")
def status() -> int:
    """Show what is installed."""
    state = look(mesin_ini())
    show_pasang.state(Screen(), state)
    return 0 if state.baik else FINDINGS


@verb_of(addin, "doctor", "bantuan_addin_doctor")
def doctor() -> int:
    """Say what is missing and what to do."""
    results = examine(mesin_ini())
    show_pasang.examined(Screen(), results)
    return FINDINGS if any(result.nada == "tindakan" for result in results) else 0
