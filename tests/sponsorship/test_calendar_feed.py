"""The private calendar feed: who reads what by which address."""

import re
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import CalendarFeed
from accounts.services.calendar_feeds import renew_feed, stop_feed
from accounts.services.key_accounts import remove_team_member
from sponsors.models import Interaction
from sponsors.services.closing import end_pairing
from sponsors.services.interaction_course import cancel_interaction, move_interaction
from tests import factories

NOON = datetime(2026, 6, 10, 10, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def at_noon():
    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield


def address(person) -> str:
    return f"/calendar/{renew_feed(person, at=timezone.now())}.ics"


def events(url: str, **headers) -> list[icalendar.Event]:
    answer = Client().get(url, headers=headers)
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def plan(account, *people, **facts) -> Interaction:
    facts = {"day": date(2026, 6, 20), "status": "planned", "logged_by": people[0], **facts}
    return factories.InteractionFactory(account=account, with_people=people, **facts)


def test_an_entry_says_what_when_and_where_and_nothing_more(kam, account):
    contact = factories.ContactFactory(account=account, last_name="Durand")
    row = plan(
        account, kam, subject="The plan; for 2027, at last", time=time(14, 30), place="Lyon, 3e",
        notes="SECRET", with_contacts=[contact],
    )  # fmt: skip
    factories.TensionFactory(account=account, said="STRAIN")

    answer = Client().get(address(kam))

    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Aldera · The plan; for 2027, at last"
    assert event.decoded("DTSTART") == datetime(2026, 6, 20, 12, 30, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 6, 20, 13, 30, tzinfo=UTC)
    assert (str(event["LOCATION"]), str(event["STATUS"])) == ("Lyon, 3e", "CONFIRMED")
    assert str(event["UID"]) == f"{row.public_id}@tandem"
    assert str(event["URL"]).endswith(row.get_absolute_url())
    alarms = [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert alarms == [timedelta(days=-1), timedelta(hours=-1)]
    for word in (b"SECRET", b"STRAIN", b"Durand"):
        assert word not in answer.content


def test_without_an_hour_it_is_a_day(kam, account):
    plan(account, kam)

    (event,) = events(address(kam))

    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        date(2026, 6, 20),
        date(2026, 6, 21),
    )
    assert [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")] == [timedelta(days=-1)]


def test_the_clock_is_that_of_the_kam_for_everyone(kam, sponsor, pairing, account):
    kam.time_zone, sponsor.person.time_zone = "America/New_York", "Asia/Tokyo"
    kam.save()
    sponsor.person.save()
    plan(account, kam, sponsor.person, time=time(9))

    instants = {events(address(who))[0].decoded("DTSTART") for who in (kam, sponsor.person)}

    assert instants == {datetime(2026, 6, 20, 13, tzinfo=UTC)}


def test_an_hour_that_the_clocks_skip_is_an_instant_all_the_same(kam, account):
    plan(account, kam, day=date(2027, 3, 28), time=time(2, 30))

    (event,) = events(address(kam))

    assert event.decoded("DTSTART") == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_an_account_review_leads_to_its_own_page(kam, account):
    row = plan(account, kam, kind="review", time=time(9))
    review = factories.AccountReviewFactory(interaction=row)

    (event,) = events(address(kam))

    assert str(event["URL"]).endswith(review.get_absolute_url())
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=2)


def test_a_move_and_a_cancellation_keep_the_identifier_and_raise_the_sequence(kam, account):
    url, row = address(kam), plan(account, kam)
    (first,) = events(url)

    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        move_interaction(row, day=date(2026, 6, 25), at=time(8), by=kam, on=TODAY)
        (second,) = events(url)
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        cancel_interaction(row, because="They are away", by=kam)
        (third,) = events(url)

    assert {str(event["UID"]) for event in (first, second, third)} == {f"{row.public_id}@tandem"}
    assert first["SEQUENCE"] < second["SEQUENCE"] < third["SEQUENCE"]
    stamps = [event.decoded("LAST-MODIFIED") for event in (first, second, third)]
    assert stamps == sorted(set(stamps))
    assert str(third["STATUS"]) == "CANCELLED"
    assert third.walk("VALARM") == []


@pytest.mark.parametrize(
    ("status", "days", "stands"),
    [
        ("held", -90, True),
        ("held", -91, False),
        ("planned", -90, True),
        ("planned", 400, True),
        ("cancelled", -30, True),
        ("cancelled", -31, False),
        ("cancelled", 40, True),
    ],
)
def test_how_long_things_stand_there(kam, account, status, days, stands):
    plan(account, kam, status=status, day=TODAY + timedelta(days=days))

    assert len(events(address(kam))) == stands


def test_only_what_one_takes_part_in(kam, lead, team_member, account):
    plan(account, kam)

    assert events(address(team_member)) == []
    assert events(address(lead)) == []


def test_an_ended_pairing_ends_what_lies_ahead_and_leaves_what_was_held(
    kam, sponsor, pairing, account, lead
):
    me = sponsor.person
    plan(account, kam, me)
    plan(account, me)
    held = plan(account, kam, me, status="held", day=date(2026, 6, 1))
    url = address(me)
    assert len(events(url)) == 3

    end_pairing(pairing, by=lead, reason="by_agreement", note="", on=TODAY)

    assert [str(event["UID"]) for event in events(url)] == [f"{held.public_id}@tandem"]
    assert list(Interaction.objects.visible_to(me)) == [held]


def test_who_left_the_team_and_is_asked_along_again_has_it(kam, team_member, account):
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        before = plan(account, kam, team_member)
    remove_team_member(account, team_member, on=TODAY, by=kam)

    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        again = plan(account, kam, team_member, subject="Come along once more")
        seen = {str(event["UID"]) for event in events(address(team_member))}

    assert seen == {f"{again.public_id}@tandem"}
    assert before not in Interaction.objects.visible_to(team_member)


def test_an_executive_asked_along_has_it(kam, executive, account):
    plan(account, kam, executive)

    assert len(events(address(executive))) == 1


def test_the_page_and_the_feed_agree(kam, sponsor, pairing, account, lead, signed_in):
    row = plan(account, kam, sponsor.person)
    end_pairing(pairing, by=lead, reason="by_agreement", note="", on=TODAY)

    assert signed_in(sponsor.person).get(row.get_absolute_url()).status_code == 404


def test_every_other_address_answers_the_same(kam, sponsor, account):
    token = re.search("/calendar/(.+).ics", address(kam))[1]
    old, stopped = address(sponsor.person), address(sponsor.person)
    stop_feed(sponsor.person)
    changed = [
        token[:place] + ("A" if sign != "A" else "B") + token[place + 1 :]
        for place, sign in enumerate(token)
    ]
    false = [*changed, token[:-1], token + "A", token.upper(), "x", "%ED%A0%80", "é", "A" * 3000]
    urls = [f"/calendar/{word}.ics" for word in false] + [old, stopped]

    answers = set()
    for url in urls:
        cache.clear()
        answer = Client().get(url)
        answers.add((answer.status_code, answer.content, answer.headers["Cache-Control"]))

    kam.is_active = False
    kam.save()
    answer = Client().get(f"/calendar/{token}.ics")
    answers.add((answer.status_code, answer.content, answer.headers["Cache-Control"]))
    assert answers == {(404, b"", "no-store, private")}


def test_the_token_is_kept_as_a_digest_alone(kam):
    token = renew_feed(kam, at=NOON)

    feed = CalendarFeed.objects.get()
    assert len(token) >= 43
    assert token not in feed.digest
    assert not any("digest" in field.name for field in CalendarFeed.history.model._meta.fields)
    assert feed.history.get().history_user == kam


def test_a_new_address_closes_the_one_before(kam, signed_in):
    first = address(kam)

    page = signed_in(kam).post("/settings/calendar/renew/").content.decode()

    second = re.search(r"/calendar/[\w-]+\.ics", page)[0]
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert "webcal://" in page
    assert second not in signed_in(kam).get("/settings/").content.decode()


def test_it_can_be_switched_off(kam, signed_in):
    url = address(kam)

    signed_in(kam).post("/settings/calendar/stop/")
    signed_in(kam).post("/settings/calendar/stop/")

    assert Client().get(url).status_code == 404
    assert [row.history_type for row in CalendarFeed.history.order_by("history_id")] == ["+", "-"]


def test_who_has_the_newest_is_told_so_and_who_has_not_gets_it(kam, account):
    url = address(kam)
    tag = Client().get(url).headers["ETag"]

    same = Client().get(url, headers={"If-None-Match": tag})
    plan(account, kam)
    other = Client().get(url, headers={"If-None-Match": tag})

    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
    assert other.status_code == 200
    assert other.headers["Cache-Control"] == "private, no-cache"


def test_another_language_is_another_file(kam, account):
    plan(account, kam)
    url = address(kam)
    tag = Client().get(url).headers["ETag"]
    kam.language = "fr"
    kam.save()

    answer = Client().get(url, headers={"If-None-Match": tag, "Accept-Language": "en"})

    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["DESCRIPTION"]).startswith("Rendez-vous client")


def test_who_tries_many_addresses_is_slowed_and_colleagues_with_a_feed_are_not(kam, account):
    codes = [Client().get(f"/calendar/{number}.ics").status_code for number in range(61)]

    assert (codes[59], codes[60]) == (404, 429)
    url = address(kam)
    own = [Client().get(url).status_code for _number in range(61)]
    assert (own[59], own[60]) == (200, 429)


def test_reading_writes_nothing_and_takes_as_many_statements_for_one_as_for_thirty(kam, account):
    url = address(kam)
    counts = []
    for number in (1, 29):
        for _each in range(number):
            plan(account, kam, time=time(9))
        with CaptureQueriesContext(connection) as asked:
            events(url)
        counts.append(len(asked))
        assert all(query["sql"].startswith("SELECT") for query in asked)

    assert counts[0] == counts[1] <= 3


def test_lines_are_no_longer_than_75_octets(kam, account):
    plan(account, kam, subject="É" * 200, place="à" * 120, time=time(9))

    content = Client().get(address(kam)).content

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
