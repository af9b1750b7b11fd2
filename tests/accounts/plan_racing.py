"""What each racer does who begins an objective of the same account as the others."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import KeyAccount, Objective, User
from accounts.services.plans import PlanFullError, add_objective
from tests import factories
from tests.races import ready

ON = date(2026, 1, 5)


def prepare(begun: int) -> None:
    """Make an account with so many objectives."""
    kam = factories.PersonFactory(email="kam@race.example")
    account = factories.KeyAccountFactory(name="Aldera", kam=kam)
    for slot in range(1, begun + 1):
        factories.ObjectiveFactory(account=account, slot=slot, written_by=kam)


def new_one() -> tuple[Objective, User]:
    """Return an objective that is not begun yet, and the KAM."""
    kam = User.objects.get(email="kam@race.example")
    account = KeyAccount.objects.get(name="Aldera")
    return factories.ObjectiveFactory.build(account=account, slot=None, written_by=kam), kam


def begin() -> str:
    """Begin an objective at that moment."""
    row, kam = new_one()
    ready()
    try:
        add_objective(row, by=kam, on=ON)
    except PlanFullError:
        return "full"
    return "begun"


def begin_past_the_service() -> str:
    """Write an objective into the last place at that moment, as code would that asks nobody."""
    row, _kam = new_one()
    row.slot = 5
    ready()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return "refused"
    return "begun"


def count() -> list[int]:
    """Return the places that open objectives have."""
    return list(Objective.objects.open().order_by("slot").values_list("slot", flat=True))
