"""The sheet Ringkasan: in front of a lossless copy, following its cells, readable whatever the figures are."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner
from kantor import rekaan
from openpyxl.worksheet.worksheet import Worksheet
from template_tools import opened, without_values
from test_patch import assert_lossless

from workbook_tools import api
from workbook_tools.books.closed import read
from workbook_tools.cli.commands import lkjip
from workbook_tools.errors import InputError
from workbook_tools.messages import speaking
from workbook_tools.process import process
from workbook_tools.regulations.profile import load
from workbook_tools.samples import sample
from workbook_tools.summary import SHEET, summary
from workbook_tools.summary.charts import Sumbu
from workbook_tools.tables.build import Isian
from workbook_tools.template import build

TERBIT, ISIAN = sample("magetan_2025", "terbit.xlsx"), sample("magetan_2025", "isian.xlsx")
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def made(source: Path, folder: Path) -> Path:
    target = folder / f"ringkas_{source.name}"
    summary(source, target)
    return target


@pytest.fixture(scope="module", name="ready")
def _ready(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Copies with the sheet that several tests look at: both samples, and an office with every kind of figure."""
    folder = tmp_path_factory.mktemp("ringkasan")
    return {"isian": made(ISIAN, folder), "terbit": made(TERBIT, folder), "6": with_indicators(6, folder)}


def page(path: Path, *, values: bool = True) -> Worksheet:
    return opened(path, values=values)[SHEET]


def shown(path: Path) -> list[object]:
    return [cell.value for row in page(path).iter_rows() for cell in row if cell.value is not None]


def many(count: int) -> Isian:
    """Indicators with every kind of figure: far above, negative, nothing, zero, target zero, words of any length."""
    indikator, realisasi = [], []
    for n in range(count):
        kunci = f"{n // 3 + 1}.{n % 3 + 1}"
        target, reached = [(0.14, 1.69), (10.0, 45.0), (10.0, None), (10.0, 0.0), (0.0, 5.0), (80.0, 79.9)][n % 6]
        indikator.append({
            "kunci": kunci, "no_sasaran": str(n // 3 + 1), "sasaran": f"Meningkatnya mutu layanan {n // 3 + 1}",
            "indikator": f"Persentase layanan ke-{n} " + "yang memenuhi standar pelayanan " * (n % 4),
            "satuan": "Persen", "polaritas": "turun" if n % 6 == 1 else "naik", "agregasi": "akhir",
            "target_induk": target, "target_perubahan": target, "target_2024": 10.0, "realisasi_2024": 9.0,
        })  # fmt: skip
        realisasi.append({"kunci": kunci, **({} if reached is None else {"tw4_k": reached})})
    profil = [{"kunci": "profil", "isi": "magetan_2025"}, {"kunci": "tahun", "isi": "2025"}]
    return {"profil": profil, "indikator": indikator, "program": [], "realisasi": realisasi}


def with_indicators(count: int, folder: Path) -> Path:
    source = folder / f"{count}.xlsx"
    return made(build(load("magetan_2025"), source, isian=many(count), formats=["magetan.3_3"], spare=False), folder)


# --- a lossless copy -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [TERBIT, ISIAN], ids=lambda p: p.stem)
def test_the_copy_is_the_original_with_one_sheet_in_front(source: Path, ready: dict[str, Path]):
    target = ready[source.stem]
    assert opened(target, values=True).sheetnames == [SHEET, *opened(source, values=True).sheetnames]
    with zipfile.ZipFile(source) as old:
        sheets = {n for n in old.namelist() if n.startswith("xl/worksheets/sheet")}
    own = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    selected = {n for n in sheets if b"tabSelected" in zipfile.ZipFile(source).read(n)}
    assert_lossless(source, target, own | selected)


@pytest.mark.parametrize("source", [TERBIT, ISIAN], ids=lambda p: p.stem)
def test_checks_find_exactly_what_they_found_before(source: Path, ready: dict[str, Path]):
    before, after = process(read(source)), process(read(ready[source.stem]))
    assert [(f.code, f.place, f.message) for f in after.findings] == [
        (f.code, f.place, f.message) for f in before.findings
    ]
    assert (after.skipped, after.profil.id, after.tahun) == (before.skipped, before.profil.id, before.tahun)


def test_made_again_it_replaces_itself(ready: dict[str, Path], tmp_path: Path):
    once = ready["terbit"]
    twice = tmp_path / "dua.xlsx"
    summary(once, twice)
    assert Counter(opened(twice, values=True).sheetnames) == Counter(opened(once, values=True).sheetnames)
    old, new = page(once), page(twice)
    differing = [c.coordinate for row in old.iter_rows() for c in row if c.value != new[c.coordinate].value]
    assert [old[cell].value for cell in differing] == [t for t in shown(once) if " terbit.xlsx" in str(t)]


def test_a_sheet_of_that_name_that_somebody_else_made_is_not_touched(tmp_path: Path):
    book = openpyxl.load_workbook(TERBIT)
    book.create_sheet(SHEET)["A1"] = "catatan sendiri"
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book.save(source)
    with pytest.raises(InputError) as refused:
        summary(source, target)
    assert refused.value.code == "lembar_asing"
    assert not target.exists()


def test_compute_with_summary_does_both(tmp_path: Path):
    target, plain = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    api.compute(TERBIT, plain)
    done = api.compute(TERBIT, target, summary=True)
    assert done.written > 0
    assert opened(target, values=True).sheetnames[0] == SHEET
    cells = {f"{s.title}!{k}": c.value for s in read(plain) for k, c in s.cells.items()}
    assert {f"{s.title}!{k}": c.value for s in read(target) if s.title != SHEET for k, c in s.cells.items()} == cells


# --- what it says ----------------------------------------------------------------------------------------------------


def test_it_tells_office_year_profile_and_the_source_of_the_scale(ready: dict[str, Path]):
    words = " ".join(str(v) for v in shown(ready["isian"]))
    for said in (
        "RINGKASAN KINERJA TAHUN 2025", "Dinas Koperasi dan Usaha Kecil dan Menengah Kabupaten Magetan", "magetan_2025",
        "Keputusan Kepala LAN 239/IX/6/8/2003", "Efisiensi pagu × capaian", date.today().strftime("%d-%m-%Y"),
        "lkjip summary",
    ):  # fmt: skip
        assert said in words


def test_key_figures_are_those_of_the_report(ready: dict[str, Path]):
    sheet = page(ready["terbit"])
    row = next(c.row for c in sheet["A"] if c.value == "Indikator") + 1
    figures = [sheet.cell(row, column).value for column in (1, 3, 4, 6, 8, 10)]
    assert figures[0] == 4
    assert figures[2:4] == [908_531_800 + 891_441_330 + 3_358_804_568, 878_317_680 + 882_985_588 + 3_175_755_962]
    assert [round(f, 2) for f in (figures[1], figures[4], figures[5])] == [100.17, 95.7, 4.6]


def test_findings_are_counted_and_the_gravest_stand_with_links(ready: dict[str, Path]):
    target = ready["terbit"]
    result = process(read(TERBIT))
    words = " ".join(map(str, shown(target)))
    assert f"Hasil pemeriksaan: {result.errors} kesalahan" in words
    assert f"dan {len(result.findings) - 10} temuan lainnya" in words
    links = [c.hyperlink.location for row in page(target, values=False).iter_rows() for c in row if c.hyperlink]
    assert links == [f"'{f.place.sheet}'!{f.place.cell}" for f in result.findings[:10]]


def test_what_was_not_computed_leads_to_the_cell_to_fill(ready: dict[str, Path]):
    sheet = page(ready["6"], values=False)
    links = {c.hyperlink.location: sheet.cell(c.row, 9).value for row in sheet.iter_rows() for c in row if c.hyperlink}
    assert links["Realisasi!D10"] == "realisasi kosong"  # the third indicator, its first quarter
    assert links["Indikator!L12"] == "target nol"  # the fifth indicator, its target in the PK in force


def test_nothing_at_all_is_told_as_nothing(tmp_path: Path):
    target = made(build(load("netral"), tmp_path / "kosong.xlsx", formats=["magetan.3_3"]), tmp_path)
    words = [str(v) for v in shown(target)]
    assert any(w.startswith("Belum ada indikator yang terisi") for w in words)
    assert words.count("belum ada") == 5
    assert not any(name.startswith("xl/charts/") for name in zipfile.ZipFile(target).namelist())


def test_it_speaks_english_too(tmp_path: Path):
    with speaking("en"):
        words = [str(v) for v in shown(made(TERBIT, tmp_path))]
    assert "PERFORMANCE SUMMARY 2025" in words
    assert "Capaian by sasaran" in words


# --- it follows its cells --------------------------------------------------------------------------------------------


def formulas(path: Path) -> dict[str, str]:
    cells = (c for row in page(path, values=False).iter_rows() for c in row)
    return {c.coordinate: c.value for c in cells if isinstance(c.value, str) and c.value.startswith("=")}


def test_a_working_workbook_is_followed_by_key(ready: dict[str, Path]):
    found = formulas(ready["isian"]).values()
    of_first = [f for f in found if 'MATCH("1.1",tbl_indikator[id],0)' in f]
    columns = [re.findall(r"tbl_indikator\[(\w+)\],MATCH", f)[0] for f in of_first]
    assert columns == ["target_perubahan", "realisasi", "pagu", "realisasi_anggaran"]
    assert not any("Tabel 3.3" in f for f in found)


def test_a_table_typed_by_hand_is_followed_by_cell(ready: dict[str, Path]):
    found = formulas(ready["terbit"]).values()
    assert [f for f in found if f.endswith("'Tabel 3.3'!$C$7,\"\")")]
    percent = [f for f in found if "'Tabel 3.3'!$E$7" in f]  # typed as 70,54 %
    assert [f.endswith('*100,"")') for f in percent] == [True]


def test_figures_typed_as_text_stand_as_values(tmp_path: Path):
    book = openpyxl.load_workbook(TERBIT)
    book["Tabel 3.3"]["F7"] = "70,63%"
    source = tmp_path / "teks.xlsx"
    book.save(source)
    target = made(source, tmp_path)
    assert 70.63 in shown(target)
    assert not any("$F$7" in f for f in formulas(target).values())


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["isian", "terbit", "rekaan", "jember", "30"])
def test_libreoffice_computes_every_formula_to_the_value_beside_it(name: str, tmp_path: Path):
    match name:
        case "isian" | "terbit":
            target = made(sample("magetan_2025", f"{name}.xlsx"), tmp_path)
        case "30":
            target = with_indicators(30, tmp_path)
        case _:
            kantor = rekaan(3, "jember_2025" if name == "jember" else "mojokerto_2025")
            target = made(build(kantor.profil, tmp_path / "k.xlsx", isian=kantor.isian), tmp_path)
    bare = without_values(target, tmp_path / "polos.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path / "hasil"), str(bare)], check=True, capture_output=True)
    mine, theirs = page(target), page(tmp_path / "hasil" / "polos.xlsx")
    checked = 0
    for cell in formulas(target):
        expected, found = mine[cell].value, theirs[cell].value
        if isinstance(expected, int | float):
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-9), cell
        else:
            assert (found or "") == (expected or ""), cell
        checked += 1
    assert checked > 100


# --- charts ----------------------------------------------------------------------------------------------------------


def charts(path: Path) -> Iterator[ElementTree.Element]:
    with zipfile.ZipFile(path) as book:
        for name in sorted(n for n in book.namelist() if n.startswith("xl/charts/chart")):
            yield ElementTree.fromstring(book.read(name))


def drawn(chart: ElementTree.Element) -> list[list[tuple[int, float]]]:
    """The points of every series: place and number; what is missing has none."""
    return [
        [
            (int(p.attrib["idx"]), float(p.findtext(f"{CHART}v") or "nan"))
            for p in series.iterfind(f"{CHART}val//{CHART}pt")
        ]
        for series in chart.iter(f"{CHART}ser")
    ]


def kind(chart: ElementTree.Element) -> tuple[str, str]:
    """What the chart is, and its title."""
    title = chart.find(f"{CHART}chart/{CHART}title")
    assert title is not None
    bars = chart.find(f".//{CHART}barDir")
    return "line" if bars is None else bars.attrib["val"], "".join(title.itertext())


def test_there_are_four_native_charts(ready: dict[str, Path]):
    assert sorted(map(kind, charts(ready["isian"]))) == [
        ("bar", "Capaian setiap indikator terhadap 100 %"),
        ("bar", "Serapan anggaran dan capaian kinerja"),
        ("col", "Indikator menurut kategori"),
        ("line", "Capaian antartahun"),
    ]


def test_charts_say_outright_what_a_newer_program_would_assume_otherwise(ready: dict[str, Path]):
    """Labels with names, rounded corners, smoothed lines, hidden cells left out, blanks as zero: the schema's defaults."""
    meant = {
        "roundedCorners": "0", "plotVisOnly": "0", "dispBlanksAs": "gap", "overlay": "0", "showSerName": "0",
        "showCatName": "0", "showLegendKey": "0", "varyColors": "0", "invertIfNegative": "0", "smooth": "0",
    }  # fmt: skip
    found: dict[str, set[str]] = {}
    for chart in charts(ready["isian"]):
        for node in chart.iter():
            name = node.tag.removeprefix(CHART)
            if name in meant:
                found.setdefault(name, set()).add(node.attrib["val"])
        assert {"plotVisOnly", "dispBlanksAs"} <= {node.tag.removeprefix(CHART) for node in chart.iter()}
    assert found == {name: {value} for name, value in meant.items()}


def test_an_indicator_without_a_number_has_no_bar_not_a_bar_of_zero(ready: dict[str, Path]):
    capaian = next(iter(charts(ready["6"])))
    *bands, whole = drawn(capaian)
    assert [at for at, _ in whole] == [0, 1, 3, 5]  # the third has no realisasi, the fifth a target of zero
    assert sorted(at for band in bands for at, _ in band) == [0, 1, 3, 5]
    names = [v.text for v in capaian.iter(f"{CHART}v") if v.text and re.match(r"\d+\. ", v.text)]
    assert any("(realisasi kosong)" in name for name in names)
    assert any("(target nol)" in name for name in names)


def test_bars_of_extreme_figures_end_at_the_edge_of_the_axis():
    axis = Sumbu.of([1207.14, -250.0, 99.9])
    assert [axis.drawn(n) for n in (1207.14, -250.0, 99.9)] == [axis.high, axis.low, 99.9]
    assert axis.high < 200
    assert Sumbu.of([98.0, 101.0]) == Sumbu(0.0, 125.0)


@pytest.mark.parametrize("count", [1, 4, 30, 40])
def test_any_number_of_indicators_is_drawn_once_and_few_stand_in_one_chart(count: int, tmp_path: Path):
    of_kind: dict[str, list[int]] = {"bar": [], "line": [], "col": []}
    for chart in charts(with_indicators(count, tmp_path)):
        names = chart.find(f".//{CHART}cat//{CHART}ptCount")
        assert names is not None
        of_kind[kind(chart)[0]].append(int(names.attrib["val"]) if kind(chart)[0] == "bar" else len(drawn(chart)) - 1)
    assert sum(of_kind["bar"]) == count
    assert max(of_kind["bar"]) <= 30
    assert sum(of_kind["line"]) == count  # one line of each chart is that of 100 %
    assert max(of_kind["line"]) <= 6


def test_cells_that_only_charts_read_are_hidden_and_outside_the_print_area(ready: dict[str, Path]):
    sheet = page(ready["isian"], values=False)
    last = re.fullmatch(r"'?Ringkasan'?!\$A\$1:\$K\$(\d+)", str(sheet.print_area))
    assert last is not None
    beyond = {c.column_letter for row in sheet.iter_rows() for c in row if c.value is not None and c.column > 11}
    assert beyond
    group = sheet.column_dimensions["M"]
    assert group.hidden
    assert all(group.min <= openpyxl.utils.column_index_from_string(letter) <= group.max for letter in beyond)


def test_number_formats_leave_the_marks_to_the_readers_own_excel(ready: dict[str, Path]):
    sheet = page(ready["isian"], values=False)
    found = {c.number_format for row in sheet.iter_rows() for c in row if c.column <= 11}
    assert all(re.fullmatch(r'General|0|#,##0(\.0+)?( " %"|" %")?', shape) for shape in found), found


# --- the verb --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [(ISIAN, 0, "4 indikator dan 8 program"), (TERBIT, 1, "20 kesalahan"), (Path("tidak_ada.xlsx"), 2, "tidak ada")],
)
def test_the_exit_code_tells_whether_the_workbook_has_errors(source: Path, code: int, said: str, tmp_path: Path):
    target = tmp_path / "b.xlsx"
    result = CliRunner().invoke(lkjip, ["summary", str(source), "--out", str(target)])
    assert result.exit_code == code
    assert said in result.output
    assert target.exists() is (code != 2)


def test_the_copy_is_never_the_original(tmp_path: Path):
    source = tmp_path / "a.xlsx"
    source.write_bytes(ISIAN.read_bytes())
    result = CliRunner().invoke(lkjip, ["summary", str(source), "--out", str(source)])
    assert result.exit_code == 2
    assert source.read_bytes() == ISIAN.read_bytes()
