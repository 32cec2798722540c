"""The tables as a Word file: captions that Word can list, headings on every page, wide tables on wide paper."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from workbook_tools.export.fit import HEADING_SMALLER, PADDING, Fitted, Page, Placed, page
from workbook_tools.export.ooxml import CELL_STYLE, Look, cell, end_section, field, node, row, run, set_page
from workbook_tools.export.ooxml import table as word_table
from workbook_tools.export.printed import Cell, Row
from workbook_tools.formats.spec import Column, Kind
from workbook_tools.messages import indonesian
from workbook_tools.template import styles as look

FONT = "Arial"
BODY, SMALL = 10.0, 8.0
REASON_SMALLER = 1.0
SMALL_TABLE = 12  # rows that stay on one page
CREATED = datetime(2025, 1, 1)  # fixed, so that the same workbook gives the same bytes
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
HEAD_FILL = look.HEAD.lstrip("#")
MUTED = "595959"
WARNING_FILL, WARNING_LINE = "FDECEA", "C0392B"
CENTRED_KINDS = (Kind.URUT, Kind.PILIHAN)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One table with what is said under it."""

    placed: Placed
    source: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the file says, in order."""

    title: str
    office: str
    paper: str
    warning: str
    chapters: tuple[Chapter, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    absent: tuple[str, ...]


def written(report: Report) -> bytes:
    """The Word file. The same report gives the same bytes."""
    return _Writer(report).written()


class _Writer:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Document = docx.Document()
        self.body = self.document.element.body
        self.section = self.document.sections[0]._sectPr
        self.paragraph: Paragraph | None = None

    def written(self) -> bytes:
        """Style, contents, sections; then the zip with fixed dates."""
        _styles(self.document)
        self._footer()
        self._properties()
        pages = [chapter.placed.page for chapter in self.report.chapters]
        self._opening()
        for n, chapter in enumerate(self.report.chapters):
            if n and pages[n] != pages[n - 1]:
                self._end_section(pages[n - 1])
            self._chapter(chapter)
        self._closing()
        set_page(self.section, pages[-1] if pages else page(self.report.paper, wide=False))
        out = io.BytesIO()
        self.document.save(out)
        return _same_dates(out.getvalue())

    # --- what is said around the tables -----------------------------------------------------------------------------

    def _opening(self) -> None:
        self._say(self.report.title, "Title")
        if self.report.office:
            self._say(self.report.office, "Subtitle")
        if self.report.warning:
            told = self._say("", "Normal")
            told._p.append(run(f"{indonesian('ekspor_perhatian_kepala')} ", Look(BODY, bold=True, colour=WARNING_LINE)))
            told._p.append(run(self.report.warning))
            _framed(told._p)

    def _closing(self) -> None:
        if not (self.report.notes or self.report.absent):
            return
        self._say(indonesian("ekspor_kepala_catatan"), "Heading 2")
        for note in self.report.notes:
            self._say(note, "Normal")
        for line in self.report.missing:
            self._say(line, "List Bullet")
        for line in self.report.absent:
            self._say(line, "Normal")

    def _say(self, words: str, style: str) -> Paragraph:
        self.paragraph = self.document.add_paragraph(words, style=style)
        return self.paragraph

    def _end_section(self, page: Page) -> None:
        assert self.paragraph is not None  # every chapter ends with its source line
        set_page(self.section, page)
        end_section(self.paragraph._p, self.section)

    def _chapter(self, chapter: Chapter) -> None:
        for part in chapter.placed.parts:
            self._caption(part)
            self._before_end(_table(part))
            self._say(chapter.source, "Sumber Tabel")
        if chapter.sentences:
            self._say(indonesian("ekspor_kepala_capaian"), "Normal").paragraph_format.keep_with_next = True
        for sentence in chapter.sentences:
            self._say(sentence, "List Bullet")

    def _before_end(self, element: BaseOxmlElement) -> None:
        self.section.addprevious(element)

    def _caption(self, part: Fitted) -> None:
        """`Tabel 3.3` with a counting field, so that Word can make a list of tables; a continuation is not counted."""
        title = part.table.title
        caption = self._say("", "Normal" if part.continued else "Caption")
        if part.continued:
            words = indonesian("ekspor_lanjutan", caption=title.caption or title.words)
            caption._p.append(run(words, Look(BODY, bold=True)))
            caption.alignment, caption.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
            return
        before, count, after = title.counted
        if count:
            caption._p.append(run(f"Tabel {before}"))
            caption._p.extend(field(rf"SEQ Tabel \* ARABIC \r {count}", count))
            caption._p.append(run(f"{after} {title.words}"))
        else:
            caption._p.append(run(title.whole))

    def _footer(self) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.style = self.document.styles["Sumber Tabel"]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        marks = {"page": "\x01", "pages": "\x02"}
        fields = {"\x01": "PAGE", "\x02": "NUMPAGES"}
        piece = ""
        for letter in indonesian("ekspor_halaman", **marks):
            if letter not in fields:
                piece += letter
                continue
            paragraph._p.append(run(piece))
            paragraph._p.extend(field(fields[letter], "1"))
            piece = ""
        paragraph._p.append(run(piece))

    def _properties(self) -> None:
        told = self.document.core_properties
        told.title, told.author, told.last_modified_by = self.report.title, "workbook_tools", "workbook_tools"
        told.comments, told.language, told.revision = "", "id-ID", 1
        told.created = told.modified = CREATED


# --- a table ---------------------------------------------------------------------------------------------------------


def _table(part: Fitted) -> BaseOxmlElement:
    rows = [*_heading(part), *(_row(part, n) for n in range(len(part.table.rows)))]
    return word_table(rows, part.widths, PADDING, part.table.title.whole)


def _heading(part: Fitted) -> Iterable[BaseOxmlElement]:
    """The heading's rows with merged cells as the report has them, and the row 1 2 3 …"""
    table, depth = part.table, part.table.layout.head_depth
    letters = Look(part.size - HEADING_SMALLER, bold=True, align="center", fill=HEAD_FILL)
    blocks = {(b.top, b.left): b for b in table.blocks()}
    for level in range(depth):
        cells = []
        for left in range(len(table.columns)):
            block = next((b for (top, start), b in blocks.items() if start == left and top <= level <= b.bottom), None)
            if block is None:
                continue
            merge = "" if block.top == block.bottom else "restart" if level == block.top else "continue"
            words = block.text if level == block.top else ""
            cells.append(_heading_cell(part, block.left, block.right, words, letters, merge))
        yield row(cells, heading=True)
    numbers = table.numbers()
    if numbers:
        small = Look(part.size - 1.5, italic=True, align="center", fill=HEAD_FILL)
        starts = sorted(numbers)
        ends = [*(start - 1 for start in starts[1:]), len(table.columns) - 1]
        cells = [_heading_cell(part, a, b, numbers[a], small, "") for a, b in zip(starts, ends, strict=True)]
        yield row(cells, heading=True)


def _heading_cell(part: Fitted, left: int, right: int, words: str, letters: Look, merge: str) -> BaseOxmlElement:
    width = sum(part.widths[left : right + 1])
    return cell(words, width, letters, columns=right - left + 1, merge=merge, keep=True, centred=True)


def _row(part: Fitted, n: int) -> BaseOxmlElement:
    table = part.table
    line, last = table.rows[n], len(table.rows) - 1
    keep = n in (0, last) or last < SMALL_TABLE  # with its heading, with its source line, or altogether
    cells = []
    for k, (column, one) in enumerate(zip(table.columns, line.cells, strict=True)):
        if one.columns == 0:
            continue
        merge = "continue" if one.rows == 0 else "restart" if one.rows > 1 else ""
        width = sum(part.widths[k : k + one.columns])
        letters = _look(part, line, one, column)
        cells.append(cell(one.figure.text, width, letters, columns=one.columns, merge=merge, keep=keep))
    return row(cells, heading=False)


def _look(part: Fitted, line: Row, one: Cell, column: Column) -> Look:
    fill = line.fill.lstrip("#")
    if one.figure.reason:
        align = "right" if column.kind.is_number else "center"
        return Look(part.size - REASON_SMALLER, italic=True, align=align, fill=fill, colour=MUTED)
    if one.colour is not None:
        inside, letters = one.colour.isi.lstrip("#"), one.colour.huruf.lstrip("#")
        return Look(part.size, bold=line.bold, align="center", fill=inside, colour=letters)
    align = "right" if column.kind.is_number else "center" if column.kind in CENTRED_KINDS else "left"
    if line.total and one.columns > 1:
        align = "center"
    return Look(part.size, bold=line.bold, align=align, fill=fill)


# --- styles and bytes ------------------------------------------------------------------------------------------------


def _styles(document: Document) -> None:
    """One font, black headings, room where a reader rests; Indonesian, so that the spelling check is quiet."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "id-ID")
    for own in ("Sumber Tabel", CELL_STYLE):
        document.styles.add_style(own, WD_STYLE_TYPE.PARAGRAPH)
    _style(document, "Normal", BODY, after=4)
    _style(document, "Title", 14, bold=True, centred=True, after=2)
    _style(document, "Subtitle", 12, bold=True, centred=True, after=12)
    _style(document, "Caption", BODY, bold=True, centred=True, before=10, after=4, keep=True)
    _style(document, "Heading 2", 11, bold=True, before=14, after=4, keep=True)
    _style(document, "List Bullet", BODY, after=3)
    _style(document, CELL_STYLE, BODY)
    _style(document, "Sumber Tabel", SMALL, italic=True, before=3, after=8)


def _style(
    document: Document, name: str, size: float, *, bold: bool = False, italic: bool = False, centred: bool = False,
    before: float = 0, after: float = 0, keep: bool = False,
) -> None:  # fmt: skip
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    font, layout = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name_of in list(fonts.attrib):
        del fonts.attrib[name_of]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for tag in ("w:pBdr", "w:spacing", "w:kern"):  # the lines and stretched letters of Word's own headings
        for old in list(style.element.iter(qn(tag))):
            old.getparent().remove(old)
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.0
    layout.keep_with_next = keep
    if centred:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _framed(paragraph: BaseOxmlElement) -> None:
    """A box with a pale fill around a paragraph."""
    line = {"val": "single", "sz": 6, "space": 4, "color": WARNING_LINE}
    layout = paragraph.find(qn("w:pPr"))
    if layout is None:
        layout = node("pPr")
        paragraph.insert(0, layout)
    layout.append(node("pBdr", None, *(node(side, line) for side in ("top", "left", "bottom", "right"))))
    layout.append(node("shd", {"val": "clear", "color": "auto", "fill": WARNING_FILL}))


def _same_dates(data: bytes) -> bytes:
    """The package with one date for all its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(zipfile.ZipInfo(item.filename, ZIP_DATE), old.read(item), zipfile.ZIP_DEFLATED)
    return out.getvalue()
