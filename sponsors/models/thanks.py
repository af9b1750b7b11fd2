"""What the KAM thanks the sponsor for, quarter by quarter."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.models.base import Addressed
from sponsors.models.pairing import Pairing


class ThanksQuerySet(models.QuerySet["Thanks"]):
    """Words of thanks, as the programme speaks of them."""

    def visible_to(self, user: User) -> Self:
        """Whoever wrote it, and the sponsor: they are between the two."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(written_by=user) | Q(pairing__sponsor__person=user))


class Thanks(Addressed):
    """One line from the KAM on what followed from what the sponsor did in a quarter: never a figure of merit."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="thanks")
    quarter = models.DateField(_("first day of the quarter"), editable=False)
    line = models.CharField(_("one line of thanks"), max_length=300)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(editable=False)

    objects = ThanksQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        ordering = ["-quarter", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "quarter"], name="%(app_label)s_%(class)s_one_a_quarter"
            ),
            models.CheckConstraint(
                condition=~Q(line=""), name="%(app_label)s_%(class)s_has_a_line"
            ),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]),
                name="%(app_label)s_%(class)s_begins_a_quarter",
            ),
        ]

    def __str__(self) -> str:
        return self.line
