"""Small programmes for matching: drawn at random, and solved by trying everything."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from hypothesis import strategies as st

from sponsors.matching import Candidate, Client, FitTable, Link, Place, Problem, Total, against_pair

ACCOUNTS, PEOPLE = range(1, 5), range(11, 15)
SECTORS = [1, 2, 3, None]
PLACES = [
    Place("lyon", "FR", 60, frozenset({"fr"})),
    Place("paris", "FR", 60, frozenset({"fr", "en"})),
    Place("munich", "DE", 60, frozenset({"de"})),
    Place("osaka", "JP", 540, frozenset({"ja"})),
    Place(),
]
topics = st.frozensets(st.integers(1, 4), max_size=3)
pairs = st.frozensets(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(PEOPLE)), max_size=4)


def clients() -> st.SearchStrategy[Client]:
    return st.builds(
        Client,
        key=st.just(0),
        kam=st.sampled_from([99, 99, 99, 11, None]),
        name=st.sampled_from(["orvane", "celtis"]),
        sector=st.sampled_from(SECTORS),
        topics=topics,
        place=st.sampled_from(PLACES),
    )


def candidates() -> st.SearchStrategy[Candidate]:
    return st.builds(
        Candidate,
        key=st.just(0),
        capacity=st.integers(1, 3),
        taken=st.integers(0, 1),
        is_active=st.sampled_from([True, True, True, False]),
        is_executive=st.sampled_from([True, True, True, False]),
        is_volunteer=st.sampled_from([True, True, True, False]),
        months=st.sampled_from([None, None, 40, 20, 6]),
        topics=topics,
        sectors=st.one_of(st.none(), st.frozensets(st.integers(1, 3), max_size=2)),
        employers=st.sampled_from([frozenset(), frozenset({"orvane"})]),
        interests=st.sampled_from([(), ((1, 5),), ((2, 1), (3, 4))]),
        grasp=st.sampled_from(["", "trained", "planned", "no"]),
        has_named_all_links=st.booleans(),
        place=st.sampled_from(PLACES),
    )


def keyed(rows, keys):
    return tuple(replaced(row, key) for row, key in zip(rows, keys, strict=False))


def replaced(row, key):
    facts = {name: getattr(row, name) for name in row.__slots__}
    return type(row)(**facts | {"key": key})


@st.composite
def problems(draw) -> Problem:
    """A programme of up to four accounts and four people, with everything that can stand in the way."""
    accounts = keyed(draw(st.lists(clients(), min_size=1, max_size=4)), ACCOUNTS)
    people = keyed(draw(st.lists(candidates(), min_size=1, max_size=4)), PEOPLE)
    linked = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(PEOPLE)),
            st.integers(0, 4),
            max_size=4,
        )
    )
    return Problem(
        accounts=accounts,
        candidates=people,
        families={1: 9, 2: 9},
        links={pair: Link(level, 500) for pair, level in linked.items()},
        interests=draw(st.dictionaries(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(PEOPLE)), st.integers(1, 5), max_size=3)),
        in_line=draw(pairs),
        conflicts=draw(pairs),
        sector_conflicts=draw(st.frozensets(st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from(PEOPLE)), max_size=2)),
        excluded=draw(pairs),
        minimum=draw(st.sampled_from([0, 0, 300, 450])),
        asks_everyone=draw(st.booleans()),
    )  # fmt: skip


def every_set_of_pairings(problem: Problem) -> Iterator[dict[int, int]]:
    """Yield every set of pairings that breaks no rule: each account with one person or nobody."""
    fits = fits_of(problem)
    options = [
        [None]
        + [
            person.key
            for person in problem.candidates
            if not against_pair(problem, account, person)
            and fits[account.key, person.key] >= problem.minimum
        ]
        for account in problem.accounts
    ]
    room = {person.key: person.capacity - person.taken for person in problem.candidates}
    for chosen in product(*options):
        taken = [person for person in chosen if person is not None]
        if all(taken.count(person) <= room[person] for person in set(taken)):
            keys = [account.key for account in problem.accounts]
            yield {a: p for a, p in zip(keys, chosen, strict=True) if p is not None}


@lru_cache(maxsize=4)
def fits_of(problem: Problem) -> dict[tuple[int, int], int]:
    """The fit of every pair, each asked alone."""
    table = FitTable(problem)
    return {
        (account.key, person.key): table.explain(account, person).value
        for account in problem.accounts
        for person in problem.candidates
    }


def worth(problem: Problem, pairs: dict[int, int]) -> Total:
    """What a set of pairings is worth, told again: covered, fit, and how evenly places are used."""
    fits = fits_of(problem)
    fit = sum(fits[pair] for pair in pairs.items())
    spread = 0
    for person in problem.candidates:
        used = list(pairs.values()).count(person.key)
        spread += sum(4 - 2 * (person.taken + turn) for turn in range(used))
    return Total(len(pairs), fit, spread)


def best(problem: Problem, *, with_pair: tuple[int, int] | None = None) -> Total | None:
    """The most that any set of pairings is worth, or None where none holds the pair."""
    found = [
        worth(problem, pairs)
        for pairs in every_set_of_pairings(problem)
        if with_pair is None or pairs.get(with_pair[0]) == with_pair[1]
    ]
    return max(found, default=None)
