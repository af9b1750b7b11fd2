"""The go-aheads of the demo's own tandem: one that waits, one answered with advice, one meeting held without."""

from datetime import date, timedelta

from accounts.choices import TOP_LEVELS
from accounts.models import Contact
from sponsors.choices import GoAheadState, InteractionKind, Mode, PairingStatus
from sponsors.models import GoAhead, Interaction, InteractionContact, InteractionPerson, Pairing
from sponsors.services.drafts import Draft
from sponsors.services.go_ahead_requests import Request
from sponsors.services.go_aheads import Answer, answer_go_ahead, ask_go_ahead
from sponsors.services.interactions import log_interaction, plan_interaction
from sponsorship.demo.days import at_ten, working_day
from sponsorship.demo.people import People
from sponsorship.demo.spoken import words_of
from sponsorship.demo.titles import CONTACT_ROLES
from sponsorship.demo.words import Words


def talk_first(people: People, pairings: list[Pairing], *, today: date) -> None:
    """Let the sponsor who signs in ask the KAM who signs in, and once forget to."""
    own = [
        pairing
        for pairing in pairings
        if pairing.status == PairingStatus.ACTIVE
        and pairing.sponsor.person == people.sponsors[0]
        and pairing.kam == people.kams[0]
    ]
    first, last = own[0], own[-1]
    forget(last, today=today)
    for row, days in ((wait(first, today=today), 1), (advise(last, today=today), 3)):
        asked = at_ten(working_day(today - timedelta(days=days), today=today))
        answered = asked if row.answered_at else None
        GoAhead.objects.filter(pk=row.pk).update(asked_at=asked, answered_at=answered)
        row.history.update(history_date=asked)


def wait(pairing: Pairing, *, today: date) -> GoAhead:
    """Ask for a conversation next week; the KAM has not answered yet."""
    words = words_of(pairing.account.country)
    wanted = request(pairing, words, "finance", ahead=9, today=today)
    return ask_go_ahead(pairing, wanted, by=pairing.sponsor.person, on=today)


def advise(pairing: Pairing, *, today: date) -> GoAhead:
    """Ask for a lunch in twelve days; the KAM has agreed, with advice, and it is planned."""
    words = words_of(pairing.account.country)
    wanted = request(pairing, words, "general", ahead=12, today=today)
    row = ask_go_ahead(pairing, wanted, by=pairing.sponsor.person, on=today)
    answer = Answer(GoAheadState.AGREED_WITH_ADVICE, advice=words.advice[0])
    row = answer_go_ahead(row, answer, by=pairing.kam)
    plan_interaction(pairing.account, meeting(pairing, wanted), by=row.asked_by, on=today)
    return row


def forget(pairing: Pairing, *, today: date) -> None:
    """Log a call that the sponsor took up without a word to the KAM."""
    words = words_of(pairing.account.country)
    wanted = request(pairing, words, "procurement", ahead=-4, today=today)
    row = log_interaction(
        pairing.account, meeting(pairing, wanted), by=pairing.sponsor.person, on=today
    )
    Interaction.objects.filter(pk=row.pk).update(logged_at=at_ten(row.day))
    row.history.update(history_date=at_ten(row.day))
    for part in (InteractionPerson, InteractionContact):
        part.history.filter(interaction_id=row.pk).update(history_date=at_ten(row.day))


def request(pairing: Pairing, words: Words, matter: str, *, ahead: int, today: date) -> Request:
    """Return what the sponsor wants to do, towards whoever watches over that matter."""
    return Request(
        topics=words.meetings[matter][0],
        day=working_day(today + timedelta(days=ahead), today=today),
        contacts=frozenset({who_watches_over(matter, pairing).pk}),
        why=words.whys[matter],
        mode=Mode.FACE_TO_FACE if ahead > 0 else Mode.PHONE,
    )


def meeting(pairing: Pairing, wanted: Request) -> Draft:
    """Return the meeting, or the call, that a request is about."""
    by_phone = wanted.mode == Mode.PHONE
    return Draft(
        kind=InteractionKind.CALL if by_phone else InteractionKind.MEETING,
        day=wanted.day,
        subject=wanted.topics,
        mode=wanted.mode,
        contacts=Contact.objects.filter(pk__in=wanted.contacts),
        people=[pairing.sponsor.person],
    )


def who_watches_over(matter: str, pairing: Pairing) -> Contact:
    """Return the client's person for a matter, else the first top executive."""
    contacts = list(Contact.objects.filter(account=pairing.account).order_by("pk"))
    own = [row for row, role in zip(contacts, CONTACT_ROLES, strict=False) if role[0] == matter]
    return (own or [row for row in contacts if row.level in TOP_LEVELS])[0]
