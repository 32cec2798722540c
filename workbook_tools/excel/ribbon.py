"""The buttons of the ribbon tab Kinerja: a function `name(book: xw.Book)` for each, which says in one message what it
did. `tekan` is the door that the VBA callbacks call.

Every function works on the book as it is open, through `books.live`; nothing is saved. What they do is what the command
line does: the rules, the checks and the writes are the same functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import version

import xlwings as xw

from workbook_tools.books.live import engine
from workbook_tools.errors import InputError, UnpatchableFile
from workbook_tools.excel import beku, buku_baru, folder, pindah, tahun_lalu, tanda
from workbook_tools.excel.buttons import BUTTONS
from workbook_tools.excel.sesi import Batal, Sesi, guarded, tombol
from workbook_tools.findings import Place, Severity
from workbook_tools.messages import text
from workbook_tools.process import Result, process

__all__ = [button.id for button in BUTTONS] + ["tekan"]


def tekan(id: str) -> None:
    """Press the button of this id in the workbook that Excel calls from."""
    book: list[xw.Book] = []

    def find() -> str:
        if id not in COMMANDS:
            raise InputError("terbuka_tombol_asing", id=id)
        book.append(xw.Book.caller())
        return ""

    message = guarded(find, id)
    if not message:
        COMMANDS[id](book[0])
        return
    app = xw.apps.active
    if app is not None:
        app.alert(message, text("terbuka_judul"))


# --- Templat ---------------------------------------------------------------------------------------------------------


@tombol
def templat_baru(sesi: Sesi) -> str:
    """A new working workbook of a profile that the user chooses, saved where he says, and opened."""
    made = buku_baru.make(sesi)
    return text("terbuka_templat_baru", path=made)


@tombol
def templat_tambah(sesi: Sesi) -> str:
    """One more Tabel in this working workbook, fed by the input sheets that it has."""
    sheets = buku_baru.add_table(sesi)
    return _with_undo(sesi, text("terbuka_templat_tambah", sheets=", ".join(sheets)))


# --- Periksa ---------------------------------------------------------------------------------------------------------


@tombol
def periksa(sesi: Sesi) -> str:
    """Check the workbook: marks at the cells, the list on the sheet `Temuan`, and to the first finding."""
    from workbook_tools.audit.marks import marks
    from workbook_tools.audit.sheet import TITLE, findings_donor

    book = sesi.live.read()
    sesi.kabar(text("terbuka_memeriksa"))
    result = process(book)
    said = [_counted(result)]
    listed = ""
    try:
        sesi.live.write((), findings_donor(result, sesi.nama.name))
    except (InputError, UnpatchableFile) as error:  # a sheet of that name, or no sheet may be added: marks do it alone
        listed = str(error)
    tanda.remove(sesi.book)
    marked = tanda.put(sesi.book, book, marks(result))
    first = next((f.place for f in result.findings if f.place.cell), None)
    if first is not None:
        visible = {sheet.title for sheet in book if sheet.state == "visible"}
        sesi.goto = first if first.sheet in visible else None
        said.append(text("terbuka_periksa_pertama", place=first))
    said.append(listed or text("terbuka_periksa_daftar", sheet=TITLE))
    said.append(text("terbuka_periksa_tanda", n=marked.cells))
    if marked.crowded:
        said.append(text("terbuka_periksa_penuh", n=marked.crowded))
    if marked.protected:
        said.append(text("terbuka_periksa_terlindung", sheets=", ".join(marked.protected)))
    return _with_undo(sesi, " ".join(said))


@tombol
def temuan_berikut(sesi: Sesi) -> str:
    """To the next finding; the status bar says what it is."""
    return _step(sesi, 1)


@tombol
def temuan_sebelum(sesi: Sesi) -> str:
    """To the finding before."""
    return _step(sesi, -1)


def _step(sesi: Sesi, step: int) -> str:
    found = pindah.stops(sesi.book)
    if found is None:
        return text("terbuka_belum_diperiksa")
    if not found:
        return text("terbuka_tanpa_temuan_bersel")
    here = Place(*sesi.dipilih())
    number = pindah.beside(sesi.book, found, here, step)
    stop = found[number]
    sesi.goto, sesi.stays = stop.place, True
    return text("terbuka_temuan", nomor=number + 1, semua=len(found), place=stop.place, fact=stop.fact)


@tombol
def hapus_tanda(sesi: Sesi) -> str:
    """Take away the marks and the list that *Periksa* made, and nothing else."""
    cells, stayed = tanda.remove(sesi.book)
    listed = pindah.remove_list(sesi.book)
    if not cells and not listed and not stayed:
        return text("terbuka_tanpa_tanda")
    said = [text("terbuka_tanda_dihapus", n=cells)]
    if listed:
        said.append(text("terbuka_daftar_dihapus", sheet=listed))
    if stayed:
        said.append(text("terbuka_tanda_tertinggal", sheets=", ".join(stayed)))
    return " ".join(said)


# --- Hitung ----------------------------------------------------------------------------------------------------------


@tombol
def hitung_semua(sesi: Sesi) -> str:
    """Fill every computed cell of the workbook."""
    return _compute(sesi, None)


@tombol
def hitung_lembar(sesi: Sesi) -> str:
    """Fill the computed cells of the sheet that is shown."""
    return _compute(sesi, sesi.dipilih()[0])


def _compute(sesi: Sesi, sheet: str | None) -> str:
    """Write what `lkjip compute` would write, everywhere or on one sheet."""
    from workbook_tools.writeback import carry_out, plan

    book = sesi.live.read()
    _refuse_chart(sheet, [s.title for s in book])
    sesi.kabar(text("terbuka_menghitung"))
    planned = plan(book)
    if sheet is not None:
        planned = replace(
            planned,
            writes=tuple(write for write in planned.writes if write.sheet == sheet),
            refused=tuple((place, why) for place, why in planned.refused if place.sheet == sheet),
        )
    sesi.kabar(text("terbuka_menulis", n=len(planned.writes)))
    done = carry_out(planned, sesi.live)
    if done.written:
        sesi.app.calculate()  # an Excel that the user keeps on manual would not do it afterwards
    said = [text("terbuka_hitung", n=done.written) if done.written else text("terbuka_hitung_sama")]
    if done.kept:
        said.append(text("terbuka_angka_lama", n=done.kept))
    if done.refused:
        place, why = done.refused[0]
        said.append(text("terbuka_ditolak", n=len(done.refused), place=place, reason=why))
    if done.result.errors:
        said.append(text("terbuka_masih_salah", n=done.result.errors))
    return _with_undo(sesi, " ".join(said)) if done.written else " ".join(said)


@tombol
def jadikan_nilai(sesi: Sesi) -> str:
    """The values of our formulas instead of the formulas, in the selection or on the sheet that is shown."""
    shown, selected = sesi.dipilih()
    sesi.app.calculate()  # an Excel that the user keeps on manual may show old values
    book = sesi.live.read()
    _refuse_chart(shown, [s.title for s in book])
    found = beku.frozen(book, process(book), shown, selected)
    if not found.writes:
        return text("terbuka_beku_tanpa_rumus", sheet=shown, n=found.left)
    where = found.where or shown
    if not sesi.tanya.ya(text("terbuka_beku_tanya", n=len(found.writes), where=where)):
        raise Batal
    done = sesi.live.write(found.writes)
    said = [text("terbuka_beku", n=done.written, where=where)]
    if found.left:
        said.append(text("terbuka_beku_tertinggal", n=found.left))
    return _with_undo(sesi, " ".join(said))


# --- Ringkasan -------------------------------------------------------------------------------------------------------


@tombol
def ringkasan(sesi: Sesi) -> str:
    """Make the sheet Ringkasan, or make it anew."""
    from workbook_tools.summary import SHEET, sheet_of

    book = sesi.live.read()
    sesi.kabar(text("terbuka_meringkas"))
    result = process(book)
    again = any(sheet.title.casefold() == SHEET.casefold() for sheet in book)
    sesi.live.write((), sheet_of(result))
    said = text("terbuka_ringkasan_lagi" if again else "terbuka_ringkasan", sheet=SHEET)
    return _with_undo(sesi, f"{said} {_counted(result)}")


# --- Data ------------------------------------------------------------------------------------------------------------


@tombol
def ambil_tahun_lalu(sesi: Sesi) -> str:
    """Fill the comparison years from last year's workbook, where they are blank."""
    source = sesi.tanya.buka(text("terbuka_tahun_lalu_tanya"))
    if source is None:
        raise Batal
    taken = tahun_lalu.take(sesi.live.read(), sesi.nama, source)
    done = sesi.live.write(taken.writes)
    said = [text("terbuka_tahun_lalu", n=done.written, rows=taken.rows, path=source.name, tahun=taken.tahun)]
    if taken.kept:
        said.append(text("terbuka_tahun_lalu_tetap", n=len(taken.kept), place=taken.kept[0]))
    if taken.unknown:
        said.append(text("terbuka_tahun_lalu_asing", n=len(taken.unknown), names="; ".join(taken.unknown[:3])))
    return _with_undo(sesi, " ".join(said)) if done.written else " ".join(said)


# --- Laporan ---------------------------------------------------------------------------------------------------------


@tombol
def periksa_folder(sesi: Sesi) -> str:
    """Check every workbook of a folder, and list what was found in a new workbook."""
    chosen = sesi.tanya.folder(text("terbuka_folder_tanya"))
    if chosen is None:
        raise Batal
    listed = folder.check(chosen, sesi)
    return text("terbuka_folder", n=listed.files, errors=listed.errors, faults=listed.faults, name=listed.name)


@tombol
def ekspor_word(sesi: Sesi) -> str:
    """The report's tables as a Word file, from the workbook as it is now, saved or not."""
    from workbook_tools.export import export_book

    target = sesi.tanya.simpan(text("terbuka_word_tanya"), f"{sesi.nama.stem}.docx")
    if target is None or (target.exists() and not sesi.tanya.ya(text("terbuka_ganti_tanya", path=target))):
        raise Batal
    book = sesi.live.read()
    sesi.kabar(text("terbuka_menulis_word"))
    done = export_book(book, target, sesi.nama)
    said = [text("terbuka_word", n=len(done.tables), path=target)]
    if done.not_computed:
        said.append(text("terbuka_word_tanpa_angka", n=done.not_computed))
    if done.result.errors:
        said.append(text("terbuka_masih_salah", n=done.result.errors))
    return " ".join(said)


# --- Tentang ---------------------------------------------------------------------------------------------------------


@tombol
def tentang(sesi: Sesi) -> str:
    """Which version this is, which profile is in force in this workbook, and what changed last."""
    from workbook_tools.errors import NoKnownTable

    said = [text("terbuka_tentang", version=version("workbook-tools"), xlwings=xw.__version__)]
    try:
        profil = process(sesi.live.read()).profil
    except NoKnownTable:
        said.append(text("terbuka_tentang_tanpa_tabel"))
    else:
        source = profil.sumber
        said.append(
            text("terbuka_tentang_profil", id=profil.id, nama=profil.nama, masa=source.masa, dasar=source.dasar)
        )
    said.append(text("terbuka_tentang_perubahan", headline=buku_baru.headline()))
    return "\n\n".join(said)


# --- what messages have in common ------------------------------------------------------------------------------------


def _counted(result: Result) -> str:
    """How many findings of which severity."""
    counts = Counter(f.severity for f in result.findings)
    told = [text("tampil_jumlah_tingkat", n=counts[s], severity=text(f"tingkat_{s}")) for s in Severity if counts[s]]
    return text("terbuka_temuan_jumlah", counts=", ".join(told)) if told else text("tampil_tanpa_temuan")


def _with_undo(sesi: Sesi, message: str) -> str:
    """The message, and how to have it undone, or how to keep it where that takes another name."""
    about = text("terbuka_belum_disimpan")
    if engine.read_only(sesi.book):
        about += f" {text('terbuka_hanya_baca')}"
    return f"{message}\n\n{about}"


def _refuse_chart(shown: str | None, worksheets: list[str]) -> None:
    if shown is not None and shown not in worksheets:
        raise UnpatchableFile("terbuka_lembar_grafik", sheet=shown)


COMMANDS: Mapping[str, Callable[[xw.Book], None]] = {button.id: globals()[button.id] for button in BUTTONS}
