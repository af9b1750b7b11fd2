"""Promises and next steps: what follows from an interaction, with an owner and a day."""

from typing import Self

from django.db import models
from django.db.models import Q
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
