"""The programme itself, and the lock under which its organisation changes."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Programme(models.Model):
    """The company's sponsorship programme: one row."""

    company = models.CharField(_("company"), max_length=120, blank=True)
    signs_briefs = models.CharField(
        _("line at the foot of printed pages"), max_length=160, blank=True
    )
    started_on = models.DateField(_("programme started on"), null=True, blank=True)
    # What the alignment checks of the tandems are held against.
    objectives = models.TextField(
        _("the company’s objectives"), max_length=2000, blank=True, default="", db_default=""
    )
    objectives_year = models.PositiveSmallIntegerField(
        _("of the year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="%(app_label)s_%(class)s_one_row")
        ]

    def __str__(self) -> str:
        return self.company or "Tandem"

    @classmethod
    def current(cls) -> Self:
        """Return the programme; one of which nobody has said anything yet is not kept, and is empty."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class OrganisationLock(models.Model):
    """The one row that whoever changes a manager or a KAM, or activates a pairing, locks first."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="%(app_label)s_%(class)s_one_row")
        ]

    def __str__(self) -> str:
        return "organisation"

    @classmethod
    def take(cls) -> None:
        """Wait for the lock and hold it until the end of the transaction."""
        cls.objects.get_or_create(pk=1)
        cls.objects.select_for_update().get(pk=1)
