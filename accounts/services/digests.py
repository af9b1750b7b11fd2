"""The daily e-mail: one message of the ledger that carries others, and they share its fate."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.choices import NotificationState
from accounts.models import Notification, User
from accounts.services.kinds import UnknownKindError, kind_named
from accounts.services.local_time import local_date, morning, zone_of
from accounts.services.notifications import notify

S = NotificationState
DIGEST = "digest"
MOST_ROWS = 5000


def write_digests(at: datetime) -> int:
    """Gather what waits for the daily e-mail of each reader whose half past seven has come; return how many."""
    # An earlier digest that has not left yet carries its messages: they do not go twice.
    on_its_way = Notification.objects.filter(
        kind=DIGEST, state__in=[S.PENDING, S.CLAIMED, S.SENDING]
    )
    waiting = Notification.objects.filter(state=S.PENDING, in_digest=True, due_at__lte=at)
    waiting = waiting.exclude(recipient__in=on_its_way.values("recipient"))
    rows: dict[int, list[int]] = {}
    for pk, recipient in waiting.order_by("due_at", "pk").values_list("pk", "recipient")[
        :MOST_ROWS
    ]:
        rows.setdefault(recipient, []).append(pk)
    written = 0
    for reader in User.objects.filter(pk__in=list(rows)):
        today = local_date(at, reader)
        if at >= morning(today, zone_of(reader)):
            notify(
                DIGEST,
                subject_id=reader.public_id,
                recipient=reader,
                data={"rows": rows[reader.pk]},
                day=today,
                due_at=at,
            )
            written += 1
    return written


def carried_by(row: Notification) -> QuerySet[Notification]:
    """Return the messages that a digest carries; none for any other message."""
    return Notification.objects.filter(pk__in=row.data.get("rows", []), in_digest=True)


def drop_what_no_longer_holds(digest: Notification) -> int:
    """Cancel what a digest was to carry and is no longer so; return how many messages are left to tell."""
    left = 0
    for row in carried_by(digest).filter(state=S.PENDING).select_related("recipient"):
        try:
            holds = kind_named(row.kind).still_due(row)
        except UnknownKindError:
            holds = False
        if holds:
            left += 1
        else:
            Notification.objects.filter(pk=row.pk, state=S.PENDING).update(state=S.CANCELLED)
    return left
