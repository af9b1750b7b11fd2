"""The e-mail of the day before carries the brief for exactly the contacts of that meeting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification
from sponsors.choices import InteractionStatus
from sponsorship import meeting_brief
from sponsorship.meeting_brief import PDF, brief_for
from sponsorship.messages import KINDS
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(account, pairing, kam, executive, outsider):
    """Tomorrow's meeting with one of two contacts; an executive and a colleague come along."""
    contact = factories.ContactFactory(account=account, last_name="Orsini")
    other = factories.ContactFactory(account=account, last_name="Bellini")
    for text, of, who in (
        ("For Orsini.", contact, "anyone"),
        ("For Bellini.", other, "anyone"),
        ("For whoever is there.", None, "anyone"),
        ("For the sponsor alone.", contact, "sponsor"),
    ):
        factories.AskFactory(
            account=account, contact=of, text=text, who_may_ask=who, written_by=kam
        )
    return factories.InteractionFactory(
        account=account,
        status=InteractionStatus.PLANNED,
        day=timezone.localdate() + timedelta(days=1),
        logged_by=kam,
        with_people=[kam, pairing.sponsor.person, executive, outsider],
        with_contacts=[contact],
    )


def mailed(meeting, reader):
    row = Notification(
        kind="meeting_ahead", subject_id=str(meeting.public_id), recipient=reader, data={}
    )
    return KINDS["meeting_ahead"].mailed(row)


def asks(meeting, reader):
    brief = brief_for(meeting, reader)
    return sorted(ask.text for person in brief.people for ask in person.asks) + [
        ask.text for ask in brief.asks
    ]


def test_it_holds_what_is_for_them_and_for_anyone(meeting, kam):
    assert asks(meeting, kam) == ["For Orsini.", "For the sponsor alone.", "For whoever is there."]


def test_the_confidential_part_is_not_in_the_brief_of_others(meeting, executive):
    assert asks(meeting, executive) == ["For Orsini.", "For whoever is there."]


def test_the_day_before_it_goes_along(meeting, executive):
    files = [file for file in mailed(meeting, executive).attachments if file.kind == PDF]

    assert [(file.name, file.content[:4]) for file in files] == [("brief-aldera.pdf", b"%PDF")]


def test_a_week_before_it_does_not(meeting, executive):
    meeting.day += timedelta(days=6)
    meeting.save()

    assert not [file for file in mailed(meeting, executive).attachments if file.kind == PDF]


def test_who_reads_no_brief_gets_none(meeting, outsider):
    assert brief_for(meeting, outsider) is None
    assert not [file for file in mailed(meeting, outsider).attachments if file.kind == PDF]


def test_without_the_file_the_letter_still_goes_and_says_so(
    meeting, executive, outsider, monkeypatch
):
    def refuse(*args, **kwargs):
        raise RuntimeError("no font")

    monkeypatch.setattr(meeting_brief, "render_brief", refuse)
    message = mailed(meeting, executive)

    assert not [file for file in message.attachments if file.kind == PDF]
    assert message.action_path == f"/interactions/{meeting.public_id}/prepare/"
    assert message.lines[-1] == "The brief could not be attached this time. It stands on the page."
    # Who reads no brief misses no file.
    lines = mailed(meeting, outsider).lines
    assert not [line for line in lines if "brief" in line.lower()]
