"""Exceptions that stop a run. Facts about a workbook are findings (`findings.py`), never exceptions.

LkjipError                 every error that a door (command line, ribbon) shows as one clear line
├── InputError             what the user asked for cannot be done: wrong option, unknown profile, output equals input
├── FileError              the file cannot be read or patched: empty, encrypted, truncated, no sheets
│   ├── UnreadableFile     not a workbook that can be opened, with the reason
│   ├── NoKnownTable       opened, but no sheet holds a table that a format describes
│   └── UnpatchableFile    opened, but cannot be changed without losing something
├── EnvironmentFault       the machine: folder not writable, disk full
└── DeclarationError       the project's own data is wrong: a regulation without source, a format that names no column
"""

from __future__ import annotations

from workbook_tools.messages import text


class LkjipError(Exception):
    """One clear line for the reader, made from the message catalogue: a stable code and facts."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(text(code, **facts))


class InputError(LkjipError):
    """What the user asked for cannot be done."""


class FileError(LkjipError):
    """The file cannot be used."""


class UnreadableFile(FileError):
    """The file is not a workbook that can be opened."""


class NoKnownTable(FileError):
    """No sheet of the workbook holds a table that a format describes."""


class UnpatchableFile(FileError):
    """The workbook cannot be changed without losing something."""


class EnvironmentFault(LkjipError):
    """The machine refuses: a folder that is not writable, a full disk."""


class DeclarationError(LkjipError):
    """The project's own data is wrong."""
