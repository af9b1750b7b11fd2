"""What is asked of the figures of an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.meanwhile import MeanwhileMixin
from accounts.models import AnnualFigures, QuarterlyFigures


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


class QuarterForm(MeanwhileMixin, forms.ModelForm):
    """The figures of one quarter; an empty one says nothing."""

    class Meta:
        model = QuarterlyFigures
        fields = ["revenue", "target", "is_final"]
        localized_fields = ["revenue", "target"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.localized_fields:
            self.fields[name].widget.attrs["inputmode"] = "decimal"
