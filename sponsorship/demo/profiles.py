"""What the demo's sponsors say of themselves, and what its clients care about: with reasons, and with gaps."""

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from accounts.choices import TOP_LEVELS
from accounts.models import Contact, KeyAccount, Sector, Topic
from accounts.services.connections import say_level
from sponsors.choices import Grasp
from sponsors.coverage import accounts_without_sponsor
from sponsors.models import ConflictOfInterest, Sponsor, SponsorInterest
from sponsors.services.terms import months_later

# What clients of a family of sectors talk about; an account's agenda takes two or three of these.
AGENDAS = {
    "family-industry": ["operations", "supply-chain", "quality", "innovation", "sustainability"],
    "family-infrastructure": ["sustainability", "finance", "operations", "legal"],
    "family-consumer": ["supply-chain", "market", "purchasing", "people"],
    "family-finance": ["finance", "legal", "digital", "transformation"],
    "family-health": ["quality", "innovation", "legal", "supply-chain"],
    "family-digital": ["digital", "innovation", "strategy", "people"],
}
SECTOR_OF = {
    "Orvane": "energy",
    "Celtis": "banking",
    "Brasmont": "construction",
    "Teralis": "logistics",
    "Kervel": "food-beverage",
    "Northcote": "insurance",
}
GRASPS = [Grasp.TRAINED, Grasp.TRAINED, Grasp.PLANNED, Grasp.NO, ""]
WISHES = {
    "fr": [
        "J’y ai passé mes premières années, et j’en ai gardé le goût.",
        "Leurs questions d’aujourd’hui sont les nôtres de demain.",
        "Je voudrais comprendre de près comment ils décident.",
        "Nous pouvons leur apporter ce que mes équipes savent faire de mieux.",
        "Leur transformation ressemble à celle que j’ai conduite ici.",
    ],
    "en": [
        "I began my career there and never lost the taste for it.",
        "What occupies them today will occupy us tomorrow.",
        "I would like to see from close by how they decide.",
        "What my teams do best is what they look for.",
        "Their transformation is much like the one I led here.",
    ],
}
CLIENT_CONFLICT = {
    "fr": "Mon frère siège au conseil d’administration.",
    "en": "My brother sits on the board of directors.",
}
SECTOR_CONFLICT = {
    "fr": "J’y détiens des titres d’un concurrent.",
    "en": "I hold shares of a competitor there.",
}
CLIENT_STANDS, SECTOR_STANDS, LEAVES_EARLY = 5, 9, 7


def tell_profiles(accounts: list[KeyAccount], sponsors: list[Sponsor], *, today: date) -> None:
    """Give accounts their agendas and sponsors their answers. Drawn apart, so that the rest of the story stays as it is."""
    random = Random(36)  # noqa: S311 - a story, not a secret
    topics = {topic.code: topic for topic in Topic.objects.all()}
    set_agendas(accounts, topics, random)
    bare = list(accounts_without_sponsor().order_by("pk"))
    for number, sponsor in enumerate(sponsors):
        answer(sponsor, number, topics, random, today=today)
        wish(sponsor, number, bare, random)
        name_links(sponsor, number, bare, random, today=today)
    declare_conflicts(sponsors, bare, today=today)


def set_agendas(accounts: list[KeyAccount], topics: dict[str, Topic], random: Random) -> None:
    """Say what each client's agenda is about; of one in nine nothing is known yet."""
    for number, account in enumerate(accounts):
        family = account.sector.parent if account.sector else None
        possible = AGENDAS.get(family.code if family else "", [])
        if number % 9 != 4 and possible:
            chosen = random.sample(possible, 2 + number % 2)
            account.topics.set(topics[code] for code in chosen)


def answer(
    sponsor: Sponsor, number: int, topics: dict[str, Topic], random: Random, *, today: date
) -> None:
    """Fill in what is folded away; some sponsors have left it for later."""
    sponsor.grasp = GRASPS[number % len(GRASPS)]
    sponsor.has_named_all_links = number % 3 == 0
    if number == LEAVES_EARLY:
        sponsor.available_until = months_later(today, 20)
    sponsor.save()
    if number % 6 != 5:
        own = [topic for topic in topics.values() if topic.function == sponsor.person.function]
        other = random.sample(
            [topic for topic in topics.values() if topic not in own], 2 - bool(own)
        )
        sponsor.topics.set(own + other)
    for experience in sponsor.experiences.all():
        code = SECTOR_OF.get(experience.employer)
        experience.sector = Sector.objects.filter(code=code).first()
        experience.save()


def wish(sponsor: Sponsor, number: int, bare: list[KeyAccount], random: Random) -> None:
    """Give reasons for the wishes, and let every other sponsor name a client."""
    sentences = WISHES[language_of(sponsor)]
    for interest in sponsor.interests.all():
        interest.sentence = random.choice(sentences)
        interest.save()
    if number % 2 and bare:
        SponsorInterest.objects.create(
            sponsor=sponsor,
            account=random.choice(bare),
            strength=random.randrange(3, 6),
            sentence=random.choice(sentences),
        )


def name_links(
    sponsor: Sponsor, number: int, bare: list[KeyAccount], random: Random, *, today: date
) -> None:
    """Let two sponsors of three name whom they know; KAMs have confirmed some of it."""
    if number % 3 == 1:
        return
    near = random.sample(bare, min(2, len(bare)))
    contacts = list(Contact.objects.filter(account__in=near, level__in=TOP_LEVELS).order_by("pk"))
    for contact in random.sample(contacts, min(2, len(contacts))):
        day = today - timedelta(days=random.randrange(20, 200))
        entry = say_level(
            sponsor.person, contact, random.randrange(1, 5), by=sponsor.person, on=day
        )
        kam = contact.account.kam
        if kam is not None and kam != sponsor.person and number % 2 == 0:
            entry.confirmed_by, entry.confirmed_at = kam, timezone.now()
            entry.save()


def declare_conflicts(sponsors: list[Sponsor], bare: list[KeyAccount], *, today: date) -> None:
    """Let one sponsor stand aside for a client, and one for a sector in which they sponsor nothing."""
    by_client, by_sector = sponsors[CLIENT_STANDS], sponsors[SECTOR_STANDS]
    ConflictOfInterest.objects.create(
        sponsor=by_client,
        account=bare[0],
        sentence=CLIENT_CONFLICT[language_of(by_client)],
        declared_on=today - timedelta(days=90),
    )
    taken = set(by_sector.pairings.open().values_list("account__sector", flat=True))
    sector = next(account.sector for account in bare if account.sector_id not in taken)
    ConflictOfInterest.objects.create(
        sponsor=by_sector,
        sector=sector,
        sentence=SECTOR_CONFLICT[language_of(by_sector)],
        declared_on=today - timedelta(days=30),
    )


def language_of(sponsor: Sponsor) -> str:
    """Return the language in which a sponsor of the demo writes."""
    return "fr" if sponsor.person.country == "FR" else "en"
