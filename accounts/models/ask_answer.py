"""What came of an ask: who asked, when, and what the client said."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import FINAL_OUTCOMES, AskOutcome
from accounts.models.base import Addressed
from accounts.models.contact import Ask
from accounts.models.user import User


class AskAnswerQuerySet(models.QuerySet["AskAnswer"]):
    """What executives heard."""

    def visible_to(self, user: User) -> Self:
        """One's own, and those to the asks that one may read."""
        return self.filter(models.Q(person=user) | models.Q(ask__in=Ask.objects.visible_to(user)))


class AskAnswer(Addressed):
    """What one of us heard on a day when raising an ask; a yes or a no takes it out of the brief."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    outcome = models.CharField(_("what they said"), max_length=8, choices=AskOutcome)
    line = models.CharField(_("in one line"), max_length=200, blank=True)
    said_on = models.DateField(_("when"))
    noted_at = models.DateTimeField(auto_now_add=True)

    objects = AskAnswerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer to an ask")
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ask", "person", "said_on"], name="%(app_label)s_%(class)s_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.line or str(self.get_outcome_display())

    @property
    def is_final(self) -> bool:
        return self.outcome in FINAL_OUTCOMES
