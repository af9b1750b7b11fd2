"""Key accounts, their sectors and the people who belong to them."""

from collections.abc import Callable
from datetime import date
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery, Value
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import TeamRole, Tier
from accounts.languages import is_french
from accounts.models.aggregates import JsonList
from accounts.models.base import Addressed
from accounts.models.delegation import Delegation
from accounts.models.searching import Findable, Searched, searchable
from accounts.models.topic import Topic
from accounts.models.user import User
from accounts.prepared import Given, Prepared


class SectorQuerySet(models.QuerySet["Sector"]):
    """Branches of the economy."""

    def narrow(self) -> Self:
        """Those that are not merely the family of others: what an account or an interest is put under."""
        return self.filter(children__isnull=True)


class Sector(models.Model):
    """A branch of the economy, possibly part of a wider one."""

    code = models.SlugField(unique=True, max_length=60)
    name_en = models.CharField(_("English name"), max_length=80)
    name_fr = models.CharField(_("French name"), max_length=80)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    objects = SectorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sector")
        ordering = ["name_en"]

    def __str__(self) -> str:
        return self.name_fr if is_french() else self.name_en


class KeyAccountQuerySet(Searched, models.QuerySet["KeyAccount"]):
    """Key accounts, as the programme speaks of them."""

    def visible_to(self, user: User) -> Self:
        """The accounts whose page a person may open: the account team's, a deputy's KAM's, and all for leads."""
        if not user.is_active:
            return self.none()
        if user.is_lead:
            return self
        return self.filter(opened_by(user))

    def of_team(self, person: User | Given) -> Self:
        """The accounts to whose team the person belongs now."""
        mine = TeamMember.objects.current().filter(person=person)
        return self.filter(pk__in=mine.values("account"))

    def listed_to(self, user: User) -> Self:
        """The accounts of which a person may see one line: all for executives, KAMs and leads; an assistant's."""
        if not user.is_active:
            return self.none()
        if (
            user.is_lead
            or user.is_executive
            or TeamMember.objects.current().filter(person=user, role=TeamRole.KAM).exists()
        ):
            return self
        return self.filter(opened_by(user) | assisted_by(user))

    def briefed_to(self, user: User) -> Self:
        """The accounts whose executive brief a person may read: all for executives and leads."""
        if user.is_active and (user.is_executive or user.is_lead):
            return self
        return self.filter(opened_by(user) | assisted_by(user)) if user.is_active else self.none()

    def managed_by(self, user: User) -> Self:
        """The accounts of which the person is the KAM now."""
        return self.filter(pk__in=TeamMember.objects.kam_of(user).values("account"))

    def with_team(self) -> Self:
        """Bring the current team along, two queries for any number of accounts."""
        return self.prefetch_related(current_team())

    def with_agenda(self, language: str) -> Self:
        """Bring along what is on the client's agenda, in this language, without a statement more."""
        topics = Topic.objects.filter(accounts=OuterRef("pk")).order_by().values(one=Value(1))
        names = topics.annotate(names=JsonList(f"name_{language}")).values("names")
        return self.annotate(agenda=Subquery(names))


def opened_by(user: User) -> Q:
    """The accounts to which a person belongs, or stands in for the KAM."""
    seats = TeamMember.objects.current().filter(person=user), TeamMember.objects.stood_in_by(user)
    return Q(*(("pk__in", some.values("account")) for some in seats), _connector=Q.OR)


def assisted_by(user: User) -> Q:
    """The accounts of the executives whom a person assists."""
    return Q(pk__in=TeamMember.objects.assisted_by(user).values("account"))


class KeyAccount(Findable, Addressed):
    """A strategic client company."""

    name = models.CharField(_("name"), max_length=160)
    external_id = models.CharField(_("identifier in the CRM"), max_length=60, blank=True)
    sector = models.ForeignKey(
        Sector,
        verbose_name=_("sector"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
    )
    tier = models.CharField(_("tier"), max_length=12, choices=Tier, default=Tier.KEY)
    city = models.CharField(_("place"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, default="EUR", validators=[RegexValidator(r"^[A-Z]{3}$")]
    )
    client_language = models.CharField(_("the client's language"), max_length=5, blank=True)
    topics: "models.ManyToManyField[Topic, models.Model]" = models.ManyToManyField(
        Topic,
        verbose_name=_("on the client’s agenda"),
        blank=True,
        related_name="accounts",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = models.CharField(max_length=400, editable=False, db_index=True)

    current_team: list["TeamMember"]
    # Given by ABSOLUTE_URL_OVERRIDES: the page stands on the top floor.
    get_absolute_url: Callable[[], str]

    objects = KeyAccountQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"], m2m_fields=["topics"])

    class Meta:
        verbose_name = _("key account")
        verbose_name_plural = _("key accounts")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="%(app_label)s_%(class)s_external_id",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="%(app_label)s_%(class)s_has_a_name"
            ),
        ]
        indexes = [
            # The accounts list: by name, and by each of its filters.
            models.Index(fields=["name", "id"], name="account_by_name"),
            models.Index(fields=["tier", "name"], name="account_by_tier"),
            models.Index(fields=["country", "name"], name="account_by_country"),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        sector = (self.sector.name_en, self.sector.name_fr) if self.sector else ()
        self.search_text = searchable(self.name, self.city, self.country, *sector)

    def team(self) -> list["TeamMember"]:
        """Return who belongs to the account now; free of queries after `with_team()`, and asked once."""
        if "current_team" not in self.__dict__:
            self.current_team = team_of(account=self.pk)
        return self.current_team

    def team_now(self, role: TeamRole) -> User | None:
        """Return the person who has this role now."""
        return next((member.person for member in self.team() if member.role == role), None)

    @property
    def kam(self) -> User | None:
        return self.team_now(TeamRole.KAM)

    @property
    def sponsor_person(self) -> User | None:
        return self.team_now(TeamRole.SPONSOR)


def current_team() -> Prefetch:
    """Return the way to bring the current teams of accounts along."""
    current = TeamMember.objects.current().with_person().order_by("role", "pk")
    return Prefetch("team_members", queryset=current, to_attr="current_team")


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    """Who belongs to an account, and when."""

    def current(self) -> Self:
        return self.filter(to_day__isnull=True)

    def kam_of(self, user: User | Given) -> Self:
        """The seats of the accounts that the person manages now."""
        return self.current().filter(person=user, role=TeamRole.KAM)

    def stood_in_by(self, deputy: User | Given, on: date | Given | None = None) -> Self:
        """The seats of the KAMs whose deputy the person is now."""
        kams = Delegation.objects.kams_of(deputy, on).values("of")
        return self.current().filter(person__in=kams, role=TeamRole.KAM)

    def assisted_by(self, assistant: User) -> Self:
        """The seats of the executives whose assistant the person is now."""
        executives = Delegation.objects.executives_of(assistant).values("of")
        return self.current().filter(person__in=executives)

    def on(self, day: date | Given) -> Self:
        """Those who belonged on that day, both ends included."""
        return self.filter(from_day__lte=day).filter(Q(to_day__isnull=True) | Q(to_day__gte=day))

    def with_person(self) -> Self:
        """Bring along who it is."""
        return self.select_related("person")


class TeamMember(models.Model):
    """A person's time on an account team, the past included."""

    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="team_members")
    person = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="team_memberships"
    )
    role = models.CharField(_("role"), max_length=8, choices=TeamRole)
    from_day = models.DateField(_("from"))
    to_day = models.DateField(_("to"), null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member of the account team")
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(role=TeamRole.KAM, to_day__isnull=True),
                name="%(app_label)s_%(class)s_one_current_kam",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(role=TeamRole.SPONSOR, to_day__isnull=True),
                name="%(app_label)s_%(class)s_one_current_sponsor",
            ),
            models.UniqueConstraint(
                fields=["account", "person", "role"],
                condition=Q(to_day__isnull=True),
                name="%(app_label)s_%(class)s_once_in_a_role",
            ),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=models.F("from_day")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            ),
        ]
        indexes = [
            # visible_to(user): the accounts of a person now.
            models.Index(
                fields=["person", "account"],
                condition=Q(to_day__isnull=True),
                name="team_person_now",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.account} · {self.get_role_display()}"


@Prepared
def team_of() -> Any:
    """Who belongs to an account now."""
    current = TeamMember.objects.current().filter(account=Given("account"))
    return current.with_person().order_by("role", "pk")


@Prepared
def teams_of() -> Any:
    """Who belongs to some accounts now."""
    current = TeamMember.objects.current().filter(account__in=Given("accounts"))
    return current.with_person().order_by("role", "pk")


def bring_teams(accounts: list[KeyAccount]) -> None:
    """Give each of a few accounts its current team: one query."""
    for account in accounts:
        account.current_team = []
    of_account = {account.pk: account.current_team for account in accounts}
    for member in teams_of(accounts=list(of_account)) if accounts else []:
        of_account[member.account_id].append(member)
