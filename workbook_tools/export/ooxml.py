"""The few elements of WordprocessingML that tables, fields and sections are made of; lengths come in millimetres."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from workbook_tools.export.fit import MM_PER_POINT, PADDING, Page, em

TWIPS = 56.6929  # in a millimetre
FOOTER_MM = 10.0
LINE = "7F7F7F"
CELL_STYLE = "Isi Tabel"
AFTER_SLASH = re.compile(r"(?<=[^\s/]/)(?=[^\s/])")


def twips(millimetres: float) -> int:
    """Word's unit of length."""
    return round(millimetres * TWIPS)


def node(tag: str, attributes: Mapping[str, object] | None = None, *children: BaseOxmlElement) -> BaseOxmlElement:
    """An element `w:tag` with `w:` attributes and children."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")  # type: ignore[assignment]
    for name, value in (attributes or {}).items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of a paragraph or cell looks; `fill` and `colour` are RRGGBB."""

    size: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    fill: str = ""
    colour: str = ""


def run(text: str, look: Look | None = None, room: float = math.inf) -> BaseOxmlElement:
    """A run; line breaks of the text stay line breaks. `room` is how wide a word may be before it is broken."""
    made = node("r")
    if look is not None:
        made.append(_run_look(look))
    for n, part in enumerate(text.split("\n")):
        if n:
            made.append(node("br"))
        for k, piece in enumerate(AFTER_SLASH.split(part) if look and not _fits(part, look, room) else [part]):
            if k:
                made.append(node("softHyphen"))  # Word does not break after a slash by itself
            letters = node("t")
            letters.text = piece
            letters.set(qn("xml:space"), "preserve")
            made.append(letters)
    return made


def _fits(text: str, look: Look, room: float) -> bool:
    return all(em(word, bold=look.bold) * look.size * MM_PER_POINT <= room for word in text.split())


def _run_look(look: Look) -> BaseOxmlElement:
    made = node("rPr")
    if look.bold:
        made.append(node("b"))
    if look.italic:
        made.append(node("i"))
    if look.colour:
        made.append(node("color", {"val": look.colour}))
    made.append(node("sz", {"val": round(look.size * 2)}))
    return made


def field(code: str, shown: str) -> list[BaseOxmlElement]:
    """A field with what it shows until Word counts anew."""
    instruction = node("instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    return [
        node("r", None, node("fldChar", {"fldCharType": "begin"})),
        node("r", None, instruction),
        node("r", None, node("fldChar", {"fldCharType": "separate"})),
        run(shown),
        node("r", None, node("fldChar", {"fldCharType": "end"})),
    ]


def cell(
    text: str, width: float, look: Look, *, columns: int = 1, merge: str = "", keep: bool = False, centred: bool = False
) -> BaseOxmlElement:
    """A cell; `merge` is `restart` or `continue` where it is part of one over several rows."""
    made = node("tcPr", None, node("tcW", {"w": twips(width), "type": "dxa"}))
    if columns > 1:
        made.append(node("gridSpan", {"val": columns}))
    if merge:
        made.append(node("vMerge", {"val": merge}))
    if look.fill:
        made.append(node("shd", {"val": "clear", "color": "auto", "fill": look.fill}))
    if centred:
        made.append(node("vAlign", {"val": "center"}))
    layout = node("pPr", None, node("pStyle", {"val": CELL_STYLE.replace(" ", "")}))
    if keep:
        layout.append(node("keepNext"))
    layout.append(node("jc", {"val": look.align}))
    paragraph = node("p", None, layout, *([run(text, look, width - 2 * PADDING)] if text else []))
    return node("tc", None, made, paragraph)


def row(cells: Sequence[BaseOxmlElement], *, heading: bool) -> BaseOxmlElement:
    """A row that no page break cuts; a heading row is repeated on every page."""
    made = node("trPr", None, node("cantSplit"))
    if heading:
        made.append(node("tblHeader"))
    return node("tr", None, made, *cells)


def table(rows: Sequence[BaseOxmlElement], widths: Sequence[float], padding: float, title: str) -> BaseOxmlElement:
    """A table of fixed columns with thin lines."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = {"val": "single", "sz": 4, "space": 0, "color": LINE}
    margins = {"top": 0.5, "left": padding, "bottom": 0.5, "right": padding}
    made = node(
        "tblPr", None,
        node("tblW", {"w": sum(map(twips, widths)), "type": "dxa"}),
        node("jc", {"val": "center"}),
        node("tblBorders", None, *(node(side, line) for side in sides)),
        node("tblLayout", {"type": "fixed"}),
        node("tblCellMar", None, *(node(s, {"w": twips(mm), "type": "dxa"}) for s, mm in margins.items())),
        node("tblCaption", {"val": title}),
    )  # fmt: skip
    grid = node("tblGrid", None, *(node("gridCol", {"w": twips(width)}) for width in widths))
    return node("tbl", None, made, grid, *rows)


def set_page(section: BaseOxmlElement, page: Page) -> None:
    """Size, direction and margins of a section."""
    for name in ("pgSz", "pgMar", "type"):
        for old in section.findall(qn(f"w:{name}")):
            section.remove(old)
    size: dict[str, object] = {"w": twips(page.width), "h": twips(page.height)}
    if page.wide:
        size["orient"] = "landscape"
    margins = {"top": page.top, "right": page.right, "bottom": page.bottom, "left": page.left}
    margins |= {"header": FOOTER_MM, "footer": FOOTER_MM, "gutter": 0}
    edges = {name: twips(mm) for name, mm in margins.items()}
    at = sum(1 for child in section if child.tag in (qn("w:headerReference"), qn("w:footerReference")))
    parts = (node("type", {"val": "nextPage"}), node("pgSz", size), node("pgMar", edges))
    for offset, part in enumerate(parts):
        section.insert(at + offset, part)


def end_section(paragraph: BaseOxmlElement, last: BaseOxmlElement) -> None:
    """The section ends with this paragraph: no blank paragraph, so no blank page. `last` is the body's own section."""
    layout = paragraph.find(qn("w:pPr"))
    if layout is None:
        layout = node("pPr")
        paragraph.insert(0, layout)
    layout.append(deepcopy(last))
