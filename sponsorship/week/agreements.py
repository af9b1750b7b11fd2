"""This week: pairings, other terms, rhythms and hand-overs that wait for a yes."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.names import full_name
from sponsors.choices import PairingStatus
from sponsors.models import HandOver, Renewal, RhythmTarget
from sponsors.queries import waiting_for
from sponsorship.week.found import READER, Found, part, person
from sponsorship.week.lines import AHEAD, Waiting, local_day


def parts() -> list[Any]:
    """What waits for the reader's yes: pairings, other terms, hand-overs."""
    two = person("one", "sponsor__person") | person("other", "kam")
    pairings = waiting_for(READER).select_related(None)
    as_kam = pairings.filter(status=PairingStatus.PROPOSED)
    as_sponsor = pairings.filter(status=PairingStatus.KAM_AGREED)
    of_term = person("one", "pairing__sponsor__person") | person("other", "pairing__kam")
    of_hand_over = person("one", "from_person") | person("other", "to_person")
    waiting = (model.objects.waiting_for(READER) for model in (Renewal, HandOver, RhythmTarget))
    renewals, hand_overs, proposed = waiting
    asked = {"account": "account__", "at": "proposed_at", **two}
    return [
        part("agree_as_kam", as_kam, "proposed_at", **asked),
        part("agree_as_sponsor", as_sponsor, "proposed_at", **asked),
        part(
            "renew",
            renewals,
            "proposed_at",
            account="pairing__account__",
            at="proposed_at",
            **of_term,
        ),
        part(
            "rhythm",
            proposed,
            "proposed_at",
            account="pairing__account__",
            at="proposed_at",
            **person("one", "proposed_by"),
        ),
        part(
            "hand_over",
            hand_overs,
            "opened_at",
            account="account__",
            at="opened_at",
            **of_hand_over,
        ),
    ]


def agree_as_kam(row: Found, user: User, on: date) -> Waiting:
    """A pairing of an account of the person's own waits for the KAM's word."""
    facts = {"sponsor": full_name(*row.one), "account": row.account}
    return to_agree(row, _("%(sponsor)s as sponsor of %(account)s") % facts, on)


def agree_as_sponsor(row: Found, user: User, on: date) -> Waiting:
    """A pairing to which the KAM has agreed waits for the sponsor's word."""
    facts = {"account": row.account, "kam": full_name(*row.other)}
    return to_agree(row, _("Sponsor %(account)s with %(kam)s") % facts, on)


def to_agree(row: Found, title: str, on: date) -> Waiting:
    """A pairing waits for the person's word."""
    return Waiting(
        due := local_day(row.at) + AHEAD,
        "handshake",
        title,
        _("Pairing waiting for your answer"),
        _("Answer"),
        reverse("sponsors:pairing_answer", args=[row.key]),
        due < on,
    )


def renew(row: Found, user: User, on: date) -> Waiting:
    """An offer of another term waits for the person's word."""
    facts = {"sponsor": full_name(*row.one), "kam": full_name(*row.other)}
    return Waiting(
        due := local_day(row.at) + AHEAD,
        "hourglass",
        _("Another term on %(account)s?") % {"account": row.account},
        _("%(sponsor)s beside %(kam)s") % facts,
        _("Answer"),
        reverse("sponsors:renewal_answer", args=[row.key]),
        due < on,
    )


def rhythm(row: Found, user: User, on: date) -> Waiting:
    """Another rhythm waits for the person's word."""
    return Waiting(
        due := local_day(row.at) + AHEAD,
        "refresh-cw",
        _("Another rhythm on %(account)s?") % {"account": row.account},
        _("Proposed by %(name)s") % {"name": full_name(*row.one)},
        _("Answer"),
        reverse("sponsors:rhythm_answer", args=[row.key]),
        due < on,
    )


def hand_over(row: Found, user: User, on: date) -> Waiting:
    """A hand-over is still to be confirmed by the person."""
    return Waiting(
        due := local_day(row.at) + 2 * AHEAD,
        "handshake",
        _("Hand-over on %(account)s") % {"account": row.account},
        f"{full_name(*row.one)} → {full_name(*row.other)}",
        _("Look and confirm"),
        reverse("hand_over_detail", args=[row.key]),
        due < on,
    )


WORDS = (agree_as_kam, agree_as_sponsor, renew, rhythm, hand_over)
