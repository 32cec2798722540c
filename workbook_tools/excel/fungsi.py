"""What a function typed into cells is: its name, its help for the function wizard, and the door around it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

from workbook_tools.errors import LkjipError
from workbook_tools.excel import catatan
from workbook_tools.excel.cells import Isi, kalimat
from workbook_tools.messages import indonesian

P = ParamSpec("P")
PEMANGGIL = "caller"
"""The parameter that xlwings fills with the calling cell; nobody types it."""

_tercatat: set[tuple[str, str]] = set()


@dataclass(frozen=True, slots=True)
class ArgumenFungsi:
    """One argument: its name, its help (Indonesian, for the wizard), and whether it must be typed."""

    nama: str
    bantuan: str
    wajib: bool


@dataclass(frozen=True, slots=True)
class Fungsi:
    """One function as Excel knows it.

    `nama` is what is typed, `python` the callable in `workbook_tools.excel.udfs`. `perlu_pemanggil`: the callable has
    the parameter `caller`, behind all others.
    """

    nama: str
    python: str
    bantuan: str
    argumen: tuple[ArgumenFungsi, ...]
    perlu_pemanggil: bool


def fungsi_dari(f: Callable[..., Isi]) -> Fungsi:
    """The function of a callable: arguments from its signature, help from the catalogue."""
    nama = f.__name__
    parameter = inspect.signature(f).parameters
    return Fungsi(
        nama=nama.upper(),
        python=nama,
        bantuan=indonesian(f"fungsi_{nama}"),
        argumen=tuple(
            ArgumenFungsi(arg, indonesian(f"argumen_{arg}"), p.default is inspect.Parameter.empty)
            for arg, p in parameter.items()
            if arg != PEMANGGIL
        ),
        perlu_pemanggil=PEMANGGIL in parameter,
    )


def pintu(f: Callable[P, Isi]) -> Callable[P, Isi]:
    """The door to the cells: what cannot be done is told in a short sentence, never as a traceback."""

    @wraps(f)
    def terjaga(*args: P.args, **kwargs: P.kwargs) -> Isi:
        try:
            return f(*args, **kwargs)
        except LkjipError as sebab:
            return kalimat(sebab)
        except Exception as sebab:  # the outermost guard: Excel would show the traceback in the cell
            _catat(sebab, f.__name__)
            return indonesian("sel_kesalahan_program", jenis=type(sebab).__name__)

    return terjaga


def _catat(sebab: Exception, nama: str) -> None:
    """Write an unforeseen error down, once: a column of cells would fail the same way at every recalculation."""
    jenis = (nama, repr(sebab))
    if jenis in _tercatat:
        return
    _tercatat.add(jenis)
    with suppress(OSError):  # a log that cannot be written must not cost the cell its sentence
        catatan.write(sebab, nama)
