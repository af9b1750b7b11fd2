"""What the people of the demo write, in the two languages of the company."""

from dataclasses import dataclass

Ask = tuple[str, str]
Event = tuple[str, str]


@dataclass(frozen=True)
class Words:
    """The sentences of one language. What belongs to a contact stands under what the contact watches over."""

    exchanges: list[str]
    coaching: list[str]
    meetings: dict[str, list[str]]
    calls: list[str]
    events: list[str]
    notes: list[str]
    # A brief takes the line of the client's sector, and one line of each group.
    sectors: dict[str, str]
    situations: list[list[str]]
    asks: dict[str, list[Ask]]
    no_gos: list[str]
    client_events: list[Event]
    reviews: list[str]
    agenda: str
    minutes: list[str]
    decisions: list[str]
    next_steps: list[str]
    motivations: list[str]
    acquaintances: list[str]
    # Why a sponsor asks, by what is to be talked of, and what a KAM advises.
    whys: dict[str, str]
    advice: list[str]
    # Why a sponsor proposes another rhythm, and what a KAM thanks for.
    rhythms: list[str]
    thanks: list[str]
