"""The add-in from its text sources: what stands in the file, what calls what, and that two builds are the same."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from inspect import signature
from pathlib import Path

import pytest
import xlwings
from addin_reader import UI, VBA, VBA_Parser, faults
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from workbook_tools.addin import xlwings_copy
from workbook_tools.addin.build import build, built
from workbook_tools.addin.generate import generated
from workbook_tools.addin.sources import macros, read_module, read_sources
from workbook_tools.addin.vba import MAX_LINE, literal
from workbook_tools.addin.wrapper import help_module, wrappers
from workbook_tools.addin.xlwings_copy import CHANGES
from workbook_tools.cli.commands import lkjip
from workbook_tools.errors import DeclarationError, EnvironmentFault, InputError
from workbook_tools.excel import udfs
from workbook_tools.excel.buttons import BUTTONS, GROUPS, KEYTIP
from workbook_tools.messages import catalogue

ROOT = Path(__file__).parent.parent
MACROS = macros()
#: Ours, and not a copy of xlwings'.
OWN = ("KinerjaPita", "KinerjaFungsi", "KinerjaBantuan", "ThisWorkbook", "Sheet1")
NS = "{http://schemas.microsoft.com/office/2009/07/customui}"


@cache
def addin() -> bytes:
    return built()


@cache
def text(name: str) -> str:
    """A source with plain line ends."""
    return next(MACROS.glob(f"{name}.*")).read_text(encoding="utf-8")


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(addin())) as archive:
        return archive.read(name)


# ── what stands in the file ──


def test_an_independent_reader_finds_no_fault():
    assert faults(addin(), MACROS) == ""


def test_olevba_returns_every_module_as_its_source_has_it():
    parser = VBA_Parser("kinerja.xlam", data=addin())
    found = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    sources = {
        path.name: path.read_bytes().decode("ascii") for path in MACROS.iterdir() if path.suffix in (".bas", ".cls")
    }
    assert set(found) == set(sources)
    for name, source in sources.items():
        head = "END\r\n" if name.endswith(".cls") else ""
        assert found[name] == source.partition(head)[2] if head else found[name] == source


def test_excel_compiles_from_the_text_as_it_does_with_the_add_in_that_xlwings_ships():
    """Neither holds compiled code: the same seven bytes."""
    shipped = Path(xlwings.__file__).parent / "quickstart_addin_ribbon.xlam"
    no_cache = bytes.fromhex("cc61ffff000100")
    with zipfile.ZipFile(shipped) as archive:
        assert no_cache in archive.read(VBA)
    assert no_cache in part(VBA)


def test_sources_carry_no_letter_that_a_code_page_could_change():
    for path in MACROS.iterdir():
        if path.suffix in (".bas", ".cls"):
            assert path.read_bytes().isascii(), path.name


def test_the_list_of_add_ins_shows_a_title_and_the_version():
    core = etree.fromstring(part("docProps/core.xml"))
    title, description, version = (item.text for item in core)
    assert title == "Kinerja"
    assert version == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version in description


# ── two builds are the same ──

_BUILD = "import sys; from pathlib import Path; from workbook_tools.addin.build import build; build(Path(sys.argv[1]))"


@pytest.mark.parametrize(
    ("zone", "umask", "seed"), [("Asia/Jakarta", 0o022, "0"), ("America/St_Johns", 0o077, "1"), ("UTC", 0, "2")]
)
def test_another_clock_folder_or_umask_gives_the_same_bytes(zone: str, umask: int, seed: str, tmp_path: Path):
    folder = tmp_path / "di mana saja"
    folder.mkdir()
    env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", _BUILD, "k.xlam"], cwd=folder, env=env, umask=umask, check=True)
    assert (folder / "k.xlam").read_bytes() == addin()


def test_line_ends_of_the_checkout_do_not_matter(tmp_path: Path):
    for path in MACROS.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    assert read_sources(tmp_path) == read_sources(MACROS)


# ── the command ──


def call(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(lkjip, [str(arg) for arg in args])
    return result.exit_code, result.output


def test_the_command_builds_and_says_what_it_wrote(tmp_path: Path):
    path = tmp_path / "kinerja.xlam"
    code, said = call("addin", "build", "--out", path)
    assert code == 0
    assert path.read_bytes() == addin()
    assert hashlib.sha256(addin()).hexdigest() in said


def test_an_add_in_that_is_there_is_replaced_only_when_told(tmp_path: Path):
    path = tmp_path / "kinerja.xlam"
    path.write_bytes(b"yang lama")
    assert call("addin", "build", "--out", path)[0] == 2
    assert path.read_bytes() == b"yang lama"
    assert call("addin", "build", "--out", path, "--timpa")[0] == 0
    assert path.read_bytes() == addin()


@pytest.mark.parametrize("name", ["kinerja.xlsm", "kinerja", "kinerja.xlam.zip"])
def test_another_ending_is_refused(name: str, tmp_path: Path):
    """Excel refuses a file whose content is not what its ending says."""
    code, said = call("addin", "build", "--out", tmp_path / name)
    assert code == 2
    assert ".xlam" in said
    assert list(tmp_path.iterdir()) == []


def test_the_group_without_a_verb_shows_its_help_and_an_unknown_one_is_told():
    assert "build" in call("addin")[1]
    code, said = call("addin", "bangun")
    assert code == 2
    assert "bangun" in said
    assert "build" in said


def test_a_wheel_carries_the_sources():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert wheel["wheel"]["force-include"]["macros"] == "workbook_tools/_macros"


# ── generated sources ──


@pytest.mark.parametrize("name", generated())
def test_a_generated_source_is_what_python_declares(name: str):
    """Else: python -m workbook_tools.addin.generate."""
    assert (MACROS / name).read_text(encoding="utf-8") == generated()[name]


def test_every_source_is_generated_or_written_by_hand_on_purpose():
    found = {path.name for path in MACROS.iterdir()}
    assert found - set(generated()) == {"ThisWorkbook.cls", "Sheet1.cls", "README.md"}


@pytest.mark.parametrize("name", OWN)
def test_no_logic_stands_in_vba(name: str):
    """Nothing is repeated, chosen among, or computed: that is Python's."""
    code = "\n".join(line for line in text(name).split("\n") if not line.lstrip().startswith("'"))
    bare = re.sub(r'"(?:[^"]|"")*"', '""', code)
    assert not re.search(r"\b(For|Do|While|Select|ElseIf|GoSub|Mod|Evaluate|Shell|CreateObject|Declare)\b", bare)
    assert not re.search(r"[-+*/\\^]\s*\w", re.sub(r"ChrW\(-?\d+\)|VB_VarHelpID = -1|MultiUse = -1", "", bare))


# ── the ribbon ──


@cache
def ribbon() -> etree._Element:
    return etree.fromstring(part(UI))


def test_the_ribbon_is_valid_by_the_schema_of_what_it_uses():
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "customui14.xsd"))
    schema.assertValid(ribbon())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<tabs>", "<tabz>"), ('keytip="K"', 'keytip="KINI"'), ('size="large"', 'size="huge"'),
        ("onAction=", "onaction="), ('id="periksa"', 'id="tentang"'), ('label="Kinerja"', 'label=""'),
        ("office/2009/07/customui", "office/2006/01/customui"), ('imageMso="Help"', 'imageMso="9 Help"'),
    ],
)  # fmt: skip
def test_the_schema_notices(old: str, new: str):
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "customui14.xsd"))
    spoiled = part(UI).decode().replace(old, new).replace("</tabs>", f"</{new[1:-1]}>" if "<" in new else "</tabs>")
    assert spoiled != part(UI).decode()
    assert not schema.validate(etree.fromstring(spoiled.encode()))


def test_every_button_stands_in_its_group_with_its_words():
    groups = [(g.get("id"), [b.get("id") for b in g]) for g in ribbon().iter(f"{NS}group")]
    assert groups == [(f"grup_{g.id}", [b.id for b in g.buttons]) for g in GROUPS]
    for button in ribbon().iter(f"{NS}button"):
        entry = catalogue()[f"pita_{button.get('id')}"]
        assert (button.get("label"), button.get("screentip")) == (entry["id"], entry["screentip"])
        assert button.get("supertip") == entry["supertip"]


def test_no_two_keys_of_the_tab_are_the_same():
    keys = [button.keytip for button in BUTTONS]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[A-Z]", key) for key in (*keys, KEYTIP))
    # Excel's own tabs: File Home Insert Page Formulas Data Review View Developer Help
    assert KEYTIP not in {"F", "H", "N", "P", "M", "A", "R", "W", "L", "Y"}


def callbacks() -> dict[str, str]:
    """The procedures of the callbacks' module: signature → body."""
    found = re.findall(r"^Public (Sub \w+\([^\n]*\))\n(.*?)^End Sub$", text("KinerjaPita"), re.MULTILINE | re.DOTALL)
    return dict(found)


def test_every_on_action_is_a_sub_with_the_signature_of_a_button():
    """[MS-CUSTOMUI2] 2.3: a button's onAction is `Sub (control As IRibbonControl)`."""
    named = [button.get("onAction") for button in ribbon().iter(f"{NS}button")]
    assert len(named) == len(BUTTONS)
    assert set(callbacks()) == {f"Sub {name}(control As IRibbonControl)" for name in named}


def test_every_button_calls_its_own_python_function_and_nothing_else():
    for button in BUTTONS:
        body = callbacks()[f"Sub Pita_{button.id}(control As IRibbonControl)"]
        [command] = re.findall(r'Jalankan "([^"]*)"', body)
        assert command == f"from workbook_tools.excel import ribbon; ribbon.tekan('{button.id}')"
        compile(command, button.id, "exec")


@pytest.mark.skipif(find_spec("workbook_tools.excel.ribbon") is None, reason="the ribbon's functions are not there yet")
def test_every_command_of_the_ribbon_is_a_function_there():
    from workbook_tools.excel import ribbon as functions  # type: ignore[attr-defined]

    assert list(signature(functions.tekan).parameters)[:1]
    for button in BUTTONS:
        assert callable(getattr(functions, button.id)), button.id


def test_a_button_that_fails_before_python_says_so_in_one_message():
    code = text("KinerjaPita")
    [body] = re.findall(r"^Private Sub Jalankan\(.*?\)\n(.*?)^End Sub$", code, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for line in body.splitlines()]
    assert lines[:4] == ["On Error GoTo failed", "JalankanPython perintah", "Exit Sub", "failed:"]
    assert lines[4].startswith(f"MsgBox {literal(catalogue()['addin_tombol_gagal']['id'])} & ")
    assert code.count("JalankanPython") == 1


def test_a_button_that_needs_a_workbook_looks_for_one_first():
    for button in BUTTONS:
        body = callbacks()[f"Sub Pita_{button.id}(control As IRibbonControl)"]
        assert ("AdaBuku()" in body) == button.needs_book
        assert ("KembalikanBuku" in body) == (not button.needs_book)


# ── the functions for cells ──


def procedures(code: str) -> dict[str, tuple[str, str]]:
    """Functions of generated VBA by name without capitals: arguments, body."""
    found = re.findall(
        r"^(?:P\w+ )?Function (\w+)\(([^\n]*?)\)(?: As \w+)?\n(.*?)^End Function$", code, re.MULTILINE | re.DOTALL
    )
    return {name.casefold(): (arguments, body) for name, arguments, body in found}


def test_every_function_is_called_by_its_name_with_its_arguments():
    ours = procedures(text("KinerjaFungsi"))
    assert len(udfs.FUNGSI) == 16
    for function in udfs.FUNGSI:
        arguments, body = ours[function.nama.casefold()]
        python = getattr(udfs, function.python)
        [(module, name, passed)] = re.findall(r'XLPy\.CallUDF\("([\w.]+)", "(\w+)", Array\(([\w, ]*)\)', body)
        assert (module, name) == (udfs.__name__, function.python)
        parameters = signature(python).parameters
        assert ["caller" if p == "Nothing" else p for p in passed.split(", ")] == list(parameters)
        optional = [p for p in parameters if parameters[p].default is not parameters[p].empty and p != "caller"]
        assert re.findall(r"Optional (\w+)", arguments) == optional


def test_the_wrapper_is_xlwings_own_but_for_what_is_meant():
    """Meant: what macOS and an error show. Everything that reaches Python is the same."""
    command = [sys.executable, "-m", "tests.xlwings_wrapper"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    theirs = procedures(subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout)
    ours = procedures(text("KinerjaFungsi"))
    assert set(theirs) == set(ours) - {"gagal"} == {function.python for function in udfs.FUNGSI}
    for name, (arguments, body) in theirs.items():
        assert ours[name][0] == arguments
        in_excel = re.sub(r"    #Else\n.*?    #End If\n", "", body, flags=re.DOTALL)
        for line in in_excel.replace('    #If App = "Microsoft Excel" Then\n', "").splitlines():
            meant = line.casefold().replace("= err.description", "= gagal(err.description)").strip()
            assert meant in [own.casefold().strip() for own in ours[name][1].splitlines()], (name, line)


def test_a_cell_never_shows_what_python_said_when_it_fell():
    body = procedures(text("KinerjaFungsi"))["gagal"][1]
    assert re.findall(r"Gagal = (.*)", body) == [literal(catalogue()["addin_fungsi_gagal"]["id"])]
    assert "Debug.Print sebab" in body


def test_the_wizard_hears_of_every_function_and_argument():
    code = text("KinerjaBantuan").replace(" _\n", "")
    for function in udfs.FUNGSI:
        told = [literal(a.bantuan) for a in function.argumen]
        call = re.search(rf'Daftarkan "{function.nama}", (.*)', code)
        assert call is not None
        assert re.sub(r"\s+", "", call[1]) == re.sub(
            r"\s+", "", f"{literal(function.bantuan)}, Array({', '.join(told)})"
        )


@dataclass(frozen=True)
class Argumen:
    nama: str = "realisasi"
    bantuan: str = "Realisasi."
    wajib: bool = True


@dataclass(frozen=True)
class Fungsi:
    nama: str = "CAPAIAN"
    python: str = "capaian"
    bantuan: str = "Capaian."
    argumen: tuple[Argumen, ...] = (Argumen(), Argumen("target", "Target.", False))
    perlu_pemanggil: bool = False


@pytest.mark.parametrize(
    "function",
    [
        Fungsi(nama="1CAPAIAN"), Fungsi(nama="Next"), Fungsi(nama="CAPAIAN PK"), Fungsi(argumen=(Argumen("to"),)),
        Fungsi(argumen=(Argumen("capaian"),)), Fungsi(argumen=(Argumen(), Argumen())), Fungsi(bantuan=""),
        Fungsi(bantuan="x" * 256), Fungsi(argumen=(Argumen(bantuan="x" * 256),)),
    ],
)  # fmt: skip
def test_a_function_that_vba_or_the_wizard_cannot_take_is_refused(function: Fungsi):
    with pytest.raises(DeclarationError):
        wrappers([function])


def test_a_help_of_strange_letters_becomes_lines_that_vba_takes(tmp_path: Path):
    """The longest help that Excel takes, all of it beyond ASCII."""
    long = replace(Fungsi(), bantuan='≥"' * 45, argumen=(Argumen(bantuan="é" * 60), Argumen("b", "…")))
    path = tmp_path / "KinerjaBantuan.bas"
    path.write_text(help_module([long]), encoding="utf-8")
    assert max(map(len, read_module(path).text.split("\r\n"))) <= MAX_LINE


@given(st.text())
def test_a_literal_says_the_same_words_in_ascii(words: str):
    said = literal(words)
    assert said.isascii()
    units = b""
    for quoted, code in re.findall(r'"((?:[^"]|"")*)"|ChrW\((-?\d+)\)', said):
        units += (int(code) % 0x10000).to_bytes(2, "little") if code else quoted.replace('""', '"').encode("utf-16-le")
        assert not code or -0x8000 <= int(code) <= 0x7FFF
    assert units == words.encode("utf-16-le", "surrogatepass")


# ── what is not ours ──


def installed(name: str) -> str:
    return (Path(xlwings.__file__).parent / name).read_text(encoding="ascii")


def test_the_copy_of_xlwings_differs_in_what_we_name_and_in_nothing_else():
    """In the lines of CHANGES, in what is private, and in the door at its end."""
    theirs = installed("xlwings_custom_addin.bas").rstrip("\n").split("\n")
    ours, door = text("xlwings").split("\n")[: len(theirs)], text("xlwings").split("\n")[len(theirs) :]
    changed = [(old, new) for old, new in zip(theirs, ours, strict=True) if _bare(old) != _bare(new)]
    assert len(changed) == sum(change.times for change in CHANGES) == 7
    for old, new in changed:
        [change] = [change for change in CHANGES if change.old.strip("\n") in old]
        assert change.why
        assert _bare(new) == _bare(old.replace(change.old.strip("\n"), change.new.strip("\n")))
    assert [line for line in door if line and not line.startswith("'")] == [
        "Public Sub JalankanPython(PythonCommand As String)", "    RunPython PythonCommand", "End Sub",
    ]  # fmt: skip


def _bare(line: str) -> str:
    return re.sub(r"^( *)(Private |Public )", r"\1", line)


def open_to_cells(name: str) -> set[str]:
    """Functions that a formula can call: those of standard modules that are not private, DLL's included."""
    declared = re.findall(r"^ *(Private |Public |)(?:Declare (?:PtrSafe )?)?Function (\w+)", text(name), re.MULTILINE)
    assert declared
    return {function for access, function in declared if access != "Private "}


def test_a_formula_can_call_the_functions_for_cells_and_nothing_that_starts_a_program():
    """Any workbook may hold any formula: what a cell can call must be harmless whatever it is given."""
    assert open_to_cells("KinerjaFungsi") == {function.nama for function in udfs.FUNGSI}
    assert open_to_cells("xlwings") == {"XLPy"}
    assert "\nFunction XLPy()\n" in text("xlwings")
    assert open_to_cells("KinerjaPita") == set()
    assert "Option Private Module" in text("KinerjaBantuan")


def test_what_our_modules_call_of_xlwings_is_open_to_them():
    code = re.sub(r"^'.*", "", "\n".join(map(text, OWN)), flags=re.MULTILINE)
    called = set(re.findall(r"\b(XLPy|RunPython|JalankanPython|GetConfig)\b", code))
    assert called == {"XLPy", "JalankanPython"}
    assert "\nPublic Sub JalankanPython(" in text("xlwings")


def test_the_copies_carry_their_licences():
    assert "'xlwings is distributed under a BSD 3-clause license." in text("xlwings")
    assert "Redistributions of source code must retain the above copyright notice" in text("xlwings")
    assert "@license: MIT" in text("Dictionary")


def test_the_dll_is_that_of_the_pinned_and_the_installed_xlwings():
    named = set(re.findall(r"xlwings(?:32|64)-([\d.]+)\.dll", text("xlwings")))
    assert named == {xlwings.__version__}
    assert f'XLWINGS_VERSION As String = "{xlwings.__version__}"' in text("xlwings")
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    [pin] = [item for item in dependencies if item.startswith("xlwings")]
    assert pin == f"xlwings>={xlwings.__version__},<0.38"
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    assert [item["version"] for item in locked if item["name"] == "xlwings"] == [xlwings.__version__]


def test_a_workbook_that_came_by_mail_says_nothing_about_what_runs():
    """Sheet and folder of a workbook are looked at for a configuration only if the caller asks for that source."""
    code = text("xlwings")
    assert re.search(r'^Private Function GetConfig\(.*Optional source As String = "user"\)', code, re.MULTILINE)
    assert not re.search(r'= GetConfig\([^)]*source:=|GetConfig\("[^"]*", [^,)]*, "', code)
    for kind in ("sheet", "directory"):
        assert f'If source = "" Or source = "{kind}" Then' in code
    assert code.count('GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "false")') == 2
    assert "uses_embedded_code = True\n" not in code.replace("If uses_embedded_code = True Then", "")


def test_an_xlwings_that_we_do_not_know_is_refused(monkeypatch: pytest.MonkeyPatch):
    theirs = xlwings_copy._installed("xlwings_custom_addin.bas").replace("myaddin", "lain")
    monkeypatch.setattr(xlwings_copy, "_installed", lambda name: theirs)
    with pytest.raises(EnvironmentFault, match="myaddin"):
        xlwings_copy.xlwings_module()


def test_modules_that_another_one_calls_are_there():
    """On macOS the module of xlwings does not compile without a class Dictionary."""
    assert "As Dictionary" in text("xlwings")
    assert 'Attribute VB_Name = "Dictionary"' in text("Dictionary")
    assert "DaftarkanBantuan" in text("ThisWorkbook")


# ── hostile sources ──

HEAD = 'Attribute VB_Name = "Contoh"\n'
CLASS = "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1  'True\nEND\n"
BASE = 'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"\n'


def module(tmp_path: Path, data: str | bytes, name: str = "Contoh.bas") -> str:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_module(path).text


@pytest.mark.parametrize(
    "data",
    [
        f"{HEAD}Sub A()\nEnd Sub\n", f"{HEAD}Sub A()\nEnd Sub", f"\ufeff{HEAD}Sub A()\nEnd Sub\n",
        f"{HEAD}Sub A()\nEnd Sub\n".replace("\n", "\r"), f"{HEAD}Sub A()\nEnd Sub\n".replace("\n", "\r\n"),
        f"{HEAD.rstrip()}\r\nSub A()\nEnd Sub\r",
    ],
)  # fmt: skip
def test_any_line_ends_and_a_mark_of_byte_order_give_the_same_module(data: str, tmp_path: Path):
    assert module(tmp_path, data) == f"{HEAD}Sub A()\nEnd Sub\n".replace("\n", "\r\n")


def test_tabs_blank_lines_and_letters_of_the_code_page_stay(tmp_path: Path):
    body = "\n\tx = 1\t' é × – “\n\n\n"
    assert module(tmp_path, HEAD + body) == (HEAD + body).replace("\n", "\r\n")


@pytest.mark.parametrize("length", [MAX_LINE, MAX_LINE + 1])
def test_a_line_is_as_long_as_vba_takes_it_and_no_longer(length: int, tmp_path: Path):
    data = f"{HEAD}\n{'x' * length}\n"
    if length <= MAX_LINE:
        assert module(tmp_path, data)
    else:
        with pytest.raises(InputError, match=r"Contoh\.bas baris 3 .*1024.*1023"):
            module(tmp_path, data)


@pytest.mark.parametrize("times", [24, 25])
def test_a_statement_is_continued_as_often_as_vba_takes_it(times: int, tmp_path: Path):
    data = HEAD + "x = 1 _\n" + "+ 1 _\n" * (times - 1) + "+ 1\n"
    if times == 24:
        assert module(tmp_path, data)
    else:
        with pytest.raises(InputError, match=r"baris 26"):
            module(tmp_path, data)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("Contoh.bas", "Sub A()\nEnd Sub\n", r'Attribute VB_Name = "Contoh"'),
        ("Contoh.bas", "", r'Attribute VB_Name = "Contoh"'),
        ("Contoh.bas", "\n" + HEAD, r'Attribute VB_Name = "Contoh"'),
        ("Lain.bas", HEAD, "Contoh.*Lain"),
        ("Next.bas", 'Attribute VB_Name = "Next"\n', "Next"),
        (f"{'x' * 32}.bas", f'Attribute VB_Name = "{"x" * 32}"\n', "31"),
        ("Contoh.bas", HEAD + "x = 1 ' a ≥ b\n", r"baris 2 .*U\+2265 ≥"),
        ("Contoh.bas", HEAD + "\n\nx = \0\n", r"baris 4 .*U\+0000"),
        ("Contoh.bas", HEAD + "\nx = 1\u00a0\n", r"baris 3 .*U\+00A0"),
        ("Contoh.bas", HEAD + "x = 1\u2028y = 2\n", r"baris 2 .*U\+2028"),
        ("Contoh.bas", HEAD + "x\ufeff = 1\n", r"baris 2 .*U\+FEFF"),
        ("Contoh.bas", HEAD.encode() + b"x = 1\ny = '\xe9\n", "baris 3 bukan teks UTF-8"),
        ("Contoh.bas", HEAD + "x\n" * 65_534, "65535.*65534"),
        ("Contoh.cls", HEAD + BASE, "VERSION 1.0 CLASS"),
        ("Contoh.cls", CLASS + HEAD, "VB_Base"),
        ("Contoh.cls", CLASS + HEAD + BASE.replace("FCFB", "0000"), "VB_Base"),
        ("Contoh.cls", CLASS + HEAD + BASE + "\nx = ≥\n", "baris 8"),
    ],
)
def test_what_vba_could_not_hold_is_refused_with_its_place(name: str, data: str | bytes, told: str, tmp_path: Path):
    with pytest.raises(InputError, match=told):
        module(tmp_path, data, name)


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MACROS, tmp_path / "macros"))


def _without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def _more(name: str, data: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(data, encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_without("ThisWorkbook.cls"), "ThisWorkbook.cls"),
        (_without("Sheet1.cls"), "Sheet1.cls"),
        (_without("customUI14.xml"), "customUI14.xml"),
        (_more("XLWINGS.bas", 'Attribute VB_Name = "XLWINGS"\n'), "xlwings|XLWINGS"),
        (_more("KINERJA.bas", 'Attribute VB_Name = "KINERJA"\n'), "KINERJA"),
    ],
)
def test_sources_that_make_no_project_are_refused(spoil: Callable[[Path], object], told: str, tmp_path: Path):
    folder = copied(tmp_path)
    spoil(folder)
    with pytest.raises(InputError, match=told):
        read_sources(folder)


def test_a_source_counts_whatever_capitals_its_ending_has(tmp_path: Path):
    """Windows writes CONTOH.BAS; a module that is silently left out would be missed only in Excel."""
    folder = copied(tmp_path)
    (folder / "KinerjaPita.bas").rename(folder / "KinerjaPita.BAS")
    (folder / "folder.bas").mkdir()
    assert read_sources(folder) == read_sources(MACROS)


def test_an_installation_without_sources_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("workbook_tools.addin.sources._PLACES", (tmp_path,))
    with pytest.raises(EnvironmentFault, match="Pasang ulang"):
        build(tmp_path / "k.xlam")
