"""Events at the client, and those outside business to which we invite or of which we tell."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import BUSINESS_EVENTS, ClientEventKind, EventPart
from accounts.models.base import Addressed
from accounts.models.contact import Contact
from accounts.models.key_account import KeyAccount
from accounts.models.user import User


class ClientEventQuerySet(models.QuerySet["ClientEvent"]):
    """Client events, as the programme speaks of them."""

    def business(self) -> Self:
        """What one would have liked to know early."""
        return self.filter(kind__in=BUSINESS_EVENTS)

    def outside_business(self) -> Self:
        return self.filter(kind=ClientEventKind.OUTSIDE)

    def public(self) -> Self:
        return self.business().filter(public_on__isnull=False)

    def not_public(self) -> Self:
        """What we know and others do not yet."""
        return self.business().filter(public_on__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Those of the accounts one may open."""
        return self.filter(account__in=KeyAccount.objects.visible_to(user))


class ClientEvent(Addressed):
    """Something at the client that one would have liked to know early, or something outside business."""

    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="client_events")
    kind = models.CharField(_("kind"), max_length=16, choices=ClientEventKind)
    text = models.CharField(_("what"), max_length=280)
    known_on = models.DateField(_("known to us on"))
    public_on = models.DateField(_("public on"), null=True, blank=True)
    # Who told us; outside business, whom we invite or tell.
    contact = models.ForeignKey(
        Contact,
        verbose_name=_("contact"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField(_("source"), max_length=120, blank=True, default="", db_default="")
    happens_on = models.DateField(_("takes place on"), null=True, blank=True)
    our_part = models.CharField(
        _("our part"), max_length=8, choices=EventPart, blank=True, default="", db_default=""
    )
    what_we_did = models.CharField(
        _("what we did"), max_length=300, blank=True, default="", db_default=""
    )
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    entered_on = models.DateField(editable=False)

    objects = ClientEventQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("client event")
        ordering = ["-known_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_on__isnull=True) | Q(public_on__gte=F("known_on")),
                name="%(app_label)s_%(class)s_known_before_public",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="outside", happens_on__isnull=False, public_on__isnull=True, source="")
                    & ~Q(our_part="")
                )
                | (~Q(kind="outside") & Q(happens_on__isnull=True, our_part="")),
                name="%(app_label)s_%(class)s_outside_business_apart",
            ),
        ]
        indexes = [
            # The events of an account, newest first; early access of a season.
            models.Index(fields=["account", "-known_on"], name="client_event_by_account"),
            # The events of all accounts, newest first.
            models.Index(fields=["-known_on", "-id"], name="client_event_by_day"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("accounts:client_event_detail", args=[self.public_id])

    @property
    def is_outside(self) -> bool:
        return self.kind == ClientEventKind.OUTSIDE

    @property
    def days_before(self) -> int | None:
        """How many days we knew of it before everybody did."""
        return (self.public_on - self.known_on).days if self.public_on else None
