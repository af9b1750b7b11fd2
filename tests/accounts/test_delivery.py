"""The ledger: each message once, none lost silently, and in doubt somebody sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import DigestChoice, NotificationState
from accounts.models import KeptMail, Notification
from accounts.services import delivery
from accounts.services.notifications import cancel, notify, settle
from tests import factories
from tests.sink import Sink

S = NotificationState


@pytest.fixture
def row(kam):
    return notify("test", subject_id=kam.public_id, recipient=kam)


@pytest.fixture
def smtp(settings):
    """Write by SMTP to a sink that behaves as told."""

    def start(mode):
        sink = Sink(mode)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        return sink

    return start


def state(row):
    row.refresh_from_db()
    return row.state


def test_a_due_message_leaves_once_under_its_own_message_id(row, smtp):
    with smtp("accept") as sink:
        delivery.deliver_due()
        delivery.deliver_due()

    assert state(row) == S.SENT
    assert sink.taken == {row.message_id: 1}


def test_the_same_fact_on_one_day_is_one_message(row, kam):
    again = notify("test", subject_id=kam.public_id, recipient=kam)

    assert again == row


def test_a_second_claim_finds_nothing(row):
    first, second = delivery.claim(row.pk), delivery.claim(row.pk)

    assert (first is not None, second) == (True, None)


def test_without_the_claim_it_would_leave_twice(row, smtp, monkeypatch):
    monkeypatch.setattr(delivery, "claim", lambda pk: Notification.objects.get(pk=pk))
    monkeypatch.setattr(delivery, "move", lambda *args, **kwargs: True)
    with smtp("accept") as sink:
        delivery.deliver(row.pk)
        delivery.deliver(row.pk)

    assert sink.taken[row.message_id] == 2


def test_a_server_that_asks_to_wait_gets_it_again_later(row, smtp):
    with smtp("later") as sink:
        delivery.deliver_due()
        delivery.deliver_due()

    assert (state(row), row.attempts, sink.taken.total()) == (S.PENDING, 1, 0)
    assert row.next_try_at > timezone.now()


def test_a_refused_recipient_is_shown_to_administrators(row, smtp):
    with smtp("refuse"):
        delivery.deliver_due()

    assert state(row) == S.FAILED
    assert list(Notification.objects.in_doubt()) == [row]


def test_a_lost_connection_after_the_message_is_uncertain_and_never_sent_again_blindly(row, smtp):
    with smtp("cut") as sink:
        delivery.deliver_due()
        delivery.sweep_notifications()
        delivery.deliver_due()

    assert (state(row), sink.taken[row.message_id]) == (S.UNCERTAIN, 1)


def test_an_administrator_settles_it_either_way(row, smtp, administrator):
    with smtp("cut"):
        delivery.deliver_due()
    settle(row, "send_again", by=administrator)
    with smtp("accept"):
        delivery.deliver_due()

    assert state(row) == S.SENT


def test_a_server_that_is_away_loses_nothing(row, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    delivery.deliver_due()

    assert state(row) == S.PENDING


def test_what_a_dead_sender_claimed_comes_back(row):
    claimed = delivery.claim(row.pk)
    Notification.objects.filter(pk=claimed.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )

    delivery.sweep_notifications()

    assert state(row) == S.PENDING


def test_what_a_dead_sender_was_sending_is_uncertain(row):
    claimed = delivery.claim(row.pk)
    delivery.move(claimed, S.CLAIMED, S.SENDING, lease_until=timezone.now() - timedelta(seconds=1))

    delivery.sweep_notifications()

    assert state(row) == S.UNCERTAIN


def test_a_fact_that_vanished_is_not_told_and_one_that_comes_back_is(row, kam, mailoutbox):
    cancel("test", subject_id=kam.public_id)
    delivery.deliver_due()
    silent = len(mailoutbox)

    notify("test", subject_id=kam.public_id, recipient=kam)
    delivery.deliver_due()

    assert (silent, len(mailoutbox), state(row)) == (0, 1, S.SENT)


def test_a_person_who_left_hears_nothing(row, kam, mailoutbox):
    kam.is_active = False
    kam.save()

    delivery.deliver_due()

    assert (mailoutbox, state(row)) == ([], S.CANCELLED)


def test_past_its_use_it_expires(kam, mailoutbox):
    row = notify(
        "test",
        subject_id=kam.public_id,
        recipient=kam,
        expires_at=timezone.now() - timedelta(hours=1),
    )

    delivery.deliver_due()

    assert (mailoutbox, state(row)) == ([], S.EXPIRED)


def test_where_no_mail_server_is_set_the_mail_is_kept_inside(row, settings):
    settings.EMAIL_BACKEND = "sponsorship.mailbox.KeptMailBackend"

    delivery.deliver_due()

    kept = KeptMail.objects.get()
    assert (state(row), kept.recipient, kept.message_id) == (
        S.SENT,
        row.recipient.email,
        row.message_id,
    )


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Cet e-mail"), ("en", "This message arrived.")]
)
def test_it_speaks_the_readers_language(kam, mailoutbox, language, words):
    kam.language = language
    kam.save()
    notify("test", subject_id=kam.public_id, recipient=kam)

    delivery.deliver_due()

    assert len(mailoutbox) == 1
    assert (words in mailoutbox[0].body) == (language == "en")


def test_a_daily_reader_gets_one_mail_for_all(kam, account, mailoutbox):
    kam.digest = DigestChoice.DAILY
    kam.save()
    pairing = factories.PairingFactory(account=account, kam=kam)
    news = notify("pairing_active", subject_id=pairing.public_id, recipient=kam)

    noon = (timezone.now() + timedelta(days=1)).replace(hour=12)
    delivery.write_digests(noon)
    Notification.objects.filter(kind="digest").update(due_at=timezone.now() - timedelta(seconds=1))
    delivery.deliver_due()

    assert len(mailoutbox) == 1
    assert state(news) == S.SENT
