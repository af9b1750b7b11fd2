"""People at the client."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import ANYONE_OF, TOP_LEVELS, ContactLevel, WhoMayAsk
from accounts.models.base import Addressed
from accounts.models.key_account import KeyAccount
from accounts.models.searching import Findable, Searched, searchable, words_of
from accounts.models.user import User
from accounts.models.wanted import Wanted


class ContactQuerySet(Searched, models.QuerySet["Contact"]):
    """Contacts, as the programme speaks of them."""

    def active(self) -> Self:
        return self.filter(is_active=True)

    def top(self) -> Self:
        """Top executives: the client's executive committee, or one below."""
        return self.filter(level__in=TOP_LEVELS)

    def visible_to(self, user: User) -> Self:
        """The contacts of the accounts one may open, and for executives those whom briefs show."""
        if user.is_lead:
            return self
        mine = Q(account__in=KeyAccount.objects.visible_to(user))
        if user.is_executive:
            mine |= Q(level__in=TOP_LEVELS)
            # Not asked for each contact: SQLite would walk through all asks for every one of them.
            for words in (Ask.objects.open(), NoGo.objects.open()):
                mine |= Q(pk__in=words.filter(contact__isnull=False).values("contact"))
        return self.filter(mine)

    def matching_with_client(self, text: str) -> Self:
        """Contacts of whom each word of the text stands in the name, title or place, or in their client's."""
        found = self
        for word in words_of(text):
            found = found.filter(
                Q(search_text__holds=[word]) | Q(account__search_text__holds=[word])
            )
        return found

    def by_level(self) -> Self:
        """Top executives first, then by name."""
        order = models.Case(
            *[
                models.When(level=level, then=place)
                for place, level in enumerate(ContactLevel.values)
            ],
            default=len(ContactLevel.values),
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(order, "last_name", "first_name", "pk")


class Contact(Findable, Wanted, Addressed):
    """A person at the client. The person may one day read what is written here."""

    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="contacts")
    external_id = models.CharField(_("identifier in the CRM"), max_length=60, blank=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80)
    title = models.CharField(_("title"), max_length=160, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=ContactLevel, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    city = models.CharField(_("place"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    is_active = models.BooleanField(_("still there"), default=True)
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        editable=False,
    )
    search_text = models.CharField(max_length=400, editable=False, db_index=True)

    objects = ContactQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("contact")
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="%(app_label)s_%(class)s_external_id",
            ),
            models.CheckConstraint(
                condition=Q(wanted__gte=0, wanted__lte=4),
                name="%(app_label)s_%(class)s_wanted_from_unknown_to_trusted",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(successor__isnull=True, left_on__isnull=True),
                name="%(app_label)s_%(class)s_succeeded_once_gone",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("id")),
                name="%(app_label)s_%(class)s_not_own_successor",
            ),
        ]
        indexes = [
            # The people map of an account: active contacts by level.
            models.Index(fields=["account", "level", "last_name"], name="contact_by_level"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def derive(self) -> None:
        words = (self.first_name, self.last_name, self.title, self.unit, self.city)
        self.search_text = searchable(*words)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class AskQuerySet(Searched, models.QuerySet["Ask"]):
    """What executives may seek."""

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Those of the briefs one reads; what is for the sponsor alone is read by the account team and leads."""
        rows = self.filter(account__in=KeyAccount.objects.briefed_to(user))
        own = Q(account__in=KeyAccount.objects.visible_to(user))
        return rows.filter(Q(who_may_ask=WhoMayAsk.ANYONE) | own)

    def of_meeting_with(self, contacts: Iterable[int]) -> Self:
        """Those for some contacts, by their keys, for their levels and for anyone; where nobody is named, all."""
        keys = list(contacts)
        if not keys:
            return self
        levels = Contact.objects.filter(pk__in=keys).exclude(level="").values("level")
        anyone = Q(contact=None) & (Q(level="") | Q(level__in=levels))
        return self.filter(Q(contact__in=keys) | anyone)


class Ask(Findable, Addressed):
    """What an executive may seek from a contact, from anyone of a level, or from anyone at the client."""

    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="asks")
    contact = models.ForeignKey(
        Contact,
        verbose_name=_("of whom"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asks",
    )
    level = models.CharField(
        _("of a level"), max_length=20, choices=ContactLevel, blank=True, db_default=""
    )
    text = models.CharField(_("what to obtain"), max_length=280)
    why = models.CharField(_("why"), max_length=280, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    who_may_ask = models.CharField(
        _("who may ask"), max_length=8, choices=WhoMayAsk, default=WhoMayAsk.ANYONE
    )
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(auto_now_add=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    search_text = models.CharField(max_length=600, editable=False, db_default="")

    objects = AskQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("ask")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(level=""),
                name="%(app_label)s_%(class)s_of_a_contact_or_a_level",
            ),
        ]
        indexes = [
            # The open asks of a brief, and whether a contact is named in one.
            models.Index(
                fields=["account"], condition=Q(closed_on__isnull=True), name="ask_open_by_account"
            ),
            models.Index(
                fields=["contact"], condition=Q(closed_on__isnull=True), name="ask_open_by_contact"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def of_whom(self) -> str:
        """Name the contact, whoever is of the level, or anyone."""
        if self.contact is not None:
            return self.contact.full_name
        return str(ANYONE_OF[ContactLevel(self.level)] if self.level else _("Anyone at the client"))

    def derive(self) -> None:
        self.search_text = searchable(self.text, self.why, room=600)


class NoGoQuerySet(models.QuerySet["NoGo"]):
    """What not to bring up."""

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class NoGo(Addressed):
    """A subject that is not to be raised with the client, or with one contact."""

    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="no_gos")
    contact = models.ForeignKey(
        Contact,
        verbose_name=_("with whom"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="no_gos",
    )
    text = models.CharField(_("do not raise"), max_length=280)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(auto_now_add=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    objects = NoGoQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("subject not to raise")
        ordering = ["pk"]
        indexes = [
            # The no-gos of a brief.
            models.Index(
                fields=["account"], condition=Q(closed_on__isnull=True), name="nogo_open_by_account"
            ),
        ]

    def __str__(self) -> str:
        return self.text
