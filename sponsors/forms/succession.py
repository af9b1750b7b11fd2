"""What is asked when an engagement goes on, ends with a successor, or carries an exception."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sponsors.forms.pairing import DAY, ProposeForm
from sponsors.models import MOST_DAYS


class SuccessionForm(ProposeForm):
    """Who comes next, from when and for how long; the account is known."""

    def __init__(self, *args: Any, today: date, first_day: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        del self.fields["account"]
        self.fields["starts_on"].initial = max(today, first_day)


class RenewalForm(forms.Form):
    """For how long another term is offered."""

    months = forms.IntegerField(label=_("Term in months"), initial=36, min_value=12, max_value=120)


class DeclineRenewalForm(forms.Form):
    """A no to another term."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by the programme leads alone."),
    )


class AcknowledgeForm(forms.Form):
    """Until when a conflict may go on, and why."""

    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, first: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last, self.today = first + timedelta(days=MOST_DAYS), today
        self.fields["until"].widget.attrs.update(
            {"min": (today + timedelta(days=1)).isoformat(), "max": self.last.isoformat()}
        )

    def clean_until(self) -> date:
        """A day ahead, ninety days at most from the first time."""
        day: date = self.cleaned_data["until"]
        if not self.today < day <= self.last:
            raise forms.ValidationError(
                _("Choose a day ahead of us, ninety days at most after the first time.")
            )
        return day


class HandOverForm(forms.Form):
    """What the first leaves with the next."""

    word = forms.CharField(
        label=_("A word to the next"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "What no page tells: habits, sore points, who decides. The client’s people may one day read it."
        ),
    )
