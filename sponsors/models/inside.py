"""What the two do for each other inside the tandem: introductions, requests to the committee, the yearly alignment check."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Contact, KeyAccount, TeamMember, User
from accounts.models.base import Addressed
from sponsors.choices import CommitteeOutcome, IntroductionState
from sponsors.models.pairing import Pairing, PairingQuerySet

S = IntroductionState


def tandems_open_to(person: User) -> PairingQuerySet:
    """Return the running pairings inside which the person may look: those of the two of now, and for leads all."""
    if not person.is_active:
        return Pairing.objects.none()
    if person.is_lead:
        return Pairing.objects.active()
    managed = TeamMember.objects.kam_of(person).values("account")
    return Pairing.objects.active().filter(Q(account__in=managed) | Q(sponsor__person=person))


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    """Introductions, as the programme speaks of them."""

    def open(self) -> Self:
        return self.filter(state=S.ASKED)

    def standing(self) -> Self:
        """Those that are asked for or took place: neither refused nor withdrawn."""
        return self.filter(state__in=[S.ASKED, S.DONE])

    def visible_to(self, user: User) -> Self:
        """Those of the tandems into which one may look: the two, and leads."""
        return self.filter(pairing__in=tandems_open_to(user))

    def known_to(self, user: User) -> Self:
        """The facts, without a word on why or why not: whoever may open the account."""
        return self.filter(pairing__account__in=KeyAccount.objects.visible_to(user))

    def with_people(self) -> Self:
        return self.select_related(
            *("contact", "colleague", "introduced_by", "pairing__account", "pairing__kam"),
            "pairing__sponsor__person",
        )


class Introduction(Addressed):
    """The sponsor brings a contact and one of us together: asked for by the KAM, or simply done."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="introductions")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="introductions")
    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("what it is for"), max_length=200, blank=True)
    state = models.CharField(max_length=14, choices=IntroductionState, default=S.ASKED)
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    introduced_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    introduced_on = models.DateField(_("on"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    reason = models.CharField(_("why it is not possible"), max_length=300, blank=True)

    objects = IntroductionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("introduction")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "contact", "colleague"],
                condition=Q(state="asked"),
                name="%(app_label)s_%(class)s_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state=S.DONE, introduced_by__isnull=False, introduced_on__isnull=False)
                | (
                    ~Q(state=S.DONE)
                    & Q(introduced_by__isnull=True, introduced_on__isnull=True, outcome="")
                ),
                name="%(app_label)s_%(class)s_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(state=S.NOT_POSSIBLE) & ~Q(reason=""))
                | (~Q(state=S.NOT_POSSIBLE) & Q(reason="")),
                name="%(app_label)s_%(class)s_not_possible_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} – {self.colleague}"

    @property
    def is_open(self) -> bool:
        return self.state == S.ASKED

    @property
    def is_done(self) -> bool:
        return self.state == S.DONE


class CommitteeRequestQuerySet(models.QuerySet["CommitteeRequest"]):
    """Requests to the executive committee, as the programme speaks of them."""

    def open(self) -> Self:
        return self.filter(outcome="")

    def visible_to(self, user: User) -> Self:
        """The two, and leads."""
        return self.filter(pairing__in=tandems_open_to(user))

    def with_people(self) -> Self:
        return self.select_related("pairing__account", "pairing__kam", "pairing__sponsor__person")


class CommitteeRequest(Addressed):
    """What the KAM asks the sponsor to carry to the executive committee, and what it answered."""

    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, related_name="committee_requests"
    )
    title = models.CharField(_("what is asked"), max_length=160)
    why = models.TextField(_("why"), max_length=1000, blank=True)
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    carried_on = models.DateField(_("carried to the committee on"), null=True, blank=True)
    outcome = models.CharField(
        _("what the committee says"), max_length=10, choices=CommitteeOutcome, blank=True
    )
    line = models.CharField(_("in one line"), max_length=300, blank=True)
    closed_on = models.DateField(null=True, blank=True, editable=False)

    objects = CommitteeRequestQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("request to the executive committee")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="%(app_label)s_%(class)s_asks_something"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_on__isnull=True)
                | (~Q(outcome="") & Q(closed_on__isnull=False)),
                name="%(app_label)s_%(class)s_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "withdrawn"]) | Q(carried_on__isnull=False),
                name="%(app_label)s_%(class)s_carried_before_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return not self.outcome


class AlignmentCheckQuerySet(models.QuerySet["AlignmentCheck"]):
    """Alignment checks, as the programme speaks of them."""

    def open(self) -> Self:
        return self.filter(signed_on__isnull=True)

    def signed(self) -> Self:
        return self.filter(signed_on__isnull=False)

    def visible_to(self, user: User) -> Self:
        """The two, and leads."""
        return self.filter(pairing__in=tandems_open_to(user))


class AlignmentCheck(Addressed):
    """Once a year: the account's objectives beside the company's, signed by both."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="alignment_checks")
    company_year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    company_text = models.TextField(_("the company’s objectives"), max_length=2000, blank=True)
    objectives = models.TextField(_("the account’s objectives"), max_length=1200)
    gap = models.TextField(_("where they pull apart"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    kam = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    kam_signed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sponsor_signed_at = models.DateTimeField(null=True, blank=True, editable=False)
    signed_on = models.DateField(null=True, blank=True, editable=False)

    objects = AlignmentCheckQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("alignment check")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"],
                condition=Q(signed_on__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(objectives=""), name="%(app_label)s_%(class)s_says_something"
            ),
            models.CheckConstraint(
                condition=Q(kam__isnull=True, kam_signed_at__isnull=True)
                | Q(kam__isnull=False, kam_signed_at__isnull=False),
                name="%(app_label)s_%(class)s_signed_by_a_kam",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True)
                | Q(kam_signed_at__isnull=False, sponsor_signed_at__isnull=False),
                name="%(app_label)s_%(class)s_signed_by_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} · {self.company_year or self.written_at.year}"

    @property
    def lines(self) -> list[str]:
        """The account's objectives, one a line."""
        return [line for line in self.objectives.splitlines() if line.strip()]

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None
