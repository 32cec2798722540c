"""Why the add-in does not work here, in plain words: one small check for each cause, and what to do about it.

A check looks and changes nothing. It gives `baik`, `tindakan` (the text says what to do) or `tidak_diperiksa` (this
machine cannot tell). The texts are in the catalogue under `dokter_<code>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbook_tools.addin import conf, windows
from workbook_tools.addin.files import content
from workbook_tools.addin.install import chosen, mark_of
from workbook_tools.addin.places import ADDIN, Mesin, Nilai, applescript, base_of, is_from_store, tempat
from workbook_tools.addin.status import Keadaan, status
from workbook_tools.errors import LkjipError
from workbook_tools.messages import text

Nada = Literal["baik", "tindakan", "tidak_diperiksa"]
#: Windows' zones of origin from which macros are blocked: the internet and restricted sites.
_INTERNET = 3
_SIGNED_ONLY = 3
_ALL_OFF = 4
_ALL_ON = 1
_BITS = (32, 64)
#: Settings of xlwings that lead to another Python than the one that was installed.
_DISTURBING = ("CONDA PATH", "CONDA ENV", "DEBUG UDFS")
#: The packages without which Python does not reach the open Excel.
_NEEDED = {"windows": ("xlwings", "pywin32"), "darwin": ("xlwings", "appscript", "psutil"), "linux": ()}


@dataclass(frozen=True, slots=True)
class Hasil:
    """What one check says."""

    nama: str
    nada: Nada
    pesan: str


Periksa = Callable[[Mesin, Keadaan], Iterator[Hasil]]


def doctor(mesin: Mesin) -> list[Hasil]:
    """Every check that applies to that machine, in the order in which one would mend them."""
    if mesin.sistem == "linux":
        return [_unknown("excel", "linux")]
    try:
        state = status(mesin)
    except LkjipError as error:
        return [Hasil("pemasangan", "tindakan", str(error)), *_excel(mesin, Keadaan(tempat(mesin), None))]
    return [result for check in _CHECKS for result in check(mesin, state)]


def _good(name: str, code: str, **facts: object) -> Hasil:
    return Hasil(name, "baik", text(f"dokter_{code}", **facts))


def _act(name: str, code: str, **facts: object) -> Hasil:
    return Hasil(name, "tindakan", text(f"dokter_{code}", **facts))


def _unknown(name: str, code: str, **facts: object) -> Hasil:
    return Hasil(name, "tidak_diperiksa", text(f"dokter_{code}", **facts))


# ── Excel and Python ──


def _excel(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    if mesin.excel is None:
        yield _act("excel", "excel_tidak_ada")
    elif mesin.excel.bit is None:
        yield _unknown("excel", "excel_bit", program=mesin.excel.program)
    else:
        yield _good("excel", "excel_ada", program=mesin.excel.program, bit=mesin.excel.bit)


def _python(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    """The Python that the configuration names; before an installation, the one that runs this."""
    path = state.interpreter or mesin.interpreter
    if is_from_store(path):
        yield _act("python", "python_toko", path=path)
    elif not path.is_file():
        yield _act("python", "python_hilang", path=path)
    elif (base := base_of(path)) is not None and not base.is_dir():
        yield _act("python", "python_induk_hilang", path=path, folder=base)
    elif (folder := _package(state)) is not None and not (folder / "workbook_tools" / "__init__.py").is_file():
        yield _act("python", "paket_pindah", folder=folder)
    else:
        yield _good("python", "python_ada", path=path)


def _package(state: Keadaan) -> Path | None:
    """Where the add-in looks for the package."""
    said = state.catatan.sekarang.konfigurasi.get("PYTHONPATH") if state.catatan is not None else None
    return Path(said) if said and not said.startswith(("%", "$")) else None


def _packages(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    """What is installed beside the Python that runs this; the add-in's own may be another."""
    if state.catatan is not None and state.interpreter_ada and state.interpreter != mesin.interpreter:
        yield _unknown("paket", "paket_python_lain", path=state.interpreter)
        return
    missing = [name for name in _NEEDED[mesin.sistem] if name not in mesin.paket]
    if missing:
        yield _act("paket", "paket_kurang", names=", ".join(missing))
        return
    yield _good("paket", "paket_ada", names=", ".join(f"{n} {mesin.paket[n]}" for n in _NEEDED[mesin.sistem]))
    if state.catatan is None:
        return
    made = state.catatan.sekarang
    if made.xlwings != mesin.paket["xlwings"]:
        yield _act("xlwings", "xlwings_beda", found=mesin.paket["xlwings"], expected=made.xlwings)
    if made.versi != mesin.paket.get("workbook-tools"):
        yield _act("versi", "versi_beda", found=mesin.paket.get("workbook-tools", "-"), expected=made.versi)


def _library(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    """The DLL that Excel loads has Excel's bitness and xlwings' version in its name; it starts a Python of any."""
    version = state.catatan.sekarang.xlwings if state.catatan is not None else mesin.paket.get("xlwings")
    if mesin.sistem != "windows" or version is None:
        return
    python = state.interpreter or mesin.interpreter
    known = mesin.excel.bit if mesin.excel is not None else None
    wanted = [f"xlwings{bit}-{version}.dll" for bit in ((known,) if known else _BITS)]
    places = (python.parent, python.parent.parent)  # beside python.exe, or in the root of a virtual environment
    missing = [name for name in wanted if not any((folder / name).is_file() for folder in places)]
    if missing:
        yield _act("dll", "dll_hilang", names=", ".join(missing), folder=places[1])
    elif known is not None and known != mesin.bit:
        yield _good("dll", "dll_beda_bit", excel=known, python=mesin.bit)
    else:
        yield _good("dll", "dll_ada", names=", ".join(wanted))


def _script(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    if state.tempat.skrip is not None and state.catatan is not None:
        path = state.tempat.skrip.with_name(applescript(state.catatan.sekarang.xlwings))
        yield _good("skrip", "skrip_ada", path=path) if path.is_file() else _act("skrip", "skrip_hilang", path=path)


# ── the installation ──


def _installed(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    entry = state.catatan
    if entry is None:
        yield _act("pemasangan", "belum_dipasang")
    elif not entry.selesai:
        yield _act("pemasangan", "terputus")
    elif state.addin == "hilang":
        yield _act("pemasangan", "addin_hilang", path=state.tempat.addin)
    elif state.addin == "berubah":
        yield _act("pemasangan", "addin_berubah", path=state.tempat.addin)
    else:
        yield _good("pemasangan", "addin_utuh", path=state.tempat.addin, versi=entry.sekarang.versi)


def _settings(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    path = state.tempat.konfigurasi
    if state.catatan is None:
        return
    try:
        data = content(path)
        there = conf.parse(data or b"", mesin.ansi, path)
    except LkjipError as error:
        yield Hasil("konfigurasi", "tindakan", str(error))
        return
    if data is None:
        yield _act("konfigurasi", "konfigurasi_hilang", path=path)
    elif not there.is_written_as(data, mesin.ansi):
        yield _act("konfigurasi", "konfigurasi_tanda", path=path)
    elif others := [key for key in _DISTURBING if there.get(key)]:
        yield _act("konfigurasi", "konfigurasi_lain", path=path, names=", ".join(others))
    elif state.konfigurasi != "utuh":
        yield _act("konfigurasi", "konfigurasi_berubah", path=path)
    else:
        yield _good("konfigurasi", "konfigurasi_utuh", path=path)


def _profile(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    if state.profil is None:
        return
    try:
        chosen(state.profil)
    except LkjipError as error:
        yield _act("profil", "profil_salah", profil=state.profil, reason=error)
    else:
        yield _good("profil", "profil_ada", profil=state.profil)


def _second_copy(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    """Excel loads every copy that it knows: two of the same name get in each other's way."""
    if mesin.sistem != "windows":
        return
    other = mesin.roaming / "Microsoft" / "AddIns" / ADDIN
    if other.is_file():
        yield _act("salinan", "salinan_kedua", path=other)
    for name, value in _registry(mesin, r"Excel\Options\OPEN"):
        if isinstance(value, str) and ADDIN in value.lower() and "xlstart" not in value.lower():
            yield _act("salinan", "salinan_registri", key=name, value=value)


# ── macros ──


def _mark(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    """The mark of the web on the installed file."""
    if mesin.sistem != "windows" or state.addin == "hilang":
        return
    said = (mark_of(state.tempat.addin) or b"").decode(errors="replace")
    zone = re.search(r"^ZoneId\s*=\s*(\d+)", said, re.MULTILINE)
    if zone is not None and int(zone[1]) >= _INTERNET:
        yield _act("tanda_internet", "tanda_internet", path=state.tempat.addin)
    else:
        yield _good("tanda_internet", "tanpa_tanda")


def _policy(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    """What the office's policy and the user's own Trust Center say of macros and add-ins."""
    if mesin.sistem != "windows":
        if state.catatan is not None:
            yield _unknown("makro", "makro_mac")
        return
    if _setting(mesin, r"Common\VBAOff") == 1:
        yield _act("makro", "vba_dimatikan")
    elif _setting(mesin, r"Excel\Security\DisableAllAddins") == 1:
        yield _act("makro", "addin_dilarang")
    elif _setting(mesin, r"Excel\Security\RequireAddinSig") == 1:
        yield _act("makro", "addin_harus_ditandatangani")
    elif _setting(mesin, rf"{windows.LOKASI}\AllLocationsDisabled") == 1:
        yield _without_locations(mesin, state)
    elif _is_trusted(mesin, state.tempat.addin.parent):
        yield _good("makro", "lokasi_tepercaya", folder=state.tempat.addin.parent)
    else:
        yield _unknown("makro", "lokasi_tidak_pasti", folder=state.tempat.addin.parent)


def _without_locations(mesin: Mesin, state: Keadaan) -> Hasil:
    """Where policy switches trusted locations off, the ordinary setting for macros decides."""
    warnings = _setting(mesin, r"Excel\Security\VBAWarnings")
    if warnings == _ALL_ON:
        return _good("makro", "makro_diizinkan")
    code = {_SIGNED_ONLY: "makro_harus_ditandatangani", _ALL_OFF: "makro_dilarang"}
    return _act("makro", code.get(warnings if isinstance(warnings, int) else 0, "lokasi_dimatikan"))


def _is_trusted(mesin: Mesin, folder: Path) -> bool:
    """Whether Excel's list of trusted locations names the folder."""
    listed = {
        _plain(_expanded(mesin, value))
        for name, value in _registry(mesin, windows.LOKASI)
        if name.endswith(r"\Path") and isinstance(value, str)
    }
    return _plain(str(folder)) in listed


def _plain(path: str) -> str:
    return path.replace("/", "\\").rstrip("\\").casefold()


def _expanded(mesin: Mesin, value: str) -> str:
    upper = {name.upper(): said for name, said in mesin.lingkungan.items()}
    return re.sub(r"%(\w+)%", lambda match: upper.get(match[1].upper(), match[0]), value)


def _disabled(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    """Excel puts what it blames for a crash on a list and loads it no more."""
    if mesin.sistem != "windows":
        return
    for _, value in _registry(mesin, r"Excel\Resiliency\DisabledItems"):
        if isinstance(value, bytes) and ADDIN in value.decode("utf-16-le", errors="replace").lower():
            yield _act("dinonaktifkan", "dinonaktifkan")
            return
    yield _good("dinonaktifkan", "tidak_dinonaktifkan")


def _setting(mesin: Mesin, name: str) -> Nilai | None:
    """A value, policy before the user's own, this user's before the machine's."""
    ending = f"\\{name}".casefold()
    return next((value for key, value in _registry(mesin, name) if key.casefold().endswith(ending)), None)


def _registry(mesin: Mesin, begins: str) -> Iterator[tuple[str, Nilai]]:
    """Values whose name under Office begins so, policy first; keys and names are compared as Windows does."""
    for base in (windows.KEBIJAKAN, windows.PENGGUNA):
        for hive in ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"):
            prefix = rf"{hive}\{base}\{begins}".casefold()
            for key, value in mesin.registri.items():
                if key.casefold().startswith(prefix):
                    yield key, value


# ── paths ──


def _paths(mesin: Mesin, state: Keadaan) -> Iterator[Hasil]:
    python = state.interpreter or mesin.interpreter
    told = False
    for path in dict.fromkeys((python, state.tempat.addin, state.tempat.konfigurasi)):
        for code in _troubles(mesin, path):
            told = True
            yield _act("jalur", code, path=path)
    if not told:
        yield _good("jalur", "jalur_biasa")


def _troubles(mesin: Mesin, path: Path) -> Iterator[str]:
    shown = str(path)
    clouds = [mesin.lingkungan[name] for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
              if mesin.lingkungan.get(name)]  # fmt: skip
    if any(path.is_relative_to(Path(folder)) for folder in clouds):
        yield "jalur_onedrive"
    if shown.startswith(("\\\\", "//")):
        yield "jalur_jaringan"
    try:
        shown.encode(mesin.ansi)
    except UnicodeError:
        yield "jalur_huruf"


_CHECKS: tuple[Periksa, ...] = (
    _excel, _python, _packages, _library, _installed, _settings, _script, _profile, _second_copy, _mark, _policy,
    _disabled, _paths,
)  # fmt: skip
