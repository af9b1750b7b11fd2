"""Open pairings against which the sponsor has declared a conflict of interest. No KAM reads of it."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from accounts.models import User
from accounts.prepared import Given
from sponsors.models import ConflictOfInterest, Pairing
from sponsors.queries.succession import ToDecide, decisions


def declared_against() -> Any:
    """Return the open pairings whose sponsor has declared a conflict with the client, or with its sector."""
    client = Q(account=OuterRef("account")) | Q(sector=OuterRef("account__sector"))
    declared = ConflictOfInterest.objects.filter(client, sponsor=OuterRef("sponsor"))
    return Pairing.objects.open().filter(Exists(declared))


def declared_to(reader: User) -> Any:
    """Return those of which a person may know: all to a programme lead, but not of one's own accounts."""
    return declared_to_lead(reader) if reader.is_lead else Pairing.objects.none()


def declared_to_lead(lead: User | Given) -> Any:
    """Return those of which a programme lead may know: all but those of one's own accounts."""
    return declared_against().exclude(kam=lead)


def declared_for(reader: User) -> list[ToDecide]:
    """Return those about which a lead decides, the earliest start first; a fixed number of statements."""
    words = Prefetch("acknowledgements", to_attr="words")
    rows = declared_to(reader).with_people().prefetch_related(words)
    return decisions(rows.order_by("starts_on", "pk"))
