"""The tensions of the demo: one urgent and fresh, one under way, one to watch, one inside the company, one handed back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import KeyAccount, Notification, User
from sponsors.models import Tension
from sponsors.services.tensions import (
    FirstWord,
    close_tension,
    note_contact,
    open_tension,
    take_in,
    update_tension,
)
from sponsorship.demo.days import at_ten, working_day


@dataclass(frozen=True)
class Step:
    """What the sponsor did so many days ago: took it in, spoke to them, or said what was new at a stage and level."""

    days_ago: int
    stage: str = ""
    text: str = ""
    level: str = "serious"


@dataclass(frozen=True)
class Story:
    """A tension on the account of that number, opened by its KAM so many days ago."""

    account: int
    days_ago: int
    level: str
    said: str
    side: str = "client"
    by_contact: int | None = None
    said_by: str = ""
    is_shielded: bool = False
    steps: tuple[Step, ...] = ()


# By the numbers of their accounts: 0, 3 and 20 are written about in French, 2 in English.
STORIES = [
    Story(
        account=20,
        days_ago=61,
        level="serious",
        by_contact=2,
        said="Trois livraisons en retard en un mois. «\u202fNous n’avons plus confiance dans vos dates\u202f», "
        "nous dit-on avant le comité de pilotage.",
        steps=(
            Step(60),
            Step(
                54,
                "plan",
                "Plan présenté\u202f: stock de sécurité sur place et un point chaque lundi.",
            ),
            Step(46, "plan", "Deux livraisons à l’heure. Le point du lundi est tenu.", "watch"),
            Step(32, "recovering", "Un mois sans retard. Le client allège le point.", "watch"),
            Step(
                18,
                "handed_back",
                "Donner une date moins belle mais tenue, et appeler avant le client, pas après.",
            ),
        ),
    ),
    Story(
        account=3,
        days_ago=34,
        level="serious",
        by_contact=1,
        is_shielded=True,
        said="La direction financière conteste les pénalités de l’an dernier et bloque deux factures.",
        steps=(
            Step(33),
            Step(
                27,
                "plan",
                "Rendez-vous de direction à direction\u202f: un calcul commun sous quinze jours.",
            ),
            Step(13, "recovering", "Calcul partagé, première facture débloquée.", "watch"),
            Step(5, "recovering", "Seconde facture promise pour la fin du mois.", "watch"),
        ),
    ),
    Story(
        account=2,
        days_ago=16,
        level="watch",
        by_contact=3,
        said="Procurement hints that two of our competitors have been invited to a workshop without us.",
        steps=(
            Step(15),
            Step(
                9,
                "open",
                "Coffee with their head of procurement: no decision yet, we are asked in next month.",
                "watch",
            ),
        ),
    ),
    Story(
        account=0,
        days_ago=9,
        level="serious",
        side="internal",
        said_by="Responsable de l’usine de Lille",
        said="Les ventes promettent des délais que l’usine n’a pas confirmés. Chacun écrit à son chef.",
        steps=(
            Step(8),
            Step(
                3,
                "plan",
                "Vu les deux équipes ensemble\u202f: l’usine valide chaque date avant l’offre.",
            ),
        ),
    ),
    Story(
        account=0,
        days_ago=0,
        level="urgent",
        by_contact=2,
        said="Deuxième arrêt de ligne en trois semaines. On nous demande un responsable et un plan avant vendredi, "
        "sinon le sujet monte au comité exécutif.",
    ),
]


def strain(accounts: list[KeyAccount], *, today: date) -> None:
    """Write the tensions step by step, each on its day, through the services that the pages use."""
    for story in STORIES:
        tell(story, KeyAccount.objects.with_team().get(pk=accounts[story.account].pk), today)


def tell(story: Story, account: KeyAccount, today: date) -> None:
    """Write one tension with its course; of what is past no message waits to be sent."""
    kam, sponsor = account.kam, account.sponsor_person
    if kam is None or sponsor is None:
        raise RuntimeError("a story of the demo needs a tandem")
    contacts = list(account.contacts.order_by("pk"))
    word = FirstWord(
        level=story.level,
        said=story.said,
        side=story.side,
        contact=None if story.by_contact is None else contacts[story.by_contact],
        said_by=story.said_by,
        is_shielded=story.is_shielded,
    )
    tension = open_tension(account, word, by=kam, at=moment(story.days_ago, today))
    for step in story.steps:
        act(tension, step, story, sponsor, moment(step.days_ago, today))
    if story.days_ago:
        Notification.objects.filter(subject_id=str(tension.public_id)).delete()
    date_history(tension)


def act(tension: Tension, step: Step, story: Story, sponsor: User, at: datetime) -> None:
    """Let the sponsor take one step."""
    if not step.stage:
        take_in(tension, is_shielded=story.is_shielded, by=sponsor, at=at)
        note_contact(tension, by=sponsor, at=at + timedelta(hours=5))
    elif step.stage == "handed_back":
        close_tension(tension, step.stage, learnt=step.text, by=sponsor, at=at)
    else:
        stage = Tension.objects.get(pk=tension.pk).stage
        update_tension(
            tension, step.text, stage=step.stage, level=step.level, seen=stage, by=sponsor, at=at
        )


def moment(days_ago: int, today: date) -> datetime:
    """Return ten in the morning so many days ago; for today, an hour and a half ago."""
    if not days_ago:
        return timezone.now() - timedelta(minutes=90)
    return at_ten(working_day(today - timedelta(days=days_ago), today=today))


def date_history(tension: Tension) -> None:
    """Date each row of the history as the line of the course that was written with it."""
    days = tension.updates.values_list("at", flat=True)
    for row, at in zip(tension.history.order_by("history_id"), days, strict=True):
        row.history_date = at
        row.save(update_fields=["history_date"])
