"""An executive's assistant: plans and logs in the executive's name, and reads nothing that is confidential."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation, User
from accounts.services.delegations import end_delegation
from sponsors.choices import GoAheadMark, TensionSide
from sponsors.models import CoachingNote, GoAhead, Interaction, Pairing, Renewal, Tension
from sponsors.services.drafts import Draft, NotYourNameError
from sponsors.services.interaction_course import move_interaction
from sponsors.services.interactions import edit_interaction, log_interaction, plan_interaction
from sponsors.services.tensions import FirstWord, open_tension
from sponsorship.briefs import compose_brief
from tests import factories
from tests.sponsors.test_interactions import log

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def person(pairing):
    return pairing.sponsor.person


@pytest.fixture
def planned(account, pairing, person, assistant):
    """What the assistant plans for the sponsor, in five days."""
    words = Draft("meeting", TODAY + 5 * DAY, "Their new plant", on_behalf_of=person)
    return plan_interaction(account, words, by=assistant, on=TODAY)


def again(person):
    """Read the person anew, as the next request does."""
    return User.objects.get(pk=person.pk)


def test_what_an_assistant_logs_is_the_executives_and_says_by_whom(
    signed_in, account, person, assistant
):
    client = signed_in(assistant)

    answer = log(client, account, on_behalf_of=person.public_id, next_step="Send the offer")

    row = Interaction.objects.get()
    page = client.get(row.get_absolute_url()).content.decode()
    assert answer.url == row.get_absolute_url()
    assert (row.logged_by, row.written_by, list(row.people.all())) == (person, assistant, [person])
    assert row.next_steps.get().owner == person
    assert (row.history.get().history_user, row.history.get().history_change_reason) == (
        assistant,
        "for Simone Sponsor",
    )
    assert "Claire Petit for Simone Sponsor" in page
    assert f'href="{account.get_absolute_url()}"' not in page


def test_the_sheet_offers_the_executive_alone_and_no_coaching(
    signed_in, account, person, assistant, kam
):
    page = signed_in(assistant).get(f"/log/?account={account.public_id}").content.decode()

    assert "In whose name" in page
    assert str(person.public_id) in page
    assert (
        str(assistant.public_id) not in page.split('id="div_id_people"')[1].split("</fieldset>")[0]
    )
    assert 'value="coaching"' not in page
    assert "Open a tension instead" not in page
    assert log(signed_in(assistant), account, kind="coaching").status_code == 422
    assert (
        "In whose name"
        not in signed_in(kam).get(f"/log/?account={account.public_id}").content.decode()
    )


def test_nobody_writes_in_the_name_of_another(account, pairing, person, assistant, kam, outsider):
    for by, name in ((assistant, kam), (outsider, person), (kam, person)):
        words = Draft("meeting", TODAY, "Their new plant", on_behalf_of=name)
        with pytest.raises(NotYourNameError):
            log_interaction(account, words, by=by, on=TODAY)

    assert not Interaction.objects.exists()


def test_what_an_assistant_plans_is_judged_as_the_sponsors(planned, account, person, assistant):
    assert planned.go_ahead == GoAheadMark.WITHOUT

    moved = move_interaction(planned, day=TODAY + 6 * DAY, at=None, by=assistant, on=TODAY)

    assert moved.go_ahead == GoAheadMark.WITHOUT
    assert moved.history.first().history_change_reason == "for Simone Sponsor"


def test_who_assists_the_sponsor_plans_nothing_in_the_kams_place(
    account, pairing, person, assistant, kam
):
    """Deputy of the one and assistant of the other: the sponsor's side counts."""
    factories.DelegationFactory(of=kam, to=assistant, kind="deputy")

    row = plan_interaction(
        account,
        Draft("meeting", TODAY + DAY, "Their new plant", people=[person]),
        by=again(assistant),
        on=TODAY,
    )
    with pytest.raises(NotYourNameError):
        plan_interaction(
            account,
            Draft("meeting", TODAY + DAY, "Their new plant", people=[person], on_behalf_of=kam),
            by=again(assistant),
            on=TODAY,
        )

    assert row.go_ahead == GoAheadMark.WITHOUT


def test_an_assistant_changes_what_the_kam_planned_and_it_needs_a_go_ahead_then(
    account, pairing, person, assistant, kam
):
    row = plan_interaction(
        account,
        Draft("meeting", TODAY + DAY, "Their new plant", people=[person]),
        by=kam,
        on=TODAY,
    )
    changed = edit_interaction(
        row,
        Draft("meeting", TODAY + DAY, "Another matter", people=[person]),
        version=row.version,
        by=assistant,
        on=TODAY,
    )

    assert (row.go_ahead, changed.go_ahead) == (GoAheadMark.NOT_NEEDED, GoAheadMark.WITHOUT)


def test_an_assistant_sees_what_the_executive_takes_part_in_but_no_coaching(
    account, pairing, person, assistant, kam
):
    facts = {"account": account, "logged_by": kam}
    own = factories.InteractionFactory(with_people=[kam, person], **facts)
    talk = factories.InteractionFactory(kind="exchange", with_people=[kam, person], **facts)
    factories.InteractionFactory(kind="coaching", with_people=[kam, person], **facts)
    factories.InteractionFactory(with_people=[kam], **facts)

    assert set(Interaction.objects.visible_to(assistant)) == {own, talk}


def test_what_has_ended_gives_nothing_at_the_next_request(
    signed_in, planned, account, person, assistant
):
    client = signed_in(assistant)
    urls = [
        planned.get_absolute_url(),
        reverse("sponsors:interaction_edit", args=[planned.public_id]),
        reverse("brief_detail", args=[account.public_id]),
        f"/log/?account={account.public_id}",
    ]
    before = [client.get(url).status_code for url in urls]

    end_delegation(Delegation.objects.get(to=assistant), by=person)

    assert before == [200] * 4
    assert [client.get(url).status_code for url in urls] == [404] * 4


def test_an_assistant_reads_no_confidential_word(
    signed_in, planned, account, pairing, person, assistant, kam
):
    contact = factories.ContactFactory(account=account)
    factories.AskFactory(account=account, written_by=kam, text="OPEN-ASK")
    factories.AskFactory(account=account, written_by=kam, text="CANARY-ASK", who_may_ask="sponsor")
    factories.InteractionFactory(
        account=account,
        kind="coaching",
        subject="CANARY-COACHING",
        logged_by=person,
        with_people=[kam, person],
        status="planned",
        day=TODAY + DAY,
    )
    talk = factories.InteractionFactory(
        account=account,
        pairing=pairing,
        kind="exchange",
        logged_by=person,
        with_people=[kam, person],
    )
    CoachingNote.objects.create(
        interaction=talk, pairing=pairing, kam=kam, author=person, text="CANARY-NOTE"
    )
    asked = factories.GoAheadFactory(pairing=pairing, topics="CANARY-ASKED", interaction=planned)
    asked.named.create(contact=contact)
    for side in (TensionSide.CLIENT, TensionSide.INTERNAL):
        open_tension(
            account,
            FirstWord(side=side, level="watch", said="CANARY-TENSION"),
            by=person,
            at=timezone.now(),
        )
    client = signed_in(assistant)
    urls = [
        *("/", "/go-aheads/", "/tensions/", "/briefs/", "/accounts/", "/pairings/", "/scorecards/"),
        *("/reviews/", "/search/?q=Aldera", "/inbox/", planned.get_absolute_url()),
        reverse("brief_detail", args=[account.public_id]),
        person.get_absolute_url(),
        talk.get_absolute_url(),
        reverse("sponsors:interaction_edit", args=[talk.public_id]),
    ]

    pages = {url: client.get(url) for url in urls}
    brief = compose_brief(account, reader=assistant, on=TODAY)

    assert {url: page.status_code for url, page in pages.items()} == dict.fromkeys(urls, 200)
    assert [url for url, page in pages.items() if "CANARY" in page.content.decode()] == []
    assert [ask.text for ask in brief.asks] == ["OPEN-ASK"]
    assert not GoAhead.objects.visible_to(assistant).exists()
    assert not Tension.objects.visible_to(assistant).exists()
    assert not Pairing.objects.visible_to(assistant).exists()


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("sponsors:interaction_talked", "planned"),
        ("sponsors:interaction_settle", "planned"),
        ("sponsors:go_ahead_answer", "asked"),
        ("sponsors:go_ahead_withdraw", "asked"),
        ("sponsors:go_ahead_bring", "asked"),
        ("sponsors:pairing_answer", "proposed"),
        ("sponsors:pairing_decline", "proposed"),
        ("sponsors:renewal_answer", "renewal"),
    ],
)
def test_an_assistant_answers_nothing(signed_in, planned, pairing, assistant, name, of):
    records = {
        "planned": planned,
        "asked": factories.GoAheadFactory(pairing=pairing),
        "proposed": factories.PairingFactory(proposed=True, sponsor=pairing.sponsor, slot=2),
        "renewal": Renewal.objects.create(
            pairing=pairing, proposed_by=pairing.kam, proposed_at=timezone.now()
        ),
    }
    Pairing.objects.filter(pk=records["proposed"].pk).update(
        status="kam_agreed",
        kam_agreed_at=timezone.now(),
        kam_charter=pairing.kam_charter or factories.CharterFactory(version=77),
    )

    answer = signed_in(assistant).post(
        reverse(name, args=[records[of].public_id]), {"state": "agreed", "agree": "on"}
    )

    assert answer.status_code in {403, 404}


def test_the_home_page_of_an_assistant_shows_what_the_executive_has_ahead(
    signed_in, planned, assistant, outsider
):
    assert "Their new plant" in signed_in(assistant).get("/").content.decode()
    assert "Their new plant" not in signed_in(outsider).get("/").content.decode()


def test_an_assistant_takes_a_fresh_entry_back_and_lands_at_home(signed_in, planned, assistant):
    answer = signed_in(assistant).post(
        reverse("sponsors:interaction_undo", args=[planned.public_id])
    )

    planned.refresh_from_db()
    assert (planned.status, answer.url) == ("cancelled", "/")
