"""Help pages and usage errors of click in the catalogue's words, and the door: how a run ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from glob import glob
from typing import Any, NoReturn

import click

from workbook_tools.cli.screen import INTERRUPTED, abandon, complain, flush
from workbook_tools.errors import InputError, LkjipError
from workbook_tools.messages import text

COULD_NOT_RUN = 2
FIRST_YEAR = 2000
BROKEN_PIPE = 141

_HEADS = {
    "Options": "bantuan_kepala_opsi",
    "Commands": "bantuan_kepala_perintah",
    "Positional arguments": "bantuan_kepala_argumen",
}


class _Formatter(click.HelpFormatter):
    """click's page with headings from the catalogue."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{text('bantuan_pemakaian')} ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(text(_HEADS[name]) if name in _HEADS else name):
            yield

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        told = [(term, help.replace("[required]", f"[{text('bantuan_wajib')}]")) for term, help in rows]
        super().write_dl(told, col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


class _Command(click.Command):
    """What verbs and the command itself share."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = text("bantuan_opsi_help")
        return option


class Verb(_Command):
    """One verb of `lkjip`."""


class Room(_Command, click.Group):
    """A group of verbs."""

    command_class = Verb

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is meant; InputError lists the verbs."""
        if not args[0].startswith("-") and args[0] not in self.commands:
            raise InputError("perintah_tak_dikenal", name=args[0], known=", ".join(self.commands))
        return super().resolve_command(ctx, args)


class Door(Room):
    """`lkjip` itself. A verb returns its exit code; errors that the project knows become one line and exit code 2."""

    def main(  # type: ignore[override]  # click's overloads differ only in what we fix here
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> NoReturn:
        """Run and leave with the exit code."""
        given = _expanded(sys.argv[1:]) if args is None else list(args)
        extra["standalone_mode"] = False
        try:
            code = super().main(given, prog_name or "lkjip", **extra)
        except LkjipError as error:
            code = complain(str(error), COULD_NOT_RUN)
        except click.UsageError as error:
            code = complain(_usage(error), COULD_NOT_RUN)
        except (KeyboardInterrupt, click.Abort):
            code = complain(text("dihentikan"), INTERRUPTED)
        sys.exit(code or 0)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Run the verb; a reader that went away (`| head`) is no fault."""
        try:
            code = super().invoke(ctx)
            flush()
        except BrokenPipeError:
            abandon()
            return BROKEN_PIPE
        return code


def _expanded(args: Sequence[str]) -> list[str]:
    """Windows shells leave `*.xlsx` to the program."""
    if os.name != "nt":
        return list(args)
    return [name for arg in args for name in (sorted(glob(arg)) or [arg])]  # noqa: PTH207  (absolute ones too)


def _usage(error: click.UsageError) -> str:
    """What was wrong with the arguments, and where the help is."""
    page = f"{error.ctx.command_path if error.ctx else 'lkjip'} --help"
    match error:
        case click.NoSuchOption():
            return text("opsi_tak_dikenal", option=error.option_name, help=page)
        case click.MissingParameter():
            return text("opsi_kurang", option=_name(error), help=page)
        case click.BadParameter():
            return text("opsi_nilai_salah", option=_name(error), expected=_expected(error), help=page)
        case click.BadOptionUsage():
            return text("opsi_tanpa_nilai", option=error.option_name, help=page)
        case _:
            return text("pemakaian_salah", help=page)


def _name(error: click.BadParameter) -> str:
    """The parameter as one types it."""
    if error.param is None or error.ctx is None:
        return str(error.param_hint or "")
    return error.param.opts[0] if error.param.param_type_name == "option" else error.param.make_metavar(error.ctx)


def _expected(error: click.BadParameter) -> str:
    """What an option of numbers or of words takes: only they can have a bad value."""
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return ", ".join(map(str, kind.choices))
    if isinstance(kind, click.IntRange) and kind.max is not None:
        is_year = kind.min is not None and kind.min >= FIRST_YEAR
        return text("harapan_tahun" if is_year else "harapan_bilangan_antara", first=kind.min, last=kind.max)
    if isinstance(kind, click.IntRange):
        return text("harapan_bilangan_mulai", least=kind.min)
    return text("harapan_bilangan_bulat")
