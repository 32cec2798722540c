"""The one catalogue of texts that staff read: the TOML files beside this one, by stable code.

An entry is `[code]` with `id` (Indonesian) and `en` (English), and, for findings, `severity`, `title`, `do` (what the
reader should do) and `rule` (the rule with its source, where a rule is the reason); their English is `title_en`,
`do_en`, `rule_en`. English has a singular: `en_one` is used where the fact `n` is 1. Call sites give facts, never
sentences. Every placeholder is filled or `text` raises KeyError.

Indonesian is the language of the workbooks: reasons in cells, sheet names and headings stay as the report has them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("id", "en")
_language: ContextVar[str] = ContextVar("language", default="id")


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """All entries by code; ValueError where two files hold the same code."""
    found: dict[str, dict[str, Any]] = {}
    for item in sorted(files("workbook_tools.messages").iterdir(), key=lambda path: path.name):
        if not item.name.endswith(".toml"):
            continue
        entries = tomllib.loads(item.read_text(encoding="utf-8"))
        if twice := found.keys() & entries.keys():
            raise ValueError(f"{item.name}: {', '.join(sorted(twice))}")
        found |= entries
    return found


def text(code: str, part: str = "id", /, **facts: object) -> str:
    """The sentence of `code` in the language in use; KeyError for an unknown code or a missing fact.

    `part` is "id" for the sentence itself, or the name of another part (`title`, `do`, `rule`).
    """
    entry = catalogue()[code]
    name = _translated(part)
    singular = f"{name}_one" if facts.get("n") == 1 else name
    return str(next(entry[key] for key in (singular, name, part) if key in entry)).format(**facts)


def raw(code: str, part: str = "id", /) -> str:
    """A part in the language in use with its placeholders unfilled; empty where the entry does not have it."""
    entry = catalogue()[code]
    return str(entry.get(_translated(part), entry.get(part, "")))


def indonesian(code: str, /, **facts: object) -> str:
    """The sentence in Indonesian whatever language is in use: what stands in cells of a workbook."""
    return str(catalogue()[code]["id"]).format(**facts)


def _translated(part: str) -> str:
    """Where an entry keeps a part in the language in use."""
    chosen = language()
    return part if chosen == "id" else chosen if part == "id" else f"{part}_{chosen}"


def language() -> str:
    """The language in use: `id` or `en`."""
    return _language.get()


def use(chosen: str) -> None:
    """Speak this language from now on; ValueError for one that the catalogue does not have."""
    if chosen not in LANGUAGES:
        raise ValueError(chosen)
    _language.set(chosen)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak this language inside the block."""
    before = language()
    use(chosen)
    try:
        yield
    finally:
        use(before)
