"""What each indicator counts, in plain words: the page on which a season announces it."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.numbers import with_sign
from reviews.choices import Indicator
from reviews.models import Season

PERCENTAGES = (Indicator.M1, Indicator.M2, Indicator.E1, Indicator.E3, Indicator.E4)

EXPLANATIONS: dict[str, Callable[[Season], str]] = {
    Indicator.M1: lambda _season: _(
        "The share of months in which the sponsor and the KAM had at least one exchange. It takes three full months."
    ),
    Indicator.M2: lambda _season: _(
        "Seven tenths are the share of quarters in which the sponsor met a top executive of the client; three tenths, "
        "meetings face to face, up to one a year. It takes two full quarters."
    ),
    Indicator.M3: lambda season: (
        _(
            "Strategic reviews that the client alone asked for, with the date and the evidence of the request, for each "
            "year. A short period is evened out with the constant a = %(constant)s. It takes half a year."
        )
        % {"constant": number(season.prior_reviews)}
    ),
    Indicator.M4: lambda season: (
        _(
            "What the account team answers to the team pulse, from 1 to 5; KAM, sponsor and delegates are not asked. "
            "Few answers are evened out with the constant μ = %(constant)s. It takes one wave with three answers."
        )
        % {"constant": number(season.prior_support)}
    ),
    Indicator.E1: lambda season: (
        _("Revenue of %(year)s against %(before)s, in the same currency, both final.")
        % {"year": season.last_day.year, "before": season.last_day.year - 1}
    ),
    Indicator.E2: lambda season: (
        _(
            "What the client answers on satisfaction, from 0 to 10; few answers are evened out with the constant "
            "μ = %(constant)s. Without a survey, the satisfaction in the year’s figures."
        )
        % {"constant": number(season.prior_satisfaction)}
    ),
    Indicator.E3: lambda _season: _(
        "How well the KAM or the sponsor knows the client’s top executives, against what was wanted when the season "
        "opened. It takes three contacts."
    ),
    Indicator.E4: lambda _season: _(
        "Of the client’s tenders, plans, reorganisations and appointments, how many we knew of at least 30 days "
        "before they were public. It takes two of them."
    ),
}


def explanation(code: str, season: Season) -> str:
    """Return what the indicator counts in this season."""
    return EXPLANATIONS[code](season)


def number(value: Decimal, places: int | None = None) -> str:
    """Return a number as people write it, without idle zeros."""
    if places is not None:
        value = round(value, places)
    plain = value.normalize()
    digits = max(0, -int(plain.as_tuple().exponent))
    return number_format(plain, digits).replace("-", "−")


def percent(value: Decimal, places: int = 0) -> str:
    """Return a share as a percentage."""
    return with_sign(number(value * 100, places), "%")


def signed_percent(value: Decimal, places: int = 1) -> str:
    """Return a change as a percentage with its sign."""
    sign = "+" if value > 0 else ""
    return sign + percent(value, places)


def goalpost(code: str, value: Decimal) -> str:
    """Return one end of an indicator's scale in its own unit."""
    if code == Indicator.E1:
        return signed_percent(value)
    if code in PERCENTAGES:
        return percent(value)
    if code == Indicator.M3:
        return _("%(number)s a year") % {"number": number(value)}
    return number(value)
