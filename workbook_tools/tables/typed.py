"""From a recognised sheet to a table: rows, typed values with their cells, names filled down, money never."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from workbook_tools.books.model import RawCell, Sheet, address
from workbook_tools.findings import Place, finding
from workbook_tools.formats.spec import Column, Entity, Kind
from workbook_tools.headings import YEAR, normal
from workbook_tools.names import SAME, similarity
from workbook_tools.names import key as name_key
from workbook_tools.recognise import Recognised
from workbook_tools.tables.closing import close, closes
from workbook_tools.tables.datarows import data_rows
from workbook_tools.tables.hierarchy import CODE, MONEY, assign_levels
from workbook_tools.tables.model import Baris, Sel, Tabel, Value
from workbook_tools.tables.repairs import (
    completes_name,
    join,
    strays,
    tell_strays,
    total_without_word,
)
from workbook_tools.tables.structure import link, number_groups
from workbook_tools.values import Locale, Nilai, State, parse, read, settle

#: Wording of a total row; letters may be spread: `J U M L A H`.
TOTAL = re.compile(
    r"^\W*(grand\s*|sub\s*-?\s*)?"
    r"(j\s*u\s*m\s*l\s*a\s*h|t\s*o\s*t\s*a\s*l|rata\s*-?\s*rata|predikat|capaian kinerja\W*$|(bidang\s+)?urusan)\b",
    re.IGNORECASE,
)
QUARTER = re.compile(r"\b(?:triwulan|tribulan|tw)\b[\s.-]*(IV|I{1,3}|[1-4])\b", re.IGNORECASE)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
FEW = 2
RUNNING = ("no", "nomor", "kode", "kode rekening", "")
FEW_ROWS = 6


def typed_table(found: Recognised, sasaran: Sequence[str] = ()) -> Tabel:
    """The table with rows, values, levels and groups; what could not be read stands in `found.findings`."""
    head = found.heading
    columns = head.format.columns(head.years)
    tabel = Tabel(
        head.format, columns, sheet=found.sheet.title, header=dict(head.columns), header_row=head.last,
        years=head.years, working=head.by_key, table_name=found.table_name,
    )  # fmt: skip
    if not tabel.working:  # a working workbook follows its Profil sheet, whatever the printed title says
        tabel.tahun, tabel.versi_pk = _of_title(found.title)
        tabel.triwulan = _quarter(found.title)
    older = any(f.code == "versi_format" for f in found.findings)  # that finding says why columns are missing
    complete = not tabel.working and not _unknown_headings(found)  # then the office prints no such column
    lost = [
        c.heading for c in columns
        if c.key not in head.columns and not c.helper and not c.optional and (c.required or not older)
        and not (complete and (c.besaran == "satuan" or c.kind is Kind.URUT or c.computed))
    ]  # fmt: skip
    if lost:
        place = Place(tabel.sheet, address(head.last, min(head.columns.values())))
        found.findings.append(finding("kolom_tidak_ada", place, format=head.format.id, expected="; ".join(lost)))
    locale = _locale(found)
    numbers = list(data_rows(found))
    stray = strays(found, numbers, locale)
    tell_strays(found, stray)
    for number in numbers:
        if number in stray.unread:
            continue
        row = read_row(tabel, found.sheet, number, locale, shift=stray.shifted.get(number, 0))
        if completes_name(tabel, row):
            join(tabel.rows[-1], row)
        elif _joins_above(tabel, row) or _continues_text(tabel, found, row):
            join(tabel.rows[-1], row)
            found.findings.append(
                finding(
                    "baris_terpotong",
                    Place(tabel.sheet, address(number, min(head.columns.values()))),
                    format=head.format.id,
                )
            )
        elif (item := closes(tabel, row, beside := _beside(tabel, found.sheet, row))) is not None:
            for closing in close(tabel, row, item):
                closing.isi = {k: value_of(_column(tabel, k), cell.nilai) for k, cell in closing.sel.items()}
        elif _is_total(tabel, row, beside):
            row.urut = len(tabel.rows)
            row.nama = next((word for v in (*beside, *row.isi.values()) if (word := _word(v))), "")
            tabel.totals.append(row)
        elif _is_further_source(tabel, row):
            tabel.rows[-1].sumber.append(row)
        else:
            row.urut = len(tabel.rows)
            tabel.rows.append(row)
    _settle(tabel, locale)
    _names(tabel)
    structure(tabel, sasaran)
    total_without_word(tabel)
    return tabel


def _unknown_headings(found: Recognised) -> bool:
    """Whether a column of the table has a heading that none of the format's columns has, but for running numbers, or
    figures and words without any heading."""
    head = found.heading
    known, rows = set(head.columns.values()), range(head.first, head.last + 1)
    texts = {col: str(c.value) for n in rows for col, c in found.sheet.row_cells(n).items() if c.value is not None}
    strange = {col for col, text in texts.items() if col not in known and normal(text) not in RUNNING}
    inside = set(range(min(known), max(known) + 2)) - known - set(texts)
    below = range(head.last + 1, min(found.end, head.last + FEW_ROWS) + 1)
    return bool(strange) or any(inside & set(found.sheet.row_cells(n)) for n in below)


def _of_title(title: str) -> tuple[int | None, str]:
    """The one year and the Perjanjian Kinerja that a title speaks of; nothing where it names several."""
    years = {int(y) for y in YEAR.findall(title)}
    named = {word for word in ("induk", "perubahan") if re.search(rf"\b{word}\b", title, re.IGNORECASE)}
    return (years.pop() if len(years) == 1 else None), (named.pop() if len(named) == 1 else "")


def _quarter(title: str) -> int | None:
    """The last quarter that a title names: `sampai dengan Triwulan II`."""
    named = [q.upper() for q in QUARTER.findall(title)]
    return max((ROMAN.get(q) or int(q) for q in named), default=None)


def structure(tabel: Tabel, sasaran: Sequence[str] = (), known: Mapping[str, str] | None = None) -> None:
    """Levels, parents and groups of the rows; `known` levels of names come from a more certain table."""
    rows = tabel.rows
    for row in rows if not tabel.format.levels else ():
        row.level = _word(row.isi.get("level")).casefold()
    entity = tabel.format.entity
    if entity in (Entity.PROGRAM, Entity.RINCIAN):
        if not any(row.level for row in rows):
            money = tabel.format.money or MONEY
            tabel.doubt = assign_levels(rows, sasaran, with_sasaran=entity is Entity.RINCIAN, known=known, money=money)
        link(rows)
    number_groups(rows)


def agree_on_levels(tables: Sequence[Tabel], sasaran: Sequence[str] = ()) -> None:
    """Read doubtful program tables again with the levels that a table without any doubt gives to the same names."""
    trees = [t for t in tables if t.format.entity in (Entity.PROGRAM, Entity.RINCIAN)]
    sure = [t for t in trees if t.doubt == 0]
    for tabel in trees:
        if tabel.doubt > 0 and sure:
            structure(tabel, sasaran, _known_levels(tabel, sure))


def _known_levels(tabel: Tabel, sure: Sequence[Tabel]) -> dict[str, str]:
    """The level of the most similar name in a sure table, for every name that has one."""
    known = {name_key(row.nama): row for t in sure for row in t.rows}
    out = {}
    for row in tabel.rows:
        twin = known.get(name_key(row.nama)) or max(
            (r for t in sure for r in t.rows), key=lambda r: similarity(r.nama, row.nama), default=None
        )
        if twin is not None and similarity(twin.nama, row.nama) >= SAME:
            out[name_key(row.nama)] = twin.level
    return out


# --- rows ------------------------------------------------------------------------------------------------------------


def read_row(tabel: Tabel, sheet: Sheet, number: int, locale: Locale = Locale.ID, *, shift: int = 0) -> Baris:
    """One sheet row with the typed value and the cell of every column that the table has; `shift` columns further."""
    row = Baris(0, sheet_row=number)
    for column in tabel.columns:
        position = tabel.header.get(column.key)
        if position is None:
            continue
        position += shift
        raw = sheet.cell(number, position)
        row.sel[column.key] = Sel(_read(column, raw, locale), Place(tabel.sheet, address(number, position)), raw)
        row.isi[column.key] = value_of(column, row.sel[column.key].nilai)
        if tabel.working:
            row.isi[column.key] = _as_formulas_see(column, raw, row.isi[column.key])
    name = tabel.header.get(tabel.format.name_column)
    row.tebal = name is not None and sheet.cell(number, name + shift).bold
    return row


def _as_formulas_see(column: Column, raw: RawCell, value: Value) -> Value:
    """In a working workbook formulas compute: to them a number typed as text is none, a code is as it was typed."""
    if column.kind.is_number and isinstance(raw.value, str):
        return None
    if column.kind is Kind.KODE and not column.derived and raw.value is not None:
        return float(raw.value) if isinstance(raw.value, int | float) else str(raw.value)
    return value


def _read(column: Column, raw: RawCell, locale: Locale) -> Nilai:
    return read(raw.value, raw.number_format, locale=locale, error=raw.error)


def value_of(column: Column, nilai: Nilai) -> Value:
    """What a cell gives for computing: numbers as numbers, words as words; `-`, blanks and errors give nothing."""
    if column.kind.is_number:
        return nilai.angka if nilai.state is State.ANGKA else None
    if nilai.state in (State.KOSONG, State.GALAT):
        return None
    text = " ".join(nilai.teks.split())
    if column.kind is Kind.URUT and nilai.angka is not None and column.helper:
        return nilai.angka
    return text or None


def _joins_above(tabel: Tabel, row: Baris) -> bool:
    """A row cut in two by a page break: no name, no indicator, and figures only where the row above has none."""
    if not tabel.rows or tabel.working or _word(row.isi.get(tabel.format.indicator_column)):
        return False
    if _word(row.isi.get(tabel.format.name_column)) or tabel.format.entity in (Entity.SKALA, Entity.PROFIL):
        return False
    filled = [k for k, cell in row.sel.items() if cell.nilai.state is not State.KOSONG]
    above = tabel.rows[-1]
    return bool(filled) and all(above.sel[k].nilai.state is State.KOSONG for k in filled)


def _continues_text(tabel: Tabel, found: Recognised, row: Baris) -> bool:
    """The rest of a text cut by a page break: under a repeated heading, words only, no name, no figure."""
    texts = {c.key for c in tabel.columns if c.kind is Kind.TEKS and c.key != tabel.format.name_column}
    filled = {k for k, cell in row.sel.items() if cell.nilai.state is not State.KOSONG}
    above = tabel.rows[-1].sheet_row if tabel.rows else 0
    cut = any(above < h.first < row.sheet_row for h in (found.heading, *found.repeats))
    if not filled or not tabel.rows or tabel.working or not cut:
        return False
    return filled <= texts or _only_computed(tabel, row, filled) or _goes_on(tabel, row, filled)


def _goes_on(tabel: Tabel, row: Baris, filled: set[str]) -> bool:
    """Words that go on in small letters where a row with figures was cut: its name and indicator too."""
    words = {c.key for c in tabel.columns if c.kind is Kind.TEKS}
    figures = [c.key for c in tabel.columns if c.kind.is_number and tabel.rows[-1].isi.get(c.key) is not None]
    return filled <= words and bool(figures) and any(_word(row.isi.get(k))[:1].islower() for k in filled)


def _only_computed(tabel: Tabel, row: Baris, filled: set[str]) -> bool:
    """Figures that follow from others, without the others: those stand above the page break, where these lack."""
    numeric = {c.key: c for c in tabel.columns if c.kind.is_number and c.key in filled}
    above = tabel.rows[-1]
    gaps = (State.KOSONG, State.NIHIL)
    return bool(numeric) and all(c.computed and above.sel[k].nilai.state in gaps for k, c in numeric.items())


def _is_further_source(tabel: Tabel, row: Baris) -> bool:
    """Money alone under a row with money: the same program from another funding source (LKjIP Mojokerto 2025 2.9)."""
    if not tabel.rows or tabel.working or tabel.format.entity not in (Entity.PROGRAM, Entity.RINCIAN):
        return False
    filled = {k for k, cell in row.sel.items() if cell.nilai.state is not State.KOSONG}
    money = {c.key for c in tabel.columns if c.kind is Kind.RUPIAH and c.rule is None}
    above = (tabel.rows[-1].isi.get(key) for key in tabel.format.money)
    return bool(filled) and filled <= money and any(isinstance(amount, float) for amount in above)


def _beside(tabel: Tabel, sheet: Sheet, row: Baris) -> list[str]:
    """Words at the left of a row without a name, outside its columns: a label under the running number."""
    name = tabel.header.get(tabel.format.name_column)
    if tabel.working or name is None or _word(row.isi.get(tabel.format.name_column)):
        return []
    outside = (
        c for col, c in sheet.row_cells(row.sheet_row).items() if col < name and col not in tabel.header.values()
    )
    return [" ".join(c.value.split()) for c in outside if isinstance(c.value, str)]


def _column(tabel: Tabel, key: str) -> Column:
    column = tabel.column(key)
    assert column is not None
    return column


def _is_total(tabel: Tabel, row: Baris, beside: Sequence[str] = ()) -> bool:
    texts = [*beside, *(_word(v) for v in row.isi.values() if isinstance(v, str))]
    own = (row.isi.get(key) for key in ("no", "kode_indikator", "satuan", "target"))
    if any(v is not None and not TOTAL.match(str(v)) for v in own):
        return False  # a program may be called "Jumlah dan Jenis Layanan"
    return (
        not tabel.working
        and bool(texts)
        and any(TOTAL.match(t) for t in texts[:FEW])
        and not _word(row.isi.get(tabel.format.indicator_column))
    )


# --- numbers in context ----------------------------------------------------------------------------------------------


def _locale(found: Recognised) -> Locale:
    """The notation that most texts of the table prove; Indonesian where they say nothing."""
    styles = [parse(c.value).gaya for c in found.sheet.cells.values() if isinstance(c.value, str)]
    return Locale.EN if styles.count(Locale.EN) > styles.count(Locale.ID) else Locale.ID


def _settle(tabel: Tabel, locale: Locale) -> None:
    """Let the neighbours decide about numbers that can be read in two ways."""
    for column in tabel.columns:
        if not column.kind.is_number:
            continue
        for row in tabel.rows:
            cell = row.sel.get(column.key)
            if cell is None or len(cell.nilai.bacaan) <= 1:
                continue
            unit = _word(row.isi.get("satuan"))
            others = [_in_its_unit(r, column.key, unit) for r in tabel.rows if r is not row and column.key in r.sel]
            beside = [s.nilai for k, s in row.sel.items() if k != column.key]
            nilai = settle(cell.nilai, others, locale, satuan=unit)
            nilai = settle(nilai, beside, locale, satuan=unit) if nilai.ambigu else nilai
            row.sel[column.key] = replace(cell, nilai=nilai)
            row.isi[column.key] = value_of(column, nilai)


def _in_its_unit(row: Baris, key: str, unit: str) -> Nilai:
    """A figure of another row; where the rows say two units, it carries its own, for its size then tells nothing."""
    nilai, own = row.sel[key].nilai, _word(row.isi.get("satuan"))
    return replace(nilai, satuan=nilai.satuan or own) if unit and own and name_key(own) != name_key(unit) else nilai


# --- names -----------------------------------------------------------------------------------------------------------


def _names(tabel: Tabel) -> None:
    """Fill names down over merged cells and number the rows of one entity; money is never filled down."""
    indicator_column = tabel.format.indicator_column
    above, level, ke = "", "", 0
    for row in tabel.rows:
        own, own_level = _own_name(tabel, row)
        level = own_level or level
        row.level = level
        repeats = bool(above) and (not own or name_key(own) == name_key(above)) and not _other_money(tabel, row)
        if not own and not repeats:
            above = ""  # a name that was lost; the row is no second indicator of the one above
        own_ke = row.isi.get("ke")
        ke = int(own_ke) if tabel.working and isinstance(own_ke, float) else ke + 1 if repeats else 1
        above = own or above
        row.nama, row.ke = above, ke
        row.kode = _code(row)
        row.indikator = _word(row.isi.get(indicator_column))


def _own_name(tabel: Tabel, row: Baris) -> tuple[str, str]:
    """What a row is called and its level: where levels have columns of their own, by the lowest that is filled."""
    for level, column in reversed(tabel.format.levels):
        name = _word(row.isi.get(column)).strip(" -–")
        if name:
            return name, level
    return ("", "") if tabel.format.levels else (_word(row.isi.get(tabel.format.name_column)), "")


def _code(row: Baris) -> str:
    """The code of the nomenclature: in its own column, in the one for running numbers, or in front of the name."""
    texts = (_word(row.isi.get("kode")), _word(row.isi.get("no")), row.nama if row.ke == 1 else "")
    found = next((m for text in texts if (m := CODE.match(text))), None)
    return "" if found is None else found[0].strip()


def _other_money(tabel: Tabel, row: Baris) -> bool:
    """A second indicator of an entity repeats its money or leaves it blank; other money is another entity's."""
    if tabel.working or row.urut == 0 or tabel.format.entity not in (Entity.PROGRAM, Entity.RINCIAN):
        return False
    pairs = [[b.isi.get(key) for b in (tabel.rows[row.urut - 1], row)] for key in tabel.format.money]
    both = [(above, own) for above, own in pairs if isinstance(above, float) and isinstance(own, float)]
    return bool(both) and all(above != own for above, own in both)


def _word(value: Value) -> str:
    return value if isinstance(value, str) else ""
