"""Input sheets beside the four basic ones: the plan of several years, words of the analysis, next year's plan, Renja.

A workbook has them only where one of its tables needs them. Every row names an indicator or a program by its code.
"""

from __future__ import annotations

from dataclasses import replace

from workbook_tools.compute import rules
from workbook_tools.formats.masukan import NONNEGATIVE
from workbook_tools.formats.scopes import CountFilled, FromTable, Joined, Running, Scope, This
from workbook_tools.formats.spec import OLD_PLAN, PLAN, Column, Entity, Kind, Repeat, TableFormat

DASAR = "Lembar isian proyek; butirnya dari tabel LKjIP Magetan 2025 (2.2, 2.6, 3.8, 3.9, 4.2, 4.3)"
_WORDS = 44.0


def _looked_up(key: str, head: str, column: str, width: float = 40, kind: Kind = Kind.TEKS) -> Column:
    """What Indikator says of the code in this row, for the eye and for other columns."""
    return Column(key, (head,), kind, source=FromTable("indikator", column, by="kunci"), width=width)


_KUNCI = Column("kunci", ("Kode",), Kind.KODE, required=True, width=8)
_ID = Column("id", ("id",), Kind.KODE, helper=True, source=Joined("kunci", ""))

RENSTRA = TableFormat(
    "masukan.renstra",
    version=1,
    role="renstra",
    sheet="Renstra",
    caption="Renstra",
    titles=("Target Renstra setiap tahun",),
    entity=Entity.RENCANA,
    name_column="nama",
    indicator_column="nama",
    is_input=True,
    spare_rows=4,
    dasar=DASAR,
    parts=(
        _KUNCI,
        _looked_up("nama", "Indikator kinerja", "indikator"),
        _looked_up("satuan", "Satuan", "satuan", 13),
        Column("nspk", ("NSPK dan sasaran RPJMD yang relevan",), Kind.TEKS, optional=True, width=40),
        Repeat(PLAN, "Target", columns=(
            Column("target", ("{tahun}",), Kind.ANGKA, besaran="target_rencana", width=13),
        )),
        Column("target_akhir", ("Target akhir Renstra",), Kind.ANGKA, source=This("target_{akhir}"), width=13),
        Column("keterangan", ("Keterangan",), Kind.TEKS, optional=True, width=24),
        _ID,
    ),
)  # fmt: skip

RENSTRA_LAMA = replace(
    RENSTRA,
    id="masukan.renstra_lama",
    role="renstra_lama",
    sheet="Renstra lama",
    caption="Renstra lama",
    titles=("Target Renstra sebelumnya setiap tahun",),
    parts=tuple(replace(part, axis=OLD_PLAN) if isinstance(part, Repeat) else part for part in RENSTRA.parts),
)

ANALISIS = TableFormat(
    "masukan.analisis",
    version=1,
    role="analisis",
    sheet="Analisis",
    caption="Analisis",
    titles=("Analisis capaian setiap indikator",),
    entity=Entity.RENCANA,
    name_column="nama",
    indicator_column="nama",
    is_input=True,
    spare_rows=4,
    dasar=DASAR,
    parts=(
        _KUNCI,
        _looked_up("nama", "Indikator kinerja", "indikator"),
        Column("pembanding", ("Realisasi pembanding",), Kind.ANGKA, width=14),
        Column("penyebab", ("Penyebab keberhasilan atau kegagalan",), Kind.TEKS, width=_WORDS),
        Column("permasalahan", ("Permasalahan",), Kind.TEKS, width=_WORDS),
        Column("solusi", ("Alternatif solusi",), Kind.TEKS, width=_WORDS),
        _ID,
        Column("n_pembanding", ("n_pembanding",), Kind.URUT, helper=True, source=CountFilled("pembanding")),
    ),
)  # fmt: skip

_TRIWULAN = tuple(
    Column(f"tw{n}", ("Target triwulan", f"TW {roman}"), Kind.ANGKA, width=10)
    for n, roman in enumerate(("I", "II", "III", "IV"), start=1)
)

RENCANA = TableFormat(
    "masukan.rencana",
    version=1,
    role="rencana",
    sheet="Rencana",
    caption="Rencana",
    titles=("Rencana aksi dan target tahun {tahun}",),
    entity=Entity.RENCANA,
    tahun_geser=1,
    name_column="nama",
    indicator_column="nama",
    is_input=True,
    spare_rows=4,
    dasar=DASAR,
    parts=(
        _KUNCI,
        _looked_up("nama", "Indikator kinerja", "indikator"),
        _looked_up("agregasi", "Cara menggabung triwulan", "agregasi", 12),
        Column("rencana_aksi", ("Rencana aksi",), Kind.TEKS, width=60),
        *_TRIWULAN,
        Column(
            "total", ("Target triwulan", "Setahun"), Kind.ANGKA, besaran="target", rule=rules.agregasi_triwulan,
            operands=(This("agregasi"), *(This(c.key) for c in _TRIWULAN)), width=10,
        ),
        _ID,
    ),
)  # fmt: skip


def _of_program(column: str) -> Scope:
    return FromTable("program", column, by="id")


RENJA = TableFormat(
    "masukan.renja",
    version=1,
    role="renja",
    sheet="Rincian Renja",
    caption="Rincian Renja",
    titles=("Rincian Renja setiap program, kegiatan, dan sub kegiatan",),
    entity=Entity.TRIWULAN,
    rows_like=("program",),
    name_column="nama",
    is_input=True,
    spare_rows=10,
    dasar="Lembar isian proyek; butirnya dari tabel Renja Perubahan Magetan 2024 (2.1, 2.2, 3.2, 3.3)",
    parts=(
        Column("kunci", ("Kode",), Kind.KODE, required=True, width=18),
        Column("nama", ("Indikator",), Kind.TEKS, source=_of_program("indikator"), width=40),
        Column("target_renstra", ("Renstra", "Target akhir"), Kind.ANGKA, width=11),
        Column("realisasi_lalu", ("Renstra", "Realisasi s.d. tahun lalu"), Kind.ANGKA, width=11),
        Column(
            "realisasi_renstra", ("Renstra", "Realisasi s.d. tahun ini"), Kind.ANGKA, rule=rules.agregasi_renstra,
            operands=(_of_program("agregasi"), This("realisasi_lalu"), _of_program("realisasi")), width=11,
        ),
        Column("target_awal", ("Rancangan awal", "Target"), Kind.ANGKA, width=11),
        Column(
            "pagu_awal", ("Rancangan awal", "Pagu (Rp), hanya di baris terendah"), Kind.RUPIAH, bounds=NONNEGATIVE,
            width=17,
        ),
        Column(
            "pagu_rkpd", ("Pagu RKPD (Rp), hanya di baris terendah",), Kind.RUPIAH, bounds=NONNEGATIVE, width=17,
        ),
        Column("lokasi", ("Lokasi",), Kind.TEKS, width=24),
        Column("sumber_dana", ("Sumber dana",), Kind.TEKS, width=24),
        Column("prioritas_nasional", ("Prioritas", "Nasional"), Kind.TEKS, optional=True, width=24),
        Column("prioritas_daerah", ("Prioritas", "Daerah"), Kind.TEKS, optional=True, width=24),
        Column("kelompok_sasaran", ("Kelompok sasaran",), Kind.TEKS, optional=True, width=18),
        Column("target_maju", ("Prakiraan maju", "Target"), Kind.TEKS, optional=True, width=11),
        Column("pagu_maju", ("Prakiraan maju", "Pagu (Rp)"), Kind.RUPIAH, optional=True, width=17),
        Column("catatan", ("Catatan penting",), Kind.TEKS, optional=True, width=30),
        Column("keterangan", ("Keterangan",), Kind.TEKS, optional=True, width=30),
        Column("solusi", ("Solusi",), Kind.TEKS, optional=True, width=30),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("kunci")),
        Column("id", ("id",), Kind.KODE, helper=True, source=Joined("kunci", "ke")),
    ),
)  # fmt: skip

FORMATS = (RENSTRA, RENSTRA_LAMA, ANALISIS, RENCANA, RENJA)
