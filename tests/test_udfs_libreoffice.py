"""The functions typed into the cells of a real spreadsheet: LibreOffice calls the same Python functions.

Excel reaches them through xlwings; here a Basic function of the same name does, through LibreOffice's Python. Beside
each stands the native formula of its rule, which LibreOffice computes itself.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import workbook_tools
from workbook_tools.compute.kategori import mutu_ikm, predikat_sakip
from workbook_tools.compute.rule import Rule
from workbook_tools.compute.rules import RULES
from workbook_tools.excel.fungsi import Fungsi
from workbook_tools.excel.udfs import FUNGSI
from workbook_tools.regulations import Profil, load

pytestmark = pytest.mark.libreoffice

CANGKANG = Path(__file__).parent / "libreoffice" / "cangkang.py"
SKRIP = "vnd.sun.star.script:cangkang.py${}?language=Python&location=user"
LAMA_DETIK = 180
MAGETAN = load("magetan_2025")

UMUM = f"""
Function Panggil(nama As String, isi As Variant) As Variant
  Dim penyedia, skrip, keluar(), urutan(), jawab, tabel(), b, k
  penyedia = createUnoService("com.sun.star.script.provider.MasterScriptProviderFactory").createScriptProvider("")
  skrip = penyedia.getScript("{SKRIP.format("panggil")}")
  jawab = skrip.invoke(Array(nama, isi), urutan(), keluar())
  If IsArray(jawab) Then
    ReDim tabel(UBound(jawab), UBound(jawab(0)))
    For b = 0 To UBound(jawab)
      For k = 0 To UBound(jawab(0))
        tabel(b, k) = jawab(b)(k)
      Next k
    Next b
    Panggil = tabel
  Else
    Panggil = jawab
  End If
End Function
"""


def basic(fungsi: Fungsi) -> str:
    """The Basic function that stands for a function of the add-in."""
    wajib = [a.nama for a in fungsi.argumen if a.wajib]
    semua = [a.nama for a in fungsi.argumen]
    tanda = ", ".join([*wajib, *(f"Optional {nama}" for nama in semua[len(wajib) :])])
    panggil = '{0} = Panggil("{1}", Array({2}))'
    lengkap = panggil.format(fungsi.nama, fungsi.python, ", ".join(semua))
    if len(semua) == len(wajib):
        isi = lengkap
    else:
        (pilihan,) = semua[len(wajib) :]
        pendek = panggil.format(fungsi.nama, fungsi.python, ", ".join(wajib))
        isi = f"If IsMissing({pilihan}) Then\n  {pendek}\nElse\n  {lengkap}\nEnd If"
    return f"Function {fungsi.nama}({tanda})\n{isi}\nEnd Function\n"


@cache
def penghalang() -> str:
    """Why this machine cannot run the functions in LibreOffice; empty where it can."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return "soffice tidak ada: fungsi tidak dapat diketik ke dalam sel"
    if not (Path(soffice).resolve().parent / "pythonscript.py").exists():
        return "LibreOffice tanpa Python (libreoffice-script-provider-python)"
    return ""


def ketik(folder: Path, isi: dict[str, Any], rumus: dict[str, str], larik: dict[str, str]) -> dict[str, Any]:
    """Type values, formulas and array formulas into a new spreadsheet; what its formula cells then show."""
    if penghalang():
        pytest.skip(penghalang())
    skrip = folder / "profil" / "user" / "Scripts" / "python"
    skrip.mkdir(parents=True)
    shutil.copy(CANGKANG, skrip)
    tugas, hasil = folder / "tugas.json", folder / "hasil.json"
    sumber = UMUM + "".join(map(basic, FUNGSI))
    tugas.write_text(
        json.dumps({"basic": sumber, "isi": isi, "rumus": rumus, "larik": larik, "hasil": str(hasil)}), "utf-8"
    )
    terpasang = [
        path for path in sys.path if "site-packages" in path
    ]  # not the standard library: LibreOffice has its own
    lingkungan = os.environ | {
        "CANGKANG_TUGAS": str(tugas),
        "LKJIP_PROFIL": MAGETAN.id,
        "PATH": os.defpath,  # of an activated environment LibreOffice would take the Python for its own
        "PYTHONPATH": os.pathsep.join([str(Path(workbook_tools.__file__).parents[1]), *terpasang]),
    }
    perintah = [
        str(shutil.which("soffice")),
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profil').as_uri()}",
    ]
    for _ in range(2):  # LibreOffice may abort while it closes its Python, and now and then before it has begun
        jalan = subprocess.run(
            [*perintah, SKRIP.format("utama")], check=False, capture_output=True, timeout=LAMA_DETIK, env=lingkungan
        )
        if hasil.exists():
            break
    assert hasil.exists(), f"LibreOffice berakhir dengan {jalan.returncode}: {jalan.stderr.decode(errors='replace')}"
    terbaca: dict[str, Any] = json.loads(hasil.read_text("utf-8"))
    if tuple(terbaca["python"]) != sys.version_info[:2]:
        pytest.skip(f"Python LibreOffice {terbaca['python']}, paket terpasang untuk {sys.version_info[:2]}")
    assert "galat" not in terbaca, terbaca["galat"]
    sel: dict[str, Any] = terbaca["sel"]
    return sel


#: What a published report or the rule itself says that the formula shows, with the operands in the cells of KISI.
KISI = {"A1": 70.63, "B1": 70.54, "A2": "85,17 (A)", "B2": 90, "B3": 12, "A4": 5, "B4": 0, "C1": 908531800, "D1": 1000}
DIKETIK = [
    ("=CAPAIAN(A1;B1)", 70.63 / 70.54 * 100),  # LKjIP Magetan 2025 Tabel 3.3
    ('=CAPAIAN(A1;B1;"turun")', (2 * 70.54 - 70.63) / 70.54 * 100),
    ("=CAPAIAN(A2;B2)", 85.17 / 90 * 100),
    ("=CAPAIAN(A3;B3)", "realisasi kosong"),
    ("=CAPAIAN(A4;B4)", "target nol"),
    ('=CAPAIAN(A1;B1;"entah")', "polaritas tidak dikenal"),
    ("=KATEGORI(CAPAIAN(A1;B1))", "Sangat Berhasil"),
    ("=KATEGORI(CAPAIAN(A2;B2))", "Berhasil"),
    ('=KATEGORI(85;"mojokerto_2025")', "Tinggi"),
    ("=KATEGORI(CAPAIAN(A4;B4))", "capaian tidak ada"),
    ("=EFISIENSI(200;150;100)", 25),
    ('=EFISIENSI(200;150;100;"sisa_serapan")', 25),
    ('=EFISIENSI(200;150;60;"capaian_ge_serapan")', "Tidak Efisien"),
    ("=EFISIENSI(B4;150;100)", "pagu nol"),
    ("=NILAI_EFISIENSI(EFISIENSI(200;150;100))", 50 + 25 / 20 * 50),
    ("=KATEGORI_EFISIENSI(80)", "Cukup Efisien"),
    ("=SERAPAN(C1;2*C1)", 50),
    ("=SISA(D1;1)", 999),
    ('=KEMAJUAN(30;60;"turun_rasio")', 200),
    ("=PERTUMBUHAN(150;100)", 50),
    ("=RERATA_CAPAIAN(A1:A4)", (70.63 + 85.17 + 5) / 3),
    ("=PREDIKAT_SAKIP(A2)", "A"),
    ("=MUTU_IKM(NILAI_IKM({3;3.6}))", "B"),
    ("=ANGKA(A2)", 85.17),
    ('=ANGKA("Rp 1.643.784,900,-")', "pemisah angka rusak; mungkin 1.643.784.900"),
    ("=TERBILANG(D1+1)", "seribu satu"),
    ("=TERBILANG(1001000;TRUE())", "satu juta seribu rupiah"),
    ('=AMBANG("Berhasil")', 75),
    ('=AMBANG("A";"nilai_sakip")', 80),
]


def sama(kiri: object, kanan: object) -> bool:
    """Alike as cells are: numbers to nine digits, texts letter by letter."""
    if isinstance(kiri, str) or isinstance(kanan, str):
        return kiri == kanan
    return isinstance(kiri, int | float) and isinstance(kanan, int | float) and math.isclose(kiri, kanan, rel_tol=1e-9)


def test_functions_typed_into_cells_show_what_the_rules_say(tmp_path: Path):
    rumus = {f"H{n}": teks for n, (teks, _) in enumerate(DIKETIK, start=1)}
    terlihat = ketik(tmp_path, KISI, rumus, {})
    salah = [
        f"{teks}: {terlihat[sel]!r}, seharusnya {harap!r}"
        for (sel, teks), (_, harap) in zip(rumus.items(), DIKETIK, strict=True)
        if not sama(terlihat[sel], harap)
    ]
    assert not salah, "\n".join(salah)
    assert {f.nama for f in FUNGSI} <= {nama for teks, _ in DIKETIK for nama in re.findall(r"[A-Z_]+(?=\()", teks)}


ANGKA: tuple[Any, ...] = (None, "-", 0, -5, 3, 49.9999999999, 70.54, 76.605, 90, 100, 120.5, 3358804568)
PASANGAN = [(a, b) for a in ANGKA for b in ANGKA]
#: Function, its rule in the same order of operands, further text operands.
DUA_OPERAN: list[tuple[str, Rule, tuple[str, ...]]] = [
    *(("CAPAIAN", RULES["capaian"], (p,)) for p in ("naik", "turun", "turun_rasio", "stabil", "entah")),
    ("KEMAJUAN", RULES["kemajuan"], ("turun",)),
    ("SERAPAN", RULES["serapan"], ()),
    ("SISA", RULES["sisa"], ()),
    ("PERTUMBUHAN", RULES["pertumbuhan"], ()),
]
SATU_OPERAN: list[tuple[str, Rule]] = [
    ("KATEGORI", RULES["kategori"]),
    ("NILAI_EFISIENSI", RULES["nilai_efisiensi"]),
    ("KATEGORI_EFISIENSI", RULES["kategori_efisiensi"]),
    ("PREDIKAT_SAKIP", predikat_sakip()),
    ("MUTU_IKM", mutu_ikm()),
]


def test_a_column_spilled_by_a_function_equals_the_native_formula_beside_it(tmp_path: Path):
    banyak = len(PASANGAN)
    isi = {
        f"{kolom}{n}": x for n, p in enumerate(PASANGAN, 1) for kolom, x in zip("AB", p, strict=True) if x is not None
    }
    rumus, larik, pasangan = {}, {}, []
    for ke, (nama, rule, kata) in enumerate([*DUA_OPERAN, *((n, r, ()) for n, r in SATU_OPERAN)]):
        dua = len(rule.operands) > 1
        kolom_fungsi, kolom_rumus = f"D{chr(65 + ke)}", f"E{chr(65 + ke)}"
        operan = [f"A1:A{banyak}", f"B1:B{banyak}"][: 2 if dua else 1]
        rentang = f"{kolom_fungsi}1:{kolom_fungsi}{banyak}"
        larik[rentang] = f"={nama}({';'.join([*operan, *(_kutip(k) for k in kata)])})"
        for n in range(1, banyak + 1):
            refs = [f"A{n}", f"B{n}"][: 2 if dua else 1] + [_kutip(k) for k in kata]
            rumus[f"{kolom_rumus}{n}"] = "=" + _asli(rule, MAGETAN, refs)
        pasangan.append((larik[rentang], rentang, kolom_rumus))
    terlihat = ketik(tmp_path, isi, rumus, larik)
    beda = [
        f"{teks} baris {n} {PASANGAN[n - 1]}: fungsi {baris[0]!r}, rumus {terlihat[f'{kolom}{n}']!r}"
        for teks, rentang, kolom in pasangan
        for n, baris in enumerate(terlihat[rentang], start=1)
        if not sama(baris[0], terlihat[f"{kolom}{n}"])
    ]
    assert len(rumus) == banyak * (len(DUA_OPERAN) + len(SATU_OPERAN))
    assert not beda, f"{len(beda)}:\n" + "\n".join(beda[:40])


def _kutip(kata: str) -> str:
    return f'"{kata}"'


def _asli(rule: Rule, profil: Profil, refs: list[str]) -> str:
    """The native formula with the separator that LibreOffice's formula grammar takes."""
    return _titik_koma(rule.formula(profil, *refs))


def _titik_koma(rumus: str) -> str:
    potongan = rumus.split('"')
    return '"'.join(p.replace(",", ";") if ke % 2 == 0 else p for ke, p in enumerate(potongan))
