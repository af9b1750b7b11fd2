"""The daily e-mail: what it carries shares its fate."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import DigestChoice, NotificationState
from accounts.models import Notification
from accounts.services import delivery
from accounts.services.digests import write_digests
from accounts.services.notifications import cancel, notify, settle
from tests import factories

S = NotificationState


@pytest.fixture
def reader(kam):
    kam.digest = DigestChoice.DAILY
    kam.save()
    return kam


@pytest.fixture
def news(reader, account):
    pairing = factories.PairingFactory(account=account, kam=reader)
    return notify("pairing_active", subject_id=pairing.public_id, recipient=reader)


def tomorrow():
    return (timezone.now() + timedelta(days=1)).replace(hour=12)


def a_day_passes():
    """The next morning comes, and its digests are due."""
    write_digests(tomorrow())
    Notification.objects.filter(kind="digest").update(
        due_at=timezone.now() - timedelta(seconds=1), next_try_at=None
    )


def state(row):
    row.refresh_from_db()
    return row.state


def test_a_daily_reader_gets_one_mail_for_all(news, reader, mailoutbox):
    second = notify("pairing_agreed", subject_id=news.subject_id, recipient=reader)
    a_day_passes()
    delivery.deliver_due()

    assert [mail.subject for mail in mailoutbox] == ["Today: 2 messages"]
    assert mailoutbox[0].body.count("Aldera") == 2
    assert (state(news), state(second)) == (S.SENT, S.SENT)


def test_before_half_past_seven_nothing_is_gathered(news):
    night = tomorrow().replace(hour=3)

    assert (write_digests(night), Notification.objects.filter(kind="digest").count()) == (0, 0)


def test_what_no_longer_holds_is_left_out_and_may_come_back(news, reader, mailoutbox):
    a_day_passes()
    cancel("pairing_active", subject_id=news.subject_id)
    delivery.deliver_due()
    silent = len(mailoutbox)

    notify("pairing_active", subject_id=news.subject_id, recipient=reader)
    a_day_passes()
    delivery.deliver_due()

    assert (silent, len(mailoutbox), state(news)) == (0, 1, S.SENT)


def test_a_reader_who_left_gets_none_and_nothing_goes_round_in_circles(news, reader, mailoutbox):
    reader.is_active = False
    reader.save()
    for _round in range(3):
        a_day_passes()
        delivery.deliver_due()

    assert (mailoutbox, state(news)) == ([], S.CANCELLED)
    assert Notification.objects.get(kind="digest").attempts == 1


@pytest.mark.parametrize(
    ("mode", "where"),
    [("cut", S.UNCERTAIN), ("refuse", S.FAILED)],
)
def test_what_a_doubtful_digest_carries_goes_in_no_other(
    news, smtp, administrator, mode, where, reader
):
    with smtp(mode) as sink:
        a_day_passes()
        delivery.deliver_due()
        first = (state(news), sink.taken.total())
    with smtp("accept") as sink:
        write_digests(tomorrow() + timedelta(days=1))
        delivery.deliver_due()
        again = sink.taken.total()
        digest = Notification.objects.in_doubt().get()
        settle(digest, "send_again", by=administrator)
        delivery.deliver_due()
        in_the_end = sink.taken[digest.message_id]

    assert first == (where, 1 if mode == "cut" else 0)
    assert (digest.kind, again, in_the_end) == ("digest", 0, 1)
    assert state(news) == S.SENT


def test_a_digest_of_a_killed_sender_is_one_doubt_and_not_many(news, administrator):
    a_day_passes()
    digest = delivery.claim(Notification.objects.get(kind="digest").pk)
    delivery.pass_the_point_of_no_return(digest)
    Notification.objects.filter(pk=digest.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )

    delivery.sweep_notifications()
    doubts = list(Notification.objects.in_doubt())
    settle(digest, "it_was_sent", by=administrator)

    assert doubts == [digest]
    assert (state(digest), state(news)) == (S.SENT, S.SENT)
