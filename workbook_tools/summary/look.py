"""How the page looks: one palette, number formats without separators of any country's own."""

from __future__ import annotations

from workbook_tools.template.styles import HEAD, LINE_CLEAR, LINE_FAINT, MUTED, Props

NAVY, WHITE = "#1F3864", "#FFFFFF"
PALE = "#F3F6FA"
SASARAN = "#E9F0F8"
TARGET_LINE = "#595959"
LINK = "#0563C1"
SEVERITY = {"error": "#C00000", "warning": "#9C5700", "note": "#5F6B7A"}
SERAPAN, CAPAIAN = "#F4B183", "#9DC3E6"
LINES = ("#1F77B4", "#D95F02", "#1B9E77", "#7570B3", "#E7298A", "#8C564B")

PERSEN = '#,##0.00" %"'
RUPIAH = "#,##0"
COUNT = "0"

_BOX: Props = {"border": 1, "border_color": LINE_FAINT, "valign": "vcenter"}

TITLE: Props = {
    "bold": True,
    "font_size": 16,
    "font_color": "#FFFFFF",
    "bg_color": NAVY,
    "valign": "vcenter",
    "indent": 1,
}
OFFICE: Props = {"bold": True, "font_size": 12, "font_color": NAVY, "valign": "vcenter"}
BODY: Props = {"text_wrap": True, "valign": "top"}
SMALL: Props = {"font_size": 9, "font_color": MUTED, "text_wrap": True, "valign": "top"}
SECTION: Props = {
    "bold": True, "font_size": 12, "font_color": NAVY, "bottom": 2, "bottom_color": NAVY, "valign": "vcenter",
}  # fmt: skip
HEADING: Props = {
    "bold": True, "font_size": 9, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1,
    "border_color": LINE_CLEAR, "bg_color": HEAD,
}  # fmt: skip
GROUP: Props = {**_BOX, "bold": True, "bg_color": SASARAN, "text_wrap": True}
TEXT: Props = {**_BOX, "text_wrap": True}
CENTRE: Props = {**_BOX, "align": "center", "text_wrap": True}
NUMBER: Props = {**_BOX, "align": "right", "shrink": True}
TOTAL: Props = {"bold": True, "bg_color": PALE, "top": 1, "top_color": LINE_CLEAR}

_TILE: Props = {
    "bg_color": PALE,
    "align": "center",
    "left": 5,
    "left_color": "#FFFFFF",
    "right": 5,
    "right_color": "#FFFFFF",
}
TILE_LABEL: Props = {**_TILE, "font_size": 9, "font_color": MUTED, "valign": "bottom"}
TILE_FIGURE: Props = {**_TILE, "bold": True, "font_size": 15, "font_color": NAVY, "valign": "vcenter", "shrink": True}
TILE_NOTE: Props = {**_TILE, "font_size": 9, "valign": "top", "text_wrap": True}

__all__ = ["LINE_CLEAR", "LINE_FAINT", "MUTED", "Props"]
