"""The add-in as a package ([ECMA-376] part 2): one hidden sheet, the ribbon, the VBA project.

Parts stand in a fixed order, uncompressed and without a time: no library for compression, clock or system can make two
builds of the same sources differ.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from workbook_tools.addin.ovba import vba_project
from workbook_tools.addin.sources import CUSTOM_UI, Sources
from workbook_tools.messages import indonesian

_EPOCH = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = {
    "xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "xl/worksheets/sheet1.xml": f"{_SHEETML}.worksheet+xml",
    "xl/styles.xml": f"{_SHEETML}.styles+xml",
    "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_ROOT = {
    f"{_OFFICE}/relationships/officeDocument": "xl/workbook.xml",
    f"{_PACKAGE}/relationships/metadata/core-properties": "docProps/core.xml",
    f"{_OFFICE}/relationships/extended-properties": "docProps/app.xml",
    "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility": f"customUI/{CUSTOM_UI}",
}
_WORKBOOK = {
    f"{_OFFICE}/relationships/worksheet": "worksheets/sheet1.xml",
    f"{_OFFICE}/relationships/styles": "styles.xml",
    "http://schemas.microsoft.com/office/2006/relationships/vbaProject": "vbaProject.bin",
}


def package(sources: Sources, version: str) -> bytes:
    """The bytes of the .xlam; InputError where the sources are too large."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relationships(_ROOT),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relationships(_WORKBOOK),
        "xl/worksheets/sheet1.xml": _sheet(),
        "xl/styles.xml": _styles(),
        "xl/vbaProject.bin": vba_project(sources.modules),
        f"customUI/{CUSTOM_UI}": sources.custom_ui.encode("utf-8"),
        "docProps/core.xml": _core(version),
        "docProps/app.xml": _app(),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(_entry(name), data)
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 0  # else it tells the system that built it
    return entry


def _xml(body: str) -> bytes:
    return (_XML + body).encode("utf-8")


def _types() -> bytes:
    """What kind every part is; that of the workbook is what makes the file an add-in."""
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    items = [f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items()]
    items += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items()]
    return _xml(f'<Types xmlns="{_PACKAGE}/content-types">{"".join(items)}</Types>')


def _relationships(targets: dict[str, str]) -> bytes:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return _xml(f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>')


def _workbook() -> bytes:
    """`codeName` binds the workbook and the sheet to their modules."""
    return _xml(
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><workbookPr codeName="ThisWorkbook"/>'
        "<bookViews><workbookView/></bookViews>"
        '<sheets><sheet name="Kinerja" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet() -> bytes:
    return _xml(f'<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/><sheetData/></worksheet>')


def _styles() -> bytes:
    """The least that Excel takes."""
    return _xml(
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _core(version: str) -> bytes:
    """Title and description are what Excel's list of add-ins shows."""
    title, description = indonesian("pita_kinerja"), indonesian("addin_keterangan", version=version)
    return _xml(
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:description>{escape(description)}</dc:description>"
        f"<cp:version>{escape(version)}</cp:version></cp:coreProperties>"
    )


def _app() -> bytes:
    words = "<Application>Microsoft Excel</Application>"
    return _xml(f'<Properties xmlns="{_OFFICE}/extended-properties">{words}</Properties>')
