"""What a KAM writes to thank."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ThanksForm(forms.Form):
    """One line."""

    line = forms.CharField(
        label=_("One line to your sponsor"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by the two of you alone."),
    )
