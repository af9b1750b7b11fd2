"""Deliver what is due: never twice, never lost silently, and in doubt somebody sees it.

    pending  → claimed    conditional update, token, lease of two minutes
    claimed  → pending    an error before the message itself has left; again after 1, 2, 4 … 60 minutes
    claimed  → sending    conditional update by token, committed: the point of no return
    sending  → sent | pending (4xx) | failed (5xx) | uncertain (connection lost)

The sweeper returns what was only claimed, and calls uncertain what was being sent.
"""

import smtplib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.choices import NotificationState
from accounts.models import KeptMail, Notification, User
from accounts.services.kinds import (
    Message,
    SubjectGoneError,
    UnknownKindError,
    kind_named,
    language_of,
)
from accounts.services.local_time import local_date, morning, zone_of
from accounts.services.notifications import notify

S = NotificationState
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
BATCH = 200
log = structlog.get_logger(__name__)


class TryLaterError(Exception):
    """Nothing has left: the server was away, or said not now."""


class RefusedError(Exception):
    """The server refuses this message for good."""


class UncertainError(Exception):
    """The connection was lost after the message had begun to leave."""


def deliver_due() -> int:
    """Deliver what is due now, and return how many were sent. Any number of these may run at once."""
    write_digests(timezone.now())
    ready = Q(next_try_at__isnull=True) | Q(next_try_at__lte=Now())
    due = Notification.objects.filter(ready, state=S.PENDING, due_at__lte=Now(), in_digest=False)
    return sum(
        deliver(pk) for pk in list(due.order_by("due_at").values_list("pk", flat=True)[:BATCH])
    )


def deliver(pk: int) -> bool:
    """Deliver one message, if nobody else does; return whether it was sent."""
    row = claim(pk)
    if row is None:
        return False
    if row.expires_at is not None and row.expires_at < timezone.now():
        return move(row, S.CLAIMED, S.EXPIRED)
    try:
        if not kind_named(row.kind).still_due(row):
            move(row, S.CLAIMED, S.CANCELLED)
            return False
        message = kind_named(row.kind).mailed(row)
    except (SubjectGoneError, UnknownKindError) as error:
        move(row, S.CLAIMED, S.CANCELLED, last_error=type(error).__name__)
        return False
    return send(row, message)


def claim(pk: int) -> Notification | None:
    """Take a waiting message for two minutes."""
    token = str(uuid.uuid4())
    taken = Notification.objects.filter(pk=pk, state=S.PENDING).update(
        state=S.CLAIMED, token=token, lease_until=Now() + LEASE, attempts=F("attempts") + 1
    )
    return Notification.objects.select_related("recipient").get(pk=pk) if taken else None


def move(
    row: Notification, before: NotificationState, after: NotificationState, **facts: object
) -> bool:
    """Bring a message from one state to the next, if it is still ours."""
    held = Notification.objects.filter(pk=row.pk, state=before, token=row.token)
    return bool(held.update(state=after, **facts))


def send(row: Notification, message: Message) -> bool:
    """Send a claimed message by the way that is set: kept inside, or to the mail server."""
    if settings.EMAIL_BACKEND == "sponsorship.mailbox.KeptMailBackend":
        return keep_inside(row, message)
    try:
        with server() as way:
            way.greet(row)
            if not move(row, S.CLAIMED, S.SENDING, lease_until=Now() + LEASE):
                return False
            way.hand_over(row, message)
    except TryLaterError as error:
        return try_later(row, str(error))
    except RefusedError as error:
        return settle_as(row, S.FAILED, str(error))
    except UncertainError as error:
        return settle_as(row, S.UNCERTAIN, str(error))
    return sent(row)


def sent(row: Notification) -> bool:
    """Note that the server has taken it, with the messages that a digest carries."""
    moved = move(row, S.SENDING, S.SENT, sent_at=timezone.now(), lease_until=None, last_error="")
    carried = Notification.objects.filter(
        pk__in=row.data.get("rows", []), state=S.PENDING, in_digest=True
    )
    carried.update(state=S.SENT, sent_at=timezone.now())
    return moved


def keep_inside(row: Notification, message: Message) -> bool:
    """Keep the e-mail as a row, in the transaction that calls it sent: no doubt is possible."""
    mail = compose(row, message)
    with transaction.atomic():
        if not move(row, S.CLAIMED, S.SENDING):
            return False
        KeptMail.objects.create(
            recipient=row.recipient.email,
            subject=mail["Subject"],
            text=body_of(mail, "plain"),
            html=body_of(mail, "html"),
            message_id=row.message_id,
        )
        return sent(row)


def try_later(row: Notification, why: str) -> bool:
    """Let it wait 1, 2, 4 … 60 minutes, or give it up after eight attempts."""
    minutes = min(60, 2 ** (row.attempts - 1))
    dead = row.attempts > MOST_ATTEMPTS
    facts = {
        "state": S.DEAD if dead else S.PENDING,
        "next_try_at": timezone.now() + timedelta(minutes=minutes),
        "last_error": why[:300],
        "token": "",
        "lease_until": None,
    }
    Notification.objects.filter(
        pk=row.pk, token=row.token, state__in=[S.CLAIMED, S.SENDING]
    ).update(**facts)
    return False


def settle_as(row: Notification, state: NotificationState, why: str) -> bool:
    """Leave it to an administrator."""
    log.warning("notification_in_doubt", message_id=row.message_id, state=state)
    facts = {"state": state, "last_error": why[:300], "lease_until": None}
    Notification.objects.filter(
        pk=row.pk, token=row.token, state__in=[S.CLAIMED, S.SENDING]
    ).update(**facts)
    return False


def sweep_notifications() -> int:
    """Return what a dead sender had only claimed, and call uncertain what it was sending; return how many."""
    over = Notification.objects.filter(lease_until__lt=Now())
    back = over.filter(state=S.CLAIMED, attempts__lte=MOST_ATTEMPTS).update(
        state=S.PENDING, token="", lease_until=None
    )
    back += over.filter(state=S.CLAIMED).update(state=S.DEAD, token="", lease_until=None)
    doubt = over.filter(state=S.SENDING).update(
        state=S.UNCERTAIN, lease_until=None, last_error="the sender died before the server's answer"
    )
    expired = Notification.objects.filter(state=S.PENDING, expires_at__lt=Now()).update(
        state=S.EXPIRED
    )
    return back + doubt + expired


def write_digests(at: datetime) -> int:
    """Gather what waits for the daily e-mail of each reader whose half past seven has come; return how many."""
    # An earlier digest that has not left yet carries its messages: they do not go twice.
    on_its_way = Notification.objects.filter(
        kind="digest", state__in=[S.PENDING, S.CLAIMED, S.SENDING]
    )
    waiting = Notification.objects.filter(state=S.PENDING, in_digest=True, due_at__lte=at)
    waiting = waiting.exclude(recipient__in=on_its_way.values("recipient"))
    rows: dict[int, list[int]] = {}
    for pk, recipient in waiting.order_by("due_at", "pk").values_list("pk", "recipient")[:5000]:
        rows.setdefault(recipient, []).append(pk)
    written = 0
    for reader in User.objects.filter(pk__in=list(rows)):
        today = local_date(at, reader)
        if at >= morning(today, zone_of(reader)):
            notify(
                "digest",
                subject_id=reader.public_id,
                recipient=reader,
                data={"rows": rows[reader.pk]},
                day=today,
                due_at=at,
            )
            written += 1
    return written


def compose(row: Notification, message: Message) -> EmailMessage:
    """Return the e-mail: text and HTML, one action, in the reader's language, under the fixed Message-ID."""
    language = language_of(row.recipient)
    url = settings.SITE_URL + message.action_path if message.action_path else ""
    context = {
        "message": message,
        "url": url,
        "language": language,
        "reader": row.recipient,
        "site": settings.SITE_URL,
    }
    with translation.override(language):
        text = render_to_string("mail/message.txt", context)
        html = render_to_string("mail/message.html", context)
    mail = EmailMessage()
    mail["Subject"] = " ".join(message.subject.split())
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = row.recipient.email
    mail["Message-ID"] = row.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["Date"] = timezone.now()
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    return mail


def body_of(mail: EmailMessage, kind: str) -> str:
    """Return one of the two bodies."""
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


class SmtpWay:
    """One conversation with the mail server."""

    def __init__(self, line: smtplib.SMTP) -> None:
        self.line = line

    def greet(self, row: Notification) -> None:
        """Say from whom and to whom; up to here nothing has left."""
        try:
            code, words = self.line.mail(address_of(settings.DEFAULT_FROM_EMAIL))
            if code == 250:
                code, words = self.line.rcpt(row.recipient.email)
        except (OSError, smtplib.SMTPException) as error:
            raise TryLaterError(repr(error)) from error
        check(code, words)

    def hand_over(self, row: Notification, message: Message) -> None:
        """Send the message itself."""
        mail = compose(row, message)
        try:
            code, words = self.line.data(mail.as_bytes(policy=mail.policy.clone(linesep="\r\n")))
        except smtplib.SMTPDataError as error:
            check(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            raise UncertainError(repr(error)) from error
        else:
            check(code, words)


class DjangoWay:
    """Django's own backend, as the tests set it."""

    def greet(self, row: Notification) -> None:
        """Nothing to say."""

    def hand_over(self, row: Notification, message: Message) -> None:
        """Hand it to the backend."""
        mail = compose(row, message)
        headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"}
        out = EmailMultiAlternatives(
            mail["Subject"], body_of(mail, "plain"), to=[row.recipient.email], headers=headers
        )
        out.attach_alternative(body_of(mail, "html"), "text/html")
        get_connection().send_messages([out])


@contextmanager
def server() -> Iterator[SmtpWay | DjangoWay]:
    """Open the way that is set."""
    if settings.EMAIL_BACKEND != "django.core.mail.backends.smtp.EmailBackend":
        yield DjangoWay()
        return
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        line = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
        line.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            line.starttls()
            line.ehlo()
        if settings.EMAIL_HOST_USER:
            line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException) as error:
        raise TryLaterError(repr(error)) from error
    try:
        yield SmtpWay(line)
    finally:
        line.close()


def check(code: int, words: bytes | str) -> None:
    """Turn the server's answer into what it means."""
    said = f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    if 400 <= code < 500:
        raise TryLaterError(said)
    if code >= 500:
        raise RefusedError(said)


def address_of(sender: str) -> str:
    """Return the bare address of "Name <address>"."""
    return sender.rpartition("<")[2].rstrip(">").strip()
