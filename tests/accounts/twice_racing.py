"""What each process of the races for one e-mail and one number does: `python -m tests.accounts.twice_racing STEP MOMENT`."""

import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402 - after the set-up

from accounts.models import KeyAccount, User  # noqa: E402
from accounts.services.key_accounts import add_account, keep_contact  # noqa: E402
from accounts.services.people import add_person  # noqa: E402
from accounts.services.taken import TakenError  # noqa: E402
from tests import factories  # noqa: E402


def prepare() -> None:
    """Make who adds, and an account."""
    factories.KeyAccountFactory(
        name="Aldera", kam=factories.PersonFactory(email="lead@race.example")
    )


def add(what: str, moment: float) -> None:
    """Add one and the same at that moment."""
    lead = User.objects.get(email="lead@race.example")
    account = KeyAccount.objects.get(name="Aldera")
    contact = factories.ContactFactory.build(account=account, external_id="C1")
    ways = {
        "person": lambda: add_person({"email": "new@race.example"}, manager=None, by=lead),
        "account": lambda: add_account(
            {"name": "Borealis", "external_id": "A1"}, kam=None, on=timezone.localdate(), by=lead
        ),
        "contact": lambda: keep_contact(contact, by=lead),
    }
    time.sleep(max(0.0, moment - time.time()))
    try:
        ways[what]()
    except TakenError as refusal:
        print(refusal.field)  # noqa: T201
    else:
        print("added")  # noqa: T201


if __name__ == "__main__":
    step, *arguments = sys.argv[1:]
    if step == "prepare":
        prepare()
    else:
        add(step, float(arguments[0]))
