"""The statements behind the page of one account: small, many, and the most often run of all, so prepared."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from accounts.models import (
    MOST_OBJECTIVES,
    AccountPlan,
    AnnualFigures,
    ClientEvent,
    ConnectionLevel,
    Contact,
    Objective,
)
from accounts.prepared import Given, Prepared
from reviews.models import AccountReview
from sponsors.choices import InteractionStatus
from sponsors.models import Interaction, Introduction, NextStep, Pairing, SponsorLetter
from sponsorship.brief_reads import LAST_MET

STEPS, EVENTS, REVIEWS, AHEAD, YEARS, INTRODUCTIONS, KNOWN = 6, 4, 4, 3, 5, 40, 60
OBJECTIVES = MOST_OBJECTIVES


def open_pairings(pairings: Any) -> Any:
    """Return of the open pairings of one account what its page says of them."""
    person = ("first_name", "last_name", "email")
    shown = ("pk", "public_id", "status", "conflict_since", "started_on", "is_presented")
    letters = SponsorLetter.objects.handed_over().filter(pairing=OuterRef("pk"))
    found = pairings.open().filter(account=Given("account")).annotate(is_presented=Exists(letters))
    return found.values_list(*shown, *(f"sponsor__person__{name}" for name in person))


PAIRINGS = Prepared(lambda: open_pairings(Pairing.objects.all()))
PAIRINGS_KNOWN = Prepared(lambda: open_pairings(Pairing.objects.known_to(Given("reader"))))


@Prepared
def contacts_by_name() -> Any:
    """Who is still at the client, and the day on which somebody of us last met them."""
    found = Contact.objects.active().filter(account=Given("account"))
    shown = ("public_id", "first_name", "last_name", "title", "level", "wanted")
    ordered = found.order_by("last_name", "first_name", "pk")
    return ordered.annotate(last_day=LAST_MET).values_list(*shown, "last_day")


@Prepared
def last_figures() -> Any:
    """The figures of the last years, the newest first."""
    found = AnnualFigures.objects.filter(account=Given("account"), year__lte=Given("year"))
    shown = ("year", "revenue", "target", "currency", "satisfaction", "nps", "is_final")
    return found.order_by("-year").values_list(*shown)[:YEARS]


@Prepared
def planned_ahead() -> Any:
    """What is planned next."""
    found = Interaction.objects.planned().filter(account=Given("account"))
    ahead = found.filter(day__gte=Given("on", DateField())).order_by("day", "pk")
    return ahead.values_list("public_id", "day", "subject")[:AHEAD]


class Listed(NamedTuple):
    """One line of one of the page's lists.

    `kind` is that of an event or a review, `until` when an event is public. An objective has how far it has come, its
    start, target and unit in `kind`, `first`, `last` and `email`.
    """

    part: str
    key: UUID | None
    text: str
    kind: str
    day: date | None
    until: date | None
    first: str
    last: str
    email: str


# What a part does not say. The databases want to know of each column what it holds.
SILENT = {
    **dict.fromkeys(Listed._fields, Value("", output_field=CharField())),
    "key": Cast(Value(None), UUIDField()),
    "day": Cast(Value(None), DateField()),
    "until": Cast(Value(None), DateField()),
}


def part(name: str, found: Any, **columns: str) -> Any:
    """Return one list of the page: which field says what."""
    told = SILENT | {column: F(path) for column, path in columns.items()} | {"part": Value(name)}
    # Under names that no model has.
    notes = {f"told_{column}": told[column] for column in Listed._fields}
    return found.annotate(**notes).values_list(*notes)


def planned(account: Given) -> tuple[Any, Any]:
    """Return the plan of an account and its open objectives, with their numbers as text."""
    stands = Case(
        When(version=F("endorsed_version"), then=Value("endorsed")), default=Value("changed")
    )
    plan = AccountPlan.objects.filter(account=account).annotate(stands=stands)
    rows = Objective.objects.open().filter(account=account).with_value().order_by("pk")
    numbers = {f"{name}_text": Cast(name, TextField()) for name in ("start", "target")}
    said = {"value_text": Cast(Coalesce("value", "start"), TextField())}
    return plan, rows.annotate(**numbers, **said)


def known(account: Given) -> Any:
    """Return who of us knows whom at the client by what was said last, the closest first."""
    words = ConnectionLevel.objects.last_words().at_clients()
    there = words.filter(connection__contact__account=account).order_by("-level", "-on", "pk")
    return there.annotate(level_text=Cast("level", TextField()))


@Prepared
def lists() -> Any:
    """What was promised, the nearest due first; the plan; who knows whom; events, reviews and introductions, the newest first."""
    account = Given("account")
    steps = NextStep.objects.open().filter(interaction__account=account).order_by("due_on", "pk")
    events = ClientEvent.objects.filter(account=account).annotate(
        since=Coalesce("happens_on", "known_on")
    )
    event = {"text": "text", "kind": "kind", "day": "since", "until": "public_on"}
    held = AccountReview.objects.filter(interaction__account=account)
    reviews = held.exclude(interaction__status=InteractionStatus.CANCELLED)
    owner = {"first": "owner__first_name", "last": "owner__last_name", "email": "owner__email"}
    made = Introduction.objects.filter(pairing__account=account, contact__is_active=True)
    asked = made.standing().order_by("-asked_at", "-pk")
    colleague = {
        short: f"colleague__{name}"
        for short, name in (("first", "first_name"), ("last", "last_name"), ("email", "email"))
    }
    about = {"text": "interaction__subject", "day": "interaction__day"}
    who = {
        short: path.replace("colleague", "connection__person") for short, path in colleague.items()
    }
    about_known = {"kind": "level_text", "day": "on", **who}
    plan, objectives = planned(account)
    numbers = {"kind": "value_text", "first": "start_text", "last": "target_text", "email": "unit"}
    return [
        part("step", steps, key="interaction__public_id", text="text", day="due_on", **owner)[
            :STEPS
        ],
        part("event", events.order_by("-known_on", "-pk"), key="public_id", **event)[:EVENTS],
        part(
            "review", reviews.order_by("-interaction__day"), key="public_id", kind="type", **about
        )[:REVIEWS],
        part("plan", plan, kind="stands", key="endorsed_by__public_id", day="endorsed_on"),
        part("objective", objectives, text="text", until="due_on", **numbers)[:OBJECTIVES],
        part("introduction", asked, key="contact__public_id", day="introduced_on", **colleague)[
            :INTRODUCTIONS
        ],
        part("known", known(account), key="connection__contact__public_id", **about_known)[:KNOWN],
    ]
