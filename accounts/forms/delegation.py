"""Whom a person names, and the days on which one is away."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import DelegationKind
from accounts.forms.choosing import PersonField
from accounts.forms.day import DayField
from accounts.forms.plain import PlainTextMixin
from accounts.models import Absence, Delegation, User

COPIES = _("Gets the e-mails about meetings ahead and missing debriefs in copy")


class DelegationForm(forms.Form):
    """A colleague, as what, from when, until when."""

    to = PersonField(label=_("Colleague"))
    kind = forms.ChoiceField(label=_("As"), widget=forms.RadioSelect)
    from_day = DayField(label=_("From"))
    until = DayField(
        label=_("Until, that day included"),
        required=False,
        help_text=_("Empty: until one of you ends it."),
    )
    in_copy = forms.BooleanField(label=COPIES, required=False)

    def __init__(
        self, *args: Any, of: User, kinds: list[DelegationKind], today: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"from_day": today, "kind": kinds[0] if kinds else ""}
        super().__init__(*args, **kwargs)
        self.of = of
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
        if DelegationKind.ASSISTANT not in kinds:
            del self.fields["in_copy"]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        facts = super().clean() or {}
        check_order(self, facts)
        return facts

    def delegation(self) -> Delegation:
        """Return what is wanted."""
        facts = self.cleaned_data
        return Delegation(
            of=self.of,
            to=facts["to"],
            kind=facts["kind"],
            from_day=facts["from_day"],
            until=facts["until"],
            in_copy=facts.get("in_copy", False),
        )


class DelegationEditForm(forms.Form):
    """The last day, and whether an assistant gets copies."""

    until = DayField(label=_("Until, that day included"), required=False)
    in_copy = forms.BooleanField(label=COPIES, required=False)

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": delegation.until, "in_copy": delegation.in_copy}
        super().__init__(*args, **kwargs)
        self.delegation = delegation
        if delegation.kind != DelegationKind.ASSISTANT:
            del self.fields["in_copy"]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        facts = super().clean() or {}
        check_order(self, facts | {"from_day": self.delegation.from_day})
        return facts


class AbsenceForm(PlainTextMixin, forms.ModelForm):
    """The days, and a word that stays with the person."""

    from_day = DayField(label=_("From"))
    until = DayField(label=_("Until, that day included"))

    class Meta:
        model = Absence
        fields = ["from_day", "until", "word"]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        facts = super().clean() or {}
        check_order(self, facts)
        return facts


def check_order(form: forms.BaseForm, facts: dict[str, Any]) -> None:
    """Say beside the last day that it lies before the first."""
    first, last = facts.get("from_day"), facts.get("until")
    if first and last and last < first:
        form.add_error("until", _("It ends before it begins."))
