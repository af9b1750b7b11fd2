"""What scorecards are computed from, read for many tandems at once: a fixed number of queries for each batch."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from accounts.choices import TOP_LEVELS, TeamRole
from accounts.models import AnnualFigures, ClientEvent, TeamMember
from reviews.choices import ReviewType, StartedBy
from reviews.models import AccountReview, Season
from reviews.scoring import (
    Event,
    IndicatorRule,
    Meeting,
    Review,
    SeasonRules,
    TandemRecords,
    Window,
    YearFigures,
    window_of,
)
from sponsors.choices import Mode, PairingStatus, Side
from sponsors.models import Interaction, InteractionContact, InteractionPerson, Pairing


@dataclass(frozen=True)
class Seat:
    """A person's time as KAM of an account."""

    person: int
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the person was the KAM on that day."""
        return self.first <= day <= self.last


@dataclass
class Batch:
    """The rows of some accounts over a season, by account."""

    seats: dict[int, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    interactions: dict[int, list[tuple]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    with_top: set[int] = field(default_factory=set)
    reviews: dict[int, AccountReview] = field(default_factory=dict)
    figures: dict[int, list[YearFigures]] = field(default_factory=lambda: defaultdict(list))
    events: dict[int, list[Event]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class TandemInSeason:
    """A pairing's records in a season, with the KAM of most days."""

    pairing: Pairing
    kam: int
    records: TandemRecords


def rules_of(season: Season) -> SeasonRules:
    """Return what counts in the season."""
    return SeasonRules(
        first_day=season.first_day,
        last_day=season.last_day,
        indicators={
            row.code: IndicatorRule(row.weight, row.low, row.high)
            for row in season.indicators.all()
        },
        prior_reviews=season.prior_reviews,
        prior_support=season.prior_support,
        prior_satisfaction=season.prior_satisfaction,
    )


def pairings_in_season(season: Season, *, on: date) -> QuerySet[Pairing]:
    """Return the pairings that were active on a day of the season up to that day."""
    return (
        Pairing.objects.filter(
            status__in=[PairingStatus.ACTIVE, PairingStatus.ENDED],
            started_on__lte=min(on, season.last_day),
        )
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=season.first_day))
        .select_related("sponsor")
        .order_by("pk")
    )


def load_tandems(
    pairings: Sequence[Pairing], rules: SeasonRules, *, on: date
) -> Iterator[TandemInSeason]:
    """Read the records of these pairings: seven queries, however many they are."""
    batch = load_batch({pairing.account_id for pairing in pairings}, rules)
    for pairing in pairings:
        bare = TandemRecords(active_from=pairing.started_on, ended_on=pairing.ended_on)  # type: ignore[arg-type]
        window = window_of(rules, bare, as_of=on)
        if window is not None:
            yield TandemInSeason(
                pairing=pairing,
                kam=kam_of_most_days(batch.seats[pairing.account_id], window, pairing.kam_id),
                records=records_of(pairing, batch, window),
            )


def load_batch(accounts: Iterable[int], rules: SeasonRules) -> Batch:
    """Read everything about these accounts that can count in the season."""
    batch, ids = Batch(), list(accounts)
    for account, person, first, last in TeamMember.objects.filter(
        account__in=ids, role=TeamRole.KAM
    ).values_list("account_id", "person_id", "from_day", "to_day"):
        batch.seats[account].append(Seat(person, first, last or date.max))
    load_interactions(batch, ids, rules)
    for row in AnnualFigures.objects.filter(
        account__in=ids, year__in=[rules.last_day.year - 1, rules.last_day.year]
    ).order_by("year"):
        batch.figures[row.account_id].append(
            YearFigures(
                id=row.pk,
                year=row.year,
                revenue=row.revenue,
                currency=row.currency,
                is_final=row.is_final,
                satisfaction=row.satisfaction,
                nps=row.nps,
            )
        )
    for event in ClientEvent.objects.business().filter(
        account__in=ids, public_on__range=(rules.first_day, rules.last_day)
    ):
        batch.events[event.account_id].append(
            Event(event.pk, event.known_on, event.public_on, event.entered_on)
        )
    return batch


def load_interactions(batch: Batch, accounts: list[int], rules: SeasonRules) -> None:
    """Read the interactions of the season that count, who of us and which top executives took part, and the reviews."""
    days = (rules.first_day, rules.last_day)
    held = Interaction.objects.counting().filter(account__in=accounts, day__range=days)
    for row in held.values_list("pk", "account_id", "pairing_id", "day", "side", "mode"):
        batch.interactions[row[1]].append(row)
    of_these = {
        "interaction__account__in": accounts,
        "interaction__day__range": days,
        "interaction__counts": True,
    }
    for interaction, person in InteractionPerson.objects.filter(**of_these).values_list(
        "interaction_id", "person_id"
    ):
        batch.people[interaction].add(person)
    tops = InteractionContact.objects.filter(level__in=TOP_LEVELS, **of_these)
    batch.with_top.update(tops.values_list("interaction_id", flat=True))
    for review in AccountReview.objects.filter(**of_these).defer("agenda", "minutes"):
        batch.reviews[review.interaction_id] = review


def records_of(pairing: Pairing, batch: Batch, window: Window) -> TandemRecords:
    """Return what of the batch belongs to one tandem."""
    seats = batch.seats[pairing.account_id]
    sponsor = pairing.sponsor.person_id
    meetings, reviews = [], []
    for row in batch.interactions[pairing.account_id]:
        key, _account, own_pairing, day, side, mode = row
        if own_pairing not in {None, pairing.pk} or not window.holds(day):
            continue
        people = batch.people[key]
        meetings.append(
            Meeting(
                id=key,
                day=day,
                is_tandem=side == Side.TANDEM,
                sponsor_took_part=sponsor in people,
                kam_took_part=any(seat.person in people for seat in seats if seat.holds(day)),
                with_top_executive=key in batch.with_top,
                face_to_face=mode == Mode.FACE_TO_FACE,
            )
        )
        if key in batch.reviews:
            reviews.append(review_facts(batch.reviews[key], day))
    return TandemRecords(
        active_from=pairing.started_on,  # type: ignore[arg-type]
        ended_on=pairing.ended_on,
        meetings=tuple(meetings),
        reviews=tuple(reviews),
        figures=tuple(batch.figures[pairing.account_id]),
        events=tuple(batch.events[pairing.account_id]),
    )


def review_facts(review: AccountReview, day: date) -> Review:
    """Return what of an account review can count."""
    return Review(
        id=review.pk,
        day=day,
        is_strategic=review.type == ReviewType.STRATEGIC,
        by_client_alone=review.started_by == StartedBy.CLIENT,
        has_evidence=review.requested_on is not None and bool(review.evidence.strip()),
    )


def kam_of_most_days(seats: list[Seat], window: Window, otherwise: int) -> int:
    """Return who was the KAM on most days of the window; of two with as many, the later one."""
    days: dict[int, int] = defaultdict(int)
    latest: dict[int, date] = {}
    for seat in sorted(seats, key=lambda seat: seat.first):
        days[seat.person] += window.days_between(seat.first, seat.last)
        latest[seat.person] = seat.first
    served = [person for person, count in days.items() if count]
    return max(served, key=lambda person: (days[person], latest[person]), default=otherwise)
