"""Several files changed together: all of them or, when one fails, none. Excel's start folder never sees half a file."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbook_tools.addin.places import ADDIN
from workbook_tools.books.atomic import write_file
from workbook_tools.errors import EnvironmentFault, InputError, LkjipError

Write = Callable[[Path, bytes | None], None]
#: What stands in Excel's start folder is opened at its start, so a new file is prepared one folder higher.
_BARU = f".{ADDIN}.baru"
_DENIED = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)


@contextmanager
def together() -> Iterator[Write]:
    """A function that writes a file (None removes it); what it did is taken back when the block does not end well."""
    done: list[tuple[Path, bytes | None]] = []

    def write(path: Path, data: bytes | None) -> None:
        done.append((path, content(path)))
        put(path, data)

    ended = False
    try:
        yield write
        ended = True
    finally:
        for path, before in reversed(done if not ended else []):
            with suppress(LkjipError, OSError):
                put(path, before)


def content(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none; InputError for a folder, EnvironmentFault where it resists."""
    if path.is_dir():
        raise InputError("pasang_folder_menghalangi", path=path)
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise EnvironmentFault("pasang_tak_terbaca", path=path, reason=error.strerror or error) from error


def put(path: Path, data: bytes | None) -> None:
    """Write a file whole, or remove it; the folder is made. InputError, EnvironmentFault where it cannot be."""
    if path.is_dir():
        raise InputError("pasang_folder_menghalangi", path=path)
    try:
        if data is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.name == ADDIN:
            _put_addin(path, data)
        else:
            write_file(path, data)
    except OSError as error:
        raise _fault(path, error) from error


def _put_addin(path: Path, data: bytes) -> None:
    prepared = path.parent.parent / _BARU
    try:
        write_file(prepared, data)
        prepared.replace(path)
    finally:
        with suppress(OSError):
            prepared.unlink(missing_ok=True)


def _fault(path: Path, error: OSError) -> LkjipError:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return InputError("pasang_folder_menghalangi", path=path.parent)
    if path.name == ADDIN and error.errno in _DENIED:
        return EnvironmentFault("pasang_addin_terkunci", path=path)
    if error.errno in _DENIED:
        return EnvironmentFault("tidak_bisa_ditulis", path=path)
    if error.errno == errno.ENOSPC:
        return EnvironmentFault("disk_penuh", path=path)
    return EnvironmentFault("gagal_menulis", path=path, reason=error.strerror or error)


def refuse_locked(path: Path) -> None:
    """EnvironmentFault where Excel has the add-in open: Windows then lets nobody write."""
    if not path.is_file():
        return
    try:
        with path.open("r+b"):
            return
    except OSError as error:
        raise EnvironmentFault("pasang_addin_terkunci", path=path) from error


def folders_missing(path: Path) -> int:
    """How many folders have to be made for a file."""
    return next(n for n, folder in enumerate(path.parents) if folder.exists())


def remove_if_empty(folder: Path) -> None:
    """Take a folder away when nothing is left in it."""
    with suppress(OSError):
        if not folder.is_symlink():
            folder.rmdir()
