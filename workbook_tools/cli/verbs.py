"""The verbs of `lkjip` with their options. Each gives its exit code."""

from __future__ import annotations

import re
from pathlib import Path

import click

from workbook_tools import api
from workbook_tools.cli import show
from workbook_tools.cli.group import FILE, FINDINGS, profile, verb
from workbook_tools.cli.help import COULD_NOT_RUN
from workbook_tools.cli.progress import steps, tracked
from workbook_tools.cli.screen import Screen, complain
from workbook_tools.errors import InputError, LkjipError
from workbook_tools.messages import text

DEMO_FOLDER = "lkjip-demo"
YEARS = (2000, 2099)


@verb("template")
@click.argument("formats", metavar="[FORMAT]...", nargs=-1)
@profile("bantuan_opsi_profile", required=True)
@click.option("--out", metavar="F", required=True, type=FILE, help=text("bantuan_opsi_out"))
@click.option("--tahun", metavar="Y", type=click.IntRange(*YEARS), help=text("bantuan_opsi_tahun"))
@click.option("--seri", metavar="N", type=click.IntRange(min=1), help=text("bantuan_opsi_seri"))
@click.option("--renstra", metavar="Y-Y", help=text("bantuan_opsi_renstra"))
@click.option("--timpa", is_flag=True, help=text("bantuan_opsi_timpa"))
def template(
    formats: tuple[str, ...], profile: str, out: Path, tahun: int | None, seri: int | None, renstra: str | None,
    timpa: bool,
) -> int:  # fmt: skip
    """Make an empty working workbook."""
    plan = None if renstra is None else _years(renstra)
    made = api.template(out, profile=profile, formats=formats, tahun=tahun, seri=seri, renstra=plan, overwrite=timpa)
    Screen().line(text("tampil_templat", path=made))
    return 0


def _years(typed: str) -> tuple[int, int]:
    """`2025-2029` as its two years; InputError for anything else."""
    found = re.fullmatch(r"\s*(\d{4})\s*[-–]\s*(\d{4})\s*", typed)
    if found is None:
        raise InputError("renstra_tak_terbaca", typed=typed)
    return int(found[1]), int(found[2])


@verb("validate")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=FILE)
@profile("bantuan_opsi_profile_periksa")
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
            show.as_json(one.outcome)
        else:
            found.append(show.summary(one.path, one.outcome))
    if not as_json:
        show.files(Screen(), found, len(faults), notes=catatan)
    for fault in faults:
        complain(str(fault), COULD_NOT_RUN)
    return COULD_NOT_RUN if faults else FINDINGS if errors else 0


@verb("compute")
@click.argument("source", metavar="IN", type=FILE)
@click.option("--out", metavar="OUT", required=True, type=FILE, help=text("bantuan_opsi_out"))
@profile("bantuan_opsi_profile_periksa")
@click.option("--summary", is_flag=True, help=text("bantuan_opsi_summary"))
def compute(source: Path, out: Path, profile: str | None, summary: bool) -> int:
    """Fill the computed cells of a copy."""
    done = api.compute(source, out, profile=profile, summary=summary)
    show.computed(Screen(), source, out, done)
    if summary:
        Screen().line(text("tampil_ringkasan_ikut"))
    return FINDINGS if done.result.errors else 0


@verb("demo")
@click.option(
    "--out", metavar="DIR", type=FILE, default=DEMO_FOLDER, help=text("bantuan_opsi_out_demo", folder=DEMO_FOLDER)
)
def demo(out: Path) -> int:
    """Try everything on the samples."""
    from workbook_tools.demo import STEPS

    with steps(STEPS) as step:
        done = api.demo(out, on_step=step)
    show.demo(Screen(), done)
    return 0


@verb("formats")
@click.argument("format", metavar="[FORMAT]", required=False)
def formats(format: str | None) -> int:
    """List the formats, or the columns and links of one."""
    if format is None:
        show.formats(Screen(), api.formats())
    else:
        show.links(Screen(), *api.links(format))
    return 0


@verb("profiles")
def profiles() -> int:
    """List the profiles."""
    show.profiles(Screen(), api.profiles())
    return 0


@verb("codes")
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
