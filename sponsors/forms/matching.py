"""What a matching is asked for, and what each criterion counts."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sponsors.choices import Wish
from sponsors.matching import Criterion, Weights
from sponsors.models import FitWeights
from sponsors.models.matching import CRITERIA
from sponsors.sentences.matching import LABELS

TENTH = 10


class MatchingForm(forms.Form):
    """From when, and what a proposal must have at least."""

    starts_on = forms.DateField(
        label=_("Pairings begin on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    minimum = forms.IntegerField(
        label=_("Least fit, 0 to 100"), min_value=0, max_value=100, required=False, initial=0
    )
    asks_everyone = forms.BooleanField(
        label=_("Count executives who have not volunteered, as people to be asked"), required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["starts_on"].initial = today

    def clean_starts_on(self) -> date:
        """A new pairing begins within two years from today."""
        day: date = self.cleaned_data["starts_on"]
        if not self.today <= day <= self.today + timedelta(days=731):
            raise forms.ValidationError(_("Choose a day between today and two years from now."))
        return day

    @property
    def least_fit(self) -> int:
        """The minimum in thousandths."""
        return (self.cleaned_data.get("minimum") or 0) * TENTH


class WishForm(forms.Form):
    """A pair that a lead pins, excludes or leaves to the matching again."""

    LIFT = "lift"
    wish = forms.ChoiceField(choices=[*Wish.choices, (LIFT, LIFT)])
    person = forms.UUIDField()
    reason = forms.CharField(required=False, max_length=200)


class WeightsForm(forms.Form):
    """The weight of each criterion in per cent; together they make a hundred."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, current: FitWeights, **kwargs: Any) -> None:
        kwargs["initial"] = current.as_plain() | {"seen": current.version}
        super().__init__(*args, **kwargs)
        for name in CRITERIA:
            self.fields[name] = forms.IntegerField(
                label=str(LABELS[Criterion(name)]), min_value=0, max_value=100
            )

    def clean(self) -> dict[str, Any]:
        """Refuse weights that do not make a hundred, and say what they make."""
        said = super().clean() or {}
        if not self.errors:
            total = sum(said[name] for name in CRITERIA)
            if total != 100:
                self.add_error(
                    CRITERIA[0],
                    _now("The weights make %(total)s together; they must make 100.")
                    % {"total": total},
                )
        return said

    @property
    def weights(self) -> Weights:
        """The weights as matching takes them."""
        return {Criterion(name): self.cleaned_data[name] for name in CRITERIA}
