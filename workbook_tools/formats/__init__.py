"""The registry of formats: every Tabel that the package knows, by id."""

from __future__ import annotations

from workbook_tools.errors import InputError
from workbook_tools.formats import (
    analisis,
    anggaran_program,
    anggaran_tahun,
    antar_tahun,
    capaian_anggaran,
    capaian_kinerja,
    efisiensi_sasaran,
    kemajuan,
    kriteria,
    masukan,
    pembanding,
    perjanjian,
    rencana_aksi,
    rencana_kerja,
    renja,
    renstra,
)
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

#: In the order of the report.
_MODULES = (
    masukan, anggaran_tahun, renstra, rencana_kerja, perjanjian, anggaran_program, kriteria, capaian_kinerja,
    capaian_anggaran, efisiensi_sasaran, antar_tahun, kemajuan, pembanding, analisis, rencana_aksi,
    renja,
)  # fmt: skip
FORMATS: dict[str, TableFormat] = {item.id: item for module in _MODULES for item in module.FORMATS}

__all__ = ["FORMATS", "Column", "Entity", "Kind", "TableFormat", "get"]


def get(format_id: str) -> TableFormat:
    """The format of that id; InputError names the known ones."""
    if format_id not in FORMATS:
        raise InputError("format_tak_dikenal", format=format_id, known=", ".join(FORMATS))
    return FORMATS[format_id]
