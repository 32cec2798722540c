"""Words: units beside figures, names of one indicator in several tables, and the words of the scale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from workbook_tools.checks.context import Context
from workbook_tools.checks.entities import Entitas, Registry
from workbook_tools.findings import Place, finding
from workbook_tools.formats.spec import Column, Entity, Kind
from workbook_tools.names import MAYBE, SAME, similarity, words
from workbook_tools.names import key as name_key
from workbook_tools.tables.model import Baris, Sel, Tabel
from workbook_tools.values import parse

#: Units of figures that have none: one report calls the same index by several of them.
INDEX_WORDS = frozenset({"angka", "skor", "indeks", "nilai", "poin", "level"})
PERCENT_WORDS = frozenset({"persentase", "%", "persen"})
BOUND = re.compile(r"\d+(?:[.,]\d+)?")
UP_TO = re.compile(r"\b(sampai dengan|sampai|hingga|s\.?\s?/?d\.?)(?!\w)", re.IGNORECASE)
BELOW = re.compile(r"[\s{}]*(kurang dari|di\s?bawah|<)", re.IGNORECASE)
OPPOSITE = re.compile(r"<|≤|\\leq|kurang|di bawah|dibawah", re.IGNORECASE)


def check(context: Context, registry: Registry) -> None:
    """Units, names, and the printed scale."""
    units = {e.id: unit_of(e) for e in registry.entities}
    for tabel in context.tables:
        if tabel.format.entity is Entity.SKALA:
            check_scale(context, tabel)
        for row, column, cell in context.cells(tabel):
            entitas = registry.of(row)
            if entitas is not None and not row.salinan:
                _unit_of_cell(context, tabel, row, column, cell, units[entitas.id])
        for row in tabel.rows:
            _figure_as_unit(context, tabel, row)
    for entitas in registry.entities:
        _unit_columns(context, entitas)
        _names(context, entitas)
    _swapped(context, registry)


# --- units -----------------------------------------------------------------------------------------------------------


def unit_of(entitas: Entitas) -> tuple[str, Place | None]:
    """The unit that the most authoritative table with a satuan column gives."""
    for _, row in entitas.rows:
        value = row.isi.get("satuan")
        if isinstance(value, str):
            return value, row.place("satuan")
    return "", None


def is_percent(unit: str) -> bool:
    """Whether a unit says percent, in any spelling."""
    return unit.strip() in PERCENT_WORDS or bool(PERCENT_WORDS & set(words(unit)))


@lru_cache(maxsize=4096)
def same_unit(left: str, right: str) -> bool:
    """The same unit, abbreviated (UM = Usaha Mikro), shortened (kop = koperasi) or spelled otherwise."""
    a, b = words(left), words(right)
    if is_percent(left) or is_percent(right):
        return is_percent(left) and is_percent(right)
    if similarity(left, right) >= MAYBE or set(a) & set(b) or (set(a) | set(b)) <= INDEX_WORDS:
        return True
    return any(_initials(x, y) or _shortened(x, y) for x, y in ((a, b), (b, a)))


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(w[0] for w in long)


def _shortened(short: Sequence[str], long: Sequence[str]) -> bool:
    return len(short) == 1 and len(long) == 1 and long[0].startswith(short[0])


def _figure_as_unit(context: Context, tabel: Tabel, row: Baris) -> None:
    """A figure where a unit belongs, told once a row."""
    columns = [c for c in tabel.columns if c.besaran == "satuan" and c.key in row.sel]
    wrong = [c for c in columns if is_figure(str(row.isi.get(c.key) or ""))]
    if wrong:
        related = [row.sel[c.key].place for c in wrong[1:]]
        context.add("satuan_angka", tabel, row, wrong[0], found=row.sel[wrong[0].key].nilai.teks, related=related)


def is_figure(unit: str) -> bool:
    """Whether a unit is nothing but a number."""
    nilai = parse(unit)
    return nilai.ada_angka and not (nilai.satuan or nilai.persen or nilai.rupiah)


def _unit_of_cell(
    context: Context, tabel: Tabel, row: Baris, column: Column, cell: Sel, known: tuple[str, Place | None]
) -> None:
    """A percent sign on an index, or another unit behind the figure than the satuan says."""
    unit, where = known
    if column.kind is not Kind.ANGKA or not unit or is_figure(unit) or not cell.nilai.ada_angka:
        return
    written = "%" if cell.nilai.persen else cell.nilai.satuan
    if written and not same_unit(written, unit):
        related = [where] if where is not None else []
        code = "persen_pada_bukan_persen" if cell.nilai.persen else "satuan_lain"
        context.add(code, tabel, row, column, found=cell.nilai.teks, expected=unit, related=related)


def _unit_columns(context: Context, entitas: Entitas) -> None:
    """The satuan columns of all tables agree, and those of one row."""
    typed = [(t, b, c, b.isi.get(c.key)) for t, b in entitas.rows for c in t.columns if c.besaran == "satuan"]
    known = [(t, b, c, u) for t, b, c, u in typed if isinstance(u, str) and not is_figure(u)]
    for tabel, row, column, unit in known[1:]:
        first_table, first_row, first_column, first_unit = known[0]
        if name_key(unit) != name_key(first_unit) and not same_unit(unit, first_unit):
            other = first_row.place(first_column.key)
            context.add(
                "satuan_berbeda", tabel, row, column, found=unit, expected=first_unit,
                there=other or first_table.sheet, related=[other] if other else [],
            )  # fmt: skip


# --- names -----------------------------------------------------------------------------------------------------------


def _names(context: Context, entitas: Entitas) -> None:
    """One entity, quite different names: reported once a table, against the most authoritative one."""
    first_table, first = entitas.rows[0]
    for tabel, row in entitas.rows[1:]:
        if row.salinan or tabel.format.entity is Entity.TRIWULAN or not row.indikator or not first.indikator:
            continue
        column = tabel.column(tabel.format.indicator_column)
        there = first.place(first_table.format.indicator_column)
        if column is None or similarity(row.indikator, first.indikator) >= MAYBE:
            continue
        context.add(
            "nama_indikator_berbeda", tabel, row, column, found=row.indikator, expected=first.indikator,
            there=there or first_table.sheet, related=[there] if there else [],
        )  # fmt: skip


def _swapped(context: Context, registry: Registry) -> None:
    """Two rows whose indicators fit each other's counterpart, not their own."""
    for tabel in context.tables:
        rows = [(b, r) for b in tabel.rows if b.indikator and (r := _reference(registry, tabel, b)) is not None]
        strange = [(b, r) for b, r in rows if similarity(b.indikator, r.indikator) < SAME]
        for n, (row, theirs) in enumerate(strange):
            for other, others in strange[n + 1 :]:
                if (
                    similarity(row.indikator, others.indikator) >= SAME
                    and similarity(other.indikator, theirs.indikator) >= SAME
                ):
                    _tell_swapped(context, tabel, row, other, theirs, others)


def _reference(registry: Registry, tabel: Tabel, row: Baris) -> Baris | None:
    entitas = registry.of(row)
    if entitas is None or entitas.rows[0][0] is tabel:
        return None
    return entitas.rows[0][1]


def _tell_swapped(context: Context, tabel: Tabel, row: Baris, other: Baris, theirs: Baris, others: Baris) -> None:
    column = tabel.column(tabel.format.indicator_column)
    if column is None:
        return
    swapped = {row.place(column.key), other.place(column.key)}
    context.findings = [f for f in context.findings if not (f.code == "nama_indikator_berbeda" and f.place in swapped)]
    related = [p for b in (other, theirs, others) for k in ("indikator",) if (p := b.place(k)) is not None]
    context.add(
        "nama_tertukar", tabel, row, column, found=row.indikator, expected=theirs.indikator, related=related,
        other=other.place(column.key) or tabel.sheet, other_row=other.nama,
    )  # fmt: skip


# --- the printed scale -----------------------------------------------------------------------------------------------


def printed_bands(tabel: Tabel) -> Iterator[tuple[Baris, float | None, str]]:
    """Each printed band: its row, its lower limit as printed (None for the lowest), its kategori."""
    for row in tabel.rows:
        text = str(row.isi.get("nilai") or "")
        kategori = str(row.isi.get("kategori") or "")
        numbers = [float(n.replace(",", ".")) for n in BOUND.findall(text)]
        if numbers and kategori:
            lowest = min(numbers) <= 0 or (len(numbers) == 1 and bool(OPPOSITE.search(text)))
            yield row, None if lowest else min(numbers), kategori


def check_scale(context: Context, tabel: Tabel) -> None:
    """The scale that a report prints is the profile's: same limits, same words. Another scale: one warning."""
    printed = list(printed_bands(tabel))
    bands = context.profil.skala.bands
    by_limit = {b.batas_bawah: b for b in bands}
    agreeing = [
        limit in by_limit and name_key(by_limit[limit].kategori) == name_key(word) for _, limit, word in printed
    ]
    if not printed or sum(agreeing) * 2 < len(printed):
        place = Place(tabel.sheet)
        context.findings.append(
            finding(
                "skala_lain", place, format=tabel.format.id, found=", ".join(w for _, _, w in printed),
                expected=", ".join(b.kategori for b in bands), profile=context.profil.id,
                related=[s.place for b in tabel.rows for s in b.sel.values()],
            )
        )  # fmt: skip
        return
    for (row, limit, word), agrees in zip(printed, agreeing, strict=True):
        if not agrees:
            _tell_band(context, tabel, row, limit, word)
        _tell_words(context, tabel, row)
    if len(printed) < len(bands):
        seen = {name_key(word) for _, _, word in printed}
        lost = ", ".join(b.kategori for b in bands if name_key(b.kategori) not in seen)
        related = [s.place for b in tabel.rows for s in b.sel.values()]
        context.findings.append(
            finding("skala_kurang", Place(tabel.sheet), format=tabel.format.id, expected=lost, related=related)
        )


def _tell_words(context: Context, tabel: Tabel, row: Baris) -> None:
    """The words beside a band close its upper limit where its symbol leaves it open, or the other way round."""
    column = tabel.column("keterangan")
    symbol, words_ = str(row.isi.get("nilai") or ""), str(row.isi.get("keterangan") or "")
    spoken = UP_TO.search(words_)
    if column is None or tabel.working or spoken is None or not UP_TO.search(symbol.replace("\\text", " ")):
        return
    is_open = bool(re.search(r"<(?!\s*=)", symbol)) and "≤" not in symbol
    says_open = bool(BELOW.match(words_, spoken.end()))
    if is_open is not says_open:
        context.add("keterangan_skala_lain", tabel, row, column, found=words_, expected=symbol)


def _tell_band(context: Context, tabel: Tabel, row: Baris, limit: float | None, word: str) -> None:
    """A wrong word at a limit of the scale, or a limit that the scale does not have."""
    bands = context.profil.skala.bands
    band = next((b for b in bands if b.batas_bawah == limit), None)
    column = tabel.column("kategori" if band is not None else "nilai")
    assert column is not None
    if band is not None:
        context.add("kategori_skala_salah", tabel, row, column, found=word, expected=band.kategori)
        return
    own = next((b for b in bands if name_key(b.kategori) == name_key(word)), None)
    context.add(
        "batas_skala_salah", tabel, row, column, found=row.isi.get("nilai") or "",
        expected=own.tercetak if own is not None else ", ".join(b.tercetak for b in bands),
    )  # fmt: skip
