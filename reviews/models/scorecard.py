"""Scorecards, their lines, and laureates."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.languages import is_french
from accounts.models import User
from accounts.models.base import Addressed
from reviews.choices import Indicator, SeasonState, TandemClass
from reviews.models.season import Season
from sponsors.models import Pairing


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    """Scorecards, as the programme speaks of them."""

    def visible_to(self, user: User) -> Self:
        """The two people stored on it, and leads (R10)."""
        if not user.is_active:
            return self.none()
        return self if user.is_lead else self.of_person(user)

    def of_person(self, user: User) -> Self:
        """Those of the tandems in which the person is one of the two."""
        return self.filter(Q(kam=user) | Q(sponsor=user))


class Scorecard(Addressed):
    """A tandem's eight indicators in two pillars, for one season. Serves no appraisal, pay or discipline."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="scorecards")
    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="scorecards")
    sponsor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kam = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    tandem_class = models.CharField(max_length=12, choices=TandemClass)
    as_of = models.DateField()
    means = models.DecimalField(max_digits=16, decimal_places=12, null=True)
    results = models.DecimalField(max_digits=16, decimal_places=12, null=True)
    score = models.DecimalField(max_digits=16, decimal_places=12, null=True)
    unassessed_because = models.CharField(max_length=40, blank=True)
    active_months = models.PositiveSmallIntegerField(default=0)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("scorecard")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "pairing"], name="%(app_label)s_%(class)s_once_a_season"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True, unassessed_because__gt="")
                | Q(
                    score__isnull=False,
                    unassessed_because="",
                    means__isnull=False,
                    results__isnull=False,
                ),
                name="%(app_label)s_%(class)s_assessed_or_the_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} · {self.season}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:scorecard_detail", args=[self.public_id])


class ScorecardLine(models.Model):
    """One indicator of a scorecard, with what lies behind it."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="lines")
    code = models.CharField(max_length=2, choices=Indicator)
    weight = models.PositiveSmallIntegerField()
    low = models.DecimalField(max_digits=6, decimal_places=3)
    high = models.DecimalField(max_digits=6, decimal_places=3)
    raw = models.DecimalField(max_digits=20, decimal_places=12, null=True)
    value = models.DecimalField(max_digits=14, decimal_places=12, null=True)
    no_value_because = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    records = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "code"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, no_value_because__gt="")
                | Q(value__isnull=False, value__gte=0, value__lte=1, no_value_because=""),
                name="%(app_label)s_%(class)s_value_or_the_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LaureateQuerySet(models.QuerySet["Laureate"]):
    """Laureates: only these are ever published, as a set (R11)."""

    def visible_to(self, user: User) -> Self:
        """Everyone once published; leads already when named."""
        if not user.is_active:
            return self.none()
        return self if user.is_lead else self.filter(season__state=SeasonState.PUBLISHED)


class Laureate(Addressed):
    """A tandem honoured in a season, and why."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="laureates")
    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="honours")
    tandem_class = models.CharField(max_length=12, choices=TandemClass)
    citation_en = models.CharField(_("citation in English"), max_length=400)
    citation_fr = models.CharField(_("citation in French"), max_length=400)
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    named_at = models.DateTimeField(auto_now_add=True)

    objects = LaureateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("laureate")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "pairing"], name="%(app_label)s_%(class)s_once_a_season"
            ),
            models.CheckConstraint(
                condition=~Q(citation_en="") & ~Q(citation_fr=""),
                name="%(app_label)s_%(class)s_has_a_citation",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pairing)

    @property
    def citation(self) -> str:
        """The citation in the reader's language."""
        return self.citation_fr if is_french() else self.citation_en
