"""Our own folder: kept files by their hash, and the Pythons that bundles made. Nothing else in it is ours to remove."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from workbook_tools.addin.manifest import Catatan, digest_of
from workbook_tools.addin.places import Tempat

ADDIN = "xlam"
KONFIGURASI = "conf"
_KEPT = re.compile(r"([0-9a-f]{64})\.(xlam|conf)")
#: A version and the beginning of its lock's hash, as the start script of a bundle names the folder.
_BUNDLED = re.compile(r"[0-9A-Za-z.+!_-]{1,64}-[0-9a-f]{8}")


def kept(places: Tempat, digest: str, ending: str) -> Path:
    """Where contents of that hash are kept."""
    return places.simpanan / f"{digest}.{ending}"


def content(places: Tempat, digest: str | None, ending: str) -> bytes | None:
    """What is kept under that hash; None where it is not there or is not what it was."""
    if digest is None:
        return None
    path = kept(places, digest, ending)
    return path.read_bytes() if digest_of(path) == digest else None


def tidy(places: Tempat, entry: Catatan) -> None:
    """Take away kept files and Pythons that no version needs any more."""
    before = entry.sebelum
    needed = {before.addin, before.konfigurasi, *entry.sisihan, *(one.addin for one in entry.versi)}
    drop(path for path in files(places) if path.stem not in needed)
    used = {part for one in entry.versi for part in re.split(r"[\\/]", one.interpreter)}
    for folder in pythons(places):
        if folder.name not in used:
            shutil.rmtree(folder, ignore_errors=True)


def drop(paths: Iterable[Path]) -> None:
    """Remove files; one that is in use stays for the next time."""
    for path in paths:
        with suppress(OSError):
            path.unlink()


def files(places: Tempat) -> list[Path]:
    """The files of the store that we named."""
    found = _inside(places, places.simpanan)
    return [path for path in found if _KEPT.fullmatch(path.name) and path.is_file() and not path.is_symlink()]


def pythons(places: Tempat) -> list[Path]:
    """The Pythons that bundles made: folders named as they name them that hold a virtual environment."""
    return [
        path
        for path in _inside(places, places.versi)
        if _BUNDLED.fullmatch(path.name) and not path.is_symlink() and (path / "pyvenv.cfg").is_file()
    ]


def _inside(places: Tempat, folder: Path) -> Iterator[Path]:
    """What stands in a folder of ours; nothing where a link leads elsewhere."""
    if folder.is_symlink() or places.gudang.is_symlink() or not folder.is_dir():
        return
    yield from sorted(folder.iterdir())
