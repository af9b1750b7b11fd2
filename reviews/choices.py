"""Closed lists of the floor that looks at how well it goes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReviewType(TextChoices):
    """What an account review is about."""

    STRATEGIC = "strategic", pgettext_lazy("review", "Strategic")
    OPERATIONAL = "operational", pgettext_lazy("review", "Operational")


class StartedBy(TextChoices):
    """Who asked for the review."""

    US = "us", _("By us")
    CLIENT = "client", _("By the client")
    JOINTLY = "jointly", _("Jointly")


class SeasonState(TextChoices):
    """The life of a season."""

    DRAFT = "draft", pgettext_lazy("season", "In preparation")
    OPEN = "open", pgettext_lazy("season", "Open")
    COLLECTING = "collecting", pgettext_lazy("season", "Collecting last figures")
    FROZEN = "frozen", pgettext_lazy("season", "Frozen")
    JURY = "jury", pgettext_lazy("season", "With the jury")
    NAMED = "named", pgettext_lazy("season", "Laureates named")
    PUBLISHED = "published", pgettext_lazy("season", "Published")


COMPUTED_STATES = (SeasonState.OPEN, SeasonState.COLLECTING)
FROZEN_STATES = (SeasonState.FROZEN, SeasonState.JURY, SeasonState.NAMED, SeasonState.PUBLISHED)


class Indicator(TextChoices):
    """The eight indicators of a tandem's scorecard."""

    M1 = "M1", _("Exchanges inside the tandem")
    M2 = "M2", _("Meetings with the client’s top executives")
    M3 = "M3", _("Strategic reviews started by the client")
    M4 = "M4", _("Quality of support to the account team")
    E1 = "E1", _("Growth of the account")
    E2 = "E2", _("Client satisfaction")
    E3 = "E3", _("Relationship with top executives")
    E4 = "E4", _("Early access to the client’s plans")


MEANS = (Indicator.M1, Indicator.M2, Indicator.M3, Indicator.M4)
RESULTS = (Indicator.E1, Indicator.E2, Indicator.E3, Indicator.E4)


class TandemClass(TextChoices):
    """Two classes, shortlisted apart."""

    NEW = "new", pgettext_lazy("tandem", "New tandems")
    ESTABLISHED = "established", pgettext_lazy("tandem", "Established tandems")
