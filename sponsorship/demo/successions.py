"""What goes on in the demo: a term that ends with its renewal offered, and a succession under way."""

from datetime import date, timedelta

from sponsors.choices import Way
from sponsors.models import Pairing
from sponsors.queries.succession import possible_successors
from sponsors.services.pairings import (
    agree_as_kam,
    agree_as_sponsor,
    current_charter,
    propose_pairing,
)
from sponsors.services.renewals import offer_renewal
from sponsorship.demo.people import People


def go_on(pairing: Pairing) -> None:
    """Let the KAM offer another term, to which the sponsor has not answered yet."""
    offer_renewal(pairing, months=24, by=pairing.kam)


def hand_on(pairing: Pairing, people: People, *, today: date) -> None:
    """Prepare a successor who has agreed, so that the hand-over waits to be confirmed."""
    sponsor = possible_successors(pairing, today)[0]
    start = pairing.terms.get().ends_on + timedelta(days=1)
    successor = propose_pairing(pairing.account, sponsor, by=people.lead, starts_on=start)
    charter = current_charter()
    successor = agree_as_kam(successor, by=successor.kam, charter=charter)
    agree_as_sponsor(successor, by=sponsor.person, charter=charter, on=today, way=Way.EMAIL)
