"""Questions to the user: which one, which file, which folder, yes or no. Nothing of it passes through VBA.

Windows asks through the dialogs of Excel, macOS through `osascript`, tests through answers prepared beforehand. Only
the last has been tried so far; see `macros/README.md`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Protocol

import xlwings as xw

from workbook_tools.messages import text

EXCEL_FILES = "Excel (*.xlsx;*.xlsm),*.xlsx;*.xlsm"
WORD_FILES = "Word (*.docx),*.docx"
NEW_FILES = "Excel (*.xlsx),*.xlsx"
FOLDER_PICKER = 4  # msoFileDialogFolderPicker
AS_TEXT = 2
PROMPT = 255  # characters; Excel's own limit
MORE = "0"


class Tanya(Protocol):
    """Every question gives None, or no, where the user turns it down."""

    def pilih(self, kalimat: str, pilihan: Sequence[str]) -> str | None:
        """One of the choices."""

    def angka(self, kalimat: str, bawaan: int) -> int | None:
        """A whole number."""

    def buka(self, kalimat: str) -> Path | None:
        """An existing workbook."""

    def simpan(self, kalimat: str, nama: str) -> Path | None:
        """A file to be made; its suffix is that of `nama`."""

    def folder(self, kalimat: str) -> Path | None:
        """An existing folder."""

    def ya(self, kalimat: str) -> bool:
        """Yes or no."""


_prepared: ContextVar[Tanya | None] = ContextVar("prepared", default=None)


def asking(book: xw.Book) -> Tanya:
    """Whoever asks here."""
    prepared = _prepared.get()
    if prepared is not None:
        return prepared
    return Mac(book) if sys.platform == "darwin" else Windows(book)


@contextmanager
def answered(by: Tanya) -> Iterator[None]:
    """Let `by` answer inside the block."""
    token = _prepared.set(by)
    try:
        yield
    finally:
        _prepared.reset(token)


def _chosen(said: str, pilihan: Sequence[str]) -> str | None:
    """What was typed as a choice: its number, or itself."""
    said = said.strip()
    if said.isdecimal() and 1 <= int(said) <= len(pilihan):
        return pilihan[int(said) - 1]
    return next((one for one in pilihan if one.casefold() == said.casefold()), None)


def _pages(kalimat: str, pilihan: Sequence[str]) -> list[str]:
    """The question with its numbered choices, in pieces that Excel's box shows whole."""
    more = text("terbuka_pilihan_lain", number=MORE)
    pages = [kalimat]
    for number, one in enumerate(pilihan, 1):
        line = f"\n{number}. {one}"
        if len(pages[-1]) + len(line) + len(more) + 1 > PROMPT:
            pages.append(kalimat)
        pages[-1] += line
    return pages if len(pages) == 1 else [f"{page}\n{more}" for page in pages]


def _ending(path: Path, suffix: str) -> Path:
    """The path with this suffix behind it: what is typed after a dot is part of the name (`Laporan No. 5`)."""
    return path if path.suffix.casefold() == suffix else path.with_name(path.name + suffix)


class Windows:
    """The dialogs of Excel for Windows, which give False where they are cancelled."""

    def __init__(self, book: xw.Book) -> None:
        self._app = book.app

    @property
    def _api(self) -> Any:  # noqa: ANN401
        return self._app.api

    def _input(self, kalimat: str, bawaan: str) -> str | None:
        said = self._api.InputBox(
            Prompt=kalimat[:PROMPT], Title=text("terbuka_judul"), Default=bawaan, Type=AS_TEXT
        )  # fmt: skip
        return None if said is False or not str(said).strip() else str(said)

    def pilih(self, kalimat: str, pilihan: Sequence[str]) -> str | None:
        """A numbered list, on as many pages as the box needs; asked again until the answer is one of it."""
        pages, shown = _pages(kalimat, pilihan), 0
        while (said := self._input(pages[shown], "1" if shown == 0 else MORE)) is not None:
            if said.strip() == MORE:
                shown = (shown + 1) % len(pages)
                continue
            chosen = _chosen(said, pilihan)
            if chosen is not None:
                return chosen
        return None

    def angka(self, kalimat: str, bawaan: int) -> int | None:
        """A number typed into a box."""
        while (said := self._input(kalimat, str(bawaan))) is not None:
            if said.strip().isdecimal():
                return int(said)
        return None

    def buka(self, kalimat: str) -> Path | None:
        """Excel's dialog for opening."""
        said = self._api.GetOpenFilename(FileFilter=EXCEL_FILES, Title=kalimat)
        return None if said is False else Path(str(said))

    def simpan(self, kalimat: str, nama: str) -> Path | None:
        """Excel's dialog for saving under a name."""
        suffix = Path(nama).suffix
        kinds = WORD_FILES if suffix == ".docx" else NEW_FILES
        said = self._api.GetSaveAsFilename(InitialFilename=nama, FileFilter=kinds, Title=kalimat)
        return None if said is False else _ending(Path(str(said)), suffix)

    def folder(self, kalimat: str) -> Path | None:
        """Office's dialog for folders."""
        dialog = self._api.FileDialog(FOLDER_PICKER)
        dialog.Title = kalimat
        return Path(str(dialog.SelectedItems.Item(1))) if dialog.Show() else None

    def ya(self, kalimat: str) -> bool:
        """A message with two buttons."""
        return self._app.alert(kalimat, text("terbuka_judul"), buttons="yes_no") == "yes"


class Mac:
    """The dialogs of macOS, through `osascript`; a cancelled one ends with an error and says nothing."""

    def __init__(self, book: xw.Book) -> None:
        self._app = book.app

    @staticmethod
    def _said(script: str, *words: str) -> str | None:
        """What a script says; the words are its arguments, never part of it."""
        lines = ["on run argv", *script.splitlines(), "end run"]
        arguments = [part for line in lines for part in ("-e", line)]
        done = subprocess.run(["osascript", *arguments, *words], capture_output=True, text=True, check=False)
        said = done.stdout.strip()
        return said if done.returncode == 0 and said and said != "false" else None

    def pilih(self, kalimat: str, pilihan: Sequence[str]) -> str | None:
        """A list to choose from."""
        return self._said("return choose from list (rest of argv) with prompt (item 1 of argv)", kalimat, *pilihan)

    def angka(self, kalimat: str, bawaan: int) -> int | None:
        """A number typed into a box."""
        script = "return text returned of (display dialog (item 1 of argv) default answer (item 2 of argv))"
        while (said := self._said(script, kalimat, str(bawaan))) is not None:
            if said.isdecimal():
                return int(said)
        return None

    def buka(self, kalimat: str) -> Path | None:
        """The dialog for files."""
        said = self._said("return POSIX path of (choose file with prompt (item 1 of argv))", kalimat)
        return None if said is None else Path(said)

    def simpan(self, kalimat: str, nama: str) -> Path | None:
        """The dialog for new files."""
        script = "return POSIX path of (choose file name with prompt (item 1 of argv) default name (item 2 of argv))"
        said = self._said(script, kalimat, nama)
        return None if said is None else _ending(Path(said), Path(nama).suffix)

    def folder(self, kalimat: str) -> Path | None:
        """The dialog for folders."""
        said = self._said("return POSIX path of (choose folder with prompt (item 1 of argv))", kalimat)
        return None if said is None else Path(said)

    def ya(self, kalimat: str) -> bool:
        """A message with two buttons."""
        return self._app.alert(kalimat, text("terbuka_judul"), buttons="yes_no") == "yes"
