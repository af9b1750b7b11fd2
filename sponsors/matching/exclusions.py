"""What stands against a person on an account; no weight and no lead overrides the rules among it (R1, R3, R4)."""

from enum import StrEnum

from sponsors.matching.problem import Candidate, Client, Problem

SHORTEST_MONTHS, WHOLE_TERM_MONTHS = 12, 36


class Exclusion(StrEnum):
    """Why a person cannot be proposed for an account, the gravest first."""

    NO_KAM = "no_kam"
    INACTIVE = "inactive"
    NOT_EXECUTIVE = "not_executive"
    IN_LINE = "in_line"
    CONFLICT = "conflict"
    SECTOR_CONFLICT = "sector_conflict"
    NOT_VOLUNTEER = "not_volunteer"
    TOO_SHORT = "too_short"
    NO_PLACE = "no_place"
    BY_HAND = "by_hand"
    BELOW_MINIMUM = "below_minimum"


def against_person(problem: Problem, candidate: Candidate) -> list[Exclusion]:
    """Return what stands against a person on any account."""
    faults = {
        Exclusion.INACTIVE: not candidate.is_active,
        Exclusion.NOT_EXECUTIVE: not candidate.is_executive,
        Exclusion.NOT_VOLUNTEER: not (candidate.is_volunteer or problem.asks_everyone),
        Exclusion.TOO_SHORT: candidate.months is not None and candidate.months < SHORTEST_MONTHS,
        Exclusion.NO_PLACE: candidate.taken >= candidate.capacity,
    }
    return [fault for fault, found in faults.items() if found]


def against_pair(problem: Problem, account: Client, candidate: Candidate) -> list[Exclusion]:
    """Return all that stands against a person on this account, the gravest first; the fit is not asked."""
    pair = (account.key, candidate.key)
    faults = {
        Exclusion.NO_KAM: account.kam is None,
        Exclusion.IN_LINE: pair in problem.in_line or account.kam == candidate.key,
        Exclusion.CONFLICT: pair in problem.conflicts,
        Exclusion.SECTOR_CONFLICT: (account.sector, candidate.key) in problem.sector_conflicts,
        Exclusion.BY_HAND: pair in problem.excluded,
    }
    found = {fault for fault, is_so in faults.items() if is_so}
    found.update(against_person(problem, candidate))
    return [fault for fault in Exclusion if fault in found]


def has_short_notice(candidate: Candidate) -> bool:
    """Whether the person stays for a year, but not for the whole term of three."""
    return candidate.months is not None and candidate.months < WHOLE_TERM_MONTHS
