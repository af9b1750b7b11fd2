"""What is asked for an account plan: an objective, how far it has come, what came of it, the sponsor's endorsement."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import ObjectiveState
from accounts.forms.day import DayField
from accounts.forms.meanwhile import MeanwhileMixin
from accounts.forms.plain import PlainTextMixin
from accounts.models import KeyAccount, Objective, Programme
from accounts.queries.plan import company_lines

CLOSED = [choice for choice in ObjectiveState.choices if choice[0] != ObjectiveState.OPEN]
NUMBERS = ("start", "target")


class ObjectiveForm(MeanwhileMixin, PlainTextMixin, forms.ModelForm):
    """What is to be reached, how it is measured, until when, and which objective of the company it serves."""

    due_on = DayField(label=_("Until"))

    class Meta:
        model = Objective
        fields = ["text", "measure", "start", "target", "unit", "due_on", "serves"]
        localized_fields = NUMBERS
        help_texts = {
            "text": _("In one line, as you would say it to your sponsor."),
            "measure": _("What one looks at to know how far it has come."),
            "unit": _("%, sites, M€, days"),
        }

    def __init__(self, *args: Any, account: KeyAccount, today: date, **kwargs: Any) -> None:
        new = not kwargs.get("instance")
        if new:
            kwargs["initial"] = {"start": Decimal(0), "target": Decimal(100), "unit": "%"}
        super().__init__(*args, **kwargs)
        self.instance.account = account
        self.today = today
        for name in NUMBERS:
            self.fields[name].widget.attrs["inputmode"] = "decimal"
            self.initial[name] = short(self.initial[name])
        if new:
            self.fields["public_id"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
        self.offer_company()

    def offer_company(self) -> None:
        """Offer the company's objectives, and the one that was chosen when they were others."""
        lines = company_lines(Programme.current())
        if (chosen := self.instance.serves) and chosen not in lines:
            lines.append(chosen)
        if not lines:
            del self.fields["serves"]
            return
        self.fields["serves"] = forms.ChoiceField(
            label=_("Which objective of the company it serves"),
            required=False,
            choices=[("", _("None of them")), *((line, line) for line in lines)],
        )

    def clean_due_on(self) -> date:
        """Nobody begins what should be over."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on <= self.today and due_on != self.instance.due_on:
            raise forms.ValidationError(_("A day that is still to come, please."))
        return due_on

    def clean(self) -> dict[str, Any]:
        """From somewhere to somewhere else; a new objective has the identifier of its sheet."""
        cleaned = super().clean()
        self.instance.public_id = cleaned.get("public_id") or self.instance.public_id
        start, target = cleaned.get("start"), cleaned.get("target")
        if start is not None and start == target:
            self.add_error("target", _("The target lies where you start."))
        return cleaned


def short(number: Decimal) -> Decimal:
    """Return a number without the noughts that say nothing: 12.00 as 12."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


class ProgressForm(PlainTextMixin, forms.Form):
    """How far an objective has come."""

    value = forms.DecimalField(
        label=_("Where it stands"), max_digits=14, decimal_places=2, localize=True
    )
    line = forms.CharField(label=_("In one line"), required=False, max_length=200)
    day = DayField(label=_("As of"))

    def __init__(self, *args: Any, objective: Objective, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"day": today}
        super().__init__(*args, **kwargs)
        value = self.fields["value"]
        value.widget.attrs |= {"inputmode": "decimal", "autofocus": True}
        if objective.unit:
            value.label = _("Where it stands, in %(unit)s") % {"unit": objective.unit}


class CloseForm(PlainTextMixin, forms.Form):
    """How an objective ends, and what came of it."""

    state = forms.ChoiceField(label=_("How it ends"), choices=CLOSED, widget=forms.RadioSelect)
    outcome = forms.CharField(label=_("What came of it"), required=False, max_length=300)


class EndorseForm(PlainTextMixin, forms.Form):
    """Which version of the plan was read, and a word on it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    line = forms.CharField(label=_("A word on it"), required=False, max_length=300)
