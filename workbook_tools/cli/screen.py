"""Writing to the terminal, a pipe or a file: text of a workbook is shown, never obeyed."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from workbook_tools.errors import EnvironmentFault

INTERRUPTED = 130
#: Control characters, and marks that turn the reading direction around.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
#: Those that JSON leaves alone but a terminal or a splitter of lines does not.
_UNESCAPED = re.compile("[\x7f-\x9f\u2028\u2029]")
_PICTURES = 0x2400
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class Screen(Console):
    """A rich console without markup; a line is never cut, and a full disk is a fault that we can name."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, highlight=False, emoji=False)

    def on_broken_pipe(self) -> None:
        """Left to the door."""
        raise BrokenPipeError

    def line(self, words: object = "", style: str = "") -> None:
        """One line; the terminal wraps it."""
        with _output_faults():
            self.print(Text(safe(words), style=style), soft_wrap=True)

    def rows(self, heads: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[int] = ()) -> None:
        """A table on a terminal, lines with tabs elsewhere. Columns at `numbers` stand to the right."""
        if not self.is_terminal:
            for row in (heads, *rows):
                self.line_of(row)
            return
        table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
        for at, head in enumerate(heads):
            table.add_column(head, overflow="fold", justify="right" if at in numbers else "left")
        for row in rows:
            table.add_row(*(Text(safe(cell)) for cell in row))
        with _output_faults():
            self.print(table)

    def line_of(self, cells: Sequence[object]) -> None:
        """Cells with tabs between them."""
        with _output_faults():
            self.file.write("\t".join(safe(cell) for cell in cells) + "\n")


def safe(words: object) -> str:
    """Text that a terminal shows and does not obey: control characters as their pictures, line breaks as blanks."""
    return _CONTROL.sub(_picture, " ".join(str(words).splitlines()))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\t":
        return " "
    return chr(_PICTURES + code) if code < ord(" ") else _UNKNOWN


def json_line(record: Mapping[str, Any]) -> None:
    """One object on one line of stdout."""
    dumped = json.dumps(record, ensure_ascii=False)
    with _output_faults():
        sys.stdout.write(_UNESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", dumped) + "\n")


def complain(words: str, code: int) -> int:
    """One line to stderr; gives the exit code back."""
    Screen(stderr=True).line(f"lkjip: {words}")
    return code


def prepare() -> None:
    """Write UTF-8 everywhere: a Windows console of cp1252 must not stop a run, nor half a surrogate pair."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def flush() -> None:
    """Send what waits in the buffer, while a fault can still be named."""
    if sys.stdout is None:
        return  # started with stdout closed
    with _output_faults():
        sys.stdout.flush()


def abandon() -> None:
    """Nobody reads stdout any more: what is still in the buffer goes nowhere, silently."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _output_faults() -> Iterator[None]:
    """A stdout that takes no more (a full disk) as the fault of the machine that it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon()
        raise EnvironmentFault("keluaran_gagal", reason=error.strerror or error) from error
