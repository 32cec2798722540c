"""The configuration that the add-in's VBA reads: `kinerja.conf`, one line `"KEY","value"` for each setting.

`GetConfigFromFile` of xlwings' module for custom add-ins reads it with VBA's `Input #`: pairs of fields in the
machine's own 8-bit encoding, keys without regard to case, the first of equals wins; a line without exactly two fields
ends in a runtime error. So a file with a byte order mark or with blank lines is written anew without them, and one
whose lines are no pairs is refused. Lines of other keys stay as they are, byte for byte.

Where it stands is what `GetConfigFilePath` gives for PROJECT_NAME "kinerja"; our copy of that module asks this file
alone (`xlwings_copy`), not a sheet of a workbook nor a file beside it. A value's `%NAME%` (Windows) or leading `$HOME`
(macOS) is filled in by VBA.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.addin.files import content
from workbook_tools.addin.places import Mesin, tempat
from workbook_tools.errors import FileError, InputError

PROFIL = "PROFIL"
#: The module whose functions are typed into cells.
MODUL_UDF = "workbook_tools.excel.udfs"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FIELD = r'(?:"([^"]*)"|([^",\r\n]*))'
_LINE = re.compile(rf"\s*{_FIELD}\s*,\s*{_FIELD}\s*")
#: No setting is that long; what is, is no configuration.
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Baris:
    """A line as it stands in the file, with what it says."""

    kunci: str
    nilai: str
    tulisan: str


@dataclass(frozen=True, slots=True)
class Konfigurasi:
    """The lines of the file in order."""

    baris: tuple[Baris, ...] = ()

    def get(self, kunci: str) -> str | None:
        """What VBA gets for that key."""
        return next((b.nilai for b in self.baris if b.kunci.lower() == kunci.lower()), None)

    def with_values(self, values: Mapping[str, str | None]) -> Konfigurasi:
        """With these values; None takes the key out. Other lines stay as they are and where they are."""
        left = {key.lower(): (key, value) for key, value in values.items()}
        lines: list[Baris] = []
        for line in self.baris:
            if line.kunci.lower() not in {key.lower() for key in values}:
                lines.append(line)
                continue
            key, value = left.pop(line.kunci.lower(), ("", None))
            if value is not None:
                lines.append(line if line.nilai == value else _line(key, value))
        lines += [_line(key, value) for key, value in left.values() if value is not None]
        return Konfigurasi(tuple(lines))

    def encoded(self, encoding: str) -> bytes:
        """The bytes of the file, with the line ends that `Write #` makes."""
        lines = "".join(f"{line.tulisan}\r\n" for line in self.baris)
        return lines.encode(encoding, errors="surrogateescape")

    def is_written_as(self, data: bytes, encoding: str) -> bool:
        """Whether those bytes are these lines and nothing else: no byte order mark, no blank lines."""
        return _bare(data) == _bare(self.encoded(encoding))

    def says_the_same(self, data: bytes, encoding: str) -> bool:
        """Whether those bytes say the same settings in the same order; bytes that say nothing, when no line is left."""
        try:
            other = parse(data, encoding, Path())
        except FileError:
            return not self.baris
        return [(b.kunci.lower(), b.nilai) for b in self.baris] == [(b.kunci.lower(), b.nilai) for b in other.baris]


def _bare(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").rstrip(b"\n")


def _line(key: str, value: str) -> Baris:
    return Baris(key, value, f'"{key}","{value}"')


def read(path: Path, encoding: str) -> Konfigurasi:
    """What stands in the file, nothing where there is none; FileError where VBA could not read it and we neither."""
    return parse(content(path) or b"", encoding, path)


def parse(data: bytes, encoding: str, path: Path) -> Konfigurasi:
    """The lines that the bytes of `path` say."""
    if len(data) > _MOST:
        raise FileError("pasang_konfigurasi_rusak", path=path, n=1)
    try:
        return Konfigurasi(tuple(_lines(_decoded(data, encoding), path)))
    except UnicodeError as error:
        raise FileError("pasang_konfigurasi_rusak", path=path, n=1) from error


def _decoded(data: bytes, encoding: str) -> str:
    """Text of bytes with or without a byte order mark; bytes without a letter come back as they were."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name)
    return data.decode(encoding, errors="surrogateescape")


def _lines(text: str, path: Path) -> Iterator[Baris]:
    for n, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None or "\0" in line:
            raise FileError("pasang_konfigurasi_rusak", path=path, n=n)
        key = match[1] if match[1] is not None else match[2].strip()
        value = match[3] if match[3] is not None else match[4].strip()
        yield Baris(key, value, line.strip())


def settings(mesin: Mesin, paket: Path, profil: str | None) -> dict[str, str]:
    """What the add-in has to find there: this Python, the folder of the package, the module of functions.

    The workbook's own folder is kept out of Python's path: a `workbook_tools.py` that lies beside a workbook from a
    stranger must not be what a button runs.
    """
    interpreter = "INTERPRETER_WIN" if mesin.sistem == "windows" else "INTERPRETER_MAC"
    wanted = {
        interpreter: portable(mesin, mesin.interpreter),
        "PYTHONPATH": portable(mesin, paket),
        "UDF MODULES": MODUL_UDF,
        "USE UDF SERVER": "True",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "SHOW CONSOLE": "False",
    }
    if mesin.sistem == "darwin":
        del wanted["USE UDF SERVER"], wanted["SHOW CONSOLE"]
    if profil is not None:
        wanted[PROFIL] = profil
    return wanted


def portable(mesin: Mesin, path: Path) -> str:
    """A path as VBA can read it: with the user's folder as a variable where its letters are not in the encoding."""
    shown = str(path)
    if '"' in shown or ";" in shown or "%" in shown:
        raise InputError("pasang_jalur_tak_tertulis", path=path)
    if _fits(shown, mesin.ansi):
        return shown
    for base, variable, separator in _variables(mesin):
        if path.is_relative_to(base):
            told = separator.join((variable, *path.relative_to(base).parts))
            if _fits(told, mesin.ansi):
                return told
    raise InputError("pasang_jalur_tak_tertulis", path=path)


def _variables(mesin: Mesin) -> Iterator[tuple[Path, str, str]]:
    """Folders that VBA can be told by a variable."""
    if mesin.sistem == "windows":
        yield mesin.lokal, "%LOCALAPPDATA%", "\\"
        yield mesin.rumah, "%USERPROFILE%", "\\"
    else:
        yield mesin.rumah, "$HOME", "/"


def _fits(words: str, encoding: str) -> bool:
    try:
        words.encode(encoding)
    except UnicodeError:
        return False
    return True


def filled(mesin: Mesin, value: str) -> Path:
    """The path that a value of the configuration means: the other way of `portable`."""
    for base, variable, separator in _variables(mesin):
        if value.startswith(variable + separator):
            return base.joinpath(*value[len(variable) + 1 :].split(separator))
    return Path(value)


def current(mesin: Mesin) -> Konfigurasi:
    """What the configuration of that machine says now."""
    return read(tempat(mesin).konfigurasi, mesin.ansi)
