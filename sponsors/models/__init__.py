from sponsors.models.interaction import Interaction, InteractionContact, InteractionPerson, NextStep
from sponsors.models.matching import FitWeights, MatchingRun, PairWish, Proposal, Uncovered
from sponsors.models.pairing import Charter, Pairing, PairingTerm
from sponsors.models.sponsor import (
    PLACES,
    ConflictOfInterest,
    Sponsor,
    SponsorExperience,
    SponsorInterest,
)

__all__ = [
    "PLACES",
    "Charter",
    "ConflictOfInterest",
    "FitWeights",
    "Interaction",
    "InteractionContact",
    "InteractionPerson",
    "MatchingRun",
    "NextStep",
    "PairWish",
    "Pairing",
    "PairingTerm",
    "Proposal",
    "Sponsor",
    "SponsorExperience",
    "SponsorInterest",
    "Uncovered",
]
