"""The `lkjip` command: thin. A verb calls its namesake in `workbook_tools.api` and shows the outcome.

    group.py    the command itself; verbs.py  the verbs with their options; commands.py  all of them
    show.py     results as tables and lines
    screen.py   writing safely to a terminal, a pipe or a file; progress.py  a bar on stderr
    help.py     help and usage errors in the catalogue's words; exit codes

Exit codes: 0 no error, 1 findings of severity error, 2 could not run.
"""

import os
import sys

from workbook_tools.cli.screen import INTERRUPTED, prepare
from workbook_tools.messages import LANGUAGES, use

__all__ = ["main"]


def main() -> None:
    """The entry point of the `lkjip` command. The language is chosen first: help pages are texts too."""
    prepare()
    try:
        use(_language(sys.argv[1:]))
        from workbook_tools.cli.commands import lkjip
    except KeyboardInterrupt:  # Ctrl-C while everything is still being loaded
        sys.exit(INTERRUPTED)
    lkjip()


def _language(args: list[str]) -> str:
    """What `--lang` says, else the variable LKJIP_LANG, else Indonesian; click refuses other words later."""
    said = [os.environ.get("LKJIP_LANG", "")]
    for n, word in enumerate(args):
        if word == "--":
            break
        if word == "--lang":
            said.append(args[n + 1] if n + 1 < len(args) else "")
        elif word.startswith("--lang="):
            said.append(word.partition("=")[2])
    return said[-1] if said[-1] in LANGUAGES else "id"
