"""Reads about sponsors and pairings that join models."""

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Prefetch, Q, QuerySet, Value

from accounts.identifiers import addresses
from accounts.models import KeyAccount, TeamMember, User
from accounts.prepared import Given, Prepared
from sponsors.choices import InteractionKind, InteractionStatus, PairingStatus, Way
from sponsors.models import (
    Interaction,
    InteractionContact,
    InteractionPerson,
    Pairing,
    PairingTerm,
    Sponsor,
)

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


def waiting_for(user: User | Given) -> "QuerySet[Pairing]":
    """Return the pairings whose next word is this person's, the longest waiting first."""
    own = Sponsor.objects.filter(person=user).values("pk")
    mine = Pairing.objects.unanswered().filter(
        Q(
            status=PairingStatus.PROPOSED,
            account__in=TeamMember.objects.kam_of(user).values("account"),
        )
        | Q(status=PairingStatus.KAM_AGREED, sponsor__in=own)
    )
    return mine.with_people().order_by("proposed_at")


def terms_ending_by(day: date | Given) -> "QuerySet[PairingTerm]":
    """Return the last terms of active pairings that end by that day, the nearest first."""
    later = PairingTerm.objects.filter(pairing=OuterRef("pairing"), number__gt=OuterRef("number"))
    # Asked of each term that ends, so that the database begins with those few and not with all that runs.
    running = Pairing.objects.active().filter(pk=OuterRef("pairing"))
    return (
        PairingTerm.objects.filter(Exists(running), ~Exists(later), ends_on__lte=day)
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
class TimelineRow:
    """One interaction as the timeline tells it; `who` names the client's people, then ours."""

    key: int
    path: str
    day: date
    kind: str
    icon: str
    status: str
    subject: str
    who: str


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


def told(*, of_a_kind: bool, after_a_mark: bool) -> Any:
    """Return the newest interactions of an account, without the notes, which may be long."""
    rows = Interaction.objects.exclude(status=InteractionStatus.CANCELLED).newest_first()
    rows = rows.filter(account=Given("account"))
    if of_a_kind:
        rows = rows.filter(kind=Given("kind"))
    if after_a_mark:
        day = Given("day", DateField())
        rows = rows.filter(Q(day__lt=day) | Q(day=day, pk__lt=Given("key")))
    return rows.values_list("pk", "public_id", "kind", "status", "day", "subject")[: TIMELINE + 1]


TOLD = {
    (of_a_kind, after_a_mark): Prepared(
        partial(told, of_a_kind=of_a_kind, after_a_mark=after_a_mark)
    )
    for of_a_kind in (False, True)
    for after_a_mark in (False, True)
}


@Prepared
def who_was_there() -> Any:
    """The names of who took part in some interactions: the client's people before ours, as they were named."""
    names = ("first_name", "last_name")
    contacts, people = (
        rows.filter(interaction__in=Given("interactions"))
        .annotate(is_ours=Value(is_ours))
        .values_list("interaction", "is_ours", "pk", *(f"{one}__{name}" for name in names))
        for rows, one, is_ours in (
            (InteractionContact.objects, "contact", False),
            (InteractionPerson.objects, "person", True),
        )
    )
    return contacts.union(people, all=True).order_by("is_ours", "pk")


def timeline(account: KeyAccount, *, kind: str = "", after: str = "") -> TimelinePage:
    """Return the newest interactions of an account, or those after a mark of an earlier page."""
    of_a_kind, mark = kind in InteractionKind.values, read_mark(after)
    day, key = mark or (None, None)
    read = TOLD[of_a_kind, mark is not None]
    found = read(account=account.pk, kind=kind, day=day, key=key)
    shown = found[:TIMELINE]
    names = who_took_part([row.pk for row in shown])
    kinds = {value: str(label) for value, label in InteractionKind.choices}
    path_to = addresses("sponsors:interaction_detail")
    rows = [
        TimelineRow(
            key=row.pk,
            path=path_to(row.public_id),
            day=row.day,
            kind=kinds[row.kind],
            icon=ICONS.get(row.kind, "message-circle"),
            status=row.status,
            subject=row.subject,
            who=", ".join(names.get(row.pk, ())),
        )
        for row in shown
    ]
    last = rows[-1] if len(found) > TIMELINE else None
    return TimelinePage(rows, f"{last.day.isoformat()}.{last.key}" if last else "")


def who_took_part(interactions: list[int]) -> dict[int, list[str]]:
    """Return the names of the contacts of each interaction, then those of our own people."""
    names: dict[int, list[str]] = {}
    for key, _is_ours, _pk, first, last in who_was_there(interactions=interactions):
        names.setdefault(key, []).append(f"{first} {last}".strip())
    return names


def read_mark(mark: str) -> tuple[date, int] | None:
    """Return the day and key of a mark, or None where it is none."""
    found = TIMELINE_MARK.fullmatch(mark)
    try:
        return (date.fromisoformat(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
