"""The `lkjip` command: thin. A verb calls its namesake in `workbook_tools.api` and shows the outcome.

    verbs.py    the verbs with their options
    show.py     results as tables and lines
    screen.py   writing safely to a terminal, a pipe or a file; progress.py  a bar on stderr
    help.py     help and usage errors in Indonesian; exit codes

Exit codes: 0 no error, 1 findings of severity error, 2 could not run.
"""

from workbook_tools.cli.screen import prepare
from workbook_tools.cli.verbs import lkjip

__all__ = ["lkjip", "main"]


def main() -> None:
    """The entry point of the `lkjip` command."""
    prepare()
    lkjip()
