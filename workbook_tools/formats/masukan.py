"""The input sheets of the working workbook: a figure is typed here once, every Tabel shows it through formulas."""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.formats.scopes import (
    Ancestor,
    Children,
    Const,
    Count,
    CountFilled,
    FirstOnly,
    FromTable,
    Interleaved,
    Joined,
    Param,
    Pick,
    PositionIn,
    Running,
    Scope,
    SumWhere,
    This,
    Where,
)
from workbook_tools.formats.spec import Column, Entity, Kind, Repeat, TableFormat

NONNEGATIVE = (0.0, None)
DASAR = "Lembar isian proyek; butirnya dari tabel LKjIP Magetan 2025 (2.2 sampai 4.3)"


def _of_pk(versi: Scope, then: Scope) -> Where:
    """The scope in rows that belong to that Perjanjian Kinerja: those marked with it, and those marked with none."""
    return Where("pk", versi, then, or_blank=True)


def _of_sasaran(then: Scope) -> Where:
    """The scope in rows of a sasaran; a tujuan has no money and stands in no table of capaian per sasaran."""
    return Where("jenis", Const("sasaran"), then)


def _order(key: str, of: str) -> Column:
    """The helper that numbers the rows in which the helper `of` is filled: the order of a filtered view."""
    return Column(key, (key,), Kind.URUT, helper=True, source=CountFilled(of))


def _mark(key: str, source: Scope) -> Column:
    return Column(key, (key,), Kind.URUT, helper=True, source=source)


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
    version=2,
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
        Column("level", ("Tujuan atau sasaran",), Kind.PILIHAN, choices="level_kinerja", optional=True, width=10),
        Column("sasaran_induk", ("Sasaran menurut PK induk, bila lain",), Kind.TEKS, optional=True, width=30),
        Column("pk", ("Hanya dalam PK",), Kind.PILIHAN, choices="versi_pk", optional=True, width=11),
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
            operands=(_of_sasaran(SumWhere("program", "pagu", "posisi", "posisi")),), width=16,
        ),
        Column(
            "realisasi_anggaran", ("Realisasi anggaran sasaran (Rp)",), Kind.RUPIAH, besaran="realisasi_anggaran",
            rule=rules.jumlah, operands=(_of_sasaran(SumWhere("program", "rp", "posisi", "posisi")),), width=16,
        ),
        Column(
            "posisi", ("posisi",), Kind.URUT, helper=True, source=PositionIn("indikator", "no_sasaran", "no_sasaran"),
        ),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("no_sasaran")),
        Column("id", ("id",), Kind.KODE, helper=True, source=Joined("kunci", "")),
        Column("jenis", ("jenis",), Kind.KODE, helper=True, source=Pick("level", This("level"), Const("sasaran"))),
        Column(
            "teks_induk", ("teks_induk",), Kind.TEKS, helper=True,
            source=Pick("sasaran_induk", This("sasaran_induk"), This("sasaran")),
        ),
        _mark("s_posisi", _of_sasaran(This("posisi"))),
        _mark("s_berlaku", _of_pk(Param("versi_pk"), This("s_posisi"))),
        _mark("s_induk", _of_pk(Const("induk"), This("s_posisi"))),
        _mark("s_perubahan", _of_pk(Const("perubahan"), This("s_posisi"))),
        _mark("t_induk", _of_pk(Const("induk"), This("posisi"))),
        _mark("t_perubahan", _of_pk(Const("perubahan"), This("posisi"))),
        _order("n_berlaku", "s_berlaku"),
        _order("n_induk", "s_induk"),
        _order("n_perubahan", "s_perubahan"),
        _order("n_rk_induk", "t_induk"),
        _order("n_rk_perubahan", "t_perubahan"),
        Column(
            "baris", ("baris",), Kind.URUT, helper=True,
            source=Interleaved("indikator", "s_berlaku", "program", "p_berlaku", "heads"),
        ),
    ),
)  # fmt: skip


def _before_change(key: str) -> tuple[Scope, ...]:
    """What the PK induk says: the figure in force as long as it is the PK induk's, then the one kept beside it."""
    return Param("versi_pk"), This(key), This(f"{key}_induk")


def _of_renja(key: str) -> tuple[Column, Column]:
    """Money that a Renja tells beside that of the two PK: of each row, and summed upwards."""
    own = FromTable("renja", key, by="id", optional=True)
    return (
        Column(f"rp_{key}", (f"rp_{key}",), Kind.RUPIAH, helper=True, source=own),
        Column(
            f"{key}_jumlah", (f"{key}_jumlah",), Kind.RUPIAH, helper=True, rule=rules.jumlah,
            operands=(Children(f"rp_{key}"),),
        ),
    )  # fmt: skip


PROGRAM = TableFormat(
    "masukan.program",
    version=2,
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
        Column("pk", ("Hanya dalam PK",), Kind.PILIHAN, choices="versi_pk", optional=True, width=11),
        Column(
            "target_induk", ("Target", "PK induk"), Kind.ANGKA, besaran="target", versi_pk="induk", optional=True,
            width=10,
        ),
        Column("target", ("Target", "Berlaku"), Kind.ANGKA, besaran="target", width=10, aliases=("Target",)),
        Column(
            "pagu_induk", ("Pagu (Rp), hanya di baris terendah", "PK induk"), Kind.RUPIAH, bounds=NONNEGATIVE,
            once=True, optional=True, width=17,
        ),
        Column(
            "pagu", ("Pagu (Rp), hanya di baris terendah", "Berlaku"), Kind.RUPIAH, bounds=NONNEGATIVE, once=True,
            width=17,
        ),
        Column(
            "pagu_depan", ("Pagu tahun depan (Rp)",), Kind.RUPIAH, bounds=NONNEGATIVE, once=True, optional=True,
            besaran="pagu_depan", width=17,
        ),
        Column(
            "pagu_induk_jumlah", ("Jumlah pagu PK induk (Rp)",), Kind.RUPIAH, besaran="pagu", versi_pk="induk",
            rule=rules.jumlah, operands=(Children("rp_induk"),), width=17,
        ),
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
            "target_pk_induk", ("target_pk_induk",), Kind.ANGKA, helper=True, rule=rules.target_berlaku,
            operands=_before_change("target"),
        ),
        Column(
            "rp_induk", ("rp_induk",), Kind.RUPIAH, helper=True, rule=rules.target_berlaku,
            operands=_before_change("pagu"),
        ),
        *_of_renja("pagu_rkpd"),
        *_of_renja("pagu_awal"),
        _mark("p_berlaku", _of_pk(Param("versi_pk"), This("posisi"))),
        _mark("p_induk", _of_pk(Const("induk"), This("ke"))),
        _mark("p_perubahan", _of_pk(Const("perubahan"), This("ke"))),
        _mark("p_program", FirstOnly(Where("level", Const("program"), This("ke")))),
        _order("n_berlaku", "p_berlaku"),
        _order("n_induk", "p_induk"),
        _order("n_perubahan", "p_perubahan"),
        _order("n_program", "p_program"),
        Column(
            "baris", ("baris",), Kind.URUT, helper=True,
            source=Interleaved("indikator", "s_berlaku", "program", "p_berlaku", "details"),
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
