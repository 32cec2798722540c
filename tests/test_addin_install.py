"""The add-in on a machine: put in place, updated, taken back a version, taken away; and what is wrong when it fails."""

from __future__ import annotations

import errno
import json
import os
import platform
import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

import workbook_tools
from tests.mesin import KEBIJAKAN, LOKASI, SITUS, XLWINGS, mac, pe, python_of, snapshot, windows, with_python
from workbook_tools.addin import conf, manifest, status
from workbook_tools.addin import windows as registry
from workbook_tools.addin.build import built
from workbook_tools.addin.doctor import Hasil, doctor
from workbook_tools.addin.install import Berkas, Terpasang, from_file, install, rollback
from workbook_tools.addin.places import ADDIN, PROYEK, Excel, Mesin, mesin_ini, tempat
from workbook_tools.addin.sources import macros
from workbook_tools.addin.uninstall import Dicopot, uninstall
from workbook_tools.cli.commands import lkjip
from workbook_tools.errors import EnvironmentFault, FileError, InputError, LkjipError
from workbook_tools.messages import catalogue

SATU, DUA, TIGA = (Berkas(b"PK\x03\x04" + word) for word in (b"satu", b"dua", b"tiga"))
FOREIGN = b"PK\x03\x04 an add-in of somebody else"
PAKET = Path(workbook_tools.__file__).parent.parent
MAKERS = (windows, mac)
#: As Excel lists it among its trusted locations.
XLSTART = "%APPDATA%\\Microsoft\\Excel\\XLSTART\\"


@pytest.fixture(params=MAKERS, ids=["windows", "macos"])
def mesin(request: pytest.FixtureRequest, tmp_path: Path) -> Mesin:
    return request.param(tmp_path)


def put(mesin: Mesin, file: Berkas = SATU, versi: str = "1.0", **more: object) -> Terpasang:
    return install(mesin, file, PAKET, versi=versi, **more)  # type: ignore[arg-type]


def addin(mesin: Mesin) -> Path:
    return tempat(mesin).addin


def settings(mesin: Mesin) -> Path:
    return tempat(mesin).konfigurasi


def vba(path: Path, encoding: str = "cp1252") -> dict[str, str]:
    """What `Input #name, value` reads pair by pair; a file that VBA would stumble over fails here."""
    data = path.read_bytes()
    assert data.endswith(b"\r\n")
    lines = data.decode(encoding).split("\r\n")[:-1]
    found: dict[str, str] = {}
    for line in lines:
        match = re.fullmatch(r'"([^"]*)","([^"]*)"', line)
        assert match, line
        found.setdefault(match[1].upper(), match[2])
    return found


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


# ── where things stand ──


def test_windows_loads_the_add_in_from_the_start_folder_of_the_user(tmp_path: Path):
    home = tmp_path / "Users" / "Budi Santoso"
    assert addin(windows(tmp_path)) == home / "AppData/Roaming/Microsoft/Excel/XLSTART/kinerja.xlam"
    assert settings(windows(tmp_path)) == home / ".kinerja/kinerja.conf"


def test_macos_loads_the_add_in_from_the_start_folder_of_the_group(tmp_path: Path):
    library = tmp_path / "Users/budi/Library"
    group = "Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
    assert addin(mac(tmp_path)) == library / group / "kinerja.xlam"
    assert settings(mac(tmp_path)) == library / "Containers/com.microsoft.Excel/Data/kinerja.conf"


def test_windows_without_its_variables_is_still_known_by_the_home(tmp_path: Path):
    bare = replace(windows(tmp_path), lingkungan={})
    assert tempat(bare) == tempat(windows(tmp_path))


def test_there_is_no_excel_on_linux(tmp_path: Path):
    with pytest.raises(EnvironmentFault, match="Windows dan macOS"):
        put(replace(windows(tmp_path), sistem="linux"))


def test_the_names_are_those_that_the_add_ins_module_asks_for():
    """PROJECT_NAME decides the configuration's path in xlwings' module for custom add-ins."""
    code = (macros() / "xlwings.bas").read_text(encoding="utf-8")
    assert f'PROJECT_NAME As String = "{PROYEK}"' in code
    assert 'Environ("USERPROFILE") & "\\." & PROJECT_NAME & "\\" & PROJECT_NAME & ".conf"' in code
    assert 'GetMacDir("$HOME", False) & "/" & PROJECT_NAME & ".conf"' in code
    read = set(re.findall(r'GetConfig\("([^"]+)"', code))
    assert conf.settings(mesin_ini(), PAKET, None).keys() <= read


def test_this_machine_is_described():
    here = mesin_ini()
    assert here.interpreter.exists()
    assert here.bit in (32, 64)
    assert here.paket["xlwings"]
    assert here.xlwings is not None
    assert (here.xlwings / "__init__.py").is_file()


@pytest.mark.parametrize(("machine", "bits"), [(0x14C, 32), (0x8664, 64), (0xAA64, 64), (0x1234, None)])
def test_the_header_of_a_program_says_its_bits(machine: int, bits: int | None, tmp_path: Path):
    assert registry.bits(write(tmp_path / "EXCEL.EXE", pe(machine))) == bits


@pytest.mark.parametrize("data", [b"", b"MZ", b"#!/bin/sh\n", b"MZ" + b"\xff" * 100])
def test_what_is_no_program_has_no_bits(data: bytes, tmp_path: Path):
    assert registry.bits(write(tmp_path / "EXCEL.EXE", data)) is None
    assert registry.bits(tmp_path / "missing.exe") is None


class FakeRegistry(ModuleType):
    """Python's own module for the registry, over a dict of keys with their values."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = "HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"

    def __init__(self, keys: dict[str, dict[str, object]]) -> None:
        super().__init__("winreg")
        self.keys = keys

    def OpenKey(self, hive: str, key: str) -> Any:
        if f"{hive}\\{key}" not in self.keys:
            raise FileNotFoundError(key)
        return nullcontext(self.keys[f"{hive}\\{key}"])

    def QueryInfoKey(self, handle: Any) -> tuple[int, int, int]:
        return 0, len(handle.enter_result), 0

    def EnumValue(self, handle: Any, n: int) -> tuple[str, object, int]:
        name, value = list(handle.enter_result.items())[n]
        return name, value, 1


def test_windows_is_described_by_its_registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    program = write(tmp_path / "Microsoft Office" / "EXCEL.EXE", pe(0x14C))
    policy = KEBIJAKAN.rstrip("\\")
    keys: dict[str, dict[str, object]] = {
        r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe": {"": f'"{program}"'},
        rf"{policy}\Excel\Security": {"VBAWarnings": 3, "daftar": ["a"]},
        rf"{SITUS}Security\Trusted Locations\Location2": {"Path": XLSTART},
        rf"{SITUS}Resiliency\DisabledItems": {"3F": b"x"},
    }
    monkeypatch.setitem(sys.modules, "winreg", FakeRegistry(keys))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    here = mesin_ini()
    assert here.sistem == "windows"
    assert here.excel == Excel(program, bit=32)
    assert here.registri == {
        rf"{policy}\Excel\Security\VBAWarnings": 3,
        rf"{SITUS}Security\Trusted Locations\Location2\Path": XLSTART,
        rf"{SITUS}Resiliency\DisabledItems\3F": b"x",
    }
    monkeypatch.setitem(sys.modules, "winreg", FakeRegistry({}))
    assert mesin_ini().excel is None


def test_a_variable_in_a_trusted_location_is_read_as_windows_does(tmp_path: Path):
    here = windows(tmp_path)
    key = rf"{SITUS}Security\Trusted Locations\Location2\Path"
    listed = replace(here, registri={key: XLSTART.replace("APPDATA", "AppData")})
    assert result(doctor(listed), "makro").nada == "baik"
    assert result(doctor(replace(here, registri={})), "makro").nada == "tidak_diperiksa"


# ── install ──


def test_excel_finds_the_add_in_and_the_add_in_finds_python(mesin: Mesin):
    put(mesin, profil="magetan_2025")
    said = vba(settings(mesin))
    assert addin(mesin).read_bytes() == SATU.isi
    assert Path(said["INTERPRETER_WIN" if mesin.sistem == "windows" else "INTERPRETER_MAC"]) == mesin.interpreter
    assert said["PYTHONPATH"] == str(PAKET)
    assert said["UDF MODULES"] == "workbook_tools.excel.udfs"
    assert said["PROFIL"] == "magetan_2025"
    assert said.get("USE UDF SERVER") == ("True" if mesin.sistem == "windows" else None)


def test_what_lies_beside_a_workbook_is_never_imported(mesin: Mesin):
    put(mesin)
    assert vba(settings(mesin))["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert vba(settings(mesin))["PYTHONPATH"]


def test_macos_gets_the_script_that_lets_a_button_start_python(tmp_path: Path):
    here = mac(tmp_path)
    put(here)
    script = here.rumah / "Library/Application Scripts/com.microsoft.Excel" / f"xlwings-{XLWINGS}.applescript"
    assert script.read_text().startswith("on VbaHandler")


def test_macos_is_told_to_open_excel_once(tmp_path: Path):
    here = mac(tmp_path)
    settings(here).parent.rmdir()
    with pytest.raises(EnvironmentFault, match="Buka Excel satu kali"):
        put(here)
    assert not addin(here).exists()


def test_installing_twice_changes_nothing(mesin: Mesin):
    put(mesin)
    once = snapshot(mesin.rumah)
    put(mesin)
    assert snapshot(mesin.rumah) == once


def test_settings_of_the_user_stay(mesin: Mesin):
    own = b'"ONEDRIVE_COMMERCIAL_WIN","C:\\Users\\B\xfcdi\\OneDrive"\r\nShow Console,True\r\n'
    write(settings(mesin), own)
    put(mesin)
    lines = settings(mesin).read_bytes().split(b"\r\n")
    assert lines[0] == own.split(b"\r\n")[0]
    uninstall(mesin)
    assert settings(mesin).read_bytes() == own


def test_a_profile_that_does_not_exist_is_refused(mesin: Mesin):
    before = snapshot(mesin.rumah)
    with pytest.raises(LkjipError, match="tidak dikenal"):
        put(mesin, profil="atlantis_2025")
    assert snapshot(mesin.rumah) == before


def test_a_profile_of_ones_own_is_written_with_its_whole_path(mesin: Mesin, tmp_path: Path):
    own = 'nama = "D"\nkeluarga = "d"\ndasar = "uji"\nterverifikasi = false\ninduk = "netral"\n'
    path = write(tmp_path / "daerah.toml", f"{own}berlaku = {{ dari = 2025-01-01 }}\n".encode())
    put(mesin, profil=str(path))
    assert vba(settings(mesin))["PROFIL"] == str(path)
    assert troubles(mesin) == {}
    strange = write(tmp_path / "daérah.toml", path.read_bytes())
    with pytest.raises(InputError, match="tidak dapat dibaca"):
        put(mesin, profil=str(strange))


def test_the_profile_chosen_stays_when_an_update_names_none(mesin: Mesin):
    put(mesin, profil="magetan_2025")
    put(mesin, DUA, "2.0")
    assert vba(settings(mesin))["PROFIL"] == "magetan_2025"
    uninstall(mesin)
    assert not settings(mesin).exists()


def test_an_add_in_of_somebody_else_is_not_overwritten(mesin: Mesin):
    write(addin(mesin), FOREIGN)
    before = snapshot(mesin.rumah)
    with pytest.raises(InputError, match="add-in lain"):
        put(mesin)
    assert snapshot(mesin.rumah) == before


def test_an_add_in_of_somebody_else_comes_back(mesin: Mesin):
    write(addin(mesin), FOREIGN)
    done = put(mesin, timpa=True)
    assert done.disisihkan is not None
    assert done.disisihkan.read_bytes() == FOREIGN
    put(mesin, DUA, "2.0")
    assert addin(mesin) in uninstall(mesin).dikembalikan
    assert addin(mesin).read_bytes() == FOREIGN


def test_an_add_in_that_somebody_changed_is_set_aside_and_never_lost(mesin: Mesin):
    write(addin(mesin), FOREIGN)
    put(mesin, timpa=True)
    changed = write(addin(mesin), b"PK\x03\x04 changed since").read_bytes()
    with pytest.raises(InputError, match="diubah sejak dipasang"):
        put(mesin)
    put(mesin, timpa=True)
    done = uninstall(mesin)
    assert addin(mesin).read_bytes() == FOREIGN
    assert [path.read_bytes() for path, code in done.ditinggal if code == "pasang_tinggal_sisihan"] == [changed]


def test_the_same_file_put_there_by_hand_is_taken_as_ours(mesin: Mesin):
    write(addin(mesin), SATU.isi)
    put(mesin)
    uninstall(mesin)
    assert not addin(mesin).exists()


def test_a_folder_in_the_way_is_named(mesin: Mesin):
    addin(mesin).mkdir(parents=True)
    with pytest.raises(InputError, match="folder"):
        put(mesin, timpa=True)
    assert addin(mesin).is_dir()


def test_a_file_where_the_folder_belongs_is_named_and_nothing_is_half_done(mesin: Mesin):
    folder = addin(mesin).parent
    if folder.exists():
        folder.rmdir()
    write(folder, b"in the way")
    before = snapshot(mesin.rumah)
    with pytest.raises(LkjipError):
        put(mesin)
    assert files(snapshot(mesin.rumah)) == files(before)


def test_nothing_is_written_through_a_link(mesin: Mesin, tmp_path: Path):
    theirs = write(tmp_path / "elsewhere.xlam", FOREIGN)
    addin(mesin).parent.mkdir(parents=True, exist_ok=True)
    addin(mesin).symlink_to(theirs)
    with pytest.raises(InputError, match="tautan"):
        put(mesin, timpa=True)
    assert theirs.read_bytes() == FOREIGN


def files(found: dict[str, bytes | None]) -> dict[str, bytes]:
    return {name: data for name, data in found.items() if data is not None}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("user", ["Siti Nur'aini", "Ñoño & Söhne", "佐藤"])
def test_homes_with_blanks_and_strange_letters(maker: Callable[..., Mesin], user: str, tmp_path: Path):
    here = maker(tmp_path, user=user)
    put(here)
    key = "INTERPRETER_WIN" if here.sistem == "windows" else "INTERPRETER_MAC"
    said = vba(settings(here), here.ansi)[key]
    assert conf.filled(here, said) == here.interpreter
    assert said == str(here.interpreter) or said.startswith(("%LOCALAPPDATA%\\", "$HOME/"))
    uninstall(here)
    assert not settings(here).exists()


def test_a_path_that_vba_cannot_be_told_is_refused(tmp_path: Path):
    here = windows(tmp_path)
    for folder in ("佐藤", "a;b", "50%"):
        elsewhere = python_of(tmp_path / "D" / folder, "Scripts/python.exe")
        with pytest.raises(InputError, match="tidak dapat dibaca Excel"):
            put(replace(here, interpreter=elsewhere))
    assert not addin(here).exists()


def test_a_home_that_is_a_link_works(tmp_path: Path):
    real = windows(tmp_path / "disk")
    (tmp_path / "home").symlink_to(real.rumah)
    linked = replace(real, rumah=tmp_path / "home", lingkungan={})
    before = snapshot(real.rumah)
    put(linked)
    assert addin(real).read_bytes() == SATU.isi
    uninstall(linked)
    assert files(snapshot(real.rumah)).items() <= files(before).items()


# ── a configuration that is not as it should be ──

OWN = '"PYTHONPATH","D:\\milik sendiri"\r\n"LAIN","ya"\r\n'


@pytest.mark.parametrize(
    "data",
    [
        OWN.encode("utf-8-sig"),
        OWN.encode("utf-16"),
        b"\xfe\xff" + OWN.encode("utf-16-be"),
        OWN.replace("\r\n", "\n").encode(),
        OWN.replace("\r\n", "\r\n\r\n").encode() + b"\r\n\r\n",
        b"pythonpath , D:\\milik sendiri\nlain,ya",
    ],
    ids=["bom", "utf16le", "utf16be", "lf", "blank lines", "bare words"],
)
def test_a_configuration_from_an_editor_is_tidied_for_vba_and_comes_back_as_it_was(mesin: Mesin, data: bytes):
    write(settings(mesin), data)
    put(mesin)
    there = conf.read(settings(mesin), mesin.ansi)
    assert there.get("Pythonpath") == str(PAKET)
    assert there.get("LAIN") == "ya"
    assert not settings(mesin).read_bytes().startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    assert b"\r\n\r\n" not in settings(mesin).read_bytes()
    uninstall(mesin)
    assert settings(mesin).read_bytes() == data


@pytest.mark.parametrize(
    "data", [b"rubbish\r\n", b'"A","b","c"\r\n', b'"A\r\n', b"\x00\x01\x02", b"\xff\xfe\x41", b"a,b\n" * 300_000]
)
def test_a_configuration_that_cannot_be_read_is_refused_or_set_aside(mesin: Mesin, data: bytes):
    write(settings(mesin), data)
    before = snapshot(mesin.rumah)
    with pytest.raises(FileError, match="rusak pada baris"):
        put(mesin)
    assert snapshot(mesin.rumah) == before
    put(mesin, timpa=True)
    assert vba(settings(mesin))["PYTHONPATH"] == str(PAKET)
    uninstall(mesin)
    assert settings(mesin).read_bytes() == data


def test_a_configuration_that_is_a_folder_is_named(mesin: Mesin):
    settings(mesin).mkdir(parents=True)
    with pytest.raises(InputError, match="folder"):
        put(mesin)
    assert not addin(mesin).exists()


def test_a_configuration_that_may_not_be_written_stops_before_anything_is_left(
    mesin: Mesin, monkeypatch: pytest.MonkeyPatch
):
    """Windows refuses to replace a read-only file."""
    write(settings(mesin), OWN.encode())
    before = files(snapshot(mesin.rumah))
    _refusing(monkeypatch, settings(mesin), errno.EACCES)
    with pytest.raises(EnvironmentFault, match=r"tidak (bisa|dapat|boleh) ditulis"):
        put(mesin)
    assert files(snapshot(mesin.rumah)) == before


def _refusing(monkeypatch: pytest.MonkeyPatch, target: Path, number: int) -> None:
    """Renaming over that file fails."""
    original = os.replace

    def refuse(source: str, wanted: str) -> None:
        if Path(wanted) == target:
            raise OSError(number, os.strerror(number), str(wanted))
        original(source, wanted)

    monkeypatch.setattr(os, "replace", refuse)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("which", ["addin", "konfigurasi", "catatan", "skrip"])
def test_an_update_that_fails_leaves_the_version_that_was_there(
    mesin: Mesin, which: str, number: int, monkeypatch: pytest.MonkeyPatch
):
    if which == "skrip" and mesin.sistem == "windows":
        pytest.skip("only macOS needs the script")
    put(mesin)
    if which == "skrip":
        tempat(mesin).skrip.unlink()  # type: ignore[union-attr]
    before = files(snapshot(mesin.rumah))
    with monkeypatch.context() as patched:
        _refusing(patched, getattr(tempat(mesin), which), number)
        with pytest.raises(EnvironmentFault):
            put(mesin, DUA, "2.0")
    assert files(snapshot(mesin.rumah)) == before


def test_an_add_in_that_excel_has_open_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here = windows(tmp_path)
    put(here)
    before = files(snapshot(here.rumah))
    original = Path.open

    def locked(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if self == addin(here) and "+" in mode:
            raise PermissionError(errno.EACCES, "in use")
        return original(self, mode, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", locked)
    for act in (lambda: put(here, DUA, "2.0"), lambda: uninstall(here)):
        with pytest.raises(EnvironmentFault, match="Tutup semua jendela Excel"):
            act()
    assert files(snapshot(here.rumah)) == before


def test_a_file_being_written_never_stands_in_the_start_folder(mesin: Mesin, monkeypatch: pytest.MonkeyPatch):
    """Excel opens whatever stands there, half a file as well."""
    seen: list[list[str]] = []
    original = os.replace

    def watch(source: str, wanted: str) -> None:
        folder = addin(mesin).parent
        seen.append([path.name for path in folder.iterdir()] if folder.is_dir() else [])
        original(source, wanted)

    monkeypatch.setattr(os, "replace", watch)
    put(mesin)
    assert len(seen) > 3
    assert all(names in ([], [ADDIN]) for names in seen)


class Crash(BaseException):
    """The machine goes off: nothing is taken back."""


@pytest.mark.parametrize("after", range(6))
@pytest.mark.parametrize("first", [False, True])
def test_an_installation_that_was_cut_off_is_seen_and_can_be_repeated_and_undone(
    mesin: Mesin, after: int, first: bool, monkeypatch: pytest.MonkeyPatch
):
    write(settings(mesin), OWN.encode())
    if not first:
        put(mesin)
    renamed = 0
    original = os.replace

    def crash(source: str, wanted: str) -> None:
        nonlocal renamed
        renamed += 1
        if renamed > after:
            raise Crash
        original(source, wanted)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", crash)
        with pytest.raises(Crash) as stopped:
            put(mesin, DUA, "2.0")
        assert stopped
    put(mesin, DUA, "2.0")
    assert addin(mesin).read_bytes() == DUA.isi
    assert status.status(mesin).baik
    uninstall(mesin)
    assert not addin(mesin).exists()
    assert settings(mesin).read_bytes() == OWN.encode()


# ── uninstall ──


@pytest.mark.parametrize("maker", MAKERS)
def test_uninstalling_leaves_the_machine_as_it_was(maker: Callable[..., Mesin], tmp_path: Path):
    here = maker(tmp_path)
    before = snapshot(here.rumah)
    put(here, profil="netral")
    put(here, DUA, "2.0")
    done = uninstall(here)
    assert {addin(here), settings(here)} <= set(done.dihapus)
    python = here.interpreter.parents[1]
    assert done.ditinggal == [(python, "pasang_tinggal_python")]
    assert snapshot(here.rumah) == before


def test_uninstalling_twice_is_nothing(mesin: Mesin):
    put(mesin)
    uninstall(mesin)
    before = snapshot(mesin.rumah)
    assert uninstall(mesin) == Dicopot()
    assert snapshot(mesin.rumah) == before


def test_nothing_is_removed_where_nothing_was_installed(mesin: Mesin):
    write(addin(mesin), FOREIGN)
    write(settings(mesin), OWN.encode())
    before = snapshot(mesin.rumah)
    assert uninstall(mesin) == Dicopot()
    assert snapshot(mesin.rumah) == before


def test_settings_that_the_user_changed_since_are_left_and_named(mesin: Mesin):
    write(settings(mesin), OWN.encode())
    put(mesin)
    said = settings(mesin).read_text().replace(str(PAKET), "E:\\pilihan saya") + '"BARU","1"\n'
    settings(mesin).write_text(said)
    done = uninstall(mesin)
    assert (settings(mesin), "pasang_tinggal_nilai") in done.ditinggal
    there = conf.read(settings(mesin), mesin.ansi)
    assert [(b.kunci, b.nilai) for b in there.baris] == [
        ("PYTHONPATH", "E:\\pilihan saya"),
        ("LAIN", "ya"),
        ("BARU", "1"),
    ]


def test_a_setting_that_was_there_before_gets_its_value_back(mesin: Mesin):
    write(settings(mesin), OWN.encode())
    put(mesin)
    put(mesin, DUA, "2.0")
    write(settings(mesin), settings(mesin).read_bytes() + b'"NANTI","2"\r\n')
    uninstall(mesin)
    assert settings(mesin).read_bytes() == OWN.encode() + b'"NANTI","2"\r\n'


def test_an_add_in_that_somebody_changed_is_left(mesin: Mesin):
    put(mesin)
    write(addin(mesin), FOREIGN)
    done = uninstall(mesin)
    assert (addin(mesin), "pasang_tinggal_berubah") in done.ditinggal
    assert addin(mesin).read_bytes() == FOREIGN


def test_settings_that_somebody_broke_are_left(mesin: Mesin):
    put(mesin)
    write(settings(mesin), b"broken\r\n")
    assert (settings(mesin), "pasang_tinggal_tak_terbaca") in uninstall(mesin).ditinggal
    assert settings(mesin).read_bytes() == b"broken\r\n"
    assert not addin(mesin).exists()


def test_the_script_of_another_add_in_is_not_taken_away(tmp_path: Path):
    """`xlwings runpython install` puts the very same file there for everybody."""
    here = mac(tmp_path)
    script = tempat(here).skrip
    assert script is not None
    write(script, b"theirs")
    put(here)
    uninstall(here)
    assert script.read_bytes() == b"theirs"


@pytest.mark.parametrize("after", range(4))
def test_taking_away_that_was_cut_off_can_be_repeated(mesin: Mesin, after: int, monkeypatch: pytest.MonkeyPatch):
    write(addin(mesin), FOREIGN)
    write(settings(mesin), OWN.encode("utf-16"))
    before = files(snapshot(mesin.rumah))
    put(mesin, timpa=True)
    done = 0
    original = os.replace

    def crash(source: str, wanted: str) -> None:
        nonlocal done
        done += 1
        if done > after:
            raise Crash
        original(source, wanted)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", crash)
        try:
            uninstall(mesin)
        except Crash:
            assert after < 3
    uninstall(mesin)
    assert files(snapshot(mesin.rumah)) == before


def test_the_scripts_of_every_xlwings_go(tmp_path: Path):
    here = mac(tmp_path)
    before = snapshot(here.rumah)
    put(here)
    assert here.xlwings is not None
    write(here.xlwings / "xlwings-0.38.0.applescript", b"newer")
    newer = replace(here, paket={**here.paket, "xlwings": "0.38.0"})
    put(newer, DUA, "2.0")
    folder = here.rumah / "Library/Application Scripts/com.microsoft.Excel"
    assert {path.name for path in folder.iterdir()} == {f"xlwings-{v}.applescript" for v in (XLWINGS, "0.38.0")}
    uninstall(newer)
    assert snapshot(here.rumah) == before


# ── a manifest that is not to be trusted ──


def tampered(mesin: Mesin, change: Callable[[dict], None]) -> Path:  # type: ignore[type-arg]
    path = tempat(mesin).catatan
    said = json.loads(path.read_bytes())
    change(said)
    path.write_text(json.dumps(said))
    return path


def _set(*keys: object, value: object) -> Callable[[dict], None]:  # type: ignore[type-arg]
    def change(said: dict) -> None:  # type: ignore[type-arg]
        for key in keys[:-1]:
            said = said[key]
        said[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set("sekarang", "addin", value="../../../../etc/passwd"),
        _set("sekarang", "addin", value="A" * 64),
        _set("sebelum", "addin", value="../" * 21 + "x"),
        _set("sebelum", "nilai", value={"LAIN": None}),
        _set("sebelum", "nilai", value={"PYTHONPATH": 'x"\r\n"EVIL","1'}),
        _set("sebelum", "nilai", value=[]),
        _set("sekarang", "konfigurasi", value={"INTERPRETER_WIN": 'C:\\x"\r\n'}),
        _set("sekarang", "versi", value="../.."),
        _set("sisihan", value=["*"]),
        _set("format", value=99),
        _set("sebelum", "folder", value={"addin": 99}),
        _set("sebelum", "folder", value={"addin": -1}),
        _set("riwayat", value=None),
    ],
)
def test_a_tampered_manifest_is_not_obeyed(mesin: Mesin, change: Callable[[dict], None]):  # type: ignore[type-arg]
    put(mesin)
    path = tampered(mesin, change)
    before = snapshot(mesin.rumah)
    for act in (uninstall, rollback, put):
        with pytest.raises(FileError, match="rusak atau diubah"):
            act(mesin)
    assert snapshot(mesin.rumah) == before
    put(mesin, timpa=True)
    uninstall(mesin)
    assert not path.exists()


def test_what_a_damaged_manifest_kept_is_not_lost(mesin: Mesin):
    write(addin(mesin), FOREIGN)
    put(mesin, timpa=True)
    tempat(mesin).catatan.write_text("{")
    put(mesin, DUA, "2.0", timpa=True)
    done = uninstall(mesin)
    kept = [path.read_bytes() for path, code in done.ditinggal if code == "pasang_tinggal_sisihan"]
    assert FOREIGN in kept


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"format": 1}', b"[" * 100_000])
def test_a_manifest_that_is_no_manifest_is_not_obeyed(mesin: Mesin, data: bytes):
    put(mesin)
    tempat(mesin).catatan.write_bytes(data)
    with pytest.raises(FileError, match="rusak atau diubah"):
        uninstall(mesin)
    assert addin(mesin).exists()


def test_a_manifest_cannot_lead_to_files_of_others(mesin: Mesin, tmp_path: Path):
    """Links in our own folder are not followed, and what we did not name is not removed."""
    put(mesin)
    theirs = tmp_path / "penting"
    write(theirs / "laporan.xlsx", b"data")
    write(theirs / "1.0-0123abce" / "pyvenv.cfg", b"")
    store = tempat(mesin).gudang
    (store / "versi" / "9.9-01234567").symlink_to(theirs)
    write(store / "simpanan" / "catatan saya.xlam", b"mine")
    write(store / "versi" / "foto" / "pyvenv.cfg", b"mine")
    uninstall(mesin)
    assert (theirs / "laporan.xlsx").read_bytes() == b"data"
    assert (store / "simpanan" / "catatan saya.xlam").read_bytes() == b"mine"
    assert (store / "versi" / "foto" / "pyvenv.cfg").read_bytes() == b"mine"


@pytest.mark.parametrize("which", ["gudang", "simpanan", "versi"])
def test_a_store_that_is_a_link_is_not_emptied(mesin: Mesin, which: str, tmp_path: Path):
    put(mesin)
    folder = getattr(tempat(mesin), which)
    moved = tmp_path / "moved"
    folder.rename(moved)
    folder.symlink_to(moved)
    kept = {name for name in files(snapshot(moved)) if name != "terpasang.json"}
    uninstall(replace(mesin, interpreter=Path("/usr/bin/python3")))
    assert kept <= files(snapshot(moved)).keys()


def test_a_manifest_that_is_gone_leaves_everything(mesin: Mesin):
    put(mesin)
    tempat(mesin).catatan.unlink()
    before = snapshot(mesin.rumah)
    assert uninstall(mesin) == Dicopot()
    assert snapshot(mesin.rumah) == before
    put(mesin)
    uninstall(mesin)
    assert not addin(mesin).exists()


# ── versions ──


def updated(mesin: Mesin) -> tuple[Mesin, Mesin, Mesin]:
    """The same machine with three versions installed one after the other."""
    put(mesin, SATU, "1.0")
    second = with_python(mesin, "2.0")
    put(second, DUA, "2.0")
    third = with_python(mesin, "3.0")
    put(third, TIGA, "3.0")
    return mesin, second, third


def test_an_update_can_be_taken_back_version_by_version(mesin: Mesin):
    _, second, third = updated(mesin)
    for file, versi, python in ((DUA, "2.0", second.interpreter), (SATU, "1.0", mesin.interpreter)):
        assert rollback(third).versi == versi
        state = status.status(third)
        assert addin(third).read_bytes() == file.isi
        assert state.interpreter == python
        assert state.baik
    with pytest.raises(InputError, match="Tidak ada versi sebelumnya"):
        rollback(third)
    uninstall(third)
    assert not addin(third).exists()
    assert not settings(third).exists()


def test_going_back_keeps_the_profile_that_is_chosen_now(mesin: Mesin):
    put(mesin, profil="magetan_2025")
    put(with_python(mesin, "2.0"), DUA, "2.0", profil="jember_2025")
    rollback(mesin)
    assert vba(settings(mesin))["PROFIL"] == "jember_2025"
    uninstall(mesin)
    assert not settings(mesin).exists()


def test_the_same_version_again_is_no_step(mesin: Mesin):
    put(mesin)
    put(mesin)
    with pytest.raises(InputError):
        rollback(mesin)


def test_versions_that_are_no_longer_needed_go(mesin: Mesin):
    updated(mesin)
    fourth = with_python(mesin, "4.0")
    put(fourth, Berkas(b"PK\x03\x04empat"), "4.0")
    names = {path.name for path in tempat(mesin).versi.iterdir()}
    assert names == {"2.0-0123abcd", "3.0-0123abcd", "4.0-0123abcd", "induk"}
    assert {path.stem for path in tempat(mesin).simpanan.iterdir()} == {
        manifest.digest(data) for data in (DUA.isi, TIGA.isi, b"PK\x03\x04empat")
    }


def test_going_back_needs_the_old_python(mesin: Mesin):
    put(mesin)
    put(with_python(mesin, "2.0"), DUA, "2.0")
    mesin.interpreter.unlink()
    with pytest.raises(EnvironmentFault, match=r"Python versi 1\.0 tidak ada lagi"):
        rollback(mesin)
    assert addin(mesin).read_bytes() == DUA.isi


def test_going_back_needs_the_old_add_in_as_it_was(mesin: Mesin):
    put(mesin)
    put(with_python(mesin, "2.0"), DUA, "2.0")
    write(tempat(mesin).simpanan / f"{manifest.digest(SATU.isi)}.xlam", b"PK\x03\x04 slipped in")
    with pytest.raises(EnvironmentFault, match="tidak tersimpan lagi"):
        rollback(mesin)
    assert addin(mesin).read_bytes() == DUA.isi


@pytest.mark.parametrize("which", ["addin", "konfigurasi", "catatan"])
def test_a_step_back_that_fails_leaves_the_newer_version(mesin: Mesin, which: str, monkeypatch: pytest.MonkeyPatch):
    put(mesin)
    put(with_python(mesin, "2.0"), DUA, "2.0")
    before = files(snapshot(mesin.rumah))
    with monkeypatch.context() as patched:
        _refusing(patched, getattr(tempat(mesin), which), errno.ENOSPC)
        with pytest.raises(EnvironmentFault):
            rollback(mesin)
    assert files(snapshot(mesin.rumah)) == before


# ── files from elsewhere ──


def test_a_file_from_the_internet_stays_marked(tmp_path: Path):
    here = windows(tmp_path)
    source = write(tmp_path / "unduhan" / ADDIN, SATU.isi)
    write(Path(f"{source}:Zone.Identifier"), b"[ZoneTransfer]\r\nZoneId=3\r\n")
    done = install(here, from_file(source), PAKET, versi="1.0")
    assert done.bertanda
    assert result(doctor(here), "tanda_internet").nada == "tindakan"


def test_a_file_of_ones_own_is_not_marked(tmp_path: Path):
    here = windows(tmp_path)
    source = write(tmp_path / ADDIN, SATU.isi)
    assert not install(here, from_file(source), PAKET, versi="1.0").bertanda
    assert result(doctor(here), "tanda_internet").nada == "baik"


def test_what_is_no_add_in_is_refused(tmp_path: Path):
    with pytest.raises(FileError, match="bukan add-in"):
        from_file(write(tmp_path / ADDIN, b""))
    with pytest.raises(InputError, match="tidak ada"):
        from_file(tmp_path / "missing.xlam")


# ── status and doctor ──


def test_status_says_whether_all_is_as_installed(mesin: Mesin):
    assert status.status(mesin).catatan is None
    put(mesin)
    assert status.status(mesin).baik
    write(addin(mesin), FOREIGN)
    assert status.status(mesin).addin == "berubah"
    addin(mesin).unlink()
    settings(mesin).unlink()
    state = status.status(mesin)
    assert (state.addin, state.konfigurasi, state.baik) == ("hilang", "hilang", False)


def result(results: list[Hasil], name: str) -> Hasil:
    (found,) = (one for one in results if one.nama == name)
    return found


def troubles(mesin: Mesin) -> dict[str, str]:
    return {one.nama: one.pesan for one in doctor(mesin) if one.nada == "tindakan"}


def test_a_sound_installation_needs_nothing(mesin: Mesin):
    put(mesin, profil="netral")
    assert troubles(mesin) == {}
    assert "pemasangan" in {one.nama for one in doctor(mesin) if one.nada == "baik"}


def test_before_an_installation_the_doctor_says_how(mesin: Mesin):
    assert troubles(mesin) == {"pemasangan": catalogue()["dokter_belum_dipasang"]["id"]}


def test_linux_cannot_be_examined(tmp_path: Path):
    (only,) = doctor(replace(windows(tmp_path), sistem="linux"))
    assert only.nada == "tidak_diperiksa"


def _registry(key: str, value: int | str | bytes) -> Callable[[Mesin], Mesin]:
    return lambda here: replace(here, registri={**here.registri, key: value})


def _env(**variables: str) -> Callable[[Mesin], Mesin]:
    return lambda here: replace(here, lingkungan={**here.lingkungan, **variables})


def _without(*names: str) -> Callable[[Mesin], Mesin]:
    return lambda here: replace(here, paket={n: v for n, v in here.paket.items() if n not in names})


def _gone(find: Callable[[Mesin], Path]) -> Callable[[Mesin], Mesin]:
    def act(here: Mesin) -> Mesin:
        path = find(here)
        path.rmdir() if path.is_dir() else path.unlink()
        return here

    return act


def _onedrive(here: Mesin) -> Mesin:
    return _env(OneDriveCommercial=str(here.rumah))(here)


def _moved(here: Mesin) -> Mesin:
    """Installed from a checkout that is gone now."""
    install(here, SATU, here.rumah / "unduhan" / "lkjip", versi="1.0")
    return here


def _second_copy(here: Mesin) -> Mesin:
    write(here.roaming / "Microsoft" / "AddIns" / ADDIN, FOREIGN)
    return here


def _edited(here: Mesin) -> Mesin:
    write(settings(here), settings(here).read_bytes().replace(b"udfs", b"lain"))
    return here


def _conda(here: Mesin) -> Mesin:
    write(settings(here), settings(here).read_bytes() + b'"Conda Path","C:\\conda"\r\n')
    return here


def _notepad(here: Mesin) -> Mesin:
    write(settings(here), b"\xef\xbb\xbf" + settings(here).read_bytes())
    return here


def _wrong_profile(here: Mesin) -> Mesin:
    write(settings(here), settings(here).read_bytes() + b'"PROFIL","atlantis"\r\n')
    return here


@pytest.mark.parametrize(
    ("change", "name", "told"),
    [
        (lambda here: replace(here, excel=None), "excel", "Pasang Microsoft Excel"),
        (_gone(lambda here: here.interpreter), "python", "tidak ada lagi"),
        (_gone(lambda here: here.interpreter.parents[2] / "induk"), "python", "bergantung pada"),
        (_moved, "python", "tempatnya yang baru"),
        (_without("pywin32"), "paket", "pywin32"),
        (_without("xlwings", "pywin32"), "paket", "xlwings, pywin32"),
        (lambda here: replace(here, paket={**here.paket, "xlwings": "0.36.0"}), "xlwings", f"xlwings {XLWINGS}"),
        (lambda here: replace(here, paket={**here.paket, "workbook-tools": "9.9"}), "versi", "versi 9.9"),
        (_conda, "konfigurasi", "CONDA PATH"),
        (_gone(lambda here: here.interpreter.parents[1] / f"xlwings64-{XLWINGS}.dll"), "dll", "antivirus"),
        (_gone(addin), "pemasangan", "hilang"),
        (lambda here: (write(addin(here), FOREIGN), here)[1], "pemasangan", "jangan buka Excel"),
        (_gone(settings), "konfigurasi", "tidak ada"),
        (_edited, "konfigurasi", "tidak lagi seperti"),
        (_notepad, "konfigurasi", "Notepad"),
        (_wrong_profile, "profil", "atlantis"),
        (_second_copy, "salinan", "salinan kedua"),
        (_registry(f"{SITUS}Options\\OPEN1", '/R "C:\\Lain\\Kinerja.xlam"'), "salinan", "C:\\Lain"),
        (_registry(f"{KEBIJAKAN}Common\\VBAOff", 1), "makro", "VBA"),
        (_registry(f"{KEBIJAKAN}Excel\\Security\\DisableAllAddins", 1), "makro", "melarang"),
        (_registry(f"{KEBIJAKAN}Excel\\Security\\RequireAddinSig", 1), "makro", "ditandatangani"),
        (_registry(f"{KEBIJAKAN}{LOKASI}AllLocationsDisabled", 1), "makro", "Enable Content"),
        (
            lambda here: _registry(f"{KEBIJAKAN}excel\\security\\vbawarnings", 4)(
                _registry(f"{KEBIJAKAN}{LOKASI}AllLocationsDisabled", 1)(here)
            ),
            "makro",
            "semua makro dilarang",
        ),
        (
            lambda here: _registry(f"{KEBIJAKAN}Excel\\Security\\VBAWarnings", 3)(
                _registry(f"{KEBIJAKAN}{LOKASI}AllLocationsDisabled", 1)(here)
            ),
            "makro",
            "hanya makro yang ditandatangani",
        ),
        (
            _registry(f"{SITUS}Resiliency\\DisabledItems\\A1", "x C:\\X\\KINERJA.XLAM".encode("utf-16-le")),
            "dinonaktifkan",
            "Disabled Items",
        ),
        (_onedrive, "jalur", "OneDrive"),
        (lambda here: replace(here, ansi="ascii", rumah=here.rumah), None, ""),
    ],
)
def test_the_doctor_names_what_is_wrong_and_nothing_else(
    change: Callable[[Mesin], Mesin], name: str | None, told: str, tmp_path: Path
):
    here = windows(tmp_path)
    put(here)
    found = troubles(change(here))
    if name is None:
        assert found == {}
        return
    assert told in found[name]
    assert found.keys() == {name}


def test_the_packages_of_another_python_are_not_judged_by_this_ones(mesin: Mesin):
    put(mesin)
    other = replace(with_python(mesin, "2.0"), paket={})
    assert troubles(other) == {}
    assert result(doctor(other), "paket").nada == "tidak_diperiksa"


def test_a_python_from_the_store_is_refused(tmp_path: Path):
    here = windows(tmp_path)
    store = replace(here, interpreter=python_of(here.lokal / "Microsoft" / "WindowsApps" / "py", "Scripts/python.exe"))
    upon = replace(here, interpreter=python_of(tmp_path / "venv", "Scripts/python.exe"))
    upon.interpreter.parents[1].joinpath("pyvenv.cfg").write_text("home = C:/Program Files/WindowsApps/Python.3.11\n")
    for one in (store, upon):
        assert "Microsoft Store" in troubles(one)["python"]
        with pytest.raises(EnvironmentFault, match="tidak terlihat oleh Excel"):
            put(one)
    assert not addin(here).exists()


@pytest.mark.parametrize(("excel", "python"), [(32, 64), (64, 32), (32, 32)])
def test_excel_and_python_may_differ_in_bits_when_the_dll_of_excel_is_there(excel: int, python: int, tmp_path: Path):
    here = replace(windows(tmp_path, bit=excel), bit=python)
    put(here)
    assert troubles(here) == {}
    (here.interpreter.parents[1] / f"xlwings{excel}-{XLWINGS}.dll").unlink()
    assert f"xlwings{excel}-" in troubles(here)["dll"]


def test_letters_that_excel_cannot_pass_on_are_named(tmp_path: Path):
    here = windows(tmp_path, user="佐藤")
    put(here)
    assert "huruf" in troubles(here)["jalur"]


def test_a_network_folder_is_named(tmp_path: Path):
    here = windows(tmp_path)
    far = replace(here, interpreter=Path("//server/share/py/Scripts/python.exe"))
    assert "jaringan" in troubles(far)["jalur"]


def test_the_doctor_on_macos_misses_the_script(tmp_path: Path):
    here = mac(tmp_path)
    put(here)
    script = tempat(here).skrip
    assert script is not None
    script.unlink()
    assert "tombol tidak dapat memanggil Python" in troubles(here)["skrip"]


def test_an_installation_cut_off_is_named(mesin: Mesin):
    put(mesin)
    tampered(mesin, _set("selesai", value=False))
    assert "terputus" in troubles(mesin)["pemasangan"]


def test_a_damaged_manifest_is_named(mesin: Mesin):
    put(mesin)
    tempat(mesin).catatan.write_text("{")
    assert "rusak" in troubles(mesin)["pemasangan"]


def test_every_result_has_its_name_in_the_catalogue(tmp_path: Path):
    here = windows(tmp_path)
    put(here, profil="netral")
    apple = mac(tmp_path / "mac")
    put(apple)
    named = {one.nama for one in (*doctor(here), *doctor(apple))} | {"xlwings", "versi", "salinan"}
    assert {f"hal_{name}" for name in named} == {code for code in catalogue() if code.startswith("hal_")}


# ── the command ──


def command(mesin: Mesin, monkeypatch: pytest.MonkeyPatch, *words: object) -> tuple[int, str]:
    """What a run on that machine says."""
    monkeypatch.setattr("workbook_tools.cli.verbs_pasang.mesin_ini", lambda: mesin)
    done = CliRunner().invoke(lkjip, ["addin", *map(str, words)])
    return done.exit_code, done.output


def test_the_verbs_say_what_they_did(mesin: Mesin, monkeypatch: pytest.MonkeyPatch):
    assert command(mesin, monkeypatch, "status") == (1, catalogue()["tampil_status_kosong"]["id"] + "\n")
    code, told = command(mesin, monkeypatch, "install", "--profile", "magetan_2025")
    assert code == 0
    assert str(addin(mesin)) in told
    assert str(settings(mesin)) in told
    assert addin(mesin).read_bytes() == built()
    assert "dipercaya Excel" in told  # what is trusted is said, not done silently
    code, told = command(mesin, monkeypatch, "status")
    assert code == 0
    assert "magetan_2025" in told
    assert command(mesin, monkeypatch, "doctor")[0] == 0
    code, told = command(mesin, monkeypatch, "uninstall")
    assert code == 0
    assert f"Dihapus: {addin(mesin)}" in told
    assert command(mesin, monkeypatch, "uninstall") == (0, catalogue()["tampil_copot_kosong"]["id"] + "\n")


def test_a_signed_file_is_installed_and_can_be_taken_back(
    mesin: Mesin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    command(mesin, monkeypatch, "install")
    signed = write(tmp_path / "ditandatangani.xlam", DUA.isi)
    command(mesin, monkeypatch, "install", "--berkas", signed)
    assert addin(mesin).read_bytes() == DUA.isi
    assert command(mesin, monkeypatch, "rollback")[0] == 0
    assert addin(mesin).read_bytes() == built()


def test_a_doctor_with_something_to_do_ends_with_one(mesin: Mesin, monkeypatch: pytest.MonkeyPatch):
    put(mesin)
    addin(mesin).unlink()
    code, told = command(mesin, monkeypatch, "doctor")
    assert code == 1
    assert "1 hal perlu tindakan" in told


@pytest.mark.parametrize("words", [("install",), ("uninstall",), ("status",), ("rollback",)])
def test_on_linux_the_verbs_say_that_there_is_no_excel(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    code, told = command(replace(windows(tmp_path), sistem="linux"), monkeypatch, *words)
    assert code == 2
    assert told == f"lkjip: {catalogue()['pasang_bukan_sistem_excel']['id']}\n"
