"""The differences as a workbook: one sheet of what changed in the tables, one of the findings."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook

from workbook_tools.books.atomic import write_file
from workbook_tools.compare.run import Difference
from workbook_tools.findings import Finding
from workbook_tools.messages import text
from workbook_tools.template.listing import Content, ListCell, ListColumn, Listing

TABS = ("#5B9BD5", "#C00000")
_CHANGES = (
    ("nomor", 5, True), ("jenis", 18, False), ("lembar", 14, False), ("baris", 40, False), ("kolom", 30, False),
    ("lama", 24, False), ("baru", 24, False), ("sel_lama", 16, False), ("sel_baru", 16, False),
)  # fmt: skip
_FINDINGS = (
    ("nomor", 5, True), ("keadaan", 12, True), ("id", 10, True), ("tingkat", 12, True), ("sel", 16, False),
    ("temuan", 80, False),
)  # fmt: skip
#: Fills of what came, went, was accepted, and stayed.
_FILL = {"baru": "#FFC7CE", "selesai": "#C6EFCE", "diterima": "#D9D9D9", "tetap": "#FFFFFF"}


def write(difference: Difference, target: Path, names: tuple[str, str]) -> None:
    """Write the workbook to `target`; `names` are those of the two versions."""
    data = BytesIO()
    with Workbook(data, {"in_memory": True}) as book:
        lines = [text("diff_antara", old=names[0], new=names[1])]
        changes = Listing(
            book,
            text("diff_lembar_isi"),
            [_column(*shape) for shape in _CHANGES],
            heading=text("diff_judul"),
            lines=lines,
        )
        for number, row in enumerate(_changes(difference), start=1):
            changes.add((number, *row))
        findings = Listing(
            book, text("diff_lembar_temuan"), [_column(*shape) for shape in _FINDINGS],
            heading=text("diff_judul_temuan"), lines=lines,
        )  # fmt: skip
        for number, row in enumerate(_findings(difference), start=1):
            findings.add((number, *row))
        for listing, tab in zip((changes, findings), TABS, strict=True):
            if listing.empty:
                listing.remark(text("diff_tidak_ada"))
            listing.close(tab=tab, kertas="A4")
    write_file(target, data.getvalue())


def _column(key: str, width: float, centred: bool) -> ListColumn:
    return ListColumn(text(f"diff_kolom_{key}"), width, centred)


def _changes(difference: Difference) -> Iterator[tuple[Content, ...]]:
    """Settings, then tables: kind, sheet, row, column, old, new, both cells."""
    for cell in difference.settings:
        yield (
            text("diff_jenis_pengaturan"), cell.new_place.sheet, cell.row_label, cell.column, cell.old, cell.new,
            cell.old_place.cell, cell.new_place.cell,
        )  # fmt: skip
    for row in difference.settings_added:
        yield text("diff_jenis_baris_baru"), row.place.sheet, row.row_label, "", "", "", "", row.place.cell
    for row in difference.settings_removed:
        yield text("diff_jenis_baris_hilang"), row.place.sheet, row.row_label, "", "", "", row.place.cell, ""
    for table in difference.tables:
        if table.old_sheet is None:
            yield text("diff_jenis_tabel_baru"), table.sheet, "", "", "", "", "", ""
        if table.new_sheet is None:
            yield text("diff_jenis_tabel_hilang"), table.sheet, "", "", "", "", "", ""
        for column in table.columns_added:
            yield text("diff_jenis_kolom_baru"), table.sheet, "", column, "", "", "", ""
        for column in table.columns_removed:
            yield text("diff_jenis_kolom_hilang"), table.sheet, "", column, "", "", "", ""
        for row in table.added:
            yield text("diff_jenis_baris_baru"), table.sheet, row.row_label, "", "", "", "", row.place.cell
        for row in table.removed:
            yield text("diff_jenis_baris_hilang"), table.sheet, row.row_label, "", "", "", row.place.cell, ""
        for cell in (*table.typed, *table.followed):
            kind = text("diff_jenis_ikut" if cell.followed else "diff_jenis_diketik")
            yield (
                kind, table.sheet, cell.row_label, cell.column, cell.old, cell.new, cell.old_place.cell,
                cell.new_place.cell,
            )  # fmt: skip


def _findings(difference: Difference) -> Iterator[tuple[Content, ...]]:
    accepted = [a.finding for a in difference.accepted]
    states = (
        ("baru", difference.came),
        ("selesai", difference.went),
        ("diterima", accepted),
        ("tetap", difference.stayed),
    )
    for state, findings in states:
        for found in findings:
            yield _finding(state, found)


def _finding(state: str, found: Finding) -> tuple[Content, ...]:
    look = ListCell(text(f"diff_{state}"), props=(("bg_color", _FILL[state]),))
    return look, found.id, text(f"tingkat_{found.severity}"), str(found.place), found.message
