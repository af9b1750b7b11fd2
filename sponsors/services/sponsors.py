"""Volunteers and their profiles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from accounts.models import KeyAccount, Sector, User
from accounts.models.base import fold
from accounts.services.history import remove_by, save_by
from sponsors.models import Sponsor, SponsorExperience, SponsorInterest


class NotAnExecutiveError(Exception):
    """Only members of general management can sponsor (R3)."""

    def __init__(self, person: User) -> None:
        super().__init__(str(person))
        self.person = person


class CapacityBelowPairingsError(Exception):
    """The sponsor already helps more accounts than the new number allows."""

    def __init__(self, open_pairings: int) -> None:
        super().__init__(str(open_pairings))
        self.open_pairings = open_pairings


OWN_FACTS = ("capacity", "acquaintances", "motivation", "expertise", "available_until")


@dataclass(frozen=True)
class ProfileAnswers:
    """What a volunteer answers: the four questions first, the rest when there is time."""

    capacity: int
    acquaintances: str = ""
    accounts: Iterable[KeyAccount] = ()
    sectors: Iterable[Sector] = ()
    employers: Iterable[str] = field(default_factory=list)
    motivation: str = ""
    expertise: str = ""
    available_until: date | None = None


@transaction.atomic
def volunteer(person: User, answers: ProfileAnswers, *, by: User, on: date) -> Sponsor:
    """Make an executive a sponsor, or change the profile of one who is. The same answers again change nothing.

    Raises `NotAnExecutiveError`, and `CapacityBelowPairingsError` if open pairings need more places.
    """
    if not (person.is_executive and person.is_active):
        raise NotAnExecutiveError(person)
    sponsor = Sponsor.objects.select_for_update(of=("self",)).filter(person=person).first()
    if sponsor is None:
        sponsor = Sponsor(person=person, volunteered_on=on, entered_by=by)
    elif (running := sponsor.pairings.open().count()) > answers.capacity:
        raise CapacityBelowPairingsError(running)
    facts = {name: getattr(answers, name) for name in OWN_FACTS}
    if not sponsor.is_volunteer:
        facts |= {"is_volunteer": True, "volunteered_on": on}
    if sponsor.pk is None or any(getattr(sponsor, name) != fact for name, fact in facts.items()):
        for name, fact in facts.items():
            setattr(sponsor, name, fact)
        save_by(sponsor, by)
    keep_interests(sponsor, answers, by=by)
    keep_employers(sponsor, answers.employers, by=by)
    return sponsor


@transaction.atomic
def stop_volunteering(sponsor: Sponsor, *, by: User) -> Sponsor:
    """Take no new accounts on; running pairings go on until a lead decides (R4). Twice is once."""
    sponsor = (
        Sponsor.objects.select_for_update(of=("self",)).select_related("person").get(pk=sponsor.pk)
    )
    if sponsor.is_volunteer:
        sponsor.is_volunteer = False
        save_by(sponsor, by)
    return sponsor


def keep_interests(sponsor: Sponsor, answers: ProfileAnswers, *, by: User) -> None:
    """Make the sponsor's interests those answered, and leave what was said of each."""
    wanted = {("account", account.pk) for account in answers.accounts} | {
        ("sector", sector.pk) for sector in answers.sectors
    }
    known = {
        ("account", interest.account_id)
        if interest.account_id
        else ("sector", interest.sector_id): interest
        for interest in sponsor.interests.all()
    }
    for key, interest in known.items():
        if key not in wanted:
            remove_by(interest, by)
    for field_name, pk in wanted - set(known):
        save_by(SponsorInterest(sponsor=sponsor, **{f"{field_name}_id": pk}), by)


def keep_employers(sponsor: Sponsor, employers: Iterable[str], *, by: User) -> None:
    """Make the sponsor's past employers those answered."""
    wanted = {fold(name.strip()): name.strip() for name in employers if name.strip()}
    known = {fold(experience.employer): experience for experience in sponsor.experiences.all()}
    for key, experience in known.items():
        if key not in wanted:
            remove_by(experience, by)
    for key in wanted.keys() - known.keys():
        save_by(SponsorExperience(sponsor=sponsor, employer=wanted[key]), by)
