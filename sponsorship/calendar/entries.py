"""What stands in a person's calendar: the interactions in which the person takes part, as far as the person may read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.choices import TeamRole
from accounts.models import TeamMember, User
from accounts.services.local_time import zone_named
from sponsors.choices import InteractionKind, InteractionStatus
from sponsors.models import Interaction

KEPT_AFTER = timedelta(days=90)
CANCELLED_KEPT_AFTER = timedelta(days=30)
# A meeting has a beginning and no end here: what a calendar is told.
LENGTH = timedelta(hours=1)
LENGTH_OF_REVIEWS = timedelta(hours=2)
NOBODY = str(UUID(int=0))


@dataclass(frozen=True)
class Entry:
    """One interaction as a calendar has it: never its notes, and nothing of the client but the name."""

    public_id: UUID
    review_id: UUID | None
    account: str
    subject: str
    kind: str
    place: str
    day: date
    time: time | None
    status: str
    version: int
    zone: str | None
    changed_at: datetime

    @property
    def uid(self) -> str:
        """What tells it from every other entry, wherever Tandem stands."""
        return uid_of(self.public_id)

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.status == InteractionStatus.CANCELLED

    @property
    def url(self) -> str:
        """Where its page is."""
        if self.review_id is not None:
            return address("reviews:review_detail").replace(NOBODY, str(self.review_id))
        return address("sponsors:interaction_detail").replace(NOBODY, str(self.public_id))

    def begins(self, reader: ZoneInfo) -> datetime | None:
        """Return the instant at which it begins, in UTC: one for all, by the clock of the account's KAM."""
        if self.time is None:
            return None
        zone = reader if self.zone is None else zone_named(self.zone)
        return datetime.combine(self.day, self.time, tzinfo=zone).astimezone(UTC)

    @property
    def length(self) -> timedelta:
        """How long it is thought to last."""
        return LENGTH_OF_REVIEWS if self.kind == InteractionKind.REVIEW else LENGTH


@cache
def address(name: str) -> str:
    """Return the address of a page, put together once for all records."""
    return settings.SITE_URL + reverse(name, args=[NOBODY])


def uid_of(public_id: UUID) -> str:
    """Return the identifier of an interaction in calendars; it stays the same if Tandem moves to another host."""
    return f"{public_id}@tandem"


def calendar_of(reader: User, *, on: date) -> list[Entry]:
    """Return what lies ahead of the reader, what was in the last ninety days, and a month of what was cancelled."""
    cancelled = Q(status=InteractionStatus.CANCELLED)
    rows = Interaction.objects.visible_to(reader).filter(participants__person=reader)
    lately = Q(day__gte=on - KEPT_AFTER) & ~cancelled
    recalled = Q(day__gte=on - CANCELLED_KEPT_AFTER) & cancelled
    return entries_of(rows.filter(lately | recalled).order_by("day", "time", "pk"))


def entries_of(interactions: QuerySet[Interaction]) -> list[Entry]:
    """Return interactions as a calendar has them."""
    kam = TeamMember.objects.current().filter(account=OuterRef("account"), role=TeamRole.KAM)
    changes = Interaction.history.model.objects.filter(id=OuterRef("pk")).order_by()
    last = changes.values("id").annotate(last=Max("history_date")).values("last")
    rows = interactions.annotate(
        zone=Subquery(kam.values("person__time_zone")[:1]),
        changed_at=Coalesce(
            Subquery(last, output_field=DateTimeField()),
            F("logged_at"),
            output_field=DateTimeField(),
        ),
    )
    names = (
        *("public_id", "review__public_id", "account__name", "subject", "kind", "place"),
        *("day", "time", "status", "version", "zone", "changed_at"),
    )
    return [Entry(*row) for row in rows.values_list(*names)]
