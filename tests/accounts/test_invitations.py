"""Invitations: who sends them, and the link that serves once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, User
from accounts.services.invitations import (
    SALT,
    AlreadyJoinedError,
    InvitationSpentError,
    PersonInactiveError,
    accept_invitation,
    invitation_link,
    invitation_path,
    invite,
    invite_many,
    person_invited_by,
    state_of,
)
from tests import factories

PASSWORD = "seven quiet otters at dawn"
ACCEPT = "/invitation/"


def token_of(person):
    return invitation_path(person).removeprefix(ACCEPT).removesuffix("/")


def open_link(client, token):
    return client.get(reverse("accounts:invitation_open", args=[token]), follow=True)


def test_invite_writes_one_message_a_day(kam, lead):
    first = timezone.now()

    invite(kam, by=lead, at=first)
    invite(kam, by=lead, at=first)

    kam.refresh_from_db()
    rows = Notification.objects.filter(kind="invitation")
    assert [(row.recipient, row.subject_id) for row in rows] == [(kam, str(kam.public_id))]
    assert kam.invited_at == first
    assert kam.history.latest().history_user == lead


def test_who_has_left_is_not_invited(kam, lead):
    User.objects.filter(pk=kam.pk).update(is_active=False)

    with pytest.raises(PersonInactiveError):
        invite(kam, by=lead, at=timezone.now())


def test_who_has_joined_is_not_invited(kam, lead):
    kam.set_password(PASSWORD)
    kam.save()

    with pytest.raises(AlreadyJoinedError):
        invite(kam, by=lead, at=timezone.now())


def test_invite_many_leaves_out_who_needs_none(kam, other_kam, boss, lead):
    boss.set_password(PASSWORD)
    other_kam.is_active = False

    sent = invite_many([kam, other_kam, boss], by=lead, at=timezone.now())

    assert sent == 1
    assert Notification.objects.get(kind="invitation").recipient == kam


def test_the_link_begins_with_the_sites_own_address(kam, settings):
    settings.SITE_URL = "https://tandem.firm.example"

    assert invitation_link(kam).startswith("https://tandem.firm.example/invitation/")


def test_the_link_lets_in_once(kam):
    token = token_of(kam)

    accept_invitation(token, password=PASSWORD)

    assert User.objects.get(pk=kam.pk).check_password(PASSWORD)
    assert person_invited_by(token) is None
    with pytest.raises(InvitationSpentError):
        accept_invitation(token, password="another one quite as long")


def test_a_second_link_is_spent_with_the_first(kam):
    first, second = token_of(kam), token_of(kam)

    accept_invitation(first, password=PASSWORD)

    assert person_invited_by(second) is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "new@tandem.example"}])
def test_the_link_dies_with_what_it_was_made_for(kam, change):
    token = token_of(kam)
    User.objects.filter(pk=kam.pk).update(**change)

    assert person_invited_by(token) is None


def test_the_link_is_young_for_its_days_and_no_longer(kam, settings):
    made = timezone.now()
    token = token_of(kam)

    with time_machine.travel(made + timedelta(days=settings.INVITATION_DAYS, minutes=-5)):
        assert person_invited_by(token) == kam
    with time_machine.travel(made + timedelta(days=settings.INVITATION_DAYS, minutes=5)):
        assert person_invited_by(token) is None


def test_every_change_of_a_character_kills_the_link(kam):
    token = token_of(kam)

    for place, sign in enumerate(token):
        other = "A" if sign != "A" else "B"
        assert person_invited_by(token[:place] + other + token[place + 1 :]) is None
        assert person_invited_by(token[:place]) is None


@pytest.mark.parametrize(
    "payload", ["text", [], ["x"], [1, 2], {"a": 1}, ["x", "y"], [["nested"], "y"], [None, None]]
)
def test_a_signed_payload_of_another_shape_lets_nobody_in(db, payload):
    assert person_invited_by(signing.dumps(payload, salt=SALT)) is None


def test_a_link_signed_for_another_purpose_lets_nobody_in(kam):
    forged = signing.dumps([str(kam.public_id), state_of(kam)], salt="pulse")

    assert person_invited_by(forged) is None


def test_opening_the_link_changes_nothing_and_leaves_the_address(client, kam):
    rows = User.history.count()

    page = open_link(client, token_of(kam))
    again = open_link(client, token_of(kam))

    assert page.redirect_chain == [(ACCEPT, 302)]
    assert page.context["person"] == again.context["person"] == kam
    assert User.history.count() == rows
    assert "tandem_invitation" in client.cookies
    assert client.cookies["tandem_invitation"]["httponly"]


def test_choosing_a_password_signs_in(client, kam):
    open_link(client, token_of(kam))

    answer = client.post(ACCEPT, {"password": PASSWORD, "again": PASSWORD})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(kam.pk)
    assert client.cookies["tandem_invitation"].value == ""
    assert User.objects.get(pk=kam.pk).history.filter(history_user=kam).exists()


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("short", "short", "password"),
        (PASSWORD, "something else altogether", "again"),
        ("x" * 129, "x" * 129, "password"),
    ],
)
def test_a_password_that_will_not_do_is_said_beside_the_field(client, kam, password, again, field):
    open_link(client, token_of(kam))

    page = client.post(ACCEPT, {"password": password, "again": again})

    assert field in page.context["form"].errors
    assert person_invited_by(token_of(kam)) == kam


def test_links_that_do_not_serve_all_get_one_answer(client, kam):
    spent = token_of(kam)
    accept_invitation(spent, password=PASSWORD)

    answers = [open_link(client, token) for token in (spent, "nonsense", "a:b:c", spent[:-1])]
    posted = client.post(ACCEPT, {"password": PASSWORD, "again": PASSWORD})

    assert {answer.status_code for answer in [*answers, posted]} == {410}
    assert len({without_token(answer.content) for answer in answers}) == 1


def without_token(body):
    """Return a page without its CSRF token, which differs each time."""
    start = body.find(b'name="csrfmiddlewaretoken"')
    return body if start < 0 else body[:start] + body[body.index(b">", start) :]


def test_leads_alone_invite(signed_in, cast):
    one = reverse("accounts:person_invite", args=[cast.other_kam.public_id])

    for role in ("kam", "executive", "administrator", "outsider"):
        client = signed_in(getattr(cast, role))
        assert client.post(one).status_code == 403
        assert client.post("/people/invite/", {"everyone": "1"}).status_code == 403
        assert client.get("/people/invite/").status_code == 403
    assert signed_in(cast.lead).get(one).status_code == 405
    assert not Notification.objects.filter(kind="invitation").exists()

    signed_in(cast.lead).post(one)
    assert Notification.objects.get(kind="invitation").recipient == cast.other_kam


def test_those_ticked_are_invited(signed_in, lead, kam, other_kam, boss):
    ticked = [str(kam.public_id), str(boss.public_id), "nonsense", str(lead.pk)]

    signed_in(lead).post("/people/invite/", {"person": ticked})

    invited = Notification.objects.filter(kind="invitation").values_list("recipient", flat=True)
    assert set(invited) == {kam.pk, boss.pk}


def test_all_who_wait_are_invited_after_a_look(signed_in, lead, kam, other_kam, boss):
    factories.PersonFactory(is_active=False)
    client = signed_in(lead)

    page = client.get("/people/invite/")
    client.post("/people/invite/", {"everyone": "1"})

    invited = Notification.objects.filter(kind="invitation").values_list("recipient", flat=True)
    assert page.context["count"] == 3
    assert set(invited) == {kam.pk, other_kam.pk, boss.pk}
    assert client.get("/people/invite/").context["count"] == 0
