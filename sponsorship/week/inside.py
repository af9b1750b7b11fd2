"""This week: what the two ask of each other, and begin."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import DateField, DateTimeField, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import TeamMember, User
from accounts.names import full_name
from accounts.prepared import Given
from sponsors.models import (
    AlignmentCheck,
    CommitteeRequest,
    Introduction,
    Pairing,
    SponsorLetter,
    Thanks,
)
from sponsors.queries.quarter import between, last_quarter, quarter_of, what_follows
from sponsorship.week.found import (
    ALIGNED_SINCE,
    NEW_SINCE,
    READER,
    STARTED_BY,
    Found,
    part,
    person,
)
from sponsorship.week.lines import AHEAD, Waiting, local_day

THANKED_WITHIN = timedelta(days=30)
QUARTER = {
    "first": Given("quarter_first", DateField()),
    "after": Given("quarter_after", DateField()),
    "begins": Given("quarter_begins", DateTimeField()),
    "ends": Given("quarter_ends", DateTimeField()),
}


def quarter_to_thank_for(on: date) -> dict[str, Any]:
    """Return what is given of the quarter before, in the first month of a quarter; later, of a quarter without a day."""
    given = between(last_quarter(on))
    if on > quarter_of(on) + THANKED_WITHIN:
        given |= {"after": given["first"], "ends": given["begins"]}
    return {f"quarter_{name}": value for name, value in given.items()}


def parts() -> list[Any]:
    """What the two ask of each other: introductions and requests of the sponsor, and the yearly check of both."""
    running = Pairing.objects.active()
    managed = running.filter(account__in=TeamMember.objects.kam_of(READER).values("account"))
    sponsored = running.filter(sponsor__person=READER)
    of_sponsor = {"pairing__in": sponsored.values("pk")}
    introductions = Introduction.objects.open().filter(**of_sponsor)
    requests = CommitteeRequest.objects.open().filter(**of_sponsor, carried_on__isnull=True)
    unsigned = AlignmentCheck.objects.open()
    as_kam = unsigned.filter(pairing__in=managed.values("pk")).exclude(kam=READER)
    as_sponsor = unsigned.filter(pairing__in=sponsored.values("pk"), sponsor_signed_at__isnull=True)
    path = "pairing__account__"
    two = person("one", "colleague") | person("other", "contact")
    sign = {"key": "pairing__public_id", "at": "written_at"}
    return [
        part("introduce", introductions, "asked_at", account=path, at="asked_at", **two),
        part(
            "carry",
            requests,
            "asked_at",
            account=path,
            at="asked_at",
            day="wanted_by",
            text="title",
        ),
        part("sign", as_kam, "written_at", account=path, **sign),
        part("sign", as_sponsor, "written_at", account=path, **sign),
        *beginnings(managed),
    ]


def beginnings(managed: "QuerySet[Any]") -> list[Any]:
    """What the KAM of running pairings begins: the check of this year, the letter that presents a new sponsor, thanks."""
    checks = AlignmentCheck.objects.filter(pairing=OuterRef("pk"))
    lately = checks.filter(Q(signed_on__isnull=True) | Q(signed_on__gt=ALIGNED_SINCE))
    due = managed.filter(~Exists(lately), started_on__lte=STARTED_BY)
    presented = SponsorLetter.objects.handed_over().filter(pairing=OuterRef("pk"))
    new = managed.filter(~Exists(presented), started_on__gte=NEW_SINCE)
    return [
        part("align", due, "started_on", "pk", account="account__"),
        part(
            "present",
            new,
            "started_on",
            account="account__",
            day="started_on",
            **person("one", "sponsor__person"),
        ),
        part(
            "thank",
            to_thank_for(managed),
            "started_on",
            "pk",
            account="account__",
            **person("one", "sponsor__person"),
        ),
    ]


def to_thank_for(managed: "QuerySet[Any]") -> "QuerySet[Any]":
    """Return those in which something followed in the quarter from what the sponsor did, without a line of thanks yet."""
    of_it = {"pairing": OuterRef("pk")}
    followed = (Exists(rows.filter(**of_it)) for rows in what_follows(**QUARTER))
    said = Thanks.objects.filter(quarter=QUARTER["first"], **of_it)
    return managed.filter(reduce(or_, map(Q, followed)), ~Exists(said))


def introduce(row: Found, user: User, on: date) -> Waiting:
    """The KAM asks the sponsor for an introduction."""
    names = {"colleague": full_name(*row.one), "contact": full_name(*row.other)}
    return Waiting(
        due := local_day(row.at) + 2 * AHEAD,
        "handshake",
        _("Introduce %(colleague)s to %(contact)s") % names,
        row.account,
        _("Answer"),
        reverse("sponsors:introduction_answer", args=[row.key]),
        due < on,
    )


def carry(row: Found, user: User, on: date) -> Waiting:
    """The KAM asks the sponsor to carry something to the executive committee."""
    return Waiting(
        due := row.day or local_day(row.at) + 4 * AHEAD,
        "gavel",
        row.text,
        _("For the executive committee · %(account)s") % {"account": row.account},
        pgettext("committee", "Carried"),
        reverse("sponsors:committee_answer", args=[row.key]),
        due < on,
    )


def sign(row: Found, user: User, on: date) -> Waiting:
    """The alignment check waits for the person's signature."""
    return Waiting(
        due := local_day(row.at) + 2 * AHEAD,
        "file-text",
        _("Alignment check of %(account)s") % {"account": row.account},
        _("It waits for your signature"),
        _("Read and sign"),
        reverse("sponsors:inside_detail", args=[row.key]) + "#alignment",
        due < on,
    )


def align(row: Found, user: User, on: date) -> Waiting:
    """The yearly alignment check is due: the KAM begins it."""
    title = _("Alignment check of %(account)s") % {"account": row.account}
    words = (title, _("Once a year, with the sponsor"), pgettext("alignment", "Begin"))
    url = reverse("sponsors:alignment_write", args=[row.key])
    return Waiting(on + AHEAD, "file-text", *words, url, is_late=False)


def present(row: Found, user: User, on: date) -> Waiting:
    """A pairing has begun: the KAM presents the sponsor to the client."""
    names = {"sponsor": full_name(*row.one), "account": row.account}
    return Waiting(
        due := (row.day or on) + 2 * AHEAD,
        "mail",
        _("Present %(sponsor)s at %(account)s") % names,
        _("A letter for you to hand over"),
        pgettext("letter", "Write it"),
        reverse("letter_write", args=[row.key]),
        due < on,
    )


def thank(row: Found, user: User, on: date) -> Waiting:
    """Something followed from what the sponsor did last quarter: one line from the KAM."""
    facts = {"sponsor": full_name(*row.one)}
    return Waiting(
        quarter_of(on) + THANKED_WITHIN,
        "message-square",
        _("A line of thanks to %(sponsor)s?") % facts,
        _("Something followed last quarter · %(account)s") % {"account": row.account},
        _("Write a line"),
        reverse("sponsors:thanks_write", args=[row.key]),
        is_late=False,
    )


WORDS = (introduce, carry, sign, align, present, thank)
