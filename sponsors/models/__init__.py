from sponsors.models.interaction import Interaction, InteractionContact, InteractionPerson, NextStep
from sponsors.models.pairing import Charter, Pairing, PairingTerm
from sponsors.models.sponsor import PLACES, Sponsor, SponsorExperience, SponsorInterest

__all__ = [
    "PLACES",
    "Charter",
    "Interaction",
    "InteractionContact",
    "InteractionPerson",
    "NextStep",
    "Pairing",
    "PairingTerm",
    "Sponsor",
    "SponsorExperience",
    "SponsorInterest",
]
