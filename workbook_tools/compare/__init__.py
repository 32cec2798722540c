"""What changed between two versions of a workbook, by meaning and not by address.

rows        which row of the one version is which row of the other
cells       which cells of two tables say something else
run         `diff`: tables, settings and findings of both versions
sheet       the same as a workbook
"""

from workbook_tools.compare.cells import CellChange, TableChange
from workbook_tools.compare.run import Difference, diff
from workbook_tools.compare.sheet import write

__all__ = ["CellChange", "Difference", "TableChange", "diff", "write"]
