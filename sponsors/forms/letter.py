"""What is asked of a letter that presents the sponsor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.day import DayField
from accounts.forms.plain import PlainTextMixin
from accounts.models import Contact
from sponsors.choices import LetterLanguage
from sponsors.forms.interaction import contact_label, contacts_to_name
from sponsors.models import Pairing


class LetterForm(PlainTextMixin, forms.Form):
    """For whom, in which language, and what the KAM adds."""

    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("For whom"), to_field_name="public_id"
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=LetterLanguage.choices, widget=forms.RadioSelect
    )
    paragraph = forms.CharField(
        label=_("A paragraph of yours"),
        required=False,
        max_length=900,
        help_text=_("In the language of the letter. The rest is written."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, pairing: Pairing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = self.fields["contact"]
        contact.queryset = contacts_to_name(pairing.account).select_related("account")  # type: ignore[attr-defined]
        contact.label_from_instance = contact_label  # type: ignore[attr-defined]


class HandedOverForm(forms.Form):
    """When the letter was handed over."""

    day = DayField(label=_("Handed over on"))
