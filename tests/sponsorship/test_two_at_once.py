"""What two people do to one record at once, what is sent twice, and what is forged: nothing is lost, nothing breaks."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AnnualFigures, User
from sponsors.models import Interaction, Sponsor
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def fields_of(page) -> dict:
    """Return what a form posts when nothing is changed."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, "")}


def held_review(account, kam):
    meeting = factories.InteractionFactory(account=account, kind="review", logged_by=kam)
    return factories.AccountReviewFactory(interaction=meeting)


def overtaken(signed_in, one, other, url, first, second):
    """Let one read, the other keep something, then the one keep: return both answers, and that to another try."""
    mine, theirs = signed_in(one), signed_in(other)
    read, read_by_other = mine.get(url), theirs.get(url)
    theirs.post(url, fields_of(read_by_other) | first)
    refused = mine.post(url, fields_of(read) | second)
    again = mine.post(url, fields_of(refused))
    return refused, again


@pytest.mark.parametrize(
    ("what", "first", "second"),
    [
        ("contact", {"title": "Chief operating officer"}, {"title": "Head of purchasing"}),
        ("figures", {"revenue": "111", "currency": "EUR"}, {"revenue": "222", "currency": "EUR"}),
        ("person", {"job_title": "Chief operating officer"}, {"job_title": "Key account lead"}),
    ],
)
def test_a_stale_form_shows_the_difference_and_then_keeps(
    signed_in, cast, account, what, first, second
):
    contact = factories.ContactFactory(account=account, title="CFO")
    factories.AnnualFiguresFactory(account=account, year=2025)
    url, other = {
        "contact": (reverse("accounts:contact_edit", args=[contact.public_id]), cast.lead),
        "figures": (reverse("accounts:figures_edit", args=[account.public_id, 2025]), cast.lead),
        "person": (reverse("accounts:person_edit", args=[cast.kam.public_id]), cast.lead),
    }[what]
    one = cast.administrator if what == "person" else cast.kam

    refused, again = overtaken(signed_in, one, other, url, first, second)

    assert refused.status_code == 200
    assert f"Changed meanwhile by {other}" in refused.text
    assert next(iter(first.values())) in refused.text
    assert again.status_code == 302
    kept = {
        "contact": lambda: type(contact).objects.get(pk=contact.pk).title,
        "figures": lambda: str(int(AnnualFigures.objects.get().revenue)),
        "person": lambda: User.objects.get(pk=cast.kam.pk).job_title,
    }[what]()
    assert kept == next(iter(second.values()))


def test_the_minutes_of_two_are_not_lost(signed_in, kam, pairing, account):
    review = held_review(account, kam)
    url = reverse("reviews:review_minutes", args=[review.public_id])

    refused, again = overtaken(
        signed_in,
        kam,
        pairing.sponsor.person,
        url,
        {"minutes": "The sponsor's hour of work"},
        {"minutes": "The KAM's words"},
    )

    assert "The sponsor&#x27;s hour of work" in refused.text
    assert again.status_code == 302


def test_the_debriefs_of_two_are_not_lost(signed_in, kam, pairing, account):
    meeting = factories.InteractionFactory(
        account=account, logged_by=kam, status="planned", day=TODAY
    )
    url = reverse("sponsors:interaction_hold", args=[meeting.public_id])

    refused, again = overtaken(
        signed_in,
        kam,
        pairing.sponsor.person,
        url,
        {"notes": "They want a second site."},
        {"notes": "Nothing new."},
    )

    assert f"Changed meanwhile by {pairing.sponsor.person}" in refused.text
    assert "They want a second site." in refused.text
    assert again.status_code == 302


def test_a_review_changed_by_two_can_be_kept_after_a_look(signed_in, kam, pairing, account):
    review = held_review(account, kam)
    url = reverse("reviews:review_edit", args=[review.public_id])

    refused, again = overtaken(
        signed_in,
        kam,
        pairing.sponsor.person,
        url,
        {"agenda": "Their new plant"},
        {"agenda": "Prices"},
    )

    assert "Their new plant" in refused.text
    assert again.status_code == 302


@pytest.mark.parametrize("what", ["contact", "minutes"])
def test_the_same_form_sent_twice_is_no_conflict(signed_in, kam, account, what):
    contact, review = factories.ContactFactory(account=account), held_review(account, kam)
    url, change = {
        "contact": (reverse("accounts:contact_edit", args=[contact.public_id]), {"title": "CEO"}),
        "minutes": (
            reverse("reviews:review_minutes", args=[review.public_id]),
            {"minutes": "They agree."},
        ),
    }[what]
    client = signed_in(kam)
    posted = fields_of(client.get(url)) | change

    assert [client.post(url, posted).status_code for _turn in range(2)] == [302, 302]


def log(client, account, **changes):
    said = {"account": account.public_id, "kind": "meeting", "day": TODAY, "subject": "Mine"}
    return client.post("/log/", said | changes)


def test_another_s_identifier_in_the_form_makes_an_entry_of_one_s_own(
    signed_in, kam, account, pairing
):
    theirs = factories.InteractionFactory(account=account, logged_by=pairing.sponsor.person)

    answer = log(signed_in(kam), account, public_id=theirs.public_id)

    theirs.refresh_from_db()
    assert answer.status_code == 302
    assert theirs.subject == "Talked about the plan."
    assert Interaction.objects.get(logged_by=kam).subject == "Mine"


def test_what_was_taken_back_is_not_what_is_noted_again(signed_in, kam, account):
    client, name = signed_in(kam), uuid4()
    log(client, account, public_id=name)
    client.post(reverse("sponsors:interaction_undo", args=[name]))

    log(client, account, public_id=name)

    assert Interaction.objects.held().count() == 1


def test_a_review_stays_one_when_it_is_changed_as_an_interaction(signed_in, kam, account):
    review = held_review(account, kam)
    url = reverse("sponsors:interaction_edit", args=[review.interaction.public_id])
    client = signed_in(kam)

    client.post(url, fields_of(client.get(url)) | {"kind": "meeting", "subject": "Yearly review"})

    review.interaction.refresh_from_db()
    assert (review.interaction.kind, review.interaction.subject) == ("review", "Yearly review")


DAYS = ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31", "2027-02-29", "31/12/9999"]


@pytest.mark.parametrize("day", DAYS)
def test_days_that_cannot_be_are_refused_everywhere(signed_in, kam, lead, pairing, account, day):
    meeting = factories.InteractionFactory(
        account=account, logged_by=kam, status="planned", day=TODAY
    )
    review = held_review(account, kam)
    public_id = account.public_id
    step = {"next_step": "Send it", "step_due_on": day}
    owner = {"text": "Open a site", "owner": kam.public_id}
    posts = {
        (kam, "/log/"): {"account": public_id, "kind": "call", "day": TODAY, "subject": "x"} | step,
        (kam, reverse("sponsors:interaction_hold", args=[meeting.public_id])): {
            "notes": "n",
            "text-0": "Send it",
            "due-0": day,
        },
        (kam, reverse("sponsors:interaction_move", args=[meeting.public_id])): {"day": day},
        (kam, reverse("reviews:decision_add", args=[review.public_id])): owner | {"due_on": day},
        (kam, reverse("ask_add", args=[public_id])): {
            "text": "Ask",
            "until": day,
            "who_may_ask": "anyone",
        },
        (lead, reverse("sponsors:sponsor_edit", args=[pairing.sponsor.public_id])): {
            "capacity": 3,
            "available_until": day,
        },
        (lead, reverse("sponsors:pairing_end", args=[pairing.public_id])): {
            "reason": "conflict",
            "on": day,
        },
        (lead, reverse("accounts:programme_edit")): {"company": "x", "started_on": day},
    }

    answers = {url: signed_in(who).post(url, said) for (who, url), said in posts.items()}

    kept = {url: answer.status_code for url, answer in answers.items()}
    assert set(kept.values()) <= {200, 422}, kept


def test_the_profile_of_who_left_general_management_is_refused_in_words(signed_in, lead, sponsor):
    sponsor.person.is_executive = False
    sponsor.person.save()

    answer = signed_in(lead).post(
        reverse("sponsors:sponsor_edit", args=[sponsor.public_id]), {"capacity": 2}
    )

    assert (answer.status_code, "not a member of general management" in answer.text) == (200, True)


def test_a_lead_who_corrects_a_profile_volunteers_for_nobody(signed_in, lead, sponsor):
    url = reverse("sponsors:sponsor_edit", args=[sponsor.public_id])
    signed_in(lead).post(reverse("sponsors:sponsor_stop", args=[sponsor.public_id]))

    signed_in(lead).post(url, {"capacity": 2, "is_volunteer": "on"})
    after_lead = Sponsor.objects.get().is_volunteer
    signed_in(sponsor.person).post(reverse("sponsors:sponsor_volunteer"), {"capacity": 2})

    assert (after_lead, Sponsor.objects.get().is_volunteer) == (False, True)


@pytest.mark.parametrize(
    "line",
    [
        {"kam_name": "A" * 120, "kam_email": "k@client.example"},
        {"kam_name": "A B", "kam_email": "Gone@tandem.example"},
        {
            "kam_name": "A B",
            "kam_email": "k@client.example",
            "sponsor_name": "Gone",
            "sponsor_email": "gone@tandem.example",
        },
        {
            "kam_name": "A B",
            "kam_email": "k@client.example",
            "sponsor_name": "A B",
            "sponsor_email": "K@client.example",
        },
    ],
    ids=["a name too long", "a KAM who left", "a sponsor who left", "one person twice"],
)
def test_the_grid_refuses_what_cannot_be(signed_in, lead, line):
    factories.PersonFactory(email="gone@tandem.example", is_active=False)
    posted = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-account": "Aldera"}

    answer = signed_in(lead).post(
        reverse("quick_start"), posted | {f"form-0-{name}": value for name, value in line.items()}
    )

    assert answer.status_code == 422
    assert not User.objects.filter(email="k@client.example").exists()


@pytest.mark.parametrize("role", ["kam", "lead", "sponsor", "administrator"])
def test_what_no_form_asks_for_is_not_taken(signed_in, cast, account, pairing, role):
    """Every field of the models behind the forms, posted by hand, beside what the form asks for."""
    contact = factories.ContactFactory(account=account)
    meeting = factories.InteractionFactory(account=account, pairing=pairing, logged_by=cast.kam)
    forged = {
        "status": "cancelled", "slot": "1", "is_staff": "on", "is_superuser": "on", "score": "99",
        "groups": "Administrators", "password": "x", "account": str(uuid4()), "logged_by": "1", "source": "import",
        "public_id": str(uuid4()), "id": "1", "pk": "1", "side": "tandem", "pairing": "1", "entered_by": "1",
        "person": "1", "is_volunteer": "", "closed_on": "2020-01-01", "search_text": "x", "version": "1",
    }  # fmt: skip
    rows = [contact, meeting, pairing, pairing.sponsor, cast.kam]
    asked = {
        reverse("accounts:contact_edit", args=[contact.public_id]): {"last_name": "Kept"},
        reverse("sponsors:interaction_edit", args=[meeting.public_id]): {
            "kind": "meeting",
            "day": "2026-03-02",
            "subject": "Kept",
        },
        reverse("sponsors:sponsor_edit", args=[pairing.sponsor.public_id]): {"capacity": "3"},
        reverse("settings"): {"language": "fr", "time_zone": "", "digest": "daily"},
        reverse("accounts:person_edit", args=[cast.kam.public_id]): {
            "first_name": "Karim",
            "last_name": "Kamel",
            "email": "kam@tandem.example",
            "is_active": "on",
        },
    }
    before = [protected(row) for row in rows]
    client = signed_in(getattr(cast, role))

    faults = {url: client.post(url, forged | said).status_code for url, said in asked.items()}
    for row in rows:
        row.refresh_from_db()

    assert max(faults.values()) < 500
    assert [protected(row) for row in rows] == before


def protected(row) -> dict:
    """Return what no form may move."""
    names = (
        "public_id", "account_id", "status", "slot", "logged_by_id", "source", "side", "pairing_id", "entered_by_id",
        "person_id", "is_volunteer", "is_superuser", "password", "kam_id", "sponsor_id", "started_on",
    )  # fmt: skip
    facts = {name: getattr(row, name) for name in names if hasattr(row, name)}
    if isinstance(row, User):
        facts["groups"] = sorted(row.groups.values_list("name", flat=True))
    return facts
