"""Ids of findings: the same for as long as the finding is about the same thing, another for another thing."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.make_samples import MAGETAN
from tests.test_checks import PK, RIGHT, capaian
from workbook_tools.books.closed import read
from workbook_tools.books.memory import book_from_text
from workbook_tools.books.model import Book, Sheet, address, parse_range
from workbook_tools.checks.identity import LENGTH, PREFIX, hashed, normal_id
from workbook_tools.findings import Finding
from workbook_tools.messages import speaking
from workbook_tools.process import process

OTHER = RIGHT.replace("koperasi aktif", "usaha mikro naik kelas").replace("Produktivitas", "Daya Saing")
WRONG = RIGHT.replace("120%", "121%")
OTHER_WRONG = OTHER.replace("120%", "121%")


def of(text: str) -> dict[str, Finding]:
    return {f.id: f for f in process(book_from_text(text)).findings if f.code == "angka_salah"}


def only(text: str) -> Finding:
    (found,) = of(text).values()
    return found


def moved(book: Book, *, down: int = 0, right: int = 0, renamed: Callable[[str], str] = lambda title: title) -> Book:
    """The book with rows and columns inserted at the top left of every sheet, and other sheet names."""

    def shifted(ref: str) -> str:
        r1, c1, r2, c2 = parse_range(ref)
        return f"{address(r1 + down, c1 + right)}:{address(r2 + down, c2 + right)}"

    return Book(
        None,
        tuple(
            Sheet(
                renamed(s.title), s.state, {(r + down, c + right): cell for (r, c), cell in s.cells.items()},
                tuple((a + down, b + right, c + down, d + right) for a, b, c, d in s.merges),
                tuple(replace(t, ref=shifted(t.ref)) for t in s.tables), dict(s.defined_names),
            )
            for s in book
        ),
        book.defined_names,
    )  # fmt: skip


def with_faults(seed: int) -> Book:
    """The published tables with thirty more wrong figures."""
    book, rng = read(MAGETAN / "terbit.xlsx"), random.Random(seed)
    for sheet in book:
        figures = [at for at, c in sheet.cells.items() if isinstance(c.value, float | int) and at[0] > 6]
        for at in rng.sample(figures, min(5, len(figures))):
            cell = sheet.cells[at]
            sheet.cells[at] = replace(cell, value=cell.value * rng.choice((0.5, 1.1, 2, 100)))
    return book


def ids(book: Book) -> set[tuple[str, str, str]]:
    return {(f.id, f.code, f.found) for f in process(book).findings}


@pytest.mark.parametrize("seed", range(3))
def test_every_id_survives_inserted_rows_and_columns_and_renamed_sheets(seed: int) -> None:
    book = with_faults(seed)
    before = ids(book)
    assert len(before) > 60
    assert ids(moved(book, down=93)) == before  # row 7 becomes row 100: addresses change their length
    assert ids(moved(book, right=25)) == before  # column B becomes column AA
    assert ids(moved(book, renamed=lambda title: title[::-1])) == before


def test_the_language_of_messages_does_not_matter() -> None:
    book = with_faults(0)
    with speaking("en"):
        assert ids(book) == (english := ids(book))
    assert ids(book) == english


def test_every_finding_of_a_workbook_has_an_id_of_its_own_that_can_be_typed() -> None:
    found = process(with_faults(1)).findings
    assert len({f.id for f in found}) == len(found)
    assert all(f.id.startswith(PREFIX) and len(f.id) == len(PREFIX) + LENGTH for f in found)
    assert not any(letter in f.id.removeprefix(PREFIX) for f in found for letter in "ilou")


def test_an_id_is_known_forever() -> None:
    """Exceptions in workbooks carry it: a change of this hash loses every accepted exception."""
    assert only(capaian(WRONG)).id == "T-xetz0b6"


def test_another_wrong_figure_at_the_same_place_is_the_same_finding() -> None:
    assert only(capaian(WRONG)).id == only(capaian(WRONG.replace("121%", "122%"))).id


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(RIGHT.replace("1.200", "1.201"), id="another column"),
        pytest.param(OTHER_WRONG, id="another indicator"),
        pytest.param(WRONG.replace("Meningkatnya Produktivitas", "Menurunnya Kemiskinan"), id="another sasaran"),
    ],
)
def test_a_finding_about_another_thing_has_another_id(other: str) -> None:
    assert only(capaian(WRONG)).id != only(capaian(other)).id


def test_spelling_of_a_row_in_other_capitals_or_spaces_is_the_same_row() -> None:
    spelled = WRONG.replace("Persentase koperasi aktif", "PERSENTASE  Koperasi Aktif.")
    assert only(capaian(WRONG)).id == only(capaian(spelled)).id


def test_other_findings_that_come_and_go_change_no_id() -> None:
    alone, both = of(capaian(RIGHT, OTHER_WRONG)), of(capaian(WRONG, OTHER_WRONG))
    assert set(alone) < set(both)
    assert len(both) == 2


def test_rows_called_the_same_are_told_apart_and_one_that_is_put_right_leaves_the_other_its_id() -> None:
    """Three rows of one name; the second and third are wrong."""
    rows = [WRONG.replace("Meningkatnya Produktivitas", f"{n}. Sasaran {n}") for n in range(3)]
    same = [row.replace(f"{n}. Sasaran {n}", "Sasaran") for n, row in enumerate(rows)]
    right = same[0].replace("121%", "120%")
    second_and_third = of(capaian(right, same[1], same[2]))
    third = of(capaian(right, right, same[2]))
    assert len(second_and_third) == 2
    assert set(third) < set(second_and_third)
    assert [str(f.place) for f in third.values()] == ["T!G5"]
    assert str(second_and_third[next(iter(third))].place) == "T!G5"


def test_the_same_table_of_another_year_is_another_thing() -> None:
    last_year = capaian(WRONG).replace("[T]", "[U]").replace("Tahun 2025", "Tahun 2024")
    found = of(f"{PK}\n{capaian(WRONG)}\n{last_year}")
    assert len(found) == 2
    assert only(capaian(WRONG)).id in found
    assert set(of(f"{PK}\n{last_year}\n{capaian(WRONG)}")) == set(found)  # whichever stands first


def test_a_row_that_is_missing_is_told_apart_from_another_one() -> None:
    two = (
        PK
        + "2 | Meningkatnya Produktivitas | Jumlah wirausaha baru | Orang | 5\n3 | Tumbuhnya Ekonomi | Nilai ekspor | Rupiah | 7\n"
    )

    def missing(*rows: str) -> dict[str, str]:
        found = process(book_from_text(two + capaian(*rows))).findings
        return {f.row_label: f.id for f in found if f.code == "baris_tidak_ada"}

    both = missing(RIGHT)
    one = missing(RIGHT, RIGHT.replace("Persentase koperasi aktif", "Jumlah wirausaha baru").replace("| 50 |", "| 5 |"))
    assert set(both) == {"Jumlah wirausaha baru", "Nilai ekspor"}
    assert one["Nilai ekspor"] == both["Nilai ekspor"] != both["Jumlah wirausaha baru"]


@pytest.mark.parametrize(
    "typed", ["T-8mqgd00", "t-8MQGD00", " T–8mqgd00 ", "8mqgd00", "T 8mqgdoo", "T-8mqgdO0", "T8MQGD00"]
)
def test_an_id_is_read_as_people_type_it(typed: str) -> None:
    assert normal_id(typed) == "T-8mqgd00"


@pytest.mark.parametrize("typed", ["", "T-", "angka_salah", "T-8mqgd0", "T-8mqgd000", "Sumber: DPA 2025"])
def test_what_is_no_id_is_none(typed: str) -> None:
    assert normal_id(typed) == ""


def test_a_hash_that_begins_with_the_letter_of_the_prefix_is_read_whole() -> None:
    id = next(id for n in range(9999) if (id := hashed((str(n),))).startswith("T-t"))
    assert normal_id(id) == normal_id(id.removeprefix("T-")) == id
