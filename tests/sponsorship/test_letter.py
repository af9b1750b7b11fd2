"""The letter that presents the sponsor: one page in the client's language, handed over by the KAM."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from sponsors.models import SponsorLetter
from sponsors.services.introductions import (
    AlreadySettledError,
    DayAheadError,
    ForeignContactError,
    TandemOverError,
)
from sponsors.services.letters import note_handed_over, write_letter
from sponsorship.letter import language_for, letter_words
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def contact(account):
    return factories.ContactFactory(
        account=account, first_name="Iris", last_name="Iota", country="FR"
    )


@pytest.fixture
def letter(pairing, contact, kam):
    return write_letter(pairing, contact, language="fr", paragraph="Au plaisir.", by=kam)


def begin(pairing, *, days_ago):
    pairing.started_on = TODAY - timedelta(days=days_ago)
    pairing.save()


def paper(client, letter):
    pdf = client.get(reverse("letter_print", args=[letter.public_id])).content
    return [sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages]


def test_a_contact_has_one_letter_until_it_is_handed_over(pairing, contact, kam, letter):
    again = write_letter(pairing, contact, language="en", paragraph="See you.", by=kam)
    for days in (1, 0):
        note_handed_over(letter, day=TODAY - timedelta(days=days), by=kam, on=TODAY)

    with pytest.raises(AlreadySettledError):
        write_letter(pairing, contact, language="fr", paragraph="", by=kam)
    letter.refresh_from_db()
    assert (again, letter.language, letter.handed_over_by) == (letter, "en", kam)
    assert letter.handed_over_on == TODAY - timedelta(days=1)


def test_what_cannot_be_is_refused(pairing, kam, letter, other_account):
    foreign = factories.ContactFactory(account=other_account)

    with pytest.raises(ForeignContactError):
        write_letter(pairing, foreign, language="fr", paragraph="", by=kam)
    with pytest.raises(DayAheadError):
        note_handed_over(letter, day=TODAY + timedelta(days=1), by=kam, on=TODAY)
    pairing.status, pairing.slot, pairing.ended_on = "ended", None, TODAY
    pairing.save()
    with pytest.raises(TandemOverError):
        note_handed_over(letter, day=TODAY, by=kam, on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SponsorLetter.objects.update(handed_over_on=TODAY)


@pytest.mark.parametrize(
    ("of_contact", "of_account", "stated", "language"),
    [
        ("FR", "DE", "", "fr"),
        ("", "FR", "", "fr"),
        ("", "DE", "fr", "fr"),
        ("DE", "FR", "fr", "en"),
        ("", "", "", "en"),
    ],
)
def test_the_language_proposed_is_the_contacts_else_the_clients(
    account, of_contact, of_account, stated, language
):
    account.country, account.client_language = of_account, stated
    contact = factories.ContactFactory(account=account, country=of_contact)

    assert language_for(contact) == language


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["Bonjour Iris Iota", "sponsor@tandem.example", "Je reste à vos côtés"]),
        ("en", ["Dear Iris Iota", "sponsor@tandem.example", "I remain your contact"]),
    ],
)
@pytest.mark.parametrize("readers", ["fr", "en"])
def test_the_words_are_in_the_letters_language_whatever_the_readers(
    letter, language, said, readers
):
    letter.language = language
    with translation.override(readers):
        text = letter_words(letter, on=TODAY).text

    assert [word for word in said if word not in text] == []
    assert "Au plaisir." in text


def test_the_paper_is_one_page_with_the_kams_words_as_they_are(signed_in, kam, contact, pairing):
    words = ("#set page(width: 1cm) *no markup* " * 30)[:900]
    letter = write_letter(pairing, contact, language="fr", paragraph=words, by=kam)

    pages = paper(signed_in(kam), letter)

    assert len(pages) == 1
    assert "*no markup*" in " ".join(pages[0].split())
    assert "Karim Kamel" in pages[0]


def test_the_kam_writes_hands_over_and_is_not_asked_again(
    signed_in, kam, account, pairing, contact
):
    begin(pairing, days_ago=10)
    client = signed_in(kam)
    write = reverse("letter_write", args=[pairing.public_id])
    offered = [
        write in client.get(url).content.decode() for url in ("/", account.get_absolute_url())
    ]

    proposed = client.get(write).context["form"].initial
    answer = client.post(write, {"contact": contact.public_id, "language": "fr", "paragraph": ""})
    letter = SponsorLetter.objects.get()
    client.post(reverse("letter_hand_over", args=[letter.public_id]), {"day": TODAY.isoformat()})

    still = [write in client.get(url).content.decode() for url in ("/", account.get_absolute_url())]
    letter.refresh_from_db()
    assert (offered, still) == ([True, True], [False, False])
    assert (proposed["contact"], proposed["language"]) == (str(contact.public_id), "fr")
    assert answer.url == reverse("letter_detail", args=[letter.public_id])
    assert letter.handed_over_on == TODAY


@pytest.mark.parametrize(("role", "days_ago"), [("kam", 61), ("sponsor", 10), ("lead", 10)])
def test_it_is_offered_to_the_kam_in_the_first_sixty_days_alone(
    signed_in, cast, account, pairing, role, days_ago
):
    begin(pairing, days_ago=days_ago)
    client = signed_in(getattr(cast, role))
    write = reverse("letter_write", args=[pairing.public_id])

    for url in ("/", account.get_absolute_url()):
        assert write not in client.get(url).content.decode()
