"""What a button works in: a quiet Excel that is as it was afterwards, and one message at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path

import xlwings as xw

from workbook_tools.books.live import LiveBook, engine, excel_named
from workbook_tools.errors import LkjipError
from workbook_tools.excel import catatan
from workbook_tools.excel.tanya import Tanya, asking
from workbook_tools.findings import Place
from workbook_tools.messages import text


class Batal(Exception):
    """The user turned a question down: nothing was done."""


@dataclass(slots=True)
class Sesi:
    """One press of a button: the workbook that it was pressed in, and where the user is left.

    `goto` is a cell to leave the user at; without one the user stays where he was. `stays` is what the status bar says
    from then on; without it the message comes in a box.
    """

    book: xw.Book
    tanya: Tanya
    goto: Place | None = None
    stays: bool = False
    elsewhere: bool = False  # another workbook is shown now, on purpose
    live: LiveBook = field(init=False)

    def __post_init__(self) -> None:
        self.live = LiveBook(self.book, lambda title: self.kabar(text("terbuka_membaca", sheet=title)))

    @property
    def app(self) -> xw.App:
        """The Excel that it was pressed in."""
        return self.book.app

    @property
    def nama(self) -> Path:
        """What the workbook is called."""
        return Path(self.book.name)

    def kabar(self, words: str) -> None:
        """Progress, in the status bar."""
        self.app.status_bar = words

    def dipilih(self) -> tuple[str, str]:
        """The sheet that is shown, and the address of the selected cells; empty where no cells are selected."""
        return _whereabouts(self.book)


Command = Callable[[Sesi], str]


def tombol(command: Command) -> Callable[[xw.Book], None]:
    """Make a button of a command that gives its message: quiet, one message, no error escapes."""

    @wraps(command)
    def pressed(book: xw.Book) -> None:
        stays = False

        def run() -> str:
            nonlocal stays
            sesi = Sesi(book, asking(book))
            message = _quietly(command, sesi)
            stays = sesi.stays
            return message

        message = guarded(run, command.__name__)
        if not stays:
            book.app.alert(message, text("terbuka_judul"))
            return
        with suppress(*engine.refusals()):
            book.app.status_bar = message

    return pressed


def guarded(run: Callable[[], str], name: str) -> str:
    """What a button says: its own message, why it could not, or where the unforeseen error was written down."""
    engine.lose_patience()
    try:
        with excel_named():
            return run()
    except Batal:
        return text("terbuka_batal")
    except LkjipError as error:
        return str(error)
    except Exception as error:  # the door's outermost guard: no traceback in Excel; told as our bug, logged whole
        try:
            return text("terbuka_galat", path=catatan.write(error, name))
        except OSError:
            return text("terbuka_galat_tanpa_catatan", reason=f"{type(error).__name__}: {error}")


def _quietly(command: Command, sesi: Sesi) -> str:
    with quiet(sesi):
        return command(sesi)


@contextmanager
def quiet(sesi: Sesi) -> Iterator[None]:
    """Excel neither draws nor recalculates nor runs macros inside; afterwards everything is as the user had it."""
    app = sesi.app
    with excel_named():
        place = _Standing(sesi)
        with ExitStack() as after:
            after.callback(engine.patiently, lambda: setattr(app, "status_bar", False))
            for name, value in (("calculation", "manual"), ("enable_events", False), ("screen_updating", False)):
                _switch(after, app, name, value)
            _keep_columns(after, app)
            after.callback(engine.patiently, place.back)
            yield


def _switch(after: ExitStack, app: xw.App, name: str, value: object) -> None:
    before = getattr(app, name)
    after.callback(engine.patiently, lambda: setattr(app, name, before))
    setattr(app, name, value)


def _keep_columns(after: ExitStack, app: xw.App) -> None:
    """Excel may not spread a formula over the whole column of its table: we write the cells that we mean."""
    if sys.platform == engine.MAC:
        return
    correct = app.api.AutoCorrect
    before = correct.AutoFillFormulasInLists
    after.callback(engine.patiently, lambda: setattr(correct, "AutoFillFormulasInLists", before))
    correct.AutoFillFormulasInLists = False


def _whereabouts(book: xw.Book) -> tuple[str, str]:
    selected = book.app.selection
    return book.sheets.active.name, selected.address if selected is not None else ""


class _Standing:
    """Where the user stood, and the way back there, or to the cell where the command leaves him."""

    def __init__(self, sesi: Sesi) -> None:
        self._sesi = sesi
        self._front = sesi.app.books.active
        self._sheet = sesi.book.sheets.active
        self._on_chart = self._sheet.name not in [sheet.name for sheet in sesi.book.sheets]
        self._place = Place(*_whereabouts(sesi.book)) if self._front == sesi.book else Place(self._sheet.name)

    def back(self) -> None:
        """Go there."""
        if self._sesi.elsewhere:
            return
        book, place = self._sesi.book, self._sesi.goto or self._place
        front = self._front if self._sesi.goto is None else book
        if self._sesi.app.books.active != front:
            front.activate()
        if front != book:
            return
        if self._on_chart and self._sesi.goto is None:
            self._sheet.activate()
            return
        if place.sheet not in [sheet.name for sheet in book.sheets]:
            return  # what was shown is gone: Excel shows its neighbour
        if book.sheets.active.name != place.sheet:
            book.sheets[place.sheet].activate()
        if place.cell:
            book.sheets[place.sheet].range(place.cell).select()
