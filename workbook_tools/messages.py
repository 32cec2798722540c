"""The one catalogue of texts that staff read: `messages.toml`, by stable code.

An entry is `[code]` with `id` (Indonesian) and, for findings, `severity`, `title`, `do` (what the reader should do)
and `rule` (the rule with its source, where a rule is the reason). Call sites give facts, never sentences. Every
placeholder is filled or `text` raises KeyError.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """All entries by code."""
    return tomllib.loads((files("workbook_tools") / "messages.toml").read_text(encoding="utf-8"))


def text(code: str, part: str = "id", /, **facts: object) -> str:
    """The sentence of `code` with its placeholders filled; KeyError for an unknown code or a missing fact."""
    return str(catalogue()[code][part]).format(**facts)
