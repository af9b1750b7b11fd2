"""Inside the tandems of the demo: private notes, introductions, requests to the committee, alignment checks, a letter."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import AccountPlan, Contact, Notification
from sponsors.choices import InteractionKind, PairingStatus
from sponsors.models import AlignmentCheck, CoachingNote, Interaction, Pairing, SponsorLetter
from sponsors.services.alignment import (
    planned_lines,
    sign_alignment,
    write_alignment,
)
from sponsors.services.coaching import keep_note
from sponsors.services.committee import answer_request, ask_committee
from sponsors.services.introductions import (
    ask_introduction,
    make_introduction,
    say_what_came,
)
from sponsors.services.letters import note_handed_over, write_letter
from sponsorship.demo.days import at_ten
from sponsorship.demo.people import People
from sponsorship.demo.plans import COMPANY
from sponsorship.demo.spoken import language


@dataclass(frozen=True)
class Story:
    """What the two of one tandem say and ask, in their language."""

    notes: tuple[str, str]
    gap: str
    introduced_for: str
    came: str
    asked_for: str
    carried: str
    line: str
    wanted: str
    why: str
    paragraph: str


FRENCH = Story(
    notes=(
        "Préparer l’entretien avec la directrice financière\u202f: écouter d’abord, chiffrer ensuite.",
        "Tu as laissé le silence s’installer, et c’est là qu’ils ont parlé. À refaire.",
    ),
    gap="L’entreprise vise la marge, le client un volume à prix bloqué\u202f: nous demandons une règle.",
    introduced_for="Leur plan d’achats à trois ans.",
    came="Un atelier commun en juin, puis l’accès à leur feuille de route.",
    asked_for="Comprendre qui décide de l’usine pilote.",
    carried="Un ingénieur dédié pendant six mois",
    line="Accordé pour six mois, à revoir en décembre.",
    wanted="Bloquer les prix de la plateforme pendant un an",
    why="Deux concurrents l’ont déjà proposé\u202f; le client tranche au prochain trimestre.",
    paragraph="Je vous propose un déjeuner à trois dans les prochaines semaines.",
)
ENGLISH = Story(
    notes=(
        "Prepare the talk with their finance director: listen first, figures second.",
        "You let the silence work, and that is when they spoke. Do it again.",
    ),
    gap="The company wants margin, the client a volume at fixed prices: we ask for a rule.",
    introduced_for="Their purchasing plan for three years.",
    came="A joint workshop in June, then a look at their road map.",
    asked_for="Understand who decides about the pilot plant.",
    carried="An engineer of our own on site for six months",
    line="Agreed for six months, to be looked at again in December.",
    wanted="Fixed prices for the platform for one year",
    why="Two competitors have offered it; the client decides next quarter.",
    paragraph="May I suggest a lunch for the three of us in the coming weeks?",
)


def look_inside(people: People, pairings: list[Pairing], *, today: date) -> None:
    """Write what happens inside the tandems, each step on its day, through the services that the pages use."""
    running = [row for row in pairings if row.status == PairingStatus.ACTIVE]
    own = [row for row in running if row.kam == people.kams[0]]
    for pairing in running:
        if pairing not in own:
            check(pairing, days_ago=40 + pairing.pk * 7 % 300, today=today)
    for pairing in own:
        tell(pairing, story_of(pairing), today)
    Notification.objects.filter(kind__in=("introduction_made", "committee_carried")).delete()
    Notification.objects.filter(kind="committee_answered").delete()


def story_of(pairing: Pairing) -> Story:
    """Return the story in the language of the client's country."""
    return FRENCH if language(pairing.account.country) == "fr" else ENGLISH


def tell(pairing: Pairing, story: Story, today: date) -> None:
    """Write everything that the KAM of the cast and a sponsor do for each other."""
    kam, sponsor = pairing.kam, pairing.sponsor.person
    contacts = list(Contact.objects.filter(account=pairing.account).order_by("pk")[:3])
    note(pairing, story)
    asked = ask_introduction(pairing, contacts[0], colleague=kam, why=story.introduced_for, by=kam)
    make_introduction(asked, day=today - timedelta(days=55), by=sponsor, on=today)
    say_what_came(asked, story.came, by=kam)
    ask_introduction(pairing, contacts[1], colleague=kam, why=story.asked_for, by=kam)
    for number, title in enumerate((story.carried, story.wanted)):
        request = ask_committee(
            pairing,
            title,
            why=story.why if number else "",
            wanted_by=today + timedelta(days=30) if number else None,
            public_id=SponsorLetter().public_id,
            by=kam,
        )
        if not number:
            day = today - timedelta(days=35)
            answer_request(
                request, carried_on=day, outcome="partly", line=story.line, by=sponsor, on=day
            )
    check(pairing, days_ago=400, today=today)
    renewed = write_alignment(pairing, gap=story.gap, version=0, by=kam)
    plan = AccountPlan.of(pairing.account).version
    sign_alignment(renewed, version=renewed.version, plan=plan, by=kam, on=today)
    letter = write_letter(
        pairing,
        contacts[0],
        language="fr" if story is FRENCH else "en",
        paragraph=story.paragraph,
        by=kam,
    )
    begun = (pairing.started_on or today) + timedelta(days=9)
    note_handed_over(letter, day=min(begun, today), by=kam, on=today)


def note(pairing: Pairing, story: Story) -> None:
    """Leave private notes on the last two sessions."""
    last = Interaction.objects.filter(pairing=pairing, kind=InteractionKind.EXCHANGE).held()
    authors = (pairing.kam, pairing.sponsor.person)
    for row, text, author in zip(last.newest_first()[:2], story.notes, authors, strict=False):
        keep_note(row, text, by=author)
        CoachingNote.objects.filter(interaction=row).update(written_at=at_ten(row.day))


def check(pairing: Pairing, *, days_ago: int, today: date) -> None:
    """Write an alignment check that both signed so many days ago."""
    day = today - timedelta(days=days_ago)
    if pairing.started_on is None or day < pairing.started_on:
        return
    at = at_ten(day)
    AlignmentCheck.objects.create(
        pairing=pairing,
        company_year=day.year,
        company_text=COMPANY,
        objectives=planned_lines(pairing.account),
        written_by=pairing.kam,
        written_at=min(at, timezone.now()),
        kam=pairing.kam,
        kam_signed_at=at,
        sponsor_signed_at=at,
        signed_on=day,
    )
