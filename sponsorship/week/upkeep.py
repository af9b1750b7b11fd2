"""This week: promises, and what must be kept true."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.days import date_format
from accounts.models import KeyAccount, TeamMember, User
from reviews.models import Decision
from sponsors.models import NextStep
from sponsors.queries import terms_ending_by
from sponsorship.week.found import FRESH_SINCE, READER, TERMS_UNTIL, UNTIL, Found, part
from sponsorship.week.lines import Waiting


def parts() -> list[Any]:
    """What was promised, and what is kept true."""
    return [*promises(), *kept()]


def promises() -> list[Any]:
    """Next steps that the reader promised, and decisions of reviews that the reader carries out."""
    steps, decisions = (
        model.objects.open().filter(owner=READER, due_on__lte=UNTIL)
        for model in (NextStep, Decision)
    )
    said = {"day": "due_on", "text": "text"}
    return [
        part(
            "step",
            steps,
            "due_on",
            "pk",
            key="interaction__public_id",
            account="interaction__account__",
            **said,
        ),
        part(
            "decision",
            decisions,
            "due_on",
            "pk",
            key="review__public_id",
            account="review__interaction__account__",
            **said,
        ),
    ]


def kept() -> list[Any]:
    """Briefs of the reader's accounts that nobody has checked lately, and the reader's terms that end soon."""
    seats = TeamMember.objects.kam_of(READER).values("account")
    managed = KeyAccount.objects.filter(pk__in=seats)
    stale = managed.filter(Q(brief__checked_on__isnull=True) | Q(brief__checked_on__lt=FRESH_SINCE))
    terms = terms_ending_by(TERMS_UNTIL).select_related(None)
    # Apart, since an "or" makes PostgreSQL begin with everybody's terms; nobody is both (R4).
    as_kam = terms.filter(pairing__account__in=seats)
    as_sponsor = terms.filter(pairing__sponsor__person=READER)
    ends = {"key": "pairing__public_id", "account": "pairing__account__", "day": "ends_on"}
    return [
        part(*("brief", stale, "brief__checked_on", "name"), account="", day="brief__checked_on"),
        part("term", as_kam, "ends_on", "pk", **ends),
        part("term", as_sponsor, "ends_on", "pk", **ends),
    ]


def step(row: Found, user: User, on: date) -> Waiting:
    """A next step that the person promised."""
    return Waiting(
        due := row.day or on,
        "check",
        row.text,
        _("Next step · %(account)s") % {"account": row.account},
        _("Open"),
        reverse("sponsors:interaction_detail", args=[row.key]),
        due < on,
    )


def decision(row: Found, user: User, on: date) -> Waiting:
    """A decision of a review that the person carries out."""
    return Waiting(
        due := row.day or on,
        "gavel",
        row.text,
        _("Decision · %(account)s") % {"account": row.account},
        _("Open"),
        reverse("reviews:review_detail", args=[row.key]),
        due < on,
    )


def brief(row: Found, user: User, on: date) -> Waiting:
    """The brief of an account of the person's own has not been checked for 90 days."""
    detail = (
        _("Brief last checked on %(day)s") % {"day": date_format(row.day)}
        if row.day
        else _("Brief not written yet")
    )
    url = reverse("brief_edit", args=[row.key])
    words = (row.account, detail, _("Check the brief"))
    return Waiting(on, "file-text", *words, url, is_late=False)


def term(row: Found, user: User, on: date) -> Waiting:
    """The term of one of the person's own pairings ends within 30 days."""
    return Waiting(
        due := row.day or on,
        "hourglass",
        _("The term of %(account)s ends") % {"account": row.account},
        _("Talk about renewal or succession"),
        _("Open"),
        reverse("sponsors:pairing_detail", args=[row.key]),
        due < on,
    )


WORDS = (step, decision, brief, term)
