"""The client's people on the page of its account: who of us knows them, and how well."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.choices import ConnectionStrength, ContactLevel
from accounts.models import FADES_AFTER, KeyAccount, aim_of
from accounts.names import full_name
from sponsorship import account_reads as reads
from sponsorship.inside import introductions_among

# How many people the page names, and how many of us for each.
PEOPLE, NAMED = 12, 2
LEVELS = {level: place for place, level in enumerate(ContactLevel.values)}


@dataclass(frozen=True)
class PersonOnTheMap:
    """A contact, how well we know them and want to, and how long ago somebody of us last met this person."""

    public_id: UUID
    name: str
    title: str
    level: str
    days_ago: int | None
    now: int
    aim: int
    is_faded: bool
    known_by: tuple[str, ...] = ()
    introductions: tuple[str, ...] = ()


def people_on_page(
    account: KeyAccount, on: date, listed: Iterable[reads.Listed] = ()
) -> tuple[list[PersonOnTheMap], int]:
    """Return the first contacts, top executives first, and how many more there are."""
    contacts = reads.contacts_by_name(account=account.pk)
    introduced, known = introductions_among(listed), known_among(listed)
    contacts.sort(key=lambda row: LEVELS.get(row.level, len(LEVELS)))
    return (
        [
            person(row, on, known.get(row.public_id, []), introduced.get(row.public_id, []))
            for row in contacts[:PEOPLE]
        ],
        max(0, len(contacts) - PEOPLE),
    )


def person(
    row: Any, on: date, known: list[reads.Listed], introductions: list[str]
) -> PersonOnTheMap:
    """Return one contact with those of us who know them, the closest first."""
    best = known[0] if known else None
    return PersonOnTheMap(
        public_id=row.public_id,
        name=f"{row.first_name} {row.last_name}".strip(),
        title=row.title,
        level=str(ContactLevel(row.level).label) if row.level else "",
        days_ago=(on - row.last_day).days if row.last_day else None,
        now=int(best.kind) if best else ConnectionStrength.UNKNOWN,
        aim=aim_of(row.level, row.wanted),
        is_faded=best is not None and best.day is not None and on - best.day > FADES_AFTER,
        known_by=tuple(full_name(one.first, one.last, one.email) for one in known[:NAMED]),
        introductions=tuple(introductions),
    )


def known_among(listed: Iterable[reads.Listed]) -> dict[UUID, list[reads.Listed]]:
    """Return for each contact who of us knows them, the closest first."""
    found: dict[UUID, list[reads.Listed]] = {}
    for row in listed:
        if row.part == "known" and row.key is not None:
            found.setdefault(row.key, []).append(row)
    return found
