"""Excel notes at cells: added where a sheet has none yet; existing ones are read, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from workbook_tools.books.cells import unescape
from workbook_tools.books.model import address
from workbook_tools.books.notebox import Box, NoteBoxes
from workbook_tools.books.package import DOC_RELS, MAIN, MAIN_AND_RELS, Package
from workbook_tools.books.parts import Edits
from workbook_tools.books.schema_order import WORKSHEET, insert_ordered
from workbook_tools.books.writes import put_text

Place = tuple[int, int]
"""Row and column of a cell."""

AUTHOR = "lkjip"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

_V, _O, _X = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
_FIRST_SHAPE = 1024
"""Shape numbers of drawing n start at 1024 n; numbers below belong to Excel."""
_POINTS = 0.75
"""Points of a pixel."""


def existing_notes(package: Package, part: str) -> dict[str, str] | None:
    """Notes of a sheet by cell; None if it has no comment part and none may clash with a new one."""
    kinds = {relation.kind: relation for relation in package.relations(part)}
    if "comments" in kinds and kinds["comments"].target in package:
        root = package.root(kinds["comments"].target)
        return {str(node.get("ref")): _text(node) for node in root.iter(f"{{{MAIN}}}comment")}
    if "comments" in kinds or "threadedComment" in kinds or _has_legacy(package, part):
        return {}
    return None


def _has_legacy(package: Package, part: str) -> bool:
    """Form controls live in the same VML drawing that notes would need."""
    return package.root(part).find(f"{{{MAIN}}}legacyDrawing") is not None


def _text(comment: etree._Element) -> str:
    return unescape("".join(node.text or "" for node in comment.iter(f"{{{MAIN}}}t")))


def add_notes(edits: Edits, part: str, notes: Mapping[Place, str]) -> None:
    """Give a sheet without comments its first notes, hidden until the reader points at the cell."""
    number = edits.free_number("xl/comments{}.xml")
    drawing = edits.free_number("xl/drawings/vmlDrawing{}.vml")
    ordered = sorted(notes.items())
    comments, vml = f"xl/comments{number}.xml", f"xl/drawings/vmlDrawing{drawing}.vml"
    edits.add(comments, _comments(ordered), COMMENTS_TYPE)
    edits.add_default(vml, _drawing(ordered, drawing, NoteBoxes(edits.root(part))), VML_TYPE)
    edits.relate(part, "comments", comments)
    relation = edits.relate(part, "vmlDrawing", vml)
    node = etree.Element(f"{{{MAIN}}}legacyDrawing", {f"{{{DOC_RELS}}}id": relation}, nsmap={"r": DOC_RELS})
    insert_ordered(edits.root(part), node, WORKSHEET)


def _comments(notes: Sequence[tuple[Place, str]]) -> etree._Element:
    root = etree.Element(f"{{{MAIN}}}comments", nsmap=MAIN_AND_RELS)
    authors = etree.SubElement(root, f"{{{MAIN}}}authors")
    etree.SubElement(authors, f"{{{MAIN}}}author").text = AUTHOR
    listed = etree.SubElement(root, f"{{{MAIN}}}commentList")
    for at, note in notes:
        node = etree.SubElement(listed, f"{{{MAIN}}}comment", {"ref": address(*at), "authorId": "0"})
        run = etree.SubElement(etree.SubElement(node, f"{{{MAIN}}}text"), f"{{{MAIN}}}r")
        put_text(etree.SubElement(run, f"{{{MAIN}}}t"), note)
    return root


def _drawing(notes: Sequence[tuple[Place, str]], number: int, boxes: NoteBoxes) -> etree._Element:
    """The VML that Excel needs to show notes: one shape type and a hidden box for each."""
    root = etree.Element("xml", nsmap={"v": _V, "o": _O, "x": _X})
    layout = etree.SubElement(root, f"{{{_O}}}shapelayout", {f"{{{_V}}}ext": "edit"})
    etree.SubElement(layout, f"{{{_O}}}idmap", {f"{{{_V}}}ext": "edit", "data": str(number)})
    kind = {"id": "_x0000_t202", "coordsize": "21600,21600", f"{{{_O}}}spt": "202", "path": "m,l,21600r21600,l21600,xe"}
    shape_type = etree.SubElement(root, f"{{{_V}}}shapetype", kind)
    etree.SubElement(shape_type, f"{{{_V}}}stroke", {"joinstyle": "miter"})
    etree.SubElement(shape_type, f"{{{_V}}}path", {"gradientshapeok": "t", f"{{{_O}}}connecttype": "rect"})
    for position, (at, note) in enumerate(notes, 1):
        _shape(root, _FIRST_SHAPE * number + position, at, boxes.box(*at, note))
    return root


def _shape(root: etree._Element, shape_id: int, at: Place, box: Box) -> None:
    """One hidden box beside its cell."""
    size = f"width:{box.width * _POINTS}pt;height:{box.height * _POINTS}pt"
    attributes = {
        "id": f"_x0000_s{shape_id}",
        "type": "#_x0000_t202",
        "style": f"position:absolute;{size};z-index:1;visibility:hidden",
        "fillcolor": "#ffffe1",
        f"{{{_O}}}insetmode": "auto",
    }
    shape = etree.SubElement(root, f"{{{_V}}}shape", attributes)
    etree.SubElement(shape, f"{{{_V}}}fill", {"color2": "#ffffe1"})
    etree.SubElement(shape, f"{{{_V}}}shadow", {"on": "t", "color": "black", "obscured": "t"})
    etree.SubElement(shape, f"{{{_V}}}path", {f"{{{_O}}}connecttype": "none"})
    textbox = etree.SubElement(shape, f"{{{_V}}}textbox", {"style": "mso-direction-alt:auto"})
    etree.SubElement(textbox, "div", {"style": "text-align:left"})
    data = etree.SubElement(shape, f"{{{_X}}}ClientData", {"ObjectType": "Note"})
    etree.SubElement(data, f"{{{_X}}}MoveWithCells")
    etree.SubElement(data, f"{{{_X}}}SizeWithCells")
    etree.SubElement(data, f"{{{_X}}}Anchor").text = box.anchor
    etree.SubElement(data, f"{{{_X}}}AutoFill").text = "False"
    etree.SubElement(data, f"{{{_X}}}Row").text = str(at[0] - 1)
    etree.SubElement(data, f"{{{_X}}}Column").text = str(at[1] - 1)
