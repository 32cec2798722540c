"""Typed input rows kept as text: one tab-separated file per input sheet, UTF-8, decimals with a dot."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from workbook_tools.errors import InputError
from workbook_tools.formats import FORMATS, Column, TableFormat
from workbook_tools.tables.build import Isian
from workbook_tools.tables.model import Value

_YEAR = re.compile(r"_(\d{4})$")


def load(folder: Path) -> Isian:
    """The rows of `<role>.tsv` for every input sheet; a sheet without a file has no rows. Blank cells are left out."""
    if not folder.is_dir():
        raise InputError("isian_tidak_ada", folder=folder)
    formats = [f for f in FORMATS.values() if f.is_input]
    return {f.role: _rows(f, path) for f in formats if (path := folder / f"{f.role}.tsv").exists()}


def _rows(format: TableFormat, path: Path) -> list[dict[str, Value]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        keys = next(reader, [])
        columns = {key: _column(format, key, path) for key in keys}
        return [
            {key: _value(columns[key], cell, path) for key, cell in zip(keys, line, strict=True) if cell.strip()}
            for line in reader
            if any(cell.strip() for cell in line)
        ]


def _column(format: TableFormat, key: str, path: Path) -> Column:
    """The typed column of that key; a year at its end names one group of a repeated column."""
    year = _YEAR.search(key)
    years = (int(year[1]), int(year[1]) + 1) if year else ()
    found = next((c for c in format.columns(years) if c.key == key and not c.derived), None)
    if found is None:
        raise InputError("isian_kolom_salah", path=path, column=key, sheet=format.sheet)
    return found


def _value(column: Column, cell: str, path: Path) -> Value:
    if not column.kind.is_number:
        return cell
    try:
        return float(cell)
    except ValueError as error:
        raise InputError("isian_bukan_angka", path=path, column=column.key, value=cell) from error
