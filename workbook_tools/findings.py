"""A finding is a fact about a workbook: where, what was found and expected, what to do. Collected, never raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workbook_tools.messages import catalogue, text


class Severity(StrEnum):
    """How sure and how grave: `error` only if certain, `warning` shows both readings, `note` informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One cell of a workbook. `cell` is an A1 address; empty when the whole sheet is meant."""

    sheet: str
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact with its cause: the cell to look at first, the cells that show the same cause, found and expected."""

    code: str
    severity: Severity
    place: Place
    message: str
    found: str = ""
    expected: str = ""
    format: str = ""
    column: str = ""
    row_label: str = ""
    related: tuple[Place, ...] = ()
    rule: str = ""
    file: str = field(default="", compare=False)
    do: str = ""  # the part of the message that says what to do
    others: tuple[str, ...] = ()  # what else the same cause explains, without addresses
    id: str = ""  # the same in every run for as long as the finding is about the same thing (checks/identity.py)

    @property
    def fact(self) -> str:
        """The message without what to do."""
        return self.message.replace(f" {self.do}", "", 1) if self.do else self.message

    @property
    def scope(self) -> tuple[str, ...]:
        """What it covers beside its own cell: conflicts of the same cause, or how many cells of a table."""
        whole = bool(self.related) and not self.column and not self.others
        return (str(len(self.related) + 1),) if whole else self.others

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` prints, one a line."""
        return {
            "file": self.file,
            "id": self.id,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "format": self.format,
            "column": self.column,
            "row_label": self.row_label,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "found": self.found,
            "expected": self.expected,
            "related": [str(place) for place in self.related],
            "rule": self.rule,
            "accepted": False,
            "reason": "",
            "name": "",
        }


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that somebody looked at and stands by: the reason, who says so, and when as far as that is noted."""

    finding: Finding
    reason: str
    name: str
    date: str = ""

    def as_json(self) -> dict[str, Any]:
        """The object of the finding, marked as accepted."""
        return {**self.finding.as_json(), "accepted": True, "reason": self.reason, "name": self.name}


def finding(
    code: str,
    place: Place,
    *,
    severity: Severity | None = None,
    found: object = "",
    expected: object = "",
    format: str = "",
    column: str = "",
    row_label: str = "",
    related: Iterable[Place] = (),
    rule: str = "",
    **facts: object,
) -> Finding:
    """A finding of `code` with its text from the catalogue: what is wrong, then what to do."""
    entry = catalogue()[code]
    facts = {
        "found": found, "expected": expected, "column": column, "row_label": row_label, "format": format, **facts,
    }  # fmt: skip
    sentence = text(code, **facts)
    do = text(code, "do", **facts) if "do" in entry else ""
    sentence = f"{sentence} {do}" if do else sentence
    rule = rule or (text(code, "rule", **facts) if "rule" in entry else "")
    others = tuple(dict.fromkeys(p for p in related if p != place))
    return Finding(
        code, severity or Severity(entry["severity"]), place, sentence, str(found), str(expected), format, column,
        row_label, others, rule, do=do,
    )  # fmt: skip
