"""What a chart of XlsxWriter leaves unsaid is said: its charts are those of Excel 2007, where what is absent means no.

Readers of a workbook that another program made take the schema's own defaults instead, and those mean yes: labels with
the names of series, rounded corners, negative bars inverted, lines smoothed, blanks drawn as zero.
"""

from __future__ import annotations

from lxml import etree

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"

_OF_LABELS = (
    "idx dLbl delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
    "showBubbleSize separator showLeaderLines leaderLines extLst"
)
_OF_AXES = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses crossesAt extLst"
)
_OF_KINDS = "barDir grouping scatterStyle radarStyle varyColors ser"
_SHOWN = dict.fromkeys(("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"), "0")
_AXIS = {"delete": "0", "majorTickMark": "out", "minorTickMark": "none", "tickLblPos": "nextTo"}

#: Element, after its parent where that matters → the order of its children, and what the absent ones mean.
_UNSAID: dict[tuple[str, str], tuple[str, dict[str, str]]] = {
    ("", "chartSpace"): ("date1904 lang roundedCorners style clrMapOvr protection chart", {"roundedCorners": "0"}),
    ("", "chart"): (
        "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs "
        "extLst",
        {"autoTitleDeleted": "0", "plotVisOnly": "0", "dispBlanksAs": "gap"},
    ),
    ("", "title"): ("tx layout overlay spPr txPr", {"overlay": "0"}),
    ("", "legend"): ("legendPos legendEntry layout overlay spPr txPr", {"overlay": "0"}),
    ("", "barChart"): (_OF_KINDS, {"varyColors": "0"}),
    ("", "lineChart"): (_OF_KINDS, {"varyColors": "0"}),
    ("", "areaChart"): (_OF_KINDS, {"varyColors": "0"}),
    ("", "scatterChart"): (_OF_KINDS, {"varyColors": "0"}),
    ("barChart", "ser"): (
        "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val",
        {"invertIfNegative": "0"},
    ),
    ("lineChart", "ser"): (
        "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth extLst",
        {"smooth": "0"},
    ),
    ("", "dPt"): ("idx invertIfNegative marker bubble3D explosion spPr", {"invertIfNegative": "0", "bubble3D": "0"}),
    ("", "dLbls"): (_OF_LABELS, _SHOWN),
    ("", "dLbl"): (_OF_LABELS, _SHOWN),
    ("", "catAx"): (_OF_AXES, _AXIS),
    ("", "dateAx"): (_OF_AXES, _AXIS),
    ("", "valAx"): (_OF_AXES, _AXIS),
}  # fmt: skip


def say_all(root: etree._Element) -> None:
    """Put the absent elements into a chart part, each in its place."""
    for node in list(root.iter(f"{{{CHART}}}*")):
        parent = node.getparent()
        above = "" if parent is None else _name(parent)
        known = _UNSAID.get((above, _name(node))) or _UNSAID.get(("", _name(node)))
        if known is None or (_name(node).startswith("dLbl") and _child(node, "delete") is not None):
            continue
        order, meaning = known
        for name, value in meaning.items():
            if _child(node, name) is None:
                _insert(node, etree.Element(f"{{{CHART}}}{name}", {"val": value}), order.split())


def _insert(parent: etree._Element, child: etree._Element, order: list[str]) -> None:
    """Behind the last element that the schema wants before it."""
    earlier = order[: order.index(_name(child))]
    places = [n for n, sibling in enumerate(parent, 1) if _name(sibling) in earlier]
    parent.insert(max(places, default=0), child)


def _child(node: etree._Element, name: str) -> etree._Element | None:
    return node.find(f"{{{CHART}}}{name}")


def _name(node: etree._Element) -> str:
    return str(etree.QName(node).localname) if isinstance(node.tag, str) else ""
