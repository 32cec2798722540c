"""What changed between versions of a format, so that a workbook of an older version can still be read.

Columns are matched by key; only a key that got another name is declared here. A column that was added needs no entry:
it is blank in an older workbook. A column that went away needs none either: its cells are told, and not lost silently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: format id → the version in which the old keys were in use → old key → new key, without the year of repeated columns.
RENAMES: Mapping[str, Mapping[int, Mapping[str, str]]] = {}

_YEAR = re.compile(r"(_\d{4})$")


def current_key(format_id: str, version: int, key: str) -> str:
    """The key that a column of an older version has now; renames of later versions follow one another."""
    base, year, _ = (*_YEAR.split(key), "", "")[:3]
    for since, renamed in sorted(RENAMES.get(format_id, {}).items()):
        if since >= version:
            base = renamed.get(base, base)
    return f"{base}{year}"
