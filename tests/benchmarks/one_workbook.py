"""What one workbook costs: `python -m tests.benchmarks.one_workbook [FILE …]`. Nothing is asserted here.

Each step is timed in the same run as the floor (unzip every sheet and tokenise its XML) and as the peer that does the
same job, so that the ratios hold on any machine: reading beside openpyxl (formulas and values: two loads), writing
beside openpyxl (load, change, save: loses what it does not know).
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from xml.parsers import expat

import openpyxl

from tests.make_samples import MAGETAN
from workbook_tools.books.closed import read
from workbook_tools.process import process
from workbook_tools.writeback import compute

ROUNDS = 7


def floor(path: Path) -> None:
    """Unzip and tokenise: no reader of the same file can be faster in this language."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                expat.ParserCreate().Parse(archive.read(name), True)


def openpyxl_read(path: Path) -> None:
    for values in (False, True):
        openpyxl.load_workbook(path, data_only=values)


def openpyxl_save(path: Path, target: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"] = "x"
    book.save(target)


def milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def measure(path: Path) -> None:
    book = read(path)
    cells = sum(len(sheet.cells) for sheet in book)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "b.xlsx"
        rows = [
            ("unzip + tokenise (floor)", milliseconds(lambda: floor(path))),
            ("read", milliseconds(lambda: read(path))),
            ("peer: openpyxl read, twice", milliseconds(lambda: openpyxl_read(path))),
            ("check (without reading)", milliseconds(lambda: process(read(path))) - milliseconds(lambda: read(path))),
            ("validate (read + check)", milliseconds(lambda: process(read(path)))),
            ("compute (read + check + patch)", milliseconds(lambda: compute(path, target))),
            ("peer: openpyxl load + save", milliseconds(lambda: openpyxl_save(path, target))),
        ]
    print(f"\n{path.name}: {cells} cells, median of {ROUNDS}")
    for name, cost in rows:
        print(f"  {name:32} {cost:9.1f} ms  {cost / rows[0][1]:7.1f} × floor  {cost / rows[2][1]:6.2f} × peer read")


def main() -> None:
    warnings.simplefilter("ignore")
    for name in sys.argv[1:] or [str(MAGETAN / "terbit.xlsx"), str(MAGETAN / "isian.xlsx")]:
        measure(Path(name))


if __name__ == "__main__":
    main()
