"""What was told after meetings in the demo: what an executive heard, answers to asks, and a dispute."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.choices import FINAL_OUTCOMES, AskOutcome, WhoMayAsk
from accounts.models import KeyAccount, Notification, User
from accounts.services.asks import Answered
from sponsors.choices import InteractionKind, InteractionStatus, Mode, Mood
from sponsors.models import Interaction
from sponsors.services.debriefs import Told, confirm_debrief, report_meeting
from sponsors.services.disputes import open_dispute
from sponsors.services.drafts import Draft
from sponsorship.demo.days import working_day
from sponsorship.demo.people import People


@dataclass(frozen=True)
class Heard:
    """What an executive heard so many days ago from a contact of the account of that number."""

    account: int
    days_ago: int
    outcome: AskOutcome
    line: str
    notes: str
    mood: Mood


# The accounts 0 and 3 are written about in French.
HEARD = [
    Heard(3, 12, AskOutcome.YES, "Oui, dès janvier.", "Accueil très ouvert.", Mood.GOOD),
    Heard(
        *(0, 3, AskOutcome.LATER, "Plutôt après leur comité de janvier."),
        notes="Croisé au salon, dix minutes.",
        mood=Mood.MIXED,
    ),
]
BECAUSE = "Nous n’avons rien promis sur les délais\u202f: j’ai dit que nous regarderions."
TEXT = "Le client demande des délais plus courts. Nous regardons ce qui est possible, sans rien promettre."


def tell_of_meetings(people: People, accounts: list[KeyAccount], *, today: date) -> None:
    """Let the executive of the cast report whom they met, and a sponsor see a meeting otherwise."""
    for heard in HEARD:
        hear(heard, accounts[heard.account], people.executives[0], today=today)
    disagree(accounts[0], people.sponsors[0], today=today)


def hear(heard: Heard, account: KeyAccount, by: User, *, today: date) -> None:
    """Report one meeting, with the answer to the first ask of the brief; no message of the past waits to be sent."""
    asks = account.asks.open().filter(who_may_ask=WhoMayAsk.ANYONE, contact__isnull=False)
    ask = asks.order_by("pk")[0]
    met = next(row for row in account.contacts.all() if row.pk == ask.contact_id)
    kept = report_meeting(
        account,
        Draft(
            InteractionKind.MEETING,
            working_day(today - timedelta(days=heard.days_ago), today=today),
            f"Avec {met.full_name}",
            mode=Mode.FACE_TO_FACE,
            notes=heard.notes,
            contacts=[met],
        ),
        Told(heard.mood, answers=(Answered(ask, heard.outcome, heard.line),)),
        by=by,
        on=today,
    )
    if heard.outcome in FINAL_OUTCOMES and account.kam:
        confirm_debrief(kept, by=account.kam)
    told = {kept.public_id, *kept.answers.values_list("public_id", flat=True)}
    Notification.objects.filter(subject_id__in=[str(key) for key in told]).delete()


def disagree(account: KeyAccount, sponsor: User, *, today: date) -> None:
    """Let the sponsor see the last meeting that the KAM told of otherwise, and propose a text."""
    told = Interaction.objects.filter(
        account=account, kind=InteractionKind.MEETING, status=InteractionStatus.HELD, people=sponsor
    )
    others = told.exclude(debriefed_by=sponsor).exclude(notes="").filter(day__lte=today)
    dispute = open_dispute(others.order_by("-day", "-pk")[0], BECAUSE, by=sponsor, text=TEXT)
    Notification.objects.filter(subject_id=str(dispute.public_id)).delete()
