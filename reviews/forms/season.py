"""What a lead writes down about a season."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model, model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.meanwhile import LastChangeMixin
from reviews.choices import MEANS, Indicator
from reviews.models import IndicatorSetting, Season
from reviews.services.seasons import DEFAULTS, PILLARS, Goal, histories_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAYS = ("first_day", "last_day", "collect_until")
CONSTANTS = {
    "prior_reviews": gettext_lazy("Strategic reviews: constant a"),
    "prior_support": gettext_lazy("Support to the team: constant μ"),
    "prior_satisfaction": gettext_lazy("Client satisfaction: constant μ"),
}
LABELS = {
    "weight": gettext_lazy("Weight"),
    "low": gettext_lazy("From"),
    "high": gettext_lazy("To"),
}
OWN_FIELDS = ("name", *DAYS, "is_first", *CONSTANTS)
PARTS = tuple(LABELS)


class SeasonForm(LastChangeMixin, forms.Form):
    """The days of a season, and what each indicator weighs in it."""

    def __init__(
        self, *args: Any, season: Season | None = None, goals: dict[Indicator, Goal] | None = None
    ) -> None:
        kwargs: dict[str, Any] = {"initial": model_to_dict(season, OWN_FIELDS) if season else None}
        super().__init__(*args, **kwargs)
        self.remember(histories_of(season) if season else [])
        days: Any = dict.fromkeys(DAYS, DAY)
        labels: Any = CONSTANTS
        self.fields.update(fields_for_model(Season, OWN_FIELDS, widgets=days, labels=labels))
        for code, goal in (goals or DEFAULTS).items():
            for part in PARTS:
                limits: dict[str, Any] = {"max_value": 100} if part == "weight" else {}
                setting: Any = IndicatorSetting._meta.get_field(part)
                self.fields[f"{part}_{code.value}"] = setting.formfield(
                    initial=getattr(goal, part), label=LABELS[part], **limits
                )

    def clean(self) -> dict[str, Any]:
        """Days in their order, goalposts apart, and each pillar's weights adding up to 100."""
        facts = super().clean() or {}
        self.check_days(facts)
        for code in Indicator:
            low, high = facts.get(f"low_{code.value}"), facts.get(f"high_{code.value}")
            if low is not None and high is not None and high <= low:
                self.add_error(f"high_{code.value}", _("This must lie above the first goalpost."))
        for pillar in PILLARS:
            self.check_pillar(facts, pillar)
        for name in CONSTANTS:
            if (facts.get(name) or 0) < 0:
                self.add_error(name, _("This cannot be negative."))
        return facts

    def check_days(self, facts: dict[str, Any]) -> None:
        """The last day follows the first, and the last figures come after it."""
        first, last = facts.get("first_day"), facts.get("last_day")
        until = facts.get("collect_until")
        if first and not 2000 <= first.year <= 2100:
            self.add_error("first_day", _("Choose a year between 2000 and 2100."))
        if last and not 2000 <= last.year <= 2100:
            self.add_error("last_day", _("Choose a year between 2000 and 2100."))
        if first and last and last <= first:
            self.add_error("last_day", _("The last day comes after the first."))
        if last and until and until < last:
            self.add_error("collect_until", _("The last figures come in after the last day."))

    def check_pillar(self, facts: dict[str, Any], pillar: tuple[Indicator, ...]) -> None:
        """Say beside the pillar's last weight by how much the four miss 100."""
        weights = [facts.get(f"weight_{code.value}") for code in pillar]
        known = [weight for weight in weights if weight is not None]
        if len(known) < len(weights) or sum(known) == 100:
            return
        name = _("means") if pillar == MEANS else _("results")
        self.add_error(
            f"weight_{pillar[-1].value}",
            ValidationError(
                _("The four weights of the pillar “%(pillar)s” add up to %(total)s, not to 100."),
                code="weights",
                params={"pillar": name, "total": sum(weights)},
            ),
        )

    def goals(self) -> dict[Indicator, Goal]:
        """Return what was written down for each indicator."""
        facts = self.cleaned_data
        return {
            code: Goal(*(facts[f"{part}_{code.value}"] for part in PARTS)) for code in Indicator
        }

    def changes(self) -> dict[str, Any]:
        """Return the season's own fields as written down."""
        return {name: self.cleaned_data[name] for name in OWN_FIELDS}

    def pillars(self) -> list[dict[str, Any]]:
        """Give the template each pillar with the three fields of its indicators."""
        return [
            {
                "name": _("Means") if pillar == MEANS else _("Results"),
                "rows": [
                    {
                        "code": code.value,
                        "label": code.label,
                        **{part: self[f"{part}_{code.value}"] for part in PARTS},
                    }
                    for code in pillar
                ],
            }
            for pillar in PILLARS
        ]

    def season_fields(self) -> list[forms.BoundField]:
        """Give the template the season's name and days."""
        return [self[name] for name in OWN_FIELDS if name not in CONSTANTS]

    def constant_fields(self) -> list[forms.BoundField]:
        """Give the template the constants."""
        return [self[name] for name in CONSTANTS]
