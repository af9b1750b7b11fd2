"""The filters that narrow the list of key accounts down."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import TeamRole, Tier
from accounts.forms.choosing import SectorField
from accounts.forms.light import LightSelect
from accounts.models import Brief, Sector, TeamMember
from accounts.models.key_account import KeyAccountQuerySet
from accounts.models.searching import words_of
from accounts.places import Region, countries_in, zone_names
from sponsors.models import Pairing


class AccountFilterForm(forms.Form):
    """Search and filters. A value that means nothing filters nothing."""

    q = forms.CharField(required=False, max_length=100)
    sector = SectorField(widget=LightSelect, to_field_name="code", empty_label=_("All sectors"))
    tier = forms.ChoiceField(
        required=False, widget=LightSelect, choices=[("", _("All tiers")), *Tier.choices]
    )
    country = forms.CharField(required=False, max_length=2)
    region = forms.ChoiceField(
        required=False, widget=LightSelect, choices=[("", _("All regions")), *Region.choices]
    )
    family = forms.CharField(required=False, max_length=60)
    kam = forms.CharField(required=False, max_length=100)
    sponsor = forms.CharField(required=False, max_length=100)
    covered = forms.ChoiceField(
        required=False,
        widget=LightSelect,
        choices=[
            ("", pgettext_lazy("coverage", "All")),
            ("yes", _("With a sponsor")),
            ("no", _("No sponsor")),
            ("proposed", _("A sponsor is proposed")),
            ("bare", _("Neither a sponsor nor one proposed")),
        ],
    )
    brief = forms.ChoiceField(
        required=False,
        widget=LightSelect,
        choices=[
            ("", pgettext_lazy("briefs", "All")),
            ("fresh", _("Fresh")),
            ("stale", _("To refresh")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.full_clean()

    @property
    def said(self) -> dict[str, Any]:
        """What was asked for and is understood."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def family_name(self) -> str:
        """The family of sectors that a link of the map of coverage has chosen."""
        family = Sector.objects.filter(code=self.said.get("family", "")).first()
        return str(family or _("Sector not stated"))

    @property
    def has_more_chosen(self) -> bool:
        """Whether one of the folded filters is in use."""
        return not self.said.keys().isdisjoint({"kam", "sponsor", "covered", "brief", "region"})

    def choose(self, accounts: KeyAccountQuerySet, *, on: date) -> KeyAccountQuerySet:
        """Return those of the accounts that the filters leave."""
        said = self.said
        plain: dict[str, Any] = {name: said[name] for name in ("sector", "tier") if name in said}
        if "country" in said:
            plain["country"] = said["country"].upper()
        chosen = accounts.matching(said.get("q", "")).filter(**plain)
        for role in (TeamRole.KAM, TeamRole.SPONSOR):
            if role.value in said:
                chosen = chosen.filter(Exists(in_role(role, named=said[role.value])))
        if "region" in said:
            chosen = chosen.filter(in_region(Region(said["region"])))
        if "family" in said:
            chosen = chosen.filter(in_family(said["family"]))
        if "covered" in said:
            chosen = chosen.filter(has_coverage(said["covered"]))
        if "brief" in said:
            stale = Q(brief__isnull=True) | Q(brief__in=Brief.objects.stale(on))
            chosen = chosen.filter(stale if said["brief"] == "stale" else ~stale)
        return chosen


def in_region(region: Region) -> Q:
    """Whether an account sits in this part of the world; unknown is where its country is not known."""
    if region == Region.UNKNOWN:
        return ~Q(country__in=list(zone_names()))
    return Q(country__in=countries_in(region))


def in_family(code: str) -> Q:
    """Whether an account belongs to one of the sectors of a family; "none" is for no sector at all."""
    if code == "none":
        return Q(sector__isnull=True)
    return Q(sector__code=code) | Q(sector__parent__code=code)


def has_coverage(said: str) -> Q:
    """Whether an account has a sponsor, has none, has one proposed, or neither."""
    has_sponsor = Q(Exists(in_role(TeamRole.SPONSOR)))
    if said in {"yes", "no"}:
        return has_sponsor if said == "yes" else ~has_sponsor
    own = Pairing.objects.filter(account=OuterRef("pk"))
    if said == "bare":
        return ~Q(Exists(own.open()))
    return Q(Exists(own.in_preparation())) & ~Q(Exists(own.active()))


def in_role(role: TeamRole, *, named: str = "") -> "QuerySet[TeamMember]":
    """Return who has this role on the outer query's account now, and bears this name."""
    members = TeamMember.objects.current().filter(account=OuterRef("pk"), role=role)
    words = words_of(named)
    return members.filter(person__search_text__holds=words) if words else members
