"""Tensions: opened in a minute, taken in, answered, kept up to date, handed back with what was learnt.

What was said stands on its page alone: no message repeats it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import Contact, KeyAccount, User
from accounts.services.history import save_by
from accounts.services.local_time import local_date
from accounts.services.notifications import cancel, notify
from accounts.services.working_days import working_days_after
from sponsors.choices import (
    CLOSED_STAGES,
    TensionEvent,
    TensionLevel,
    TensionSide,
    TensionStage,
)
from sponsors.models import Pairing, Tension, TensionUpdate
from sponsors.services.interaction_ground import pairing_on

S = TensionStage
TRANSITIONS: dict[TensionStage, frozenset[TensionStage]] = {
    S.OPEN: frozenset({S.PLAN, S.RECOVERING, S.HANDED_BACK, S.LOST}),
    S.PLAN: frozenset({S.RECOVERING, S.HANDED_BACK, S.LOST}),
    S.RECOVERING: frozenset({S.PLAN, S.HANDED_BACK, S.LOST}),
    S.HANDED_BACK: frozenset(),
    S.LOST: frozenset(),
}
CONTACT_WITHIN = {TensionLevel.URGENT: 1, TensionLevel.SERIOUS: 3, TensionLevel.WATCH: 3}
UPDATE_EVERY = timedelta(days=7)
WAITING_KINDS = ("tension_opened", "tension_urgent")
CONTACT_KINDS = ("tension_contact_due", "tension_contact_late")


class TensionRefusedError(Exception):
    """A rule stands against what was asked of a tension."""


class TensionMovedOnError(TensionRefusedError):
    """The tension is no longer where this step begins: somebody was quicker."""

    def __init__(self, tension: Tension) -> None:
        super().__init__(f"{tension}: {tension.stage}")
        self.tension = tension


class NoTandemError(TensionRefusedError):
    """Nobody sponsors the account, so nobody can take an internal tension in."""


class NobodyShieldsError(TensionRefusedError):
    """Without a sponsor nobody can answer the client in the KAM's place, and inside nobody needs to."""


class ForeignSpeakerError(TensionRefusedError):
    """Who said it is a contact of another client."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(str(contact))
        self.contact = contact


@dataclass(frozen=True)
class FirstWord:
    """What one says when opening a tension."""

    level: TensionLevel | str
    said: str
    side: TensionSide | str = TensionSide.CLIENT
    contact: Contact | None = None
    said_by: str = ""
    is_shielded: bool = False
    public_id: UUID = field(default_factory=uuid4)


@transaction.atomic
def open_tension(account: KeyAccount, word: FirstWord, *, by: User, at: datetime) -> Tension:
    """Open a tension and tell the tandem, at once where it is urgent. The same word again returns what is kept.

    Raises `NoTandemError`, `NobodyShieldsError` and `ForeignSpeakerError`.
    """
    kept = Tension.objects.filter(public_id=word.public_id, opened_by=by).first()
    if kept is not None:
        return kept
    pairing = pairing_of_today(account, at)
    check_word(account, word, pairing)
    today = local_date(at, account.kam or by)
    taken = Tension.objects.filter(public_id=word.public_id).exists()
    tension = Tension(
        public_id=uuid4() if taken else word.public_id,
        account=account,
        pairing=pairing,
        kam=account.kam,
        side=word.side,
        level=word.level,
        said=word.said,
        contact=word.contact,
        said_by="" if word.contact else word.said_by,
        is_shielded=word.is_shielded,
        opened_by=by,
        opened_at=at,
        stage_since=at,
        contact_due_on=contact_due(account, word.level, today),
        next_update_on=today + UPDATE_EVERY,
    )
    save_by(tension, by)
    note(tension, TensionEvent.OPENED, by=by, at=at)
    tell("tension_urgent" if is_urgent(tension) else "tension_opened", tension, by=by)
    return tension


@transaction.atomic
def take_in(tension: Tension, *, is_shielded: bool, by: User, at: datetime) -> Tension:
    """Let the sponsor take it in, answering the client or not; the KAM is told. Twice is once.

    Raises `TensionMovedOnError` once it is closed, and `NobodyShieldsError` for an internal one.
    """
    tension = locked(tension)
    if tension.taken_in_by_id == by.pk:
        return tension
    check_open(tension)
    if is_shielded and not tension.is_with_client:
        raise NobodyShieldsError
    tension.taken_in_by, tension.taken_in_at = by, at
    tension.is_shielded = is_shielded
    save_by(tension, by)
    note(tension, TensionEvent.TAKEN_IN, by=by, at=at)
    forget(tension, *WAITING_KINDS)
    tell("tension_taken_in", tension, by=by)
    return tension


@transaction.atomic
def note_contact(tension: Tension, *, by: User, at: datetime) -> Tension:
    """Note that whoever is concerned has been spoken to for the first time. Twice is once.

    Raises `TensionMovedOnError` once it is closed.
    """
    tension = locked(tension)
    if tension.contacted_at is not None:
        return tension
    check_open(tension)
    tension.contacted_by, tension.contacted_at = by, at
    save_by(tension, by)
    note(tension, TensionEvent.CONTACT, by=by, at=at)
    forget(tension, *CONTACT_KINDS)
    return tension


@transaction.atomic
def update_tension(
    tension: Tension,
    text: str,
    *,
    stage: TensionStage | str,
    level: TensionLevel | str,
    seen: TensionStage | str,
    by: User,
    at: datetime,
) -> Tension:
    """Keep what is new, with stage and level from now on; `seen` is the stage that was read. Twice is once.

    Raises `TensionMovedOnError` where somebody moved it meanwhile, or the step is not in the table.
    """
    tension = locked(tension)
    last = tension.updates.last()
    if last and (last.by_id, last.text, last.stage, last.level) == (by.pk, text, stage, level):
        return tension
    if tension.stage != seen or stage in CLOSED_STAGES:
        raise TensionMovedOnError(tension)
    was_urgent = is_urgent(tension)
    if stage != tension.stage:
        step(tension, TensionStage(stage), at=at)
    press(tension, TensionLevel(level), by=by, at=at)
    tension.next_update_on = local_date(at, by) + UPDATE_EVERY
    save_by(tension, by)
    note(tension, TensionEvent.UPDATE, by=by, at=at, text=text)
    forget(tension, "tension_update_due")
    if is_urgent(tension) and not was_urgent:
        tell("tension_urgent", tension, by=by)
    return tension


@transaction.atomic
def close_tension(
    tension: Tension, to: TensionStage | str, *, learnt: str, by: User, at: datetime
) -> Tension:
    """Hand it back to the KAM, or say that it was lost, with a line on what was learnt. Twice is once.

    Raises `TensionMovedOnError` where it was closed otherwise meanwhile.
    """
    tension = locked(tension)
    if (tension.stage, tension.learnt) == (to, learnt):
        return tension
    if to not in CLOSED_STAGES:
        raise TensionMovedOnError(tension)
    step(tension, TensionStage(to), at=at)
    tension.closed_at, tension.learnt, tension.next_update_on = at, learnt, None
    save_by(tension, by)
    note(tension, TensionEvent.CLOSED, by=by, at=at, text=learnt)
    forget(tension, *WAITING_KINDS, *CONTACT_KINDS, "tension_update_due", "tension_taken_in")
    if tension.stage == S.HANDED_BACK:
        tell("tension_handed_back", tension, by=by)
    return tension


def step(tension: Tension, to: TensionStage, *, at: datetime) -> None:
    """Move one step along the table of transitions, or raise `TensionMovedOnError`."""
    if to not in TRANSITIONS[TensionStage(tension.stage)]:
        raise TensionMovedOnError(tension)
    tension.stage, tension.stage_since = to, at


def press(tension: Tension, level: TensionLevel, *, by: User, at: datetime) -> None:
    """Set the level; while nobody has been spoken to, one that presses more is answered sooner."""
    if level == tension.level:
        return
    tension.level = level
    if tension.contacted_at is None:
        today = local_date(at, tension.account.kam or by)
        due = contact_due(tension.account, level, today)
        tension.contact_due_on = min(tension.contact_due_on, due)


def note(
    tension: Tension, event: TensionEvent, *, by: User, at: datetime, text: str = ""
) -> TensionUpdate:
    """Write a line of its course, with where it stands now."""
    return TensionUpdate.objects.create(
        tension=tension,
        event=event,
        by=by,
        at=at,
        text=text,
        stage=tension.stage,
        level=tension.level,
    )


def contact_due(account: KeyAccount, level: TensionLevel | str, today: date) -> date:
    """Return until when somebody speaks to whoever is concerned, in working days of the KAM's country."""
    country = account.kam.country if account.kam else account.country
    return working_days_after(today, CONTACT_WITHIN[TensionLevel(level)], country=country)


def pairing_of_today(account: KeyAccount, at: datetime) -> Pairing | None:
    """Return the pairing active on the day of the account's KAM."""
    day = local_date(at, account.kam) if account.kam else at.date()
    pairing = pairing_on(account, day)
    return pairing if pairing is not None and account.sponsor_person is not None else None


def check_word(account: KeyAccount, word: FirstWord, pairing: Pairing | None) -> None:
    """See that who said it belongs to the client, and that somebody can take in and shield what is to be."""
    if word.contact is not None and word.contact.account_id != account.pk:
        raise ForeignSpeakerError(word.contact)
    is_internal = word.side == TensionSide.INTERNAL
    if is_internal and (pairing is None or account.kam is None):
        raise NoTandemError
    if word.is_shielded and (is_internal or pairing is None):
        raise NobodyShieldsError


def check_open(tension: Tension) -> None:
    """Nothing more is said of what is closed."""
    if not tension.is_open:
        raise TensionMovedOnError(tension)


def is_urgent(tension: Tension) -> bool:
    """Whether it presses most."""
    return tension.level == TensionLevel.URGENT


def tell(kind: str, tension: Tension, *, by: User) -> None:
    """Tell the two, apart from whoever did it."""
    for person in tension.tandem():
        if person != by:
            notify(kind, subject_id=tension.public_id, recipient=person)


def forget(tension: Tension, *kinds: str) -> None:
    """Take back what was announced and no longer holds."""
    for kind in kinds:
        cancel(kind, subject_id=tension.public_id)


def locked(tension: Tension) -> Tension:
    """Read the tension again under a row lock, with who cares for it."""
    rows = Tension.objects.select_for_update(of=("self",)).select_related(
        "account", "pairing__sponsor__person"
    )
    return rows.get(pk=tension.pk)
