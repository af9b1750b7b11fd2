"""The rhythms of the demo's own tandem: one agreed on, one that the sponsor proposes, and a line of thanks."""

from dataclasses import replace
from datetime import date, timedelta

from accounts.models import User
from sponsors.choices import Every, PairingStatus
from sponsors.models import Pairing, RhythmTarget
from sponsors.queries.quarter import facts_of, last_quarter
from sponsors.rhythm import Target
from sponsors.services.rhythms import agree_to_rhythm, propose_rhythm
from sponsors.services.thanks import say_thanks
from sponsorship.demo.days import at_ten
from sponsorship.demo.people import People
from sponsorship.demo.spoken import words_of


def agree_on_rhythms(people: People, pairings: list[Pairing], *, today: date) -> None:
    """Let the sponsor who signs in propose two rhythms, and the KAM agree to the first of them."""
    own = [
        pairing
        for pairing in pairings
        if pairing.status == PairingStatus.ACTIVE
        and pairing.sponsor.person == people.sponsors[0]
        and pairing.kam == people.kams[0]
    ]
    thank(pairings, people.kams[0], today=today)
    closer = replace(Target(), client=Every.TWO_MONTHS, review=Every.QUARTER)
    rarer = replace(closer if len(own) == 1 else Target(), exchange=Every.TWO_MONTHS)
    for pairing, target, days in ((own[-1], closer, 70), (own[0], rarer, 2)):
        word = words_of(pairing.account.country).rhythms[0] if target is rarer else ""
        row = propose_rhythm(pairing, target, by=people.sponsors[0], word=word)
        asked = at_ten(today - timedelta(days=days))
        facts = {"proposed_at": asked}
        if target is closer:
            agree_to_rhythm(row, by=people.kams[0])
            facts["answered_at"] = asked
        RhythmTarget.objects.filter(pk=row.pk).update(**facts)
        row.history.update(history_date=asked)


def thank(pairings: list[Pairing], kam: User, *, today: date) -> None:
    """Let the KAM who signs in thank once, on the first account on which something followed in the last quarter."""
    quarter = last_quarter(today)
    facts = facts_of([pairing.pk for pairing in pairings], quarter)
    for pairing in pairings:
        if pairing.kam == kam and pairing.pk in facts:
            say_thanks(pairing, quarter, words_of(pairing.account.country).thanks[0], by=kam)
            return
