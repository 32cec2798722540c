"""Questions to the user: through the dialogs of Excel for Windows, and through those of macOS."""

# ruff: noqa: N803 - arguments are called as Excel calls them

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbook_tools.excel.tanya import PROMPT, Mac, Windows


class Dialogs:
    """Excel for Windows as far as its dialogs go: what was shown, and the answers prepared."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.shown = list(answers), []

    def _answer(self, **shown: object) -> object:
        self.shown.append(shown)
        return self.answers.pop(0)

    def InputBox(self, Prompt, Title, Default, Type):
        return self._answer(prompt=Prompt, default=Default)

    def GetOpenFilename(self, FileFilter, Title):
        return self._answer(filter=FileFilter)

    def GetSaveAsFilename(self, InitialFilename, FileFilter, Title):
        return self._answer(name=InitialFilename, filter=FileFilter)

    def FileDialog(self, kind):
        chosen = self._answer(kind=kind)
        return SimpleNamespace(Show=lambda: -1 if chosen else 0, SelectedItems=SimpleNamespace(Item=lambda n: chosen))


def windows(*answers: object) -> tuple[Windows, Dialogs]:
    dialogs = Dialogs(*answers)
    app = SimpleNamespace(api=dialogs, alert=lambda *args, **named: dialogs._answer(words=args[0]))
    return Windows(SimpleNamespace(app=app)), dialogs


CHOICES = ("jember_2025", "magetan_2025", "netral")


@pytest.mark.parametrize(("said", "chosen"), [("2", "magetan_2025"), (" Netral ", "netral"), (False, None), ("", None)])
def test_a_choice_is_its_number_or_its_name(said: object, chosen: str | None):
    asking, _ = windows(said)
    assert asking.pilih("Pilih:", CHOICES) == chosen


def test_what_is_no_choice_is_asked_again():
    asking, dialogs = windows("9", "apa", "1")
    assert asking.pilih("Pilih:", CHOICES) == "jember_2025"
    assert len(dialogs.shown) == 3


def test_a_long_list_comes_on_pages_that_the_box_shows_whole():
    many = [f"Tabel 3.{n} (magetan.3_{n})" for n in range(1, 31)]
    asking, dialogs = windows("0", "0", "30")
    assert asking.pilih("Pilih tabel:", many) == many[29]
    seen = "".join(str(shown["prompt"]) for shown in dialogs.shown)
    assert all(len(str(shown["prompt"])) <= PROMPT for shown in dialogs.shown)
    assert "1. Tabel 3.1 " in seen and "pilihan lain" in seen


def test_after_the_last_page_comes_the_first():
    many = [f"pilihan yang panjang sekali nomor {n}" for n in range(1, 13)]
    asking, dialogs = windows(*"0" * 12, False)
    assert asking.pilih("Pilih:", many) is None
    prompts = [shown["prompt"] for shown in dialogs.shown]
    pages = prompts.index(prompts[0], 1)
    assert pages > 1 and prompts[pages] == prompts[0]


@pytest.mark.parametrize(("said", "number"), [("2026", 2026), (False, None)])
def test_a_number_is_typed(said: object, number: int | None):
    asking, dialogs = windows("dua ribu", said)
    assert asking.angka("Tahun:", 2025) == number
    assert dialogs.shown[0]["default"] == "2025"


def test_a_file_or_a_folder_is_chosen_or_not():
    asking, _ = windows("/a/b.xlsx", False, "/a/folder", "", "/a/laporan", False)
    assert (asking.buka("?"), asking.buka("?")) == (Path("/a/b.xlsx"), None)
    assert (asking.folder("?"), asking.folder("?")) == (Path("/a/folder"), None)
    assert asking.simpan("?", "laporan.docx") == Path("/a/laporan.docx"), (
        "the kind of the file is not the user's to choose"
    )
    assert asking.simpan("?", "laporan.docx") is None


@pytest.mark.parametrize("typed", ["/a/Laporan No. 5", "/a/Laporan v1.2", "/a/Laporan.pdf"])
def test_a_name_with_a_dot_is_kept_whole(typed: str):
    asking, _ = windows(typed, f"{typed}.DOCX")
    assert asking.simpan("?", "laporan.docx") == Path(f"{typed}.docx")
    assert asking.simpan("?", "laporan.docx") == Path(f"{typed}.DOCX")


@pytest.mark.parametrize(("said", "agreed"), [("yes", True), ("no", False)])
def test_yes_is_yes(said: str, agreed: bool):
    asking, _ = windows(said)
    assert asking.ya("Ganti?") is agreed


# --- macOS -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch):
    """A macOS that gives these answers; None is a dialog that was cancelled."""
    commands: list[list[str]] = []

    def prepare(*answers: str | None) -> Mac:
        waiting = list(answers)

        def run(command, **_):
            commands.append(command)
            said = waiting.pop(0)
            return SimpleNamespace(returncode=0 if said is not None else 1, stdout=f"{said or ''}\n")

        monkeypatch.setattr(subprocess, "run", run)
        return Mac(SimpleNamespace(app=None))

    prepare.commands = commands
    return prepare


def test_macos_answers_and_cancels(mac):
    asking = mac("netral", "false", "2026", "/a/b.xlsx", None, "/a/folder/", "/a/laporan")
    assert (asking.pilih("?", CHOICES), asking.pilih("?", CHOICES)) == ("netral", None)
    assert asking.angka("?", 2025) == 2026
    assert (asking.buka("?"), asking.buka("?")) == (Path("/a/b.xlsx"), None)
    assert asking.folder("?") == Path("/a/folder")
    assert asking.simpan("?", "laporan.docx") == Path("/a/laporan.docx")


def test_words_are_arguments_of_the_script_and_never_part_of_it(mac):
    wicked = '" & (do shell script "rm") & "'
    mac("x").buka(wicked)
    (command,) = mac.commands
    scripts = [part for flag, part in pairwise(command) if flag == "-e"]
    assert wicked in command and not any(wicked in script for script in scripts)
