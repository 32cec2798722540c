"""Runs inside LibreOffice: types into a new spreadsheet what a job says, and writes down what the cells then show.

Cells reach the Python functions through Basic functions of the same names, which call `panggil` here. Job and result
are JSON files named by the environment variable CANGKANG_TUGAS: `{basic, isi, rumus, larik, hasil}`.
"""

import json
import os
import sys
import traceback
from pathlib import Path


def panggil(nama, isi):
    """What a function for cells gives, as Basic takes it: rows of one list per row."""
    from workbook_tools.excel import udfs

    hasil = getattr(udfs, nama)(*isi)
    return tuple(map(tuple, hasil)) if isinstance(hasil, list) else hasil


def utama(*_):
    """Do the job, write its result, close LibreOffice."""
    tugas = json.loads(Path(os.environ["CANGKANG_TUGAS"]).read_text(encoding="utf-8"))
    layanan = XSCRIPTCONTEXT.getComponentContext().ServiceManager  # noqa: F821  (LibreOffice puts it here)
    meja = layanan.createInstance("com.sun.star.frame.Desktop")
    try:
        hasil = {"python": list(sys.version_info[:2]), "sel": _ketik(layanan, meja, tugas)}
    except Exception:
        hasil = {"python": list(sys.version_info[:2]), "galat": traceback.format_exc()}
    jadi = Path(tugas["hasil"])
    jadi.with_suffix(".sementara").write_text(json.dumps(hasil), encoding="utf-8")
    jadi.with_suffix(".sementara").replace(jadi)
    meja.terminate()


def _ketik(layanan, meja, tugas):
    pustaka = layanan.createInstance("com.sun.star.script.ApplicationScriptLibraryContainer")
    pustaka.getByName("Standard").insertByName("Kinerja", tugas["basic"])
    dokumen = meja.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    lembar = dokumen.Sheets.getByIndex(0)
    for alamat, nilai in tugas["isi"].items():
        sel = lembar.getCellRangeByName(alamat)
        sel.setString(nilai) if isinstance(nilai, str) else sel.setValue(float(nilai))
    for alamat, rumus in tugas["rumus"].items():
        lembar.getCellRangeByName(alamat).setFormula(rumus)
    for alamat, rumus in tugas["larik"].items():
        lembar.getCellRangeByName(alamat).setArrayFormula(rumus)
    hasil = {alamat: _isi(lembar.getCellRangeByName(alamat)) for alamat in tugas["rumus"]}
    for alamat in tugas["larik"]:
        rentang = lembar.getCellRangeByName(alamat)
        baris, kolom = rentang.Rows.Count, rentang.Columns.Count
        hasil[alamat] = [[_isi(rentang.getCellByPosition(k, b)) for k in range(kolom)] for b in range(baris)]
    dokumen.close(True)
    return hasil


def _isi(sel):
    """A number, a text, or the number of an error."""
    if sel.getError():
        return {"galat": sel.getError()}
    return sel.getString() if sel.FormulaResultType2 == 2 else sel.getValue()  # com.sun.star.sheet.FormulaResult.STRING
