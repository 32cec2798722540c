"""Notes beside the comments that a sheet has: those stay word for word; what is no plain comment is not touched."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hostile import entries, zipped
from lxml import etree
from test_patch import ZOO, assert_lossless, convert, make, needs_libreoffice

from workbook_tools.books.closed import read
from workbook_tools.books.patch import CellMark, PatchReport, patch

FRESH = (CellMark("Data", "D2", "Periksa."), CellMark("Data", "M30", "Belum ada.\nIsi dahulu."))
WITH_COMMENTS = ("comments", "comments_and_buttons")


def notes(path: Path) -> dict[str, tuple[str, str]]:
    sheet = openpyxl.load_workbook(path)["Data"]
    return {c.coordinate: (c.comment.text, c.comment.author) for row in sheet for c in row if c.comment}


@pytest.mark.parametrize("name", WITH_COMMENTS)
def test_notes_join_comments_and_those_stay(name: str, tmp_path: Path) -> None:
    source, target = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx"
    before = notes(source)
    assert before
    assert patch(source, target, (), marks=FRESH, beside=True) == PatchReport(0, 2, 0)
    ours = {mark.cell: (mark.note, "lkjip") for mark in FRESH}
    assert notes(target) == before | ours
    changed = {n for n in entries(source.read_bytes()) if n.startswith(("xl/comments", "xl/drawings/vmlDrawing"))}
    assert assert_lossless(source, target, changed) == set()
    assert [s.cells for s in read(target)] == [s.cells for s in read(source)]


@pytest.mark.parametrize("name", WITH_COMMENTS)
def test_the_boxes_of_others_stay_as_they_are_and_every_number_is_used_once(name: str, tmp_path: Path) -> None:
    source, target = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx"
    patch(source, target, (), marks=FRESH, beside=True)
    old, new = (next(d for n, d in entries(p.read_bytes()).items() if n.endswith(".vml")) for p in (source, target))
    before, after = (list(etree.fromstring(data).iter("{urn:schemas-microsoft-com:vml}shape")) for data in (old, new))
    spelled = [[etree.tostring(shape, method="c14n") for shape in shapes] for shapes in (before, after)]
    assert spelled[1][: len(before)] == spelled[0]
    ids = [shape.get("id") for shape in after]
    assert len(ids) == len(set(ids)) == len(before) + len(FRESH)


def test_a_cell_with_a_comment_keeps_it_and_twice_is_once(tmp_path: Path) -> None:
    source = make(tmp_path / "a.xlsx", ZOO["comments"])
    taken = next(iter(notes(source)))
    marks = [*FRESH, CellMark("Data", taken, "tidak muat")]
    assert patch(source, tmp_path / "b.xlsx", (), marks=marks, beside=True) == PatchReport(0, 2, 0, unnoted=1)
    assert patch(tmp_path / "b.xlsx", tmp_path / "c.xlsx", (), marks=marks, beside=True) == PatchReport(
        0, 0, 0, unnoted=1
    )
    assert (tmp_path / "c.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def with_changed(path: Path, ending: str, old: bytes, new: bytes) -> Path:
    parts = entries(path.read_bytes())
    for name, data in parts.items():
        if name.endswith(ending):
            assert old in data
            parts[name] = data.replace(old, new, 1)
    path.write_bytes(zipped(parts))
    return path


@pytest.mark.parametrize(
    ("ending", "old", "new"),
    [
        pytest.param(".vml", b"</v:shape>", b"<br></v:shape>", id="a drawing that is no XML"),
        pytest.param(".vml", b'id="_x0000_t202"', b'id="lain"', id="boxes of another kind"),
        pytest.param(
            "worksheets/_rels/sheet1.xml.rels", b"</Relationships>",
            b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
            b'Target="../threadedComments/threadedComment1.xml"/></Relationships>', id="threaded comments",
        ),
    ],
)  # fmt: skip
def test_what_is_no_plain_comment_is_not_touched(ending: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    source = with_changed(make(tmp_path / "a.xlsx", ZOO["comments"]), ending, old, new)
    report = patch(source, tmp_path / "b.xlsx", (), marks=FRESH, beside=True)
    assert report == PatchReport(0, 0, 0, unnoted=2)
    assert (tmp_path / "b.xlsx").read_bytes() == source.read_bytes()


def test_buttons_without_comments_are_not_touched(tmp_path: Path) -> None:
    source, target = make(tmp_path / "a.xlsx", ZOO["form_buttons"]), tmp_path / "b.xlsx"
    assert patch(source, target, (), marks=FRESH, beside=True) == PatchReport(0, 0, 0, unnoted=2)
    assert target.read_bytes() == source.read_bytes()


class TestLibreOffice:
    pytestmark = needs_libreoffice

    @pytest.mark.parametrize("name", WITH_COMMENTS)
    def test_it_shows_both(self, name: str, tmp_path: Path) -> None:
        source, target = make(tmp_path / "a.xlsx", ZOO[name]), tmp_path / "b.xlsx"
        patch(source, target, (), marks=FRESH, beside=True)
        shown = notes(convert(target, "xlsx:Calc MS Excel 2007 XML", tmp_path / "lo"))
        assert {cell: text for cell, (text, _) in shown.items()} == {
            cell: text for cell, (text, _) in notes(target).items()
        }
