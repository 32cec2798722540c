"""The efisiensi that a table prints: one column, and the profile says which of the four meanings stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbook_tools.compute.anggaran import serapan
from workbook_tools.compute.efisiensi import (
    efisien_bila_capaian_ge_serapan,
    efisiensi_pagu_capaian,
    selisih_capaian_serapan,
    sisa_serapan,
)
from workbook_tools.compute.rule import Argumen, Hasil, Rule
from workbook_tools.errors import DeclarationError
from workbook_tools.regulations.methods import metode
from workbook_tools.regulations.profile import Profil

#: How each meaning takes its operands from pagu, realisasi anggaran and capaian: (Python face, native face).
_MUKA: Mapping[str, tuple[Callable[..., Hasil], Callable[..., str]]] = {
    "efisiensi_pagu_capaian": (efisiensi_pagu_capaian, efisiensi_pagu_capaian.formula),
    "sisa_serapan": (
        lambda profil, pagu, realisasi, _capaian: sisa_serapan(profil, realisasi, pagu),
        lambda profil, pagu, realisasi, _capaian: sisa_serapan.formula(profil, realisasi, pagu),
    ),
    "selisih_capaian_serapan": (
        lambda profil, pagu, realisasi, capaian: selisih_capaian_serapan(
            profil, capaian, serapan(profil, realisasi, pagu)
        ),
        lambda profil, pagu, realisasi, capaian: selisih_capaian_serapan.formula(
            profil, capaian, f"({serapan.formula(profil, realisasi, pagu)})"
        ),
    ),
    "efisien_bila_capaian_ge_serapan": (
        lambda profil, pagu, realisasi, capaian: efisien_bila_capaian_ge_serapan(
            profil, capaian, serapan(profil, realisasi, pagu)
        ),
        lambda profil, pagu, realisasi, capaian: efisien_bila_capaian_ge_serapan.formula(
            profil, capaian, f"({serapan.formula(profil, realisasi, pagu)})"
        ),
    ),
}

#: The methods of efisiensi that a table may print, by their ids.
METODE = ("pagu_capaian", "sisa_serapan", "selisih_capaian_serapan", "capaian_ge_serapan")


def efisiensi_tabel(jenis: str) -> Rule:
    """The efisiensi of a kind of table (`choices.JENIS_TABEL_EFISIENSI`) as the profile says: percent points or words.

    Operands pagu, realisasi anggaran, capaian; reasons as the chosen rule. Source: the method's own `dasar`.
    """

    def hitung(profil: Profil, pagu: Argumen, realisasi: Argumen, capaian: Argumen) -> Hasil:
        return _muka(profil, jenis)[0](profil, pagu, realisasi, capaian)

    def tulis(profil: Profil, pagu: str, realisasi: str, capaian: str) -> str:
        return _muka(profil, jenis)[1](profil, pagu, realisasi, capaian)

    return Rule(
        nama="efisiensi_tabel",
        operands=("pagu", "realisasi", "capaian"),
        satuan="poin persen",
        dasar="metode efisiensi menurut profil: LKjIP Magetan 2025 Tabel 3.3, 3.4, 3.5; LKjIP Jember 2025 Tabel 3.14",
        rumus="metode efisiensi menurut profil",
        rumus_profil=lambda profil: profil.metode_efisiensi(jenis).rumus,
        hitung=hitung,
        tulis=tulis,
    )


def efisiensi_menurut(id: str) -> Rule:
    """The efisiensi of a table by one of `METODE`, whatever the profile says; operands as `efisiensi_tabel`."""
    cara = metode(id)
    hitung, tulis = _MUKA[cara.aturan]
    return Rule(
        nama="efisiensi_tabel", operands=("pagu", "realisasi", "capaian"), satuan=cara.satuan, dasar=cara.sumber.dasar,
        rumus=cara.rumus, hitung=hitung, tulis=tulis,
    )  # fmt: skip


def _muka(profil: Profil, jenis: str) -> tuple[Callable[..., Hasil], Callable[..., str]]:
    metode = profil.metode_efisiensi(jenis)
    if metode.aturan not in _MUKA:
        raise DeclarationError("metode_tanpa_aturan", id=metode.id, jenis=jenis)
    return _MUKA[metode.aturan]
