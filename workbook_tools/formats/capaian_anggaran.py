"""Capaian beside money: pagu × capaian, what is left of it after the realisasi, and the efficiency that follows.

Several indicators share one money cell; which capaian enters is the profile's choice (`capaian_bersama`).
"""

from __future__ import annotations

from workbook_tools.compute import rules
from workbook_tools.compute.efisiensi_tabel import efisiensi_tabel
from workbook_tools.formats.scopes import Const, FirstOnly, FromTable, Group, Pick, RowAt, Running, Scope, This
from workbook_tools.formats.spec import Column, Entity, Kind, TableFormat

_ALIAS_SASARAN = (
    "Tujuan/Sasaran",
    "Sasaran",
    "Sasaran Strategis",
    "Tujuan / Sasaran",
    "Tujuan/Sasaran/Program/Kegiatan/Sub Kegiatan",
)

_ALIAS_INDIKATOR = (
    "Indikator Kinerja", "Indikator", "Indikator Kinerja Sasaran / Tujuan", "Indikator Kinerja Sasaran",
    "Indikator Kinerja Utama", "Indikator Kinerja Utama (IKU)", "IKU",
    "Indikator Kinerja Program/Kegiatan/Sub Kegiatan",
)  # fmt: skip


def _figures(sources: dict[str, Scope], *, once: bool, jenis: str) -> tuple[Column, ...]:
    """The eight figures that both tables print; `once` where money stands only in the first row of its group."""
    return (
        Column(
            "pagu", ("Pagu anggaran (perubahan terakhir) Rp",), Kind.RUPIAH, besaran="pagu", once=once,
            aliases=("Pagu anggaran", "Pagu", "Pagu anggaran Rp", "Pagu anggaran (Rp)", "Anggaran", "Pagu (Rp)"),
            source=sources["pagu"], width=18,
        ),
        Column(
            "realisasi_anggaran", ("Realisasi Anggaran Rp",), Kind.RUPIAH, besaran="realisasi_anggaran", once=once,
            aliases=("Realisasi Anggaran", "Realisasi Anggaran (Rp)", "Realisasi Pagu", "Realisasi", "Realisasi (Rp)"),
            source=sources["realisasi_anggaran"], width=18,
        ),
        Column(
            "target", ("Target Kinerja",), Kind.ANGKA, besaran="target", aliases=("Target",),
            source=sources["target"], width=11,
        ),
        Column(
            "realisasi", ("Realisasi Kinerja",), Kind.ANGKA, besaran="realisasi", aliases=("Realisasi",),
            source=sources["realisasi"], width=11,
        ),
        Column(
            "capaian", ("% Capaian Output/kinerja",), Kind.PERSEN, rule=rules.capaian, decimals=0,
            aliases=("Capaian (%)", "Capaian %", "% Capaian", "Capaian", "% Capaian Kinerja", "Capaian Kinerja (%)"),
            operands=(This("realisasi"), This("target"), This("polaritas")), width=12,
        ),
        Column(
            "pagu_x_capaian", ("(Pagu anggaran x capaian output/kinerja)",), Kind.RUPIAH, rule=rules.persen_dari,
            aliases=("Pagu anggaran x capaian", "Pagu x capaian"), once=once,
            operands=(This("pagu"), Group("capaian")), width=18,
        ),
        Column(
            "selisih", ("(Pagu anggaran x capaian output / kinerja) - Realisasi Anggaran",), Kind.RUPIAH,
            aliases=("(Pagu anggaran x capaian) - Realisasi Anggaran", "Selisih"), rule=rules.kurang, once=once,
            required=True, rumus="pagu × capaian − realisasi anggaran",
            operands=(This("pagu_x_capaian"), This("realisasi_anggaran")), width=18,
        ),
        Column(
            "efisiensi", ("Efisiensi (%)",), Kind.PERSEN, rule=efisiensi_tabel(jenis), decimals=2, once=once,
            aliases=("Efisiensi", "% Efisiensi"),
            operands=(This("pagu"), This("realisasi_anggaran"), Group("capaian")), width=11,
        ),
    )  # fmt: skip


def _indikator(column: str) -> Scope:
    return FromTable("indikator", column, by="id_indikator")


def _either(column: str, program_column: str = "") -> Scope:
    """From Indikator in a sasaran row, from Program in a program row."""
    return Pick("id_indikator", _indikator(column), FromTable("program", program_column or column, by="id_program"))


_FIGURES = ("pagu", "realisasi_anggaran", "target", "realisasi")

MAGETAN_3_3 = TableFormat(
    "magetan.3_3",
    version=1,
    role="capaian_sasaran",
    sheet="Tabel 3.3",
    caption="Tabel 3.3",
    titles=("Capaian Kinerja (Perubahan) Tahun {tahun}",),
    entity=Entity.INDIKATOR,
    name_column="sasaran",
    indicator_column="indikator",
    dasar="LKjIP Magetan 2025 Tabel 3.3",
    parts=(
        Column(
            "sasaran", ("Tujuan/Sasaran",), Kind.TEKS, aliases=_ALIAS_SASARAN, width=38,
            source=FirstOnly(_indikator("sasaran")),
        ),
        Column(
            "indikator", ("Indikator Kinerja Sasaran / Tujuan (PERJANJIAN KINERJA PERUBAHAN)",), Kind.TEKS,
            required=True, aliases=_ALIAS_INDIKATOR,
            source=_indikator("indikator"), width=38,
        ),
        *_figures(
            {key: FirstOnly(_indikator(key)) if key in ("pagu", "realisasi_anggaran") else _indikator(key)
             for key in _FIGURES}, once=True, jenis="capaian_sasaran",
        ),
        Column("id_indikator", ("id_indikator",), Kind.KODE, helper=True, source=RowAt("indikator", "n_berlaku")),
        Column("grup", ("grup",), Kind.KODE, helper=True, source=_indikator("posisi")),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("grup")),
        Column("polaritas", ("polaritas",), Kind.KODE, helper=True, source=_indikator("polaritas")),
    ),
)  # fmt: skip

MAGETAN_3_4 = TableFormat(
    "magetan.3_4",
    version=1,
    role="rincian",
    sheet="Tabel 3.4",
    caption="Tabel 3.4",
    titles=("Rincian Capaian Kinerja (Perubahan) Tahun {tahun}",),
    entity=Entity.RINCIAN,
    name_column="uraian",
    indicator_column="indikator",
    dasar="LKjIP Magetan 2025 Tabel 3.4",
    parts=(
        Column(
            "uraian", ("Tujuan/Sasaran",), Kind.TEKS, width=44,
            aliases=(*_ALIAS_SASARAN, "Sasaran/Program/Kegiatan/Sub Kegiatan", "Program/Kegiatan/Sub Kegiatan"),
            source=FirstOnly(_either("sasaran", "uraian")),
        ),
        Column(
            "indikator", ("Indikator Kinerja Sasaran / Tujuan (PERJANJIAN KINERJA PERUBAHAN)",), Kind.TEKS,
            aliases=_ALIAS_INDIKATOR,
            source=_either("indikator"), width=40,
        ),
        *_figures(
            {"pagu": _either("pagu", "pagu_jumlah"), "realisasi_anggaran": _either("realisasi_anggaran"),
             "target": _either("target"), "realisasi": _either("realisasi")}, once=False, jenis="rincian_program",
        ),
        Column("id_indikator", ("id_indikator",), Kind.KODE, helper=True, source=RowAt("indikator", "baris")),
        Column("id_program", ("id_program",), Kind.KODE, helper=True, source=RowAt("program", "baris")),
        Column("level", ("level",), Kind.KODE, helper=True,
               source=Pick("id_indikator", Const("sasaran"), FromTable("program", "level", by="id_program"))),
        Column("grup", ("grup",), Kind.KODE, helper=True, source=_either("posisi", "grup")),
        Column("ke", ("ke",), Kind.URUT, helper=True, source=Running("grup")),
        Column("polaritas", ("polaritas",), Kind.KODE, helper=True, source=_either("polaritas")),
    ),
)  # fmt: skip

FORMATS = (MAGETAN_3_3, MAGETAN_3_4)
