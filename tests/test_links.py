"""Links between tables are data: what a column equals, sums to or is computed from can be asked for."""

from __future__ import annotations

import pytest
from test_cli import call

from workbook_tools import api
from workbook_tools.formats import FORMATS
from workbook_tools.formats.hubungan import HUBUNGAN
from workbook_tools.formats.tautan import Jenis


@pytest.mark.parametrize(
    ("format", "column", "kind", "other"),
    [
        ("magetan.3_7", "realisasi", Jenis.SAMA, ("capaian_sasaran", "realisasi")),
        ("magetan.3_7", "target_akhir", Jenis.SEPADAN, ("renstra_matriks", "target_{akhir}")),
        ("magetan.3_7", "target_akhir", Jenis.DIAMBIL, ("renstra", "target_akhir")),
        ("magetan.3_7", "kemajuan", Jenis.DIHITUNG, ("kemajuan", "target_akhir")),
        ("magetan.2_13", "pagu", Jenis.JUMLAH, ("program_perubahan", "pagu")),
        ("magetan.3_6", "target_{tahun}", Jenis.SAMA, ("capaian_sasaran", "target")),
        ("magetan.4_1", "predikat_capaian", Jenis.DIHITUNG, ("capaian_ringkas", "rerata_capaian")),
        ("masukan.program", "pagu_jumlah", Jenis.JUMLAH, ("program", "pagu")),
        ("masukan.indikator", "pagu", Jenis.JUMLAH, ("program", "pagu")),
        ("magetan_renja.3_3", "bertambah_berkurang", Jenis.DIHITUNG, ("renja_rencana", "pagu_rkpd")),
    ],
)
def test_a_column_tells_what_it_hangs_on(format: str, column: str, kind: Jenis, other: tuple[str, str]) -> None:
    _, found = api.links(format)
    assert (column, kind, other) in {(t.kolom, t.jenis, t.lain) for t in found}


def test_every_declared_link_names_tables_and_columns_that_exist() -> None:
    by_role = {f.role: f for f in FORMATS.values()}
    for link in HUBUNGAN:
        for role, key in (link.kiri, link.kanan):
            years = (2024, 2025) if by_role[role].axis is not None else ()
            filled = key.format(tahun=2025, akhir=2025, jelang_akhir=2024)
            assert filled in {c.key for c in by_role[role].columns(years)}, (role, key)


def test_every_table_of_the_report_hangs_on_something() -> None:
    for format in api.formats():
        if format.role not in ("profil", "kriteria") and not format.is_input:
            assert api.links(format.id)[1], format.id


def test_the_verb_lists_the_links_and_refuses_an_unknown_table() -> None:
    said = call("formats", "magetan.3_7")
    assert said.code == 0
    assert "Target Akhir Renstra\tsepadan dengan\tTabel 2.6 › target_{akhir}" in said.out
    assert call("formats", "magetan.9_9").code == 2
