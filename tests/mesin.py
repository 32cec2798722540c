"""Machines for the tests of the add-in: Windows and macOS layouts in a folder of this one."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

from workbook_tools.addin.places import Excel, Mesin

XLWINGS = "0.37.8"
SITUS = "HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Excel\\"
KEBIJAKAN = "HKEY_CURRENT_USER\\Software\\Policies\\Microsoft\\Office\\16.0\\"
LOKASI = "Excel\\Security\\Trusted Locations\\"


def windows(folder: Path, *, user: str = "Budi Santoso", versi: str = "1.0", bit: int = 64) -> Mesin:
    """A Windows on which a bundle's start script made the Python of that version; Excel was used before."""
    home = folder / "Users" / user
    roaming, local = home / "AppData" / "Roaming", home / "AppData" / "Local"
    (roaming / "Microsoft" / "Excel" / "XLSTART").mkdir(parents=True, exist_ok=True)
    program = folder / "Program Files" / "Microsoft Office" / "EXCEL.EXE"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_bytes(pe(0x8664 if bit == 64 else 0x14C))
    environment = {"APPDATA": str(roaming), "LOCALAPPDATA": str(local), "USERPROFILE": str(home)}
    return Mesin(
        sistem="windows",
        rumah=home,
        interpreter=python_of(local / "lkjip" / "versi" / f"{versi}-0123abcd", "Scripts/python.exe"),
        excel=Excel(program, bit=bit),
        lingkungan=environment,
        registri={f"{SITUS}Security\\Trusted Locations\\Location1\\Path": f"{roaming}/Microsoft/Excel/XLSTART/"},
        paket={"workbook-tools": versi, "xlwings": XLWINGS, "pywin32": "312"},
    )


def mac(folder: Path, *, user: str = "budi", versi: str = "1.0") -> Mesin:
    """A macOS on which Excel was opened once."""
    home = folder / "Users" / user
    (home / "Library" / "Containers" / "com.microsoft.Excel" / "Data").mkdir(parents=True, exist_ok=True)
    package = folder / "xlwings"
    package.mkdir(exist_ok=True)
    (package / f"xlwings-{XLWINGS}.applescript").write_text("on VbaHandler(ParameterString)\nend\n")
    store = home / "Library" / "Application Support" / "lkjip"
    return Mesin(
        sistem="darwin",
        rumah=home,
        interpreter=python_of(store / "versi" / f"{versi}-0123abcd", "bin/python"),
        ansi="mac_roman",
        excel=Excel(Path("/Applications/Microsoft Excel.app"), bit=64),
        paket={"workbook-tools": versi, "xlwings": XLWINGS, "appscript": "1.3", "psutil": "7.0"},
        xlwings=package,
    )


def with_python(mesin: Mesin, versi: str) -> Mesin:
    """The same machine, run by the Python of another version."""
    other = mesin.interpreter.parents[2] / f"{versi}-0123abcd"
    return replace(mesin, interpreter=python_of(other, "/".join(mesin.interpreter.parts[-2:])))


def python_of(folder: Path, program: str) -> Path:
    """A virtual environment as a bundle makes it, with the DLLs that xlwings puts into its root."""
    base = folder.parent / "induk"
    base.mkdir(parents=True, exist_ok=True)
    path = folder / program
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"python")
    (folder / "pyvenv.cfg").write_text(f"home = {base}\nversion = 3.11.9\n")
    for bits in (32, 64):
        (folder / f"xlwings{bits}-{XLWINGS}.dll").write_bytes(pe(0x8664))
    return path


def pe(machine: int) -> bytes:
    """The beginning of a Windows program."""
    head = bytearray(0x80)
    head[:2] = b"MZ"
    head[0x3C:0x40] = struct.pack("<I", 0x80)
    return bytes(head) + b"PE\0\0" + struct.pack("<H", machine)


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their bytes, folders and links without."""
    found: dict[str, bytes | None] = {}
    for path in sorted(folder.rglob("*")):
        is_file = path.is_file() and not path.is_symlink()
        found[str(path.relative_to(folder))] = path.read_bytes() if is_file else None
    return found
