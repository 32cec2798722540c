"""The two modules that are not ours: xlwings' module for custom add-ins (BSD) and its Dictionary for macOS (MIT).

They are copied from the installed xlwings with the changes listed here and no others; licences stay in their heads. The
BSD part of xlwings only: nothing of `xlwings.pro` runs.

One change is a rule instead of a line. A public function of an add-in can be typed into any cell, also of a workbook
that came by mail, and these start programs, read files and write the configuration. So all are private but XLPy, which
our functions call and which takes nothing; the ribbon's door is a Sub, which no formula can call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from workbook_tools.errors import EnvironmentFault

#: The name of the configuration: %USERPROFILE%\.kinerja\kinerja.conf
PROJECT_NAME = "kinerja"
MODULE, DICTIONARY = "xlwings", "Dictionary"


@dataclass(frozen=True, slots=True)
class Change:
    """A line that reads `old` reads `new` in the copy, `times` times; `why` is for the reader."""

    old: str
    new: str
    why: str
    times: int = 1


CHANGES = (
    Change(
        'Public Const PROJECT_NAME As String = "myaddin"',
        f'Public Const PROJECT_NAME As String = "{PROJECT_NAME}"',
        "our own configuration",
    ),
    Change(
        'Optional default As String = "", Optional source As String = "")',
        'Optional default As String = "", Optional source As String = "user")',
        "only the user's own file names the interpreter: neither a sheet of a workbook that came by mail nor a file "
        "beside it may say which program a button starts",
    ),
    Change(
        'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")',
        'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "false")',
        "a .py file in the folder of a workbook must not stand in for a module of Python",
        times=2,
    ),
    Change(
        '" -B -c ""',
        '" -B -P -c ""',
        "nor may one in the folder that happens to be current when Python starts",
        times=2,
    ),
    Change(
        "                uses_embedded_code = True\n",
        "                uses_embedded_code = False\n",
        "code carried by a workbook is never run; it would need xlwings PRO",
    ),
)
#: A declaration that is public because it does not say otherwise, or says so.
_PUBLIC = re.compile(
    r"^( *)(?:Public )?(?=(?:Declare PtrSafe |Declare )?(?:Function|Sub) )(?!Function XLPy\(\))", re.MULTILINE
)
DOOR = "JalankanPython"
_DOOR = f"""
' The door of the ribbon. A Sub: no formula can call it.
Public Sub {DOOR}(PythonCommand As String)
    RunPython PythonCommand
End Sub
"""
#: What a stream holds beyond the exported text of a class.
_CLASS_ATTRIBUTES = (
    Change(
        'Attribute VB_Name = "Dictionary"\n',
        'Attribute VB_Name = "Dictionary"\nAttribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"\n',
        "a plain class",
    ),
    Change(
        "Attribute VB_Exposed = True\n",
        "Attribute VB_Exposed = True\nAttribute VB_TemplateDerived = False\nAttribute VB_Customizable = False\n",
        "as Excel stores it",
    ),
)


def xlwings_module() -> str:
    """Our copy of xlwings_custom_addin.bas."""
    return _PUBLIC.sub(r"\1Private ", _changed("xlwings_custom_addin.bas", CHANGES)).rstrip("\n") + "\n" + _DOOR


def dictionary_class() -> str:
    """Our copy of Dictionary.cls: on macOS the xlwings module does not compile without it."""
    return _changed("addin/Dictionary.cls", _CLASS_ATTRIBUTES)


def _changed(name: str, changes: tuple[Change, ...]) -> str:
    """A file of the installed xlwings with these changes; EnvironmentFault where it is not the one we know."""
    text = _installed(name)
    for change in changes:
        if text.count(change.old) != change.times:
            raise EnvironmentFault("addin_xlwings_lain", path=name, found=change.old.strip())
        text = text.replace(change.old, change.new)
    return text


def _installed(name: str) -> str:
    """The text of a file that xlwings ships, without importing xlwings."""
    spec = find_spec("xlwings")
    path = Path(spec.origin).parent / name if spec is not None and spec.origin else None
    if path is None or not path.is_file():
        raise EnvironmentFault("addin_xlwings_tidak_ada", path=name)
    return path.read_text(encoding="ascii").replace("\r\n", "\n")
