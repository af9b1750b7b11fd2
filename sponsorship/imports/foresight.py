"""The pairings that files of people and accounts would bring into conflict, found before anything is written (R4)."""

from sponsors.models import Pairing
from sponsorship.imports.world import World, key_of


def conflicts_in(world: World) -> list[dict[str, object]]:
    """Return the open pairings that are not in conflict yet and would be in this world, with their paths."""
    found: list[dict[str, object]] = []
    for pairing in Pairing.objects.open().filter(conflict_since__isnull=True).with_people():
        kam = world.kam_of.get(key_of(pairing.account))
        sponsor = pairing.sponsor.person.email
        path = world.path_up(kam, sponsor) or world.path_up(sponsor, kam) if kam else []
        if path:
            names = [world.name_of(address) for address in path]
            found.append({"account": str(pairing.account), "path": names})
    return found
