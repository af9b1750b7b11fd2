"""I met them: whom, and what came of the asks; the day is today and the rest is folded away."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Ask, Contact, KeyAccount
from sponsors.choices import InteractionKind, Mode
from sponsors.forms.debrief import ToldForm
from sponsors.forms.interaction import (
    DAY,
    USUAL_MODE,
    ContactsField,
    contact_label,
    contacts_to_name,
)
from sponsors.services.debriefs import Told
from sponsors.services.drafts import Draft

KINDS = [
    (InteractionKind.MEETING, _("Client meeting")),
    (InteractionKind.CALL, _("Client call")),
    (InteractionKind.EVENT, _("Event outside business")),
]
A_YEAR = timedelta(days=366)


class ReportForm(ToldForm):
    """That somebody of us met somebody of the client; a word on it is welcome, and not asked for."""

    needs_a_word = False
    public_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    contacts = ContactsField(
        Contact.objects.none(),
        label=_("Whom did you meet?"),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(label=_("What"), choices=KINDS, widget=forms.RadioSelect)
    day = forms.DateField(label=_("When"), widget=DAY)

    def __init__(
        self,
        *args: Any,
        account: KeyAccount,
        asks: Iterable[Ask],
        today: date,
        met: Contact | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "public_id": uuid4(),
            "kind": InteractionKind.MEETING,
            "day": today,
            "contacts": [str(met.public_id)] if met else [],
        }
        super().__init__(*args, asks=asks, **kwargs)
        self.today = today
        field = self.fields["contacts"]
        field.queryset = contacts_to_name(account)  # type: ignore[attr-defined]
        field.label_from_instance = contact_label  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """Take a day of the last year: what one met longer ago is no news."""
        day: date = self.cleaned_data["day"]
        if not self.today - A_YEAR <= day <= self.today:
            raise forms.ValidationError(_("Choose a day of the last year."))
        return day

    def draft(self) -> Draft:
        """Return the interaction, named after whom one met."""
        facts = self.cleaned_data
        names = ", ".join(contact.full_name for contact in facts["contacts"])
        kind = facts["kind"]
        return Draft(
            kind=kind,
            day=facts["day"],
            subject=(gettext("With %(names)s") % {"names": names})[:200],
            mode=USUAL_MODE.get(kind, Mode.UNKNOWN),
            notes=facts["notes"],
            contacts=facts["contacts"],
            public_id=facts["public_id"] or uuid4(),
        )

    def told(self) -> Told:
        """Return what was said."""
        return Told(mood=self.cleaned_data["mood"], answers=self.answers())
