"""Account reviews and what was decided in them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.models.base import Addressed
from reviews.choices import ReviewType, StartedBy
from sponsors.models import Interaction


class AccountReviewQuerySet(models.QuerySet["AccountReview"]):
    """Reviews, as the programme speaks of them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(interaction__in=Interaction.objects.visible_to(user))


class AccountReview(Addressed):
    """A review of the account with the KAM's team and the client: an interaction of its own kind."""

    interaction = models.OneToOneField(Interaction, on_delete=models.PROTECT, related_name="review")
    type = models.CharField(
        _("type"), max_length=12, choices=ReviewType, default=ReviewType.STRATEGIC
    )
    started_by = models.CharField(
        _("started"), max_length=8, choices=StartedBy, default=StartedBy.US
    )
    requested_on = models.DateField(_("requested on"), null=True, blank=True)
    evidence = models.CharField(
        _("evidence of the request"),
        max_length=200,
        blank=True,
        help_text=_("An e-mail, or a named contact."),
    )
    agenda = models.TextField(_("agenda"), blank=True, max_length=4000)
    minutes = models.TextField(_("minutes"), blank=True, max_length=20000)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AccountReviewQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("account review")

    def __str__(self) -> str:
        return str(self.interaction)

    def get_absolute_url(self) -> str:
        return reverse("reviews:review_detail", args=[self.public_id])


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions of reviews."""

    def open(self) -> Self:
        return self.filter(done_on__isnull=True)

    def visible_to(self, user: User) -> Self:
        return self.filter(Q(owner=user) | Q(review__in=AccountReview.objects.visible_to(user)))


class Decision(Addressed):
    """What a review decided, with an owner and a day."""

    review = models.ForeignKey(AccountReview, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(_("decision"), max_length=280)
    owner = models.ForeignKey(
        User, verbose_name=_("who"), on_delete=models.PROTECT, related_name="decisions"
    )
    due_on = models.DateField(_("until"), null=True, blank=True)
    done_on = models.DateField(null=True, blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision")
        ordering = ["due_on", "pk"]
        indexes = [
            # What waits for a person: home page.
            models.Index(
                fields=["owner", "due_on"], condition=Q(done_on__isnull=True), name="decision_open"
            ),
        ]

    def __str__(self) -> str:
        return self.text
