"""The letter that presents the sponsor to somebody at the client, for the KAM to hand over."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Contact, User
from accounts.models.base import Addressed
from sponsors.choices import LetterLanguage
from sponsors.models.inside import tandems_open_to
from sponsors.models.pairing import Pairing


class SponsorLetterQuerySet(models.QuerySet["SponsorLetter"]):
    """Letters, as the programme speaks of them."""

    def handed_over(self) -> Self:
        return self.filter(handed_over_on__isnull=False)

    def visible_to(self, user: User) -> Self:
        """The two, and leads."""
        return self.filter(pairing__in=tandems_open_to(user))

    def with_people(self) -> Self:
        return self.select_related(
            "contact", "pairing__account", "pairing__sponsor__person", "handed_over_by"
        )


class SponsorLetter(Addressed):
    """Who the sponsor is, what for, how to reach them, and that the KAM remains: one page in the client's language."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="letters")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="letters")
    language = models.CharField(_("language"), max_length=2, choices=LetterLanguage)
    paragraph = models.TextField(_("a paragraph of yours"), max_length=900, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    handed_over_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = SponsorLetterQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("letter that presents the sponsor")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "contact"], name="%(app_label)s_%(class)s_one_a_contact"
            ),
            models.CheckConstraint(
                condition=Q(handed_over_on__isnull=True, handed_over_by__isnull=True)
                | Q(handed_over_on__isnull=False, handed_over_by__isnull=False),
                name="%(app_label)s_%(class)s_handed_over_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing.sponsor} → {self.contact}"
