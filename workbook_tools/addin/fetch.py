"""Wheels for a bundle: fetched by pip, or taken from a folder; the project's own is built from its sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.utils import canonicalize_name, parse_wheel_filename

from workbook_tools.addin.lock import PROJECT, Roda
from workbook_tools.addin.manifest import digest_of
from workbook_tools.addin.target import Sasaran
from workbook_tools.errors import EnvironmentFault, InputError

Step = Callable[[str], None]
PACKAGE = "workbook_tools"
#: What the wheel carries from beside the package.
_FORCED = (f"{PACKAGE}/_samples/", f"{PACKAGE}/_macros/")
#: How much of pip's complaint is passed on.
_TAIL = 3
#: 1980-01-01, the earliest moment of a zip: wheels that are built carry it, so that they are the same every time.
_MOMENT = "315532800"


def fetch(wheels: Sequence[Roda], target: Sasaran, folder: Path, step: Step) -> list[Roda]:
    """Download exactly those wheels, for a machine that need not be this one; build those published as source only."""
    ready = [wheel for wheel in wheels if not wheel.is_source]
    platforms = sorted({name for wheel in ready for name in wheel.platforms} - {"any"}) or ["any"]
    choice = [
        "--only-binary=:all:", "--implementation", "cp", "--python-version", target.versi,
        *(word for name in platforms for word in ("--platform", name)),
    ]  # fmt: skip
    _locked(["download", *choice, "--dest", str(folder)], ready, step)
    _check(ready, folder)
    sources = [wheel for wheel in wheels if wheel.is_source]
    for source in sources:
        _locked(["wheel", f"--no-binary={source.nama}", "--wheel-dir", str(folder)], [source], step)
    return [*ready, *(_built(source, folder) for source in sources)]


def take(wheels: Sequence[Roda], source: Path, folder: Path, step: Step) -> list[Roda]:
    """Copy those wheels from a folder where somebody put them; InputError names what is missing or different."""
    if not source.is_dir():
        raise InputError("folder_tidak_ada", folder=source)
    wanted = [_built(wheel, source) if wheel.is_source else wheel for wheel in wheels]
    _check(wanted, source)
    for wheel in wanted:
        shutil.copyfile(source / wheel.berkas, folder / wheel.berkas)
        step(wheel.nama)
    return wanted


def requirement(wheel: Roda) -> str:
    """A line of a lock file that pip reads: this version, and no other file than this."""
    return f"{wheel.nama}=={wheel.versi} --hash=sha256:{wheel.sha256}\n"


def own(source: Path, given: Path | None, folder: Path, versi: str, step: Step) -> Roda:
    """The project's own wheel: from the folder of wheels if it is there, else built from the checkout."""
    step(PROJECT)
    name = f"workbook_tools-{versi}-py3-none-any.whl"
    if given is not None and (given / name).is_file():
        if not _is_of(given / name, source):
            raise InputError("bundel_roda_usang", path=given / name, folder=source)
        shutil.copyfile(given / name, folder / name)
    else:
        _pip(["wheel", "--no-deps", "--wheel-dir", str(folder), str(source)], "bundel_roda_sendiri", _silent)
    made = digest_of(folder / name)
    if made is None:
        raise EnvironmentFault("bundel_roda_sendiri", reason=name)
    return Roda(PROJECT, versi, name, made)


def _is_of(wheel: Path, source: Path) -> bool:
    """Whether a wheel of the project was built from these sources: the version alone does not say it."""
    root = source / PACKAGE
    there = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if name.startswith(f"{PACKAGE}/")]
            inside = {name: archive.read(name) for name in names if not name.startswith(_FORCED)}
    except (OSError, zipfile.BadZipFile):
        return False
    return inside == there


def _built(source: Roda, folder: Path) -> Roda:
    """The wheel that was built from source, which has to run everywhere: it was built on another machine."""
    for path in sorted(folder.glob("*.whl")):
        name, version, _, tags = parse_wheel_filename(path.name)
        fits = {tag.platform for tag in tags} == {"any"}
        if fits and name == canonicalize_name(source.nama) and str(version) == source.versi:
            return replace(source, berkas=path.name, sha256=digest_of(path) or "")
    raise InputError("bundel_roda_kurang", folder=folder, names=f"{source.nama}-{source.versi}-py3-none-any.whl")


def _check(wheels: Iterable[Roda], folder: Path) -> None:
    """InputError where a wheel is not in the folder, or is not the one that the lock means."""
    digests = {wheel.berkas: (digest_of(folder / wheel.berkas), wheel.sha256) for wheel in wheels}
    if missing := [name for name, (found, _) in digests.items() if found is None]:
        raise InputError("bundel_roda_kurang", folder=folder, names=", ".join(missing))
    if changed := [name for name, (found, wanted) in digests.items() if found != wanted]:
        raise InputError("bundel_roda_berbeda", folder=folder, names=", ".join(changed))


def _locked(arguments: Sequence[str], wheels: Iterable[Roda], step: Step) -> None:
    """Run pip for exactly those files."""
    with TemporaryDirectory() as scratch:
        wanted = Path(scratch) / "requirements.txt"
        wanted.write_text("".join(map(requirement, wheels)), encoding="utf-8")
        command, *rest = arguments
        locked = ["--no-deps", "--require-hashes", "--requirement", str(wanted)]
        _pip([command, *locked, *rest], "bundel_tidak_terunduh", step)


def _pip(arguments: Sequence[str], fault: str, step: Step) -> None:
    """Run pip, a step for every package that it begins; EnvironmentFault with its last words when it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
        env={**os.environ, "SOURCE_DATE_EPOCH": _MOMENT},
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            said.append(line.strip())
            if line.startswith("Collecting "):
                step(line.split()[1].partition("==")[0])
    if process.returncode:
        complaint = [line for line in said if line.startswith("ERROR")] or [line for line in said if line]
        raise EnvironmentFault(fault, reason=" ".join(complaint[-_TAIL:]))


def _silent(label: str) -> None:
    """No step: the package was told already."""
