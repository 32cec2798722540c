"""The XML of one worksheet becomes cells, in one streaming pass that never holds more than the cells themselves."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import IO
from xml.parsers import expat

from defusedxml.common import DTDForbidden
from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils.datetime import from_ISO8601

from workbook_tools.books.model import Range, RawCell, address, parse_address, parse_range
from workbook_tools.books.package import MAIN, Package
from workbook_tools.books.styles import Style, Styles

MAX_CELLS = 2_000_000
"""Filled cells of one workbook: about a gigabyte of memory, a hundred times the largest real report."""
EXACT_DIGITS = 15
"""Excel keeps 15 digits; longer integers are doubles there, so they are floats here."""
MAX_FORMULA = 8192
"""Characters Excel allows; checked before a shared formula is translated for each of its cells."""
MAX_SHARED_TEXT = 20_000_000
"""Characters that the shared formulas of one workbook may unfold to: one long formula in many cells is a bomb."""
MAX_ARRAY_CELLS = 5_000_000
"""Cells looked at for the array formulas of one workbook."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = range(0xD800, 0xE000)

Attrs = dict[str, str]


class TooLargeError(Exception):
    """More than one workbook may hold; `code` is the message that says of what."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass
class Budget:
    """What is left for the rest of a workbook."""

    cells: int = MAX_CELLS
    shared_text: int = MAX_SHARED_TEXT
    array_cells: int = MAX_ARRAY_CELLS

    def take(self, cells: int = 0, shared_text: int = 0, array_cells: int = 0) -> None:
        """Use some of it; TooLargeError when it is used up."""
        self.cells -= cells
        self.shared_text -= shared_text
        self.array_cells -= array_cells
        if min(self.cells, self.shared_text, self.array_cells) < 0:
            of_formulas = "karena_banyak_rumus_bersama" if self.shared_text < 0 else "karena_banyak_rumus_larik"
            raise TooLargeError("karena_banyak_sel" if self.cells < 0 else of_formulas)


def unescape(text: str) -> str:
    """Excel writes characters that XML cannot hold as _xHHHH_; half characters stay as they are."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda m: m[0] if int(m[1], 16) in _SURROGATES else chr(int(m[1], 16)), text)


def _iso_date(text: str) -> object:
    """A date, time or duration written as ISO 8601, as Strict-minded writers do."""
    return from_ISO8601(text)  # type: ignore[no-untyped-call]


class PartReader:
    """Streams one XML part of the main namespace: handlers by element name, text only where asked for."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self.on_start: dict[str, Callable[[Attrs], None]] = {}
        self.on_end: dict[str, Callable[[], None]] = {}
        self.buffer: list[str] = []

    def parse(self, stream: IO[bytes]) -> None:
        """Run through the whole part."""
        handler_of_start, handler_of_end = self.on_start.get, self.on_end.get

        def start(name: str, attrs: Attrs) -> None:
            if handler := handler_of_start(name):
                handler(attrs)

        def end(name: str) -> None:
            if handler := handler_of_end(name):
                handler()

        # closures, not methods: they are called several times for every cell
        self._parser.StartElementHandler, self._parser.EndElementHandler = start, end
        self._parser.ParseFile(stream)

    def listen(self, _: Attrs | None = None) -> None:
        """Collect text from here on."""
        self.buffer = []
        self._parser.CharacterDataHandler = self.buffer.append

    def heard(self) -> str:
        """The text collected, and stop collecting."""
        self._parser.CharacterDataHandler = None
        return "".join(self.buffer)

    @staticmethod
    def _doctype(name: str, system: str | None, public: str | None, _internal: bool) -> None:
        raise DTDForbidden(name, system, public)


class StringReader(PartReader):
    """The shared strings: plain text of each, without phonetic hints."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._runs: list[str] = []
        self._phonetic = False
        self.on_start = {
            f"{MAIN}}}si": lambda _: self._runs.clear(),
            f"{MAIN}}}rPh": lambda _: self._hint(True),
            f"{MAIN}}}t": self.listen,
        }
        self.on_end = {
            f"{MAIN}}}t": self._text,
            f"{MAIN}}}rPh": lambda: self._hint(False),
            f"{MAIN}}}si": lambda: self.strings.append(unescape("".join(self._runs))),
        }

    def _hint(self, inside: bool) -> None:
        self._phonetic = inside

    def _text(self) -> None:
        text = self.heard()
        if not self._phonetic:
            self._runs.append(text)


def shared_strings(package: Package) -> list[str]:
    """The shared strings of a workbook, in order; none if it has no such part."""
    reader = StringReader()
    for relation in package.relations(package.workbook_part):
        if relation.kind == "sharedStrings" and relation.target in package:
            with package.open(relation.target) as stream:
                reader.parse(stream)
            break
    return reader.strings


class CellReader(PartReader):
    """One worksheet: after `parse`, `cells`, `merges` and `protected` hold what it says."""

    def __init__(self, strings: Sequence[str], styles: Styles, budget: Budget) -> None:
        super().__init__()
        self.cells: dict[tuple[int, int], RawCell] = {}
        self.merges: list[Range] = []
        self.protected = False
        self._strings, self._styles, self._budget = strings, styles, budget
        self._row = self._col = 0
        self._type, self._style = "n", 0
        self._value: str | None = None
        self._inline: list[str] = []
        self._phonetic = False
        self._formula: str | None = None
        self._formula_attrs: Attrs = {}
        self._shared: dict[str, Translator] = {}
        self._arrays: list[tuple[Range, str]] = []
        self.on_start = {
            f"{MAIN}}}row": self._row_start,
            f"{MAIN}}}c": self._cell_start,
            f"{MAIN}}}v": self.listen,
            f"{MAIN}}}f": self._formula_start,
            f"{MAIN}}}t": self.listen,
            f"{MAIN}}}rPh": lambda _: self._hint(True),
            f"{MAIN}}}mergeCell": lambda attrs: self.merges.append(parse_range(attrs["ref"])),
            f"{MAIN}}}sheetProtection": self._protection,
        }
        self.on_end = {
            f"{MAIN}}}v": self._value_end,
            f"{MAIN}}}f": self._formula_end,
            f"{MAIN}}}t": self._text_end,
            f"{MAIN}}}rPh": lambda: self._hint(False),
            f"{MAIN}}}c": self._cell_end,
        }

    def parse(self, stream: IO[bytes]) -> None:
        """Run through the worksheet, then give array formulas to every cell they fill."""
        super().parse(stream)
        for (r1, c1, r2, c2), formula in self._arrays:
            area = (r2 - r1 + 1) * (c2 - c1 + 1)
            self._budget.take(array_cells=min(area, len(self.cells)))
            if area < len(self.cells):
                inside = [at for at in product(range(r1, r2 + 1), range(c1, c2 + 1)) if at in self.cells]
            else:
                inside = [at for at in self.cells if r1 <= at[0] <= r2 and c1 <= at[1] <= c2]
            for at in inside:
                if self.cells[at].formula is None:
                    self.cells[at] = replace(self.cells[at], formula=formula)

    def _row_start(self, attrs: Attrs) -> None:
        self._row = int(attrs["r"]) if "r" in attrs else self._row + 1
        self._col = 0

    def _cell_start(self, attrs: Attrs) -> None:
        reference = attrs.get("r")
        if reference:
            self._row, self._col = parse_address(reference)
        else:
            self._col += 1
        self._type = attrs.get("t", "n")
        self._style = int(attrs.get("s", "0"))
        self._value = self._formula = None
        self._inline = []

    def _value_end(self) -> None:
        self._value = self.heard()

    def _hint(self, inside: bool) -> None:
        self._phonetic = inside

    def _text_end(self) -> None:
        text = self.heard()
        if not self._phonetic:
            self._inline.append(text)

    def _formula_start(self, attrs: Attrs) -> None:
        self._formula_attrs = attrs
        self.listen()

    def _formula_end(self) -> None:
        text, attrs = self.heard(), self._formula_attrs
        kind = attrs.get("t", "normal")
        if kind == "shared":
            self._formula = self._shared_formula(text, attrs["si"])
        elif kind == "dataTable":
            self._formula = f"=TABLE({attrs.get('r1', '')},{attrs.get('r2', '')})"
        elif text:
            self._formula = f"={text}"
        if kind in ("array", "dataTable") and "ref" in attrs and self._formula:
            area = parse_range(attrs["ref"])
            if area[:2] != area[2:]:
                self._arrays.append((area, self._formula))

    def _shared_formula(self, text: str, group: str) -> str | None:
        """The formula of one cell of a shared group; its first cell carries the text."""
        here = address(self._row, self._col)
        if text:
            if len(text) > MAX_FORMULA:
                raise ValueError(f"formula longer than {MAX_FORMULA} characters in {here}")
            self._shared[group] = Translator(f"={text}", here)
            return f"={text}"
        if group not in self._shared:
            return None
        try:
            formula = str(self._shared[group].translate_formula(here))
        except TranslatorError:
            formula = "=#REF!"  # moved past the sheet's first row or column
        self._budget.take(shared_text=len(formula))
        return formula

    def _protection(self, attrs: Attrs) -> None:
        self.protected = attrs.get("sheet") in ("1", "true")

    def _cell_end(self) -> None:
        style = self._styles[self._style]
        value, error = self._typed(style)
        if value is None and self._formula is None:
            return
        if len(self.cells) >= self._budget.cells:
            self._budget.take(cells=len(self.cells) + 1)
        self.cells[self._row, self._col or 1] = RawCell(
            value, self._formula, style.number_format, error, style.bold, style.indent
        )

    def _typed(self, style: Style) -> tuple[object | None, bool]:
        """The value of the cell that ends here, and whether it is an Excel error."""
        raw, kind = self._value, self._type
        if kind == "inlineStr":
            text = unescape("".join(self._inline))
            return (text or None), False
        if raw is None:
            return None, False
        if kind == "s":
            return self._shared_string(int(raw)), False
        if kind == "str":
            return (unescape(raw) if raw or self._formula else None), False
        raw = raw.strip()
        if not raw:
            return None, False
        if kind == "n":
            return self._number(raw, style)
        if kind == "b":
            return raw in ("1", "true"), False
        if kind == "e":
            return raw, True
        if kind == "d":
            return _iso_date(raw), False
        raise ValueError(f"unknown cell type {kind!r} in {address(self._row, self._col)}")

    def _shared_string(self, number: int) -> str | None:
        if number < 0:
            raise IndexError(f"shared string {number}")
        return self._strings[number] or None

    def _number(self, raw: str, style: Style) -> tuple[object | None, bool]:
        """A number, or the date that its format shows; what is beyond a double is Excel's #NUM!."""
        number: int | float
        digits = raw.lstrip("-")
        number = int(raw) if len(digits) <= EXACT_DIGITS and digits.isdecimal() else float(raw)
        if not math.isfinite(number):
            return "#NUM!", True
        if style.is_date:
            return self._styles.date(number, style), False
        return number, False
