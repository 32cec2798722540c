"""What is installed here, and whether it is still as it was installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbook_tools.addin import conf, manifest
from workbook_tools.addin.manifest import Catatan, digest_of
from workbook_tools.addin.places import Mesin, Tempat, tempat
from workbook_tools.errors import LkjipError

Berkas = Literal["utuh", "berubah", "hilang"]


@dataclass(frozen=True, slots=True)
class Keadaan:
    """The state of the installation; `catatan` is None where nothing was installed."""

    tempat: Tempat
    catatan: Catatan | None
    addin: Berkas = "hilang"
    konfigurasi: Berkas = "hilang"
    interpreter: Path | None = None
    interpreter_ada: bool = False
    profil: str | None = None

    @property
    def baik(self) -> bool:
        """Whether all is as installed."""
        return (
            self.catatan is not None
            and self.catatan.selesai
            and self.addin == self.konfigurasi == "utuh"
            and self.interpreter_ada
        )


def status(mesin: Mesin) -> Keadaan:
    """Look at what was installed; nothing is changed."""
    places = tempat(mesin)
    entry = manifest.read(places)
    if entry is None:
        return Keadaan(places, None)
    settings, state = _settings(mesin, entry)
    said = settings.get(interpreter_key(mesin))
    interpreter = conf.filled(mesin, said) if said else None
    return Keadaan(
        places,
        entry,
        addin=_addin(places, entry),
        konfigurasi=state,
        interpreter=interpreter,
        interpreter_ada=interpreter is not None and interpreter.is_file(),
        profil=settings.get(conf.PROFIL),
    )


def interpreter_key(mesin: Mesin) -> str:
    """The setting that names the Python on that system."""
    return "INTERPRETER_WIN" if mesin.sistem == "windows" else "INTERPRETER_MAC"


def _addin(places: Tempat, entry: Catatan) -> Berkas:
    found = digest_of(places.addin)
    if found is None:
        return "hilang"
    return "utuh" if found == entry.sekarang.addin else "berubah"


def _settings(mesin: Mesin, entry: Catatan) -> tuple[conf.Konfigurasi, Berkas]:
    """What VBA reads, and whether the settings are those that were written; the profile may be chosen anew."""
    try:
        there = conf.current(mesin)
    except LkjipError:
        return conf.Konfigurasi(), "berubah"
    if not there.baris:
        return there, "hilang"
    wanted = entry.sekarang.konfigurasi
    same = all(there.get(key) == value for key, value in wanted.items() if key != conf.PROFIL)
    return there, "utuh" if same else "berubah"
