"""Everything that stands on the page of one account, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import AnnualFigures, ClientEvent, Contact, KeyAccount, TeamMember, User
from reviews.models import AccountReview
from sponsors.choices import InteractionStatus
from sponsors.models import Interaction, NextStep, Pairing
from sponsors.queries import Rhythm, TimelinePage, rhythms, timeline
from sponsorship.briefs import LAST_MET, growth_of

PEOPLE, STEPS, EVENTS, REVIEWS, AHEAD, YEARS = 12, 6, 4, 4, 3, 5


@dataclass
class PersonOnTheMap:
    """A contact, and when somebody of us last met this person."""

    contact: Contact
    last_day: date | None
    days_ago: int | None


@dataclass
class AccountPage:
    """One account, known by heart."""

    account: KeyAccount
    pairing: Pairing | None
    preparing: Pairing | None
    rhythm: Rhythm | None
    team: list[TeamMember]
    people: list[PersonOnTheMap]
    more_people: int
    figures: list[AnnualFigures]
    growth: Decimal | None
    ahead: list[Interaction]
    steps: list[NextStep]
    events: list[ClientEvent]
    reviews: list[AccountReview]
    timeline: TimelinePage

    @property
    def chart(self) -> list[dict[str, Any]]:
        """The revenue of five years as a chart takes it."""
        return [
            {
                "label": str(row.year),
                "value": row.revenue,
                "target": row.target,
                "provisional": not row.is_final,
            }
            for row in self.figures
            if row.revenue is not None
        ]

    @property
    def latest(self) -> AnnualFigures | None:
        """The figures of the last final year."""
        return next((row for row in reversed(self.figures) if row.is_final), None)


def account_page(account: KeyAccount, *, reader: User, on: date) -> AccountPage:
    """Read the page of an account whose team is loaded."""
    pairings = list(Pairing.objects.visible_to(reader).open().filter(account=account).with_people())
    active = next((pairing for pairing in pairings if pairing.status == "active"), None)
    people, more = people_map(account, on)
    story = timeline(account)
    figures = list(account.annual_figures.filter(year__lte=on.year).order_by("-year")[:YEARS])[::-1]
    return AccountPage(
        account=account,
        pairing=active,
        preparing=next((pairing for pairing in pairings if pairing.is_in_preparation), None),
        rhythm=rhythms([active], on)[active.pk] if active else None,
        team=account.team(),
        people=people,
        more_people=more,
        figures=figures,
        growth=growth_of(figures),
        ahead=ahead_of(account, story, on),
        steps=list(open_steps(account)[:STEPS]),
        events=list(account.client_events.all()[:EVENTS]),
        reviews=list(
            AccountReview.objects.filter(interaction__account=account)
            .exclude(interaction__status="cancelled")
            .select_related("interaction")
            .only("public_id", "type", "interaction__subject", "interaction__day")
            .order_by("-interaction__day")[:REVIEWS]
        ),
        timeline=story,
    )


def ahead_of(account: KeyAccount, story: TimelinePage, on: date) -> list[Interaction]:
    """Return what is planned next, the nearest first: from the timeline where it reaches back to today, else asked for."""
    told = [row.interaction for row in story.rows]
    if story.after and told[-1].day >= on:
        return list(account.interactions.ahead(on)[:AHEAD])
    planned = [row for row in told if row.status == InteractionStatus.PLANNED]
    return sorted((row for row in planned if row.day >= on), key=lambda row: (row.day, row.pk))[
        :AHEAD
    ]


def open_steps(account: KeyAccount) -> Any:
    """Return what was promised on the account, the nearest due first."""
    steps = NextStep.objects.open().filter(interaction__account=account)
    names = ("first_name", "last_name", "email")
    shown = steps.select_related("owner", "interaction").only(
        "text", "due_on", "interaction__public_id", *(f"owner__{name}" for name in names)
    )
    return shown.order_by("due_on", "pk")


def people_map(account: KeyAccount, on: date) -> tuple[list[PersonOnTheMap], int]:
    """Return the first contacts, top executives first, with the last day each was met, and how many more there are."""
    contacts = list(account.contacts.active().by_level().annotate(last_day=LAST_MET))
    people = [
        PersonOnTheMap(
            contact, contact.last_day, (on - contact.last_day).days if contact.last_day else None
        )
        for contact in contacts[:PEOPLE]
    ]
    return people, len(contacts) - len(people)
