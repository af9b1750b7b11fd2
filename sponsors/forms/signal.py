"""What is asked of who puts a point to watch aside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.plain import PlainTextMixin


class DismissForm(PlainTextMixin, forms.Form):
    """Why it needs no watching."""

    reason = forms.CharField(
        label=_("Why it needs no watching"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The other of you reads it."),
    )
