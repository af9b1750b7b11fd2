"""The pages of account reviews: who sees and does what, and what the list shows."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from reviews.models import AccountReview, Decision
from sponsors.choices import InteractionKind, InteractionStatus
from tests import factories

pytestmark = [pytest.mark.django_db]
TODAY = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def monday():
    """All of this happens on Monday 2 March 2026."""
    with time_machine.travel(TODAY):
        yield


def review_on(account, day, **facts):
    """A review of an account: held if the day has passed, else planned."""
    status = InteractionStatus.HELD if day <= date(2026, 3, 2) else InteractionStatus.PLANNED
    interaction = factories.InteractionFactory(
        account=account, kind=InteractionKind.REVIEW, day=day, status=status
    )
    return factories.AccountReviewFactory(interaction=interaction, **facts)


@pytest.fixture
def review(pairing, account):
    return review_on(account, date(2026, 4, 10))


@pytest.fixture
def held(pairing, account):
    return review_on(account, date(2026, 2, 10))


def posted(**changes):
    """What the form of a review sends."""
    return {
        "public_id": str(uuid4()),
        "subject": "Where we go together",
        "day": "2026-04-10",
        "time": "10:30",
        "mode": "face_to_face",
        "type": "strategic",
        "started_by": "client",
        "requested_on": "2026-02-20",
        "evidence": "Mail of the CFO",
        "agenda": "Plan 2027",
    } | changes


def test_the_team_plans_a_review_with_team_and_contacts(account, pairing, kam, sponsor, signed_in):
    contact = factories.ContactFactory(account=account)
    client = signed_in(kam)
    url = reverse("reviews:review_plan") + f"?account={account.public_id}"

    form = client.get(url).context["form"]
    answer = client.post(
        url,
        posted(people=[str(sponsor.person.public_id)], contacts=[str(contact.public_id)]),
    )

    review = AccountReview.objects.get()
    assert set(form.initial["people"]) == {kam, sponsor.person}
    assert answer.url == review.get_absolute_url()
    assert list(review.interaction.people.all()) == [sponsor.person]
    assert list(review.interaction.contacts.all()) == [contact]
    assert review.requested_on == date(2026, 2, 20)


def test_sending_the_form_twice_plans_one_review(account, kam, signed_in):
    client, facts = signed_in(kam), posted()
    url = reverse("reviews:review_plan") + f"?account={account.public_id}"

    client.post(url, facts)
    client.post(url, facts)

    assert AccountReview.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": ""}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"requested_on": "2026-04-11"}, "requested_on"),
        ({"subject": ""}, "subject"),
        ({"type": "friendly"}, "type"),
    ],
)
def test_a_fault_is_said_beside_its_field(account, kam, signed_in, changes, field):
    url = reverse("reviews:review_plan") + f"?account={account.public_id}"

    page = signed_in(kam).post(url, posted(**changes))

    assert field in page.context["form"].errors
    assert f"{field}_error" in page.content.decode()


def test_contacts_of_another_client_are_refused(account, other_account, kam, signed_in):
    stranger = factories.ContactFactory(account=other_account)
    url = reverse("reviews:review_plan") + f"?account={account.public_id}"

    page = signed_in(kam).post(url, posted(contacts=[str(stranger.public_id)]))

    assert "contacts" in page.context["form"].errors


def test_planning_belongs_to_the_account_team(account, pairing, cast, signed_in):
    url = reverse("reviews:review_plan") + f"?account={account.public_id}"
    expected = {"kam": 302, "sponsor": 302, "team_member": 302, "deputy": 302, "lead": 403}

    for name, person in vars(cast).items():
        answer = signed_in(person).post(url, posted())
        assert answer.status_code == expected.get(name, 404), name


def test_one_chooses_among_the_own_accounts(account, other_account, kam, outsider, signed_in):
    mine = signed_in(kam).get(reverse("reviews:review_plan"))
    nothing = signed_in(outsider).get(reverse("reviews:review_plan"))

    assert list(mine.context["accounts"]) == [account]
    assert "you are on none at present" in nothing.content.decode()


def test_a_review_is_seen_by_the_account_team_and_the_leads(review, cast, signed_in):
    allowed = {"kam", "sponsor", "team_member", "deputy", "lead"}

    for name, person in vars(cast).items():
        expected = 200 if name in allowed else 404
        assert signed_in(person).get(review.get_absolute_url()).status_code == expected, name


@pytest.mark.parametrize("address", ["edit", "invite", "hold", "cancel", "minutes"])
def test_changing_a_review_belongs_to_the_account_team(review, cast, signed_in, address):
    url = reverse(f"reviews:review_{address}", args=[review.public_id])
    facts = posted(reason="Away", minutes="Words")

    for name, person in vars(cast).items():
        if name in {"kam", "sponsor", "team_member", "deputy"}:
            continue
        expected = 403 if name == "lead" else 404
        assert signed_in(person).post(url, facts).status_code == expected, name

    review.refresh_from_db()
    assert (review.interaction.status, review.minutes) == (InteractionStatus.PLANNED, "")


def test_a_change_keeps_people_who_have_left_the_team(review, kam, outsider, signed_in):
    review.interaction.participants.create(person=outsider)
    url = reverse("reviews:review_edit", args=[review.public_id])
    client = signed_in(kam)

    form = client.get(url).context["form"]
    client.post(
        url,
        posted(
            version=form.initial["version"],
            people=[str(person.public_id) for person in form.initial["people"]],
            subject="Another line",
        ),
    )

    review.interaction.refresh_from_db()
    assert review.interaction.subject == "Another line"
    assert outsider in review.interaction.people.all()


def test_a_stale_change_is_refused_in_a_sentence(review, kam, signed_in):
    url = reverse("reviews:review_edit", args=[review.public_id])

    page = signed_in(kam).post(url, posted(version=0))

    assert "Changed meanwhile" in page.text


def test_inviting_says_how_many(review, kam, sponsor, signed_in):
    review.interaction.participants.create(person=sponsor.person)
    url = reverse("reviews:review_invite", args=[review.public_id])

    page = signed_in(kam).post(url, follow=True)

    assert "1 person is invited." in page.content.decode()


def test_a_review_ahead_cannot_be_held_yet(review, kam, signed_in):
    url = reverse("reviews:review_hold", args=[review.public_id])

    page = signed_in(kam).post(url, follow=True)

    assert "The review still lies ahead." in page.content.decode()
    assert "It was held" not in page.content.decode()


def test_from_the_day_to_the_decisions(review, kam, sponsor, signed_in):
    client, address = signed_in(kam), review.public_id
    with time_machine.travel("2026-04-10T18:00:00Z"):
        client.force_login(kam, backend="sponsorship.adapters.SignInBackend")
        client.post(reverse("reviews:review_hold", args=[address]))
        client.post(reverse("reviews:review_minutes", args=[address]), {"minutes": "They agree."})
        client.post(
            reverse("reviews:decision_add", args=[address]),
            {
                "text": "Open a site",
                "owner": str(sponsor.person.public_id),
                "due_on": "2026-06-01",
            },
        )
        page = client.get(review.get_absolute_url()).content.decode()

    decision = Decision.objects.get()
    assert (decision.owner, decision.due_on) == (sponsor.person, date(2026, 6, 1))
    assert "They agree." in page
    assert "Open a site" in page


def test_a_decision_without_owner_is_said_on_the_page(held, kam, signed_in):
    url = reverse("reviews:decision_add", args=[held.public_id])

    page = signed_in(kam).post(url, {"text": "Nobody’s"})

    assert page.status_code == 422
    assert "owner_error" in page.content.decode()
    assert not Decision.objects.exists()


def test_the_owner_and_the_leads_finish_a_decision(held, cast, signed_in, sponsor):
    expected = {"kam": 403, "team_member": 403, "deputy": 403, "sponsor": 302, "lead": 302}

    for name, person in vars(cast).items():
        decision = factories.DecisionFactory(review=held, owner=sponsor.person)
        url = reverse("reviews:decision_finish", args=[decision.public_id])
        assert signed_in(person).post(url).status_code == expected.get(name, 404), name
        decision.refresh_from_db()
        assert bool(decision.done_on) == (name in {"sponsor", "lead"}), name


def test_the_list_shows_what_lies_ahead_by_month(account, pairing, kam, signed_in):
    first = review_on(account, date(2026, 4, 10))
    second = review_on(account, date(2026, 4, 28))
    third = review_on(account, date(2026, 6, 1))
    review_on(account, date(2026, 2, 1))

    page = signed_in(kam).get(reverse("reviews:review_list"))

    assert list(page.context["page"]) == [first, second, third]
    text = page.content.decode()
    assert text.count("<h2>April 2026</h2>") == 1
    assert "<h2>June 2026</h2>" in text


def test_past_reviews_come_with_those_nobody_has_told_of(account, pairing, kam, signed_in):
    late = review_on(account, date(2026, 4, 10))
    late.interaction.day = date(2026, 2, 20)
    late.interaction.save()
    held = review_on(account, date(2026, 2, 10))
    imported = factories.InteractionFactory(account=account, kind=InteractionKind.REVIEW)

    page = signed_in(kam).get(reverse("reviews:review_list"), {"when": "past"})

    assert list(page.context["page"]) == [late, held]
    assert "Was it held?" in page.content.decode()
    assert list(page.context["untold"]) == [imported]


def test_an_imported_review_is_completed(account, kam, team_member, outsider, signed_in):
    imported = factories.InteractionFactory(account=account, kind=InteractionKind.REVIEW)
    url = reverse("reviews:review_take_up", args=[imported.public_id])

    assert signed_in(outsider).post(url).status_code == 404
    answer = signed_in(kam).post(url)

    assert answer.url == AccountReview.objects.get(interaction=imported).get_absolute_url()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"strategic", "operational"}),
        ({"type": "strategic"}, {"strategic"}),
        ({"started_by": "client"}, {"operational"}),
        ({"q": "alde"}, {"strategic", "operational"}),
        ({"q": "éxotic"}, set()),
        ({"type": "nonsense"}, {"strategic", "operational"}),
    ],
)
def test_the_list_is_filtered(account, pairing, kam, signed_in, filters, found):
    review_on(account, date(2026, 4, 10), type="strategic")
    review_on(account, date(2026, 4, 11), type="operational", started_by="client")

    page = signed_in(kam).get(reverse("reviews:review_list"), filters)

    assert {review.type for review in page.context["page"]} == found


def test_a_cancelled_review_leaves_the_list_and_says_why_on_its_page(review, kam, signed_in):
    client = signed_in(kam)

    client.post(reverse("reviews:review_cancel", args=[review.public_id]), {"reason": "Away"})

    assert list(client.get(reverse("reviews:review_list")).context["page"]) == []
    assert "Cancelled: Away" in client.get(review.get_absolute_url()).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    kam, lead, signed_in, rows, django_assert_max_num_queries
):
    for number in range(rows):
        account = factories.KeyAccountFactory(name=f"Client {number}", kam=kam)
        review_on(account, date(2026, 2, 10))
        factories.InteractionFactory(account=account, kind=InteractionKind.REVIEW)
    for person in (kam, lead):
        client = signed_in(person)
        with django_assert_max_num_queries(10):
            page = client.get(reverse("reviews:review_list"), {"when": "past"})
        assert len(page.context["page"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_for_three(
    held, account, kam, signed_in, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        factories.DecisionFactory(review=held, owner=kam)
        held.interaction.participants.create(person=factories.PersonFactory())
        held.interaction.met.create(contact=factories.ContactFactory(account=account))
    client = signed_in(kam)

    with django_assert_max_num_queries(14):
        client.get(held.get_absolute_url())


def test_the_two_see_that_a_review_had_no_go_ahead(signed_in, account, pairing, kam, team_member):
    person = pairing.sponsor.person
    row = factories.InteractionFactory(
        account=account, pairing=pairing, kind="review", logged_by=person, go_ahead="without"
    )
    page = factories.AccountReviewFactory(interaction=row).get_absolute_url()

    shown = [
        "held without a go-ahead" in signed_in(reader).get(page).content.decode()
        for reader in (kam, team_member)
    ]

    assert shown == [True, False]
