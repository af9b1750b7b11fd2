"""Silent tandems: marked as days pass, and heard from again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sponsors.choices import EndReason, InteractionKind
from sponsors.models import Pairing
from sponsors.services.closing import end_pairing
from sponsors.services.drafts import Draft
from sponsors.services.interactions import log_interaction
from sponsors.services.silence import mark_silence
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.mark.parametrize("started", [10, 45, 46, 100, 101, 300])
@pytest.mark.parametrize("talked", [None, 45, 46])
@pytest.mark.parametrize("met", [None, 100, 101])
def test_a_tandem_is_silent_45_days_after_an_exchange_and_100_after_a_meeting(
    account, kam, started, talked, met
):
    ago = {days: TODAY - timedelta(days=days) for days in (started, talked, met) if days}
    pairing = factories.PairingFactory(account=account, kam=kam, started_on=ago[started])
    facts = {"account": account, "pairing": pairing, "logged_by": kam}
    for kind, days in (("exchange", talked), ("meeting", met)):
        if days:
            factories.InteractionFactory(**facts, kind=kind, day=ago[days])

    mark_silence(on=TODAY)

    is_silent = (started > 45 and talked != 45) or (started > 100 and met != 100)
    assert list(Pairing.objects.silent()) == ([pairing] if is_silent else [])


def test_marking_again_changes_nothing_and_the_first_day_stays(pairing):
    first = mark_silence(on=TODAY)

    again = mark_silence(on=TODAY + timedelta(days=1))

    pairing.refresh_from_db()
    assert (first, again, pairing.silent_since) == (1, 0, TODAY)


def test_what_is_logged_is_heard_at_once(account, pairing, kam, sponsor):
    mark_silence(on=TODAY)
    talk, meeting = (
        Draft(kind, TODAY, "We talked", people=[kam, sponsor.person])
        for kind in (InteractionKind.EXCHANGE, InteractionKind.MEETING)
    )

    log_interaction(account, talk, by=kam, on=TODAY)
    pairing.refresh_from_db()
    half = pairing.silent_since
    log_interaction(account, meeting, by=kam, on=TODAY)

    pairing.refresh_from_db()
    assert (half, pairing.silent_since) == (TODAY, None)


def test_a_pairing_that_ended_is_not_silent(pairing, lead):
    mark_silence(on=TODAY)

    end_pairing(pairing, by=lead, reason=EndReason.BY_AGREEMENT, note="", on=TODAY)

    assert not Pairing.objects.silent().exists()


def test_the_database_marks_active_pairings_alone(pairing):
    with pytest.raises(IntegrityError, match="silent_while_active"), transaction.atomic():
        Pairing.objects.filter(pk=pairing.pk).update(
            status="ended", slot=None, ended_on=TODAY, silent_since=TODAY
        )


def test_a_programme_is_marked_in_two_statements(pairing, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # with the two of the savepoint
        mark_silence(on=TODAY)
