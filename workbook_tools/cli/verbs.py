"""The verbs of `lkjip` with their options. Each gives its exit code."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from workbook_tools import api
from workbook_tools.cli import show
from workbook_tools.cli.help import COULD_NOT_RUN, Door
from workbook_tools.cli.progress import steps, tracked
from workbook_tools.cli.screen import Screen, complain
from workbook_tools.errors import InputError, LkjipError
from workbook_tools.messages import text

FINDINGS = 1
DEMO_FOLDER = "lkjip-demo"
YEARS = (2000, 2100)

_FILE = click.Path(path_type=Path)
_METAVAR = text("bantuan_metavar_opsi")


@click.group(
    cls=Door, help=text("bantuan_lkjip"), options_metavar=_METAVAR,
    subcommand_metavar=text("bantuan_metavar_perintah"), invoke_without_command=True,
)  # fmt: skip
@click.version_option(
    version("workbook-tools"), message=text("tampil_versi", version="%(version)s"), help=text("bantuan_opsi_version")
)
@click.pass_context
def lkjip(context: click.Context) -> int:
    """Show the help when no verb is given."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return 0


def _verb(name: str, **attributes: Any) -> Callable[[Callable[..., int]], click.Command]:  # noqa: ANN401
    return lkjip.command(name, help=text(f"bantuan_{name}"), options_metavar=_METAVAR, **attributes)


def _profile(key: str, *, required: bool = False) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option("--profile", metavar="P", required=required, help=text(key))


@_verb("template")
@click.argument("formats", metavar="[FORMAT]...", nargs=-1)
@_profile("bantuan_opsi_profile", required=True)
@click.option("--out", metavar="F", required=True, type=_FILE, help=text("bantuan_opsi_out"))
@click.option("--tahun", metavar="Y", type=click.IntRange(*YEARS), help=text("bantuan_opsi_tahun"))
@click.option("--seri", metavar="N", type=click.IntRange(min=1), help=text("bantuan_opsi_seri"))
@click.option("--timpa", is_flag=True, help=text("bantuan_opsi_timpa"))
def template(
    formats: tuple[str, ...], profile: str, out: Path, tahun: int | None, seri: int | None, timpa: bool
) -> int:
    """Make an empty working workbook."""
    made = api.template(out, profile=profile, formats=formats, tahun=tahun, seri=seri, overwrite=timpa)
    Screen().line(text("tampil_templat", path=made))
    return 0


@_verb("validate")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_FILE)
@_profile("bantuan_opsi_profile_periksa")
@click.option("--json", "as_json", is_flag=True, help=text("bantuan_opsi_json"))
@click.option("--catatan", is_flag=True, help=text("bantuan_opsi_catatan"))
def validate(paths: tuple[Path, ...], profile: str | None, as_json: bool, catatan: bool) -> int:
    """Check workbooks."""
    found: list[show.Summary] = []
    faults: list[LkjipError] = []
    errors = 0
    checked = api.validate(paths, profile=profile)
    beside = not (as_json and Screen().is_terminal)  # a bar and lines that appear meanwhile do not go together
    for one in tracked(checked, len(api.workbooks(paths)), text("tampil_memeriksa"), shown=beside):
        if isinstance(one.outcome, LkjipError):
            faults.append(one.outcome)
            continue
        errors += one.outcome.errors
        if as_json:
            show.as_json(one.outcome.findings)
        else:
            found.append(show.summary(one.path, one.outcome))
    if not as_json:
        show.files(Screen(), found, len(faults), notes=catatan)
    for fault in faults:
        complain(str(fault), COULD_NOT_RUN)
    return COULD_NOT_RUN if faults else FINDINGS if errors else 0


@_verb("compute")
@click.argument("source", metavar="IN", type=_FILE)
@click.option("--out", metavar="OUT", required=True, type=_FILE, help=text("bantuan_opsi_out"))
@_profile("bantuan_opsi_profile_periksa")
def compute(source: Path, out: Path, profile: str | None) -> int:
    """Fill the computed cells of a copy."""
    done = api.compute(source, out, profile=profile)
    show.computed(Screen(), source, out, done)
    return FINDINGS if done.result.errors else 0


@_verb("demo")
@click.option(
    "--out", metavar="DIR", type=_FILE, default=DEMO_FOLDER, help=text("bantuan_opsi_out_demo", folder=DEMO_FOLDER)
)
def demo(out: Path) -> int:
    """Try everything on the samples."""
    from workbook_tools.demo import STEPS

    with steps(STEPS) as step:
        done = api.demo(out, on_step=step)
    show.demo(Screen(), done)
    return 0


@_verb("formats")
def formats() -> int:
    """List the formats."""
    show.formats(Screen(), api.formats())
    return 0


@_verb("profiles")
def profiles() -> int:
    """List the profiles."""
    show.profiles(Screen(), api.profiles())
    return 0


@_verb("codes")
@click.argument("code", metavar="[CODE]", required=False)
def codes(code: str | None) -> int:
    """List the codes of findings, or explain one."""
    known = api.codes()
    if code is None:
        show.codes(Screen(), known)
        return 0
    one = next((c for c in known if c.code == code), None)
    if one is None:
        raise InputError("kode_tak_dikenal", name=code)
    show.code(Screen(), one)
    return 0
