"""The facts of a key account, its KAM and its team."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.choosing import PersonField, SectorField
from accounts.forms.person import COUNTRY, language_choices
from accounts.forms.plain import PlainTextMixin
from accounts.forms.taken import free
from accounts.models import KeyAccount, Topic
from accounts.services.key_accounts import AccountChangedMeanwhileError

CURRENCY = RegexValidator(r"^[A-Za-z]{3}$", _("Three letters, such as EUR or USD."))


class KeyAccountForm(PlainTextMixin, forms.ModelForm):
    """The facts of a key account, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    sector = SectorField(empty_label="—")
    client_language = forms.ChoiceField(label=_("The client’s language"), required=False)

    class Meta:
        model = KeyAccount
        fields = [
            "name", "sector", "tier", "city", "country", "currency", "client_language", "external_id",
            "topics",
        ]  # fmt: skip
        widgets = {"topics": forms.CheckboxSelectMultiple}
        help_texts = {
            "country": _("Two letters, such as FR or GB."),
            "currency": _("Three letters, such as EUR or USD."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].validators.append(COUNTRY)
        self.fields["currency"].validators = [CURRENCY]
        known = dict(language_choices())
        spoken = self.instance.client_language
        more = [(spoken, spoken)] if spoken and spoken not in known else []
        self.fields["client_language"].choices = [("", "—"), *known.items(), *more]  # type: ignore[attr-defined]
        self.initial["version"] = self.instance.version

    def clean_country(self) -> str:
        """Country codes are kept in capitals."""
        return str(self.cleaned_data["country"]).upper()

    def clean_external_id(self) -> str:
        """No other has this number."""
        return free(self, "external_id")

    def clean_currency(self) -> str:
        """Currency codes are kept in capitals."""
        return str(self.cleaned_data["currency"]).upper()

    def clean_topics(self) -> frozenset[Topic]:
        """Topics are compared as a set."""
        return frozenset(self.cleaned_data["topics"])

    def facts(self) -> dict[str, Any]:
        """Return what was said of the account."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def version_read(self) -> int:
        """The version that was read; none that ever was, where it is missing."""
        return int(self.cleaned_data.get("version") or 0)

    def difference(self, refusal: AccountChangedMeanwhileError) -> list[dict[str, Any]]:
        """Return each fact that changed meanwhile: its label, what was read, what it is now, what was typed."""
        return [
            {
                "label": self.fields[change.name].label,
                "read": self.shown(change.name, change.read),
                "now": self.shown(change.name, change.now),
                "typed": self.shown(change.name, self.cleaned_data[change.name]),
                "is_contested": self.cleaned_data[change.name] not in {change.read, change.now},
            }
            for change in refusal.changes
        ]

    def upon(self, refusal: AccountChangedMeanwhileError) -> "KeyAccountForm":
        """Return the form as it stands upon what others saved: what was typed stays, what was left alone follows them."""
        data = self.data.copy()  # type: ignore[attr-defined]
        for change in refusal.changes:
            if self.cleaned_data[change.name] == change.read:
                now = self[change.name].field.prepare_value(change.now)
                data.setlist(change.name, now if change.name == "topics" else [now])
        data["version"] = str(refusal.account.version)
        form = type(self)(data, instance=refusal.account)
        form.full_clean()
        return form

    def shown(self, name: str, value: Any) -> str:
        """Return a fact in words."""
        if name == "topics":
            return ", ".join(sorted(str(topic) for topic in value)) or "–"
        choices = dict(getattr(self.fields[name], "choices", []) or []) if name != "sector" else {}
        return str(choices.get(value, value) or "–")


class NewKeyAccountForm(KeyAccountForm):
    """A key account to be taken in, with its KAM."""

    kam = PersonField(label=_("KAM"), required=False, help_text=_("Name or e-mail"))
    field_order = ["name", "kam"]


class KamForm(forms.Form):
    """Who manages the account from today on."""

    person = PersonField(label=_("New KAM"), help_text=_("Name or e-mail"))


class TeamMemberForm(forms.Form):
    """Who joins the account team."""

    person = PersonField(label=_("Colleague"), help_text=_("Name or e-mail"))
