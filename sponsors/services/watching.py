"""What open pairings follow when the organisation changes, in the transaction of the change."""

from sponsors.services.conflicts import flag_conflicts, kams_of, open_pairings
from sponsors.services.departures import flag_departures, flag_kams_who_left
from sponsors.services.hand_overs import follow_kams


def follow_organisation() -> None:
    """Let open pairings follow their account's KAM, and flag those in conflict, whose sponsor leaves or whose KAM has left (R4)."""
    pairings = open_pairings()
    follow_kams(pairings, kams_of(pairings))
    flag_conflicts(pairings)
    flag_departures(pairings)
    flag_kams_who_left(pairings)
