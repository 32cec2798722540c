"""The machine as this room sees it, and where the add-in's files stand on it.

Everything that differs between Windows, macOS and a test is a field of `Mesin`; the functions of this room take one
and ask nothing else of the system. `mesin_ini()` describes the machine that runs this.

Where Excel loads the add-in from is the user's own start folder: Windows `%APPDATA%\\Microsoft\\Excel\\XLSTART`, macOS
`~/Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel`. Chosen over the folder
`AddIns` with an `OPEN` value in the registry, because (1) nothing is written to the registry, so nothing has to be
undone there; (2) XLSTART is one of Excel's own trusted locations; (3) a workbook's link to a function of a file there
is stored as `xlExternalLinkPath/xlStartup` with the file's name alone, so `[1]!CAPAIAN(…)` finds it for every user.
"""

from __future__ import annotations

import locale
import os
import platform
import re
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from workbook_tools.errors import EnvironmentFault

Sistem = Literal["windows", "darwin", "linux"]
Nilai = str | int | bytes

#: What the VBA constant PROJECT_NAME says; the names of the add-in and of its configuration follow from it.
PROYEK = "kinerja"
ADDIN = f"{PROYEK}.xlam"
#: The packages that the add-in needs to reach the open Excel.
PAKET = ("workbook-tools", "xlwings", "pywin32", "appscript", "psutil")
_BITS = 8


@dataclass(frozen=True, slots=True)
class Excel:
    """The Excel that is there: its program, its version as the registry counts (16.0), 32 or 64 bits if known."""

    program: Path
    versi: str = "16.0"
    bit: int | None = None


@dataclass(frozen=True, slots=True)
class Mesin:
    """A machine with its user: what this room may know of it. `paket` are the installed packages with their versions,
    `xlwings` the folder of that one.

    `registri` holds the values that Excel obeys as `key\\name` → value (only Windows has them), `ansi` is the encoding
    in which VBA reads text files, `lingkungan` the environment's variables.
    """

    sistem: Sistem
    rumah: Path
    interpreter: Path
    versi_python: tuple[int, int] = (3, 11)
    bit: int = 64
    ansi: str = "cp1252"
    excel: Excel | None = None
    lingkungan: Mapping[str, str] = field(default_factory=dict)
    registri: Mapping[str, Nilai] = field(default_factory=dict)
    paket: Mapping[str, str] = field(default_factory=dict)
    xlwings: Path | None = None

    @property
    def roaming(self) -> Path:
        """%APPDATA%."""
        return Path(self.lingkungan.get("APPDATA") or self.rumah / "AppData" / "Roaming")

    @property
    def lokal(self) -> Path:
        """%LOCALAPPDATA%."""
        return Path(self.lingkungan.get("LOCALAPPDATA") or self.rumah / "AppData" / "Local")


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where the files stand. Nothing outside of these is ever written or removed.

    `addin` is loaded by Excel at its start; `konfigurasi` is what `GetConfigFilePath` of xlwings' module for custom
    add-ins gives; `skrip` is the AppleScript through which macOS lets a button start Python; `gudang` is our own.
    """

    addin: Path
    konfigurasi: Path
    gudang: Path
    skrip: Path | None = None

    @property
    def catatan(self) -> Path:
        """What was installed: the manifest."""
        return self.gudang / "terpasang.json"

    @property
    def simpanan(self) -> Path:
        """Add-ins of versions that one can go back to, and what stood in the way, by their hash."""
        return self.gudang / "simpanan"

    @property
    def versi(self) -> Path:
        """The Pythons that bundles made, one folder for each version."""
        return self.gudang / "versi"


def tempat(mesin: Mesin) -> Tempat:
    """Where the files stand on that machine; EnvironmentFault where there can be no Excel."""
    rumah = mesin.rumah
    if mesin.sistem == "windows":
        return Tempat(
            addin=mesin.roaming / "Microsoft" / "Excel" / "XLSTART" / ADDIN,
            konfigurasi=Path(mesin.lingkungan.get("USERPROFILE") or rumah) / f".{PROYEK}" / f"{PROYEK}.conf",
            gudang=mesin.lokal / "lkjip",
        )
    if mesin.sistem == "darwin":
        library = rumah / "Library"
        script = applescript(mesin.paket.get("xlwings", "0"))
        user_content = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
        return Tempat(
            addin=user_content / "Startup.localized" / "Excel" / ADDIN,
            konfigurasi=library / "Containers" / "com.microsoft.Excel" / "Data" / f"{PROYEK}.conf",
            gudang=library / "Application Support" / "lkjip",
            skrip=library / "Application Scripts" / "com.microsoft.Excel" / script,
        )
    raise EnvironmentFault("pasang_bukan_sistem_excel")


def base_of(interpreter: Path) -> Path | None:
    """The folder of the Python that a virtual environment stands on; None where it is none."""
    try:
        said = (interpreter.parent.parent / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r"^home\s*=\s*(.+?)\s*$", said, re.MULTILINE)
    return Path(found[1]) if found else None


def is_from_store(interpreter: Path) -> bool:
    """Whether it is the Python of the Microsoft Store, or stands on it: what that writes below AppData goes into a
    folder of its own, where Excel does not look."""
    return any("WindowsApps" in path.parts for path in (interpreter, base_of(interpreter)) if path is not None)


def applescript(version: str) -> str:
    """The name under which the module of that xlwings calls its script."""
    return f"xlwings-{version}.applescript"


def mesin_ini() -> Mesin:
    """The machine that runs this."""
    sistem = _sistem()
    return Mesin(
        sistem=sistem,
        rumah=Path.home(),
        interpreter=Path(sys.executable),
        versi_python=(sys.version_info.major, sys.version_info.minor),
        bit=struct.calcsize("P") * _BITS,
        ansi="mac_roman" if sistem == "darwin" else locale.getencoding() if sistem == "windows" else "utf-8",
        excel=_excel(sistem),
        lingkungan=dict(os.environ),
        registri=_registri(sistem),
        paket=_paket(),
        xlwings=_folder("xlwings"),
    )


def _sistem() -> Sistem:
    match platform.system():
        case "Windows":
            return "windows"
        case "Darwin":
            return "darwin"
        case _:
            return "linux"


def _excel(sistem: Sistem) -> Excel | None:
    if sistem == "windows":
        from workbook_tools.addin.windows import excel

        return excel()
    program = Path("/Applications/Microsoft Excel.app")
    return Excel(program, bit=64) if sistem == "darwin" and program.is_dir() else None


def _registri(sistem: Sistem) -> Mapping[str, Nilai]:
    if sistem != "windows":
        return {}
    from workbook_tools.addin.windows import registri

    return registri()


def _folder(package: str) -> Path | None:
    """Where a package lies, without importing it."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def _paket() -> Mapping[str, str]:
    found = {}
    for name in PAKET:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
