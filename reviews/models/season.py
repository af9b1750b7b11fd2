"""Seasons, and what counts in them."""

from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.models.base import Addressed
from reviews.choices import COMPUTED_STATES, FROZEN_STATES, Indicator, SeasonState


class SeasonQuerySet(models.QuerySet["Season"]):
    """Seasons, as the programme speaks of them."""

    def visible_to(self, user: User) -> Self:
        """Everyone sees what counts once a season is open; leads also its preparation."""
        if not user.is_active:
            return self.none()
        return self if user.is_lead else self.exclude(state=SeasonState.DRAFT)

    def computed(self) -> Self:
        """Those whose scorecards are still computed."""
        return self.filter(state__in=COMPUTED_STATES)

    def published(self) -> Self:
        return self.filter(state=SeasonState.PUBLISHED)


class Season(Addressed):
    """The year over which tandems are looked at and honoured."""

    name = models.CharField(_("name"), max_length=80)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    collect_until = models.DateField(_("last figures until"))
    state = models.CharField(max_length=10, choices=SeasonState, default=SeasonState.DRAFT)
    seed = models.PositiveIntegerField(default=1, editable=False)
    prior_reviews = models.DecimalField(
        _("constant a of M3"), max_digits=4, decimal_places=2, default=Decimal("0.2")
    )
    prior_support = models.DecimalField(
        _("constant μ of M4"), max_digits=4, decimal_places=2, default=Decimal("3.5")
    )
    prior_satisfaction = models.DecimalField(
        _("constant μ of E2"), max_digits=4, decimal_places=2, default=Decimal(7)
    )
    is_first = models.BooleanField(_("the programme’s first season"), default=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    computed_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SeasonQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["computed_at"])

    class Meta:
        verbose_name = _("season")
        ordering = ["-last_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(collect_until__gte=F("last_day")),
                name="%(app_label)s_%(class)s_collects_after_its_end",
            ),
            models.UniqueConstraint(
                fields=["first_day", "last_day"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False),
                name="%(app_label)s_%(class)s_opened_before_the_rest",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FROZEN_STATES, frozen_at__isnull=False)
                | (~Q(state__in=FROZEN_STATES) & Q(frozen_at__isnull=True)),
                name="%(app_label)s_%(class)s_frozen_day_when_frozen",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="%(app_label)s_%(class)s_published_day_when_published",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reviews:season_detail", args=[self.public_id])

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN_STATES

    @property
    def is_computed(self) -> bool:
        """Whether its scorecards are still computed."""
        return self.state in COMPUTED_STATES


class IndicatorSetting(models.Model):
    """What an indicator weighs in a season, and between which goalposts it is read."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=2, choices=Indicator)
    weight = models.PositiveSmallIntegerField(
        _("weight in its pillar, per cent"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    low = models.DecimalField(_("from"), max_digits=6, decimal_places=3)
    high = models.DecimalField(_("to"), max_digits=6, decimal_places=3)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        constraints = [
            models.UniqueConstraint(fields=["season", "code"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=Q(high__gt=F("low")), name="%(app_label)s_%(class)s_goalposts"
            ),
            models.CheckConstraint(
                condition=Q(weight__lte=100), name="%(app_label)s_%(class)s_weight"
            ),
        ]

    def __str__(self) -> str:
        return self.code
