"""Which column of which table should agree with which other: links that are weaker than one fact in two tables.

Columns with the same `besaran` state the same fact and are compared as such. Here stand the pairs that mean two things
and should nevertheless agree: a target before and after a review that changes no pagu, a plan and the review it rests
on. Every entry says whether a difference is certainly an error (`pasti`) and what it rests on (`dasar`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

#: The role of a table and the key of a column of it. `{tahun}` in a key stands for the year: every year of the left
#: column's table, that year in the right one; `{akhir}` and `{jelang_akhir}` for the last years of the right table.
Kolom: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Hubungan:
    """`kiri` should equal `kanan`: in the same row where both are of one table, else in the rows of one indicator or
    program. `bila`: only where these columns (of the left row, of the right row) agree too; `atau`: other columns of
    the right table, any of which may agree instead; `tabel_lain`: other tables whose column of that key may.
    `acuan`: the left one follows the right one, so that a difference is told at the left. `selain_pk`: not where a
    Perjanjian Kinerja of that year states the figure, for it may change what was planned."""

    kiri: Kolom
    kanan: Kolom
    pasti: bool
    dasar: str
    bila: tuple[tuple[str, str], ...] = ()
    atau: tuple[str, ...] = ()
    tabel_lain: tuple[str, ...] = ()
    acuan: bool = False
    selain_pk: bool = False

    @property
    def sebaris(self) -> bool:
        """Whether both columns stand in the same row of one table."""
        return self.kiri[0] == self.kanan[0]


@dataclass(frozen=True, slots=True)
class Penyesuaian:
    """Words in `teks` that add to or take from a pagu (`Pengurangan Rp.1.980.000`): `sebelum`, of the same row, and
    that amount make `sesudah`, of the row of the same program."""

    teks: Kolom
    sebelum: str
    sesudah: Kolom
    dasar: str


_RENCANA = ("renstra_matriks", "target_{tahun}")
_RENCANA_LAMA = ("renstra_lama_matriks",)

#: Targets of the Renstra, which other tables follow.
TARGET_RENSTRA: tuple[Hubungan, ...] = (
    *(
        Hubungan(
            (rk, "target"), _RENCANA, pasti=False, tabel_lain=_RENCANA_LAMA, acuan=True, selain_pk=True,
            dasar="Target Rencana Kerja adalah target Renstra tahun itu (LKjIP Magetan 2025 Tabel 2.2, 2.6, 2.9, 2.12)",
        )
        for rk in ("rk_induk", "rk_perubahan")
    ),
    *(
        Hubungan(
            (pk, "target"), _RENCANA, pasti=False, tabel_lain=_RENCANA_LAMA, acuan=True,
            dasar="Perjanjian Kinerja memuat target Renstra tahun itu (LKjIP Magetan 2025 Tabel 2.2, 2.6, 2.11, 2.14)",
        )
        for pk in ("pk_induk", "pk_perubahan")
    ),
    Hubungan(
        ("antar_tahun", "target_{tahun}"), _RENCANA, pasti=False, tabel_lain=_RENCANA_LAMA, acuan=True, selain_pk=True,
        dasar="Target tahun lalu adalah target Renstra tahun itu (LKjIP Magetan 2025 Tabel 2.2 dan 3.6)",
    ),
    Hubungan(
        ("target_triwulan", "target"), _RENCANA, pasti=False, tabel_lain=_RENCANA_LAMA, acuan=True,
        dasar="Target tahun depan adalah target Renstra tahun itu (LKjIP Magetan 2025 Tabel 2.6 dan 4.3)",
    ),
    Hubungan(
        ("kemajuan", "target_akhir"), ("renstra_matriks", "target_{akhir}"), pasti=False,
        atau=("target_{jelang_akhir}",), tabel_lain=_RENCANA_LAMA, acuan=True,
        dasar="Target akhir Renstra adalah target tahun terakhirnya (LKjIP Magetan 2025 Tabel 2.6 dan 3.7)",
    ),
)  # fmt: skip

HUBUNGAN: tuple[Hubungan, ...] = (
    *TARGET_RENSTRA,
    Hubungan(
        ("renja_review", "target_awal"), ("renja_review", "target_analisis"), pasti=False,
        bila=(("pagu_awal", "pagu_analisis"),),
        dasar="Target tidak berubah bila pagunya tidak berubah (Renja Perubahan Magetan 2024 subbab 3.2)",
    ),
    Hubungan(
        ("renja_rencana", "target_sesudah"), ("renja_review", "target_analisis"), pasti=False,
        dasar="Target sesudah perubahan adalah target hasil analisis (Renja Perubahan Magetan 2024 subbab 3.2 dan 3.3)",
    ),
    Hubungan(
        ("renja_rencana", "pagu_perubahan"), ("renja_review", "pagu_analisis"), pasti=False,
        dasar="Pagu RKPD perubahan adalah pagu hasil analisis (Renja Perubahan Magetan 2024 subbab 3.2 dan 3.3)",
    ),
    Hubungan(
        ("renja_rencana", "target_sebelum"), ("renja_evaluasi", "target"), pasti=False,
        dasar="Target sebelum perubahan adalah target yang dievaluasi (Renja Perubahan Magetan 2024 Tabel 2.2 dan 3.3)",
    ),
    Hubungan(
        ("renja_evaluasi", "pagu"), ("renja_rencana", "pagu_apbd"), pasti=False, atau=("pagu_rkpd",),
        dasar="Pagu yang dievaluasi adalah pagu sebelum perubahan (Renja Perubahan Magetan 2024 Tabel 2.2 dan 3.3)",
    ),
)  # fmt: skip

PENYESUAIAN: tuple[Penyesuaian, ...] = (
    Penyesuaian(
        ("renja_evaluasi", "keterangan"), "pagu", ("renja_review", "pagu_analisis"),
        dasar="Pagu ditambah penyesuaian dalam keterangan = pagu sesudahnya (Renja Perubahan Magetan 2024 Tabel 2.2)",
    ),
    Penyesuaian(
        ("renja_evaluasi", "keterangan"), "pagu", ("renja_rencana", "pagu_perubahan"),
        dasar="Pagu ditambah penyesuaian dalam keterangan = pagu sesudahnya (Renja Perubahan Magetan 2024 Tabel 2.2)",
    ),
)  # fmt: skip
