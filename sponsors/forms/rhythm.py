"""What is asked of a rhythm."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sponsors.choices import OFTEN
from sponsors.models import RhythmTarget
from sponsors.rhythm import Target


class RhythmForm(forms.ModelForm):
    """How often the two mean to meet each other and the client, and why."""

    class Meta:
        model = RhythmTarget
        fields = ("exchange", "client", "face_to_face", "review", "first_within", "word")

    def __init__(self, *args: Any, kept: Target, has_begun: bool, **kwargs: Any) -> None:
        kwargs["initial"] = vars(kept)
        super().__init__(*args, **kwargs)
        for lane, offered in OFTEN.items():
            self.fields[lane].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]  # a field of choices
        self.fields["first_within"].min_value = 1  # type: ignore[attr-defined]  # a number
        self.fields["first_within"].widget.attrs.update({"min": 1, "max": 90})
        self.kept = kept
        if has_begun:
            del self.fields["first_within"]

    def clean_first_within(self) -> int:
        """Within three months of the start."""
        days: int = self.cleaned_data["first_within"]
        if not 1 <= days <= 90:
            raise forms.ValidationError(_("Choose from 1 to 90 days."))
        return days

    def target(self) -> Target:
        """Return what was chosen, as plain data."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "word"}
        return Target(**vars(self.kept) | {name: int(value) for name, value in said.items()})


class DeclineRhythmForm(forms.Form):
    """A no to another rhythm."""

    reason = forms.CharField(
        label=_("Why the rhythm of now suits better"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever proposed it reads it."),
    )
