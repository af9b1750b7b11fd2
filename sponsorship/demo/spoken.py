"""Who of the demo writes in which language."""

from random import Random
from typing import TypeVar

from sponsorship.demo.english import ENGLISH
from sponsorship.demo.french import FRENCH
from sponsorship.demo.words import Words

Thing = TypeVar("Thing")
# On the laureates, in English and in French.
CITATIONS = [
    (
        "For doors opened with patience, and a tender heard of eight months before anyone else.",
        "Pour des portes ouvertes avec patience, et un appel d’offres connu huit mois avant tout le monde.",
    ),
    (
        "For a hard winter shared with the client, without a word too many, and a client who says so.",
        "Pour un hiver difficile traversé avec le client, sans un mot de trop, et un client qui le dit.",
    ),
    (
        "For two people who prepare every meeting together, and it shows.",
        "Pour deux personnes qui préparent chaque rendez-vous ensemble, et cela se voit.",
    ),
]


def language(country: str) -> str:
    """Return the language in which the demo's people write about a client of that country."""
    return "fr" if country == "FR" else "en"


def words_of(country: str) -> Words:
    """Return the words of those who write about a client of that country."""
    return FRENCH if language(country) == "fr" else ENGLISH


class Deck:
    """Draws from lists so that nothing comes twice before everything came once."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.left: dict[tuple[int, int], list[int]] = {}

    def draw(self, things: list[Thing], of: int = 0) -> Thing:
        """Return the next thing of a list; each account, by its number, has a hand of its own."""
        hand = self.left.setdefault((id(things), of), [])
        if not hand:
            hand.extend(self.random.sample(range(len(things)), len(things)))
        return things[hand.pop()]
