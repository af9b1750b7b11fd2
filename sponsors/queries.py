"""Reads about sponsors and pairings that join models."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import KeyAccount, User
from sponsors.choices import PairingStatus
from sponsors.models import Pairing, PairingTerm, Sponsor


def sponsors_for(user: User) -> "QuerySet[Sponsor]":
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


def accounts_to_propose() -> "QuerySet[KeyAccount]":
    """Return the accounts without a pairing in preparation."""
    busy = Pairing.objects.in_preparation().filter(account=OuterRef("pk"))
    return KeyAccount.objects.filter(~Exists(busy)).order_by("name", "pk")


def sponsors_to_propose(on: date) -> "QuerySet[Sponsor]":
    """Return the volunteers with a free place, those with most free places first."""
    return (
        Sponsor.objects.available(on)
        .with_places()
        .filter(free_places__gt=0)
        .select_related("person")
        .order_by("-free_places", "person__last_name", "person__first_name")
    )


def waiting_for(user: User) -> "QuerySet[Pairing]":
    """Return the pairings whose next word is this person's, the longest waiting first."""
    return (
        Pairing.objects.filter(
            Q(status=PairingStatus.PROPOSED, account__in=KeyAccount.objects.managed_by(user))
            | Q(status=PairingStatus.KAM_AGREED, sponsor__person=user)
        )
        .with_people()
        .order_by("proposed_at")
    )


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
                }
            )
    return steps
