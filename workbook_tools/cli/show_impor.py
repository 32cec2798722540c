"""What `import` did, as people read it: what matched how, what was written, what did not match either way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbook_tools.cli import show
from workbook_tools.cli.screen import Screen
from workbook_tools.findings import Severity
from workbook_tools.intake import Act, How
from workbook_tools.intake.figures import rupiah
from workbook_tools.messages import text

if TYPE_CHECKING:
    from workbook_tools.intake import Imported, Match, Plan

MOST = 20


def imported(screen: Screen, done: Imported) -> None:
    """The counts, the two lists of what did not match, the findings, what was written."""
    plan = done.plan
    by, acts = plan.by, plan.acts
    screen.line(text("tampil_impor", file=plan.daftar.path, sheet=plan.daftar.sheet, path=done.path), "bold")
    lost = [one for one in plan.matches if one.baris is None and one.how is not How.RINCIAN]
    counts = {"kode": by[How.KODE], "nama": by[How.NAMA], "tidak": len(lost), "missing": len(plan.missing)}
    _detail(screen, text("tampil_impor_cocok", n=by[How.KODE] + by[How.NAMA] + len(lost), **counts))
    passed = plan.daftar.accounts + by[How.RINCIAN]
    if passed:
        _detail(screen, text("tampil_impor_rekening", n=passed))
    if plan.others:
        _detail(screen, text("tampil_impor_lain", n=plan.others))
    _detail(
        screen,
        text(
            "tampil_impor_angka", written=acts[Act.DITULIS], same=acts[Act.SAMA], replaced=acts[Act.DITIMPA],
            kept=acts[Act.BENTROK], refused=acts[Act.DITOLAK],
        )
    )  # fmt: skip
    _detail(screen, text("tampil_impor_sel", n=done.computed))
    _lists(screen, plan, lost)
    for severity in Severity:
        show.findings(screen, severity, [f for f in plan.findings if f.severity is severity])
    if done.errors:
        screen.line(text("tampil_impor_kesalahan", n=done.errors), "bold yellow")


def _lists(screen: Screen, plan: Plan, lost: Sequence[Match]) -> None:
    """What the list has and Program has not, and the other way round."""
    if lost:
        screen.line(text("tampil_impor_tanpa_program", n=len(lost)), "bold")
        heads = [text(f"impor_kolom_{head}") for head in ("kode_daftar", "daftar", "nilai", "cocok")]
        rows = [(m.entry.kode, m.entry.nama, _amount(plan, m), text(f"impor_cocok_{m.how}")) for m in lost[:MOST]]
        screen.rows(heads, rows, numbers=(2,))
        _more(screen, len(lost))
    if plan.missing:
        screen.line(text("tampil_impor_tanpa_daftar", n=len(plan.missing)), "bold")
        heads = [text(f"impor_kolom_{head}") for head in ("kode_buku", "buku", "semula")]
        kept = [(row.isi.get("kunci"), row.nama, row.isi.get("pagu")) for row in plan.missing[:MOST]]
        told = [(code, name, rupiah(pagu) if isinstance(pagu, float) else "") for code, name, pagu in kept]
        screen.rows(heads, told, numbers=(2,))
        _more(screen, len(plan.missing))


def _more(screen: Screen, count: int) -> None:
    if count > MOST:
        screen.line(text("tampil_impor_lagi", n=count - MOST))


def _amount(plan: Plan, one: Match) -> str:
    """Every amount that the list gives for the row: `Pagu 1.000; TW II 500`."""
    return "; ".join(f"{name} {rupiah(value)}" for name, value in plan.choice.said(one.entry))


def _detail(screen: Screen, words: str) -> None:
    """One line about the run, under its heading."""
    screen.line(f"  {words}")
