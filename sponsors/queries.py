"""Reads about sponsors and pairings that join models."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.choices import TOP_LEVELS
from accounts.models import KeyAccount, TeamMember, User
from accounts.queries import ReportingLine
from sponsors.choices import InteractionKind, InteractionStatus, PairingStatus, Side, Way
from sponsors.models import (
    Interaction,
    InteractionContact,
    InteractionPerson,
    Pairing,
    PairingTerm,
    Sponsor,
)

CANDIDATES = 12
WAYS = dict(Way.choices)
TIMELINE_MARK = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})")


def sponsors_for(user: User) -> Any:
    """Return the sponsors whom a person sees, with free places and the running pairings that person sees."""
    running = (
        Pairing.objects.visible_to(user).open().select_related("account").order_by("account__name")
    )
    return (
        Sponsor.objects.visible_to(user)
        .with_places()
        .select_related("person")
        .prefetch_related(Prefetch("pairings", queryset=running, to_attr="running"))
        .order_by("person__last_name", "person__first_name", "pk")
    )


def pairings_for(user: User) -> "QuerySet[Pairing]":
    """Return the pairings that a person sees, with people and terms, the newest first."""
    return (
        Pairing.objects.visible_to(user)
        .with_people()
        .prefetch_related(Prefetch("terms", queryset=PairingTerm.objects.order_by("number")))
        .order_by("-proposed_at", "-pk")
    )


def sponsors_to_propose(on: date) -> "QuerySet[Sponsor]":
    """Return the volunteers with a free place, those with most free places first."""
    return (
        Sponsor.objects.available(on)
        .with_places()
        .filter(free_places__gt=0)
        .select_related("person")
        .order_by("-free_places", "person__last_name", "person__first_name")
    )


def candidates(account: KeyAccount, on: date) -> list[Sponsor]:
    """Return those with a free place who stand outside the KAM's reporting line, most free places first; bounded."""
    kam = account.kam
    if kam is None:
        return []
    line = ReportingLine.load()
    free = sponsors_to_propose(on).iterator(chunk_size=200)
    apart = (sponsor for sponsor in free if not line.path_between(kam.pk, sponsor.person_id))
    return list(islice(apart, CANDIDATES))


def waiting_for(user: User) -> "QuerySet[Pairing]":
    """Return the pairings whose next word is this person's, the longest waiting first."""
    unanswered = Pairing.objects.filter(
        status__in=[PairingStatus.PROPOSED, PairingStatus.KAM_AGREED]
    )
    own = Sponsor.objects.filter(person=user).values("pk")
    mine = unanswered.filter(
        Q(
            status=PairingStatus.PROPOSED,
            account__in=TeamMember.objects.kam_of(user).values("account"),
        )
        | Q(status=PairingStatus.KAM_AGREED, sponsor__in=own)
    )
    return mine.with_people().order_by("proposed_at")


def terms_ending(on: date, *, within_days: int) -> "QuerySet[PairingTerm]":
    """Return the last terms of active pairings that end in that many days, the nearest first."""
    later = PairingTerm.objects.filter(pairing=OuterRef("pairing"), number__gt=OuterRef("number"))
    return (
        PairingTerm.objects.filter(
            ~Exists(later),
            pairing__status=PairingStatus.ACTIVE,
            ends_on__lte=on + timedelta(days=within_days),
        )
        .select_related("pairing__account", "pairing__sponsor__person", "pairing__kam")
        .order_by("ends_on", "pk")
    )


def steps_of(pairing: Pairing) -> list[dict[str, Any]]:
    """Return what happened to a pairing: each change of status with when and who, the oldest first."""
    steps: list[dict[str, Any]] = []
    for row in pairing.history.select_related("history_user").order_by("history_id"):
        if not steps or steps[-1]["status"] != row.status:
            steps.append(
                {
                    "status": row.status,
                    "label": row.get_status_display(),
                    "at": row.history_date,
                    "by": row.history_user,
                    "way": WAYS.get(row.history_change_reason or "", ""),
                }
            )
    return steps


@dataclass(frozen=True)
class Rhythm:
    """How full the two rings of a pairing are, 0 to 1."""

    tandem: float
    client: float


RING_MONTHS, RING_QUARTERS, RING_DAYS = 3, 2, timedelta(days=30)


def rhythms(pairings: Iterable[Pairing], on: date) -> dict[int, Rhythm]:
    """Return the rhythm of each pairing, by its key: one statement for any number of them.

    Left ring: how many of the last three stretches of 30 days had an exchange inside the tandem.
    Right ring: how many of the last two stretches of 90 days had a meeting with a top executive.
    """
    keys = [pairing.pk for pairing in pairings]
    first_talk, first_meeting = on - RING_DAYS * RING_MONTHS, on - 3 * RING_DAYS * RING_QUARTERS
    top = InteractionContact.objects.filter(interaction=OuterRef("pk"), level__in=TOP_LEVELS)
    talked = Q(side=Side.TANDEM, day__gt=first_talk)
    met = Q(Exists(top), side=Side.CLIENT, day__gt=first_meeting)
    held = Interaction.objects.held().filter(talked | met, pairing__in=keys, day__lte=on)
    rows = list(held.values_list("side", "pairing", "day"))
    months = stretches((row[1:] for row in rows if row[0] == Side.TANDEM), on, days=30)
    quarters = stretches((row[1:] for row in rows if row[0] == Side.CLIENT), on, days=90)
    return {
        key: Rhythm(
            len(months.get(key, ())) / RING_MONTHS, len(quarters.get(key, ())) / RING_QUARTERS
        )
        for key in keys
    }


def stretches(
    rows: Iterable[tuple[int | None, date]], on: date, *, days: int
) -> dict[int, set[int]]:
    """Return for each pairing the stretches of so many days, counted back, in which something took place."""
    found: dict[int, set[int]] = {}
    for pairing, day in rows:
        if pairing is not None:
            found.setdefault(pairing, set()).add((on - day).days // days)
    return found


@dataclass(frozen=True)
class TimelineRow:
    """One interaction, and who took part: the client's people, then ours."""

    interaction: Interaction
    who: str

    @property
    def icon(self) -> str:
        """The sign of its kind."""
        return ICONS.get(self.interaction.kind, "message-circle")


@dataclass(frozen=True)
class TimelinePage:
    """Twenty interactions of an account, and where the next twenty begin."""

    rows: list[TimelineRow]
    after: str


TIMELINE = 20
ICONS: dict[str, str] = {
    InteractionKind.MEETING: "users",
    InteractionKind.CALL: "phone",
    InteractionKind.MESSAGE: "mail",
    InteractionKind.COACHING: "graduation-cap",
    InteractionKind.EVENT: "ticket",
    InteractionKind.REVIEW: "messages-square",
    InteractionKind.ESCALATION: "triangle-alert",
}


def timeline(account: KeyAccount, *, kind: str = "", after: str = "") -> TimelinePage:
    """Return the newest interactions of an account, or those after a mark of an earlier page."""
    rows = account.interactions.exclude(status=InteractionStatus.CANCELLED).newest_first()
    if kind in InteractionKind.values:
        rows = rows.filter(kind=kind)
    if mark := read_mark(after):
        rows = rows.filter(Q(day__lt=mark[0]) | Q(day=mark[0], pk__lt=mark[1]))
    shown = rows.only("account", "public_id", "kind", "status", "day", "subject")
    found = list(shown[: TIMELINE + 1])
    names = who_took_part([row.pk for row in found])
    last = found[TIMELINE - 1] if len(found) > TIMELINE else None
    told = [TimelineRow(row, ", ".join(names.get(row.pk, ()))) for row in found[:TIMELINE]]
    return TimelinePage(told, f"{last.day.isoformat()}.{last.pk}" if last else "")


def who_took_part(interactions: list[int]) -> dict[int, list[str]]:
    """Return the names of the contacts of each interaction, then those of our own people: two statements."""
    names: dict[int, list[str]] = {}
    for rows, person in (
        (InteractionContact.objects.order_by("pk"), "contact"),
        (InteractionPerson.objects.order_by("pk"), "person"),
    ):
        of_them = rows.filter(interaction__in=interactions)
        for key, first, last in of_them.values_list(
            "interaction", f"{person}__first_name", f"{person}__last_name"
        ):
            names.setdefault(key, []).append(f"{first} {last}".strip())
    return names


def read_mark(mark: str) -> tuple[date, int] | None:
    """Return the day and key of a mark, or None where it is none."""
    found = TIMELINE_MARK.fullmatch(mark)
    try:
        return (date.fromisoformat(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
