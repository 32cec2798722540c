"""English beside Indonesian: the language changes what is said, and nothing of what is found, computed or written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from test_catalogue import indonesian_words
from test_planted import QUICK, run_one

from workbook_tools import api
from workbook_tools.books.closed import read
from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import Book, Sheet
from workbook_tools.cli import _language
from workbook_tools.errors import DeclarationError, LkjipError
from workbook_tools.findings import Finding
from workbook_tools.formats import FORMATS
from workbook_tools.messages import language, speaking, text
from workbook_tools.process import process
from workbook_tools.regulations import load, load_file
from workbook_tools.samples import sample
from workbook_tools.template import build

PROFILE = "magetan_2025"
TERBIT, ISIAN = sample(PROFILE, "terbit.xlsx"), sample(PROFILE, "isian.xlsx")
#: Findings that expect two readings with the catalogue's word "or" between them.
WORDED = {"angka_ambigu"}
HEAD = (
    "Tujuan/Sasaran | Indikator Kinerja | Pagu anggaran | Realisasi Anggaran | Target Kinerja | Realisasi Kinerja "
    "| % Capaian | Pagu x capaian | Selisih | Efisiensi (%)"
)
#: A report in which almost every cell is wrong in another way.
FAULTY = f"""
[PK]
Perjanjian Kinerja Perubahan Tahun 2025
No | Sasaran Strategis | Indikator Kinerja | Satuan | Target
1 | Meningkatnya Mutu | Indeks mutu layanan | Indeks | 80
2 | Meningkatnya Produktivitas | Persentase koperasi aktif | Persen | 50
3 | Meningkatnya Daya Saing | Nilai ekspor produk | Rupiah | 10
[T]
Capaian Kinerja (Perubahan) Tahun 2025
{HEAD}
Meningkatnya Mutu | Indeks mutu layanan | "1.234" | 800 | 80 | 90% | 121% | 1.200 | - | 33,33%
Meningkatnya Produktivitas | Persentase koperasi aktif | #REF! | 31/12/2025 | "lima puluh" | TRUE | 3 | =C4*2 | 1 | 0
Meningkatnya Kerapian | Jumlah lain | -5 | 12.50.1 | 0 | 7 | 0% | 1 | 1 | 0
Meningkatnya Kejelasan | Luas lahan | 10 | 5 | "1.234" | 1 | | | |
"""


def facts(found: Finding) -> tuple[object, ...]:
    """All of a finding but its sentences."""
    expected = "" if found.code in WORDED else found.expected
    return (
        found.code, found.severity, found.place, found.found, expected, found.format, found.column, found.row_label,
        found.related,
    )  # fmt: skip


# ── what is found and written ──


@pytest.mark.parametrize("book", [read(TERBIT), read(ISIAN), book_from_text(FAULTY)], ids=["terbit", "isian", "faulty"])
def test_the_language_changes_sentences_and_no_finding(book: Book):
    said = {}
    for spoken in ("id", "en"):
        with speaking(spoken):
            said[spoken] = process(book).findings
    assert [facts(f) for f in said["en"]] == [facts(f) for f in said["id"]]
    assert all(e.message != i.message for e, i in zip(said["en"], said["id"], strict=True))


@pytest.mark.lambat
@pytest.mark.parametrize("name", ["magetan", "rekaan"])
def test_the_language_changes_no_finding_of_a_planted_fault(name: str):
    for seed in range(QUICK):
        said = {}
        for spoken in ("id", "en"):
            with speaking(spoken):
                said[spoken] = [facts(f) for f in run_one(name, seed).findings]
        assert said["en"] == said["id"], (name, seed)


def test_the_faulty_report_is_faulty_in_many_ways():
    codes = {f.code for f in process(book_from_text(FAULTY)).findings}
    assert len(codes) >= 10
    assert codes >= WORDED


def test_two_readings_are_joined_by_the_language_in_use():
    with speaking("en"):
        (found,) = (f for f in process(book_from_text(FAULTY)).findings if f.code == "angka_ambigu")
    assert found.expected == "1.234 or 1,234"


@pytest.mark.parametrize("source", [TERBIT, ISIAN], ids=["terbit", "isian"])
def test_compute_writes_the_same_bytes_in_every_language(source: Path, tmp_path: Path):
    for spoken in ("id", "en"):
        with speaking(spoken):
            api.compute(source, tmp_path / f"{spoken}.xlsx")
    assert (tmp_path / "en.xlsx").read_bytes() == (tmp_path / "id.xlsx").read_bytes()


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    """The template of the sample's profile in both languages."""
    made = {}
    for spoken in ("id", "en"):
        with speaking(spoken):
            made[spoken] = read(
                build(load(PROFILE), tmp_path_factory.mktemp(spoken) / "t.xlsx", formats=("magetan.3_3",))
            )
    return made


def test_an_english_template_differs_only_in_what_it_explains(templates: dict[str, Book]):
    explained = {}
    for mine, theirs in zip(templates["en"], templates["id"], strict=True):
        assert (mine.title, mine.merges, mine.tables) == (theirs.title, theirs.merges, theirs.tables)
        assert mine.defined_names == theirs.defined_names
        assert mine.cells.keys() == theirs.cells.keys()
        if mine.title != "Petunjuk":
            explained[mine.title] = [theirs.cell(*at).value for at in mine.cells if mine.cell(*at) != theirs.cell(*at)]
    settings = [
        text(f"profil_{key}") for key in ("pemda", "perangkat_daerah", "tahun", "tahun_awal", "profil", "versi_pk")
    ]
    assert {title: words for title, words in explained.items() if words} == {
        "Profil": [text("hint_profil"), *settings],
        **{title: [text("hint_isian")] for title in ("Indikator", "Program", "Realisasi")},
        "Daftar": [text("daftar_judul")],
    }


def test_an_english_template_is_clean(templates: dict[str, Book]):
    assert process(templates["en"]).findings == ()


def test_the_guide_speaks_english(templates: dict[str, Book]):
    """But for what the profile and its scale say of themselves."""
    guide = templates["en"].sheet("Petunjuk")
    profil = load(PROFILE)
    data = [profil.sumber.dasar, profil.catatan, profil.skala.nama, profil.skala.sumber.dasar]
    told = [words for words in _texts(guide) if not any(item in words for item in data)]
    assert len(told) > 30
    assert [words for words in told if indonesian_words(words)] == []


def _texts(sheet: Sheet) -> Iterator[str]:
    return (str(cell.value) for cell in sheet.cells.values() if cell.value is not None)


# ── what is said ──

_SCRIPT = """
import json, sys
from click.testing import CliRunner
from workbook_tools.messages import use
use("en")
from workbook_tools import api
from workbook_tools.cli.commands import lkjip
verbs = [[verb] for verb in lkjip.commands]
verbs += [[verb, inner] for verb, room in lkjip.commands.items() for inner in getattr(room, "commands", ())]
runs = [["--help"], *([*verb, "--help"] for verb in verbs), ["codes"], *(["codes", c.code] for c in api.codes())]
runs += json.loads(sys.argv[1])
print(json.dumps([[run, CliRunner().invoke(lkjip, run, env={"COLUMNS": "80"}).output] for run in runs]))
"""


@cache
def english() -> dict[tuple[str, ...], str]:
    """What many runs say in English; help pages are made when their verbs are imported, so in a process of its own."""
    runs = [
        ["validate", str(TERBIT), "--catatan"], ["validate", str(ISIAN)], ["validate", str(TERBIT), str(ISIAN)],
        ["validate", "missing.xlsx"], ["validat"], ["validate"], ["validate", "--jason", "x"], ["compute", "a.xlsx"],
        ["template", "--profile", PROFILE, "--out", "x.xlsx", "--tahun", "dua"],
        ["template", "--profile", PROFILE, "--out", "x.xls"], ["codes", "asing"], ["formats", "x"],
    ]  # fmt: skip
    done = subprocess.run([sys.executable, "-c", _SCRIPT, json.dumps(runs)], capture_output=True, text=True, check=True)
    return {tuple(run): output for run, output in json.loads(done.stdout)}


def test_no_run_in_english_says_an_indonesian_word():
    assert len(english()) > len(api.codes())
    for run, output in english().items():
        for line in output.splitlines():
            assert indonesian_words(without_headings(line)) == set(), (run, line)


def without_headings(line: str) -> str:
    """A line without headings of columns: they are told as the workbook prints them."""
    for heading in headings():
        line = line.replace(heading, " ")
    return line


@cache
def headings() -> list[str]:
    """Longest first."""
    parts = {part for format in FORMATS.values() for c in format.columns((2024, 2025)) for part in c.head}
    return sorted(parts, key=len, reverse=True)


def reviewed() -> str:
    """How many findings the reviewed list of the sample has, as a run ends."""
    golden = (TERBIT.parent / "terbit.temuan.txt").read_text(encoding="utf-8").splitlines()
    errors, warnings, notes = (
        sum(line.startswith(f"{word} ") for line in golden) for word in ("error", "warning", "note")
    )
    assert min(errors, warnings, notes) > 1
    return f"\n{errors} errors, {warnings} warnings, {notes} notes.\n"


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (("--help",), "Usage: lkjip [OPTIONS] COMMAND"),
        (("template", "--help"), "[required]"),
        (("validate", "missing.xlsx"), "lkjip: There is no file missing.xlsx. Check its name and folder.\n"),
        (("validate", "--jason", "x"), "lkjip: There is no option --jason. See: lkjip validate --help\n"),
        (("compute", "a.xlsx"), "lkjip: --out is required. See: lkjip compute --help\n"),
        (("validate", str(ISIAN)), "No findings."),
        (("validate", str(TERBIT), "--catatan"), "\nERRORS (20)\nID\tCell\tFinding\n"),
        (("validate", str(TERBIT), "--catatan"), reviewed()),
        (
            ("validate", str(TERBIT), "--catatan"),
            "Tabel 3.4!E56\tTarget Kinerja, «Jumlah Orang yang Menerima Gaji dan Tunjangan ASN»: 20 at Tabel 3.4!E56, "
            "but 21 at Tabel 2.13!E13. Make them agree: an indicator or program has only one figure.\n",
        ),
    ],
)
def test_a_run_in_english(run: tuple[str, ...], told: str):
    assert told in english()[run]


def test_one_is_told_in_the_singular():
    with speaking("en"):
        told = [text("tampil_jumlah_tingkat", n=n, severity=text("tingkat_error")) for n in (0, 1, 2)]
        assert text("tampil_hitung", path="a.xlsx", n=1) == "a.xlsx: 1 computed cell filled."
    assert told == ["0 errors", "1 error", "2 errors"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("bulatkan_dulu = -1", 'the value -1 is not allowed for "bulatkan_dulu"; expected is a whole number from 0 or "tidak ada".'),
        ('versi_pk = "baru"', "expected is one of induk, perubahan."),
        ("batas_atas_capaian = 0", 'expected is a number above 0 or "tidak ada".'),
        ('nilai_efisiensi = "sisa_serapan"', "expected is a method that has a scale."),
        ("warna = 1", 'unknown key "warna".'),
    ],
)  # fmt: skip
def test_a_profile_file_is_refused_in_english(line: str, told: str, tmp_path: Path):
    with speaking("en"), pytest.raises(DeclarationError) as refused:
        load_file(_own_profile(tmp_path, line))
    assert told in str(refused.value)


def test_the_time_in_force_is_told_in_english(tmp_path: Path):
    with speaking("en"):
        assert load_file(_own_profile(tmp_path)).sumber.masa == "2025-01-01 to the present"


def _own_profile(folder: Path, line: str = "") -> Path:
    path = folder / "daerah.toml"
    own = 'nama = "D"\nkeluarga = "d"\ndasar = "uji"\nterverifikasi = false\ninduk = "netral"\n'
    path.write_text(f"{own}berlaku = {{ dari = 2025-01-01 }}\n{line}\n")
    return path


# ── which language ──


@pytest.mark.parametrize(
    ("args", "variable", "chosen"),
    [
        ("", "", "id"),
        ("--lang en validate x.xlsx", "", "en"),
        ("validate x.xlsx --lang=en", "", "en"),
        ("--lang en codes --lang id", "", "id"),
        ("codes", "en", "en"),
        ("--lang id codes", "en", "id"),
        ("validate -- --lang en", "", "id"),
        ("codes", "xx", "id"),
        ("codes --lang", "", "id"),
    ],
)
def test_the_language_is_what_the_command_says_else_the_variable(
    args: str, variable: str, chosen: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LKJIP_LANG", variable)
    assert _language(args.split()) == chosen


def test_the_command_itself_obeys():
    command = [sys.executable, "-m", "workbook_tools", "validate", "--lang", "en", "missing.xlsx"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LKJIP_LANG": ""})
    assert done.returncode == 2
    assert done.stderr.startswith("lkjip: There is no file missing.xlsx.")


def test_a_language_lasts_as_long_as_its_block():
    with pytest.raises(LkjipError, match="There is no profile"), speaking("en"):
        load("asing")
    assert language() == "id"
    with pytest.raises(LkjipError, match=re.escape('Profil "asing" tidak dikenal')):
        load("asing")
