"""Notes beside the comments that a sheet has already, where that loses nothing: those stay, word for word."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from workbook_tools.books.notebox import NoteBoxes
from workbook_tools.books.notes import AUTHOR, Place, put_comment, put_shape, shape_numbers
from workbook_tools.books.package import DOC_RELS, MAIN, Relation
from workbook_tools.books.parts import Edits

_THREADED = ("threadedComment",)


def join_notes(edits: Edits, part: str, notes: Mapping[Place, str]) -> bool:
    """Add notes at cells without a comment; False, and nothing changed, where the comments are not plain ones.

    Threaded comments, form controls without comments, and drawings that another program left malformed are not
    touched.
    """
    found = _parts(edits, part)
    if found is None or not notes:
        return False
    comments, drawing = found
    try:
        trial = [edits.package.root(relation.target) for relation in (comments, drawing)]
    except etree.XMLSyntaxError:
        return False  # Excel itself writes drawings that are no XML where a text has line breaks
    if not _usable(*trial):
        return False
    listed, shapes = edits.root(comments.target), edits.root(drawing.target)
    author, boxes = _author(listed), NoteBoxes(edits.package.root(part))
    holder = listed.find(f"{{{MAIN}}}commentList")
    assert holder is not None
    number = max(shape_numbers(shapes))
    for at, note in sorted(notes.items()):
        number += 1
        put_comment(holder, at, note, author)
        put_shape(shapes, number, at, boxes.box(*at, note))
    return True


def _parts(edits: Edits, part: str) -> tuple[Relation, Relation] | None:
    """The comments and the drawing of their boxes; None where the sheet has none, or other ones beside them."""
    relations = edits.package.relations(part)
    node = edits.package.root(part).find(f"{{{MAIN}}}legacyDrawing")
    id = None if node is None else node.get(f"{{{DOC_RELS}}}id")
    comments = [r for r in relations if r.kind == "comments" and r.target in edits.package]
    drawing = next((r for r in relations if r.id == id and r.target in edits.package), None)
    threaded = any(r.kind in _THREADED for r in relations)
    return None if threaded or drawing is None or len(comments) != 1 else (comments[0], drawing)


def _usable(comments: etree._Element, drawing: etree._Element) -> bool:
    """Whether both are what notes are made of, with a note in the drawing to follow."""
    parts = [comments.find(f"{{{MAIN}}}{name}") for name in ("authors", "commentList")]
    return None not in parts and bool(shape_numbers(drawing))


def _author(comments: etree._Element) -> str:
    """The number of this project among the authors, put there if it is missing."""
    authors = comments.find(f"{{{MAIN}}}authors")
    assert authors is not None
    names = [node.text for node in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{MAIN}}}author").text = AUTHOR
        return str(len(names))
    return str(names.index(AUTHOR))
