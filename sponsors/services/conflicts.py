"""Pairings that a change of the organisation brings into conflict, or out of it (R4)."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.choices import TeamRole
from accounts.models import TeamMember, User
from accounts.queries import ReportingLine
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify_leads
from accounts.services.organisation import ForeseenConflict, people_in_order
from sponsors.models import MOST_DAYS, ConflictAcknowledgement, Pairing
from sponsors.services.steps import locked

ABOUT_CONFLICTS = ("pairing_conflict", "conflict_open")


class NotInConflictError(Exception):
    """The pairing is not, or no longer, in conflict."""

    def __init__(self, pairing: Pairing) -> None:
        super().__init__(str(pairing))
        self.pairing = pairing


class AcknowledgedTooLongError(Exception):
    """A conflict may go on for ninety days at most, from the day it was first acknowledged."""

    def __init__(self, first: date) -> None:
        super().__init__(str(first))
        self.first = first
        self.days = MOST_DAYS


def open_pairings() -> list[Pairing]:
    """Return the open pairings with their people, locked."""
    return list(Pairing.objects.open().select_for_update(of=("self",)).with_people())


def kams_of(pairings: Iterable[Pairing]) -> dict[int, int]:
    """Return who manages the account of each pairing now."""
    seats = TeamMember.objects.current().filter(
        role=TeamRole.KAM, account__in=[pairing.account_id for pairing in pairings]
    )
    return dict(seats.values_list("account_id", "person_id"))


def flag_conflicts(pairings: list[Pairing] | None = None) -> list[Pairing]:
    """Flag each open pairing if and only if its sponsor stands in the KAM's line; return those newly flagged.

    Runs inside the transaction of the change, under the organisation lock.
    """
    pairings = open_pairings() if pairings is None else pairings
    kams, line = kams_of(pairings), ReportingLine.load()
    newly: list[Pairing] = []
    for pairing in pairings:
        kam = kams.get(pairing.account_id)
        path = line.path_between(kam, pairing.sponsor.person_id) if kam else []
        if path and set_conflict(pairing, path):
            newly.append(pairing)
        elif not path and pairing.conflict_since:
            clear_conflict(pairing)
    return newly


def foresee_conflicts(
    *, managers: Mapping[int, int | None], kams: Mapping[int, int | None]
) -> list[ForeseenConflict]:
    """Return the open pairings that these managers and KAMs would newly bring into conflict. Only reads."""
    pairings = list(Pairing.objects.open().filter(conflict_since__isnull=True).with_people())
    kam_of = {**kams_of(pairings), **kams}
    line = ReportingLine({**ReportingLine.load().manager_of, **managers})
    paths = {}
    for pairing in pairings:
        kam = kam_of.get(pairing.account_id)
        if kam and (path := line.path_between(kam, pairing.sponsor.person_id)):
            paths[pairing] = path
    people = User.objects.in_bulk({key for path in paths.values() for key in path})
    return [
        ForeseenConflict(str(pairing), tuple(people[key].full_name for key in path))
        for pairing, path in paths.items()
    ]


def set_conflict(pairing: Pairing, path: list[int]) -> bool:
    """Mark the pairing with the path and tell the leads; return whether it was not in conflict before."""
    is_new = pairing.conflict_since is None
    if is_new or pairing.conflict_path != path:
        pairing.conflict_since = pairing.conflict_since or timezone.now()
        pairing.conflict_path = path
        pairing.save(update_fields=["conflict_since", "conflict_path"])
    if is_new:
        names = [person.full_name for person in people_in_order(path)]
        notify_leads("pairing_conflict", subject_id=pairing.public_id, data={"path": names})
    return is_new


def clear_conflict(pairing: Pairing) -> None:
    """Take the mark away: the organisation no longer stands against the pairing."""
    pairing.conflict_since = None
    pairing.conflict_path = []
    pairing.save(update_fields=["conflict_since", "conflict_path"])
    forget_news(pairing)


def forget_news(pairing: Pairing) -> None:
    """Take back what told the leads of the conflict."""
    for kind in ABOUT_CONFLICTS:
        cancel(kind, subject_id=pairing.public_id)


@transaction.atomic
def acknowledge_conflict(
    pairing: Pairing, *, until: date, reason: str, by: User, on: date
) -> ConflictAcknowledgement:
    """Let a conflict go on until a day: the mark stays, the reminders pause (R4). The same again changes nothing.

    Said again, it moves the day, within ninety days of the first time. Raises `NotInConflictError` and
    `AcknowledgedTooLongError`.
    """
    pairing = locked(pairing)
    if pairing.conflict_since is None:
        raise NotInConflictError(pairing)
    known = ConflictAcknowledgement.objects.select_for_update(of=("self",)).filter(
        pairing=pairing, conflict_since=pairing.conflict_since
    )
    row = known.first() or ConflictAcknowledgement(
        pairing=pairing, conflict_since=pairing.conflict_since, acknowledged_on=on
    )
    days = (until - row.acknowledged_on).days
    if not 1 <= days <= MOST_DAYS:
        raise AcknowledgedTooLongError(row.acknowledged_on)
    if row.pk is None or (row.days, row.reason) != (days, reason):
        row.days, row.reason, row.acknowledged_by = days, reason, by
        save_by(row, by)
    forget_news(pairing)
    return row
