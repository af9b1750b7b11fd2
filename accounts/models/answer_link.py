"""Links in e-mails that give one answer, once, without signing in."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Addressed
from accounts.models.user import User

UNSPENT = Q(used_at__isnull=True, revoked_at__isnull=True)


class AnswerLinkQuerySet(models.QuerySet["AnswerLink"]):
    """Links, by what they may still do."""

    def live(self, at: datetime) -> Self:
        """Those that serve at that instant: neither used nor revoked nor too old, of somebody who is there."""
        return self.filter(UNSPENT, expires_at__gt=at, person__is_active=True)


class AnswerLink(Addressed):
    """One answer that one person may give from an e-mail. The token itself is in the e-mail alone; here is its digest."""

    purpose = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for one answer")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "subject_id", "person"],
                condition=UNSPENT,
                name="%(app_label)s_%(class)s_one_unspent",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="%(app_label)s_%(class)s_expires_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="%(app_label)s_%(class)s_used_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_id}"
