"""What changed between two versions, as people and as programs read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook_tools.cli.screen import Screen, json_line
from workbook_tools.findings import Finding, Place, Severity
from workbook_tools.messages import text

if TYPE_CHECKING:
    from workbook_tools.compare import CellChange, Difference, TableChange

#: The keys of every object that `--json` prints.
KEYS = (
    "kind", "change", "format", "sheet", "cell", "old_sheet", "old_cell", "row_label", "column", "old", "new",
    "followed", "id", "code", "severity", "message",
)  # fmt: skip
_CHANGE = {"baru": "added", "selesai": "removed", "diterima": "accepted", "tetap": "stayed"}


def difference(screen: Screen, found: Difference, paths: tuple[Path, Path], *, notes: bool) -> None:
    """Settings, tables, findings; what followed by itself and notes only if asked."""
    screen.line(text("diff_antara", old=paths[0], new=paths[1]), "bold")
    if not found.any:
        screen.line(text("diff_tidak_ada"))
        return
    if found.settings or found.settings_added or found.settings_removed:
        screen.line(text("diff_kepala_pengaturan"), "bold")
        _cells(screen, found.settings)
        _rows(screen, "diff_jenis_baris_baru", found.settings_added)
        _rows(screen, "diff_jenis_baris_hilang", found.settings_removed)
    for table in found.tables:
        _table(screen, table, notes=notes)
    counts = (text("diff_jumlah_keadaan", n=len(f), state=text(f"diff_{s}")) for s, f in found.by_state.items() if f)
    told = ", ".join(counts) or text("tampil_tanpa_temuan").rstrip(".").lower()
    screen.line(text("diff_kepala_temuan", counts=told), "bold")
    for state in ("baru", "selesai", "diterima"):
        _findings(screen, state, [f for f in found.by_state[state] if notes or f.severity is not Severity.NOTE])


def _table(screen: Screen, table: TableChange, *, notes: bool) -> None:
    if table.old_sheet is None or table.new_sheet is None:
        code = "diff_tabel_baru" if table.old_sheet is None else "diff_tabel_hilang"
        screen.line(text(code, sheet=table.sheet, format=table.format), "bold")
        return
    counts = {
        "diketik": table.typed, "ikut": table.followed, "baris_baru": table.added, "baris_hilang": table.removed,
        "kolom_baru": table.columns_added, "kolom_hilang": table.columns_removed,
    }  # fmt: skip
    told = [text(f"diff_jumlah_{key}", n=len(items)) for key, items in counts.items() if items]
    if table.old_sheet != table.new_sheet:
        told.append(text("diff_ganti_nama", old=table.old_sheet))
    screen.line(text("diff_tabel", sheet=table.sheet, format=table.format, counts=", ".join(told)), "bold")
    for key in ("kolom_baru", "kolom_hilang"):
        for heading in counts[key]:
            screen.line(f"  {text(f'diff_jenis_{key}')}: {heading}")
    _rows(screen, "diff_jenis_baris_baru", table.added)
    _rows(screen, "diff_jenis_baris_hilang", table.removed)
    _cells(screen, table.cells if notes else table.typed)


def _rows(screen: Screen, code: str, rows: Iterable[Any]) -> None:
    for row in rows:
        screen.line(f"  {text(code)}: {row.place} «{row.row_label}»")


def _cells(screen: Screen, cells: Sequence[CellChange]) -> None:
    if cells:
        heads = [text(f"diff_kolom_{key}") for key in ("sel", "baris", "kolom", "lama", "baru")]
        screen.rows(heads, [(c.new_place, c.row_label, c.column, c.old or "-", c.new or "-") for c in cells])


def _findings(screen: Screen, state: str, findings: Sequence[Finding]) -> None:
    if findings:
        heads = [text(f"diff_kolom_{key}") for key in ("keadaan", "id", "tingkat", "sel", "temuan")]
        rows = [(text(f"diff_{state}"), f.id, text(f"tingkat_{f.severity}"), f.place, f.message) for f in findings]
        screen.rows(heads, rows)


def as_json(found: Difference) -> None:
    """One object a line, all with the same keys."""
    for record in _records(found):
        json_line(dict.fromkeys(KEYS, "") | {"followed": False} | record)


def _records(found: Difference) -> Iterator[dict[str, Any]]:
    for cell in found.settings:
        yield _cell("setting", cell)
    for row in found.settings_added:
        yield _place("setting", "added", row.format, new=row.place, row_label=row.row_label)
    for row in found.settings_removed:
        yield _place("setting", "removed", row.format, old=row.place, row_label=row.row_label)
    for table in found.tables:
        yield from _of_table(table)
    for state, findings in found.by_state.items():
        for f in findings:
            gone = state == "selesai"
            record = _place(
                "finding", _CHANGE[state], f.format, row_label=f.row_label, **{"old" if gone else "new": f.place}
            )
            yield record | {
                "column": f.column, "id": f.id, "code": f.code, "severity": f.severity.value, "message": f.message,
            }  # fmt: skip


def _of_table(table: TableChange) -> Iterator[dict[str, Any]]:
    old = None if table.old_sheet is None else Place(table.old_sheet)
    new = None if table.new_sheet is None else Place(table.new_sheet)
    if old is None or new is None:
        yield _place("table", "added" if old is None else "removed", table.format, old=old, new=new)
    for change, columns in (("added", table.columns_added), ("removed", table.columns_removed)):
        for column in columns:
            yield _place("column", change, table.format, old=old, new=new) | {"column": column}
    for row in table.added:
        yield _place("row", "added", table.format, new=row.place, row_label=row.row_label)
    for row in table.removed:
        yield _place("row", "removed", table.format, old=row.place, row_label=row.row_label)
    for cell in table.cells:
        yield _cell("cell", cell)


def _cell(kind: str, cell: CellChange) -> dict[str, Any]:
    record = _place(kind, "changed", cell.format, old=cell.old_place, new=cell.new_place, row_label=cell.row_label)
    return record | {"column": cell.column, "old": cell.old, "new": cell.new, "followed": cell.followed}


def _place(
    kind: str, change: str, format: str, *, old: Place | None = None, new: Place | None = None, row_label: str = ""
) -> dict[str, Any]:
    old, new = old or Place(""), new or Place("")
    return {
        "kind": kind, "change": change, "format": format, "sheet": new.sheet, "cell": new.cell, "old_sheet": old.sheet,
        "old_cell": old.cell, "row_label": row_label,
    }  # fmt: skip
