"""Exceptions that a programme lead makes for a running pairing that a reorganisation broke (R4)."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from sponsors.models.pairing import Pairing

MOST_DAYS = 90


class ConflictAcknowledgement(models.Model):
    """A conflict that may go on until a day: shown wherever the pairing is, and only the reminders pause."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="acknowledgements")
    conflict_since = models.DateTimeField(
        help_text=_("Which conflict: a later one needs a word of its own.")
    )
    acknowledged_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=300)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("acknowledged conflict")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "conflict_since"], name="%(app_label)s_%(class)s_once_a_conflict"
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MOST_DAYS),
                name="%(app_label)s_%(class)s_ninety_days_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="%(app_label)s_%(class)s_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} – {self.until}"

    @property
    def until(self) -> date:
        """The last day on which the reminders pause."""
        return self.acknowledged_on + timedelta(days=self.days)
