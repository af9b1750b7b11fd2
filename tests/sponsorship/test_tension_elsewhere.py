"""Tensions on other pages and in messages: each reader learns as much as on the tension's own page (R16)."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Notification
from accounts.services.kinds import kind_named
from sponsors.services.tensions import close_tension, note_contact, take_in
from sponsorship.cockpit import read_cockpit
from sponsorship.reminders import write_reminders
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()
# A Friday; the first contact is due on Monday where it is urgent, on Wednesday otherwise.
FRIDAY = datetime(2026, 6, 12, 9, tzinfo=UTC)
CLIENT, INTERNAL = "Zqclientwords", "Zqinternalwords"


@pytest.fixture
def both(account, pairing):
    """One tension of each side, each with a marker in its words."""
    factories.TensionFactory(account=account, said=CLIENT, level="urgent", at=NOW)
    return factories.TensionFactory(account=account, said=INTERNAL, side="internal", at=NOW)


@pytest.fixture
def joined(kam, sponsor, lead):
    for person in (kam, sponsor.person, lead):
        person.set_password("a password for tests")
        person.save()


def due(kind):
    rows = Notification.objects.filter(kind=kind).exclude(state="cancelled")
    return sorted(rows.values_list("recipient__first_name", flat=True))


def scan(day):
    write_reminders(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))


# --- The account page, the brief, the cockpit, home -----------------------------------------------


@pytest.mark.parametrize(
    ("role", "client", "internal", "one_is_hidden"),
    [
        ("kam", True, True, False),
        ("sponsor", True, True, False),
        ("team_member", True, False, False),
        ("lead", True, False, True),
    ],
)
def test_the_account_page_shows_what_the_reader_may_read(
    signed_in, cast, account, both, role, client, internal, one_is_hidden
):
    page = signed_in(getattr(cast, role)).get(account.get_absolute_url()).content.decode()

    found = (CLIENT in page, INTERNAL in page, "A tension inside our company" in page)
    assert found == (client, internal, one_is_hidden)


def test_the_account_page_shows_open_ones_before_past_ones(signed_in, kam, account, pairing):
    for number in range(6):
        past = factories.TensionFactory(account=account, said=f"Past {number}.", at=FRIDAY)
        close_tension(past, "lost", learnt="x", by=kam, at=FRIDAY + timedelta(days=number))
    factories.TensionFactory(account=account, said="Open.", at=FRIDAY)

    lines = signed_in(kam).get(account.get_absolute_url()).context["page"].tensions

    assert [line.is_open for line in lines] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("role", "in_words"),
    [("kam", True), ("team_member", True), ("lead", True), ("executive", False)],
)
def test_a_brief_tells_the_client_one_to_all_and_its_words_to_those_who_may_read_them(
    signed_in, cast, account, both, role, in_words
):
    client = signed_in(getattr(cast, role))
    page = client.get(reverse("brief_detail", args=[account.public_id])).content.decode()
    pdf = client.get(reverse("brief_pdf", args=[account.public_id])).content
    paper = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages)

    for text in (page, paper):
        assert "Open matters" in text
        assert (CLIENT in text, INTERNAL in text) == (in_words, False)


def test_a_brief_says_nothing_of_an_internal_one_alone(signed_in, kam, account, pairing):
    factories.TensionFactory(account=account, said=INTERNAL, side="internal", at=NOW)

    page = signed_in(kam).get(reverse("brief_detail", args=[account.public_id])).content.decode()

    assert "Open matters" not in page


def test_the_cockpit_counts_those_with_clients_that_are_open(lead, kam, account, both):
    past = factories.TensionFactory(account=account, at=NOW)
    close_tension(past, "lost", learnt="x", by=kam, at=NOW)

    assert read_cockpit(lead, on=TODAY)[0].tensions == 1


def week(signed_in, person):
    rows = signed_in(person).get("/").context["week"]
    return sorted((row.title, row.action) for row in rows if row.icon == "triangle-alert")


def test_home_says_what_a_tension_asks_of_whom(signed_in, cast, both):
    mine = [("Internal tension: Aldera", "Open"), ("Tension with Aldera", "Open")]
    to_take = [("Internal tension: Aldera", "Take it in"), ("Tension with Aldera", "Take it in")]

    assert week(signed_in, cast.kam) == mine
    assert week(signed_in, cast.sponsor) == to_take
    for role in ("team_member", "lead", "executive", "other_kam"):
        assert week(signed_in, getattr(cast, role)) == []


def test_home_asks_for_an_update_in_its_week(signed_in, kam, sponsor, account, pairing):
    tension = factories.TensionFactory(account=account, at=NOW - timedelta(days=3))
    take_in(tension, is_shielded=False, by=sponsor.person, at=NOW)
    note_contact(tension, by=sponsor.person, at=NOW)

    assert week(signed_in, kam) == [("Tension with Aldera", "Say what is new")]


def test_a_card_of_my_accounts_says_the_most_pressing_level(signed_in, cast, account, both):
    factories.TensionFactory(account=account, level="watch", at=NOW)

    (card,) = signed_in(cast.team_member).get("/").context["accounts"]

    assert card.tension == "Urgent"


def test_home_begins_with_what_is_urgent(signed_in, kam, account, pairing):
    factories.InteractionFactory(
        account=account, logged_by=kam, status="planned", day=date(2020, 1, 1), subject="Long ago"
    )
    for level in ("watch", "urgent"):
        factories.TensionFactory(account=account, level=level, at=NOW)

    first, *others = signed_in(kam).get("/").context["week"]

    assert first.is_urgent
    assert "Long ago" in [row.title for row in others]
    assert not any(row.is_urgent for row in others)


def test_home_asks_as_often_for_many_tensions_as_for_few(
    signed_in, kam, account, pairing, django_assert_max_num_queries
):
    factories.TensionFactory(account=account, at=NOW)
    client = signed_in(kam)
    client.get("/")
    with django_assert_max_num_queries(14) as few:
        client.get("/")
    for _number in range(3):
        more = factories.KeyAccountFactory(kam=kam)
        factories.PairingFactory(account=more, kam=kam)
        for side in ("client", "internal"):
            factories.TensionFactory(account=more, side=side, at=NOW)

    with django_assert_max_num_queries(14) as many:
        client.get("/")

    assert len(many) == len(few)


# --- Messages -------------------------------------------------------------------------------------


def test_no_message_repeats_what_was_said(cast, joined, account, pairing, kam, sponsor):
    for side, said in (("client", CLIENT), ("internal", INTERNAL)):
        tension = factories.TensionFactory(
            account=account, said=said, side=side, level="urgent", at=FRIDAY
        )
        for days in range(3, 20):
            scan((FRIDAY + timedelta(days=days)).date())
        take_in(tension, is_shielded=False, by=sponsor.person, at=FRIDAY)
        close_tension(tension, "handed_back", learnt=said, by=sponsor.person, at=FRIDAY)

    kinds = set()
    for row in Notification.objects.all():
        message = kind_named(row.kind).find(row.recipient, [row.subject_id])
        if message:
            words = kind_named(row.kind).render(row)
            kinds.add(row.kind)
            assert CLIENT not in str(words)
            assert INTERNAL not in str(words)
    assert {"tension_urgent", "tension_taken_in", "tension_handed_back"} <= kinds


@pytest.mark.parametrize(
    ("level", "reminded", "leads_told"),
    [
        ("urgent", date(2026, 6, 16), date(2026, 6, 17)),
        ("serious", date(2026, 6, 18), date(2026, 6, 21)),
    ],
)
@pytest.mark.parametrize("side", ["client", "internal"])
def test_without_a_first_contact_the_two_are_reminded_and_then_the_leads_told(
    joined, account, pairing, level, reminded, leads_told, side
):
    factories.TensionFactory(account=account, level=level, side=side, at=FRIDAY)

    scan(reminded - timedelta(days=1))
    assert due("tension_contact_due") == []
    scan(reminded)
    assert (due("tension_contact_due"), due("tension_contact_late")) == (["Karim", "Simone"], [])
    scan(leads_told)
    assert due("tension_contact_late") == ["Lina"]


def test_a_lead_is_told_of_an_internal_one_without_its_words_or_its_page(joined, account, pairing):
    factories.TensionFactory(account=account, said=INTERNAL, side="internal", at=FRIDAY)
    scan(date(2026, 6, 21))

    (row,) = Notification.objects.filter(kind="tension_contact_late")
    words = kind_named("tension_contact_late").render(row)

    assert words.action_path == account.get_absolute_url()
    assert words.subject == "Aldera: an internal tension waits for a first word"


@pytest.mark.parametrize("how", ["contact", "close"])
def test_once_they_were_spoken_to_nobody_is_reminded(joined, account, pairing, kam, how):
    tension = factories.TensionFactory(account=account, at=FRIDAY)
    scan(date(2026, 6, 18))
    if how == "contact":
        note_contact(tension, by=kam, at=FRIDAY)
    else:
        close_tension(tension, "lost", learnt="x", by=kam, at=FRIDAY)

    scan(date(2026, 6, 21))

    assert due("tension_contact_due") == due("tension_contact_late") == []


def test_a_week_without_a_word_reminds_who_took_it_in_else_the_two(
    joined, account, pairing, sponsor
):
    tension = factories.TensionFactory(account=account, at=FRIDAY)
    scan(date(2026, 6, 18))
    assert due("tension_update_due") == []

    scan(date(2026, 6, 19))
    assert due("tension_update_due") == ["Karim", "Simone"]

    take_in(tension, is_shielded=False, by=sponsor.person, at=FRIDAY)
    scan(date(2026, 6, 26))
    assert due("tension_update_due") == ["Karim", "Simone", "Simone"]


def test_the_scan_writes_each_once(joined, account, pairing):
    factories.TensionFactory(account=account, at=FRIDAY)

    scan(date(2026, 6, 21))
    before = Notification.objects.count()
    scan(date(2026, 6, 21))

    assert Notification.objects.count() == before


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_message_speaks_the_readers_language(joined, account, pairing, sponsor, language):
    sponsor.person.language = language
    sponsor.person.save()
    factories.TensionFactory(account=account, level="urgent", at=FRIDAY)

    (row,) = Notification.objects.filter(kind="tension_urgent")
    words = kind_named("tension_urgent").render(row)

    assert (
        words.subject
        == {
            "en": "Urgent tension on Aldera",
            "fr": "Tension urgente\u202f: Aldera",
        }[language]
    )
    assert words.lines[0].endswith(
        {
            "en": "Monday 15 June 2026. Karim Kamel opened it.",
            "fr": "lundi 15 juin 2026. Ouverte par Karim Kamel.",
        }[language]
    )
