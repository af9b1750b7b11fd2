"""Everything that stands on the page of one account, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.choices import ClientEventKind
from accounts.identifiers import addresses
from accounts.models import KeyAccount, TeamMember, User
from accounts.names import full_name
from reviews.choices import ReviewType
from sponsors.choices import IN_PREPARATION, InteractionStatus, PairingStatus
from sponsors.queries import TimelinePage, timeline
from sponsors.queries.rhythm import Rhythm, rhythms
from sponsors.sentences.rhythm import due_words
from sponsorship import account_reads as reads
from sponsorship.account_people import PersonOnTheMap, people_on_page
from sponsorship.account_plan import PlanCard, plan_among
from sponsorship.briefs import growth_of
from sponsorship.inside import inside_path, letter_path
from sponsorship.tensions import TensionLine, account_tensions


@dataclass(frozen=True)
class Line:
    """One line of a list on the page: what it says, when, and where it leads."""

    text: str
    day: date | None
    path: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Event:
    """Something at the client, since when we know of it and since when everybody does; or outside business, and when."""

    text: str
    kind: str
    path: str
    day: date
    public_on: date | None
    is_outside: bool


@dataclass(frozen=True)
class OpenPairing:
    """A pairing that runs or is in preparation."""

    key: int
    public_id: UUID
    path: str
    rhythm_path: str
    status: str
    status_words: str
    sponsor: str
    conflict_since: datetime | None
    started_on: date | None
    is_presented: bool


@dataclass
class AccountPage:
    """One account, known by heart."""

    account: KeyAccount
    pairing: OpenPairing | None
    preparing: OpenPairing | None
    inside: str
    letter: str
    rhythm: Rhythm | None
    team: list[TeamMember]
    people: list[PersonOnTheMap]
    more_people: int
    figures: list[Any]
    growth: Decimal | None
    ahead: list[Line]
    steps: list[Line]
    plan: PlanCard
    events: list[Event]
    reviews: list[Line]
    tensions: list[TensionLine]
    hidden_tensions: list[datetime]
    timeline: TimelinePage

    @property
    def due(self) -> str:
        """What of the tandem's rhythm is overdue, in words."""
        return due_words(self.rhythm.overdue) if self.rhythm else ""

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
    def latest(self) -> Any:
        """The figures of the last final year."""
        return next((row for row in reversed(self.figures) if row.is_final), None)


def account_page(account: KeyAccount, *, reader: User, on: date) -> AccountPage:
    """Read the page of an account whose team is loaded, for a reader who may open it."""
    pairings = open_pairings(account, reader)
    active = next((row for row in pairings if row.status == PairingStatus.ACTIVE), None)
    listed = [reads.Listed._make(row) for row in reads.lists(account=account.pk)]
    people, more = people_on_page(account, on, listed)
    story = timeline(account)
    figures = reads.last_figures(account=account.pk, year=on.year)[::-1]
    tensions, hidden = account_tensions(account, reader)
    return AccountPage(
        account=account,
        pairing=active,
        preparing=next((row for row in pairings if row.status in IN_PREPARATION), None),
        inside=inside_path(account, active.public_id, reader) if active else "",
        letter=letter_path(account, active.public_id, active.started_on, on)
        if active and reader == account.kam and not active.is_presented
        else "",
        rhythm=rhythms([active.key], on)[active.key] if active else None,
        team=account.team(),
        people=people,
        more_people=more,
        figures=figures,
        growth=growth_of(figures),
        ahead=ahead_of(account, story, on),
        steps=open_steps(listed),
        plan=plan_among(listed, account, on),
        events=client_events(listed),
        reviews=account_reviews(listed),
        tensions=tensions,
        hidden_tensions=hidden,
        timeline=story,
    )


def open_pairings(account: KeyAccount, reader: User) -> list[OpenPairing]:
    """Return the open pairings that the reader may know of: at most one runs, and one is in preparation."""
    if reader.is_lead:
        rows = reads.PAIRINGS(account=account.pk)
    else:
        rows = reads.PAIRINGS_KNOWN(account=account.pk, reader=reader.pk)
    path_to, rhythm_of = addresses("sponsors:pairing_detail"), addresses("sponsors:rhythm_detail")
    return [
        OpenPairing(
            key=row.pk,
            public_id=row.public_id,
            path=path_to(row.public_id),
            rhythm_path=rhythm_of(row.public_id),
            status=row.status,
            status_words=str(PairingStatus(row.status).label),
            sponsor=full_name(*row[-3:]),
            conflict_since=row.conflict_since,
            started_on=row.started_on,
            is_presented=row.is_presented,
        )
        for row in rows
    ]


def ahead_of(account: KeyAccount, story: TimelinePage, on: date) -> list[Line]:
    """Return what is planned next, the nearest first: from the timeline where it reaches back to today, else asked for."""
    if story.after and story.rows[-1].day >= on:
        path_to = addresses("sponsors:interaction_detail")
        rows = reads.planned_ahead(account=account.pk, on=on)
        return [Line(row.subject, row.day, path_to(row.public_id)) for row in rows]
    planned = [row for row in story.rows if row.status == InteractionStatus.PLANNED]
    ahead = sorted((row for row in planned if row.day >= on), key=lambda row: (row.day, row.key))
    return [Line(row.subject, row.day, row.path) for row in ahead[: reads.AHEAD]]


def open_steps(listed: list[reads.Listed]) -> list[Line]:
    """Return what was promised on the account, with who promised it."""
    path_to = addresses("sponsors:interaction_detail")
    return [
        Line(row.text, row.day, path_to(row.key), full_name(row.first, row.last, row.email))
        for row in listed
        if row.part == "step" and row.key
    ]


def client_events(listed: list[reads.Listed]) -> list[Event]:
    """Return the last events at the client."""
    path_to = addresses("accounts:client_event_detail")
    return [
        Event(
            text=row.text,
            kind=str(ClientEventKind(row.kind).label),
            path=path_to(row.key),
            day=row.day,
            public_on=row.until,
            is_outside=row.kind == ClientEventKind.OUTSIDE,
        )
        for row in listed
        if row.part == "event" and row.day and row.key
    ]


def account_reviews(listed: list[reads.Listed]) -> list[Line]:
    """Return the last account reviews, with what each was about."""
    path_to = addresses("reviews:review_detail")
    return [
        Line(row.text, row.day, path_to(row.key), str(ReviewType(row.kind).label))
        for row in listed
        if row.part == "review" and row.key
    ]
