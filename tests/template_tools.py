"""Reading a template back without the product's own reader: zip, XML, and the references of its formulas."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.workbook import Workbook

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_OWN_ROW = re.compile(r"(\w+)\[\[#This Row\],\[(\w+)\]\]")
_WHOLE = re.compile(r"(\w+)\[(\w+)\]")
_SO_FAR = re.compile(r"INDEX\((\w+)\[(\w+)\],1\):\1\[\[#This Row\],\[\2\]\]")
_HEADER = re.compile(r"\w+\[\[#Headers\],\[\w+\]\]")

Column = tuple[str, str]


def opened(path: Path, *, values: bool) -> Workbook:
    """The book through openpyxl, which does not know print areas of whole columns."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Print area")
        return openpyxl.load_workbook(path, data_only=values)


def table_parts(path: Path) -> Iterator[ElementTree.Element]:
    """The root of every table part."""
    with zipfile.ZipFile(path) as book:
        for name in sorted(n for n in book.namelist() if n.startswith("xl/tables/")):
            yield ElementTree.fromstring(book.read(name))


def column_formulas(path: Path) -> dict[Column, str]:
    """(table, column) → the formula that Excel fills new rows with."""
    found: dict[Column, str] = {}
    for root in table_parts(path):
        for column in root.iterfind("m:tableColumns/m:tableColumn", _NS):
            formula = column.find("m:calculatedColumnFormula", _NS)
            if formula is not None:
                found[root.attrib["name"], column.attrib["name"]] = formula.text or ""
    return found


def table_columns(path: Path) -> set[Column]:
    """Every (table, column) that the workbook has."""
    return {
        (root.attrib["name"], column.attrib["name"])
        for root in table_parts(path)
        for column in root.iterfind("m:tableColumns/m:tableColumn", _NS)
    }


def sheet_xml(path: Path, sheet: str) -> str:
    """The XML of one worksheet by its name."""
    names = opened(path, values=False).sheetnames
    with zipfile.ZipFile(path) as book:
        return book.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml").decode()


def precedents(formula: str) -> set[Column]:
    """The columns whose cells a formula reads. Any row of them: stricter than a cell by cell reading."""
    rest = _HEADER.sub("", formula)
    found = {(t, c) for t, c in _SO_FAR.findall(rest)}
    rest = _SO_FAR.sub("", rest)
    found |= {(t, c) for t, c in _OWN_ROW.findall(rest)}
    rest = _OWN_ROW.sub("", rest)
    found |= {(t, c) for t, c in _WHOLE.findall(rest)}
    assert "[" not in _WHOLE.sub("", rest), rest
    return found


def circular(formulas: dict[Column, str]) -> list[Column]:
    """The columns that reach themselves through any chain of formulas."""
    reads = {column: precedents(formula) for column, formula in formulas.items()}
    return [column for column in reads if column in _reached(column, reads)]


def _reached(start: Column, reads: dict[Column, set[Column]]) -> set[Column]:
    seen: set[Column] = set()
    waiting = list(reads[start])
    while waiting:
        column = waiting.pop()
        if column not in seen:
            seen.add(column)
            waiting.extend(reads.get(column, ()))
    return seen


def without_values(source: Path, target: Path) -> Path:
    """A copy whose formulas carry no value, so that LibreOffice must compute every one of them."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"</f><v>[^<]*</v>", b"</f>", data)
                data = re.sub(rb"</f><v ?/>", b"</f>", data)
            new.writestr(item, data)
    return target
