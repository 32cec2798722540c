"""Drop-downs, bounds and short hints of the cells that staff type in."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from workbook_tools.formats.spec import LEVEL_KINERJA, PROGRAM_LEVELS, Column
from workbook_tools.messages import catalogue, text
from workbook_tools.regulations.choices import CARA_AGREGASI, POLARITAS, VERSI_PK
from workbook_tools.regulations.profile import Profil, available
from workbook_tools.template.layout import Layout

#: Defined names of the lists that grow with the input sheets.
KEYS_NAME = "daftar_kode"
_LARGEST = 1e15  # above this Excel loses whole rupiah
_LONGEST_LIST = 255  # characters of a list written into the validation itself


def allowed(kind: str, profil: Profil) -> tuple[str, ...]:
    """The words of a drop-down."""
    match kind:
        case "polaritas":
            return POLARITAS
        case "agregasi":
            return CARA_AGREGASI
        case "level":
            return PROGRAM_LEVELS
        case "level_kinerja":
            return LEVEL_KINERJA
        case "kategori":
            return profil.skala.kategori
        case "versi_pk":
            return VERSI_PK
        case "profil":
            return tuple(info.id for info in available())
        case _:
            return ()


def add_choices(sheet: Worksheet, layout: Layout, profil: Profil) -> None:
    """Validation of every typed column of a table."""
    for at, column in enumerate(layout.printed):
        rule = None if column.derived else _rule(layout, column, profil)
        if rule:
            sheet.data_validation(layout.first, at, layout.last, at, rule)


def add_setting_choices(sheet: Worksheet, layout: Layout, keys: list[str], profil: Profil) -> None:
    """Drop-downs of the Profil sheet, where every row is a setting of its own."""
    at = layout.at("isi")
    for row, key in enumerate(keys, start=layout.first):
        words = allowed(key, profil)
        if words:
            sheet.data_validation(row, at, row, at, _list(words))


def _rule(layout: Layout, column: Column, profil: Profil) -> dict[str, Any]:
    words = allowed(column.choices, profil)
    if words:
        rule = _list(words)
    elif layout.format.role == "realisasi" and column.key == "kunci":
        rule = {
            "validate": "list", "source": f"={KEYS_NAME}", "error_type": "warning",
            "error_title": text("isian_periksa"), "error_message": text("isian_kode_asing"),
        }  # fmt: skip
    elif column.kind.is_number:
        rule = _number(column)
    else:
        rule = {"validate": "any"}
    rule |= _hint(layout.format.role, column)
    return {} if rule == {"validate": "any"} else rule


def _list(words: tuple[str, ...]) -> dict[str, Any]:
    shown = ", ".join(words)
    assert len(",".join(words)) <= _LONGEST_LIST
    return {
        "validate": "list", "source": list(words), "error_type": "warning",
        "error_title": text("isian_periksa"), "error_message": text("isian_di_luar_daftar", words=shown),
    }  # fmt: skip


def _number(column: Column) -> dict[str, Any]:
    low, high = column.bounds
    code = "isian_angka_nol_ke_atas" if low == 0 else "isian_angka"
    return {
        "validate": "decimal", "criteria": "between",
        "minimum": -_LARGEST if low is None else low, "maximum": _LARGEST if high is None else high,
        "error_title": text("isian_bukan_angka_judul"), "error_message": text(code),
    }  # fmt: skip


def _hint(role: str, column: Column) -> dict[str, str]:
    """A short hint beside the chosen cell, where the catalogue has one for the column."""
    key = column.key.removesuffix(f"_{column.periode}") if column.periode else column.key
    code = f"petunjuk_{role}_{key}"
    if code not in catalogue():
        return {}
    return {"input_title": column.head[-1][:32], "input_message": text(code)}
