"""What the two of a tandem note of what they say to each other: theirs alone."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import TeamMember, User
from sponsors.choices import PairingStatus
from sponsors.models.interaction import Interaction
from sponsors.models.pairing import Pairing


class CoachingNoteQuerySet(models.QuerySet["CoachingNote"]):
    """Private notes, as the two speak of them."""

    def visible_to(self, user: User) -> Self:
        """Those of one's own running tandem; no lead, no team, no later sponsor or KAM reads them."""
        if not user.is_active:
            return self.none()
        managed = TeamMember.objects.kam_of(user).values("account")
        of_the_two = Q(pairing__sponsor__person=user) | Q(kam=user, pairing__account__in=managed)
        without_a_tandem = Q(pairing__isnull=True, author=user)
        return self.filter(Q(of_the_two, pairing__status=PairingStatus.ACTIVE) | without_a_tandem)


class CoachingNote(models.Model):
    """What one of the two keeps of a coaching session or an exchange; the other reads it, and nobody else."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="coaching_notes"
    )
    # Whose tandem it was: the pairing of that day and the KAM of then. Without one, its author alone reads it.
    pairing = models.ForeignKey(
        Pairing, null=True, blank=True, on_delete=models.PROTECT, related_name="coaching_notes"
    )
    kam = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # Nobody where a file brought it.
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    text = models.TextField(_("notes for you two"), max_length=8000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CoachingNoteQuerySet.as_manager()
    # That there was one, by whom and when; never what it said, so that deleting it deletes it.
    history = HistoricalRecords(excluded_fields=["text"])

    class Meta:
        verbose_name = _("coaching note")
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "author"], name="%(app_label)s_%(class)s_one_of_each"
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="%(app_label)s_%(class)s_says_something"
            ),
            models.CheckConstraint(
                condition=Q(pairing__isnull=False, kam__isnull=False)
                | Q(pairing__isnull=True, author__isnull=False),
                name="%(app_label)s_%(class)s_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interaction} · {self.author or '–'}"
