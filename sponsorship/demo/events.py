"""What happens at the clients of the demo: most of it known to us early, some of it outside business."""

from datetime import date, timedelta
from random import Random

from accounts.choices import ClientEventKind, EventPart, TeamRole
from accounts.models import ClientEvent, Contact, KeyAccount, TeamMember, User
from sponsorship.demo.spoken import language, words_of

DONE = {
    "fr": (
        "Rencontré la direction achats, puis proposé un pilote.",
        "Préparé une réponse avec l’usine avant la consultation.",
        "Félicité la nouvelle arrivée, et pris rendez-vous.",
    ),
    "en": (
        "Met their purchasing board, then offered a pilot.",
        "Prepared an answer with the plant before the consultation.",
        "Congratulated the newcomer, and asked for a meeting.",
    ),
}
SOURCES = {"fr": "Presse professionnelle", "en": "Trade press"}


def happen(
    account: KeyAccount, number: int, contacts: list[Contact], random: Random, *, today: date
) -> None:
    """Let things happen at the client; one is not public yet, and one is outside business."""
    spoken = "fr" if language(account.country) == "fr" else "en"
    happened = words_of(account.country).client_events
    kam = TeamMember.objects.get(account=account, role=TeamRole.KAM).person
    for place in range(len(happened)):
        kind, text = happened[(number + place) % len(happened)]
        public = today - timedelta(days=25 + 85 * place + random.randrange(20))
        early = random.choice([0, 12, 45, 90, 140])
        known = public - timedelta(days=early)
        teller = contacts[(number + place) % len(contacts)] if early else None
        is_secret = place == 0 and number % 3 == 0 and early
        ClientEvent.objects.create(
            account=account,
            kind=kind,
            text=text,
            known_on=known,
            public_on=None if is_secret else public,
            contact=teller,
            source="" if teller else SOURCES[spoken],
            what_we_did=DONE[spoken][(number + place) % 3] if early > 12 else "",
            entered_by=kam,
            entered_on=known,
        )
    if number % 2 == 0:
        invite(contacts[0], kam, number, today)


def invite(contact: Contact, kam: User, number: int, today: date) -> None:
    """Invite a contact to something outside business, or tell of it."""
    account = contact.account
    texts = words_of(account.country).events
    noted = today - timedelta(days=12)
    ClientEvent.objects.create(
        account=account,
        kind=ClientEventKind.OUTSIDE,
        text=texts[number // 2 % len(texts)],
        known_on=noted,
        happens_on=today + timedelta(days=18 + number % 9),
        our_part=EventPart.INVITE if number % 4 == 0 else EventPart.TELL,
        contact=contact,
        entered_by=kam,
        entered_on=noted,
    )
