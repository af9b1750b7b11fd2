"""What each racer does who adds the same person, account or contact as the others."""

from django.utils import timezone

from accounts.models import KeyAccount, User
from accounts.services.key_accounts import add_account, keep_contact
from accounts.services.people import add_person
from accounts.services.taken import TakenError
from tests import factories
from tests.races import ready


def prepare() -> None:
    """Make who adds, and an account."""
    lead = factories.PersonFactory(email="lead@race.example")
    factories.KeyAccountFactory(name="Aldera", kam=lead)


def add(what: str) -> str:
    """Add one and the same as the others, at the same moment; return the field that is taken, if one is."""
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
    ready()
    try:
        ways[what]()
    except TakenError as refusal:
        return refusal.field
    return "added"
