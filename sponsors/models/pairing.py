"""Pairings: sponsors' formal engagements to key accounts."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import KeyAccount, TeamMember, User
from accounts.models.base import Addressed
from accounts.prepared import Given
from sponsors.choices import IN_PREPARATION, OPEN, UNANSWERED, Departure, EndReason, PairingStatus
from sponsors.models.charter import Charter
from sponsors.models.sponsor import PLACES, Sponsor

S = PairingStatus


class PairingQuerySet(models.QuerySet["Pairing"]):
    """Pairings, as the programme speaks of them."""

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def active(self) -> Self:
        return self.filter(status=S.ACTIVE)

    def in_preparation(self) -> Self:
        return self.filter(status__in=IN_PREPARATION)

    def unanswered(self) -> Self:
        """Proposals that wait for the KAM's or the sponsor's word."""
        return self.filter(status__in=UNANSWERED)

    def in_conflict(self) -> Self:
        """Running pairings whose sponsor stands in the KAM's reporting line."""
        return self.filter(conflict_since__isnull=False)  # only open ones can be marked

    def departing(self) -> Self:
        """Open pairings whose sponsor left general management or the company, or stops."""
        return self.filter(status__in=OPEN, departure_since__isnull=False)

    def without_their_kam(self) -> Self:
        """Open pairings whose KAM has left the company, and no other is named."""
        return self.filter(kam_left_since__isnull=False)  # only open ones can be marked

    def silent(self) -> Self:
        """Tandems that have not talked, or not met their client, for long; `mark_silence` says so."""
        return self.filter(silent_since__isnull=False)  # only active ones can be marked

    def visible_to(self, user: User) -> Self:
        """The account's KAM, the sponsor from the KAM's yes on, and leads (R6)."""
        if not user.is_active:
            return self.none()
        return self if user.is_lead else self.known_to(user)

    def known_to(self, person: User | Given) -> Self:
        """Those in which the person is the KAM, or a sponsor who has heard of it."""
        managed = TeamMember.objects.kam_of(person).values("account")
        heard = self.model.STATES_THE_SPONSOR_HEARS_OF
        return self.filter(
            Q(account__in=managed)
            | Q(kam=person)
            | Q(sponsor__person=person, status__in=heard)
            | Q(sponsor__person=person, kam_agreed_at__isnull=False)
        )

    def running_for(self, person: User) -> Self:
        """The running ones of whose two the person is one now."""
        managed = TeamMember.objects.kam_of(person).values("account")
        return self.active().filter(Q(account__in=managed) | Q(sponsor__person=person))

    def with_people(self) -> Self:
        return self.select_related("account", "sponsor__person", "kam")


class Pairing(Addressed):
    """One executive sponsor working with one key account."""

    STATES_THE_SPONSOR_HEARS_OF = (S.KAM_AGREED, S.AGREED, S.ACTIVE, S.ENDED)

    account = models.ForeignKey(KeyAccount, on_delete=models.PROTECT, related_name="pairings")
    sponsor = models.ForeignKey(Sponsor, on_delete=models.PROTECT, related_name="pairings")
    kam = models.ForeignKey(
        User,
        verbose_name=_("KAM"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The account's KAM when the pairing was proposed or agreed."),
    )
    status = models.CharField(max_length=10, choices=PairingStatus, default=S.PROPOSED)
    slot = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    word_to_the_kam = models.CharField(_("a word to the KAM"), max_length=300, blank=True)
    kam_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    kam_charter = models.ForeignKey(
        Charter, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    sponsor_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sponsor_charter = models.ForeignKey(
        Charter, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # Where the reporting line is not known, each says when agreeing that neither reports to the other (R4).
    kam_says_apart = models.BooleanField(default=False, editable=False)
    sponsor_says_apart = models.BooleanField(default=False, editable=False)
    starts_on = models.DateField(
        _("start day"), help_text=_("It waits for this day, or for the predecessor's end.")
    )
    term_months = models.PositiveSmallIntegerField(_("term in months"), default=36)
    started_on = models.DateField(null=True, blank=True, editable=False)
    ended_on = models.DateField(null=True, blank=True, editable=False)
    end_reason = models.CharField(_("reason"), max_length=16, choices=EndReason, blank=True)
    closing_note = models.CharField(_("in a sentence"), max_length=300, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    conflict_since = models.DateTimeField(null=True, blank=True, editable=False)
    conflict_path = models.JSONField(default=list, blank=True, editable=False)
    departure = models.CharField(
        max_length=16, choices=Departure, blank=True, db_default="", default="", editable=False
    )
    departure_since = models.DateTimeField(null=True, blank=True, editable=False)
    kam_left_since = models.DateTimeField(null=True, blank=True, editable=False)
    # The day on which it was found silent; it follows from the interactions, and so has no history.
    silent_since = models.DateField(null=True, blank=True, editable=False)
    agreed_outside = models.BooleanField(_("agreed outside Tandem"), default=False, editable=False)

    objects = PairingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["silent_since"])

    class Meta:
        verbose_name = _("pairing")
        constraints = [
            # A CHECK that comes out NULL passes, so both ways name isnull (R1).
            models.CheckConstraint(
                condition=Q(status__in=OPEN, slot__isnull=False, slot__gte=1, slot__lte=PLACES)
                | (~Q(status__in=OPEN) & Q(slot__isnull=True)),
                name="%(app_label)s_%(class)s_slot_while_open",
            ),
            models.UniqueConstraint(
                fields=["sponsor", "slot"],
                condition=Q(slot__isnull=False),
                name="%(app_label)s_%(class)s_three_open_per_sponsor",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(status="active"),
                name="%(app_label)s_%(class)s_one_active_per_account",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(status__in=IN_PREPARATION),
                name="%(app_label)s_%(class)s_one_in_preparation_per_account",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.ACTIVE, S.ENDED]) | Q(started_on__isnull=False),
                name="%(app_label)s_%(class)s_started_when_active",
            ),
            models.CheckConstraint(
                condition=Q(status=S.ENDED, ended_on__isnull=False)
                | (~Q(status=S.ENDED) & Q(ended_on__isnull=True)),
                name="%(app_label)s_%(class)s_end_day_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(agreed_outside=True)
                | ~Q(status__in=[S.AGREED, S.ACTIVE, S.ENDED])
                | Q(
                    kam_agreed_at__isnull=False,
                    sponsor_agreed_at__isnull=False,
                    kam_charter__isnull=False,
                    sponsor_charter__isnull=False,
                ),
                name="%(app_label)s_%(class)s_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=(Q(kam_says_apart=False) | Q(kam_agreed_at__isnull=False))
                & (Q(sponsor_says_apart=False) | Q(sponsor_agreed_at__isnull=False)),
                name="%(app_label)s_%(class)s_said_apart_when_agreed",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(status=S.KAM_AGREED)
                    | Q(kam_agreed_at__isnull=False, kam_charter__isnull=False)
                )
                & (Q(sponsor_agreed_at__isnull=True) | Q(kam_agreed_at__isnull=False)),
                name="%(app_label)s_%(class)s_the_kam_agrees_first",
            ),
            models.CheckConstraint(
                condition=Q(status__in=PairingStatus.values),
                name="%(app_label)s_%(class)s_known_status",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.DECLINED, S.WITHDRAWN])
                | (Q(started_on__isnull=True) & ~Q(closing_note="")),
                name="%(app_label)s_%(class)s_refused_before_active",
            ),
            models.CheckConstraint(
                condition=Q(conflict_since__isnull=True, kam_left_since__isnull=True)
                | Q(slot__isnull=False),
                name="%(app_label)s_%(class)s_marked_while_open",
            ),
            models.CheckConstraint(
                condition=Q(silent_since__isnull=True) | Q(status=S.ACTIVE),
                name="%(app_label)s_%(class)s_silent_while_active",
            ),
            models.CheckConstraint(
                condition=Q(departure="", departure_since__isnull=True)
                | (Q(status__in=OPEN, departure_since__isnull=False) & ~Q(departure="")),
                name="%(app_label)s_%(class)s_departure_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(term_months__gte=12), name="%(app_label)s_%(class)s_term_of_a_year"
            ),
        ]
        indexes = [
            # Work lists of the cockpit and of the pairings page.
            models.Index(fields=["status", "account"], name="pairing_by_status"),
            # The few in conflict: home and cockpit of a lead.
            models.Index(
                fields=["conflict_since"],
                condition=Q(conflict_since__isnull=False),
                name="pairing_in_conflict",
            ),
            # Those whose sponsor leaves, and those whose KAM has left: the same.
            models.Index(
                fields=["departure_since"],
                condition=Q(departure_since__isnull=False),
                name="pairing_departing",
            ),
            models.Index(
                fields=["kam_left_since"],
                condition=Q(kam_left_since__isnull=False),
                name="pairing_without_its_kam",
            ),
            # The silent tandems of the cockpit, those silent for longest first.
            models.Index(
                fields=["silent_since", "started_on", "id"],
                condition=Q(silent_since__isnull=False),
                name="pairing_silent_for_long",
            ),
            # The pairings of a sponsor, and those of an account.
            models.Index(fields=["sponsor", "status"], name="pairing_by_sponsor"),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.sponsor}"

    def get_absolute_url(self) -> str:
        return reverse("sponsors:pairing_detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_running(self) -> bool:
        return self.status == S.ACTIVE

    @property
    def is_in_preparation(self) -> bool:
        return self.status in IN_PREPARATION

    def ran_on(self, day: date) -> bool:
        """Whether it was active on that day."""
        return (
            self.started_on is not None
            and self.started_on <= day
            and (self.ended_on is None or day <= self.ended_on)
        )


class PairingTerm(models.Model):
    """A stretch of engagement: the first, or one that a renewal added."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField(default=1)
    months = models.PositiveSmallIntegerField(_("months"), default=36)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("term")
        ordering = ["pairing", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "number"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=12), name="%(app_label)s_%(class)s_a_year_at_least"
            ),
        ]
        indexes = [
            # Terms that end soon: reminders and the cockpit.
            models.Index(fields=["ends_on"], name="term_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"
