"""The bundle for an office: the right wheels for the platform, the same bytes every time, installed without internet."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workbook_tools.addin import fetch, lock
from workbook_tools.addin.build import built
from workbook_tools.addin.bundle import ISI, KUNCI, Bahan, bundle, folder_name, scripts, steps
from workbook_tools.addin.places import ADDIN
from workbook_tools.addin.target import PLATFORMS, Sasaran, here, sasaran
from workbook_tools.cli.commands import lkjip
from workbook_tools.errors import EnvironmentFault, FileError, InputError

ROOT = Path(__file__).parent.parent
WINDOWS, MAC = sasaran("win_amd64", "3.11"), sasaran("macosx_arm64", "3.11")
LINUX = sasaran("linux_x86_64", "3.11")
VERSI = version("workbook-tools")


def names(target: Sasaran) -> dict[str, str]:
    """Package and file, as the project's own lock says for that platform."""
    return {wheel.nama: wheel.berkas for wheel in lock.wheels(ROOT, target)}


# ── which wheels ──


def test_windows_gets_what_reaches_excel_there_and_macos_what_reaches_it_there():
    windows, mac, linux = names(WINDOWS), names(MAC), names(LINUX)
    assert {"pywin32"} <= windows.keys() - mac.keys() - linux.keys()
    assert {"appscript", "psutil"} <= mac.keys() - windows.keys() - linux.keys()
    assert windows["xlwings"].endswith("-cp311-cp311-win_amd64.whl")
    assert "macosx" in mac["lxml"]
    assert "arm64" in mac["lxml"] or "universal2" in mac["lxml"]
    assert "manylinux" in linux["lxml"]


def test_a_bundle_holds_every_dependency_of_the_project_and_nothing_for_development():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=\[]", line)[0].lower() for line in project["dependencies"]}
    there = names(WINDOWS)
    assert declared <= there.keys()
    assert {"pytest", "ruff", "mypy", "oletools", "olefile"}.isdisjoint(there)


def test_the_add_in_is_made_for_the_xlwings_that_the_bundle_holds():
    """The VBA calls the DLL by its version."""
    (found,) = (wheel.versi for wheel in lock.wheels(ROOT, WINDOWS) if wheel.nama == "xlwings")
    module = (ROOT / "macros" / "xlwings.bas").read_text(encoding="utf-8")
    assert f'"xlwings64-{found}.dll"' in module


def test_another_python_gets_other_wheels():
    assert names(sasaran("win_amd64", "3.12"))["lxml"].endswith("-cp312-cp312-win_amd64.whl")


def test_the_reader_of_32_bit_excel_is_told_that_64_bits_do():
    with pytest.raises(InputError, match="Excel 32 bit di Windows 64 bit cukup"):
        lock.wheels(ROOT, sasaran("win32", "3.11"))


@pytest.mark.parametrize(
    ("platform", "python", "told"),
    [("windows", "3.11", "win_amd64"), ("win_amd64", "3.9", "3.11"), ("win_amd64", "3.11.9", "dua angka")],
)
def test_what_cannot_be_asked_for(platform: str, python: str, told: str):
    with pytest.raises(InputError, match=told):
        sasaran(platform, python)


def test_every_platform_takes_wheels_for_all_and_its_own_before_them():
    for platform in PLATFORMS:
        tags = [str(tag) for tag in sasaran(platform, "3.11").tags]
        assert "py3-none-any" in tags
        assert tags[0].startswith("cp311-cp311-")
        assert "cp311-abi3-" in "\n".join(tags)
    assert here() in PLATFORMS


# ── a small project whose wheels are made here ──


def wheel(folder: Path, file: str) -> tuple[str, str]:
    """A wheel with nothing in it but its name; its name and hash."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"{file}.txt"), file)
    return file, hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def bahan(tmp_path: Path) -> Bahan:
    """A project that needs `inti` everywhere, `jendela` on Windows alone, and `kuno`, which was only published as
    source; all its wheels in a folder."""
    store = tmp_path / "roda"
    made = {
        "inti": [wheel(store, f"inti-1.0-cp311-cp311-{p}.whl") for p in ("win_amd64", "manylinux_2_28_x86_64")],
        "jendela": [wheel(store, "jendela-2.0-py3-none-win_amd64.whl")],
    }
    wheel(store, "kuno-0.6-py2.py3-none-any.whl")
    wheel(store, f"workbook_tools-{VERSI}-py3-none-any.whl")
    entries = "".join(
        f'[[package]]\nname = "{name}"\nversion = "{files[0][0].split("-")[1]}"\nwheels = [\n'
        + "".join(f'  {{ url = "https://x/{file}", hash = "sha256:{digest}" }},\n' for file, digest in files)
        + "]\n"
        for name, files in made.items()
    )
    source = tmp_path / "sumber"
    source.mkdir()
    (source / "pyproject.toml").write_text(f'[project]\nname = "workbook-tools"\nversion = "{VERSI}"\n')
    (source / "uv.lock").write_text(
        f'version = 1\n[[package]]\nname = "workbook-tools"\nversion = "{VERSI}"\ndependencies = [\n'
        '  { name = "inti" },\n  { name = "kuno" },\n  { name = "jendela", marker = "sys_platform == \'win32\'" },\n]\n'
        '[[package]]\nname = "kuno"\nversion = "0.6"\n'
        'sdist = { url = "https://x/kuno-0.6.tar.gz", hash = "sha256:00" }\n' + entries
    )
    return Bahan(source, b"PK\x03\x04 add-in", VERSI, roda=store)


def test_a_folder_holds_all_that_a_computer_without_internet_needs(bahan: Bahan, tmp_path: Path):
    done = bundle(tmp_path / "paket", bahan, WINDOWS)
    there = {path.relative_to(done.path).as_posix() for path in done.path.rglob("*") if path.is_file()}
    assert there == {
        "BACA-SAYA.txt", "cari.py", "copot.cmd", "isi.json", "kembali.cmd", "kinerja.xlam", "kunci.txt", "pasang.cmd",
        "periksa.cmd", "wheels/inti-1.0-cp311-cp311-win_amd64.whl", "wheels/jendela-2.0-py3-none-win_amd64.whl",
        "wheels/kuno-0.6-py2.py3-none-any.whl", f"wheels/workbook_tools-{VERSI}-py3-none-any.whl",
    }  # fmt: skip
    assert done.berkas == len(there)
    assert (done.path / ADDIN).read_bytes() == bahan.addin


def test_the_lock_names_every_wheel_with_its_own_hash(bahan: Bahan, tmp_path: Path):
    done = bundle(tmp_path / "paket", bahan, LINUX)
    lines = (done.path / KUNCI).read_text().splitlines()
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (done.path / "wheels").iterdir()}
    assert {line.rpartition("sha256:")[2] for line in lines} == hashes
    assert [line.split("==")[0] for line in lines] == ["inti", "kuno", "workbook-tools"]


def test_the_list_says_the_hash_of_every_file(bahan: Bahan, tmp_path: Path):
    done = bundle(tmp_path / "paket", bahan, WINDOWS)
    said = json.loads((done.path / ISI).read_bytes())
    assert (said["versi"], said["platform"], said["python"]) == (VERSI, "win_amd64", "3.11")
    found = {
        path.relative_to(done.path).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in done.path.rglob("*")
        if path.is_file() and path.name != ISI
    }
    assert said["berkas"] == found


@pytest.mark.parametrize("target", [WINDOWS, LINUX], ids=["windows", "linux"])
def test_the_same_bundle_twice_is_the_same_byte_for_byte(bahan: Bahan, target: Sasaran, tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = bundle(tmp_path / "a" / "paket.zip", bahan, target).path.read_bytes()
    for path in bahan.roda.iterdir():  # type: ignore[union-attr]
        os.utime(path, (1, 1))
    assert bundle(tmp_path / "b" / "paket.zip", bahan, target).path.read_bytes() == first


def test_a_zip_opens_into_one_folder_and_keeps_the_right_to_run(bahan: Bahan, tmp_path: Path):
    with zipfile.ZipFile(bundle(tmp_path / "paket.zip", bahan, LINUX).path) as archive:
        entries = archive.infolist()
    assert {entry.filename.split("/")[0] for entry in entries} == {"paket"}
    runs = {Path(entry.filename).name for entry in entries if (entry.external_attr >> 16) & 0o111}
    assert runs == {"pasang.sh", "periksa.sh", "kembali.sh", "copot.sh"}


def test_every_step_is_told(bahan: Bahan, tmp_path: Path):
    told: list[str] = []
    bundle(tmp_path / "paket", bahan, WINDOWS, step=told.append)
    assert sorted(told) == ["inti", "jendela", "kuno", "workbook-tools"]
    assert len(told) == steps(bahan, WINDOWS)


def test_the_installer_of_python_goes_along(bahan: Bahan, tmp_path: Path):
    installer = tmp_path / "python-3.11.9-amd64.exe"
    installer.write_bytes(b"MZ")
    with_python = Bahan(bahan.sumber, bahan.addin, VERSI, bahan.roda, installer)
    done = bundle(tmp_path / "paket", with_python, WINDOWS)
    assert (done.path / "python" / "pemasang-python.exe").read_bytes() == b"MZ"
    with pytest.raises(InputError, match="untuk Windows"):
        bundle(tmp_path / "lain", with_python, LINUX)
    with pytest.raises(InputError, match="tidak ada"):
        bundle(tmp_path / "lain", Bahan(bahan.sumber, b"", VERSI, bahan.roda, tmp_path / "x.exe"), WINDOWS)


# ── what is refused ──


def test_a_wheel_that_is_missing_is_named(bahan: Bahan, tmp_path: Path):
    next((bahan.roda or Path()).glob("jendela*")).unlink()
    with pytest.raises(InputError, match=r"jendela-2\.0-py3-none-win_amd64\.whl"):
        bundle(tmp_path / "paket", bahan, WINDOWS)
    assert not (tmp_path / "paket").exists()
    assert bundle(tmp_path / "paket", bahan, LINUX).berkas


def test_a_wheel_that_somebody_changed_is_refused(bahan: Bahan, tmp_path: Path):
    path = next((bahan.roda or Path()).glob("inti*win*"))
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(InputError, match=r"bukan yang dikenal uv\.lock: inti"):
        bundle(tmp_path / "paket", bahan, WINDOWS)


def test_a_wheel_built_for_this_machine_alone_does_not_stand_in(bahan: Bahan, tmp_path: Path):
    store = bahan.roda or Path()
    (store / "kuno-0.6-py2.py3-none-any.whl").rename(store / "kuno-0.6-cp311-cp311-linux_x86_64.whl")
    with pytest.raises(InputError, match=r"kuno-0\.6-py3-none-any"):
        bundle(tmp_path / "paket", bahan, WINDOWS)


def test_the_projects_own_wheel_must_be_of_these_sources(bahan: Bahan, tmp_path: Path):
    """The version stays the same while the sources change."""
    bundle(tmp_path / "satu", bahan, LINUX)
    (bahan.sumber / "workbook_tools").mkdir()
    (bahan.sumber / "workbook_tools" / "__init__.py").write_text("baru = 1\n")
    with pytest.raises(InputError, match="tidak berisi kode sumber yang sama"):
        bundle(tmp_path / "dua", bahan, LINUX)
    with zipfile.ZipFile((bahan.roda or Path()) / f"workbook_tools-{VERSI}-py3-none-any.whl", "a") as archive:
        archive.writestr("workbook_tools/__init__.py", "baru = 1\n")
        archive.writestr("workbook_tools/_macros/x.bas", "")
    assert bundle(tmp_path / "dua", bahan, LINUX).berkas


def test_a_folder_with_other_files_is_never_replaced(bahan: Bahan, tmp_path: Path):
    out = tmp_path / "paket"
    out.mkdir()
    (out / "laporan.xlsx").write_bytes(b"data")
    for timpa in (False, True):
        with pytest.raises(InputError, match="sudah berisi"):
            bundle(out, bahan, WINDOWS, timpa=timpa)
    (out / "laporan.xlsx").unlink()
    bundle(out, bahan, WINDOWS)
    with pytest.raises(InputError, match="sudah berisi"):
        bundle(out, bahan, WINDOWS)
    bundle(out, bahan, LINUX, timpa=True)
    assert not (out / "pasang.cmd").exists()
    (out / "laporan.xlsx").write_bytes(b"data")
    with pytest.raises(InputError, match="sudah berisi"):
        bundle(out, bahan, WINDOWS, timpa=True)
    assert (out / "laporan.xlsx").read_bytes() == b"data"


def test_a_zip_or_a_file_that_is_there_stays(bahan: Bahan, tmp_path: Path):
    for name in ("paket.zip", "paket"):
        (tmp_path / name).write_bytes(b"mine")
        with pytest.raises(InputError):
            bundle(tmp_path / name, bahan, WINDOWS)
        assert (tmp_path / name).read_bytes() == b"mine"
    bundle(tmp_path / "paket.zip", bahan, WINDOWS, timpa=True)
    with pytest.raises(EnvironmentFault, match="tiada"):
        bundle(tmp_path / "tiada" / "paket.zip", bahan, WINDOWS)


def test_nothing_is_left_behind_when_it_fails(bahan: Bahan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = sorted(tmp_path.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(EnvironmentFault, match="No space left"):
        bundle(tmp_path / "paket", bahan, WINDOWS)
    assert sorted(tmp_path.iterdir()) == before


def test_without_sources_the_reader_is_told_what_is_needed(bahan: Bahan, tmp_path: Path):
    empty = tmp_path / "kosong"
    empty.mkdir()
    with pytest.raises(EnvironmentFault, match="--sumber"):
        bundle(tmp_path / "paket", Bahan(empty, b"", VERSI, bahan.roda), WINDOWS)
    (bahan.sumber / "uv.lock").write_text("version = ")
    with pytest.raises(FileError, match=r"uv\.lock"):
        bundle(tmp_path / "paket", bahan, WINDOWS)


def test_sources_of_another_version_are_refused(bahan: Bahan, tmp_path: Path):
    with pytest.raises(InputError, match=rf"versi {re.escape(VERSI)}.*versi 9\.9"):
        bundle(tmp_path / "paket", Bahan(bahan.sumber, b"", "9.9", bahan.roda), WINDOWS)


def test_without_internet_pips_reason_is_told(bahan: Bahan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.setenv(name, (tmp_path / "tiada").as_uri())
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(EnvironmentFault, match=r"tidak terunduh \(.*inti.*--wheels"):
        bundle(tmp_path / "paket", Bahan(bahan.sumber, b"", VERSI), WINDOWS)
    assert not (tmp_path / "paket").exists()


def test_the_verb_says_what_it_made_and_what_comes_next(bahan: Bahan, tmp_path: Path):
    def run() -> Result:
        given = ["--sumber", str(bahan.sumber), "--wheels", str(bahan.roda), "--out", str(tmp_path / "kantor.zip")]
        return CliRunner().invoke(lkjip, ["addin", "bundle", *given])

    done = run()
    assert done.exit_code == 0
    assert all(words in done.output for words in (VERSI, "win_amd64", "kantor.zip", "pasang.cmd", "--pemasang-python"))
    assert zipfile.is_zipfile(tmp_path / "kantor.zip")
    again = run()
    assert again.exit_code == 2
    assert again.output.startswith("lkjip: ")
    assert again.output.count("\n") == 1


# ── the start scripts ──


def script(target: Sasaran, name: str) -> str:
    return scripts(target, VERSI, "lock")[name].decode()


@pytest.mark.parametrize("target", [WINDOWS, MAC, LINUX], ids=["windows", "macos", "linux"])
def test_scripts_are_filled_in_and_plain(target: Sasaran):
    for name, data in scripts(target, VERSI, "lock").items():
        words = data.decode("ascii")
        assert not re.search(r"@[A-Z_]+@", words), name
        ends = {"cmd": "\r\n", "txt": "\r\n"}.get(name.rpartition(".")[2], "\n")
        assert words.replace("\r\n", "\n").replace("\n", ends) == words
        assert folder_name(VERSI, "lock") in words or not name.startswith(("pasang", "copot", "kembali", "periksa"))


@pytest.mark.parametrize("name", ["pasang.cmd", "periksa.cmd", "kembali.cmd", "copot.cmd"])
def test_every_jump_of_a_windows_script_has_its_label(name: str):
    words = script(WINDOWS, name)
    labels = set(re.findall(r"^:(\w+)\r$", words, re.MULTILINE))
    jumps = set(re.findall(r"(?:goto|call :)\s*(\w+)", words))
    assert jumps == labels
    assert words.startswith("@echo off\r\n")


def test_a_windows_script_quotes_every_path():
    """A user's name may hold a blank, a parenthesis or an ampersand."""
    for name in ("pasang.cmd", "periksa.cmd", "kembali.cmd", "copot.cmd"):
        for line in script(WINDOWS, name).splitlines():
            outside = re.sub(r'"[^"]*"', "", line)
            assert not re.search(r"%(SINI|RUMAH|VENV|PY|LOCALAPPDATA)%", outside), line


def test_scripts_ask_for_no_rights_and_no_internet():
    for target in (WINDOWS, MAC):
        for name, data in scripts(target, VERSI, "lock").items():
            words = data.decode().lower()
            assert not re.search(r"\b(sudo|runas|reg add|setx|powershell|curl|xattr|allusers=1)\b", words), name
        install = script(target, "pasang.cmd" if target.is_windows else "pasang.command")
        assert "--no-index" in install
        assert "--require-hashes" in install
        assert "addin install --berkas" in install


def test_other_packages_are_another_folder():
    assert folder_name("1.0", "a") != folder_name("1.0", "b") != folder_name("2.0", "b")
    assert re.fullmatch(r"1\.0-[0-9a-f]{8}", folder_name("1.0", "a"))


def found_by(target: Sasaran, tmp_path: Path) -> str:
    path = tmp_path / "cari.py"
    path.write_bytes(scripts(target, VERSI, "lock")["cari.py"])
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == bool(done.stdout)
    return done.stdout.strip()


def test_only_the_python_that_fits_is_taken(tmp_path: Path):
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert found_by(sasaran(here(), own), tmp_path) == sys.executable
    assert found_by(sasaran(here(), "3.19"), tmp_path) == ""
    assert found_by(sasaran("win32", own), tmp_path) == ""


@pytest.mark.skipif(shutil.which("sh") is None, reason="no POSIX shell here")
@pytest.mark.parametrize("name", ["pasang", "periksa", "kembali", "copot"])
def test_a_shell_reads_the_scripts(name: str, tmp_path: Path):
    path = tmp_path / "x.sh"
    path.write_bytes(scripts(MAC, VERSI, "lock")[f"{name}.command"])
    subprocess.run(["sh", "-n", path], check=True)


# ── for real ──


OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="the scripts are run; elsewhere they would install")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle for this machine, unpacked where a name has a blank and an accent."""
    folder = tmp_path_factory.mktemp("paket")
    made = bundle(folder / "paket.zip", Bahan(ROOT, built(), version("workbook-tools")), sasaran(here(), OWN))
    shutil.unpack_archive(made.path, folder / "salinan é")
    return folder / "salinan é" / "paket"


class Office:
    """A computer without internet: pip may look into the bundle alone."""

    def __init__(self, folder: Path, real: Path, path: str) -> None:
        self.home = folder / "rumah Budi é"
        self.home.mkdir()
        self.real = real
        kept = {name: os.environ[name] for name in ("LANG",) if name in os.environ}
        nowhere = dict.fromkeys(("PIP_INDEX_URL", "http_proxy", "https_proxy"), "http://127.0.0.1:9/")
        astray = {"PIP_FIND_LINKS": "/nonexistent", "PYTHONPATH": "/nonexistent"}
        self.environment = {**kept, **nowhere, **astray, "PATH": path, "HOME": str(self.home)}

    def run(self, name: str, *words: str) -> tuple[int, str]:
        """A start script, from another folder."""
        command = ["sh", str(self.real / f"{name}.sh"), *words]
        done = subprocess.run(command, env=self.environment, cwd="/", capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.mark.lambat
@only_linux
def test_a_bundle_for_this_machine_installs_without_internet_and_goes_again(real: Path, tmp_path: Path):
    office = Office(tmp_path, real, os.environ["PATH"])
    code, said = office.run("pasang")
    assert (code, f"lkjip {version('workbook-tools')}" in said) == (0, True), said
    assert "[1/3]" not in office.run("pasang")[1]  # the second time there is nothing to prepare
    (python,) = (office.home / ".local/share/lkjip/versi").glob("*/bin/python")
    again = tmp_path / ADDIN
    for words in (["workbook_tools", "addin", "build", "--out", str(again)], ["pip", "check"]):
        subprocess.run([python, "-m", *words], check=True, env=office.environment)
    assert again.read_bytes() == (real / ADDIN).read_bytes() == built()
    assert office.run("copot")[0] == 0
    assert not (office.home / ".local/share/lkjip").exists()


@pytest.mark.lambat
@only_linux
def test_the_scripts_install_and_remove_the_add_in_where_the_system_says_it_is_macos(real: Path, tmp_path: Path):
    """`uname` and Python both say Darwin; the folders are those of macOS."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "uname").write_text("#!/bin/sh\necho Darwin\n")
    (tools / "uname").chmod(0o755)
    office = Office(tmp_path, real, f"{tools}:{os.environ['PATH']}")
    library = office.home / "Library"
    conf = library / "Containers/com.microsoft.Excel/Data/kinerja.conf"
    conf.parent.mkdir(parents=True)
    store = library / "Application Support/lkjip"
    code, said = office.run("pasang")  # Python still knows better: the script stops and says so
    assert (code, "Pemasangan tidak selesai" in said) == (1, True), said
    (site,) = store.glob("versi/*/lib/python*/site-packages")
    (site / "sitecustomize.py").write_text('import platform\nplatform.system = lambda: "Darwin"\n')
    code, said = office.run("pasang", "--profile", "magetan_2025")
    assert (code, "Selesai." in said) == (0, True), said
    (addin,) = library.glob("Group Containers/*/User Content.localized/Startup.localized/Excel/kinerja.xlam")
    assert addin.read_bytes() == built()
    assert '"PROFIL","magetan_2025"' in conf.read_text(encoding="mac_roman")
    assert "appscript" in office.run("periksa")[1]  # which no wheel for this system brings
    assert office.run("kembali")[0] == 2
    code, said = office.run("copot")
    assert (code, "Sudah dicopot." in said) == (0, True), said
    assert not addin.exists()
    assert not conf.exists()
    assert not store.exists()


@pytest.mark.lambat
@pytest.mark.parametrize("platform", ["win_amd64", "macosx_arm64", "macosx_x86_64"])
def test_the_wheels_of_every_office_can_be_fetched_from_here(platform: str, tmp_path: Path):
    target = sasaran(platform, "3.11")
    wanted = lock.wheels(ROOT, target)
    got = fetch.fetch(wanted, target, tmp_path, lambda label: None)
    assert {wheel.nama for wheel in got} == {wheel.nama for wheel in wanted}
    assert {path.name for path in tmp_path.iterdir()} == {wheel.berkas for wheel in got}
    if target.is_windows:
        (xlwings,) = tmp_path.glob("xlwings-*.whl")
        (found,) = (wheel.versi for wheel in wanted if wheel.nama == "xlwings")
        inside = {Path(name).name for name in zipfile.ZipFile(xlwings).namelist()}
        assert {f"xlwings32-{found}.dll", f"xlwings64-{found}.dll"} <= inside
