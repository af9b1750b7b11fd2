"""E-mails as they leave: two bodies, and the files that go along."""

from email import message_from_bytes, policy

import pytest

from accounts.services.kinds import Attachment, Message
from accounts.services.letters import body_of, compose
from accounts.services.mail_server import DjangoWay
from accounts.services.notifications import notify

ENTRY = Attachment(
    "Réunion; entry.ics",
    "SUMMARY:Déjeuner\r\n".encode(),
    kind="text/calendar",
    parameters={"method": "REQUEST", "charset": "utf-8"},
)
PAPER = Attachment("brief.pdf", b"%PDF-1.7\x00\xff" * 200, kind="application/pdf")


@pytest.fixture
def letter(kam):
    row = notify("test", subject_id=kam.public_id, recipient=kam)
    return compose(row, Message("Hello", ("One line.",), attachments=(ENTRY, PAPER)))


def files(mail):
    return [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in mail.iter_attachments()
    ]


EXPECTED = [
    ("Réunion; entry.ics", "text/calendar", ENTRY.content),
    ("brief.pdf", "application/pdf", PAPER.content),
]


def test_files_go_along_and_the_bodies_stay(letter):
    arrived = message_from_bytes(letter.as_bytes(), policy=policy.default)

    assert files(arrived) == EXPECTED
    (entry, _paper) = arrived.iter_attachments()
    assert (entry.get_param("method"), entry.get_content_charset()) == ("REQUEST", "utf-8")
    assert "One line." in body_of(arrived, "plain")
    assert "One line." in body_of(arrived, "html")
    assert all(octet < 128 for octet in letter.as_bytes())


def test_another_way_takes_them_too(letter, mailoutbox):
    DjangoWay().hand_over(letter)

    arrived = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=policy.default)
    assert files(arrived) == EXPECTED
    assert next(arrived.iter_attachments()).get_param("method") == "REQUEST"


def test_a_letter_without_files_has_none(kam):
    row = notify("test", subject_id=kam.public_id, recipient=kam)

    letter = compose(row, Message("Hello", ("One line.",)))

    assert (letter.get_content_type(), files(letter)) == ("multipart/alternative", [])
