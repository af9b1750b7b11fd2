"""What is asked when a pairing moves on."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms.choosing import KeyAccountField, OfferingInput, PersonField
from accounts.models import KeyAccount, User
from sponsors.choices import EndReason
from sponsors.models import Charter, Sponsor

DAY = {"type": "date"}


class SponsorField(PersonField):
    """One of those who volunteered, typed by name."""

    def __init__(self, **options: Any) -> None:
        sponsors = Sponsor.objects.filter(is_volunteer=True)
        super().__init__(people=User.objects.active().filter(sponsor__in=sponsors), **options)
        cast(OfferingInput, self.widget).offered_at = reverse_lazy("sponsors:sponsor_suggest")

    def prepare_value(self, value: Any) -> Any:
        """Show a sponsor as one types them."""
        return super().prepare_value(value.person if isinstance(value, Sponsor) else value)

    def clean(self, value: Any) -> Any:
        """Return the one sponsor meant."""
        person = super().clean(value)
        return Sponsor.objects.get(person=person) if person else None


class ProposeForm(forms.Form):
    """Who is to help which account, from when and for how long."""

    account = KeyAccountField(label=_("Key account"), help_text=_("Name or place"))
    sponsor = SponsorField(label=_("Sponsor"), help_text=_("Name or e-mail"))
    starts_on = forms.DateField(
        label=_("Start day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    term_months = forms.IntegerField(
        label=_("Term in months"), initial=36, min_value=12, max_value=120
    )
    word_to_the_kam = forms.CharField(
        label=_("A word to the KAM"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        cast(KeyAccountField, self.fields["account"]).accounts = KeyAccount.objects.all()
        self.fields["starts_on"].initial = today

    def clean_starts_on(self) -> date:
        """A new pairing starts within a year back or two years ahead."""
        day = self.cleaned_data["starts_on"]
        if not self.today - timedelta(days=366) <= day <= self.today + timedelta(days=731):
            raise forms.ValidationError(
                _("Choose a day between a year ago and two years from now.")
            )
        return day


class AgreeForm(forms.Form):
    """A yes to the charter that is shown."""

    charter = forms.ModelChoiceField(
        Charter.objects.all(), to_field_name="version", widget=forms.HiddenInput
    )
    read = forms.BooleanField(label=_("I have read the charter and agree to it."))
    apart = forms.BooleanField(
        label=_("Neither of us two reports to the other, directly or not."),
        help_text=_("Tandem does not know the reporting line between you, so both of you say it."),
    )

    def __init__(self, *args: Any, line_is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if line_is_known:
            del self.fields["apart"]

    def consent(self) -> dict[str, Any]:
        """Return what is agreed to: the charter shown, and, where it was asked, that the two stand apart."""
        facts = self.cleaned_data
        return {"charter": facts["charter"], "says_apart": facts.get("apart", False)}


class ReasonForm(forms.Form):
    """A no, or a withdrawal, with its reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by the programme leads alone."),
    )


class EndForm(forms.Form):
    """The end of an active pairing."""

    reason = forms.ChoiceField(label=_("Reason"), choices=EndReason.choices)
    on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    note = forms.CharField(label=_("In a sentence"), max_length=300, required=False)

    def __init__(self, *args: Any, started_on: date, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": today}
        super().__init__(*args, **kwargs)
        self.started_on, self.today = started_on, today

    def clean_on(self) -> date:
        """The last day lies between the start and today."""
        day = self.cleaned_data["on"]
        if not self.started_on <= day <= self.today:
            raise forms.ValidationError(
                _("The last day lies between the start of the pairing and today.")
            )
        return day


class CharterForm(forms.ModelForm):
    """A new version of the charter, in both languages."""

    class Meta:
        model = Charter
        fields = ["text_en", "text_fr"]
        widgets = {
            "text_en": forms.Textarea(attrs={"rows": 18}),
            "text_fr": forms.Textarea(attrs={"rows": 18}),
        }
