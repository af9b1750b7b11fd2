"""A sponsor's year: what took place with each account, month by month, and what is asked next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import User
from sponsors.choices import InteractionKind, PairingStatus, Side
from sponsors.models import HandOver, Interaction, Pairing, PairingTerm, Renewal
from sponsors.queries.rhythm import Rhythm, rhythms

MONTHS, AHEAD, EACH = 12, timedelta(days=30), 5


@dataclass(frozen=True)
class Month:
    """What took place in a month, in numbers."""

    first_day: date
    tandem: int
    client: int
    reviews: int


@dataclass(frozen=True)
class Engagement:
    """One account of a sponsor: its rings, its term and its year."""

    pairing: Pairing
    rhythm: Rhythm | None
    terms: list[PairingTerm] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """One thing that a sponsor is asked for next: a kind of its own, a day, and where it stands."""

    kind: str
    day: date
    what: str
    url: str


def months_back(on: date) -> list[date]:
    """Return the first days of the last twelve months, the present one included, the oldest first."""
    count = on.year * 12 + on.month - 1
    return [
        date(number // 12, number % 12 + 1, 1) for number in range(count - MONTHS + 1, count + 1)
    ]


def engagements(pairings: Iterable[Pairing], on: date) -> list[Engagement]:
    """Return the rings, terms and year of each pairing, in three statements for any number of them."""
    rows = list(pairings)
    running = [row for row in rows if row.status == PairingStatus.ACTIVE]
    rhythm_of, year_of = rhythms([row.pk for row in running], on), years(running, on)
    terms: dict[int, list[PairingTerm]] = {}
    for term in PairingTerm.objects.filter(pairing__in=running).order_by("number"):
        terms.setdefault(term.pairing_id, []).append(term)
    return [
        Engagement(
            row, rhythm_of.get(row.pk), terms.get(row.pk, []), months_of(year_of, row.pk, on)
        )
        if row.pk in rhythm_of
        else Engagement(row, None)
        for row in rows
    ]


def years(pairings: list[Pairing], on: date) -> Counter[tuple[int | None, date, str]]:
    """Count what was held in the last twelve months, by pairing, month and kind."""
    held = Interaction.objects.counting().filter(
        pairing__in=[row.pk for row in pairings], day__gte=months_back(on)[0], day__lte=on
    )
    return Counter(
        (pairing, day.replace(day=1), "review" if kind == InteractionKind.REVIEW else side)
        for pairing, day, kind, side in held.values_list("pairing", "day", "kind", "side")
    )


def months_of(
    counted: Counter[tuple[int | None, date, str]], pairing: int, on: date
) -> list[Month]:
    """Return the twelve months of one pairing."""
    return [
        Month(
            first,
            counted[pairing, first, Side.TANDEM],
            counted[pairing, first, Side.CLIENT],
            counted[pairing, first, "review"],
        )
        for first in months_back(on)
    ]


def asked_of(person: User, on: date) -> list[Asked]:
    """Return what is asked of a sponsor next, the nearest first; bounded, in a fixed number of statements."""
    found = [*answers(person), *hand_overs(person), *meetings(person, on)]
    return sorted(found, key=lambda row: (row.day, row.what))


def answers(person: User) -> list[Asked]:
    """Return the proposals and the offers of another term that wait for the sponsor's word."""
    own = Pairing.objects.filter(sponsor__person=person, status=PairingStatus.KAM_AGREED)
    proposals = [
        Asked(
            "answer",
            (row.kam_agreed_at or row.proposed_at).date(),
            str(row.account),
            row.get_absolute_url(),
        )
        for row in own.select_related("account")[:EACH]
    ]
    offers = Renewal.objects.open().filter(
        pairing__sponsor__person=person, sponsor_agreed_at__isnull=True
    )
    return proposals + [
        Asked(
            "renewal",
            row.proposed_at.date(),
            str(row.pairing.account),
            row.pairing.get_absolute_url(),
        )
        for row in offers.with_people()[:EACH]
    ]


def hand_overs(person: User) -> list[Asked]:
    """Return the hand-overs that the sponsor has still to confirm."""
    rows = HandOver.objects.waiting_for(person).with_people()[:EACH]
    return [
        Asked("hand_over", row.opened_at.date(), str(row.account), row.get_absolute_url())
        for row in rows
    ]


def meetings(person: User, on: date) -> list[Asked]:
    """Return what the sponsor takes part in within thirty days, and what nobody has debriefed."""
    rows = Interaction.objects.planned().filter(people=person, day__lte=on + AHEAD)
    nearest = rows.select_related("account").order_by("-day", "pk")[: 2 * EACH]
    return [
        Asked(
            "meeting" if row.day >= on else "debrief",
            row.day,
            f"{row.account} · {row.subject}",
            row.get_absolute_url(),
        )
        for row in nearest
    ]
