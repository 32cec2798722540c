"""The independent judge: LibreOffice computes the formula of every rule on edge values; Python must say the same."""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from workbook_tools.compute.kategori import mutu_ikm, predikat, predikat_sakip
from workbook_tools.compute.rule import Alasan, Rule
from workbook_tools.compute.rules import RULES
from workbook_tools.regulations import Profil, load, skala
from workbook_tools.regulations.choices import CARA_AGREGASI, POLARITAS, TIDAK_ADA

pytestmark = pytest.mark.libreoffice

BELUM = "belum dihitung"  # stands in the cell until LibreOffice has computed it
TELITI = 1e-9
TEKS_KOSONG = ""  # a cell whose formula gives ""
EKSTREM: tuple[Any, ...] = (
    None, TEKS_KOSONG, "-", "target nol", 0, -5, -0.5, 1e-7, 3, 54.99999999999999, 70.54, 100, 3358804568, 1e15,
)  # fmt: skip
PENDEK: tuple[Any, ...] = (None, TEKS_KOSONG, "-", 0, -5, 3, 70.54, 100, 3358804568)
SATU_NILAI: tuple[Any, ...] = (
    *EKSTREM, 0.004, 0.005, 25, 24.995, 49.9999999999, 50, 50.4, 50.0000000001, 51, 51.005, 55, 60, 65.5, 66, 66.005,
    74.9999999996, 75, 75.5, 76, 76.605, 80, 80.005, 88.305, 89.9999999994, 89.9999999996, 90, 90.4, 91, 99.5, 99.6,
    99.9999999999, 100.000001, 107.64, 1207.2, -1e12,
)  # fmt: skip
NETRAL, MAGETAN, JEMBER = load("netral"), load("magetan_2025"), load("jember_2025")
LENGKAP = replace(
    MAGETAN, batas_atas_capaian=120.0, turun_nol_nol_100=True, polaritas_bawaan="turun", agregasi_bawaan="rata",
    bulatkan_dulu=0,
)  # fmt: skip
TANPA_BAWAAN = replace(MAGETAN, polaritas_bawaan=TIDAK_ADA, agregasi_bawaan=TIDAK_ADA, turun_nol_nol_100=True)
KATA_POLARITAS: tuple[Any, ...] = (*POLARITAS, "TURUN", "  naik ", None, TEKS_KOSONG, "entah", 5)
KATA_AGREGASI: tuple[Any, ...] = (*CARA_AGREGASI, "Maks", None, TEKS_KOSONG, "entah")


@dataclass(frozen=True)
class Tetap:
    """An operand written into the formula itself."""

    nilai: Any

    @property
    def ref(self) -> str:
        return str(self.nilai)


@dataclass(frozen=True)
class Deret:
    """An operand that is a range of cells in the row."""

    nilai: tuple[Any, ...]


@dataclass(frozen=True)
class Uji:
    """One rule under one profile, on many rows of operands."""

    rule: Rule
    profil: Profil
    baris: tuple[tuple[Any, ...], ...]


def _silang(rule: Rule, profil: Profil, *nilai: tuple[Any, ...]) -> Uji:
    return Uji(rule, profil, tuple(product(*nilai)))


def _deret(panjang: int) -> tuple[Deret, ...]:
    pola = (None, "-", 0, 70.54, -5)
    return tuple(Deret(isi) for isi in product(pola, repeat=panjang))


def _semua() -> Iterator[Uji]:
    for profil in (MAGETAN, LENGKAP, TANPA_BAWAAN):
        yield _silang(RULES["capaian"], profil, PENDEK, PENDEK, KATA_POLARITAS)
        tetap = tuple(map(Tetap, (*POLARITAS, "entah")))
        yield Uji(RULES["capaian"], profil, tuple(
            (r, t, p if p.nilai in POLARITAS else Tetap('"entah"')) for r, t, p in product(EKSTREM, EKSTREM, tetap)
        ))  # fmt: skip
        yield _silang(RULES["kemajuan"], profil, PENDEK, PENDEK, KATA_POLARITAS)
        yield _silang(RULES["agregasi_triwulan"], profil, KATA_AGREGASI, *[(None, "-", 0, 70.54)] * 4)
        yield _silang(RULES["agregasi_triwulan"], profil, tuple(map(Tetap, CARA_AGREGASI)), *[(None, 3, -5)] * 4)
        yield _silang(RULES["agregasi_renstra"], profil, KATA_AGREGASI, PENDEK, PENDEK)
        yield _silang(RULES["capaian_rentang"], profil, PENDEK, PENDEK, PENDEK)
        yield _silang(RULES["kategori"], profil, SATU_NILAI)
    yield _silang(RULES["capaian"], MAGETAN, PENDEK, (Tetap(0), Tetap(100), Tetap(-2.5)), KATA_POLARITAS)
    yield _silang(RULES["capaian_rentang"], MAGETAN, PENDEK, (Tetap(0), Tetap(3)), (Tetap(0), Tetap(70.54)))
    for profil in (NETRAL, JEMBER, load("mojokerto_2025")):
        yield _silang(RULES["kategori"], profil, SATU_NILAI)
        kata = (*profil.skala.kategori, " TINGGI ", "Sangat Baik", None, TEKS_KOSONG, 5, "target nol")
        yield _silang(RULES["ambang"], profil, kata)
    for aturan in (predikat_sakip(), mutu_ikm()):
        yield _silang(aturan, NETRAL, SATU_NILAI)
    yield Uji(RULES["nilai_ikm"], NETRAL, tuple(
        (Deret((a, b)), c) for a, b, c in product((None, TEKS_KOSONG, "-", 0.9, 1, 3.2, 4, 4.1), repeat=3)
    ))  # fmt: skip
    for id in ("nilai_sakip", "kesehatan_koperasi", "mutu_ikm"):
        yield _silang(predikat(skala(id), id), MAGETAN, SATU_NILAI)
    label = (None, TEKS_KOSONG, "Juara 1", "juara 2", " JUARA 3 ", "Harapan", "Juara umum", 5, "target nol")
    yield _silang(RULES["capaian_predikat"], JEMBER, label)
    yield _silang(RULES["capaian_predikat"], MAGETAN, label)
    for nama in ("kategori_efisiensi", "nilai_efisiensi", "nilai_efisiensi_terbatas"):
        yield _silang(RULES[nama], MAGETAN, SATU_NILAI)
    yield _silang(RULES["efisiensi_pagu_capaian"], MAGETAN, PENDEK, PENDEK, PENDEK)
    yield _silang(RULES["efisiensi_pagu_capaian"], MAGETAN, (Tetap(100), Tetap(0)), PENDEK, PENDEK)
    for nama in (
        "serapan", "sisa", "persen_dari", "kurang", "sisa_serapan", "selisih_capaian_serapan",
        "efisien_bila_capaian_ge_serapan", "perbandingan", "pertumbuhan",
    ):  # fmt: skip
        yield _silang(RULES[nama], MAGETAN, EKSTREM, EKSTREM)
    yield _silang(RULES["target_berlaku"], MAGETAN, ("induk", "perubahan", "Induk", None, "entah"), PENDEK, PENDEK)
    yield Uji(RULES["jumlah"], MAGETAN, ((Tetap('IF(1=2,5,"")'), 3), (Tetap('IF(1=2,5,"")'), None)))
    yield _silang(RULES["efisiensi_pmk_214"], MAGETAN, _deret(2), _deret(2), _deret(2)[:15])
    for nama in ("rerata", "jumlah"):
        yield _silang(RULES[nama], MAGETAN, _deret(3))
        yield Uji(RULES[nama], MAGETAN, tuple((Deret((a, b)), c) for a, b, c in product(PENDEK, repeat=3)))


def _isi(sheet: Any, baris: int, kolom: int, nilai: Any) -> str:
    """Write one operand; its address."""
    if nilai == TEKS_KOSONG:
        sheet.write_formula(baris, kolom, '=""', value="")
    elif isinstance(nilai, str):
        sheet.write_string(baris, kolom, nilai)
    elif nilai is not None:
        sheet.write_number(baris, kolom, nilai)
    return str(xl_rowcol_to_cell(baris, kolom))


def _operan(sheet: Any, baris: int, kolom: int, nilai: Any) -> tuple[str, int]:
    """Write one operand of any kind; its ref and the next free column."""
    if isinstance(nilai, Tetap):
        return nilai.ref, kolom
    if isinstance(nilai, Deret):
        alamat = [_isi(sheet, baris, kolom + ke, n) for ke, n in enumerate(nilai.nilai)]
        return f"{alamat[0]}:{alamat[-1]}", kolom + len(alamat)
    return _isi(sheet, baris, kolom, nilai), kolom + 1


def _python(uji: Uji, operan: tuple[Any, ...]) -> float | str:
    def nilai(n: Any) -> Any:
        if isinstance(n, Deret):
            return n.nilai
        return n.nilai.strip('"') if isinstance(n, Tetap) and isinstance(n.nilai, str) else getattr(n, "nilai", n)

    hasil = uji.rule(uji.profil, *map(nilai, operan))
    return hasil.teks if isinstance(hasil, Alasan) else hasil


def _tulis_buku(berkas: Path, semua: list[Uji]) -> None:
    with xlsxwriter.Workbook(berkas) as buku:
        for ke, uji in enumerate(semua):
            sheet = buku.add_worksheet(f"u{ke}")
            for baris, operan in enumerate(uji.baris):
                refs, kolom = [], 1
                for n in operan:
                    ref, kolom = _operan(sheet, baris, kolom, n)
                    refs.append(ref)
                sheet.write_formula(baris, 0, "=" + uji.rule.formula(uji.profil, *refs), value=BELUM)


SELALU_HITUNG = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def _hitung_di_libreoffice(soffice: str, berkas: Path, folder: Path) -> Path:
    profil = folder / "profil"
    (profil / "user").mkdir(parents=True)
    (profil / "user" / "registrymodifications.xcu").write_text(SELALU_HITUNG, encoding="utf-8")
    keluar = folder / "keluar"
    subprocess.run(
        [soffice, "--headless", "--norestore", f"-env:UserInstallation={profil.as_uri()}", "--convert-to", "xlsx",
         "--outdir", str(keluar), str(berkas)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return keluar / berkas.name


def _sama(python: float | str, excel: Any) -> bool:
    if isinstance(python, str) or not isinstance(excel, int | float):
        return bool(python == excel)
    return math.isclose(python, excel, rel_tol=TELITI, abs_tol=TELITI)


def test_rumus_sama_dengan_python(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice tidak ada: LibreOffice adalah hakim rumus")
    semua = list(_semua())
    assert {uji.rule.nama for uji in semua} >= set(RULES)
    _tulis_buku(tmp_path / "aturan.xlsx", semua)
    buku = openpyxl.load_workbook(
        _hitung_di_libreoffice(soffice, tmp_path / "aturan.xlsx", tmp_path), data_only=True, read_only=True
    )
    beda, dibanding = [], 0
    for ke, uji in enumerate(semua):
        terhitung = [baris[0] for baris in buku[f"u{ke}"].iter_rows(max_col=1, values_only=True)]
        for operan, excel in zip(uji.baris, terhitung, strict=True):
            python = _python(uji, operan)
            dibanding += 1
            if not _sama(python, excel):
                beda.append(f"{uji.rule.nama}{operan}: Python {python!r}, LibreOffice {excel!r}")
    buku.close()
    assert dibanding > 10_000
    assert not beda, f"{len(beda)} dari {dibanding}:\n" + "\n".join(beda[:40])
