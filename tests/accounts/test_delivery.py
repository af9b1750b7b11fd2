"""The ledger: each message once, none lost silently, and in doubt somebody sees it."""

from datetime import timedelta
from email import message_from_string, policy

import pytest
from django.utils import timezone

from accounts.choices import NotificationState
from accounts.models import KeptMail, Notification
from accounts.services import delivery
from accounts.services.kinds import Message
from accounts.services.mail_server import SmtpWay
from accounts.services.notifications import cancel, notify, settle
from sponsorship.messages.people import Test

S = NotificationState


@pytest.fixture
def row(kam):
    return notify("test", subject_id=kam.public_id, recipient=kam)


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


@pytest.mark.parametrize(
    ("mode", "stands", "answer"),
    [
        ("later", S.PENDING, "451 not now"),
        ("babble", S.PENDING, "-1"),
        ("unwelcome", S.PENDING, "553 not from you"),
        ("refuse", S.FAILED, "550 no such person"),
        ("later after", S.PENDING, "452 no room today"),
        ("refuse after", S.FAILED, "554 I do not like it"),
        ("babble after", S.UNCERTAIN, "-1"),
        ("cut", S.UNCERTAIN, "Disconnected"),
    ],
)
def test_each_answer_of_the_server_has_its_state(row, smtp, mode, stands, answer):
    with smtp(mode):
        delivery.deliver_due()

    assert (state(row), row.attempts) == (stands, 1)
    assert answer in row.last_error
    assert (row.lease_until, row.sent_at) == (None, None)


def test_it_waits_1_2_4_to_60_minutes_and_is_given_up_after_eight_attempts(row, smtp):
    waits = []
    with smtp("later"):
        while state(row) == S.PENDING and len(waits) < 20:
            before = timezone.now()
            delivery.deliver_due()
            row.refresh_from_db()
            waits.append(round((row.next_try_at - before).total_seconds() / 60))
            Notification.objects.filter(pk=row.pk).update(next_try_at=before)

    assert waits[:-1] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (row.state, row.attempts) == (S.DEAD, 9)
    assert list(Notification.objects.in_doubt()) == [row]


def test_a_server_that_is_away_makes_nobody_wait_for_it(kam, lead, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for person in (kam, lead):
        notify("test", subject_id=person.public_id, recipient=person)

    delivery.deliver_due()

    assert sorted(Notification.objects.values_list("attempts", flat=True)) == [0, 1]


@pytest.mark.parametrize(
    "address", ["a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "é@b.example", "a"]
)
def test_an_address_that_is_not_one_persons_is_refused(row, kam, smtp, address):
    type(kam).objects.filter(pk=kam.pk).update(email=address)
    with smtp("accept") as sink:
        delivery.deliver_due()

    assert (state(row), sink.taken.total()) == (S.FAILED, 0)


def test_a_newline_in_a_subject_makes_no_header(row, smtp, monkeypatch):
    words = Message(subject="Hello\r\nBcc: c@d.example", lines=("one", "two"))
    monkeypatch.setattr(Test, "message", lambda self, thing, notification: words)
    with smtp("accept") as sink:
        delivery.deliver_due()

    mail = message_from_string(sink.mails[0], policy=policy.default)
    assert (mail["Subject"], mail["Bcc"]) == ("Hello Bcc: c@d.example", None)


def test_a_fault_in_one_message_does_not_hold_up_the_others(row, lead, smtp, monkeypatch):
    def faulty(self, thing, notification):
        if notification.pk == row.pk:
            raise RuntimeError("a fault in the words")
        return Message(subject="Hello", lines=())

    monkeypatch.setattr(Test, "message", faulty)
    other = notify("test", subject_id=lead.public_id, recipient=lead)
    with smtp("accept") as sink:
        delivery.deliver_due()

    assert sink.taken == {other.message_id: 1}
    assert (state(row), row.last_error) == (S.PENDING, "RuntimeError('a fault in the words')")


def test_it_travels_in_seven_bits_whatever_its_language(row, kam, smtp):
    kam.language = "fr"
    kam.save()
    with smtp("accept") as sink:
        delivery.deliver_due()

    mail = message_from_string(sink.mails[0], policy=policy.default)
    assert sink.mails[0].isascii()
    assert "Ce message est bien arrivé." in mail.get_body(("plain",)).get_content()
    assert (mail["To"], mail["Auto-Submitted"]) == (kam.email, "auto-generated")
    assert mail["Message-ID"] == row.message_id


def test_taken_back_while_it_is_being_prepared_it_does_not_leave(row, kam, smtp, monkeypatch):
    greet = SmtpWay.greet

    def taken_back(self, recipient):
        greet(self, recipient)
        cancel("test", subject_id=kam.public_id)

    monkeypatch.setattr(SmtpWay, "greet", taken_back)
    with smtp("accept") as sink:
        delivery.deliver_due()

    assert (state(row), sink.taken.total()) == (S.CANCELLED, 0)


def test_a_slow_sender_whose_claim_was_swept_does_not_send(row, smtp, monkeypatch):
    greet = SmtpWay.greet

    def slow(self, recipient):
        greet(self, recipient)
        Notification.objects.filter(pk=row.pk).update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
        delivery.sweep_notifications()

    monkeypatch.setattr(SmtpWay, "greet", slow)
    with smtp("accept") as sink:
        delivery.deliver_due()

    assert (state(row), sink.taken.total()) == (S.PENDING, 0)


def test_senders_that_die_again_and_again_give_it_up(row):
    for _death in range(9):
        delivery.claim(row.pk)
        Notification.objects.filter(pk=row.pk).update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
        delivery.sweep_notifications()

    assert (state(row), row.attempts) == (S.DEAD, 9)
    assert list(Notification.objects.in_doubt()) == [row]


def test_the_sweeper_leaves_those_alone_whose_lease_runs(row):
    claimed = delivery.claim(row.pk)
    delivery.sweep_notifications()
    first = state(row)
    delivery.pass_the_point_of_no_return(claimed)
    delivery.sweep_notifications()

    assert (first, state(row)) == (S.CLAIMED, S.SENDING)


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
    ("language", "words"),
    [("fr", "Ce message est bien arrivé."), ("en", "This message arrived.")],
)
def test_it_speaks_the_readers_language(kam, mailoutbox, language, words):
    kam.language = language
    kam.save()
    notify("test", subject_id=kam.public_id, recipient=kam)

    delivery.deliver_due()

    (mail,) = mailoutbox
    ((html, _kind),) = mail.alternatives
    assert words in mail.body
    assert words in html
    assert f'<html lang="{language}">' in html
    assert html.count("<a ") == 2  # the one action, and the settings
