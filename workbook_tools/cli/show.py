"""Results as people read them: a line for the file, a table for each severity, the counts."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbook_tools.api import Code
from workbook_tools.cli.screen import Screen, json_line
from workbook_tools.findings import Accepted, Finding, Severity
from workbook_tools.messages import text

if TYPE_CHECKING:
    from workbook_tools.demo import Demo
    from workbook_tools.formats import TableFormat
    from workbook_tools.formats.tautan import Tautan
    from workbook_tools.process import Result
    from workbook_tools.regulations import ProfilInfo
    from workbook_tools.writeback import ComputeResult

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}


@dataclass(frozen=True, slots=True)
class Summary:
    """What is shown of one checked file: small, so that thousands can wait for the progress bar to end."""

    heading: str
    findings: tuple[Finding, ...]
    skipped: tuple[str, ...]
    accepted: tuple[Accepted, ...] = ()

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings of each severity."""
        return Counter(f.severity for f in self.findings)


def summary(path: Path, result: Result) -> Summary:
    """What there is to show of a file that was checked."""
    heading = text(
        "tampil_kepala_berkas", path=path, profile=result.profil.id, year=result.tahun, tables=len(result.tables)
    )
    return Summary(heading, result.findings, result.skipped, result.accepted)


def as_json(result: Result) -> None:
    """One object a line: what is open, then what is accepted."""
    for found in result.findings:
        json_line(found.as_json())
    for one in result.accepted:
        json_line(one.as_json())


def file(screen: Screen, found: Summary, *, notes: bool) -> None:
    """One checked file: findings by severity, counts, sheets that no format describes."""
    screen.line(found.heading, "bold")
    for severity in Severity:
        if severity is not Severity.NOTE or notes:
            findings(screen, severity, [f for f in found.findings if f.severity is severity])
    closing = text("tampil_jumlah", counts=counted(found.counts)) if found.findings else text("tampil_tanpa_temuan")
    if found.counts[Severity.NOTE] and not notes:
        closing = f"{closing} {text('tampil_catatan_tersembunyi')}"
    screen.line(closing)
    if found.accepted:
        _accepted(screen, found.accepted, listed=notes)
    if found.skipped:
        screen.line(text("tampil_lembar_dilewati", sheets=", ".join(found.skipped)), "dim")


def findings(screen: Screen, severity: Severity, found: Sequence[Finding]) -> None:
    """The findings of one severity as a table, under its name and their number."""
    if not found:
        return
    heading = text("tampil_kepala_tingkat", severity=text(f"tingkat_{severity}").upper(), n=len(found))
    screen.line(heading, _STYLE[severity])
    heads = ("kepala_id", "kepala_sel", "kepala_temuan")
    screen.rows([text(head) for head in heads], [(f.id, f.place, f.message) for f in found])


def _accepted(screen: Screen, accepted: Sequence[Accepted], *, listed: bool) -> None:
    """How many findings are accepted exceptions; with the notes also which, why and by whom."""
    screen.line(text("tampil_diterima" if listed else "tampil_diterima_tersembunyi", n=len(accepted)), "dim")
    if listed:
        heads = ("kepala_id", "kepala_sel", "kepala_temuan", "kepala_alasan", "kepala_penerima")
        rows = [(a.finding.id, a.finding.place, a.finding.message, a.reason, a.name) for a in accepted]
        screen.rows([text(head) for head in heads], rows)


def counted(counts: Mapping[Severity, int]) -> str:
    """`2 kesalahan, 1 peringatan`, without those that are none."""
    told = (
        text("tampil_jumlah_tingkat", n=counts[severity], severity=text(f"tingkat_{severity}"))
        for severity in Severity
        if counts[severity]
    )
    return ", ".join(told)


def files(screen: Screen, found: Sequence[Summary], failed: int, *, notes: bool) -> None:
    """All checked files; over several a closing line."""
    several = len(found) + failed > 1
    for one in found:
        file(screen, one, notes=notes)
        if several:
            screen.line()
    if several:
        wrong = sum(bool(one.counts[Severity.ERROR]) for one in found)
        total, clean = len(found) + failed, len(found) - wrong
        screen.line(text("tampil_semua_berkas", files=total, clean=clean, wrong=wrong, failed=failed), "bold")


def computed(screen: Screen, source: Path, target: Path, done: ComputeResult) -> None:
    """What `compute` did: filled, replaced, refused with the reason, errors and unknown sheets that it left as they
    are."""
    if done.written:
        screen.line(text("tampil_hitung", path=target, n=done.written))
    else:
        screen.line(text("tampil_hitung_sama" if _all_right(done) else "tampil_hitung_tidak_ada", path=target))
    if done.logged:
        screen.line(text("tampil_angka_lama_riwayat", n=done.kept, logged=done.logged))
    elif done.kept:
        screen.line(text("tampil_angka_lama", n=done.kept))
    if done.refused:
        screen.line(text("tampil_ditolak", n=len(done.refused)))
    for place, reason in done.refused:
        screen.line(f"  {place}: {reason}")
    if done.result.errors:
        screen.line(text("tampil_hitung_kesalahan", n=done.result.errors, path=source))
    if done.result.skipped:
        screen.line(text("tampil_lembar_dilewati", sheets=", ".join(done.result.skipped)), "dim")


def _all_right(done: ComputeResult) -> bool:
    """Whether there were computed cells, and nothing was wrong with them nor left alone."""
    computed = any(c.rule is not None and c.key in t.header for t in done.result.tables for c in t.columns)
    return computed and not done.refused and not done.result.errors


def demo(screen: Screen, done: Demo) -> None:
    """The demo's table, where its files lie, three findings in full, what to do next."""
    heads = ("kesalahan", "peringatan", "catatan", "sel_diisi")
    screen.rows(
        [text("kepala_berkas"), *(text(f"kepala_{head}") for head in heads)],
        [(r.name, *(r.counts[s] for s in Severity), r.written) for r in done.rows],
        numbers=range(1, len(heads) + 1),
    )
    screen.line()
    screen.line(text("tampil_demo_selesai", folder=done.folder.resolve()), "bold")
    wide = max(len(name) for row in done.rows for name in row.files)
    for row in done.rows:
        for name, kind in row.files.items():
            screen.line(f"  {name:<{wide}}  {text(f'tampil_demo_berkas_{kind}')}")
    screen.line()
    if done.examples:
        name = Path(done.examples[0].file).name
        screen.line(text("tampil_demo_contoh", name=name, list=done.listed), "bold")
    for found in done.examples:
        named = text(f"tingkat_{found.severity}").capitalize()
        screen.line(
            text("tampil_temuan", severity=named, place=found.place, code=found.code, message=found.message),
        )
    screen.line()
    screen.line(text("tampil_demo_lanjut", template=done.template.name))
    screen.line(f"  {text('tampil_demo_perintah', program=_program(), path=done.template)}")


def _program() -> str:
    """What one types to run `lkjip`: its path where it was started by that and its folder is not on the PATH."""
    started = Path(sys.argv[0])
    return str(started) if started.stem == "lkjip" and shutil.which("lkjip") is None else "lkjip"


def formats(screen: Screen, known: Iterable[TableFormat]) -> None:
    """The Tabel that are known."""
    heads = ("kepala_format", "kepala_versi", "kepala_lembar", "kepala_judul", "kepala_dasar")
    screen.rows([text(h) for h in heads], [(f.id, f.version, f.sheet, blanked(f.titles[0]), f.dasar) for f in known])


def links(screen: Screen, format: TableFormat, found: Sequence[Tautan]) -> None:
    """What each column of a table equals, sums to or is computed from."""
    screen.line(f"{format.id} · {format.sheet} · {blanked(format.titles[0])}", "bold")
    heads = {c.key: c.heading for c in format.columns()} | {p.column.key: p.column.heading for p in format.penutup}
    from workbook_tools.formats import FORMATS
    from workbook_tools.formats.spec import Repeat

    heads |= {f"{c.key}_{{tahun}}": c.heading for p in format.parts if isinstance(p, Repeat) for c in p.columns}
    sheets = {f.role: f.sheet for f in FORMATS.values()}
    others = [f"{sheets.get(t.lain[0], t.lain[0])} › {t.lain[1]}" for t in found]
    kinds = [text(f"tautan_{t.jenis}") for t in found]
    rows = [(heads.get(t.kolom, t.kolom), k, o, t.dasar) for t, k, o in zip(found, kinds, others, strict=True)]
    screen.rows([text(h) for h in ("kepala_kolom", "kepala_hubungan", "kepala_dengan", "kepala_dasar")], rows)


def profiles(screen: Screen, known: Iterable[ProfilInfo]) -> None:
    """The profiles that are shipped."""
    heads = ("kepala_profil", "kepala_nama", "kepala_masa", "kepala_diperiksa", "kepala_dasar")
    told = {True: text("tampil_ya"), False: text("tampil_belum")}
    rows = [(p.id, p.nama, p.masa, told[p.terverifikasi], p.dasar) for p in known]
    screen.rows([text(h) for h in heads], rows)


def codes(screen: Screen, known: Iterable[Code]) -> None:
    """All codes, gravest first."""
    heads = ("kepala_kode", "kepala_tingkat", "kepala_judul", "kepala_tindakan")
    rows = [(c.code, text(f"tingkat_{c.severity}"), c.title, blanked(c.do)) for c in known]
    screen.rows([text(h) for h in heads], rows)


def code(screen: Screen, one: Code) -> None:
    """One code in full."""
    screen.line(f"{one.code} ({text(f'tingkat_{one.severity}')}): {one.title}", "bold")
    screen.line(text("tampil_kode_bunyi", message=blanked(one.message)))
    if one.do:
        screen.line(text("tampil_kode_lakukan", do=blanked(one.do)))
    if one.rule:
        screen.line(text("tampil_kode_dasar", rule=one.rule))


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def blanked(sentence: str) -> str:
    """A sentence of the catalogue with dots for the facts."""
    return sentence.format_map(_Blank())
