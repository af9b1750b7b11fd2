"""Who might help which account: the executives who stand outside its KAM's reporting line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import KeyAccount, User
from accounts.queries import ReportingLine
from sponsors.models import Sponsor

NAMED = 6  # at first sight; the others unfold


@dataclass(frozen=True)
class Possible:
    """An executive, and how many accounts they could still take; nothing where they have not volunteered."""

    person: User
    free_places: int | None


@dataclass(frozen=True)
class Choice:
    """An account with those who stand outside its KAM's reporting line: volunteers with a free place first, then the nearest."""

    account: KeyAccount
    executives: list[Possible]
    is_line_known: bool

    @property
    def others(self) -> int:
        """How many are not named at first sight."""
        return max(0, len(self.executives) - NAMED)


def choices_for(accounts: Iterable[KeyAccount], *, on: date) -> list[Choice]:
    """Return for each account who might sponsor it: three statements for any number of accounts with their teams."""
    line, executives = ReportingLine.load(), executives_to_consider(on)
    return [choice(account, executives, line) for account in accounts]


def executives_to_consider(on: date) -> list[Possible]:
    """Return the executives by name: volunteers with a free place, and those not asked yet; who is full is left out."""
    places = dict(
        Sponsor.objects.available(on).with_places().values_list("person_id", "free_places")
    )
    asked = set(Sponsor.objects.values_list("person_id", flat=True))
    return [
        Possible(person, places.get(person.pk))
        for person in User.objects.executives().by_name()
        if places.get(person.pk, 0) > 0 or person.pk not in asked
    ]


def distance(person: User, account: KeyAccount) -> int:
    """Return 0 for an office in the client's city, 1 in its country, 2 elsewhere."""
    if account.city and person.city == account.city:
        return 0
    return 1 if account.country and person.country == account.country else 2


def choice(account: KeyAccount, executives: list[Possible], line: ReportingLine) -> Choice:
    """Return who of the executives stands outside the line of the account's KAM."""
    kam = account.kam
    if kam is None:
        return Choice(account, [], is_line_known=False)
    apart = [one for one in executives if not line.path_between(kam.pk, one.person.pk)]
    apart.sort(key=lambda one: (-(one.free_places or 0), distance(one.person, account)))
    known = all(line.knows_between(kam.pk, one.person.pk) for one in apart)
    return Choice(account, apart, is_line_known=known)
