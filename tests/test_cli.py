"""The `lkjip` command: what it says, its exit codes, and that nothing half-written or half-said is left behind."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner
from hostile import HOSTILE, entries, zipped

from workbook_tools import api, cli
from workbook_tools.cli.commands import lkjip
from workbook_tools.demo import PROFILE, _Folder, run
from workbook_tools.errors import EnvironmentFault, InputError
from workbook_tools.findings import Severity
from workbook_tools.samples import sample

TERBIT, ISIAN = sample(PROFILE, "terbit.xlsx"), sample(PROFILE, "isian.xlsx")
VERBS = (
    "template", "validate", "compute", "demo", "formats", "profiles", "codes", "addin", "accept", "audit", "diff", "export",
    "import", "summary", "rollover", "migrate",
)  # fmt: skip
KEYS = [
    "file", "id", "sheet", "cell", "format", "column", "row_label", "code", "severity", "message", "found", "expected",
    "related", "rule", "accepted", "reason", "name",
]  # fmt: skip


@dataclass
class Said:
    """What a run said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def one_line(self) -> str:
        """The only thing that was said: one clear line."""
        assert self.out == ""
        assert self.err.startswith("lkjip: ")
        assert self.err.count("\n") == 1
        assert self.err.endswith(".\n") or self.err.endswith(" --help\n")
        return self.err


def call(*args: object, **env: str) -> Said:
    result = CliRunner().invoke(lkjip, [str(arg) for arg in args], env={"COLUMNS": "80", **env})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return Said(result.exit_code, result.stdout, result.stderr)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def respelled(path: Path, old: str, new: str) -> Path:
    """The published tables with one text changed wherever it stands."""
    parts = entries(TERBIT.read_bytes())
    strings = parts["xl/sharedStrings.xml"]
    assert old.encode() in strings
    parts["xl/sharedStrings.xml"] = strings.replace(old.encode(), new.encode())
    path.write_bytes(zipped(parts))
    return path


# ── help ──


def test_the_help_lists_every_verb():
    page = call("--help")
    assert page.code == 0
    assert all(re.search(rf"^  {verb} +\S", page.out, re.MULTILINE) for verb in VERBS)
    assert list(lkjip.commands) == list(VERBS)


def test_no_verb_shows_the_help():
    assert call() == call("--help")


@pytest.mark.parametrize("verb", VERBS)
def test_help_is_indonesian(verb: str):
    page = call(verb, "--help")
    assert page.code == 0
    assert page.out.startswith("Pemakaian: lkjip " + verb)
    assert not re.search(r"Usage|Options|Commands|Show|exit|required|Arguments", page.out)


def test_the_version():
    assert re.fullmatch(r"lkjip \d+\.\d+\.\d+\n", call("--version").out)


# ── wrong use ──


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ("periksa", "periksa"),
        ("validate", "PATH"),
        ("validate --jason x.xlsx", "--jason"),
        ("validate tidak-ada.xlsx", "tidak-ada.xlsx"),
        ("validate tidak-ada.xlsx --profile tidak-ada", "tidak-ada"),
        ("template --profile magetan_2025", "--out"),
        ("template --out x.xlsx", "--profile"),
        ("template --profile", "--profile"),
        ("template --profile tidak-ada --out x.xlsx", "magetan_2025"),
        ("template --profile tidak-ada.toml --out x.xlsx", "tidak-ada.toml"),
        ("template tidak-ada --profile magetan_2025 --out x.xlsx", "magetan.3_3"),
        ("template --profile magetan_2025 --out x.xlsx --tahun dua", "--tahun"),
        ("template --profile magetan_2025 --out x.xlsx --tahun 25", "2000"),
        ("template --profile magetan_2025 --out x.xlsx --seri 0", "--seri"),
        ("template --profile magetan_2025 --out x.xls", ".xlsx"),
        ("template --profile magetan_2025 --out x", ".xlsx"),
        ("template --profile magetan_2025 --out tidak-ada/x.xlsx", "tidak-ada"),
        ("compute tidak-ada.xlsx --out x.xlsx", "tidak-ada.xlsx"),
        ("compute a.xlsx", "--out"),
        ("compute a.xlsx b.xlsx --out c.xlsx", "compute --help"),
        ("codes tidak-ada", "tidak-ada"),
        ("formats x", "Format x tidak dikenal"),
        ("--jason", "--jason"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(args: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    said = call(*args.split())
    assert said.code == 2
    assert told in said.one_line
    assert snapshot(tmp_path) == {}


# ── files that cannot be used ──


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_line_and_exit_2(name: str, tmp_path: Path):
    path = tmp_path / "laporan.xlsx"
    HOSTILE[name](path)
    path = next(p for p in tmp_path.iterdir() if p.is_file())
    before = snapshot(tmp_path)
    for args in (["validate", path], ["validate", path, "--json"], ["compute", path, "--out", tmp_path / "hasil.xlsx"]):
        said = call(*args)
        assert said.code == 2
        assert str(path.name) in said.one_line
    assert snapshot(tmp_path) == before


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    """A good workbook that holds no known table."""
    path = tmp_path / "lain.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row("A1", ["Nama", "Alamat"])
    return path


def test_no_known_table_and_an_empty_folder_could_not_run(unknown: Path, tmp_path: Path):
    (tmp_path / "kosong").mkdir()
    for path in (unknown, tmp_path / "kosong"):
        said = call("validate", path, "--json")
        assert said.code == 2
        assert path.name in said.one_line
    said = call("compute", unknown, "--out", tmp_path / "hasil.xlsx")
    assert said.code == 2
    assert said.one_line
    assert not (tmp_path / "hasil.xlsx").exists()


def test_the_output_is_never_the_input(tmp_path: Path):
    path = Path(shutil.copy(TERBIT, tmp_path / "a.xlsx"))
    (tmp_path / "b.xlsx").symlink_to(path)
    before = path.read_bytes()
    for target in (path, tmp_path / "b.xlsx", tmp_path / "." / "a.xlsx"):
        assert call("compute", path, "--out", target).code == 2
    assert path.read_bytes() == before


def test_the_kind_of_the_output_is_that_of_the_input(tmp_path: Path):
    said = call("compute", ISIAN, "--out", tmp_path / "x.xlsm")
    assert said.code == 2
    assert ".xlsx" in said.one_line


@pytest.mark.parametrize("verb", ["compute", "summary", "audit"])
def test_a_source_that_is_no_workbook_is_told_as_that_and_not_by_the_name_of_the_output(verb: str, tmp_path: Path):
    (tmp_path / "daftar.csv").write_text("kode;uraian\n1;a\n", encoding="utf-8")
    for source in (tmp_path, tmp_path / "daftar.csv"):
        said = call(verb, source, "--out", tmp_path / "x.xlsx")
        assert said.code == 2
        assert str(source) in said.one_line
        assert "berakhiran" not in said.one_line


def test_a_profile_file_that_is_not_there_is_told_without_the_words_of_the_system(tmp_path: Path):
    missing = tmp_path / "daerah.toml"
    said = call("validate", ISIAN, "--profile", missing)
    assert said.code == 2
    assert f"Berkas {missing} tidak ada" in said.one_line
    assert "Errno" not in said.one_line


def test_a_template_does_not_replace_a_workbook_unasked(tmp_path: Path):
    path = tmp_path / "2025.xlsx"
    path.write_bytes(b"setahun bekerja")
    args = ("template", "magetan.3_1", "--profile", PROFILE, "--out", path)
    said = call(*args)
    assert said.code == 2
    assert "--timpa" in said.one_line
    assert path.read_bytes() == b"setahun bekerja"
    assert call(*args, "--timpa").code == 0
    assert call("validate", path).code == 0


@pytest.mark.parametrize("fault", [errno.EACCES, errno.ENOSPC])
@pytest.mark.parametrize("verb", ["template", "compute"])
def test_a_disk_that_refuses_leaves_the_old_file(
    verb: str, fault: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*args: object) -> None:
        raise OSError(fault, os.strerror(fault))

    target = tmp_path / "hasil.xlsx"
    target.write_bytes(b"lama")
    monkeypatch.setattr("workbook_tools.books.atomic.os.fsync", refuse)
    first = ("template", "magetan.3_1", "--profile", PROFILE, "--timpa") if verb == "template" else ("compute", TERBIT)
    said = call(*first, "--out", target)
    assert said.code == 2
    assert "hasil.xlsx" in said.one_line
    assert snapshot(tmp_path) == {"hasil.xlsx": b"lama"}


# ── validate ──


def test_a_workbook_without_findings_ends_with_0():
    said = call("validate", ISIAN)
    assert said.code == 0
    assert said.err == ""
    assert "Tidak ada temuan." in said.out


def test_errors_end_with_1_and_every_message_is_whole():
    said = call("validate", TERBIT)
    result = next(api.validate([TERBIT])).outcome
    assert said.code == 1
    assert said.err == ""
    for found in result.findings:
        whole = f"{found.id}\t{found.place}\t{' '.join(found.message.splitlines())}\n" in said.out
        assert whole == (found.severity is not Severity.NOTE)
    notes = sum(found.severity is Severity.NOTE for found in result.findings)
    assert f"{notes} catatan. Lihat catatan dengan --catatan." in said.out
    assert call("validate", TERBIT, "--catatan").out.count("\n") == said.out.count("\n") + notes + 2


def test_a_profile_can_be_chosen_by_id_and_by_file(tmp_path: Path):
    own = tmp_path / "daerah.toml"
    own.write_text(
        'nama = "Daerah"\nkeluarga = "daerah"\ndasar = "uji"\nberlaku = { dari = 2025-01-01 }\nterverifikasi = false\n'
        'induk = "magetan_2025"\n'
    )
    for name in ("netral", str(own)):
        said = call("validate", TERBIT, "--profile", name)
        assert f"profil {Path(name).stem}," in said.out


def test_json_is_one_object_a_line_and_nothing_else():
    said = call("validate", TERBIT, ISIAN, "--json")
    found = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 1
    assert said.err == ""
    assert [list(item) for item in found] == [KEYS] * len(found)
    for item in found:
        assert item["severity"] in ("error", "warning", "note")
        assert item["file"] == str(TERBIT)
        assert all(isinstance(item[key], str) for key in KEYS if key not in ("related", "accepted"))
        assert all(isinstance(place, str) for place in item["related"])
        assert item["message"]
        assert item["sheet"]
    assert "«" in said.out  # readable, not escaped
    assert call("validate", ISIAN, "--json") == Said(0, "", "")


def test_folders_are_searched_and_one_bad_file_does_not_stop_the_rest(tmp_path: Path):
    inner = tmp_path / "2025" / "dinas"
    inner.mkdir(parents=True)
    shutil.copy(ISIAN, tmp_path / "A.XLSX")
    shutil.copy(TERBIT, inner / "terbit.xlsx")
    for name in ("~$terbit.xlsx", ".lkjip-0.xlsx", "catatan.txt"):
        (inner / name).write_bytes(b"x")
    (inner / "rusak.xlsx").write_bytes(b"")
    said = call("validate", tmp_path, inner / "terbit.xlsx")
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "rusak.xlsx" in said.err
    assert said.out.count("terbit.xlsx (") == 1
    assert "3 berkas diperiksa: 1 tanpa kesalahan, 1 dengan kesalahan, 1 tidak dapat diperiksa." in said.out
    (inner / "rusak.xlsx").unlink()
    assert call("validate", tmp_path, "--json").code == 1


@pytest.mark.parametrize("nasty", ["[bold red]Nilai[/] =1+1 @x", "+SUM(A1) [/bold", "-1 [link=x]"])
def test_markup_in_cells_is_text(nasty: str, tmp_path: Path):
    path = respelled(tmp_path / "a.xlsx", "Nilai SAKIP Dinas Koperasi UKM", f"{nasty} Nilai SAKIP Dinas Koperasi UKM")
    for env in ({}, {"FORCE_COLOR": "1", "COLUMNS": "300"}):
        said = call("validate", path, "--catatan", **env)
        assert said.code == 1
        assert nasty in said.out


def test_control_characters_of_cells_never_reach_the_terminal(tmp_path: Path):
    evil = "_x001B_]0;judul_x0007__x009B_31m\u202e Nilai SAKIP Dinas Koperasi UKM"
    path = respelled(tmp_path / "a.xlsx", "Nilai SAKIP Dinas Koperasi UKM", evil)
    for args in ((path,), (path, "--catatan"), (path, "--json")):
        said = call("validate", *args)
        assert said.code == 1
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", said.out)
    assert "\u202e" not in call("validate", path).out
    assert "␛]0;judul" in call("validate", path).out
    assert any("\x1b]0;judul" in json.loads(line)["row_label"] for line in said.out.splitlines())


def test_a_narrow_terminal_folds_messages_and_loses_nothing():
    said = call("validate", TERBIT, FORCE_COLOR="1", NO_COLOR="1", COLUMNS="60")
    plain = re.sub(r"\x1b\[[\d;]*m", "", said.out)
    assert not re.search(r"\x1b\[[\d;]*3\dm", said.out)
    assert all(len(line) <= 60 for line in plain.splitlines() if line.startswith((" ", "T-")))
    told = "".join(re.sub(r"^.{9}  .{13,16}  ", "", line) for line in plain.splitlines())
    assert "jumlah2barisdibawahnya138.753.800(selisih10.000)" in re.sub(r"\s", "", told)


# ── compute ──


def test_compute_says_what_it_did(tmp_path: Path):
    target = tmp_path / "hasil.xlsx"
    said = call("compute", TERBIT, "--out", target)
    done = api.compute(TERBIT, tmp_path / "lagi.xlsx")
    assert said.code == 1  # the published tables hold errors
    assert said.err == ""
    assert f"{target}: {done.written} sel hitungan diisi." in said.out
    assert f"{done.kept} angka ketikan diganti" in said.out
    assert all(f"  {place}: {reason}" in said.out for place, reason in done.refused)
    assert target.read_bytes() == (tmp_path / "lagi.xlsx").read_bytes()


def test_compute_of_a_right_workbook_ends_with_0(tmp_path: Path):
    said = call("compute", ISIAN, "--out", tmp_path / "hasil.xlsx")
    assert said.code == 0
    assert "semua sel hitungan sudah benar" in said.out


def test_compute_that_filled_nothing_beside_wrong_cells_does_not_call_them_right(tmp_path: Path):
    """LKjIP Kediri 2021, capaian sasaran: 2,76 of 5,03 is 54,87 and not 52,08; figures typed as text stay."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ("Capaian Kinerja Sasaran Tahun 2021",),
        ("No", "Sasaran", "Indikator Kinerja", "Target", "Realisasi", "Capaian"),
        (1, "Meningkatnya kualitas koperasi", "Prosentase koperasi aktif", "71,00%", "54,79%", "77,17%"),
        (2, "Meningkatnya kualitas koperasi", "Prosentase koperasi binaan", "5,03%", "2,76%", "52,08%"),
    ):
        book.active.append(row)
    book.save(tmp_path / "kediri.xlsx")
    said = call("compute", tmp_path / "kediri.xlsx", "--out", tmp_path / "hasil.xlsx")
    assert said.code == 1
    assert "tidak ada sel yang diisi" in said.out
    assert "sudah benar" not in said.out


# ── template, lists ──


def test_a_template_is_made_as_asked(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    said = call("template", "magetan.3_6", "--profile", PROFILE, "--out", path, "--tahun", 2027, "--seri", 5)
    assert (said.code, said.err) == (0, "")
    assert str(path) in said.out
    result = next(api.validate([path])).outcome
    years = [t.years for t in result.tables if t.format.id == "magetan.3_6"]
    assert years == [(2023, 2024, 2025, 2026, 2027)]
    assert result.findings == ()


@pytest.mark.parametrize("verb", ["formats", "profiles", "codes"])
def test_a_list_names_everything(verb: str):
    said = call(verb)
    known = [item.code if verb == "codes" else item.id for item in getattr(api, verb)()]
    assert [line.split("\t")[0] for line in said.out.splitlines()][1:] == known
    assert (said.code, said.err) == (0, "")
    assert "{" not in said.out


@pytest.mark.parametrize("code", [c.code for c in api.codes()])
def test_every_code_is_explained(code: str):
    said = call("codes", code)
    assert said.code == 0
    assert said.out.startswith(f"{code} (")
    assert "{" not in said.out


# ── demo ──


def test_the_demo_shows_all_of_it_and_keeps_to_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    said = call("demo")
    assert (said.code, said.err) == (0, "")
    files = {path.name for path in (tmp_path / "lkjip-demo").iterdir()} - {".lkjip-demo.json"}
    assert all(name in said.out for name in files)
    assert {"terbit.xlsx", "isian.xlsx", f"templat_{PROFILE}.xlsx", "temuan_terbit.txt"} <= files
    assert re.search(r"^terbit\.xlsx\t[1-9]", said.out, re.MULTILINE)
    assert re.search(r"^isian\.xlsx\t0\t0\t0\t", said.out, re.MULTILINE)
    assert len(re.findall(r"^(?:Kesalahan|Peringatan) Tabel \S+!\w+ \(", said.out, re.MULTILINE)) == 3
    changed = tmp_path / "lkjip-demo" / "isian.xlsx"
    changed.write_bytes(b"milik saya")
    again = call("demo")
    assert again.code == 2
    assert "isian.xlsx" in again.one_line
    assert changed.read_bytes() == b"milik saya"


def test_a_file_that_the_demo_did_not_make_is_left_alone(tmp_path: Path):
    own = _Folder(tmp_path)
    own.write("a.txt", b"1")
    own.write("a.txt", b"2")
    _Folder(tmp_path).write("a.txt", b"3")
    (tmp_path / ".lkjip-demo.json").write_text("[rusak")
    with pytest.raises(InputError):
        _Folder(tmp_path).write("a.txt", b"4")
    assert (tmp_path / "a.txt").read_bytes() == b"3"


def test_a_demo_folder_that_cannot_be_made(tmp_path: Path):
    (tmp_path / "f").write_bytes(b"")
    with pytest.raises(EnvironmentFault):
        run(tmp_path / "f" / "demo", lambda label: None)
    assert call("demo", "--out", tmp_path / "f").code == 2


# ── the door ──


def test_ctrl_c_is_one_line_and_130(monkeypatch: pytest.MonkeyPatch):
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "formats", stop)
    said = call("formats")
    assert said.code == 130
    assert said.err.strip() == "lkjip: Dihentikan."


def test_ctrl_c_while_everything_is_being_loaded_is_no_traceback(monkeypatch: pytest.MonkeyPatch):
    def stop(language: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "use", stop)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 130


def test_a_reader_that_went_away_is_no_fault():
    command = [sys.executable, "-m", "workbook_tools", "validate", str(TERBIT), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_stdout_is_one_line():
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "workbook_tools", "codes"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"lkjip: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_console_of_another_encoding_gets_utf_8(encoding: str):
    command = [sys.executable, "-m", "workbook_tools", "codes", "angka_salah"]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert "«…»" in done.stdout.decode("utf-8")


def test_asking_costs_little():
    script = (
        "import sys, workbook_tools; first = set(sys.modules); from workbook_tools import api, cli; "
        "api.formats(); api.profiles(); api.codes(); "
        "print([m for m in ('pandas','pandera','openpyxl','xlsxwriter','xlwings','lxml','numpy') if m in sys.modules], "
        "[m for m in first if m.startswith('workbook_tools.')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"
