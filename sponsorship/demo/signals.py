"""The demo's points to watch: what the facts show to a tandem, and two sentences said in confidence."""

from dataclasses import dataclass
from datetime import date, timedelta

from sponsors.choices import Drift, InteractionKind, Mode, PairingStatus
from sponsors.models import ConfidedSignal, Interaction, Pairing
from sponsors.services.confided import (
    Agreement,
    Confidence,
    answer_confided,
    give_in_confidence,
)
from sponsors.services.drafts import Draft
from sponsors.services.interactions import log_interaction
from sponsors.services.signals import look_everywhere
from sponsorship.demo.days import at_ten, working_day
from sponsorship.demo.people import People
from sponsorship.demo.spoken import language


@dataclass(frozen=True)
class Spoken:
    """What is said, in one language of the company."""

    calls: tuple[str, ...]
    given: str
    answer: str
    agreed: str
    waiting: str


SPOKEN = {
    "en": Spoken(
        calls=("A pallet that went astray", "Two invoices to correct", "A delivery date to move"),
        given="At the last review the price came from above before I could speak. I would rather we agreed the evening before.",
        answer="Thank you for saying so. I suggest that we three settle how prices are spoken of; I raise it without naming you.",
        agreed="Ten minutes for the two of you on the evening before each review.",
        waiting="The client now writes to me about deliveries, and I answer faster than I pass it on. Help me to stop.",
    ),
    "fr": Spoken(
        calls=(
            "Une palette égarée",
            "Deux factures à corriger",
            "Une date de livraison à déplacer",
        ),
        given="À la dernière revue, le prix est venu d’en haut avant que je puisse parler. Je préférerais que nous en convenions la veille.",
        answer="Merci de l’avoir dit. Je propose de régler ensemble qui parle de prix\u202f; j’aborde le sujet sans vous nommer.",
        agreed="Dix minutes à deux la veille de chaque revue.",
        waiting="Le client m’écrit désormais pour les livraisons, et je réponds plus vite que je ne transmets. Aidez-moi à m’arrêter.",
    ),
}


def watch(people: People, pairings: list[Pairing], *, today: date) -> None:
    """Let facts show what they show, and two people say in confidence what they do not."""
    running = [row for row in pairings if row.status == PairingStatus.ACTIVE]
    own = [
        row
        for row in running
        if row.sponsor.person == people.sponsors[0] and row.kam == people.kams[0]
    ]
    other = next(row for row in running if row.sponsor.person != people.sponsors[0])
    take_calls(own[0], today=today)
    look_everywhere(on=today)
    confide(own[0], other, people, today=today)


def take_calls(pairing: Pairing, *, today: date) -> None:
    """Log three operational matters that the client brought to the sponsor, as the KAM noted them."""
    for number, subject in enumerate(SPOKEN[language(pairing.account.country)].calls):
        day = working_day(today - timedelta(days=40 - 13 * number), today=today)
        draft = Draft(
            kind=InteractionKind.CALL,
            day=day,
            subject=subject,
            mode=Mode.PHONE,
            people=[pairing.sponsor.person],
            is_operational=True,
        )
        row = log_interaction(pairing.account, draft, by=pairing.kam, on=today)
        Interaction.objects.filter(pk=row.pk).update(logged_at=at_ten(day))
        row.history.update(history_date=at_ten(day))


def confide(answered: Pairing, waiting: Pairing, people: People, *, today: date) -> None:
    """Let a KAM say a sentence that a lead has answered, and a sponsor one that waits."""
    said = SPOKEN[language(answered.account.country)]
    given, replied = (
        at_ten(working_day(today - timedelta(days=ago), today=today)) for ago in (13, 9)
    )
    word = Confidence(Drift.RANK, said.given)
    signal = give_in_confidence(answered, word, by=answered.kam, at=given)
    again = working_day(today + timedelta(days=18), today=today)
    answer_confided(
        signal, said.answer, by=people.lead, at=replied, agreement=Agreement(said.agreed, again)
    )
    rows = signal.history.order_by("history_id")
    for row, at in zip(rows, (given, replied), strict=True):
        ConfidedSignal.history.filter(pk=row.pk).update(history_date=at)
    word = Confidence(Drift.OPERATIONS, SPOKEN[language(waiting.account.country)].waiting)
    yesterday = at_ten(working_day(today - timedelta(days=1), today=today))
    give_in_confidence(waiting, word, by=waiting.sponsor.person, at=yesterday)
