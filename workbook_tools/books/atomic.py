"""A file is replaced whole or not at all: written beside the target, flushed to disk, then renamed over it."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbook_tools.errors import EnvironmentFault, InputError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def replace_file(target: Path) -> Iterator[Path]:
    """A temporary path in the target's folder to write to; it becomes the target when the block ends well.

    When anything fails, the temporary file is removed and the old target is untouched. OSError leaves the block
    as EnvironmentFault (disk full, folder missing or not writable), a target that is no file as InputError.
    """
    target = Path(target)
    with _named_faults(target):
        # through a link to the file it means, so that the link survives
        real = Path(os.path.realpath(target))
        _check(target, real)
        temporary = _create(real)
        try:
            yield temporary
            _flush(temporary)
            if real.exists():
                temporary.chmod(real.stat().st_mode)
            temporary.replace(real)
            _flush_folder(real.parent)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_file(target: Path, data: bytes) -> None:
    """Put `data` into `target`, whole or not at all, with the errors of `replace_file`."""
    with replace_file(target) as temporary, temporary.open("wb") as stream:
        stream.write(data)


def refuse_same(source: Path, target: Path) -> None:
    """InputError where the target is the source itself, also through a link: nobody's file is overwritten."""
    try:
        same = target.exists() and os.path.samefile(source, target)  # noqa: PTH121 - Path.samefile is no shorter
    except OSError:
        same = False  # a target that cannot even be looked at is refused where it is written
    if same:
        raise InputError("tujuan_sama_dengan_sumber", path=target)


def _check(target: Path, real: Path) -> None:
    if not target.name or real.is_dir() or (real.exists() and not real.is_file()):
        raise InputError("tujuan_bukan_berkas", path=target)
    if not real.parent.is_dir():
        raise EnvironmentFault("folder_tidak_ada", folder=real.parent)


def _create(real: Path) -> Path:
    """A new empty file with the permissions that a new file gets here (mkstemp would keep others out).

    Its ending is not that of a workbook, so that a batch over the same folder does not pick it up.
    """
    temporary = real.parent / f".lkjip-{secrets.token_hex(8)}.tmp"
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return temporary


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable where the system can; Windows cannot open folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _named_faults(target: Path) -> Iterator[None]:
    """OSError as the fault of the machine that it is."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise EnvironmentFault("disk_penuh", path=target) from error
        if error.errno in _DENIED:
            raise EnvironmentFault("tidak_bisa_ditulis", path=target) from error
        raise EnvironmentFault("gagal_menulis", path=target, reason=error.strerror or error) from error
