"""Reads about conflicts, departures, renewals and hand-overs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from accounts.queries import ReportingLine
from sponsors.choices import RenewalState
from sponsors.models import ConflictAcknowledgement, HandOver, Pairing, Renewal, Sponsor
from sponsors.queries import sponsors_to_propose

SUCCESSORS = 12


@dataclass(frozen=True)
class ToDecide:
    """A pairing about which a lead has to decide: why, and what was said of it so far."""

    pairing: Pairing
    path: list[User]
    acknowledged: ConflictAcknowledgement | None
    successor: Pairing | None


@dataclass(frozen=True)
class WhatFollows:
    """What is under way about a pairing: the exception made, its renewal, its successor, its hand-overs."""

    acknowledged: ConflictAcknowledgement | None
    renewal: Renewal | None
    declined: Renewal | None
    successor: Pairing | None
    hand_overs: list[HandOver]


def in_conflict_for(reader: User) -> list[ToDecide]:
    """Return the pairings in conflict with their paths, the longest first; a fixed number of statements."""
    words = Prefetch("acknowledgements", to_attr="words")
    rows = Pairing.objects.visible_to(reader).in_conflict().with_people().prefetch_related(words)
    return decisions(rows.order_by("conflict_since", "pk"))


def departing_for(reader: User) -> list[ToDecide]:
    """Return the pairings whose sponsor leaves, the longest first; a fixed number of statements."""
    words = Prefetch("acknowledgements", to_attr="words")
    rows = Pairing.objects.visible_to(reader).departing().with_people().prefetch_related(words)
    return decisions(rows.order_by("departure_since", "pk"))


def without_their_kam_for(reader: User) -> list[Pairing]:
    """Return the pairings whose KAM has left, the longest first; one statement."""
    rows = Pairing.objects.visible_to(reader).without_their_kam().with_people()
    return list(rows.order_by("kam_left_since", "pk"))


def decisions(rows: Iterable[Any]) -> list[ToDecide]:
    """Bring the people of the paths and the successors along."""
    pairings = list(rows)
    people = User.objects.in_bulk({key for row in pairings for key in row.conflict_path})
    prepared = Pairing.objects.in_preparation().filter(
        account__in=[row.account_id for row in pairings]
    )
    successors = {row.account_id: row for row in prepared.with_people()}
    return [
        ToDecide(
            row,
            [people[key] for key in row.conflict_path if key in people],
            of_this_conflict(row, row.words),
            other_than(row, successors.get(row.account_id)),
        )
        for row in pairings
    ]


def other_than(pairing: Pairing, successor: Pairing | None) -> Pairing | None:
    """Return the successor, which is another pairing than the one in question."""
    return successor if successor is not None and successor.pk != pairing.pk else None


def of_this_conflict(
    pairing: Pairing, words: Iterable[ConflictAcknowledgement]
) -> ConflictAcknowledgement | None:
    """Return what was said of the conflict that stands now."""
    same = (row for row in words if row.conflict_since == pairing.conflict_since)
    return next(same, None) if pairing.conflict_since else None


def possible_successors(pairing: Pairing, on: date) -> list[Sponsor]:
    """Return others with a free place who stand outside the KAM's line, most free places first; bounded."""
    kam = pairing.account.kam
    if kam is None:
        return []
    line = ReportingLine.load()
    free = sponsors_to_propose(on).exclude(pk=pairing.sponsor_id).iterator(chunk_size=200)
    apart = (one for one in free if not line.path_between(kam.pk, one.person_id))
    return list(islice(apart, SUCCESSORS))


def what_follows(pairing: Pairing, *, reader: User) -> WhatFollows:
    """Return what is under way about a pairing, as far as the reader may know of it; why a renewal was declined, to leads alone."""
    prepared = Pairing.objects.visible_to(reader).in_preparation().with_people()
    hand_overs = HandOver.objects.visible_to(reader).open().with_people()
    renewals = list(Renewal.objects.with_people().filter(pairing=pairing))
    return WhatFollows(
        acknowledged=of_this_conflict(
            pairing, pairing.acknowledgements.select_related("acknowledged_by")
        ),
        renewal=next((row for row in renewals if row.state == RenewalState.OPEN), None),
        declined=renewals[0]
        if reader.is_lead and renewals and renewals[0].state == RenewalState.DECLINED
        else None,
        successor=other_than(pairing, prepared.filter(account=pairing.account).first()),
        hand_overs=list(hand_overs.filter(account=pairing.account)),
    )
