"""The message that somebody is to act for another."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import DelegationKind
from accounts.models import Delegation, Notification, User
from accounts.services.kinds import Message
from sponsorship.messages.base import About, on_day


class DelegationGiven(About):
    """Somebody is named: the delegate hears of it, and the giver where a lead named them."""

    label = gettext_lazy("Delegate named")

    def open_to(self, reader: User) -> QuerySet[Any]:
        """One's own that stand."""
        rows = Delegation.objects.standing(timezone.localdate())
        return rows.visible_to(reader).with_people()

    def message(self, thing: Delegation, notification: Notification) -> Message:
        """Say who acts for whom, and from when."""
        facts = {"to": thing.to, "of": thing.of, "by": thing.given_by}
        subject = (
            _("%(to)s is an assistant of %(of)s")
            if thing.kind == DelegationKind.ASSISTANT
            else _("%(to)s is a deputy of %(of)s")
        )
        until = (
            _("From %(start)s to %(end)s")
            % {"start": on_day(thing.from_day), "end": on_day(thing.until)}
            if thing.until
            else _("From %(start)s") % {"start": on_day(thing.from_day)}
        )
        return Message(
            subject=subject % facts,
            lines=(until, _("Named by %(by)s.") % facts),
            action_label=_("Look"),
            action_path=reverse("accounts:delegate_list", args=[notification.recipient.public_id]),
        )
