"""Two Renja in memory that know their cells: the published one put right, and an invented office's.

`renja_magetan` is the sample with every cause of its ledger corrected, read from the file; `renja_rekaan` gives the
invented office of `kantor.py` its five tables, other figures and another layout for every seed.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kantor import PROGRAM, Buku, Gaya, Kantor, Ref, _lines, cetak

from tests.samples_renja import make_terbit
from workbook_tools.books.closed import read
from workbook_tools.evaluate import Engine
from workbook_tools.findings import Place
from workbook_tools.formats.masukan import PROFIL
from workbook_tools.formats.renja import MAGETAN_2_1, MAGETAN_2_2, MAGETAN_3_2, MAGETAN_3_3
from workbook_tools.formats.spec import Entity, TableFormat
from workbook_tools.process import process
from workbook_tools.regulations.profile import load
from workbook_tools.tables.model import Baris, Tabel, Value

YEAR = 2024
LEVEL = {"p": "program", "k": "kegiatan", "s": "sub_kegiatan"}
#: The ledger of the sample, put right: table, row, column → what should stand there.
CORRECTED = {
    ("2_2", 18, "keterangan"): "Penambahan Rp.178.132,- untuk BBM",  # C50
    ("2_2", 50, "realisasi"): "25",  # C42
    ("2_2", 50, "capaian_kinerja_pct"): "100",
    ("2_2", 54, "satuan_target"): "UM",  # C43
    ("2_2", 54, "satuan_realisasi"): "UM",
    ("3_2", 61, "target_analisis"): "5 unit usaha",  # C44
    ("3_3", 5, "target_sesudah"): "2 Unit",  # C45
    ("3_3", 7, "bertambah_berkurang"): "100,000,000.00",  # C40
    ("3_3", 9, "target_sesudah"): "25 Unit Usaha",  # C46
    ("3_3", 12, "bertambah_berkurang"): "770,200,000.00",  # C40
    ("3_3", 12, "target_sesudah"): "32 %",  # C47
    ("3_3", 13, "target_sesudah"): "55 usaha mikro",  # C48
    ("3_3", 14, "target_sesudah"): "50 Unit Usaha",  # C49
}
#: Number in Tabel 3.2 of every row of Tabel 3.3, read by hand; 0 where 3.2 has no such row.
REVIEWED = (21, 22, 23, 24, 25, 26, 27, 28, 29, 49, 50, 51, 52, 53, 54, 0, 55, 56, 0)


def _profil() -> Tabel:
    return Tabel(PROFIL, PROFIL.columns())


def _kantor(nama: str) -> Kantor:
    return Kantor(nama, load("netral"), {}, (YEAR,))


# ── the published one, put right ─────────────────────────────────────────────────────────────────────────────────────


def _number_in_review(role: str, urut: int) -> int:
    """The number in Tabel 3.2 of a row (from 1): 2.1 and 2.2 lack numbers 7, 8, 17, 18 and 19."""
    if role == "renja_rencana":
        return REVIEWED[urut - 1] or 1000 + urut
    if role == "renja_review":
        return urut
    return urut + (0 if urut <= 6 else 2 if urut <= 14 else 5)


@cache
def renja_magetan() -> Buku:
    """The clean sample, as a file holds it."""
    with tempfile.TemporaryDirectory() as folder:
        book = read(make_terbit(Path(folder) / "t.xlsx", CORRECTED))
    book = replace(book, path=None)
    tables: dict[str, Tabel] = {"profil": _profil()}
    places: dict[Ref, Place] = {}
    for tabel in process(book).tables:
        program = tabel.format.entity is Entity.PROGRAM
        rows = []
        for n, row in enumerate(tabel.rows):
            key = f"{_number_in_review(tabel.role, n + 1)}/1" if program else f"{n}"
            own: dict[str, Value] = {"id_program" if program else "id_indikator": key, "level": row.level, "ke": 1.0}
            rows.append(replace(row, isi={**row.isi, **own, "grup": key}))
            places |= {(tabel.role, n, k): cell.place for k, cell in row.sel.items()}
        tables[tabel.role] = replace(tabel, rows=rows)
    return Buku(book, _kantor("renja magetan"), "cetak", tables, Gaya(), places)


# ── the invented one ─────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def renja_rekaan(seed: int = 0) -> Buku:
    """Four tables of the invented office, laid out as the seed says."""
    rng = random.Random(f"renja {seed}")
    rows = [_row(rng, *line) for line in _lines(PROGRAM) if line[1] != "+"]
    _add_up(rows)
    for row in rows:
        _words(rng, row)
    tables: dict[str, Tabel] = {"profil": _profil()}
    for format in (MAGETAN_2_1, MAGETAN_2_2, MAGETAN_3_2, MAGETAN_3_3):
        tables[format.role] = _table(format, rows)
    _compute(tables)
    gaya = Gaya.dari(seed)
    return cetak(_kantor("renja rekaan"), replace(gaya, teks=False, persen_target=False), tables=tables)


def _row(rng: random.Random, kode: str, mark: str, uraian: str, _no: str, indikator: str, satuan: str, target: str) -> dict[str, Value]:  # fmt: skip
    wanted = float(target)
    whole = wanted == int(wanted)
    half = round(wanted * rng.uniform(0.2, 0.8), 0 if whole else 2)
    after = wanted if rng.random() < 0.7 else wanted + rng.randrange(1, 9)
    row: dict[str, Value] = {
        "id_program": f"{kode}/1", "kode": kode, "level": LEVEL[mark], "ke": 1.0, "grup": kode, "uraian": uraian,
        "indikator": indikator, "satuan": satuan, "target": wanted, "realisasi": half, "after": after,
        "target_renstra": wanted * 3, "realisasi_renstra": half,
    }  # fmt: skip
    if mark == "s":
        apbd = float(rng.randrange(12_000_000, 400_000_000, 500))
        change = 0.0 if rng.random() < 0.4 else float(rng.randrange(-9_000_000, 30_000_000, 500))
        row |= {
            "rkpd": apbd - (float(rng.randrange(500_000, 9_000_000, 500)) if rng.random() < 0.3 else 0.0),
            "apbd": apbd, "perubahan": apbd + change, "serapan": float(int(apbd * rng.uniform(0.05, 0.7))),
        }  # fmt: skip
    return row


def _add_up(rows: list[dict[str, Value]]) -> None:
    """Money of kegiatan and programs from the sub kegiatan below them."""
    leaves = [r for r in rows if r["level"] == "sub_kegiatan"]
    for row in rows:
        if row["level"] != "sub_kegiatan":
            below = [r for r in leaves if str(r["kode"]).startswith(f"{row['kode']}.")]
            for key in ("rkpd", "apbd", "perubahan", "serapan"):
                row[key] = float(sum(v for r in below if isinstance(v := r[key], float)))


def _words(rng: random.Random, row: dict[str, Value]) -> None:
    """The other faces of a row: before and after, with a unit or without, and an adjustment told in words."""
    before, after, apbd = row["target"], row.pop("after"), row["apbd"]
    assert isinstance(before, float)
    assert isinstance(after, float)
    assert isinstance(apbd, float)
    change = (row["perubahan"] or 0.0) - apbd  # type: ignore[operator]
    same = change == 0.0
    told = rng.random() < 0.3 and row["level"] == "sub_kegiatan" and not same
    verb = "Penambahan" if change > 0 else "Pengurangan"
    amount = f"{abs(int(change)):,}".replace(",", ".")
    row |= {
        "satuan_renstra": row["satuan"], "satuan_realisasi": row["satuan"], "satuan_realisasi_renstra": row["satuan"],
        "uraian_awal": row["uraian"], "uraian_analisis": row["uraian"], "indikator_awal": row["indikator"],
        "indikator_analisis": row["indikator"], "lokasi": "Kab. Rekaan", "lokasi_awal": "Kab. Rekaan",
        "lokasi_analisis": "Kab. Rekaan", "pagu": apbd, "realisasi_anggaran": row["serapan"], "pagu_rkpd": row["rkpd"],
        "pagu_apbd": apbd, "pagu_perubahan": row["perubahan"], "pagu_awal": row["perubahan"],
        "pagu_analisis": row["perubahan"], "target_sebelum": before, "target_analisis": after,
        "target_awal": after, "target_sesudah": _with_unit(rng, after, str(row["satuan"])),
        "keterangan": f"{verb} Rp {amount},- untuk PAK" if told else "",
    }  # fmt: skip


def _with_unit(rng: random.Random, value: float, unit: str) -> Value:
    """`12 Dokumen` as a text in half of the cells that a plan prints so."""
    plain = value == int(value) and unit not in ("Persen", "Indeks")
    return f"{int(value)} {unit}" if plain and rng.random() < 0.5 else value


def _table(format: TableFormat, rows: Sequence[dict[str, Value]]) -> Tabel:
    keys = {c.key for c in format.columns()} | {"id_program", "level", "ke", "grup", "kode"}
    made = [Baris(n, isi={k: v for k, v in row.items() if k in keys}) for n, row in enumerate(rows)]
    for n, row in enumerate(made, 1):
        row.nama, row.indikator = str(row.isi[format.name_column]), str(row.isi[format.indicator_column])
        row.kode = str(row.isi["kode"])
        if "no" in keys:
            row.isi["no"] = float(n)
    return Tabel(format, format.columns(), made, sheet=format.sheet, years=(YEAR,))


def _compute(tables: dict[str, Tabel]) -> None:
    """Fill the computed columns by their declared rules."""
    engine = Engine(tables, load("netral"), {}, derive=False)
    for tabel in tables.values():
        for row in tabel.rows:
            computed = {c.key: engine.value(tabel, row, c.key) for c in tabel.columns if c.rule is not None}
            row.isi |= computed
