"""The command `lkjip` itself, and what every verb declares itself with."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from workbook_tools.cli.help import Door, Room
from workbook_tools.messages import LANGUAGES, text

FILE = click.Path(path_type=Path)
FINDINGS = 1
_METAVAR = text("bantuan_metavar_opsi")


def _lang(*, hidden: bool = False) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """--lang is obeyed before anything is imported (`cli/__init__.py`); here it is only declared and checked."""
    words = click.Choice(LANGUAGES)
    return click.option(
        "--lang", type=words, expose_value=False, metavar="L", help=text("bantuan_opsi_lang"), hidden=hidden
    )


@click.group(
    cls=Door, help=text("bantuan_lkjip"), options_metavar=_METAVAR,
    subcommand_metavar=text("bantuan_metavar_perintah"), invoke_without_command=True,
)  # fmt: skip
@click.version_option(
    version("workbook-tools"), message=text("tampil_versi", version="%(version)s"), help=text("bantuan_opsi_version")
)
@_lang()
@click.pass_context
def lkjip(context: click.Context) -> int:
    """Show the help when no verb is given."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return 0


def verb(name: str, **attributes: Any) -> Callable[[Callable[..., int]], click.Command]:  # noqa: ANN401
    """A verb of `lkjip` with its help from the catalogue (`bantuan_<name>`); the function gives the exit code."""
    return verb_of(lkjip, name, f"bantuan_{name}", **attributes)


def verb_of(
    room: click.Group,
    name: str,
    help: str,
    **attributes: Any,  # noqa: ANN401
) -> Callable[[Callable[..., int]], click.Command]:
    """A verb of that group with the help text of that code."""
    command = room.command(name, help=text(help), options_metavar=_METAVAR, **attributes)
    return lambda function: command(_lang(hidden=True)(function))


def room(name: str) -> Callable[[Callable[..., int]], click.Group]:
    """A verb of `lkjip` with verbs of its own, as in `lkjip addin build`; without one it shows its help."""
    group = lkjip.group(
        name, cls=Room, help=text(f"bantuan_{name}"), options_metavar=_METAVAR,
        subcommand_metavar=text("bantuan_metavar_perintah"), invoke_without_command=True,
    )  # fmt: skip
    return lambda function: group(_lang(hidden=True)(click.pass_context(function)))


def profile(key: str, *, required: bool = False) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The option --profile with the help text of that code."""
    return click.option("--profile", metavar="P", required=required, help=text(key))
