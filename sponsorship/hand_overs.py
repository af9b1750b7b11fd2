"""What passes from one sponsor, or one KAM, to the next, as one page reads it."""

from dataclasses import dataclass
from datetime import date

from accounts.models import KeyAccount
from reviews.models import Decision
from sponsors.models import HandOver, Interaction, NextStep
from sponsorship.account_people import PersonOnTheMap, people_on_page
from sponsorship.briefs import ExecutiveBrief, compose_brief

STEPS, AHEAD = 12, 8


@dataclass(frozen=True)
class HandOverPage:
    """The brief, the people, what is promised and what comes next."""

    account: KeyAccount
    brief: ExecutiveBrief
    people: list[PersonOnTheMap]
    more_people: int
    steps: list[NextStep]
    decisions: list[Decision]
    ahead: list[Interaction]


def hand_over_page(hand_over: HandOver, *, on: date) -> HandOverPage:
    """Read the page, in a fixed number of statements.

    Both see the same, as the one of them who is on the account team now: asks for the sponsor alone included.
    """
    account = KeyAccount.objects.select_related("sector").with_team().get(pk=hand_over.account_id)
    two = (hand_over.to_person, hand_over.from_person)
    seated = {member.person_id for member in account.team()}
    reader = next((person for person in two if person.pk in seated), hand_over.to_person)
    people, more = people_on_page(account, on)
    steps = NextStep.objects.open().filter(interaction__account=account)
    decisions = Decision.objects.open().filter(review__interaction__account=account)
    return HandOverPage(
        account=account,
        brief=compose_brief(account, reader=reader, on=on),
        people=people,
        more_people=more,
        steps=list(steps.select_related("owner").order_by("due_on", "pk")[:STEPS]),
        decisions=list(
            decisions.select_related("owner", "review").order_by("due_on", "pk")[:STEPS]
        ),
        ahead=list(account.interactions.ahead(on)[:AHEAD]),
    )
