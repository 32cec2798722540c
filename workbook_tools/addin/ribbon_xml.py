"""The ribbon: customUI14.xml and the module with its callbacks, from the buttons as data and the catalogue.

customUI 2009/07 ([MS-CUSTOMUI2]) is read by Excel 2010 and later, on Windows and macOS. Labels are static: nothing has
to run for the tab to show.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from workbook_tools.addin.vba import NOTE, literal, module
from workbook_tools.addin.xlwings_copy import DOOR
from workbook_tools.excel.buttons import BUTTONS, GROUPS, KEYTIP, TAB, Button, Group
from workbook_tools.messages import indonesian, speaking, text

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
MODULE = "KinerjaPita"


def callback(button: Button) -> str:
    """The name of the VBA procedure behind a button."""
    return f"Pita_{button.id}"


def command(button: Button) -> str:
    """The Python that a button runs."""
    return f"from workbook_tools.excel import ribbon; ribbon.tekan('{button.id}')"


def custom_ui() -> str:
    """The part customUI14.xml, in Indonesian."""
    with speaking("id"):
        groups = "\n".join(_group(group) for group in GROUPS)
        tab = _attributes(id=f"tab_{TAB}", label=text(f"pita_{TAB}"), keytip=KEYTIP)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<!-- {NOTE} -->\n"
        f'<customUI xmlns="{NAMESPACE}">\n'
        f"  <ribbon>\n    <tabs>\n      <tab{tab}>\n{groups}\n      </tab>\n    </tabs>\n  </ribbon>\n"
        "</customUI>\n"
    )


def _group(group: Group) -> str:
    buttons = "\n".join(_button(button) for button in group.buttons)
    head = _attributes(id=f"grup_{group.id}", label=text(f"pita_grup_{group.id}"))
    return f"        <group{head}>\n{buttons}\n        </group>"


def _button(button: Button) -> str:
    code = f"pita_{button.id}"
    told = _attributes(
        id=button.id,
        label=text(code),
        imageMso=button.image,
        size="large" if button.large else "normal",
        keytip=button.keytip,
        screentip=text(code, "screentip"),
        supertip=text(code, "supertip"),
        onAction=callback(button),
    )
    return f"          <button{told}/>"


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


def callbacks() -> str:
    """The module KinerjaPita: one procedure for each button, each running one Python function."""
    lines = [line for button in BUTTONS for line in _procedure(button)]
    return module(MODULE, [*lines, *_helpers()], note=NOTE)


def _procedure(button: Button) -> list[str]:
    """Without an open workbook RunPython cannot start: a button that works without one lends it an empty one."""
    ready = "AdaBuku()" if button.needs_book else "PinjamBuku(pinjaman)"
    run = f'If {ready} Then Jalankan "{command(button)}"'
    inner = [run] if button.needs_book else ["Dim pinjaman As Workbook", run, "KembalikanBuku pinjaman"]
    head = f"Public Sub {callback(button)}(control As IRibbonControl)"
    return [head, *(f"    {line}" for line in inner), "End Sub", ""]


def _helpers() -> list[str]:
    missing, failed, title = (
        literal(indonesian(code)) for code in ("addin_perlu_buku", "addin_tombol_gagal", f"pita_{TAB}")
    )
    return f"""\
' A configuration that cannot be read, a Python that does not start: one message instead of VBA's own.
Private Sub Jalankan(perintah As String)
    On Error GoTo failed
    {DOOR} perintah
    Exit Sub
failed:
    MsgBox {failed} & vbCrLf & vbCrLf & Err.Description, vbExclamation, {title}
End Sub

' Whether a workbook is active; one in Protected View is not.
Private Function AdaBuku() As Boolean
    AdaBuku = Not ActiveWorkbook Is Nothing
    If Not AdaBuku Then MsgBox {missing}, vbInformation, {title}
End Function

' An empty workbook where none is active: RunPython names the active workbook to Python.
Private Function PinjamBuku(ByRef pinjaman As Workbook) As Boolean
    If ActiveWorkbook Is Nothing Then Set pinjaman = Workbooks.Add
    PinjamBuku = True
End Function

' The lent workbook is closed again unless something was written to it. On macOS RunPython returns while Python still
' works: there it stays.
Private Sub KembalikanBuku(ByVal pinjaman As Workbook)
    #If Mac Then
    #Else
    If pinjaman Is Nothing Then Exit Sub
    On Error Resume Next
    If pinjaman.Saved Then pinjaman.Close SaveChanges:=False
    #End If
End Sub""".split("\n")
