"""Where Excel for Windows and Excel for macOS differ, and what Excel says when it refuses.

xlwings hides most of the difference. What it has no name for is asked here through `api`: objects of COM on Windows,
of AppleScript on macOS. Nothing of macOS has been tried in a real Excel yet; see `macros/README.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import xlwings as xw

from workbook_tools.errors import EnvironmentFault, LkjipError

MAC = "darwin"
#: COM gives an error cell as an integer, every number as a float: this plus Excel's own number of the error.
_ERROR_BASE = -2146828288
_ERRORS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2050: "#CALC!",
}  # fmt: skip
#: COM: the call was rejected, or Excel is in the middle of something: a cell being edited, a dialog open.
_BUSY = (-2147418111, -2147417846, -2146777998)
#: How pywin32 ends what it says where it could not look a property up in order to set it.
_CANNOT_SET = "can not be set."
#: How often xlwings asks a busy Excel again, some seconds in all; by default it asks for ever, and the user waits.
ATTEMPTS = 5000
#: How often, and how far apart in seconds, Excel is asked to take back what we did.
TRIES, PAUSE = 100, 0.1
_EXCEPTIONS = (
    ("pywintypes", "com_error"), ("xlwings._xlwindows", "ExcelBusyError"), ("appscript.reference", "CommandError"),
)  # fmt: skip

Grid = Sequence[Sequence[Any]]


def values(area: xw.Range) -> Grid:
    """What the cells hold: numbers as floats, dates as their serial numbers, errors for `error_of`; None if empty.

    Not `Range.value`: Excel gives amounts in a currency format there with four decimals only.
    """
    raw = area.api.value2.get() if sys.platform == MAC else area.api.Value2
    found = grid(raw, area.shape)
    if sys.platform == MAC and any(not _known(value) for row in found for value in row):
        shown = grid(area.api.string_value.get(), area.shape)  # an error cell has no value there
        pairs = (zip(*rows, strict=True) for rows in zip(found, shown, strict=True))
        found = [[value if _known(value) else _coded(said) for value, said in row] for row in pairs]
    return found


def error_of(value: object) -> str | None:
    """The text of an error cell; None for any other value."""
    if isinstance(value, int) and not isinstance(value, bool):
        return _ERRORS.get(value - _ERROR_BASE, "#N/A")
    return None


def _coded(shown: str) -> object:
    """What an error cell shows, as the integer that COM would give."""
    return next((number + _ERROR_BASE for number, word in _ERRORS.items() if word == shown), shown or None)


def formulas(area: xw.Range) -> Grid:
    """What was typed into the cells, in the notation of an English Excel; empty text where nothing was."""
    return grid(area.formula, area.shape)


def grid(raw: Any, shape: tuple[int, int]) -> Grid:  # noqa: ANN401
    """Rows of cells, whatever shape Excel gives a single cell or a single row."""
    if shape == (1, 1):
        while isinstance(raw, list | tuple):
            raw = raw[0]
        return [[raw]]
    if not isinstance(raw[0], list | tuple):
        return [raw] if shape[0] == 1 else [[value] for value in raw]
    return list(raw)


def _known(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def place(book: xw.Book) -> Path:
    """Where the workbook lies; its bare name where it was never saved, or lies in a cloud that no folder mirrors."""
    try:
        return Path(book.fullname)
    except xw.XlwingsError:
        return Path(book.name)


def indent(area: xw.Range) -> int | None:
    """The indent of the cells; None where they differ."""
    found = area.api.indent_level.get() if sys.platform == MAC else area.api.IndentLevel
    return int(found) if isinstance(found, int | float) else None


def bold(area: xw.Range) -> bool | None:
    """Whether the cells are bold; None where they differ."""
    found = area.font.bold
    return found if isinstance(found, bool) else None


def number_format(area: xw.Range) -> str | None:
    """The number format of the cells; None where they differ."""
    found = area.number_format
    return found if isinstance(found, str) else None


def merged(area: xw.Range) -> bool | None:
    """Whether the cells are merged ones; None where some are."""
    found = area.merge_cells
    return found if isinstance(found, bool) else None


def holds_array(area: xw.Range) -> bool:
    """Whether an array formula reaches into the area, or spills into it where Excel knows that."""
    if sys.platform == MAC:
        return area.api.has_array.get() is not False
    return area.api.HasArray is not False or _spills(area)


def _spills(area: xw.Range) -> bool:
    """Whether a formula spills into the area. An Excel before 2021 does not know the word; xlwings passes on that the
    name is unknown as what COM raises, not as AttributeError."""
    try:
        return area.api.HasSpill is not False
    except AttributeError:
        return False
    except refusals() as error:
        if is_busy(error):
            raise
        return False


def hides_rows(area: xw.Range) -> bool:
    """Whether rows of the area are hidden, by a filter or by hand."""
    found = area.api.entire_row.hidden.get() if sys.platform == MAC else area.api.EntireRow.Hidden
    return found is not False


def protected(sheet: xw.Sheet) -> bool:
    """Whether the cells of the sheet are protected."""
    return bool(sheet.api.protect_contents.get() if sys.platform == MAC else sheet.api.ProtectContents)


def structure_locked(book: xw.Book) -> bool:
    """Whether sheets may be neither added nor removed."""
    return bool(book.api.protect_structure.get() if sys.platform == MAC else book.api.ProtectStructure)


def read_only(book: xw.Book) -> bool:
    """Whether the workbook can only be saved under another name."""
    return bool(book.api.read_only.get() if sys.platform == MAC else book.api.ReadOnly)


def from_1904(book: xw.Book) -> bool:
    """Whether the days of the workbook are counted as the first Excel for the Macintosh counted them."""
    return bool(book.api.date_1904.get() if sys.platform == MAC else book.api.Date1904)


def state(sheet: xw.Sheet) -> str:
    """`visible`, `hidden` or `veryHidden`."""
    shown = int(sheet.visible)  # a number on Windows, a bool on macOS
    return "visible" if abs(shown) == 1 else "veryHidden" if shown else "hidden"


def scratch_folder() -> Path | None:
    """Where files may lie that Excel opens: on macOS it may not look anywhere else without asking the user."""
    container = Path.home() / "Library/Group Containers/UBF8T346G9.Office"
    return container if sys.platform == MAC and container.is_dir() else None


@contextmanager
def excel_named() -> Iterator[None]:
    """Whatever Excel raises leaves this block as one clear sentence: it is busy, or it refused, with its own words."""
    try:
        yield
    except LkjipError:
        raise
    except refusals(AttributeError) as error:
        if is_busy(error):
            raise EnvironmentFault("excel_sibuk") from error
        if isinstance(error, AttributeError):
            raise  # a mistake of ours
        raise EnvironmentFault("excel_menolak", reason=_words(error)) from error


def refusals(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """The exceptions of the libraries that talk to Excel here, as far as they are loaded, and `others`."""
    loaded = ((sys.modules.get(module), name) for module, name in _EXCEPTIONS)
    found = [getattr(module, name) for module, name in loaded if module is not None and hasattr(module, name)]
    return (xw.XlwingsError, *found, *others)


def is_busy(error: Exception) -> bool:
    """Whether Excel may do later what it refuses now; pywin32 knows nothing better to say of a property then than that
    it cannot be set."""
    if isinstance(error, AttributeError):
        return str(error).endswith(_CANNOT_SET)
    return getattr(error, "hresult", None) in _BUSY or type(error).__name__ == "ExcelBusyError"


def patiently(put_back: Callable[[], object]) -> None:
    """Put something back, also into an Excel that is busy for a moment; what it refuses for good stays."""
    for _ in range(TRIES):
        try:
            put_back()
        except refusals(AttributeError) as error:
            if not is_busy(error):
                if isinstance(error, AttributeError):
                    raise  # a mistake of ours
                return
            sleep(PAUSE)
        else:
            return


def lose_patience() -> None:
    """Let xlwings give up on an Excel that stays busy, so that the user is told."""
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        windows.N_COM_ATTEMPTS = ATTEMPTS  # type: ignore[attr-defined]


def _words(error: Exception) -> str:
    """What Excel itself says: the description inside a COM error, else the error's own text."""
    for part in error.args:
        if isinstance(part, tuple):
            said = [word for word in part if isinstance(word, str) and word.strip()]
            if said:
                return said[-1].strip()
    return str(getattr(error, "strerror", "") or error).strip()
