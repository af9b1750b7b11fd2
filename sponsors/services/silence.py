"""Silent tandems: marked as days pass, heard from again as soon as something is logged."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from sponsors.choices import InteractionStatus, Side
from sponsors.models import Interaction, Pairing
from sponsors.models.pairing import PairingQuerySet

TALK_DAYS = 45
CLIENT_DAYS = 100


def silent_on(day: date) -> PairingQuerySet:
    """Return active pairings without an exchange for 45 days or without a client meeting for 100, if they run that long."""
    held = Interaction.objects.counting().filter(pairing=OuterRef("pk"))
    talked_since, met_since = day - timedelta(days=TALK_DAYS), day - timedelta(days=CLIENT_DAYS)
    talked = held.filter(side=Side.TANDEM, day__gte=talked_since)
    met = held.filter(side=Side.CLIENT, day__gte=met_since)
    no_exchange = Q(started_on__lt=talked_since) & ~Exists(talked)
    no_meeting = Q(started_on__lt=met_since) & ~Exists(met)
    return Pairing.objects.active().filter(no_exchange | no_meeting)


@transaction.atomic
def mark_silence(*, on: date, pairings: Collection[int] | None = None) -> int:
    """Mark the tandems that are silent on that day, take the mark from the others; return how many changed.

    All of them, or those with these keys: two statements. Twice is once.
    """
    chosen = Pairing.objects.all() if pairings is None else Pairing.objects.filter(pk__in=pairings)
    silent = silent_on(on).values("pk")
    lifted = chosen.silent().exclude(pk__in=silent).update(silent_since=None)
    return lifted + chosen.filter(pk__in=silent, silent_since=None).update(silent_since=on)


def hear_from(interaction: Interaction, *, on: date) -> None:
    """Look again at a tandem that is marked as silent, since something about it was written."""
    pairing = interaction.pairing
    is_news = interaction.status != InteractionStatus.PLANNED
    if is_news and pairing is not None and pairing.silent_since is not None:
        mark_silence(on=on, pairings=[pairing.pk])
