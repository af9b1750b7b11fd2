"""Why a tandem is honoured."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.models import Laureate


class CitationForm(forms.ModelForm):
    """The citation, in both languages."""

    class Meta:
        model = Laureate
        fields = ("citation_en", "citation_fr")
        widgets = {
            "citation_en": forms.Textarea(attrs={"rows": 3}),
            "citation_fr": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "citation_en": _("Everyone reads it. Speak of what the two did, not of figures."),
        }
