"""How well one of us knows a contact."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import ConnectionStrength
from accounts.forms.day import DayField
from accounts.forms.plain import PlainTextMixin
from accounts.models import Connection, Contact, User

# A level is as of now: of earlier days the evidence may speak.
BACK = timedelta(days=14)


class LevelForm(PlainTextMixin, forms.Form):
    """Who of us, how well, since which day, and what speaks for it."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Who of us"), to_field_name="public_id"
    )
    level = forms.TypedChoiceField(
        label=_("How well"),
        choices=ConnectionStrength.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("As of"))
    evidence = forms.CharField(
        label=_("What speaks for it"),
        required=False,
        max_length=200,
        help_text=_(
            "In one line, such as a talk or what followed. The person may one day read what is written here."
        ),
    )

    def __init__(
        self, *args: Any, contact: Contact, by: User, of_others: bool, today: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"on": today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.today = today
        people = {by.pk}
        if of_others:
            people |= {member.person_id for member in contact.account.team()}
            people |= set(
                Connection.objects.filter(contact=contact).values_list("person", flat=True)
            )
        self.fields["person"].queryset = User.objects.active().filter(pk__in=people).by_name()  # type: ignore[attr-defined]
        if not of_others:
            del self.fields["person"]

    def clean_on(self) -> date:
        """A day of the last two weeks."""
        day: date = self.cleaned_data["on"]
        if not self.today - BACK <= day <= self.today:
            raise forms.ValidationError(
                _("A day of the last two weeks, please: say how it is now, and what speaks for it.")
            )
        return day
