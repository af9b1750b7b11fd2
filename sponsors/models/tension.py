"""Tensions: strains with the client or inside our company, from the first word to the hand-back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, IntegerField, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Contact, KeyAccount, TeamMember, User
from accounts.models.base import Addressed
from accounts.prepared import Given
from sponsors.choices import (
    CLOSED_STAGES,
    PairingStatus,
    TensionEvent,
    TensionLevel,
    TensionSide,
    TensionStage,
)
from sponsors.models.pairing import Pairing


class TensionQuerySet(models.QuerySet["Tension"]):
    """Tensions, as the programme speaks of them."""

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def with_the_client(self) -> Self:
        return self.filter(side=TensionSide.CLIENT)

    def visible_to(self, user: User) -> Self:
        """Those with the client to the account team and leads; those inside our company to its tandem alone."""
        if not user.is_active:
            return self.none()
        with_client = Q(side=TensionSide.CLIENT)
        if not user.is_lead:
            with_client &= Q(account__in=KeyAccount.objects.visible_to(user))
        return self.filter(with_client | within_tandem_of(user))

    def known_to(self, user: User) -> Self:
        """Those that a person may read, and for leads those of which they know only that there is one."""
        return self if user.is_active and user.is_lead else self.visible_to(user)

    def hidden_from(self, user: User) -> Self:
        """Those of which a lead knows that there is one, and not what it says; nothing for anyone else."""
        if not (user.is_active and user.is_lead):
            return self.none()
        own = self.model.objects.filter(within_tandem_of(user)).values("pk")
        return self.filter(side=TensionSide.INTERNAL).exclude(pk__in=own)

    def carried_by(self, user: User | Given) -> Self:
        """Those for which the person is to care: as KAM or sponsor of the account now."""
        seats = TeamMember.objects.current().filter(person=user, role__in=["kam", "sponsor"])
        own = Q(side=TensionSide.CLIENT, account__in=seats.values("account"))
        return self.filter(own | within_tandem_of(user))

    def urgent_on(self, day: date) -> Self:
        """Urgent ones with the client that were open on that day."""
        return self.with_the_client().filter(
            Q(closed_at__isnull=True) | Q(closed_at__date__gte=day),
            level=TensionLevel.URGENT,
            opened_at__date__lte=day,
        )

    def most_pressing_first(self) -> Self:
        """By stage, in each the most pressing level first, and the longest there before the others."""
        return self.order_by(
            in_order("stage", TensionStage.values),
            in_order("level", TensionLevel.values[::-1]),
            "stage_since",
            "pk",
        )

    def most_pressing_level_first(self) -> Self:
        return self.order_by(in_order("level", TensionLevel.values[::-1]))

    def prefetch_team(self) -> Self:
        """Bring the accounts' current teams along: who cares for it now."""
        current = TeamMember.objects.current().with_person().order_by("role", "pk")
        return self.prefetch_related(
            Prefetch("account__team_members", queryset=current, to_attr="current_team")
        )

    def with_people(self) -> Self:
        return self.select_related(
            *("account", "contact", "kam", "opened_by", "taken_in_by", "contacted_by"),
            "pairing__sponsor__person",
        )


def within_tandem_of(user: User | Given) -> Q:
    """Internal ones of the person's own tandem: its KAM and its sponsor of then, while they still are."""
    managed = TeamMember.objects.kam_of(user).values("account")
    sponsored = Pairing.objects.filter(sponsor__person=user, status=PairingStatus.ACTIVE)
    return Q(side=TensionSide.INTERNAL) & (
        Q(kam=user, account__in=managed) | Q(pairing__in=sponsored.values("pk"))
    )


def in_order(name: str, values: list[str]) -> Case:
    """Return the place of a field's value in this list."""
    places = [When(**{name: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*places, default=Value(len(values)), output_field=IntegerField())


@dataclass(frozen=True)
class Stretch:
    """Some days in one stage; the last has no end yet where the tension is open."""

    stage: TensionStage
    days: int
    is_now: bool


class Tension(Addressed):
    """A strain with the client, or inside our company, that the sponsor takes in so that the KAM can go on working."""

    account = models.ForeignKey(KeyAccount, on_delete=models.PROTECT, related_name="tensions")
    pairing = models.ForeignKey(
        Pairing,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tensions",
        help_text=_("The pairing active on that day, if any."),
    )
    # Who managed the account on that day: an internal tension stays between this person and the sponsor.
    kam = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    side = models.CharField(_("where"), max_length=8, choices=TensionSide)
    level = models.CharField(_("how pressing"), max_length=8, choices=TensionLevel)
    said = models.TextField(_("what was said"), max_length=4000)
    contact = models.ForeignKey(
        Contact,
        verbose_name=_("by whom"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tensions",
    )
    said_by = models.CharField(_("by somebody else"), max_length=120, blank=True)
    is_shielded = models.BooleanField(
        _("the sponsor answers the client, the KAM reads along"), default=False
    )
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    contact_due_on = models.DateField(editable=False)
    taken_in_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    taken_in_at = models.DateTimeField(null=True, blank=True, editable=False)
    contacted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    contacted_at = models.DateTimeField(null=True, blank=True, editable=False)
    stage = models.CharField(
        _("stage"), max_length=12, choices=TensionStage, default=TensionStage.OPEN
    )
    stage_since = models.DateTimeField(default=timezone.now, editable=False)
    next_update_on = models.DateField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    learnt = models.CharField(_("what was learnt"), max_length=300, blank=True)

    objects = TensionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tension")
        constraints = [
            models.CheckConstraint(
                condition=~Q(said=""), name="%(app_label)s_%(class)s_says_something"
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(said_by=""),
                name="%(app_label)s_%(class)s_said_by_one",
            ),
            models.CheckConstraint(
                condition=Q(side=TensionSide.CLIENT)
                | Q(
                    pairing__isnull=False,
                    kam__isnull=False,
                    contact__isnull=True,
                    is_shielded=False,
                ),
                name="%(app_label)s_%(class)s_internal_in_a_tandem",
            ),
            models.CheckConstraint(
                condition=Q(is_shielded=False)
                | Q(pairing__isnull=False)
                | Q(taken_in_by__isnull=False),
                name="%(app_label)s_%(class)s_shield_has_a_sponsor",
            ),
            models.CheckConstraint(
                condition=Q(taken_in_by__isnull=True, taken_in_at__isnull=True)
                | Q(taken_in_by__isnull=False, taken_in_at__isnull=False),
                name="%(app_label)s_%(class)s_taken_in_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(contacted_by__isnull=True, contacted_at__isnull=True)
                | Q(contacted_by__isnull=False, contacted_at__isnull=False),
                name="%(app_label)s_%(class)s_contacted_by_someone",
            ),
            # A CHECK that comes out NULL passes, so both ways name isnull.
            models.CheckConstraint(
                condition=(
                    Q(stage__in=CLOSED_STAGES, closed_at__isnull=False)
                    & Q(next_update_on__isnull=True)
                    & ~Q(learnt="")
                )
                | (
                    ~Q(stage__in=CLOSED_STAGES)
                    & Q(closed_at__isnull=True, next_update_on__isnull=False, learnt="")
                ),
                name="%(app_label)s_%(class)s_closed_with_a_line",
            ),
        ]
        indexes = [
            # The account page, the brief, and whether an urgent one is open.
            models.Index(fields=["account", "closed_at"], name="tension_by_account"),
            # The list of open ones, what waits for a person, and the number in the cockpit.
            models.Index(
                fields=["stage", "level", "stage_since"],
                condition=Q(closed_at__isnull=True),
                name="tension_open",
            ),
            # The list of past ones, the newest first.
            models.Index(
                fields=["-closed_at"],
                condition=Q(closed_at__isnull=False),
                name="tension_closed",
            ),
            # Reminders: a first contact, or an update, that is due.
            models.Index(
                fields=["contact_due_on"],
                condition=Q(closed_at__isnull=True, contacted_at__isnull=True),
                name="tension_uncontacted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_level_display()}"

    def get_absolute_url(self) -> str:
        return reverse("sponsors:tension_detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.stage not in CLOSED_STAGES

    @property
    def is_with_client(self) -> bool:
        return self.side == TensionSide.CLIENT

    @property
    def speaker(self) -> str:
        """By whom it was said, as far as anybody noted."""
        return self.contact.full_name if self.contact else self.said_by

    def tandem(self) -> list[User]:
        """Return the KAM and the sponsor who care for it now; of an internal one only those of then."""
        now = [person for person in (self.account.kam, self.account.sponsor_person) if person]
        if self.is_with_client:
            return now
        then = {self.kam_id, self.pairing.sponsor.person_id if self.pairing else None}
        return [person for person in now if person.pk in then]


class TensionUpdate(models.Model):
    """One line of a tension's course: dated, by whom, and where it stood then. It is never changed."""

    tension = models.ForeignKey(Tension, on_delete=models.CASCADE, related_name="updates")
    event = models.CharField(max_length=8, choices=TensionEvent, default=TensionEvent.UPDATE)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("what is new"), max_length=4000, blank=True)
    stage = models.CharField(max_length=12, choices=TensionStage)
    level = models.CharField(max_length=8, choices=TensionLevel)

    class Meta:
        verbose_name = _("update of a tension")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(event__in=[TensionEvent.UPDATE, TensionEvent.CLOSED]) | ~Q(text=""),
                name="%(app_label)s_%(class)s_says_something",
            ),
        ]
        indexes = [
            # The course of one tension.
            models.Index(fields=["tension", "at"], name="tension_course"),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} · {self.get_stage_display()}"


def stretches(updates: Iterable[TensionUpdate], *, at: datetime) -> list[Stretch]:
    """Return how long a tension stood in each stage, from its course in order; a closed stage lasts no time."""
    marks: list[tuple[str, date]] = []
    for row in updates:
        if not marks or marks[-1][0] != row.stage:
            marks.append((row.stage, timezone.localdate(row.at)))
    ends = [day for _stage, day in marks[1:]] + [timezone.localdate(at)]
    return [
        Stretch(
            TensionStage(stage),
            max((end - start) // timedelta(days=1), 0),
            is_now=place == len(marks) - 1,
        )
        for place, ((stage, start), end) in enumerate(zip(marks, ends, strict=True))
        if stage not in CLOSED_STAGES
    ]


def has_urgent_tension(account: KeyAccount, on: date) -> bool:
    """Whether an urgent tension with the client is open on that day: the sponsor may act at once (R7)."""
    return Tension.objects.urgent_on(on).filter(account=account).exists()
