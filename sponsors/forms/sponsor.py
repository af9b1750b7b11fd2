"""What a volunteer is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import KeyAccount, Sector, User
from sponsors.models import PLACES, Sponsor
from sponsors.services.sponsors import ProfileAnswers


class VolunteerForm(forms.Form):
    """Four questions first; the rest is folded away until there is time."""

    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.all(),
        label=_("Which sectors interest you?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accounts = forms.ModelMultipleChoiceField(
        KeyAccount.objects.none(),
        label=_("Which accounts interest you?"),
        required=False,
        to_field_name="public_id",
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl or Cmd to choose several."),
    )
    acquaintances = forms.CharField(
        label=_("Whom do you know there, and how?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The people you name may one day read this."),
    )
    employers = forms.CharField(
        label=_("Where have you worked before?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One employer a line."),
    )
    capacity = forms.TypedChoiceField(
        label=_("How many accounts would you take?"),
        coerce=int,
        initial=2,
        choices=[(number, str(number)) for number in range(1, PLACES + 1)],
        widget=forms.RadioSelect,
    )
    motivation = forms.CharField(
        label=_("Why would you like to be a sponsor?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by you and the programme leads alone."),
    )
    expertise = forms.CharField(label=_("Fields of expertise"), required=False, max_length=300)
    available_until = forms.DateField(
        label=_("Available until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, reader: User, sponsor: Sponsor | None, **kwargs: Any) -> None:
        initial = answers_of(sponsor) if sponsor else {}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        accounts: Any = self.fields["accounts"]
        accounts.queryset = KeyAccount.objects.listed_to(reader).order_by("name")

    def clean_employers(self) -> list[str]:
        """One employer a line, each at most 160 characters."""
        lines = [
            line.strip() for line in self.cleaned_data["employers"].splitlines() if line.strip()
        ]
        if any(len(line) > 160 for line in lines):
            raise forms.ValidationError(_("An employer’s name has 160 characters at most."))
        return lines

    def answers(self) -> ProfileAnswers:
        """Return what was answered."""
        return ProfileAnswers(**self.cleaned_data)


class VolunteerForOtherForm(VolunteerForm):
    """The same, entered by a programme lead for an executive."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Executive"), to_field_name="public_id"
    )
    field_order = ["person"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, sponsor=None, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = User.objects.executives().filter(sponsor__isnull=True).by_name()

    def answers(self) -> ProfileAnswers:
        """Return what was answered, without whose profile it is."""
        return ProfileAnswers(
            **{name: value for name, value in self.cleaned_data.items() if name != "person"}
        )


def answers_of(sponsor: Sponsor) -> dict[str, Any]:
    """Return the profile as the form shows it."""
    interests = list(sponsor.interests.select_related("account", "sector"))
    return {
        "capacity": sponsor.capacity,
        "acquaintances": sponsor.acquaintances,
        "motivation": sponsor.motivation,
        "expertise": sponsor.expertise,
        "available_until": sponsor.available_until,
        "sectors": [interest.sector_id for interest in interests if interest.sector_id],
        "accounts": [str(interest.account.public_id) for interest in interests if interest.account],
        "employers": "\n".join(sponsor.experiences.values_list("employer", flat=True)),
    }
