"""What makes an engagement go on: renewals, and hand-overs from one sponsor or one KAM to the next."""

from collections.abc import Callable
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import KeyAccount, TeamMember, User
from accounts.models.base import Addressed
from accounts.prepared import Given
from sponsors.choices import HandOverKind, HandOverState, RenewalState
from sponsors.models.pairing import Pairing

R, H = RenewalState, HandOverState


class RenewalQuerySet(models.QuerySet["Renewal"]):
    """Renewals, as the programme speaks of them."""

    def open(self) -> Self:
        return self.filter(state=R.OPEN)

    def visible_to(self, user: User) -> Self:
        """Whoever sees the pairing."""
        return self.filter(pairing__in=Pairing.objects.visible_to(user))

    def with_people(self) -> Self:
        return self.select_related(
            "pairing__account", "pairing__sponsor__person", "pairing__kam", "proposed_by"
        )

    def waiting_for(self, user: User | Given) -> Self:
        """Those to which this person has not said yes: as the account's KAM now, or as the sponsor."""
        managed = TeamMember.objects.kam_of(user).values("account")
        return self.open().filter(
            Q(pairing__account__in=managed, kam_agreed_at__isnull=True)
            | Q(pairing__sponsor__person=user, sponsor_agreed_at__isnull=True)
        )


class Renewal(Addressed):
    """Another term for a running pairing: offered, then agreed to by the KAM and by the sponsor."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="renewals")
    months = models.PositiveSmallIntegerField(_("months"), default=36)
    state = models.CharField(max_length=10, choices=RenewalState, default=R.OPEN)
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(editable=False)
    kam_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sponsor_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = RenewalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("renewal")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"],
                condition=Q(state="open"),
                name="%(app_label)s_%(class)s_one_open_for_a_pairing",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=12), name="%(app_label)s_%(class)s_a_year_at_least"
            ),
            models.CheckConstraint(
                condition=~Q(state=R.AGREED)
                | Q(kam_agreed_at__isnull=False, sponsor_agreed_at__isnull=False),
                name="%(app_label)s_%(class)s_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(state=R.OPEN, closed_at__isnull=True)
                | (~Q(state=R.OPEN) & Q(closed_at__isnull=False)),
                name="%(app_label)s_%(class)s_closed_when_not_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} + {self.months}"


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Hand-overs, as the programme speaks of them."""

    def open(self) -> Self:
        return self.filter(state=H.OPEN)

    def visible_to(self, user: User) -> Self:
        """The two until both have confirmed, then whoever sees the pairing that goes on; leads always."""
        if not user.is_active:
            return self.none()
        if user.is_lead:
            return self
        two = Q(from_person=user) | Q(to_person=user)
        return self.filter(Q(two, state=H.OPEN) | Q(pairing__in=Pairing.objects.visible_to(user)))

    def with_people(self) -> Self:
        return self.select_related("account", "from_person", "to_person", "pairing")

    def waiting_for(self, user: User | Given) -> Self:
        """Those that this person has not confirmed yet."""
        return self.open().filter(
            Q(from_person=user, from_confirmed_at__isnull=True)
            | Q(to_person=user, to_confirmed_at__isnull=True)
        )


class HandOver(Addressed):
    """What one sponsor or KAM leaves to the next on an account: both look at it together and confirm."""

    account = models.ForeignKey(KeyAccount, on_delete=models.PROTECT, related_name="hand_overs")
    pairing = models.ForeignKey(
        Pairing,
        on_delete=models.PROTECT,
        related_name="hand_overs",
        help_text=_("The pairing that goes on: the successor's, or the one whose KAM changes."),
    )
    kind = models.CharField(max_length=8, choices=HandOverKind)
    state = models.CharField(max_length=8, choices=HandOverState, default=H.OPEN)
    from_person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    word = models.TextField(_("a word to the next"), max_length=1000, blank=True)
    opened_at = models.DateTimeField(editable=False)
    from_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    to_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Given by ABSOLUTE_URL_OVERRIDES: the page stands on the top floor.
    get_absolute_url: Callable[[], str]

    objects = HandOverQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("hand-over")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=Q(state="open"),
                name="%(app_label)s_%(class)s_one_open_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(from_person=F("to_person")),
                name="%(app_label)s_%(class)s_between_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=H.DONE) | Q(to_confirmed_at__isnull=False),
                name="%(app_label)s_%(class)s_done_when_confirmed",
            ),
        ]
        indexes = [
            # The home page: what a person has still to confirm.
            models.Index(
                fields=["from_person"], condition=Q(state="open"), name="hand_over_from_open"
            ),
            models.Index(fields=["to_person"], condition=Q(state="open"), name="hand_over_to_open"),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.from_person} → {self.to_person}"

    def waits_for(self, person: User) -> bool:
        """Whether this person has still to confirm."""
        return self.state == H.OPEN and (
            (self.from_person_id == person.pk and self.from_confirmed_at is None)
            or (self.to_person_id == person.pk and self.to_confirmed_at is None)
        )
