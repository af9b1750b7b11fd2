"""The rhythm that the two of a tandem agreed on."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import TeamMember, User
from accounts.models.base import Addressed
from accounts.prepared import Given
from sponsors.choices import OFTEN, Every, PairingStatus, RhythmState
from sponsors.models.pairing import Pairing
from sponsors.rhythm import Target

S = RhythmState
DEFAULT = Target()


class RhythmTargetQuerySet(models.QuerySet["RhythmTarget"]):
    """Rhythms, as the programme speaks of them."""

    def in_force(self) -> Self:
        return self.filter(state=S.IN_FORCE)

    def proposed(self) -> Self:
        return self.filter(state=S.PROPOSED)

    def visible_to(self, user: User) -> Self:
        """Whoever sees the pairing."""
        return self.filter(pairing__in=Pairing.objects.visible_to(user))

    def with_people(self) -> Self:
        return self.select_related(
            "pairing__account", "pairing__sponsor__person", "pairing__kam", "proposed_by"
        )

    def waiting_for(self, user: User | Given) -> Self:
        """Those that the other of the two proposed to this person: as the account's KAM now, or as the sponsor."""
        managed = TeamMember.objects.kam_of(user).values("account")
        return (
            self.proposed()
            .filter(pairing__status=PairingStatus.ACTIVE)
            .filter(Q(pairing__account__in=managed) | Q(pairing__sponsor__person=user))
            .exclude(proposed_by=user)
        )


class RhythmTarget(Addressed):
    """How often the two of a tandem mean to meet each other and the client; without one, the usual rhythm holds."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="rhythm_targets")
    state = models.CharField(max_length=10, choices=RhythmState, default=S.PROPOSED)
    exchange = models.PositiveSmallIntegerField(
        _("the two talk"), choices=Every, default=DEFAULT.exchange
    )
    client = models.PositiveSmallIntegerField(
        _("a meeting with a top executive of the client"), choices=Every, default=DEFAULT.client
    )
    face_to_face = models.PositiveSmallIntegerField(
        _("one of these face to face"), choices=Every, default=DEFAULT.face_to_face
    )
    review = models.PositiveSmallIntegerField(
        _("an account review"), choices=Every, default=DEFAULT.review
    )
    first_within = models.PositiveSmallIntegerField(
        _("first meeting of the two, days after the start"), default=DEFAULT.first_within
    )
    word = models.CharField(_("why"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(editable=False)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = RhythmTargetQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("rhythm")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"],
                condition=Q(state="in_force"),
                name="%(app_label)s_%(class)s_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["pairing"],
                condition=Q(state="proposed"),
                name="%(app_label)s_%(class)s_one_proposed",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{lane}__in": offered for lane, offered in OFTEN.items()}),
                name="%(app_label)s_%(class)s_as_often_as_offered",
            ),
            models.CheckConstraint(
                condition=Q(first_within__range=(1, 90)),
                name="%(app_label)s_%(class)s_first_within_three_months",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[S.PROPOSED, S.WITHDRAWN],
                    answered_by__isnull=True,
                    answered_at__isnull=True,
                )
                | Q(
                    state__in=[S.IN_FORCE, S.REPLACED, S.DECLINED],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
                name="%(app_label)s_%(class)s_answered_when_it_holds",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("proposed_by")),
                name="%(app_label)s_%(class)s_answered_by_the_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing}: {self.exchange}, {self.client}, {self.face_to_face}, {self.review}"

    @property
    def is_proposed(self) -> bool:
        return self.state == S.PROPOSED

    @property
    def target(self) -> Target:
        """What it says, as plain data."""
        return Target(self.exchange, self.client, self.face_to_face, self.review, self.first_within)
