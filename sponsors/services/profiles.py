"""What a volunteer answers, and how each answer is kept: what is the same stays as it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Contact, KeyAccount, Sector, Topic, User
from accounts.models.base import fold
from accounts.services.connections import say_level
from accounts.services.history import remove_by, save_by
from accounts.services.notifications import cancel, notify
from sponsors.models import (
    ConflictOfInterest,
    Pairing,
    Sponsor,
    SponsorExperience,
    SponsorInterest,
)
from sponsors.queries.declared import declared_against

OWN_FACTS = (
    "capacity",
    "acquaintances",
    "motivation",
    "expertise",
    "available_until",
    "grasp",
    "has_named_all_links",
)


@dataclass(frozen=True)
class Interest:
    """An account or a sector one would like, how much, and why."""

    what: KeyAccount | Sector
    strength: int = 3
    sentence: str = ""


@dataclass(frozen=True)
class Link:
    """A contact one knows, and how well."""

    contact: Contact
    level: int


@dataclass(frozen=True)
class Employer:
    """Where one has worked, and in which sector that is."""

    name: str
    sector: Sector | None = None


@dataclass(frozen=True)
class Conflict:
    """A client, or a whole sector, towards which one must not act, and why."""

    what: KeyAccount | Sector
    sentence: str


@dataclass(frozen=True)
class ProfileAnswers:
    """What a volunteer answers: the four questions first, the rest when there is time.

    `links` are those said now; of a link that is not named nothing changes.
    """

    capacity: int
    interests: Iterable[Interest] = ()
    links: Iterable[Link] = ()
    employers: Iterable[Employer] = ()
    acquaintances: str = ""
    motivation: str = ""
    topics: Iterable[Topic] = ()
    grasp: str = ""
    expertise: str = ""
    available_until: date | None = None
    has_named_all_links: bool = False
    conflicts: Iterable[Conflict] = ()


def histories_of(sponsor: Sponsor) -> list[Any]:
    """Return the histories of all that a profile holds."""
    rows = (SponsorInterest, SponsorExperience, ConflictOfInterest)
    return [sponsor.history, *(model.history.filter(sponsor=sponsor.pk) for model in rows)]


def keep_rows(sponsor: Sponsor, rows: Any, wanted: dict[Any, dict[str, Any]], *, by: User) -> None:
    """Make the rows of a profile those wanted, by what they are about; only what differs is written."""
    known = {subject(row): row for row in rows.all()}
    for key, row in known.items():
        if key not in wanted:
            remove_by(row, by)
    for key, facts in wanted.items():
        row = known.get(key) or rows.model(sponsor=sponsor)
        if row.pk is None or any(getattr(row, name) != fact for name, fact in facts.items()):
            for name, fact in facts.items():
                setattr(row, name, fact)
            save_by(row, by)


def subject(row: SponsorInterest | ConflictOfInterest | SponsorExperience) -> Any:
    """Return what a row is about, as two of them can be told apart."""
    if isinstance(row, SponsorExperience):
        return fold(row.employer)
    return ("account", row.account_id) if row.account_id else ("sector", row.sector_id)


def about(what: KeyAccount | Sector) -> tuple[tuple[str, int], dict[str, Any]]:
    """Return what tells an account or a sector apart, and the field that holds it."""
    name = "account" if isinstance(what, KeyAccount) else "sector"
    return (name, what.pk), {f"{name}_id": what.pk}


def keep_interests(sponsor: Sponsor, interests: Iterable[Interest], *, by: User) -> None:
    """Make the sponsor's interests those answered; of one that is named twice the first counts."""
    wanted: dict[Any, dict[str, Any]] = {}
    for interest in interests:
        key, named = about(interest.what)
        facts = {"strength": interest.strength, "sentence": interest.sentence}
        wanted.setdefault(key, named | facts)
    keep_rows(sponsor, sponsor.interests, wanted, by=by)


def keep_employers(sponsor: Sponsor, employers: Iterable[Employer], *, by: User) -> None:
    """Make the sponsor's past employers those answered."""
    wanted: dict[Any, dict[str, Any]] = {}
    for employer in employers:
        facts = {"employer": employer.name, "sector_id": employer.sector and employer.sector.pk}
        wanted.setdefault(fold(employer.name), facts)
    keep_rows(sponsor, sponsor.experiences, wanted, by=by)


def keep_conflicts(sponsor: Sponsor, conflicts: Iterable[Conflict], *, by: User, on: date) -> None:
    """Make the sponsor's conflicts of interest those declared, each with the day of its declaration.

    The leads are told of each open pairing against which one now stands.
    """
    before = set(declared_against().filter(sponsor=sponsor))
    declared = {subject(row): row.declared_on for row in sponsor.conflicts.all()}
    wanted: dict[Any, dict[str, Any]] = {}
    for conflict in conflicts:
        key, named = about(conflict.what)
        facts = {"sentence": conflict.sentence, "declared_on": declared.get(key, on)}
        wanted.setdefault(key, named | facts)
    keep_rows(sponsor, sponsor.conflicts, wanted, by=by)
    tell_of_conflicts(before, set(declared_against().filter(sponsor=sponsor)))


def tell_of_conflicts(before: set[Pairing], now: set[Pairing]) -> None:
    """Tell the leads which pairings a declared conflict newly stands against, and take back what no longer holds.

    A lead who is the KAM of the account is not told: no KAM reads of a conflict of interest.
    """
    for pairing in now - before:
        for lead in User.objects.leads().exclude(pk=pairing.kam_id):
            notify("conflict_declared", subject_id=pairing.public_id, recipient=lead)
    for pairing in before - now:
        cancel("conflict_declared", subject_id=pairing.public_id)


def keep_links(person: User, links: Iterable[Link], *, by: User, on: date) -> None:
    """Note how well the person knows each contact named now."""
    for link in links:
        say_level(person, link.contact, link.level, by=by, on=on)


def keep_topics(sponsor: Sponsor, topics: Iterable[Topic], *, by: User) -> None:
    """Make the topics that the sponsor is at home in those answered."""
    wanted = {topic.pk for topic in topics}
    if wanted != set(sponsor.topics.values_list("pk", flat=True)):
        sponsor._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - simple-history's documented way
        sponsor.topics.set(wanted)
