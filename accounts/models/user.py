"""People: everyone of our company whom the programme knows."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Self

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import ADMINISTRATORS, PROGRAMME_LEADS, DigestChoice, Function
from accounts.models.base import Addressed
from accounts.models.searching import Findable, Searched, searchable
from accounts.names import full_name


class UserQuerySet(Searched, models.QuerySet["User"]):
    """People, as the programme speaks of them."""

    def active(self) -> Self:
        return self.filter(is_active=True)

    def executives(self) -> Self:
        return self.active().filter(is_executive=True)

    def leads(self) -> Self:
        return self.active().filter(groups__name=PROGRAMME_LEADS)

    def administrators(self) -> Self:
        return self.active().filter(groups__name=ADMINISTRATORS)

    def visible_to(self, user: "User") -> Self:
        """Everyone who takes part sees the colleagues' professional lines, an administrator too."""
        return self if user.is_active else self.none()

    def not_joined(self) -> Self:
        """Active people who have neither chosen a password nor signed in with the company's sign-in."""
        without = models.Q(password="") | models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.active().filter(without, last_login__isnull=True)

    def waiting_for_invitation(self) -> Self:
        return self.not_joined().filter(invited_at__isnull=True)

    def by_name(self) -> Self:
        return self.order_by("last_name", "first_name", "pk")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # django-stubs: dynamic base
    """Makes people; an e-mail is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new person who signs in with this e-mail."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(Findable, Addressed, AbstractBaseUser, PermissionsMixin):
    """A person of our company: KAM, sponsor, executive, team member, lead or administrator."""

    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    employee_id = models.CharField(_("employee number"), max_length=40, blank=True)
    manager = models.ForeignKey(
        "self",
        verbose_name=_("manager"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    job_title = models.CharField(_("job title"), max_length=160, blank=True)
    function = models.CharField(_("function"), max_length=24, choices=Function, blank=True)
    city = models.CharField(_("office"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    is_executive = models.BooleanField(_("member of general management"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language of the pages"), max_length=5, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    digest = models.CharField(
        _("e-mails"), max_length=10, choices=DigestChoice, default=DigestChoice.AT_ONCE
    )
    gets_invitations = models.BooleanField(
        _("invitations for my calendar"),
        default=True,
        db_default=True,
        help_text=_(
            "An e-mail with the calendar entry of each meeting in which you take part and that somebody else "
            "plans, moves or cancels."
        ),
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    search_text = models.CharField(max_length=400, editable=False, db_index=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()
    history = HistoricalRecords(
        excluded_fields=["password", "last_login", "search_text", "joined_at"],
        m2m_fields=["groups"],
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="%(app_label)s_%(class)s_email_in_any_case"
            ),
            models.UniqueConstraint(
                fields=["employee_id"],
                condition=~models.Q(employee_id=""),
                name="%(app_label)s_%(class)s_employee_id",
            ),
            models.CheckConstraint(
                condition=models.Q(manager__isnull=True) | ~models.Q(manager=models.F("id")),
                name="%(app_label)s_%(class)s_not_own_manager",
            ),
        ]
        indexes = [
            # Lists of people by name, and the executives among them.
            models.Index(fields=["last_name", "first_name"], name="user_by_name"),
            models.Index(
                fields=["last_name"], condition=models.Q(is_executive=True), name="user_executives"
            ),
            # Whether sponsors are still here and executives: the free places of the cockpit.
            models.Index(fields=["id", "is_active", "is_executive"], name="user_still_executive"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person_detail", args=[self.public_id])

    def derive(self) -> None:
        self.email = self.email.lower()
        self.search_text = searchable(
            self.first_name, self.last_name, self.email, self.job_title, self.city
        )

    @property
    def full_name(self) -> str:
        return full_name(self.first_name, self.last_name, self.email)

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.email[:1].upper()

    @cached_property
    def group_names(self) -> frozenset[str]:
        return (
            frozenset(Group.objects.filter(user=self.pk).values_list("name", flat=True))
            if self.pk
            else frozenset()
        )

    @property
    def has_joined(self) -> bool:
        """Whether the person has chosen a password, or has signed in with the company's sign-in."""
        return self.last_login is not None or bool(self.password and self.has_usable_password())

    @property
    def is_lead(self) -> bool:
        """Runs the programme."""
        return self.is_active and PROGRAMME_LEADS in self.group_names

    @property
    def is_administrator(self) -> bool:
        """Keeps users, sign-in and settings, and sees no business content for it."""
        return self.is_active and ADMINISTRATORS in self.group_names

    @property
    def is_staff(self) -> bool:
        """Django's admin shows technical rows to administrators."""
        return self.is_administrator

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the rules alone; being a superuser gives nothing."""
        return self.is_active and rules.has_perm(perm, self, obj)

    def has_perms(self, perm_list: Iterable[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_administrator
