"""The inbox: what Tandem told a person, and the one thing to do about each."""

import pytest

from accounts.models import Notification
from accounts.services.notifications import cancel, notify
from tests import factories


@pytest.fixture
def told(kam):
    """Tell the KAM of so many pairings."""

    def tell(count):
        for _number in range(count):
            pairing = factories.PairingFactory(kam=kam, account__kam=kam)
            notify("pairing_active", subject_id=pairing.public_id, recipient=kam)
            notify("brief_stale", subject_id=pairing.account.public_id, recipient=kam)

    return tell


def lines(client):
    return client.get("/inbox/").context["lines"]


def test_it_shows_each_message_with_its_action_until_it_is_read(told, kam, signed_in):
    told(1)
    client = signed_in(kam)

    page = client.get("/inbox/").content.decode()
    client.post("/inbox/read/")

    assert ("Open the pairing" in page, "Check the brief" in page) == (True, True)
    assert not Notification.objects.filter(read_at__isnull=True).exists()


def test_what_is_no_longer_so_or_no_longer_ones_own_is_not_shown(told, kam, lead, signed_in):
    told(1)
    other = factories.PairingFactory()
    notify("pairing_active", subject_id=other.public_id, recipient=kam)
    cancel("brief_stale", subject_id=Notification.objects.get(kind="brief_stale").subject_id)

    assert [line["row"].kind for line in lines(signed_in(kam))] == ["pairing_active"]
    assert lines(signed_in(lead)) == []


def test_it_asks_as_often_for_many_messages_as_for_few(
    told, kam, signed_in, django_assert_max_num_queries
):
    client = signed_in(kam)
    told(1)
    client.get("/inbox/")
    with django_assert_max_num_queries(14) as few:
        client.get("/inbox/")
    told(3)

    with django_assert_max_num_queries(14) as many:
        client.get("/inbox/")

    assert len(many) == len(few)
