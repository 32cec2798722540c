"""What the law and the reports say, as dated data with a source: scales, methods of efisiensi, local profiles.

    skala/*.toml       bands of a scale: limits, names, colours, and the gaps that the printed limits leave
    efisiensi/*.toml   the meanings of the word efisiensi, and the bands of nilai efisiensi
    parameter/*.toml   the numbers in other formulas
    profil/*.toml      every choice that a government's tables make: a parent plus its differences

Every entry has `dasar`, `berlaku` and `terverifikasi`; the loader refuses one without them.
"""

from workbook_tools.regulations.bands import Band, Celah, Skala, skala
from workbook_tools.regulations.entries import Sumber
from workbook_tools.regulations.methods import MetodeEfisiensi, metode
from workbook_tools.regulations.profile import Profil, ProfilInfo, available, for_year, load, load_file

__all__ = [
    "Band", "Celah", "MetodeEfisiensi", "Profil", "ProfilInfo", "Skala", "Sumber", "available", "for_year", "load",
    "load_file", "metode", "skala",
]  # fmt: skip
