"""Faults planted by seed in two offices' workbooks: found where they sit, and nothing else called an error.

    python -m tests.test_planted --n 1000 --office rekaan --show

lists every fault that was not found and every error elsewhere, with its seed; `--seed` repeats one.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from kantor import Buku, Gaya, Kantor, cetak, kerja, magetan, rekaan, renja, renja_magetan
from mutator import Mutator, Planted

from workbook_tools.books.closed import read
from workbook_tools.books.model import parse_range
from workbook_tools.findings import Finding, Place, Severity
from workbook_tools.process import process
from workbook_tools.regulations.profile import PROFIL_BAWAAN
from workbook_tools.template import build

OFFICES = ("magetan", "rekaan", "renja", "renja_magetan")
STYLES = 8
SEEDS = {"magetan": 1, "rekaan": 6, "renja": 3, "renja_magetan": 1}  # offices with other figures
REKAAN_PROFILES = ("mojokerto_2025", "mojokerto_2025", "jember_2025")
FOUND = 0.98
QUICK = 8
#: How many .ci/run plants in each office; `python -m tests.test_planted --n 1000` plants more.
LONG = 300
#: What a report without a Profil sheet and without polaritas may be told although nothing is wrong.
NOTES = (
    "polaritas_lain", "profil_dipilih", "rumus_jadi_nilai", "nilai_di_celah", "dua_efisiensi", "keterangan_skala_lain",
)  # fmt: skip
VARIANTS = ("cetak", "cetak", "nilai", "rumus")
WORKING = ((False, False), (True, False), (True, True))


@dataclass(frozen=True)
class Hasil:
    """What became of one planted fault."""

    seed: int
    office: str
    varian: str
    planted: Planted
    findings: tuple[Finding, ...]

    @property
    def found(self) -> bool:
        return any(places(f) & self.planted.fault.places for f in self.findings)

    @property
    def gravest(self) -> str:
        own = [f for f in self.findings if places(f) & self.planted.fault.places]
        return min(own, key=lambda f: f.severity.rank).severity.value if own else "-"

    @property
    def false_errors(self) -> list[Finding]:
        """Errors that touch neither the fault nor what Excel recalculated because of it."""
        touched = self.planted.fault.places | self.planted.fault.echo
        return [f for f in self.findings if f.severity is Severity.ERROR and not places(f) & touched]

    def told(self) -> str:
        lines = [
            f"seed {self.seed} {self.office} {self.varian} {self.planted.fault.kind}: {self.planted.fault.description}"
        ]
        for f in self.findings:
            mark = "FALSE" if f in self.false_errors else "at it" if places(f) & self.planted.fault.places else "     "
            lines.append(f"    {mark} {f.severity.value} {f.code} {f.place}: {f.message[:260]}")
        return "\n".join(lines)


def places(finding: Finding) -> frozenset[Place]:
    """Where a finding points."""
    return frozenset((finding.place, *finding.related))


# ── running ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def office(name: str, seed: int) -> Kantor:
    match name:
        case "magetan":
            return magetan()
        case "renja_magetan":
            return renja_magetan()
        case "renja":
            return renja(seed)
        case _:
            return rekaan(seed, REKAAN_PROFILES[seed % len(REKAAN_PROFILES)])


@cache
def mutator(name: str, seed: int, varian: str, style: int) -> Mutator:
    return Mutator(workbook(office(name, seed), varian, style))


def workbook(kantor: Kantor, varian: str, style: int) -> Buku:
    return (
        cetak(kantor, Gaya.dari(style))
        if varian == "cetak"
        else kerja(kantor, rumus=varian == "rumus", sisa=style % 2 == 1)
    )


def run_one(name: str, seed: int) -> Hasil:
    """Plant and look for one fault; the seed alone decides what it is."""
    rng = random.Random(f"{name} {seed}")
    varian = VARIANTS[seed % len(VARIANTS)]
    style = {"cetak": rng.randrange(STYLES), "rumus": rng.randrange(2)}.get(varian, 0)
    planted = mutator(name, rng.randrange(SEEDS[name]), varian, style).plant(rng)
    try:
        return Hasil(seed, name, varian, planted, process(planted.book).findings)
    except Exception as error:
        error.add_note(f"seed {seed} {name} {varian}: {planted.fault.description}")
        raise


def run(name: str, seeds: Iterable[int]) -> Iterator[Hasil]:
    for seed in seeds:
        yield run_one(name, seed)


def table(results: Iterable[Hasil]) -> str:
    """Planted, found, misses and false errors by kind and variant, with the seeds of what went wrong."""
    groups: dict[tuple[str, str], list[Hasil]] = defaultdict(list)
    for result in results:
        groups[result.planted.fault.kind, result.varian].append(result)
    everything = [r for group in groups.values() for r in group]
    lines = [f"{'kind':10} {'variant':7} planted found  error/warn/note  missed and seeds / false errors and seeds"]
    for (kind, varian), group in [*sorted(groups.items()), (("all", ""), everything)]:
        missed = [r.seed for r in group if not r.found]
        false = [r.seed for r in group if r.false_errors]
        by = Counter(r.gravest for r in group)
        told = f"{kind:10} {varian:7} {len(group):7} {sum(r.found for r in group):5}  "
        told += f"{by['error']:5}/{by['warning']:4}/{by['note']:4}  "
        lines.append(f"{told} {len(missed)} {missed[:12]} / {len(false)} {false[:12]}")
    codes = Counter(f"{f.code} ({r.planted.fault.kind})" for r in everything for f in r.false_errors)
    lines += (
        ["false errors by code: " + ", ".join(f"{code} {count}" for code, count in codes.most_common())]
        if codes
        else []
    )
    echoes = sum(
        any(f.severity is Severity.ERROR and not places(f) & r.planted.fault.places for f in r.findings)
        for r in everything
    )
    lines.append(
        f"workbooks with an error only at cells that Excel recalculated from the fault: {echoes - sum(bool(r.false_errors) for r in everything)}"
    )
    refused = sum((r.planted.ditolak for r in everything), Counter())
    lines += ["draws given up, because nothing in the workbook could reveal them:"]
    lines += [f"  {count:5} {reason}" for reason, count in refused.most_common()]
    return "\n".join(lines)


def _judge(results: list[Hasil]) -> None:
    """Found where it sits and no error elsewhere, in at least 98 of 100 workbooks."""
    told = table(results)
    print(told)  # noqa: T201
    bad = [r.told() for r in results if r.false_errors or not r.found]
    assert len(bad) <= (1 - FOUND) * len(results), told + "\n" + "\n".join(bad)


# ── tests ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", OFFICES)
def test_a_clean_workbook_is_silent(name: str) -> None:
    kantor = office(name, 0)
    books = [cetak(kantor, Gaya.dari(n)) for n in (2, 5, 7)] + [kerja(kantor, rumus=r, sisa=s) for r, s in WORKING]
    for buku in books:
        result = process(buku.book)
        wrong = [f for f in result.findings if f.severity is not Severity.NOTE or f.code not in NOTES]
        assert not wrong, (buku.varian, buku.gaya, [(f.code, str(f.place), f.message) for f in wrong])
        said = kantor.profil.id if buku.varian != "cetak" or "kriteria" in buku.tables else PROFIL_BAWAAN
        assert (result.profil.id, result.tahun) == (said, kantor.years[-1])


@pytest.mark.parametrize(
    ("name", "sisa"),
    [("magetan", True), *(pytest.param(name, False, marks=pytest.mark.lambat) for name in OFFICES[1:])],
)
def test_the_working_workbook_in_memory_is_the_one_that_the_template_builds(
    name: str, sisa: bool, tmp_path: Path
) -> None:
    kantor = office(name, 0)
    path = build(
        kantor.profil,
        tmp_path / "t.xlsx",
        isian=kantor.isian,
        tahun=kantor.years[-1],
        seri=len(kantor.years),
        spare=sisa,
    )
    built = read(path)
    for sheet in kerja(kantor, rumus=True, sisa=sisa).book:
        theirs = built.sheet(sheet.title)
        assert [t.ref for t in theirs.tables] == [t.ref for t in sheet.tables]
        first = parse_range(sheet.tables[0].ref)[0]
        for (row, col), cell in sheet.cells.items():
            if row > first and sheet.title != "Profil":
                other = theirs.cell(row, col)
                assert _shown(other.value) == _shown(cell.value), (sheet.title, row, col)
                assert (other.formula is None) == (cell.formula is None), (sheet.title, row, col)


def _shown(value: object) -> object:
    return "" if value is None else value


@pytest.mark.parametrize("name", OFFICES)
def test_planted_faults_are_found(name: str) -> None:
    _judge(list(run(name, range(QUICK))))


@pytest.mark.lambat
@pytest.mark.parametrize("name", OFFICES)
def test_hundreds_of_planted_faults_are_found(name: str) -> None:
    _judge(list(run(name, range(1000, 1000 + LONG))))


def test_the_same_seed_plants_the_same_fault() -> None:
    assert run_one("rekaan", 7).planted == run_one("rekaan", 7).planted


def main() -> None:
    """Run many faults and show what went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--start", type=int, default=1000)
    parser.add_argument("--office", choices=(*OFFICES, "all"), default="all")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    seeds = [args.seed] if args.seed is not None else range(args.start, args.start + args.n)
    for name in OFFICES if args.office == "all" else (args.office,):
        results = list(run(name, seeds))
        print(f"== {name}\n{table(results)}")  # noqa: T201
        for result in results:
            if args.seed is not None or (args.show and (not result.found or result.false_errors)):
                print(("" if result.found else "MISSED ") + result.told())  # noqa: T201


if __name__ == "__main__":
    main()
