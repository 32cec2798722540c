"""What was installed, kept so that it can be undone: `terpasang.json` in our own folder.

It names no paths: where things stand follows from the machine (`places`), so a manifest that somebody changed cannot
lead us to another's file. Contents are known by hash; a manifest that is not exactly of this form is not obeyed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workbook_tools.addin.conf import PROFIL
from workbook_tools.addin.places import Tempat
from workbook_tools.errors import EnvironmentFault, FileError

FORMAT = 1
#: The settings that we write; no other line of the configuration is ever touched.
KUNCI = frozenset(
    {
        "INTERPRETER_WIN",
        "INTERPRETER_MAC",
        "PYTHONPATH",
        "UDF MODULES",
        "USE UDF SERVER",
        "ADD_WORKBOOK_TO_PYTHONPATH",
        "SHOW CONSOLE",
        PROFIL,
    }
)
#: Folders that we may have made, by what stands in them.
FOLDER = ("addin", "konfigurasi", "skrip")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"[0-9A-Za-z.+!_-]{1,64}")
#: Between the user's home and the place of a file there are no more folders than that.
_DEEPEST = 9
_LINE = re.compile(r"[^\r\n\"]{0,1024}")


@dataclass(frozen=True, slots=True)
class Versi:
    """One version as it was installed: the add-in by its hash, what was written into the configuration, and the
    xlwings whose DLL or AppleScript the add-in calls by name."""

    versi: str
    addin: str
    konfigurasi: Mapping[str, str]
    xlwings: str = "0"

    @property
    def interpreter(self) -> str:
        """The Python that the add-in calls, as the configuration says it."""
        return self.konfigurasi.get("INTERPRETER_WIN") or self.konfigurasi.get("INTERPRETER_MAC") or ""


@dataclass(frozen=True, slots=True)
class Sebelum:
    """What stood there before us: hashes of the files (kept in `simpanan`), the settings' former values, and how many
    folders had to be made for a file."""

    addin: str | None = None
    konfigurasi: str | None = None
    nilai: Mapping[str, str | None] = field(default_factory=dict)
    folder: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catatan:
    """The manifest. `selesai` is false while an installation runs; `riwayat` holds versions to go back to, the nearest
    last; `sisihan` are add-ins that somebody changed and that were set aside; `skrip` the AppleScripts that we put
    there, by the version of xlwings."""

    sekarang: Versi
    sebelum: Sebelum
    riwayat: tuple[Versi, ...] = ()
    sisihan: tuple[str, ...] = ()
    skrip: Mapping[str, str] = field(default_factory=dict)
    selesai: bool = True

    @property
    def versi(self) -> tuple[Versi, ...]:
        """Every version that is known, the present one last."""
        return (*self.riwayat, self.sekarang)

    def is_ours(self, digest: str) -> bool:
        """Whether an add-in of that hash was put there by us."""
        return digest in {one.addin for one in self.versi}

    def wrote(self, key: str) -> set[str]:
        """The values that we gave a setting."""
        return {one.konfigurasi[key] for one in self.versi if key in one.konfigurasi}

    def written(self) -> bytes:
        """The bytes of the file."""
        dumped = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True)
        return dumped.encode()


def digest(data: bytes) -> str:
    """The hash by which contents are known."""
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path) -> str | None:
    """The hash of a file, None where there is none."""
    if not path.is_file():
        return None
    try:
        return digest(path.read_bytes())
    except OSError as error:
        raise EnvironmentFault("pasang_tak_terbaca", path=path, reason=error.strerror or error) from error


def read(places: Tempat) -> Catatan | None:
    """The manifest, None where nothing was installed; FileError where it is damaged."""
    path = places.catatan
    if not path.exists():
        return None
    try:
        return _catatan(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FileError("pasang_catatan_rusak", path=path) from error


def _catatan(said: dict[str, Any]) -> Catatan:
    """The manifest that JSON says; ValueError, TypeError or KeyError where it is not of the form."""
    if said["format"] != FORMAT:
        raise ValueError(said["format"])
    before = said["sebelum"]
    return Catatan(
        sekarang=_versi(said["sekarang"]),
        riwayat=tuple(map(_versi, said["riwayat"])),
        sebelum=Sebelum(
            addin=_optional(before["addin"]),
            konfigurasi=_optional(before["konfigurasi"]),
            nilai={_key(key): _value(value) for key, value in before["nilai"].items()},
            folder={name: _count(before["folder"][name]) for name in FOLDER if name in before["folder"]},
        ),
        sisihan=tuple(_match(_DIGEST, one) for one in said["sisihan"]),
        skrip={_match(_VERSION, name): _match(_DIGEST, one) for name, one in said["skrip"].items()},
        selesai=said["selesai"] is True,
    )


def _versi(said: dict[str, Any]) -> Versi:
    settings = {_key(key): _match(_LINE, value) for key, value in said["konfigurasi"].items()}
    return Versi(
        _match(_VERSION, said["versi"]), _match(_DIGEST, said["addin"]), settings, _match(_VERSION, said["xlwings"])
    )


def _optional(said: str | None) -> str | None:
    return None if said is None else _match(_DIGEST, said)


def _value(said: str | None) -> str | None:
    return None if said is None else _match(_LINE, said)


def _count(said: int) -> int:
    if said not in range(_DEEPEST):
        raise ValueError(said)
    return said


def _key(said: str) -> str:
    if said not in KUNCI:
        raise ValueError(said)
    return said


def _match(pattern: re.Pattern[str], said: str) -> str:
    if not pattern.fullmatch(said):
        raise ValueError(said)
    return said
