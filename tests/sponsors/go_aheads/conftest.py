"""The sponsor as a person, a contact, and what the sponsor plans alone."""

import pytest

from tests import factories
from tests.sponsors.go_aheads.acting import plan


@pytest.fixture
def person(pairing):
    """The sponsor, as a person."""
    return pairing.sponsor.person


@pytest.fixture
def contact(account):
    return factories.ContactFactory(account=account)


@pytest.fixture
def planned(account, contact, person):
    """What the sponsor plans alone, in five days."""
    return plan(account, contact, person)
