"""What matching is told: the records read as plain data, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from accounts.choices import TOP_LEVELS, ConnectionStrength, TeamRole
from accounts.models import (
    Connection,
    KeyAccount,
    Sector,
    TeamMember,
    Topic,
    User,
    fold,
)
from accounts.places import languages_of, zone_minutes
from accounts.queries import ReportingLine
from sponsors.choices import OPEN, InteractionStatus, Wish
from sponsors.matching import Candidate, Client, Criterion, Link, Pair, Place, Problem, Weights
from sponsors.models import (
    ConflictOfInterest,
    FitWeights,
    InteractionContact,
    Pairing,
    PairWish,
    Sponsor,
    SponsorExperience,
    SponsorInterest,
)

ASKED_FOR = 2


def possible_sponsors() -> "QuerySet[User]":
    """Return general management, and whoever has a profile as a sponsor."""
    return User.objects.filter(Q(is_active=True, is_executive=True) | Q(sponsor__isnull=False))


def weights_in_force() -> Weights:
    """Return what each criterion counts for now."""
    return weights_from(FitWeights.current().as_plain())


def weights_from(kept: dict[str, int]) -> Weights:
    """Return weights as matching takes them."""
    return {Criterion(name): weight for name, weight in kept.items()}


def read_problem(
    accounts: "QuerySet[KeyAccount]",
    people: "QuerySet[User] | None" = None,
    *,
    on: date,
    weights: Weights,
    minimum: int = 0,
    asks_everyone: bool = False,
) -> Problem:
    """Read who could sponsor these accounts from that day on; `minimum` in thousandths of fit."""
    people = possible_sponsors() if people is None else people
    clients = list(read_clients(accounts))
    candidates = list(read_candidates(people, on=on))
    keys = [client.key for client in clients]
    persons = [candidate.key for candidate in candidates]
    rows = PairWish.objects.filter(account__in=keys).values_list("wish", "account", "person")
    said = [(wish, (account, person)) for wish, account, person in rows]
    conflicts = list(ConflictOfInterest.objects.values_list("account", "sector", "sponsor__person"))
    return Problem(
        accounts=tuple(clients),
        candidates=tuple(candidates),
        weights=weights,
        families={
            pk: parent
            for pk, parent in Sector.objects.values_list("pk", "parent")
            if parent is not None
        },
        links=read_links(keys, persons),
        interests=dict(read_interests_in(keys)),
        in_line=read_lines(clients, persons),
        conflicts=frozenset((account, person) for account, _s, person in conflicts if account),
        sector_conflicts=frozenset((sector, person) for _a, sector, person in conflicts if sector),
        pins=frozenset(pair for wish, pair in said if wish == Wish.PIN),
        excluded=frozenset(pair for wish, pair in said if wish == Wish.EXCLUDE),
        minimum=minimum,
        asks_everyone=asks_everyone,
    )


def read_clients(accounts: "QuerySet[KeyAccount]") -> Iterator[Client]:
    """Yield the accounts with their KAM, place and agenda: three statements."""
    chosen = accounts.order_by("pk")
    kams = dict(
        TeamMember.objects.current()
        .filter(role=TeamRole.KAM, account__in=accounts.order_by().values("pk"))
        .values_list("account", "person")
    )
    topics = grouped(chosen.exclude(topics=None).values_list("pk", "topics"))
    for pk, name, sector, city, country, language in chosen.values_list(
        "pk", "name", "sector", "city", "country", "client_language"
    ):
        yield Client(
            key=pk,
            kam=kams.get(pk),
            name=fold(name),
            sector=sector,
            topics=frozenset(topics[pk]),
            place=place_of(city, country, languages_of(country, language)),
        )


def read_candidates(people: "QuerySet[User]", *, on: date) -> Iterator[Candidate]:
    """Yield the people with their profiles: eight statements."""
    sponsors = {sponsor.person_id: sponsor for sponsor in Sponsor.objects.all()}
    taken = dict(
        Pairing.objects.filter(status__in=OPEN)
        .values_list("sponsor")
        .annotate(n=Count("pk"))
        .order_by()
    )
    topics = grouped(Sponsor.objects.exclude(topics=None).values_list("pk", "topics"))
    by_function = grouped(Topic.objects.exclude(function="").values_list("function", "pk"))
    employers, sectors = read_experience()
    interests = grouped_pairs(
        SponsorInterest.objects.filter(sector__isnull=False).values_list(
            "sponsor", "sector", "strength"
        )
    )
    for person in people.only(
        "is_active", "is_executive", "function", "city", "country", "languages"
    ).order_by("pk"):
        profile = sponsors.get(person.pk)
        key = profile.pk if profile else 0
        yield Candidate(
            key=person.pk,
            capacity=profile.capacity if profile else ASKED_FOR,
            taken=taken.get(key, 0),
            is_active=person.is_active,
            is_executive=person.is_executive,
            is_volunteer=profile is not None and profile.is_volunteer,
            months=months_until(profile.available_until if profile else None, on=on),
            topics=frozenset(topics[key] or by_function[person.function]),
            sectors=frozenset(sectors[key]) if key in employers else None,
            employers=frozenset(employers[key]) if key in employers else frozenset(),
            interests=tuple(sorted(interests[key])),
            grasp=profile.grasp if profile else "",
            has_named_all_links=profile is not None and profile.has_named_all_links,
            place=place_of(person.city, person.country, spoken(person.languages)),
        )


def read_experience() -> tuple[dict[int, set[str]], dict[int, set[int]]]:
    """Return each sponsor's past employers, and the sectors of those whose sector is known: one statement."""
    employers: dict[int, set[str]] = defaultdict(set)
    sectors: dict[int, set[int]] = defaultdict(set)
    for sponsor, employer, sector in SponsorExperience.objects.values_list(
        "sponsor", "employer", "sector"
    ):
        employers[sponsor].add(fold(employer))
        sectors[sponsor] |= {sector} if sector else set()
    return employers, sectors


def place_of(city: str, country: str, languages: frozenset[str]) -> Place:
    """Return a place as matching compares it."""
    country = country.upper()
    return Place(fold(city.strip()), country, zone_minutes(country), languages)


def spoken(languages: Iterable[str]) -> frozenset[str]:
    """Return the languages a person speaks as their two letters."""
    return frozenset(str(language)[:2].lower() for language in languages or [])


def months_until(last: date | None, *, on: date) -> int | None:
    """Return how many whole months lie between two days, or None where there is no last day."""
    if last is None:
        return None
    months = (last.year - on.year) * 12 + last.month - on.month
    return max(0, months if last.day >= on.day else months - 1)


def read_interests_in(accounts: list[int]) -> Iterator[tuple[Pair, int]]:
    """Yield who declared an interest in one of the accounts itself, and how strong."""
    rows = SponsorInterest.objects.filter(account__in=accounts)
    for account, person, strength in rows.values_list("account", "sponsor__person", "strength"):
        yield (account, person), strength


def read_links(accounts: list[int], people: list[int]) -> dict[Pair, Link]:
    """Return the best link of each person with a top executive of each account: as entered, else as met.

    Who has held a meeting with a top executive has met that person, whatever was entered.
    """
    links: dict[Pair, Link] = {}
    chosen, persons = set(accounts), set(people)
    entered = (
        Connection.objects.with_level()
        .filter(contact__is_active=True, contact__level__in=TOP_LEVELS)
        .values_list("contact__account", "person", "level", "contact")
    )
    met = (
        InteractionContact.objects.filter(
            level__in=TOP_LEVELS,
            contact__is_active=True,
            interaction__status=InteractionStatus.HELD,
            interaction__people__in=possible_sponsors(),
        )
        .values_list("contact__account", "interaction__people")
        .annotate(contact=Max("contact"))
        .order_by()
    )
    known = [(a, p, level, contact) for a, p, level, contact in entered if level is not None]
    known += [(a, p, int(ConnectionStrength.MET), contact) for a, p, contact in met]
    for account, person, level, contact in known:
        pair = (account, person)
        if account in chosen and person in persons:
            link = Link(level, contact)
            links[pair] = max(links.get(pair, link), link, key=rank)
    return links


def rank(link: Link) -> tuple[int, int]:
    """Order links: the better one, then the contact entered first."""
    return link.level, -link.contact


def read_lines(clients: list[Client], people: list[int]) -> frozenset[Pair]:
    """Return the pairs of account and person in which one stands above the other, at any depth (R4)."""
    line = ReportingLine.load()
    accounts_of: dict[int, list[int]] = defaultdict(list)
    for client in clients:
        if client.kam is not None:
            accounts_of[client.kam].append(client.key)
    persons = set(people)
    above = {(kam, high) for kam in accounts_of for high in line.above(kam) if high in persons}
    below = {(high, low) for low in persons for high in line.above(low) if high in accounts_of}
    both = above | below | {(kam, kam) for kam in accounts_of if kam in persons}
    return frozenset((account, person) for kam, person in both for account in accounts_of[kam])


def grouped(rows: Iterable[tuple[Any, Any]]) -> dict[Any, set[Any]]:
    """Return the second parts by the first."""
    found: dict[Any, set[Any]] = defaultdict(set)
    for key, value in rows:
        found[key].add(value)
    return found


def grouped_pairs(rows: Iterable[tuple[Any, Any, Any]]) -> dict[Any, set[tuple[Any, Any]]]:
    """Return the second and third parts by the first."""
    return grouped((key, (one, other)) for key, one, other in rows)
