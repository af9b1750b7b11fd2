"""The account plans of the demo: objectives half way, some reached, and what their sponsors say of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import KeyAccount, Notification, Objective, Programme, User
from accounts.queries.plan import company_lines
from accounts.services.plans import (
    Word,
    add_objective,
    ask_for_endorsement,
    change_objective,
    close_objective,
    endorse_plan,
    note_progress,
)
from sponsors.choices import PairingStatus
from sponsors.models import Pairing
from sponsorship.demo.people import People
from sponsorship.demo.spoken import language

COMPANY = (
    "Croître deux fois plus vite que le marché chez nos comptes clés.\n"
    "Être consultés avant l’appel d’offres, une fois sur deux.\n"
    "Livrer à l’heure\u202f: 98\u202f%."
)
BEGUN, ENDORSED = 240, 200


@dataclass(frozen=True)
class Aim:
    """One objective: its words, its numbers, which objective of the company it serves, and what is said of it."""

    text: str
    measure: str
    unit: str
    start: int
    target: int
    due: int
    serves: int | None
    said: tuple[tuple[int, int, str], ...]


FRENCH = (
    Aim(
        *("Gagner la plateforme européenne", "Sites équipés", "sites", 2, 10, 160, 0),
        ((150, 4, "Lille et Gand ont signé."), (20, 7, "Trois de plus depuis le comité de mai.")),
    ),
    Aim(
        *("Devenir partenaire de leur usine pilote", "Étapes du projet franchies", "étapes", 0, 5),
        *(300, 1, ((90, 1, "Le cahier des charges est écrit à deux."),)),
    ),
    Aim(
        *("Tenir les dates promises", "Livraisons à l’heure", "%", 91, 98, 70, 2),
        ((180, 93, ""), (95, 94, "Le nouveau quai aide."), (12, 96, "Reste le site du nord.")),
    ),
    Aim(
        *("Connaître leur direction achats", "Personnes rencontrées", "personnes", 1, 4, 40),
        *(None, ((30, 3, "La nouvelle directrice nous a reçus."),)),
    ),
    Aim(
        *("Réduire les litiges de facturation", "Litiges ouverts", "litiges", 14, 3, 110),
        *(None, ((60, 8, "La facturation unique fonctionne."),)),
    ),
)
ENGLISH = (
    Aim(
        *("Win the European platform", "Sites equipped", "sites", 2, 10, 160, 0),
        ((150, 4, "Leeds and Ghent have signed."), (20, 7, "Three more since the May committee.")),
    ),
    Aim(
        *("Become the partner of their pilot plant", "Stages passed", "stages", 0, 5, 300, 1),
        ((90, 1, "The specification was written by both of us."),),
    ),
    Aim(
        *("Keep the dates we promise", "Deliveries on time", "%", 91, 98, 70, 2),
        ((180, 93, ""), (95, 94, "The new dock helps."), (12, 96, "The northern site remains.")),
    ),
    Aim(
        *("Know their purchasing board", "People met", "people", 1, 4, 40, None),
        ((30, 3, "Their new director received us."),),
    ),
    Aim(
        *("Fewer disputes over invoices", "Open disputes", "disputes", 14, 3, 110, None),
        ((60, 8, "The single invoice works."),),
    ),
)
REACHED = {
    "fr": ("Signer le pilote de Lyon", "Signé en mars, deux mois avant la date."),
    "en": ("Sign the pilot", "Signed in March, two months early."),
}
LINES = {"fr": "Gardons l’usine pilote en tête.", "en": "Let us keep the pilot plant first."}


def plan_all(people: People, pairings: list[Pairing], *, today: date) -> None:
    """Write the plans of all accounts that are sponsored, through the services that the pages use."""
    Programme.objects.filter(pk=1).update(objectives=COMPANY, objectives_year=today.year)
    serving = company_lines(Programme.current())
    running = [row for row in pairings if row.status == PairingStatus.ACTIVE]
    own = [row for row in running if row.kam == people.kams[0]]
    for number, pairing in enumerate(running):
        account, kam = pairing.account, pairing.kam
        is_own = pairing in own
        spoken = "fr" if language(account.country) == "fr" else "en"
        aims = (FRENCH if spoken == "fr" else ENGLISH)[: 5 if is_own else 2 + number % 3]
        rows = [begin(account, aim, kam, serving, today) for aim in aims]
        reach(account, *REACHED[spoken], kam, today)
        if number % 5 == 3 and not is_own:
            ask_for_endorsement(account, by=kam)
            continue
        endorse(account, pairing.sponsor.person, LINES[spoken] if is_own else "", today)
        if pairing in own[:1]:
            rows[0].target = Decimal(12)
            change_objective(rows[0], by=kam)
    Notification.objects.filter(kind="plan_endorsed").delete()


def begin(account: KeyAccount, aim: Aim, kam: User, serving: list[str], today: date) -> Objective:
    """Begin an objective, and say how it went."""
    row = add_objective(
        Objective(
            account=account,
            text=aim.text,
            measure=aim.measure,
            unit=aim.unit,
            start=Decimal(aim.start),
            target=Decimal(aim.target),
            due_on=today + timedelta(days=aim.due),
            serves=serving[aim.serves] if aim.serves is not None else "",
        ),
        by=kam,
        on=today - timedelta(days=BEGUN),
    )
    for days, value, line in aim.said:
        word = Word(Decimal(value), today - timedelta(days=days), line)
        note_progress(row, word, by=kam, today=today)
    return row


def reach(account: KeyAccount, text: str, outcome: str, kam: User, today: date) -> None:
    """Have reached an objective, where a place was free for it."""
    if account.objectives.open().count() < 5:
        aim = Aim(text, text, "%", 0, 100, 30, None, ())
        row = begin(account, aim, kam, [], today)
        close_objective(
            row, "reached", outcome=outcome, by=kam, on=today - timedelta(days=ENDORSED + 10)
        )


def endorse(account: KeyAccount, sponsor: User, line: str, today: date) -> None:
    """Let the sponsor stand behind the plan."""
    plan = account.plan
    plan.refresh_from_db()
    on = today - timedelta(days=ENDORSED)
    endorse_plan(account, version=plan.version, line=line, by=sponsor, on=on)
