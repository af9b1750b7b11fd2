"""What a country's code says of hours and languages, where nothing better is known."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The language in which one does business there, where one is enough to name.
LANGUAGES = {
    "AR": "es", "AT": "de", "AU": "en", "BR": "pt", "CI": "fr", "CL": "es", "CN": "zh", "CO": "es", "CZ": "cs",
    "DE": "de", "DK": "da", "DZ": "fr", "EG": "ar", "ES": "es", "FI": "fi", "FR": "fr", "GB": "en", "GR": "el",
    "HU": "hu", "IE": "en", "IN": "en", "IT": "it", "JP": "ja", "KR": "ko", "LU": "fr", "MA": "fr", "MC": "fr",
    "MX": "es", "NG": "en", "NL": "nl", "NO": "no", "NZ": "en", "PE": "es", "PL": "pl", "PT": "pt", "RO": "ro",
    "RU": "ru", "SA": "ar", "SE": "sv", "SG": "en", "SN": "fr", "TN": "fr", "TR": "tr", "TW": "zh", "US": "en",
    "ZA": "en",
}  # fmt: skip


class Region(TextChoices):
    """The part of the world in which a client sits."""

    EUROPE = "europe", _("Europe")
    AMERICAS = "americas", _("Americas")
    ASIA = "asia", _("Asia")
    AFRICA = "africa", _("Africa")
    OCEANIA = "oceania", _("Oceania")
    UNKNOWN = "unknown", _("Not stated")


# A region by the first part of a time zone's name.
REGIONS = {
    "Europe": Region.EUROPE, "Arctic": Region.EUROPE, "Atlantic": Region.EUROPE, "America": Region.AMERICAS,
    "Asia": Region.ASIA, "Africa": Region.AFRICA, "Indian": Region.AFRICA, "Australia": Region.OCEANIA,
    "Pacific": Region.OCEANIA,
}  # fmt: skip

# Where business is done, in countries whose table of zones begins elsewhere.
ZONES = {
    "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CL": "America/Santiago",
    "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon", "RU": "Europe/Moscow",
}  # fmt: skip


@cache
def zone_names() -> dict[str, str]:
    """Return one time zone for each country: where business is done, else the first of its table."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    names: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _position, name = line.split("\t")[:3]
            names.setdefault(country, name)
    return names | ZONES


def region_of(country: str) -> Region:
    """Return the part of the world in which a country lies; unknown where its code is."""
    zone = zone_names().get(country.upper(), "")
    return REGIONS.get(zone.partition("/")[0], Region.UNKNOWN)


@cache
def countries_in(region: Region) -> frozenset[str]:
    """Return the countries of a part of the world."""
    return frozenset(country for country in zone_names() if region_of(country) == region)


@cache
def zone_minutes(country: str) -> int | None:
    """Return how many minutes a country is ahead of UTC in winter, or None for no known country."""
    name = zone_names().get(country.upper())
    if name is None:
        return None
    winter = datetime(2025, 1, 15, 12, tzinfo=ZoneInfo(name)).utcoffset()
    return int(winter.total_seconds() // 60) if winter is not None else None


def languages_of(country: str, stated: str = "") -> frozenset[str]:
    """Return the language stated, as its two letters, else the one of the country, else none."""
    language = stated[:2].lower() or LANGUAGES.get(country.upper(), "")
    return frozenset({language}) if language else frozenset()
