"""What matching is told: plain data, no records. Keys are those of key accounts and of people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

Pair = tuple[int, int]
WHOLE = 1000
PERCENT = 100


class Criterion(StrEnum):
    """What speaks for a sponsor on an account."""

    LINK = "link"
    MOTIVATION = "motivation"
    EXPERIENCE = "experience"
    FUNCTION = "function"
    GRASP = "grasp"
    NEARNESS = "nearness"


Weights = Mapping[Criterion, int]
DEFAULT_WEIGHTS: Weights = {
    Criterion.LINK: 25,
    Criterion.MOTIVATION: 20,
    Criterion.EXPERIENCE: 15,
    Criterion.FUNCTION: 15,
    Criterion.GRASP: 10,
    Criterion.NEARNESS: 15,
}


class WeightsError(ValueError):
    """Weights are whole per cents of each criterion, and make 100 together."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: folded city, country code, minutes from UTC, and the languages spoken there."""

    city: str = ""
    country: str = ""
    zone: int | None = None
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Client:
    """A key account without a sponsor. `name` is folded; `kam` is a person."""

    key: int
    kam: int | None
    name: str = ""
    sector: int | None = None
    topics: frozenset[int] = frozenset()
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who might sponsor.

    `capacity` counts accounts, `taken` the open pairings among them; `months` is how long the person
    stays available, None where no end is known. `employers` are the folded names of past employers,
    `sectors` theirs, None where no employer was named. `interests` holds (sector, strength 1..5).
    """

    key: int
    capacity: int
    taken: int = 0
    is_active: bool = True
    is_executive: bool = True
    is_volunteer: bool = True
    months: int | None = None
    topics: frozenset[int] = frozenset()
    sectors: frozenset[int] | None = None
    employers: frozenset[str] = frozenset()
    interests: tuple[Pair, ...] = ()
    grasp: str = ""
    has_named_all_links: bool = False
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Link:
    """How well a person knows a top executive of the account: 0 unknown … 4 trusted, and whom."""

    level: int
    contact: int


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything that a matching depends on; the same problem always has the same answer.

    Pairs are (account, person). `families` names the wider sector of a sector. `minimum` is the least
    fit of a proposal, in thousandths. With `asks_everyone`, whoever has not volunteered is counted as
    somebody to be asked.
    """

    accounts: tuple[Client, ...]
    candidates: tuple[Candidate, ...]
    weights: Weights = field(default_factory=lambda: DEFAULT_WEIGHTS)
    families: Mapping[int, int] = field(default_factory=dict)
    links: Mapping[Pair, Link] = field(default_factory=dict)
    interests: Mapping[Pair, int] = field(default_factory=dict)
    in_line: frozenset[Pair] = frozenset()
    conflicts: frozenset[Pair] = frozenset()
    sector_conflicts: frozenset[Pair] = frozenset()
    pins: frozenset[Pair] = frozenset()
    excluded: frozenset[Pair] = frozenset()
    minimum: int = 0
    asks_everyone: bool = False

    def __post_init__(self) -> None:
        """Put accounts and people in the order of their keys; refuse weights that are not 100 in all."""
        check_weights(self.weights)
        for name in ("accounts", "candidates"):
            rows = sorted(getattr(self, name), key=lambda row: row.key)
            object.__setattr__(self, name, tuple(rows))

    def as_plain(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {
            "accounts": [plain(row) for row in self.accounts],
            "candidates": [plain(row) for row in self.candidates],
            "weights": {str(name): weight for name, weight in self.weights.items()},
            "families": sorted(self.families.items()),
            "links": sorted([*pair, link.level, link.contact] for pair, link in self.links.items()),
            "interests": sorted([*pair, strength] for pair, strength in self.interests.items()),
            **{name: sorted(getattr(self, name)) for name in PAIRS},
            "minimum": self.minimum,
            "asks_everyone": self.asks_everyone,
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Self:
        """Return what `as_plain` kept; runs of before keep the interests under another name."""
        interests = kept["interests"] if "interests" in kept else kept["wishes"]
        return cls(
            accounts=tuple(client_from(row) for row in kept["accounts"]),
            candidates=tuple(candidate_from(row) for row in kept["candidates"]),
            weights={Criterion(name): weight for name, weight in kept["weights"].items()},
            families=dict(map(tuple, kept["families"])),
            links={(a, p): Link(level, contact) for a, p, level, contact in kept["links"]},
            interests={(a, p): strength for a, p, strength in interests},
            **{name: pairs_from(kept[name]) for name in PAIRS},
            minimum=kept["minimum"],
            asks_everyone=kept["asks_everyone"],
        )


PAIRS = ("in_line", "conflicts", "sector_conflicts", "pins", "excluded")
SETS = ("topics", "sectors", "employers")


def check_weights(weights: Weights) -> None:
    """Raise `WeightsError` unless each criterion has a whole weight of 0 or more, and all make 100."""
    if set(weights) != set(Criterion) or min(weights.values()) < 0:
        raise WeightsError
    if sum(weights.values()) != PERCENT:
        raise WeightsError


def plain(row: Client | Candidate) -> dict[str, Any]:
    """Return an account or a person as JSON keeps it."""
    kept: dict[str, Any] = {}
    for name in row.__slots__:
        value = getattr(row, name)
        if isinstance(value, frozenset):
            value = sorted(value)
        elif isinstance(value, Place):
            value = [value.city, value.country, value.zone, sorted(value.languages)]
        kept[name] = value
    return kept


def opened(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a kept row as the classes take them."""
    city, country, zone, languages = kept["place"]
    sets = {name: frozenset(kept[name]) for name in SETS if kept.get(name) is not None}
    return {**kept, **sets, "place": Place(city, country, zone, frozenset(languages))}


def client_from(kept: Mapping[str, Any]) -> Client:
    """Return a kept account."""
    return Client(**opened(kept))


def candidate_from(kept: Mapping[str, Any]) -> Candidate:
    """Return a kept person."""
    facts = opened(kept)
    return Candidate(**facts | {"interests": tuple(map(tuple, facts["interests"]))})


def pairs_from(rows: Iterable[Iterable[int]]) -> frozenset[Pair]:
    """Return kept pairs."""
    return frozenset((account, person) for account, person in rows)
