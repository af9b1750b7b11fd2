"""What is asked when a sponsor wants a go-ahead, and when a KAM answers."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Contact, KeyAccount
from sponsors.choices import GoAheadState, InteractionKind, Mode
from sponsors.forms.interaction import DAY, ContactsField, contact_label, contacts_to_name
from sponsors.models import GoAhead, Interaction
from sponsors.services.go_ahead_requests import Request
from sponsors.services.go_aheads import Answer


class AskForm(forms.Form):
    """Whom, about what, why, when and how."""

    contacts = ContactsField(
        Contact.objects.none(),
        label=_("Whom at the client"),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.CharField(label=_("Topics"), max_length=200)
    why = forms.CharField(
        label=_("Why"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    day = forms.DateField(label=_("When"), widget=DAY)
    mode = forms.ChoiceField(label=_("How"), choices=Mode.choices, required=False)

    def __init__(self, *args: Any, account: KeyAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contacts"]
        field.queryset = contacts_to_name(account)  # type: ignore[attr-defined]
        field.label_from_instance = contact_label  # type: ignore[attr-defined]

    def request(self, interaction: Interaction | None) -> Request:
        """Return what is asked."""
        facts = self.cleaned_data
        return Request(
            topics=facts["topics"],
            day=facts["day"],
            contacts=frozenset(contact.pk for contact in facts["contacts"]),
            why=facts["why"],
            mode=facts["mode"] or Mode.UNKNOWN,
            interaction=interaction,
        )


class AdviceForm(forms.Form):
    """A yes with advice."""

    advice = forms.CharField(
        label=_("Your advice"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def answer(self) -> Answer:
        """Return the answer."""
        return Answer(GoAheadState.AGREED_WITH_ADVICE, advice=self.cleaned_data["advice"])


class NotNowForm(forms.Form):
    """A "not now", with its reason and perhaps another day."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    other_day = forms.DateField(label=_("Another day that suits"), required=False, widget=DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_other_day(self) -> date | None:
        """Another day lies ahead."""
        day: date | None = self.cleaned_data["other_day"]
        if day is not None and not self.today <= day <= self.today.replace(
            day=1, year=self.today.year + 3
        ):
            raise forms.ValidationError(_("Choose a day in the next three years."))
        return day

    def answer(self) -> Answer:
        """Return the answer."""
        facts = self.cleaned_data
        return Answer(GoAheadState.NOT_NOW, reason=facts["reason"], other_day=facts["other_day"])


def said_in(go_ahead: GoAhead) -> dict[str, Any]:
    """Return what the log sheet takes over from a go-ahead."""
    return {
        "kind": InteractionKind.MEETING,
        "subject": go_ahead.topics,
        "day": go_ahead.day,
        "mode": go_ahead.mode,
        "contacts": [str(contact.public_id) for contact in go_ahead.contacts.all()],
    }


def said_of(interaction: Interaction) -> dict[str, Any]:
    """Return what a request takes over from a planned interaction."""
    return {
        "topics": interaction.subject,
        "day": interaction.day,
        "mode": interaction.mode,
        "contacts": [str(key) for key in interaction.contacts.values_list("public_id", flat=True)],
    }


def said_for(account: KeyAccount, contact: str, today: date) -> dict[str, Any]:
    """Return what a request from an account or a brief begins with: the contact named there, and what to ask of them."""
    first: dict[str, Any] = {"day": today, "mode": Mode.FACE_TO_FACE}
    asks = account.asks.open().filter(contact__public_id=contact) if contact else None
    ask = asks.order_by("until", "pk").first() if asks is not None else None
    return first | {
        "contacts": [contact] if contact else [],
        "topics": ask.text[:200] if ask else "",
    }
