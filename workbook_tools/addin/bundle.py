"""A bundle for an office: everything that a computer without internet and without administrator needs, in one folder.

    kinerja.xlam      the add-in
    wheels/           Python packages for one platform, the project's own among them
    kunci.txt         their versions and hashes; pip installs nothing else (`--require-hashes --no-index`)
    pasang, periksa, kembali, copot    start scripts: install or update, doctor, roll back, remove
    python/           the installer of Python from python.org, if one was given
    isi.json          version, platform, and the hash of every file

A newer bundle, started on the same computer, is the update: every bundle makes a Python of its own beside the others.
A bundle made again from the same sources and wheels is the same, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp

from workbook_tools.addin import fetch, lock
from workbook_tools.addin.fetch import Step
from workbook_tools.addin.lock import Roda
from workbook_tools.addin.manifest import digest
from workbook_tools.addin.places import ADDIN
from workbook_tools.addin.target import Sasaran
from workbook_tools.books.atomic import replace_file
from workbook_tools.errors import EnvironmentFault, FileError, InputError

ISI = "isi.json"
KUNCI = "kunci.txt"
ZIP = ".zip"
_FORMAT = 1
_SCRIPTS = ("pasang", "periksa", "kembali", "copot")
#: The earliest moment that a zip can hold; every entry carries it.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_RUNS = {".command", ".sh"}
_DIGITS = 8
_INSTALLER = "pemasang-python.exe"


@dataclass(frozen=True, slots=True)
class Bundel:
    """What was made."""

    path: Path
    versi: str
    berkas: int
    ukuran: int


@dataclass(frozen=True, slots=True)
class Bahan:
    """What a bundle is made from: the checkout, the add-in, a folder of wheels, an installer of Python."""

    sumber: Path
    addin: bytes
    versi: str
    roda: Path | None = None
    python: Path | None = None


def steps(bahan: Bahan, target: Sasaran) -> int:
    """How many steps `bundle` will tell: one for every wheel."""
    return len(lock.wheels(bahan.sumber, target)) + 1


def bundle(out: Path, bahan: Bahan, target: Sasaran, *, timpa: bool = False, step: Step = lambda label: None) -> Bundel:
    """Make the bundle as a folder, or as a zip where the name ends so."""
    is_zip = out.suffix.lower() == ZIP
    _refuse(out, is_zip=is_zip, timpa=timpa)
    if bahan.python is not None:
        _refuse_installer(bahan.python, target)
    _refuse_other_version(bahan)
    wheels = lock.wheels(bahan.sumber, target)
    with _scratch(out) as folder:
        content = folder / "isi"
        _fill(content, bahan, target, wheels, step)
        names = sorted(path for path in content.rglob("*") if path.is_file())
        size = sum(path.stat().st_size for path in names)
        _archive(content, out) if is_zip else _move(content, out, folder)
    return Bundel(out, bahan.versi, len(names), size)


def folder_name(versi: str, lock_text: str) -> str:
    """The folder of the Python that a bundle makes: another version or other packages, another folder."""
    return f"{versi}-{hashlib.sha256(lock_text.encode()).hexdigest()[:_DIGITS]}"


def _refuse(out: Path, *, is_zip: bool, timpa: bool) -> None:
    """What is there stays, unless it is a bundle and may be replaced."""
    if not out.parent.is_dir():
        raise EnvironmentFault("folder_tidak_ada", folder=out.parent)
    if is_zip:
        if out.is_dir():
            raise InputError("pasang_folder_menghalangi", path=out)
        if out.exists() and not timpa:
            raise InputError("tujuan_sudah_ada", path=out)
    elif out.is_symlink() or (out.exists() and not out.is_dir()):
        raise InputError("bundel_bukan_folder", path=out)
    elif out.is_dir() and any(out.iterdir()) and not (timpa and _is_bundle(out)):
        raise InputError("bundel_folder_berisi", path=out)


def _is_bundle(folder: Path) -> bool:
    """Whether a folder holds a bundle and nothing else."""
    try:
        listed = json.loads((folder / ISI).read_bytes())["berkas"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return there <= {ISI, *listed}


def _refuse_installer(path: Path, target: Sasaran) -> None:
    if not path.is_file():
        raise InputError("berkas_tidak_ada", path=path)
    if not target.is_windows or path.suffix.lower() != ".exe":
        raise InputError("bundel_pemasang_windows", path=path)


def _refuse_other_version(bahan: Bahan) -> None:
    """The wheel is made from the checkout, the add-in by the lkjip that runs: they have to be one version."""
    project = bahan.sumber / "pyproject.toml"
    if not project.is_file():
        raise EnvironmentFault("bundel_tanpa_sumber", folder=bahan.sumber)
    try:
        found = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
    except (ValueError, KeyError) as error:
        raise FileError("bundel_kunci_rusak", path=project) from error
    if found != bahan.versi:
        raise InputError("bundel_versi_beda", folder=bahan.sumber, found=found, expected=bahan.versi)


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """A folder beside the target, so that what is done is moved and not copied; gone afterwards, whatever happens."""
    try:
        folder = Path(mkdtemp(prefix=".lkjip-", dir=out.parent))
    except OSError as error:
        raise EnvironmentFault("tidak_bisa_ditulis", path=out) from error
    try:
        yield folder
    except OSError as error:
        raise EnvironmentFault("gagal_menulis", path=out, reason=error.strerror or error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(content: Path, bahan: Bahan, target: Sasaran, wheels: list[Roda], step: Step) -> None:
    store = content / "wheels"
    store.mkdir(parents=True)
    ready = (
        fetch.fetch(wheels, target, store, step) if bahan.roda is None else fetch.take(wheels, bahan.roda, store, step)
    )
    own = fetch.own(bahan.sumber, bahan.roda, store, bahan.versi, step)
    locked = "".join(sorted(fetch.requirement(wheel) for wheel in (*ready, own)))
    (content / KUNCI).write_bytes(locked.encode())
    (content / ADDIN).write_bytes(bahan.addin)
    if bahan.python is not None:
        (content / "python").mkdir()
        shutil.copyfile(bahan.python, content / "python" / _INSTALLER)
    for name, data in scripts(target, bahan.versi, locked).items():
        (content / name).write_bytes(data)
        if Path(name).suffix in _RUNS:
            (content / name).chmod(0o755)
    (content / ISI).write_bytes(_listing(content, bahan, target))


def scripts(target: Sasaran, versi: str, locked: str) -> dict[str, bytes]:
    """The start scripts and the page for the reader, for that platform, by file name."""
    holes = {
        "VERSI": versi,
        "FOLDER": folder_name(versi, locked),
        "PYTHON": target.versi,
        "PYTHON_UTAMA": str(target.python[0]),
        "PYTHON_KECIL": str(target.python[1]),
        "BIT": str(target.bit),
        "AKHIRAN": _ending(target),
    }
    source, line_end = ("cmd", "\r\n") if target.is_windows else ("sh", "\n")
    made = {f"{name}{_ending(target)}": _template(f"{name}.{source}", holes, line_end) for name in _SCRIPTS}
    made["cari.py"] = _template("cari.txt", holes, "\n")
    made["BACA-SAYA.txt"] = _template(f"baca_saya_{source}.txt", holes, "\r\n")
    return made


def starter(target: Sasaran) -> str:
    """The script that installs."""
    return f"{_SCRIPTS[0]}{_ending(target)}"


def _ending(target: Sasaran) -> str:
    return ".cmd" if target.is_windows else ".command" if target.is_mac else ".sh"


def _template(name: str, holes: Mapping[str, str], line_end: str) -> bytes:
    """A file of `paket/` with its holes filled."""
    words = files("workbook_tools.addin.paket").joinpath(name).read_text(encoding="utf-8")
    for hole, filling in holes.items():
        words = words.replace(f"@{hole}@", filling)
    return words.replace("\n", line_end).encode()


def _listing(content: Path, bahan: Bahan, target: Sasaran) -> bytes:
    """What the bundle holds, so that anybody can check it."""
    hashes = {
        path.relative_to(content).as_posix(): digest(path.read_bytes())
        for path in sorted(content.rglob("*"))
        if path.is_file()
    }
    said = {
        "format": _FORMAT, "versi": bahan.versi, "platform": target.platform, "python": target.versi, "berkas": hashes
    }  # fmt: skip
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _archive(content: Path, out: Path) -> None:
    """A zip in which names, moments and rights are always the same. Nothing is compressed: wheels are zips themselves,
    and another version of zlib would make other bytes of the rest."""
    root = out.stem
    with replace_file(out) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for path in sorted(content.rglob("*"), key=lambda path: path.relative_to(content).as_posix()):
            if not path.is_file():
                continue
            entry = zipfile.ZipInfo(f"{root}/{path.relative_to(content).as_posix()}", _MOMENT)
            entry.create_system = 3  # rights as Unix keeps them, whatever made the zip
            rights = 0o755 if path.suffix in _RUNS else 0o644
            entry.external_attr = (stat.S_IFREG | rights) << 16
            archive.writestr(entry, path.read_bytes())


def _move(content: Path, out: Path, scratch: Path) -> None:
    """The finished folder takes its place; an older bundle goes only then."""
    if out.is_dir():
        old = scratch / "lama"
        out.rename(old)
        try:
            content.rename(out)
        except OSError:
            old.rename(out)
            raise
    else:
        content.rename(out)
