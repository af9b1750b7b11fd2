"""The six criteria of fit: what each says of a person and an account, from 0 to 1000, or nothing.

Each has one rule. It is asked for a pair where its reasons are shown, and once for each different
combination of facts where a whole table is computed, so that both always say the same.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from sponsors.matching.problem import WHOLE, Candidate, Client, Criterion, Pair, Place, Problem

UNKNOWN = -1
LINK_VALUES = (0, 400, 600, 800, WHOLE)
RELATED = 500
SAME_COUNTRY, NEAR_ZONE, NEAR_MINUTES = 700, 400, 120
GRASP_VALUES = {"trained": WHOLE, "planned": 500, "no": 0}
STRONGEST = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """What a criterion says: a value in thousandths or UNKNOWN, the fact behind it, and what it is about."""

    value: int
    fact: str = ""
    about: tuple[int, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there is anything to say."""
        return self.value != UNKNOWN


NOTHING = Judged(UNKNOWN)


@dataclass(frozen=True)
class Rule:
    """One criterion: the facts on either side that it looks at, and the pairs of which something particular is known."""

    criterion: Criterion
    of_account: Callable[[Client], Hashable]
    of_candidate: Callable[[Candidate], Hashable]
    judge: Callable[[Problem, Any, Any], Judged]
    particular: Callable[[Problem], Mapping[Pair, Judged]] = lambda problem: {}

    def judged(
        self,
        problem: Problem,
        account: Client,
        candidate: Candidate,
        particular: Mapping[Pair, Judged],
    ) -> Judged:
        """Return what the criterion says of one pair."""
        special = particular.get((account.key, candidate.key))
        if special is not None:
            return special
        return self.judge(problem, self.of_account(account), self.of_candidate(candidate))


def links(problem: Problem) -> dict[Pair, Judged]:
    """A known contact there: unknown 0, met .4, credible .6, partner .8, trusted 1."""
    return {
        pair: Judged(LINK_VALUES[link.level], f"level_{link.level}", (link.contact,))
        for pair, link in problem.links.items()
    }


def no_link(problem: Problem, account: None, named: str) -> Judged:
    """No link counts 0 once the person has named all they know, and is unknown before."""
    return Judged(0, "nobody") if named == "all" else NOTHING


def by_strength(strength: int, fact: str, *about: int) -> Judged:
    """1..5 as declared, from 0 to 1."""
    return Judged((strength - 1) * WHOLE // (STRONGEST - 1), fact, (strength, *about))


def interests(problem: Problem) -> dict[Pair, Judged]:
    """An interest in the client itself goes before one in its sector."""
    return {pair: by_strength(strength, "account") for pair, strength in problem.interests.items()}


def interest(problem: Problem, sector: int | None, interests: tuple[Pair, ...]) -> Judged:
    """The declared interest in the sector, or in the wider sector it belongs to."""
    strengths = dict(interests)
    for wanted in (sector, problem.families.get(sector) if sector else None):
        if wanted in strengths:
            return by_strength(strengths[wanted], "sector", wanted)
    return NOTHING


def former_employers(problem: Problem) -> dict[Pair, Judged]:
    """Who has worked at the client."""
    named: dict[str, list[int]] = {}
    for account in problem.accounts:
        named.setdefault(account.name, []).append(account.key)
    return {
        (key, candidate.key): Judged(WHOLE, "worked_there")
        for candidate in problem.candidates
        for employer in candidate.employers
        if employer
        for key in named.get(employer, ())
    }


def experience(problem: Problem, sector: int | None, known: frozenset[int] | None) -> Judged:
    """The same sector 1, a related one .5, none 0; unknown where nothing was said."""
    if sector is None or known is None:
        return NOTHING
    if sector in known:
        return Judged(WHOLE, "same_sector", (sector,))
    related = sorted(other for other in known if are_related(problem, sector, other))
    return Judged(RELATED, "related_sector", (related[0],)) if related else Judged(0, "none")


def are_related(problem: Problem, one: int, other: int) -> bool:
    """Whether two sectors belong to one family, or one is the other's."""
    families = problem.families
    wider = {families.get(one, one), one}
    return bool(wider & {families.get(other, other), other})


def function(problem: Problem, agenda: frozenset[int], topics: frozenset[int]) -> Judged:
    """The share of the account's topics in which the person is at home."""
    if not agenda or not topics:
        return NOTHING
    shared = sorted(agenda & topics)
    value = (2 * WHOLE * len(shared) + len(agenda)) // (2 * len(agenda))
    return Judged(value, "topics" if shared else "no_topic", tuple(shared))


def grasp(problem: Problem, account: None, training: str) -> Judged:
    """Trained in commercial strategy and the account plan 1, planned .5, no 0."""
    return Judged(GRASP_VALUES[training], training) if training in GRASP_VALUES else NOTHING


def nearness(problem: Problem, account: Place, person: Place) -> Judged:
    """Same city 1, country .7, within two hours' time .4; for more than .4 they share a language."""
    if not account.country or not person.country:
        return NOTHING
    by_place = distance(account, person)
    if by_place.value > NEAR_ZONE and not account.languages & person.languages:
        return Judged(NEAR_ZONE, "no_language")
    return by_place


def distance(account: Place, person: Place) -> Judged:
    """How near two places are, without asking for a language."""
    if account.country == person.country:
        if account.city and account.city == person.city:
            return Judged(WHOLE, "city")
        return Judged(SAME_COUNTRY, "country")
    if account.zone is None or person.zone is None:
        return NOTHING
    if abs(account.zone - person.zone) <= NEAR_MINUTES:
        return Judged(NEAR_ZONE, "zone")
    return Judged(0, "far")


RULES: tuple[Rule, ...] = (
    Rule(
        Criterion.LINK,
        lambda a: None,
        lambda c: "all" if c.has_named_all_links else "",
        no_link,
        links,
    ),
    Rule(Criterion.MOTIVATION, lambda a: a.sector, lambda c: c.interests, interest, interests),
    Rule(
        Criterion.EXPERIENCE, lambda a: a.sector, lambda c: c.sectors, experience, former_employers
    ),
    Rule(Criterion.FUNCTION, lambda a: a.topics, lambda c: c.topics, function),
    Rule(Criterion.GRASP, lambda a: None, lambda c: c.grasp, grasp),
    Rule(Criterion.NEARNESS, lambda a: a.place, lambda c: c.place, nearness),
)
