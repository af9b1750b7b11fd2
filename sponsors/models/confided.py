"""What one of a tandem says in confidence about the sponsor's role: for its author and the programme leads alone."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import TeamMember, User
from accounts.models.base import Addressed
from sponsors.choices import Drift
from sponsors.models.pairing import Pairing

# What was said between the author and the leads: no history keeps it, so that deleting it deletes it.
WORDS = ("sentence", "answer", "agreed", "outcome")


class ConfidedSignalQuerySet(models.QuerySet["ConfidedSignal"]):
    """Words in confidence, as their author and the leads speak of them."""

    def visible_to(self, user: User) -> Self:
        """One's own; for a lead all but those of a tandem in which the lead is or was (R13)."""
        if not user.is_active:
            return self.none()
        own = self.filter(author=user)
        return own | self.exclude(within_tandem_of(user)) if user.is_lead else own

    def unanswered(self) -> Self:
        return self.filter(answered_at__isnull=True)

    def followed(self) -> Self:
        """Those in which something was agreed that is not done yet."""
        return self.filter(follow_up_on__isnull=False, done_at__isnull=True)

    def with_people(self) -> Self:
        return self.select_related(
            *("author", "kam", "answered_by", "done_by"),
            *("pairing__account", "pairing__sponsor__person"),
        )


def within_tandem_of(user: User) -> Q:
    """Those of tandems in which the person is the sponsor, or is the KAM or was it then."""
    managed = TeamMember.objects.kam_of(user).values("account")
    return Q(pairing__sponsor__person=user) | Q(kam=user) | Q(pairing__account__in=managed)


class ConfidedSignal(Addressed):
    """A sentence that the KAM or the sponsor says in confidence, a lead's answer, and what they agree to do.

    Apart from what is found from facts (`DriftSignal`): each has one door, and no query opens the other's.
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="confided")
    # Who managed the account then: no lead reads what is said of a tandem of their own.
    kam = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    drift = models.CharField(_("what it is about"), max_length=12, choices=Drift)
    sentence = models.TextField(_("in a sentence or two"), max_length=1000)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    agreed = models.CharField(_("what you agree to do"), max_length=300, blank=True)
    follow_up_on = models.DateField(_("look at it again on"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConfidedSignalQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=list(WORDS))

    class Meta:
        verbose_name = _("word in confidence")
        constraints = [
            models.CheckConstraint(
                condition=~Q(sentence=""), name="%(app_label)s_%(class)s_says_something"
            ),
            # A CHECK that comes out NULL passes, so both ways name isnull.
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answered_at__isnull=True, answer="")
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="%(app_label)s_%(class)s_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agreed="", follow_up_on__isnull=True)
                | Q(follow_up_on__isnull=False, answered_at__isnull=False) & ~Q(agreed=""),
                name="%(app_label)s_%(class)s_agreed_with_a_day",
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True, done_at__isnull=True, outcome="")
                | Q(done_by__isnull=False, done_at__isnull=False, follow_up_on__isnull=False)
                & ~Q(outcome=""),
                name="%(app_label)s_%(class)s_done_by_somebody",
            ),
        ]
        indexes = [
            # What waits for a lead's answer, the oldest first.
            models.Index(
                fields=["given_at"],
                condition=Q(answered_at__isnull=True),
                name="confided_unanswered",
            ),
            # Reminders: what was agreed is looked at again.
            models.Index(
                fields=["follow_up_on"],
                condition=Q(done_at__isnull=True),
                name="confided_followed",
            ),
        ]

    def __str__(self) -> str:
        return self.get_drift_display()

    def get_absolute_url(self) -> str:
        return reverse("sponsors:confided_detail", args=[self.public_id])

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_followed(self) -> bool:
        """Whether something was agreed that is not done yet."""
        return self.follow_up_on is not None and self.done_at is None
