"""The verbs of `lkjip` as functions: one for each, same name, same meaning.

They live here and not in `workbook_tools` itself because three of the names are also rooms (`template`, `compute`,
`formats`). Rooms that pull in pandas, pandera or XlsxWriter are imported where they are used: asking for a list of
formats must not cost half a second.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbook_tools.errors import InputError, LkjipError
from workbook_tools.findings import Severity
from workbook_tools.messages import catalogue, raw

if TYPE_CHECKING:
    from datetime import date

    from workbook_tools.audit import AcceptResult, AuditResult
    from workbook_tools.compare import Difference
    from workbook_tools.demo import Demo
    from workbook_tools.export import Exported
    from workbook_tools.formats import TableFormat
    from workbook_tools.formats.tautan import Tautan
    from workbook_tools.intake import Imported
    from workbook_tools.migrate import Migrated
    from workbook_tools.process import Result
    from workbook_tools.regulations import Profil, ProfilInfo
    from workbook_tools.rollover import Rolled
    from workbook_tools.summary import SummaryResult
    from workbook_tools.writeback import ComputeResult

__all__ = [
    "Checked",
    "Code",
    "accept",
    "audit",
    "codes",
    "compute",
    "demo",
    "diff",
    "export",
    "formats",
    "import_",
    "links",
    "migrate",
    "profiles",
    "rollover",
    "summary",
    "template",
    "validate",
    "workbooks",
]  # fmt: skip

#: Kinds of workbook that can be read and patched.
SUFFIXES = (".xlsx", ".xlsm")
TEMPLATE_SUFFIX = ".xlsx"

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one path: the result of the run, or the reason why there was none."""

    path: Path
    outcome: Result | LkjipError


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the catalogue of findings. Texts hold `{placeholders}` for the facts of a workbook."""

    code: str
    severity: Severity
    title: str
    message: str
    do: str
    rule: str


def template(
    target: PathLike,
    *,
    profile: str,
    formats: Sequence[str] = (),
    tahun: int | None = None,
    seri: int | None = None,
    renstra: tuple[int, int] | None = None,
    overwrite: bool = False,
) -> Path:
    """Write an empty working workbook for a profile (an id, or a .toml file of one's own) and return its path.

    An existing workbook is replaced only with `overwrite`: it may hold a year of work.
    """
    from workbook_tools.template import build

    path = _new_workbook(target, overwrite=overwrite)
    return build(_profil(profile), path, formats=formats, tahun=tahun, seri=seri, renstra=renstra)


def validate(paths: Iterable[PathLike], *, profile: str | None = None) -> Iterator[Checked]:
    """Check workbooks one by one; folders are searched. A file that cannot be read comes with its error, and the next
    one follows. An unknown profile is an InputError at once."""
    profil = _profil(profile) if profile else None
    return (Checked(path, fault or _checked(path, profil)) for path, fault in workbooks(paths))


def compute(source: PathLike, target: PathLike, *, profile: str | None = None, summary: bool = False) -> ComputeResult:
    """Fill the computed cells of a copy of `source` at `target`; everything else stays as it is.

    With `summary` the sheet Ringkasan stands in front of the copy.
    """
    from workbook_tools.writeback import compute as write

    source, target = _copy(source, target)
    chosen = _profil(profile) if profile else None
    if not summary:
        return write(source, target, chosen)
    from workbook_tools.summary import sheet_of

    return write(source, target, chosen, beside=sheet_of)


def summary(source: PathLike, target: PathLike, profile: str | None = None) -> SummaryResult:
    """Put the sheet Ringkasan in front of a copy of `source` at `target`; everything else stays as it is."""
    from workbook_tools.summary import summary as write

    source, target = _copy(source, target)
    return write(source, target, _profil(profile) if profile else None)


def accept(
    source: PathLike,
    target: PathLike,
    ids: Sequence[str],
    *,
    alasan: str,
    nama: str,
    tanggal: date | None = None,
    profile: str | None = None,
) -> AcceptResult:
    """Write to a copy of `source` at `target` that somebody stands by these findings: they no longer count there."""
    from datetime import date

    from workbook_tools.audit import accept as write

    source, target = _copy(source, target)
    profil = _profil(profile) if profile else None
    return write(source, target, ids, alasan=alasan, nama=nama, tanggal=tanggal or date.today(), profil=profil)


def audit(source: PathLike, target: PathLike, *, profile: str | None = None, terbilang: bool = False) -> AuditResult:
    """Write a copy of `source` at `target` that shows every finding at its cell and in the sheet `Temuan`."""
    from workbook_tools.audit import audit as write

    source, target = _copy(source, target)
    return write(source, target, _profil(profile) if profile else None, in_words=terbilang)


def export(source: PathLike, target: PathLike, *, formats: Sequence[str] = (), profile: str | None = None) -> Exported:
    """Write the report tables of a workbook to `target`: Word for .docx, a print view for .xlsx."""
    from workbook_tools.export import export as write

    return write(Path(source), Path(target), formats=formats, profil=_profil(profile) if profile else None)


def diff(old: PathLike, new: PathLike, *, target: PathLike | None = None, profile: str | None = None) -> Difference:
    """What changed from one version of a workbook to the other; with `target` also written there as a workbook."""
    from workbook_tools.books.closed import read
    from workbook_tools.compare import diff as compare
    from workbook_tools.compare import write
    from workbook_tools.process import process

    before, now, profil = Path(old), Path(new), _profil(profile) if profile else None
    path = None if target is None else Path(target)
    if path is not None and path.suffix.lower() != TEMPLATE_SUFFIX:
        raise InputError("tujuan_bukan_xlsx", path=path, suffix=TEMPLATE_SUFFIX)
    if path is not None and os.path.realpath(path) in map(os.path.realpath, (before, now)):
        raise InputError("tujuan_sama_dengan_sumber", path=path)
    found = compare(process(read(before), profil), process(read(now), profil))
    if path is not None:
        write(found, path, (before.name, now.name))
    return found


def import_(
    source: PathLike,
    into: PathLike,
    target: PathLike,
    *,
    triwulan: int | None = None,
    kumulatif: bool = False,
    lembar: str | None = None,
    profile: str | None = None,
    timpa: bool = False,
) -> Imported:
    """Fill pagu and realisasi of a copy of the workbook `into` at `target` from a budget realisation list."""
    from workbook_tools.intake import import_list

    into, target = Path(into), Path(target)
    if target.suffix.lower() != into.suffix.lower():
        raise InputError("tujuan_lain_jenis", path=target, suffix=into.suffix)
    return import_list(
        Path(source), into, target, triwulan=triwulan, kumulatif=kumulatif, timpa=timpa, sheet=lembar,
        profil=_profil(profile) if profile else None,
    )  # fmt: skip


def rollover(
    source: PathLike, target: PathLike, *, seri: int | None = None, profile: str | None = None, overwrite: bool = False
) -> Rolled:
    """Write next year's working workbook from this year's; what is known moves along, the rest is blank."""
    from workbook_tools.rollover import rollover as roll

    path = _new_workbook(target, overwrite=overwrite, source=Path(source))
    return roll(Path(source), path, seri=seri, profil=_profil(profile) if profile else None)


def migrate(source: PathLike, target: PathLike, *, profile: str | None = None, overwrite: bool = False) -> Migrated:
    """Write a working workbook of an older template version as one of the current, or refuse with the reason."""
    from workbook_tools.migrate import migrate as move

    path = _new_workbook(target, overwrite=overwrite, source=Path(source))
    return move(Path(source), path, _profil(profile) if profile else None)


def _new_workbook(target: PathLike, *, overwrite: bool, source: Path | None = None) -> Path:
    """The path of a workbook to be made; InputError where it is the source or would replace somebody's work."""
    from workbook_tools.books.atomic import refuse_same

    path = Path(target)
    if path.suffix.lower() != TEMPLATE_SUFFIX:
        raise InputError("tujuan_bukan_xlsx", path=path, suffix=TEMPLATE_SUFFIX)
    if source is not None:
        refuse_same(source, path)
    if not overwrite and path.is_file() and path.stat().st_size:
        raise InputError("tujuan_sudah_ada", path=path)
    return path


def demo(folder: PathLike, *, on_step: Callable[[str], None] = lambda label: None) -> Demo:
    """Make a template and check and compute the sample workbooks in `folder`; `on_step` hears of every step."""
    from workbook_tools.demo import run

    return run(Path(folder), on_step)


def formats() -> tuple[TableFormat, ...]:
    """Every Tabel that is known."""
    from workbook_tools.formats import FORMATS

    return tuple(FORMATS.values())


def links(format_id: str) -> tuple[TableFormat, tuple[Tautan, ...]]:
    """One Tabel with what each of its columns equals, sums to or is computed from; InputError for an unknown id."""
    from workbook_tools.formats import FORMATS, get
    from workbook_tools.formats.tautan import tautan

    format = get(format_id)
    return format, tautan(format, FORMATS.values())


def profiles() -> tuple[ProfilInfo, ...]:
    """Every profile that is shipped."""
    from workbook_tools.regulations import available

    return available()


def codes() -> tuple[Code, ...]:
    """Every code that a finding can carry, gravest first."""
    found = [
        Code(code, Severity(entry["severity"]), *(raw(code, part) for part in ("title", "id", "do", "rule")))
        for code, entry in catalogue().items()
        if "severity" in entry
    ]
    return tuple(sorted(found, key=lambda code: (code.severity.rank, code.code)))


def _copy(source: PathLike, target: PathLike) -> tuple[Path, Path]:
    """The two paths of a verb that writes a copy; InputError where the copy would be another kind of file."""
    source, target = Path(source), Path(target)
    if target.suffix.lower() != source.suffix.lower():
        raise InputError("tujuan_lain_jenis", path=target, suffix=source.suffix)
    return source, target


def workbooks(paths: Iterable[PathLike]) -> list[tuple[Path, LkjipError | None]]:
    """The workbooks that paths mean, each once: files as named, folders searched in order of name. With an error where
    a folder holds none or cannot be opened. Lock files of Excel and hidden files in folders are passed over."""
    found: dict[str, tuple[Path, LkjipError | None]] = {}
    for given in map(Path, paths):
        for path, fault in _in_folder(given) if given.is_dir() else [(given, None)]:
            found.setdefault(os.path.realpath(path), (path, fault))
    return list(found.values())


def _in_folder(folder: Path) -> list[tuple[Path, LkjipError | None]]:
    closed: list[str] = []
    found: list[tuple[Path, LkjipError | None]] = []
    for place, subfolders, names in os.walk(folder, onerror=lambda error: closed.append(str(error.filename))):
        subfolders.sort()
        found += [(Path(place, name), None) for name in sorted(names) if _is_workbook(name)]
    found += [(Path(name), InputError("folder_tidak_terbaca", folder=name)) for name in closed]
    return found or [(folder, InputError("folder_tanpa_buku_kerja", folder=folder))]


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not name.startswith(("~$", "."))


def _checked(path: Path, profil: Profil | None) -> Result | LkjipError:
    from workbook_tools.books.closed import read
    from workbook_tools.process import process

    try:
        return process(read(path), profil)
    except LkjipError as error:
        return error


def _profil(profile: str) -> Profil:
    """A profile by id, or from a file of one's own."""
    from workbook_tools.regulations import load, load_file

    return load_file(profile) if profile.lower().endswith(".toml") else load(profile)
