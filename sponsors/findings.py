"""What a matching found, as its pages show it: names and sentences instead of keys."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from accounts.models import Contact, KeyAccount, Sector, Topic, User
from sponsors.matching import (
    Assignment,
    Candidate,
    Client,
    Criterion,
    Exclusion,
    Fit,
    FitTable,
    Judged,
    Problem,
    against_pair,
    choices,
    gap,
    has_short_notice,
)
from sponsors.models import MatchingRun, Proposal
from sponsors.sentences.matching import (
    LABELS,
    UNKNOWN,
    Names,
    exclusions,
    price,
    reason,
    way_out,
)

BEST, CHOICES = 2, 3


@dataclass(frozen=True)
class Line:
    """What one criterion says of a pair: its weight in per cent, its value 0 to 1, and a sentence."""

    label: str
    weight: int
    value: float | None
    sentence: str


@dataclass(frozen=True)
class Reasons:
    """The fit of a pair as one reads it: points of 0 to 100, the best reasons, and what is not known."""

    fit: int
    low: int
    high: int
    is_little_known: bool
    is_short: bool
    best: list[str]
    unknown: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class Found:
    """A proposal of a matching with its reasons."""

    proposal: Proposal
    reasons: Reasons


@dataclass(frozen=True)
class OtherChoice:
    """Another person for an account, and what that would cost the whole programme."""

    person: User
    price: str
    reasons: Reasons


@dataclass(frozen=True)
class Against:
    """A person who cannot be proposed for an account, and why."""

    person: User
    why: str


@dataclass(frozen=True)
class Missing:
    """An account for which a matching found nobody: the ways out, the least change first, and why per person."""

    account: KeyAccount
    ways: list[str]
    against: list[Against] = field(default_factory=list)


@dataclass(frozen=True)
class Ranked:
    """One possible sponsor of an account, or one account for a sponsor."""

    account: KeyAccount
    person: User
    reasons: Reasons


class Findings:
    """Reads a matching from what it was told; each question takes a fixed number of statements."""

    def __init__(self, problem: Problem) -> None:
        self.table = FitTable(problem)
        self.problem = problem
        self.accounts = {account.key: account for account in problem.accounts}
        self.people = {person.key: person for person in problem.candidates}

    @classmethod
    def of_run(cls, run: MatchingRun) -> "Findings":
        """Open a run that is done."""
        problem = Problem.from_plain(run.inputs)
        dropped = {(account, person) for account, person in run.summary.get("dropped_pins", [])}
        return cls(replace(problem, pins=problem.pins - dropped))

    @cached_property
    def names(self) -> Names:
        """What sectors and topics are called; contacts and people are added where they are needed."""
        return Names(
            sectors={sector.pk: str(sector) for sector in Sector.objects.all()},
            topics={topic.pk: str(topic) for topic in Topic.objects.all()},
        )

    def with_contacts(self, fits: Iterable[Fit]) -> Names:
        """Return the names, with those of the contacts that the fits speak of."""
        keys = {
            key
            for fit in fits
            for key in fit.judgements[Criterion.LINK].about
            if fit.judgements[Criterion.LINK].is_known
        }
        contacts = Contact.objects.in_bulk(keys)
        return replace(
            self.names,
            contacts={key: contact_name(contact) for key, contact in contacts.items()},
        )

    def fit(self, account: int, person: int) -> Fit:
        """Return the fit of a pair."""
        return self.table.explain(self.accounts[account], self.people[person])

    def proposals(self, rows: Iterable[Proposal]) -> list[Found]:
        """Return proposals of the run with their reasons."""
        rows = list(rows)
        fits = [self.fit(row.account_id, row.person_id) for row in rows]
        names = self.with_contacts(fits)
        return [
            Found(row, self.reasons(fit, names, self.people[row.person_id]))
            for row, fit in zip(rows, fits, strict=True)
        ]

    def reasons(self, fit: Fit, names: Names, person: Candidate) -> Reasons:
        """Return a fit in words."""
        weights = self.problem.weights
        known = [name for name, judged in fit.judgements.items() if judged.is_known]
        telling = sorted(
            (name for name in known if fit.judgements[name].value > 0),
            key=lambda name: -weights[name] * fit.judgements[name].value,
        )
        return Reasons(
            fit=round(fit.value / 10),
            low=round(fit.low / 10),
            high=round(fit.high / 10),
            is_little_known=fit.is_little_known,
            is_short=has_short_notice(person),
            best=[reason(fit.judgements[name], names) for name in telling[:BEST]],
            unknown=[str(UNKNOWN[name]) for name in fit.judgements if name not in known],
            lines=[
                line(name, weights[name], judged, names) for name, judged in fit.judgements.items()
            ],
        )

    def others(self, account: int, *, than: int) -> list[OtherChoice]:
        """Return the next three choices of an account beside one, with what each costs the programme."""
        found = [
            choice for choice in choices(Assignment(self.table), account) if choice.person != than
        ][:CHOICES]
        people = User.objects.in_bulk([choice.person for choice in found])
        fits = [self.fit(account, choice.person) for choice in found]
        names = self.with_contacts(fits)
        return [
            OtherChoice(
                people[choice.person],
                price(choice.loss.covered, choice.loss.fit),
                self.reasons(fit, names, self.people[choice.person]),
            )
            for choice, fit in zip(found, fits, strict=True)
            if choice.person in people
        ]

    def missing(
        self, accounts: Iterable[KeyAccount], pairs: dict[int, int], *, with_people: bool
    ) -> list[Missing]:
        """Return accounts left out, with the ways out; `with_people` adds what stands against each person."""
        gaps = [(account, gap(self.table, account.pk, pairs)) for account in accounts]
        keys = {key for _account, one in gaps for way in one.ways for key in way.people}
        if with_people:
            keys.update(self.people)
        people = User.objects.in_bulk(keys)
        names = replace(
            self.names, people={key: person.full_name for key, person in people.items()}
        )
        return [
            Missing(
                account,
                [way_out(way, names) for way in one.ways],
                against_all(one.reasons, people) if with_people else [],
            )
            for account, one in gaps
        ]

    def ranked(self, pairs: Iterable[tuple[int, int]]) -> list[Ranked]:
        """Return pairs that may be proposed, the best fit first."""
        fits = [(account, person, self.fit(account, person)) for account, person in pairs]
        fits.sort(key=lambda row: (-row[2].value, row[0], row[1]))
        names = self.with_contacts(fit for _account, _person, fit in fits)
        accounts = KeyAccount.objects.select_related("sector").in_bulk({row[0] for row in fits})
        people = User.objects.select_related("sponsor").in_bulk({row[1] for row in fits})
        return [
            Ranked(accounts[account], people[person], self.reasons(fit, names, self.people[person]))
            for account, person, fit in fits
        ]

    def stands_against(self, account: Client, person: Candidate) -> list[Exclusion]:
        """Return what stands against a pair."""
        return against_pair(self.problem, account, person)


def line(name: Criterion, weight: int, judged: Judged, names: Names) -> Line:
    """Return one criterion in words."""
    return Line(
        label=str(LABELS[name]),
        weight=weight,
        value=judged.value / 1000 if judged.is_known else None,
        sentence=reason(judged, names),
    )


def against_all(
    reasons: dict[int, tuple[Exclusion, ...]], people: dict[int, User]
) -> list[Against]:
    """Return why each person cannot be proposed, those with least against them first."""
    rows = [(len(why), key, why) for key, why in reasons.items() if key in people]
    return [Against(people[key], exclusions(why)) for _count, key, why in sorted(rows)]


def contact_name(contact: Contact) -> str:
    """Return a contact with the title, as reasons name them."""
    return f"{contact} ({contact.title})" if contact.title else str(contact)
