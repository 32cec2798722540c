"""New workbooks and new tables: what the ribbon asks for them, and how they come into the open Excel."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook_tools import api
from workbook_tools.books.graft import Donor
from workbook_tools.books.model import Book
from workbook_tools.errors import InputError
from workbook_tools.excel.sesi import Batal, Sesi
from workbook_tools.formats import FORMATS, get
from workbook_tools.formats.spec import TableFormat
from workbook_tools.inputs import Inputs, profile_of, read_inputs, years_of
from workbook_tools.messages import text
from workbook_tools.regulations import available, load
from workbook_tools.tables.build import inputs_of
from workbook_tools.template import build

FIRST_YEAR, LAST_YEAR = 2000, 2099


def make(sesi: Sesi) -> Path:
    """Ask for profile, year and place; write the working workbook there and open it."""
    profile = sesi.tanya.pilih(text("terbuka_profil_tanya"), [info.id for info in available()])
    if profile is None:
        raise Batal
    tahun = sesi.tanya.angka(text("terbuka_tahun_tanya"), load(profile).sumber.dari.year)
    if tahun is None:
        raise Batal
    if not FIRST_YEAR <= tahun <= LAST_YEAR:
        raise InputError("tahun_di_luar", first=FIRST_YEAR, last=LAST_YEAR)
    target = sesi.tanya.simpan(text("terbuka_simpan_tanya"), f"lkjip_{profile}_{tahun}.xlsx")
    if target is None:
        raise Batal
    path = api.template(target, profile=profile, tahun=tahun)
    sesi.app.books.open(str(path))
    sesi.elsewhere = True
    return path


def add_table(sesi: Sesi) -> list[str]:
    """Ask which Tabel; build it over the rows that are typed here, and copy its sheet in."""
    book = sesi.live.read()
    inputs = read_inputs(book)
    if inputs.versions:
        raise InputError("buku_kerja_versi_lama", path=sesi.nama, sheets=", ".join(inputs.versions))
    profil = profile_of(inputs, sesi.nama)
    choices = {f"{format.caption} ({format.id})": format for format in _possible(book, inputs, profil.format)}
    if not choices:
        raise InputError("terbuka_tanpa_tabel_lagi", path=sesi.nama)
    chosen = sesi.tanya.pilih(text("terbuka_tabel_tanya"), list(choices))
    if chosen is None:
        raise Batal
    years = years_of(inputs, sesi.nama)
    sesi.kabar(text("terbuka_membuat", table=chosen))
    with TemporaryDirectory() as folder:
        made = build(
            profil, Path(folder) / "baru.xlsx", formats=(*inputs.formats, choices[chosen].id), tahun=years[-1],
            seri=len(years), isian=inputs.isian,
        )  # fmt: skip
        title = choices[chosen].sheet
        sesi.live.write((), Donor(made.read_bytes(), (title,)))
    return [title]


def _possible(book: Book, inputs: Inputs, of_profile: Sequence[str]) -> list[TableFormat]:
    """The Tabel that this workbook lacks and whose input sheets it has: those of the profile, then the others."""
    taken = {sheet.title.casefold() for sheet in book}
    have = {format.id for format in FORMATS.values() if format.is_input and format.role in inputs.isian}
    order = [*of_profile, *(name for name, format in FORMATS.items() if not format.is_input)]
    wanted = [get(name) for name in dict.fromkeys(order)]
    return [
        format for format in wanted
        if format.id not in inputs.formats and format.sheet.casefold() not in taken
        and set(inputs_of([format])) <= have
    ]  # fmt: skip


def headline() -> str:
    """The first entry of the changelog, on one line."""
    lines = files("workbook_tools").joinpath("CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    first = next((n for n, line in enumerate(lines) if line.startswith("* ")), len(lines))
    rest = takewhile(lambda line: line.startswith("  "), lines[first + 1 :])
    return " ".join(line.removeprefix("* ").strip() for line in (*lines[first : first + 1], *rest))
