"""The machine that a bundle is for: which wheels its Python takes, and what markers of dependencies mean on it."""

from __future__ import annotations

import platform
import re
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from packaging import tags
from packaging.tags import Tag

from workbook_tools.errors import InputError

#: The oldest macOS whose wheels are taken; the newest glibc that Linux is assumed to have.
_MACOS = (12, 0)
_GLIBC = 28
_OLDEST_GLIBC = 5
_PYTHON = re.compile(r"3\.(1[1-9])")


def _manylinux(machine: str) -> list[str]:
    newest_first = range(_GLIBC, _OLDEST_GLIBC - 1, -1)
    return [*(f"manylinux_2_{n}_{machine}" for n in newest_first), f"manylinux2014_{machine}", f"linux_{machine}"]


#: What can be asked for: sys_platform, platform_system, platform_machine, and the platforms of its wheels, best first.
PLATFORMS: Mapping[str, tuple[str, str, str, Callable[[], list[str]]]] = {
    "win_amd64": ("win32", "Windows", "AMD64", lambda: ["win_amd64"]),
    "win32": ("win32", "Windows", "x86", lambda: ["win32"]),
    "win_arm64": ("win32", "Windows", "ARM64", lambda: ["win_arm64"]),
    "macosx_arm64": ("darwin", "Darwin", "arm64", lambda: list(tags.mac_platforms(_MACOS, "arm64"))),
    "macosx_x86_64": ("darwin", "Darwin", "x86_64", lambda: list(tags.mac_platforms(_MACOS, "x86_64"))),
    "linux_x86_64": ("linux", "Linux", "x86_64", lambda: _manylinux("x86_64")),
    "linux_aarch64": ("linux", "Linux", "aarch64", lambda: _manylinux("aarch64")),
}


@dataclass(frozen=True)
class Sasaran:
    """A platform and a version of CPython on it."""

    platform: str
    python: tuple[int, int]

    @property
    def versi(self) -> str:
        """The Python's version as one says it: 3.11."""
        return ".".join(map(str, self.python))

    @property
    def is_windows(self) -> bool:
        """Whether its start scripts are for Windows."""
        return PLATFORMS[self.platform][0] == "win32"

    @property
    def is_mac(self) -> bool:
        """Whether its start scripts are opened from the Finder."""
        return PLATFORMS[self.platform][0] == "darwin"

    @property
    def bit(self) -> int:
        """32 or 64."""
        return 32 if self.platform == "win32" else 64

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The tags of wheels that it takes, best first."""
        platforms = PLATFORMS[self.platform][3]()
        own = tags.cpython_tags(self.python, platforms=platforms)
        rest = tags.compatible_tags(self.python, f"cp{self.python[0]}{self.python[1]}", platforms)
        return (*own, *rest)

    @property
    def environment(self) -> dict[str, str]:
        """What markers of dependencies are compared with there."""
        sys_platform, system, machine, _ = PLATFORMS[self.platform]
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.versi}.0",
            "os_name": "nt" if sys_platform == "win32" else "posix",
            "platform_machine": machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": system,
            "platform_version": "",
            "python_full_version": f"{self.versi}.0",
            "python_version": self.versi,
            "sys_platform": sys_platform,
            "extra": "",
        }


def sasaran(platform: str, python: str) -> Sasaran:
    """The machine of those names; InputError lists what can be asked for."""
    if platform not in PLATFORMS:
        raise InputError("bundel_platform", found=platform, known=", ".join(PLATFORMS))
    if not _PYTHON.fullmatch(python):
        raise InputError("bundel_python", found=python)
    major, minor = python.split(".")
    return Sasaran(platform, (int(major), int(minor)))


def here() -> str:
    """The platform of this machine, as far as it can be asked for."""
    name = sysconfig.get_platform().replace("-", "_")
    if platform.system() == "Darwin":
        return f"macosx_{platform.machine()}"
    return name if name in PLATFORMS else "win_amd64"
