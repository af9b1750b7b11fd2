"""What the KAM writes in a brief."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.day import DayField
from accounts.forms.meanwhile import MeanwhileMixin
from accounts.models import Ask, KeyAccount, NoGo

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

    until = DayField(label=_("Until"), required=False)

    class Meta:
        model = Ask
        fields = ["text", "contact", "why", "until", "who_may_ask"]

    def __init__(self, *args: Any, account: KeyAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.account = account
        choose_contact(self, account, everyone=_("Anyone at the client"))


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
    field.label_from_instance = lambda contact: (
        f"{contact.full_name} · {contact.title}" if contact.title else contact.full_name
    )
