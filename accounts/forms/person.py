"""A person's facts, groups and password, and the filters of the people list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import ADMINISTRATORS, PROGRAMME_LEADS, Function
from accounts.forms.choosing import PersonField
from accounts.forms.meanwhile import MeanwhileMixin
from accounts.forms.plain import PlainTextMixin
from accounts.forms.taken import free
from accounts.models import User
from accounts.models.base import fold
from accounts.models.user import UserQuerySet

LANGUAGES = (
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "it", "ja", "ko", "nl", "no",
    "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh",
)  # fmt: skip
# Languages for whose names Django has no translation.
NAMED_HERE = {"no": _("Norwegian"), "zh": _("Chinese")}
COUNTRY = RegexValidator(r"^[A-Za-z]{2}$", _("Two letters, such as FR or GB."))


def language_name(code: str) -> str:
    """Return the name of a language in the reader's language, the code where it has none here."""
    if code in NAMED_HERE:
        return str(NAMED_HERE[code])
    return gettext(LANG_INFO[code]["name"]) if code in LANG_INFO else code.upper()


def language_choices() -> list[tuple[str, str]]:
    """Return the languages one may speak, by name."""
    named = [(code, language_name(code)) for code in LANGUAGES]
    return sorted(named, key=lambda row: fold(row[1]))


class PersonForm(MeanwhileMixin, PlainTextMixin, forms.ModelForm):
    """What is known of a person. The e-mail of who has joined is for administrators."""

    manager = PersonField(label=_("Manager"), required=False, help_text=_("Name or e-mail"))
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = ["first_name", "last_name", "email", "job_title", "function", "manager"]

    class Meta:
        model = User
        fields = [
            "first_name", "last_name", "email", "job_title", "function", "city", "country", "languages",
            "employee_id", "is_executive", "is_active",
        ]  # fmt: skip
        help_texts = {
            "country": _("Two letters, such as FR or GB."),
            "is_executive": _("Reads all executive briefs and may volunteer as a sponsor."),
            "is_active": _("Who is not active cannot sign in; running pairings and accounts stay."),
        }

    def __init__(self, *args: Any, frozen: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].validators.append(COUNTRY)
        spoken = [code for code in self.instance.languages or [] if code not in LANGUAGES]
        self.fields["languages"].choices = [  # type: ignore[attr-defined]
            *language_choices(),
            *((code, language_name(code)) for code in spoken),
        ]
        self.initial["manager"] = self.instance.manager
        for name in frozen:
            self.fields[name].disabled = True

    def clean_email(self) -> str:
        """E-mails are kept in lower case."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_employee_id(self) -> str:
        """No other has this number."""
        return free(self, "employee_id")

    def clean_country(self) -> str:
        """Country codes are kept in capitals."""
        return str(self.cleaned_data["country"]).upper()

    def facts(self) -> dict[str, Any]:
        """Return what was said of the person, without the manager."""
        own = {"manager", "read"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


class NewPersonForm(PersonForm):
    """A person to be added: active, of course."""

    class Meta(PersonForm.Meta):
        fields = [name for name in PersonForm.Meta.fields if name != "is_active"]


class GroupsForm(forms.Form):
    """What a person may do for the programme."""

    groups = forms.MultipleChoiceField(
        label=_("Groups"),
        required=False,
        choices=[
            (PROGRAMME_LEADS, _("Programme leads: run the programme")),
            (ADMINISTRATORS, _("Administrators: keep users, sign-in and settings")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )


class ChoosePasswordForm(forms.Form):
    """The password of who was invited."""

    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        help_text=_("Fifteen characters or more. A short sentence is easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Long enough, and not one of the common ones."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        cleaned = super().clean() or self.cleaned_data
        if "password" in cleaned and cleaned["password"] != cleaned.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return cleaned


class PersonFilterForm(forms.Form):
    """The people list: who, by what. A value that means nothing filters nothing."""

    EXECUTIVES = [("", _("Everyone")), ("1", _("Executives"))]
    STATUS = [("", _("Active")), ("inactive", _("Not active")), ("all", _("All"))]
    INVITED = [
        ("", _("Everyone")),
        ("no", _("Not invited yet")),
        ("open", _("Invited, not yet joined")),
    ]

    q = forms.CharField(label=_("Search people"), required=False, max_length=100)
    executives = forms.ChoiceField(
        label=_("General management"), required=False, choices=EXECUTIVES
    )
    function = forms.ChoiceField(
        label=_("Function"), required=False, choices=[("", _("All functions")), *Function.choices]
    )
    country = forms.CharField(
        label=_("Country"),
        required=False,
        max_length=2,
        widget=forms.TextInput(attrs={"size": 2, "placeholder": "FR"}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=STATUS)
    invited = forms.ChoiceField(label=_("Invitation"), required=False, choices=INVITED)
    reports_to = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sees_invitations: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_invitations:
            del self.fields["invited"]
        self.full_clean()

    def choose(self, people: UserQuerySet) -> UserQuerySet:
        """Return those of the people whom the filters leave."""
        said = self.cleaned_data
        people = people.matching(said.get("q") or "")
        status = said.get("status") or "active"
        chosen: dict[str, Any] = {} if status == "all" else {"is_active": status == "active"}
        if said.get("executives"):
            chosen["is_executive"] = True
        for name in ("function", "country"):
            if said.get(name):
                chosen[name] = said[name].upper() if name == "country" else said[name]
        if said.get("reports_to"):
            chosen["manager__public_id"] = said["reports_to"]
        return invited_so(people.filter(**chosen), said.get("invited") or "")


def invited_so(people: UserQuerySet, invited: str) -> UserQuerySet:
    """Return those of the people who wait for an invitation, or for whom we wait."""
    if invited == "no":
        return people.waiting_for_invitation()
    if invited == "open":
        return people.not_joined().filter(invited_at__isnull=False)
    return people
