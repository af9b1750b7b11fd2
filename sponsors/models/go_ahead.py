"""Go-aheads: what a sponsor asks the KAM before acting towards the client, and the answer."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Absence, Contact, Delegation, KeyAccount, TeamMember, User
from accounts.models.base import Addressed
from accounts.prepared import Given
from sponsors.choices import ANSWER_WITHIN, ANSWERS, YES, GoAheadState, Mode, PairingStatus, Way
from sponsors.models.interaction import Interaction
from sponsors.models.pairing import Pairing

S = GoAheadState


class GoAheadQuerySet(models.QuerySet["GoAhead"]):
    """Requests for a go-ahead, as the two of a tandem speak of them."""

    def open(self) -> Self:
        return self.filter(state=S.OPEN)

    def agreed(self) -> Self:
        return self.filter(state__in=YES)

    def waiting_for(self, kam: User | Given) -> Self:
        """Those that wait for this person's word, as the KAM of the account now."""
        return self.open().filter(account__in=TeamMember.objects.kam_of(kam).values("account"))

    def coming_to(self, deputy: User) -> Self:
        """The open ones that a KAM's deputy may read; whether it is time to answer, the rules say."""
        return self.open().filter(comes_to_deputy(deputy))

    def of_sponsor(self, person: User) -> Self:
        """Those of the pairings in which the person is the sponsor now."""
        return self.filter(pairing__sponsor__person=person, pairing__status=PairingStatus.ACTIVE)

    def visible_to(self, user: User) -> Self:
        """The two alone; the KAM's deputy in time; a lead, once one of the two has brought it (R7)."""
        if not user.is_active:
            return self.none()
        own = self.of_the_two(user) | self.filter(comes_to_deputy(user))
        return own | self.filter(brought_at__isnull=False) if user.is_lead else own

    def of_the_two(self, person: User | Given) -> Self:
        """Those of which the person is one of the two now."""
        managed = TeamMember.objects.kam_of(person).values("account")
        return self.filter(
            Q(account__in=managed)
            | Q(pairing__sponsor__person=person, pairing__status=PairingStatus.ACTIVE)
        )

    def ahead(self, on: date | Given) -> Self:
        return self.filter(day__gte=on)

    def with_people(self) -> Self:
        """Bring along account, sponsor, whom it is about and who answered."""
        joined = self.select_related(
            "account", "pairing__sponsor__person", "answered_by", "answered_for"
        )
        return joined.prefetch_related("contacts")


def comes_to_deputy(
    user: User | Given, on: date | Given | None = None, since: datetime | Given | None = None
) -> Q:
    """What a KAM's deputy may read: what has waited for two days, or at once where the KAM is away; and own answers.

    Never what the person, or an executive whom the person assists, has asked.
    """
    on = on or timezone.localdate()
    since = since or timezone.now() - timedelta(days=ANSWER_WITHIN)
    deputised = TeamMember.objects.stood_in_by(user, on)
    away = deputised.filter(person__in=Absence.objects.on(on).values("person"))
    waits = Q(state=S.OPEN) & (Q(asked_at__lte=since) | Q(account__in=away.values("account")))
    asking = Delegation.objects.executives_of(user, on).values("of")
    return (
        Q(account__in=deputised.values("account"))
        & (waits | Q(answered_by=user))
        & ~Q(pairing__sponsor__person=user)
        & ~Q(pairing__sponsor__person__in=asking)
    )


class GoAhead(Addressed):
    """What a sponsor asks the KAM before acting: these people, these topics, that day."""

    account = models.ForeignKey(KeyAccount, on_delete=models.PROTECT, related_name="go_aheads")
    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="go_aheads")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    contacts: "models.ManyToManyField[Contact, GoAheadContact]" = models.ManyToManyField(
        Contact, through="GoAheadContact", related_name="+"
    )
    topics = models.CharField(_("topics"), max_length=200)
    why = models.CharField(_("why"), max_length=300, blank=True)
    day = models.DateField(_("when"))
    mode = models.CharField(_("how"), max_length=12, choices=Mode, default=Mode.UNKNOWN)
    # What is asked for: these people and these topics, as `action_of` puts it.
    action = models.CharField(max_length=64, editable=False)
    interaction = models.ForeignKey(
        Interaction, null=True, blank=True, on_delete=models.PROTECT, related_name="go_aheads"
    )
    # The line of that interaction when it was asked.
    about = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(max_length=20, choices=GoAheadState, default=S.OPEN)
    advice = models.TextField(_("advice"), max_length=2000, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    other_day = models.DateField(_("another day"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # The KAM for whom a deputy answered.
    answered_for = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    way = models.CharField(max_length=8, choices=Way, blank=True, editable=False)
    brought_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    brought_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GoAheadQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("go-ahead")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "action"],
                condition=Q(state="open"),
                name="%(app_label)s_%(class)s_one_open_for_an_action",
            ),
            models.UniqueConstraint(
                fields=["interaction"],
                condition=Q(state="open"),
                name="%(app_label)s_%(class)s_one_open_for_an_interaction",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERS, answered_by__isnull=False, answered_at__isnull=False)
                | (~Q(state__in=ANSWERS) & Q(answered_by__isnull=True, answered_at__isnull=True)),
                name="%(app_label)s_%(class)s_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_for__isnull=True) | Q(answered_by__isnull=False),
                name="%(app_label)s_%(class)s_answered_for_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed_with_advice") & ~Q(advice="")
                | ~Q(state="agreed_with_advice") & Q(advice=""),
                name="%(app_label)s_%(class)s_advice_with_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(state="not_now") & ~Q(reason="")
                | ~Q(state="not_now") & Q(reason="", other_day__isnull=True),
                name="%(app_label)s_%(class)s_reason_with_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERS) | Q(way=""),
                name="%(app_label)s_%(class)s_way_of_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(brought_by__isnull=True, brought_at__isnull=True)
                | Q(brought_by__isnull=False, brought_at__isnull=False),
                name="%(app_label)s_%(class)s_brought_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(topics="") & ~Q(action=""),
                name="%(app_label)s_%(class)s_about_something",
            ),
        ]
        indexes = [
            # What waits for a KAM, and how many wait in all: home page, cockpit.
            models.Index(fields=["account"], condition=Q(state="open"), name="go_ahead_open"),
            # Whether a yes covers what is planned or logged.
            models.Index(fields=["pairing", "day", "state"], name="go_ahead_by_day"),
        ]

    def __str__(self) -> str:
        return self.topics

    def get_absolute_url(self) -> str:
        return reverse("sponsors:go_ahead_detail", args=[self.public_id])

    @property
    def answerer(self) -> str:
        """Return who answered, and for whom."""
        facts = {"name": self.answered_by, "other": self.answered_for}
        return (
            gettext("%(name)s for %(other)s") % facts
            if self.answered_for
            else str(self.answered_by)
        )

    @property
    def is_open(self) -> bool:
        return self.state == S.OPEN

    @property
    def is_yes(self) -> bool:
        return self.state in YES


class GoAheadContact(models.Model):
    """A contact whom a go-ahead is about."""

    go_ahead = models.ForeignKey(GoAhead, on_delete=models.CASCADE, related_name="named")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="go_aheads")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["go_ahead", "contact"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.contact)
