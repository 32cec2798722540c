"""LibreOffice as a judge of the add-in: it loads the project out of the .xlam and runs its procedures.

LibreOffice has no xlwings and no ribbon: a stand-in for xlwings' module writes what Python is given into a cell, and
each callback is called as the ribbon would. That our VBA is understood by Excel's own compiler is not proved by this.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from addin_reader import VBA
from hostile import zipped

from workbook_tools.addin.build import built
from workbook_tools.addin.compression import compress
from workbook_tools.addin.ribbon_xml import callback
from workbook_tools.addin.sources import Sources, macros, read_sources
from workbook_tools.addin.xlam import package
from workbook_tools.excel.buttons import BUTTONS

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed"),
]

STAND_IN = """Attribute VB_Name = "xlwings"
Public Sub JalankanPython(PythonCommand As String)
    ThisWorkbook.Worksheets(1).Range("A1").Value = PythonCommand
End Sub
""".replace("\n", "\r\n")

#: Basic of LibreOffice's own: loads the add-in, lists its modules, runs a procedure and reads a cell after each.
DRIVER = """
Sub Main
  f = FreeFile
  Open "{out}" For Output As #f
  Dim a(2) As New com.sun.star.beans.PropertyValue
  a(0).Name = "Hidden" : a(0).Value = True
  a(1).Name = "MacroExecutionMode" : a(1).Value = 4
  a(2).Name = "FilterName" : a(2).Value = "Calc MS Excel 2007 VBA XML"
  On Error Resume Next
  doc = StarDesktop.loadComponentFromURL("{url}", "_blank", 0, a())
  doc.BasicLibraries.loadLibrary("Kinerja")
  For Each m In doc.BasicLibraries.getByName("Kinerja").ElementNames
    Print #f, "module" & Chr(9) & m
  Next
  For Each name In Array({names})
    cell = doc.Sheets.getByIndex(0).getCellRangeByName("A1")
    cell.String = ""
    Press(doc, name)
    Print #f, name & Chr(9) & doc.Sheets.getByIndex(0).getCellRangeByName("A1").String
  Next
  Print #f, "end" & Chr(9)
  Close #f
  StarDesktop.terminate()
End Sub

Sub Press(doc, name)
  On Error Resume Next
  Dim given(0), numbers(), out()
  given(0) = doc
  url = "vnd.sun.star.script:Kinerja." & name & "?language=Basic&location=document"
  doc.getScriptProvider().getScript(url).invoke(given(), numbers(), out())
End Sub
"""
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MODULE = (
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Driver" script:language="StarBasic">'
    "{code}</script:module>"
)
_LIBRARY = (
    '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"'
    ' library:passwordprotected="false"><library:element library:name="Driver"/></library:library>'
)


@dataclass(frozen=True)
class Seen:
    """What LibreOffice found: the modules, and the cell after each procedure."""

    modules: set[str]
    cells: dict[str, str]


def libreoffice(addin: bytes, procedures: list[str], folder: Path) -> Seen:
    """Load an add-in and run these procedures, each with one argument."""
    path, out, user = folder / "kinerja.xlam", folder / "seen.txt", folder / "profile"
    path.write_bytes(addin)
    soffice = ["soffice", f"-env:UserInstallation={user.as_uri()}", "--headless", "--norestore"]
    # a first start makes the profile, and would overwrite a library that is there already
    subprocess.run([*soffice, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    names = ", ".join(f'"{name}"' for name in procedures)
    code = escape(DRIVER.format(out=out, url=path.as_uri(), names=names))
    library = user / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "Driver.xba").write_text(_XML + _MODULE.format(code=code), encoding="utf-8")
    (library / "script.xlb").write_text(_XML + _LIBRARY, encoding="utf-8")
    subprocess.run([*soffice, "macro:///Standard.Driver.Main"], check=True, capture_output=True, timeout=120)
    lines = [line.split("\t", 1) for line in out.read_text(encoding="utf-8").splitlines()]
    assert lines[-1][0] == "end"
    modules = {value for name, value in lines if name == "module"}
    return Seen(modules, {name: value for name, value in lines[:-1] if name != "module"})


def with_module(name: str, text: str) -> bytes:
    """The add-in with another text for one module."""
    sources = read_sources(macros())
    modules = tuple(replace(module, text=text) if module.name == name else module for module in sources.modules)
    assert modules != sources.modules
    return package(Sources(modules, sources.custom_ui), "0")


def test_the_project_of_the_add_in_is_loaded_whole(tmp_path: Path):
    seen = libreoffice(built(), [], tmp_path)
    assert seen.modules == {module.name for module in read_sources(macros()).modules}


def test_a_sub_runs_and_writes_into_a_cell(tmp_path: Path):
    text = 'Attribute VB_Name = "KinerjaPita"\r\nSub Halo(x)\r\n    ThisWorkbook.Worksheets(1).Range("A1").Value = 40 + 2\r\nEnd Sub\r\n'
    assert libreoffice(with_module("KinerjaPita", text), ["KinerjaPita.Halo"], tmp_path).cells == {
        "KinerjaPita.Halo": "42"
    }


def test_every_button_pressed_in_libreoffice_asks_python_for_its_function(tmp_path: Path):
    names = {f"KinerjaPita.{callback(button)}": button for button in BUTTONS}
    seen = libreoffice(with_module("xlwings", STAND_IN), [*names, "KinerjaPita.Pita_tidak_ada"], tmp_path)
    assert seen.cells.pop("KinerjaPita.Pita_tidak_ada") == ""
    assert seen.cells == {
        name: f"from workbook_tools.excel import ribbon; ribbon.tekan('{button.id}')" for name, button in names.items()
    }


def test_a_damaged_module_does_not_run(tmp_path: Path):
    """The judge is no judge if it runs whatever it is given."""
    addin = with_module("xlwings", STAND_IN)
    module = next(module for module in read_sources(macros()).modules if module.name == "KinerjaPita")
    with zipfile.ZipFile(io.BytesIO(addin)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    container = compress(module.text.encode("ascii"))
    assert parts[VBA].count(container) == 1
    parts[VBA] = parts[VBA].replace(container, bytes([container[0] ^ 1]) + container[1:])
    seen = libreoffice(zipped(parts), ["KinerjaPita.Pita_periksa"], tmp_path)
    assert seen.cells == {"KinerjaPita.Pita_periksa": ""}
