"""What a bundle holds: the packages of `uv.lock` that one platform needs, each with the one wheel that fits it.

pip reads markers as those of the machine that it runs on, so a bundle for Windows made on another system would lack
pywin32; here they are read as those of the target.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from packaging.markers import Marker
from packaging.utils import parse_wheel_filename

from workbook_tools.addin.target import Sasaran
from workbook_tools.errors import EnvironmentFault, FileError, InputError

LOCK = "uv.lock"
PROJECT = "workbook-tools"


@dataclass(frozen=True, slots=True)
class Roda:
    """A wheel by its file name, with the package, version and hash that the lock gives it.

    A package that was only ever published as source stands here with that (`is_source`): its wheel is built.
    """

    nama: str
    versi: str
    berkas: str
    sha256: str

    @property
    def is_source(self) -> bool:
        """Whether the file is source, from which a wheel has to be built."""
        return not self.berkas.endswith(".whl")

    @property
    def platforms(self) -> set[str]:
        """The platforms that its name says; `any` for all."""
        return set() if self.is_source else {tag.platform for tag in parse_wheel_filename(self.berkas)[3]}


def wheels(source: Path, target: Sasaran) -> list[Roda]:
    """Every wheel that the project needs on the target, by name; InputError names packages that have none for it."""
    packages = _packages(source / LOCK)
    needed = _closure(packages, target)
    found = {name: _best(package, target) for name, package in needed.items()}
    if missing := sorted(name for name, wheel in found.items() if wheel is None):
        code = "bundel_tanpa_roda_32" if target.platform == "win32" else "bundel_tanpa_roda"
        raise InputError(code, names=", ".join(missing), platform=target.platform, python=target.versi)
    return sorted((wheel for wheel in found.values() if wheel is not None), key=lambda wheel: wheel.nama)


def _packages(lock: Path) -> list[dict[str, Any]]:
    if not lock.is_file():
        raise EnvironmentFault("bundel_tanpa_sumber", folder=lock.parent)
    try:
        packages: list[dict[str, Any]] = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    except (OSError, ValueError, KeyError) as error:
        raise FileError("bundel_kunci_rusak", path=lock) from error
    return packages


def _closure(packages: list[dict[str, Any]], target: Sasaran) -> Mapping[str, dict[str, Any]]:
    """The packages that the project needs on the target, itself left out."""
    needed: dict[str, dict[str, Any]] = {}
    waiting = list(_dependencies(_find(packages, {"name": PROJECT}), target))
    while waiting:
        package = _find(packages, waiting.pop())
        if package["name"] not in needed:
            needed[package["name"]] = package
            waiting += _dependencies(package, target)
    return needed


def _find(packages: list[dict[str, Any]], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The package that an entry of dependencies means; the version is said where the lock has several."""
    for package in packages:
        if package["name"] == wanted["name"] and wanted.get("version", package["version"]) == package["version"]:
            return package
    raise FileError("bundel_kunci_rusak", path=LOCK)


def _dependencies(package: Mapping[str, Any], target: Sasaran) -> Iterator[Mapping[str, Any]]:
    """What a package needs on the target, with the extras that are asked of it."""
    for entry in package.get("dependencies", []):
        if "marker" not in entry or Marker(entry["marker"]).evaluate(target.environment):
            yield entry


def _best(package: Mapping[str, Any], target: Sasaran) -> Roda | None:
    """The wheel that the target likes best; the source where nothing else was published."""
    if not package.get("wheels") and "sdist" in package:
        return _file(package, package["sdist"])
    order = {tag: n for n, tag in enumerate(target.tags)}
    ranked: list[tuple[int, Roda]] = []
    for entry in package.get("wheels", []):
        wheel = _file(package, entry)
        ranks = [order[tag] for tag in parse_wheel_filename(wheel.berkas)[3] if tag in order]
        if ranks:
            ranked.append((min(ranks), wheel))
    return min(ranked, key=lambda item: item[0])[1] if ranked else None


def _file(package: Mapping[str, Any], entry: Mapping[str, Any]) -> Roda:
    name = unquote(urlsplit(entry["url"]).path).rpartition("/")[2]
    return Roda(package["name"], package["version"], name, entry["hash"].removeprefix("sha256:"))
