"""The figures of an account."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.key_account import KeyAccount


class AnnualFigures(models.Model):
    """What an account brought in a year, what was aimed at, and how satisfied the client was."""

    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="annual_figures")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    revenue = models.DecimalField(
        _("revenue"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(
        _("target"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    satisfaction = models.DecimalField(
        _("satisfaction, 0 to 10"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )
    nps = models.SmallIntegerField(
        _("net promoter score, −100 to 100"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-100), MaxValueValidator(100)],
    )
    is_final = models.BooleanField(
        _("final"), default=True, help_text=_("Provisional figures are left out of scorecards.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("annual figures")
        ordering = ["account", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "year"], name="%(app_label)s_%(class)s_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="%(app_label)s_%(class)s_year"
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True)
                | Q(satisfaction__gte=0, satisfaction__lte=10),
                name="%(app_label)s_%(class)s_satisfaction",
            ),
            models.CheckConstraint(
                condition=Q(nps__isnull=True) | Q(nps__gte=-100, nps__lte=100),
                name="%(app_label)s_%(class)s_nps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.year}"


class QuarterlyFigures(models.Model):
    """What an account brought in a quarter, and what was aimed at."""

    account = models.ForeignKey(
        KeyAccount, on_delete=models.CASCADE, related_name="quarterly_figures"
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    quarter = models.PositiveSmallIntegerField(_("quarter"), editable=False)
    revenue = models.DecimalField(
        _("revenue"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(
        _("target"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, editable=False)
    is_final = models.BooleanField(_("final"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("quarterly figures")
        ordering = ["account", "year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "year", "quarter"], name="%(app_label)s_%(class)s_once_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="%(app_label)s_%(class)s_year"
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="%(app_label)s_%(class)s_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.year} {self.quarter}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said of the quarter."""
        return self.revenue is None and self.target is None
