"""Promises and next steps: what follows from an interaction, with an owner and a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.models.base import Addressed
from sponsors.choices import StepKind
from sponsors.models.interaction import Interaction


class NextStepQuerySet(models.QuerySet["NextStep"]):
    """What was promised."""

    def open(self) -> Self:
        return self.filter(done_on__isnull=True)

    def kept(self) -> Self:
        """Those that were kept, the last first."""
        return self.filter(done_on__isnull=False).order_by("-done_on", "-pk")

    def late(self, on: date) -> Self:
        """Open ones whose day has passed, the longest waiting first."""
        return self.open().filter(due_on__lt=on).order_by("due_on", "pk")

    def nearest_first(self) -> Self:
        """By their day; what has none comes last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def visible_to(self, user: User) -> Self:
        return self.filter(Q(owner=user) | Q(interaction__in=Interaction.objects.visible_to(user)))


class NextStep(Addressed):
    """What follows from an interaction, with an owner and a day."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="next_steps"
    )
    kind = models.CharField(max_length=8, choices=StepKind, default=StepKind.STEP)
    text = models.CharField(_("next step"), max_length=200)
    owner = models.ForeignKey(
        User, verbose_name=_("who"), on_delete=models.PROTECT, related_name="next_steps"
    )
    # A price, a delay, a volume: what the two agree on before the client hears of it.
    is_commercial = models.BooleanField(_("commercial promise"), default=False, db_default=False)
    agreed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    due_on = models.DateField(_("until"), null=True, blank=True)
    done_on = models.DateField(null=True, blank=True, editable=False)

    objects = NextStepQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("next step")
        indexes = [
            # What waits for a person: home page.
            models.Index(
                fields=["owner", "due_on"], condition=Q(done_on__isnull=True), name="next_step_open"
            ),
        ]

    def __str__(self) -> str:
        return self.text
