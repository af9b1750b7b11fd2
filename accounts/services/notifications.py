"""Write messages to people: rows of the ledger, in the transaction of the fact.

How to call it, from any service::

    notify("pairing_waiting", subject_id=pairing.public_id, recipient=kam)
    cancel("pairing_waiting", subject_id=pairing.public_id)

- `kind` is a key of `sponsorship.messages.KINDS`; `subject_id` is the public identifier of the thing
  the kind speaks about, and `data` holds only what cannot be read from that thing later.
- One row serves the inbox page and the e-mail. The kind's own words, in the reader's language, are made
  when it is sent. What the reader may not see any more is not sent.
- Telling the same fact to the same person twice on one day is telling it once; `day` names another day
  where the fact has one (the occurrence of a reminder), and `mark` tells apart what is told twice on one day
  because it has changed (the version of a meeting).
- `due_at` in the future makes it wait; past `expires_at` it is no longer sent.
- `cancel` takes back what has not left yet and counts as read what has; `notify` brings a cancelled
  message back to life.

Delivery is a task of its own (`accounts.services.delivery`): nothing here sends anything.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parseaddr
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import DigestChoice, NotificationState
from accounts.models import Notification, User
from accounts.services.kinds import kind_named
from accounts.services.local_time import local_date

S = NotificationState
CHANNEL = "mail"
IN_DOUBT = (S.UNCERTAIN, S.FAILED, S.DEAD)
CHUNK = 500


class Verdict(TextChoices):
    """What an administrator says of a message in doubt."""

    IT_WAS_SENT = "it_was_sent", _("It was sent")
    SEND_AGAIN = "send_again", _("Send again")


class NotInDoubtError(Exception):
    """Somebody has settled the message meanwhile."""


@dataclass(frozen=True)
class Draft:
    """A message to be written: one fact, one reader, one day."""

    kind: str
    subject_id: UUID | str
    recipient: User
    day: date
    due_at: datetime
    expires_at: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)
    mark: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other message."""
        words = (self.kind, self.subject_id, self.recipient.pk, CHANNEL, self.day.isoformat())
        return ":".join(map(str, words + ((self.mark,) if self.mark else ())))

    @property
    def facts(self) -> dict[str, Any]:
        """What changes when the fact moves."""
        return {"data": self.data, "due_at": self.due_at, "expires_at": self.expires_at}

    def row(self) -> Notification:
        """Return the row of the ledger, not written yet."""
        kind = kind_named(self.kind)
        return Notification(
            key=self.key,
            kind=self.kind,
            subject_id=str(self.subject_id),
            recipient=self.recipient,
            message_id=message_id_for(self.key),
            in_digest=self.recipient.digest == DigestChoice.DAILY
            and not (kind.is_urgent or kind.is_private),
            **self.facts,
        )


@transaction.atomic
def notify(
    kind: str,
    *,
    subject_id: UUID | str,
    recipient: User,
    data: dict[str, Any] | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    day: date | None = None,
    mark: str = "",
) -> Notification:
    """Tell a person a fact, once; return the row.

    Repeated, it changes nothing of what has been sent, brings what waits up to date, and revives
    what was cancelled. Raises `UnknownKindError`.
    """
    due_at = due_at or timezone.now()
    draft = Draft(
        kind=kind,
        subject_id=subject_id,
        recipient=recipient,
        day=day or local_date(due_at, recipient),
        due_at=due_at,
        expires_at=expires_at,
        data=data or {},
        mark=mark,
    )
    new = draft.row()
    defaults = {
        name: getattr(new, name)
        for name in ("kind", "subject_id", "recipient", "message_id", "in_digest", *draft.facts)
    }
    row, is_new = Notification.objects.get_or_create(key=draft.key, defaults=defaults)
    if not is_new and refresh(row, draft):
        row.refresh_from_db()
    return row


def notify_leads(kind: str, *, subject_id: UUID | str, data: dict[str, Any] | None = None) -> None:
    """Tell every programme lead a fact, once."""
    for lead in User.objects.leads():
        notify(kind, subject_id=subject_id, recipient=lead, data=data)


def notify_many(drafts: Iterable[Draft]) -> int:
    """Tell many facts in few statements and bounded memory; return how many rows are new or revived.

    Unlike `notify` it leaves alone what already waits, so that a scan may run as often as it likes.
    """
    stream = iter(drafts)
    return sum(write_chunk(chunk) for chunk in chunks_of(stream))


@transaction.atomic
def write_chunk(drafts: list[Draft]) -> int:
    """Write the drafts that are not in the ledger yet and revive those that were cancelled."""
    by_key = {draft.key: draft for draft in drafts}
    known = dict(Notification.objects.filter(key__in=by_key).values_list("key", "state"))
    fresh = [draft.row() for key, draft in by_key.items() if key not in known]
    Notification.objects.bulk_create(fresh, ignore_conflicts=True)
    cancelled = [by_key[key] for key, state in known.items() if state == S.CANCELLED]
    return len(fresh) + sum(revive(draft) for draft in cancelled)


def refresh(row: Notification, draft: Draft) -> bool:
    """Bring a message that waits up to date, or a cancelled one back to life; return whether it moved."""
    waiting = Notification.objects.filter(pk=row.pk, state=S.PENDING).exclude(**draft.facts)
    return bool(waiting.update(**draft.facts)) or revive(draft)


def revive(draft: Draft) -> bool:
    """Let a cancelled message wait again, as if new."""
    cancelled = Notification.objects.filter(key=draft.key, state=S.CANCELLED)
    return bool(
        cancelled.update(
            state=S.PENDING,
            attempts=0,
            next_try_at=None,
            last_error="",
            read_at=None,
            **draft.facts,
        )
    )


def cancel(kind: str, subject_id: UUID | str) -> int:
    """Take back what has not left yet, and count as read what has: the fact moved or vanished.

    Returns how many messages will not be sent. Twice is once.
    """
    about = Notification.objects.filter(kind=kind, subject_id=str(subject_id))
    about.filter(state=S.SENT, read_at__isnull=True).update(read_at=timezone.now())
    return about.filter(state__in=[S.PENDING, S.CLAIMED]).update(
        state=S.CANCELLED, token="", lease_until=None
    )


def mark_read(reader: User, public_ids: Iterable[UUID] | None = None) -> int:
    """Note that a person has read these messages of theirs, or all; return how many were unread."""
    unread = Notification.objects.visible_to(reader).unread()
    if public_ids is not None:
        unread = unread.filter(public_id__in=list(public_ids))
    return unread.update(read_at=timezone.now())


@transaction.atomic
def settle(notification: Notification, verdict: Verdict | str, *, by: User) -> None:
    """Say of a message in doubt that it was sent, or send it again; who said so is kept.

    Raises `NotInDoubtError` when it no longer is.
    """
    again = Verdict(verdict) == Verdict.SEND_AGAIN
    row = Notification.objects.select_for_update(of=("self",)).get(pk=notification.pk)
    if row.state not in IN_DOUBT or (row.state != S.UNCERTAIN and not again):
        raise NotInDoubtError
    now = timezone.now()
    said = {"verdict": str(verdict), "by": by.pk, "at": now.isoformat()}
    change: dict[str, Any] = (
        {"state": S.PENDING, "attempts": 0, "next_try_at": None, "token": "", "expires_at": None}
        if again
        else {"state": S.SENT, "sent_at": now}
    )
    data = row.data | {"settled": [*row.data.get("settled", []), said]}
    Notification.objects.filter(pk=row.pk).update(data=data, **change)
    carried = Notification.objects.filter(pk__in=row.data.get("rows", []), state=row.state)
    carried.filter(in_digest=True).update(**change)


def message_id_for(key: str) -> str:
    """Return the Message-ID of this key: fixed, and telling nothing of the key."""
    digest = hmac.new(settings.SECRET_KEY.encode(), key.encode(), hashlib.sha256).hexdigest()
    return f"<{digest[:40]}@{mail_domain()}>"


def mail_domain() -> str:
    """Return the domain from which Tandem writes."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def chunks_of(drafts: Iterator[Draft]) -> Iterator[list[Draft]]:
    """Cut a stream into lists of 500."""
    while chunk := list(islice(drafts, CHUNK)):
        yield chunk
