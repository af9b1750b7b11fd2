"""The account plan as its page shows it: how far each objective has come, and what has changed since its endorsement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import floatformat

from accounts.days import as_written
from accounts.models import (
    MOST_OBJECTIVES,
    AccountPlan,
    KeyAccount,
    Objective,
    PlanEndorsement,
    Programme,
    User,
)
from accounts.queries.changes import ChangedValue

PAST = 12
# Who has said nothing for so long is asked.
QUIET_DAYS = 90


@dataclass(frozen=True)
class Standing:
    """How far an open objective has come, beside how much of its time has passed."""

    number: int
    objective: Objective
    share: float
    pace: float
    is_due: bool
    is_quiet: bool


@dataclass(frozen=True)
class Change:
    """What differs from what the sponsor endorsed: an objective that is new, changed, reached or set aside."""

    kind: str
    text: str
    facts: tuple[ChangedValue, ...] = ()
    outcome: str = ""


@dataclass
class PlanPage:
    """The plan of an account."""

    plan: AccountPlan
    standings: list[Standing]
    past: list[Objective]
    endorsement: PlanEndorsement | None
    is_endorsed: bool
    changes: list[Change]
    company: list[tuple[str, list[int]]] = field(default_factory=list)
    company_year: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether no objective may begin before one is closed."""
        return len(self.standings) >= MOST_OBJECTIVES


def plan_page(account: KeyAccount, *, on: date) -> PlanPage:
    """Read the plan of an account whose team is loaded, in a fixed number of statements."""
    rows = list(account.objectives.with_progress().order_by("pk"))
    standings = [
        standing(number, row, on) for number, row in enumerate((r for r in rows if r.is_open), 1)
    ]
    past = sorted((row for row in rows if not row.is_open), key=closing, reverse=True)
    plan = AccountPlan.of(account)
    sponsor = account.sponsor_person
    endorsement = endorsement_of(account, sponsor)
    is_endorsed = plan.is_endorsed_by(sponsor)
    programme = Programme.current()
    return PlanPage(
        plan=plan,
        standings=standings,
        past=past[:PAST],
        endorsement=endorsement,
        is_endorsed=is_endorsed,
        changes=changes_since(endorsement, rows) if endorsement and not is_endorsed else [],
        company=served(company_lines(programme), standings),
        company_year=programme.objectives_year,
    )


def standing(number: int, objective: Objective, on: date) -> Standing:
    """Return where an open objective stands on a day."""
    spoken = objective.last.on if objective.last else objective.begun_on
    return Standing(
        number=number,
        objective=objective,
        share=objective.share(objective.now),
        pace=objective.pace(on),
        is_due=objective.due_on < on,
        is_quiet=(on - spoken).days > QUIET_DAYS,
    )


def closing(objective: Objective) -> tuple[date, int]:
    """Return the place of a closed objective among those that were closed."""
    return objective.closed_on or date.min, objective.pk


def endorsement_of(account: KeyAccount, sponsor: User | None) -> PlanEndorsement | None:
    """Return the last endorsement of who sponsors the account now."""
    if sponsor is None:
        return None
    rows = account.plan_endorsements.filter(person=sponsor).select_related("person")
    return rows.order_by("-pk").first()


def company_lines(programme: Programme) -> list[str]:
    """Return the company's objectives, one a line, as a plan names them."""
    return [line.strip()[:300] for line in programme.objectives.splitlines() if line.strip()]


def served(lines: Iterable[str], standings: list[Standing]) -> list[tuple[str, list[int]]]:
    """Return each of the company's objectives with the numbers of those that serve it."""
    return [
        (line, [row.number for row in standings if row.objective.serves == line]) for line in lines
    ]


def changes_since(endorsement: PlanEndorsement, rows: list[Objective]) -> list[Change]:
    """Return what differs from what was endorsed, in the order of the plan."""
    before = {one["key"]: one for one in endorsement.objectives}
    changes = []
    for row in rows:
        known = before.get(str(row.public_id))
        if not row.is_open:
            if known is not None:
                changes.append(Change(row.state, row.text, outcome=row.outcome))
        elif known is None:
            changes.append(Change("new", row.text))
        elif facts := changed_facts(known, row.facts()):
            changes.append(Change("changed", row.text, facts=facts))
    return changes


def changed_facts(before: dict[str, str], now: dict[str, str]) -> tuple[ChangedValue, ...]:
    """Return the facts of an objective that are no longer as they were endorsed."""
    return tuple(
        ChangedValue(
            str(Objective._meta.get_field(name).verbose_name),  # type: ignore[union-attr]  # all are plain fields
            in_words(name, before.get(name, "")),
            in_words(name, value),
        )
        for name, value in now.items()
        if before.get(name, "") != value
    )


def in_words(name: str, kept: str) -> str:
    """Return a fact that an endorsement keeps, as the reader's language writes it."""
    value: Any = Objective._meta.get_field(name).to_python(kept) if kept else None  # type: ignore[union-attr]  # as above
    if isinstance(value, Decimal):
        return str(floatformat(value, "-2g"))
    return as_written(value) if value else "–"
