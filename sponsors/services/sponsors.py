"""Volunteers and their profiles."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.meanwhile import check_nobody_else
from sponsors.models import Sponsor
from sponsors.services.departures import flag_departures_of
from sponsors.services.profiles import (
    OWN_FACTS,
    ProfileAnswers,
    histories_of,
    keep_conflicts,
    keep_employers,
    keep_interests,
    keep_links,
    keep_topics,
)


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


@transaction.atomic
def volunteer(
    person: User, answers: ProfileAnswers, *, by: User, on: date, read: str = ""
) -> Sponsor:
    """Make an executive a sponsor, or change the profile of one who is. The same answers again change nothing.

    Who had stopped volunteers again by answering; a lead who corrects the profile does not volunteer for them.

    Raises `NotAnExecutiveError`, `CapacityBelowPairingsError` if open pairings need more places, and
    `ChangedMeanwhileError` if somebody else has changed the profile since the state that `read` marks.
    """
    if not (person.is_executive and person.is_active):
        raise NotAnExecutiveError(person)
    # Two clicks at once wait for each other here: the second finds the profile of the first.
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    sponsor = Sponsor.objects.select_for_update(of=("self",)).filter(person=person).first()
    if sponsor is None:
        sponsor = Sponsor(person=person, volunteered_on=on, entered_by=by)
    else:
        check_nobody_else(sponsor, histories_of(sponsor), read, by=by)
        if (running := sponsor.pairings.open().count()) > answers.capacity:
            raise CapacityBelowPairingsError(running)
    facts = {name: getattr(answers, name) for name in OWN_FACTS}
    if not sponsor.is_volunteer and by == person:
        facts |= {"is_volunteer": True, "volunteered_on": on}
    if sponsor.pk is None or any(getattr(sponsor, name) != fact for name, fact in facts.items()):
        for name, fact in facts.items():
            setattr(sponsor, name, fact)
        save_by(sponsor, by)
        flag_departures_of(sponsor)
    keep_interests(sponsor, answers.interests, by=by)
    keep_employers(sponsor, answers.employers, by=by)
    keep_conflicts(sponsor, answers.conflicts, by=by, on=on)
    keep_topics(sponsor, answers.topics, by=by)
    keep_links(person, answers.links, by=by, on=on)
    return sponsor


@transaction.atomic
def stop_volunteering(sponsor: Sponsor, *, by: User) -> Sponsor:
    """Take no new accounts on; running pairings are flagged and go on until a lead decides (R4). Twice is once."""
    sponsor = (
        Sponsor.objects.select_for_update(of=("self",)).select_related("person").get(pk=sponsor.pk)
    )
    if sponsor.is_volunteer:
        sponsor.is_volunteer = False
        save_by(sponsor, by)
        flag_departures_of(sponsor)
    return sponsor
