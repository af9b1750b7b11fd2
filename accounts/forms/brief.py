"""What the KAM writes in a brief."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import ANYONE_OF, AskOutcome
from accounts.forms.day import DayField
from accounts.forms.meanwhile import MeanwhileMixin
from accounts.models import Ask, Contact, KeyAccount, NoGo
from accounts.services.meanwhile import ChangedMeanwhileError

LINES = 5
LINE_LENGTH = 220


class SituationForm(forms.Form):
    """The situation in five lines."""

    situation = forms.CharField(
        label=_("In five lines"),
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One thought a line, five at most: where the client stands, what has changed, what matters now."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_situation(self) -> str:
        """Five lines at most, each short enough for one line and a half of the printed page."""
        lines = [
            line.strip() for line in self.cleaned_data["situation"].splitlines() if line.strip()
        ]
        if len(lines) > LINES:
            raise forms.ValidationError(
                _("Five lines at most: these are %(n)d.") % {"n": len(lines)}
            )
        if any(len(line) > LINE_LENGTH for line in lines):
            raise forms.ValidationError(
                _("A line has %(n)d characters at most.") % {"n": LINE_LENGTH}
            )
        return "\n".join(lines)


class AskForm(MeanwhileMixin, forms.ModelForm):
    """What an executive may seek, and of whom."""

    whom = forms.ChoiceField(label=_("Of whom"), required=False)
    until = DayField(label=_("Until"), required=False)
    field_order = ("text", "whom", "why", "until", "who_may_ask")

    class Meta:
        model = Ask
        fields = ["text", "contact", "level", "why", "until", "who_may_ask"]

    def __init__(self, *args: Any, account: KeyAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.account = account
        # One list takes the place of two: a contact, a level, or anyone.
        del self.fields["contact"], self.fields["level"]
        self.contacts = {
            str(contact.public_id): contact for contact in account.contacts.active().by_level()
        }
        if self.instance.contact is not None:
            self.contacts.setdefault(str(self.instance.contact.public_id), self.instance.contact)
        named = [(key, named_with_title(contact)) for key, contact in self.contacts.items()]
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            ("", _("Anyone at the client")),
            (_("A level"), [(str(level), words) for level, words in ANYONE_OF.items()]),
            (_("Contacts"), named),
        ]
        asked_of = self.instance.contact
        self.initial["whom"] = (
            str(asked_of.public_id)
            if asked_of
            else self.instance.level or self.initial.get("whom", "")
        )

    def clean(self) -> dict[str, Any]:
        """Say of whom: a contact, a level, or anyone."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        whom = facts.get("whom", "")
        facts["contact"] = self.contacts.get(whom)
        facts["level"] = whom if whom in ANYONE_OF else ""
        return facts

    def compare(self, refusal: ChangedMeanwhileError) -> None:
        """Also where it was changed of whom to ask: both stand in one list."""
        typed = self.cleaned_data.pop("contact"), self.cleaned_data.pop("level")
        super().compare(refusal)
        now: Any = refusal.record
        if (now.contact, now.level) != typed:
            self.add_error("whom", _("Saved now: %(value)s") % {"value": now.of_whom})


class OutcomeForm(forms.Form):
    """What came of an ask: one tap, and a line where one likes."""

    outcome = forms.ChoiceField(label=_("What did they say?"), choices=AskOutcome)
    line = forms.CharField(label=_("In one line"), required=False, max_length=200)


class NoGoForm(MeanwhileMixin, forms.ModelForm):
    """What not to bring up, and with whom."""

    class Meta:
        model = NoGo
        fields = ["text", "contact"]

    def __init__(self, *args: Any, account: KeyAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.account = account
        choose_contact(self, account, everyone=_("Anyone at the client"))


def choose_contact(form: Any, account: KeyAccount, *, everyone: Any) -> None:
    """Offer the account's active contacts, top executives first."""
    field = form.fields["contact"]
    field.queryset = account.contacts.active().by_level()
    field.empty_label = everyone
    field.to_field_name = "public_id"
    if form.instance.contact_id:
        form.initial["contact"] = form.instance.contact.public_id
    field.label_from_instance = named_with_title


def named_with_title(contact: Contact) -> str:
    """Return how a list names a contact."""
    return f"{contact.full_name} · {contact.title}" if contact.title else contact.full_name
