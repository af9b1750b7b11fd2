from sponsors.models.charter import Charter
from sponsors.models.coaching import CoachingNote
from sponsors.models.confided import ConfidedSignal
from sponsors.models.conflict import MOST_DAYS, ConflictAcknowledgement
from sponsors.models.debrief import DebriefWord, Dispute
from sponsors.models.go_ahead import GoAhead, GoAheadContact
from sponsors.models.inside import (
    AlignmentCheck,
    CommitteeRequest,
    Introduction,
    tandems_open_to,
)
from sponsors.models.interaction import Interaction, InteractionContact, InteractionPerson
from sponsors.models.letter import SponsorLetter
from sponsors.models.matching import FitWeights, MatchingRun, PairWish, Proposal, Uncovered
from sponsors.models.next_step import NextStep
from sponsors.models.pairing import Pairing, PairingTerm
from sponsors.models.rhythm import RhythmTarget
from sponsors.models.signal import DriftSignal
from sponsors.models.sponsor import (
    PLACES,
    ConflictOfInterest,
    Sponsor,
    SponsorExperience,
    SponsorInterest,
)
from sponsors.models.succession import HandOver, Renewal
from sponsors.models.tension import Tension, TensionUpdate, has_urgent_tension
from sponsors.models.thanks import Thanks

__all__ = [
    "MOST_DAYS",
    "PLACES",
    "AlignmentCheck",
    "Charter",
    "CoachingNote",
    "CommitteeRequest",
    "ConfidedSignal",
    "ConflictAcknowledgement",
    "ConflictOfInterest",
    "DebriefWord",
    "Dispute",
    "DriftSignal",
    "FitWeights",
    "GoAhead",
    "GoAheadContact",
    "HandOver",
    "Interaction",
    "InteractionContact",
    "InteractionPerson",
    "Introduction",
    "MatchingRun",
    "NextStep",
    "PairWish",
    "Pairing",
    "PairingTerm",
    "Proposal",
    "Renewal",
    "RhythmTarget",
    "Sponsor",
    "SponsorExperience",
    "SponsorInterest",
    "SponsorLetter",
    "Tension",
    "TensionUpdate",
    "Thanks",
    "Uncovered",
    "has_urgent_tension",
    "tandems_open_to",
]
