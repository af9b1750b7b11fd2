"""The demo's account reviews, last year's season with its laureates, and the one that runs."""

from datetime import date, timedelta
from random import Random

from django.db.models import F

from reviews.choices import ReviewType, SeasonState, StartedBy
from reviews.models import AccountReview, Decision, Scorecard, Season
from reviews.services.laureates import TooManyLaureatesError, name_laureate
from reviews.services.scorecards import compute_season
from reviews.services.seasons import (
    begin_collecting,
    confirm_laureates,
    create_season,
    freeze_season,
    open_season,
    publish_season,
)
from sponsors.choices import InteractionKind, InteractionStatus, Mode, PairingStatus, Side
from sponsors.models import Interaction, InteractionContact, InteractionPerson, Pairing
from sponsorship.demo.days import working_day
from sponsorship.demo.people import People
from sponsorship.demo.spoken import CITATIONS, Deck, words_of


def hold_reviews(pairings: list[Pairing], random: Random, *, today: date) -> None:
    """Give each running tandem two reviews a year, one ahead, some asked for by the client with evidence."""
    deck = Deck(random)
    for number, pairing in enumerate(row for row in pairings if row.status == PairingStatus.ACTIVE):
        started = pairing.started_on or today
        day = started + timedelta(days=60 + number % 40)
        turn = 0
        while day < today - timedelta(days=3):
            met = working_day(day, today=today)
            hold(pairing, met, by_client=(number + turn) % 3 == 0, deck=deck, today=today)
            day += timedelta(days=182)
            turn += 1
        if number % 3 == 0:
            ahead = today + timedelta(days=[5, 12, 26, 48][number // 3 % 4])
            plan(pairing, working_day(ahead, today=today), deck)


def hold(pairing: Pairing, day: date, *, by_client: bool, deck: Deck, today: date) -> None:
    """Write one review that took place, with a decision."""
    words = words_of(pairing.account.country)
    row = interaction(pairing, day, deck, InteractionStatus.HELD)
    contacts = list(pairing.account.contacts.by_level()[:2])
    InteractionContact.objects.bulk_create(
        [
            InteractionContact(interaction=row, contact=contact, level=contact.level)
            for contact in contacts
        ]
    )
    review = AccountReview.objects.create(
        interaction=row,
        type=ReviewType.STRATEGIC,
        started_by=StartedBy.CLIENT if by_client else StartedBy.US,
        requested_on=day - timedelta(days=40) if by_client else None,
        evidence=f"E-mail · {contacts[0]}" if by_client and contacts else "",
        agenda=words.agenda,
        minutes=deck.draw(words.minutes, of=pairing.pk),
    )
    recent = today - day < timedelta(days=90)
    Decision.objects.create(
        review=review,
        text=deck.draw(words.decisions, of=pairing.pk),
        owner=pairing.kam,
        due_on=day + timedelta(days=75),
        done_on=None if recent else day + timedelta(days=60),
    )


def plan(pairing: Pairing, day: date, deck: Deck) -> None:
    """Write one review ahead."""
    words = words_of(pairing.account.country)
    AccountReview.objects.create(
        interaction=interaction(pairing, day, deck, InteractionStatus.PLANNED),
        type=ReviewType.STRATEGIC,
        agenda=words.agenda,
    )


def interaction(pairing: Pairing, day: date, deck: Deck, status: InteractionStatus) -> Interaction:
    """Write the exchange that a review is."""
    speaker = pairing.kam if status == InteractionStatus.HELD else None
    row = Interaction.objects.create(
        account=pairing.account,
        pairing=pairing,
        kind=InteractionKind.REVIEW,
        side=Side.CLIENT,
        mode=Mode.FACE_TO_FACE,
        status=status,
        day=day,
        subject=deck.draw(words_of(pairing.account.country).reviews, of=pairing.pk),
        logged_by=pairing.kam,
        debriefed_by=speaker,
        vouched_by=speaker,
        place=pairing.account.city,
    )
    people = [pairing.kam, pairing.sponsor.person]
    InteractionPerson.objects.bulk_create(
        [InteractionPerson(interaction=row, person=person) for person in people]
    )
    return row


def run_seasons(people: People, *, today: date) -> None:
    """Honour last year's best tandems, and let this year's season run."""
    last, this = today.year - 1, today.year
    past = open_season(
        create_season(season(last, is_first=True, today=today), by=people.lead), by=people.lead
    )
    past = begin_collecting(past, by=people.lead, on=today)
    compute_season(past, on=today)
    past = freeze_season(past, by=people.lead, on=today)
    honour(past, people)
    running = open_season(
        create_season(season(this, is_first=False, today=today), by=people.lead), by=people.lead
    )
    compute_season(running, on=today)


def season(year: int, *, is_first: bool, today: date) -> Season:
    """Return the season of a calendar year; one that is over collects until March, or until yesterday."""
    collect_until = min(date(year + 1, 3, 31), max(date(year, 12, 31), today - timedelta(days=1)))
    if year == today.year:
        collect_until = date(year + 1, 3, 31)
    return Season(
        name=str(year),
        first_day=date(year, 1, 1),
        last_day=date(year, 12, 31),
        collect_until=collect_until,
        is_first=is_first,
    )


def honour(past: Season, people: People) -> None:
    """Name the laureates among the best of each class, and publish them."""
    past.refresh_from_db()
    if past.state != SeasonState.FROZEN:
        return
    citations = iter(CITATIONS)
    words = next(citations, None)
    for card in (
        Scorecard.objects.filter(season=past)
        .select_related("pairing")
        .order_by(F("score").desc(nulls_last=True), F("means").desc(nulls_last=True), "pk")
    ):
        if words is None:
            break
        try:
            name_laureate(
                past, card.pairing, citation_en=words[0], citation_fr=words[1], by=people.lead
            )
        except TooManyLaureatesError:
            continue
        words = next(citations, None)
    confirm_laureates(past, by=people.lead)
    publish_season(past, by=people.lead)
