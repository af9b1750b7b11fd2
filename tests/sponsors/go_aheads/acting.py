"""What the two do about a go-ahead, in short words."""

from datetime import timedelta

from django.utils import timezone

from sponsors.choices import GoAheadMark, GoAheadState, Mode
from sponsors.models import Interaction
from sponsors.services.drafts import Draft
from sponsors.services.go_ahead_requests import Request
from sponsors.services.go_aheads import (
    Answer,
    ask_go_ahead,
)
from sponsors.services.interaction_course import hold_interaction
from sponsors.services.interactions import edit_interaction, plan_interaction

TODAY = timezone.localdate()
M, S = GoAheadMark, GoAheadState
AGREED = Answer(S.AGREED)


def days(count):
    return timedelta(days=count)


def draft(contact, person, *, day=TODAY, kind="meeting", subject="Their new plant", **more):
    facts = {"contacts": [contact], "people": [person]} | more
    return Draft(kind=kind, day=day, subject=subject, **facts)


def plan(account, contact, person, *, by=None, ahead=5, **more):
    words = draft(contact, person, day=TODAY + days(ahead), **more)
    return plan_interaction(account, words, by=by or person, on=TODAY)


def wanted(contact, *, day=None, topics="Their new plant", **more):
    return Request(
        topics=topics,
        day=day or TODAY + days(5),
        contacts=frozenset({contact.pk}),
        mode=Mode.FACE_TO_FACE,
        **more,
    )


def ask(pairing, contact, **more):
    return ask_go_ahead(pairing, wanted(contact, **more), by=pairing.sponsor.person, on=TODAY)


def mark_of(interaction):
    interaction.refresh_from_db()
    return interaction.go_ahead


def held(interaction, by, **more):
    """Let its day come, and say that it took place."""
    Interaction.objects.filter(pk=interaction.pk).update(day=TODAY)
    return hold_interaction(interaction, notes="Well.", by=by, on=TODAY, **more)


def change(interaction, *, by, contacts, people, on=TODAY, **more):
    facts = {
        "kind": interaction.kind,
        "day": interaction.day,
        "subject": interaction.subject,
    } | more
    words = Draft(contacts=contacts, people=people, **facts)
    return edit_interaction(interaction, words, version=interaction.version, by=by, on=on)
