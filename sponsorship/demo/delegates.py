"""The delegates of the demo: an assistant of two executives, a deputy of a KAM who is away, an absence ahead."""

from datetime import date, timedelta

from accounts.choices import DelegationKind
from accounts.models import Delegation, KeyAccount, User
from accounts.services.absences import enter_absence
from accounts.services.delegations import give_delegation
from sponsors.choices import InteractionKind, Mode, PairingStatus
from sponsors.models import Pairing
from sponsors.services.drafts import Draft
from sponsors.services.interactions import plan_interaction
from sponsorship.demo.days import working_day
from sponsorship.demo.go_aheads import who_watches_over
from sponsorship.demo.people import People
from sponsorship.demo.spoken import words_of


def stand_in(people: People, pairings: list[Pairing], *, today: date) -> None:
    """Name the delegates who sign in, enter who is away, and let the assistant plan for the sponsor who signs in."""
    sponsor, kam = people.sponsors[0], people.kams[0]
    for executive in (sponsor, people.executives[0]):
        name(executive, people.assistant, DelegationKind.ASSISTANT, today=today)
    name(kam, people.deputy, DelegationKind.DEPUTY, today=today)
    leave = today + timedelta(days=24)
    for person, start, days, word, by in (
        (kam, today - timedelta(days=1), 3, "formation", kam),
        (sponsor, leave, 11, "congés", people.assistant),
    ):
        enter_absence(person, from_day=start, until=start + timedelta(days=days), word=word, by=by)
    own = next(
        row
        for row in pairings
        if row.status == PairingStatus.ACTIVE and row.sponsor.person == sponsor and row.kam == kam
    )
    plan(own, people.assistant, today=today)


def name(of: User, to: User, kind: DelegationKind, *, today: date) -> None:
    """Let a person act for another since two months ago."""
    wanted = Delegation(
        of=of,
        to=to,
        kind=kind,
        from_day=today - timedelta(days=60),
        in_copy=kind == DelegationKind.ASSISTANT,
    )
    give_delegation(wanted, by=of, on=today)


def plan(pairing: Pairing, assistant: User, *, today: date) -> None:
    """Plan a meeting of the two with the client, in the sponsor's name."""
    # Read anew: the account may have been read before it had its sponsor.
    account, sponsor = KeyAccount.objects.get(pk=pairing.account_id), pairing.sponsor.person
    draft = Draft(
        kind=InteractionKind.MEETING,
        day=working_day(today + timedelta(days=16), today=today),
        subject=words_of(pairing.account.country).meetings["finance"][1],
        mode=Mode.FACE_TO_FACE,
        contacts=[who_watches_over("finance", pairing)],
        people=[sponsor, pairing.kam],
        on_behalf_of=sponsor,
    )
    plan_interaction(account, draft, by=assistant, on=today)
