"""Who of us knows which contact, and how well: entries with a day, never overwritten."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.choices import ConnectionStrength
from accounts.models.base import Addressed
from accounts.models.contact import Contact
from accounts.models.key_account import KeyAccount
from accounts.models.user import User

# What was said longer ago than this fades, and asks to be said again.
FADES_AFTER = timedelta(days=180)


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Connections, as the programme speaks of them."""

    def visible_to(self, user: User) -> Self:
        """Those at the accounts one may open, and one's own."""
        if not user.is_active:
            return self.none()
        if user.is_lead:
            return self
        mine = KeyAccount.objects.visible_to(user)
        return self.filter(Q(person=user) | Q(contact__account__in=mine))

    def with_entries(self) -> Self:
        """Bring along what was said, the newest first, as `said`."""
        entries = ConnectionLevel.objects.newest().select_related("said_by", "confirmed_by")
        return self.prefetch_related(Prefetch("entries", queryset=entries, to_attr="said"))

    def with_level(self) -> Any:
        """Annotate the level of the last entry, as `level`."""
        last = ConnectionLevel.objects.filter(connection=OuterRef("pk")).order_by("-on", "-pk")
        return self.annotate(level=Subquery(last.values("level")[:1]))


class Connection(Addressed):
    """One of us and a contact who know each other."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="connections")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="connections")

    said: list["ConnectionLevel"]

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("connection")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "contact"], name="%(app_label)s_%(class)s_once"
            ),
        ]
        indexes = [
            # Who knows whom at an account.
            models.Index(fields=["contact", "person"], name="connection_by_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.contact}"

    @property
    def last(self) -> "ConnectionLevel | None":
        """What was said last; takes `with_entries()`."""
        return self.said[0] if self.said else None


class ConnectionLevelQuerySet(models.QuerySet["ConnectionLevel"]):
    """What was said of connections."""

    def newest(self) -> Self:
        """The last word first."""
        return self.order_by("-on", "-pk")

    def last_words(self) -> Self:
        """Of each connection what was said last, where the two know each other."""
        same = ConnectionLevel.objects.filter(connection=OuterRef("connection")).newest()
        return self.filter(pk=Subquery(same.values("pk")[:1]), level__gt=0)

    def at_clients(self) -> Self:
        """Those about somebody who is still at the client, of somebody who is still with us."""
        return self.filter(connection__contact__is_active=True, connection__person__is_active=True)

    def with_people(self) -> Self:
        """Bring along who knows whom, who said so and who confirmed it."""
        return self.select_related(
            "connection__person", "connection__contact__account", "said_by", "confirmed_by"
        )


class ConnectionLevel(models.Model):
    """How well the two knew each other on a day, who said so, and who else confirmed it."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="entries")
    level = models.PositiveSmallIntegerField(_("level"), choices=ConnectionStrength)
    on = models.DateField(_("as of"))
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    said_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConnectionLevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("level of a connection")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=0, level__lte=4),
                name="%(app_label)s_%(class)s_from_unknown_to_trusted",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="%(app_label)s_%(class)s_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("said_by")),
                name="%(app_label)s_%(class)s_confirmed_by_another",
            ),
        ]
        indexes = [
            # The last entry of a connection, and the last on or before a day.
            models.Index(fields=["connection", "-on", "-id"], name="connection_level_last"),
        ]

    def __str__(self) -> str:
        return f"{self.connection} · {self.get_level_display()} · {self.on}"

    def is_faded(self, on: date) -> bool:
        """Whether it was said too long ago to be taken as it is."""
        return on - self.on > FADES_AFTER

    def awaits(self, reader: User) -> bool:
        """Whether it waits for another's word, and the reader is another."""
        return self.confirmed_by_id is None and self.said_by_id != reader.pk
