"""The list of key accounts: what each line shows, and the filters that narrow it down."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import TeamRole, Tier
from accounts.models import Brief, KeyAccount, Sector, TeamMember, User
from accounts.models.base import fold
from accounts.models.key_account import KeyAccountQuerySet


@dataclass(frozen=True)
class Line:
    """One key account as its list shows it."""

    account: KeyAccount
    brief: Brief | None
    is_fresh: bool
    opens: bool
    opens_brief: bool


class AccountFilterForm(forms.Form):
    """Search and filters. A value that means nothing filters nothing."""

    q = forms.CharField(label=_("Client, place or sector"), required=False, max_length=100)
    sector = forms.ModelChoiceField(
        Sector.objects.all(),
        label=_("Sector"),
        required=False,
        to_field_name="code",
        empty_label=_("All sectors"),
    )
    tier = forms.ChoiceField(
        label=_("Tier"), required=False, choices=[("", _("All tiers")), *Tier.choices]
    )
    country = forms.CharField(
        label=_("Country"),
        required=False,
        max_length=2,
        widget=forms.TextInput(attrs={"size": 2, "placeholder": "FR"}),
    )
    kam = forms.CharField(label=_("KAM"), required=False, max_length=100)
    sponsor = forms.CharField(label=_("Sponsor"), required=False, max_length=100)
    covered = forms.ChoiceField(
        label=_("Coverage"),
        required=False,
        choices=[
            ("", pgettext_lazy("coverage", "All")),
            ("yes", _("With a sponsor")),
            ("no", _("No sponsor")),
        ],
    )
    brief = forms.ChoiceField(
        label=_("Brief"),
        required=False,
        choices=[
            ("", pgettext_lazy("briefs", "All")),
            ("fresh", _("Fresh")),
            ("stale", _("To refresh")),
        ],
    )
    FIRST = ("q", "sector", "tier", "country")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.full_clean()

    @property
    def is_narrow(self) -> bool:
        """Whether anything is filtered."""
        return any(self.cleaned_data.values())

    @property
    def first_fields(self) -> Iterator[forms.BoundField]:
        """The filters that most people use."""
        return (self[name] for name in self.FIRST)

    @property
    def more_fields(self) -> Iterator[forms.BoundField]:
        """The filters that are folded away."""
        return (field for field in self if field.name not in self.FIRST)

    @property
    def has_more_chosen(self) -> bool:
        """Whether one of the folded filters is in use."""
        return any(self.cleaned_data.get(field.name) for field in self.more_fields)

    def choose(self, accounts: KeyAccountQuerySet, *, on: date) -> KeyAccountQuerySet:
        """Return those of the accounts that the filters leave."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        plain: dict[str, Any] = {name: said[name] for name in ("sector", "tier") if name in said}
        if "country" in said:
            plain["country"] = said["country"].upper()
        chosen = accounts.matching(said.get("q", "")).filter(**plain)
        for role in (TeamRole.KAM, TeamRole.SPONSOR):
            if role.value in said:
                chosen = chosen.filter(Exists(in_role(role, named=said[role.value])))
        if "covered" in said:
            has_sponsor = Exists(in_role(TeamRole.SPONSOR))
            chosen = chosen.filter(has_sponsor if said["covered"] == "yes" else ~has_sponsor)
        if "brief" in said:
            stale = Q(brief__isnull=True) | Q(brief__in=Brief.objects.stale(on))
            chosen = chosen.filter(stale if said["brief"] == "stale" else ~stale)
        return chosen


def in_role(role: TeamRole, *, named: str = "") -> "QuerySet[TeamMember]":
    """Return who has this role on the outer query's account now, and bears this name."""
    members = TeamMember.objects.current().filter(account=OuterRef("pk"), role=role)
    for word in fold(named).split():
        members = members.filter(person__search_text__contains=word)
    return members


def listed_accounts(user: User, form: AccountFilterForm, *, on: date) -> KeyAccountQuerySet:
    """Return the accounts of which the reader may see a line, filtered, by name, with all that a line shows."""
    listed = form.choose(KeyAccount.objects.listed_to(user), on=on)
    return listed.select_related("sector", "brief").with_team().order_by("search_text", "pk")


def lines(accounts: Iterable[KeyAccount], user: User, *, on: date) -> Iterator[Line]:
    """Return each account as its line, with where it leads for this reader: to its page, its brief, or nowhere."""
    reads_all = user.is_lead or user.is_executive
    for account in accounts:
        brief = getattr(account, "brief", None)
        opens = user.is_lead or any(member.person_id == user.pk for member in account.team())
        yield Line(
            account=account,
            brief=brief,
            is_fresh=bool(brief and brief.is_fresh(on)),
            opens=opens,
            opens_brief=reads_all or opens,
        )
