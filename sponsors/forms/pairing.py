"""What is asked when a pairing moves on."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import KeyAccount
from sponsors.choices import EndReason
from sponsors.models import Charter, Sponsor

DAY = {"type": "date"}


class ProposeForm(forms.Form):
    """Who is to help which account, from when and for how long."""

    account = forms.ModelChoiceField(
        KeyAccount.objects.none(), label=_("Key account"), to_field_name="public_id"
    )
    sponsor = forms.ModelChoiceField(
        Sponsor.objects.none(), label=_("Sponsor"), to_field_name="public_id"
    )
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

    def __init__(
        self, *args: Any, accounts: Any, sponsors: Any, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["sponsor"].queryset = sponsors  # type: ignore[attr-defined]
        self.fields["sponsor"].label_from_instance = self.sponsor_label  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today

    @staticmethod
    def sponsor_label(sponsor: Sponsor) -> str:
        """Name the sponsor with the number of free places."""
        free = max(0, getattr(sponsor, "free_places", sponsor.capacity))
        return _("%(name)s · free places: %(free)s") % {
            "name": sponsor.person.full_name,
            "free": free,
        }

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
    apart = forms.BooleanField(label=_("Neither of us two reports to the other, directly or not."))

    def __init__(self, *args: Any, line_is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if line_is_known:
            del self.fields["apart"]


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
