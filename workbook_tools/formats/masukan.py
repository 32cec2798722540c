"""The input sheets of the working workbook: a figure is typed here once, every Tabel shows it through formulas."""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.formats.scopes import (
    Ancestor,
    Children,
    Count,
    FromTable,
    Interleaved,
    Joined,
    Param,
    Pick,
    PositionIn,
    Running,
    SumWhere,
    This,
)
from workbook_tools.formats.spec import Column, Entity, Kind, Repeat, TableFormat

NONNEGATIVE = (0.0, None)
DASAR = "Lembar isian proyek; butirnya dari tabel LKjIP Magetan 2025 (2.13, 2.14, 3.3, 3.4, 3.6)"

PROFIL = TableFormat(
    "masukan.profil",
    version=1,
    role="profil",
    sheet="Profil",
    caption="Profil",
    titles=("Profil laporan",),
    entity=Entity.PROFIL,
    is_input=True,
    dasar=DASAR,
    parts=(
        Column("kunci", ("Kunci",), Kind.KODE, required=True, width=20),
        Column("isi", ("Isi",), Kind.TEKS, width=52),
        Column("keterangan", ("Keterangan",), Kind.TEKS, width=70),
    ),
)

INDIKATOR = TableFormat(
    "masukan.indikator",
    version=1,
    role="indikator",
    sheet="Indikator",
    caption="Indikator",
    titles=("Indikator kinerja dan targetnya",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    is_input=True,
    spare_rows=4,
    dasar=DASAR,
    parts=(
        Column("kunci", ("Kode",), Kind.KODE, required=True, width=8),
        Column("no_sasaran", ("No. sasaran",), Kind.KODE, required=True, width=9),
        Column("sasaran", ("Sasaran strategis",), Kind.TEKS, width=38),
        Column("indikator", ("Indikator kinerja",), Kind.TEKS, required=True, width=38),
        Column("satuan", ("Satuan",), Kind.TEKS, required=True, besaran="satuan", width=13),
        Column("polaritas", ("Polaritas",), Kind.PILIHAN, choices="polaritas", required=True, width=10),
        Column("agregasi", ("Cara menggabung triwulan",), Kind.PILIHAN, choices="agregasi", required=True, width=12),
        Column(
            "target_induk", ("Target", "PK induk"), Kind.ANGKA, besaran="target", versi_pk="induk", width=11,
        ),
        Column(
            "target_perubahan", ("Target", "PK perubahan"), Kind.ANGKA, besaran="target", versi_pk="perubahan",
            width=11,
        ),
        Repeat(
            "tahun", "Tahun {tahun}", before_last=True, columns=(
                Column("target", ("Target",), Kind.ANGKA, besaran="target", width=10),
                Column("realisasi", ("Realisasi",), Kind.ANGKA, besaran="realisasi", width=10),
            ),
        ),
        Column(
            "target", ("Target berlaku",), Kind.ANGKA, besaran="target", rule=rules.target_berlaku,
            operands=(Param("versi_pk"), This("target_induk"), This("target_perubahan")), width=10,
        ),
        Column(
            "realisasi", ("Realisasi",), Kind.ANGKA, besaran="realisasi",
            source=FromTable("realisasi", "realisasi", by="id"), width=10,
        ),
        Column(
            "capaian", ("Capaian (%)",), Kind.PERSEN, rule=rules.capaian, decimals=2,
            operands=(This("realisasi"), This("target"), This("polaritas")), width=10,
        ),
        Column(
            "kategori", ("Kategori",), Kind.PILIHAN, choices="kategori", rule=rules.kategori,
            operands=(This("capaian"),), width=17,
        ),
        Column(
            "pagu", ("Pagu sasaran (Rp)",), Kind.RUPIAH, besaran="pagu", rule=rules.jumlah,
            operands=(SumWhere("program", "pagu", "posisi", "posisi"),), width=16,
        ),
        Column(
            "realisasi_anggaran", ("Realisasi anggaran sasaran (Rp)",), Kind.RUPIAH, besaran="realisasi_anggaran",
            rule=rules.jumlah, operands=(SumWhere("program", "rp", "posisi", "posisi"),), width=16,
        ),
        Column(
            "posisi", ("posisi",), Kind.URUT, helper=True, source=PositionIn("indikator", "no_sasaran", "no_sasaran"),
        ),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("no_sasaran")),
        Column("id", ("id",), Kind.KODE, helper=True, source=Joined("kunci", "")),
        Column(
            "baris", ("baris",), Kind.URUT, helper=True, source=Interleaved("indikator", "program", "posisi", "heads"),
        ),
    ),
)  # fmt: skip

PROGRAM = TableFormat(
    "masukan.program",
    version=1,
    role="program",
    sheet="Program",
    caption="Program",
    titles=("Program, kegiatan, sub kegiatan dan pagunya",),
    entity=Entity.PROGRAM,
    name_column="uraian",
    indicator_column="indikator",
    is_input=True,
    spare_rows=10,
    dasar=DASAR,
    parts=(
        Column("kunci", ("Kode",), Kind.KODE, required=True, width=18),
        Column("level", ("Level",), Kind.PILIHAN, choices="level", required=True, width=13),
        Column("uraian", ("Program/kegiatan/sub kegiatan",), Kind.TEKS, width=46),
        Column("no_sasaran", ("No. sasaran",), Kind.KODE, width=9),
        Column("indikator", ("Indikator kinerja",), Kind.TEKS, width=40),
        Column("satuan", ("Satuan",), Kind.TEKS, besaran="satuan", width=13),
        Column("polaritas", ("Polaritas",), Kind.PILIHAN, choices="polaritas", width=10),
        Column("agregasi", ("Cara menggabung triwulan",), Kind.PILIHAN, choices="agregasi", width=12),
        Column("target", ("Target",), Kind.ANGKA, besaran="target", width=10),
        Column("pagu", ("Pagu (Rp), hanya di baris terendah",), Kind.RUPIAH, bounds=NONNEGATIVE, once=True, width=17),
        Column(
            "pagu_jumlah", ("Pagu jumlah (Rp)",), Kind.RUPIAH, besaran="pagu", rule=rules.jumlah,
            operands=(Children("pagu"),), width=17,
        ),
        Column(
            "realisasi_anggaran", ("Realisasi anggaran (Rp)",), Kind.RUPIAH, besaran="realisasi_anggaran",
            rule=rules.jumlah, operands=(Children("rp"),), width=17,
        ),
        Column(
            "serapan", ("Serapan (%)",), Kind.PERSEN, rule=rules.serapan, decimals=2,
            operands=(This("realisasi_anggaran"), This("pagu_jumlah")), width=10,
        ),
        Column(
            "realisasi", ("Realisasi",), Kind.ANGKA, besaran="realisasi",
            source=FromTable("realisasi", "realisasi", by="id"), width=10,
        ),
        Column(
            "capaian", ("Capaian (%)",), Kind.PERSEN, rule=rules.capaian, decimals=2,
            operands=(This("realisasi"), This("target"), This("polaritas")), width=10,
        ),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("kunci")),
        Column("id", ("id",), Kind.KODE, helper=True, source=Joined("kunci", "ke")),
        Column("grup", ("grup",), Kind.KODE, helper=True, source=Joined("level", "kunci")),
        Column("k_program", ("k_program",), Kind.KODE, helper=True, source=Ancestor("kunci", "program")),
        Column("k_kegiatan", ("k_kegiatan",), Kind.KODE, helper=True, source=Ancestor("kunci", "kegiatan")),
        Column("k_sasaran", ("k_sasaran",), Kind.KODE, helper=True, source=Ancestor("no_sasaran", "program")),
        Column(
            "posisi", ("posisi",), Kind.URUT, helper=True, source=PositionIn("indikator", "no_sasaran", "k_sasaran"),
        ),
        Column("nomor", ("nomor",), Kind.URUT, helper=True, source=Count("ke", 1)),
        Column("rp", ("rp",), Kind.RUPIAH, helper=True, source=FromTable("realisasi", "realisasi_rp", by="id")),
        Column(
            "baris", ("baris",), Kind.URUT, helper=True,
            source=Interleaved("indikator", "program", "posisi", "details"),
        ),
    ),
)  # fmt: skip


def _quarters(suffix: str, head: str, kind: Kind, bounds: tuple[float | None, float | None]) -> tuple[Column, ...]:
    """The four quarter columns of one quantity."""
    names = ("I", "II", "III", "IV")
    width = 16 if kind is Kind.RUPIAH else 10
    return tuple(
        Column(f"tw{n}_{suffix}", (head, f"TW {roman}"), kind, bounds=bounds, width=width)
        for n, roman in enumerate(names, start=1)
    )


REALISASI = TableFormat(
    "masukan.realisasi",
    version=1,
    role="realisasi",
    sheet="Realisasi",
    caption="Realisasi",
    titles=("Realisasi per triwulan",),
    entity=Entity.TRIWULAN,
    name_column="nama",
    is_input=True,
    spare_rows=14,
    dasar=DASAR,
    parts=(
        Column("kunci", ("Kode",), Kind.KODE, required=True, width=18),
        Column(
            "nama", ("Indikator",), Kind.TEKS, width=46,
            source=Pick("id_indikator", FromTable("indikator", "indikator", by="id_indikator"),
                        FromTable("program", "indikator", by="id")),
        ),
        Column(
            "agregasi", ("Cara menggabung",), Kind.PILIHAN, choices="agregasi", width=12,
            source=Pick("id_indikator", FromTable("indikator", "agregasi", by="id_indikator"),
                        FromTable("program", "agregasi", by="id")),
        ),
        *_quarters("k", "Kinerja", Kind.ANGKA, (None, None)),
        Column(
            "realisasi", ("Kinerja", "Setahun"), Kind.ANGKA, besaran="realisasi", rule=rules.agregasi_triwulan,
            operands=(This("agregasi"), *(This(f"tw{n}_k") for n in range(1, 5))), width=10,
        ),
        *_quarters("rp", "Anggaran (Rp)", Kind.RUPIAH, (None, None)),
        Column(
            "realisasi_rp", ("Anggaran (Rp)", "Setahun"), Kind.RUPIAH, rule=rules.jumlah,
            operands=tuple(This(f"tw{n}_rp") for n in range(1, 5)), width=16,
        ),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("kunci")),
        Column(
            "id_indikator", ("id_indikator",), Kind.KODE, helper=True, source=FromTable("indikator", "id", by="kunci"),
        ),
        Column(
            "id", ("id",), Kind.KODE, helper=True,
            source=Pick("id_indikator", This("id_indikator"), Joined("kunci", "ke")),
        ),
    ),
)  # fmt: skip

FORMATS = (PROFIL, INDIKATOR, PROGRAM, REALISASI)
