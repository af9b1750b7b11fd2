"""The account plan: at most five open objectives, what is said of each, and the sponsor's endorsement."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from accounts.choices import ObjectiveState
from accounts.models.base import Addressed
from accounts.models.key_account import KeyAccount
from accounts.models.user import User

MOST_OBJECTIVES = 5


class AccountPlan(models.Model):
    """How often the plan of an account has changed, whether its endorsement was asked for, and which version has it."""

    account = models.OneToOneField(KeyAccount, on_delete=models.CASCADE, related_name="plan")
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    endorsed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    endorsed_on = models.DateField(null=True, blank=True, editable=False)
    endorsed_version = models.PositiveIntegerField(null=True, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("account plan")
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True, asked_at__isnull=True)
                | Q(asked_by__isnull=False, asked_at__isnull=False),
                name="%(app_label)s_%(class)s_asked_for_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    endorsed_by__isnull=True,
                    endorsed_on__isnull=True,
                    endorsed_version__isnull=True,
                )
                | Q(
                    endorsed_by__isnull=False,
                    endorsed_on__isnull=False,
                    endorsed_version__isnull=False,
                    endorsed_version__lte=F("version"),
                ),
                name="%(app_label)s_%(class)s_endorsed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.version}"

    @classmethod
    def of(cls, account: KeyAccount) -> Self:
        """Return the plan of an account, not kept yet where nobody has begun it."""
        return cls.objects.filter(account=account).first() or cls(account=account)

    def is_endorsed_by(self, person: User | None) -> bool:
        """Whether this person has endorsed the plan as it stands."""
        return (
            person is not None
            and self.endorsed_by_id == person.pk
            and self.endorsed_version == self.version
        )


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    """Objectives, as the programme speaks of them."""

    def open(self) -> Self:
        return self.filter(state=ObjectiveState.OPEN)

    def closed(self) -> Self:
        return self.exclude(state=ObjectiveState.OPEN)

    def visible_to(self, user: User) -> Self:
        """Those of the accounts one may open."""
        return self.filter(account__in=KeyAccount.objects.visible_to(user))

    def with_progress(self) -> Self:
        """Bring along what was said of them, the newest first, as `said`."""
        entries = ObjectiveProgress.objects.newest().select_related("said_by")
        return self.prefetch_related(Prefetch("progress", queryset=entries, to_attr="said"))

    def with_value(self) -> Any:
        """Annotate how far each has come, as `value`; none where nothing was said yet."""
        last = ObjectiveProgress.objects.filter(objective=OuterRef("pk")).newest()
        return self.annotate(value=Subquery(last.values("value")[:1]))


class Objective(Addressed):
    """What is to be reached with a client: how it is measured, from where to where, and until when."""

    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField(_("objective"), max_length=160)
    measure = models.CharField(_("how it is measured"), max_length=120)
    unit = models.CharField(pgettext_lazy("objective", "unit"), max_length=12, blank=True)
    start = models.DecimalField(
        pgettext_lazy("objective", "from"), max_digits=14, decimal_places=2, default=Decimal(0)
    )
    target = models.DecimalField(
        pgettext_lazy("objective", "target"), max_digits=14, decimal_places=2
    )
    due_on = models.DateField(pgettext_lazy("objective", "until"))
    serves = models.CharField(_("objective of the company"), max_length=300, blank=True)
    slot = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    state = models.CharField(
        max_length=12, choices=ObjectiveState, default=ObjectiveState.OPEN, editable=False
    )
    begun_on = models.DateField(editable=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)

    said: list["ObjectiveProgress"]

    objects = ObjectiveQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("objective")
        ordering = ["account", "pk"]
        constraints = [
            # A CHECK that comes out NULL passes: so `isnull` is named both ways.
            models.CheckConstraint(
                condition=Q(
                    state="open",
                    slot__isnull=False,
                    slot__gte=1,
                    slot__lte=MOST_OBJECTIVES,
                    closed_on__isnull=True,
                    outcome="",
                )
                | (~Q(state="open") & Q(slot__isnull=True, closed_on__isnull=False)),
                name="%(app_label)s_%(class)s_open_in_a_slot",
            ),
            models.UniqueConstraint(
                fields=["account", "slot"],
                condition=Q(slot__isnull=False),
                name="%(app_label)s_%(class)s_five_open_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(measure=""), name="%(app_label)s_%(class)s_says_what"
            ),
            models.CheckConstraint(
                condition=~Q(target=F("start")), name="%(app_label)s_%(class)s_goes_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state == ObjectiveState.OPEN

    @property
    def is_reached(self) -> bool:
        return self.state == ObjectiveState.REACHED

    @property
    def last(self) -> "ObjectiveProgress | None":
        """What was said last; takes `with_progress()`."""
        return self.said[0] if self.said else None

    @property
    def now(self) -> Decimal:
        """How far it has come; takes `with_progress()`."""
        return self.last.value if self.last else self.start

    def facts(self) -> dict[str, str]:
        """Return what the sponsor endorses of it, as text; how far it has come is no part of that."""
        return {
            "text": self.text,
            "measure": self.measure,
            "unit": self.unit,
            "start": f"{self.start:.2f}",
            "target": f"{self.target:.2f}",
            "due_on": self.due_on.isoformat(),
            "serves": self.serves,
        }

    def share(self, value: Decimal) -> float:
        """Return the part of the way from start to target that a value has come, from 0 to 1."""
        return share_of(self.start, value, self.target)

    def pace(self, on: date) -> float:
        """Return the part of the time that has passed, from 0 to 1."""
        whole = (self.due_on - self.begun_on).days
        return min(1.0, max(0.0, (on - self.begun_on).days / whole)) if whole > 0 else 1.0


def share_of(start: Decimal, value: Decimal, target: Decimal) -> float:
    """Return the part of the way from start to target that a value has come, from 0 to 1."""
    return float(min(Decimal(1), max(Decimal(0), (value - start) / (target - start))))


class ObjectiveProgressQuerySet(models.QuerySet["ObjectiveProgress"]):
    """What was said of objectives."""

    def newest(self) -> Self:
        """The last word first."""
        return self.order_by("-on", "-pk")


class ObjectiveProgress(models.Model):
    """How far an objective had come on a day, and who said so: never overwritten."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="progress")
    value = models.DecimalField(_("where it stands"), max_digits=14, decimal_places=2)
    line = models.CharField(_("in one line"), max_length=200, blank=True)
    on = models.DateField(_("as of"))
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    said_at = models.DateTimeField(auto_now_add=True)

    objects = ObjectiveProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress of an objective")
        indexes = [
            # The last word on an objective.
            models.Index(fields=["objective", "-on", "-id"], name="objective_last_word"),
        ]

    def __str__(self) -> str:
        return f"{self.objective} · {self.value} · {self.on}"


class PlanEndorsement(models.Model):
    """The sponsor stands behind the plan as it was on that day: a copy that nobody changes."""

    account = models.ForeignKey(
        KeyAccount, on_delete=models.CASCADE, related_name="plan_endorsements"
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(editable=False)
    endorsed_on = models.DateField(editable=False)
    line = models.CharField(_("a word on it"), max_length=300, blank=True)
    # The objectives as they were: each with its public identifier and what `Objective.facts()` says.
    objectives = models.JSONField(editable=False)

    class Meta:
        verbose_name = _("endorsement of an account plan")
        ordering = ["-endorsed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person", "version"],
                name="%(app_label)s_%(class)s_once_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.person} · {self.version}"
