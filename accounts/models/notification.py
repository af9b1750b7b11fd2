"""Messages to people, one row each: the ledger that makes a reminder go out once."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import NotificationState
from accounts.models.base import Addressed
from accounts.models.user import User
from accounts.prepared import Given


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Messages, as the ledger speaks of them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(recipient=user)

    def in_inbox(self, at: datetime | Given | None = None) -> Self:
        """What a person sees on the inbox page: all that came due and still holds."""
        gone = [NotificationState.CANCELLED]
        return self.exclude(state__in=gone).filter(due_at__lte=at or timezone.now())

    def unread(self, at: datetime | Given | None = None) -> Self:
        return self.in_inbox(at).filter(read_at__isnull=True).order_by()

    def in_doubt(self) -> Self:
        """What an administrator must look at: perhaps sent, refused or given up; a digest speaks for what it carries."""
        return self.filter(
            in_digest=False,
            state__in=[
                NotificationState.UNCERTAIN,
                NotificationState.FAILED,
                NotificationState.DEAD,
            ],
        )


class Notification(Addressed):
    """One message to one person about one fact."""

    key = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notifications")
    data = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=10, choices=NotificationState, default=NotificationState.PENDING
    )
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    in_digest = models.BooleanField(_("goes into the daily e-mail"), default=False)
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        ordering = ["-due_at", "-pk"]
        indexes = [
            # The task that delivers what is due.
            models.Index(
                fields=["due_at"], condition=Q(state="pending"), name="notification_waiting"
            ),
            # The sweeper: leases that ran out.
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "sending"]),
                name="notification_leased",
            ),
            # The inbox page, and the unread count in the frame.
            models.Index(fields=["recipient", "-due_at"], name="notification_inbox"),
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
            # Cancelling what is no longer so.
            models.Index(fields=["kind", "subject_id"], name="notification_by_fact"),
        ]

    def __str__(self) -> str:
        return self.key


class KeptMail(Addressed):
    """An e-mail that stays inside because no mail server is set: shown on the mailbox page."""

    recipient = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kept e-mail")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject
