"""What no two records share is looked for as it comes in, and said beside its field."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


def free(form: Any, name: str) -> str:
    """Return what was typed if no other record has it."""
    value = str(form.cleaned_data[name]).strip()
    others = type(form.instance)._default_manager.exclude(pk=form.instance.pk)
    if value and others.filter(**{name: value}).exists():
        said = _("%(value)s is taken: another entry has it already.")
        raise forms.ValidationError(said % {"value": value})
    return value
