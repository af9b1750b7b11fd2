"""An executive brief, composed from live data: the same for the page and for the PDF."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.choices import ANYONE_OF, TeamRole, WhoMayAsk
from accounts.models import AnnualFigures, Ask, Brief, Contact, KeyAccount, NoGo, User
from accounts.queries.figures import growth_between
from sponsors.models import GoAhead, Interaction
from sponsorship import brief_reads as reads
from sponsorship.tensions import OpenMatter, open_matters

YEARS = 5
# A contact who is not shown any more leaves what was to be asked to anyone.
OF_WHOM = [*ANYONE_OF.items(), ("", gettext_lazy("Anyone at the client"))]


@dataclass
class PersonToMeet:
    """A contact, with what to ask and what not to raise."""

    contact: Contact
    asks: list[Ask] = field(default_factory=list)
    no_gos: list[NoGo] = field(default_factory=list)
    last_day: date | None = None


@dataclass
class ExecutiveBrief:
    """One page on an account."""

    account: KeyAccount
    brief: Brief | None
    is_fresh: bool
    checked_days_ago: int | None
    lines: list[str]
    figures: list[AnnualFigures]
    growth: Decimal | None
    kam: User | None
    sponsor: User | None
    people: list[PersonToMeet]
    asks: list[Ask]
    no_gos: list[NoGo]
    open_matters: list[OpenMatter]
    last_exchanges: list[Interaction]
    next_exchanges: list[Interaction]
    advice: list[GoAhead]

    @property
    def with_words(self) -> list[PersonToMeet]:
        """The contacts of whom to ask something, or with whom not to raise something."""
        return [person for person in self.people if person.asks or person.no_gos]

    @property
    def without_words(self) -> list[PersonToMeet]:
        """The other top executives one may meet."""
        return [person for person in self.people if not (person.asks or person.no_gos)]

    @property
    def asks_by_whom(self) -> list[tuple[Any, list[Ask]]]:
        """What to ask whoever of a level one meets, the highest first, then of anyone."""
        return [
            (words, found)
            for level, words in OF_WHOM
            if (found := [ask for ask in self.asks if ask.level == level])
        ]

    @property
    def latest(self) -> AnnualFigures | None:
        """The figures of the last final year."""
        return next((row for row in reversed(self.figures) if row.is_final), None)

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


def compose_brief(account: KeyAccount, *, reader: User, on: date) -> ExecutiveBrief:
    """Put the brief of an account together for a reader, in a fixed number of statements.

    Asks that only the sponsor may raise are shown to the account team, the sponsor and leads.
    """
    brief = next(iter(reads.brief_of(account=account.pk)), None)
    figures = reads.figures_of(account=account.pk, after=on.year - YEARS - 1, year=on.year)[-YEARS:]
    people, asks, no_gos = people_to_meet(account, reader=reader)
    return ExecutiveBrief(
        account=account,
        brief=brief,
        is_fresh=brief is not None and brief.is_fresh(on),
        checked_days_ago=(on - brief.checked_on).days if brief and brief.checked_on else None,
        lines=brief.situation.splitlines() if brief else [],
        figures=figures,
        growth=growth_of(figures),
        kam=account.team_now(TeamRole.KAM),
        sponsor=account.team_now(TeamRole.SPONSOR),
        people=people,
        asks=asks,
        no_gos=no_gos,
        open_matters=open_matters(account, reader),
        last_exchanges=reads.last_exchanges(account=account.pk),
        next_exchanges=reads.next_exchanges(account=account.pk, on=on),
        advice=advice_for(account, reader, on),
    )


def advice_for(account: KeyAccount, reader: User, on: date) -> list[GoAhead]:
    """Return what the KAM advised for what lies ahead, to the two of the tandem alone."""
    if reader not in {account.team_now(TeamRole.KAM), account.team_now(TeamRole.SPONSOR)}:
        return []
    # Seldom there is any: who gave it is brought along for those that were found.
    keys = [row.pk for row in reads.advice_of(account=account.pk, reader=reader.pk, on=on)]
    rows = GoAhead.objects.filter(pk__in=keys).select_related("answered_by")
    return list(rows.order_by("day", "pk")) if keys else []


def people_to_meet(
    account: KeyAccount, *, reader: User
) -> tuple[list[PersonToMeet], list[Ask], list[NoGo]]:
    """Return the contacts worth meeting with their asks and no-gos, and those that concern anyone."""
    asks = [ask for ask in reads.asks_of(account=account.pk) if may_read(ask, account, reader)]
    no_gos = reads.no_gos_of(account=account.pk)
    named = {ask.contact_id for ask in asks} | {no_go.contact_id for no_go in no_gos}
    contacts = reads.contacts_to_meet(account=account.pk, named=[key for key in named if key])
    people = {contact.pk: PersonToMeet(contact, last_day=contact.last_day) for contact in contacts}
    for ask in asks:
        if ask.contact_id in people:
            people[ask.contact_id].asks.append(ask)
    for no_go in no_gos:
        if no_go.contact_id in people:
            people[no_go.contact_id].no_gos.append(no_go)
    general_asks = [ask for ask in asks if ask.contact_id not in people]
    return (
        list(people.values()),
        general_asks,
        [line for line in no_gos if line.contact_id not in people],
    )


def may_read(ask: Ask, account: KeyAccount, reader: User) -> bool:
    """Whether the reader may see an ask: those for the sponsor alone stay with the account team and leads."""
    if ask.who_may_ask == WhoMayAsk.ANYONE or reader.is_lead:
        return True
    return any(member.person_id == reader.pk for member in account.team())


def growth_of(figures: list[AnnualFigures]) -> Decimal | None:
    """Return the growth between the last two final years, as a fraction, or None where one is missing."""
    final = [row for row in figures if row.is_final and row.revenue is not None]
    if len(final) < 2 or final[-1].year != final[-2].year + 1:
        return None
    return growth_between(final[-2], final[-1])
