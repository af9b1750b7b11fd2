"""Deliver what is due: never twice, never lost silently, and in doubt somebody sees it.

    pending  → claimed    conditional update, token, lease of two minutes
    claimed  → pending    an error up to the recipient's name: nothing has left; again after 1, 2, 4 … 60 minutes
    claimed  → sending    conditional update by token, committed: the point of no return
    sending  → sent | pending (4xx) | failed (5xx) | uncertain (connection lost)
    claimed  → failed     the server knows no such recipient, for good
    claimed  → cancelled | expired   asked again just before sending: no longer so, or of no use any more
    pending  → dead       more than eight attempts

The sweeper returns what was only claimed, and calls uncertain what was being sent.
"""

import uuid
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.choices import NotificationState
from accounts.models import KeptMail, Notification
from accounts.services.digests import DIGEST, carried_by, drop_what_no_longer_holds, write_digests
from accounts.services.kinds import SubjectGoneError, UnknownKindError, kind_named
from accounts.services.letters import BadAddressError, body_of, compose
from accounts.services.mail_server import (
    RefusedError,
    ServerAwayError,
    TryLaterError,
    UncertainError,
    mail_server,
)

S = NotificationState
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
BATCH = 200
STATES_WITH_A_LEASE = (S.CLAIMED, S.SENDING)
STILL_OURS = Q(state__in=STATES_WITH_A_LEASE)
log = structlog.get_logger(__name__)


def deliver_due() -> int:
    """Deliver what is due now, and return how many were sent. Any number of these may run at once.

    Where the mail server is away the rest waits for the next round, so that no worker waits with it.
    """
    write_digests(timezone.now())
    ready = Q(next_try_at__isnull=True) | Q(next_try_at__lte=Now())
    due = Notification.objects.filter(ready, state=S.PENDING, due_at__lte=Now(), in_digest=False)
    count = 0
    for pk in list(due.order_by("due_at").values_list("pk", flat=True)[:BATCH]):
        try:
            count += deliver(pk)
        except ServerAwayError:
            break
    return count


def deliver(pk: int) -> bool:
    """Deliver one message, if nobody else does; return whether it was sent. Raises `ServerAwayError`."""
    row = claim(pk)
    if row is None:
        return False
    if row.expires_at is not None and row.expires_at < timezone.now():
        move(row, S.CLAIMED, S.EXPIRED)
        return False
    try:
        mail = written(row)
    except (SubjectGoneError, UnknownKindError) as error:
        move(row, S.CLAIMED, S.CANCELLED, last_error=type(error).__name__)
        return False
    except BadAddressError as error:
        return settle_as(row, S.FAILED, f"not an address: {error.address}")
    except Exception as error:
        # A fault in one message must not hold up those behind it.
        log.exception("notification_not_written", message_id=row.message_id)
        return try_later(row, repr(error))
    return send(row, mail)


def written(row: Notification) -> EmailMessage:
    """Return the e-mail, whole, before anything leaves. Raises `SubjectGoneError` where nothing holds any more."""
    kind = kind_named(row.kind)
    if row.kind == DIGEST and not drop_what_no_longer_holds(row):
        raise SubjectGoneError
    if not kind.still_due(row):
        raise SubjectGoneError
    return compose(row, kind.mailed(row))


def claim(pk: int) -> Notification | None:
    """Take a waiting message for two minutes."""
    token = str(uuid.uuid4())
    taken = Notification.objects.filter(pk=pk, state=S.PENDING).update(
        state=S.CLAIMED, token=token, lease_until=Now() + LEASE, attempts=F("attempts") + 1
    )
    return Notification.objects.select_related("recipient").get(pk=pk) if taken else None


def move(
    row: Notification, before: NotificationState, after: NotificationState, **facts: Any
) -> bool:
    """Bring a message from one state to the next, if it is still ours."""
    held = Notification.objects.filter(pk=row.pk, state=before, token=row.token)
    return bool(held.update(state=after, **facts))


@transaction.atomic(durable=True)
def pass_the_point_of_no_return(row: Notification) -> bool:
    """Commit that the message is leaving, before it leaves; return whether it is still ours to send."""
    return move(row, S.CLAIMED, S.SENDING, lease_until=Now() + LEASE)


def send(row: Notification, mail: EmailMessage) -> bool:
    """Send a claimed message by the way that is set: kept inside, or to the mail server."""
    if settings.EMAIL_BACKEND == "sponsorship.mailbox.KeptMailBackend":
        return keep_inside(row, mail)
    try:
        with mail_server() as way:
            way.greet(row.recipient.email)
            if not pass_the_point_of_no_return(row):
                return False
            way.hand_over(mail)
    except ServerAwayError as error:
        try_later(row, str(error))
        raise
    except TryLaterError as error:
        return try_later(row, str(error))
    except RefusedError as error:
        return settle_as(row, S.FAILED, str(error))
    except UncertainError as error:
        return settle_as(row, S.UNCERTAIN, str(error))
    return sent(row)


@transaction.atomic
def sent(row: Notification) -> bool:
    """Note that the server has taken it, with the messages that a digest carries."""
    now = timezone.now()
    moved = move(row, S.SENDING, S.SENT, sent_at=now, lease_until=None, last_error="")
    if moved:
        carried_by(row).filter(state=S.PENDING).update(state=S.SENT, sent_at=now)
    return moved


@transaction.atomic
def keep_inside(row: Notification, mail: EmailMessage) -> bool:
    """Keep the e-mail as a row, in the transaction that calls it sent: no doubt is possible."""
    if not move(row, S.CLAIMED, S.SENDING):
        return False
    KeptMail.objects.create(
        recipient=row.recipient.email,
        subject=mail["Subject"][:300],
        text=body_of(mail, "plain"),
        html=body_of(mail, "html"),
        message_id=row.message_id,
    )
    return sent(row)


def try_later(row: Notification, why: str) -> bool:
    """Let it wait 1, 2, 4 … 60 minutes, or give it up after more than eight attempts."""
    if row.attempts > MOST_ATTEMPTS:
        return settle_as(row, S.DEAD, why)
    minutes = min(60, 2 ** (row.attempts - 1))
    Notification.objects.filter(STILL_OURS, pk=row.pk, token=row.token).update(
        state=S.PENDING,
        next_try_at=Now() + timedelta(minutes=minutes),
        last_error=why[:300],
        token="",
        lease_until=None,
    )
    return False


@transaction.atomic
def settle_as(
    row: Notification, state: NotificationState, why: str, *, only: Q = STILL_OURS
) -> bool:
    """Leave it to an administrator, with what it carries: a digest's messages go in no other digest meanwhile."""
    ours = Notification.objects.filter(only, pk=row.pk, token=row.token)
    if ours.update(state=state, last_error=why[:300], lease_until=None):
        carried_by(row).filter(state=S.PENDING).update(state=state)
        log.error("notification_in_doubt", message_id=row.message_id, state=str(state), why=why)
    return False


def sweep_notifications() -> int:
    """Return what a dead sender had only claimed, and call uncertain what it was sending; return how many."""
    claimed, sending = (Q(state=state, lease_until__lt=Now()) for state in STATES_WITH_A_LEASE)
    rows = Notification.objects
    moved = rows.filter(claimed, attempts__lte=MOST_ATTEMPTS).update(
        state=S.PENDING, token="", lease_until=None
    )
    for row in rows.filter(claimed):
        settle_as(row, S.DEAD, "its senders died, again and again", only=claimed)
        moved += 1
    for row in rows.filter(sending):
        settle_as(row, S.UNCERTAIN, "the sender died before the server’s answer", only=sending)
        moved += 1
    return moved + Notification.objects.filter(state=S.PENDING, expires_at__lt=Now()).update(
        state=S.EXPIRED
    )
