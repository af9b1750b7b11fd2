"""Messages of the account plan: asked to endorse it, changed since, endorsed."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import TeamRole
from accounts.models import KeyAccount, Notification, TeamMember, User
from accounts.services.kinds import Message
from sponsorship.messages.base import About


class PlanNews(About):
    """Something about the plan of an account, for who has this seat on it now."""

    seat = TeamRole.SPONSOR
    waits_for_endorsement = True

    def __init__(self, label: Any, subject: Any, line: Any) -> None:
        self.label = label  # type: ignore[misc]  # one class, several labels
        self.subject, self.line = subject, line

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The accounts on which the reader has the seat."""
        seats = TeamMember.objects.current().filter(person=reader, role=self.seat)
        accounts = KeyAccount.objects.filter(pk__in=seats.values("account"), plan__isnull=False)
        return accounts.select_related("plan__asked_by", "plan__endorsed_by")

    def holds(self, thing: KeyAccount, notification: Notification) -> bool:
        """As long as the reader has not endorsed the plan as it stands."""
        return not (
            self.waits_for_endorsement and thing.plan.is_endorsed_by(notification.recipient)
        )

    def message(self, thing: KeyAccount, notification: Notification) -> Message:
        """Name the account and whoever asked or endorsed."""
        facts = {
            "account": thing,
            "asked_by": thing.plan.asked_by or _("The KAM"),
            "endorsed_by": thing.plan.endorsed_by or _("The sponsor"),
        }
        return Message(
            subject=str(self.subject) % facts,
            lines=(str(self.line) % facts,),
            action_label=_("Open the plan"),
            action_path=reverse("accounts:plan_detail", args=[thing.public_id]) + "#endorsement",
        )


class PlanEndorsed(PlanNews):
    """The sponsor stands behind the plan."""

    seat = TeamRole.KAM
    waits_for_endorsement = False


KINDS = {
    "plan_to_endorse": PlanNews(
        gettext_lazy("Account plan to endorse"),
        gettext_lazy("The account plan of %(account)s: your endorsement"),
        gettext_lazy(
            "%(asked_by)s asks you to read it, five objectives at most, and to endorse it."
        ),
    ),
    "plan_changed": PlanNews(
        gettext_lazy("Account plan changed"),
        gettext_lazy("The account plan of %(account)s has changed since you endorsed it"),
        gettext_lazy(
            "Its page shows what is new, changed or reached. Endorse it again if you agree."
        ),
    ),
    "plan_endorsed": PlanEndorsed(
        gettext_lazy("Account plan endorsed"),
        gettext_lazy("%(endorsed_by)s endorses the account plan of %(account)s"),
        gettext_lazy("You are both behind it now."),
    ),
}
