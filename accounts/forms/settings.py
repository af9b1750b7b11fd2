"""What a person, and the programme, set for themselves."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms.day import DayField
from accounts.forms.meanwhile import MeanwhileMixin
from accounts.forms.plain import PlainTextMixin
from accounts.models import Programme, User

CONTINENTS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/",
    "Indian/", "Pacific/",
)  # fmt: skip


def time_zones() -> list[tuple[str, Any]]:
    """Return the time zones of the world by city, the programme's own first."""
    names = sorted(name for name in available_timezones() if name.startswith(CONTINENTS))
    own = _("The programme’s: %(zone)s") % {"zone": settings.TIME_ZONE.replace("_", " ")}
    return [("", own), *((name, name.replace("_", " ")) for name in names)]


class MySettingsForm(forms.ModelForm):
    """Language, time zone and e-mails of a person."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = User
        fields = ["language", "time_zone", "digest", "gets_invitations"]
        widgets = {"digest": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [("", _("The browser’s")), *settings.LANGUAGES]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]


class ProgrammeForm(MeanwhileMixin, PlainTextMixin, forms.ModelForm):
    """The name and the first day of the programme."""

    started_on = DayField(label=_("Programme started on"), required=False)

    class Meta:
        model = Programme
        fields = ["company", "started_on", "signs_briefs", "objectives", "objectives_year"]
        widgets = {"objectives": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "objectives": _(
                "In a few lines: KAM and sponsor hold their account against them each year."
            )
        }
