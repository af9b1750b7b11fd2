"""Sponsors who leave or stop, and KAMs who have left: their open pairings are flagged, and a lead decides (R4)."""

from django.utils import timezone

from accounts.services.notifications import cancel, notify_leads
from sponsors.choices import Departure
from sponsors.models import Pairing, Sponsor

D = Departure


def departure_of(sponsor: Sponsor) -> str:
    """Return why the sponsor no longer can, or wants to, be one; nothing for one who does."""
    if not sponsor.person.is_active:
        return D.INACTIVE
    if not sponsor.person.is_executive:
        return D.NOT_EXECUTIVE
    return "" if sponsor.is_volunteer else D.NOT_VOLUNTEER


def flag_departures(pairings: list[Pairing]) -> list[Pairing]:
    """Flag each open pairing if and only if its sponsor leaves, and tell the leads; return those newly flagged."""
    newly = []
    for pairing in pairings:
        why = departure_of(pairing.sponsor)
        if pairing.departure == why:
            continue
        if why and not pairing.departure:
            newly.append(pairing)
        pairing.departure = why
        pairing.departure_since = (pairing.departure_since or timezone.now()) if why else None
        pairing.save(update_fields=["departure", "departure_since"])
        if not why:
            cancel("sponsor_leaving", subject_id=pairing.public_id)
    for pairing in newly:
        notify_leads("sponsor_leaving", subject_id=pairing.public_id)
    return newly


def flag_kams_who_left(pairings: list[Pairing]) -> list[Pairing]:
    """Flag each open pairing if and only if its KAM has left the company, and tell the leads; return those newly flagged.

    Naming another KAM, or the KAM's coming back, takes the flag away.
    """
    newly = []
    for pairing in pairings:
        has_left = not pairing.kam.is_active
        if has_left == (pairing.kam_left_since is not None):
            continue
        pairing.kam_left_since = timezone.now() if has_left else None
        pairing.save(update_fields=["kam_left_since"])
        if has_left:
            newly.append(pairing)
        else:
            cancel("kam_left", subject_id=pairing.public_id)
    for pairing in newly:
        notify_leads("kam_left", subject_id=pairing.public_id)
    return newly


def flag_departures_of(sponsor: Sponsor) -> list[Pairing]:
    """Look at the open pairings of one sponsor again, whose row is locked."""
    rows = Pairing.objects.open().filter(sponsor=sponsor).with_people()
    return flag_departures(list(rows.select_for_update(of=("self",))))
