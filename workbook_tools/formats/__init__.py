"""The registry of formats: every Tabel that the package knows, by id."""

from __future__ import annotations

from workbook_tools.errors import InputError
from workbook_tools.formats import (
    anggaran_program,
    antar_tahun,
    capaian_anggaran,
    kriteria,
    masukan,
    perjanjian,
    renja,
)
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

FORMATS: dict[str, TableFormat] = {
    item.id: item
    for module in (masukan, perjanjian, anggaran_program, kriteria, capaian_anggaran, antar_tahun, renja)
    for item in module.FORMATS
}

__all__ = ["FORMATS", "Column", "Entity", "Kind", "TableFormat", "get"]


def get(format_id: str) -> TableFormat:
    """The format of that id; InputError names the known ones."""
    if format_id not in FORMATS:
        raise InputError("format_tak_dikenal", format=format_id, known=", ".join(FORMATS))
    return FORMATS[format_id]
