"""What a volunteer is asked."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.choosing import KeyAccountField, PersonField
from accounts.models import KeyAccount, Sector, User
from sponsors.models import PLACES, Sponsor
from sponsors.services.sponsors import ProfileAnswers

LINES = ("account_1", "account_2", "account_3")
NO_ANSWERS = {*LINES, "person"}


class VolunteerForm(forms.Form):
    """Four questions first; the rest is folded away until there is time."""

    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.narrow(),
        label=_("Which sectors interest you?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    account_1 = KeyAccountField(label=_("Key account"), required=False)
    account_2 = KeyAccountField(label=_("Second account"), required=False)
    account_3 = KeyAccountField(label=_("Third account"), required=False)
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
        for name in LINES:
            cast(KeyAccountField, self.fields[name]).accounts = KeyAccount.objects.listed_to(reader)

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
        facts = {name: value for name, value in self.cleaned_data.items() if name not in NO_ANSWERS}
        named = [self.cleaned_data[name] for name in LINES]
        return ProfileAnswers(**facts, accounts=list(dict.fromkeys(filter(None, named))))


class VolunteerForOtherForm(VolunteerForm):
    """The same, entered by a programme lead for an executive."""

    person = PersonField(label=_("Executive"), help_text=_("Name or e-mail"))
    field_order = ["person"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, sponsor=None, **kwargs)
        person = cast(PersonField, self.fields["person"])
        person.people = User.objects.executives().filter(sponsor__isnull=True)


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
        **dict(zip(LINES, [row.account for row in interests if row.account], strict=False)),
        "employers": "\n".join(sponsor.experiences.values_list("employer", flat=True)),
    }
