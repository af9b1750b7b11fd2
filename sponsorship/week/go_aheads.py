"""This week: what the two have not talked of yet."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import TeamMember, User
from accounts.names import full_name
from accounts.services.working_days import working_days_after
from sponsors.choices import ANSWER_WITHIN
from sponsors.models import GoAhead, Interaction, Pairing
from sponsors.models.go_ahead import comes_to_deputy
from sponsorship.week.found import MEETING, ON, READER, SILENT_SINCE, Found, part, person
from sponsorship.week.lines import Waiting, local_day


def parts() -> list[Any]:
    """Requests that wait for the reader as KAM; and what the two have not talked of: ahead, or held."""
    managed = TeamMember.objects.kam_of(READER).values("account")
    sponsored = Pairing.objects.active().filter(sponsor__person=READER).values("account")
    without = Interaction.objects.without_go_ahead()
    ahead = without.planned().filter(day__gte=ON, account__in=sponsored)
    held = without.held().filter(account__in=managed)
    asked = {"text": "topics", "at": "asked_at", **person("one", "pairing__sponsor__person")}
    return [
        part(
            "answer",
            GoAhead.objects.waiting_for(READER),
            "day",
            "pk",
            account="account__",
            day="day",
            **asked,
        ),
        part(
            "answer_for",
            GoAhead.objects.open().filter(comes_to_deputy(READER, ON, SILENT_SINCE)),
            "day",
            "pk",
            account="account__",
            day="day",
            **asked,
        ),
        part("ask", ahead, "day", "pk", **MEETING),
        part("settle", held, "day", "pk", **MEETING),
    ]


def answer(row: Found, user: User, on: date) -> Waiting:
    """A request for a go-ahead waits for the person's word, as KAM or in the KAM's place."""
    facts = {"sponsor": full_name(*row.one), "account": row.account}
    in_time = working_days_after(local_day(row.at), ANSWER_WITHIN, user.country)
    return Waiting(
        due := min(row.day or in_time, in_time),
        "message-circle",
        row.text,
        _("%(sponsor)s asks for your go-ahead · %(account)s") % facts,
        _("Answer"),
        reverse("sponsors:go_ahead_detail", args=[row.key]),
        due < on,
    )


def ask(row: Found, user: User, on: date) -> Waiting:
    """The sponsor plans something of which the two have not talked."""
    detail = _("No go-ahead yet · %(account)s") % {"account": row.account}
    return not_talked_of(row, detail, pgettext("go-ahead", "Ask"), on)


def settle(row: Found, user: User, on: date) -> Waiting:
    """Something was held of which the two had not talked, as far as anybody knows: the KAM may say that they had."""
    detail = _("Held without a go-ahead · %(account)s") % {"account": row.account}
    return not_talked_of(row, detail, _("Had you talked?"), on)


def not_talked_of(row: Found, detail: str, action: str, on: date) -> Waiting:
    """Something of which the two have not talked."""
    url = reverse("sponsors:interaction_detail", args=[row.key])
    return Waiting(row.day or on, "message-circle", row.text, detail, action, url, is_late=False)


WORDS = (answer, ask, settle)
