"""Fill the bench database: 10,000 accounts, 30,000 contacts, 200,000 interactions."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from accounts.choices import PROGRAMME_LEADS, ContactLevel, Function, TeamRole, Tier
from accounts.models import AnnualFigures, Ask, Brief, Contact, KeyAccount, Sector, TeamMember, User
from sponsors.choices import InteractionKind, InteractionStatus, Mode, PairingStatus, Side
from sponsors.models import (
    Interaction,
    InteractionContact,
    InteractionPerson,
    Pairing,
    PairingTerm,
    Sponsor,
)
from sponsors.services.silence import mark_silence

BATCH = 2_000
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Size:
    """How much to fill in."""

    accounts: int = 10_000
    contacts_each: int = 3
    interactions_each: int = 20


def fill(size: Size) -> None:
    """Fill an empty database; the first KAM and the first lead sign in."""
    random = Random(1)
    today = date.today()  # noqa: DTZ011 - the bench has no reader and no zone
    people = fill_people(kams=-(-size.accounts // 4), executives=size.accounts // 3 + 67)
    sectors = list(Sector.objects.narrow().order_by("pk"))
    accounts = write(
        KeyAccount(
            name=f"Company {number:05} {random.choice(['Energy', 'Rail', 'Foods', 'Bank', 'Aero'])}",
            external_id=f"B{number}",
            sector=sectors[number % len(sectors)],
            tier=Tier.values[number % 3],
            city=random.choice(["Lyon", "Munich", "Milan"]),
            country=["FR", "DE", "IT"][number % 3],
        )
        for number in range(size.accounts)
    )
    fill_accounts(accounts, people, size, random, today)
    mark_silence(on=today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill_people(*, kams: int, executives: int) -> tuple[list[User], list[User]]:
    """Make so many KAMs and executives, and the lead."""
    password = make_password("bench-only-password")
    lead = User.objects.create(
        email="lead@bench.example", first_name="Lead", last_name="Bench", password=password
    )
    lead.groups.add(Group.objects.get(name=PROGRAMME_LEADS))
    heads = write(
        User(
            email=f"kam{n}@bench.example",
            first_name="Kam",
            last_name=f"Number{n:04}",
            password=password,
            function=Function.SALES,
        )
        for n in range(kams)
    )
    general_management = write(
        User(
            email=f"exec{n}@bench.example",
            first_name="Exec",
            last_name=f"Number{n:04}",
            password=password,
            is_executive=True,
        )
        for n in range(executives)
    )
    return heads, general_management


def fill_accounts(
    accounts: list[KeyAccount],
    people: tuple[list[User], list[User]],
    size: Size,
    random: Random,
    today: date,
) -> None:
    """Give each account its people, figures, brief, pairing and interactions."""
    kams, executives = people
    kam_of = {account.pk: kams[number // 4] for number, account in enumerate(accounts)}
    contacts = write(
        Contact(
            account=account,
            first_name="Contact",
            last_name=f"Of{account.pk:05}x{place}",
            title="CFO",
            level=ContactLevel.values[place % 5],
        )
        for account in accounts
        for place in range(size.contacts_each)
    )
    write(
        TeamMember(
            account=account,
            person=kam_of[account.pk],
            role=TeamRole.KAM,
            from_day=today - timedelta(900),
        )
        for account in accounts
    )
    write(
        AnnualFigures(
            account=account,
            year=today.year - back,
            revenue=random.randrange(10**6, 10**8),
            target=10**7,
            satisfaction=7,
        )
        for account in accounts
        for back in range(1, 6)
    )
    write(
        Brief(
            account=account,
            situation="One.\nTwo.\nThree.",
            checked_on=today - timedelta(account.pk * 37 % 150),
        )
        for account in accounts
    )
    write(
        Ask(account=account, text="When is the tender published?", written_by=kam_of[account.pk])
        for account in accounts
    )
    sponsors = write(
        Sponsor(person=person, volunteered_on=today, capacity=3, entered_by=person)
        for person in executives
    )
    started = today - timedelta(600)
    pairings = write(
        Pairing(
            account=account,
            sponsor=sponsors[number // 3],
            kam=kam_of[account.pk],
            slot=number % 3 + 1,
            proposed_by=kam_of[account.pk],
            status=PairingStatus.ACTIVE,
            starts_on=started,
            started_on=started,
            agreed_outside=True,
        )
        for number, account in enumerate(accounts)
    )
    write(
        PairingTerm(pairing=row, starts_on=started, ends_on=started + timedelta(1095))
        for row in pairings
    )
    write(
        TeamMember(
            account=row.account, person=row.sponsor.person, role=TeamRole.SPONSOR, from_day=started
        )
        for row in pairings
    )
    fill_interactions(accounts, pairings, contacts, size, random, today)


def fill_interactions(
    accounts: list[KeyAccount],
    pairings: list[Pairing],
    contacts: list[Contact],
    size: Size,
    random: Random,
    today: date,
) -> None:
    """Write the interactions, the oldest first, each with the KAM and every second with the sponsor and a contact."""
    rows = write(
        interaction(
            account,
            pairings[place],
            random,
            today - timedelta(days=590 - 590 * turn // size.interactions_each + place % 25),
        )
        for turn in range(size.interactions_each)
        for place, account in enumerate(accounts)
    )
    write(InteractionPerson(interaction=row, person=row.logged_by) for row in rows)
    every_second = rows[::2]
    write(
        InteractionPerson(
            interaction=row, person=pairings[place * 2 % len(accounts)].sponsor.person
        )
        for place, row in enumerate(every_second)
    )
    write(
        InteractionContact(
            interaction=row,
            contact=contacts[place * 2 % len(accounts) * size.contacts_each],
            level=ContactLevel.EXECUTIVE_COMMITTEE,
        )
        for place, row in enumerate(every_second)
    )


def interaction(account: KeyAccount, pairing: Pairing, random: Random, day: date) -> Interaction:
    """Return one interaction of an account on a day; those ahead are planned, those behind us told by the KAM."""
    kind = random.choice([InteractionKind.EXCHANGE, InteractionKind.MEETING, InteractionKind.CALL])
    row = Interaction(
        account=account,
        pairing=pairing,
        kind=kind,
        side=Side.TANDEM if kind == InteractionKind.EXCHANGE else Side.CLIENT,
        mode=Mode.VIDEO,
        status=InteractionStatus.PLANNED if day > date.today() else InteractionStatus.HELD,  # noqa: DTZ011 - as above
        day=day,
        subject=f"Talk {uuid.UUID(int=random.getrandbits(128)).hex[:8]}",
        logged_by=pairing.kam,
        vouched_by=pairing.kam,
    )
    if row.status == InteractionStatus.HELD:
        row.debriefed_by, row.debriefed_at = pairing.kam, timezone.now()
    return row


def write(rows: Iterator[M]) -> list[M]:
    """Write rows in batches, with what they derive, and return them with their keys."""
    written: list[M] = []
    while batch := list(islice(rows, BATCH)):
        for row in batch:
            if hasattr(row, "derive"):
                row.derive()
        manager: Any = type(batch[0])._default_manager
        written += manager.bulk_create(batch)
    return written
