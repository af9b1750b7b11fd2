"""The rows behind "This week": every part of it looked up in one prepared statement."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from accounts.choices import TeamRole
from accounts.models import Delegation, KeyAccount, TeamMember
from accounts.prepared import Given, Prepared
from reviews.models import Decision
from sponsors.choices import GoAheadMark, InteractionKind, PairingStatus
from sponsors.models import (
    AlignmentCheck,
    CommitteeRequest,
    DebriefWord,
    Dispute,
    GoAhead,
    HandOver,
    Interaction,
    InteractionPerson,
    Introduction,
    NextStep,
    Pairing,
    Renewal,
    RhythmTarget,
    SponsorLetter,
)
from sponsors.models.go_ahead import comes_to_deputy
from sponsors.queries import terms_ending_by, waiting_for

EACH = 8
READER = Given("reader")
ON, UNTIL, TERMS_UNTIL, FRESH_SINCE, TOLD_SINCE, ALIGNED_SINCE, STARTED_BY, NEW_SINCE = (
    Given(name, DateField())
    for name in (
        "on",
        "until",
        "terms_until",
        "fresh_since",
        "told_since",
        "aligned_since",
        "started_by",
        "new_since",
    )
)

SILENT_SINCE = Given("silent_since", DateTimeField())


class Found(NamedTuple):
    """One row of any part: `key` leads to its page, `one` and `other` are the people it names."""

    part: str
    key: UUID
    account: str
    account_key: UUID
    text: str
    day: date | None
    at: datetime | None
    one_first: str
    one_last: str
    one_email: str
    other_first: str
    other_last: str
    other_email: str

    @property
    def one(self) -> tuple[str, str, str]:
        """The names of the first person."""
        return self.one_first, self.one_last, self.one_email

    @property
    def other(self) -> tuple[str, str, str]:
        """The names of the second person."""
        return self.other_first, self.other_last, self.other_email


# What a part does not say. The databases want to know of each column what it holds.
SILENT = {
    **dict.fromkeys(Found._fields, Value("", output_field=CharField())),
    "account_key": Cast(Value(None), UUIDField()),
    "day": Cast(Value(None), DateField()),
    "at": Cast(Value(None), DateTimeField()),
}


def part(name: str, found: "QuerySet[Any]", *order: str, account: str, **columns: str) -> Any:
    """Return the first rows of one part in their order: which field says what, and which one names the account."""
    said = {"key": "public_id", "account": f"{account}name", **columns}
    told = SILENT | {column: F(path) for column, path in said.items()} | {"part": Value(name)}
    # Under names that no model has.
    notes = {f"told_{column}": told[column] for column in Found._fields}
    return found.order_by(*order).annotate(**notes).values_list(*notes)[:EACH]


def person(column: str, path: str) -> dict[str, str]:
    """Return the columns that name somebody."""
    return {
        f"{column}_{short}": f"{path}__{name}"
        for short, name in (("first", "first_name"), ("last", "last_name"), ("email", "email"))
    }


@Prepared
def week_of() -> Any:
    """What waits for a reader, part by part."""
    return [
        *agreements(),
        *go_aheads(),
        *meetings(),
        *told(),
        *promises(),
        *upkeep(),
        *inside(),
    ]


def agreements() -> list[Any]:
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


def go_aheads() -> list[Any]:
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


MEETING = {
    "account": "account__",
    "account_key": "account__public_id",
    "day": "day",
    "text": "subject",
}


def meetings() -> list[Any]:
    """What the reader, or an executive whom the reader assists, planned or takes part in: behind us, or ahead."""
    takes_part = InteractionPerson.objects.filter(person=READER).values("interaction")
    executives = Delegation.objects.executives_of(READER, ON).values("of")
    assisted = InteractionPerson.objects.filter(person__in=executives).values("interaction")
    for_them = Q(pk__in=assisted) & ~Q(kind=InteractionKind.COACHING)
    own = Interaction.objects.planned().filter(
        Q(pk__in=takes_part) | Q(logged_by=READER) | for_them
    )
    return [
        part("debrief", own.filter(day__lt=ON), "day", "pk", **MEETING),
        part("meet", own.filter(day__gte=ON, day__lte=UNTIL), "day", "pk", **MEETING),
    ]


def told() -> list[Any]:
    """Debriefs that wait for a word of the reader's as one of the two, and disputes of theirs or of the reader's debriefs."""
    seats = TeamMember.objects.current().filter(
        person=READER, role__in=[TeamRole.KAM, TeamRole.SPONSOR]
    )
    accounts = seats.values("account")
    said = DebriefWord.objects.filter(person=READER).values("interaction")
    # What nobody vouches for, and what was debriefed after it was planned; what one of the two logged is left alone.
    waits = Q(vouched_by__isnull=True) | Q(debriefed_at__gt=F("logged_at"))
    held = Interaction.objects.held().filter(
        waits,
        account__in=accounts,
        day__gte=TOLD_SINCE,
        is_disputed=False,
        debriefed_by__isnull=False,
    )
    # What was held without a go-ahead has a line of its own.
    others = held.exclude(debriefed_by=READER).exclude(pk__in=said)
    others = others.exclude(go_ahead=GoAheadMark.WITHOUT)
    disputes = Dispute.objects.open().filter(
        Q(interaction__account__in=accounts) | Q(interaction__debriefed_by=READER)
    )
    return [
        part("confirm", others, "debriefed_at", "pk", at="debriefed_at", **MEETING),
        part(
            "dispute",
            disputes,
            "opened_at",
            "pk",
            key="interaction__public_id",
            account="interaction__account__",
            text="interaction__subject",
            at="opened_at",
        ),
    ]


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


def upkeep() -> list[Any]:
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


def inside() -> list[Any]:
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
    """What the KAM of running pairings begins: the check of this year, the letter that presents a new sponsor."""
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
    ]
