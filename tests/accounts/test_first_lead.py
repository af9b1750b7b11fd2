"""The first programme lead comes in by a printed link."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.services.invitations import person_invited_by
from tests import factories


def run(*arguments):
    out = io.StringIO()
    call_command("first_lead", *arguments, stdout=out)
    return out.getvalue().splitlines()


def token_in(line):
    return line.rsplit("/invitation/", 1)[1].rstrip("/")


def test_it_makes_the_person_lead_and_administrator_and_prints_the_link(ground):
    lines = run("Anna.Berg@firm.example")

    anna = User.objects.get(email="anna.berg@firm.example")
    assert (anna.full_name, anna.is_lead, anna.is_administrator) == ("Anna Berg", True, True)
    assert person_invited_by(token_in(lines[-1])) == anna
    assert lines[1] == "There was no administrator yet, so they are that as well."


def test_it_takes_the_name_given(ground):
    run("a@firm.example", "--name", "Anna van den Berg")

    assert User.objects.get().last_name == "van den Berg"


def test_where_there_is_an_administrator_no_other_is_made(administrator):
    lines = run("anna@firm.example")

    anna = User.objects.get(email="anna@firm.example")
    assert (anna.is_lead, anna.is_administrator) == (True, False)
    assert len(lines) == 3


def test_twice_is_once_and_a_person_who_is_known_stays(kam):
    run(kam.email)
    run(kam.email)

    kam = User.objects.get(pk=kam.pk)
    assert (kam.full_name, kam.is_lead, kam.is_administrator) == ("Karim Kamel", True, True)


def test_it_refuses_what_is_no_email_and_who_has_left(ground):
    factories.PersonFactory(email="gone@firm.example", is_active=False)

    with pytest.raises(CommandError, match="no e-mail"):
        run("anna")
    with pytest.raises(CommandError, match="not active"):
        run("gone@firm.example")
    assert not User.objects.leads().exists()
