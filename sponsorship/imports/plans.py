"""What one row of a file would do, and what is wrong with its cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from accounts.choices import RowOutcome
from sponsorship.imports.columns import Column, Recognition
from sponsorship.imports.faults import Row
from sponsorship.imports.values import BadValueError

LONGEST = {
    "name": 160,
    "title": 160,
    "job_title": 160,
    "subject": 200,
    "city": 80,
    "first_name": 80,
    "last_name": 80,
    "expertise": 300,
    "motivation": 1000,
    "notes": 8000,
}
LONGEST_IDENTIFIER = {"external_id": 60, "employee_id": 40}


@dataclass(frozen=True)
class Issue:
    """What is wrong with a cell; a refusal keeps the row out, a warning at most the field."""

    column: str
    code: str
    facts: dict[str, Any]
    is_refusal: bool = True


@dataclass
class Plan:
    """What one row would do."""

    number: int
    values: dict[str, Any]
    label: str = ""
    key: Any = None
    outcome: str = ""
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether the row is kept out."""
        return any(issue.is_refusal for issue in self.issues)

    @property
    def warnings(self) -> list[Issue]:
        """Return the fields that are left out."""
        return [issue for issue in self.issues if not issue.is_refusal]

    def refuse(self, column: str, code: str, **facts: Any) -> None:
        """Keep the row out."""
        self.issues.append(Issue(column, code, facts))

    def call_columns(self, headings: Mapping[str, str]) -> None:
        """Call each column by the heading that it has in the file."""
        self.issues = [
            replace(issue, column=headings.get(issue.column, issue.column)) for issue in self.issues
        ]

    def remark(self, column: str, code: str, **facts: Any) -> None:
        """Take the row in, and say what about."""
        self.issues.append(Issue(column, code, facts, is_refusal=False))

    def warn(self, column: str, code: str, **facts: Any) -> None:
        """Take the row in without this field."""
        self.remark(column, code, **facts)
        self.values.pop(column, None)


def read_row(columns: Iterable[Column], recognition: Recognition, row: Row, *, width: int) -> Plan:
    """Read the cells of a row; a bad cell refuses the row, and says in which column.

    A row of more cells than the header has moved: a separator stands in a text, and no cell can be trusted.
    """
    number, cells = row
    plan = Plan(number, {})
    if len(cells) > width:
        plan.refuse("", "too_many_cells", value=len(cells), most=width)
        return plan
    for column in columns:
        place = recognition.places.get(column.name)
        text = cells[place] if place is not None else ""
        if not text:
            if column.required:
                plan.refuse(column.name, "missing")
            continue
        try:
            plan.values[column.name] = column.read(text)
        except BadValueError as fault:
            plan.refuse(column.name, fault.code, value=fault.value)
    fit(plan)
    return plan


def fit(plan: Plan) -> None:
    """Cut long words to what a record holds, and say so; an identifier that is too long refuses the row."""
    for name, most in LONGEST.items():
        text = plan.values.get(name)
        if isinstance(text, str) and len(text) > most:
            plan.values[name] = text[:most]
            plan.remark(name, "cut_short", most=most)
    for name, most in LONGEST_IDENTIFIER.items():
        if len(plan.values.get(name, "")) > most:
            plan.refuse(name, "identifier_too_long", most=most)


def compare(plan: Plan, known: dict[str, Any] | None, names: Iterable[str]) -> str:
    """Return whether a row is new, changes what is known, or says the same."""
    if known is None:
        return RowOutcome.NEW
    same = all(plan.values[name] == known.get(name) for name in names if name in plan.values)
    return RowOutcome.UNCHANGED if same else RowOutcome.CHANGED


def only(values: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the values of these fields."""
    return {name: values[name] for name in names if name in values}
