"""Makers of hostile files: what people send, what half-copied files look like, and what an attacker would send.

`HOSTILE[name](path)` writes the file and gives the message code that reading it must end with.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import xlsxwriter

Maker = Callable[[Path], str]
HOSTILE: dict[str, Maker] = {}

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def hostile(maker: Maker) -> Maker:
    """Register a maker under its own name."""
    HOSTILE[maker.__name__] = maker
    return maker


@cache
def good() -> bytes:
    """A plain workbook with text, numbers, a formula and a date format."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2025, 1, 1)})
    sheet = book.add_worksheet("Tabel 3.1")
    sheet.write_row("A1", ["Sasaran", 10, 20.5])
    sheet.write_formula("D1", "=B1+C1", None, 30.5)
    book.close()
    return buffer.getvalue()


def entries(data: bytes) -> dict[str, bytes]:
    """The entries of a zip by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(path: Path, edit: Callable[[dict[str, bytes]], object]) -> None:
    """Write the good workbook after `edit` has spoiled its entries."""
    parts = entries(good())
    edit(parts)
    path.write_bytes(zipped(parts))


def replaced(path: Path, part: str, old: str, new: str) -> None:
    """The good workbook with one string of one part replaced; the string must be there."""

    def edit(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode())

    changed(path, edit)


def sheet_xml(path: Path, body: str, prolog: str = "") -> None:
    """The good workbook with another worksheet part."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<worksheet xmlns="{MAIN}">{body}</worksheet>'
    changed(path, lambda parts: parts.update({"xl/worksheets/sheet1.xml": xml.encode()}))


# ── not a workbook at all ──


@hostile
def empty(path: Path) -> str:
    path.write_bytes(b"")
    return "berkas_kosong"


@hostile
def csv_named_xlsx(path: Path) -> str:
    path.write_text("Sasaran;Target;Realisasi\nMeningkatnya mutu;70,5;71,2\n")
    return "berkas_teks"


@hostile
def utf16_text(path: Path) -> str:
    path.write_text("Sasaran\tTarget\n", encoding="utf-16")
    return "berkas_teks"


@hostile
def html_export(path: Path) -> str:
    path.write_text("<html><body><table><tr><td>1</td></tr></table></body></html>")
    return "berkas_html"


@hostile
def xml_spreadsheet_2003(path: Path) -> str:
    path.write_text('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>')
    return "berkas_xml_2003"


@hostile
def pdf(path: Path) -> str:
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3")
    return "berkas_pdf"


@hostile
def zeros(path: Path) -> str:
    path.write_bytes(bytes(4096))
    return "bukan_excel"


@hostile
def legacy_xls(path: Path) -> str:
    path.write_bytes(OLE2 + bytes(504) + "Workbook".encode("utf-16-le"))
    return "berkas_xls_lama"


@hostile
def encrypted_ole2(path: Path) -> str:
    path.write_bytes(OLE2 + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    return "berkas_bersandi"


@hostile
def other_ole2(path: Path) -> str:
    path.write_bytes(OLE2 + bytes(504) + "WordDocument".encode("utf-16-le"))
    return "bukan_excel"


@hostile
def lock_file(path: Path) -> str:
    path.with_name("~$laporan.xlsx").write_bytes(b"\x05Budi" + bytes(160))
    return "berkas_kunci_excel"


# ── zips that are something else, or broken ──


@hostile
def plain_zip(path: Path) -> str:
    path.write_bytes(zipped({"catatan.txt": b"halo"}))
    return "zip_bukan_excel"


@hostile
def empty_zip(path: Path) -> str:
    path.write_bytes(zipped({}))
    return "zip_bukan_excel"


@hostile
def ods(path: Path) -> str:
    path.write_bytes(zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}))
    return "berkas_ods"


@hostile
def word_document(path: Path) -> str:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    parts = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": rels.encode(), "word/document.xml": b"<document/>"}
    path.write_bytes(zipped(parts))
    return "zip_bukan_excel"


@hostile
def xlsb(path: Path) -> str:
    def edit(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.bin"] = parts.pop("xl/workbook.xml")
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin")

    changed(path, edit)
    return "berkas_xlsb"


@hostile
def truncated(path: Path) -> str:
    path.write_bytes(good()[:-300])
    return "berkas_terpotong"


@hostile
def half(path: Path) -> str:
    data = good()
    path.write_bytes(data[: len(data) // 2])
    return "berkas_terpotong"


@hostile
def flipped_bits(path: Path) -> str:
    data = bytearray(good())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    for position in range(start + 60, start + 120):
        data[position] ^= 0x5A
    path.write_bytes(data)
    return "berkas_rusak"


@hostile
def zip_with_password_flag(path: Path) -> str:
    data = bytearray(good())
    start = data.index(b"PK\x01\x02")
    while data[start : start + 4] == b"PK\x01\x02":
        data[start + 8] |= 1
        lengths = (int.from_bytes(data[start + at : start + at + 2], "little") for at in (28, 30, 32))
        start += 46 + sum(lengths)
    path.write_bytes(data)
    return "berkas_bersandi"


@hostile
def strange_compression(path: Path) -> str:
    path.write_bytes(zipped(entries(good()), zipfile.ZIP_BZIP2))
    return "berkas_rusak"


@hostile
def double_entry(path: Path) -> str:
    data = bytearray(zipped({**entries(good()), "xl/workbook.xmk": b"<x/>"}))
    path.write_bytes(data.replace(b"xl/workbook.xmk", b"xl/workbook.xml"))
    return "berkas_rusak"


@hostile
def zip_bomb_ratio(path: Path) -> str:
    changed(path, lambda parts: parts.update({"xl/worksheets/sheet1.xml": bytes(20 * 2**20)}))
    return "zip_bom"


@hostile
def zip_bomb_declared(path: Path) -> str:
    data = bytearray(good())
    start = data.index(b"PK\x01\x02")
    data[start + 24 : start + 28] = (3 * 2**30).to_bytes(4, "little")
    path.write_bytes(data)
    return "zip_bom"


@hostile
def zip_bomb_count(path: Path) -> str:
    path.write_bytes(zipped({f"xl/{number}": b"" for number in range(20_001)}))
    return "zip_bom"


@hostile
def understated_size(path: Path) -> str:
    """A directory that says less than the entry holds: the reader stops there and the checksum tells."""
    data = bytearray(good())
    name = data.rindex(b"xl/worksheets/sheet1.xml")
    data[name - 46 + 24 : name - 46 + 28] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    return "berkas_rusak"


# ── packages with holes ──


@hostile
def no_content_types(path: Path) -> str:
    changed(path, lambda parts: parts.pop("[Content_Types].xml"))
    return "zip_bukan_excel"


@hostile
def no_workbook(path: Path) -> str:
    changed(path, lambda parts: parts.pop("xl/workbook.xml"))
    return "berkas_rusak"


@hostile
def no_sheet_part(path: Path) -> str:
    changed(path, lambda parts: parts.pop("xl/worksheets/sheet1.xml"))
    return "berkas_rusak"


@hostile
def no_workbook_relations(path: Path) -> str:
    changed(path, lambda parts: parts.pop("xl/_rels/workbook.xml.rels"))
    return "berkas_rusak"


@hostile
def no_shared_strings(path: Path) -> str:
    changed(path, lambda parts: parts.pop("xl/sharedStrings.xml"))
    return "berkas_rusak"


@hostile
def no_sheets(path: Path) -> str:
    replaced(path, "xl/workbook.xml", '<sheet name="Tabel 3.1" sheetId="1" r:id="rId1"/>', "")
    return "berkas_tanpa_lembar"


@hostile
def strict(path: Path) -> str:
    def edit(parts: dict[str, bytes]) -> None:
        for name, content in parts.items():
            strict_doc = content.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            parts[name] = strict_doc.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )

    changed(path, edit)
    return "berkas_strict"


@hostile
def external_sheet(path: Path) -> str:
    target = 'Target="worksheets/sheet1.xml"'
    replaced(path, "xl/_rels/workbook.xml.rels", target, 'Target="http://contoh.invalid/s.xml" TargetMode="External"')
    return "berkas_rusak"


@hostile
def climbing_target(path: Path) -> str:
    replaced(path, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../../../etc/passwd")
    return "berkas_rusak"


# ── XML that is broken or an attack ──


@hostile
def broken_xml(path: Path) -> str:
    changed(path, lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}))
    return "berkas_rusak"


@hostile
def broken_workbook(path: Path) -> str:
    changed(path, lambda parts: parts.update({"xl/workbook.xml": b"bukan xml"}))
    return "berkas_rusak"


@hostile
def broken_styles(path: Path) -> str:
    changed(path, lambda parts: parts.update({"xl/styles.xml": b"<styleSheet"}))
    return "berkas_rusak"


@hostile
def unknown_encoding(path: Path) -> str:
    changed(path, lambda p: p.update({"xl/worksheets/sheet1.xml": b'<?xml version="1.0" encoding="x-aneh"?><w/>'}))
    return "berkas_rusak"


_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
_EXTERNAL = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
_CELL = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData>'


@hostile
def xml_bomb_in_sheet(path: Path) -> str:
    sheet_xml(path, _CELL, _BOMB)
    return "berkas_rusak"


@hostile
def xml_external_entity_in_sheet(path: Path) -> str:
    sheet_xml(path, _CELL, _EXTERNAL)
    return "berkas_rusak"


@hostile
def xml_bomb_in_workbook(path: Path) -> str:
    replaced(path, "xl/workbook.xml", "<workbook", f"{_BOMB}<workbook")
    return "berkas_rusak"


@hostile
def xml_external_entity_in_strings(path: Path) -> str:
    replaced(path, "xl/sharedStrings.xml", "<sst", f"{_EXTERNAL}<sst")
    return "berkas_rusak"


@hostile
def string_out_of_range(path: Path) -> str:
    sheet_xml(path, '<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>')
    return "berkas_rusak"


@hostile
def negative_string(path: Path) -> str:
    sheet_xml(path, '<sheetData><row r="1"><c r="A1" t="s"><v>-1</v></c></row></sheetData>')
    return "berkas_rusak"


@hostile
def no_number(path: Path) -> str:
    sheet_xml(path, '<sheetData><row r="1"><c r="A1"><v>dua</v></c></row></sheetData>')
    return "berkas_rusak"


@hostile
def no_address(path: Path) -> str:
    sheet_xml(path, '<sheetData><row r="1"><c r="AAAA1"><v>2</v></c></row></sheetData>')
    return "berkas_rusak"


@hostile
def unknown_cell_type(path: Path) -> str:
    sheet_xml(path, '<sheetData><row r="1"><c r="A1" t="aneh"><v>2</v></c></row></sheetData>')
    return "berkas_rusak"


@hostile
def broken_merge(path: Path) -> str:
    sheet_xml(path, '<sheetData/><mergeCells count="1"><mergeCell ref="A1:"/><mergeCell ref="?"/></mergeCells>')
    return "berkas_rusak"


@hostile
def broken_shared_formula(path: Path) -> str:
    sheet_xml(
        path,
        '<sheetData><row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A2">"buka</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row></sheetData>',
    )
    return "berkas_rusak"
