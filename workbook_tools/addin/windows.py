"""What Windows says of Excel: read from the registry and from the program's own header, never written."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from workbook_tools.addin.places import Excel, Nilai

_APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
#: Where policy (the office's administrator) and the user's own Trust Center keep what decides over macros.
KEBIJAKAN = r"Software\Policies\Microsoft\Office\16.0"
PENGGUNA = r"Software\Microsoft\Office\16.0"
LOKASI = r"Excel\Security\Trusted Locations"
#: Trusted locations are numbered; Excel's own dialog makes no more than a few.
_MOST = 40
_KEYS = tuple(
    rf"{base}\{key}"
    for base in (KEBIJAKAN, PENGGUNA)
    for key in (
        "Common",
        r"Excel\Options",
        r"Excel\Security",
        LOKASI,
        r"Excel\Resiliency\DisabledItems",
    )
)
_LOCATIONS = tuple(rf"{base}\{LOKASI}\Location{n}" for base in (KEBIJAKAN, PENGGUNA) for n in range(_MOST))
#: Machine words of a program's header, [PE] COFF file header.
_MACHINE = {0x14C: 32, 0x8664: 64, 0xAA64: 64}
_PE_OFFSET_AT = 0x3C


def bits(program: Path) -> int | None:
    """32 or 64, as the header of a Windows program says; None where it is none or cannot be read."""
    try:
        with program.open("rb") as stream:
            if stream.read(2) != b"MZ":
                return None
            stream.seek(_PE_OFFSET_AT)
            (at,) = struct.unpack("<I", stream.read(4))
            stream.seek(at)
            signature, machine = struct.unpack("<4sH", stream.read(6))
    except (OSError, struct.error):
        return None
    return _MACHINE.get(machine) if signature == b"PE\0\0" else None


def excel() -> Excel | None:
    """The Excel that Windows would start, or None."""
    for hive in ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"):
        program = next((value for name, value in _values(hive, _APP_PATHS) if name == ""), None)
        if isinstance(program, str) and program:
            path = Path(program.strip('"'))
            return Excel(path, bit=bits(path))
    return None


def registri() -> Mapping[str, Nilai]:
    """The values that decide over macros and add-ins, by `hive\\key\\name`."""
    return {
        rf"{hive}\{key}\{name}": value
        for hive in ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE")
        for key in (*_KEYS, *_LOCATIONS)
        for name, value in _values(hive, key)
    }


def _values(hive: str, key: str) -> Iterator[tuple[str, Nilai]]:
    """Name and value of every value under a key; nothing where there is no such key."""
    if sys.platform != "win32":
        return
    import winreg

    try:
        handle = winreg.OpenKey(getattr(winreg, hive), key)
    except OSError:
        return
    with handle:
        for n in range(winreg.QueryInfoKey(handle)[1]):
            name, value, _ = winreg.EnumValue(handle, n)
            if isinstance(value, str | int | bytes):
                yield name, value
