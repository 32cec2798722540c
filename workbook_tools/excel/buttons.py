"""The ribbon tab Kinerja as data: groups and buttons in order. Texts are in the catalogue under `pita_<id>`.

The customUI and the VBA callbacks are made from this (`addin`); `ribbon` has a function of the same name for each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """One button. `id` is its name everywhere: Python function, VBA callback, `pita_<id>` of the catalogue (label
    `id`, `screentip`, `supertip`). `image` is an `imageMso` of Excel; `keytip` the keys after Alt and the tab's."""

    id: str
    image: str
    keytip: str
    large: bool = False
    needs_book: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Buttons under one label (`pita_grup_<id>`)."""

    id: str
    buttons: tuple[Button, ...]


TAB = "kinerja"
KEYTIP = "K"

GROUPS = (
    Group(
        "templat",
        (
            Button("templat_baru", "FileNew", "B", large=True, needs_book=False),
            Button("templat_tambah", "SheetInsert", "A"),
        ),
    ),
    Group(
        "periksa",
        (
            Button("periksa", "AcceptInvitation", "P", large=True),
            Button("temuan_sebelum", "ReviewPreviousComment", "S"),
            Button("temuan_berikut", "ReviewNextComment", "N"),
            Button("hapus_tanda", "ReviewDeleteComment", "X"),
        ),
    ),
    Group(
        "hitung",
        (
            Button("hitung_semua", "CalculateNow", "H", large=True),
            Button("hitung_lembar", "CalculateSheet", "L"),
            Button("jadikan_nilai", "PasteValues", "V"),
        ),
    ),
    Group("ringkasan", (Button("ringkasan", "ChartInsert", "R", large=True),)),
    Group("data", (Button("ambil_tahun_lalu", "GetExternalDataFromText", "D", large=True),)),
    Group(
        "laporan",
        (
            Button("periksa_folder", "FileOpen", "F", needs_book=False),
            Button("ekspor_word", "FileSaveAsWordDocx", "W"),
        ),
    ),
    Group("tentang", (Button("tentang", "Help", "T", needs_book=False),)),
)
BUTTONS = tuple(button for group in GROUPS for button in group.buttons)
