"""Interactions: planned and held exchanges, inside the tandem or with the client."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import TOP_LEVELS, ContactLevel
from accounts.models import AskAnswer, Contact, Delegation, KeyAccount, TeamMember, User
from accounts.models.base import Addressed
from accounts.prepared import Given
from sponsors.choices import (
    GoAheadMark,
    InteractionKind,
    InteractionStatus,
    Mode,
    Mood,
    Side,
    Source,
)
from sponsors.models.pairing import Pairing

# What counts: held, not without a go-ahead, not disputed, and logged, debriefed or confirmed by one of the two, or imported.
COUNTS = Case(
    When(
        Q(status=InteractionStatus.HELD, is_disputed=False)
        & ~Q(go_ahead=GoAheadMark.WITHOUT)
        & (Q(source=Source.IMPORT) | Q(vouched_by__isnull=False)),
        then=Value(value=True),
    ),
    default=Value(value=False),
)


class InteractionQuerySet(models.QuerySet["Interaction"]):
    """Interactions, as the programme speaks of them."""

    def held(self) -> Self:
        return self.filter(status=InteractionStatus.HELD)

    def counting(self) -> Self:
        """Those that count: for scorecards, rhythm and silent tandems alike."""
        return self.filter(counts=True)

    def planned(self) -> Self:
        return self.filter(status=InteractionStatus.PLANNED)

    def visible_to(self, user: User) -> Self:
        """Those of the accounts one may open, and one's own; of an account one has left, what was held.

        An assistant sees what an executive sees who takes part, but for coaching, which stays between the two.
        """
        if not user.is_active:
            return self.none()
        if user.is_lead:
            return self
        took_part = Exists(
            InteractionPerson.objects.filter(interaction=OuterRef("pk"), person=user)
        )
        own = Q(took_part) | Q(logged_by=user)
        return self.filter(
            Q(account__in=KeyAccount.objects.visible_to(user))
            | (own & (Q(status=InteractionStatus.HELD) | ~Exists(left_since(user))))
            | (Q(assisted(user)) & ~Q(kind=InteractionKind.COACHING))
        )

    def ahead(self, on: date | Given) -> Self:
        """Planned for that day or later, the nearest first."""
        return self.planned().filter(day__gte=on).order_by("day", "time", "pk")

    def without_go_ahead(self) -> Self:
        """Those of which the two have not talked (R7)."""
        return self.filter(go_ahead=GoAheadMark.WITHOUT)

    def newest_first(self) -> Self:
        return self.order_by("-day", "-pk")

    def with_top_executive(self) -> Self:
        """Those in which a contact took part who was a top executive at the meeting."""
        return self.filter(
            Exists(
                InteractionContact.objects.filter(interaction=OuterRef("pk"), level__in=TOP_LEVELS)
            )
        )


def left_since(person: User | OuterRef, row: str = "") -> models.QuerySet[TeamMember]:
    """Return when a person left the account of an interaction that stood there then: its plans are no longer theirs."""
    of, since = OuterRef(f"{row}account"), OuterRef(f"{row}logged_at__date")
    return TeamMember.objects.filter(account=of, person=person, to_day__gte=since)


def assisted(user: User) -> Exists:
    """Whether an executive takes part whose assistant the person is now, and who has not left a planned one behind."""
    executives = Delegation.objects.executives_of(user).values("of")
    left = left_since(OuterRef("person"), "interaction__")
    return Exists(
        InteractionPerson.objects.filter(
            Q(interaction__status=InteractionStatus.HELD) | ~Exists(left),
            interaction=OuterRef("pk"),
            person__in=executives,
        )
    )


class Interaction(Addressed):
    """A planned or held exchange around a key account."""

    account = models.ForeignKey(KeyAccount, on_delete=models.PROTECT, related_name="interactions")
    pairing = models.ForeignKey(
        Pairing,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interactions",
        help_text=_("The pairing active on that day, if any."),
    )
    kind = models.CharField(_("what"), max_length=12, choices=InteractionKind)
    side = models.CharField(max_length=8, choices=Side, editable=False)
    mode = models.CharField(_("how"), max_length=12, choices=Mode, default=Mode.UNKNOWN)
    status = models.CharField(
        max_length=10, choices=InteractionStatus, default=InteractionStatus.HELD
    )
    day = models.DateField(_("when"))
    time = models.TimeField(_("at"), null=True, blank=True)
    subject = models.CharField(_("in one line"), max_length=200)
    place = models.CharField(_("place"), max_length=120, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=8000)
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    # The delegate who wrote it down for `logged_by`; it gives no right.
    written_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    logged_at = models.DateTimeField(auto_now_add=True)
    cancelled_because = models.CharField(_("reason"), max_length=200, blank=True)
    source = models.CharField(max_length=8, choices=Source, default=Source.PAGE, editable=False)
    external_id = models.CharField(max_length=60, blank=True, editable=False)
    # The version of what came from somebody's calendar: an older file changes nothing.
    external_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    go_ahead = models.CharField(
        max_length=14, choices=GoAheadMark, default=GoAheadMark.NOT_NEEDED, editable=False
    )
    # The exchange of the two that covers the subject, where one does.
    talked_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_operational = models.BooleanField(_("operational matter"), default=False, db_default=False)
    mood = models.CharField(_("mood"), max_length=8, choices=Mood, blank=True)
    # Whose words the debrief are; whoever logged it, until somebody says how it went.
    debriefed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    debriefed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The one of the two who logged, debriefed or confirmed it.
    vouched_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    is_disputed = models.BooleanField(default=False, editable=False)
    counts = models.GeneratedField(
        expression=COUNTS, output_field=models.BooleanField(), db_persist=True
    )
    people: "models.ManyToManyField[User, InteractionPerson]" = models.ManyToManyField(
        User, through="InteractionPerson", related_name="interactions"
    )
    contacts: "models.ManyToManyField[Contact, InteractionContact]" = models.ManyToManyField(
        Contact, through="InteractionContact", related_name="interactions"
    )
    answers = models.ManyToManyField(AskAnswer, related_name="interactions", editable=False)

    objects = InteractionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["counts"])

    class Meta:
        verbose_name = _("interaction")
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="%(app_label)s_%(class)s_external_id",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["exchange", "coaching"], side="tandem")
                | (~Q(kind__in=["exchange", "coaching"]) & Q(side="client")),
                name="%(app_label)s_%(class)s_side_of_its_kind",
            ),
            # What the two say to each other is kept apart, for them alone (CoachingNote).
            models.CheckConstraint(
                condition=Q(side="client") | Q(notes=""),
                name="%(app_label)s_%(class)s_notes_of_the_two_apart",
            ),
            models.CheckConstraint(
                condition=~Q(subject=""), name="%(app_label)s_%(class)s_has_a_line"
            ),
            models.CheckConstraint(
                condition=Q(go_ahead="not_needed") | Q(side="client", source="page"),
                name="%(app_label)s_%(class)s_go_ahead_towards_the_client",
            ),
            models.CheckConstraint(
                condition=Q(
                    go_ahead="settled_later",
                    status="held",
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                )
                | (
                    ~Q(go_ahead="settled_later")
                    & Q(settled_by__isnull=True, settled_at__isnull=True)
                ),
                name="%(app_label)s_%(class)s_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(talked_in__isnull=True) | Q(go_ahead="had"),
                name="%(app_label)s_%(class)s_had_where_the_two_talked",
            ),
        ]
        indexes = [
            # The timeline of an account, newest first.
            models.Index(fields=["account", "-day", "-id"], name="interaction_timeline"),
            # The timeline filtered by kind.
            models.Index(fields=["account", "kind", "-day", "-id"], name="interaction_by_kind"),
            # Rhythm and scorecards of a pairing, and whether it is silent: answered by the index alone.
            models.Index(
                fields=["pairing", "-day", "side", "counts"], name="interaction_by_pairing"
            ),
            # Who has talked lately: the silent tandems of the cockpit.
            models.Index(fields=["counts", "side", "day", "pairing"], name="interaction_lately"),
            # What lies ahead or was not debriefed: home page and reminders.
            models.Index(fields=["day"], condition=Q(status="planned"), name="interaction_planned"),
            # What the two have not talked of: home page, the page "Go-aheads".
            models.Index(
                fields=["account", "day"],
                condition=Q(go_ahead="without"),
                name="interaction_without",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("sponsors:interaction_detail", args=[self.public_id])

    @property
    def is_from_calendar(self) -> bool:
        """Whether it came from somebody's calendar: who takes part has it in theirs."""
        return self.external_version is not None

    @property
    def hand_id(self) -> int:
        """Return the key of whoever wrote it down, in the own name or another's."""
        return self.written_by_id or self.logged_by_id

    @property
    def is_planned(self) -> bool:
        return self.status == InteractionStatus.PLANNED

    @property
    def is_between_us(self) -> bool:
        """Whether it took place inside the tandem: its notes are the two's alone."""
        return self.side == Side.TANDEM

    def awaits_debrief(self, on: date) -> bool:
        """Whether its day has passed and nobody has said how it went."""
        return self.is_planned and self.day < on


class InteractionPerson(models.Model):
    """One of us who takes part in an interaction."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="participants"
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="participations")

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("participant")
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "person"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class InteractionContact(models.Model):
    """A contact who takes part, with the level at that time."""

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="met")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="meetings")
    level = models.CharField(max_length=20, choices=ContactLevel, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("participant of the client")
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "contact"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.contact)
