"""Where unforeseen errors are written down: one file, its place as the platform has it."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import xlwings as xw

FILE = "galat.log"


def folder(system: str = sys.platform, environ: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """The folder of logs: local application data on Windows, Library/Logs on macOS, the state folder elsewhere."""
    home = Path.home() if home is None else home
    if system.startswith("win"):
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Kinerja" / "log"
    if system == "darwin":
        return home / "Library" / "Logs" / "Kinerja"
    return Path(environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "kinerja"


def write(error: BaseException, command: str) -> Path:
    """Append the error with all that helps to find its cause, and nothing of the workbook; the file."""
    path = folder() / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    head = (
        f"{datetime.now():%Y-%m-%d %H:%M:%S} {command}; workbook-tools {version('workbook-tools')}, "
        f"xlwings {xw.__version__}, Python {platform.python_version()}, {platform.platform()}"
    )
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{head}\n{''.join(traceback.format_exception(error))}\n")
    return path
