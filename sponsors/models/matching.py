"""Matchings: what each was told, what it found, and what leads know that it does not."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Job, KeyAccount, User
from accounts.models.base import Addressed
from sponsors.choices import ProposalOutcome, Wish
from sponsors.models.pairing import Pairing

CRITERIA = ("link", "motivation", "experience", "function", "grasp", "nearness")


class FitWeights(models.Model):
    """What each criterion of fit counts for, in per cent; a change is a new version."""

    version = models.PositiveSmallIntegerField(unique=True)
    link = models.PositiveSmallIntegerField(_("Link with a top executive"))
    motivation = models.PositiveSmallIntegerField(_("Motivation"))
    experience = models.PositiveSmallIntegerField(_("Experience"))
    function = models.PositiveSmallIntegerField(_("Function"))
    grasp = models.PositiveSmallIntegerField(_("Grasp of commercial strategy"))
    nearness = models.PositiveSmallIntegerField(_("Nearness"))
    set_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("weights of fit")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    link=100
                    - F("motivation")
                    - F("experience")
                    - F("function")
                    - F("grasp")
                    - F("nearness")
                ),
                name="%(app_label)s_%(class)s_make_a_hundred",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Weights')} {self.version}"

    @classmethod
    def current(cls) -> Self:
        """Return the weights that count now."""
        return cls.objects.order_by("-version")[:1].get()

    def as_plain(self) -> dict[str, int]:
        """Return the weight of each criterion."""
        return {name: getattr(self, name) for name in CRITERIA}


class PairWish(models.Model):
    """A pair that a lead has pinned or excluded; it holds for every matching until it is lifted."""

    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=8, choices=Wish)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    said_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pinned or excluded pair")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person"], name="%(app_label)s_%(class)s_once"
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(wish=Wish.PIN),
                name="%(app_label)s_%(class)s_one_pin_per_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.person} · {self.get_wish_display()}"


class MatchingRunQuerySet(models.QuerySet["MatchingRun"]):
    """Matchings, for programme leads alone."""

    def visible_to(self, user: User) -> Self:
        return self if user.is_lead else self.none()

    def done(self) -> Self:
        return self.filter(finished_at__isnull=False)


class MatchingRun(Addressed):
    """One matching: what it was told, and what it found. It holds keys, no names."""

    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    starts_on = models.DateField(_("start day"))
    minimum = models.PositiveSmallIntegerField(_("least fit"), default=0)
    asks_everyone = models.BooleanField(_("asks everyone"), default=False)
    weights = models.JSONField(default=dict)
    weights_version = models.ForeignKey(
        FitWeights, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    inputs = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    proposing = models.ForeignKey(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MatchingRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__lte=1000), name="%(app_label)s_%(class)s_minimum_of_fit"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Matching')} {self.requested_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("sponsors:matching_run", args=[self.public_id])

    @property
    def is_done(self) -> bool:
        return self.finished_at is not None


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, for programme leads alone (R10)."""

    def visible_to(self, user: User) -> Self:
        return self.filter(run__in=MatchingRun.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(outcome=ProposalOutcome.OPEN)

    def with_people(self) -> Any:
        return self.select_related("account__sector", "person", "kam", "pairing")


class Proposal(Addressed):
    """A sponsor found for an account by one matching."""

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="proposals")
    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kam = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    fit = models.PositiveSmallIntegerField()
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    known = models.PositiveSmallIntegerField()
    is_pinned = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=ProposalOutcome, default=ProposalOutcome.OPEN)
    refusal = models.JSONField(default=dict, blank=True)
    pairing = models.ForeignKey(
        Pairing, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a matching")
        constraints = [
            models.UniqueConstraint(fields=["run", "account"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=Q(low__lte=F("fit"), fit__lte=F("high"), high__lte=1000),
                name="%(app_label)s_%(class)s_fit_within_its_range",
            ),
            models.CheckConstraint(
                condition=Q(outcome=ProposalOutcome.PROPOSED, pairing__isnull=False)
                | ~Q(outcome=ProposalOutcome.PROPOSED),
                name="%(app_label)s_%(class)s_proposed_is_a_pairing",
            ),
        ]
        indexes = [
            # The table of a matching, best fit first, and those still to be proposed.
            models.Index(fields=["run", "-fit", "account"], name="proposal_by_fit"),
            models.Index(fields=["run", "outcome"], name="proposal_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.person}"


class Uncovered(models.Model):
    """An account for which a matching found nobody."""

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="uncovered")
    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("account without a proposal")
        constraints = [
            models.UniqueConstraint(fields=["run", "account"], name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self) -> str:
        return str(self.account)
