"""The words of an executive brief."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.key_account import KeyAccount
from accounts.models.user import User

FRESH_DAYS = 90


class BriefQuerySet(models.QuerySet["Brief"]):
    """Briefs, as the programme speaks of them."""

    def visible_to(self, user: User) -> Self:
        """Executives and leads read all briefs, an account team its own."""
        return self.filter(account__in=KeyAccount.objects.briefed_to(user))

    def fresh(self, on: date) -> Self:
        """Briefs that somebody has checked in the last 90 days."""
        return self.filter(checked_on__gte=on - timedelta(days=FRESH_DAYS))

    def stale(self, on: date) -> Self:
        """Briefs that nobody has checked for 90 days."""
        return self.filter(
            Q(checked_on__isnull=True) | Q(checked_on__lt=on - timedelta(days=FRESH_DAYS))
        )


class Brief(models.Model):
    """What the KAM wants every executive to know before meeting the client."""

    account = models.OneToOneField(KeyAccount, on_delete=models.CASCADE, related_name="brief")
    situation = models.TextField(_("in five lines"), blank=True, max_length=1200)
    checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = BriefQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("executive brief")
        indexes = [
            # Stale briefs: the reminder, the cockpit and the filter of the accounts list.
            models.Index(fields=["checked_on"], name="brief_by_check"),
        ]

    def __str__(self) -> str:
        return str(self.account)

    def is_fresh(self, on: date) -> bool:
        """Whether the KAM checked it in the last 90 days."""
        return self.checked_on is not None and self.checked_on >= on - timedelta(days=FRESH_DAYS)
