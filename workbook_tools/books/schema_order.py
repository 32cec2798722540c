"""The order in which the schema wants the children of workbook and worksheet: Excel repairs files that break it."""

from __future__ import annotations

from lxml import etree

from workbook_tools.books.package import MAIN


def _names(text: str) -> list[str]:
    return text.split()


WORKBOOK = _names(
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
    "definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
    "fileRecoveryPr webPublishObjects extLst"
)
WORKSHEET = _names(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties "
    "cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst"
)
STYLESHEET = _names("numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst")


def insert_ordered(parent: etree._Element, child: etree._Element, order: list[str]) -> None:
    """Put `child` behind the last element that the schema wants before it."""
    rank = order.index(etree.QName(child).localname)
    place = 0
    for position, sibling in enumerate(parent, 1):
        found = _rank(sibling, order)
        if found is not None and found < rank:
            place = position
    parent.insert(place, child)


def _rank(node: etree._Element, order: list[str]) -> int | None:
    """The place of an element in the order; of mc:AlternateContent, that of what it wraps."""
    if not isinstance(node.tag, str):
        return None
    for candidate in node.iter(f"{{{MAIN}}}*"):
        name = etree.QName(candidate).localname
        return order.index(name) if name in order else None
    return None
