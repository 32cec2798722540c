"""A working workbook: figures typed once on input sheets, every Tabel of the report a view of them through formulas.

    plan        tables with their values, how many rows, settings
    layout      where titles, heading, key row and data stand; row heights
    styles      palette and number formats
    conditions  what a cell shows about itself: typed over, kategori, reason, level
    choices     drop-downs, bounds, hints
    sheets      one table on its sheet
    guide, keys the sheet Petunjuk, the hidden list of keys

The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter.workbook import Workbook

from workbook_tools.books.atomic import replace_file
from workbook_tools.messages import text
from workbook_tools.regulations.profile import Profil
from workbook_tools.tables.build import Isian
from workbook_tools.template.guide import Guide
from workbook_tools.template.keys import add_keys
from workbook_tools.template.plan import Plan, plan
from workbook_tools.template.sheets import TableSheet
from workbook_tools.template.styles import Styles

__all__ = ["build"]

CREATED = datetime(2025, 1, 1)  # fixed, so that a rebuilt template is equal to the byte


def build(
    profil: Profil,
    target: Path,
    *,
    formats: Sequence[str] = (),
    tahun: int | None = None,
    seri: int | None = None,
    renstra: tuple[int, int] | None = None,
    isian: Isian | None = None,
    spare: bool = True,
) -> Path:
    """Write a working workbook to `target` and return it.

    `formats` are the Tabel wanted (none: the profile's), `tahun` the year reported on (none: the profile's first),
    `seri` how many years a Tabel of several years shows, `renstra` the first and last
    year of the plan. With `isian` the input sheets are filled and every formula
    carries its value; `spare` adds rows for more.
    """
    contents = plan(profil, formats=formats, tahun=tahun, seri=seri, renstra=renstra, isian=isian, spare=spare)
    with replace_file(Path(target)) as path:
        _write(contents, path)
    return Path(target)


def _write(contents: Plan, path: Path) -> None:
    with Workbook(str(path)) as book:
        book.set_properties({
            "title": text("templat_judul", tahun=contents.years[-1]), "author": "workbook_tools", "created": CREATED,
            "comments": text("templat_keterangan", profil=contents.profil.id),
        })  # fmt: skip
        book.set_calc_mode("auto")
        book.set_size(24_000, 12_000)
        styles = Styles(book)
        Guide(book, contents, styles).write()
        for layout in contents.layouts.values():
            TableSheet(book, contents, layout, styles).write()
        add_keys(book, contents)
