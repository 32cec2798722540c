"""Texts that cannot rot: every code used is in the catalogue, every entry is used, every placeholder is filled."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import click
import pytest

import workbook_tools
from workbook_tools import api, errors
from workbook_tools.cli.commands import lkjip
from workbook_tools.compute import rules
from workbook_tools.findings import Severity
from workbook_tools.formats import FORMATS, kolom, scopes, spec
from workbook_tools.messages import catalogue
from workbook_tools.regulations import load_file

PACKAGE = Path(workbook_tools.__file__).parent
ROOT = PACKAGE.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: What `finding` and `Context.add` give every text of a finding.
OF_A_FINDING = {"found", "expected", "column", "row_label", "format"}
PARTS = {"id", "do", "title", "severity", "rule", "contoh", "screentip", "supertip"}
#: Where an entry keeps the English of a part.
ENGLISH = {"id": "en", **{part: f"{part}_en" for part in ("do", "title", "rule", "contoh", "screentip", "supertip")}}
PARTS |= {*ENGLISH.values(), "en_one"}
#: What has no English, and why: everything that an entry says must otherwise be said in both languages.
INDONESIAN_ONLY = {
    r"alasan_\w+": "a reason stands in a cell, where formulas compare it",
    "catatan_angka_lama": "stays in the office's workbook, where the next run compares it",
}
#: Words that no English sentence has. Words of a workbook stand in «…», commands in `…`.
FUNCTION_WORDS = frozenset(
    [
        "dan",
        "atau",
        "yang",
        "tidak",
        "bukan",
        "belum",
        "sudah",
        "dengan",
        "tanpa",
        "untuk",
        "adalah",
        "ialah",
        "ini",
        "itu",
        "dari",
        "di",
        "ke",
        "pada",
        "oleh",
        "akan",
        "dapat",
        "harus",
        "bila",
        "jika",
        "agar",
        "karena",
        "juga",
        "lalu",
        "serta",
        "hanya",
        "setiap",
        "semua",
        "sehingga",
        "tetapi",
        "padahal",
        "seharusnya",
        "berkas",
        "lembar",
        "sel",
        "kolom",
        "baris",
        "kesalahan",
        "peringatan",
    ]
)
#: Rooms whose Indonesian is the regulation's or the reports' own, or is read and never shown.
NOT_TOLD = {"formats", "compute", "headings.py", "names.py", "recognise.py", "tables", "values"}
#: Words that are read in profiles and workbooks and compared there, never told.
READ_WORDS = {"tidak ada", "diterima oleh", "lembar dan sel"}
FAULTS = {name for name, item in vars(errors).items() if isinstance(item, type) and issubclass(item, errors.LkjipError)}
CALLS = {"text", "indonesian", "finding", "add", *FAULTS}


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call that names a code outright: function, call, code."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            of_context = name == "add" and getattr(getattr(node.func, "value", None), "id", "") == "context"
            if name in CALLS and (name != "add" or of_context):
                for code in constants(node.args[0]):
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node, code


def constants(node: ast.expr) -> list[str]:
    """The text that an expression is, whichever way a condition falls."""
    if isinstance(node, ast.IfExp):
        return [*constants(node.body), *constants(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def placeholders(sentence: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_every_code_that_is_named_stands_in_the_catalogue():
    assert [(where, code) for where, _, code in calls() if code not in catalogue()] == []


def test_every_placeholder_is_filled_where_a_code_is_named():
    missing = []
    for where, call, code in calls():
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = {keyword.arg for keyword in call.keywords}
        if None in given or any(isinstance(a, ast.Starred) for a in call.args):
            continue
        if name in ("finding", "add"):
            given |= OF_A_FINDING
        parts = constants(call.args[1]) if name == "text" and len(call.args) > 1 else ["id", "do"]
        for part in parts:
            if not isinstance(catalogue()[code].get(part, ""), str) or (
                name not in ("finding", "add") and part == "do"
            ):
                continue
            missing += [(where, code, hole) for hole in placeholders(catalogue()[code].get(part, "")) - given]
    assert missing == []


def test_every_entry_is_used():
    spelled: set[str] = set()
    patterns: set[str] = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                spelled.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                pieces = [re.escape(p.value) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
                if any(isinstance(p, ast.Constant) and "_" in p.value for p in node.values):
                    patterns.add("".join(pieces))
    rest = [code for code in catalogue() if code not in spelled]
    # a pattern is a family only if its fixed part names one: f"alasan_{…}" and not f"_{…}_"
    families = [re.compile(pattern) for pattern in patterns if re.match(r"[a-z]", pattern)]
    assert [code for code in rest if not any(f.fullmatch(code) for f in families)] == []


@pytest.mark.parametrize("code", catalogue())
def test_an_entry_is_whole(code: str):
    entry = catalogue()[code]
    assert set(entry) <= PARTS
    assert re.fullmatch(r"[a-z0-9_]+", code)
    assert entry["id"].strip()
    assert "  " not in entry["id"]
    if "severity" in entry:
        assert Severity(entry["severity"])
        assert entry["title"].strip()
        assert not entry["title"].endswith(".")
        assert entry["id"].endswith(".")
        assert entry.get("do", ".").endswith((".", "?"))
        assert entry["severity"] == Severity.NOTE or entry["do"]
    else:
        assert "title" not in entry
        assert "do" not in entry
        assert "rule" not in entry


def indonesian_words(sentence: str) -> set[str]:
    """Indonesian in a sentence, but for quoted words, commands, options and placeholders."""
    own = re.sub(r"«[^«»]*»|`[^`]*`|\{\w*\}|--[a-z-]+", " ", sentence)
    return FUNCTION_WORDS & set(re.findall(r"\w+", own.casefold()))


def ending(sentence: str) -> str:
    """The mark that a sentence ends with, if it does."""
    return sentence[-1] if sentence[-1] in ".?!:)" else ""


@pytest.mark.parametrize("code", catalogue())
def test_an_entry_says_in_english_all_that_it_says_in_indonesian(code: str):
    entry = catalogue()[code]
    if any(re.fullmatch(pattern, code) for pattern in INDONESIAN_ONLY):
        assert not entry.keys() & {*ENGLISH.values(), "en_one"}
        return
    assert {part for part, english in ENGLISH.items() if english in entry} == entry.keys() & ENGLISH.keys()
    for part, english in ENGLISH.items():
        if part in entry:
            assert placeholders(entry[english]) == placeholders(entry[part])
            assert ending(entry[english]) == ending(entry[part])
            assert entry[english].startswith(" ") == entry[part].startswith(" ")
            assert "  " not in entry[english]
            assert indonesian_words(entry[english]) == set()
    if "en_one" in entry:
        assert "n" in placeholders(entry["id"])
        assert placeholders(entry["en_one"]) | {"n"} == placeholders(entry["id"])
        assert ending(entry["en_one"]) == ending(entry["id"])
        assert indonesian_words(entry["en_one"]) == set()


def test_indonesian_is_noticed():
    for code in ("berkas_tidak_ada", "sebab_sama_lagi", "baris_tidak_ada", "tampil_hitung_sama"):
        assert indonesian_words(catalogue()[code]["id"])
    assert indonesian_words("«Jumlah yang ada» is not in Tabel 2.13; run `lkjip codes dan`.") == set()


def test_no_indonesian_sentence_stands_outside_of_the_catalogue():
    found = []
    for path, tree in trees().items():
        if path.relative_to(PACKAGE).parts[0] in NOT_TOLD:
            continue
        nodes = list(ast.walk(tree))
        untold = {id(n.value) for n in nodes if isinstance(n, ast.Expr)}  # docstrings
        untold |= {
            id(a) for n in nodes if isinstance(n, ast.Call) and ast.unparse(n.func) == "re.compile" for a in n.args
        }
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in untold:
                words = indonesian_words(node.value)
                if words and " " in node.value and node.value not in READ_WORDS:
                    found.append((f"{path.relative_to(PACKAGE)}:{node.lineno}", node.value))
    assert found == []


def test_the_readme_names_every_verb_format_and_profile():
    for verb in lkjip.commands:
        assert f"lkjip {verb}" in README
    for item in (*api.formats(), *api.profiles()):
        assert f"`{item.id}`" in README


def test_the_page_of_the_add_in_names_its_verbs_and_options():
    page = README + (ROOT / "macros" / "README.md").read_text(encoding="utf-8")
    rooms = {name: room.commands for name, room in lkjip.commands.items() if isinstance(room, click.Group)}
    assert rooms.keys() == {"addin"}
    for room, verbs in rooms.items():
        assert [verb for verb in verbs if not re.search(rf"lkjip {room} (?:[a-z]+ \| )*{verb}\b", page)] == []
        named = {o for verb in verbs.values() for p in verb.params for o in p.opts if o.startswith("--")}
        assert {option for option in named if option not in page} == set()


def test_the_readme_names_every_option():
    named = [o for verb in lkjip.commands.values() for p in verb.params for o in p.opts if o.startswith("--")]
    hidden = {"--timpa", "--help"}  # told by the message that needs them, and by the pages themselves
    assert [option for option in named if option not in README and option not in hidden] == []


def test_the_readme_starts_with_the_two_commands():
    top = README.split("\n## Perintah")[0]
    assert "\npython3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/lkjip demo\n" in top
    assert "\npython3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest -n auto\n" in top
    assert top.count("\npy -m venv .venv; ") == 2


def test_the_readme_points_only_at_what_is_there():
    paths = re.findall(r"`((?:workbook_tools|tests|sample_workbooks|\.ci)/[\w./-]*)`", README)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_changelog_begins_with_the_rules():
    changelog = (PACKAGE / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (.+)$", changelog, re.MULTILINE)[0] == "Peraturan"


def test_the_map_names_every_room():
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    named = set(re.findall(r"^    ([a-z]+) +\S", workbook_tools.__doc__ or "", re.MULTILINE))
    assert rooms - {"__init__", "__main__"} <= named


def block(kind: str, containing: str) -> str:
    """The README's fenced block of that kind which holds a word."""
    found = re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)
    return next(text for text in found if containing in text)


def test_the_readme_declares_a_table_in_a_few_lines_that_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """What the README shows is built into a workbook and read back by its headings."""
    names: dict[str, object] = {**vars(kolom), **vars(spec), **vars(scopes), "rules": rules}
    exec(block("python", "TableFormat("), names)
    table = names["CONTOH"]
    assert isinstance(table, spec.TableFormat)
    monkeypatch.setitem(FORMATS, table.id, table)
    path = api.template(tmp_path / "a.xlsx", profile="magetan_2025", formats=[table.id])
    assert [t.role for c in api.validate([path]) for t in c.outcome.tables][-1] == "hasil"


def test_the_readme_makes_a_profile_in_a_few_lines_that_work(tmp_path: Path):
    path = tmp_path / "contoh.toml"
    path.write_text(block("toml", "induk"), encoding="utf-8")
    profil = load_file(path)
    assert profil.capaian_bersama == "rata"
    assert profil.metode_efisiensi("efisiensi_sasaran").id == "sisa_serapan"
    assert api.template(tmp_path / "a.xlsx", profile=str(path)).exists()
