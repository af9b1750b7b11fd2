"""Versions of the charter."""

from datetime import date

from django.db import transaction

from accounts.models import OrganisationLock, User
from accounts.services.history import save_by
from sponsors.models import Charter


@transaction.atomic
def publish_charter(text_en: str, text_fr: str, *, by: User, on: date) -> Charter:
    """Publish a new version for those who agree from now on. The same two texts again change nothing."""
    OrganisationLock.take()
    latest = Charter.objects.order_by("-version").first()
    if latest is not None and (latest.text_en, latest.text_fr) == (text_en, text_fr):
        return latest
    charter = Charter(
        version=latest.version + 1 if latest else 1,
        text_en=text_en,
        text_fr=text_fr,
        published_on=on,
    )
    save_by(charter, by)
    return charter
