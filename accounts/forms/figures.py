"""Annual figures of an account, and events at the client."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.day import DayField
from accounts.forms.meanwhile import MeanwhileMixin
from accounts.forms.plain import PlainTextMixin
from accounts.models import AnnualFigures, ClientEvent, KeyAccount


class YearForm(forms.Form):
    """The year whose figures are wanted."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, localize=False)


class AnnualFiguresForm(MeanwhileMixin, forms.ModelForm):
    """The figures of one year."""

    class Meta:
        model = AnnualFigures
        fields = ["revenue", "target", "currency", "satisfaction", "nps", "is_final"]
        localized_fields = ["revenue", "target", "satisfaction"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.localized_fields:
            self.fields[name].widget.attrs["inputmode"] = "decimal"

    def clean_currency(self) -> str:
        """Currency codes have three letters and are kept in capitals."""
        currency = str(self.cleaned_data["currency"]).upper()
        if len(currency) != 3 or not (currency.isascii() and currency.isalpha()):
            raise forms.ValidationError(_("Three letters, such as EUR or USD."))
        return currency


class ClientEventForm(PlainTextMixin, forms.ModelForm):
    """What happened at the client, and when we knew it."""

    known_on = DayField(label=_("Known to us on"))
    public_on = DayField(
        label=_("Public on"), required=False, help_text=_("Empty while it is not public.")
    )

    class Meta:
        model = ClientEvent
        fields = ["kind", "text", "known_on", "public_on"]

    def __init__(self, *args: Any, account: KeyAccount, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.account = account
        self.today = today

    def clean_known_on(self) -> date:
        """One cannot know today what one learns tomorrow."""
        known_on: date = self.cleaned_data["known_on"]
        if known_on > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return known_on

    def clean(self) -> dict[str, Any]:
        """Known before, or on the day on which, it was public."""
        cleaned = super().clean()
        known_on, public_on = cleaned.get("known_on"), cleaned.get("public_on")
        if known_on and public_on and public_on < known_on:
            self.add_error("public_on", _("Not before the day on which we knew it."))
        return cleaned
