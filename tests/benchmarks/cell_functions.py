"""What functions in cells cost: `python -m tests.benchmarks.cell_functions [ROWS]`. Nothing is asserted here.

One call on a range beside as many calls on single cells, and beside the floor (the same arithmetic in a bare loop), in
one run, so that the ratios hold on any machine. Only Python's time: what Excel and COM add per call is not here, and
falls on every single cell again.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from workbook_tools.excel import udfs

ROUNDS = 5
ROWS = 100_000


def seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)


def column(cells: list[Any]) -> list[list[Any]]:
    return [[cell] for cell in cells]


def measure(rows: int) -> None:
    random.seed(2025)
    done, plan = ([random.uniform(1, 200) for _ in range(rows)] for _ in range(2))
    typed = [f"{x:.2f} (A)".replace(".", ",") for x in done]
    reached = [d / p * 100 for d, p in zip(done, plan, strict=True)]
    few, fewer = [float(n % 50) for n in range(rows)], [float(n % 10 + 1) for n in range(rows)]
    floor = seconds(lambda: [[d / p * 100] for d, p in zip(done, plan, strict=True)])
    cases: list[tuple[str, Callable[..., object], list[list[Any]]]] = [
        ("CAPAIAN", udfs.capaian, [done, plan]),
        ("KATEGORI", udfs.kategori, [reached]),
        ("CAPAIAN of typed text", udfs.capaian, [typed, plan]),
        ("CAPAIAN of few values", udfs.capaian, [few, fewer]),
    ]
    print(f"{rows} rows, median of {ROUNDS}; bare division in a loop (floor): {floor * 1000:.0f} ms")
    for name, function, operands in cases:
        compare(name, function, operands, floor)


def compare(name: str, function: Callable[..., object], operands: list[list[Any]], floor: float) -> None:
    ranges, rows = [column(cells) for cells in operands], len(operands[0])
    one = seconds(lambda: function(*ranges))
    many = seconds(lambda: [function(*cells) for cells in zip(*operands, strict=True)])
    print(
        f"  {name:22} one call {one * 1000:6.0f} ms {one / floor:6.1f} × floor   "
        f"{rows} calls {many * 1000:6.0f} ms {many / one:5.1f} × one call"
    )


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
