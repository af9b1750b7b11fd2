"""The clients of the demo: accounts, contacts, figures, events and the words of the briefs."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from accounts.choices import TeamRole, Tier, WhoMayAsk
from accounts.models import (
    AnnualFigures,
    Ask,
    Brief,
    Contact,
    KeyAccount,
    NoGo,
    QuarterlyFigures,
    Sector,
    TeamMember,
    User,
)
from sponsorship.demo.events import happen
from sponsorship.demo.names import FIRST, LAST, PORTFOLIOS
from sponsorship.demo.people import People, plain
from sponsorship.demo.spoken import Deck, language, words_of
from sponsorship.demo.titles import CONTACT_ROLES, in_words

CURRENCIES = {"GB": "GBP", "US": "USD"}
# One brief in so many is stale, or not written yet.
STALE = 7
NOT_WRITTEN = 11
# How a year's revenue falls on its quarters, in per cent.
QUARTERS = (22, 26, 23, 29)
# The account that the key account manager of the cast has besides three.
FOURTH = 45


def found_clients(people: People, random: Random, *, today: date) -> list[KeyAccount]:
    """Make the sixty accounts with everything that stands on them, and return them in order."""
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    deck = Deck(random)
    accounts = []
    for number, (country, name, sector, city) in enumerate(clients()):
        account = KeyAccount(
            name=name,
            external_id=f"K{number + 1:03}",
            sector=sectors[sector],
            city=city,
            country=country,
            tier=[Tier.STRATEGIC, Tier.GLOBAL, Tier.KEY][number % 3],
            client_language=language(country),
            currency=CURRENCIES.get(country, "EUR"),
        )
        account.save()
        accounts.append(account)
        kam = people.kams[0 if number == FOURTH else number % len(people.kams)]
        staff(account, number, kam, people, random, today=today)
        contacts = meet(account, number, random)
        earn(account, random, today=today)
        write(account, number, kam, contacts, deck, today=today)
        happen(account, number, contacts, random, today=today)
    return accounts


def clients() -> Iterator[tuple[str, str, str, str]]:
    """Yield country, name, sector and city, so that the first of each manager come before the second."""
    for turn in range(3):
        for country, *own in PORTFOLIOS:
            yield (country, *own[turn])


def staff(
    account: KeyAccount, number: int, kam: User, people: People, random: Random, *, today: date
) -> None:
    """Put a KAM and two or three colleagues on the account."""
    since = today - timedelta(days=1200 + 97 * number % 700)
    rows = [TeamMember(account=account, person=kam, role=TeamRole.KAM, from_day=since)]
    members = random.sample(people.team[1:], 2 + number % 2)
    if kam == people.kams[0]:
        members.append(people.team[0])
    rows += [
        TeamMember(account=account, person=member, role=TeamRole.TEAM, from_day=since)
        for member in members
    ]
    TeamMember.objects.bulk_create(rows)


def meet(account: KeyAccount, number: int, random: Random) -> list[Contact]:
    """Make the account's contacts, top executives first."""
    contacts = []
    lasts = random.sample(LAST[account.country], len(CONTACT_ROLES))
    for place, (_matter, level, title) in enumerate(CONTACT_ROLES[: 6 + number % 3]):
        is_woman = random.random() < 0.5
        women, men = FIRST[account.country]
        first, last = random.choice(women if is_woman else men), lasts[place]
        contact = Contact(
            account=account,
            external_id=f"{account.external_id}-{place + 1}",
            first_name=first,
            last_name=last,
            title=in_words(title, account.country, is_woman=is_woman),
            level=level,
            email=f"{plain(first)}.{plain(last)}@{plain(account.name).replace('&', '')}.example",
            city=account.city,
            country=account.country,
        )
        contact.derive()
        contacts.append(contact)
    return Contact.objects.bulk_create(contacts)


def earn(account: KeyAccount, random: Random, *, today: date) -> None:
    """Make six years of figures, the running year provisional, and the quarters of the last three."""
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
                currency=account.currency,
                revenue=revenue,
                target=target,
                is_final=not running,
                satisfaction=None if running else Decimal(random.randrange(58, 93)) / 10,
            )
        )
    AnnualFigures.objects.bulk_create(rows)
    QuarterlyFigures.objects.bulk_create(
        row for year in rows[-3:] for row in quarters_of(year, today)
    )


def quarters_of(year: AnnualFigures, today: date) -> list[QuarterlyFigures]:
    """Part a year into its quarters, as far as they are over."""
    over = 4 if year.is_final else (today.month - 1) // 3
    revenue, target = year.revenue or Decimal(0), year.target or Decimal(0)
    parts = [(revenue * part / 100).quantize(Decimal(1)) for part in QUARTERS]
    parts[-1] = revenue - sum(parts[:-1], Decimal(0))
    return [
        QuarterlyFigures(
            account=year.account,
            year=year.year,
            quarter=number,
            currency=year.currency,
            revenue=parts[number - 1],
            target=(target * QUARTERS[number - 1] / 100).quantize(Decimal(1)),
        )
        for number in range(1, over + 1)
    ]


def write(
    account: KeyAccount,
    number: int,
    kam: User,
    contacts: list[Contact],
    deck: Deck,
    *,
    today: date,
) -> None:
    """Write the brief, its asks and no-gos; some are stale, some not written yet."""
    if number % NOT_WRITTEN == 7:
        return
    words, random = words_of(account.country), deck.random
    is_stale = number % STALE == 6
    age = random.randrange(95, 160) if is_stale else random.randrange(2, 70)
    lines = [words.sectors[account.sector.code if account.sector else ""]]
    lines += [deck.draw(group) for group in words.situations]
    Brief.objects.create(
        account=account,
        situation="\n".join(lines),
        checked_on=today - timedelta(days=age),
        checked_by=kam,
    )
    for place, (matter, _level, _title) in enumerate(CONTACT_ROLES[: 3 + number % 3]):
        text, why = deck.draw(words.asks[matter])
        Ask.objects.create(
            account=account,
            contact=contacts[place],
            text=text,
            why=why,
            written_by=kam,
            until=today + timedelta(days=30 * (place + 1)) if place else None,
            who_may_ask=WhoMayAsk.SPONSOR if number % 4 == 0 and place == 1 else WhoMayAsk.ANYONE,
        )
    text, why = deck.draw(words.asks["anyone"])
    Ask.objects.create(account=account, text=text, why=why, written_by=kam)
    NoGo.objects.create(account=account, text=deck.draw(words.no_gos), written_by=kam)
