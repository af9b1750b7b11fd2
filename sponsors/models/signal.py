"""Points to watch that facts show: the tandem's own, until one of the two brings one to the leads."""

from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import TeamMember, User
from accounts.models.base import Addressed
from sponsors.choices import DRIFT_OF, Drift, PairingStatus, SignalRule, SignalState
from sponsors.models.interaction import Interaction
from sponsors.models.pairing import Pairing


class DriftSignalQuerySet(models.QuerySet["DriftSignal"]):
    """Points to watch, as the two speak of them."""

    def visible_to(self, user: User) -> Self:
        """The two of the running tandem; a lead, once one of the two has brought it (R13)."""
        if not user.is_active:
            return self.none()
        own = self.of_the_two(user)
        return own | self.filter(brought_at__isnull=False) if user.is_lead else own

    def of_the_two(self, person: User) -> Self:
        """Those of tandems in which the person is the sponsor, or the KAM whom it concerns."""
        managed = TeamMember.objects.kam_of(person).values("account")
        two = Q(pairing__sponsor__person=person) | Q(kam=person, pairing__account__in=managed)
        return self.filter(two, pairing__status=PairingStatus.ACTIVE)

    def open(self) -> Self:
        return self.filter(state=SignalState.OPEN)

    def with_people(self) -> Self:
        return self.select_related(
            *("kam", "dismissed_by", "brought_by"),
            *("pairing__account", "pairing__sponsor__person"),
        )

    def prefetch_records(self, reader: User) -> Self:
        """Bring along what each rests on, as far as the reader may know of it."""
        rows = Interaction.objects.visible_to(reader).order_by("day", "pk")
        return self.prefetch_related(Prefetch("records", queryset=rows, to_attr="shown_records"))


class DriftSignal(Addressed):
    """A sign that the sponsor's role is being overstepped, found from facts and told to the two alone."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="drift_signals")
    # The KAM of whose time it tells: it is not for a later one to read.
    kam = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    rule = models.CharField(max_length=12, choices=SignalRule)
    # The month, or the day since which it holds: found again, it is the same row.
    window = models.CharField(max_length=10)
    since = models.DateField()
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    records = models.ManyToManyField(Interaction, related_name="+", editable=False)
    state = models.CharField(max_length=10, choices=SignalState, default=SignalState.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    dismissed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    dismissed_at = models.DateTimeField(null=True, blank=True, editable=False)
    brought_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    brought_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DriftSignalQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["reason"])

    class Meta:
        verbose_name = _("point to watch")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "kam", "rule", "window"],
                name="%(app_label)s_%(class)s_found_once",
            ),
            # A CHECK that comes out NULL passes, so both ways name isnull.
            models.CheckConstraint(
                condition=Q(state="dismissed", dismissed_by__isnull=False)
                & Q(dismissed_at__isnull=False)
                & ~Q(reason="")
                | ~Q(state="dismissed")
                & Q(dismissed_by__isnull=True, dismissed_at__isnull=True, reason=""),
                name="%(app_label)s_%(class)s_dismissed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(brought_by__isnull=True, brought_at__isnull=True)
                | Q(brought_by__isnull=False, brought_at__isnull=False),
                name="%(app_label)s_%(class)s_brought_by_somebody",
            ),
        ]
        indexes = [
            # The few that one of the two has brought: a lead's page.
            models.Index(
                fields=["brought_at"],
                condition=Q(brought_at__isnull=False),
                name="signal_brought",
            ),
        ]

    def __str__(self) -> str:
        return self.get_rule_display()

    def get_absolute_url(self) -> str:
        return reverse("sponsors:signal_detail", args=[self.public_id])

    @property
    def drift(self) -> Drift:
        """Which of the charter's five it is."""
        return DRIFT_OF[SignalRule(self.rule)]

    @property
    def is_open(self) -> bool:
        return self.state == SignalState.OPEN

    @property
    def is_brought(self) -> bool:
        return self.brought_at is not None
