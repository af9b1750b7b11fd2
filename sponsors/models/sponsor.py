"""Executives who volunteered to sponsor key accounts."""

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import KeyAccount, Sector, Topic, User
from accounts.models.base import Addressed
from accounts.prepared import Given
from sponsors.choices import OPEN, Grasp

PLACES = 3


def available(on: date | Given) -> Q:
    """Whether a sponsor is an eligible volunteer on that day (R3)."""
    return Q(
        Q(available_until__isnull=True) | Q(available_until__gte=on),
        is_volunteer=True,
        person__is_active=True,
        person__is_executive=True,
    )


class SponsorQuerySet(models.QuerySet["Sponsor"]):
    """Sponsors, as the programme speaks of them."""

    def visible_to(self, user: User) -> Self:
        """Everyone who takes part knows who the sponsors are; the answers of the profile are for leads and oneself."""
        if not user.is_active:
            return self.none()
        return self if user.is_lead else self.filter(person__is_active=True)

    def available(self, on: date | Given) -> Self:
        """Eligible volunteers (R3)."""
        return self.filter(available(on))

    def with_places(self) -> Any:
        """Annotate the number of open pairings and of free places."""
        return self.annotate(
            open_pairings=Count("pairings", filter=Q(pairings__status__in=OPEN)),
        ).annotate(free_places=F("capacity") - F("open_pairings"))


class Sponsor(Addressed):
    """An executive who has volunteered, with a profile."""

    person = models.OneToOneField(
        User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="sponsor"
    )
    is_volunteer = models.BooleanField(_("volunteers"), default=True)
    volunteered_on = models.DateField(_("volunteered on"))
    capacity = models.PositiveSmallIntegerField(
        _("how many accounts"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(PLACES)],
    )
    available_until = models.DateField(_("available until"), null=True, blank=True)
    acquaintances = models.TextField(
        _("whom do you know there"),
        blank=True,
        max_length=1000,
        help_text=_(
            "People at these clients and how you know them. They may one day read what is written here."
        ),
    )
    motivation = models.TextField(_("why I want to be a sponsor"), blank=True, max_length=1000)
    expertise = models.CharField(_("fields of expertise"), max_length=300, blank=True)
    topics: "models.ManyToManyField[Topic, models.Model]" = models.ManyToManyField(
        Topic, verbose_name=_("at home in"), blank=True, related_name="+"
    )
    grasp = models.CharField(
        _("commercial strategy and account plan"), max_length=8, choices=Grasp, blank=True
    )
    has_named_all_links = models.BooleanField(
        _("has named everyone known at key accounts"), default=False
    )
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = SponsorQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["topics"])

    class Meta:
        verbose_name = _("sponsor")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=PLACES),
                name="%(app_label)s_%(class)s_one_to_three_accounts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class AccountOrSector(models.Model):
    """What a sponsor says of a client, or of a client's whole sector: one of the two, and of each once."""

    account = models.ForeignKey(
        KeyAccount, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, sector__isnull=True)
                | Q(account__isnull=True, sector__isnull=False),
                name="%(app_label)s_%(class)s_account_or_sector",
            ),
            models.UniqueConstraint(
                fields=["sponsor", "account"],
                condition=Q(account__isnull=False),
                name="%(app_label)s_%(class)s_account_once",
            ),
            models.UniqueConstraint(
                fields=["sponsor", "sector"],
                condition=Q(sector__isnull=False),
                name="%(app_label)s_%(class)s_sector_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.account or self.sector)


class SponsorInterest(AccountOrSector):
    """An account or a sector that a sponsor would like, and how much. Seen by the sponsor and the leads alone."""

    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="interests")
    strength = models.PositiveSmallIntegerField(
        _("how much, 1 to 5"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    sentence = models.CharField(_("why"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta(AccountOrSector.Meta):
        verbose_name = _("interest of a sponsor")
        constraints = [
            *AccountOrSector.Meta.constraints,
            models.CheckConstraint(
                condition=Q(strength__gte=1, strength__lte=5),
                name="%(app_label)s_%(class)s_strength",
            ),
        ]


class SponsorExperience(models.Model):
    """Where a sponsor has worked before."""

    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="experiences")
    employer = models.CharField(_("employer"), max_length=160)
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("past employer of a sponsor")
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor", "employer"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return self.employer


class ConflictOfInterest(AccountOrSector):
    """A client, or a client's whole sector, that a sponsor must not act towards, and why. Seen by the sponsor and the leads alone."""

    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="conflicts")
    sentence = models.CharField(_("why"), max_length=200)
    declared_on = models.DateField()

    history = HistoricalRecords()

    class Meta(AccountOrSector.Meta):
        verbose_name = _("conflict of interest")
