"""Which promises and next steps the list shows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.light import LightSelect


class StepFilterForm(forms.Form):
    """Whose, and how they stand."""

    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[("", _("Mine")), ("accounts", _("Of my accounts"))],
        widget=LightSelect,
    )
    show = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("Open ones")), ("late", _("Late ones")), ("kept", _("Kept ones"))],
        widget=LightSelect,
    )
