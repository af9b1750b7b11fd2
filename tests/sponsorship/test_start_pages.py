"""Home, cockpit and search: what each role finds there, in a fixed number of statements."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from sponsors.models import Sponsor
from sponsors.services.silence import mark_silence
from sponsorship.cockpit import read_cockpit
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def week(signed_in, person):
    return [(row.title, row.action) for row in signed_in(person).get("/").context["week"]]


def test_home_says_what_waits_with_its_one_action(signed_in, kam, account, pairing):
    factories.BriefFactory(account=account, checked_on=TODAY, checked_by=kam)
    factories.InteractionFactory(
        account=account,
        status="planned",
        day=TODAY + timedelta(days=2),
        logged_by=kam,
        subject="Plant visit",
    )
    factories.InteractionFactory(
        account=account,
        status="planned",
        day=TODAY - timedelta(days=2),
        logged_by=kam,
        subject="Board lunch",
    )
    held = factories.InteractionFactory(account=account, logged_by=kam)
    factories.NextStepFactory(interaction=held, owner=kam, text="Send the offer", due_on=TODAY)

    assert week(signed_in, kam) == [
        ("Board lunch", "Debrief"),
        ("Send the offer", "Open"),
        ("Plant visit", "Prepare"),
        ("Alignment check of Aldera", "Begin"),
    ]


def test_home_shows_ones_own_accounts_with_next_and_last(
    signed_in, kam, account, pairing, other_account
):
    factories.InteractionFactory(
        account=account, logged_by=kam, day=TODAY - timedelta(days=9), subject="Old"
    )
    factories.InteractionFactory(
        account=account, logged_by=kam, day=TODAY - timedelta(days=1), subject="New"
    )
    factories.InteractionFactory(
        account=account,
        logged_by=kam,
        status="planned",
        day=TODAY + timedelta(days=20),
        subject="Soon",
    )

    (card,) = signed_in(kam).get("/").context["accounts"]

    assert (card.account, card.last_subject, card.next_subject) == (account, "New", "Soon")
    assert card.rhythm


def test_a_brief_of_ones_own_that_is_stale_waits(signed_in, kam, account, other_account):
    assert week(signed_in, kam) == [("Aldera", "Check the brief")]


def test_home_asks_as_often_for_many_as_for_few(
    signed_in, kam, account, pairing, django_assert_max_num_queries
):
    def grow():
        more = factories.KeyAccountFactory(kam=kam)
        tandem = factories.PairingFactory(account=more, kam=kam)
        for ahead in (-3, 3):
            factories.InteractionFactory(
                account=more,
                pairing=tandem,
                status="planned",
                day=TODAY + timedelta(days=ahead),
                logged_by=kam,
            )
        held = factories.InteractionFactory(account=more, pairing=tandem, logged_by=kam)
        factories.NextStepFactory(interaction=held, owner=kam, due_on=TODAY)

    grow()
    client = signed_in(kam)
    client.get("/")
    with django_assert_max_num_queries(14) as few:
        client.get("/")
    for _number in range(3):
        grow()

    with django_assert_max_num_queries(14) as many:
        client.get("/")

    assert len(many) == len(few)


def test_the_cockpit_counts_what_its_lists_show(lead, account, other_account, pairing, kam):
    factories.BriefFactory(account=account, checked_on=TODAY, checked_by=kam)
    mark_silence(on=TODAY)

    figures, lists = read_cockpit(lead, on=TODAY)

    assert (figures.accounts, figures.covered, figures.bare, figures.coverage) == (2, 1, 1, 50)
    assert [row.name for row in lists.bare] == ["Borealis"]
    assert (figures.stale_briefs, [row.name for row in lists.stale]) == (1, ["Borealis"])
    assert (figures.silent, [row.account for row in lists.silent]) == (1, [account])
    assert figures.free_places == 2


def test_places_of_those_who_are_not_available_are_not_free(lead, sponsor, pairing):
    for state in ({"is_volunteer": False}, {"available_until": TODAY - timedelta(days=1)}):
        held = factories.PairingFactory(sponsor=factories.SponsorFactory(capacity=3))
        Sponsor.objects.filter(pk=held.sponsor_id).update(**state)
    for state in ({"is_active": False}, {"is_executive": False}):
        User.objects.filter(sponsor=factories.SponsorFactory(capacity=3)).update(**state)
    factories.PairingFactory(proposed=True, sponsor=factories.SponsorFactory(capacity=2), slot=2)

    figures, _lists = read_cockpit(lead, on=TODAY)

    assert figures.free_places == sponsor.capacity - 1 + 2 - 1


def test_an_empty_programme_has_a_cockpit_too(signed_in, lead):
    assert signed_in(lead).get("/programme/").context["figures"].coverage == 0


def test_the_cockpit_asks_as_often_for_many_as_for_few(
    signed_in, lead, pairing, django_assert_max_num_queries
):
    client = signed_in(lead)
    factories.KeyAccountFactory()
    client.get("/programme/")
    with django_assert_max_num_queries(14) as few:
        client.get("/programme/")
    for _number in range(3):
        factories.PairingFactory()
        factories.KeyAccountFactory()

    with django_assert_max_num_queries(14) as many:
        client.get("/programme/")

    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        ("kam", "page"),
        ("sponsor", "page"),
        ("lead", "page"),
        ("executive", "brief"),
        ("other_kam", ""),
    ],
)
def test_search_leads_where_one_may_go(
    signed_in, cast, account, pairing, other_account, role, leads_to
):
    found = signed_in(getattr(cast, role)).get("/search/", {"q": "aldera"}).context["found"]

    page = account.get_absolute_url()
    assert [line.path for line in found.accounts] == [
        {"page": page, "brief": f"{page}brief/", "": ""}[leads_to]
    ]


def test_search_keeps_to_what_one_may_see(signed_in, cast, account, other_account):
    factories.ContactFactory(
        account=other_account, first_name="Zoé", last_name="Zimmer", level="one_below"
    )

    def contacts(role):
        found = signed_in(getattr(cast, role)).get("/search/", {"q": "ZOE zim"}).context["found"]
        return [contact.last_name for contact in found.contacts]

    assert contacts("other_kam") == contacts("executive") == ["Zimmer"]
    assert contacts("kam") == contacts("outsider") == []


@pytest.mark.parametrize("text", ["", "a", "%", "__", "' OR 1=1 --", "\x00", "x" * 5000, "🙂🙂"])
def test_any_text_may_be_searched_for(signed_in, lead, account, text):
    assert signed_in(lead).get("/search/", {"q": text}).status_code == 200
