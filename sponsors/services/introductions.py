"""Introductions: asked for by the KAM, made by the sponsor, or not possible; what came of them is told."""

from datetime import date

from django.db import transaction

from accounts.choices import ConnectionStrength
from accounts.models import Contact, User
from accounts.services.connections import say_level
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import IntroductionState, PairingStatus
from sponsors.models import Introduction, Pairing

S = IntroductionState


class InsideRefusedError(Exception):
    """A rule stands against what was asked inside the tandem."""


class TandemOverError(InsideRefusedError):
    """The pairing does not run any more."""


class ForeignContactError(InsideRefusedError):
    """The contact is of another client, or nobody of ours can be introduced."""


class AlreadySettledError(InsideRefusedError):
    """Somebody was quicker: it no longer waits."""


class DayAheadError(InsideRefusedError):
    """What was done cannot lie ahead."""


@transaction.atomic
def ask_introduction(
    pairing: Pairing, contact: Contact, *, colleague: User, why: str, by: User
) -> Introduction:
    """Let the KAM ask the sponsor for an introduction, and tell the sponsor. The same again returns what waits.

    Raises `TandemOverError` and `ForeignContactError`.
    """
    pairing = locked_pairing(pairing)
    check_two(pairing, contact, colleague)
    known = waiting(pairing, contact, colleague)
    if known is not None:
        return known
    asked = Introduction(
        pairing=pairing, contact=contact, colleague=colleague, why=why.strip(), asked_by=by
    )
    save_by(asked, by)
    if by != pairing.sponsor.person:
        notify("introduction_asked", subject_id=asked.public_id, recipient=pairing.sponsor.person)
    return asked


@transaction.atomic
def note_introduction(
    pairing: Pairing, contact: Contact, *, colleague: User, day: date, by: User, on: date
) -> Introduction:
    """Note an introduction that took place; one that waits for it is answered by it. Twice is once.

    Raises `TandemOverError`, `ForeignContactError` and `DayAheadError`.
    """
    pairing = locked_pairing(pairing)
    check_two(pairing, contact, colleague)
    done = Introduction.objects.filter(
        pairing=pairing, contact=contact, colleague=colleague, introduced_on=day
    ).first()
    if done is not None:
        return done
    asked = waiting(pairing, contact, colleague) or Introduction(
        pairing=pairing, contact=contact, colleague=colleague
    )
    return finish(asked, day=day, by=by, on=on)


@transaction.atomic
def make_introduction(introduction: Introduction, *, day: date, by: User, on: date) -> Introduction:
    """Say that the two were brought together that day; the KAM is told. Twice is once.

    Raises `TandemOverError`, `AlreadySettledError` and `DayAheadError`.
    """
    row = locked(introduction)
    if row.is_done and row.introduced_on == day:
        return row
    check_waits(row)
    return finish(row, day=day, by=by, on=on)


@transaction.atomic
def refuse_introduction(introduction: Introduction, reason: str, *, by: User) -> Introduction:
    """Say why it is not possible; the KAM is told. Twice is once. Raises `AlreadySettledError`."""
    row = locked(introduction)
    if row.state == S.NOT_POSSIBLE and row.reason == reason.strip():
        return row
    check_waits(row)
    row.state, row.reason = S.NOT_POSSIBLE, reason.strip()
    save_by(row, by)
    settle(row, "introduction_not_possible", by=by)
    return row


@transaction.atomic
def say_what_came(introduction: Introduction, outcome: str, *, by: User) -> Introduction:
    """Keep what came of an introduction. Raises `AlreadySettledError` where there was none."""
    row = locked(introduction)
    if not row.is_done:
        raise AlreadySettledError
    if row.outcome != outcome.strip():
        row.outcome = outcome.strip()
        save_by(row, by)
    return row


def drop_introductions(pairing: Pairing, *, by: User) -> None:
    """Withdraw what is asked of the sponsor of a pairing that has ended. Twice is once."""
    for row in Introduction.objects.select_for_update().open().filter(pairing=pairing):
        row.state = S.WITHDRAWN
        save_by(row, by)
        cancel("introduction_asked", subject_id=row.public_id)


def finish(row: Introduction, *, day: date, by: User, on: date) -> Introduction:
    """Write that it is done, and that the two have met."""
    if day > on:
        raise DayAheadError
    row.state, row.introduced_on = S.DONE, day
    row.introduced_by = row.pairing.sponsor.person
    save_by(row, by)
    last = row.contact.connections.filter(person=row.colleague).with_level().first()
    if last is None or not last.level:
        say_level(row.colleague, row.contact, ConnectionStrength.MET, by=by, on=day)
    settle(row, "introduction_made", by=by)
    return row


def settle(row: Introduction, kind: str, *, by: User) -> None:
    """Take the question back, and tell the KAM the answer."""
    cancel("introduction_asked", subject_id=row.public_id)
    kam = row.pairing.account.kam
    if kam is not None and kam != by:
        notify(kind, subject_id=row.public_id, recipient=kam)


def waiting(pairing: Pairing, contact: Contact, colleague: User) -> Introduction | None:
    """Return the same request where it waits already."""
    rows = Introduction.objects.open().filter(pairing=pairing, contact=contact, colleague=colleague)
    return rows.with_people().first()


def check_two(pairing: Pairing, contact: Contact, colleague: User) -> None:
    """See that the contact is the client's, and the colleague of the account team and not the sponsor."""
    team = {member.person_id for member in pairing.account.team()}
    is_ours = colleague.pk in team and colleague != pairing.sponsor.person
    if contact.account_id != pairing.account_id or not is_ours:
        raise ForeignContactError


def check_waits(row: Introduction) -> None:
    """Only what waits is answered."""
    if not row.is_open:
        raise AlreadySettledError


def locked_pairing(pairing: Pairing) -> Pairing:
    """Read the pairing again under a row lock; it must run."""
    rows = Pairing.objects.select_for_update(of=("self",)).with_people()
    row = rows.get(pk=pairing.pk)
    if row.status != PairingStatus.ACTIVE:
        raise TandemOverError
    return row


def locked(introduction: Introduction) -> Introduction:
    """Read it again under a row lock, with its people; its tandem must run."""
    rows = Introduction.objects.select_for_update(of=("self",)).with_people()
    row = rows.get(pk=introduction.pk)
    if row.pairing.status != PairingStatus.ACTIVE:
        raise TandemOverError
    return row
