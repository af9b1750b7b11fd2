"""What is asked of the two inside the tandem."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import TeamRole
from accounts.forms.day import DayField
from accounts.forms.plain import PlainTextMixin
from accounts.models import Contact, Programme, User
from sponsors.choices import CommitteeOutcome
from sponsors.forms.interaction import contact_label, contacts_to_name
from sponsors.models import AlignmentCheck, CommitteeRequest, Introduction, Pairing

OUTCOMES = [
    choice for choice in CommitteeOutcome.choices if choice[0] != CommitteeOutcome.WITHDRAWN
]


class IntroductionForm(PlainTextMixin, forms.Form):
    """Which contact, and who of us; the KAM says what for, the sponsor when it was."""

    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("At the client"), to_field_name="public_id"
    )
    colleague = forms.ModelChoiceField(
        User.objects.none(), label=_("Who of us"), to_field_name="public_id"
    )
    why = forms.CharField(label=_("What it is for"), required=False, max_length=200)
    day = DayField(label=_("Introduced on"))

    def __init__(
        self, *args: Any, pairing: Pairing, is_sponsor: bool, today: date, **kwargs: Any
    ) -> None:
        kam = pairing.account.kam
        kwargs["initial"] = {"day": today, "colleague": kam and kam.public_id} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        contact, colleague = self.fields["contact"], self.fields["colleague"]
        contact.queryset = contacts_to_name(pairing.account)  # type: ignore[attr-defined]
        contact.label_from_instance = contact_label  # type: ignore[attr-defined]
        team = [one.person_id for one in pairing.account.team() if one.role != TeamRole.SPONSOR]
        colleague.queryset = User.objects.filter(pk__in=team).by_name()  # type: ignore[attr-defined]
        del self.fields["why" if is_sponsor else "day"]


class IntroductionAnswerForm(PlainTextMixin, forms.Form):
    """The sponsor's answer: the day on which they were brought together, or why it is not possible."""

    day = DayField(label=_("Introduced on"), required=False)
    reason = forms.CharField(label=_("Or why it is not possible"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """One or the other."""
        facts = super().clean()
        if not self.errors and bool(facts.get("day")) == bool(facts.get("reason")):
            self.add_error("reason", _("Give the day, or say why it is not possible."))
        return facts


class OutcomeForm(PlainTextMixin, forms.Form):
    """What came of an introduction."""

    outcome = forms.CharField(label=_("What came of it"), max_length=300)

    def __init__(self, *args: Any, introduction: Introduction, **kwargs: Any) -> None:
        kwargs["initial"] = {"outcome": introduction.outcome}
        super().__init__(*args, **kwargs)


class CommitteeForm(PlainTextMixin, forms.Form):
    """What the KAM asks of the executive committee."""

    public_id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("What is asked"), max_length=160)
    why = forms.CharField(
        label=_("Why"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    wanted_by = DayField(label=_("Wanted by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"public_id": uuid4()}
        super().__init__(*args, **kwargs)


class CommitteeAnswerForm(PlainTextMixin, forms.Form):
    """When it was carried to the committee and, once known, what it says."""

    carried_on = DayField(label=_("Carried to the committee on"))
    outcome = forms.ChoiceField(
        label=_("What the committee says"),
        required=False,
        choices=[("", _("Not known yet")), *OUTCOMES],
    )
    line = forms.CharField(label=_("In one line"), required=False, max_length=300)

    def __init__(
        self, *args: Any, committee_request: CommitteeRequest, today: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"carried_on": committee_request.carried_on or today}
        super().__init__(*args, **kwargs)


class AlignmentForm(PlainTextMixin, forms.Form):
    """Where the objectives of the account plan pull apart from the company's."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    gap = forms.CharField(
        label=_("Where they pull apart, and what we ask for"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, check: AlignmentCheck | None, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "version": check.version if check else 0,
            "gap": check.gap if check else "",
        }
        super().__init__(*args, **kwargs)

    @staticmethod
    def company() -> Programme:
        """Return what the company wants, as the programme leads wrote it."""
        return Programme.current()


class SignForm(forms.Form):
    """Which version of the check was read, and of the account plan."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    plan = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
