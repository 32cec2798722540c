"""A progress bar on stderr, on terminals only; it leaves stdout alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from workbook_tools.cli.screen import Screen, safe

T = TypeVar("T")


def tracked(items: Iterable[T], total: int, label: str, *, shown: bool) -> Iterator[T]:
    """The items one by one, with a bar where there are several."""
    with steps(total, shown=shown and total > 1) as step:
        for item in items:
            yield item
            step(label)


@contextmanager
def steps(total: int, *, shown: bool = True) -> Iterator[Callable[[str], None]]:
    """A function to call at every step, with what it is called."""
    screen = Screen(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    bar = Progress(
        *columns, console=screen, transient=True, disable=not (shown and screen.is_terminal),
        redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=total)

        def step(label: str) -> None:
            bar.update(task, description=safe(label), advance=1)

        yield step
