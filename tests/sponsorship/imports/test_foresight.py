"""Files that would bring pairings into conflict say so before they are applied (R4)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sponsorship.imports import batches
from sponsorship.imports.rehearsing import rehearse
from sponsorship.imports.world import World

TODAY = date(2026, 6, 1)
PEOPLE = "Prénom;Nom;E-mail;Matricule manager\nMax;Mid;max@c.example;sponsor@tandem.example\nKarim;Kamel;kam@tandem.example;max@c.example\n"


def rehearsed(lead, text, world=None):
    batch = batches.receive(SimpleUploadedFile("file.csv", text.encode()), by=lead)
    rehearse(batch, on=TODAY, progress=lambda done, total: None, world=world)
    return batch


@pytest.mark.django_db
def test_a_people_file_shows_what_it_would_break_and_changes_nothing(signed_in, lead, pairing):
    batch = rehearsed(lead, PEOPLE)

    page = signed_in(lead).get(reverse("import_detail", args=[batch.public_id])).content.decode()

    pairing.refresh_from_db()
    path = ["Karim Kamel", "Max Mid", "Simone Sponsor"]
    assert batch.foreseen == [{"account": "Aldera", "path": path}]
    assert "Karim Kamel → Max Mid → Simone Sponsor" in page
    assert pairing.conflict_since is None


@pytest.mark.django_db
def test_an_accounts_file_after_a_people_file_is_looked_at_in_that_world(lead, pairing, sponsor):
    world = World.load()
    people = "Prénom;Nom;E-mail;Matricule manager\nNew;Kam;new@c.example;sponsor@tandem.example\n"
    rehearsed(lead, people, world)

    accounts = rehearsed(
        lead, "Account ID,Account Name,Account Owner Email\nX1,Aldera,new@c.example\n", world
    )

    assert [row["path"] for row in accounts.foreseen] == [["New Kam", "Simone Sponsor"]]


@pytest.mark.django_db
def test_what_breaks_nothing_says_nothing(lead, pairing):
    assert rehearsed(lead, PEOPLE.replace("sponsor@tandem", "boss@tandem")).foreseen == []
