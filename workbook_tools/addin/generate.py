"""The generated sources in `macros/`, written anew: `python -m workbook_tools.addin.generate`.

Everything that is declared in Python is generated: the ribbon and its callbacks from `excel/buttons.py`, the wrappers
of the functions from `excel/udfs.py`, the copies of xlwings' modules from the installed xlwings. A test holds the files
against this.
"""

from __future__ import annotations

from pathlib import Path

from workbook_tools.addin import ribbon_xml, wrapper, xlwings_copy
from workbook_tools.addin.sources import CUSTOM_UI, macros
from workbook_tools.excel.udfs import FUNGSI


def generated() -> dict[str, str]:
    """Every generated source by the name of its file."""
    return {
        CUSTOM_UI: ribbon_xml.custom_ui(),
        f"{ribbon_xml.MODULE}.bas": ribbon_xml.callbacks(),
        f"{wrapper.FUNCTIONS}.bas": wrapper.wrappers(FUNGSI),
        f"{wrapper.HELP}.bas": wrapper.help_module(FUNGSI),
        f"{xlwings_copy.MODULE}.bas": xlwings_copy.xlwings_module(),
        f"{xlwings_copy.DICTIONARY}.cls": xlwings_copy.dictionary_class(),
    }


def write(folder: Path) -> None:
    """Put every generated source into the folder; macros have the line ends that Excel exports them with."""
    for name, text in generated().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n" if name == CUSTOM_UI else "\r\n")


if __name__ == "__main__":
    write(macros())
