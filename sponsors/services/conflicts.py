"""Pairings that a change of the organisation brings into conflict, or out of it (R4)."""

from django.utils import timezone

from accounts.choices import TeamRole
from accounts.models import TeamMember, User
from accounts.queries import ReportingLine
from accounts.services.notifications import cancel, notify
from accounts.services.organisation import people_in_order
from sponsors.models import Pairing


def flag_conflicts() -> list[Pairing]:
    """Flag each open pairing if and only if its sponsor stands in the KAM's line; return those newly flagged.

    Runs inside the transaction of the change, under the organisation lock.
    """
    pairings = list(Pairing.objects.open().select_for_update(of=("self",)).with_people())
    kams = dict(
        TeamMember.objects.current()
        .filter(role=TeamRole.KAM, account__in=[pairing.account_id for pairing in pairings])
        .values_list("account_id", "person_id")
    )
    line = ReportingLine.load()
    newly: list[Pairing] = []
    for pairing in pairings:
        kam = kams.get(pairing.account_id)
        path = line.path_between(kam, pairing.sponsor.person_id) if kam else []
        if path and set_conflict(pairing, path):
            newly.append(pairing)
        elif not path and pairing.conflict_since:
            clear_conflict(pairing)
    return newly


def set_conflict(pairing: Pairing, path: list[int]) -> bool:
    """Mark the pairing with the path and tell the leads; return whether it was not in conflict before."""
    is_new = pairing.conflict_since is None
    if is_new or pairing.conflict_path != path:
        pairing.conflict_since = pairing.conflict_since or timezone.now()
        pairing.conflict_path = path
        pairing.save(update_fields=["conflict_since", "conflict_path"])
    if is_new:
        names = [person.full_name for person in people_in_order(path)]
        for lead in User.objects.leads():
            notify(
                "pairing_conflict",
                subject_id=pairing.public_id,
                recipient=lead,
                data={"path": names},
            )
    return is_new


def clear_conflict(pairing: Pairing) -> None:
    """Take the mark away: the organisation no longer stands against the pairing."""
    pairing.conflict_since = None
    pairing.conflict_path = []
    pairing.save(update_fields=["conflict_since", "conflict_path"])
    cancel("pairing_conflict", subject_id=pairing.public_id)
