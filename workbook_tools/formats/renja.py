"""Renja: what was reached by a quarter, what the change of the RKPD does to targets and pagu, and the plan after it.

Figures "sampai dengan triwulan" are not those of the year: their `besaran` is their own, and so is that of every pagu
(before, after, RKPD, APBD), since one document prints several of them for one program. Links between the tables are
declared in `hubungan.py`.
"""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.formats.scopes import This
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

_RENJA = "Target Kinerja dan Anggaran Renja Perangkat Daerah Tahun berjalan"
_DIEVALUASI = "Realisasi Capaian Kinerja dan Anggaran Renja Perangkat Daerah yang dievaluasi"
_TINGKAT = "Tingkat Capaian Kinerja dan Realisasi Anggaran Renja yang dievaluasi (%)"
_TARGET_RENSTRA = "Target Renstra Perangkat Daerah (Akhir Periode Renstra Perangkat Daerah)"
_REALISASI_RENJA = "Realisasi Renja Perangkat Daerah"
_REALISASI_RENSTRA = "Realisasi Kinerja dan Anggaran Renstra Perangkat Daerah s/d tahun berjalan"
_TINGKAT_RENSTRA = "Tingkat Capaian Kinerja dan Realisasi Anggaran Renstra Perangkat Daerah s/d tahun berjalan (%)"
_ALIAS_URAIAN = (
    "Program/Kegiatan", "Program, Kegiatan dan Sub Kegiatan", "Program/Kegiatan/Sub Kegiatan",
    "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan", "Uraian",
)  # fmt: skip
_ALIAS_INDIKATOR = (
    "Indikator Kinerja", "Indikator", "Indikator Kinerja Program (outcome)/Kegiatan (output)",
    "Indikator Kinerja Program/Kegiatan/Sub Kegiatan", "Indikator Kinerja Program, Kegiatan, Sub Kegiatan",
)  # fmt: skip


def _uraian(*aliases: str) -> Column:
    return Column(
        "uraian", ("Program, Kegiatan, Sub Kegiatan",), Kind.TEKS, aliases=(*_ALIAS_URAIAN, *aliases), width=52
    )


def _indikator() -> Column:
    head = "Indikator Kinerja Tujuan, Sasaran, Program (outcome), Kegiatan (output), Sub Kegiatan"
    return Column("indikator", (head,), Kind.TEKS, aliases=_ALIAS_INDIKATOR, width=46)


def _volume(key: str, group: str, besaran: str, *aliases: str) -> Column:
    """A figure of kinerja; its unit stands in the column beside it."""
    names = (f"{group} Volume", f"{group} K", *aliases)
    return Column(key, (group, "K", "Volume"), Kind.ANGKA, besaran=besaran, aliases=names, width=11)


def _satuan(key: str, group: str, *, of: str) -> Column:
    return Column(
        key, (group, "K", "Satuan"), Kind.TEKS, besaran="satuan", aliases=(f"{group} Satuan",), satuan_dari=of, width=13
    )


MAGETAN_2_1 = TableFormat(
    "magetan_renja.2_1",
    version=1,
    role="renja_evaluasi_kinerja",
    sheet="Tabel 2.1",
    caption="Tabel 2.1",
    titles=("Evaluasi Hasil Pelaksanaan RKPD Tahun {tahun}",),
    entity=Entity.PROGRAM,
    name_column="uraian",
    indicator_column="indikator",
    only_read=True,
    rows_like=(),
    dasar="Renja Perubahan Magetan 2024 Tabel 2.1",
    parts=(
        _uraian(),
        _indikator(),
        _volume("target_renstra", _TARGET_RENSTRA, "target_akhir_renstra"),
        _satuan("satuan_renstra", _TARGET_RENSTRA, of="target_renstra"),
        _volume("target", _RENJA, "target_renja", f"{_RENJA} yang dievaluasi Volume"),
        _satuan("satuan", _RENJA, of="target"),
        _volume("realisasi", _REALISASI_RENJA, "realisasi_triwulan"),
        _satuan("satuan_realisasi", _REALISASI_RENJA, of="realisasi"),
        Column(
            "capaian", (_TINGKAT, "K"), Kind.PERSEN, rule=rules.capaian, decimals=2, width=12,
            aliases=("Tingkat Capaian Kinerja Renja (%)", "Tingkat Capaian Kinerja (%)"),
            operands=(This("realisasi"), This("target"), This("polaritas")),
        ),
        _volume("realisasi_renstra", _REALISASI_RENSTRA, "realisasi_renstra"),
        _satuan("satuan_realisasi_renstra", _REALISASI_RENSTRA, of="realisasi_renstra"),
        Column(
            "capaian_renstra", (_TINGKAT_RENSTRA, "K"), Kind.PERSEN, rule=rules.kemajuan, decimals=2, width=12,
            aliases=("Tingkat Capaian Kinerja Renstra (%)", _TINGKAT_RENSTRA.removesuffix(" (%)")),
            operands=(This("realisasi_renstra"), This("target_renstra"), This("polaritas")),
        ),
    ),
)  # fmt: skip

MAGETAN_2_2 = TableFormat(
    "magetan_renja.2_2",
    version=1,
    role="renja_evaluasi",
    sheet="Tabel 2.2",
    caption="Tabel 2.2",
    titles=("Hasil Evaluasi Renja sampai dengan Triwulan Tahun Berjalan",),
    entity=Entity.PROGRAM,
    name_column="uraian",
    indicator_column="indikator",
    only_read=True,
    rows_like=("renja_evaluasi_kinerja",),
    dasar="Renja Perubahan Magetan 2024 Tabel 2.2",
    parts=(
        _uraian(),
        _indikator(),
        _volume("target", f"{_RENJA} yang dievaluasi", "target_renja", f"{_RENJA} Volume"),
        _satuan("satuan", f"{_RENJA} yang dievaluasi", of="target"),
        Column(
            "pagu", (f"{_RENJA} yang dievaluasi", "Rp"), Kind.RUPIAH, besaran="pagu_renja", once=True, width=18,
            aliases=(f"{_RENJA} Rp",),
        ),
        _volume("realisasi", _DIEVALUASI, "realisasi_triwulan"),
        _satuan("satuan_realisasi", _DIEVALUASI, of="realisasi"),
        Column(
            "realisasi_anggaran", (_DIEVALUASI, "Rp"), Kind.RUPIAH, besaran="realisasi_anggaran_triwulan", once=True,
            width=18,
        ),
        Column(
            "capaian", (_TINGKAT, "K"), Kind.PERSEN, rule=rules.capaian, decimals=2, width=12,
            operands=(This("realisasi"), This("target"), This("polaritas")),
        ),
        Column(
            "capaian_anggaran", (_TINGKAT, "Rp"), Kind.PERSEN, rule=rules.serapan, decimals=2, once=True, width=12,
            operands=(This("realisasi_anggaran"), This("pagu")),
        ),
        Column("keterangan", ("Keterangan",), Kind.TEKS, aliases=("Ket.", "Ket"), optional=True, width=30),
        Column("solusi", ("Solusi",), Kind.TEKS, aliases=("Tindak Lanjut",), optional=True, width=18),
    ),
)  # fmt: skip

MAGETAN_3_1 = TableFormat(
    "magetan_renja.3_1",
    version=1,
    role="renja_target",
    sheet="Tabel 3.1",
    caption="Tabel 3.1",
    titles=("Target Kinerja Penyelenggaraan Pemerintahan Daerah",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    only_read=True,
    rows_like=(),
    dasar="Renja Perubahan Magetan 2024 Tabel 3.1",
    parts=(
        Column("no", ("No",), Kind.URUT, optional=True, width=6),
        Column("tujuan", ("Tujuan",), Kind.TEKS, width=36),
        Column("sasaran", ("Sasaran",), Kind.TEKS, aliases=("Sasaran Strategis",), width=36),
        Column(
            "indikator", ("Indikator Kinerja (Tujuan/Sasaran)",), Kind.TEKS, required=True, width=40,
            aliases=("Indikator Kinerja", "Indikator Kinerja Tujuan/Sasaran", "Indikator"),
        ),
        Column("target_renja", ("Target", "Renja"), Kind.ANGKA, besaran="target_renja", width=12),
        Column(
            "target_p_renja", ("Target", "P-Renja"), Kind.ANGKA, besaran="target_renja_perubahan", width=12,
            aliases=("Perubahan Renja", "Renja Perubahan"),
        ),
        Column(
            "target_akhir_renstra", ("Target", "Akhir Renstra"), Kind.ANGKA, besaran="target_akhir_renstra", width=12,
            aliases=("Target Akhir Renstra",),
        ),
    ),
)  # fmt: skip


def _review(suffix: str, group: str, *aliases: str) -> tuple[Column, ...]:
    """The five columns that the review prints twice, under `group` or another name of the same side."""
    names = (group, *aliases)
    kinds = (
        ("uraian", ("Program / Kegiatan", "Program/Kegiatan/Sub Kegiatan"), Kind.TEKS, "", 44.0),
        ("lokasi", ("Lokasi",), Kind.TEKS, "", 16.0),
        ("indikator", ("Indikator Kinerja", "Indikator"), Kind.TEKS, "", 40.0),
        ("target", ("Target Capaian", "Target"), Kind.ANGKA, f"target_{suffix}", 14.0),
        ("pagu", ("Pagu Indikatif (Rp.000)", "Pagu Indikatif (Rp)", "Pagu Indikatif", "Pagu"), Kind.RUPIAH,
         f"pagu_{suffix}", 18.0),
    )  # fmt: skip
    return tuple(
        Column(
            f"{key}_{suffix}", (group, heads[0]), kind, besaran=besaran, optional=key == "lokasi", width=width,
            aliases=tuple(f"{name} {head}" for name in names for head in heads), once=kind is Kind.RUPIAH,
        )
        for key, heads, kind, besaran, width in kinds
    )  # fmt: skip


MAGETAN_3_2 = TableFormat(
    "magetan_renja.3_2",
    version=1,
    role="renja_review",
    sheet="Tabel 3.2",
    caption="Tabel 3.2",
    titles=("Review terhadap Dokumen Perubahan RKPD", "Telaahan terhadap Rancangan Awal RKPD"),
    entity=Entity.PROGRAM,
    name_column="uraian_awal",
    indicator_column="indikator_awal",
    only_read=True,
    rows_like=(),
    dasar="Renja Perubahan Magetan 2024 subbab 3.2",
    parts=(
        Column("no", ("No",), Kind.URUT, width=6),
        *_review("awal", "Rancangan Awal P-APBD", "Rancangan Awal RKPD", "Rancangan Awal Perubahan RKPD"),
        *_review("analisis", "Hasil Analisis Kebutuhan"),
        Column("catatan", ("Catatan Penting",), Kind.TEKS, aliases=("Catatan",), optional=True, width=24),
    ),
)  # fmt: skip

MAGETAN_3_3 = TableFormat(
    "magetan_renja.3_3",
    version=1,
    role="renja_rencana",
    sheet="Tabel 3.3",
    caption="Tabel 3.3",
    titles=("Rencana Program dan Kegiatan Perubahan Renja",),
    entity=Entity.PROGRAM,
    name_column="uraian",
    indicator_column="indikator",
    numbering=True,
    only_read=True,
    rows_like=(),
    dasar="Renja Perubahan Magetan 2024 subbab 3.3",
    parts=(
        Column("no", ("No",), Kind.URUT, width=6),
        Column("kode", ("Kode",), Kind.KODE, aliases=("Kode Rekening", "Kode Program/Kegiatan"), width=18),
        Column(
            "uraian", ("Urusan / Bidang Urusan / Program / Kegiatan / Sub Kegiatan",), Kind.TEKS,
            aliases=_ALIAS_URAIAN, width=44,
        ),
        Column(
            "indikator", ("Indikator Program / Kegiatan / Sub Kegiatan",), Kind.TEKS, aliases=_ALIAS_INDIKATOR,
            width=40,
        ),
        Column(
            "target_sebelum", ("Target", "Sebelum"), Kind.ANGKA, besaran="target_sebelum", width=14,
            aliases=("Target Sebelum", "Target Sebelum Perubahan"),
        ),
        Column(
            "target_sesudah", ("Target", "Sesudah"), Kind.ANGKA, besaran="target_sesudah", width=14,
            aliases=("Target Sesudah", "Target Sesudah Perubahan"),
        ),
        Column(
            "pagu_rkpd", ("Pagu Indikatif (Rp)", "RKPD"), Kind.RUPIAH, besaran="pagu_rkpd", once=True, width=18,
            aliases=("Pagu RKPD",),
        ),
        Column(
            "pagu_apbd", ("Pagu Indikatif (Rp)", "APBD"), Kind.RUPIAH, besaran="pagu_apbd", once=True, width=18,
            aliases=("Pagu APBD",),
        ),
        Column(
            "pagu_perubahan", ("Pagu Indikatif (Rp)", "RKPD Perubahan"), Kind.RUPIAH, besaran="pagu_perubahan",
            once=True, width=18, aliases=("Perubahan RKPD", "P-RKPD", "Pagu RKPD Perubahan"),
        ),
        Column(
            "bertambah_berkurang", ("Bertambah/Berkurang",), Kind.RUPIAH, rule=rules.kurang, once=True, width=18,
            aliases=("Bertambah/(Berkurang)", "Bertambah/Berkurang (Rp)"),
            rumus="pagu RKPD perubahan − pagu RKPD", operands=(This("pagu_perubahan"), This("pagu_rkpd")),
            atau=(("pagu RKPD perubahan − pagu APBD", (This("pagu_perubahan"), This("pagu_apbd"))),),
        ),
        Column("lokasi", ("Lokasi",), Kind.TEKS, optional=True, width=20),
        Column("sumber_dana", ("Sumber Dana",), Kind.TEKS, optional=True, width=18),
        Column("prioritas_nasional", ("Prioritas", "Nasional"), Kind.TEKS, optional=True, width=20),
        Column("prioritas_daerah", ("Prioritas", "Daerah"), Kind.TEKS, optional=True, width=20),
        Column("kelompok_sasaran", ("Kelompok Sasaran",), Kind.TEKS, optional=True, width=16),
        Column(
            "prakiraan_target", ("Prakiraan Maju Rencana Tahun", "Target"), Kind.TEKS, optional=True, width=12,
        ),
        Column(
            "prakiraan_pagu", ("Prakiraan Maju Rencana Tahun", "Pagu Indikatif (Rp)"), Kind.RUPIAH, optional=True,
            width=18,
        ),
        Column(
            "perangkat_daerah", ("Perangkat Daerah Penanggung Jawab",), Kind.TEKS, optional=True, width=22,
            aliases=("Perangkat Daerah", "OPD Penanggung Jawab"),
        ),
    ),
)  # fmt: skip

FORMATS = (MAGETAN_2_1, MAGETAN_2_2, MAGETAN_3_1, MAGETAN_3_2, MAGETAN_3_3)
