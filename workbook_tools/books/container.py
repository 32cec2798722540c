"""Is this file a workbook at all? Signatures, zip limits, and a clear reason if it is not one.

The file is read once into memory: one snapshot, the source is never held open (Windows lets Excel save
meanwhile), and every limit is checked before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from struct import error as StructError  # noqa: N812 - struct spells its exception in lower case
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from lxml.etree import LxmlError
from openpyxl.formula.tokenizer import TokenizerError

from workbook_tools.errors import EnvironmentFault, UnreadableFile

MAX_FILE = 256 * 2**20
"""Bytes of a file that are read at all; the largest real reports have a few MB."""
MAX_UNPACKED = 400 * 2**20
"""Bytes that all entries together may declare."""
MAX_ENTRIES = 20_000
RATIO_MATTERS = 16 * 2**20
MAX_RATIO = 250
"""Repetitive sheets compress up to about 100 : 1; deflate itself ends at 1032 : 1, where bombs live."""

MALFORMED: tuple[type[Exception], ...] = (
    LookupError,  # KeyError, IndexError: a part or a string that is named but not there; an unknown encoding
    ValueError,  # a number or address that is none; UnicodeError
    TypeError,
    OverflowError,
    EOFError,
    NotImplementedError,  # zip features
    zipfile.BadZipFile,
    zlib.error,
    StructError,
    ExpatError,
    LxmlError,
    DefusedXmlException,
    TokenizerError,  # a shared formula that is none
)
"""What a damaged or hostile file makes the libraries below raise; each becomes one `UnreadableFile`."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_FLAG_ENCRYPTED = 0x1


def open_container(path: Path, data: bytes | None = None) -> tuple[bytes, zipfile.ZipFile]:
    """The bytes and the zip of a workbook file, within the limits; UnreadableFile with the reason if not.

    With `data` these bytes are the file, and `path` is only its name in messages.
    """
    if data is None:
        data = read_bytes(path)
    if not data.startswith(_ZIP):
        raise UnreadableFile(_kind(data), path=path)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except MALFORMED as error:
        raise UnreadableFile("berkas_terpotong", path=path) from error
    _check_entries(path, archive.infolist())
    _check_office(path, archive)
    return data, archive


def read_bytes(path: Path) -> bytes:
    """The whole file; a clear error if it is missing, no file, a lock file of Excel, empty or too large."""
    try:
        if not path.exists():
            raise UnreadableFile("berkas_tidak_ada", path=path)
        if not path.is_file():
            raise UnreadableFile("bukan_berkas", path=path)
        if path.name.startswith("~$"):
            raise UnreadableFile("berkas_kunci_excel", path=path)
        size = path.stat().st_size
        if size > MAX_FILE:
            raise UnreadableFile("berkas_terlalu_besar", path=path, reason=f"{size // 2**20} MB")
        data = path.read_bytes()
    except PermissionError as error:
        raise EnvironmentFault("berkas_tidak_boleh_dibaca", path=path) from error
    except OSError as error:
        raise EnvironmentFault("berkas_gagal_dibaca", path=path, reason=error.strerror or error) from error
    if not data:
        raise UnreadableFile("berkas_kosong", path=path)
    return data


def _kind(data: bytes) -> str:
    """The message code for a file that is no zip: what it really is."""
    if data.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "berkas_bersandi"
        is_xls = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
        return "berkas_xls_lama" if is_xls else "bukan_excel"
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf"):
        return "berkas_pdf"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "berkas_xml_2003"
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        return "berkas_html"
    return "berkas_teks" if _is_text(data[:_HEAD]) else "bukan_excel"


def _is_text(head: bytes) -> bool:
    """CSV and the like: UTF-16 with its mark, or no control characters other than tab and line ends."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < ord(" ") and byte not in b"\t\r\n\f" for byte in head)


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse bombs and what no spreadsheet program writes, from the directory alone."""
    if not entries:
        raise UnreadableFile("zip_bukan_excel", path=path)
    if len(entries) > MAX_ENTRIES:
        raise UnreadableFile("zip_bom", path=path, reason=f"{len(entries)} isi")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise UnreadableFile("zip_bom", path=path, reason=f"{unpacked // 2**20} MB setelah dibuka")
    names = set()
    for entry in entries:
        if entry.file_size > RATIO_MATTERS and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            ratio = entry.file_size // max(entry.compress_size, 1)
            raise UnreadableFile("zip_bom", path=path, reason=f"{entry.filename} dimampatkan {ratio}:1")
        if entry.flag_bits & _FLAG_ENCRYPTED:
            raise UnreadableFile("berkas_bersandi", path=path)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableFile("berkas_rusak", path=path, reason=f"cara pemampatan {entry.filename}")
        if entry.filename in names:
            raise UnreadableFile("berkas_rusak", path=path, reason=f"isi ganda {entry.filename}")
        names.add(entry.filename)


def _check_office(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse zips that are something else than an Office package."""
    names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    if "[content_types].xml" in names:
        return
    if "mimetype" in names:
        try:
            kind = archive.read("mimetype")[:_HEAD]
        except MALFORMED as error:
            raise UnreadableFile("zip_bukan_excel", path=path) from error
        if b"opendocument" in kind:
            raise UnreadableFile("berkas_ods", path=path)
    raise UnreadableFile("zip_bukan_excel", path=path)
