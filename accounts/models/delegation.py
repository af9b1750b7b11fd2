"""Delegations: an executive's assistants, and a KAM's deputies."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import DateField, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import DelegationKind
from accounts.models.base import Addressed
from accounts.models.user import User
from accounts.prepared import Given, Prepared


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Who may act for whom, and when."""

    def standing(self, on: date | Given) -> Self:
        """Those that nobody has ended and whose last day is not over: running, or ahead."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), ended_at__isnull=True)

    def running(self, on: date | Given) -> Self:
        """Those that give rights on that day: both are active, and an assistant's giver is an executive.

        A deputy's rights are those of the accounts that the giver manages now, and so need no more here.
        """
        is_held = Q(kind=DelegationKind.DEPUTY) | Q(of__is_executive=True)
        return self.standing(on).filter(
            is_held, from_day__lte=on, of__is_active=True, to__is_active=True
        )

    def executives_of(self, assistant: User | Given, on: date | Given | None = None) -> Self:
        """The delegations by which a person is an assistant on that day, or today."""
        running = self.running(on or timezone.localdate())
        return running.filter(kind=DelegationKind.ASSISTANT, to=assistant)

    def kams_of(self, deputy: User | Given, on: date | Given | None = None) -> Self:
        """The delegations by which a person is a deputy on that day, or today."""
        running = self.running(on or timezone.localdate())
        return running.filter(kind=DelegationKind.DEPUTY, to=deputy)

    def visible_to(self, user: User) -> Self:
        """One's own, given and received; all for leads."""
        if not user.is_active:
            return self.none()
        return self if user.is_lead else self.filter(Q(of=user) | Q(to=user))

    def with_people(self) -> Self:
        return self.select_related("of", "to", "given_by")


class Delegation(Addressed):
    """An executive lets an assistant plan and log for them, or a KAM lets a deputy stand in."""

    of = models.ForeignKey(
        User, verbose_name=_("of"), on_delete=models.PROTECT, related_name="delegations_given"
    )
    to = models.ForeignKey(
        User, verbose_name=_("to"), on_delete=models.PROTECT, related_name="delegations_held"
    )
    kind = models.CharField(_("as"), max_length=10, choices=DelegationKind)
    from_day = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    in_copy = models.BooleanField(
        _("gets my e-mails on meetings ahead and missing debriefs in copy"), default=False
    )
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DelegationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("delegation")
        constraints = [
            models.CheckConstraint(
                condition=~Q(of=models.F("to")), name="%(app_label)s_%(class)s_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("from_day")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(in_copy=False) | Q(kind="assistant"),
                name="%(app_label)s_%(class)s_copies_for_assistants",
            ),
        ]
        indexes = [
            # For whom a person acts: asked behind every door.
            models.Index(
                fields=["to", "kind"],
                condition=Q(ended_at__isnull=True),
                name="delegation_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to} · {self.of} · {self.get_kind_display()}"


@Prepared
def held_by() -> Any:
    """For whom a person acts on a day, and as what."""
    running = Delegation.objects.running(Given("on", DateField()))
    return running.filter(to=Given("person")).values_list("kind", "of")


def acts_for(user: User, kind: DelegationKind) -> frozenset[int]:
    """Return the keys of those for whom a person is an assistant, or a deputy, today.

    Both kinds are asked for at once, and once for each reading of the person.
    """
    held: dict[str, frozenset[int]] | None = user.__dict__.get("_acts_for")
    if held is None:
        pairs = held_by(person=user.pk, on=timezone.localdate())
        held = {
            one: frozenset(of for kept, of in pairs if kept == one) for one in DelegationKind.values
        }
        user.__dict__["_acts_for"] = held
    return held[kind]
