"""Faults planted by seed in two Renja: found where they sit, and nothing else called an error.

python -m tests.test_planted_renja --n 1000 --show
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from mutator_renja import RenjaMutator
from renja_kantor import renja_magetan, renja_rekaan
from test_planted import Hasil, _judge, places, table

from tests.test_samples_renja import NAMELESS
from workbook_tools.findings import Severity
from workbook_tools.process import process

OFFICES = ("renja magetan", "renja rekaan")
SEEDS = 6
QUICK = 8
#: How many .ci/run plants in each office; `python -m tests.test_planted --n 1000` plants more.
LONG = 300
#: What is true of the clean workbooks: Magetan calls some indicators otherwise in another table.
NOTES = ("profil_dipilih", "nama_indikator_berbeda", "cocok_dari_tampilan")


@cache
def mutator(name: str, seed: int) -> RenjaMutator:
    return RenjaMutator(renja_magetan() if name == "renja magetan" else renja_rekaan(seed))


def run(name: str, seeds: range) -> Iterator[Hasil]:
    for seed in seeds:
        rng = random.Random(f"{name} {seed}")
        planted = mutator(name, rng.randrange(SEEDS)).plant(rng)
        yield Hasil(seed, name, "cetak", planted, process(planted.book).findings)


@pytest.mark.parametrize("name", OFFICES)
def test_a_clean_renja_is_silent(name: str) -> None:
    for seed in range(SEEDS if name == "renja rekaan" else 1):
        result = process(mutator(name, seed).buku.book)
        told = [f for f in result.findings if not (f.severity is Severity.NOTE and f.code in NOTES)]
        assert [(f.code, str(f.place), f.message) for f in told if not places(f) & NAMELESS] == []
        assert result.tahun == 2024


@pytest.mark.parametrize("name", OFFICES)
def test_planted_faults_are_found(name: str) -> None:
    _judge(list(run(name, range(QUICK))))


@pytest.mark.lambat
@pytest.mark.parametrize("name", OFFICES)
def test_hundreds_of_planted_faults_are_found(name: str) -> None:
    _judge(list(run(name, range(1000, 1000 + LONG))))


def main() -> None:
    """Run many faults and show what went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--start", type=int, default=1000)
    parser.add_argument("--office", choices=(*OFFICES, "both"), default="both")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    for name in OFFICES if args.office == "both" else (args.office,):
        results = list(run(name, range(args.start, args.start + args.n)))
        print(f"== {name}\n{table(results)}")  # noqa: T201
        for result in results if args.show else ():
            if not result.found or result.false_errors:
                told = [line for line in result.told().splitlines() if " note " not in line]
                print(("" if result.found else "MISSED ") + "\n".join(told))  # noqa: T201


if __name__ == "__main__":
    main()
