"""From a format to its pandera schema: required cells, bounds, choices, unique keys. pandera is imported here alone.

Numbers are converted before they are checked (`tables/typed.py`), so that one unreadable cell never hides another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from workbook_tools.formats.spec import Column

UNIQUE = "kunci_kembar"
REQUIRED = "wajib_diisi"
TOO_SMALL = "di_bawah_batas"
TOO_BIG = "di_atas_batas"
NOT_A_CHOICE = "bukan_pilihan"


@dataclass(frozen=True, slots=True)
class Violation:
    """One cell that the schema refuses: position of the row in the frame, column key, message code, value."""

    row: int
    column: str
    code: str
    value: object


def schema(
    columns: Sequence[Column], choices: Mapping[str, Sequence[str]], *, unique: Sequence[str] = ()
) -> pa.DataFrameSchema:
    """The schema of these columns; `choices` gives the words of every choice list by its name."""
    return pa.DataFrameSchema({c.key: _column(c, choices, unique=c.key in unique) for c in columns}, strict=False)


def _column(column: Column, choices: Mapping[str, Sequence[str]], *, unique: bool) -> pa.Column:
    checks: list[pa.Check] = []
    low, high = column.bounds
    if low is not None:
        checks.append(pa.Check(lambda s, low=low: s.isna() | (s >= low), name=TOO_SMALL, ignore_na=False))
    if high is not None:
        checks.append(pa.Check(lambda s, high=high: s.isna() | (s <= high), name=TOO_BIG, ignore_na=False))
    if column.choices in choices:
        words = {w.casefold() for w in choices[column.choices]}
        checks.append(
            pa.Check(
                lambda s, w=words: s.isna() | s.astype(str).str.casefold().isin(w), name=NOT_A_CHOICE, ignore_na=False
            )
        )
    if unique:
        checks.append(pa.Check(lambda s: s.isna() | ~s.duplicated(keep="first"), name=UNIQUE, ignore_na=False))
    if column.required:
        checks.append(pa.Check(lambda s: s.notna(), name=REQUIRED, ignore_na=False))
    return pa.Column(
        "float64" if column.kind.is_number else "object", checks, nullable=True, required=False, coerce=False
    )


def frame(columns: Sequence[Column], rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """The rows as a frame: floats where the column holds numbers, else objects with None for blanks."""
    data = {}
    for column in columns:
        values = [row.get(column.key) for row in rows]
        if column.kind.is_number:
            data[column.key] = pd.Series([v if isinstance(v, float) else None for v in values], dtype="float64")
        else:
            data[column.key] = pd.Series(values, dtype="object")
    return pd.DataFrame(data)


def violations(checked: pa.DataFrameSchema, data: pd.DataFrame) -> list[Violation]:
    """Every refused cell, in the order of rows."""
    try:
        checked.validate(data, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        found = [
            Violation(int(case.index), str(case.column), str(case.check), case.failure_case)
            for case in cases.itertuples(index=False)
            if case.index is not None
        ]
        return sorted(found, key=lambda v: (v.row, v.column, v.code))
    return []
