"""Absences: when a person is away, so that rhythm pauses and a deputy stands in."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.base import Addressed
from accounts.models.delegation import Delegation
from accounts.models.user import User
from accounts.prepared import Given


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Who is away, and when."""

    def kept(self) -> Self:
        """Those that were not taken back."""
        return self.filter(cancelled_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """One's own and those of the executives one assists, the word included; colleagues see the days alone."""
        if not user.is_active:
            return self.none()
        assisted = Delegation.objects.executives_of(user).values("of")
        return self.filter(Q(person=user) | Q(person__in=assisted))

    def on(self, day: date | Given) -> Self:
        """Those that cover this day."""
        return self.kept().filter(from_day__lte=day, until__gte=day)

    def not_over(self, day: date) -> Self:
        """Those that run or lie ahead, the nearest first."""
        return self.kept().filter(until__gte=day).order_by("from_day", "pk")

    def between(self, start: date, end: date) -> Self:
        """Those that touch these days, both ends included."""
        return self.kept().filter(from_day__lte=end, until__gte=start)

    def days_of(self, people: Iterable[int], start: date, end: date) -> dict[int, set[date]]:
        """Return the days on which each of these people (by key) is away, both ends included: one statement."""
        away: dict[int, set[date]] = defaultdict(set)
        rows = self.between(start, end).filter(person__in=list(people))
        for person, from_day, until in rows.values_list("person", "from_day", "until"):
            first, last = max(from_day, start), min(until, end)
            away[person] |= {
                first + timedelta(days=days) for days in range((last - first).days + 1)
            }
        return dict(away)


class Absence(Addressed):
    """Some days on which a person is away."""

    person = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="absences"
    )
    from_day = models.DateField(_("from"))
    until = models.DateField(_("until, that day included"))
    word = models.CharField(
        _("in a word"),
        max_length=40,
        blank=True,
        help_text=_("Colleagues see the days, not the word."),
    )
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AbsenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("absence")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("from_day")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            ),
        ]
        indexes = [
            # Whether a person is away on a day: rhythm, go-aheads, the person's page.
            models.Index(
                fields=["person", "until"],
                condition=Q(cancelled_at__isnull=True),
                name="absence_by_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.from_day} – {self.until}"
