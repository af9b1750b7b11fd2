"""The private address of a person's calendar feed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.user import User


class CalendarFeed(models.Model):
    """That a person's calendar can be subscribed to. The token is in the address alone; here is its digest."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    # When it was made, renewed and switched off; the digests of the past are of no use to anyone.
    history = HistoricalRecords(excluded_fields=["digest"])

    class Meta:
        verbose_name = _("calendar feed")

    def __str__(self) -> str:
        return str(self.person)
