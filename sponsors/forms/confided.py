"""What is asked of who speaks in confidence, and of the lead who answers."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.plain import PlainTextMixin
from sponsors.choices import Drift
from sponsors.forms.interaction import DAY
from sponsors.models import ConfidedSignal
from sponsors.services.confided import Agreement, Confidence

LINE = forms.Textarea(attrs={"rows": 2})


class ConfideForm(PlainTextMixin, forms.Form):
    """The matter, and a sentence."""

    public_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    drift = forms.ChoiceField(
        label=_("What it is about"), choices=Drift.choices, widget=forms.RadioSelect
    )
    sentence = forms.CharField(
        label=_("In a sentence or two"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What happened, and what would help you."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"public_id": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def word(self) -> Confidence:
        """Return what was said."""
        return Confidence(**{name: value for name, value in self.cleaned_data.items() if value})


class AgreementForm(PlainTextMixin, forms.Form):
    """What the two agree to do, and when they look at it again."""

    agreed = forms.CharField(label=_("What you agree to do"), max_length=300, widget=LINE)
    follow_up_on = forms.DateField(label=_("Look at it again on"), widget=DAY)

    def __init__(self, *args: Any, today: date, signal: ConfidedSignal, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "agreed": signal.agreed,
            "follow_up_on": signal.follow_up_on or today + timedelta(days=30),
        }
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_follow_up_on(self) -> date | None:
        """A day ahead, within a year."""
        day: date | None = self.cleaned_data["follow_up_on"]
        if day is not None and not self.today <= day <= self.today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day in the next twelve months."))
        return day

    def agreement(self) -> Agreement | None:
        """Return what is agreed, if anything is."""
        facts = self.cleaned_data
        return Agreement(facts["agreed"], facts["follow_up_on"]) if facts["agreed"] else None


class AnswerConfidedForm(AgreementForm):
    """A lead's answer, and what is agreed where it is known already."""

    answer = forms.CharField(
        label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ("answer", "agreed", "follow_up_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].required = self.fields["follow_up_on"].required = False
        self.fields["agreed"].help_text = _("Where you have talked already; it can be added later.")

    def clean(self) -> dict[str, Any]:
        """What is agreed has its day."""
        facts = super().clean()
        if facts.get("agreed") and not facts.get("follow_up_on"):
            self.add_error("follow_up_on", _("Choose a day in the next twelve months."))
        return facts


class FinishConfidedForm(PlainTextMixin, forms.Form):
    """What came of it."""

    outcome = forms.CharField(label=_("What came of it"), max_length=300, widget=LINE)
