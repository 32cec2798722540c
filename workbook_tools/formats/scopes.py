"""Where the operand of a rule comes from: a small closed algebra, pure data.

A scope has two faces that live elsewhere: `evaluate.py` reads it from typed tables, `formulas.py` writes it as a
reference in a native formula. A table is named by its role in the working workbook (`indikator`, `program`, ...).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class This:
    """The cell of `column` in the same row."""

    column: str


@dataclass(frozen=True, slots=True)
class Group:
    """`column` over the rows that share one money cell. `how` "profil" leaves the choice to the profile."""

    column: str
    how: Literal["first", "mean", "profil"] = "profil"


@dataclass(frozen=True, slots=True)
class Children:
    """Sum of the typed `column` over the lowest rows below this one (the row itself where it has none)."""

    column: str


@dataclass(frozen=True, slots=True)
class SumWhere:
    """Sum of `column` of another table over its rows whose `where` equals this row's `equals`."""

    table: str
    column: str
    where: str
    equals: str


@dataclass(frozen=True, slots=True)
class FromTable:
    """`column` of the row of another table whose identity is this row's `by`; blank where there is none.

    `optional`: blank too where the workbook does not have the table, which then need not be made for its sake.
    """

    table: str
    column: str
    by: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Param:
    """A choice of the workbook's Profil sheet, by its key."""

    name: str


@dataclass(frozen=True, slots=True)
class Const:
    """A fixed word, such as a polaritas that a table implies."""

    value: str


@dataclass(frozen=True, slots=True)
class Pick:
    """The first scope in rows where `when` is filled, else the second."""

    when: str
    then: Scope
    otherwise: Scope


@dataclass(frozen=True, slots=True)
class Where:
    """The scope in rows whose `column` equals `value` (or, with `or_blank`, is blank); blank in all others."""

    column: str
    value: Scope
    then: Scope
    or_blank: bool = False


@dataclass(frozen=True, slots=True)
class FirstOnly:
    """The scope in the first row of an entity or group (`ke` = 1); blank in the rows that share its merged cell."""

    scope: Scope
    ke: str = "ke"


@dataclass(frozen=True, slots=True)
class NthRow:
    """Identity of the n-th row of another table, n being this row's position: how a view follows its input sheet."""

    table: str


@dataclass(frozen=True, slots=True)
class RowAt:
    """Identity of the row of another table whose `order` column holds this row's position."""

    table: str
    order: str


@dataclass(frozen=True, slots=True)
class Running:
    """How many rows so far, this one included, have the same `column`."""

    column: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows so far, this one included, have `value` in `column`."""

    column: str
    value: int


@dataclass(frozen=True, slots=True)
class CountFilled:
    """How many rows so far, this one included, have `column` filled; blank where this row has not: the order of the
    rows that a filtered view shows."""

    column: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Two columns as one identity: `kunci/ke`."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Ancestor:
    """`column` of the nearest row at or above this one whose level is `level`."""

    column: str
    level: str


@dataclass(frozen=True, slots=True)
class PositionIn:
    """Position of the first row of `table` whose `column` equals this row's `key`."""

    table: str
    column: str
    key: str


@dataclass(frozen=True, slots=True)
class Interleaved:
    """Position of this row when the rows of `heads` (by group) are followed by the rows of `details` of that group.

    `heads_order` and `details_order` are the columns that say which group a row belongs to; rows where it is blank
    take no part.
    """

    heads: str
    heads_order: str
    details: str
    details_order: str
    of: Literal["heads", "details"]

    @property
    def order(self) -> str:
        """The column of this row's own table."""
        return self.heads_order if self.of == "heads" else self.details_order


@dataclass(frozen=True, slots=True)
class Whole:
    """`column` over all rows of the table: what a closing row speaks of."""

    column: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The figure of another closing row of the table, by its key."""

    key: str


Scope: TypeAlias = (
    This | Group | Children | SumWhere | FromTable | Param | Const | Pick | Where | FirstOnly | NthRow | RowAt | Running
    | Count | CountFilled | Joined | Ancestor | PositionIn | Interleaved | Whole | Closing
)  # fmt: skip


def tables_of(scope: Scope) -> set[str]:
    """The other tables that a scope reads."""
    match scope:
        case FromTable(optional=True):
            return set()
        case FromTable(table) | SumWhere(table) | NthRow(table) | RowAt(table) | PositionIn(table):
            return {table}
        case Pick(_, then, otherwise):
            return tables_of(then) | tables_of(otherwise)
        case Where(_, value, then):
            return tables_of(value) | tables_of(then)
        case FirstOnly(inner):
            return tables_of(inner)
        case Interleaved(heads, _, details):
            return {heads, details}
        case Param():
            return {"profil"}
        case _:
            return set()
