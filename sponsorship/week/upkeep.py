"""This week: promises, account plans, and what must be kept true."""

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import TeamRole
from accounts.days import date_format
from accounts.models import AccountPlan, KeyAccount, Objective, TeamMember, User
from reviews.models import Decision
from sponsors.models import NextStep
from sponsors.queries import terms_ending_by
from sponsorship.week.found import FRESH_SINCE, ON, READER, TERMS_UNTIL, UNTIL, Found, part
from sponsorship.week.lines import AHEAD, Waiting, local_day


def parts() -> list[Any]:
    """What was promised, what is in account plans, and what is kept true."""
    return [*promises(), *plans(), *kept()]


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


def plans() -> list[Any]:
    """Plans that wait for the reader's endorsement, and objectives of the reader's accounts whose day has passed."""
    current = TeamMember.objects.current().filter(person=READER)
    sponsored = current.filter(role=TeamRole.SPONSOR).values("account")
    asked = Q(asked_at__isnull=False) | Q(endorsed_by=READER)
    endorsed = Q(endorsed_by=READER, endorsed_version=F("version"))
    waiting = AccountPlan.objects.filter(asked, account__in=sponsored).exclude(endorsed)
    managed = TeamMember.objects.kam_of(READER).values("account")
    due = Objective.objects.open().filter(account__in=managed, due_on__lt=ON)
    names = {"account": "account__", "key": "account__public_id"}
    return [
        part("endorse", waiting, "changed_at", "pk", **names, at="changed_at"),
        part("objective", due, "due_on", "pk", account="account__", day="due_on", text="text"),
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


def endorse(row: Found, user: User, on: date) -> Waiting:
    """The plan of an account that the person sponsors waits for the endorsement."""
    return Waiting(
        due := local_day(row.at) + AHEAD,
        "target",
        _("Account plan of %(account)s") % {"account": row.account},
        _("It waits for your endorsement"),
        _("Read and endorse"),
        reverse("accounts:plan_detail", args=[row.key]) + "#endorsement",
        due < on,
    )


def objective(row: Found, user: User, on: date) -> Waiting:
    """The day of an objective has passed, and nobody has said what came of it."""
    return Waiting(
        row.day or on,
        "target",
        row.text,
        _("Objective · %(account)s") % {"account": row.account},
        _("What came of it?"),
        reverse("accounts:objective_close", args=[row.key]),
        is_late=True,
    )


WORDS = (step, decision, endorse, objective, brief, term)
