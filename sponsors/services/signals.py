"""Points to watch: looked for in the facts, put aside with a reason, brought to the leads by one of the two (R13)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.choices import TeamRole
from accounts.models import TeamMember, User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify, notify_leads
from sponsors.choices import (
    GoAheadMark,
    InteractionKind,
    PairingStatus,
    Side,
    SignalRule,
    SignalState,
)
from sponsors.drifts import Finding, Held, find
from sponsors.models import DriftSignal, Interaction, InteractionPerson, NextStep, Pairing

S = SignalState
MEETINGS = (InteractionKind.MEETING, InteractionKind.EVENT, InteractionKind.REVIEW)


class SignalOverError(Exception):
    """It is no longer so, or was put aside by the other of the two."""

    def __init__(self, signal: DriftSignal) -> None:
        super().__init__(str(signal))
        self.signal = signal


def look_everywhere(*, on: date) -> int:
    """Look at every running tandem; return how many points there are. Twice is once."""
    return sum(len(look_again(row, on=on)) for row in Pairing.objects.active().with_people())


@transaction.atomic
def look_again(pairing: Pairing, *, on: date) -> list[DriftSignal]:
    """Find the points to watch of a running tandem: new ones are told to the two, the others kept, or gone.

    What was put aside stays so. Twice is once.
    """
    seat = TeamMember.objects.current().filter(account=pairing.account_id, role=TeamRole.KAM)
    kam = seat.select_related("person").first()
    if pairing.status != PairingStatus.ACTIVE or kam is None:
        return []
    facts = facts_of(pairing, kam.person, since=kam.from_day)
    found = {(row.rule, row.window): row for row in find(facts, on=on)}
    rows = DriftSignal.objects.select_for_update().filter(pairing=pairing, kam=kam.person)
    kept = {(row.rule, row.window): row for row in rows.prefetch_related("records")}
    for key, row in kept.items():
        if row.is_open and key not in found:
            let_go(row)
    return [keep(finding, kept.get(key), pairing, kam.person) for key, finding in found.items()]


def facts_of(pairing: Pairing, kam: User, *, since: date) -> list[Held]:
    """Return what was held with the client under this KAM and this sponsor, in one statement."""
    sponsor = pairing.sponsor.person_id
    there = InteractionPerson.objects.filter(interaction=OuterRef("pk"))
    promised = NextStep.objects.filter(
        Q(owner=sponsor) | Q(interaction__debriefed_by=sponsor),
        interaction=OuterRef("pk"),
        is_commercial=True,
        agreed_by__isnull=True,
    )
    rows = Interaction.objects.held().filter(
        pairing=pairing, side=Side.CLIENT, day__gte=since, is_disputed=False
    )
    told = rows.values_list(
        "pk",
        "day",
        Exists(there.filter(person=sponsor)),
        Exists(there.filter(person=kam)),
        "kind",
        "go_ahead",
        "is_operational",
        Exists(promised),
    )
    return [
        Held(
            key,
            day,
            with_sponsor=with_sponsor,
            with_kam=with_kam,
            is_meeting=kind in MEETINGS,
            is_without=mark == GoAheadMark.WITHOUT,
            is_operational=is_operational,
            has_open_promise=has_promise and not with_kam,
        )
        for key, day, with_sponsor, with_kam, kind, mark, is_operational, has_promise in told
    ]


def look_after(interaction: Interaction, *, on: date) -> None:
    """Look again at the tandem of an interaction that was changed, in the same transaction."""
    if interaction.pairing is not None and interaction.side == Side.CLIENT:
        look_again(interaction.pairing, on=on)


@transaction.atomic
def dismiss_signal(signal: DriftSignal, reason: str, *, by: User, at: datetime) -> DriftSignal:
    """Put a point aside with a reason; both still find it. Twice is once. Raises `SignalOverError`."""
    row = locked(signal)
    if row.state == S.DISMISSED and row.dismissed_by_id == by.pk:
        return row
    if not row.is_open:
        raise SignalOverError(row)
    row.state, row.reason, row.dismissed_by, row.dismissed_at = S.DISMISSED, reason, by, at
    save_by(row, by)
    cancel("signal_found", subject_id=row.public_id)
    return row


@transaction.atomic
def bring_signal(signal: DriftSignal, *, by: User, at: datetime) -> DriftSignal:
    """Let the programme leads read this point: one of the two wants their help. Twice is once."""
    row = locked(signal)
    if row.brought_at is None:
        row.brought_by, row.brought_at = by, at
        save_by(row, by)
        notify_leads("signal_brought", subject_id=row.public_id)
    return row


@transaction.atomic
def agree_to_promise(step: NextStep, *, by: User, on: date) -> NextStep:
    """Keep the KAM's word that a commercial promise was agreed between the two. Twice is once."""
    row = NextStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if row.agreed_by_id is None:
        row.agreed_by = by
        save_by(row, by, update_fields=["agreed_by"])
        look_after(row.interaction, on=on)
    return row


def drop_signals(pairing: Pairing) -> None:
    """Let the open points of a pairing that has ended go: there is no tandem to talk about them. Twice is once."""
    for row in DriftSignal.objects.select_for_update().open().filter(pairing=pairing):
        let_go(row)


def keep(finding: Finding, row: DriftSignal | None, pairing: Pairing, kam: User) -> DriftSignal:
    """Keep what was found with what it rests on, and tell the two where it is new to them."""
    row = row or write(finding, pairing, kam)
    was_gone = row.state == S.GONE
    if was_gone:
        turn(row, S.OPEN)
    if was_gone or {one.pk for one in row.records.all()} != set(finding.records):
        row.records.set(finding.records)
        if row.is_open:
            tell_the_two(row, finding)
    return row


def write(finding: Finding, pairing: Pairing, kam: User) -> DriftSignal:
    """Keep a finding; where it was found at the same moment elsewhere, that one."""
    signal, _is_new = DriftSignal.objects.get_or_create(
        pairing=pairing,
        kam=kam,
        rule=finding.rule,
        window=finding.window,
        defaults={"since": finding.since},
    )
    return signal


def turn(row: DriftSignal, state: SignalState) -> None:
    """Note that the facts have changed: nobody's doing."""
    row.state = state
    save_by(row, None, update_fields=["state"])


def let_go(row: DriftSignal) -> None:
    """Note that it is no longer so, and tell nobody of it any more."""
    turn(row, S.GONE)
    cancel("signal_found", subject_id=row.public_id)


def tell_the_two(row: DriftSignal, finding: Finding) -> None:
    """Tell both, once; of a single action without a go-ahead its own message has told them."""
    if row.rule == SignalRule.UNTALKED and len(finding.records) == 1:
        return
    for person in (row.kam, row.pairing.sponsor.person):
        notify("signal_found", subject_id=row.public_id, recipient=person, day=finding.since)


def locked(signal: DriftSignal) -> DriftSignal:
    """Read it again under a row lock."""
    return DriftSignal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
