"""The functions for cells as VBA: a wrapper for each, after `xlwings.udfs.generate_vba_wrapper`, and the wizard's help.

Where the wrapper differs from xlwings' own, it is on purpose: on macOS, where xlwings has no functions for cells, it
says so; and an error that is not the function's own (Python that does not start) shows as one sentence, not as a
traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from workbook_tools.addin.vba import NOTE, is_name, literal, module
from workbook_tools.errors import DeclarationError
from workbook_tools.messages import indonesian

FUNCTIONS, HELP = "KinerjaFungsi", "KinerjaBantuan"
CATEGORY = "Kinerja"
PYTHON_MODULE = "workbook_tools.excel.udfs"
#: What Excel takes as help of a function or an argument.
MAX_HELP = 255


class Argument(Protocol):
    """An argument as the wizard asks for it."""

    @property
    def nama(self) -> str:
        """Its name."""

    @property
    def bantuan(self) -> str:
        """Its help."""

    @property
    def wajib(self) -> bool:
        """Whether it must be given."""


class Function(Protocol):
    """A function as it is typed, and the Python function behind it."""

    @property
    def nama(self) -> str:
        """Its name in cells."""

    @property
    def python(self) -> str:
        """Its name in `workbook_tools.excel.udfs`."""

    @property
    def bantuan(self) -> str:
        """Its help."""

    @property
    def argumen(self) -> Sequence[Argument]:
        """What it takes."""

    @property
    def perlu_pemanggil(self) -> bool:
        """Whether the Python function also takes the cell that calls, as its last argument."""


def wrappers(functions: Sequence[Function]) -> str:
    """The module KinerjaFungsi; DeclarationError where VBA cannot say a name or Excel cannot show a help."""
    for function in functions:
        _refuse(function)
    failed = [
        "' What a cell shows when Python does not answer; the cause stands in the Immediate window.",
        "Private Function Gagal(sebab As String) As String",
        "    Debug.Print sebab",
        f"    Gagal = {literal(indonesian('addin_fungsi_gagal'))}",
        "End Function",
    ]
    return module(FUNCTIONS, [line for function in functions for line in _wrapper(function)] + failed, note=NOTE)


def _refuse(function: Function) -> None:
    names = [function.nama, *(argument.nama for argument in function.argumen)]
    if len({name.casefold() for name in names}) < len(names) or not all(map(is_name, names)):
        raise DeclarationError("addin_fungsi_nama", name=function.nama, found=", ".join(names))
    told = {item.nama: item.bantuan for item in function.argumen} | {function.nama: function.bantuan}
    for name, words in told.items():
        if not 0 < len(words) <= MAX_HELP:
            raise DeclarationError("addin_fungsi_bantuan", name=function.nama, found=name, limit=MAX_HELP)


def _wrapper(function: Function) -> list[str]:
    name = function.nama
    given = [argument.nama for argument in function.argumen] + ["Nothing"] * function.perlu_pemanggil
    call = f'XLPy.CallUDF("{PYTHON_MODULE}", "{function.python}", Array({", ".join(given)})'
    return [
        f"Public Function {name}({', '.join(_declared(argument) for argument in function.argumen)})",
        "    #If Mac Then",
        f"        {name} = {literal(indonesian('addin_fungsi_mac'))}",
        "    #Else",
        # not at every key that is typed in the function wizard
        '        If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function',
        "        If TypeOf Application.Caller Is Range Then On Error GoTo failed",
        f"        {name} = {call}, ActiveWorkbook, Application.Caller)",
        "        Exit Function",
        "failed:",
        f"        {name} = Gagal(Err.Description)",
        "    #End If",
        "End Function",
        "",
    ]


def _declared(argument: Argument) -> str:
    return argument.nama if argument.wajib else f"Optional {argument.nama}"


def help_module(functions: Sequence[Function]) -> str:
    """The module KinerjaBantuan: category, help and arguments' help, told to Excel once it has a window."""
    lines = [
        "Option Private Module",
        "",
        "' Tells Excel's function wizard about the functions. Excel refuses while no workbook has a window:",
        "' False then, and ThisWorkbook asks again when one is activated.",
        "Public Function DaftarkanBantuan() As Boolean",
        "    #If Mac Then",
        "        DaftarkanBantuan = True",
        "    #Else",
        "        If ActiveWorkbook Is Nothing Then Exit Function",
        "        On Error GoTo failed",
        *(line for function in functions for line in _registered(function)),
        "        ThisWorkbook.Saved = True",
        "        DaftarkanBantuan = True",
        "failed:",
        "    #End If",
        "End Function",
        "",
        "Private Sub Daftarkan(nama As String, bantuan As String, argumen As Variant)",
        '    Application.MacroOptions Macro:="\'" & ThisWorkbook.Name & "\'!" & nama, Description:=bantuan, _',
        f"        Category:={literal(CATEGORY)}, ArgumentDescriptions:=argumen",
        "End Sub",
    ]
    return module(HELP, lines, note=NOTE)


def _registered(function: Function) -> list[str]:
    told = [f"            {literal(argument.bantuan)}" for argument in function.argumen]
    head = f'        Daftarkan "{function.nama}", {literal(function.bantuan)}, Array( _'
    return [head, *(f"{line}, _" for line in told[:-1]), f"{told[-1]})"]
