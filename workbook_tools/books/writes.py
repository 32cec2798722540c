"""What is asked to be written into a cell, and how its content is spelled in worksheet XML."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from lxml import etree

from workbook_tools.books.model import parse_address
from workbook_tools.books.package import MAIN
from workbook_tools.errors import InputError

MAX_TEXT = 32_767
MAX_FORMULA = 8_192
ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# an escape that is already there is escaped itself, or Excel would read it as the character
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class CellWrite:
    """One cell to write.

    `formula` comes with or without its leading `=`; `value` is then its cached value, else the constant. Both
    None empties the cell. Text is always a string in Excel, also when it begins like a formula. `note` is what
    the cell held before, kept as an Excel note or on the history sheet.
    """

    sheet: str
    cell: str
    formula: str | None = None
    value: float | int | str | bool | None = None
    note: str = ""

    @property
    def position(self) -> tuple[int, int]:
        """Row and column; InputError if `cell` is no cell."""
        try:
            return parse_address(self.cell)
        except ValueError as error:
            raise InputError("sel_tidak_sah", sheet=self.sheet, cell=self.cell) from error

    @property
    def formula_text(self) -> str | None:
        """The formula as the file holds it, without `=`; InputError if Excel could not hold it."""
        if self.formula is None:
            return None
        text = self.formula.strip().removeprefix("=").strip()
        if not text or len(text) > MAX_FORMULA:
            raise InputError("rumus_tidak_sah", sheet=self.sheet, cell=self.cell, limit=MAX_FORMULA)
        return _NO_XML.sub("", text)

    def check(self) -> None:
        """InputError if the cell, the formula or a text is more than Excel can hold."""
        _ = self.position, self.formula_text
        for text in (self.value, self.note):
            if isinstance(text, str) and len(text) > MAX_TEXT:
                raise InputError("teks_terlalu_panjang", sheet=self.sheet, cell=self.cell, limit=MAX_TEXT)


def escape(text: str) -> str:
    """The text with characters that XML cannot hold as _xHHHH_, which Excel reads back."""
    return _NO_XML.sub(lambda m: f"_x{ord(m[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", text))


def put_text(node: etree._Element, text: str) -> None:
    """Set the text of an element, its outer spaces and line ends kept."""
    node.text = escape(text)
    if text != text.strip() or "\n" in text:
        node.set(XML_SPACE, "preserve")


def fill(cell: etree._Element, write: CellWrite, formula: etree._Element | None) -> None:
    """Give an emptied `<c>` its type, its formula element (if any) and its value."""
    if formula is not None:
        cell.insert(0, formula)
    kind, text = _spelled(write.value, is_formula=formula is not None)
    if text is None:
        return
    if kind:
        cell.set("t", kind)
    if kind == "inlineStr":
        holder = etree.Element(f"{{{MAIN}}}is")
        put_text(etree.SubElement(holder, f"{{{MAIN}}}t"), text)
    else:
        holder = etree.Element(f"{{{MAIN}}}v")
        put_text(holder, text)
    cell.insert(0 if formula is None else 1, holder)


def _spelled(value: float | int | str | bool | None, *, is_formula: bool) -> tuple[str, str | None]:
    """The `t` attribute and the text of a value."""
    if value is None:
        return "", None
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, str):
        if is_formula and value in ERRORS:
            return "e", value
        return ("str" if is_formula else "inlineStr"), value
    try:
        finite = math.isfinite(value)
    except OverflowError:  # an integer beyond every double
        finite = False
    return ("", repr(value)) if finite else ("e", "#NUM!")
