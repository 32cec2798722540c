"""`python -m tests.xlwings_windows`: calls functions as xlwings does on Windows, and prints what Excel would get.

xlwings itself runs, from the arguments that COM hands over to the value that goes back; only pywin32 and Excel are
stood in for. Standard input is JSON: a list of `[function, [argument, …]]`; a list of rows is an array, a number or
text a value. The calling cell stands in a workbook whose Profil sheet says magetan_2025.
"""

from __future__ import annotations

import json
import sys
import types
from typing import Any

HILANG = -2147352572  # what COM passes for an optional argument that was not typed


def _pywin32() -> None:
    """As much of pywin32 as importing `xlwings.udfs` asks for."""
    isi: dict[str, dict[str, Any]] = {
        "pythoncom": {
            "CoInitialize": lambda: None,
            "IID_IDispatch": None,
            "CoMarshalInterThreadInterfaceInStream": lambda *_: None,
        },
        "pywintypes": {"com_error": type("com_error", (Exception,), {})},
        "win32com": {},
        "xlwings.com_server": {"loop": None},
        "win32com.client": {"Dispatch": lambda benda, **_: benda},
    }
    for nama, atribut in isi.items():
        sys.modules[nama] = types.ModuleType(nama)
        vars(sys.modules[nama]).update(atribut)


def main() -> None:
    _pywin32()
    import xlwings as xw
    from xlwings import udfs

    xw.func = udfs.xlfunc
    from tests.xlwings_tiruan import Buku, Mesin, Rentang
    from workbook_tools.excel import udfs as milik_kami

    jendela = types.ModuleType("xlwings._xlwindows")
    vars(jendela).update(Range=lambda xl: xl, is_range_instance=lambda nilai: isinstance(nilai, Rentang))
    xw._xlwindows = jendela  # type: ignore[attr-defined]
    xw.engines.add(xw.main.Engine(impl=Mesin()))
    buku = Buku("lkjip.xlsx", {"Data": [], "Profil": [["kunci", "isi", "keterangan"], ["profil", "magetan_2025"]]})
    pemanggil = buku.sel("Data").impl
    hasil = []
    for nama, argumen in json.load(sys.stdin):
        info = getattr(milik_kami, nama).__xlfunc__["args"]
        diberi: list[Any] = []
        for ke, arg in enumerate(info):
            if arg["name"] == "caller":
                diberi.append(None)
            elif ke >= len(argumen):
                diberi.append(HILANG)
            elif isinstance(argumen[ke], list):
                nama_lembar = f"arg{ke}"
                buku.lembar[nama_lembar] = argumen[ke]
                ukuran = (len(argumen[ke]), len(argumen[ke][0]))
                diberi.append(Rentang(pemanggil.sheet.__class__(buku, nama_lembar), (1, 1), ukuran))
            else:
                diberi.append(argumen[ke])
        hasil.append(udfs.call_udf("workbook_tools.excel.udfs", nama, tuple(diberi), None, pemanggil))
    keterangan = {
        f: {
            "kategori": getattr(milik_kami, f).__xlfunc__["category"],
            "wizard": getattr(milik_kami, f).__xlfunc__["call_in_wizard"],
        }
        for f in (fungsi.python for fungsi in milik_kami.FUNGSI)
    }
    json.dump({"hasil": hasil, "keterangan": keterangan}, sys.stdout)


if __name__ == "__main__":
    main()
