"""Hand-overs: from one sponsor, or one KAM, to the next; both look at the page and confirm."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import HandOverKind, HandOverState, PairingStatus
from sponsors.models import HandOver, Pairing
from sponsors.services.steps import forget_question

H = HandOverState


class NotPartOfItError(Exception):
    """Only the two between whom it passes confirm a hand-over."""


class HandOverClosedError(Exception):
    """The hand-over is no longer needed."""


@transaction.atomic
def open_hand_over(
    pairing: Pairing, kind: HandOverKind, *, to_person: User, from_person: User, by: User | None
) -> HandOver | None:
    """Begin a hand-over and tell the two; the same again returns it as it is.

    Where one is under way and not confirmed, it now leads from its first person to the new one; back to
    that very person there is nothing to hand over.
    """
    under_way = HandOver.objects.select_for_update(of=("self",)).open()
    known = under_way.filter(account=pairing.account, kind=kind).first()
    if known is not None and known.to_person_id == to_person.pk:
        return known
    if known is not None:
        drop(known, by=by)
        from_person = known.from_person
    if from_person == to_person:
        return None
    hand_over = HandOver(
        account=pairing.account,
        pairing=pairing,
        kind=kind,
        from_person=from_person,
        to_person=to_person,
        opened_at=timezone.now(),
    )
    save_by(hand_over, by)
    for person in (from_person, to_person):
        notify("hand_over_waiting", subject_id=hand_over.public_id, recipient=person)
    return hand_over


@transaction.atomic
def confirm_hand_over(hand_over: HandOver, *, by: User, word: str = "") -> HandOver:
    """Note that one of the two has looked at what passes on; with both it is done. Twice is once.

    The first leaves a word with it. Raises `NotPartOfItError` and `HandOverClosedError`.
    """
    rows = HandOver.objects.select_for_update(of=("self",)).with_people()
    row = rows.get(pk=hand_over.pk)
    if by.pk not in {row.from_person_id, row.to_person_id}:
        raise NotPartOfItError
    if row.state == H.DROPPED:
        raise HandOverClosedError
    if not row.waits_for(by):
        return row
    if by.pk == row.from_person_id:
        row.from_confirmed_at, row.word = timezone.now(), word.strip()
    else:
        row.to_confirmed_at = timezone.now()
    if row.to_confirmed_at and (row.from_confirmed_at or not row.from_person.is_active):
        row.state = H.DONE
        cancel("hand_over_waiting", subject_id=row.public_id)
    save_by(row, by)
    return row


def drop(hand_over: HandOver, *, by: User | None) -> None:
    """Close a hand-over that is no longer needed."""
    hand_over.state = H.DROPPED
    save_by(hand_over, by)
    cancel("hand_over_waiting", subject_id=hand_over.public_id)


def drop_hand_overs(pairing: Pairing, *, by: User | None) -> None:
    """Close what is under way towards a pairing that will not be."""
    for hand_over in HandOver.objects.select_for_update().open().filter(pairing=pairing):
        drop(hand_over, by=by)


def follow_kams(pairings: list[Pairing], kams: Mapping[int, int]) -> None:
    """Let each open pairing know the KAM its account has now, and hand a running one over from the former.

    What is in preparation now waits for the new one's word.
    """
    moved = [row for row in pairings if kams.get(row.account_id, row.kam_id) != row.kam_id]
    people = User.objects.in_bulk([kams[row.account_id] for row in moved]) if moved else {}
    for pairing in moved:
        former, pairing.kam = pairing.kam, people[kams[pairing.account_id]]
        if pairing.is_in_preparation:
            ask_anew(pairing)
        pairing.save()
        if pairing.status == PairingStatus.PROPOSED:
            forget_question(pairing)
            data = {"waits_for": "kam"}
            notify(
                "pairing_waiting", subject_id=pairing.public_id, recipient=pairing.kam, data=data
            )
        elif pairing.status == PairingStatus.ACTIVE:
            open_hand_over(
                pairing, HandOverKind.KAM, from_person=former, to_person=pairing.kam, by=None
            )


def ask_anew(pairing: Pairing) -> None:
    """Take back both words: the yes of the former KAM does not bind the new one, nor the sponsor's to it (R6)."""
    pairing.status = PairingStatus.PROPOSED
    pairing.kam_agreed_at = pairing.kam_charter = None
    pairing.sponsor_agreed_at = pairing.sponsor_charter = None
    pairing.kam_says_apart = pairing.sponsor_says_apart = False
