"""Long work: a row that a worker takes up, with its progress."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import JobState
from accounts.models.base import Addressed
from accounts.models.user import User

UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, as the worker speaks of them."""

    def visible_to(self, user: User) -> Self:
        """One's own jobs; programme leads see all of the programme's."""
        return self if user.is_lead else self.filter(requested_by=user)

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)


class Job(Addressed):
    """One piece of long work, resumed by the sweeper if its worker dies; jobs of one lane run one after another."""

    kind = models.CharField(max_length=40)
    lane = models.CharField(max_length=20, blank=True)
    arguments = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=300, blank=True)
    requested_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    token = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lane"],
                condition=Q(state="running") & ~Q(lane=""),
                name="%(app_label)s_%(class)s_one_runs_in_a_lane",
            ),
        ]
        indexes = [
            # The sweeper: jobs that no worker holds any more.
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["queued", "running"]),
                name="job_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        if self.state == JobState.DONE:
            return 100
        return min(99, 100 * self.progress // self.total) if self.total else 0
