"""The sentence for each refusal of the ground floor, with its fact."""

from itertools import pairwise

from django.utils.translation import gettext as _

from accounts.services.connections import LevelRefusedError, SaidThemselvesError
from accounts.services.delegations import (
    MOST,
    DelegateInactiveError,
    DelegationRefusedError,
    NoExecutiveError,
    NoKamError,
    OwnDelegateError,
    TooManyDelegatesError,
)
from accounts.services.invitations import AlreadyJoinedError, PersonInactiveError
from accounts.services.key_accounts import AlreadyOnTeamError, PersonHasLeftError
from accounts.services.organisation import InactiveKamError, ReportingCycleError
from accounts.services.people import LastAdministratorError
from accounts.services.plans import (
    EmptyPlanError,
    NoSponsorError,
    ObjectiveClosedError,
    PlanChangedMeanwhileError,
    PlanFullError,
    PlanRefusedError,
    ProgressAheadError,
)
from accounts.services.taken import TakenError


def cycle(refusal: ReportingCycleError) -> str:
    """The reporting line would bite its tail (R8)."""
    names = [person.full_name for person in refusal.chain]
    if len(names) == 1:
        return _("%(name)s cannot be their own manager.") % {"name": names[0]}
    steps = [
        _("%(low)s reports to %(high)s") % {"low": low, "high": high}
        for low, high in pairwise(names)
    ]
    return _("The reporting line would turn in a circle: %(chain)s.") % {"chain": ", ".join(steps)}


def last_administrator(refusal: LastAdministratorError) -> str:
    """Somebody must keep users and sign-in."""
    return _("%(name)s is the last administrator. Name another one first.") % {
        "name": refusal.person.full_name
    }


def taken(refusal: TakenError) -> str:
    """Another record has it."""
    return _("%(value)s is taken: another entry has it already.") % {"value": refusal.value}


def on_team(refusal: AlreadyOnTeamError) -> str:
    """The person is there already."""
    return _("%(name)s is on this account team already: %(role)s.") % {
        "name": refusal.member.person.full_name,
        "role": refusal.member.get_role_display(),
    }


def has_left(refusal: PersonHasLeftError | InactiveKamError | PersonInactiveError) -> str:
    """The person is no longer active."""
    return _("%(name)s is no longer active.") % {"name": refusal.person.full_name}


def level_refused(refusal: LevelRefusedError) -> str:
    """One's own word is no confirmation, and an older word is none to confirm."""
    if isinstance(refusal, SaidThemselvesError):
        return _("You said it yourself: somebody else confirms it.")
    return _("%(who)s has said something newer meanwhile: look once more.") % {
        "who": refusal.entry.said_by.full_name
    }


def has_joined(refusal: AlreadyJoinedError) -> str:
    """No invitation is needed."""
    return _("%(name)s has joined already.") % {"name": refusal.person.full_name}


def delegation_refused(refusal: DelegationRefusedError) -> str:
    """Nobody is their own delegate, and a handful is enough."""
    facts = {"name": refusal.person.full_name, "most": MOST}
    if isinstance(refusal, OwnDelegateError):
        return _("Nobody names themselves.")
    if isinstance(refusal, DelegateInactiveError):
        return _("%(name)s is no longer active.") % facts
    if isinstance(refusal, NoExecutiveError):
        return _("%(name)s is no member of general management: executives have assistants.") % facts
    if isinstance(refusal, NoKamError):
        return _("%(name)s manages no key account: KAMs have deputies.") % facts
    if isinstance(refusal, TooManyDelegatesError):
        return _("%(name)s has %(most)s delegates already. End one first.") % facts
    return _("This delegation has ended: name %(name)s anew.") % facts


def plan_refused(refusal: PlanRefusedError) -> str:
    """Five objectives at most, read before they are endorsed."""
    sentences = {
        PlanFullError: _("Five objectives are open: close one before you begin another."),
        ObjectiveClosedError: _("This objective is closed. Take it up again before you change it."),
        ProgressAheadError: _("This day is still to come."),
        EmptyPlanError: _("The plan has no open objective yet."),
        NoSponsorError: _("Nobody sponsors this account now."),
        PlanChangedMeanwhileError: _(
            "The plan was changed meanwhile. Read it again, then endorse it."
        ),
    }
    return sentences[type(refusal)]
