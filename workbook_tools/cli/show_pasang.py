"""What install, uninstall, status and doctor say."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.addin.doctor import Hasil
from workbook_tools.addin.install import Terpasang
from workbook_tools.addin.places import Mesin
from workbook_tools.addin.status import Keadaan
from workbook_tools.addin.uninstall import Dicopot
from workbook_tools.cli.screen import Screen
from workbook_tools.messages import text


def installed(screen: Screen, mesin: Mesin, done: Terpasang) -> None:
    """What was put where, and what that means."""
    screen.line(text("tampil_pasang", versi=done.versi, path=done.tempat.addin))
    screen.line(text("tampil_pasang_konfigurasi", path=done.tempat.konfigurasi, python=mesin.interpreter))
    screen.line(text("tampil_pasang_percaya"))
    if mesin.excel is None:
        screen.line(text("dokter_excel_tidak_ada"), "bold")
    if done.bertanda:
        screen.line(text("tampil_pasang_bertanda"), "bold")
    if done.dirapikan:
        screen.line(text("tampil_pasang_dirapikan"))
    if done.disisihkan is not None:
        screen.line(text("tampil_pasang_disisihkan", path=done.disisihkan))
    if done.sebelumnya is not None:
        screen.line(text("tampil_pasang_sebelumnya", versi=done.sebelumnya))


def removed(screen: Screen, done: Dicopot) -> None:
    """What went, what came back, what stayed."""
    if not (done.dihapus or done.dikembalikan or done.ditinggal):
        screen.line(text("tampil_copot_kosong"))
        return
    for path in done.dihapus:
        screen.line(text("tampil_copot_hapus", path=path))
    for path in done.dikembalikan:
        screen.line(text("tampil_copot_kembali", path=path))
    for path, code in done.ditinggal:
        screen.line(text(code, path=path))
    screen.line(text("tampil_copot"))


def state(screen: Screen, found: Keadaan) -> None:
    """What is installed, part by part."""
    entry = found.catatan
    if entry is None:
        screen.line(text("tampil_status_kosong"))
        return
    python = "utuh" if found.interpreter_ada else "hilang"
    rows = [
        ("versi", "utuh" if entry.selesai else "terputus", entry.sekarang.versi),
        ("addin", found.addin, found.tempat.addin),
        ("konfigurasi", found.konfigurasi, found.tempat.konfigurasi),
        ("python", python, found.interpreter or ""),
        ("profil", "", found.profil or text("tampil_status_tanpa_profil")),
        ("lama", "", ", ".join(one.versi for one in reversed(entry.riwayat)) or "-"),
    ]
    heads = [text("tampil_status_kepala"), text("tampil_status_keadaan"), text("tampil_status_isi")]
    told = [(text(f"tampil_status_{part}"), text(f"keadaan_{how}") if how else "", what) for part, how, what in rows]
    screen.rows(heads, told)


def examined(screen: Screen, results: Sequence[Hasil]) -> None:
    """Every check with its result."""
    heads = [text("tampil_dokter_hasil"), text("tampil_dokter_hal"), text("tampil_dokter_pesan")]
    screen.rows(heads, [(text(f"nada_{one.nada}"), text(f"hal_{one.nama}"), one.pesan) for one in results])
    todo = sum(one.nada == "tindakan" for one in results)
    if todo:
        screen.line(text("tampil_dokter_jumlah", n=todo))
    elif any(one.nada == "baik" for one in results):
        screen.line(text("tampil_dokter_beres"))
