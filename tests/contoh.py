"""Real figures that tests share."""

from __future__ import annotations

from pathlib import Path

from workbook_tools.tables.build import Isian
from workbook_tools.tables.isian import load

SAMPLES = Path(__file__).parents[1] / "sample_workbooks"


def isian_magetan() -> Isian:
    """The right inputs of Magetan LKjIP 2025: 4 indicators, 62 program rows (origin: ASAL.md beside them)."""
    return load(SAMPLES / "magetan_2025" / "isian")
