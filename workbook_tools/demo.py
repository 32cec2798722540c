"""The demo: a template, the samples checked, computed, summed up and printed, in a folder that is the demo's own.

It replaces only files that it made itself and that nobody changed since: a list of their checksums lies beside them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from workbook_tools.audit import audit
from workbook_tools.books.atomic import write_file
from workbook_tools.books.closed import read
from workbook_tools.errors import EnvironmentFault, InputError
from workbook_tools.export import export
from workbook_tools.findings import Finding, Severity
from workbook_tools.messages import text
from workbook_tools.process import process
from workbook_tools.regulations import load
from workbook_tools.samples import sample
from workbook_tools.summary import summary
from workbook_tools.template import build
from workbook_tools.writeback import compute

PROFILE = "magetan_2025"
SAMPLES = ("terbit.xlsx", "isian.xlsx")
TEMPLATE = f"templat_{PROFILE}.xlsx"
#: What the demo shows beside: the inputs on one page and as the report's tables, the report with its findings.
PAGE, WORD, MARKED = "ringkasan.xlsx", "tabel.docx", "terbit_ditandai.xlsx"
#: The template, for every sample a check and a computation, and the three others.
STEPS = 1 + 2 * len(SAMPLES) + 3
MADE = ".lkjip-demo.json"
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one workbook: how many findings, how many cells filled; its files in the folder, name → kind."""

    name: str
    counts: Counter[Severity]
    written: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Demo:
    """The results, some findings to read in full, and where to find the list of all of them."""

    folder: Path
    rows: tuple[Row, ...]
    examples: tuple[Finding, ...]
    listed: str

    @property
    def template(self) -> Path:
        """The empty workbook to start with."""
        return self.folder / TEMPLATE


def run(folder: Path, on_step: Callable[[str], None]) -> Demo:
    """Fill the folder; InputError where a file there is not the demo's own."""
    own = _Folder(folder)
    on_step(text("tampil_demo_templat"))
    with own.making(TEMPLATE) as path:
        build(load(PROFILE), path)
    rows = [Row(TEMPLATE, Counter(), 0, {TEMPLATE: "templat"})]
    examples: list[Finding] = []
    for name in SAMPLES:
        row, findings = _sample(own, name, on_step)
        rows.append(row)
        examples += _one_per_code(findings)
    _others(own, {row.name: row for row in rows}, on_step)
    return Demo(folder, tuple(rows), tuple(examples[:EXAMPLES]), _list_name(SAMPLES[0]))


def _sample(own: _Folder, name: str, on_step: Callable[[str], None]) -> tuple[Row, tuple[Finding, ...]]:
    """One sample copied, checked and computed."""
    on_step(text("tampil_demo_periksa", name=name))
    source, computed = own.folder / name, f"{Path(name).stem}_dihitung.xlsx"
    files = {name: "contoh"}
    own.write(name, sample(PROFILE, name).read_bytes())
    findings = process(read(source)).findings
    if findings:
        files[_list_name(name)] = "temuan"
        own.write(_list_name(name), "".join(f"{_line(f)}\n" for f in findings).encode("utf-8", "replace"))
    on_step(text("tampil_demo_hitung", name=name))
    with own.making(computed) as path:
        done = compute(source, path)
    return Row(name, Counter(f.severity for f in findings), done.written, {**files, computed: "hitung"}), findings


def _others(own: _Folder, rows: Mapping[str, Row], on_step: Callable[[str], None]) -> None:
    """The page, the Word file and the marked report, each beside the sample that it is made from."""
    printed, typed = SAMPLES
    on_step(text("tampil_demo_buat", name=PAGE))
    with own.making(PAGE) as path:
        summary(own.folder / typed, path)
    on_step(text("tampil_demo_buat", name=WORD))
    with own.making(WORD) as path:
        export(own.folder / typed, path)
    on_step(text("tampil_demo_buat", name=MARKED))
    with own.making(MARKED) as path:
        audit(own.folder / printed, path)
    rows[typed].files.update({PAGE: "ringkasan", WORD: "word"})
    rows[printed].files.update({MARKED: "ditandai"})


def _list_name(name: str) -> str:
    """The text file with all findings of a workbook."""
    return f"temuan_{Path(name).stem}.txt"


def _line(found: Finding) -> str:
    return text(
        "tampil_temuan", severity=text(f"tingkat_{found.severity}"), place=found.place, code=found.code,
        message=" ".join(found.message.split()),
    )  # fmt: skip


def _one_per_code(findings: tuple[Finding, ...]) -> list[Finding]:
    """The first finding of each code, in order: examples that differ."""
    return list({f.code: f for f in reversed(findings)}.values())[::-1]


@dataclass
class _Folder:
    """The demo's folder, and the checksums of what the demo wrote there."""

    folder: Path
    made: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or error
            raise EnvironmentFault("folder_tidak_bisa_dibuat", folder=self.folder, reason=reason) from error
        self.made = _known(self.folder / MADE)

    def write(self, name: str, data: bytes) -> None:
        """Put a file of the demo into the folder."""
        with self.making(name) as path:
            write_file(path, data)

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """The path of a file that the block writes; refused where something else lies there."""
        path = self.folder / name
        if path.exists() and (not path.is_file() or _checksum(path) != self.made.get(name)):
            raise InputError("demo_berkas_asing", path=path)
        yield path
        self.made[name] = _checksum(path)
        write_file(self.folder / MADE, json.dumps(self.made, indent=1).encode())


def _known(path: Path) -> dict[str, str]:
    """Name → checksum of an earlier run; nothing where there was none or its list is damaged."""
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return made if isinstance(made, dict) else {}


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
