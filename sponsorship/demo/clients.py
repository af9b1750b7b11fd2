"""The clients of the demo: accounts, contacts, figures, events and the words of the briefs."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from accounts.choices import TeamRole, Tier, WhoMayAsk
from accounts.models import (
    AnnualFigures,
    Ask,
    Brief,
    ClientEvent,
    Contact,
    KeyAccount,
    NoGo,
    Sector,
    TeamMember,
    User,
)
from sponsorship.demo.people import People, plain
from sponsorship.demo.words import (
    ASKS,
    CLIENT_EVENTS,
    CLIENTS,
    CONTACT_ROLES,
    FIRST,
    LAST,
    NO_GOS,
    PLACES,
    SITUATIONS,
)

YEARS_ON_THE_TEAM = 4


def found_clients(people: People, random: Random, *, today: date) -> list[KeyAccount]:
    """Make the sixty accounts with everything that stands on them, and return them in order."""
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    accounts = []
    for number, (name, sector) in enumerate(CLIENTS):
        city, country = PLACES[number % len(PLACES)]
        account = KeyAccount(
            name=name,
            external_id=f"K{number + 1:03}",
            sector=sectors[sector],
            city=city,
            country=country,
            tier=[Tier.STRATEGIC, Tier.GLOBAL, Tier.KEY][number % 3],
            client_language=language(country),
        )
        account.save()
        accounts.append(account)
        staff(account, number, people, random, today=today)
        contacts = meet(account, number, random)
        earn(account, random, today=today)
        kam = people.kams[number % len(people.kams)]
        write(account, number, kam, contacts, random, today=today)
    return accounts


def language(country: str) -> str:
    """Return the language in which the demo's people write about a client of that country."""
    return "fr" if country == "FR" else "en"


def staff(account: KeyAccount, number: int, people: People, random: Random, *, today: date) -> None:
    """Put a KAM and two or three colleagues on the account."""
    since = today - timedelta(days=365 * YEARS_ON_THE_TEAM)
    kam = people.kams[number % len(people.kams)]
    rows = [TeamMember(account=account, person=kam, role=TeamRole.KAM, from_day=since)]
    members = random.sample(people.team[1:], 2 + number % 2)
    if number % len(people.kams) == 0:
        members.append(people.team[0])
    rows += [
        TeamMember(account=account, person=member, role=TeamRole.TEAM, from_day=since)
        for member in members
    ]
    TeamMember.objects.bulk_create(rows)


def meet(account: KeyAccount, number: int, random: Random) -> list[Contact]:
    """Make the account's contacts, top executives first."""
    contacts = []
    for place, (title, level) in enumerate(CONTACT_ROLES[: 6 + number % 3]):
        first, last = random.choice(FIRST[account.country]), random.choice(LAST[account.country])
        contact = Contact(
            account=account,
            external_id=f"{account.external_id}-{place + 1}",
            first_name=first,
            last_name=last,
            title=title,
            level=level,
            email=f"{plain(first)}.{plain(last)}@client{number + 1:02}.example",
            city=account.city,
            country=account.country,
        )
        contact.derive()
        contacts.append(contact)
    return Contact.objects.bulk_create(contacts)


def earn(account: KeyAccount, random: Random, *, today: date) -> None:
    """Make six years of figures, the running year provisional."""
    revenue = Decimal(random.randrange(1_800, 24_000)) * 1000
    rows = []
    for year in range(today.year - 6, today.year + 1):
        target = (revenue * Decimal("1.04")).quantize(Decimal(1))
        revenue = (revenue * Decimal(random.randrange(93, 119)) / 100).quantize(Decimal(1))
        running = year == today.year
        rows.append(
            AnnualFigures(
                account=account,
                year=year,
                revenue=revenue,
                target=target,
                is_final=not running,
                satisfaction=None if running else Decimal(random.randrange(58, 93)) / 10,
            )
        )
    AnnualFigures.objects.bulk_create(rows)


def write(
    account: KeyAccount,
    number: int,
    kam: User,
    contacts: list[Contact],
    random: Random,
    *,
    today: date,
) -> None:
    """Write the brief, its asks and no-gos, and the events at the client; some are stale, some not written yet."""
    words = account.client_language
    if number % 11 != 7:
        checked = today - timedelta(
            days=random.randrange(2, 80) if number % 5 else random.randrange(95, 160)
        )
        lines = random.sample(SITUATIONS[words], 4)
        Brief.objects.create(
            account=account, situation="\n".join(lines), checked_on=checked, checked_by=kam
        )
        asks = random.sample(ASKS[words], 3)
        for place, text in enumerate(asks):
            Ask.objects.create(
                account=account,
                contact=contacts[place] if place < 2 else None,
                text=text,
                written_by=kam,
                until=today + timedelta(days=30 * (place + 1)),
                who_may_ask=WhoMayAsk.SPONSOR
                if number % 4 == 0 and place == 1
                else WhoMayAsk.ANYONE,
            )
        NoGo.objects.create(account=account, text=random.choice(NO_GOS[words]), written_by=kam)
    happened = CLIENT_EVENTS[words]
    for place in range(8):
        kind, text = happened[(number + place) % len(happened)]
        public = today - timedelta(days=25 + 85 * place + random.randrange(20))
        known = public - timedelta(days=random.choice([0, 12, 45, 90, 140]))
        ClientEvent.objects.create(
            account=account,
            kind=kind,
            text=text,
            known_on=known,
            public_on=public,
            entered_by=kam,
            entered_on=known,
        )
