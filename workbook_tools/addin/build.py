"""Building the add-in file from its text sources."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from workbook_tools.addin.sources import macros, read_sources
from workbook_tools.addin.xlam import package
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
    sources = read_sources(macros())
    data = package(sources, version("workbook-tools"))
    write_file(target, data)
    return Built(target, len(sources.modules), len(data), hashlib.sha256(data).hexdigest())


def built() -> bytes:
    """The bytes of the add-in as this installation builds it: what an installed file is compared with."""
    return package(read_sources(macros()), version("workbook-tools"))
