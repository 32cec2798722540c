"""What a cell's style number says: number format, whether numbers are dates, bold, indent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from workbook_tools.books.package import MAIN, Package


@dataclass(frozen=True, slots=True)
class Style:
    """The part of a cell style that says something about its content."""

    number_format: str = "General"
    bold: bool = False
    indent: int = 0
    is_date: bool = False
    is_duration: bool = False


DEFAULT = Style()


class Styles:
    """The styles of one workbook by their number."""

    def __init__(self, package: Package) -> None:
        self._styles: list[Style] = []
        self.epoch = _epoch(package.workbook)
        for relation in package.relations(package.workbook_part):
            if relation.kind == "styles" and relation.target in package:
                self._styles = _styles(package.root(relation.target))
                break

    def __getitem__(self, number: int) -> Style:
        """The style of this number; the default style for a number that does not exist, as Excel does."""
        return self._styles[number] if 0 <= number < len(self._styles) else DEFAULT

    def date(self, value: float, style: Style) -> object:
        """A serial number as date, time or duration; the number itself where no calendar reaches (Excel shows ####)."""
        try:
            return from_excel(value, self.epoch, timedelta=style.is_duration)
        except (ValueError, OverflowError):
            return value


def _epoch(workbook: etree._Element) -> datetime:
    return MAC_EPOCH if counts_from_1904(workbook) else WINDOWS_EPOCH


def counts_from_1904(workbook: etree._Element) -> bool:
    """Whether the days of this workbook are counted as the first Excel for the Macintosh counted them."""
    node = workbook.find(f"{{{MAIN}}}workbookPr")
    return node is not None and node.get("date1904") in ("1", "true")


def _styles(root: etree._Element) -> list[Style]:
    formats = dict(BUILTIN_FORMATS)
    for node in root.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt"):
        formats[int(node.attrib["numFmtId"])] = node.get("formatCode") or "General"
    bold = [_is_bold(font) for font in root.iterfind(f"{{{MAIN}}}fonts/{{{MAIN}}}font")]
    return [_style(node, formats, bold) for node in root.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf")]


def _is_bold(font: etree._Element) -> bool:
    node = font.find(f"{{{MAIN}}}b")
    return node is not None and node.get("val", "1") not in ("0", "false")


def _style(node: etree._Element, formats: dict[int, str], bold: list[bool]) -> Style:
    number_format = formats.get(int(node.get("numFmtId", "0")), "General")
    font = int(node.get("fontId", "0"))
    alignment = node.find(f"{{{MAIN}}}alignment")
    indent = int(alignment.get("indent", "0")) if alignment is not None else 0
    return Style(
        number_format,
        0 <= font < len(bold) and bold[font],
        indent,
        is_date=is_date_format(number_format),
        is_duration=is_timedelta_format(number_format),
    )
