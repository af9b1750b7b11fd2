"""A person at the client."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import ConnectionStrength
from accounts.forms.meanwhile import MeanwhileMixin
from accounts.forms.person import COUNTRY
from accounts.forms.plain import PlainTextMixin
from accounts.forms.taken import free
from accounts.models import Contact, KeyAccount, User


class ContactForm(MeanwhileMixin, PlainTextMixin, forms.ModelForm):
    """A person at the client, who may one day read what is written here."""

    class Meta:
        model = Contact
        fields = [
            "first_name",
            "last_name",
            "title",
            "level",
            "unit",
            "wanted",
            "counterpart",
            "email",
            "city",
            "country",
            "external_id",
        ]
        help_texts = {
            "country": _("Two letters, such as FR or GB."),
            "title": _("The person may one day read what is written here."),
            "unit": _("The part of the client’s company, such as a division or a country."),
            "wanted": _("A top executive counts as wanted as a partner at least."),
            "counterpart": _("Who of us looks after this relationship."),
        }

    def __init__(self, *args: Any, account: KeyAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.account = account
        self.fields["country"].validators.append(COUNTRY)
        self.fields["wanted"].required, self.fields["wanted"].empty_value = False, 0  # type: ignore[attr-defined]
        self.fields["wanted"].choices = [(0, _("Not said")), *ConnectionStrength.choices[1:]]  # type: ignore[attr-defined]
        ours = {member.person_id for member in account.team()} | {self.instance.counterpart_id}
        people = User.objects.filter(pk__in=ours - {None}).by_name()
        self.fields["counterpart"].queryset = people  # type: ignore[attr-defined]

    def clean_external_id(self) -> str:
        """No other has this number."""
        return free(self, "external_id")

    def clean_country(self) -> str:
        """Country codes are kept in capitals."""
        return str(self.cleaned_data["country"]).upper()
