"""Which column of which table should agree with which other: links that are weaker than one fact in two tables.

Columns with the same `besaran` state the same fact and are compared as such. Here stand the pairs that mean two things
and should nevertheless agree: a target before and after a review that changes no pagu, a plan and the review it rests
on. Every entry says whether a difference is certainly an error (`pasti`) and what it rests on (`dasar`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

#: The role of a table and the key of a column of it.
Kolom: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Hubungan:
    """`kiri` should equal `kanan`: in the same row where both are of one table, else in the rows of one indicator or
    program. `bila`: only where these columns (of the left row, of the right row) agree too; `atau`: other columns of
    the right table, any of which may agree instead."""

    kiri: Kolom
    kanan: Kolom
    pasti: bool
    dasar: str
    bila: tuple[tuple[str, str], ...] = ()
    atau: tuple[str, ...] = ()

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


HUBUNGAN: tuple[Hubungan, ...] = (
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
